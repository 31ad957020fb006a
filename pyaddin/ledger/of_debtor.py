"""The rows of one debtor in every sheet, as they stand in the cells, refused ones included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyaddin.labels import folded
from pyaddin.ledger.book import Cell, RawLedger, SetCell, Value
from pyaddin.ledger.drafts import row_key
from pyaddin.ledger.personal import ERASED, PERSONAL, rules_only, stays
from pyaddin.ledger.schema import EVERY_TABLE
from pyaddin.records import dataclass

_ADDRESSES = ("Email", "Phone", "New email", "New phone")


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One row about the debtor."""

    sheet: str
    row: int
    key: str
    cells: Mapping[str, Cell]


def text(cell: Cell) -> str:
    """A cell as an id or word."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def cases_of(raw: RawLedger, debtor_id: str) -> tuple[str, ...]:
    """The ids of the debtor's cases."""
    return tuple(text(cells.get("Case ID")) for _, cells in raw.tables["Cases"].rows if text(cells.get("Debtor ID")) == debtor_id and cells.get("Case ID"))


def rows_of(raw: RawLedger, debtor_id: str) -> list[OwnRow]:
    """Every row that names the debtor, one of the debtor's cases, or a held address of the debtor."""
    ids = {debtor_id, *cases_of(raw, debtor_id)}
    mine = {folded(text(cells.get(name))) for _, cells in raw.tables["Debtors"].rows if text(cells.get("Debtor ID")) == debtor_id for name in _ADDRESSES} - {""}
    found: list[OwnRow] = []
    for name, table in EVERY_TABLE.items():
        raw_table = raw.tables.get(name)
        if raw_table is None or table.kind in ("generated", "policy"):
            continue
        for number, cells in raw_table.rows:
            named = {text(cells.get(column)) for column in ("Debtor ID", "Case ID", "Suggested case", "Applies to")}
            held = name == "Holds" and folded(text(cells.get("Applies to"))) in mine
            if named & ids or held:
                found.append(OwnRow(name, number, row_key(table, cells), cells))
    return found


def erasures(rows: list[OwnRow], why: str) -> Iterator[SetCell]:
    """The cells to blank. Cells that must be filled hold ``ERASED``; a Why keeps its rule ids; the Message-ID of our own mail stays, it names nobody."""
    for own in rows:
        table = EVERY_TABLE[own.sheet]
        for column in table.columns:
            old = own.cells.get(column.name)
            if old in (None, ""):
                continue
            new: Value
            if own.sheet == "Holds" and column.name == "Applies to" and text(own.cells.get("Scope")).casefold() == "address":
                new = ERASED
            elif column.name not in PERSONAL[own.sheet] or stays(column.name, text(old)):
                continue
            elif column.name == "Why":
                new = rules_only(str(old)) or None
            else:
                new = ERASED if column.required or (column.name == "Evidence" and own.sheet == "Plans") else None
            if new != old:
                yield SetCell(own.sheet, own.row, own.key, column.name, old, new, why)


def elsewhere(raw: RawLedger, rows: list[OwnRow], words: frozenset[str]) -> list[str]:
    """Cells of other rows in which the debtor's name or an address stands: only a person can say what to do with them."""
    mine = {(own.sheet, own.row) for own in rows}
    return [
        f"{name} {number} {column}"
        for name, table in raw.tables.items()
        if name in EVERY_TABLE and EVERY_TABLE[name].kind == "typed"
        for number, cells in table.rows
        if (name, number) not in mine
        for column, cell in cells.items()
        if isinstance(cell, str) and any(word in cell for word in words)
    ]


def words_of(rows: list[OwnRow]) -> frozenset[str]:
    """The debtor's name, addresses and numbers, long enough to be looked for."""
    names = ("Name", *_ADDRESSES, "Address", "Address on file")
    found = {text(own.cells.get(name)) for own in rows if own.sheet == "Debtors" for name in names}
    return frozenset(word for word in found if len(word) >= 3 and word != ERASED)
