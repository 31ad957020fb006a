"""Saving from Calc without losing what Calc does not know."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.ledger.closed.exchange import put_in_place
from pyaddin.ledger.closed.package import Package


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

    @property
    def fingerprint(self) -> str:
        return sha256(self.data).hexdigest()


def put_back(saved: bytes, original: Original | None, target: Path) -> Original:
    """Exchanges the file for what Calc saved, completed from the original. Returns the new file as the next original."""
    new = saved
    Package(new).check_all()
    if not target.exists():
        target.write_bytes(new)
        return Original(target, new)
    old = target.read_bytes()

    def recheck() -> None:
        if original is not None and original.path == target and target.read_bytes() != original.data:
            raise Stop("X-CHANGED", target.name)

    put_in_place(target, old, new, fingerprint=sha256(old).hexdigest(), verify=lambda data: Package(data).check_all(), recheck=recheck)
    return Original(target, new)
