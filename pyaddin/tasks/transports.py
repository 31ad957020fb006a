"""The way out of a run: files in a folder, or the office's mail account. One place chooses it, hands over by it, and tells what came of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from pyaddin.correspondence.email import AddressRefused, mailbox
from pyaddin.correspondence.entry import Delivery, Entry, Transport
from pyaddin.correspondence.outbox import Outbox
from pyaddin.correspondence.send import FolderTransport
from pyaddin.correspondence.send.account import Account, account
from pyaddin.correspondence.send.reply import flags_address, word_of
from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Value
from pyaddin.rules.reason import Phrase, because, phrase
from pyaddin.rules.recipients import same_form
from pyaddin.tasks.acts import PROGRAM, Acts, Desk
from pyaddin.tasks.opening import Opened

SMTP = "smtp"
MAIL_STOPS = frozenset({"X-MAIL-PASSWORD", "X-MAIL-TLS", "X-MAIL-LOGIN", "X-MAIL-SENDER", "X-MAIL-SERVER"})
"""What ends the sending of a run and not the run: the rest of its messages stay queued and are made anew by the next run."""

Progress = Callable[[int, int, str], None]


def name_of(opened: Opened, asked: str | None, now: Callable[[], datetime], *, dry_run: bool) -> str:
    """Which transport this run takes: the one asked for, else the setting.

    Raises ``Stop`` X-TRANSPORT for smtp on a day that is not today: what really leaves, leaves now; a look ahead by the setting is free.
    X-MAIL-SETUP where the mail account cannot be used as Settings describe it.
    """
    name = asked or opened.settings.text("transport")
    today = now().astimezone(opened.zone).date()
    if name == SMTP and opened.as_of != today and not (dry_run and asked is None):
        advice = f"Mail leaves today ({today}), so the figures must be today's: leave out --as-of, or use --transport folder."
        raise Stop("X-TRANSPORT", f"smtp as of {opened.as_of}", advice=advice)
    if name == SMTP:
        _account(opened)
    return name


@contextmanager
def ready(opened: Opened, name: str, out: Path) -> Iterator[Transport]:
    """The transport of a run or sender; it connects when the first message goes and says goodbye at the end. Raises ``Stop`` X-MAIL-SETUP."""
    if name != SMTP:
        yield FolderTransport(out)
        return
    from pyaddin.correspondence.send.smtp import SmtpTransport  # a run that writes files does not load what mails

    transport = SmtpTransport(_account(opened), redirect=redirect(opened), failures=max(1, opened.settings.days("smtp_failures")))
    try:
        yield transport
    finally:
        transport.close()


def _account(opened: Opened) -> Account:
    redirect(opened)
    return account(opened.settings)


def redirect(opened: Opened) -> str:
    """The test address that receives everything, blank for none. Raises ``Stop`` X-MAIL-SETUP when it is no address: then nothing may go to debtors."""
    typed = opened.settings.text("redirect_all_to")
    if not typed.strip():
        return ""
    try:
        return mailbox(typed).text
    except AddressRefused as error:
        raise Stop("X-MAIL-SETUP", f"redirect_all_to: {error.found}", sheet="Settings", column="Value", advice=error.advice) from error


def ask_in_the_moment(desk: Desk, may_go: Callable[[Entry], Delivery | None]) -> None:
    """From now on the mail account asks ``may_go`` for each message in the moment of sending; a folder has no such moment."""
    if desk.transport is not None and desk.transport.name == SMTP:
        from pyaddin.correspondence.send.smtp import SmtpTransport

        assert isinstance(desk.transport, SmtpTransport)
        desk.transport.may_go = may_go


def hand_over(desk: Desk, acts: Acts, uids: Sequence[str], transport: Transport, progress: Progress | None = None) -> list[Entry]:
    """Deliver queued messages; returns them as they stand afterwards. What ends the sending is noted in ``acts.trouble``, and the rest stays queued."""
    box = desk.outbox
    assert box is not None
    if not uids:
        return []
    done: list[Entry] = []
    try:
        done = box.deliver_many(uids, transport, progress)
    except Stop as stop:
        if stop.fault.code not in MAIL_STOPS:
            raise
        acts.trouble = stop
    finally:
        done = done if len(done) == len(uids) else box.named(uids)
        keep_copies(desk, box, done)
    acts.trouble = acts.trouble or transport.trouble
    return done


def keep_copies(desk: Desk, box: Outbox, entries: Iterable[Entry]) -> None:
    """A file of each message that was mailed, where a folder run would have written it, so that a clerk can open what was sent.

    The journal holds the same bytes; a copy that cannot be written is no failure.
    """
    home = desk.opened.book.path
    for entry in entries:
        if entry.transport == SMTP and entry.result == "sent":
            usual = home.parent / f"{home.stem}-out" / entry.run_id
            copies = FolderTransport(desk.copies if desk.copies is not None and entry.run_id == desk.run_id else usual)
            with suppress(Stop):
                copies.ready()
                copies.send(entry, box.body(entry))


def told(note: str) -> Phrase | str:
    """What the transport said, in words for the clerk."""
    word = word_of(note)
    if word:
        return phrase(f"mail {word}", said=note)
    head, colon, rest = note.partition(": ")
    return phrase(f"mail {head}", said=rest) if colon and head in ("AWAY", "LOST") else note


def outcome_why(entry: Entry, desk: Desk) -> str:
    """The Why of a message after the attempt: why it was written, and what came of it where it has not left."""
    if entry.state == "deferred" and not entry.tries:
        return f"{entry.why} {entry.note}"  # it was not tried: the gate says when it may go
    if entry.state == "deferred" and entry.next_try is not None:
        when = entry.next_try.astimezone(desk.opened.zone).strftime("%Y-%m-%d %H:%M")
        return f"{entry.why} {because('DEFERRED', what=told(entry.note), when=when).text(desk.language)}"
    if entry.result in ("failed", "unknown") or entry.state not in ("sent", "entered", "planned", "approved", "queued"):
        return f"{entry.why} {because('FAILED', what=told(entry.note or entry.state)).text(desk.language)}"
    return entry.why


def flag_address(desk: Desk, acts: Acts, entry: Entry) -> None:
    """A server that says there is no such address: it is held, so that no later run uses it, until a person corrects it or lifts the hold.

    Not where everything went to a test address: what is wrong there says nothing about the debtor.
    """
    if entry.result != "failed" or not flags_address(entry.note) or desk.opened.settings.text("redirect_all_to").strip():
        return
    address, day = entry.recipient, desk.opened.as_of
    holds = desk.opened.file_of(entry.case_id).holds
    known = any(hold.scope == "address" and same_form(hold.applies_to) == same_form(address) and hold.covers(day) for hold in holds)
    if known or address in _held_now(acts):
        return
    hold_id, why = desk.numbers.take("Holds"), phrase("address-refused", said=entry.note).says(desk.language)
    values: dict[str, Value] = {
        "Hold ID": hold_id, "Scope": "address", "Applies to": address, "Type": "MANUAL", "Start": day, "Reason": why, "By": PROGRAM,
    }  # fmt: skip
    acts.edits.append(AddRow("Holds", hold_id, values, why))


def _held_now(acts: Acts) -> Collection[object]:
    return {edit.values.get("Applies to") for edit in acts.edits if isinstance(edit, AddRow) and edit.table == "Holds"}
