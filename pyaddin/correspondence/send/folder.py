"""The folder transport: writes emails to files and sends nothing. The default of a new ledger."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from pyaddin.correspondence.entry import Delivery, Entry
from pyaddin.errors import Stop
from pyaddin.records import dataclass

WRITTEN = "written to folder"


@dataclass(frozen=True, slots=True)
class FolderTransport:
    """Writes each message to ``<out>/emails/<file name>``, whole or not at all, with exactly the journal's bytes."""

    out: Path
    name: str = "folder"
    provable: bool = True
    trouble: Stop | None = None

    @property
    def place(self) -> str:
        return str(self.out.absolute())

    def path_of(self, entry: Entry) -> Path:
        """Where the message lies, or would lie in this folder when it has not been handed to any."""
        return Path(entry.place or self.place) / "emails" / entry.file_name

    def ready(self) -> None:
        """Make the folder. Raises ``Stop`` X-WRITE."""
        folder = self.out.absolute() / "emails"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _settle(folder.parent)
            _settle(folder.parent.parent)
        except OSError as error:
            raise Stop("X-WRITE", f"{folder.name}: {error.strerror}", advice="Choose another folder with --out, or get write access.") from error

    def envelope(self, entry: Entry) -> Delivery | None:
        """A folder refuses nobody."""
        return None

    def send(self, entry: Entry, body: bytes) -> Delivery:
        """Write the file; a full disk defers the message."""
        return self.send_together([(entry, body)])[0]

    def send_together(self, messages: Sequence[tuple[Entry, bytes]]) -> list[Delivery]:
        """Write the files, each secured, then their names in the folder together; a full disk defers a message."""
        folder = os.path.join(self.place, "emails")
        answers = [self._written(folder, entry, body) for entry, body in messages]
        if any(answer is None for answer in answers):
            try:
                _settle(folder)
            except OSError as error:
                return [answer or _failed(Path(folder, entry.file_name), error) for (entry, _), answer in zip(messages, answers, strict=True)]
        return [answer or Delivery("sent", WRITTEN) for answer in answers]

    def _written(self, folder: str, entry: Entry, body: bytes) -> Delivery | None:
        """Write one file, its bytes secured before it gets its name; ``None`` when that went well."""
        target, part = os.path.join(folder, entry.file_name), os.path.join(folder, f".{entry.file_name}.part")
        try:
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
            try:
                rest = memoryview(body)
                while rest:
                    rest = rest[os.write(handle, rest) :]
                os.fsync(handle)
            finally:
                os.close(handle)
            os.replace(part, target)
        except OSError as error:
            return _failed(Path(target), error)
        return None

    def delivered(self, entry: Entry) -> bool | None:
        """True when the file lies there with the same bytes, False when it does not; ``None`` when the folder is away or the file another."""
        path = self.path_of(entry)
        _gone(_part(path))
        try:
            found = path.read_bytes()
        except FileNotFoundError:
            return False if path.parent.is_dir() else None
        except OSError:
            return None
        return True if hashlib.sha256(found).hexdigest() == entry.sha256 else None


def _failed(target: Path, error: OSError) -> Delivery:
    """The answer for a message that could not be written: deferred when surely nothing of it lies there."""
    if not (_gone(_part(target)) and _gone(target)):
        return Delivery("unknown", f"written, but the folder answers: {error.strerror}")
    return Delivery("deferred", f"could not be written: {error.strerror}")


def _part(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")


def _gone(path: Path) -> bool:
    """Remove a file; False when it may still be there."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _settle(folder: Path | str) -> None:
    """Make a new name in a folder survive a power cut; Windows has no such call and needs none."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
