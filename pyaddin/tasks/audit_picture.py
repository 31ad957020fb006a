"""The ledger as the audit chain keeps it: a cell as one text, a row by its name, and what a write changes by those names."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from pyaddin.history.audit_lines import Change
from pyaddin.history.audit_rows import Picture, row_text, twin
from pyaddin.ledger.book import AddRow, Cell, CellError, Edit, Formula, RawLedger, RemoveRow, SetCell, Value
from pyaddin.ledger.cells import EXCEL_EPOCH, instant_text
from pyaddin.ledger.drafts import own_id
from pyaddin.ledger.edits import plain_text
from pyaddin.ledger.schema import TABLES, Type
from pyaddin.tasks.audit_columns import UNNAMED, names_of, row_texts

_NAMED_NOW = "The row had no id of its own."
_DATES = {name: frozenset(column.name for column in table.columns if column.type is Type.DATE) for name, table in TABLES.items()}

_OWN_ID = {name: own_id(table) for name, table in TABLES.items()}


def cell_text(cell: Cell | Value) -> str:
    """A cell as one text by which every door agrees on what stands there; its first letter says what it is. Blank for an empty cell."""
    kind = type(cell)
    if kind is str:
        text = (cell if cell.isprintable() else plain_text(cell)).strip()  # type: ignore[union-attr,arg-type]
        return f"s{text}" if text else ""
    if cell is None:
        return ""
    if kind is float or kind is int or kind is Decimal:
        return f"n{float(cell):.15g}"  # type: ignore[arg-type]
    if isinstance(cell, bool):
        return "b1" if cell else "b0"
    if isinstance(cell, datetime):
        return _moment_text(cell)
    if isinstance(cell, date):
        return f"d{cell.isoformat()}"
    if isinstance(cell, Formula | CellError):
        return ("f" if isinstance(cell, Formula) else "e") + cell.text
    return cell_text(str(cell))


def _moment_text(cell: datetime) -> str:
    if cell.tzinfo is not None:
        return f"s{instant_text(cell)}"
    if (cell.hour, cell.minute, cell.second, cell.microsecond) == (0, 0, 0, 0):
        return f"d{cell.date().isoformat()}"
    return f"t{(cell + timedelta(microseconds=500_000)).replace(microsecond=0).isoformat()}"


def cell_of(text: str) -> Cell:
    """The cell again."""
    kind, rest = text[:1], text[1:]
    if kind == "n":
        return float(rest)
    if kind == "d":
        return date.fromisoformat(rest)
    if kind == "t":
        return datetime.fromisoformat(rest)
    if kind == "b":
        return rest == "1"
    if kind in ("f", "e"):
        return Formula(rest) if kind == "f" else CellError(rest)
    return rest or None


def shown(text: str) -> str:
    """A cell's text as people read it."""
    return text[1:].replace("T", " ") if text[:1] == "t" else {"b1": "TRUE", "b0": "FALSE"}.get(text, text[1:])


def _texts(sheet: str, typed: Mapping[str, Cell | Value]) -> dict[str, str]:
    """The filled cells of a row."""
    row = {name: text for name, cell in typed.items() if cell is not None and (text := cell_text(cell))}
    for name in _DATES[sheet]:
        if name in row and row[name][0] == "n":
            row[name] = _day_text(row[name])
    return row


def _text(sheet: str, column: str, cell: Cell | Value) -> str:
    """One cell of a row."""
    text = cell_text(cell)
    return _day_text(text) if text[:1] == "n" and column in _DATES[sheet] else text


def _day_text(number: str) -> str:
    """A day whose cell has lost its format is a day all the same."""
    with suppress(ValueError, OverflowError):
        return _moment_text(datetime.combine(EXCEL_EPOCH, datetime.min.time()) + timedelta(days=float(number[1:])))
    return number


def _key(sheet: str, row: Mapping[str, str]) -> str:
    """The key columns as ``row_key`` writes them; blank where the row's own id is."""
    table = TABLES[sheet]
    parts = [shown(row.get(name, "")) or ("ORIG" if name == "Plan ID" else "") for name in table.key]
    return "|".join(parts)


class Pictured:
    """The rows of a ledger as the chain names them: by their key, those without an id of their own by the place where they stand."""

    def __init__(self, raw: RawLedger) -> None:
        self._raw = raw
        self._named: dict[str, dict[int, str]] = {}
        self._cells: dict[str, dict[int, Mapping[str, Cell]]] = {}

    def names(self, sheet: str) -> dict[int, str]:
        """Row number -> name of the row."""
        named = self._named.get(sheet)
        if named is None:
            named = self._named[sheet] = names_of(self._raw.tables[sheet].rows, TABLES[sheet].key, partial(_text, sheet), shown)
        return named

    def row(self, sheet: str, number: int) -> dict[str, str]:
        """The filled cells of one row."""
        if sheet not in self._cells:
            self._cells[sheet] = dict(self._raw.tables[sheet].rows)
        return _texts(sheet, self._cells[sheet][number])

    def rows(self, sheet: str) -> dict[str, str]:
        """Name of the row -> its text."""
        numbered, names = self._raw.tables[sheet].rows, self.names(sheet)
        texts = row_texts([row for _, row in numbered], TABLES[sheet].headers, partial(_text, sheet))
        return dict(zip(names.values(), filter(None, texts), strict=True))

    def picture(self) -> Picture:
        return {sheet: self.rows(sheet) for sheet in TABLES if sheet in self._raw.tables}


def changes_of(edits: Sequence[Edit], pictured: Pictured) -> Iterator[Change]:
    """What a write changes, by the chain's names. The queue, which is rewritten at every run, and formats are no facts."""
    given = {(edit.table, edit.row) for edit in edits if isinstance(edit, SetCell) and _gives_id(edit, pictured)}
    taken: dict[str, set[str]] = {}
    whole: dict[tuple[str, int], dict[str, str]] = {}
    for edit in edits:
        if edit.table not in TABLES:
            continue
        if isinstance(edit, SetCell):
            name = pictured.names(edit.table).get(edit.row)
            new = _text(edit.table, edit.column, edit.new)
            if given and name is not None and (edit.table, edit.row) in given:
                if (edit.table, edit.row) not in whole:
                    whole[(edit.table, edit.row)] = pictured.row(edit.table, edit.row)
                whole[(edit.table, edit.row)][edit.column] = new
            elif name is not None:
                yield Change(edit.table, name, edit.column, cell_text(edit.old), new, edit.why)
        elif isinstance(edit, RemoveRow):
            yield Change(edit.table, pictured.names(edit.table)[edit.row], "", row_text(pictured.row(edit.table, edit.row)), "", edit.why)
        elif isinstance(edit, AddRow):
            yield _added(edit.table, _texts(edit.table, edit.values), edit.key, edit.why, pictured, taken)
    for (sheet, number), row in whole.items():
        name = pictured.names(sheet)[number]
        yield Change(sheet, name, "", row_text(pictured.row(sheet, number)), "", _NAMED_NOW)
        yield _added(sheet, row, "", _NAMED_NOW, pictured, taken)


def _gives_id(edit: SetCell, pictured: Pictured) -> bool:
    """Whether the edit gives a row that has none an id of its own, by which it is named from then on."""
    if edit.column != _OWN_ID.get(edit.table) or edit.new in (None, ""):
        return False
    return pictured.names(edit.table).get(edit.row, "").startswith(UNNAMED)


def _added(sheet: str, row: Mapping[str, str], key: str, why: str, pictured: Pictured, taken: dict[str, set[str]]) -> Change:
    known = taken.get(sheet)
    if known is None:
        known = taken[sheet] = set(pictured.names(sheet).values())
    name = _free(_key(sheet, row) or key, known)
    known.add(name)
    return Change(sheet, name, "", "", row_text(row), why)


def _free(key: str, known: Collection[str]) -> str:
    """The name of one more row with this key."""
    number = 0
    while (name := twin(key, number)) in known:
        number += 1
    return name
