"""Lines of an entry carried out on the rows seen last, a bucket at a time and in it column by column.

Most lines name the old value that stands there and a new one: then the cells of a column are compared at once and entered as they are. Lines about a whole
row, and columns in which one line finds something else, are carried out line by line. The rows of a bucket are taken out of their JSON in one go.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, compress, count, repeat
from operator import eq, ne, or_

from pyaddin.history.audit_lines import Change, encoded, quoted
from pyaddin.history.audit_rows import BUCKETS, Place, cells, row_text

Numbers = Mapping[str, Sequence[int]]
"""Name of a column, blank for whole rows -> the places of its lines among all lines."""
Row = dict[str, str]


class Entering:
    """The lines of one entry, which rows they are about, and what of them changes something."""

    def __init__(self, lines: Sequence[Change]) -> None:
        self.lines = lines
        parts: list[tuple[str, ...]] = list(zip(*lines, strict=True)) if lines else [()] * len(Change._fields)
        self._sheets, self._names, self._columns, self._olds, self._news, _ = parts
        self._otherwise: dict[int, Change | None] = {}

    def places(self) -> dict[Place, dict[str, list[int]]]:
        """The lines in the buckets of their rows, column by column, those of a column in their order."""
        different = set(self._names)
        bucket = dict(zip(different, [zlib.crc32(encoded(name)) % BUCKETS for name in different], strict=True))
        buckets = list(map(bucket.__getitem__, self._names))
        found: dict[Place, dict[str, list[int]]] = {}
        for start, stop in self._of_one_column():
            sheet, column = self._sheets[start], self._columns[start]
            numbers: defaultdict[int, list[int]] = defaultdict(list)
            for number, place in enumerate(buckets[start:stop], start):
                numbers[place].append(number)
            for place, some in numbers.items():
                found.setdefault((sheet, place), {}).setdefault(column, []).extend(some)
        return found

    def _of_one_column(self) -> Iterator[tuple[int, int]]:
        """From where to where lines that follow each other are about one column."""
        sheets, columns = self._sheets, self._columns
        begins = list(compress(count(1), map(or_, map(ne, sheets, sheets[1:]), map(ne, columns, columns[1:]))))
        return zip([0, *begins], [*begins, len(sheets)], strict=True) if sheets else iter(())

    def carry_out(self, mine: Numbers, held: dict[str, str]) -> None:
        """The lines of one bucket on its rows, in place. A row that is left without a filled cell goes."""
        whole = {self._names[number] for number in mine.get("", ())}
        names = dict.fromkeys(map(self._names.__getitem__, chain.from_iterable(mine.values())))
        of_cells = [name for name in names if name not in whole] if whole else list(names)
        rows = dict(zip(of_cells, _rows([held.get(name, "{}") for name in of_cells]), strict=True))
        for column, numbers in mine.items() if rows else ():
            self._set_column(column, [number for number in numbers if self._names[number] in rows] if whole else numbers, rows)
        held.update(zip(of_cells, _texts(list(rows.values())), strict=True))
        if whole:
            self._rows_of_lines(whole, mine, held)
        if not all(map(held.__getitem__, names)):
            for name in names:
                if not held[name]:
                    del held[name]

    def _set_column(self, column: str, numbers: Sequence[int], rows: Mapping[str, Row]) -> None:
        """Cells of one column in rows of which no line is about the whole row."""
        names, olds, news = ([values[number] for number in numbers] for values in (self._names, self._olds, self._news))
        held = list(map(rows.__getitem__, names))
        if len(set(names)) < len(names) or any(map(eq, olds, news)) or list(map(dict.get, held, repeat(column), repeat(""))) != olds:
            for number, row in zip(numbers, held, strict=True):
                self._set(number, row)
            return
        for row, new in zip(held, news, strict=True):
            row[column] = new
        if "" in news:
            for row, new in zip(held, news, strict=True):
                if not new:
                    del row[column]

    def _rows_of_lines(self, whole: set[str], mine: Numbers, held: dict[str, str]) -> None:
        """Rows of which some lines are about the whole row: these lines in their order."""
        of_row: defaultdict[str, list[int]] = defaultdict(list)
        for number in sorted(chain.from_iterable(mine.values())):
            if self._names[number] in whole:
                of_row[self._names[number]].append(number)
        for name, numbers in of_row.items():
            held[name] = self._one_by_one(numbers, held.get(name, ""))

    def _set(self, number: int, row: Row) -> None:
        """One cell."""
        line = self.lines[number]
        _, _, column, old, new, _ = line
        was = row.get(column, "")
        if new:
            row[column] = new
        else:
            row.pop(column, None)
        if was == new:
            self._otherwise[number] = None
        elif was != old:
            self._otherwise[number] = line._replace(old=was)

    def _one_by_one(self, numbers: Sequence[int], text: str) -> str:
        """The lines of a row of which some are about the whole row."""
        for number in numbers:
            line = self.lines[number]
            if line.column:
                row = cells(text)
                self._set(number, row)
                text = row_text(row)
            else:
                if text == line.new:
                    self._otherwise[number] = None
                elif text != line.old:
                    self._otherwise[number] = line._replace(old=text)
                text = line.new
        return text

    def done(self) -> Sequence[Change]:
        """The lines that changed something, with the old value as it stood there; the lines themselves when that is all of them as they are."""
        return list(self._those()) if self._otherwise else self.lines

    def _those(self) -> Iterator[Change]:
        return (line for line in self.found() if line is not None)

    def found(self) -> Iterator[Change | None]:
        """Each line with the old value as it stood there; ``None`` for one that changed nothing."""
        return (self._otherwise.get(number, line) for number, line in enumerate(self.lines))


def entered(lines: Sequence[Change], rows: Mapping[Place, dict[str, str]]) -> Sequence[Change]:
    """Carries out the lines on buckets, in place. Returns those that changed something, with the old value as it stood there."""
    entering = Entering(lines)
    for place, mine in entering.places().items():
        entering.carry_out(mine, rows[place])
    return entering.done()


def _rows(texts: Sequence[str]) -> list[Row]:
    """The filled cells of rows."""
    rows: list[Row] = json.loads(f"[{','.join(texts)}]")
    return rows


def _texts(rows: Sequence[Row]) -> list[str]:
    """Rows in their one form; blank for one without a cell."""
    if not all(rows):
        return list(map(row_text, rows))
    heads = [(name, f"{quoted(name)}:") for name in sorted(set[str]().union(*rows))]
    return [f"{{{','.join([head + quoted(row[name]) for name, head in heads if name in row])}}}" for row in rows]
