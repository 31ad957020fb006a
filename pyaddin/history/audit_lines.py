"""One entry of the audit chain and the lines in it, in the canonical bytes over which the chain is sealed.

A line is one cell that changed, or one whole row where ``column`` is blank: a new row has only ``new``, a deleted one only ``old``. Values are texts
of the caller's making (``tasks.audited``), rows a JSON object of the filled cells; the chain compares and keeps them and never reads meaning into them.

In the bytes a line is a JSON list. Lines about the cells of one column stand side by side as lists in one such list, and so do the rows of a first look,
block by block (``audit_blocks``); earlier versions wrote every line by itself, which is read as well.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, groupby, repeat
from json.encoder import encode_basestring
from typing import Any, NamedTuple, cast

from isal import igzip_lib, isal_zlib

from pyaddin.records import dataclass

FORM = 1
"""The form of the canonical bytes; it is sealed with every entry."""
_LEVEL = 1
_TOGETHER = 4_096
"""So many lines are made to bytes at a time."""
_BLOCK = re.compile(r'\["(?:[^"\\]|\\.)*",\d+,')
_UNREADABLE = cast("type[Exception]", igzip_lib.IsalError)
_BETWEEN = "\x7f"
"""A character that JSON leaves as it is and that nobody types."""
quoted = encode_basestring
"""One string as JSON."""
NOTHING_BEFORE = "0" * 64
"""What stands in the first entry where the hash of an earlier one would."""


class Change(NamedTuple):
    """One line: a cell, or a row where ``column`` is blank. Blank text = nothing there."""

    sheet: str
    key: str
    column: str
    old: str
    new: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Author:
    """Who made a change: the name given (a claim), the login and computer (what the operating system says), the task and its run."""

    at: str
    """Instant as UTC ISO text ending in Z."""
    by: str
    login: str
    host: str
    task: str
    run_id: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the chain. ``kind``: first, write, hand, restore, link, accepted. ``act`` names what was done, so that it is entered once.

    ``digest`` is the SHA-256 of the lines, ``state`` that of every row as it stood after them, ``prev`` the hash of the entry before.
    """

    seq: int
    kind: str
    author: Author
    act: str
    count: int
    digest: str
    state: str
    prev: str
    hash: str = ""

    def sealed(self, ledger_id: str) -> str:
        """The hash that belongs to this entry in the chain of this ledger."""
        a = self.author
        content = [
            FORM, ledger_id, self.seq, a.at, self.kind, a.by, a.login, a.host, a.task, a.run_id, self.act, self.count, self.digest, self.state, self.prev,
        ]  # fmt: skip
        return sha256(dense(content))


def dense(value: object) -> str:
    """JSON in one form: no blanks, keys sorted, characters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def sha256(text: str) -> str:
    return hashlib.sha256(encoded(text)).hexdigest()


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def quoted_all(texts: Sequence[str]) -> str:
    """Strings as JSON, one behind the other."""
    joined = _BETWEEN.join(texts)
    if texts and joined.count(_BETWEEN) == len(texts) - 1:
        return quoted(joined).replace(_BETWEEN, '","')
    return ",".join(map(quoted, texts))


def split_quoted(text: str) -> list[str]:
    """The strings of ``quoted_all``. Raises ``ValueError``."""
    if len(text) > 1 and "\\" not in text and text[0] == text[-1] == '"':
        return text[1:-1].split('","')
    strings: list[str] = json.loads(f"[{text}]")
    if not set(map(type, strings)) <= {str}:
        raise ValueError("a value that is no text")
    return strings


def row_text(row: Mapping[str, str]) -> str:
    """A row in its one form: JSON, columns sorted, only filled cells; blank without one."""
    filled = [f"{quoted(name)}:{quoted(cell)}" for name, cell in sorted(row.items()) if cell]
    return f"{{{','.join(filled)}}}" if filled else ""


def lines_text(changes: Iterable[Change]) -> str:
    """The lines of an entry, one JSON list a line."""
    q = quoted
    return "\n".join([f"[{q(sheet)},{q(key)},{q(column)},{q(old)},{q(new)},{q(why)}]" for sheet, key, column, old, new, why in changes])


@dataclass(frozen=True, slots=True)
class Content:
    """The lines of an entry as they go into the file: how many, the digest of their text, and its packed bytes."""

    count: int
    digest: str
    packed: bytes


@dataclass(frozen=True, slots=True)
class ColumnLines:
    """Lines about the cells of one column, in lists that go side by side: a large write has hundreds of thousands of them."""

    sheet: str
    column: str
    keys: Sequence[str]
    olds: Sequence[str]
    news: Sequence[str]
    whys: Sequence[str]

    def lines(self) -> Iterator[Change]:
        """The same line by line."""
        return map(Change._make, zip(repeat(self.sheet), self.keys, repeat(self.column), self.olds, self.news, self.whys, strict=False))

    def texts(self, spelled: _Spelled) -> Iterator[str]:
        """The same side by side, so many lines at a time."""
        sheet, column = quoted(self.sheet), quoted(self.column)
        for start, keys, whys in zip(range(0, len(self.keys), _TOGETHER), spelled.keys(self.keys), spelled.whys(self.whys), strict=True):
            olds, news = (quoted_all(part[start : start + _TOGETHER]) for part in (self.olds, self.news))
            yield f"[{sheet},[{keys}],{column},[{olds}],[{news}],[{whys}]]"


@dataclass(frozen=True, slots=True)
class RowLines:
    """Lines about new rows of one sheet, side by side likewise. ``columns``: header -> the text of its cell in each row, blank for an empty one."""

    sheet: str
    keys: Sequence[str]
    columns: Mapping[str, Sequence[str]]
    whys: Sequence[str]

    def lines(self) -> Iterator[Change]:
        """The same line by line."""
        rows = [row_text(dict(zip(self.columns, cells, strict=True))) for cells in zip(*self.columns.values(), strict=True)] or [""] * len(self.keys)
        return map(Change._make, zip(repeat(self.sheet), self.keys, repeat(""), repeat(""), rows, self.whys, strict=False))

    def texts(self, spelled: _Spelled) -> Iterator[str]:
        """The same side by side, so many lines at a time."""
        for start, keys, whys in zip(range(0, len(self.keys), _TOGETHER), spelled.keys(self.keys), spelled.whys(self.whys), strict=True):
            some = slice(start, start + _TOGETHER)
            columns = ",".join([f"{quoted(header)}:[{quoted_all(cells[some])}]" for header, cells in self.columns.items()])
            yield f"[{quoted(self.sheet)},[{keys}],{{{columns}}},[{whys}]]"


class _Spelled:
    """Keys and reasons of lines as they stand in the bytes, so many at a time. Columns that are set together share them, and they are spelled once.

    ``reasons``: each reason -> its number in the entry: one stands beside many cells of its case.
    """

    def __init__(self, reasons: Mapping[str, str]) -> None:
        self._reasons = reasons
        self._known: dict[int, tuple[Sequence[str], list[str]]] = {}

    def keys(self, keys: Sequence[str]) -> list[str]:
        return self._once(keys, quoted_all)

    def whys(self, whys: Sequence[str]) -> list[str]:
        return self._once(whys, lambda some: ",".join(map(self._reasons.__getitem__, some)))

    def _once(self, texts: Sequence[str], made: Callable[[Sequence[str]], str]) -> list[str]:
        known = self._known.get(id(texts))  # which is held with it: no other object has its id meanwhile
        if known is None:
            known = self._known[id(texts)] = (texts, [made(texts[start : start + _TOGETHER]) for start in range(0, len(texts), _TOGETHER)])
        return known[1]


Together = ColumnLines | RowLines
"""Lines that stand side by side."""


class Packing:
    """The content of an entry in the making: texts are sealed and packed as they come."""

    def __init__(self) -> None:
        self._total, self._packer, self._chunks = hashlib.sha256(), isal_zlib.compressobj(_LEVEL), list[bytes]()
        self._begun = False

    def add(self, text: str) -> None:
        """One line more, or some."""
        part = encoded(f"\n{text}" if self._begun else text)
        self._begun = True
        self._total.update(part)
        self._chunks.append(self._packer.compress(part))

    def content(self, count: int) -> Content:
        """What was added. ``count``: how many lines that is."""
        return Content(count, self._total.hexdigest(), b"".join([*self._chunks, self._packer.flush()]))


class Lines(Collection[Change]):
    """The lines of an entry, single ones and those of whole columns; what goes into the file is made once."""

    def __init__(self, changes: Iterable[Change | Together]) -> None:
        self.parts: list[list[Change] | Together] = []
        for single, some in groupby(changes, lambda change: isinstance(change, Change)):
            if single:
                self.parts.append([change for change in some if isinstance(change, Change)])
            else:
                self.parts += [change for change in some if not isinstance(change, Change) and change.keys]

    @classmethod
    def of(cls, changes: Iterable[Change]) -> Lines:
        return changes if isinstance(changes, Lines) else cls(changes)

    def __len__(self) -> int:
        return sum(len(part) if isinstance(part, list) else len(part.keys) for part in self.parts)

    def __iter__(self) -> Iterator[Change]:
        return chain.from_iterable(part if isinstance(part, list) else part.lines() for part in self.parts)

    def __contains__(self, change: object) -> bool:
        return any(change == mine for mine in self)

    @cached_property
    def content(self) -> Content:
        """Thousands of lines are put into bytes at a time, sealed and packed."""
        packing = Packing()
        reasons = list(dict.fromkeys(chain.from_iterable(part.whys for part in self.parts if not isinstance(part, list))))
        spelled = _Spelled({why: str(number) for number, why in enumerate(reasons)})
        if reasons:
            packing.add(f"[[{quoted_all(reasons)}]]")
        for part in self.parts:
            if isinstance(part, list):
                for start in range(0, len(part), _TOGETHER):
                    packing.add(lines_text(part[start : start + _TOGETHER]))
            else:
                for text in part.texts(spelled):
                    packing.add(text)
        return packing.content(len(self))

    def named(self, head: str) -> str:
        """A name that only these lines have after this head."""
        return sha256(f"{head}{self.content.digest}")


def packed(text: str) -> bytes:
    """A text as it lies in the file, a zlib stream at the level that costs next to no time; only the text is sealed, never these bytes."""
    return isal_zlib.compress(encoded(text), _LEVEL)


def unpacked(data: bytes) -> str:
    """Raises ``ValueError`` for what ``packed`` has not made; of a file that somebody has changed it may be a text or a number as well."""
    try:
        return isal_zlib.decompress(data).decode("utf-8", "surrogatepass")
    except (_UNREADABLE, TypeError) as error:
        raise ValueError(str(error)) from error


def lines_of(text: str, mention: str = "") -> Iterator[Change]:
    """The lines again. With ``mention`` only those in which this text stands somewhere, found without reading the others.

    Raises ``ValueError``, also where somebody has put something else in their place.
    """
    try:
        for change in _found_in(text, mention):
            if set(map(type, change)) != {str}:
                raise TypeError("a value that is no text")
            yield change
    except (AttributeError, LookupError, TypeError) as error:
        raise ValueError(f"a line of another form: {error}") from error


def _found_in(text: str, mention: str) -> Iterator[Change]:
    within = _within(mention)
    spellings = {within, _within(within)}  # a text in a line, and in a row, which is one text of a line
    reasons: list[str] = []
    for block, some in groupby(text.split("\n") if text else (), _block_of):
        if block:
            together = list(some)
            if any(within in line for line in together):
                yield from _rows_of(together, mention)
        else:
            for line in some:
                if line.startswith("[["):
                    (reasons,) = json.loads(line)
                elif any(spelled in line for spelled in spellings) or any(mention in why for why in reasons):
                    found = _changes_of(json.loads(line), reasons)
                    yield from (change for change in found if _mentions(change, mention, within)) if mention else found


def _within(text: str) -> str:
    """How a text is spelled within a string of JSON."""
    return quoted(text)[1:-1]


def _mentions(change: Change, mention: str, within: str) -> bool:
    value = mention if change.column else within
    return value in change.old or value in change.new or any(mention in text for text in (change.sheet, change.key, change.column, change.why))


def _block_of(line: str) -> str:
    """Which block of rows of a first look a line belongs to; blank for lines of another kind."""
    found = _BLOCK.match(line)
    return found[0] if found else ""


def _rows_of(block: Sequence[str], mention: str) -> Iterator[Change]:
    """A line for each row of a block, whose names and columns these are."""
    (sheet, _, _, names), *columns = map(json.loads, block)
    headers = [column[2] for column in columns]
    for name, *cells in zip(names, *(column[3] for column in columns), strict=True):
        if not mention or any(mention in cell for cell in (name, *cells)):
            yield Change(sheet, name, "", "", row_text(dict(zip(headers, cells, strict=True))))


def _changes_of(line: list[Any], reasons: Sequence[str]) -> Iterable[Change]:
    """The changes in a line: itself, or those that stand side by side in it."""
    if isinstance(line[1], str):
        change = Change(*line)
        if change.sheet and not change.column:
            _check_rows(change)
        return (change,)
    if isinstance(line[2], str):
        sheet, keys, column, olds, news, whys = line
        return ColumnLines(sheet, column, keys, olds, news, list(map(reasons.__getitem__, whys))).lines()
    sheet, keys, columns, whys = line
    return RowLines(sheet, keys, columns, list(map(reasons.__getitem__, whys))).lines()


def _check_rows(change: Change) -> None:
    """A line of earlier versions, or about a single row: what was and what is there must be rows."""
    for text in filter(None, (change.old, change.new)):
        row = json.loads(text)
        if not isinstance(row, dict) or not set(map(type, row.values())) <= {str}:
            raise TypeError("a row that is none")
