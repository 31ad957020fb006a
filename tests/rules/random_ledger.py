"""Ledgers of invented, unruly cases: every day count, dated rates, holds, reversals, waivers, plans and promises, crossed at random."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

Rows = dict[str, list[dict[str, Any]]]
SIGNERS = {"Approved by": "M. Sorrel", "Document": "note"}
DAY_COUNTS = ("act/365", "act/360", "act/actual", "30/360", None)
HOLDS = ("MORATORIUM", "INSOLVENCY", "DECEASED", "DISPUTE", "MANUAL", "VULNERABLE")


def random_ledger(seed: int, cases: int) -> tuple[Rows, date]:
    """Table rows and the first day on which anything falls due; odd seeds run over the end of a year into a leap year."""
    draw = Random(seed)
    base = date(2027, draw.randint(9, 12), draw.randint(1, 28)) if seed % 2 else date(2026, 3, draw.randint(1, 28))
    rows: Rows = {name: [] for name in ("Debtors", "Cases", "Installments", "Payments", "Adjustments", "Holds", "Promises", "Plans")}
    for number in range(1, cases + 1):
        _case(rows, draw, base, f"{number:05}")
    spans = (("Loan A", "0.10", -60, None), ("Loan A", "0.20", 61, None), ("Loan B", "0.0875", 30, 80), ("Loan B", "0.06", 100, None))
    rows["Rates"] = [
        {"Name": name, "Value": Decimal(value), "Valid from": base + timedelta(low), "Valid to": base + timedelta(high) if high else None, "Source": "test"}
        for name, value, low, high in spans
    ]
    return rows, base


def _case(rows: Rows, draw: Random, base: date, number: str) -> None:
    case, currency = {"Case ID": f"C-{number}"}, draw.choice(("USD", "CNY", "JPY", "TWD"))

    def money(low: float, high: float) -> Decimal:
        return Decimal(str(round(draw.uniform(low, high), 0 if currency == "JPY" else 2)))

    def day(low: int, high: int) -> date:
        return base + timedelta(draw.randint(low, high))

    debtor = {"Debtor ID": f"D-{number}"}
    rows["Debtors"].append({**debtor, "Name": number, "Kind": "consumer", "Country": draw.choice(("US", "GB", "CN", "HK", "TW")), "Time zone": "Asia/Shanghai"})
    rate = draw.choice((None, Decimal("0.12"), Decimal("0.153"), Decimal("0.3")))
    contract = {"Product": draw.choice(("Loan A", "Loan B", "Loan C")), "Annual rate": rate, "Day count": draw.choice(DAY_COUNTS)}
    rows["Cases"].append({**case, **debtor, **contract, "Currency": currency, "Opened on": base - timedelta(30)})
    due_on, principal, step = day(0, 40), money(5, 3000), draw.choice((7, 15, 30, 31))
    for no in range(1, draw.randint(2, 7)):
        parts = {"Principal": principal, "Interest": draw.choice((None, money(0, 50))), "Fee": draw.choice((None, None, money(1, 9)))}
        rows["Installments"].append({**case, "No": no, "Due on": due_on, **parts})
        due_on += timedelta(step)
    for index in range(draw.randint(0, 6)):
        on, amount = day(-5, 170), draw.choice((money(1, 20), principal, money(1, float(principal) * 2)))
        back = on + timedelta(draw.randint(0, 30)) if draw.random() < 0.15 else None
        rows["Payments"].append({**case, "Payment ID": f"P-{number}{index}", "Value date": on, "Amount": amount, "Reversed on": back})
    for index in range(draw.choice((0, 0, 1, 3))):
        kind, amount, on = draw.choice(("fee", "cost", "waiver", "waiver", "write-off")), money(1, 30), day(0, 150)
        raises = kind in ("fee", "cost")
        component = "fee" if raises else draw.choice(("fee", "interest", "principal"))
        back = on + timedelta(9) if draw.random() < 0.15 else None
        values = {"On": on, "Kind": kind, "Component": component, "Amount": amount if raises else -amount, "Reversed on": back}
        rows["Adjustments"].append({**case, "Adjustment ID": f"A-{number}{index}", **values, **SIGNERS})
    for index, kind in enumerate(draw.sample(HOLDS, draw.choice((0, 0, 1, 2)))):
        start, scope = day(0, 120), draw.choice(("case", "debtor"))
        end = None if kind in ("INSOLVENCY", "DECEASED") and draw.random() < 0.5 else start + timedelta(draw.randint(0, 28))
        target = {"Scope": scope, "Applies to": case["Case ID"] if scope == "case" else debtor["Debtor ID"]}
        rows["Holds"].append({"Hold ID": f"H-{number}{index}", **target, "Type": kind, "Start": start, "End": end, "Reason": "test", "By": "M. Sorrel"})
    if draw.random() < 0.3:
        made = day(0, 120)
        values = {"Made on": made, "Amount": money(5, 300), "Due on": made + timedelta(draw.randint(0, 14)), "Grace days": draw.choice((None, 0, 2))}
        known = [row["Payment ID"] for row in rows["Payments"] if row["Case ID"] == case["Case ID"] and row["Value date"] >= made and draw.random() < 0.5]
        rows["Promises"].append({**case, "Promise ID": f"R-{number}", **values, "Entered before": ", ".join(known) or None})
    if draw.random() < 0.3:
        _plan(rows, draw, case, day(20, 110), money(10, 900), draw.choice((None, None, money(1, 40))))


def _plan(rows: Rows, draw: Random, case: dict[str, str], signed: date, amount: Decimal, waived: Decimal | None) -> None:
    """A plan for any sum; half of those that waive something were approved by nobody and count nowhere."""
    plan, count, first = {"Plan ID": case["Case ID"].replace("C", "L")}, draw.randint(1, 4), signed + timedelta(draw.randint(1, 20))
    signatures = {"Debtor signed on": signed - timedelta(draw.randint(0, 2)), "Creditor signed on": signed, "Proposed on": signed - timedelta(2)}
    status = draw.choice(("signed", "signed", "proposed", "withdrawn"))
    who = {"Waived": waived, "Approved by": draw.choice((None, "M. Sorrel")) if waived else None, "Evidence": "paper"}
    rows["Plans"].append({**plan, **case, "Version": 1, "Kind": "installment", "Status": status, "Total": amount * count, **signatures, **who})
    for no in range(1, count + 1):
        rows["Installments"].append({**case, **plan, "No": no, "Due on": first + timedelta(15 * (no - 1)), "Principal": amount})
