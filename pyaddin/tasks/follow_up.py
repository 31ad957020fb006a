"""The follow-up run behind the buttons Weekly run, Check missed installments and Send reminders.

Read and decide; record each message in the outbox, then hand it over; decide again with those acts entered; write the ledger
once. Deciding twice makes the run its own proof: what a second run on the same date would see is what was written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from pyaddin import __version__
from pyaddin.correspondence.deskbook import anything_kept
from pyaddin.correspondence.entry import Transport
from pyaddin.correspondence.outbox import Outbox
from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Book, Edit, SetCell, Value, Written, saves_at_once
from pyaddin.ledger.cells import instant_text
from pyaddin.ledger.closed import ClosedBook, opened_by
from pyaddin.records import dataclass
from pyaddin.rules.decide import Decision
from pyaddin.rules.notices import Asked
from pyaddin.rules.reason import because, phrase
from pyaddin.rules.request import Override
from pyaddin.tasks import audited, braking, kpis, leftovers, pending, posting, room, run_page, snapshots, still_open, transports
from pyaddin.tasks.acts import PROGRAM, Acts, Desk
from pyaddin.tasks.change_lines import ChangeLines
from pyaddin.tasks.corrections import correction_notes, plan_faults
from pyaddin.tasks.deciding import by_channel, decided
from pyaddin.tasks.entries import Ledger, Numbers, computed_edits
from pyaddin.tasks.kept_runs import OpenElsewhere
from pyaddin.tasks.moves import MoveRows
from pyaddin.tasks.noticing import with_all_noticed
from pyaddin.tasks.opening import Opened, chosen, open_ledger, passing
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.polite import Polite, Progress
from pyaddin.tasks.recorded import write
from pyaddin.tasks.tidying import mending_edits, with_form
from pyaddin.tasks.writing_off import write_off_rows

_LETTER = {"weekly": "W", "daily": "D", "button": "B"}


@dataclass(frozen=True, slots=True)
class Run:
    """One run: what it is called, how it was asked for, and by whom."""

    run_id: str
    kind: str
    command: str
    out: Path
    dry_run: bool
    by: str
    started: datetime
    cases: tuple[str, ...]
    channel: str | None
    preview: bool
    due_at: datetime | None
    holder: str = ""
    """Who has the ledger open in another program: then what the run writes is kept in the journal (``tasks.kept_runs``)."""
    holding: bool = False
    """Messages of such a run stay queued until the ledger was asked again; not with send_while_open."""
    transport: str = "folder"
    asked: Asked | None = None
    """The one message that a person sends to the chosen cases in place of reminders."""


def run(
    path: Path,
    *,
    kind: str,
    command: str,
    as_of: date | None,
    out: Path | None,
    transport: str | None,
    dry_run: bool,
    by: str,
    now: Callable[[], datetime],
    progress: Progress,
    cases: tuple[str, ...] = (),
    channel: str | None = None,
    preview: bool = False,
    overrides: tuple[Override, ...] = (),
    asked: Asked | None = None,
    book: Book | None = None,
) -> Outcome:
    """The whole run on one ledger: the closed file, or the open workbook when ``book`` is given. ``asked``: see ``tasks.send_message``.

    From an open workbook that the clerk saves nothing leaves at once: messages wait ``recall_minutes`` for the sender (``tasks.sender``), unless that
    setting is 0. A weekly or daily run that finds the closed file open in another program computes, keeps its edits in the journal and its
    messages queued; a second one on that day does nothing.

    Raises ``Stop`` before anything was changed: see ``Book.read``, ``Outbox.open``, X-BACKDATED, X-TRANSPORT, X-MAIL-SETUP, X-ADOPT, X-OPEN
    (reminders to chosen cases on the closed file; any run whose journal cannot be used).
    """
    started, dry_run, told, watched = now(), dry_run or preview, list[str](), Polite(progress)
    watched(0, 6, "reading the ledger")
    watched.drop()
    holder = (opened_by(path) if book is None and not dry_run else None) or ""
    if not dry_run and not holder:
        pending.enter_kept(book or ClosedBook(path), now=now, told=told)
    elsewhere = OpenElsewhere(path, by=by, now=now) if book is None and (holder or dry_run and anything_kept(path)) else book
    thoroughly = kind != "button" and not dry_run  # a click on chosen cases does not wait for it; a run over the whole ledger mends what was pasted
    opened = with_form(passing(open_ledger(path, as_of=as_of, now=now, book=elsewhere), overrides), thoroughly=thoroughly)
    way = transports.name_of(opened, transport, now, dry_run=dry_run)
    _refuse(opened)
    if holder and kind == "button":
        raise Stop("X-OPEN", holder)
    chosen(opened, cases)
    opened, noticed = with_all_noticed(opened, by=by, at=started, task=command, dry_run=dry_run)
    keys, runs = posting.ledger_keys(opened), posting.ledger_runs(opened)
    if dry_run:
        box = Outbox.peek(path, opened.raw.ledger_id, ledger_keys=keys, ledger_runs=runs)
    else:
        box = Outbox.open(path, opened.raw.ledger_id, ledger_keys=keys, ledger_runs=runs, now=now, create=True)
    with box:
        braking.refuse_folder_sent(box, way)
        known = box.runs_known().difference(box.cut_off_runs(), box.unfinished_runs()) if holder else ()  # one that died is taken up
        run_id = _run_id(opened, kind, known)
        place = out or path.parent / f"{path.stem}-out" / run_id
        this = Run(run_id, kind, command, place, dry_run, by, started, cases, channel, preview, None, holder, transport=way, asked=asked)
        if holder and not box.usable:
            raise Stop("X-OPEN", holder)
        if holder and (waits := still_open.waiting_run(opened, kind, box)):
            return still_open.outcome(opened, command, kind, waits, holder=holder, out=this.out, pending=len(box.pending()))
        recall = 0 if saves_at_once(book) else opened.settings.days("recall_minutes")
        holding = bool(holder) and not opened.settings.yes("send_while_open")
        due_at = started + timedelta(minutes=recall) if recall else started if holding else None
        with transports.ready(opened, way, this.out) as out_way:
            outcome = _run_with(opened, replace(this, due_at=due_at, holding=holding), box, out_way, now, watched)
    outcome.data["notes"] = [*_notes(outcome), *told, *run_page.growth_notes(opened)]
    if noticed and kind != "button":
        audited.tell(path, opened.raw.ledger_id, noticed)
    return outcome


def _refuse(opened: Opened) -> None:
    if opened.last_run is not None and opened.as_of < opened.last_run:
        raise Stop("X-BACKDATED", f"{opened.as_of} is before the run of {opened.last_run}", sheet="Runs", column="As of")


def _notes(outcome: Outcome) -> list[object]:
    notes = outcome.data.get("notes")
    return list(notes) if isinstance(notes, list) else []


def _run_id(opened: Opened, kind: str, known: Collection[str]) -> str:
    """A free name. ``known`` are runs of the journal: an open workbook may show some that its file does not."""
    base = f"{_LETTER[kind]}-{opened.as_of}"
    taken = {str(row.values["Run ID"]) for row in opened.typed.tables["Runs"]} | set(known)
    number, run_id = 1, base
    while run_id in taken:
        number += 1
        run_id = f"{base}-{number}"
    return run_id


def _run_with(opened: Opened, this: Run, box: Outbox, transport: Transport, now: Callable[[], datetime], progress: Polite) -> Outcome:
    numbers = Numbers(opened.typed)
    real = now if this.transport == transports.SMTP else None
    desk = Desk(opened, box, transport, this.run_id, this.dry_run, numbers, this.channel, this.preview, this.due_at, this.holding, this.kind, real, this.out)
    earlier = leftovers.recover(desk)
    files = posting.with_earlier(opened.files, earlier)
    progress(1, 6, "deciding")
    decide = partial(decided, opened=opened, kind=this.kind, cases=this.cases, seen=opened.seen(this.kind), asked=this.asked)
    before = decide(by_channel(files, this.cases, this.channel))
    by_case = {decision.case_id: decision for decision in before}
    room.require_room_for(opened, before, box)
    progress.drop()
    withdrawn = Acts() if this.holding else leftovers.withdraw(desk, by_case)  # an old file must not take back what newer facts have made
    late = leftovers.deliver_due(desk, by_case)
    progress.committed = bool(withdrawn.contacts or late.entries)
    if withdrawn.contacts or late.contacts:
        files = posting.with_earlier(posting.with_earlier(files, withdrawn), late)
        before = decide(by_channel(files, this.cases, this.channel))
    progress(2, 6, "writing messages")
    progress.drop()
    waiting = this.due_at is not None and box.usable and bool(box.pending())
    if not this.dry_run and box.usable and (waiting or posting.anything_to_send(before)):
        _begin(opened, this, box)
    acts = posting.act(desk, before, progress)
    acts.messages[:0] = late.messages
    acts.entries[:0] = late.entries
    acts.trouble = acts.trouble or late.trouble
    progress(3, 6, "deciding again")
    after = [_as_acted(decision, acts) for decision in decide(posting.with_acts(files, before, acts))]
    acted = acts.edits if this.holding else [*earlier.edits, *withdrawn.edits, *late.edits, *acts.edits]
    entered = [] if this.holder else [*earlier.entered, *late.entered, *acts.entered]  # the journal's kept edits are no ledger yet
    only_messages = this.preview or this.command == "outlook"  # who asks what would be sent is not told the figures: they take as long again
    edits = [] if only_messages else _edits(opened, this, before, after, acted, numbers, now())
    counts = _counts(opened, before, after, acts, earlier)
    snapshot = snapshots.snapshot_of(after, opened.as_of, this.run_id) if this.kind in snapshots.KINDS else None
    if snapshot is not None and not this.dry_run:
        edits += kpis.figures_edit(opened, snapshot, after)
    ended = now()
    written: Written | None = None
    untold: list[str] = []
    if (edits or _first_of_its_day(opened, this)) and not this.dry_run:
        progress(4, 6, "writing the ledger")
        untold = snapshots.keep(opened, snapshot, kind=this.kind, at=ended) if snapshot is not None else []
        try:
            written = _write(opened, this, box, edits, counts, ended, entered)
        except Stop as stop:
            if not _left(box, acts):
                raise  # nothing has left: nothing was changed
            return _outcome(opened, this, counts, [], acts, after, box.doubt, None, None, f"{stop} What was sent is recorded; run again to enter it.")
    elif not this.dry_run and box.usable:
        box.mark_entered(entered)
    if not this.dry_run and box.usable:
        _remember(opened, this, box, acts)
    progress(5, 6, "writing the report")
    page = run_page.RunFacts(
        this.run_id, this.kind, opened, this.started, ended, this.dry_run, counts, before, after, tuple(acts.messages), tuple(edits), box.doubt,
        braking.note(acts, this.run_id, opened.policy.language), this.transport,
    )  # fmt: skip
    report, stopped = run_page.written(page, this.out, acts.entries, _stopped(acts, opened.policy.language))
    progress(6, 6, "done")
    outcome = _outcome(opened, this, counts, edits, acts, after, box.doubt, report, written, stopped)
    if only_messages:
        outcome.data["to_enter"] = sorted(earlier.contacts)  # cases with messages that left and are not in the ledger yet
    outcome.data["notes"] = [*_notes(outcome), *untold]
    if this.due_at is not None and not this.dry_run and box.usable:
        outcome.data["pending"] = len(box.pending())  # those that a sender which died has left, too: the door starts a new one
    return outcome


def _remember(opened: Opened, this: Run, box: Outbox, acts: Acts) -> None:
    """What the next run's brake compares with; and runs that were cut off are over: what they left is entered now."""
    if this.kind != "button":
        braking.remember(box, opened, acts.braked)
    for cut_off in [] if this.holder else [*box.unfinished_runs(), *box.waiting_runs()]:
        box.end_run(cut_off, {})


def _stopped(acts: Acts, language: str) -> str:
    """Why the run could not send everything; blank when it could."""
    told = [phrase("note stopped", count=acts.stopped).says(language)] if acts.stopped else []
    return " ".join([*told, *([str(acts.trouble), acts.trouble.fault.advice] if acts.trouble else [])])


def _left(box: Outbox, acts: Acts) -> bool:
    """Whether anything has left for good; what only waits for the sender is taken back."""
    waiting = [entry.uid for entry in acts.entries if entry.state == "queued" and entry.due_at is not None]
    if waiting:
        box.cancel_pending(waiting, PROGRAM)
    return len(waiting) < len(acts.entries)


def _first_of_its_day(opened: Opened, this: Run) -> bool:
    """A weekly or daily run leaves its row in Runs also when it found nothing to change, so that everyone sees it was made."""
    return this.kind != "button" and not any(
        row.values["Kind"] == this.kind and row.values["As of"] == opened.as_of for row in opened.typed.tables["Runs"]
    )


def _begin(opened: Opened, this: Run, box: Outbox) -> None:
    """Enter the run in the journal once; a run that a crash cut off is taken up under its own id."""
    if box.usable and this.holder:
        box.begin_waiting(this.run_id, this.kind, opened.as_of, this.transport)
    elif box.is_own:
        box.begin_run(this.run_id, this.kind, opened.as_of, this.transport)


def _as_acted(decision: Decision, acts: Acts) -> Decision:
    """A message that could not be made is shown as blocked with its reason."""
    reason = acts.refused.get(decision.case_id)
    return decision if reason is None or decision.send is None else replace(decision, send=None, blocked=(reason,))


def _edits(
    opened: Opened, this: Run, before: Sequence[Decision], after: Sequence[Decision], acted: list[Edit], numbers: Numbers, at: datetime
) -> list[Edit]:
    """All that the ledger does not show yet. With chosen cases only theirs are written, so that one click changes what it names."""
    ledger = Ledger(opened.typed)
    written = [d for d in after if not this.cases or d.case_id in this.cases]
    edits = [*mending_edits(opened), *computed_edits(ledger, written, numbers, opened.as_of, today=after)]
    levels = {d.case_id: d.level for d in after}
    moves = MoveRows(at, this.run_id, this.by)
    for decision in before:
        if decision.moves:
            edits += [*moves.of(decision, levels[decision.case_id]), *write_off_rows(decision, numbers.take)]
    return edits + acted


def _counts(opened: Opened, before: Sequence[Decision], after: Sequence[Decision], acts: Acts, earlier: Acts) -> dict[str, int]:
    results = [message["result"] for message in acts.messages]
    return {
        "assessed": len(after),
        "flagged": sum(len(d.newly_missed) for d in before),
        "moved": sum(1 for d in before if d.moves),
        "sent": results.count("sent"),
        "queued": results.count("queued"),
        "blocked": results.count("blocked"),
        "failed": results.count("failed"),
        "parked": results.count("unknown") + braking.count(acts) + sum(1 for contacts in earlier.contacts.values() for c in contacts if c.result == "unknown"),
        "refused": opened.refused,
    }


def _run_row(opened: Opened, this: Run, counts: Mapping[str, int], ended: datetime) -> list[Edit]:
    values: dict[str, Value] = {
        "Run ID": this.run_id,
        "Kind": this.kind,
        "As of": opened.as_of,
        "Started at": instant_text(this.started),
        "Ended at": instant_text(ended),
        "Transport": this.transport,
        **{name.capitalize(): number for name, number in counts.items()},
        "By": this.by,
        "Version": __version__,
    }
    if opened.raw.takes("Runs", "Audit head"):
        values["Audit head"] = audited.head_text(opened.book.path, opened.raw.ledger_id) or None
    edits: list[Edit] = [AddRow("Runs", this.run_id, values, because("RUN").text(opened.policy.language))]
    for number, cells in opened.raw.tables["Settings"].rows:
        if cells.get("Key") == "as_of" and opened.settings.day("as_of") != opened.as_of:
            edits.append(SetCell("Settings", number, "as_of", "Value", cells.get("Value"), opened.as_of, because("AS-OF").text(opened.policy.language)))
    return edits


def _write(
    opened: Opened, this: Run, box: Outbox, edits: list[Edit], counts: Mapping[str, int], ended: datetime, entered: Sequence[str]
) -> Written:
    """The ledger first, then the journal learns that it shows what was sent; a crash in between is found at the next start."""
    _begin(opened, this, box)
    edits = [*edits, *_run_row(opened, this, counts, ended)]
    undoable = not this.holder and (this.kind == "button" or not isinstance(opened.book, ClosedBook))
    written = write(
        opened.book, opened.raw, edits, as_of=opened.as_of, at=ended, by=this.by, task=this.command, run_id=this.run_id, undoable=undoable
    )
    if this.holder:
        return written
    if box.usable:
        box.mark_entered(entered)
    if box.is_own:
        box.end_run(this.run_id, counts)
    return written


def _grown(written: Written | None) -> str:
    """What a ledger of an earlier version got at its right ends in this run."""
    if written is None or not written.columns_added:
        return ""
    columns = "; ".join(f"{table}: {', '.join(names)}" for table, names in written.columns_added.items())
    return f"The ledger was of an earlier version and got new columns ({columns}). The file as it was is the backup {written.backup and written.backup.name}."


def _outcome(
    opened: Opened,
    this: Run,
    counts: dict[str, int],
    edits: Sequence[Edit],
    acts: Acts,
    after: Sequence[Decision],
    doubt: str,
    report: Path | None,
    written: Written | None,
    stopped: str,
) -> Outcome:
    """The answer; ``stopped`` tells why the run could not be finished after something had left."""
    faults = [fault.as_json() for fault in (*opened.faults, *plan_faults(after, opened.policy, opened.plan_rows))]
    mine = [d for d in after if not this.cases or d.case_id in this.cases]
    data: dict[str, object] = {
        "run_id": this.run_id,
        "kind": this.kind,
        "as_of": opened.as_of.isoformat(),
        "dry_run": this.dry_run,
        "language": opened.policy.language,
        **counts,
        "faults": faults,
        "changes": ChangeLines(edits),
        "messages": acts.messages,
        "report": str(report) if report else None,
        "out": str(this.out),
        "transport": this.transport,
        "backup": str(written.backup) if written and written.backup else None,
        "deferred": sum(1 for entry in acts.entries if entry.state == "deferred" and entry.tries),
        "pending": sum(1 for entry in acts.entries if entry.state == "queued" and entry.due_at is not None),
        "due_at": this.due_at.isoformat() if this.due_at else None,
        "brake": [{"rule": reason.rule, "why": reason.says(opened.policy.language)} for reason in acts.braked],
        "notes": [
            note
            for note in (braking.note(acts, this.run_id, opened.policy.language), doubt, opened.blocked_by, _grown(written), *correction_notes(mine)) if note
        ],
    }
    if stopped:
        data["stopped"] = stopped
    if this.holder:
        data["open_in"] = this.holder
        key = "note open" if this.holding else "note sent-while-open"
        told = phrase(key, holder=this.holder, count=counts["queued"]).says(opened.policy.language)
        data["notes"] = [told, *(note for note in (doubt, opened.blocked_by, *correction_notes(mine)) if note)]
    bad = stopped or data["deferred"] or counts["failed"] or counts["parked"] or counts["refused"]
    return Outcome(this.command, data, 1 if bad else 0)
