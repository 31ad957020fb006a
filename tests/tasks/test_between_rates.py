"""R9: which of a debtor's debts weighs heaviest: the rate of late interest that holds for each on the day of the payment, its own or its product's."""

from __future__ import annotations

import pytest

from pyaddin.rules.between_debts import split
from pyaddin.rules.case import CaseFile
from pyaddin.rules.interest import RatePeriod
from pyaddin.tasks.between import debt_of
from tests.rules.build_cases import D, day, file, office, rows

DATED = office(
    rates={"card": (RatePeriod(day("2026-07-01"), day("2026-12-31"), D("0.15")), RatePeriod(day("2026-01-01"), None, D("0.04")))},
)


def case(case_id: str, **more: object) -> CaseFile:
    return file(*rows("06-05"), case_id=case_id, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("on", "rate", "first"), [("06-30", "0.04", "B"), ("07-01", "0.15", "A"), ("12-31", "0.15", "A"), ("2027-01-01", "0", "B")])
def test_a_debt_without_a_rate_of_its_own_bears_that_of_its_product_on_the_day(on: str, rate: str, first: str) -> None:
    debts = [debt_of(case("A", product="Card"), DATED, day(on)), debt_of(case("B", annual_rate=D("0.10")), DATED, day(on))]
    assert [debt.rate for debt in debts] == [D(rate), D("0.10")]
    assert split(D(50), debts, unit=D("0.01")) == ((first, D(50)),)


def test_a_rate_of_zero_on_the_case_goes_before_that_of_the_product() -> None:
    assert debt_of(case("A", product="Card", annual_rate=D(0)), DATED, day("07-01")).rate == 0
    assert debt_of(case("A", product="Desk"), DATED, day("07-01")).rate == 0
