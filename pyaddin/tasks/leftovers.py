"""What earlier runs and people left in the outbox: entered, updated, or released, before anything new is made."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path, PurePosixPath

from pyaddin.correspondence.entry import Delivery, Entry
from pyaddin.correspondence.outbox import Outbox
from pyaddin.correspondence.send import FolderTransport
from pyaddin.ledger.book import Value
from pyaddin.ledger.cells import instant_text
from pyaddin.ledger.rows import column_of
from pyaddin.rules import lawful
from pyaddin.rules.decide import Decision
from pyaddin.rules.reason import because, phrase, text_of
from pyaddin.tasks import letters, rows_by_key, still_right, transports, waiting_tasks
from pyaddin.tasks.acts import PROGRAM, SHOWN, Acts, Desk, charge, contact, document, enter, message
from pyaddin.tasks.daily_cap import room

_WAITING = ("queued", "unknown")
_TRIED_AGAIN = ("queued", "unknown", "failed")


def recover(desk: Desk) -> Acts:
    """Bring ledger and journal together: what left and is not in the ledger (a crash, a restored backup), and what a person settled since."""
    acts = Acts()
    box = desk.outbox
    if box is None or not box.usable:
        return acts
    if not desk.dry_run and desk.transport is not None:
        box.recover(FolderTransport(desk.opened.book.path.parent))  # a file can be looked for where it was to lie; mail that left nobody can ask
    known = {file.case.case_id for file in desk.opened.files}
    for entry in box.unentered():
        if {case_id for _, case_id in entry.keys} <= known:
            _show(desk, acts, entry)
            acts.entered.append(entry.uid)
    for entry in _lost_rows(desk, box):
        if entry.uid not in acts.entered and {case_id for _, case_id in entry.keys} <= known:
            _show(desk, acts, entry)
    cancelled, disowned = box.items(("cancelled",)), box.disowned()
    _disown(desk, acts, [entry for entry in cancelled if entry.uid in disowned])
    for entry in cancelled:
        update_rows(desk, acts, entry, "blocked", because("CANCELLED", what=entry.note or phrase("by-a-person")).text(desk.language), None)
    return acts


def _disown(desk: Desk, acts: Acts, entries: Sequence[Entry]) -> None:
    """Rows that say sent of messages which a supervisor adopted as not sent. A row that a clerk sets to sent afterwards names no document and stays."""
    of = {(key, entry.message_id): (case_id, entry) for entry in entries for key, case_id in entry.keys}
    if not of:
        return
    why = because("ADOPTED-NOT-SENT").text(desk.language)
    rows = desk.opened.typed.tables["Contacts"]
    marks = zip(column_of(rows, "Key"), column_of(rows, "Message ID"), strict=True)
    for place, (key, message_id) in enumerate(marks):
        found = of.get((str(key or ""), str(message_id or "")))
        row = rows[place] if found is not None else None
        if found is not None and row is not None and row.values["Result"] == "sent" and row.values["Document"]:
            case_id, entry = found
            changed: dict[str, Value] = {"Result": "blocked", "Why": why, "Document": None}
            acts.edits += rows_by_key.contact_edits(desk.opened, row.row, str(row.values["Contact ID"]), changed, why)
            acts.contacts[case_id].append(contact(desk, case_id, str(key), entry.channel, entry.kind, "blocked", why, entry.at))


def _lost_rows(desk: Desk, box: Outbox) -> list[Entry]:
    """Messages of which the journal has an outcome and the ledger no row: an older copy of the ledger was brought back."""
    shown = {str(key) for key in column_of(desk.opened.typed.tables["Contacts"], "Key") if key}
    missing = box.keys_known() - shown
    if not missing:
        return []
    return [entry for entry in box.items() if entry.result in SHOWN and entry.message_id and any(key in missing for key, _ in entry.keys)]


def _show(desk: Desk, acts: Acts, entry: Entry) -> None:
    """Update the rows that wait for this outcome, or add those that are missing."""
    why = transports.outcome_why(entry, desk)
    transports.flag_address(desk, acts, entry)
    shown = rows_by_key.of_message(desk.opened, entry)
    missing = [(key, case_id) for key, case_id in entry.keys if all(row.values["Key"] != key for row in shown)]
    update_rows(desk, acts, entry, entry.result, why, None)
    enter(desk, acts, entry, entry.result, why, tuple(missing))
    for key, case_id in set(entry.keys) - set(missing) if entry.result == "sent" else ():
        charge(desk, acts, desk.opened.file_of(case_id), key, entry.at.astimezone(desk.opened.zone_of(case_id)).date())


def _waiting_rows(desk: Desk, entry: Entry, result: str, why: str) -> list[tuple[int, str, str]]:
    """Contact rows of a message that still wait for its outcome: Excel row, contact id, case id. What failed waits again once it is tried again; one that
    goes on waiting is changed where its reason is another one."""
    open_results = _TRIED_AGAIN if entry.approved_by and result != "blocked" else _WAITING
    return [
        (row.row, str(row.values["Contact ID"]), str(row.values["Case ID"]))
        for row in rows_by_key.of_message(desk.opened, entry)
        if row.values["Result"] in open_results and (row.values["Result"] != result or result == "queued" and row.values["Why"] != why)
    ]


def update_rows(desk: Desk, acts: Acts, entry: Entry, result: str, why: str, at: datetime | None) -> None:
    """Change the waiting rows of a message to what became of it."""
    keys = {case_id: key for key, case_id in entry.keys}
    for number, contact_id, case_id in _waiting_rows(desk, entry, result, why):
        if case_id not in keys:
            continue  # a person gave the row to another case: it is theirs now
        values: dict[str, Value] = {"Result": result, "Why": why, "Document": document(entry) if result == "sent" else None}
        if at is not None:
            values["At"] = instant_text(at)
        acts.edits += rows_by_key.contact_edits(desk.opened, number, contact_id, values, why)
        acts.contacts[case_id].append(contact(desk, case_id, keys[case_id], entry.channel, entry.kind, result, why, at or entry.at))


def withdraw(desk: Desk, by_case: dict[str, Decision]) -> Acts:
    """Take back what waits for a release, was released, waits for the sender, or was left to a person, and the facts no longer allow.

    Done before this run decides, so that it may make the message anew. What the brake parked stays until a supervisor has looked: made anew run after run it
    would soon be what this office usually sends.
    """
    acts = Acts()
    box = desk.outbox
    waiting_tasks.withdraw(desk, by_case, acts)
    if box is None or not box.usable or desk.opened.blocked_by:
        return acts
    waiting = [entry for entry in box.items(("planned", "approved")) if entry.state == "approved" or not entry.brake]
    for entry in [*waiting, *box.pending(), *box.deferred(), *box.released()]:
        why_not = still_right.objection(entry, by_case, desk)
        if why_not is not None:
            if not desk.dry_run:
                box.cancel(entry.keys[0][0], PROGRAM)
            update_rows(desk, acts, entry, "blocked", why_not, None)
    return acts


def release_approved(desk: Desk, acts: Acts, by_case: dict[str, Decision]) -> dict[str, str]:
    """Messages that a supervisor released: asked again whether they may go, then exactly those bytes.

    What daily_cap has no room for stays released and goes the next day. Returns the debtors written to, each with the case that the message is
    about. A dry run says what would become of them.
    """
    box = desk.outbox
    if box is None or desk.holding or (desk.transport is None and not desk.dry_run):
        return {}
    fit = [entry for entry in [*box.released(), *box.items(("approved",))] if still_right.objection(entry, by_case, desk) is None]
    going = [entry for entry in fit if still_right.lawful_now(entry, by_case, desk)][: room(desk, by_case.values())]
    _still_wait(desk, acts, [entry for entry in fit if entry.state == "approved" and entry not in going], by_case)
    if going and not desk.dry_run:
        assert desk.transport is not None
        if desk.due_at is None:
            box.release([entry.uid for entry in going if entry.state == "approved"])
            going = transports.hand_over(desk, acts, [entry.uid for entry in going], desk.transport)
        else:
            going = [box.release_later(entry.uid, due_at=desk.due_at, place=desk.transport.place) for entry in going]
    for entry in going:
        _released(desk, acts, entry, by_case)
    return {entry.debtor_id: entry.case_id for entry in going}


def _still_wait(desk: Desk, acts: Acts, entries: Sequence[Entry], by_case: dict[str, Decision]) -> None:
    """Released messages for which the hour is not right, or daily_cap has no room: the answer and their rows say that nobody is to release them again."""
    for entry in entries:
        why = f"{entry.why} {because('RELEASED-WAITS', by=entry.approved_by).text(desk.language)}"
        message(acts, by_case[entry.case_id], entry.kind, entry.level, entry.channel, "queued", why)
        update_rows(desk, acts, entry, "queued", why, None)


def _released(desk: Desk, acts: Acts, entry: Entry, by_case: dict[str, Decision]) -> None:
    """Enter what became of a released message."""
    decision = by_case[entry.case_id]
    result = "sent" if desk.dry_run else entry.result if entry.state in SHOWN else "queued"
    why = f"{transports.outcome_why(entry, desk)} {because('RELEASED', by=entry.approved_by).text(desk.language)}"
    transports.flag_address(desk, acts, entry)
    update_rows(desk, acts, entry, result, why, letters.planned_at(decision, desk.opened.settings.clock_time("send_time"), desk.opened.zone))
    message(
        acts, decision, entry.kind, entry.level, entry.channel, result, why, str(PurePosixPath("emails", entry.file_name)) if result == "sent" else ""
    )
    if not desk.dry_run:
        acts.entries.append(entry)
    if entry.state in SHOWN:
        acts.entered.append(entry.uid)
    for key, case_id in entry.keys if result == "sent" else ():
        charge(desk, acts, by_case[case_id].file, key, decision.position.as_of)


def deliver_due(desk: Desk, by_case: dict[str, Decision]) -> Acts:
    """Messages that waited for the sender and can no longer be taken back, or whose next try has come: asked again whether they may go,
    then sent and entered.

    A click leaves them to its sender; a run on the closed file sends what a sender that died has left.
    """
    acts = Acts()
    box = desk.outbox
    if box is None or not box.usable or desk.dry_run or desk.due_at is not None or desk.opened.blocked_by:
        return acts
    ask_gate_at_sending(desk, by_case)
    going = [entry for entry in box.due() if still_right.may_go(entry, by_case, desk)]
    for entry in handed_over(desk, acts, going):
        _show(desk, acts, entry)
        acts.entries.append(entry)
        if entry.state in SHOWN:
            acts.entered.append(entry.uid)
        file = _file_of(desk, entry) if entry.result == "sent" else ""
        message(acts, by_case[entry.case_id], entry.kind, entry.level, entry.channel, entry.result, entry.why, file)
    return acts


def _file_of(desk: Desk, entry: Entry) -> str:
    """The file of a message that an earlier run or click planned, seen from this run's folder."""
    assert desk.transport is not None
    own = PurePosixPath("emails", entry.file_name)
    if entry.transport != "folder" or entry.place == desk.transport.place:
        return str(own)
    with suppress(ValueError):  # another drive
        return str(PurePosixPath(Path(os.path.relpath(entry.place, desk.transport.place)).as_posix()) / own)
    return str(Path(entry.place) / own)


def handed_over(desk: Desk, acts: Acts, going: Sequence[Entry]) -> list[Entry]:
    """Waiting messages delivered: by the mail account, or each to the folder that its click named."""
    assert desk.transport is not None
    if desk.transport.name == transports.SMTP:
        return transports.hand_over(desk, acts, [entry.uid for entry in going], desk.transport)
    done: list[Entry] = []
    for place in dict.fromkeys(entry.place for entry in going):
        done += transports.hand_over(desk, acts, [entry.uid for entry in going if entry.place == place], FolderTransport(Path(place)))
    return done


def ask_gate_at_sending(desk: Desk, by_case: dict[str, Decision]) -> None:
    """The mail account asks the gate with the real clock before it names a recipient to the server (design 4, Time)."""

    def may_go(entry: Entry) -> Delivery | None:
        for case_id in dict.fromkeys(case_id for _, case_id in entry.keys):
            answer = still_right.gate(entry, by_case[case_id], desk) if case_id in by_case else None
            if answer is None:
                return Delivery("deferred", because("OUTDATED-CASE").says(desk.language))
            if not answer.allowed:
                return Delivery("deferred", text_of(lawful.reasons(answer), desk.language), answer.next_lawful_utc)
        return None

    transports.ask_in_the_moment(desk, may_go)
