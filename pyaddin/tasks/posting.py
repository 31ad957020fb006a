"""Acting on decisions: messages into the outbox and out of it, tasks for people, late fees, and the rows that record them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import PurePosixPath

from pyaddin.correspondence import email
from pyaddin.correspondence.entry import TASK, Draft, Entry
from pyaddin.correspondence.outbox import Outbox
from pyaddin.errors import Stop
from pyaddin.ledger.rows import column_of
from pyaddin.records import changed
from pyaddin.rules.case import PENDING_RESULTS, CaseFile, Contact, Move
from pyaddin.rules.decide import Decision, queue_order
from pyaddin.rules.ladder import SERVICE_KINDS
from pyaddin.rules.reason import Reason, because, phrase, text_of
from pyaddin.rules.sending import Send
from pyaddin.rules.stage import PlannedMove, entered
from pyaddin.tasks import braking, leftovers, letters, transports
from pyaddin.tasks.acts import PROGRAM, SHOWN, Acts, Desk, add_row, charge, contact, enter, message, why_listed
from pyaddin.tasks.daily_cap import room
from pyaddin.tasks.drafting import ContentLacking, Drafting
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.polite import Polite, StopAsked


def ledger_keys(opened: Opened) -> frozenset[str]:
    """Keys of messages that left by a channel of the program: those the journal must vouch for."""
    rows = opened.typed.tables["Contacts"]
    known = zip(column_of(rows, "Key"), column_of(rows, "Message ID"), column_of(rows, "Result"), strict=True)
    return frozenset([str(key) for key, message_id, result in known if key and message_id and result != "queued"])


def ledger_runs(opened: Opened) -> frozenset[str]:
    """Runs that the ledger shows."""
    return frozenset(str(row.values["Run ID"]) for row in opened.typed.tables["Runs"])


def anything_to_send(decisions: Iterable[Decision]) -> bool:
    """Whether any case has a message that is due and may go."""
    return any(decision.send is not None for decision in decisions)


def with_earlier(files: Sequence[CaseFile], earlier: Acts) -> list[CaseFile]:
    """The files with contacts and late fees that the ledger does not show yet."""
    if not earlier.contacts and not earlier.fees:
        return list(files)
    return [
        changed(
            file,
            contacts=_joined(file.contacts, earlier.contacts.get(file.case.case_id, ())),
            adjustments=(*file.adjustments, *earlier.fees.get(file.case.case_id, ())),
        )
        for file in files
    ]


def _joined(known: Sequence[Contact], new: Sequence[Contact]) -> tuple[Contact, ...]:
    """Contacts with what became of them since: an outcome takes the place of the row that waited for it."""
    settled = {contact.key for contact in new if contact.key}
    return (*(contact for contact in known if contact.key not in settled or contact.result not in PENDING_RESULTS), *new)


def with_acts(files: Sequence[CaseFile], decisions: Sequence[Decision], acts: Acts) -> list[CaseFile]:
    """The files with a run's moves, contacts and fees entered; a file that nothing touched stays the same object."""
    entered_in: list[CaseFile] = []
    known: Entered = {}
    for file, decision in zip(files, decisions, strict=True):
        moved = with_moves(file, decision, known)
        contacts, fees = acts.contacts.get(decision.case_id, ()), acts.fees.get(decision.case_id, ())
        if contacts or fees:
            moved = changed(moved, contacts=(*moved.contacts, *contacts), adjustments=(*moved.adjustments, *fees))
        entered_in.append(moved)
    return entered_in


Entered = dict[tuple[int, int], tuple[tuple[PlannedMove, ...], tuple[Move, ...]]]
"""By the identity of planned moves and the level of their case: these moves, and how they stand once they are entered."""


def with_moves(file: CaseFile, decision: Decision, known: Entered | None = None) -> CaseFile:
    """The file as it stands after the decision's moves and flags. ``known``: moves of this run entered already, which cases that look alike share."""
    flagged = {row.key for row in decision.newly_missed}
    as_of = decision.position.as_of
    rows = file.installments
    if flagged:
        rows = tuple(changed(row, flagged_on=as_of) if (row.plan_id, row.no) in flagged else row for row in rows)
    if not decision.moves:
        return changed(file, installments=rows) if flagged else file
    state = decision.state
    case = changed(file.case, stage=state.stage, stage_since=state.since, episode=state.episode, outcome=state.outcome, outcome_on=state.outcome_on)
    moves = _entered(decision, {} if known is None else known)
    return changed(file, case=case, moves=(*file.moves, *moves), installments=rows, adjustments=(*file.adjustments, *decision.write_offs))


def _entered(decision: Decision, known: Entered) -> tuple[Move, ...]:
    planned, level = decision.moves, decision.level
    found = known.get((id(planned), level))
    if found is None:
        found = known[id(planned), level] = planned, tuple([entered(move, decision.position.as_of, level, decision.language) for move in planned])
    return found[1]


def act(desk: Desk, decisions: Sequence[Decision], progress: Polite | None = None) -> Acts:
    """Carry out every message that the decisions call for, and list those that were due and may not go.

    A stop that is asked for while messages are prepared raises ``KeyboardInterrupt`` where nothing was recorded before; else the messages
    whose turn had not come are left to the next run.
    """
    progress = progress or Polite()
    acts = Acts()
    by_case = {decision.case_id: decision for decision in decisions}
    leftovers.ask_gate_at_sending(desk, by_case)
    siblings: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        siblings[decision.file.case.debtor_id].append(decision)
    for decision in decisions:
        due = decision.held_back or decision.call
        if decision.blocked and due is not None:
            message(acts, decision, due.kind, due.level, "" if decision.held_back else decision.channel, "blocked", text_of(decision.blocked, desk.language))
    wanting = sorted((d for d in decisions if d.send is not None), key=queue_order)
    stop = _global_stop(desk)
    if stop is not None:
        for decision in wanting:
            _refuse(desk, acts, decision, stop)
        return acts
    written = leftovers.release_approved(desk, acts, by_case)
    drafts: list[tuple[Decision, Send, Draft | None]] = []
    for decision in [d for d in wanting if d.file.case.debtor_id in written]:
        if decision.send is not None and decision.send.call.kind not in SERVICE_KINDS:  # one of class service waits without a word
            _refuse(desk, acts, decision, because("GROUPED", case=written[decision.file.case.debtor_id]))
    wanting = _within_limits(desk, acts, decisions, [d for d in wanting if d.file.case.debtor_id not in written], len(written))
    progress.committed = progress.committed or bool(written)
    making = Drafting(desk, wanting, siblings, by_case)
    for number, decision in enumerate(wanting, start=1):
        progress(2, 6, f"{number} of {len(wanting)}: {decision.case_id}")
        progress.drop()
        _prepare(desk, acts, decision, making, by_case, drafts)
    _send(desk, acts, by_case, drafts, progress)
    return acts


def _within_limits(desk: Desk, acts: Acts, decisions: Sequence[Decision], wanting: list[Decision], released: int) -> list[Decision]:
    """The messages as the limits of the office let them go: all parked when the brake is on, else the most urgent up to daily_cap.

    Tasks for people are not counted; messages ``released`` in this run are.
    """
    acts.braked = braking.found(desk, desk.kind, wanting) if desk.limits is None else desk.limits.braked
    if acts.braked:
        return [braking.parked(decision, acts.braked) for decision in wanting]
    driven = [d for d in wanting if d.send is not None and d.send.route.driver]
    if desk.limits is not None:
        held = [d for d in driven if d.case_id in desk.limits.held]
    else:
        left = room(desk, decisions)
        held = [] if left is None else driven[max(0, left - released) :]
    cap = desk.opened.settings.integer("daily_cap")
    for decision in held:
        _refuse(desk, acts, decision, because("DAILY-CAP", most=cap))
    stopped = {decision.case_id for decision in held}
    return [decision for decision in wanting if decision.case_id not in stopped]


def _global_stop(desk: Desk) -> Reason | None:
    if desk.opened.blocked_by:
        return because("RUN-DATA", what=desk.opened.blocked_by)
    if desk.outbox is not None and not desk.outbox.usable:
        return journal_reason(desk.outbox)
    return None


def journal_reason(box: Outbox) -> Reason:
    """Why a journal in doubt lets nothing go, and what would lift it."""
    doubt = box.in_doubt
    return because("JOURNAL", {"moved": "JOURNAL-MOVED", "conflict": "JOURNAL-CONFLICT"}.get(doubt.kind, ""), what=doubt.what)


def _prepare(
    desk: Desk,
    acts: Acts,
    decision: Decision,
    making: Drafting,
    by_case: dict[str, Decision],
    drafts: list[tuple[Decision, Send, Draft | None]],
) -> None:
    """A task for a person at once; an email as a finished draft, or the reason why it cannot be made."""
    send = decision.send
    assert send is not None
    if desk.channel is not None and send.route.channel != desk.channel:
        _refuse(desk, acts, decision, because("FAILED", what=phrase("wrong-channel", asked=desk.channel, channel=send.route.channel)))
    elif not send.route.driver:
        _task(desk, acts, decision, send, by_case)
    elif desk.outbox is None:
        drafts.append((decision, send, None))
    elif (taken := making.forbidden(send.call.keys[0])) is not None:
        _refuse(desk, acts, decision, taken)
    else:
        try:
            drafts.append((decision, send, making.draft(acts, decision, send)))
        except ContentLacking as lack:
            _refuse(desk, acts, decision, lack.reason)
        except email.AddressRefused as error:
            _refuse(desk, acts, decision, because("FAILED", what=phrase("with-advice", found=error.found, advice=error.advice)))
        except Stop as stop:
            if stop.fault.code != "X-TEMPLATE":
                raise
            _refuse(desk, acts, decision, because("FAILED", what=phrase("bad-wording", found=stop.fault.found, advice=stop.fault.advice)))


def _send(desk: Desk, acts: Acts, by_case: dict[str, Decision], drafts: list[tuple[Decision, Send, Draft | None]], progress: Polite) -> None:
    """Record all drafts, hand over those that need no release, and enter what became of each."""
    box = desk.outbox
    if box is None or desk.dry_run:
        for decision, send, _ in drafts:
            _expect(desk, acts, decision, send, by_case)
        return
    assert desk.transport is not None
    made = [(decision, draft) for decision, _, draft in drafts if draft is not None]
    _drop_leftovers(box, {key for _, draft in made for key, _ in draft.planned.keys})
    entries = box.plan_many([draft for _, draft in made], due_at=desk.due_at, place=desk.transport.place) if made else []
    at_once = [entry.uid for entry in entries if entry.state == "queued" and entry.due_at is None]
    progress.committed = progress.committed or bool(entries)
    handed: list[Entry] = []
    with suppress(StopAsked):
        progress.between(0, len(at_once), "")
        handed = transports.hand_over(desk, acts, at_once, desk.transport, progress.between)
    now_at = {entry.uid: entry for entry in handed or box.named(at_once)}
    for (decision, _), planned in zip(made, entries, strict=True):
        entry = now_at.get(planned.uid, planned)
        if planned.uid in now_at and entry.state == "queued" and acts.trouble is not None:
            _left(desk, acts, decision, entry, acts.trouble)
        elif planned.uid in now_at and entry.state == "queued":
            box.cancel(entry.keys[0][0], PROGRAM)
            acts.stopped += 1
            _refuse(desk, acts, decision, because("STOPPED"))
        else:
            _settled(desk, acts, decision, entry)


def _left(desk: Desk, acts: Acts, decision: Decision, entry: Entry, trouble: Stop) -> None:
    """The sending was ended before this message: it stays queued without a row, so that the next run makes it anew from its own facts."""
    reason = because("FAILED", what=phrase("mail-left", said=trouble.fault.code))
    acts.refused[decision.case_id] = reason
    message(acts, decision, entry.kind, entry.level, entry.channel, "queued", f"{entry.why} {reason.text(desk.language)}")


def _drop_leftovers(box: Outbox, wanted: set[str]) -> None:
    """Messages that a run had planned when it was cut off and that have not left: they are made anew from today's facts, or not at all.

    What waits for the sender or its next try stays, unless the ledger calls for it again: then it was closed without saving, or the run was cut off.
    """
    for entry in box.items(("queued", "planned", "deferred", "held")):
        unplanned = entry.state == "queued" and entry.due_at is None and not entry.approved_by
        if entry.transport != TASK and (unplanned or wanted & {key for key, _ in entry.keys}):
            box.cancel(entry.keys[0][0], PROGRAM)


def _settled(desk: Desk, acts: Acts, decision: Decision, entry: Entry) -> None:
    """Enter one message after the attempt to send it."""
    result = entry.result if entry.state in SHOWN else "queued"
    why = transports.outcome_why(entry, desk)
    transports.flag_address(desk, acts, entry)
    file = str(PurePosixPath("emails", entry.file_name)) if entry.state == "sent" else ""
    message(acts, decision, entry.kind, entry.level, entry.channel, result, why, file)
    enter(desk, acts, entry, result, why)
    acts.entries.append(entry)
    if entry.state in SHOWN:
        acts.entered.append(entry.uid)


def _task(desk: Desk, acts: Acts, decision: Decision, send: Send, by_case: dict[str, Decision]) -> None:
    """A row that asks a person to write or call; the level advances when its Result is set."""
    at = letters.planned_at(decision, desk.opened.settings.clock_time("send_time"), desk.opened.zone)
    message(acts, decision, send.call.kind, send.call.level, send.route.channel, "queued", send.why)
    for case_id in (decision.case_id, *send.listed):
        call = by_case[case_id].call
        for key in call.keys if call else ():
            add_row(desk, acts, case_id, decision.file.debtor.debtor_id, key, send.route.channel, send.call.kind, "queued", send.why, at)


def _expect(desk: Desk, acts: Acts, decision: Decision, send: Send, by_case: dict[str, Decision]) -> None:
    """What sending would leave behind, for a look ahead that writes nothing."""
    result = "queued" if send.needs_approval else "sent"
    at = letters.planned_at(decision, desk.opened.settings.clock_time("send_time"), desk.opened.zone)
    message(acts, decision, send.call.kind, send.call.level, send.route.channel, result, send.why)
    if decision.case_id in acts.texts:
        acts.messages[-1]["text"] = acts.texts[decision.case_id]
    for case_id in (decision.case_id, *send.listed):
        call = by_case[case_id].call
        for key in call.keys if call else ():
            acts.contacts[case_id].append(
                contact(desk, case_id, key, send.route.channel, send.call.kind, result, why_listed(send.why, case_id, decision.case_id, desk.language), at)
            )
            if result == "sent":
                charge(desk, acts, by_case[case_id].file, key, decision.position.as_of)


def _refuse(desk: Desk, acts: Acts, decision: Decision, reason: Reason) -> None:
    """A message that was due and could not be made: listed as blocked."""
    call = decision.send.call if decision.send else decision.call
    assert call is not None
    acts.refused[decision.case_id] = reason
    message(acts, decision, call.kind, call.level, decision.send.route.channel if decision.send else "", "blocked", reason.text(desk.language))
