"""Lines of an entry carried out on the rows seen last, a bucket at a time.

Most lines name the old value that stands there and a new one: then they are entered as they are. The rows of a bucket are taken out of their JSON in one go.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pyaddin.history.audit_lines import Change, quoted
from pyaddin.history.audit_rows import Place, bucket_of, cells, row_text

Numbers = Mapping[str, Sequence[int]]
"""Name of a row -> the places of its lines among all lines."""
Row = dict[str, str]


class Entering:
    """The lines of one entry, which rows they are about, and what of them changes something."""

    def __init__(self, lines: Sequence[Change]) -> None:
        self.lines = lines
        self._otherwise: dict[int, Change | None] = {}

    def places(self) -> dict[Place, dict[str, list[int]]]:
        """The rows of these lines in their buckets, in the order of the lines."""
        numbers: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, line in enumerate(self.lines):
            numbers[line[:2]].append(number)
        found: dict[Place, dict[str, list[int]]] = defaultdict(dict)
        for (sheet, name), mine in numbers.items():
            found[bucket_of(sheet, name)][name] = mine
        return found

    def carry_out(self, mine: Numbers, held: dict[str, str]) -> None:
        """The lines of one bucket on its rows, in place. A row that is left without a filled cell goes."""
        lines = self.lines
        of_cells = [name for name, numbers in mine.items() if all([lines[number].column for number in numbers])]
        rows = _rows([held.get(name, "{}") for name in of_cells])
        for name, row in zip(of_cells, rows, strict=True):
            for number in mine[name]:
                _, _, column, old, new, _ = lines[number]
                if new and row.get(column, "") == old != new:
                    row[column] = new
                else:
                    self._set(number, row)
        held.update(zip(of_cells, _texts(rows), strict=True))
        for name, numbers in mine.items() if len(of_cells) < len(mine) else ():
            if not all(lines[number].column for number in numbers):
                held[name] = self._one_by_one(numbers, held.get(name, ""))
        if not all(map(held.__getitem__, mine)):
            for name in mine:
                if not held[name]:
                    del held[name]

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
        for number, line in enumerate(self.lines):
            found = self._otherwise.get(number, line)
            if found is not None:
                yield found


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
