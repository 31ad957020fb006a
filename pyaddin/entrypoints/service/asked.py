"""A stop asked for by signal: Ctrl-C, SIGTERM (systemd, kill), Ctrl-Break, closing the console window on Windows.

The signal only sets a mark; a run sees it between two messages. Asked a second time, the program is interrupted where it stands, which
the journal is made for.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_NAMES = ("SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP")


class Asked:
    """Whether somebody asked to stop, and by which signal."""

    def __init__(self) -> None:
        self.by = ""

    def __bool__(self) -> bool:
        return bool(self.by)

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """The signal handler."""
        if self.by:
            raise KeyboardInterrupt
        self.by = signal.Signals(number).name

    def watched(self, progress: Callable[[int, int, str], None]) -> Callable[[int, int, str], None]:
        """A ``progress`` that raises ``KeyboardInterrupt`` once a stop was asked for."""

        def told(done: int, total: int, label: str) -> None:
            progress(done, total, label)
            if self.by:
                raise KeyboardInterrupt

        return told


@contextmanager
def listening() -> Iterator[Asked]:
    """Listen for signals inside the block; afterwards they mean what they meant before.

    A signal that is ignored (nohup, a shell's background job) stays so; in another thread than the main one nothing can be heard.
    """
    asked = Asked()
    numbers = [number for name in _NAMES if (number := getattr(signal, name, None)) is not None and signal.getsignal(number) != signal.SIG_IGN]
    heard = numbers if threading.current_thread() is threading.main_thread() else []
    before = {number: signal.signal(number, asked) for number in heard}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
