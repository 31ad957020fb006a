"""The page about a run, and the same changes as JSON: what moved, was flagged, sent, blocked and why, and one case to the cent."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from pyaddin import fault_words, found_words
from pyaddin.correspondence.entry import Entry
from pyaddin.correspondence.report import (
    CHANGES_SHOWN,
    LINES_SHOWN,
    AgeingLine,
    ChangeLine,
    Explained,
    ExplainLine,
    FaultLine,
    FlaggedLine,
    MessageLine,
    MovedLine,
    RunReport,
    StageLine,
    TotalLine,
    index_of_messages,
    render,
)
from pyaddin.errors import Fault, Stop
from pyaddin.ledger.book import Edit
from pyaddin.ledger.captions import caption, sheet_caption
from pyaddin.practice import paper_words
from pyaddin.records import dataclass
from pyaddin.rules.decide import OPEN_STAGES, Decision
from pyaddin.rules.explain import explain
from pyaddin.rules.reason import phrase
from pyaddin.tasks.audited import head_text
from pyaddin.tasks.change_lines import cells_in, shown, told_of
from pyaddin.tasks.corrections import correction_notes
from pyaddin.tasks.noticing import noticed_notes
from pyaddin.tasks.opening import Opened

_STAGES = ("", *OPEN_STAGES, "CLOSED")


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What the page is made from."""

    run_id: str
    kind: str
    opened: Opened
    started: datetime
    ended: datetime
    dry_run: bool
    counts: Mapping[str, int]
    before: Sequence[Decision]
    after: Sequence[Decision]
    messages: tuple[Mapping[str, object], ...]
    edits: tuple[Edit, ...]
    doubt: str
    brake: str = ""
    transport: str = "folder"


def _totals(decisions: Sequence[Decision]) -> tuple[TotalLine, ...]:
    grouped: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        if decision.in_collection:
            grouped[decision.file.case.currency].append(decision)
    zero = Decimal(0)
    return tuple(
        TotalLine(
            currency,
            len(mine),
            sum((d.position.arrears for d in mine), zero),
            sum((d.position.interest for d in mine), zero),
            sum((d.position.fees for d in mine), zero),
            sum((d.position.outstanding for d in mine), zero),
        )
        for currency, mine in sorted(grouped.items())
    )


def _ageing(opened: Opened, decisions: Sequence[Decision]) -> tuple[AgeingLine, ...]:
    """Arrears of open cases by the bucket of each row; the number counts cases with something in the bucket."""
    amounts: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    cases: dict[tuple[str, str], int] = defaultdict(int)
    currencies = set()
    for decision in decisions:
        if decision.in_collection:
            currencies.add(decision.file.case.currency)
            for bucket, amount in decision.position.arrears_by_bucket.items():
                amounts[(decision.file.case.currency, bucket)] += amount
                cases[(decision.file.case.currency, bucket)] += 1
    buckets = [bucket.name for bucket in opened.policy.buckets]
    return tuple(
        AgeingLine(currency, bucket, cases[(currency, bucket)], amounts[(currency, bucket)]) for currency in sorted(currencies) for bucket in buckets
    )


def _moved(before: Sequence[Decision], after: Sequence[Decision]) -> tuple[MovedLine, ...]:
    lines: list[MovedLine] = []
    for old, new in zip(before, after, strict=True):
        for move in old.moves:
            last = move is old.moves[-1]
            lines.append(
                MovedLine(
                    old.case_id,
                    old.file.debtor.name,
                    move.from_stage,
                    move.to_stage,
                    old.level,
                    new.level if last else old.level,
                    move.rule,
                    move.why.says(old.language) if len(lines) < LINES_SHOWN else "",  # the page shows no more
                )
            )
    return tuple(lines)


def _flagged(before: Sequence[Decision]) -> tuple[FlaggedLine, ...]:
    return tuple(
        FlaggedLine(
            d.case_id, d.file.debtor.name, row.installment.plan_id, row.installment.no, row.installment.due_on, row.open, d.file.case.currency,
            (d.position.as_of - row.installment.due_on).days,
        )
        for d in before
        for row in d.newly_missed
    )  # fmt: skip


def example(before: Sequence[Decision], after: Sequence[Decision], messages: Sequence[Mapping[str, object]]) -> Decision | None:
    """A case worth explaining: one that moved and was written to, with money received and interest running."""
    written = {message["case_id"] for message in messages if message["result"] == "sent"}
    moved = {d.case_id for d in before if d.moves}

    def interest(decision: Decision) -> tuple[int, ...]:
        position = decision.position
        return (decision.case_id in written, decision.case_id in moved, position.interest > 0, bool(position.shares), -len(position.rows))

    candidates = [d for d in after if d.in_collection and d.position.in_arrears]
    return max(candidates, key=interest, default=None)


def _explained(decision: Decision | None, opened: Opened) -> Explained | None:
    if decision is None:
        return None
    steps = explain(decision, opened.policy)
    return Explained(decision.case_id, decision.file.debtor.name, tuple(ExplainLine(step.label, step.value, step.note) for step in steps))


def _changed(edits: Sequence[Edit], language: str) -> tuple[tuple[ChangeLine, ...], Mapping[str, int]]:
    """The changed cells that the page lists, and how many there are on each sheet."""
    lines = tuple(
        ChangeLine(
            sheet_caption(edit.table, language), edit.key, caption(edit.table, edit.column, language), shown(edit.old), shown(edit.new), edit.why
        )
        for edit in told_of(edits, CHANGES_SHOWN)
    )
    changed: Counter[str] = Counter()
    for edit in edits:
        if number := cells_in(edit):
            changed[sheet_caption(edit.table, language)] += number
    return lines, changed


def report_of(facts: RunFacts) -> RunReport:
    """The page's content."""
    opened = facts.opened
    names = {d.case_id: d.file.debtor.name for d in facts.after}
    stages: dict[str, int] = defaultdict(int)
    for decision in facts.after:
        stages[decision.state.stage] += 1
    language = opened.policy.language
    changes, changed = _changed(facts.edits, language)
    return RunReport(
        run_id=facts.run_id,
        kind=facts.kind,
        as_of=opened.as_of,
        started=f"{facts.started:%Y-%m-%d %H:%M:%S} UTC",
        ended=f"{facts.ended:%Y-%m-%d %H:%M:%S} UTC",
        ledger_name=opened.book.path.name,
        transport=facts.transport,
        dry_run=facts.dry_run,
        counts=dict(facts.counts),
        moved=_moved(facts.before, facts.after),
        flagged=_flagged(facts.before),
        messages=tuple(_line(message, names) for message in facts.messages),
        changes=changes,
        changed=changed,
        refused=tuple(_fault_line(f, opened.policy.language) for f in opened.faults if f.refuses),
        ageing=_ageing(opened, facts.after),
        stages=tuple(StageLine(stage, stages[stage]) for stage in _STAGES),
        totals=_totals(facts.after),
        example=_explained(example(facts.before, facts.after, facts.messages), opened),
        language=opened.policy.language,
        practice=paper_words(opened.policy.language) if opened.settings.practice else "",
        notes=tuple(
            note
            for note in (
                facts.brake, facts.doubt, opened.blocked_by, *noticed_notes(opened), *growth_notes(opened), *correction_notes(facts.after),
                *_waiting(facts, language), _head(opened),
            )
            if note
        ),
    )


def _fault_line(fault: Fault, language: str) -> FaultLine:
    found, advice = found_words.found(fault.code, fault.found, language), fault_words.advice(fault.code, fault.advice, language)
    return FaultLine(fault.sheet, fault.row, fault.column, found, advice, fault.code)


def growth_notes(opened: Opened) -> list[str]:
    """Sheets that come near their limit, and what to do."""
    near = [fault for fault in opened.faults if fault.code == "W-LIMIT"]
    language = opened.policy.language
    return [phrase("note growing", sheet=fault.sheet, found=found_words.found(fault.code, fault.found, language)).says(language) for fault in near]


def _head(opened: Opened) -> str:
    """The head of the audit chain: a page that is kept elsewhere proves what stood before it."""
    head = head_text(opened.book.path, opened.raw.ledger_id)
    return phrase("note audit-head", head=head).says(opened.policy.language) if head else ""


def _waiting(facts: RunFacts, language: str) -> list[str]:
    """How many calls and texts this run left for people, and which command makes their list."""
    queued = [str(message["channel"]) for message in facts.messages if message["result"] == "queued"]
    return [phrase(f"note tasks-{channel}", count=queued.count(channel)).says(language) for channel in ("letter", "call", "sms") if channel in queued]


def _line(message: Mapping[str, object], names: Mapping[str, str]) -> MessageLine:
    case_id = str(message["case_id"])
    level = message["level"]
    assert isinstance(level, int)
    return MessageLine(
        case_id,
        names.get(case_id, ""),
        str(message["kind"]),
        level,
        str(message["channel"]),
        str(message["result"]),
        str(message["why"]),
        str(message["file"] or ""),
    )


def write(facts: RunFacts, out: Path, entries: Sequence[Entry]) -> Path:
    """Write ``report.html`` and, when there are emails, their index. Raises ``Stop`` X-WRITE."""
    page = report_of(facts)
    target = out / "report.html"
    try:
        out.mkdir(parents=True, exist_ok=True)
        target.write_text(render(page), encoding="utf-8")
        folder = out / "emails"  # what an earlier run had planned lies in its own folder
        if folder.is_dir() and any(entry.state == "sent" for entry in entries):
            (folder / "index.html").write_text(index_of_messages(folder, page.messages, page.language), encoding="utf-8")
    except OSError as error:
        raise Stop(
            "X-WRITE", f"{target.name}: {error.strerror}", advice="The run itself is complete; choose another folder with --out for its pages."
        ) from error
    return target


def written(facts: RunFacts, out: Path, entries: Sequence[Entry], stopped: str) -> tuple[Path | None, str]:
    """The page, and why something stopped. A dry run writes none; one that cannot be written is told and undoes nothing."""
    try:
        return (None if facts.dry_run else write(facts, out, entries)), stopped
    except Stop as stop:
        return None, " ".join(part for part in (stopped, str(stop), stop.fault.advice) if part)
