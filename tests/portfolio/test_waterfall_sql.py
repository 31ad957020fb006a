"""The simple waterfall in SQL says of every row and case what the replay says, and the control of a portfolio sees what went wrong on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyaddin.portfolio import cutting
from pyaddin.rules import arrears
from pyaddin.rules.allocation import Due, Incoming, allocate
from pyaddin.rules.arrears import Position, position
from pyaddin.rules.case import CaseFile, Installment, Payment
from pyaddin.rules.policy import Policy
from pyaddin.rules.waterfall_sql import cases_sql, rows_sql, runs_in_order
from tests.portfolio import portfolios
from tests.rules.build_cases import file, office

START = date(2027, 11, 20)
MONEY = pa.decimal128(18, 4)
Case = tuple[list[Installment], list[Payment]]


def _asked(cases: Sequence[Case], policy: Policy, on: date) -> tuple[dict[tuple[str, int], tuple[Any, ...]], dict[str, tuple[Any, ...]]]:
    """Rows and cases as SQL has them."""
    dues = [(f"C{n}", row.no, row.due_on, row.due) for n, (rows, _) in enumerate(cases) for row in rows]
    money = [(f"C{n}", p.value_date, p.reversed_on, p.amount) for n, (_, paid) in enumerate(cases) for p in paid]
    with duckdb.connect() as db:
        db.register("dues", _table(dues, {"case_id": pa.string(), "no": pa.int64(), "due_on": pa.date32(), "due": MONEY}))
        db.register("money", _table(money, {"case_id": pa.string(), "value_date": pa.date32(), "reversed_on": pa.date32(), "amount": MONEY}))
        rows = db.execute(f"SELECT case_id, no, paid, unpaid, past AND short FROM ({rows_sql(policy, on, 'dues', 'money')})").fetchall()
        found = db.execute(f"SELECT case_id, arrears, outstanding, oldest, days_past_due FROM ({cases_sql(policy, on, 'dues', 'money')})").fetchall()
    return {(case, no): tuple(rest) for case, no, *rest in rows}, {case: tuple(rest) for case, *rest in found}


def _table(rows: Sequence[tuple[Any, ...]], columns: dict[str, Any]) -> Any:
    return pa.table([pa.array([row[at] for row in rows], kind) for at, kind in enumerate(columns.values())], schema=pa.schema(list(columns.items())))


def _replayed(case: CaseFile, policy: Policy, on: date) -> Position:
    with mock.patch.object(arrears, "is_straight", return_value=False):
        return position(case, policy, on)


def _same(cases: Sequence[Case], policy: Policy, on: date) -> int:
    """SQL beside the replay, the straight way and the bare allocation; the number of cases in arrears."""
    rows, found = _asked(cases, policy, on)
    late = 0
    for number, (installments, payments) in enumerate(cases):
        name = f"C{number}"
        case = file(*installments, payments=tuple(payments), product="None")
        standing = _replayed(case, policy, on)
        assert position(case, policy, on) == standing
        for row in standing.rows:
            assert rows[(name, row.installment.no)] == (row.paid, row.open, row.short), (case, row)
        dues = [Due(("", row.no), row.due_on, {"principal": row.principal, "interest": row.interest, "fee": row.fee}) for row in installments]
        money = [Incoming(p.payment_id, p.value_date, p.amount, p.reversed_on) for p in payments]
        assert {row.key[1]: row.open_total for row in allocate(dues, money, as_of=on, order=policy.order).rows} == {
            no: values[1] for (one, no), values in rows.items() if one == name
        }
        anchor = next((row.installment.due_on for row in standing.rows if row.key == standing.anchor), None)
        assert found.get(name, (0, 0, None, 0)) == (standing.arrears, standing.outstanding, anchor, standing.days_past_due), case
        late += standing.in_arrears
    return late


def _office(draw: Random) -> Policy:
    return office(
        grace_days=draw.choice((0, 3)), tolerance_amount=Decimal(draw.choice(("0", "1.00", "8"))), tolerance_percent=Decimal(draw.choice(("0", "5", "2.5"))),
        tolerance_mode=draw.choice(("max", "min")), order=draw.choice((("penalty", "fee", "interest", "principal"), ("principal", "interest"))),
    )  # fmt: skip


def _case(draw: Random) -> Case:
    def amount(high: int) -> Decimal:
        return Decimal(draw.randint(0, high * 100)).scaleb(-2) if draw.random() < 0.8 else Decimal(draw.randint(0, high))

    rows = [
        Installment("", no, START + timedelta(draw.randint(0, 3) + 30 * draw.randint(0, no)), amount(300), draw.choice((Decimal(0), amount(20))), amount(4))
        for no in range(1, draw.randint(0, 6) + 1)
    ]
    draw.shuffle(rows)
    money = [
        Payment(f"P-{n}", START + timedelta(draw.randint(-20, 200)), amount(500), START + timedelta(draw.randint(0, 220)) if draw.random() < 0.2 else None)
        for n in range(draw.randint(0, 6))
    ]
    if rows and draw.random() < 0.3:  # a row paid to within a few cents: tolerances decide
        money = [Payment("P-0", START, max(Decimal(0), sum((row.due for row in rows), Decimal(0)) - draw.choice((1, 8, 9))))]
    return rows, money


@pytest.mark.parametrize("seed", range(12))
def test_every_row_and_case_as_the_replay_leaves_it(seed: int) -> None:
    draw = Random(f"waterfall {seed}")
    cases = [_case(draw) for _ in range(120)]
    assert _same(cases, _office(draw), START + timedelta(draw.randint(-5, 230))) >= 0


_days = st.integers(0, 90).map(lambda days: START + timedelta(days))
_cents = st.integers(0, 40_000).map(lambda cents: Decimal(cents).scaleb(-2))
_rows = st.lists(st.tuples(_days, _cents, _cents), max_size=5).map(
    lambda some: [Installment("", no, on, principal, interest) for no, (on, principal, interest) in enumerate(some, 1)]
)
_money = st.lists(st.tuples(_days, _cents, st.none() | _days), max_size=5).map(
    lambda some: [Payment(f"P-{no}", on, amount, back) for no, (on, amount, back) in enumerate(some, 1)]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(_rows, _money), min_size=1, max_size=8), _cents, st.sampled_from(("0", "5", "33.3")), st.sampled_from(("max", "min")), _days)
def test_whatever_rows_money_and_tolerance(cases: list[Case], amount: Decimal, percent: str, mode: str, on: date) -> None:
    _same(cases, office(tolerance_amount=amount / 100, tolerance_percent=Decimal(percent), tolerance_mode=mode), on)


def test_the_day_itself_the_day_before_and_the_day_after() -> None:
    """Due, valued and taken back around the day of the figures: a row of the day is not past due yet, money of the day counts, and one taken back does not."""
    around = [START + timedelta(days) for days in (-1, 0, 1)]
    cases = [
        ([Installment("", 1, due, Decimal(100))], [Payment("P-1", on, Decimal(60), back)])
        for due, on, back in product(around, around, (None, *around))
    ]  # fmt: skip
    assert _same(cases, office(), START) > 0


def test_an_order_that_does_not_fill_rows_one_after_another_is_left_to_the_rules() -> None:
    assert runs_in_order(office())
    assert runs_in_order(office(order_late=office().order))
    assert not runs_in_order(office(order_late=("principal",)))
    assert not runs_in_order(replace(office(), future="last"))


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "CASES_A_PART", 40)


@pytest.mark.usefixtures("small_parts")
def test_the_control_of_a_portfolio_ties_simple_cases(tmp_path: Path) -> None:
    rows = portfolios.sample(300, 21)
    outcome, out = portfolios.run(rows, tmp_path)
    control: Any = outcome.data["control"]
    assert (control["cases"], control["different"], control["first"]) == (300, 0, [])
    assert control["simple"] > 120
    assert all(ways["rules"] == ways["sql"] for figures in control["totals"].values() for ways in figures.values())
    said = {str(row["Case ID"]): row for row in portfolios.read(out, "assessment")}
    assert sum(Decimal(figures["outstanding"]["sql"]) for figures in control["totals"].values()) < sum(Decimal(str(r["Outstanding"])) for r in said.values())


@pytest.mark.usefixtures("small_parts")
def test_texts_refused_rows_and_odd_cells_are_left_to_the_row_rules(tmp_path: Path) -> None:
    rows = portfolios.sample(200, 22)
    payments, dues = rows["Payments"], rows["Installments"]
    payments[1]["Amount"] = "a lot"
    payments[9]["Value date"] = "03/04/2026"
    payments[11]["Amount"] = "1,250.50"
    payments[30]["Payment ID"] = payments[7]["Payment ID"]
    dues[3]["Due on"], dues[40]["Principal"] = "2026-13-45", "12.50 EUR"
    rows["Cases"][40] = dict(rows["Cases"][40], **{"Case ID": rows["Cases"][2]["Case ID"]})
    outcome, _ = portfolios.run(rows, tmp_path)
    control: Any = outcome.data["control"]
    assert control["different"] == 0, control
    assert control["simple"] > 50


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("damage", ["arrears", "days", "interest", "lost"])
def test_the_control_sees_a_case_that_went_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str) -> None:
    from pyaddin.portfolio.summing import write_results as right
    from pyaddin.tasks import portfolio_run

    def wrong(found: Any, finished: Path, out: Path, groups: Any) -> dict[str, int]:
        written = right(found, finished, out, groups)
        path = out / "assessment.parquet"
        table = pq.read_table(path).to_pylist()
        for row in table:
            if damage == "arrears":
                row["Arrears"] += Decimal("0.01")
            elif damage == "days":
                row["Days past due"] += 1
            elif damage == "interest":
                row["Interest due"] = Decimal("0.01")
        kept = table[: len(table) // 2] if damage == "lost" else table
        pq.write_table(pa.Table.from_pylist(kept, pq.read_schema(path)), path)
        return written

    monkeypatch.setattr(portfolio_run, "write_results", wrong)
    outcome, _ = portfolios.run(portfolios.sample(100, 23), tmp_path)
    control: Any = outcome.data["control"]
    assert outcome.exit_code == 1
    assert control["different"] >= 20
    assert 0 < len(control["first"]) <= 20
