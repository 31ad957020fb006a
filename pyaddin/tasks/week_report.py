"""The weekly report: what happened since the last one, what was not sent and why, what to decide, what the coming week brings, and the figures of the trade."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pyaddin.correspondence import formats
from pyaddin.correspondence.charts import Point, bars, columns
from pyaddin.correspondence.reports.document import NO_COLUMN, Document, Drawing, Section, Table, Tile, table
from pyaddin.correspondence.reports.words import word
from pyaddin.labels import label
from pyaddin.practice import paper_words
from pyaddin.rules.decide import Decision
from pyaddin.rules.forecast import by_day, coming
from pyaddin.rules.kpi_roll import fate, place
from pyaddin.rules.kpi_rows import CaseLine, Facts, Figure
from pyaddin.rules.kpi_words import formula_of, place_name, title_of
from pyaddin.rules.reason import rules_in
from pyaddin.tasks.opening import Opened

ZERO = Decimal(0)
WEEK = timedelta(days=7)
TO_DECIDE = ("approve", "data", "shared", "answer", "review-hold", "release", "agree", "plan-broken", "counsel", "review")
"""Next actions that are a person's decision and no contact."""
IN_TABLE = (
    "cure_rate", "cured_by_plan", "relapse_rate", "promise_kept", "plan_kept", "contact_rate", "cases_reached", "first_contact", "recovery", "cei", "dso",
    "write_off_rate", "cost_per_1000", "contacts_per_1000", "touches_per_cure",
)  # fmt: skip
_MOST_CURRENCIES = 3


@dataclass(frozen=True, slots=True)
class Week:
    """What the report is made from: every case as a run of ``until`` would leave it, the facts and figures of the period, reminders due in the coming week."""

    opened: Opened
    facts: Facts
    figures: Sequence[Figure]
    decisions: Sequence[Decision]
    due_next: Sequence[Decision]

    @property
    def language(self) -> str:
        return self.opened.policy.language

    def say(self, key: str, **facts: object) -> str:
        return word(key, self.language, **facts)

    def money(self, amount: Decimal, currency: str) -> str:
        return formats.figure(amount, currency, self.language)

    def name(self, case_id: str) -> str:
        file = self.opened.by_case.get(case_id)
        return file.debtor.name if file is not None else ""

    def owner(self, case_id: str) -> str:
        file = self.opened.by_case.get(case_id)
        return file.case.owner if file is not None else ""


def document(week: Week) -> Document:
    """The whole report. Its figures are checked against each other; one that does not tie is named in the banner."""
    facts = week.facts
    movement, untied = _movement(week)
    title = week.say("weekly", day=facts.until.isoformat())
    compared = week.say("compared-value", first=facts.two[0].as_of, last=facts.two[1].as_of) if facts.two else "-"
    return Document(
        title=title,
        language=week.language,
        facts=(
            (week.say("ledger"), week.opened.book.path.name),
            (week.say("creditor"), week.opened.settings.text("creditor_name") or "-"),
            (week.say("period"), week.say("period-value", since=facts.since, until=facts.until)),
            (week.say("compared"), compared),
        ),
        tiles=_tiles(week),
        sections=(
            _happened(week, movement),
            _decide(week),
            _not_sent(week),
            _next(week),
            _pictures(week),
            _figures(week),
            Section("how", week.say("how"), (week.say("how-week"), week.say("ties"))),
        ),
        foot=week.say("foot", title=title, ledger=week.opened.book.path.name, day=facts.until),
        banner=warned(week.opened, week.say("no-tie", what=", ".join(untied)) if untied else ""),
    )


def warned(opened: Opened, words: str = "") -> str:
    """What stands in the frame at the top: that it is practice paper, and whatever else must be seen first."""
    practiced = paper_words(opened.policy.language) if opened.settings.practice else ""
    return " ".join(part for part in (practiced, words) if part)


def _currencies(week: Week) -> list[str]:
    """Those of the ledger, the one with most cases first."""
    counted: dict[str, int] = defaultdict(int)
    for decision in week.decisions:
        counted[decision.file.case.currency] += 1
    return sorted(counted, key=lambda currency: (-counted[currency], currency))


def _sum(week: Week, id: str, currency: str, subject: str | None = None) -> Decimal:
    return sum((f.numerator for f in week.figures if f.id == id and f.currency == currency and subject in (None, f.subject)), ZERO)


def _tiles(week: Week) -> tuple[Tile, ...]:
    received: dict[str, Decimal] = defaultdict(Decimal)
    for line in week.facts.payments:
        if week.facts.inside(line.on):
            received[line.currency] += line.amount
    tiles = []
    for currency in _currencies(week)[:_MOST_CURRENCIES]:
        tiles.append(Tile(week.say("t-cash", currency=currency), week.money(received[currency], currency)))
        now = sum((d.position.arrears for d in week.decisions if d.file.case.currency == currency and d.in_collection), ZERO)
        tiles.append(Tile(week.say("t-arrears", currency=currency), week.money(now, currency)))
    past_due = sum(1 for decision in week.decisions if decision.position.in_arrears and decision.in_collection)
    before = sum(1 for line in week.facts.two[0].cases.values() if line.past_due) if week.facts.two else None
    tiles.append(Tile(week.say("t-past-due"), f"{past_due:,}", week.say("t-was", value=f"{before:,}") if before is not None else ""))
    for id in ("promise_kept", "plan_kept"):
        found = next((f for f in week.figures if f.id == id and f.variant == "count"), None)
        if found is not None and found.value is not None and found.denominator is not None:
            note = week.say("t-of", part=f"{found.numerator:f}", whole=f"{found.denominator:f}")
            tiles.append(Tile(title_of(found, week.language), shown_value(found, week.language), note))
    decide = sum(1 for decision in week.decisions if decision.action.rule in TO_DECIDE) + len(_refused(week)) + len(_unmatched(week))
    tiles.append(Tile(week.say("t-decide"), f"{decide:,}", mark="look" if decide else ""))
    blocked = sum(1 for decision in week.decisions if decision.blocked)
    tiles.append(Tile(week.say("t-blocked"), f"{blocked:,}"))
    return tuple(tiles)


# what happened


def _movement(week: Week) -> tuple[Table | None, list[str]]:
    """The cases past due from one snapshot to the other, by currency, and the lines that do not add up (none, ever)."""
    if week.facts.two is None:
        return None, []
    start, end = week.facts.two
    rows, untied = [], []
    for currency in sorted({line.currency for snapshot in (start, end) for line in snapshot.cases.values()}):
        before = {case_id: line for case_id, line in start.cases.items() if line.past_due and line.currency == currency}
        after = {case_id: line for case_id, line in end.cases.items() if line.past_due and line.currency == currency}
        fates = {case_id: fate(line, end.cases.get(case_id), week.facts.buckets) for case_id, line in before.items()}
        gone = [sum(1 for found in fates.values() if found == name) for name in ("cured", "closed", "written off", "missing")]
        new = len(after.keys() - before.keys())
        if not before and not after:
            continue
        if len(before) + new - sum(gone) != len(after):
            untied.append(f"{currency} {len(before)} + {new} - {gone} <> {len(after)}")
        arrears = [week.money(sum((line.arrears for line in lines.values()), ZERO), currency) for lines in (before, after)]
        rows.append([currency, f"{len(before):,}", f"{new:,}", *(f"{number:,}" for number in gone), f"{len(after):,}", *arrears])
    head = ("currency", "m-start", "m-new", "m-cured", "m-closed", "m-written-off", "m-missing", "m-end", "m-arrears", "m-arrears-end")
    caption = week.say("movement", first=start.as_of, last=end.as_of)
    return table("movement", caption, [week.say(key) for key in head], rows, range(1, 10), wide=NO_COLUMN), untied


def _happened(week: Week, movement: Table | None) -> Section:
    if week.facts.two is None or movement is None:
        return Section("happened", week.say("happened"), (week.say("no-compare"),), tables=tuple(_agreed(week)))
    start, end = week.facts.two
    lists = [*_by_fate(week, start.cases, end.cases), *_agreed(week)]
    words = () if lists else (week.say("none-of-these"),)
    return Section("happened", week.say("happened"), words, tables=(movement, *_matrix(week), *lists))


def _matrix(week: Week) -> list[Table]:
    """The roll-rate matrix by number of cases: where each bucket's cases stand now, colored by better and worse."""
    buckets = week.facts.buckets
    found = {(f.subject, f.to): f for f in week.figures if f.id == "roll" and f.variant == "count"}
    subjects = [subject for subject in buckets if any(key[0] == subject for key in found)]
    places = [to for to in ("current", *buckets, "closed", "written off", "missing") if any((subject, to) in found for subject in subjects)]
    rows: list[list[str]] = []
    shades: dict[tuple[int, int], int] = {}
    for number, subject in enumerate(subjects):
        cells = [subject]
        for column, to in enumerate(places, start=1):
            figure = found.get((subject, to))
            value = figure.value if figure is not None else None
            cells.append("" if not value else f"{value * 100:.0f} %")
            if value:
                strength = min(4, 1 + int(value * 4))
                better = to in ("current", "closed") or to in buckets and buckets.index(to) < buckets.index(subject)
                same = to == subject
                shades[(number, column)] = 0 if same else strength if better else -strength
        rows.append(cells)
    if not rows:
        return []
    head = [week.say("from"), *(place_name(to, week.language) for to in places)]
    return [table("matrix", week.say("matrix"), head, rows, range(1, len(head)), wide=NO_COLUMN, shades=shades)]


def _by_fate(week: Week, before: Mapping[str, CaseLine], after: Mapping[str, CaseLine]) -> list[Table]:
    lists = []
    for key in ("worse", "cured"):
        rows = []
        for case_id in sorted(before):
            line, now = before[case_id], after.get(case_id)
            if line.past_due and fate(line, now, week.facts.buckets) == key and now is not None:
                ends = [place_name(place(one, week.facts.buckets), week.language) for one in (line, now)]
                rows.append([case_id, week.name(case_id), *ends, f"{week.money(now.arrears, now.currency)} {now.currency}", week.owner(case_id)])
        if rows:
            head = [week.say(name) for name in ("case", "debtor", "was", "now", "arrears", "owner")]
            lists.append(table(key, week.say(key, number=len(rows)), head, rows, (4,), wide=1))
    return lists


def _agreed(week: Week) -> list[Table]:
    """Promises judged, plans broken and plans signed in the period."""
    lists = []
    for key, states in (("kept-promises", ("kept",)), ("broken-promises", ("broken", "partly kept"))):
        judged = [line for line in week.facts.promises if week.facts.inside(line.deadline) and line.status in states]
        rows = [
            [line.promise_id, line.case_id, week.name(line.case_id), f"{week.money(line.promised, line.currency)} {line.currency}",
             week.money(line.received, line.currency), label("PromiseStatus", line.status, week.language)]
            for line in judged
        ]  # fmt: skip
        if rows:
            head = [week.say(name) for name in ("promise", "case", "debtor", "promised", "received", "status")]
            lists.append(table(key, week.say(key, number=len(rows)), head, rows, (3, 4), wide=2))
    broken = [d for d in week.decisions if d.plan.plan is not None and d.plan.broken_since is not None and week.facts.inside(d.plan.broken_since)]
    if broken:
        rows = [[d.plan.plan.plan_id if d.plan.plan else "", d.case_id, d.file.debtor.name, str(d.plan.broken_since), d.file.case.owner] for d in broken]
        head = [week.say(name) for name in ("plan", "case", "debtor", "since", "owner")]
        lists.append(table("broken-plans", week.say("broken-plans", number=len(rows)), head, rows, wide=2))
    return lists + _signed(week)


def _signed(week: Week) -> list[Table]:
    rows = []
    for decision in week.decisions:
        for plan in decision.file.plans:
            if plan.agreed_on is not None and week.facts.inside(plan.agreed_on):
                currency = decision.file.case.currency
                sums = [f"{week.money(plan.total, currency)} {currency}", week.money(plan.waived, currency)]
                rows.append([plan.plan_id, decision.case_id, decision.file.debtor.name, str(plan.version), str(plan.agreed_on), *sums])
    head = [week.say(name) for name in ("plan", "case", "debtor", "version", "agreed-on", "total", "waived")]
    return [table("new-plans", week.say("new-plans", number=len(rows)), head, rows, (3, 5, 6), wide=2)] if rows else []


# what waits


def _refused(week: Week) -> list[list[str]]:
    return [
        [f"{fault.sheet} {fault.row or ''}".strip(), fault.column, str(fault.found or ""), str(fault.as_json()["advice"]), fault.code]
        for fault in week.opened.faults
        if fault.refuses
    ]


def _unmatched(week: Week) -> list[list[str]]:
    """Money in on the sheet Bank that nobody has claimed for a case."""
    rows = []
    for row in week.opened.typed.tables["Bank"]:
        values, amount = row.values, row.values["Amount"]
        if values["State"] in (None, "unmatched") and isinstance(amount, Decimal) and amount > 0:
            currency = str(values["Currency"])
            texts = [str(values[name] or "") for name in ("Payer", "Reference", "Suggested case")]
            rows.append([str(values["Value date"]), f"{week.money(amount, currency)} {currency}", *texts])
    return rows


def _decide(week: Week) -> Section:
    tables = []
    waiting = [d for d in week.decisions if d.action.rule in TO_DECIDE]
    if waiting:
        ordered = sorted(waiting, key=lambda d: (TO_DECIDE.index(d.action.rule), -d.score.points, d.case_id))
        rows = [[d.case_id, d.file.debtor.name, d.action.says(week.language), d.file.case.owner] for d in ordered]
        head = [week.say(name) for name in ("case", "debtor", "what", "owner")]
        tables.append(table("decide-cases", week.say("decide-cases", number=len(rows)), head, rows, wide=2))
    if refused := _refused(week):
        head = [week.say(name) for name in ("place", "column", "found", "what", "code")]
        tables.append(table("refused", week.say("refused", number=len(refused)), head, refused, wide=3))
    if unmatched := _unmatched(week):
        head = [week.say(name) for name in ("value-date", "amount", "payer", "reference", "suggested")]
        tables.append(table("unmatched", week.say("unmatched", number=len(unmatched)), head, unmatched, (1,), wide=3))
    return Section("decide", week.say("decide"), () if tables else (week.say("nothing-to-decide"),), tables=tuple(tables))


def _not_sent(week: Week) -> Section:
    blocked = [decision for decision in week.decisions if decision.blocked]
    if not blocked:
        return Section("not-sent", week.say("not-sent"), (week.say("nothing-held"),))
    by_rule: dict[str, list[Decision]] = defaultdict(list)
    for decision in blocked:
        by_rule[next(iter(rules_in(decision.why)), "-")].append(decision)
    ordered = sorted(by_rule.items(), key=lambda item: (-len(item[1]), item[0]))
    groups = [[rule, f"{len(mine):,}", mine[0].why] for rule, mine in ordered]
    rows = [[d.case_id, d.file.debtor.name, d.why] for _, mine in ordered for d in mine]
    summary = table("not-sent-by-rule", week.say("not-sent-by-rule"), [week.say(name) for name in ("rule", "cases", "for-example")], groups, (1,), wide=2)
    every = table("not-sent-cases", week.say("not-sent-cases"), [week.say(name) for name in ("case", "debtor", "why")], rows, wide=2)
    return Section("not-sent", week.say("not-sent"), tables=(summary, every))


def _next(week: Week) -> Section:
    until = week.facts.until
    days = by_day(coming(week.decisions, until, until + WEEK))
    tables = []
    if days:
        rows = [
            [formats.short_day(due.on, week.language), week.say(f"k-{due.kind}"), f"{due.count:,}", f"{week.money(due.amount, due.currency)} {due.currency}"
             if due.currency else ""]
            for due in days
        ]  # fmt: skip
        tables.append(table("next-days", week.say("next-days"), [week.say(name) for name in ("day", "kind", "number", "amount")], rows, (2, 3), wide=1))
    hearings = []
    for row in week.opened.typed.tables["Legal"]:
        on = row.values["Next hearing"]
        if isinstance(on, date) and until < on <= until + WEEK:
            case_id = str(row.values["Case ID"])
            hearings.append([formats.short_day(on, week.language), case_id, week.name(case_id), str(row.values["Court"] or "")])
    if hearings:
        tables.append(table("hearings", week.say("hearings"), [week.say(name) for name in ("day", "case", "debtor", "court")], sorted(hearings), wide=3))
    words = [] if tables else [week.say("nothing-due")]
    return Section("next", week.say("next"), (*words, week.say("contacts-next", number=len(week.due_next))), tables=tuple(tables))


# pictures and figures


def _pictures(week: Week) -> Section:
    drawings = []
    for number, currency in enumerate(_currencies(week)[:_MOST_CURRENCIES], start=1):
        aged = [f for f in week.figures if f.id == "ageing" and f.variant == "amount" and f.currency == currency]
        points = [Point(f.subject, f.numerator, week.money(f.numerator, currency)) for f in aged]
        if any(point.size for point in points):
            title = week.say("ageing", currency=currency)
            drawings.append(Drawing(title, bars(f"ageing-{number}", currency, points), title))
        weeks = [f for f in week.figures if f.id == "cash" and f.currency == currency]
        received = [Point(f.subject[-5:], f.numerator, f"{f.numerator:,.0f}" if f.numerator else "") for f in weeks]
        if any(point.size for point in received):
            title = week.say("cash", currency=currency)
            drawings.append(Drawing(title, columns(f"cash-{number}", currency, received), title))
    stages: dict[str, int] = defaultdict(int)
    owners: dict[str, int] = defaultdict(int)
    for decision in week.decisions:
        if decision.in_collection:
            stages[decision.state.stage] += 1
            owners[decision.file.case.owner or week.say("nobody")] += 1
    for key, counted in (("funnel", stages), ("workload", owners)):
        names = {name: label("Stage", name, week.language) if key == "funnel" and name else name for name in counted}
        points = [Point(names[name], Decimal(count), f"{count:,}") for name, count in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:12]]
        if points:
            drawings.append(Drawing(week.say(key), bars(key, "", points), week.say(key)))
    return Section("picture", week.say("picture"), drawings=tuple(drawings))


def _figures(week: Week) -> Section:
    return Section("figures", week.say("figures"), tables=(figures_table(week.figures, IN_TABLE, week.language, "figures-table"),))


def figures_table(figures: Sequence[Figure], ids: Sequence[str], language: str, key: str) -> Table:
    """The chosen KPIs with value, make-up and formula, which stands where it comes for the first time. Currencies without a denominator are left out."""
    rows, told = [], set[str]()
    for id in ids:
        for figure in figures:
            if figure.id != id or figure.denominator is None or figure.variant == "amount" and not figure.denominator:
                continue
            variant = f"{place_name(figure.variant, language)}{' ' + figure.currency if figure.currency else ''}"
            made_of = " / ".join(_part(figure, part, language) for part in (figure.numerator, figure.denominator))
            formula = "" if id in told else formula_of(id, language)
            told.add(id)
            rows.append([title_of(figure, language), variant, shown_value(figure, language), made_of, formula])
    head = [word(name, language) for name in ("figure", "kind", "value", "made-of", "formula")]
    return table(key, word("figures-table", language), head, rows, (2, 3), wide=4)


def _part(figure: Figure, amount: Decimal, language: str) -> str:
    money = bool(figure.currency) and figure.unit != "number" and amount != amount.to_integral_value() or figure.variant == "amount"
    return formats.figure(amount, figure.currency, language) if money and figure.currency else f"{amount.normalize():,f}"


def shown_value(figure: Figure, language: str) -> str:
    """The value as a person reads it; blank where the denominator is zero."""
    value = figure.value
    if value is None:
        return ""
    if figure.unit == "share":
        return f"{value * 100:.1f} %"
    if figure.unit == "money":
        return formats.figure(value, figure.currency, language)
    return f"{value:,.1f}"
