"""The ledger as the audit chain keeps it: a cell as one text, a row by its name, and what a write changes by those names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import compress, groupby, repeat
from types import NoneType

from pyaddin.history.audit_lines import Change, ColumnLines, Lines, RowLines, Together
from pyaddin.history.audit_rows import Picture, Rows, row_text, twin
from pyaddin.ledger.book import AddRow, Cell, CellError, Edit, Formula, RawLedger, RemoveRow, SetCell, SetColumn, Value
from pyaddin.ledger.cells import EXCEL_EPOCH, instant_text
from pyaddin.ledger.drafts import own_id
from pyaddin.ledger.edits import one_by_one, plain_text
from pyaddin.ledger.schema import TABLES, Type
from pyaddin.tasks.audit_columns import UNNAMED, Columns, any_filled, columns_of, each_once, keys_of, names_of, texts

_NAMED_NOW = "The row had no id of its own."
DATES = {name: frozenset(column.name for column in table.columns if column.type is Type.DATE) for name, table in TABLES.items()}

_OWN_ID = {name: own_id(table) for name, table in TABLES.items()}
_NUMBERS = frozenset((float, int, Decimal))
_NUMBERS_AND_BLANKS = _NUMBERS | {NoneType}
_FIFTEEN_DIGITS = 16
"""With the point."""
_PLAIN_DIGITS = str.maketrans("", "", "0123456789.-\n")
_ID_COLUMNS = frozenset(_OWN_ID.values())


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
    for name in DATES[sheet]:
        if name in row and row[name][0] == "n":
            row[name] = _day_text(row[name])
    return row


def cell_texts(cells: Sequence[Cell | Value]) -> list[str]:
    """``cell_text`` of each."""
    kinds = set(map(type, cells))
    if NoneType in kinds and kinds <= _NUMBERS_AND_BLANKS:
        filled = iter(cell_texts([cell for cell in cells if cell is not None]))
        return ["" if cell is None else next(filled) for cell in cells]
    if kinds == {float}:
        return float_texts(cells)  # type: ignore[arg-type]
    if kinds == {Decimal}:
        return decimal_texts(cells)  # type: ignore[arg-type]
    if kinds <= _NUMBERS:
        return [f"n{float(cell):.15g}" for cell in cells]  # type: ignore[arg-type]
    return list(map(cell_text, cells))


def float_texts(numbers: Sequence[float]) -> list[str]:
    """``cell_text`` of each. Of a number with fifteen digits or less the shortest text that means it has the same digits, and is made in half the time."""
    texts = list(map(repr, numbers))
    joined = "\nn".join(texts)
    if "e" in joined or "n" in joined.replace("\nn", "") or max(map(len, texts)) > _FIFTEEN_DIGITS:
        return [f"n{number:.15g}" for number in numbers]
    return f"n{joined}\n".replace(".0\n", "\n")[:-1].split("\n")


def decimal_texts(numbers: Sequence[Decimal]) -> list[str]:
    """``cell_text`` of each. Of amounts in plain digits, fifteen or less, these are the digits."""
    texts = list(map(str, numbers))
    joined = "\n".join(texts)
    if not joined.translate(_PLAIN_DIGITS) and "0.0000" not in joined and max(map(len, texts)) < _FIFTEEN_DIGITS:
        return [f"n{text.rstrip('0').rstrip('.')}" if "." in text else f"n{text}" for text in texts]
    return [f"n{float(number):.15g}" for number in numbers]


def column_texts(sheet: str, column: str, cells: Sequence[Cell | Value]) -> list[str]:
    """The text of each cell of a column; a number in a column of days is a day."""
    texts = cell_texts(cells)
    return [_day_text(text) if text[:1] == "n" else text for text in texts] if column in DATES[sheet] else texts


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
        self.raw = raw
        self._named: dict[str, dict[int, str]] = {}
        self._keys: dict[str, tuple[Sequence[int], Sequence[str]]] = {}
        self._cells: dict[str, dict[int, Mapping[str, Cell]]] = {}

    def names(self, sheet: str) -> dict[int, str]:
        """Row number -> name of the row."""
        named = self._named.get(sheet)
        if named is None:
            named = self._named[sheet] = names_of(self.raw.tables[sheet], TABLES[sheet].key, partial(column_texts, sheet), shown)
        return named

    def keys(self, sheet: str, rows: Sequence[int]) -> Sequence[str]:
        """The name of each of these rows, blank for one that has none. Columns that are set together have the same rows, and then the same list of names."""
        known = self._keys.get(sheet)
        if known is None or known[0] is not rows and known[0] != rows:
            known = self._keys[sheet] = (rows, list(map(self.names(sheet).get, rows, repeat(""))))
        return known[1]

    def row(self, sheet: str, number: int) -> dict[str, str]:
        """The filled cells of one row."""
        if sheet not in self._cells:
            self._cells[sheet] = dict(self.raw.tables[sheet].rows)
        return _texts(sheet, self._cells[sheet][number])

    def rows(self, sheet: str) -> Rows:
        """The rows with their names and the texts of their cells, which are made column by column when they are asked for."""
        table, names = self.raw.tables[sheet], self.names(sheet)
        named = None if len(names) == len(table.numbers) else [at for at, number in enumerate(table.numbers) if number in names]
        return Rows(list(names.values()), Columns(table, TABLES[sheet].headers, partial(column_texts, sheet), named))

    def picture(self) -> Picture:
        return {sheet: self.rows(sheet) for sheet in TABLES if sheet in self.raw.tables}


def changes_of(edits: Sequence[Edit], pictured: Pictured) -> Lines:
    """What a write changes, by the chain's names. The queue, which is rewritten at every run, and formats are no facts."""
    ids = one_by_one([edit for edit in edits if isinstance(edit, SetCell | SetColumn) and edit.column in _ID_COLUMNS and edit.table in TABLES])
    given = {(edit.table, edit.row) for edit in ids if isinstance(edit, SetCell) and _gives_id(edit, pictured)}
    if given:  # what else is done to such a row is told with it
        edits = one_by_one(edits)
    cells = [edit for edit in edits if isinstance(edit, SetCell) and edit.table in TABLES]
    of_cells, new_rows = _of_cells(cells, pictured), _NewRows([edit for edit in edits if isinstance(edit, AddRow) and edit.table in TABLES], pictured)
    found: list[Change | Together] = []
    whole: dict[tuple[str, int], dict[str, str]] = {}
    for edit in _grouped(edits):
        if isinstance(edit, list):
            found.append(new_rows.lines(edit))
        elif isinstance(edit, SetCell):
            change = next(of_cells)
            if given and (edit.table, edit.row) in given:
                if (edit.table, edit.row) not in whole:
                    whole[(edit.table, edit.row)] = pictured.row(edit.table, edit.row)
                whole[(edit.table, edit.row)][edit.column] = change.new
            elif change.key:
                found.append(change)
        elif isinstance(edit, SetColumn):
            found.append(_of_column(edit, pictured))
        elif isinstance(edit, RemoveRow):
            found.append(Change(edit.table, pictured.names(edit.table)[edit.row], "", row_text(pictured.row(edit.table, edit.row)), "", edit.why))
    for (sheet, number), row in whole.items():
        name = pictured.names(sheet)[number]
        found.append(Change(sheet, name, "", row_text(pictured.row(sheet, number)), "", _NAMED_NOW))
        found.append(Change(sheet, new_rows.name(sheet, _key(sheet, row)), "", "", row_text(row), _NAMED_NOW))
    return Lines(found)


def _grouped(edits: Sequence[Edit]) -> Iterator[Edit | list[AddRow]]:
    """The edits of sheets that the chain follows; new rows of one sheet that come one after the other are together."""
    for (sheet, _), some in groupby(edits, lambda edit: (edit.table, isinstance(edit, AddRow))):
        if sheet in TABLES:
            mine = list(some)
            rows = [edit for edit in mine if isinstance(edit, AddRow)]
            yield from [rows] if rows else mine


def _of_column(edit: SetColumn, pictured: Pictured) -> ColumnLines:
    """A line for each cell of a column; none for one in a row without a name."""
    keys = pictured.keys(edit.table, edit.rows)
    was, becomes = each_once(edit.olds, cell_texts), each_once(edit.news, partial(column_texts, edit.table, edit.column))
    if "" not in keys:
        return ColumnLines(edit.table, edit.column, keys, was, becomes, edit.whys)
    named = (list(compress(part, keys)) for part in (keys, was, becomes, edit.whys))
    return ColumnLines(edit.table, edit.column, *named)


def _of_cells(edits: Sequence[SetCell], pictured: Pictured) -> Iterator[Change]:
    """A line for each changed cell, made column by column; the key of one in a row without a name is blank."""
    columns: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, edit in enumerate(edits):
        columns[(edit.table, edit.column)].append(number)
    keys, old, new = ([""] * len(edits) for _ in range(3))
    for (sheet, column), numbers in columns.items():
        mine, names = [edits[number] for number in numbers], pictured.names(sheet)
        was = each_once([edit.old for edit in mine], cell_texts)
        becomes = each_once([edit.new for edit in mine], partial(column_texts, sheet, column))
        for number, edit, before, after in zip(numbers, mine, was, becomes, strict=True):
            keys[number], old[number], new[number] = names.get(edit.row, ""), before, after
    tables, headers, whys = [edit.table for edit in edits], [edit.column for edit in edits], [edit.why for edit in edits]
    return map(Change._make, zip(tables, keys, headers, old, new, whys, strict=True))


def _gives_id(edit: SetCell, pictured: Pictured) -> bool:
    """Whether the edit gives a row that has none an id of its own, by which it is named from then on."""
    if edit.column != _OWN_ID.get(edit.table) or edit.new in (None, ""):
        return False
    return pictured.names(edit.table).get(edit.row, "").startswith(UNNAMED)


class _NewRows:
    """The texts of the new rows of a write, made column by column for all rows of a sheet, and the names that they get."""

    def __init__(self, edits: Sequence[AddRow], pictured: Pictured) -> None:
        rows: dict[str, list[Mapping[str, Value]]] = defaultdict(list)
        for edit in edits:
            rows[edit.table].append(edit.values)
        self._pictured = pictured
        self._taken: dict[str, set[str]] = {}
        self._told: defaultdict[str, int] = defaultdict(int)
        self._keys: dict[str, list[str]] = {}
        self._columns: dict[str, dict[str, list[str]]] = {}
        for sheet, new in rows.items():
            made, key = partial(column_texts, sheet), TABLES[sheet].key
            columns = columns_of(new, {*key}.union(*new))
            self._keys[sheet] = keys_of({name: columns[name] for name in key}, made, shown)
            self._columns[sheet] = {name: texts(name, columns[name], made) for name in sorted(columns) if any_filled(columns[name])}

    def lines(self, edits: Sequence[AddRow]) -> RowLines:
        """The next rows of a sheet."""
        sheet = edits[0].table
        start = self._told[sheet]
        stop = self._told[sheet] = start + len(edits)
        columns = {name: cells[start:stop] for name, cells in self._columns[sheet].items()}
        names = [self.name(sheet, key or edit.key) for key, edit in zip(self._keys[sheet][start:stop], edits, strict=True)]
        return RowLines(sheet, names, {name: cells for name, cells in columns.items() if any(cells)}, [edit.why for edit in edits])

    def name(self, sheet: str, key: str) -> str:
        """The first name that is free for one more row with this key."""
        known = self._taken.get(sheet)
        if known is None:
            known = self._taken[sheet] = set(self._pictured.names(sheet).values())
        number = 0
        while (name := twin(key, number)) in known:
            number += 1
        known.add(name)
        return name
