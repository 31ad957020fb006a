"""The ledger that is damaged: six debtors, nine cases, a row on every typed sheet, and several messages due on the day of the run."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.stories.desk import Office, case, contact, debtor, hold, installments, payment, plan, promise

RUN_DAY = "2026-11-24"
"""A Tuesday; nothing is closed at the debtors' places."""

ROWS = {
    "Debtors": [
        debtor(1),
        debtor(2, Name="李 娜 <b>&amp;", Language="zh-CN", Country="CN", Time_zone="Asia/Shanghai", City="杭州", Phone="+86 571 8888 0002"),
        debtor(3, Name="=SUM(A1:A9)", Country="HK", Time_zone="Asia/Hong_Kong", Postal_code=None),
        debtor(4, Name="Zoë O'Neill", Kind="business", Email="accounts@firm.example"),
        debtor(5, Preferred_channel="letter"),
        {**debtor(6), "Name": "Pat Poe", "Email": "pat@debtor.example"},
    ],
    "Cases": [
        case(1),
        case(2, 2, Currency="CNY", Annual_rate=None),
        case(3, 3, Currency="HKD"),
        case(4, 4, Late_fee=None),
        case(5, 5),
        case(6, 6),
        case(7, 6, Product="Lamp"),
        case(8, 1, Product="Desk"),
        case(9, 4, Product="Chairs"),
    ],
    "Installments": [
        *installments(1, ["11-20", "12-20"]),
        *installments(2, ["11-21", "12-21"], "123.45"),
        *installments(3, ["11-19"], "77.70"),
        *installments(4, ["11-22"], "2500.00"),
        *installments(5, ["11-18"], 60),
        *installments(6, ["11-17", "12-17"], "80.08"),
        *installments(7, ["11-16"], "40.04"),
        *installments(8, ["12-24"], 10),
        *installments(9, ["10-01"], 300),
        *installments(9, ["11-10", "12-10"], 150, plan="L-00001"),
    ],
    "Payments": [payment(1, "11-21", "30.00", "P-000001"), payment(6, "11-18", "10.01", "P-000002"), payment(9, "11-09", "150.00", "P-000003")],
    "Plans": [plan(9, "L-00001", 300, "10-05", "10-06")],
    "Promises": [promise(8, "R-00001", "10-05", 10, "10-09", Status="withdrawn")],
    "Holds": [hold(5, "H-00001", "DISPUTE", "11-19", "12-19")],
    "Contacts": [contact(4, "2026-11-23 15:00", "call", "no answer", owner=4, Contact_ID="K-000001")],
}


@cache
def template() -> bytes:
    """The bytes of the whole ledger, made once a process."""
    with TemporaryDirectory() as folder:
        return Office(Path(folder)).new(ROWS).path.read_bytes()
