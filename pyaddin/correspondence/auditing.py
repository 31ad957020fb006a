"""Does the journal agree with itself: bytes as they were fixed, steps that follow one another, no key with two living messages?"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from pyaddin.correspondence.entry import BY_ADOPTION, FREE, NEXT
from pyaddin.correspondence.journal import Journal
from pyaddin.records import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that no program of ours writes: somebody or something else has changed the file. ``key`` is the message's first key, if it has one."""

    case_id: str
    key: str
    found: str


def findings(journal: Journal) -> list[Finding]:
    """Everything in the journal that contradicts itself; empty for one that only this program wrote."""
    return [*_bodies(journal), *_steps(journal), *_keys(journal)]


def _first_keys(journal: Journal) -> dict[str, tuple[str, str]]:
    return {uid: (case_id, key) for uid, case_id, key in journal.select("SELECT uid, case_id, key FROM message_keys WHERE position = 0")}


def _bodies(journal: Journal) -> Iterator[Finding]:
    """Bytes of each message against the digest taken when they were finished."""
    named = _first_keys(journal)
    rows = journal.select("SELECT m.uid, m.sha256, m.transport, b.bytes FROM messages m LEFT JOIN bodies b ON b.uid = m.uid ORDER BY m.rowid")
    for uid, digest, transport, data in rows:
        case_id, key = named.get(uid, ("", ""))
        if data is None and transport != "adopted":
            yield Finding(case_id, key, "its bytes are missing")
        elif hashlib.sha256(data or b"").hexdigest() != digest:
            yield Finding(case_id, key, "its bytes are not those that were planned")


def _steps(journal: Journal) -> Iterator[Finding]:
    """Each step begins where the last one ended and is one that the table of states has; the state is where the last step led."""
    named = _first_keys(journal)
    at: dict[str, str] = {}
    for uid, before, after, why in journal.select("SELECT uid, from_state, to_state, why FROM steps WHERE uid <> '' ORDER BY seq"):
        known = at.get(uid, "")
        first_adopted = not before and after in BY_ADOPTION
        allowed = after in NEXT.get(before, frozenset()) or after == before or first_adopted or (after in BY_ADOPTION and why.startswith("adopted"))
        if before != known or not allowed:
            yield Finding(*named.get(uid, ("", "")), f"a step from {before or 'nothing'} to {after} where it stood at {known or 'nothing'}")
        at[uid] = after
    for uid, state in journal.select("SELECT uid, state FROM messages ORDER BY rowid"):
        if at.get(uid, "") != state:
            yield Finding(*named.get(uid, ("", "")), f"it is {state}, its last step led to {at.get(uid) or 'nothing'}")


def _keys(journal: Journal) -> Iterator[Finding]:
    """A key has one living message at most, and every message has its keys."""
    free = ", ".join(f"'{state}'" for state in sorted(FREE))
    living = Counter[tuple[str, str]]()
    for case_id, key in journal.select(
        f"SELECT k.case_id, k.key FROM message_keys k JOIN messages m ON m.uid = k.uid WHERE m.state NOT IN ({free})"
    ):
        living[case_id, key] += 1
    for (case_id, key), count in living.items():
        if count > 1:
            yield Finding(case_id, key, f"{count} messages stand under this key")
    for uid, case_id in journal.select("SELECT uid, case_id FROM messages WHERE uid NOT IN (SELECT uid FROM message_keys) ORDER BY rowid"):
        yield Finding(case_id, "", f"message {uid} has no key")
