"""One scheduler per ledger, whichever computer it runs on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from pyaddin.correspondence.lock import Lock
from pyaddin.entrypoints.service.memory import lock_path
from pyaddin.machine.modes import following


@contextmanager
def alone(ledger: Path, now: Callable[[], datetime]) -> Iterator[Callable[[datetime], None]]:
    """Hold the scheduler's lock of a ledger; gives what keeps it alive. Raises ``Stop``: X-LOCKED naming computer and process, X-WRITE.

    What is made meanwhile, the log included, is open to nobody who may not read the ledger.
    """
    with following(ledger):
        lock = Lock.take(lock_path(ledger), now())
        try:
            yield lock.beat
        finally:
            lock.release()
