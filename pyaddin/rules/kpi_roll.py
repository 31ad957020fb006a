"""Movement between two snapshots: the roll-rate matrix, cures, and how many of the cured come back (domain-rules 5.11).

Each case of the first snapshot has exactly one fate in the second, so every row of the matrix sums to 100 %. Sources: roll rates as in the OCC
Comptroller's Handbook (Retail Lending Examination Procedures, "roll rate analysis": balances of one bucket that are in the next one a period later).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from pyaddin.rules.kpi_rows import Behind, CaseLine, Facts, Figure, Snapshot, always

CURRENT = "current"
NEW = "new"
FATES = ("stable", "worse", "back", "cured", "closed", "written off", "missing")
"""What became of a case that was past due: same bucket, a worse one, a better one, no longer past due, ended otherwise, written off, not read again."""
WATCH = timedelta(days=60)
_ONE = Decimal(1)


def place(line: CaseLine | None, buckets: tuple[str, ...]) -> str:
    """Where a case stands: ``current``, its bucket, ``closed``, ``written off``, or ``missing`` when the snapshot has not got it.

    A case past due whose days are all paused has no bucket on Cases; it stands in the first one.
    """
    if line is None:
        return "missing"
    if line.ended:
        return "written off" if line.outcome == "WRITTEN_OFF" else "closed"
    if not line.past_due:
        return CURRENT
    return line.bucket if line.bucket in buckets else buckets[0]


def fate(start: CaseLine, end: CaseLine | None, buckets: tuple[str, ...]) -> str:
    """One of ``FATES`` for a case that was past due in the first snapshot."""
    before, after = place(start, buckets), place(end, buckets)
    if after not in buckets:
        return "cured" if after == CURRENT else after
    steps = buckets.index(after) - buckets.index(before)
    return "worse" if steps > 0 else "back" if steps < 0 else "stable"


def _weights(lines: Iterable[CaseLine]) -> list[tuple[str, str, dict[str, Decimal]]]:
    """Variant, currency, and what each case weighs: one, or its outstanding balance."""
    lines = list(lines)
    by_currency: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for line in lines:
        by_currency[line.currency][line.case_id] = line.outstanding
    counts = {line.case_id: _ONE for line in lines}
    return [("count", "", counts), *(("amount", currency, weights) for currency, weights in sorted(by_currency.items()))]


def _share(facts: Facts, id: str, weighed: tuple[str, str, Mapping[str, Decimal]], counted: Iterable[str], subject: str = "", to: str = "") -> Figure:
    """The share of the weighed cases that are counted."""
    variant, currency, weights = weighed
    inside = frozenset(counted)

    def rows() -> tuple[Behind, ...]:
        return tuple(Behind("Cases", case_id, case_id, case_id in inside, weight) for case_id, weight in weights.items())

    numerator = sum((weights[case_id] for case_id in inside), Decimal(0))
    start, end = facts.two or (None, None)
    since, until = start.as_of if start else facts.since, end.as_of if end else facts.until
    return Figure(id, variant, numerator, sum(weights.values(), Decimal(0)), since, until, currency, subject, to, rows=rows)


def matrix(facts: Facts) -> list[Figure]:
    """Where the cases of each bucket went (``roll``) and what became of them (``fate``), by number and by outstanding balance at the start.

    Rows: ``current`` (in the first snapshot, owing something and not past due), every bucket, and ``new`` (only in the second; weighed by the balance there).
    """
    if facts.two is None:
        return []
    (start, end), buckets = facts.two, facts.buckets
    rows: dict[str, list[CaseLine]] = {name: [] for name in (CURRENT, *buckets, NEW)}
    for line in start.cases.values():
        if (stood := place(line, buckets)) in rows and (stood != CURRENT or line.outstanding > 0):
            rows[stood].append(line)
    rows[NEW] = [line for case_id, line in end.cases.items() if case_id not in start.cases]
    figures: list[Figure] = []
    for name, lines in rows.items():
        went = {line.case_id: place(end.cases.get(line.case_id), buckets) for line in lines}
        for weighed in _weights(lines) if lines else []:
            mine = weighed[2]
            for to in (CURRENT, *buckets, "closed", "written off", "missing"):
                figures.append(_share(facts, "roll", weighed, (case_id for case_id in mine if went[case_id] == to), name, to))
            if name in buckets:
                fates = {case_id: fate(start.cases[case_id], end.cases.get(case_id), buckets) for case_id in mine}
                figures += [_share(facts, "fate", weighed, (c for c in mine if fates[c] == one), name, one) for one in FATES]
    return figures


def cure_rate(facts: Facts) -> list[Figure]:
    """Past due at the start and no longer at the end, of all past due at the start; and every other fate of them all.

    ``cured_by_plan`` is the part of the cured whose arrears a signed plan took over: they owe as much as before, on new dates.
    """
    if facts.two is None:
        return []
    start, end = facts.two
    lines = [line for line in start.cases.values() if line.past_due]
    fates = {line.case_id: fate(line, end.cases.get(line.case_id), facts.buckets) for line in lines}
    by_plan = {c for c, one in fates.items() if one == "cured" and end.cases[c].stage == "MONITOR"}
    figures: list[Figure] = []
    for weighed in _weights(lines) if lines else [("count", "", {})]:
        figures.append(_share(facts, "cure_rate", weighed, (c for c in weighed[2] if fates[c] == "cured")))
        figures.append(_share(facts, "cured_by_plan", weighed, (c for c in weighed[2] if c in by_plan)))
        figures += [_share(facts, "fate", weighed, (c for c in weighed[2] if fates[c] == one), "all", one) for one in FATES]
    return figures


def cures(trail: Iterable[Snapshot]) -> list[tuple[date, CaseLine]]:
    """Each time a case was past due in one snapshot and not in the next: the day of the later one, and the case as it was before."""
    found: list[tuple[date, CaseLine]] = []
    before: Snapshot | None = None
    for now in trail:
        for case_id, line in before.cases.items() if before is not None else ():
            later = now.cases.get(case_id)
            if line.past_due and later is not None and not later.past_due and not later.ended:
                found.append((now.as_of, line))
        before = now
    return found


def relapse_rate(facts: Facts) -> list[Figure]:
    """Of the cures that have had their sixty days by the end of the period, those past due again within sixty days; amount = the balance when cured."""
    cohort = [(on, line) for on, line in cures(facts.trail) if facts.inside(on + WATCH)]
    later = [snapshot for snapshot in facts.trail if snapshot.as_of <= facts.until]
    back = {
        (on, line.case_id)
        for on, line in cohort
        if any(on < s.as_of <= on + WATCH and (now := s.cases.get(line.case_id)) is not None and now.past_due for s in later)
    }
    groups: dict[str, list[tuple[date, CaseLine]]] = defaultdict(list)
    for on, line in cohort:
        groups[line.currency].append((on, line))
    figures: list[Figure] = []
    for variant, currency, mine in (("count", "", cohort), *(("amount", currency, mine) for currency, mine in sorted(groups.items()))):
        behind = tuple(
            Behind("Cases", line.case_id, line.case_id, (on, line.case_id) in back, _ONE if variant == "count" else line.outstanding) for on, line in mine
        )
        top = sum((row.amount for row in behind if row.counted), Decimal(0))
        whole = sum((row.amount for row in behind), Decimal(0))
        figures.append(Figure("relapse_rate", variant, top, whole, facts.since, facts.until, currency, rows=always(behind)))
    return figures
