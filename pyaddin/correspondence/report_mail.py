"""The report of a run as an email to the supervisor: figures in the text, the page as an attachment. A message within the office, not to a debtor.

Its Message-ID comes from ledger and run, and the journal notes it before it goes: a restart never mails a run twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from pyaddin.correspondence.clean import cleaned
from pyaddin.correspondence.email import mailbox
from pyaddin.correspondence.header_line import MAIL_POLICY, NAME_LIMIT
from pyaddin.correspondence.journal import Journal, instant_text, journal_path
from pyaddin.correspondence.report_words import Speaker
from pyaddin.records import dataclass

_LINES = (
    ("assessed", "cases assessed"), ("flagged", "installments missed, new"), ("moved", "cases moved"), ("sent", "messages sent"),
    ("queued", "queued for a person"), ("blocked", "messages blocked"), ("failed", "messages failed"), ("parked", "parked: in doubt"),
    ("refused", "rows refused"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RunTold:
    """What the email tells: the run, its counts, notes in the ledger's language, and the report as it lies on disk."""

    ledger_id: str
    ledger_name: str
    run_id: str
    kind: str
    as_of: date
    counts: Mapping[str, int]
    notes: tuple[str, ...]
    page: bytes
    language: str
    documents: tuple[tuple[str, bytes], ...] = ()
    """Further files that go with it: name and bytes (the weekly report as a page and as PDF)."""


def message_id(ledger_id: str, run_id: str, domain: str) -> str:
    """The Message-ID of a run's report, the same at every try."""
    return f"<{hashlib.sha256(f'{ledger_id}|report|{run_id}'.encode()).hexdigest()[:40]}@{domain}>"


def build(told: RunTold, *, sender: str, sender_name: str, to: str, at: datetime) -> bytes:
    """The finished email. Raises ``AddressRefused`` when ``sender`` or ``to`` is no single address."""
    source, target, speaker = mailbox(sender), mailbox(to), Speaker(told.language)
    identity = message_id(told.ledger_id, told.run_id, source.domain)
    subject = speaker.say(f"{told.kind.capitalize()} follow-up run, {{day}}", day=told.as_of.isoformat())
    name = cleaned(sender_name)
    message = EmailMessage(policy=MAIL_POLICY)
    message["From"] = Address(name if len(name) <= NAME_LIMIT else "", source.local, source.domain)
    message["To"] = Address("", target.local, target.domain)
    message["Subject"] = cleaned(f"{subject} - {told.ledger_name}")
    message["Date"] = format_datetime(at)
    message["Message-ID"] = identity
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_text(told, subject, speaker), cte="base64")
    message.add_attachment(told.page, "text", "html", filename=f"{told.run_id}.html")
    for name, content in told.documents:
        kind = ("application", "pdf") if name.endswith(".pdf") else ("text", "html")
        message.add_attachment(content, *kind, filename=name)
    message.set_boundary(f"=_{hashlib.sha256(identity.encode()).hexdigest()[:32]}")
    return message.as_bytes()


def _text(told: RunTold, subject: str, speaker: Speaker) -> str:
    """The figures, one a line; those that are zero are left out but for the first."""
    lines = [subject, f"{told.ledger_name}, {told.run_id}", ""]
    lines += [f"{speaker.say(words)}: {told.counts[name]}" for name, words in _LINES if told.counts.get(name) or name == "assessed"]
    return "\n".join([*lines, *([""] if told.notes else []), *(cleaned(note) for note in told.notes), ""])


def note_begun(ledger: Path, ledger_id: str, run_id: str, at: datetime) -> bool:
    """Note in the journal that this run's report is about to go. False when it was noted before: then it is not mailed again.

    Raises ``FileNotFoundError`` without a journal, ``Stop`` X-JOURNAL, X-WRITE.
    """
    journal = Journal.open(journal_path(ledger))
    try:
        if journal.ledger_id != ledger_id or journal.select("SELECT 1 FROM meta WHERE name = ?", (_name(run_id),)):
            return False
        with journal.commit():
            journal.insert("meta", {"name": _name(run_id), "value": f"begun {instant_text(at)}"})
        return True
    finally:
        journal.close()


def note_ended(ledger: Path, run_id: str, result: str, at: datetime) -> None:
    """Note what became of it: ``sent``, ``unknown`` (nobody can tell, so it is not sent again), or ``failed``, which a later try may mend."""
    journal = Journal.open(journal_path(ledger))
    try:
        with journal.commit():
            if result == "failed":
                journal.db.execute("DELETE FROM meta WHERE name = ?", (_name(run_id),))
            else:
                journal.db.execute("UPDATE meta SET value = ? WHERE name = ?", (f"{result} {instant_text(at)}", _name(run_id)))
    finally:
        journal.close()


def _name(run_id: str) -> str:
    return f"report {run_id}"
