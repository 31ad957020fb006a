"""One entry of the audit chain and the lines in it, in the canonical bytes over which the chain is sealed.

A line is one cell that changed, or one whole row where ``column`` is blank: a new row has only ``new``, a deleted one only ``old``. Values are texts
of the caller's making (``tasks.audited``), rows a JSON object of the filled cells; the chain compares and keeps them and never reads meaning into them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, groupby, repeat
from json.encoder import encode_basestring
from typing import NamedTuple, cast

from isal import igzip_lib, isal_zlib

from pyaddin.records import dataclass

FORM = 1
"""The form of the canonical bytes; it is sealed with every entry."""
_LEVEL = 1
_TOGETHER = 2_000
"""So many lines are made to bytes at a time."""
_UNREADABLE = cast("type[Exception]", igzip_lib.IsalError)
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

    def texts(self, once: Mapping[str, str]) -> Iterator[str]:
        """``lines_text`` of so many lines at a time. ``once``: a reason -> its JSON, since one reason stands beside many cells of its case."""
        head, middle = f"[{quoted(self.sheet)},", f",{quoted(self.column)},"
        for start in range(0, len(self.keys), _TOGETHER):
            some = slice(start, start + _TOGETHER)
            keys, olds, news = (map(quoted, part[some]) for part in (self.keys, self.olds, self.news))
            whys = map(once.__getitem__, self.whys[some])
            yield "\n".join([f"{head}{key}{middle}{old},{new},{why}]" for key, old, new, why in zip(keys, olds, news, whys, strict=True)])


class _Once(dict[str, str]):
    """Each text as JSON, made when it is first asked for."""

    def __missing__(self, text: str) -> str:
        made = self[text] = quoted(text)
        return made


class Lines(Collection[Change]):
    """The lines of an entry, single ones and those of whole columns; what goes into the file is made once."""

    def __init__(self, changes: Iterable[Change | ColumnLines]) -> None:
        self.parts: list[list[Change] | ColumnLines] = []
        for single, some in groupby(changes, lambda change: isinstance(change, Change)):
            if single:
                self.parts.append([change for change in some if isinstance(change, Change)])
            else:
                self.parts += [change for change in some if isinstance(change, ColumnLines) and change.keys]

    @classmethod
    def of(cls, changes: Iterable[Change]) -> Lines:
        return changes if isinstance(changes, Lines) else cls(changes)

    def __len__(self) -> int:
        return sum(len(part.keys) if isinstance(part, ColumnLines) else len(part) for part in self.parts)

    def __iter__(self) -> Iterator[Change]:
        return chain.from_iterable(part.lines() if isinstance(part, ColumnLines) else part for part in self.parts)

    def __contains__(self, change: object) -> bool:
        return any(change == mine for mine in self)

    def outside(self, sheets: Collection[str]) -> Lines:
        """The lines about other sheets than these."""
        return Lines(chain.from_iterable(_outside(part, sheets) for part in self.parts))

    def put_right(self, sheets: Collection[str], found: Iterator[Change | None]) -> Lines:
        """The lines, those ``outside`` these sheets as they were found in their order; ``None`` is a line that changes nothing and goes."""
        right: list[Change | ColumnLines] = []
        for part in self.parts:
            if isinstance(part, ColumnLines) and part.sheet in sheets:
                right.append(part)
            else:
                every = part.lines() if isinstance(part, ColumnLines) else iter(part)
                new = (change if change.sheet in sheets else next(found) for change in every)
                right += [change for change in new if change is not None]
        return Lines(right)

    @cached_property
    def content(self) -> Content:
        """Thousands of lines are put into bytes at a time, sealed and packed."""
        total, packer, chunks = hashlib.sha256(), isal_zlib.compressobj(_LEVEL), list[bytes]()
        for number, text in enumerate(self._texts()):
            part = encoded(f"\n{text}" if number else text)
            total.update(part)
            chunks.append(packer.compress(part))
        chunks.append(packer.flush())
        return Content(len(self), total.hexdigest(), b"".join(chunks))

    def _texts(self) -> Iterator[str]:
        once = _Once()
        for part in self.parts:
            if isinstance(part, ColumnLines):
                yield from part.texts(once)
            else:
                for start in range(0, len(part), _TOGETHER):
                    yield lines_text(part[start : start + _TOGETHER])

    def named(self, head: str) -> str:
        """A name that only these lines have after this head."""
        return sha256(f"{head}{self.content.digest}")


def _outside(part: list[Change] | ColumnLines, sheets: Collection[str]) -> Iterable[Change | ColumnLines]:
    if isinstance(part, ColumnLines):
        return () if part.sheet in sheets else (part,)
    return [change for change in part if change.sheet not in sheets]


def added(picture: Mapping[str, Mapping[str, str]]) -> Content:
    """The lines of a first look, which finds every row new: the same text as that of a ``Change`` for each row, sheet by sheet."""
    total, packer, chunks, count = hashlib.sha256(), isal_zlib.compressobj(_LEVEL), list[bytes](), 0
    q = quoted
    for sheet, rows in picture.items():
        head = f"[{q(sheet)},"
        part = encoded("\n".join([f'{head}{q(name)},"","",{q(text)},""]' for name, text in rows.items()]))
        part = b"\n" + part if count and rows else part
        total.update(part)
        chunks.append(packer.compress(part))
        count += len(rows)
    chunks.append(packer.flush())
    return Content(count, total.hexdigest(), b"".join(chunks))


def packed(text: str) -> bytes:
    """A text as it lies in the file, a zlib stream at the level that costs next to no time; only the text is sealed, never these bytes."""
    return isal_zlib.compress(encoded(text), _LEVEL)


def unpacked(data: bytes) -> str:
    """Raises ``ValueError`` for bytes that are not what ``packed`` made."""
    try:
        return isal_zlib.decompress(data).decode("utf-8", "surrogatepass")
    except _UNREADABLE as error:
        raise ValueError(str(error)) from error


def lines_of(text: str, mention: str = "") -> Iterator[Change]:
    """The lines again. With ``mention`` only those in which this text stands somewhere, found without reading the others."""
    sought = json.dumps(mention, ensure_ascii=False)[1:-1]
    for line in text.split("\n") if text else ():
        if sought in line:
            yield Change(*json.loads(line))
