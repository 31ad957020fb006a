"""One sheet as the chain saw it last: its blocks are taken out of the file when somebody looks into them, and made anew when a write changes them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, compress, count
from operator import ne

from pyaddin.history.audit_blocks import NAMES, TOGETHER, Kept, Place, kept
from pyaddin.history.audit_file import Damaged
from pyaddin.history.audit_lines import Change, RowLines
from pyaddin.history.audit_rows import Rows, row_text

Load = Callable[[Place], list[str]]


class Held:
    """The rows of a sheet in the order of their names. ``digests``: its blocks in the file; ``load`` unpacks one of them."""

    def __init__(self, sheet: str, digests: Mapping[Place, str], load: Load) -> None:
        self.sheet = sheet
        self._digests, self._load = digests, load
        self._blocks: dict[tuple[int, str], list[str]] = {}
        self._changed: set[tuple[int, str]] = set()
        self._blanked: set[int] = set()
        self.headers = {header for _, _, header in digests} - {NAMES}
        self._count = 1 + max((number for _, number, _ in digests), default=-1)

    @cached_property
    def names(self) -> Sequence[str]:
        return self._from(NAMES, range(self._count))

    @cached_property
    def at(self) -> Mapping[str, int]:
        """Where each row stands."""
        return {name: at for at, name in enumerate(self.names)}

    def block(self, number: int, header: str) -> list[str]:
        """The texts of a block, blank ones where the file has none. Raises ``Damaged`` where somebody has changed the file so that rows lack cells."""
        block = self._blocks.get((number, header))
        if block is None:
            block = self._blocks[(number, header)] = self._taken_out(number, header)
        return block

    def _taken_out(self, number: int, header: str) -> list[str]:
        place = (self.sheet, number, header)
        rows = 0 if header == NAMES else len(self.block(number, NAMES))
        cells = self._load(place) if place in self._digests else [""] * rows
        if header == NAMES and number < self._count:  # every block but the last one is full
            whole = len(cells) == TOGETHER or number == self._count - 1 and 0 < len(cells) < TOGETHER
        else:
            whole = len(cells) == rows
        if not whole:
            raise Damaged(f"the rows seen last of {self.sheet} do not stand side by side")
        return cells

    def _from(self, header: str, numbers: Collection[int]) -> list[str]:
        return list(chain.from_iterable(self.block(number, header) for number in numbers))

    def row(self, name: str) -> dict[str, str]:
        """The filled cells of one row; none where there is no such row."""
        at = self.at.get(name)
        if at is None:
            return {}
        number, place = divmod(at, TOGETHER)
        return {header: cell for header in self.headers if (cell := self.block(number, header)[place])}

    # --- comparing ---------------------------------------------------------------------------------------------------

    def differences(self, rows: Rows, touched: Collection[tuple[int, str]]) -> tuple[list[Change], list[Change]]:
        """What leads to these rows: rows that are gone, and changed cells and new rows as they stand on the sheet. ``touched``: the blocks that differ."""
        exchanged = sorted({number for number, header in touched if header == NAMES})
        order = rows.order or range(len(rows.names))
        found: list[tuple[int, str, str, str]] = []
        for header in sorted({header for number, header in touched if number not in exchanged}):
            now = rows.in_order(rows.cells(header))
            for number in sorted(number for number, one in touched if one == header and number not in exchanged):
                start = number * TOGETHER
                was, becomes = self.block(number, header), now[start : start + TOGETHER]
                found += [(order[start + at], header, was[at], becomes[at]) for at in compress(count(), map(ne, was, becomes))]
        gone: list[Change] = []
        if exchanged:
            gone = self._exchanged(rows, exchanged, found)
        changes = [Change(self.sheet, rows.names[at], header, was, becomes) for at, header, was, becomes in sorted(found)]
        return gone, changes

    def _exchanged(self, rows: Rows, numbers: Sequence[int], found: list[tuple[int, str, str, str]]) -> list[Change]:
        """As ``differences`` for blocks in which not the same rows stand as before: row by row under their names."""
        order = rows.order or range(len(rows.names))
        was = {name: at for at, name in enumerate(self._from(NAMES, numbers))}
        places = [order[at] for number in numbers for at in range(number * TOGETHER, min((number + 1) * TOGETHER, len(order)))]
        both = [at for at in places if rows.names[at] in was]
        new = {at: dict[str, str]() for at in places if rows.names[at] not in was}
        gone = {name: dict[str, str]() for name in sorted(was.keys() - set(map(rows.names.__getitem__, places)))}
        before = [was[rows.names[at]] for at in both]
        for header in sorted(self.headers | rows.columns.keys()):
            cells, held = rows.cells(header), self._from(header, numbers)
            news = list(map(cells.__getitem__, both))
            olds = list(map(held.__getitem__, before))
            found += [(both[one], header, olds[one], news[one]) for one in compress(count(), map(ne, olds, news))]
            for at, row in new.items():
                row[header] = cells[at]
            for name, row in gone.items():
                row[header] = held[was[name]]
        found += [(at, "", "", row_text(row)) for at, row in new.items()]
        return [Change(self.sheet, name, "", row_text(row), "") for name, row in gone.items()]

    # --- changing ----------------------------------------------------------------------------------------------------

    def cells(self, header: str, places: Sequence[int]) -> list[str]:
        """The cells of these rows, whose places ascend."""
        found: list[str] = []
        for number, some in _by_block(places):
            block = self.block(number, header)
            found += block[some] if isinstance(some, slice) else map(block.__getitem__, some)
        return found

    def put(self, header: str, places: Sequence[int], cells: Sequence[str]) -> None:
        """Set the cells of these rows, whose places ascend."""
        self.headers.add(header)
        done = 0
        for number, some in _by_block(places):
            block = self.block(number, header)
            if isinstance(some, slice):
                count = some.stop - some.start
                block[some] = cells[done : done + count]
            else:
                count = len(some)
                for at, cell in zip(some, cells[done : done + count], strict=True):
                    block[at] = cell
            done += count
            self._changed.add((number, header))
        if "" in cells:
            self._blanked.update(compress(places, map("".__eq__, cells)))

    def exchange(self, rows: Mapping[str, Mapping[str, str]], added: RowLines | None = None) -> None:
        """Rows as they are from now on, by their names; one without a filled cell goes, and so does each that ``put`` has left without one. ``added``: rows
        that come besides."""
        put = {name: row for name, row in rows.items() if row and name in self.at}
        names = sorted(put, key=self.at.__getitem__)
        for header in sorted(self.headers.union(*put.values())) if put else ():
            self.put(header, [self.at[name] for name in names], [put[name].get(header, "") for name in names])
        gone = {name for name, row in rows.items() if not row and name in self.at} | {self.names[at] for at in self._empty()}
        new = Rows.of({name: row for name, row in rows.items() if row and name not in self.at})
        coming = [new, *([Rows(added.keys, added.columns)] if added is not None else [])]
        if gone or any(some.names for some in coming):
            self._cut_anew(gone, coming)

    def _empty(self) -> Collection[int]:
        """The rows of which no cell is left."""
        empty = sorted(self._blanked)
        for header in sorted(self.headers) if empty else ():
            empty = [at for at, cell in zip(empty, self.cells(header, empty), strict=True) if not cell]
            if not empty:
                break
        return empty

    def _cut_anew(self, gone: Collection[str], coming: Sequence[Rows]) -> None:
        """Blocks from the first row on that goes or comes."""
        come = [name for some in coming for name in some.names]
        first = min([*(self.at[name] for name in gone), *(bisect_left(self.names, name) for name in (sorted(come)[:1]))]) // TOGETHER
        numbers = range(first, self._count)
        names = [*self._from(NAMES, numbers), *come]
        order = sorted((at for at in range(len(names)) if names[at] not in gone), key=names.__getitem__)
        headers = self.headers.union(*(some.columns for some in coming))
        columns = {header: [*self._from(header, numbers), *(cell for some in coming for cell in some.cells(header))] for header in headers}
        blocks = first + -(-len(order) // TOGETHER)
        for header, cells in {NAMES: names, **columns}.items():
            ordered = list(map(cells.__getitem__, order))
            for number in range(first, max(blocks, self._count)):
                start = (number - first) * TOGETHER
                self._blocks[(number, header)] = ordered[start : start + TOGETHER]
                self._changed.add((number, header))
        self.headers, self._count = headers, blocks
        self.__dict__.pop("names", None)
        self.__dict__.pop("at", None)

    def changed(self) -> dict[Place, Kept]:
        """The blocks that are not as they lie in the file."""
        made = {(self.sheet, *one): kept((self.sheet, *one), self._blocks[one]) for one in sorted(self._changed)}
        return {place: block for place, block in made.items() if block.digest != self._digests.get(place, "")}


def _by_block(places: Sequence[int]) -> Iterator[tuple[int, Sequence[int] | slice]]:
    """Places in a sheet, each larger than the one before, as numbers of blocks and places in them; a slice where none is missing in between."""
    start = 0
    while start < len(places):
        number = places[start] // TOGETHER
        stop = bisect_left(places, (number + 1) * TOGETHER, start)
        low = number * TOGETHER
        first, last = places[start] - low, places[stop - 1] - low
        if last - first == stop - start - 1:
            yield number, slice(first, last + 1)
        else:
            yield number, [at - low for at in places[start:stop]] if low else places[start:stop]
        start = stop
