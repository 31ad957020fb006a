"""The tables of the journal file, and the numbered steps by which a journal of an earlier version becomes one of today."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

SCHEMA_VERSION = 5

_FIRST = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE runs (run_id TEXT PRIMARY KEY, kind TEXT NOT NULL, as_of TEXT NOT NULL, transport TEXT NOT NULL, state TEXT NOT NULL,
    begun_at TEXT NOT NULL, ended_at TEXT, counts TEXT NOT NULL DEFAULT '{}');
CREATE TABLE messages (uid TEXT PRIMARY KEY, attempt INTEGER NOT NULL, case_id TEXT NOT NULL, debtor_id TEXT NOT NULL, channel TEXT NOT NULL,
    recipient TEXT NOT NULL, recipient_name TEXT NOT NULL, kind TEXT NOT NULL, level INTEGER NOT NULL, template TEXT NOT NULL,
    wording_sha256 TEXT NOT NULL, message_id TEXT NOT NULL, state TEXT NOT NULL, result TEXT NOT NULL, entered_result TEXT NOT NULL DEFAULT '',
    transport TEXT NOT NULL, place TEXT NOT NULL DEFAULT '', run_id TEXT NOT NULL, at TEXT NOT NULL, done_at TEXT, file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL, needs_approval INTEGER NOT NULL, approved_by TEXT NOT NULL DEFAULT '', adopted_by TEXT NOT NULL DEFAULT '',
    why TEXT NOT NULL, note TEXT NOT NULL DEFAULT '');
CREATE INDEX messages_state ON messages (state);
CREATE UNIQUE INDEX messages_file ON messages (file_name COLLATE NOCASE) WHERE file_name <> '';
CREATE TABLE bodies (uid TEXT PRIMARY KEY REFERENCES messages (uid), bytes BLOB NOT NULL);
CREATE TABLE message_keys (key TEXT NOT NULL, attempt INTEGER NOT NULL, case_id TEXT NOT NULL, uid TEXT NOT NULL REFERENCES messages (uid),
    position INTEGER NOT NULL, UNIQUE (key, attempt));
CREATE INDEX message_keys_uid ON message_keys (uid, position);
CREATE TABLE steps (seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, uid TEXT NOT NULL, from_state TEXT NOT NULL,
    to_state TEXT NOT NULL, why TEXT NOT NULL);
CREATE TRIGGER steps_fixed BEFORE UPDATE ON steps BEGIN SELECT RAISE(ABORT, 'steps are append-only'); END;
CREATE TRIGGER steps_kept BEFORE DELETE ON steps BEGIN SELECT RAISE(ABORT, 'steps are append-only'); END;
"""
_STEPS: Mapping[int, str] = {
    # when a message may leave, what each click changed, and rows kept until the ledger may be written
    2: """
ALTER TABLE messages ADD COLUMN due_at TEXT NOT NULL DEFAULT '';
CREATE TABLE acts (seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, by TEXT NOT NULL, task TEXT NOT NULL, run_id TEXT NOT NULL,
    undoes INTEGER REFERENCES acts (seq));
CREATE TABLE act_edits (act INTEGER NOT NULL REFERENCES acts (seq), position INTEGER NOT NULL, sheet TEXT NOT NULL, key TEXT NOT NULL,
    header TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL, PRIMARY KEY (act, position)) WITHOUT ROWID;
CREATE TABLE kept_rows (id TEXT PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, task TEXT NOT NULL, sheet TEXT NOT NULL, "values" TEXT NOT NULL,
    why TEXT NOT NULL);
CREATE TABLE kept_rows_entered (id TEXT PRIMARY KEY REFERENCES kept_rows (id), at TEXT NOT NULL);
CREATE TRIGGER acts_fixed BEFORE UPDATE ON acts BEGIN SELECT RAISE(ABORT, 'acts are append-only'); END;
CREATE TRIGGER acts_kept BEFORE DELETE ON acts BEGIN SELECT RAISE(ABORT, 'acts are append-only'); END;
CREATE TRIGGER act_edits_fixed BEFORE UPDATE ON act_edits BEGIN SELECT RAISE(ABORT, 'acts are append-only'); END;
CREATE TRIGGER act_edits_kept BEFORE DELETE ON act_edits BEGIN SELECT RAISE(ABORT, 'acts are append-only'); END;
CREATE TRIGGER kept_rows_fixed BEFORE UPDATE ON kept_rows BEGIN SELECT RAISE(ABORT, 'kept rows are append-only'); END;
CREATE TRIGGER kept_rows_kept BEFORE DELETE ON kept_rows BEGIN SELECT RAISE(ABORT, 'kept rows are append-only'); END;
""",
    # tries and the next one, why a message waits for a release, where the journal lives, who released what, and the values the next run compares with
    3: """
ALTER TABLE messages ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN next_try TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN brake TEXT NOT NULL DEFAULT '';
CREATE TABLE homes (seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, host TEXT NOT NULL, folder TEXT NOT NULL, file TEXT NOT NULL,
    by TEXT NOT NULL, why TEXT NOT NULL);
CREATE TABLE approvals (seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, uid TEXT NOT NULL, act TEXT NOT NULL, by TEXT NOT NULL,
    os_user TEXT NOT NULL, host TEXT NOT NULL);
CREATE TABLE watched (kind TEXT NOT NULL, id TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE TRIGGER homes_fixed BEFORE UPDATE ON homes BEGIN SELECT RAISE(ABORT, 'homes are append-only'); END;
CREATE TRIGGER homes_kept BEFORE DELETE ON homes BEGIN SELECT RAISE(ABORT, 'homes are append-only'); END;
CREATE TRIGGER approvals_fixed BEFORE UPDATE ON approvals BEGIN SELECT RAISE(ABORT, 'approvals are append-only'); END;
CREATE TRIGGER approvals_kept BEFORE DELETE ON approvals BEGIN SELECT RAISE(ABORT, 'approvals are append-only'); END;
""",
    # the heads of the audit chain, repeated where the audit file alone cannot rewrite them
    4: """
CREATE TABLE audit_heads (seq INTEGER PRIMARY KEY, hash TEXT NOT NULL, at TEXT NOT NULL);
CREATE TRIGGER audit_heads_fixed BEFORE UPDATE ON audit_heads BEGIN SELECT RAISE(ABORT, 'heads of the audit chain are append-only'); END;
CREATE TRIGGER audit_heads_kept BEFORE DELETE ON audit_heads BEGIN SELECT RAISE(ABORT, 'heads of the audit chain are append-only'); END;
""",
    # what a message asks for, and by when
    5: """
ALTER TABLE messages ADD COLUMN pay_by TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN asks TEXT NOT NULL DEFAULT '';
""",
}


def fill(db: sqlite3.Connection, ledger_id: str) -> None:
    """Make the tables of an empty journal, all or none."""
    if db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        return
    steps = " ".join(_STEPS[version] for version in sorted(_STEPS))
    db.executescript(f"BEGIN IMMEDIATE; {_FIRST} {steps} INSERT INTO meta VALUES ('schema_version', '{SCHEMA_VERSION}');")
    db.execute("INSERT INTO meta VALUES ('ledger_id', ?)", (ledger_id,))
    db.execute("COMMIT")


def grow(db: sqlite3.Connection, version: int) -> None:
    """From an earlier version to today's, all or nothing; one of today stays as it is."""
    if version < SCHEMA_VERSION:
        steps = " ".join(_STEPS[number] for number in range(version + 1, SCHEMA_VERSION + 1))
        db.executescript(f"BEGIN IMMEDIATE; {steps} UPDATE meta SET value = '{SCHEMA_VERSION}' WHERE name = 'schema_version'; COMMIT;")
