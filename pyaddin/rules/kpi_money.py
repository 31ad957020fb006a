"""Money of a period: recovery by stage, ageing, CEI, DSO, write-offs, costs and the cash curve (domain-rules 5.11). Every figure is of one currency.

CEI and DSO follow the standard formulas as published, for example, by creditguru.com (Collection Effectiveness Index; Days Sales Outstanding).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal
from functools import partial
from itertools import compress
from operator import attrgetter

from pyaddin.rules.kpi_rows import Behind, CaseLine, Facts, Figure, MoneyLine, always
from pyaddin.rules.kpi_work import ONE, ZERO, by_currency, case_rows, of_cases

STAGES = ("CONTACT", "DEEP", "NEGOTIATE", "MONITOR", "DISPOSITION")
WEEKS = 13
THOUSAND = Decimal(1000)
HUNDRED = Decimal(100)


def _rows(table: str, lines: Iterable[MoneyLine]) -> tuple[Behind, ...]:
    return tuple(Behind(table, line.key, line.case_id, True, line.amount) for line in lines)


def _total(lines: Iterable[MoneyLine]) -> Decimal:
    return sum((line.amount for line in lines), ZERO)


def _currencies(facts: Facts) -> list[str]:
    """Every currency of the portfolio, at the start, at the end, or of money in between."""
    lines: list[CaseLine | MoneyLine] = [*facts.payments, *facts.new_debt, *facts.write_offs, *facts.costs]
    for snapshot in (facts.start, facts.end):
        lines += snapshot.cases.values() if snapshot is not None else ()
    return sorted({line.currency for line in lines})


def recovery_by_stage(facts: Facts) -> list[Figure]:
    """Money dated while the case was in the stage, over the balance that stood there at the start or entered it in the period.

    Money of the day of a move belongs to the stage that is left. By number: cases that paid in the stage, of those that were in it.
    """
    figures: list[Figure] = []
    paid = [line for line in facts.payments if facts.inside(line.on)]
    for stage in STAGES:
        entered = [line for line in facts.stage_entries if line.stage == stage]
        mine = [line for line in paid if line.stage == stage]
        payers, there = {line.case_id for line in mine}, {line.case_id for line in entered}
        cases = tuple(Behind("Cases", case_id, case_id, case_id in payers, ONE) for case_id in sorted(there))
        figures.append(
            Figure("recovery", "count", Decimal(len(payers & there)), Decimal(len(there)), facts.since, facts.until, subject=stage, rows=always(cases))
        )
        for currency, lines in by_currency(entered):
            money = [line for line in mine if line.currency == currency]
            balance = sum((line.balance for line in lines), ZERO)
            behind = (*_rows("Payments", money), *(Behind("Cases", line.case_id, line.case_id, False, line.balance) for line in lines))
            figures.append(Figure("recovery", "amount", _total(money), balance, facts.since, facts.until, currency, stage, rows=always(behind)))
    return figures


def ageing(facts: Facts) -> list[Figure]:
    """Cases past due at the end by bucket, of all past due; by amount their arrears."""
    if facts.end is None:
        return []
    lines = [line for line in facts.end.cases.values() if line.past_due]
    figures = _aged(facts, lines, "count", "")
    for currency, mine in by_currency(lines):
        figures += _aged(facts, mine, "amount", currency)
    return figures


def _aged(facts: Facts, lines: Sequence[CaseLine], variant: str, currency: str) -> list[Figure]:
    weight = None if variant == "count" else attrgetter("arrears")
    weights = [ONE if weight is None else weight(line) for line in lines]
    whole, standing = sum(weights, ZERO), [line.bucket or facts.buckets[0] for line in lines]
    figures = []
    for bucket in facts.buckets:
        inside = [one == bucket for one in standing]
        mine, mass = list(compress(lines, inside)), sum(compress(weights, inside), ZERO)
        behind = partial(case_rows, mine, weight)
        figures.append(Figure("ageing", variant, mass, whole, facts.since, facts.until, currency, bucket, rows=behind))
    return figures


def cei(begin: Decimal, sales: Decimal, end_total: Decimal, end_current: Decimal) -> tuple[Decimal, Decimal]:
    """Numerator and denominator of the Collection Effectiveness Index; times 100."""
    return begin + sales - end_total, begin + sales - end_current


def effectiveness(facts: Facts) -> list[Figure]:
    """CEI and DSO. Receivables = unpaid contract amounts of cases that nobody has ended; current = not yet due; credit sales = debt new in the period.

    Late interest and fees are in neither: nobody sold them, and what a debtor does not pay of them would count as work badly done. New debt: the contract
    amount of cases opened in the period, and what cases first read in it owed before. DSO takes the receivables at the end.
    """
    if facts.two is None:
        return []
    start, end = facts.two
    days = (end.as_of - start.as_of).days
    figures: list[Figure] = []
    for currency in _currencies(facts):
        begin = [line for line in start.cases.values() if line.currency == currency and not line.ended]
        left = [line for line in end.cases.values() if line.currency == currency and not line.ended]
        new = [line for line in facts.new_debt if line.currency == currency and start.as_of < line.on <= end.as_of]
        opening, closing = sum((line.receivable for line in begin), ZERO), sum((line.receivable for line in left), ZERO)
        top, bottom = cei(opening, _total(new), closing, sum((line.not_yet_due for line in left), ZERO))
        behind, standing = partial(_moved_receivables, begin, new, left), partial(case_rows, left, attrgetter("receivable"))
        figures.append(Figure("cei", "amount", top, bottom, start.as_of, end.as_of, currency, unit="index", factor=HUNDRED, rows=behind))
        figures.append(Figure("dso", "amount", closing, _total(new), start.as_of, end.as_of, currency, unit="days", factor=Decimal(days), rows=standing))
    return figures


def _moved_receivables(begin: Sequence[CaseLine], new: Sequence[MoneyLine], left: Sequence[CaseLine]) -> tuple[Behind, ...]:
    """The rows behind the CEI: what stood at the start, new debt, and what is left of both."""
    return (
        *(Behind("Cases", line.case_id, line.case_id, False, line.receivable) for line in begin),
        *_rows("Cases", new),
        *(Behind("Cases", line.case_id, line.case_id, True, -line.receivable) for line in left),
    )


def write_off_rate(facts: Facts) -> list[Figure]:
    """Written off in the period, of the outstanding balance at the start; by number: cases written off, of the cases not ended at the start."""
    if facts.two is None:
        return []
    start, end = facts.two
    begin = [line for line in start.cases.values() if not line.ended]
    gone = [line for line in facts.write_offs if start.as_of < line.on <= end.as_of]
    ids = {line.case_id for line in gone}
    cases = tuple(Behind("Cases", line.case_id, line.case_id, line.case_id in ids, ONE) for line in begin)
    counted = sum((row.amount for row in cases if row.counted), ZERO)
    figures = [Figure("write_off_rate", "count", counted, Decimal(len(begin)), start.as_of, end.as_of, rows=always(cases))]
    for currency, lines in by_currency(begin):
        mine = [line for line in gone if line.currency == currency]
        base = sum((line.outstanding for line in lines), ZERO)
        behind = (*_rows("Adjustments", mine), *(Behind("Cases", line.case_id, line.case_id, False, line.outstanding) for line in lines))
        figures.append(Figure("write_off_rate", "amount", _total(mine), base, start.as_of, end.as_of, currency, rows=always(behind)))
    return figures


def cost_to_collect(facts: Facts) -> list[Figure]:
    """For each 1,000 recovered in the period: costs entered for its days (Adjustments of kind cost), and contacts made."""
    figures: list[Figure] = []
    paid = [line for line in facts.payments if facts.inside(line.on)]
    currency_of = {line.case_id: line.currency for line in (facts.end.cases.values() if facts.end else ())}
    made_in: dict[str | None, list[Behind]] = defaultdict(list)
    for contact in facts.contacts:
        if contact.outgoing and facts.inside(contact.on):
            made_in[currency_of.get(contact.case_id)].append(Behind("Contacts", contact.contact_id, contact.case_id, True, ONE))
    for currency in _currencies(facts):
        money = _total(line for line in paid if line.currency == currency)
        spent = [line for line in facts.costs if line.currency == currency and facts.inside(line.on)]
        made = tuple(made_in[currency])
        for id, top, behind in (
            ("cost_per_1000", _total(spent), _rows("Adjustments", spent)), ("contacts_per_1000", Decimal(len(made)), made),
        ):  # fmt: skip
            figures.append(Figure(id, "amount", top, money, facts.since, facts.until, currency, unit="ratio", factor=THOUSAND, rows=always(behind)))
    return figures


def stock(facts: Facts) -> list[Figure]:
    """How things stand at the end: cases in each stage, and per currency the balance there; arrears and outstanding in all."""
    if facts.end is None:
        return []
    lines = [line for line in facts.end.cases.values() if line.active]
    figures: list[Figure] = []
    for stage in STAGES:
        mine = [line for line in lines if line.stage == stage]
        figures.append(of_cases(facts, "funnel", mine, subject=stage))
        figures += [of_cases(facts, "funnel", some, attrgetter("outstanding"), currency, stage) for currency, some in by_currency(mine)]
    for currency, some in by_currency(lines):
        figures.append(of_cases(facts, "arrears", some, attrgetter("arrears"), currency))
        figures.append(of_cases(facts, "outstanding", some, attrgetter("outstanding"), currency))
    return figures


def cash(facts: Facts) -> list[Figure]:
    """Money received in each of the last thirteen weeks that end on the last day of the period (subject = that week's last day)."""
    figures: list[Figure] = []
    for currency, lines in by_currency(facts.payments):
        weeks: dict[int, list[MoneyLine]] = defaultdict(list)
        for line in lines:
            weeks[(facts.until - line.on).days // 7].append(line)
        for back in range(WEEKS - 1, -1, -1):
            last, mine = facts.until - timedelta(days=7 * back), weeks.get(back, [])
            since, received = last - timedelta(days=7), partial(_rows, "Payments", mine)
            figures.append(Figure("cash", "amount", _total(mine), None, since, last, currency, last.isoformat(), unit="money", rows=received))
    return figures
