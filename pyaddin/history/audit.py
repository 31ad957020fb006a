"""The audit chain of a ledger: every change of a cell or row, by whom, when, old, new and why, each entry sealed with the hash of the one before.

A write is told twice: ``intend`` before the ledger is written, ``commit`` after. A program that dies in between leaves its intent, and the next one
that looks at the ledger (``noticed``) finds whether the write took place and enters it, once. What differs from the rows seen last and was written by
no task was done by hand.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pyaddin.history import audit_buckets, audit_file
from pyaddin.history.audit_blocks import NOTHING, Kept, Place, added, block_cells, digests_of, is_of_blocks, kept_text, put, state_of, texts_of
from pyaddin.history.audit_entering import Entering
from pyaddin.history.audit_file import Damaged, audit_path, told
from pyaddin.history.audit_held import Held
from pyaddin.history.audit_lines import NOTHING_BEFORE, Author, Change, Content, Entry, Lines, lines_of, sha256, unpacked
from pyaddin.history.audit_rows import Picture, Rows
from pyaddin.sqlite_file import together

__all__ = ["Author", "Chain", "Change", "Damaged", "Entry", "audit_path"]

BY_HAND = "hand"
"""Who made a change that no task has made. Login and computer of such an entry are those that noticed it."""
AS_AFTER = "as after entry "
"""The why of lines by which a ledger went back to an earlier state."""
_NO_ROWS = Rows((), {})
_COLUMNS = "seq, kind, at, by, login, host, task, run_id, act, count, digest, state, prev, hash"


class Chain:
    """One open audit file (context manager). Errors: ``Damaged``, ``Stop`` X-LOCKED and X-WRITE."""

    def __init__(self, db: sqlite3.Connection, path: Path, ledger_id: str) -> None:
        self.db = db
        self.path = path
        self.ledger_id = ledger_id
        self._looked_at: dict[str, Held] = {}

    @classmethod
    def open(cls, ledger: Path, ledger_id: str, *, create: bool = False) -> Chain:
        """For writing. Raises ``FileNotFoundError`` where there is none (unless ``create``)."""
        path = audit_path(ledger)
        return cls(audit_file.opened(path, ledger_id, create=create), path, ledger_id)

    @classmethod
    def look(cls, ledger: Path, ledger_id: str) -> Chain:
        """For reading: nothing is changed. Raises as ``open``."""
        path = audit_path(ledger)
        return cls(audit_file.looked_at(path, ledger_id), path, ledger_id)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.db.close()

    # --- reading -----------------------------------------------------------------------------------------------------

    def head(self) -> Entry | None:
        """The last entry; ``None`` before the first one."""
        rows = self._select(f"SELECT {_COLUMNS} FROM entries ORDER BY seq DESC LIMIT 1")
        return _entry(rows[0]) if rows else None

    def count(self) -> int:
        """How many entries there are."""
        return int(self._select("SELECT count(*) FROM entries")[0][0])

    def entries(self, kind: str = "") -> list[Entry]:
        """All entries, or those of one kind, the oldest first."""
        return [_entry(row) for row in self._select(f"SELECT {_COLUMNS} FROM entries WHERE ? IN ('', kind) ORDER BY seq", (kind,))]

    def entries_from(self, seq: int) -> list[Entry]:
        """The entries from this number on."""
        return [_entry(row) for row in self._select(f"SELECT {_COLUMNS} FROM entries WHERE seq >= ? ORDER BY seq", (seq,))]

    def text(self, seq: int) -> str:
        """The lines of an entry as one text. Raises ``ValueError`` when they cannot be unpacked."""
        rows = self._select("SELECT lines FROM entries WHERE seq = ?", (seq,))
        return unpacked(rows[0][0])

    def changes(self, entry: Entry, mention: str = "") -> Iterator[Change]:
        """The lines of an entry; with ``mention`` those that name this text. Raises ``Damaged``."""
        try:
            yield from lines_of(self.text(entry.seq), mention)
        except ValueError as error:
            raise Damaged(f"entry {entry.seq} cannot be read: {error}") from error

    def digest(self, entry: Entry) -> str:
        """The digest that the lines of an entry must have: the sealed one, or the one that the last sealed erasure after it vouches for."""
        now = entry.digest
        for erasure in self.entries("erased"):
            if erasure.seq > entry.seq and sha256(self.text(erasure.seq)) == erasure.digest and erasure.hash == erasure.sealed(self.ledger_id):
                now = next((c.new for c in self.changes(erasure) if c.key == str(entry.seq) and c.old == now), now)
        return now

    def fingerprint(self) -> str:
        """What the ledger's fingerprint was when it was seen last."""
        return self._meta("fingerprint")

    def digests(self) -> dict[Place, str]:
        """The digests of the blocks seen last."""
        return {(sheet, number, header): digest for sheet, number, header, digest in self._select("SELECT sheet, number, header, digest FROM seen")}

    def block(self, place: Place) -> str:
        """A block seen last, as one text. Raises ``Damaged``."""
        rows = self._select("SELECT cells FROM seen WHERE sheet = ? AND number = ? AND header = ?", place)
        try:
            return unpacked(rows[0][0])
        except ValueError as error:
            raise Damaged(f"the rows seen last of {place[0]} cannot be read: {error}") from error

    def held(self, sheet: str, digests: Mapping[Place, str] | None = None) -> Held:
        """A sheet as it was seen last. ``digests`` spares asking for them."""
        known = self.digests() if digests is None else digests
        return Held(sheet, {place: digest for place, digest in known.items() if place[0] == sheet}, self._cells)

    def _cells(self, place: Place) -> list[str]:
        try:
            return block_cells(place, self.block(place))
        except ValueError as error:
            raise Damaged(f"the rows seen last of {place[0]} cannot be read: {error}") from error

    def intents(self) -> dict[str, tuple[Author, str, list[Change]]]:
        """Writes that were begun and not ended: act -> author, fingerprint of the ledger before, what was to be changed. Raises ``Damaged``."""
        rows = self._select("SELECT act, at, by, login, host, task, run_id, fingerprint, lines FROM intents ORDER BY rowid")
        try:
            return {row[0]: (Author(*row[1:7]), row[7], list(lines_of(unpacked(row[8])))) for row in rows}
        except ValueError as error:
            raise Damaged(f"a write that was begun cannot be read: {error}") from error

    def differences(self, picture: Picture) -> list[Change]:
        """What in this picture of the ledger is not as it was seen last."""
        return self._between(picture, self._compared(picture)[0])

    def _compared(self, picture: Picture) -> tuple[dict[Place, Kept], dict[Place, str]]:
        """The blocks that are not as they were seen last, and the digests of all blocks as they are now."""
        known, now, touched = self.digests(), dict[Place, str](), dict[Place, Kept]()
        for sheet, rows in picture.items():
            for place, text in texts_of(sheet, rows):
                digest = now[place] = sha256(text)
                if digest != known.get(place):
                    touched[place] = kept_text(text, digest)
        return touched | {place: NOTHING for place in known if place not in now}, now

    def _between(self, picture: Picture, touched: Iterable[Place]) -> list[Change]:
        """The lines that lead from the rows seen last in these blocks to the picture: rows that are gone, then changed and new ones as they stand there."""
        places = list(touched)
        digests = self.digests() if places else {}
        all_gone: list[Change] = []
        changed: dict[str, list[Change]] = {}
        for sheet in sorted({sheet for sheet, _, _ in places}):
            mine = {(number, header) for one, number, header in places if one == sheet}
            gone, changed[sheet] = self.held(sheet, digests).differences(picture.get(sheet, _NO_ROWS), mine)
            all_gone += gone
        return all_gone + [change for sheet in picture for change in changed.get(sheet, ())]

    def row(self, sheet: str, name: str) -> Mapping[str, str]:
        """The filled cells of a row as it was seen last."""
        if sheet not in self._looked_at:
            self._looked_at[sheet] = self.held(sheet)
        return self._looked_at[sheet].row(name)

    def older(self, picture: Picture) -> Entry | None:
        """The earlier entry after which the ledger stood exactly as this picture shows it; ``None`` where there is none, or nothing happened since."""
        return self._older(digests_of(picture), picture)

    def _older(self, digests: Mapping[Place, str], picture: Picture) -> Entry | None:
        state, head = state_of(digests), self.head()
        if head is None or head.state == state:
            return None
        rows = self._select(f"SELECT {_COLUMNS} FROM entries WHERE state = ? ORDER BY seq DESC LIMIT 1", (state,))
        if not rows and not is_of_blocks(str(self._select("SELECT state FROM entries ORDER BY seq LIMIT 1")[0][0])):
            state = audit_buckets.state_of(picture)  # entries of an earlier version tell the state in its own way
            rows = self._select(f"SELECT {_COLUMNS} FROM entries WHERE state = ? AND seq < ? ORDER BY seq DESC LIMIT 1", (state, head.seq))
        return _entry(rows[0]) if rows else None

    def told_until(self) -> int:
        """The last entry of which a run has told the findings."""
        return self._number("told", 0)

    # --- writing -----------------------------------------------------------------------------------------------------

    def intend(self, act: str, author: Author, changes: Iterable[Change], fingerprint: str) -> None:
        """Say what is about to be written."""
        lines = Lines.of(changes).content.packed
        values = (act, author.at, author.by, author.login, author.host, author.task, author.run_id, fingerprint, lines)
        with self._commit():
            self.db.execute("INSERT OR REPLACE INTO intents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)

    def abandon(self, act: str) -> None:
        """The ledger was not written."""
        with self._commit():
            self.db.execute("DELETE FROM intents WHERE act = ?", (act,))

    def commit(
        self, act: str, author: Author, changes: Iterable[Change], fingerprint: str, *, kind: str = "write"
    ) -> Entry | None:
        """The ledger was written: enter it, unless another program that looked at the ledger has done so. Returns the head."""
        with self._commit():
            if not self._known(act):
                self._append(kind, act, author, changes)
            self.db.execute("DELETE FROM intents WHERE act = ?", (act,))
            self._set("fingerprint", fingerprint)
        return self.head()

    def noticed(self, author: Author, picture: Picture, fingerprint: str, *, kind: str = "hand") -> Entry | None:
        """Compare the ledger with what was seen last: complete a write that was cut off, and enter what nobody's task has written.

        Returns the entry of what was done by hand; ``None`` when nothing was. Lines of a ledger that stands as it stood after an earlier entry say so.
        """
        with self._commit():
            for act, (its_author, before, changes) in self.intents().items():
                if before != fingerprint and not self._known(act) and _took_place(changes, picture):
                    self._append("write", act, its_author, changes)
                self.db.execute("DELETE FROM intents WHERE act = ?", (act,))
            first = not self._select("SELECT 1 FROM seen LIMIT 1")
            touched, digests = self._compared(picture)
            done = None
            older = self._older(digests, picture) if kind == "hand" and touched else None
            found = [] if first and older is None else self._between(picture, touched)
            if found or first:
                kind = "first" if first else kind
                if older is not None:
                    found = [change._replace(why=f"{AS_AFTER}{older.seq}") for change in found]
                act = sha256(f"{kind}\n{author.at}\n{fingerprint}\n{self.count()}")[:20]
                content = Lines(found).content if found else added(picture, touched)
                done = self._seal(kind, act, replace(author, by=BY_HAND) if kind == "hand" else author, content, touched)
            self._set("fingerprint", fingerprint)
        return done

    def first(self) -> int:
        """The number of the first entry: 1, or that after the last known one of the chain before."""
        return self._number("first", 1)

    def note(self, kind: str, author: Author, why: str, *, first: int = 0) -> None:
        """An entry that changes no row: a ``link`` to an earlier chain (then ``first`` is its number), or findings ``accepted`` by a supervisor."""
        with self._commit():
            if first:
                self._set("first", str(first))
            head = self.head()
            act = sha256(f"{kind}\n{author.at}\n{head.seq if head else 0}\n{why}")[:20]
            self._append(kind, act, author, [Change("", "", "", "", "", why)], of_rows=False)

    def tell_until(self, seq: int) -> None:
        """Findings up to this entry are told now."""
        with self._commit():
            self._set("told", str(max(seq, self.told_until())))

    def commit_together(self) -> AbstractContextManager[None]:
        """All inside is entered together or not at all; for what other modules of this room do to the chain."""
        return self._commit()

    def append(self, kind: str, act: str, author: Author, changes: Iterable[Change]) -> None:
        """An entry that changes no row of the ledger; call inside ``commit_together``."""
        self._append(kind, act, author, changes, of_rows=False)

    def open_entries(self) -> None:
        """Take off the protection of entries, inside ``commit_together``: for an erasure alone."""
        self.db.execute("DROP TRIGGER entries_fixed")

    def close_entries(self) -> None:
        """Put the protection back."""
        self.db.execute("CREATE TRIGGER entries_fixed BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END")

    def _append(self, kind: str, act: str, author: Author, changes: Iterable[Change], *, of_rows: bool = True) -> Entry | None:
        """One more link; call inside ``_commit``. Nothing is entered for changes that change nothing. ``of_rows`` False: they are none of rows."""
        lines, blocks = Lines.of(changes), dict[Place, Kept]()
        if of_rows:
            entering = Entering(partial(self.held, digests=self.digests()))
            lines = entering.carried_out(lines)
            blocks = entering.blocks()
        return self._seal(kind, act, author, lines.content, blocks) if lines else None

    def _seal(self, kind: str, act: str, author: Author, content: Content, blocks: Mapping[Place, Kept]) -> Entry:
        """The link itself, and the blocks as they are after it."""
        put(self.db, blocks)
        head, a = self.head(), author
        seq, prev = (head.seq + 1, head.hash) if head else (self.first(), NOTHING_BEFORE)
        entry = Entry(seq, kind, author, act, content.count, content.digest, state_of(self.digests()), prev)
        entry = replace(entry, hash=entry.sealed(self.ledger_id))
        values = (seq, kind, a.at, a.by, a.login, a.host, a.task, a.run_id, act, entry.count, entry.digest, entry.state, prev, entry.hash, content.packed)
        self.db.execute(f"INSERT INTO entries ({_COLUMNS}, lines) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        return entry

    def _known(self, act: str) -> bool:
        return bool(self._select("SELECT 1 FROM entries WHERE act = ?", (act,)))

    def _meta(self, name: str) -> str:
        rows = self._select("SELECT value FROM meta WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else ""

    def _number(self, name: str, otherwise: int) -> int:
        try:
            return int(self._meta(name) or otherwise)
        except ValueError as error:
            raise Damaged(f"{name} is no number: {error}") from error

    def _set(self, name: str, value: str) -> None:
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def _select(self, query: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        with told(self.path):
            return self.db.execute(query, tuple(values)).fetchall()

    @contextmanager
    def _commit(self) -> Iterator[None]:
        """All inside is entered together, and durable at its end; or not at all."""
        try:
            with told(self.path), together(self.db):
                yield
        finally:
            self._looked_at.clear()


def _took_place(changes: Sequence[Change], picture: Picture) -> bool:
    """Whether the ledger shows what a cut-off write was to do. It is written whole or not at all; a few cells may have been typed over since."""
    effective = [change for change in changes if change.old != change.new]
    columns: dict[tuple[str, str], Sequence[str]] = {}
    shown = 0
    for change in effective:
        rows, place = picture.get(change.sheet, _NO_ROWS), (change.sheet, change.column)
        at = rows.at.get(change.key)
        if not change.column:
            shown += (at is not None) == bool(change.new)
            continue
        if place not in columns:
            columns[place] = rows.columns.get(change.column, ())
        shown += (columns[place][at] if at is not None and columns[place] else "") == change.new
    return bool(effective) and shown * 2 > len(effective)


def _entry(row: tuple[Any, ...]) -> Entry:
    seq, kind, at, by, login, host, task, run_id, act, count, digest, state, prev, hash_ = row
    return Entry(seq, kind, Author(at, by, login, host, task, run_id), act, count, digest, state, prev, hash_)
