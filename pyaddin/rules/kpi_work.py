"""What the office's work led to in a period: promises and plans kept, debtors reached, first contacts in time, touches and workload (domain-rules 5.11)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from operator import attrgetter
from typing import Protocol, TypeVar

from pyaddin.rules.kpi_roll import CURRENT, place
from pyaddin.rules.kpi_rows import Behind, CaseLine, EntryLine, Facts, Figure, PromiseLine, always

ZERO = Decimal(0)
ONE = Decimal(1)
NOBODY = "–"
BEFORE, LATER = "before", "later"
DAYS_AHEAD = 7
JUDGED = ("kept", "partly kept", "broken")


class _Owed(Protocol):
    @property
    def currency(self) -> str: ...


Line = TypeVar("Line", bound=_Owed)


def by_currency(lines: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """The lines of each currency, in the order of their codes: amounts are never added across currencies."""
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        groups[line.currency].append(line)
    return sorted(groups.items())


def share(facts: Facts, id: str, behind: Iterable[Behind], variant: str = "count", currency: str = "", subject: str = "") -> Figure:
    """Sum of the counted rows over the sum of all of them."""
    rows = tuple(behind)
    counted = sum((row.amount for row in rows if row.counted), ZERO)
    return Figure(id, variant, counted, sum((row.amount for row in rows), ZERO), facts.since, facts.until, currency, subject, rows=always(rows))


def parts(facts: Facts, id: str, pairs: Sequence[tuple[Behind, Decimal]], currency: str) -> Figure:
    """Sum of what the rows hold (``Behind.amount``) over the sum of what was expected of them."""
    rows = tuple(row for row, _ in pairs)
    top = sum((row.amount for row in rows if row.counted), ZERO)
    return Figure(id, "amount", top, sum((whole for _, whole in pairs), ZERO), facts.since, facts.until, currency, rows=always(rows))


def promise_kept(facts: Facts) -> list[Figure]:
    """Kept of kept, partly kept and broken, with due date + grace in the period; by amount: money within the windows of all promised.

    Withdrawn and superseded promises are in neither; an open one has not come to its deadline.
    """
    judged = [line for line in facts.promises if line.status in JUDGED and facts.inside(line.deadline)]
    figures = [share(facts, "promise_kept", (Behind("Promises", p.promise_id, p.case_id, p.status == "kept", ONE) for p in judged))]
    for currency, mine in by_currency(judged):
        rows = [(Behind("Promises", p.promise_id, p.case_id, p.received > 0, p.received), p.promised) for p in mine]
        figures.append(parts(facts, "promise_kept", rows, currency))
    return figures


def promises_due(facts: Facts) -> list[Figure]:
    """Open promises by the day they are due: before the last day of the period (their grace runs), on it and the next six days, and later."""
    still = [line for line in facts.promises if line.status == "open"]
    ahead = [facts.until + timedelta(days=number) for number in range(DAYS_AHEAD)]
    groups: dict[str, list[PromiseLine]] = {BEFORE: [], **{day.isoformat(): [] for day in ahead}, LATER: []}
    for line in still:
        groups[BEFORE if line.due_on < ahead[0] else LATER if line.due_on > ahead[-1] else line.due_on.isoformat()].append(line)
    figures: list[Figure] = []
    for subject, mine in groups.items():
        day = date.fromisoformat(subject) if subject not in (BEFORE, LATER) else None
        on = facts if day is None else replace(facts, since=day - timedelta(days=1), until=day)
        figures.append(plain(on, "promise_due", [Behind("Promises", p.promise_id, p.case_id, True, ONE) for p in mine], subject=subject))
        for currency, lines in by_currency(mine):
            rows = [Behind("Promises", p.promise_id, p.case_id, True, p.promised) for p in lines]
            figures.append(plain(on, "promise_due", rows, "amount", currency, subject))
    return figures


def plan_kept(facts: Facts) -> list[Figure]:
    """Installments of signed plans paid in full by due date + grace, of those whose due date + grace lies in the period; by amount: money on them by then."""
    due = [line for line in facts.plan_rows if facts.inside(line.deadline)]
    figures = [share(facts, "plan_kept", (Behind("Installments", row.key, row.case_id, row.in_full, ONE) for row in due))]
    for currency, mine in by_currency(due):
        figures.append(parts(facts, "plan_kept", [(Behind("Installments", row.key, row.case_id, row.paid > 0, row.paid), row.due) for row in mine], currency))
    return figures


def contact_rate(facts: Facts) -> list[Figure]:
    """Talks with the debtor of all tries to talk (calls, visits, messenger); and, of the cases somebody tried in any way, those that were spoken to."""
    inside = [line for line in facts.contacts if facts.inside(line.on)]
    tries = [line for line in inside if line.attempt]
    tried: dict[str, bool] = {}
    for line in inside:
        if line.outgoing or line.reached:
            tried[line.case_id] = tried.get(line.case_id, False) or line.reached
    return [
        share(facts, "contact_rate", (Behind("Contacts", line.contact_id, line.case_id, line.reached, ONE) for line in tries)),
        share(facts, "cases_reached", (Behind("Cases", case_id, case_id, reached, ONE) for case_id, reached in tried.items())),
    ]


def first_contact(facts: Facts) -> list[Figure]:
    """Cases new in collection whose days for a first contact ended in the period: those that were tried in time. By amount: their arrears on entering."""
    ripe = [line for line in facts.entries if facts.inside(line.limit)]
    figures = [share(facts, "first_contact", (_tried_in_time(line, ONE) for line in ripe))]
    for currency, mine in by_currency(ripe):
        figures.append(share(facts, "first_contact", (_tried_in_time(line, line.arrears) for line in mine), "amount", currency))
    return figures


def _tried_in_time(line: EntryLine, weight: Decimal) -> Behind:
    return Behind("Cases", line.case_id, line.case_id, line.first_on is not None and line.first_on <= line.limit, weight)


def touches(facts: Facts) -> list[Figure]:
    """Contacts that clerks made in the period about cases cured in it, for each case cured."""
    if facts.two is None:
        return []
    start, end = facts.two
    cured = {
        case_id
        for case_id, line in start.cases.items()
        if line.past_due and place(end.cases.get(case_id), facts.buckets) == CURRENT
    }
    rows = tuple(
        Behind("Contacts", line.contact_id, line.case_id, True, ONE)
        for line in facts.contacts
        if line.case_id in cured and line.by_person and start.as_of < line.on <= end.as_of
    )
    return [Figure("touches_per_cure", "count", Decimal(len(rows)), Decimal(len(cured)), start.as_of, end.as_of, unit="ratio", rows=always(rows))]


def workload(facts: Facts) -> list[Figure]:
    """For each clerk (Owner), the busiest first: open cases at the end; then their arrears, and the contacts of each clerk in the period.

    A blank Owner stands as a dash.
    """
    if facts.end is None:
        return []
    open_cases = [line for line in facts.end.cases.values() if line.active]
    made: dict[str, list[Behind]] = defaultdict(list)
    for contact in facts.contacts:
        if contact.by_person and facts.inside(contact.on):
            made[contact.by or NOBODY].append(Behind("Contacts", contact.contact_id, contact.case_id, True, ONE))
    owned: dict[str, list[CaseLine]] = defaultdict(list)
    for line in open_cases:
        owned[line.owner or NOBODY].append(line)
    busiest = sorted(owned, key=lambda owner: (-len(owned[owner]), owner))
    figures = [of_cases(facts, "workload", owned[owner], subject=owner) for owner in busiest]
    for owner in busiest:
        for currency, lines in by_currency(owned[owner]):
            figures.append(of_cases(facts, "workload", lines, attrgetter("arrears"), currency, owner))
    figures += [plain(facts, "clerk_contacts", rows, subject=clerk) for clerk, rows in sorted(made.items())]
    return figures


def plain(facts: Facts, id: str, rows: Sequence[Behind], variant: str = "count", currency: str = "", subject: str = "") -> Figure:
    """A figure that is a sum and no rate."""
    total = sum((row.amount for row in rows), ZERO)
    unit = "money" if variant == "amount" else "number"
    return Figure(id, variant, total, None, facts.since, facts.until, currency, subject, unit=unit, rows=always(rows))


def of_cases(
    facts: Facts, id: str, lines: Sequence[CaseLine], weight: Callable[[CaseLine], Decimal] | None = None, currency: str = "", subject: str = ""
) -> Figure:
    """A sum over cases: how many there are, or with ``weight`` an amount of each. The rows behind it are made when somebody looks."""
    total = Decimal(len(lines)) if weight is None else sum(map(weight, lines), ZERO)
    variant, unit = ("count", "number") if weight is None else ("amount", "money")
    return Figure(id, variant, total, None, facts.since, facts.until, currency, subject, unit=unit, rows=partial(case_rows, lines, weight))


def case_rows(lines: Iterable[CaseLine], weight: Callable[[CaseLine], Decimal] | None = None) -> tuple[Behind, ...]:
    """A row behind a figure for each case, all counted."""
    return tuple(Behind("Cases", line.case_id, line.case_id, True, ONE if weight is None else weight(line)) for line in lines)
