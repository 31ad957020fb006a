"""The KPIs of a period, each with numerator, denominator, formula and the rows behind it: behind the sheet Figures, the report and ``collections kpis``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.history.snapshots import Snapshots
from pyaddin.ledger.book import Book, Edit, ReplaceRows, Value
from pyaddin.ledger.schema import EVERY_TABLE
from pyaddin.rules.decide import Decision
from pyaddin.rules.kpi import figures as computed
from pyaddin.rules.kpi_roll import WATCH
from pyaddin.rules.kpi_rows import Facts, Figure, Snapshot
from pyaddin.rules.kpi_words import KPIS, formula_of, note, title_of
from pyaddin.rules.money import cent
from pyaddin.tasks import snapshots as taking
from pyaddin.tasks.computed_columns import same
from pyaddin.tasks.kpi_facts import Cases
from pyaddin.tasks.opening import Opened, open_ledger
from pyaddin.tasks.outcome import Outcome

PERIOD = timedelta(days=28)
"""Length of a period that nobody named."""
SIX_DIGITS = Decimal("0.000001")


def period(snapshots: Snapshots, as_of: date) -> tuple[date, date]:
    """Since and until when nobody says so: four weeks back from the day, from a day that has a snapshot where there is one; a young ledger's first."""
    days = [day for day in snapshots.days if day < as_of]
    old = [day for day in days if day <= as_of - PERIOD]
    return max(old) if old else min(days, default=as_of - PERIOD), as_of


def figures(opened: Opened, snapshots: Snapshots, since: date, until: date, decisions: Sequence[Decision] = ()) -> tuple[Figure, ...]:
    """Every KPI of ``since`` < day <= ``until``. Rates that compare two days use the last snapshots on or before them, of a young ledger its first one.

    ``decisions``: what a run has decided of every case as of ``until``; without them promises and plans are judged from the ledger as it stands.
    Raises ``Stop`` X-SNAPSHOTS when the snapshots cannot be read.
    """
    return computed(facts_of(opened, snapshots, since, until, decisions))


def facts_of(opened: Opened, snapshots: Snapshots, since: date, until: date, decisions: Sequence[Decision] = ()) -> Facts:
    """What the KPIs of a period are computed from."""
    days = [day for day in snapshots.days if day <= until]
    last = max(days, default=None)
    first = max((day for day in days if day <= since), default=min(days, default=None))
    trail = _trail(days, since)
    read = {one.as_of: one for one in snapshots.read({*trail, *(day for day in (first, last) if day is not None)})}
    start, end = (read[first] if first is not None else None), (read[last] if last is not None else None)
    cases = Cases(opened, until, decisions)
    begin = min(since, start.as_of) if start is not None else since
    return Facts(
        since=since,
        until=until,
        buckets=tuple(bucket.name for bucket in opened.policy.buckets),
        start=start,
        end=end,
        trail=[read[day] for day in trail],
        promises=list(cases.promises()),
        plan_rows=list(cases.plan_rows()),
        contacts=list(cases.contacts(begin)),
        entries=list(cases.entries(since)),
        payments=list(cases.payments(since)),
        costs=list(cases.adjustments(begin, "cost")),
        write_offs=list(cases.adjustments(begin, "write-off")),
        new_debt=list(cases.new_debt(start, start.as_of if start is not None else since)),
        stage_entries=list(cases.stage_entries(start, since)) if start is not None and start.as_of <= since else [],
    )


def _trail(days: Sequence[date], since: date) -> list[date]:
    """Days by which cures and their return are seen: the last snapshot of each week since one before the first cure that counts. Empty for a young ledger."""
    oldest = since - WATCH
    before = [day for day in days if day <= oldest]
    if not before and not any(day <= (max(days, default=since) - WATCH) for day in days):
        return []
    weeks: dict[tuple[int, int], date] = {}
    for day in days:
        if day >= max(before, default=date.min):
            weeks[day.isocalendar()[:2]] = max(day, weeks.get(day.isocalendar()[:2], day))
    return sorted(weeks.values())


def sheet_rows(found: Sequence[Figure], language: str) -> tuple[dict[str, Value], ...]:
    """The rows of the sheet Figures, as they stand there: rates to six digits, money to the cent."""
    return tuple(
        {
            "Figure": figure.key,
            "Measure": figure.id,
            "Meaning": title_of(figure, language),
            "Subject": figure.subject or None,
            "Variant": figure.variant,
            "Currency": figure.currency or None,
            "Since": figure.since,
            "Until": figure.until,
            "Numerator": _exact(figure, figure.numerator),
            "Denominator": None if figure.denominator is None else _exact(figure, figure.denominator),
            "Rate": _rounded(figure.value) if figure.unit == "share" else None,
            "Value": _rounded(figure.value) if figure.unit != "share" else None,
            "Formula": formula_of(figure.id, language),
            "Source": KPIS[figure.id].source,
        }
        for figure in found
        if figure.id != "fate" or figure.subject == "all"  # what became of each bucket is the matrix's to tell
    )


def _exact(figure: Figure, amount: Decimal) -> Decimal:
    """Numbers of things as they are, money to its cent."""
    return amount.quantize(cent(figure.currency)) if figure.currency and figure.unit != "number" else amount


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(SIX_DIGITS).normalize() + 0


def told(figure: Figure, language: str) -> dict[str, object]:
    """One figure as the command prints it; amounts as text, a blank value as null."""
    value = _rounded(figure.value)
    return {
        "figure": figure.key,
        "id": figure.id,
        "name": title_of(figure, language),
        "variant": figure.variant,
        "currency": figure.currency,
        "subject": figure.subject,
        "to": figure.to,
        "since": figure.since.isoformat(),
        "until": figure.until.isoformat(),
        "numerator": f"{_exact(figure, figure.numerator):f}",
        "denominator": None if figure.denominator is None else f"{_exact(figure, figure.denominator):f}",
        "value": None if value is None else f"{value:f}",
        "unit": figure.unit,
        "formula": formula_of(figure.id, language),
        "source": KPIS[figure.id].source,
    }


def behind(found: Sequence[Figure], name: str) -> list[dict[str, object]]:
    """The rows of numerator and denominator of one figure. Raises ``Stop`` X-OPTION for a figure that is not among them."""
    for figure in found:
        if figure.key.casefold() == name.strip().casefold():
            return [
                {"table": row.table, "key": row.key, "case_id": row.case_id, "counted": row.counted, "amount": f"{row.amount:f}"} for row in figure.behind
            ]
    ids = ", ".join(sorted({figure.key for figure in found if not figure.subject})[:12])
    raise Stop("X-OPTION", f"rows of {name}", advice=f"Name a figure as it stands in the column Figure, for example: {ids}.")


def run(
    path: Path,
    *,
    since: date | None = None,
    until: date | None = None,
    rows: str | None = None,
    now: Callable[[], datetime],
    book: Book | None = None,
) -> Outcome:
    """The KPIs from the snapshots beside the ledger; writes nothing. ``rows`` names a figure whose rows are listed, too.

    Without dates: the four weeks up to the last snapshot. Raises ``Stop``: X-OPTION for dates in the wrong order or an unknown figure, X-SNAPSHOTS.
    """
    opened = open_ledger(path, as_of=until, now=now, book=book)
    snapshots = taking.known(opened)
    last = until or max(snapshots.days, default=opened.as_of)
    first = since or period(snapshots, last)[0]
    if first >= last:
        raise Stop("X-OPTION", f"--since {first} --until {last}", advice="The period begins before it ends: since < until.")
    found = figures(opened, snapshots, first, last)
    language = opened.policy.language
    data: dict[str, object] = {
        "since": first.isoformat(),
        "until": last.isoformat(),
        "snapshots": [day.isoformat() for day in snapshots.days],
        "kpis": [told(figure, language) for figure in found],
        "rows": behind(found, rows) if rows else [],
        "notes": [text for text in (taking.doubt_told(snapshots, language), "" if snapshots.days else note("none", "", language)) if text],
    }
    return Outcome("kpis", data)


def figures_edit(opened: Opened, snapshot: Snapshot, decisions: Sequence[Decision]) -> list[Edit]:
    """The sheet Figures as a run leaves it, with the run's own snapshot as the last one. Empty when the sheet shows just that already.

    Snapshots that cannot be read leave the figures of the run's own day: the run goes on.
    """
    known = taking.known(opened)
    since, until = period(known.with_now(snapshot), opened.as_of)
    try:
        found = figures(opened, known.with_now(snapshot), since, until, decisions)
    except Stop:
        found = figures(opened, Snapshots(known.path, known.ledger_id, now=snapshot), since, until, decisions)
    rows = sheet_rows(found, opened.policy.language)
    shown = [row.values for row in opened.typed.tables["Figures"]]
    headers = EVERY_TABLE["Figures"].headers
    unchanged = len(shown) == len(rows) and all(all(same(old[name], new[name]) for name in headers) for old, new in zip(shown, rows, strict=True))
    return [] if unchanged else [ReplaceRows("Figures", rows)]
