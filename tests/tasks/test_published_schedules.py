"""Worked examples that others published, reproduced by ``schedule``; each names its source.

Sources that do not round (spreadsheet functions, a table in full precision) are met to the cent in the first period, where rounding has
not acted yet, and within half a cent a period in sums.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pyaddin.tasks import schedule

D = Decimal
Row = tuple[str, str, str, str]
"""(payment, interest, principal, balance)."""


def made(total: str, **more: Any) -> tuple[list[Row], dict[str, Any]]:
    facts: dict[str, Any] = {
        "count": None, "amount": None, "first_due": date(2026, 2, 1), "frequency": "monthly", "day_count": "30/360", "working_day": "same",
    }  # fmt: skip
    answer = schedule.run(total=D(total), **(facts | more)).data
    rows: Any = answer["installments"]
    totals: Any = answer["totals"]
    return [(row["payment"], row["interest"], row["principal"], row["balance"]) for row in rows], totals


ANNUITIES: list[tuple[str, str, str, int, list[Row]]] = [
    # US Regulation Z (12 CFR 1026, appendix H-25(B)): sample Closing Disclosure, 162,000 at 3.875 % over 30 years: principal & interest 761.78
    ("Regulation Z H-25(B)", "162000", "0.03875", 360, [("761.78", "523.13", "238.65", "161761.35")]),
    # Microsoft, page of the worksheet function PMT: 10,000 at 8 % over 10 months: 1,037.03
    ("Excel PMT", "10000", "0.08", 10, [("1037.03", "66.67", "970.36", "9029.64")]),
    # Microsoft, page of PPMT: 2,000 at 10 % over 2 years, principal of the first month 75.62
    ("Excel PPMT", "2000", "0.10", 24, [("92.29", "16.67", "75.62", "1924.38")]),
    # Microsoft, page of IPMT: 8,000 at 10 % over 3 years, interest of the first month 66.67
    ("Excel IPMT", "8000", "0.10", 36, [("258.14", "66.67", "191.47", "7808.53")]),
    # Microsoft, pages of CUMIPMT and CUMPRINC: 125,000 at 9 % over 30 years, first month: interest 937.50, principal 68.28
    ("Excel CUMPRINC", "125000", "0.09", 360, [("1005.78", "937.50", "68.28", "124931.72")]),
    # sapling.com, "reducing balance interest rate": 1,000 at 2 % a month over 6 months: 178.53; months 1 and 2 in full
    ("Sapling", "1000", "0.24", 6, [("178.53", "20.00", "158.53", "841.47"), ("178.53", "16.83", "161.70", "679.77")]),
    # a Chinese housing-loan answer (789yingshi.cn/wenda/244196): 100,000 at 4.90 % over 10 years: 1,055.77; months 1 and 2 in full
    ("等额本息 10 万 4.90 %", "100000", "0.049", 120, [("1055.77", "408.33", "647.44", "99352.56"), ("1055.77", "405.69", "650.08", "98702.48")]),
]


@pytest.mark.parametrize(("total", "rate", "count", "first"), [line[1:] for line in ANNUITIES], ids=[line[0] for line in ANNUITIES])
def test_published_annuities(total: str, rate: str, count: int, first: list[Row]) -> None:
    rows, totals = made(total, rate=D(rate), count=count)
    assert rows[: len(first)] == first
    assert totals["principal"] == f"{D(total):.2f}"


def test_five_years_of_the_sample_disclosure() -> None:
    """Regulation Z H-24(B): after 5 years 15,773 of principal are paid off."""
    rows, _ = made("162000", rate=D("0.03875"), count=360)
    assert round(sum(D(principal) for _, _, principal, _ in rows[:60])) == 15_773


def test_the_second_year_of_a_mortgage_within_half_a_cent_a_month() -> None:
    """Microsoft, CUMIPMT and CUMPRINC, months 13 to 24 of 125,000 at 9 %: 11,135.23213 and 934.1071234, computed without rounding."""
    rows, _ = made("125000", rate=D("0.09"), count=360)
    year = rows[12:24]
    assert abs(sum(D(interest) for _, interest, _, _ in year) - D("11135.23213")) <= D("0.06")
    assert abs(sum(D(principal) for _, _, principal, _ in year) - D("934.1071234")) <= D("0.06")


COLORADO = (
    "3187.50 3133.00 3076.18 3016.95 2955.20 2890.83 2823.72 2753.76 2680.82 2604.79 2525.52 2442.89 2356.74 2266.93 2173.31 2075.71 1973.95 1867.88"
    " 1757.29 1642.01 1521.82 1396.53 1265.91 1129.75 987.79 839.80 685.53 524.69 357.02 182.22"
)


def test_an_authority_s_table_of_thirty_payments() -> None:
    """Colorado Water Conservation Board, loan contract C1537: 75,000 at 4.25 % a payment, 30 payments of 4,469.87; the interest column.

    The board's payments are yearly; here two-monthly ones at six times the rate, which gives the same 4.25 % a period. It does not round its balances.
    """
    rows, _ = made("75000", rate=D("0.0425") * 6, count=30, frequency="2-monthly")
    assert [payment for payment, _, _, _ in rows[:-1]] == ["4469.87"] * 29
    assert rows[:2] == [("4469.87", "3187.50", "1282.37", "73717.63"), ("4469.87", "3133.00", "1336.87", "72380.76")]
    for (_, interest, _, _), published in zip(rows, COLORADO.split(), strict=True):
        assert abs(D(interest) - D(published)) <= D("0.02")


def test_published_equal_principal_to_the_last_row() -> None:
    """A Chinese answer (yizhanzhixiao.com/link/368516508987295484): 120,000 at 0.05 % a day, a twelfth a month and the interest on the rest: 1,800 to 150."""
    rows, totals = made("120000", rate=D("0.18"), count=12, method="equal-principal")
    assert [interest for _, interest, _, _ in rows] == [f"{amount}.00" for amount in range(1800, 0, -150)]
    assert {principal for _, _, principal, _ in rows} == {"10000.00"}
    assert totals["interest"] == "11700.00"


def test_a_second_published_equal_principal() -> None:
    """The other answer of the same page: 120,000 at 9.75 % a year, first months 975, 893.75, 812.50, last 81.25, together 6,337.50."""
    rows, totals = made("120000", rate=D("0.0975"), count=12, method="equal-principal")
    interest = [each for _, each, _, _ in rows]
    assert (interest[:3], interest[4:], totals["interest"]) == (
        ["975.00", "893.75", "812.50"], ["650.00", "568.75", "487.50", "406.25", "325.00", "243.75", "162.50", "81.25"], "6337.50",
    )  # fmt: skip


def test_published_flat_interest() -> None:
    """Mifos documentation, "Flat interest calculation": 1,000 at 2 % a month over 4 months: 250 + 20 = 270 each, 80 in all."""
    rows, totals = made("1000", rate=D("0.24"), count=4, method="flat")
    assert [row[:3] for row in rows] == [("270.00", "20.00", "250.00")] * 4
    assert totals["interest"] == "80.00"


@pytest.mark.parametrize(("day_count", "interest"), [("act/360", "101.39"), ("act/365", "100.00"), ("30/360", "100.00")])
def test_a_year_of_interest_by_day_count(day_count: str, interest: str) -> None:
    """A textbook contrast (mortgagemovies.com, "actual 360 day interest"): 1,000 at 10 % over a year yields 101.39 by actual/360, else 100."""
    rows, _ = made("1000", rate=D("0.10"), count=1, start=date(2025, 1, 1), first_due=date(2026, 1, 1), day_count=day_count)
    assert rows == [(f"{1000 + D(interest):.2f}", interest, "1000.00", "0.00")]
