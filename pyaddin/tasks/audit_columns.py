"""A whole table as the audit chain keeps it, made column by column: equal cells come again and again, and each of them is turned into text once.

The texts are those of ``audit_picture.cell_text``, to the byte; only the way there is another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import filterfalse
from types import NoneType
from typing import Any

from pyaddin.history.audit_lines import quoted_all
from pyaddin.history.audit_rows import SpelledColumns, twin
from pyaddin.ledger.book import Cell, RawTable, Value
from pyaddin.ledger.texts import printable

TextsOf = Callable[[str, Sequence[Cell | Value]], list[str]]
"""(column, cells) -> the text of each cell."""
_AT_HAND = 4_096
_SAMPLE = 128
_WORDS = frozenset((str, NoneType))
_NEVER_ESCAPED = frozenset((float, int, Decimal, date, NoneType))
_BETWEEN, _BETWEEN_WORDS = '","', '","s'
UNNAMED = "#"
"""How the name of a row without an id of its own begins; its row number follows."""


def columns_of(rows: Sequence[Mapping[str, Value]], names: Iterable[str]) -> dict[str, Sequence[Cell | Value]]:
    """The cells of each of these columns in new rows; a row that lacks one has nothing there."""
    return {name: [row.get(name) for row in rows] for name in names}


def each_once(cells: Sequence[Cell | Value], made: Callable[[Sequence[Cell | Value]], list[str]]) -> list[str]:
    """A text for each cell, where ``made`` is asked for each different one only, some thousand at a time: so many that they stay at hand."""
    found: list[str] = []
    for start in range(0, len(cells), _AT_HAND):
        found += _each_once(cells[start : start + _AT_HAND], made)
    return found


def _each_once(cells: Sequence[Cell | Value], made: Callable[[Sequence[Cell | Value]], list[str]]) -> list[str]:
    """Cells that Python takes for equal and people do not - TRUE and 1, 0 and -0 - are asked for one by one, and so are those of a column in which few come
    twice, as the first ones show it."""
    if len(set(cells[:_SAMPLE])) * 4 > min(_SAMPLE, len(cells)) * 3:
        return made(cells)
    different = set(cells)
    if len(different) * 4 > len(cells) * 3 or True in different and bool in set(map(type, cells)) or _mixed_zeros(cells, different):
        return made(cells)
    once = list(different)
    return list(map(dict(zip(once, made(once), strict=True)).__getitem__, cells))


def _mixed_zeros(cells: Sequence[Cell | Value], different: set[Cell | Value]) -> bool:
    if 0 not in different:
        return False
    zeros = [cell for cell in filterfalse(None, cells) if cell is not None and type(cell) is not str]
    if set(map(type, zeros)) == {Decimal}:
        return len(set(map(Decimal.is_signed, zeros))) > 1  # type: ignore[arg-type]
    return len(set(map(repr, zeros))) > 1


def all_plain(cells: Sequence[Cell | Value]) -> bool:
    """Whether these are texts only, and such that nothing in them has to be cleaned or escaped."""
    if set(map(type, cells)) != {str}:
        return False
    joined = "".join(cells)  # type: ignore[arg-type]
    return printable(joined) and '"' not in joined and "\\" not in joined


def texts(column: str, cells: Sequence[Cell | Value], texts_of: TextsOf) -> list[str]:
    """The text of each cell of a column; blank for an empty cell."""

    def made(different: Sequence[Cell | Value]) -> list[str]:
        if all_plain(different):
            return [f"s{text}" if (text := word.strip()) else "" for word in different]  # type: ignore[union-attr]
        return texts_of(column, different)

    return each_once(cells, made)


def spelled_words(cells: Sequence[Any], *, blanks: bool) -> str:
    """Texts as JSON, where nothing in them has to be cleaned or escaped; else, and where nothing is filled, blank. ``blanks``: whether ``None`` may come."""
    made = f'"s{_BETWEEN_WORDS.join([cell or "" for cell in cells] if blanks else cells)}"'
    if "\\" in made or made.count('"') != 2 * len(cells) or not printable(made) or " " in made and ('"s ' in made or ' "' in made):
        return ""
    made = made.replace('"s"', '""')
    return made if '"s' in made else ""


class Columns(SpelledColumns):
    """The columns of a table in which something stands, each made into texts when it is asked for. ``places``: the rows that count; ``None`` for all."""

    def __init__(self, table: RawTable, headers: Iterable[str], texts_of: TextsOf, places: Sequence[int] | None) -> None:
        self._table, self._texts_of, self._places = table, texts_of, places
        self._headers = {header: None for header in headers if any_filled(table.column(header))}

    def __getitem__(self, header: str) -> Sequence[str]:
        if header not in self._headers:
            raise KeyError(header)
        made = texts(header, self._table.column(header), self._texts_of)
        return made if self._places is None else list(map(made.__getitem__, self._places))

    def spelled(self, header: str, order: Sequence[int] | None, together: int) -> Iterator[str]:
        cells, places = self._table.column(header), self._places
        if places is not None:
            cells = list(map(cells.__getitem__, places))
        if order is not None:
            cells = list(map(cells.__getitem__, order))
        for start in range(0, len(cells), together):
            yield self._spelled(header, cells[start : start + together])

    def _spelled(self, header: str, cells: Sequence[Cell]) -> str:
        if not any(cells) and cells.count(None) == len(cells):
            return ""
        kinds = set(map(type, cells))
        if kinds <= _WORDS and (spelled := spelled_words(cells, blanks=NoneType in kinds)):
            return spelled
        made = texts(header, cells, self._texts_of)
        if not any(made):
            return ""
        return f'"{_BETWEEN.join(made)}"' if kinds <= _NEVER_ESCAPED else quoted_all(made)

    def __iter__(self) -> Iterator[str]:
        return iter(self._headers)

    def __len__(self) -> int:
        return len(self._headers)


def any_filled(cells: Sequence[Cell | Value]) -> bool:
    """Whether something may stand in one of these cells."""
    return bool(cells) and (cells[0] is not None or cells.count(None) < len(cells))


def keys_of(key: Mapping[str, Sequence[Cell | Value]], texts_of: TextsOf, shown: Callable[[str], str]) -> list[str]:
    """The key columns of each row as its name has them. ``key``: each of them -> its cells."""
    parts = [each_once(cells, partial(_key_parts, column, texts_of, shown)) for column, cells in key.items()]
    return parts[0] if len(parts) == 1 else list(map("|".join, zip(*parts, strict=True)))


def names_of(table: RawTable, key: Sequence[str], texts_of: TextsOf, shown: Callable[[str], str]) -> dict[int, str]:
    """Row number -> name of the row: its key columns, or its place where they are empty; rows with one key in their order. Empty rows have none."""
    keys = keys_of({column: table.column(column) for column in key}, texts_of, shown)
    empty = "|".join(map(_blank, key))
    different = set(keys)
    if len(different) == len(keys) and empty not in different:
        return dict(zip(table.numbers, keys, strict=True))
    named: dict[int, str] = {}
    used: dict[str, int] = {}
    for (number, row), one in zip(table.rows, keys, strict=True):
        if one == empty and not any(any(texts_of(name, (cell,))) for name, cell in row.items()):
            continue
        one = one or f"{UNNAMED}{number}"
        seen = used.get(one, 0)
        used[one] = seen + 1
        named[number] = twin(one, seen) if seen else one
    return named


def _blank(column: str) -> str:
    """How an empty cell of a key column stands in a row's name."""
    return "ORIG" if column == "Plan ID" else ""


def _key_parts(column: str, texts_of: TextsOf, shown: Callable[[str], str], cells: Sequence[Cell | Value]) -> list[str]:
    blank = _blank(column)
    if all_plain(cells):
        return [word.strip() or blank for word in cells]  # type: ignore[union-attr]
    return [shown(text) or blank for text in texts_of(column, cells)]
