"""Which journal belongs to which ledger, and the rows by which messages and their keys enter it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from pyaddin.correspondence import place
from pyaddin.correspondence.entry import FREE, TASK, UNSETTLED, Draft, Entry, KeyTaken, asks_text, file_name
from pyaddin.correspondence.journal import Journal, instant, instant_text
from pyaddin.errors import Stop
from pyaddin.records import dataclass

_UNSETTLED = f"({', '.join(repr(state) for state in UNSETTLED)})"


def vouched(journal: Journal) -> frozenset[str]:
    """Keys of which the journal has an outcome or a task: only such keys can stand in a ledger that it belongs to."""
    rows = journal.select(
        "SELECT DISTINCT k.key FROM message_keys k JOIN messages m ON m.uid = k.uid"
        f" WHERE m.state NOT IN {_UNSETTLED} OR m.transport = ? OR m.entered_result <> ''",
        (TASK,),
    )
    return frozenset(row[0] for row in rows)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a journal cannot be used to send. ``kind``: ``journal`` (missing, older, another ledger's), ``conflict`` or ``moved``; blank = it can.

    ``what`` are the files or the place in question, the same in every language.
    """

    kind: str = ""
    text: str = ""
    what: str = ""


def judged(ledger: Path, journal: Journal, ledger_id: str, keys: Collection[str], runs: Collection[str]) -> tuple[Journal, Doubt]:
    """The journal to use and what is wrong with it. Another ledger's journal is not read at all."""
    name = journal.path.name
    try:
        owner = journal.ledger_id
        missing_runs = set(runs) - {row[0] for row in journal.select("SELECT run_id FROM runs")}
        missing_keys = set(keys) - vouched(journal)
        if owner != ledger_id:
            journal.close()
            return Journal.in_memory(journal.path, ledger_id), _doubt(f"{name} belongs to another ledger")
        if missing_runs:
            return journal, _doubt(f"{name} is older than the ledger: it does not know run {min(missing_runs)}")
        if missing_keys:
            example = f"{len(missing_keys)} of its messages, for example {min(missing_keys)}"
            return journal, _doubt(f"{name} is older than the ledger: it does not know {example}")
        return journal, conflict_doubt(ledger) or moved_doubt(journal) or Doubt()
    except BaseException:
        journal.close()
        raise


def _doubt(text: str) -> Doubt:
    return Doubt("journal", text, text)


def missing(path: Path) -> Doubt:
    """The ledger has a history and its journal is not there."""
    return _doubt(f"{path.name} is missing")


def conflict_doubt(ledger: Path) -> Doubt | None:
    """Two computers wrote at once: which of the files tells the truth is a person's to say, by moving the others away."""
    found = [file.name for file in place.conflict_copies(ledger)]
    if not found:
        return None
    names = ", ".join(found[:5])
    return Doubt("conflict", f"conflict copies lie beside {ledger.name}: {names}", names)


def moved_doubt(journal: Journal) -> Doubt | None:
    """The journal was used elsewhere before."""
    known = place.moved(journal)
    if known is None:
        return None
    return Doubt("moved", f"{journal.path.name} is not the file that was used before on {known.host} in {known.folder}", f"{known.host}: {known.folder}")


def bind(journal: Journal, ledger_id: str) -> Journal:
    """A journal file of its own for this ledger, in place of the one in memory; another ledger's file is set aside, not changed."""
    path = journal.path
    try:
        other = Journal.open(path)
    except FileNotFoundError:
        pass
    else:
        owner = other.ledger_id
        other.close()
        try:
            path.rename(_aside(path, owner))
        except OSError as error:
            raise Stop("X-WRITE", f"{path.name}: {error.strerror}") from error
    journal.close()
    return Journal.open(path, ledger_id=ledger_id)


def _aside(path: Path, owner: str) -> Path:
    """A free name for another ledger's journal."""
    tag, count = hashlib.sha256(owner.encode()).hexdigest()[:8], 0
    while True:
        name = path.with_name(f"{path.stem}.{tag}{f'-{count}' if count else ''}.sqlite")
        if not name.exists():
            return name
        count += 1


def add(journal: Journal, ledger_id: str, drafts: Sequence[Draft], at: str, *, due_at: str = "", place: str = "") -> list[Entry]:
    """Enter messages with their keys and first steps, inside a commit; as they stand then. Raises ``KeyTaken``, then none is to be kept.

    With ``due_at`` a message that needs no approval waits for the sender, who writes it to ``place``.
    """
    latest = journal.latest_of([key for draft in drafts for key, _ in draft.planned.keys])
    messages, bodies, keyed, steps, entries = [], [], [], [], []
    for draft in drafts:
        planned = draft.planned
        attempts = _attempts(planned.keys, latest)
        first = attempts[planned.keys[0][0]]
        uid = _uid(ledger_id, planned.keys[0][0], first)
        state = "planned" if planned.needs_approval else "queued"
        latest |= {key: (attempt, state, uid) for key, attempt in attempts.items()}
        waits = bool(due_at) and state == "queued" and draft.transport != TASK
        row = _row(draft, uid, first, state) | {"due_at": due_at if waits else "", "place": place if waits else ""}
        messages.append(row)
        entries.append(_entered(journal, draft, row))
        bodies.append({"uid": uid, "bytes": draft.body})
        keyed += [
            {"key": key, "attempt": attempts[key], "case_id": case_id, "uid": uid, "position": position} for position, (key, case_id) in enumerate(planned.keys)
        ]
        steps.append({"at": at, "uid": uid, "from_state": "", "to_state": state, "why": planned.why})
    for table, rows in (("messages", messages), ("bodies", bodies), ("message_keys", keyed), ("steps", steps)):
        journal.insert(table, *rows)
    return entries


def _attempts(keys: Sequence[tuple[str, str]], latest: Mapping[str, tuple[int, str, str]]) -> dict[str, int]:
    """Number of this attempt under each key of a message. Raises ``KeyTaken``."""
    attempts: dict[str, int] = {}
    for key, _ in keys:
        found = latest.get(key)
        if key in attempts or (found is not None and found[1] not in FREE):
            raise KeyTaken(key, "twice in one message" if key in attempts or found is None else found[1])
        attempts[key] = 1 if found is None else found[0] + 1
    return attempts


def _row(draft: Draft, uid: str, attempt: int, state: str) -> dict[str, object]:
    planned = draft.planned
    return {
        "uid": uid,
        "attempt": attempt,
        "case_id": planned.case_id,
        "debtor_id": planned.debtor_id,
        "channel": planned.channel,
        "recipient": planned.recipient,
        "recipient_name": planned.recipient_name,
        "kind": draft.kind,
        "level": draft.level,
        "template": draft.template,
        "wording_sha256": draft.wording_sha256,
        "message_id": draft.message_id,
        "state": state,
        "result": "queued",
        "transport": draft.transport,
        "run_id": planned.run_id,
        "at": instant_text(planned.at),
        "file_name": file_name(planned.case_id, draft.kind, draft.level, attempt, uid) if draft.body else "",
        "sha256": hashlib.sha256(draft.body).hexdigest(),
        "needs_approval": int(planned.needs_approval),
        "why": planned.why,
        "brake": draft.brake,
        "pay_by": draft.pay_by.isoformat() if draft.pay_by else "",
        "asks": asks_text(draft.asked_for),
    }


def _entered(journal: Journal, draft: Draft, row: Mapping[str, object]) -> Entry:
    """The message as the journal has it from now on, without reading it back."""
    planned = draft.planned
    return Entry(
        str(row["uid"]), planned.keys, int(str(row["attempt"])), planned.case_id, planned.debtor_id, planned.channel, planned.recipient, planned.recipient_name,
        draft.kind, draft.level, draft.template, draft.wording_sha256, draft.message_id, str(row["state"]), str(row["result"]), draft.transport,
        journal.place_of(str(row["place"])), planned.run_id, instant(str(row["at"])), None, str(row["file_name"]), str(row["sha256"]), planned.needs_approval,
        "", planned.why, "", instant(str(row["due_at"])) if row["due_at"] else None, brake=draft.brake, pay_by=draft.pay_by, asks=str(row["asks"]),
    )  # fmt: skip


def add_adopted(journal: Journal, ledger_id: str, key: str, case_id: str, state: str, at: str, by: str, why: str) -> None:
    """Enter a key that only the ledger knows, inside a commit: a message without bytes, for the record."""
    uid = _uid(ledger_id, key, 1)
    result = "sent" if state == "entered" else ""
    blank = ("debtor_id", "channel", "recipient", "recipient_name", "kind", "template", "wording_sha256", "message_id", "run_id", "file_name")
    row: dict[str, object] = dict.fromkeys(blank, "") | {
        "uid": uid,
        "attempt": 1,
        "case_id": case_id,
        "level": 0,
        "state": state,
        "result": result,
        "entered_result": result,
        "transport": "adopted",
        "at": at,
        "sha256": hashlib.sha256(b"").hexdigest(),
        "needs_approval": 0,
        "adopted_by": by,
        "why": why,
    }
    journal.insert("messages", row)
    journal.insert("message_keys", {"key": key, "attempt": 1, "case_id": case_id, "uid": uid, "position": 0})
    journal.log(uid, "", state, at, why)


def _uid(ledger_id: str, key: str, attempt: int) -> str:
    """Name of one attempt: the same message planned again after a lost write gets the same name."""
    return hashlib.sha256(f"{ledger_id}\n{key}\n{attempt}".encode()).hexdigest()[:20]
