"""A case file holds the rows of its case, in the order of the sheet, wherever on the sheet they stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random
from zoneinfo import ZoneInfo

import pytest

from pyaddin.ledger.book import Cell, RawLedger, RawTable
from pyaddin.ledger.rows import TypedRow, type_ledger
from pyaddin.ledger.schema import SCHEMA_VERSION
from pyaddin.ledger.snapshot import case_files
from pyaddin.rules.recipients import same_form
from tests.hostile.template import template
from tests.ledger.test_by_column import raw_of

ZONE = ZoneInfo("Asia/Shanghai")
PARTS = {
    "installments": ("Installments", "No", "no"),
    "payments": ("Payments", "Payment ID", "payment_id"),
    "adjustments": ("Adjustments", "Adjustment ID", "adjustment_id"),
    "plans": ("Plans", "Plan ID", "plan_id"),
    "promises": ("Promises", "Promise ID", "promise_id"),
    "contacts": ("Contacts", "At", "at"),
}


def mixed(seed: int) -> RawLedger:
    """The ledger with the rows of every sheet in another order, and a hold of each scope."""
    raw = raw_of(template())
    order = Random(seed)  # noqa: S311 - no secret
    tables: dict[str, RawTable] = {}
    for name, table in raw.tables.items():
        cells = [dict(row) for _, row in table.rows]
        if name == "Holds":
            cells += holds(raw, table.headers)
        order.shuffle(cells)
        tables[name] = RawTable(name, table.headers, tuple(enumerate(cells, 2)))
    return RawLedger(tables, "L", SCHEMA_VERSION, "x")


def holds(raw: RawLedger, headers: Sequence[str]) -> list[dict[str, Cell]]:
    """One on a case, one on its debtor, one on an address of the debtor in another spelling, one of the program."""
    case, debtor = raw.tables["Cases"].rows[0][1], raw.tables["Debtors"].rows[0][1]
    email = next(str(row["Email"]) for _, row in raw.tables["Debtors"].rows if row["Email"])
    targets = [
        ("case", case["Case ID"], "DISPUTE", "A"), ("debtor", debtor["Debtor ID"], "MANUAL", "A"), ("address", email.upper(), "MANUAL", "A"),
        ("case", case["Case ID"], "PROMISE", "program"),
    ]  # fmt: skip
    blank: dict[str, Cell] = dict.fromkeys(headers)
    return [
        {**blank, "Hold ID": f"H-90000{at}", "Scope": scope, "Applies to": target, "Type": kind, "Start": date(2030, 1, 1), "Reason": "said so", "By": by}
        for at, (scope, target, kind, by) in enumerate(targets)
    ]


def on(row: TypedRow, case_id: str, debtor_id: str, addresses: set[str]) -> bool:
    scope, target = row.values["Scope"], str(row.values["Applies to"])
    return (scope, target) in (("case", case_id), ("debtor", debtor_id)) or scope == "address" and same_form(target) in addresses


@pytest.mark.parametrize("seed", range(12))
def test_every_row_goes_into_the_file_of_its_case(seed: int) -> None:
    typed = type_ledger(mixed(seed), office_zone=ZONE)
    files = case_files(typed, ZONE)
    assert [file.case.case_id for file in files] == [row.values["Case ID"] for row in typed.tables["Cases"]]
    assert len(files) > 1
    met = dict.fromkeys([*PARTS, "holds"], 0)
    for file in files:
        for part, (table, column, name) in PARTS.items():
            rows = [row.values[column] for row in typed.tables[table] if row.values["Case ID"] == file.case.case_id]
            assert [getattr(one, name) for one in getattr(file, part)] == rows
            met[part] += len(rows)
        places = {same_form(address) for address in (file.debtor.email, file.debtor.phone) if address}
        held = {row.values["Hold ID"] for row in typed.tables["Holds"] if on(row, file.case.case_id, file.case.debtor_id, places)}
        assert {hold.hold_id for hold in (*file.holds, *file.written_holds)} == held
        assert all(hold.by != "program" for hold in file.holds)
        assert all(hold.by == "program" for hold in file.written_holds)
        met["holds"] += len(held)
        moves = [row for row in typed.tables["Moves"] if row.values["Case ID"] == file.case.case_id]
        assert [move.as_of for move in file.moves] == sorted(row.values["As of"] for row in moves)  # type: ignore[type-var]
    assert met["holds"] >= 4
    assert all(met[part] for part in ("installments", "payments", "contacts"))
