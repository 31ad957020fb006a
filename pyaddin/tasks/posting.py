"""Acting on decisions: messages into the outbox and out of it, tasks for people, late fees, and the rows that record them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import PurePosixPath

from pyaddin.correspondence import email, wording
from pyaddin.correspondence.entry import Draft, Entry
from pyaddin.correspondence.outbox import Outbox
from pyaddin.correspondence.send import FolderTransport
from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Edit, SetCell, Value
from pyaddin.ledger.cells import instant_text
from pyaddin.rules.case import Adjustment, CaseFile, Contact, Move
from pyaddin.rules.decide import Decision, Send, queue_order
from pyaddin.rules.gate import CLASS_OF_KIND, bank_data_verdict, holds_verdict, missing_data
from pyaddin.rules.reason import Reason, because
from pyaddin.tasks import letters
from pyaddin.tasks.entries import Numbers
from pyaddin.tasks.opening import Opened

PROGRAM = "program"
_SHOWN = ("sent", "failed", "unknown")


@dataclass(frozen=True, slots=True)
class Desk:
    """What the run works with. Without an ``outbox`` (assess) nothing is worded: the picture after the acts is enough."""

    opened: Opened
    outbox: Outbox | None
    transport: FolderTransport | None
    run_id: str
    dry_run: bool
    numbers: Numbers
    channel: str | None = None


@dataclass
class Acts:
    """What was done: message lines for the answer, contacts and fees as the rules see them, ledger edits, journal uids entered."""

    messages: list[dict[str, object]] = field(default_factory=list)
    contacts: dict[str, list[Contact]] = field(default_factory=lambda: defaultdict(list))
    fees: dict[str, list[Adjustment]] = field(default_factory=lambda: defaultdict(list))
    refused: dict[str, Reason] = field(default_factory=dict)
    edits: list[Edit] = field(default_factory=list)
    entered: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


def ledger_keys(opened: Opened) -> frozenset[str]:
    """Keys of messages that left by a channel of the program: those the journal must vouch for."""
    rows = opened.typed.tables["Contacts"]
    return frozenset(str(row.values["Key"]) for row in rows if row.values["Key"] and row.values["Message ID"] and row.values["Result"] != "queued")


def ledger_runs(opened: Opened) -> frozenset[str]:
    """Runs that the ledger shows."""
    return frozenset(str(row.values["Run ID"]) for row in opened.typed.tables["Runs"])


def anything_to_send(decisions: Iterable[Decision]) -> bool:
    return any(decision.send is not None for decision in decisions)


def with_contacts(files: Sequence[CaseFile], contacts: dict[str, list[Contact]]) -> list[CaseFile]:
    """The files with contacts that the ledger does not show yet."""
    return [replace(file, contacts=(*file.contacts, *contacts[file.case.case_id])) if file.case.case_id in contacts else file for file in files]


def with_moves(file: CaseFile, decision: Decision) -> CaseFile:
    """The file as it stands after the decision's moves and flags."""
    flagged = {row.key for row in decision.newly_missed}
    as_of = decision.position.as_of
    rows = tuple(replace(row, flagged_on=as_of) if (row.plan_id, row.no) in flagged else row for row in file.installments)
    if not decision.moves:
        return replace(file, installments=rows) if flagged else file
    state = decision.state
    case = replace(file.case, stage=state.stage, stage_since=state.since, episode=state.episode, outcome=state.outcome, outcome_on=state.outcome_on)
    moves = tuple(Move(as_of, m.from_stage, m.to_stage, decision.level, decision.level, m.episode, m.rule, m.why.text) for m in decision.moves)
    return replace(file, case=case, moves=(*file.moves, *moves), installments=rows)


# --- what an earlier run left ---------------------------------------------------------------------------------------


def recover(desk: Desk) -> Acts:
    """Messages that left and are not in the ledger yet (a crash in between), and those a person has cancelled since."""
    acts = Acts()
    box = desk.outbox
    if box is None or not box.usable:
        return acts
    if not desk.dry_run and desk.transport is not None:
        box.recover(desk.transport)
    shown = {(row.values["Key"], row.values["Message ID"], row.values["Result"]) for row in desk.opened.typed.tables["Contacts"]}
    known = {file.case.case_id for file in desk.opened.files}
    for entry in box.unentered():
        acts.entered.append(entry.uid)
        if all((key, entry.message_id, entry.result) in shown for key, _ in entry.keys) or not {case_id for _, case_id in entry.keys} <= known:
            continue
        _enter(desk, acts, entry, entry.result, entry.why)
    for entry in box.items(("cancelled",)):
        _update_rows(desk, acts, entry, "blocked", f"Cancelled: {entry.note or 'by a person'}", None)
    return acts


def _queued_rows(desk: Desk, entry: Entry) -> list[tuple[int, str, str]]:
    """Contact rows of a message that still stand at queued: Excel row, contact id, case id."""
    keys = {key for key, _ in entry.keys}
    return [
        (row.row, str(row.values["Contact ID"]), str(row.values["Case ID"]))
        for row in desk.opened.typed.tables["Contacts"]
        if row.values["Key"] in keys and row.values["Message ID"] == entry.message_id and row.values["Result"] == "queued"
    ]


def _update_rows(desk: Desk, acts: Acts, entry: Entry, result: str, why: str, at: datetime | None) -> None:
    """Change the waiting rows of a message to what became of it."""
    raw = dict(desk.opened.raw.tables["Contacts"].rows)
    keys = {case_id: key for key, case_id in entry.keys}
    for number, contact_id, case_id in _queued_rows(desk, entry):
        values: dict[str, Value] = {"Result": result, "Why": why}
        if at is not None:
            values |= {"At": instant_text(at), "Document": _document(entry) if result == "sent" else None}
        acts.edits += [SetCell("Contacts", number, contact_id, name, raw[number].get(name), value, why) for name, value in values.items()]
        acts.contacts[case_id].append(_contact(desk, case_id, keys[case_id], entry.channel, entry.kind, result, why, at or entry.at))


# --- acting ---------------------------------------------------------------------------------------------------------


def act(desk: Desk, decisions: Sequence[Decision], progress: Callable[[int, int, str], None] = lambda done, total, label: None) -> Acts:
    """Carry out every message that the decisions call for, and list those that were due and may not go."""
    acts = Acts()
    by_case = {decision.case_id: decision for decision in decisions}
    siblings: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        siblings[decision.file.case.debtor_id].append(decision)
    for decision in decisions:
        if decision.blocked and decision.call is not None:
            _message(acts, decision, decision.call.kind, decision.call.level, "", "blocked", " ".join(reason.text for reason in decision.blocked))
    wanting = [d for d in sorted((d for d in decisions if d.send is not None), key=queue_order)]
    stop = _global_stop(desk)
    if stop is not None:
        for decision in wanting:
            _refuse(acts, decision, stop)
        return acts
    _release_approved(desk, acts, by_case)
    drafts: list[tuple[Decision, Send, Draft | None]] = []
    for number, decision in enumerate(wanting, start=1):
        progress(number, len(wanting), decision.case_id)
        _prepare(desk, acts, decision, siblings[decision.file.case.debtor_id], by_case, drafts)
    _send(desk, acts, by_case, drafts, progress)
    return acts


def _global_stop(desk: Desk) -> Reason | None:
    if desk.opened.blocked_by:
        return because("RUN-DATA", what=desk.opened.blocked_by)
    if desk.outbox is not None and not desk.outbox.usable:
        return because("JOURNAL", what=f"{desk.outbox.doubt}. A supervisor must run outbox adopt.")
    return None


def _prepare(
    desk: Desk,
    acts: Acts,
    decision: Decision,
    siblings: Sequence[Decision],
    by_case: dict[str, Decision],
    drafts: list[tuple[Decision, Send, Draft | None]],
) -> None:
    """A task for a person at once; an email as a finished draft, or the reason why it cannot be made."""
    send = decision.send
    assert send is not None
    if desk.channel is not None and send.route.channel != desk.channel:
        _refuse(acts, decision, because("FAILED", what=f"channel {desk.channel} was asked for, the debtor's is {send.route.channel}"))
    elif not send.route.driver:
        _task(desk, acts, decision, send, by_case)
    elif desk.outbox is None:
        drafts.append((decision, send, None))
    else:
        try:
            drafts.append((decision, send, _draft(desk, decision, send, siblings, by_case)))
        except email.AddressRefused as error:
            _refuse(acts, decision, because("FAILED", what=f"{error.found}: {error.advice}"))
        except Stop as stop:
            if stop.fault.code != "X-TEMPLATE":
                raise
            _refuse(acts, decision, because("FAILED", what=f"wording {stop.fault.found} ({stop.fault.advice})"))


def _draft(desk: Desk, decision: Decision, send: Send, siblings: Sequence[Decision], by_case: dict[str, Decision]) -> Draft:
    opened = desk.opened
    assert desk.outbox is not None
    letter = letters.letter(decision, send, siblings, opened.settings, opened.policy)
    words = wording.render(letter)
    planned = letters.planned(decision, send, by_case, opened.settings, opened.zone, desk.run_id)
    attempt = desk.outbox.next_attempt(planned.keys[0][0])
    body = email.build(letter, words, planned, attempt=attempt, redirect=opened.settings.text("redirect_all_to"))
    domain = email.mailbox(letter.sender.reply_to).domain
    identity = email.message_id(planned, attempt, domain)
    return Draft(planned, send.call.kind, send.call.level, words.template, words.sha256, identity, body, "folder")


def _send(
    desk: Desk, acts: Acts, by_case: dict[str, Decision], drafts: list[tuple[Decision, Send, Draft | None]], progress: Callable[[int, int, str], None]
) -> None:
    """Record all drafts, hand over those that need no release, and enter what became of each."""
    box = desk.outbox
    if box is None or desk.dry_run:
        for decision, send, _ in drafts:
            _expect(desk, acts, decision, send, by_case)
        return
    assert desk.transport is not None
    left_over = {entry.keys[0][0]: entry for entry in box.items(("queued", "planned")) if entry.transport != "task"}
    fresh = [draft for _, _, draft in drafts if draft is not None and draft.planned.keys[0][0] not in left_over]
    _drop_unwanted(desk, acts, left_over, {draft.planned.keys[0][0] for _, _, draft in drafts if draft is not None})
    entries = {entry.keys[0][0]: entry for entry in box.plan_many(fresh)} if fresh else {}
    entries = left_over | entries
    wanted = [entries[draft.planned.keys[0][0]] for _, _, draft in drafts if draft is not None]
    sent = {entry.uid: entry for entry in box.deliver_many([entry.uid for entry in wanted if entry.state == "queued"], desk.transport, progress)}
    for decision, _, draft in drafts:
        if draft is not None:
            entry = sent.get(entries[draft.planned.keys[0][0]].uid, entries[draft.planned.keys[0][0]])
            _settled(desk, acts, decision, entry)


def _drop_unwanted(desk: Desk, acts: Acts, left_over: dict[str, Entry], wanted: set[str]) -> None:
    """Messages queued by a run that was cut off and that the facts no longer call for."""
    assert desk.outbox is not None
    for key, entry in left_over.items():
        if key not in wanted and entry.state == "queued":
            desk.outbox.cancel(key, PROGRAM)


def _settled(desk: Desk, acts: Acts, decision: Decision, entry: Entry) -> None:
    """Enter one message after the attempt to send it."""
    result = entry.result if entry.state in _SHOWN else "queued"
    why = entry.why if result in ("sent", "queued") else f"{entry.why} {because('FAILED', what=entry.note or entry.state).text}"
    file = str(PurePosixPath("emails", entry.file_name)) if entry.state == "sent" else ""
    _message(acts, decision, entry.kind, entry.level, entry.channel, result, why, file)
    if entry.state == "deferred":
        acts.refused[decision.case_id] = because("FAILED", what=entry.note)
        acts.messages[-1]["result"] = "failed"
        return
    _enter(desk, acts, entry, result, why)
    acts.entries.append(entry)
    if entry.state in _SHOWN:
        acts.entered.append(entry.uid)


def _charge(desk: Desk, acts: Acts, file: CaseFile, key: str, on: date) -> None:
    """The contract's late fee of a reminder level, once per key, on the day its message went out (R15)."""
    _, episode, kind, subject = key.rsplit("|", 3)
    if kind != "reminder":
        return
    case_id, level = file.case.case_id, int(subject)
    fee = letters.late_fee(file, int(episode), level)
    if fee <= 0:
        return
    fee_key = letters.fee_key(case_id, int(episode), level)
    number = desk.numbers.take("Adjustments")
    values: dict[str, Value] = {
        "Adjustment ID": number, "Case ID": case_id, "On": on, "Kind": "fee", "Component": "fee", "Amount": fee, "Level": level, "Key": fee_key,
        "Notes": "Late fee of the contract (R15)",
    }  # fmt: skip
    acts.edits.append(AddRow("Adjustments", number, values, f"Late fee of level {level} (R15)"))
    acts.fees[case_id].append(Adjustment(number, on, "fee", fee, "fee", key=fee_key))


def _task(desk: Desk, acts: Acts, decision: Decision, send: Send, by_case: dict[str, Decision]) -> None:
    """A row that asks a person to write or call; the level advances when its Result is set."""
    at = letters.planned_at(decision, desk.opened.settings.clock_time("send_time"), desk.opened.zone)
    _message(acts, decision, send.call.kind, send.call.level, send.route.channel, "queued", send.why)
    for case_id in (decision.case_id, *send.listed):
        call = by_case[case_id].call
        for key in call.keys if call else ():
            _row(desk, acts, case_id, decision.file.debtor.debtor_id, key, send.route.channel, send.call.kind, "queued", send.why, at)


def _expect(desk: Desk, acts: Acts, decision: Decision, send: Send, by_case: dict[str, Decision]) -> None:
    """What sending would leave behind, for a look ahead that writes nothing."""
    result = "queued" if send.needs_approval else "sent"
    at = letters.planned_at(decision, desk.opened.settings.clock_time("send_time"), desk.opened.zone)
    _message(acts, decision, send.call.kind, send.call.level, send.route.channel, result, send.why)
    for case_id in (decision.case_id, *send.listed):
        call = by_case[case_id].call
        for key in call.keys if call else ():
            acts.contacts[case_id].append(
                _contact(desk, case_id, key, send.route.channel, send.call.kind, result, _why_listed(send.why, case_id, decision.case_id), at)
            )
            if result == "sent":
                _charge(desk, acts, by_case[case_id].file, key, decision.position.as_of)


def _release_approved(desk: Desk, acts: Acts, by_case: dict[str, Decision]) -> None:
    """Messages that a supervisor released: asked again whether they may go, then exactly those bytes."""
    box = desk.outbox
    if box is None or desk.dry_run or desk.transport is None:
        return
    going: list[Entry] = []
    for entry in box.items(("approved",)):
        decision = by_case.get(entry.case_id)
        objection = _objection(entry, decision, desk)
        if objection is None and decision is not None:
            going.append(entry)
            continue
        box.cancel(entry.keys[0][0], PROGRAM)
        _update_rows(desk, acts, entry, "blocked", objection or "The case is no longer in the ledger.", None)
    if not going:
        return
    box.release()
    for entry in box.deliver_many([entry.uid for entry in going], desk.transport):
        decision = by_case[entry.case_id]
        result = entry.result if entry.state in _SHOWN else "queued"
        at = letters.planned_at(decision, desk.opened.settings.clock_time("send_time"), desk.opened.zone)
        why = f"{entry.why} Released by {entry.approved_by}."
        _update_rows(desk, acts, entry, result, why, at)
        _message(
            acts,
            decision,
            entry.kind,
            entry.level,
            entry.channel,
            result,
            why,
            str(PurePosixPath("emails", entry.file_name)) if result == "sent" else "",
        )
        acts.entries.append(entry)
        if entry.state in _SHOWN:
            acts.entered.append(entry.uid)
        for key, case_id in entry.keys if result == "sent" else ():
            _charge(desk, acts, by_case[case_id].file, key, decision.position.as_of)


def _objection(entry: Entry, decision: Decision | None, desk: Desk) -> str | None:
    """Why a released message may no longer go; ``None`` when it may."""
    if decision is None:
        return "The case is no longer in the ledger."
    reasons = [*holds_verdict(entry.kind, decision.holds).blocked, *bank_data_verdict(entry.kind, desk.opened.policy, desk.opened.as_of)]
    if missing := missing_data(decision.file, desk.opened.policy):
        reasons.append(because("HOLD-DATA", what="; ".join(missing)))
    if reasons:
        return " ".join(reason.text for reason in reasons)
    if entry.channel in decision.file.debtor.opted_out or decision.file.debtor.email != entry.recipient:
        return "The debtor's address or channel has changed since."
    if not decision.position.in_arrears or not decision.in_collection:
        return "Nothing is past due any more."
    if any(p.value_date >= entry.at.date() for p in decision.file.payments):
        return "A payment has come in since."
    return None


# --- rows -----------------------------------------------------------------------------------------------------------


def _why_listed(why: str, case_id: str, lead: str) -> str:
    return why if case_id == lead else f"{why} {because('LISTED', case=lead).text}"


def _refuse(acts: Acts, decision: Decision, reason: Reason) -> None:
    """A message that was due and could not be made: listed as blocked."""
    call = decision.send.call if decision.send else decision.call
    assert call is not None
    acts.refused[decision.case_id] = reason
    _message(acts, decision, call.kind, call.level, decision.send.route.channel if decision.send else "", "blocked", reason.text)


def _message(acts: Acts, decision: Decision, kind: str, level: int, channel: str, result: str, why: str, file: str = "") -> None:
    acts.messages.append(
        {"case_id": decision.case_id, "kind": kind, "level": level, "channel": channel, "result": result, "why": why, "file": file or None}
    )


def _document(entry: Entry) -> str:
    return f"{entry.run_id}/emails/{entry.file_name}"


def _contact(desk: Desk, case_id: str, key: str, channel: str, kind: str, result: str, why: str, at: datetime) -> Contact:
    zone = desk.opened.zone_of(case_id)
    return Contact(case_id, at, at.astimezone(zone).date(), channel, "out", result, CLASS_OF_KIND[kind], key=key, why=why)


def _enter(desk: Desk, acts: Acts, entry: Entry, result: str, why: str) -> None:
    """One Contacts row per key of the message, and its late fee once it went out."""
    for key, case_id in entry.keys:
        words = _why_listed(why, case_id, entry.case_id)
        _row(desk, acts, case_id, entry.debtor_id, key, entry.channel, entry.kind, result, words, entry.at, entry)
        if result == "sent":
            _charge(desk, acts, desk.opened.file_of(case_id), key, entry.at.astimezone(desk.opened.zone_of(case_id)).date())


def _row(
    desk: Desk,
    acts: Acts,
    case_id: str,
    debtor_id: str,
    key: str,
    channel: str,
    kind: str,
    result: str,
    why: str,
    at: datetime,
    entry: Entry | None = None,
) -> None:
    contact_id = desk.numbers.take("Contacts")
    values: dict[str, Value] = {
        "Contact ID": contact_id,
        "Case ID": case_id,
        "Debtor ID": debtor_id,
        "At": instant_text(at),
        "Channel": channel,
        "Direction": "out",
        "Class": CLASS_OF_KIND[kind],
        "Template": entry.template if entry else None,
        "Result": result,
        "Message ID": entry.message_id if entry else None,
        "Document": _document(entry) if entry and result == "sent" else None,
        "By": PROGRAM,
        "Key": key,
        "Why": why,
    }
    acts.edits.append(AddRow("Contacts", contact_id, values, why))
    acts.contacts[case_id].append(_contact(desk, case_id, key, channel, kind, result, why, at))
