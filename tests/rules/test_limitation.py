"""Limitation: sourced rows only, the earlier day where a date can be read in two ways, and no word for places whose tables contradict."""

from __future__ import annotations

from datetime import date

import pytest

from pyaddin.rules.limitation import PERIODS, estimate, last_demand, period_for, years_later
from tests.rules.build_cases import day, debtor, file, paid, reminded, rows, stand


@pytest.mark.parametrize(
    ("country", "region", "kind", "years"),
    [
        ("CN", "", "consumer", 3), ("TW", "", "business", 15), ("HK", "", "consumer", 6), ("GB", "", "consumer", 6), ("GB", "Leeds", "consumer", 6),
        ("GB", "Scotland", "consumer", 5), ("GB", "sct", "consumer", 5), ("US", "NY", "consumer", 3), ("US", "NY", "business", 6), ("US", "CA", "consumer", 4),
        ("US", "TX", "business", 4), ("US", "KY", "consumer", None), ("US", "", "consumer", None), ("DE", "", "consumer", None), ("", "", "consumer", None),
    ],
)  # fmt: skip
def test_which_row_applies(country: str, region: str, kind: str, years: int | None) -> None:
    found = period_for(country, region, kind)
    assert (found.years if found else None) == years


def test_mainland_china_counts_from_the_last_installment_and_anew_from_a_demand() -> None:
    one = file(*rows("2024-01-31", "2024-02-29"), owner=debtor(country="CN"))
    found = estimate(one, stand(one, "2026-11-20"), day("2025-02-28"))
    assert found is not None
    assert (found.start, found.end, found.after_demand) == (day("2024-02-29"), day("2027-02-28"), day("2028-02-28"))


@pytest.mark.parametrize(
    ("demand", "until"), [("2026-03-10", "2026-09-10"), ("2026-08-31", "2027-02-28"), ("2026-12-31", "2027-06-30"), ("2027-08-29", "2028-02-29")]
)
def test_taiwan_shows_the_six_months_after_a_demand(demand: str, until: str) -> None:
    one = file(*rows("2024-01-31", "2024-02-29"), owner=debtor(country="TW"), payments=(paid("2024-02-01", "100"),))
    found = estimate(one, stand(one, "2026-11-20"), day(demand))
    assert found is not None
    assert (found.start, found.end, found.after_demand) == (day("2024-02-29"), day("2039-02-28"), day(until))


def test_nothing_unpaid_or_nowhere_sourced_is_no_estimate() -> None:
    settled = file(*rows("09-01"), payments=(paid("09-01", "100"),))
    assert estimate(settled, stand(settled, "11-20"), None) is None
    elsewhere = file(*rows("09-01"), owner=debtor(country="DE"))
    assert estimate(elsewhere, stand(elsewhere, "11-20"), None) is None


def test_a_demand_extends_nothing_where_no_row_says_so() -> None:
    one = file(*rows("09-01"))
    found = estimate(one, stand(one, "11-20"), day("11-01"))
    assert found is not None
    assert (found.end, found.demand_on, found.after_demand) == (day("2032-09-01"), None, None)


def test_the_latest_letter_that_went_out() -> None:
    one = file(*rows("09-01"), contacts=(reminded(1, "09-04"), reminded(2, "09-11"), reminded(3, "09-18", "failed")))
    assert last_demand(one) == date(2026, 9, 11)


def test_every_row_names_its_source_and_the_leap_day_is_read_as_the_earlier_one() -> None:
    assert all(row.source and row.years > 0 for row in PERIODS)
    assert years_later(date(2024, 2, 29), 4) == date(2028, 2, 29)
    assert years_later(date(2024, 2, 29), 3) == date(2027, 2, 28)
