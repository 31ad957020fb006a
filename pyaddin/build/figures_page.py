"""``docs/figures.md``: each KPI with its formula, its source, and a worked example that the rules themselves compute from a small portfolio."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from pyaddin.rules.kpi import figures
from pyaddin.rules.kpi_rows import (
    CaseLine,
    ContactLine,
    EntryLine,
    Facts,
    Figure,
    MoneyLine,
    PlanRowLine,
    PromiseLine,
    Snapshot,
    StageEntry,
)
from pyaddin.rules.kpi_words import KPIS, place_name

Table = Callable[[Sequence[str], Sequence[Sequence[object]]], list[str]]
SINCE, UNTIL = date(2026, 10, 31), date(2026, 11, 30)
BUCKETS = ("1-30", "31-60", "61-90", ">90")
_PLAIN = ("funnel", "arrears", "outstanding", "workload", "clerk_contacts", "cash", "promise_due")
"""Sums of what is listed: they need no example."""

_HEAD = """# The figures of the trade

Every weekly and daily run keeps a **snapshot** of every case in `<ledger>.snapshots.sqlite` beside the ledger (10,000 cases over a year: 22 MB, 0.1 s
a run) and rewrites the sheet **Figures**: the KPIs of the last four weeks, each with numerator, denominator and formula. The sheet **Dashboard**
shows them; the button *Rows of a figure* (select a row of Figures, press it) lists the cases, promises, payments or contacts that a figure is made
of. `collections kpis my-ledger.xlsm --since D --until D` computes any other period, `--rows FIGURE` lists the rows, `--json` has everything. Nothing
of it changes the ledger.

**Which day counts.** One snapshot counts for a date: that of the last run of the day. A second run on a date adds its snapshot behind the first;
nothing is ever replaced or deleted. The view `readable` of the file shows every row to a person with any SQLite program; `verify` finds a row that
was changed or taken away. Runs that the ledger does not show (it was restored to an older backup) count in nothing. Without the file the figures that
compare two days begin anew with the next run, and the run says so.

**The period** is after *since* up to *until*. Rates that compare two days use the last snapshots on or before them (a young ledger's first one) and
carry these days. Recovery by stage is blank while no snapshot is as old as *since*.

**Three rules of all figures.** A denominator of zero makes a blank value, never 0 %. Amounts are never added across currencies: each has its own row,
only counts go over all. A case that a supervisor closed (written off, settled, handed over ...) is not past due any more, whatever it owes.

**Two kinds of cured.** Past due at the start and not past due at the end is *cured* (the standard formula). That takes in cases whose arrears a
signed plan took over; *of which by a signed plan* says how many.

Earlier versions: a ledger made before 0.4 gets the sheet Figures with its next run; its Dashboard stays as it was. A new Dashboard comes with a new
ledger.

## Formulas, with one example

The example is a portfolio of ten cases in one currency on 31 October and 30 November. The formulas are tested against published worked figures: CEI
of 55.9 % (creditguru.com) and 98 % (gaviti.com), DSO of 27 days (fool.com) and 91.25 days (bit1024.com), roll rates of 20 % (calculator.city) and
84.6 % / 6.4 % (listendata.com).
"""


def _line(number: int, days: int, outstanding: int, **more: str) -> CaseLine:
    owed = Decimal(outstanding)
    bucket = "" if days <= 0 else BUCKETS[min(3, (days - 1) // 30)]
    stage = more.get("stage", "DEEP" if days else "")
    late, later = (owed, Decimal(0)) if days else (Decimal(0), owed)
    return CaseLine(f"C-{number}", "EUR", stage, 0, 1, days, bucket, late, owed, later, "Mary", more.get("outcome", ""))


def _snapshot(day: date, *lines: CaseLine) -> Snapshot:
    return Snapshot(day, f"W-{day}", {line.case_id: line for line in lines})


def example() -> Facts:
    """Ten cases on two days, and what happened in between."""
    start = _snapshot(SINCE, *(_line(n, 15, 100) for n in range(1, 5)), *(_line(n, 45, 200) for n in range(5, 9)), _line(9, 100, 500), _line(10, 0, 300))
    ended = {"stage": "CLOSED"}
    end = _snapshot(
        UNTIL, _line(1, 0, 0, **ended, outcome="PAID"), _line(2, 0, 100, stage="MONITOR"), _line(3, 45, 100), _line(4, 15, 60), _line(5, 75, 200),
        _line(6, 45, 150), _line(7, 20, 200), _line(8, 75, 200), _line(9, 130, 500, **ended, outcome="WRITTEN_OFF"), _line(10, 5, 300), _line(11, 0, 400),
    )  # fmt: skip
    before = UNTIL - timedelta(days=60)
    trail = [
        _snapshot(before - timedelta(days=7), _line(1, 9, 100), _line(3, 9, 100)), _snapshot(before, _line(1, 0, 100), _line(3, 0, 100)),
        _snapshot(SINCE, _line(1, 15, 100), _line(3, 0, 100)),
    ]  # fmt: skip
    day = SINCE + timedelta(days=10)
    money = [("P-1", "C-1", 100, "CONTACT"), ("P-2", "C-4", 40, "DEEP"), ("P-3", "C-6", 50, "DEEP")]
    return Facts(
        SINCE, UNTIL, BUCKETS, start, end, trail,
        promises=[
            PromiseLine("R-1", "C-1", "EUR", day, day, "kept", Decimal(100), Decimal(100)),
            PromiseLine("R-2", "C-4", "EUR", day, day, "partly kept", Decimal(80), Decimal(40)),
            PromiseLine("R-3", "C-5", "EUR", day, day, "broken", Decimal(120), Decimal(0)),
        ],
        plan_rows=[
            PlanRowLine("C-2/L-1/1", "C-2", "EUR", day, Decimal(50), Decimal(50), True),
            PlanRowLine("C-2/L-1/2", "C-2", "EUR", day, Decimal(50), Decimal(0), False),
        ],
        contacts=[ContactLine(f"K-{n}", f"C-{n}", day, "Mary", True, n < 3, True, True) for n in range(1, 6)],
        entries=[EntryLine("C-10", "EUR", day, day, day, Decimal(300)), EntryLine("C-3", "EUR", day, day, None, Decimal(100))],
        payments=[MoneyLine(key, case_id, "EUR", day, Decimal(amount), stage) for key, case_id, amount, stage in money],
        costs=[MoneyLine("A-1", "C-5", "EUR", day, Decimal(19))],
        write_offs=[MoneyLine("A-2", "C-9", "EUR", day, Decimal(500))],
        new_debt=[MoneyLine("C-11", "C-11", "EUR", day, Decimal(400))],
        stage_entries=[
            StageEntry("1", "C-1", "EUR", SINCE, "CONTACT", Decimal(100)), StageEntry("2", "C-4", "EUR", SINCE, "DEEP", Decimal(100)),
            StageEntry("3", "C-6", "EUR", SINCE, "DEEP", Decimal(200)),
        ],
    )  # fmt: skip


def _shown(figure: Figure) -> str:
    """``2 / 9 = 22.2 %``."""
    value = figure.value
    made_of = f"{figure.numerator:,} / {figure.denominator:,}"
    if value is None:
        return f"{made_of} = blank"
    shown = f"{value * 100:.1f} %" if figure.unit == "share" else f"{value:.1f} {'days' if figure.unit == 'days' else ''}".strip()
    return f"{made_of}{'' if figure.factor == 1 else f' x {figure.factor}'} = {shown}"


def _examples(found: Sequence[Figure], id: str) -> str:
    """The first figure of each variant; of those with a subject the first that is not empty."""
    texts = []
    for variant in ("count", "amount"):
        mine = [figure for figure in found if figure.id == id and figure.variant == variant and figure.denominator is not None]
        chosen = next((figure for figure in mine if figure.numerator and figure.denominator), mine[0] if mine else None)
        if chosen is not None:
            about = " to ".join(place_name(one, "en", id) for one in (chosen.subject, chosen.to) if one)
            texts.append(f"{variant}{f' ({about})' if about else ''}: {_shown(chosen)}")
    return "; ".join(texts) or "(a sum)"


def page(table: Table) -> list[str]:
    """The page's lines."""
    found = figures(example())
    rows = [
        (kpi.name[0], f"`{id}`", kpi.formula[0], "(a sum)" if id in _PLAIN else _examples(found, id), kpi.source) for id, kpi in KPIS.items()
    ]  # fmt: skip
    lines = [*_HEAD.splitlines(), "", *table(("KPI", "Measure", "Formula", "Example", "Source"), rows), ""]
    targets = ("current", *BUCKETS, "closed", "written off", "missing")
    rates = {(figure.subject, figure.to): figure for figure in found if figure.id == "roll" and figure.variant == "count"}
    matrix = []
    for subject in ("current", *BUCKETS, "new"):
        cells = [rates.get((subject, to)) for to in targets]
        if cells[0] is not None:
            values = [cell.value if cell is not None else None for cell in cells]
            matrix.append((place_name(subject, "en"), *(f"{value * 100:.0f} %" if value else "" for value in values), f"{cells[0].denominator}"))
    lines += ["## The roll-rate matrix of the example (number of cases)", ""]
    return [*lines, *table(("From", *(place_name(to, "en") for to in targets), "Cases"), matrix), ""]
