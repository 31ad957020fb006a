"""The report of a run and the index of its messages: stand-alone HTML pages that a person reads in a browser or prints.

No page asks for anything outside itself and none needs a script. All words stand in ``templates/report``; amounts are
printed exact to the last digit and never added across currencies. Borrower text is escaped by the template.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date
from decimal import Decimal
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import TypeVar
from urllib.parse import quote

from pyaddin.correspondence import formats
from pyaddin.correspondence.charts import Chart, Point, bars
from pyaddin.correspondence.readable import readable
from pyaddin.correspondence.report_words import Speaker
from pyaddin.correspondence.wording import page_environment
from pyaddin.records import dataclass
from pyaddin.rules.reason import rules_in

CHANGES_SHOWN = 300
LINES_SHOWN = 500
EMAILS_SHOWN = 200

T = TypeVar("T")
SENT = frozenset({"sent", "delivered", "posted"})
BLOCKED = frozenset({"blocked"})
FAILED = frozenset({"failed", "bounced"})
_CHANGE = attrgetter("table", "key", "column", "old", "new", "why")
_Texts = tuple[object, ...]
PARKED = frozenset({"parked", "unknown", "held"})


@dataclass(frozen=True, slots=True)
class MovedLine:
    """One case that changed stage or level, with the rule of the stage machine that moved it."""

    case_id: str
    debtor: str
    from_stage: str
    to_stage: str
    level_from: int
    level_to: int
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class FlaggedLine:
    """One installment seen as missed for the first time; ``plan_id`` is blank for the original contract."""

    case_id: str
    debtor: str
    plan_id: str
    no: int
    due_on: date
    open: Decimal
    currency: str
    days_late: int


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message and what became of it. ``file`` is its path seen from the report, with ``/``; blank when there is none."""

    case_id: str
    debtor: str
    kind: str
    level: int
    channel: str
    result: str
    why: str
    file: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One cell before and after the run."""

    table: str
    key: str
    column: str
    old: str
    new: str
    why: str


@dataclass(frozen=True, slots=True)
class FaultLine:
    """One refused row: where it stands, what was found, what to do."""

    sheet: str
    row: int | None
    column: str
    found: str
    advice: str
    code: str


@dataclass(frozen=True, slots=True)
class AgeingLine:
    """Arrears of one currency in one range of days past due."""

    currency: str
    bucket: str
    cases: int
    arrears: Decimal


@dataclass(frozen=True, slots=True)
class StageLine:
    """How many cases stand in a stage after the run; a blank stage means not in collection."""

    stage: str
    cases: int


@dataclass(frozen=True, slots=True)
class TotalLine:
    """The portfolio in one currency after the run."""

    currency: str
    cases: int
    arrears: Decimal
    interest: Decimal
    fees: Decimal
    outstanding: Decimal


@dataclass(frozen=True, slots=True)
class ExplainLine:
    """One step of an explanation."""

    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Explained:
    """One case explained to the cent."""

    case_id: str
    debtor: str
    lines: tuple[ExplainLine, ...]


@dataclass(frozen=True, slots=True)
class RunReport:
    """Everything the page says about one run. ``started`` and ``ended`` are printed as given.

    ``counts`` has assessed, flagged, moved, sent, queued, blocked, failed, parked, refused; a missing one counts as 0.
    ``changed`` says how many cells of each sheet changed where ``changes`` has no more than the first ``CHANGES_SHOWN`` of them; else they are counted.
    """

    run_id: str
    kind: str
    as_of: date
    started: str
    ended: str
    ledger_name: str
    transport: str
    dry_run: bool
    counts: Mapping[str, int]
    moved: tuple[MovedLine, ...] = ()
    flagged: tuple[FlaggedLine, ...] = ()
    messages: tuple[MessageLine, ...] = ()
    changes: tuple[ChangeLine, ...] = ()
    changed: Mapping[str, int] = field(default_factory=dict)
    refused: tuple[FaultLine, ...] = ()
    ageing: tuple[AgeingLine, ...] = ()
    stages: tuple[StageLine, ...] = ()
    totals: tuple[TotalLine, ...] = ()
    example: Explained | None = None
    notes: tuple[str, ...] = ()
    language: str = "en"
    practice: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """One figure reached in two ways: as stated, and added up from the lines of the page."""

    what: str
    subject: str
    stated: str
    added: str

    @property
    def holds(self) -> bool:
        """Whether what is stated is what its parts add up to."""
        return self.stated == self.added


@dataclass(frozen=True, slots=True)
class Group:
    """Messages that share a rule, a channel or what became of them: how many, and the first lines as they are read."""

    name: str
    size: int
    lines: Sequence[_Texts]


def rule_of(why: str) -> str:
    """The id of the rule that a reason begins with (``HOLD-DISPUTE``, ``CN-WIN``, ``R29``, ``T11b``); blank when it names none."""
    return next(iter(rules_in(why)), "")


def render(report: RunReport) -> str:
    """The whole page. It holds every figure of ``report``; long lists are cut and the number left out is said.

    The template is given the lines of long lists as the texts that stand in them: what it looks up itself is looked up under its guard, one by one.
    """
    words = Speaker(report.language)
    sent = tuple(line for line in report.messages if line.result in SENT)
    blocked = tuple(line for line in report.messages if line.result in BLOCKED)
    troubled = tuple(line for line in report.messages if line.result in FAILED | PARKED)
    changed = report.changed or Counter(change.table for change in report.changes)
    waiting = tuple(line for line in report.messages if line.result not in SENT | BLOCKED | FAILED | PARKED)
    return page(
        "report/run.html",
        report.language,
        report=report,
        sent=_group("", sent, words),
        sent_kinds=_counted((line.kind, line.level) for line in sent),
        waiting=_groups(waiting, lambda line: line.channel, words),
        blocked=_groups(blocked, lambda line: rule_of(line.why), words),
        troubled=_group("", troubled, words),
        moved=_moved_texts(report.moved[:LINES_SHOWN], words),
        moved_rules=_counted(line.rule for line in report.moved),
        flagged=_flagged_texts(report.flagged[:LINES_SHOWN]),
        flagged_totals=_flagged_totals(report.flagged),
        changes=list(map(_CHANGE, report.changes[:CHANGES_SHOWN])),
        changed_tables=_in_order(changed),
        changed=sum(changed.values()),
        ageing_charts=_ageing_charts(report.ageing),
        stage_chart=_stage_chart(report.stages, words),
        ties=_ties(report),
        lines_shown=LINES_SHOWN,
        changes_shown=CHANGES_SHOWN,
    )


def index_of_messages(folder: Path, lines: Sequence[MessageLine], language: str = "en") -> str:
    """A page for ``folder`` that lets a person read in a browser the ``.eml`` files in it that ``lines`` name.

    Files are looked up by name in ``folder``; one that is not there is listed as missing. The first 200 are shown in full.
    """
    words = Speaker(language)
    written = [line for line in lines if line.file.lower().endswith(".eml")]
    listed, shown = list[_Texts](), list[_Texts]()
    for number, line in enumerate(written, 1):
        file, kind = _name(line), words.label("MessageKind", line.kind)
        path = folder / file
        there = path.is_file()
        address, in_full = link(file) if there else "", there and number <= EMAILS_SHOWN
        listed.append((number if in_full else 0, line.case_id, line.debtor, kind, line.level, words.label("Result", line.result), file, address))
        if in_full:
            shown.append((number, line.case_id, kind, line.level, line.why, file, address, readable(path.read_bytes())))
    return page("report/emails.html", language, listed=listed, shown=shown, rest=max(0, len(written) - EMAILS_SHOWN))


def money(amount: Decimal, currency: str) -> str:
    """All digits of the amount as they are, filled up to the currency's minor unit, with thousands separated; never rounded."""
    exponent = amount.as_tuple().exponent
    assert isinstance(exponent, int), "amounts are finite"
    return f"{amount:,.{max(formats.digits(currency), -exponent)}f}"


def link(path: str) -> str:
    """A path as a relative address: nothing in a file name can become a scheme, a query or markup."""
    return quote(path.replace("\\", "/"))


def page(template: str, language: str = "en", **values: object) -> str:
    """A page of ``templates/report``. Raises the environment's error when the template uses a name that it is not given."""
    words = Speaker(language)
    shared = {"money": money, "link": link, "t": words.say, "label": words.label, "language": language}
    return page_environment().get_template(template).render(**shared, **values)


def _counted(values: Iterable[T]) -> tuple[tuple[T, int], ...]:
    return _in_order(Counter(values))


def _in_order(counts: Mapping[T, int]) -> tuple[tuple[T, int], ...]:
    """The most frequent first."""
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], str(item[0]))))


def _group(name: str, lines: Sequence[MessageLine], words: Speaker) -> Group:
    """Each line: case, debtor, kind, level, channel, result, why and the address of the file."""
    label = words.label
    texts: list[_Texts] = [
        (
            line.case_id, line.debtor, label("MessageKind", line.kind), line.level, label("Channel", line.channel), label("Result", line.result), line.why,
            link(line.file),
        )
        for line in lines[:LINES_SHOWN]
    ]  # fmt: skip
    return Group(name, len(lines), texts)


def _moved_texts(lines: Iterable[MovedLine], words: Speaker) -> list[_Texts]:
    """Case, debtor, stage and level before and after, rule and why."""
    label = words.label
    return [
        (
            line.case_id, line.debtor, label("Stage", line.from_stage), label("Stage", line.to_stage), line.level_from, line.level_to, line.rule, line.why,
        )
        for line in lines
    ]  # fmt: skip


def _flagged_texts(lines: Iterable[FlaggedLine]) -> list[_Texts]:
    """Case, debtor, plan, number, due on, days late, amount and currency."""
    return [
        (
            line.case_id, line.debtor, line.plan_id, line.no, line.due_on.isoformat(), line.days_late, money(line.open, line.currency), line.currency,
        )
        for line in lines
    ]  # fmt: skip


def _groups(lines: Sequence[MessageLine], name: Callable[[MessageLine], str], words: Speaker) -> tuple[Group, ...]:
    groups: dict[str, list[MessageLine]] = defaultdict(list)
    for line in lines:
        groups[name(line)].append(line)
    return tuple(_group(key, groups[key], words) for key, _ in _counted(key for key, mine in groups.items() for _ in mine))


def _flagged_totals(lines: Sequence[FlaggedLine]) -> tuple[tuple[str, int, Decimal], ...]:
    currencies = dict.fromkeys(line.currency for line in lines)
    own = {currency: [line.open for line in lines if line.currency == currency] for currency in currencies}
    return tuple((currency, len(amounts), sum(amounts, Decimal(0))) for currency, amounts in own.items())


def _ageing_charts(lines: Sequence[AgeingLine]) -> tuple[Chart, ...]:
    return tuple(
        bars(
            f"ageing-{number}",
            currency,
            [Point(line.bucket, line.arrears, f"{money(line.arrears, currency)} ({line.cases:,})") for line in lines if line.currency == currency],
        )
        for number, currency in enumerate(dict.fromkeys(line.currency for line in lines), start=1)
    )


def _stage_chart(lines: Sequence[StageLine], words: Speaker) -> Chart:
    names = [words.label("Stage", line.stage) if line.stage else words.say("(none)") for line in lines]
    return bars("stages", "", [Point(name, Decimal(line.cases), f"{line.cases:,}") for name, line in zip(names, lines, strict=True)])


def _ties(report: RunReport) -> tuple[Tie, ...]:
    by_money = tuple(
        Tie("arrears", total.currency, money(total.arrears, total.currency), money(_arrears_by_age(report.ageing, total.currency), total.currency))
        for total in report.totals
    )
    results = Counter(line.result for line in report.messages)
    counted = {
        "moved": len(report.moved),
        "flagged": len(report.flagged),
        "sent": sum(results[result] for result in SENT),
        "blocked": results["blocked"],
        "failed": sum(results[result] for result in FAILED),
        "parked": sum(results[result] for result in PARKED),
    }
    return by_money + tuple(Tie("count", name, f"{report.counts.get(name, 0):,}", f"{number:,}") for name, number in counted.items())


def _arrears_by_age(lines: Sequence[AgeingLine], currency: str) -> Decimal:
    return sum((line.arrears for line in lines if line.currency == currency), Decimal(0))


def _name(line: MessageLine) -> str:
    return PurePosixPath(line.file.replace("\\", "/")).name
