"""Seeded ledgers of any size for measuring: for each case one debtor, three installments, two payments and four contacts; one in twenty has a signed plan.

Of a hundred cases some 15 are to be written to (reminders, check-ins of plans, notices), 36 are late but were contacted these days, the others are paid up.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from benchmarks.as_of import AS_OF as AS_OF
from pyaddin.build.people import person
from pyaddin.build.sample import sample_settings
from pyaddin.build.workbook import write_workbook
from pyaddin.correspondence.outbox import Outbox
from pyaddin.ledger.book import Value

Row = dict[str, Value]
SEED = 11
CLERKS = ("A. Linden", "J. Hazel", "T. Alder", "R. Rowan")
TALKS = (("call", "no answer"), ("call", "voicemail left"), ("call", "reached"), ("call", "hardship"), ("letter", "posted"), ("sms", "delivered"))


def _instant(day: date, hour: int) -> str:
    return f"{day.isoformat()}T{hour:02d}:00:00Z"


def tables(count: int, seed: int, as_of: date) -> dict[str, list[Row]]:
    random = Random(f"bench {seed}")
    tables: dict[str, list[Row]] = {name: [] for name in ("Debtors", "Cases", "Installments", "Payments", "Plans", "Contacts")}
    for number in range(1, count + 1):
        debtor = person(random, number, "en")
        kind = random.choices(("due", "waiting", "current"), (9, 36, 55))[0]
        if kind == "due":
            debtor.row.update({"Preferred channel": "email", "Opted out channels": None})
        tables["Debtors"].append(debtor.row)
        for name, row in _case(random, number, debtor.id, debtor.country.currency, kind, as_of):
            tables[name].append(row)
    for table, prefix, column in (("Payments", "P", "Payment ID"), ("Contacts", "K", "Contact ID")):
        for number, row in enumerate(tables[table], 1):
            row[column] = f"{prefix}-{number:07d}"
    return tables


def _case(random: Random, number: int, debtor: str, currency: str, kind: str, as_of: date) -> Iterator[tuple[str, Row]]:
    case, planned = f"C-{number:06d}", kind == "current" and number % 10 == 0
    late = random.randint(4, 70) if kind != "current" else -random.randint(3, 27)
    dues = [as_of - timedelta(days=late + 30 * (1 - back)) for back in range(3)] if kind != "current" else [
        as_of - timedelta(days=late + 60 - 30 * back) for back in range(3)
    ]
    amounts = [Decimal(random.randint(4_000, 90_000)) / 100 for _ in dues]
    opened = dues[0] - timedelta(days=random.randint(25, 90))
    stage = "MONITOR" if planned else "CONTACT" if kind == "waiting" else None
    yield "Cases", {
        "Case ID": case, "Debtor ID": debtor, "Product": random.choice(("Consumer loan", "Hire purchase", "Overdraft")), "Currency": currency,
        "Opened on": opened, "Owner": random.choice(CLERKS), "Annual rate": Decimal("0.12") if number % 3 == 0 else None,
        "Day count": "act/365" if number % 3 == 0 else None, "Stage": stage, "Stage since": as_of - timedelta(days=7) if stage else None,
        "Level": 1 if kind == "waiting" else 0 if stage else None, "Episode": 1 if stage else None,
    }  # fmt: skip
    plan = f"L-{number:06d}" if planned else None
    for no, (due, amount) in enumerate(zip(dues, amounts, strict=True), 1):
        yield "Installments", {"Case ID": case, "Plan ID": plan, "No": no, "Due on": due, "Principal": amount}
    if plan is not None:
        yield "Installments", {"Case ID": case, "No": 1, "Due on": opened + timedelta(days=20), "Principal": sum(amounts, Decimal(0))}
        signed = opened + timedelta(days=22)
        yield "Plans", {
            "Plan ID": plan, "Case ID": case, "Version": 1, "Kind": "installment", "Status": "signed", "Proposed on": signed, "Total": sum(amounts, Decimal(0)),
            "Count": 3, "First due": dues[0], "Frequency": "monthly", "Debtor signed on": signed, "Creditor signed on": signed,
            "Evidence": f"agreements/{plan}.pdf", "Payment method": "Bank transfer",
        }  # fmt: skip
    paid = amounts[:2] if kind == "current" else [amounts[0] - Decimal("12.50"), Decimal("12.50")]
    for due, amount in zip(dues, paid, strict=False):
        yield "Payments", {"Case ID": case, "Value date": min(due, as_of - timedelta(days=3)), "Amount": amount, "Method": "Bank transfer", "Reference": case}
    yield from _contacts(random, case, debtor, kind, as_of)


def _contacts(random: Random, case: str, debtor: str, kind: str, as_of: date) -> Iterator[tuple[str, Row]]:
    before = as_of - timedelta(days=75)
    for back in range(4 if kind != "waiting" else 3):
        channel, result = random.choice(TALKS)
        yield "Contacts", {
            "Case ID": case, "Debtor ID": debtor, "At": _instant(before - timedelta(days=9 * back), 10), "Channel": channel, "Direction": "out",
            "Class": "service", "Result": result,
            "By": random.choice(CLERKS), "Notes": random.choice((None, None, "Asked for a later day", "Will look into it")),
        }  # fmt: skip
    if kind == "waiting":
        yield "Contacts", {
            "Case ID": case, "Debtor ID": debtor, "At": _instant(as_of - timedelta(days=random.randint(1, 3)), 9), "Channel": "email", "Direction": "out",
            "Class": "collection", "Result": "sent", "By": "program", "Template": "reminder_1", "Key": f"{case}|1|reminder|1",
            "Why": "LEVEL: Level 1 is due.",
        }  # fmt: skip


def write_ledger(path: Path, count: int, seed: int = SEED, as_of: date = AS_OF) -> None:
    """The ledger and its outbox journal, which knows of the reminders that went out."""
    rows = tables(count, seed, as_of)
    ledger_id = f"bench{count:08d}{seed:04d}".ljust(24, "0")
    write_workbook(path, rows, ledger_id=ledger_id, settings=sample_settings(as_of, "en"))
    at = datetime.fromisoformat(f"{as_of - timedelta(days=1)}T08:00:00+00:00")
    Outbox.create(path, ledger_id, at=at)
    keys = {str(row["Key"]): str(row["Case ID"]) for row in rows["Contacts"] if row.get("Key")}
    with Outbox.open(path, ledger_id, ledger_keys=(), ledger_runs=(), now=lambda: at, create=True) as box:
        box.adopt(keys, [], "bench", "sent")


if __name__ == "__main__":
    write_ledger(Path(sys.argv[1]), int(sys.argv[2]))
