"""One run at a time on a ledger: the lock file beside it says who works there and since when.

On one computer the operating system holds the lock and lets go of it when the program dies, so a crash never leaves a ledger
locked. Office shares do not pass such locks on reliably, so a file left by another computer counts until a person removes it.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
from datetime import datetime, timedelta
from pathlib import Path

from pyaddin.errors import Stop

STALE = timedelta(minutes=15)
BEAT = timedelta(minutes=1)
_WIDTH = 400  # the record is padded, so that a reader never sees half of it

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30  # Windows locks shut readers out: lock a byte that no record reaches

    def _seize(handle: int) -> bool:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _seize(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class Lock:
    """The held lock of one ledger; release it as soon as the work ends."""

    def __init__(self, path: Path, handle: int, since: datetime) -> None:
        self.path = path
        self._handle = handle
        self._since = since
        self._beaten = since

    @classmethod
    def take(cls, path: Path, at: datetime) -> Lock:
        """Take the lock at instant ``at`` (UTC). A dead program's lock on this computer is taken over.

        Raises ``Stop``: X-LOCKED naming computer, process and since when; X-WRITE when the folder cannot be written.
        """
        while True:
            try:
                handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
            except OSError as error:
                raise Stop("X-WRITE", f"{path.name}: {error.strerror}") from error
            seized = False
            try:
                try:
                    free = _seize(handle)
                except OSError as error:
                    raise Stop("X-WRITE", f"{path.name}: this folder cannot lock files ({error.strerror})") from error
                if not free:
                    raise _locked(path, _read(handle), at)
                if not _same_file(handle, path):  # its last owner removed it meanwhile
                    continue
                holder = _read(handle)
                if holder and holder.get("host") != socket.gethostname():
                    raise _locked(path, holder, at)
                lock = cls(path, handle, at)
                try:
                    lock._write(at)
                except OSError as error:  # not one byte is left on the disk
                    with contextlib.suppress(OSError):  # Windows removes no open file; an empty one counts as free
                        path.unlink()
                    raise Stop("X-WRITE", f"{path.name}: {error.strerror}") from error
                seized = True
                return lock
            finally:
                if not seized:
                    os.close(handle)

    def beat(self, at: datetime) -> None:
        """Say that the work still goes on; written at most once a minute. On a full disk it stays unsaid: the lock is held all the same."""
        if at - self._beaten >= BEAT:
            with contextlib.suppress(OSError):
                self._write(at)

    def release(self) -> None:
        """Let others work; the file goes away."""
        if self._handle < 0:
            return
        if sys.platform == "win32":  # an open file cannot be removed there: an empty one counts as free
            os.ftruncate(self._handle, 0)
            os.close(self._handle)
            with contextlib.suppress(OSError):
                self.path.unlink(missing_ok=True)
        else:
            self.path.unlink(missing_ok=True)
            os.close(self._handle)
        self._handle = -1

    def _write(self, at: datetime) -> None:
        record = {"host": socket.gethostname(), "pid": os.getpid(), "since": self._since.isoformat(), "heartbeat": at.isoformat()}
        os.lseek(self._handle, 0, os.SEEK_SET)
        os.write(self._handle, json.dumps(record).ljust(_WIDTH).encode("utf-8") + b"\n")
        self._beaten = at


def _same_file(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), os.stat(path))
    except FileNotFoundError:
        return False


def _read(handle: int) -> dict[str, object]:
    """The holder's record; empty when its maker died before writing it."""
    os.lseek(handle, 0, os.SEEK_SET)
    try:
        record = json.loads(os.read(handle, 4 * _WIDTH).decode("utf-8", "replace"))
    except ValueError:
        return {}
    return record if isinstance(record, dict) else {}


def _locked(path: Path, holder: dict[str, object], at: datetime) -> Stop:
    found = f"computer {holder.get('host', 'unknown')}, process {holder.get('pid', 'unknown')}, since {holder.get('since', 'unknown')}"
    try:
        silent = at - datetime.fromisoformat(str(holder["heartbeat"])) > STALE
    except (KeyError, ValueError, TypeError):
        silent = bool(holder)
    if silent and holder.get("host") != socket.gethostname():
        heard = holder.get("heartbeat", "long ago")
        folder = path.absolute().parent.name or path.absolute().parent
        advice = f"That computer has not been heard of since {heard}. If no run works there any more, delete {path.name} in the folder {folder} and try again."
        return Stop("X-LOCKED", found, advice=advice)
    return Stop("X-LOCKED", found)
