"""Working beside a person: waiting while Excel is busy, keeping the screen still, and never ending anybody's Excel.

Excel refuses calls while a cell is being edited or a dialog is open. xlwings would try for ever; here a call is tried a few
times with growing pauses, then the desk is told what to leave or close.
"""

from __future__ import annotations

import atexit
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from pyaddin.errors import Stop

T = TypeVar("T")

PAUSES = (0.2, 0.4, 0.8, 1.6, 2.0, 2.0)
COM_ATTEMPTS = 25
"""How often xlwings itself repeats a refused call without a pause; 0, its default, would mean for ever."""
_BUSY = frozenset({0x80010001, 0x8001010A, 0x800AC472})  # rejected by callee, retry later, a cell is being edited
_GONE = frozenset({0x800706BA, 0x800706BE, 0x80010108, 0x80010007})  # the program behind the workbook has ended
_STILL: tuple[tuple[str, object], ...] = (("screen_updating", False), ("enable_events", False), ("calculation", "manual"))


def _codes(error: BaseException) -> set[int]:
    """The result codes that a COM error carries, as unsigned numbers."""
    details = getattr(error, "excepinfo", None)
    found = [getattr(error, "hresult", None), details[5] if isinstance(details, tuple) and len(details) > 5 else None]
    return {code & 0xFFFFFFFF for code in found if isinstance(code, int)}


def is_busy(error: BaseException) -> bool:
    """True when the program refuses the call now and would take it later."""
    return type(error).__name__ == "ExcelBusyError" or bool(_codes(error) & _BUSY)


def is_gone(error: BaseException) -> bool:
    """True when the program that held the workbook has ended or crashed."""
    return bool(_codes(error) & _GONE)


class Patience:
    """Makes calls to the open workbook. ``pause`` waits so many seconds."""

    def __init__(self, pause: Callable[[float], None] = time.sleep) -> None:
        self._pause = pause

    def __call__(self, call: Callable[[], T]) -> T:
        """What the call gives. Stops: X-BUSY after the last try, X-GONE when there is nobody left to answer."""
        for seconds in (*PAUSES, None):
            try:
                return call()
            except Exception as error:
                if is_gone(error):
                    raise Stop("X-GONE", str(error)) from error
                if not is_busy(error):
                    raise
                if seconds is None:
                    raise Stop("X-BUSY", "the call was refused again and again") from error
                self._pause(seconds)
        raise AssertionError("unreachable")


@contextmanager
def still(app: Any, patience: Patience) -> Iterator[None]:
    """While inside, the screen stands still, nothing recalculates and no event macro runs; all is as before afterwards, whatever happened.

    What an engine does not offer is left out.
    """
    before: list[tuple[str, object]] = []
    try:
        for name, value in _STILL:
            with suppress(NotImplementedError, AttributeError):
                old = patience(lambda name=name: getattr(app, name))  # type: ignore[misc]
                before.append((name, old))
                patience(lambda name=name, value=value: setattr(app, name, value))  # type: ignore[misc]
        yield
    finally:
        for name, old in reversed(before):
            with suppress(Exception):  # an error that is under way matters more
                patience(lambda name=name, old=old: setattr(app, name, old))  # type: ignore[misc]


@contextmanager
def status_bar(app: Any) -> Iterator[Callable[[int, int, str], None]]:
    """A ``progress`` for tasks that speaks in the status bar; the bar is the program's own again at the end, whatever happened."""

    def show(done: int, total: int, label: str) -> None:
        with suppress(Exception):  # progress is a courtesy: it never ends a task
            app.status_bar = f"{label[:120]} ({done}/{total})" if total else label[:120]

    try:
        yield show
    finally:
        with suppress(Exception):
            app.status_bar = False


def disarm() -> None:
    """Takes away xlwings' habit of ending every Excel that it cannot see as a window, and gives its retries an end.

    On Windows ``import xlwings`` registers a handler that kills such Excels when Python exits; under a service account they may be
    other people's. Elsewhere there is no such handler and nothing happens.
    """
    module: Any = sys.modules.get("xlwings._xlwindows")
    if module is None:
        return
    atexit.unregister(module.cleanup)
    module.Apps.cleanup = staticmethod(lambda: None)
    module.N_COM_ATTEMPTS = COM_ATTEMPTS
