"""Typing by column gives the same ledger as typing cell by cell: rows, values, refusals and findings in their order."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyaddin.errors import Stop
from pyaddin.ledger.book import Cell, CellError, Formula, RawLedger, RawTable
from pyaddin.ledger.closed.layout import layout
from pyaddin.ledger.closed.package import Package
from pyaddin.ledger.closed.reader import read_tables
from pyaddin.ledger.migrate import missing_table
from pyaddin.ledger.rows import TypedLedger, type_ledger
from pyaddin.ledger.schema import EVERY_TABLE, SCHEMA_VERSION
from tests.hostile.mutants import mutant
from tests.hostile.template import template

ZONE = ZoneInfo("Asia/Shanghai")
STRANGE: tuple[Cell, ...] = (
    None, "", " ", "C-00001", "C-00009", "D-00002", "cny", "ＣＮＹ", "JPY", "2026-02-30", "3/4/2026", "1,234.50", "12%", "a\u200bb", "x" * 300, "1.5E+15",
    "yes", "signed", 0.0, -0.0, 1.0, -1.0, 0.5, 1.005, 1e12, 46027.0, 46027.5, 20260305.0, float("nan"), True, False, 1, 0, Formula("=A1"), CellError("#N/A"),
)  # fmt: skip


def raw_of(data: bytes) -> RawLedger:
    package = Package(data)
    found = read_tables(data, package, layout(package))
    tables = {name: found[name].raw if name in found else missing_table(name, "") for name in EVERY_TABLE}
    return RawLedger(tables, "L", SCHEMA_VERSION, "x")


def told(typed: TypedLedger) -> str:
    """Everything with its types; not-a-number is then equal to itself."""
    return repr((typed.tables, typed.refused, typed.faults))


def same(raw: RawLedger) -> None:
    assert told(type_ledger(raw, office_zone=ZONE)) == told(type_ledger(raw, office_zone=ZONE, by_cell=True))


def test_a_clean_ledger() -> None:
    same(raw_of(template()))


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_any_cells_in_any_rows(data: st.DataObject) -> None:
    raw = raw_of(template())
    tables = dict(raw.tables)
    for _ in range(data.draw(st.integers(1, 12))):
        name = data.draw(st.sampled_from([name for name, table in tables.items() if table.rows]))
        table = tables[name]
        at = data.draw(st.integers(0, len(table.rows) - 1))
        header = data.draw(st.sampled_from(table.headers))
        rows = list(table.rows)
        kind = data.draw(st.integers(0, 9))
        if kind == 0:
            rows.append((rows[-1][0] + 1, dict(rows[at][1])))
        elif kind == 1:
            del rows[at]
        else:
            rows[at] = (rows[at][0], {**rows[at][1], header: data.draw(st.sampled_from(STRANGE))})
        tables[name] = RawTable(name, table.headers, tuple(rows), table.hidden_rows, table.in_the_way)
    same(RawLedger(tables, "L", SCHEMA_VERSION, "x"))


def test_rows_that_lack_a_column_or_come_in_another_order() -> None:
    raw = raw_of(template())
    tables = dict(raw.tables)
    for name in ("Cases", "Installments", "Payments"):
        table = tables[name]
        headers = tuple(reversed(table.headers))[1:]
        rows = [(number, {header: cells[header] for header in headers if header != "Notes" or number % 2}) for number, cells in table.rows]
        tables[name] = RawTable(name, headers, tuple(rows))
    same(RawLedger(tables, "L", SCHEMA_VERSION, "x"))


@pytest.mark.parametrize("group", range(4))
def test_damaged_ledgers(group: int) -> None:
    for seed in range(group, 80, 4):
        try:
            raw = raw_of(mutant(seed, template()).data)
        except Stop:
            continue
        same(raw)
