"""Month end: every line from its own rows, and the whole ties to the cent for any facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from pyaddin.build.workbook import write_workbook
from pyaddin.rules.arrears import position
from pyaddin.rules.case import CaseFile
from pyaddin.rules.month_end import LINES, Month, case_month, days_of, month_end
from pyaddin.tasks.opening import open_ledger
from tests.rules.build_cases import D, adjusted, agreed, day, file, office, paid, rows
from tests.rules.random_ledger import random_ledger

ZERO = Decimal(0)
OCTOBER = days_of(2026, 10)


def lines(one: CaseFile, first: date = OCTOBER[0], last: date = OCTOBER[1], closed_at: Decimal | None = None) -> dict[str, Decimal]:
    """The lines that are not zero."""
    made = case_month(one, office(), first, last, closed_at)
    assert sum((made.lines[name] for name in LINES[:-1]), ZERO) == made.lines["closing"]
    return {name: value for name, value in made.lines.items() if value}


def test_the_days_of_a_month() -> None:
    assert days_of(2026, 12) == (date(2026, 12, 1), date(2026, 12, 31))
    assert days_of(2028, 2) == (date(2028, 2, 1), date(2028, 2, 29))


def test_a_month_with_everything() -> None:
    one = file(
        *rows("09-01", "10-01", "12-01"),
        payments=(paid("10-11", "40"),),
        adjustments=(
            adjusted("10-05", "fee", "12"), adjusted("10-12", "waiver", "-2", "A-2", component="principal"), adjusted("10-31", "write-off", "-50", "A-3"),
        ),
        annual_rate=D("0.365"), opened_on=day("08-01"),
    )  # fmt: skip
    found = lines(one)
    assert (found["charges"], found["paid"], found["waived"], found["written_off"]) == (D(12), D(-40), D(-2), D(-50))
    # opening: three rows of 100 and 29 days of 100 at 0.1 % a day
    assert found["opening"] == D("302.90")
    assert found["closing"] == position(one, office(), OCTOBER[1]).outstanding
    assert "agreed" not in found


def test_a_new_case_comes_in_with_its_whole_contract() -> None:
    one = file(*rows("11-01", "12-01"), opened_on=day("10-15"))
    assert lines(one) == {"new": D(200), "closing": D(200)}
    assert lines(one, *days_of(2026, 9)) == {}


def test_what_a_plan_waives_counts_as_waived_and_its_interest_as_agreed() -> None:
    plan = rows("11-15", "12-15", plan="L-1", amount="90")
    one = file(*rows("09-01", "12-01"), *plan, plans=(agreed("L-1", "10-10", "180", waived=D(20), approved_by="Li Na"),), opened_on=day("08-01"))
    assert lines(one) == {"opening": D(200), "waived": D(-20), "closing": D(180)}
    dearer = rows("11-15", "12-15", plan="L-1", amount="100", interest=D(3))
    one = replace(one, installments=(*one.installments[:2], *dearer), plans=(agreed("L-1", "10-10", "206"),))
    assert lines(one) == {"opening": D(200), "agreed": D(6), "closing": D(206)}


def test_a_charge_that_lives_on_under_a_judgment_counts_once() -> None:
    one = file(
        *rows("09-01"), adjustments=(adjusted("10-02", "cost", "15"), adjusted("10-10", "judgment", "120", "A-2")),
        payments=(paid("09-10", "10"),), opened_on=day("08-01"),
    )  # fmt: skip
    assert lines(one) == {"opening": D(90), "charges": D(15), "agreed": D(30), "closing": D(135)}


def test_money_after_a_write_off_is_recovered_and_lowers_nothing() -> None:
    one = file(*rows("08-01"), adjustments=(adjusted("09-01", "write-off", "-100"),), payments=(paid("10-20", "40"),), opened_on=day("07-01"))
    made = case_month(one, office(), *OCTOBER)
    assert ({name for name, value in made.lines.items() if value}, made.recovered) == (set(), D(40))


def test_what_is_entered_after_the_close_is_shown_as_earlier() -> None:
    one = file(*rows("09-01"), opened_on=day("08-01"))
    closed = case_month(one, office(), *days_of(2026, 9)).lines["closing"]
    late = replace(one, payments=(paid("09-20", "30"),))
    assert lines(late, closed_at=closed) == {"opening": D(100), "earlier": D(-30), "closing": D(70)}
    back = replace(one, payments=(paid("09-20", "30", reversed_on="10-05"),))
    assert lines(back, closed_at=D(70)) == {"opening": D(70), "paid": D(30), "closing": D(100)}


def by_hand(files: Sequence[CaseFile], first: date, last: date) -> dict[str, dict[str, Decimal]]:
    """Paid and fees of a month from the rows alone."""
    found: dict[str, dict[str, Decimal]] = defaultdict(lambda: {"paid": ZERO, "charges": ZERO})
    before = first - timedelta(1)
    for one in files:
        mine = found[one.case.currency]
        for payment in one.payments:
            counted = [payment.value_date <= on and (payment.reversed_on is None or payment.reversed_on > on) for on in (before, last)]
            mine["paid"] -= payment.amount * (counted[1] - counted[0])
        for row in one.adjustments:
            if row.kind in ("fee", "cost"):
                counted = [row.on <= on and (row.reversed_on is None or row.reversed_on > on) for on in (before, last)]
                mine["charges"] += row.amount * (counted[1] - counted[0])
    return found


@pytest.mark.parametrize("seed", range(4))
def test_unruly_ledgers_tie_month_after_month(tmp_path: Path, seed: int) -> None:
    """Plans, waivers, write-offs, reversals, dated rates, holds and all day counts, crossed at random."""
    typed, base = random_ledger(seed, 40)
    write_workbook(tmp_path / "ledger.xlsm", typed, ledger_id="T")
    opened = open_ledger(tmp_path / "ledger.xlsm", as_of=base + timedelta(250), now=lambda: datetime(2028, 1, 1, tzinfo=UTC))
    closing: dict[str, Decimal] = {}
    for step in range(7):
        first, last = days_of(base.year + (base.month + step - 1) // 12, (base.month + step - 1) % 12 + 1)
        months = month_end(opened.files, opened.policy, first, last)
        known = by_hand(opened.files, first, last)
        for month in months:
            assert month.ties
            assert month.lines["opening"] == closing.get(month.currency, month.lines["opening"])
            assert month.lines["paid"] == known[month.currency]["paid"] + month.recovered
            assert month.lines["charges"] == known[month.currency]["charges"]
        closing = {month.currency: month.lines["closing"] for month in months}
        assert closing == closing_of(opened.files, opened, last)
    assert closing


def closing_of(files: Sequence[CaseFile], opened: object, last: date) -> dict[str, Decimal]:
    """Outstanding less credit of every case, by currency."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for one in files:
        owed = position(one, opened.policy, last)  # type: ignore[attr-defined]
        found[one.case.currency] += owed.outstanding - owed.credit
    return dict(found)


def test_currencies_are_never_added() -> None:
    yuan, dollar = file(*rows("09-01"), currency="CNY", opened_on=day("08-01")), file(*rows("09-01"), currency="USD", opened_on=day("08-01"))
    months: tuple[Month, ...] = month_end((yuan, dollar), office(), *OCTOBER)
    assert [(month.currency, month.lines["closing"]) for month in months] == [("CNY", D(100)), ("USD", D(100))]
