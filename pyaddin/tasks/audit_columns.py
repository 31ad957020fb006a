"""A whole table as the audit chain keeps it, made column by column: equal cells come again and again, and each of them is turned into text once.

The texts are those of ``audit_picture.cell_text`` and ``audit_rows.row_text``, to the byte; only the way there is another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from operator import itemgetter

from pyaddin.history.audit_lines import quoted
from pyaddin.history.audit_rows import twin
from pyaddin.ledger.book import Cell

TextOf = Callable[[str, Cell], str]
"""(column, cell) -> the cell's text."""
Row = Mapping[str, Cell]
UNNAMED = "#"
"""How the name of a row without an id of its own begins; its row number follows."""


def columns_of(rows: Sequence[Row], names: Sequence[str]) -> list[Sequence[Cell]]:
    """The cells of each of these columns, from the first row to the last; a row that lacks one has nothing there."""
    if not rows or not names:
        return [() for _ in names]
    try:
        if len(names) == 1:
            return [list(map(itemgetter(names[0]), rows))]
        return list(zip(*map(itemgetter(*names), rows), strict=True))
    except KeyError:
        return [[row.get(name) for row in rows] for name in names]


def each_once(cells: Sequence[Cell], made: Callable[[Sequence[Cell]], list[str]]) -> list[str]:
    """A text for each cell, where ``made`` is asked for each different one only.

    Cells that Python takes for equal and people do not - TRUE and 1, 0 and -0 - are asked for one by one.
    """
    different = set(cells)
    if len(different) * 4 > len(cells) * 3 or True in different and bool in set(map(type, cells)) or _mixed_zeros(cells, different):
        return made(cells)
    once = list(different)
    return list(map(dict(zip(once, made(once), strict=True)).__getitem__, cells))


def _mixed_zeros(cells: Sequence[Cell], different: set[Cell]) -> bool:
    return 0 in different and len({repr(cell) for cell in cells if cell == 0}) > 1


def all_plain(cells: Sequence[Cell]) -> bool:
    """Whether these are texts only, and such that nothing in them has to be cleaned or escaped."""
    if not all(type(cell) is str for cell in cells):
        return False
    joined = "".join(cells)  # type: ignore[arg-type]
    return joined.isprintable() and '"' not in joined and "\\" not in joined


def pieces(column: str, cells: Sequence[Cell], text_of: TextOf) -> list[str]:
    """What each cell adds to its row's text, ``"Column":"text"``; blank for an empty cell."""
    head = f"{quoted(column)}:"

    def made(different: Sequence[Cell]) -> list[str]:
        if all_plain(different):
            return [f'{head}"s{text}"' if (text := word.strip()) else "" for word in different]  # type: ignore[union-attr]
        return [head + quoted(text) if (text := text_of(column, cell)) else "" for cell in different]

    return each_once(cells, made)


def row_texts(rows: Sequence[Row], headers: Iterable[str], text_of: TextOf) -> list[str]:
    """The text of each row in its one form; blank for a row without a filled cell."""
    names = sorted(headers)
    filled = [(name, cells) for name, cells in zip(names, columns_of(rows, names), strict=True) if any(cell is not None for cell in cells)]
    columns = [pieces(name, cells, text_of) for name, cells in filled]
    joined = [",".join(filter(None, parts)) for parts in zip(*columns, strict=True)] if columns else [""] * len(rows)
    return [f"{{{text}}}" if text else "" for text in joined]


def names_of(numbered: Sequence[tuple[int, Row]], key: Sequence[str], text_of: TextOf, shown: Callable[[str], str]) -> dict[int, str]:
    """Row number -> name of the row: its key columns, or its place where they are empty; rows with one key in their order. Empty rows have none."""
    rows, parts = [row for _, row in numbered], list[list[str]]()
    for column, cells in zip(key, columns_of(rows, key), strict=True):
        parts.append(each_once(cells, partial(_key_parts, column, text_of, shown)))
    keys = parts[0] if len(parts) == 1 else list(map("|".join, zip(*parts, strict=True)))
    empty = "|".join(map(_blank, key))
    different = set(keys)
    if len(different) == len(keys) and empty not in different:
        return dict(zip((number for number, _ in numbered), keys, strict=True))
    named: dict[int, str] = {}
    used: dict[str, int] = {}
    for (number, row), one in zip(numbered, keys, strict=True):
        if one == empty and not any(text_of(name, cell) for name, cell in row.items()):
            continue
        one = one or f"{UNNAMED}{number}"
        seen = used.get(one, 0)
        used[one] = seen + 1
        named[number] = twin(one, seen) if seen else one
    return named


def _blank(column: str) -> str:
    """How an empty cell of a key column stands in a row's name."""
    return "ORIG" if column == "Plan ID" else ""


def _key_parts(column: str, text_of: TextOf, shown: Callable[[str], str], cells: Sequence[Cell]) -> list[str]:
    blank = _blank(column)
    if all_plain(cells):
        return [word.strip() or blank for word in cells]  # type: ignore[union-attr]
    return [shown(text_of(column, cell)) or blank for cell in cells]
