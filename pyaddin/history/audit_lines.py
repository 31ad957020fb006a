"""One entry of the audit chain and the lines in it, in the canonical bytes over which the chain is sealed.

A line is one cell that changed, or one whole row where ``column`` is blank: a new row has only ``new``, a deleted one only ``old``. Values are texts
of the caller's making (``tasks.audited``), rows a JSON object of the filled cells; the chain compares and keeps them and never reads meaning into them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
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


class Lines(list[Change]):
    """The lines of an entry; what goes into the file is made once. Not to be changed after that."""

    @classmethod
    def of(cls, changes: Iterable[Change]) -> Lines:
        return changes if isinstance(changes, Lines) else cls(changes)

    @cached_property
    def content(self) -> Content:
        self.named("")
        made: Content = self.__dict__["content"]
        return made

    def named(self, head: str) -> str:
        """The SHA-256 of a text before the lines and of them. The content is made on the way: thousands of lines are put into bytes once."""
        name, total, packer = hashlib.sha256(encoded(head)), hashlib.sha256(), isal_zlib.compressobj(_LEVEL)
        chunks: list[bytes] = []
        for start in range(0, len(self), _TOGETHER):
            part = encoded(("\n" if start else "") + lines_text(self[start : start + _TOGETHER]))
            name.update(part)
            total.update(part)
            chunks.append(packer.compress(part))
        chunks.append(packer.flush())
        self.content = Content(len(self), total.hexdigest(), b"".join(chunks))
        return name.hexdigest()


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
