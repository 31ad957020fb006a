"""Small portfolios for tests of the KPIs: snapshots typed in a line a case, and random ones for brute-force recomputation."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from pyaddin.rules.kpi_rows import CaseLine, ContactLine, Facts, MoneyLine, PromiseLine, Snapshot

D = Decimal
BUCKETS = ("1-30", "31-60", "61-90", ">90")
SINCE, UNTIL = date(2026, 10, 31), date(2026, 11, 30)


def bucket(days: int) -> str:
    return "" if days <= 0 else BUCKETS[min(3, (days - 1) // 30)]


def line(case_id: str, days: int = 0, outstanding: str | Decimal = "100", **more: Any) -> CaseLine:
    """A case with these days past due; in arrears with all it owes unless ``arrears`` says otherwise."""
    owed = D(outstanding)
    facts: dict[str, Any] = {
        "currency": "GBP", "stage": "DEEP" if days else "", "level": 0, "episode": 1, "days_past_due": days, "bucket": bucket(days),
        "arrears": owed if days else D(0), "outstanding": owed, "not_yet_due": D(0) if days else owed, "owner": "Mary",
    }  # fmt: skip
    return CaseLine(case_id, **(facts | more))


def ended(case_id: str, outcome: str = "PAID", **more: Any) -> CaseLine:
    return line(case_id, 0, "0", stage="CLOSED", outcome=outcome, **more)


def taken(on: date, *lines: CaseLine) -> Snapshot:
    return Snapshot(on, f"W-{on}", {one.case_id: one for one in lines})


def facts(start: Snapshot | None, end: Snapshot | None, **more: Any) -> Facts:
    return Facts(SINCE, UNTIL, BUCKETS, start, end, **more)


_days = st.sampled_from([0, 0, 1, 15, 30, 31, 45, 61, 90, 91, 200])
_amounts = st.decimals(min_value=0, max_value=5000, places=2)
_outcomes = st.sampled_from(["", "", "", "", "PAID", "CURED", "WRITTEN_OFF", "SETTLED", "TRANSFERRED"])


@st.composite
def snapshots(draw: st.DrawFn, on: date, ids: int = 14) -> Snapshot:
    """A portfolio of up to ``ids`` cases in two currencies, some of them ended."""
    lines = []
    for number in range(ids):
        if not draw(st.integers(0, 5)):
            continue
        outcome = draw(_outcomes)
        days = 0 if outcome in ("PAID", "CURED") else draw(_days)
        stage = "CLOSED" if outcome else draw(st.sampled_from(["CONTACT", "DEEP", "MONITOR"])) if days else ""
        lines.append(line(f"C-{number}", days, draw(_amounts), stage=stage, outcome=outcome, currency="GBP" if number % 3 else "JPY"))
    return taken(on, *lines)


@st.composite
def happenings(draw: st.DrawFn) -> dict[str, Any]:
    """Dated facts around the period, some before and after it."""
    days = st.integers(-40, 5).map(lambda back: UNTIL + timedelta(days=back))
    number = st.integers(0, 13)
    promises = [
        PromiseLine(f"R-{n}", f"C-{draw(number)}", draw(st.sampled_from(["GBP", "JPY"])), UNTIL, draw(days),
                    draw(st.sampled_from(["kept", "partly kept", "broken", "open", "withdrawn", "superseded"])), draw(_amounts), draw(_amounts))
        for n in range(draw(st.integers(0, 12)))
    ]  # fmt: skip
    contacts = [
        ContactLine(f"K-{n}", f"C-{draw(number)}", draw(days), draw(st.sampled_from(["Mary", "program", ""])), *(draw(st.booleans()) for _ in range(4)))
        for n in range(draw(st.integers(0, 15)))
    ]
    payments = [
        MoneyLine(f"P-{n}", f"C-{draw(number)}", draw(st.sampled_from(["GBP", "JPY"])), draw(days), draw(_amounts), draw(st.sampled_from(["", "DEEP"])))
        for n in range(draw(st.integers(0, 15)))
    ]
    return {"promises": promises, "contacts": contacts, "payments": payments}
