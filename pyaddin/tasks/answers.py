"""Read the answers: what debtors wrote back and what could not be delivered, filed in the ledger. A person decides; the program only stops and asks.

The mailbox is opened for looking and stays as it is. An answer is known again by its Message-ID in Contacts, so reading twice files nothing twice.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from pyaddin.correspondence import secrets
from pyaddin.correspondence.answers.mail import Bounce, Mail, taken_apart
from pyaddin.correspondence.answers.mailbox import Mailbox, Received, in_folder, in_mailbox
from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Book, SetCell, Value
from pyaddin.ledger.cells import instant_text
from pyaddin.rules.answers import REVIEW, Found, already_held, read
from pyaddin.rules.case import CaseFile
from pyaddin.rules.reason import Phrase, phrase
from pyaddin.rules.recipients import same_form
from pyaddin.tasks.acts import PROGRAM
from pyaddin.tasks.answer_matching import Register, Whose
from pyaddin.tasks.entering import Entry, enter, open_for_entry, set_cell
from pyaddin.tasks.entries import Numbers
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.outcome import Outcome

LOOK_BACK_DAYS = 30
"""How far back the mailbox is read each time; what is known already is not fetched again."""
_NOTE = 600
_DEAD = ("5.1.", "5.2.1", "5.4.4", "5.0.0")


@dataclass
class _Filing:
    """What the answers come to so far."""

    opened: Opened
    register: Register
    numbers: Numbers
    folder: Path
    edits: list[AddRow | SetCell] = field(default_factory=list)
    cases: set[str] = field(default_factory=set)
    held: set[tuple[str, str]] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    filed: int = 0
    bounced: int = 0
    holds: int = 0
    others: int = 0
    unmatched: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def says(self, words: Phrase) -> str:
        return words.says(self.opened.policy.language)


def run(
    path: Path, *, source: Path | None, as_of: date | None, by: str, now: Callable[[], datetime], book: Book | None = None
) -> Outcome:
    """File every answer that the ledger does not have yet. With ``source`` a folder of saved .eml files is read instead of the mailbox.

    Raises ``Stop``: X-OPTION when no mailbox is set, X-MAILBOX when it cannot be read, and those of writing; nothing is filed then.
    """
    opened = open_for_entry(path, as_of=as_of, now=now, book=book)
    register = Register.of(opened)
    filing = _Filing(opened, register, Numbers(opened.typed), path.parent / f"{path.stem}-out" / "answers", seen=set(register.filed))
    found = in_folder(source) if source is not None else _from_mailbox(opened, register)
    for received in found:
        _file(filing, received, now())
    data: dict[str, object] = {"rows": [], "as_of": opened.as_of.isoformat()}
    if filing.edits:
        data = enter(opened, "answers", Entry(tuple(filing.edits), frozenset(filing.cases)), by=by, now=now).data
    told = [*filing.notes, *filing.unmatched]
    data |= {
        "filed": filing.filed, "bounced": filing.bounced, "holds": filing.holds, "unmatched": filing.unmatched, "others": filing.others,
        "notes": [*told, *(said if isinstance(said := data.get("notes"), list) else [])],
    }  # fmt: skip
    return Outcome("answers", data)


def _from_mailbox(opened: Opened, register: Register) -> Iterator[Received]:
    settings = opened.settings
    host, user = settings.text("imap_host"), settings.text("imap_user") or settings.text("reply_to")
    if not host:
        raise Stop("X-OPTION", "imap_host is empty", sheet="Settings", column="Value", advice="Fill imap_host, or name a folder of saved answers with --from.")
    token = settings.text("imap_login") == "xoauth2"
    secret = secrets.token("IMAP", host, user) if token else secrets.password("IMAP", host, user)
    box = Mailbox(
        host, settings.integer("imap_port") or 993, settings.text("imap_security"), settings.text("imap_folder") or "INBOX", user, secret, token
    )  # fmt: skip
    return in_mailbox(box, opened.as_of - timedelta(days=LOOK_BACK_DAYS), register.filed)


def _file(filing: _Filing, received: Received, at: datetime) -> None:
    mail = taken_apart(received.raw)
    if mail.message_id in filing.seen:
        return
    whose = filing.register.whose(mail)
    if whose is None or (mail.bounces and not whose.rows):  # a report about nothing that we sent proves nothing
        if mail.kind == "unreadable" or filing.register.concerns_us(mail):
            words = phrase("answer unmatched", place=received.place, sender=mail.sender or "?", subject=mail.subject)
            filing.unmatched.append(filing.says(words))
        else:
            filing.others += 1
        return
    filing.seen.add(mail.message_id)
    came = min(received.at or mail.at or at, at)
    document = _kept(filing.folder, mail, received.raw)
    if mail.bounces:
        _bounce(filing, whose, mail, came, document)
    else:
        _reply(filing, whose, mail, came, document)


def _kept(folder: Path, mail: Mail, raw: bytes) -> str:
    """The bytes as they came, under a name of the program. Raises ``Stop`` X-WRITE."""
    name = f"{mail.digest[:24]}.eml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f".{name}.part"
        part.write_bytes(raw)
        os.replace(part, folder / name)
    except OSError as error:
        raise Stop("X-WRITE", f"{folder.name}: {error.strerror}", advice="The folder for answers beside the ledger cannot be written.") from error
    return f"answers/{name}"


def _row(filing: _Filing, file: CaseFile, values: dict[str, Value]) -> None:
    key = filing.numbers.take("Contacts")
    row: dict[str, Value] = {
        "Contact ID": key, "Case ID": file.case.case_id, "Debtor ID": file.case.debtor_id, "Channel": "email", "Direction": "in", "By": PROGRAM, **values,
    }  # fmt: skip
    filing.edits.append(AddRow("Contacts", key, row, "Answer filed"))
    filing.cases.add(file.case.case_id)
    filing.filed += 1


def _reply(filing: _Filing, whose: Whose, mail: Mail, came: datetime, document: str) -> None:
    """A person's answer, or a program's: filed, shown on Today, and held for review where its words ask for it."""
    automatic = mail.kind == "automatic"
    notes = [filing.says(phrase("answer automatic"))] if automatic else []
    if not whose.own_address:
        notes.append(filing.says(phrase("answer other-address", address=mail.sender or "?")))
    notes += [mail.subject, mail.words[:_NOTE]]
    if mail.attachments:
        notes.append(filing.says(phrase("answer attachments", names=", ".join(mail.attachments))))
    values: dict[str, Value] = {
        "At": instant_text(came), "Class": "service", "Result": "delivered" if automatic else "reached", "Message ID": mail.message_id,
        "Document": document, "Notes": "\n".join(filter(None, notes)), "Follow up on": None if automatic else filing.opened.as_of,
    }  # fmt: skip
    _row(filing, whose.file, values)
    found = () if automatic else read(f"{mail.subject}\n{mail.words}")
    if found:
        _review(filing, whose.file, found[0], came)


def _review(filing: _Filing, file: CaseFile, found: Found, came: datetime) -> None:
    """A hold that stands until the answer was read: on the debtor where the words are about the person, else on the case."""
    scope, target = ("debtor", file.case.debtor_id) if found.sign.person else ("case", file.case.case_id)
    if (scope, target) in filing.held or already_held(file, found, filing.opened.as_of):
        return
    on = came.astimezone(filing.opened.zone).date()
    reason = phrase("answer hold", on=on, word=found.word, sign=phrase(f"sign {found.sign.id}"), type=phrase(f"hold {found.sign.hold}"))
    _hold(filing, scope, target, min(on, filing.opened.as_of), filing.says(reason))
    filing.cases |= {f.case.case_id for f in filing.opened.files if f.case.debtor_id == file.case.debtor_id}


def _hold(filing: _Filing, scope: str, target: str, start: date, reason: str) -> None:
    key = filing.numbers.take("Holds")
    values: dict[str, Value] = {
        "Hold ID": key, "Scope": scope, "Applies to": target, "Type": REVIEW, "Start": start, "End": None, "Reason": reason, "By": PROGRAM,
    }  # fmt: skip
    filing.edits.append(AddRow("Holds", key, values, "Answer to be read"))
    filing.held.add((scope, target))
    filing.holds += 1


def _bounce(filing: _Filing, whose: Whose, mail: Mail, came: datetime, document: str) -> None:
    """What a server reports about a message of ours: its own rows get the result, a dead address is flagged."""
    worst = next((b for b in mail.bounces if b.action == "failed"), mail.bounces[0])
    what = " ".join(filter(None, (worst.status, worst.diagnostic))) or worst.action
    if worst.action == "delayed":
        filing.notes.append(filing.says(phrase("answer delayed", case=whose.file.case.case_id, address=worst.recipient)))
        return
    result, words = ("bounced", phrase("answer bounced", what=what)) if worst.action == "failed" else ("delivered", phrase("answer arrived"))
    for row in whose.rows:
        if row.values["Result"] in ("sent", "unknown", "delivered") and row.values["Result"] != result:
            filing.edits.append(set_cell(filing.opened, row, "Result", result, filing.says(words)))
            filing.cases.add(str(row.values["Case ID"]))
    values: dict[str, Value] = {
        "At": instant_text(came), "Class": "service", "Result": result, "Message ID": mail.message_id, "Document": document, "Notes": filing.says(words),
    }
    _row(filing, whose.file, values)
    if worst.action == "failed":
        filing.bounced += 1
        _flag(filing, whose.file, worst, what)


def _flag(filing: _Filing, file: CaseFile, bounce: Bounce, what: str) -> None:
    """The address is not used again until a person has looked at it. A full mailbox or a refused text says nothing about the address."""
    address = file.debtor.email
    if same_form(bounce.recipient) != same_form(address) or (bounce.status and not bounce.status.startswith(_DEAD)):
        return
    known = any(h.scope == "address" and same_form(h.applies_to) == same_form(address) and h.covers(filing.opened.as_of) for h in file.holds)
    if not known and ("address", address) not in filing.held:
        _hold(filing, "address", address, filing.opened.as_of, filing.says(phrase("answer bounced-hold", address=address, what=what)))

