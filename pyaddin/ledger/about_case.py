"""Which rows of a ledger a question about one case needs: those of its debtor, and those without which the checks of these would come out otherwise.

Only ids are looked at, and only where every one of them is read as it stands: then what names a case or debtor is found by comparing texts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from pyaddin.ledger.book import Cell
from pyaddin.ledger.by_column import stays
from pyaddin.ledger.drafts import own_id
from pyaddin.ledger.schema import EVERY_TABLE

WHOLE = ("Holds", *(name for name, table in EVERY_TABLE.items() if table.kind == "policy"))
"""Tables of which every row is needed: a hold may stand on an address in any spelling."""
CUT = tuple(name for name, table in EVERY_TABLE.items() if {"Case ID", "Debtor ID"} & set(table.headers) and table.kind != "generated")
"""Tables of which some rows are needed."""

Ids = Callable[[str, str], Sequence[Cell]]
"""The cells of a column with ids, by sheet and header, from the first row to the last."""


def id_columns(table: str) -> tuple[str, ...]:
    """The columns by which rows of a table are found: what they name, and their own id."""
    known = EVERY_TABLE[table]
    named = [column.name for column in known.columns if column.refers and not column.computed or column.name in ("Case ID", "Debtor ID")]
    return tuple(dict.fromkeys([*named, *([own_id(known)] if own_id(known) else [])]))


def rows_about(case_id: str, ids: Ids) -> dict[str, list[int]] | None:
    """By table of ``CUT`` the places of the rows that are needed; ``None`` where that cannot be said by the ids: the whole ledger is to be read then.

    With the debtor's own rows come the rows that they name, those of the same id (the first of them counts), and all installments of a plan (its sum
    is checked). Rows of other debtors among them are there for these checks alone.
    """
    found = _Rows(ids)
    debtors = found.values("Cases", "Debtor ID", found.places("Cases", "Case ID", {case_id}))
    if not debtors or not found.usable():
        return None
    cases = {case_id} | found.values("Cases", "Case ID", found.places("Cases", "Debtor ID", debtors))
    for table in CUT:
        for column, keys in (("Case ID", cases), ("Debtor ID", debtors)):
            if column in EVERY_TABLE[table].headers:
                found.take(table, column, keys)
    while found.grow():
        pass
    return None if found.lack_ids() else {table: sorted(places) for table, places in found.taken.items()}


class _Rows:
    """The rows taken so far."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self.taken: dict[str, set[int]] = {table: set() for table in CUT}
        self._looked: dict[tuple[str, str], set[object]] = {}

    def usable(self) -> bool:
        """Whether every id stands in its cell as the ledger reads it."""
        return all(stays(EVERY_TABLE[table].column(column), self._ids(table, column)) for table in CUT for column in id_columns(table))

    def places(self, table: str, column: str, keys: Collection[object]) -> list[int]:
        return [at for at, cell in enumerate(self._ids(table, column)) if cell in keys] if keys else []

    def values(self, table: str, column: str, places: Collection[int]) -> set[object]:
        cells = self._ids(table, column)
        found: set[object] = {cells[at] for at in places}
        return found - {None}

    def take(self, table: str, column: str, keys: Collection[object]) -> None:
        """The rows with these ids in a column; for each id they are looked for once."""
        known = self._looked.setdefault((table, column), set())
        new = set(keys) - known
        known |= new
        self.taken[table].update(self.places(table, column, new))

    def grow(self) -> bool:
        """Takes what the rows so far call for; False when nothing is lacking any more."""
        before = sum(map(len, self.taken.values()))
        for table in CUT:
            for column in EVERY_TABLE[table].columns:
                if column.refers and not column.computed:
                    self.take(column.refers, column.name, self.values(table, column.name, self.taken[table]))
            if own := own_id(EVERY_TABLE[table]):
                self.take(table, own, self.values(table, own, self.taken[table]))
        self.take("Installments", "Plan ID", self.values("Plans", "Plan ID", self.taken["Plans"]))
        return sum(map(len, self.taken.values())) > before

    def lack_ids(self) -> bool:
        """Whether a row has no id of its own: it gets the next one, which only the whole table knows."""
        return any(own and None in {self._ids(table, own)[at] for at in self.taken[table]} for table in CUT if (own := own_id(EVERY_TABLE[table])))
