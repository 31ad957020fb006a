"""Saving from Calc without losing what Calc does not know."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.ledger.closed.exchange import put_in_place
from pyaddin.ledger.libreoffice.graft import graft, verify
from pyaddin.records import dataclass


@dataclass(frozen=True, slots=True)
class Original:
    """The file as it was when Calc opened it."""

    path: Path
    data: bytes

    @classmethod
    def of(cls, path: Path) -> Original:
        """Stop X-NOT-FOUND when it is not there or cannot be read."""
        try:
            return cls(path, path.read_bytes())
        except OSError as problem:
            raise Stop("X-NOT-FOUND", f"{path}: {problem.strerror}") from None


def put_back(saved: bytes, original: Original | None, target: Path, *, echo: Callable[[bytes], bytes]) -> tuple[Original, Path | None]:
    """Exchanges the file for what Calc saved, completed from the original. Returns the new file as the next original, and the backup.

    ``echo`` has Calc write the original once more. Stops: X-CHANGED when somebody else wrote the file meanwhile, X-VERIFY,
    X-WRITE; the file on disk is then as it was. A backup is kept beside it.
    """
    new = saved if original is None else graft(original.data, echo(original.data), saved)
    if not target.exists():
        try:
            target.write_bytes(new)
        except OSError as problem:
            raise Stop("X-WRITE", problem.strerror or str(problem)) from problem
        return Original(target, new), None
    old = target.read_bytes()

    def unchanged() -> None:
        if original is not None and original.path == target and target.read_bytes() != original.data:
            raise Stop("X-CHANGED", target.name)

    unchanged()
    backup = put_in_place(
        target, old, new, fingerprint=sha256(old).hexdigest(),
        verify=lambda data: verify(data, saved if original is None else original.data, saved), recheck=unchanged,
    )
    return Original(target, new), backup
