"""An open workbook as a press has read it: all of it, or sheet by sheet when somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from pyaddin.ledger.book import RawLedger, RawTable
from pyaddin.ledger.schema import EVERY_TABLE


class AsRead(RawLedger):
    """An open workbook as it was read. Its fingerprint is reckoned when somebody asks for it: a press that only looks never does."""

    __slots__ = ("_fingerprint",)
    _fingerprint: str | Callable[[], str]

    def __init__(self, tables: Mapping[str, RawTable], ledger_id: str, schema_version: int, fingerprint: str | Callable[[], str]) -> None:
        for name, value in (("tables", tables), ("ledger_id", ledger_id), ("schema_version", schema_version), ("_fingerprint", fingerprint)):
            object.__setattr__(self, name, value)

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), (self.tables, self.ledger_id, self.schema_version, self.fingerprint)

    @property
    def fingerprint(self) -> str:
        """As of every ledger."""
        found = self._fingerprint
        if not isinstance(found, str):
            found = found()
            object.__setattr__(self, "_fingerprint", found)
        return found


class Glance(Mapping[str, RawTable]):
    """The tables by name, each read once."""

    def __init__(self, table: Callable[[str], RawTable]) -> None:
        self._table = table
        self.read: dict[str, RawTable] = {}

    def __getitem__(self, name: str) -> RawTable:
        if name not in EVERY_TABLE:
            raise KeyError(name)
        if name not in self.read:
            self.read[name] = self._table(name)
        return self.read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(EVERY_TABLE)

    def __len__(self) -> int:
        return len(EVERY_TABLE)
