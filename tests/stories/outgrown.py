"""An office whose ledger holds cases of last year that are over: what archiving, and everything after it, is tried on."""

from __future__ import annotations

from typing import Any

from tests.stories.desk import SUPERVISOR, Office, case, day, debtor, hold, installments, payment

BY = ("--by", SUPERVISOR)


def outgrown(office: Office, **settings: str) -> Office:
    """Ann has paid one debt and owes another, Bob has paid all in 2025, Cai paid but there is a dispute, Dee owes."""
    office.new(
        {
            "Debtors": [debtor(1), debtor(2), debtor(3), debtor(4)],
            "Cases": [_old(1, 1), case(2, 1), *(_old(number, number - 1) for number in (3, 4)), case(5, 4)],
            "Installments": [
                *installments(1, ["2025-03-05"]), *installments(2, ["10-05", "12-05"]), *installments(3, ["2025-03-05", "2025-04-05"]),
                *installments(4, ["2025-03-05"]), *installments(5, ["10-05"]),
            ],
            "Payments": [],
            "Holds": [hold(4, "H-000001", "DISPUTE", "2025-05-01")],
        },
        {"supervisors": SUPERVISOR, **settings},
    )  # fmt: skip
    office.weekly("2025-03-17")  # the reminders of the first year
    paid = payment(1, "2025-03-20", 100, "P-000001"), payment(3, "2025-03-25", 200, "P-000007"), payment(4, "2025-03-26", 100, "P-000003")
    office.type("Payments", *paid)
    office.weekly("2025-04-14")
    return office


def _old(number: int, owner: int) -> dict[str, Any]:
    return case(number, owner) | {"Opened on": day("2025-01-05")}
