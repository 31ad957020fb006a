"""Lines of an entry carried out on the rows seen last, column by column.

Most lines name the old value that stands there and a new one: then the cells of a column are compared at once and set as they are. Lines about a whole row,
about a row that was not there, and columns in which one line finds something else, are carried out line by line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, repeat
from operator import eq, ge, itemgetter

from pyaddin.history.audit_blocks import Kept, Place
from pyaddin.history.audit_held import Held
from pyaddin.history.audit_lines import Change, ColumnLines, Lines, RowLines, Together
from pyaddin.history.audit_rows import cells, row_text


class Entering:
    """The lines of one entry on their way into the sheets. ``held`` gives a sheet as it was seen last."""

    def __init__(self, held: Callable[[str], Held]) -> None:
        self._held_of = held
        self._sheets: dict[str, Held] = {}
        self._rows: dict[str, dict[str, dict[str, str]]] = {}
        self._whole: dict[str, set[str]] = {}
        self._placed: tuple[Sequence[str], Sequence[int] | None, Sequence[int] | None] = ((), None, None)
        self._placed_on = ""
        self._otherwise = False

    def carried_out(self, lines: Lines) -> Lines:
        """Carries the lines out. Returns those that changed something, with the old value as it stood there; the lines themselves when that is all of them."""
        for part in lines.parts:
            for sheet, name in _of_whole_rows(part):
                self._whole.setdefault(sheet, set()).add(name)
        alone = {part.sheet: part for part in lines.parts if isinstance(part, RowLines) and self._is_alone(part, lines)}
        done = Lines(change for part in lines.parts for change in (self._together(part, alone) if not isinstance(part, list) else self._single(part)))
        for sheet, held in self._sheets.items():
            held.exchange(self._rows.get(sheet, {}), alone.get(sheet))
        return done if self._otherwise else lines

    def blocks(self) -> dict[Place, Kept]:
        """The blocks that the lines have changed."""
        return {place: block for held in self._sheets.values() for place, block in held.changed().items()}

    def _held(self, sheet: str) -> Held:
        held = self._sheets.get(sheet)
        if held is None:
            held = self._sheets[sheet] = self._held_of(sheet)
        return held

    def _is_alone(self, part: RowLines, lines: Lines) -> bool:
        """Whether these are new rows, none without a cell, of which no other line tells anything."""
        names = set(part.keys)
        if len(names) < len(part.keys) or not names.isdisjoint(self._held(part.sheet).at) or all("" in cells for cells in part.columns.values()):
            return False
        return all(names.isdisjoint(_names(other, part.sheet)) for other in lines.parts if other is not part)

    def _together(self, part: Together, alone: Mapping[str, RowLines]) -> Iterable[Change | Together]:
        if isinstance(part, RowLines):
            return (part,) if alone.get(part.sheet) is part else self._one_by_one(part.lines())
        return (part,) if self._at_once(part.sheet, part.column, part.keys, part.olds, part.news) else self._one_by_one(part.lines())

    def _single(self, part: Sequence[Change]) -> Iterator[Change]:
        for (sheet, column), some in groupby(part, itemgetter(0, 2)):
            mine = list(some)
            keys, olds, news = ([change[at] for change in mine] for at in (1, 3, 4))
            if column and self._at_once(sheet, column, keys, olds, news):
                yield from mine
            else:
                yield from self._one_by_one(mine)

    def _at_once(self, sheet: str, column: str, keys: Sequence[str], olds: Sequence[str], news: Sequence[str]) -> bool:
        """Sets cells of one column that all change from what the lines say. False: one of them does not, and nothing is set."""
        if any(map(eq, olds, news)):
            return False
        of_same, places, order = self._placed
        if of_same is not keys or self._placed_on != sheet:  # columns that are set together share their keys
            places, order = self._places(sheet, keys)
            self._placed, self._placed_on = (keys, places, order), sheet
        if places is None:
            return False
        if order is not None:
            olds, news = [olds[at] for at in order], [news[at] for at in order]
        held = self._held(sheet)
        if held.cells(column, places) != list(olds):
            return False
        held.put(column, places, news)
        return True

    def _places(self, sheet: str, keys: Sequence[str]) -> tuple[Sequence[int] | None, Sequence[int] | None]:
        """Where these rows stand, from the first to the last, and the order which that is of the keys where it is another. No places: of a row that is not
        there, is told of as a whole, or comes twice."""
        whole, held = self._whole.get(sheet), self._held(sheet)
        if whole and not whole.isdisjoint(keys):
            return None, None
        if keys == held.names:
            return range(len(keys)), None
        places = list(map(held.at.get, keys, repeat(-1)))
        if -1 in places:
            return None, None
        if not any(map(ge, places, places[1:])):
            return places, None
        order = sorted(range(len(places)), key=places.__getitem__)
        places = [places[at] for at in order]
        return (None, None) if any(map(eq, places, places[1:])) else (places, order)

    def _one_by_one(self, lines: Iterable[Change]) -> Iterator[Change]:
        for change in lines:
            was = self._set_row(change) if not change.column or self._is_apart(change) else self._set_cell(change)
            if was == change.new or was != change.old:
                self._otherwise = True
            if was != change.new:
                yield change if was == change.old else change._replace(old=was)

    def _is_apart(self, change: Change) -> bool:
        """Whether the row is one of those that are put together by themselves."""
        return change.key in self._whole.get(change.sheet, ()) or change.key not in self._held(change.sheet).at

    def _set_row(self, change: Change) -> str:
        """A line about a row that comes, goes or is exchanged, or about a cell of it. Returns what stood there."""
        rows = self._rows.setdefault(change.sheet, {})
        row = rows.get(change.key)
        if row is None:
            row = self._held(change.sheet).row(change.key)
        if not change.column:
            rows[change.key] = cells(change.new)
            return row_text(row)
        was = row.pop(change.column, "")
        rows[change.key] = {**row, change.column: change.new} if change.new else row
        return was

    def _set_cell(self, change: Change) -> str:
        held = self._held(change.sheet)
        at = (held.at[change.key],)
        (was,) = held.cells(change.column, at)
        if was != change.new:
            held.put(change.column, at, (change.new,))
        return was


def _of_whole_rows(part: Sequence[Change] | Together) -> Iterator[tuple[str, str]]:
    """Sheet and name of each row of which a line is about the whole row."""
    if isinstance(part, RowLines):
        return zip(repeat(part.sheet), part.keys)
    return ((change.sheet, change.key) for change in part if not change.column) if isinstance(part, list) else iter(())


def _names(part: Sequence[Change] | Together, sheet: str) -> Iterable[str]:
    """The rows of this sheet of which lines tell something."""
    if isinstance(part, ColumnLines | RowLines):
        return part.keys if part.sheet == sheet else ()
    return (change.key for change in part if change.sheet == sheet)
