"""One debtor's data in the journal: read out, and erased. States, keys, instants and results stay, so that nothing is sent twice and the journal verifies."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pyaddin.correspondence.entry import UNSETTLED, Entry
from pyaddin.correspondence.journal import Journal, journal_path, told
from pyaddin.errors import Stop
from pyaddin.records import dataclass
from pyaddin.rules.reason import rules_in

_TRIGGERS = ("steps_fixed", "act_edits_fixed", "kept_rows_fixed")
Personal = Mapping[str, Collection[str]]
"""Sheet -> columns whose text may be about a person."""


@dataclass(frozen=True, slots=True)
class Erased:
    """How many messages, clicks' cells and kept rows lost their content."""

    messages: int
    cells: int
    rows: int


def opened(ledger: Path, ledger_id: str, *, write: bool) -> Journal:
    """The journal of this ledger. Raises ``FileNotFoundError``, ``Stop`` X-JOURNAL for another ledger's."""
    journal = Journal.open(journal_path(ledger)) if write else Journal.peek(journal_path(ledger))
    if journal.ledger_id != ledger_id:
        journal.close()
        raise Stop("X-JOURNAL", f"{journal.path.name} belongs to another ledger")
    return journal


def messages_of(journal: Journal, debtor_id: str, cases: Collection[str]) -> list[Entry]:
    """The debtor's messages, the oldest first."""
    marks = ", ".join("?" * len(cases))
    return journal.entries(f"debtor_id = ? OR case_id IN ({marks})", (debtor_id, *cases))


def unsettled(entries: Iterable[Entry]) -> list[str]:
    """Messages of which the outcome is not known yet, by their first key."""
    return [entry.keys[0][0] if entry.keys else entry.uid for entry in entries if entry.state in UNSETTLED]


def erase(journal: Journal, debtor_id: str, cases: Collection[str], keys: Collection[tuple[str, str]], personal: Personal) -> Erased:
    """Blanks recipients, bytes, amounts, notes and reasons of the debtor's messages, and the personal cells of what clicks changed and kept.

    All or nothing; afterwards the file is rewritten, so that no byte stays in it. The protection against changes is taken off inside the same commit.
    """
    entries = messages_of(journal, debtor_id, cases)
    nothing = hashlib.sha256(b"").hexdigest()
    journal.db.execute("PRAGMA secure_delete = ON")
    with journal.commit(), _unprotected(journal.db, _TRIGGERS):
        for entry in entries:
            journal.db.execute(
                "UPDATE messages SET recipient = '', recipient_name = '', note = '', asks = '', why = ?, sha256 = ? WHERE uid = ?",
                (" ".join(f"{rule}: -" for rule in rules_in(entry.why)), nothing, entry.uid),
            )
            journal.db.execute("UPDATE bodies SET bytes = ? WHERE uid = ?", (b"", entry.uid))
            journal.db.execute("UPDATE steps SET why = CASE WHEN why LIKE 'adopted%' THEN 'adopted' ELSE '' END WHERE uid = ?", (entry.uid,))
        cells = _edits(journal, keys, personal)
        rows = _kept(journal, debtor_id, cases, personal)
    with told(journal.path.name):
        journal.db.execute("VACUUM")
    return Erased(len(entries), cells, rows)


def _edits(journal: Journal, keys: Collection[tuple[str, str]], personal: Personal) -> int:
    """What clicks changed, cell by cell or in whole new rows."""
    changed = 0
    for act, position, sheet, key, header, old, new in journal.select("SELECT act, position, sheet, key, header, old, new FROM act_edits"):
        if (sheet, key) not in keys:
            continue
        private = personal.get(sheet, ())
        blanked = (old, new)
        if not header:
            blanked = (without(old, private), without(new, private))
        elif header in private:
            blanked = ("", "")
        if blanked != (old, new):
            journal.db.execute("UPDATE act_edits SET old = ?, new = ? WHERE act = ? AND position = ?", (*blanked, act, position))
            changed += 1
    return changed


def _kept(journal: Journal, debtor_id: str, cases: Collection[str], personal: Personal) -> int:
    """Rows that waited for the ledger."""
    changed = 0
    for row_id, sheet, values in journal.select('SELECT id, sheet, "values" FROM kept_rows'):
        ids = {debtor_id, *cases}
        if not any(json.dumps(one, ensure_ascii=False) in str(row) for one in ids for row in json.loads(values).values()):
            continue
        journal.db.execute('UPDATE kept_rows SET "values" = ?, why = \'\' WHERE id = ?', (without(values, personal.get(sheet, ())), row_id))
        changed += 1
    return changed


def without(row: str, private: Collection[str]) -> str:
    """A row's text (JSON of its filled cells) without these columns; text that is no row stays."""
    if not row:
        return row
    cells = json.loads(row)
    return json.dumps({name: value for name, value in cells.items() if name not in private}, ensure_ascii=False) if isinstance(cells, dict) else row


@contextmanager
def _unprotected(db: sqlite3.Connection, names: Collection[str]) -> Iterator[None]:
    """The triggers that refuse changes are away inside, and back as they were before the commit ends."""
    kept: list[str] = [row[0] for name in names for row in db.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?", (name,))]
    for name in names:
        db.execute(f"DROP TRIGGER IF EXISTS {name}")
    yield
    for sql in kept:
        db.execute(sql)


def read_out(journal: Journal, debtor_id: str, cases: Collection[str], take: Callable[[Entry, bytes], None]) -> None:
    """Every message of the debtor with its bytes."""
    for entry in messages_of(journal, debtor_id, cases):
        take(entry, journal.body(entry))
