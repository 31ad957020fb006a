"""The weekly report's first part: who rolled, was cured, kept or broke a promise, broke or signed a plan since the last report, with sums that tie."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from pyaddin.correspondence.reports.document import NO_COLUMN, Section, Table, table
from pyaddin.labels import label
from pyaddin.rules.kpi_roll import fate, place
from pyaddin.rules.kpi_rows import CaseLine
from pyaddin.rules.kpi_words import place_name
from pyaddin.tasks.week import Week

ZERO = Decimal(0)


def movement(week: Week) -> tuple[Table | None, list[str]]:
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


def happened(week: Week, moved: Table | None) -> Section:
    """The part under its heading; ``moved`` is the table of ``movement``, ``None`` where there are no two snapshots to compare."""
    if week.facts.two is None or moved is None:
        return Section("happened", week.say("happened"), (week.say("no-compare"),), tables=tuple(_agreed(week)))
    start, end = week.facts.two
    lists = [*_by_fate(week, start.cases, end.cases), *_agreed(week)]
    words = () if lists else (week.say("none-of-these"),)
    return Section("happened", week.say("happened"), words, tables=(moved, *_matrix(week), *lists))


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
