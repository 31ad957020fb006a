"""A ledger written out as a list and taken in again is the same ledger; money is never lost or made."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pyaddin.build.sample import sample_rows
from pyaddin.build.workbook import write_workbook
from pyaddin.ledger.book import Value
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.imports.grid import Grid
from pyaddin.ledger.imports.layout import find_layout
from pyaddin.ledger.memory import MemoryBook
from pyaddin.ledger.schema import TABLES
from pyaddin.tasks import import_list
from pyaddin.tasks.outcome import Outcome
from tests.imports.lists import as_text

Rows = dict[str, list[dict[str, Value]]]
IMPORTED = ("Debtors", "Cases", "Installments", "Payments")
text = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12).filter(lambda word: word.strip() == word)
cents = st.integers(1, 10**9).map(lambda number: Decimal(number) / 100)
days = st.dates(date(1995, 1, 1), date(2090, 12, 31))


@st.composite
def ledgers(draw: st.DrawFn) -> Rows:
    """Debtors with cases, installments and payments, filled as clerks fill them."""
    rows: Rows = {name: [] for name in IMPORTED}
    for number in range(draw(st.integers(1, 4))):
        debtor: dict[str, Value] = {"Debtor ID": f"K{number}", "Name": draw(text), "Notes": draw(st.none() | text)}
        debtor["Postal code"] = draw(st.sampled_from([None, "001234"]))
        rows["Debtors"].append(debtor)
        for case in range(draw(st.integers(0, 2))):
            case_id = f"{number}/{case}"
            rows["Cases"].append(
                {
                    "Case ID": case_id, "Debtor ID": f"K{number}", "Product": draw(st.none() | text), "Currency": draw(st.sampled_from(["CNY", "EUR"])),
                    "Opened on": draw(days), "Annual rate": draw(st.sampled_from([None, Decimal("0.12"), Decimal("0.0365")])),
                }
            )  # fmt: skip
            for no in range(1, draw(st.integers(1, 4))):
                interest = draw(st.none() | cents)
                rows["Installments"].append({"Case ID": case_id, "No": no, "Due on": draw(days), "Principal": draw(cents), "Interest": interest})
            for _ in range(draw(st.integers(0, 3))):
                reference = draw(st.sampled_from([None, "x", "y"]))
                rows["Payments"].append({"Case ID": case_id, "Value date": draw(days), "Amount": draw(cents), "Reference": reference})
    for number, payment in enumerate(rows["Payments"]):
        payment["Payment ID"] = f"P-{number + 1:06d}"
    return rows


def take(book: MemoryBook, source: Path, **options: object) -> Outcome:
    given: dict[str, object] = {
        "mapping": source.with_suffix(".map"), "preview": False, "full": True, "encoding": None, "sheets": (), "columns": (), "fixed": (),
        "split_payments": False,
    }  # fmt: skip
    return import_list.run(Path("l.xlsm"), source=source, now=_never, book=book, **(given | options))  # type: ignore[arg-type]


def _never() -> datetime:
    return datetime(2026, 11, 23, tzinfo=UTC)


def headers(name: str) -> list[str]:
    return [column.name for column in TABLES[name].columns if not column.computed]


def contents(book: MemoryBook) -> dict[str, list[dict[str, object]]]:
    raw = book.read()
    return {name: sorted(({k: v for k, v in cells.items() if v is not None} for _, cells in raw.tables[name].rows), key=str) for name in IMPORTED}


def write_out(rows: Rows, folder: Path, form: str) -> list[Path]:
    """One workbook with a sheet for each table, or one CSV for each."""
    filled = [name for name in IMPORTED if rows[name]]
    if form == "xlsx":
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name in filled:
            sheet = book.create_sheet(name)
            sheet.append(headers(name))
            for at, row in enumerate(rows[name], start=2):
                for column, header in enumerate(headers(name), start=1):
                    value = row.get(header)
                    if value is not None:
                        cell = sheet.cell(at, column, float(value) if isinstance(value, Decimal) else value)
                        if isinstance(value, str):
                            cell.data_type = "s"
        book.save(folder / "list.xlsx")
        return [folder / "list.xlsx"]
    paths = []
    for name in filled:
        path = folder / f"{name}.csv"
        path.write_bytes(as_text([headers(name), *([row.get(header) for header in headers(name)] for row in rows[name])]).encode(form))
        paths.append(path)
    return paths


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ledgers(), st.sampled_from(["xlsx", "utf-8-sig", "utf-16"]))
def test_out_and_in_again(rows: Rows, form: str) -> None:
    """Every typed cell of the contract comes back, and a second import finds nothing to do."""
    assume(not any(str(value).startswith(("'", "=")) for name in IMPORTED for row in rows[name] for value in row.values()) or form == "xlsx")
    book = MemoryBook({})
    with tempfile.TemporaryDirectory() as folder:
        paths = write_out(rows, Path(folder), form)
        for path in paths:
            outcome = take(book, path)
            assert outcome.data["refused"] == [], outcome.data["refused"]
        assert contents(book) == contents(MemoryBook({name: list(rows[name]) for name in IMPORTED}))
        for path in paths:
            outcome = take(book, path)
            assert (outcome.data["added"], outcome.data["changed"], outcome.data["missing"]) == ([], [], [])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["10.00", "20.5", "x", "-1", "1.005", "", "７"]), days), min_size=1, max_size=12))
def test_money_is_accounted_for(entries: list[tuple[str, str, date]]) -> None:
    """What the list holds is what the ledger holds plus what was refused, whatever stands in the cells; whole cases only."""
    book = MemoryBook({})
    lines = [["Customer ID", "Name", "Loan no", "Currency", "Opened on", "Due date", "Amount due"]]
    lines += [[f"K{case}", f"N{case}", f"L{case}", "EUR", "2026-01-01", due.isoformat(), amount] for case, amount, due in entries]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "a.csv"
        source.write_text(as_text(lines), encoding="utf-8")
        outcome = take(book, source)
        again = take(book, source)
    good = {"10.00", "20.5", "７"}
    whole = {case for case, _, _ in entries if all(amount in good for other, amount, _ in entries if other == case)}
    there = sum((Decimal(repr(row["Principal"])) for row in contents(book)["Installments"]), Decimal(0))
    assert there == sum((Decimal(amount) for case, amount, _ in entries if case in whole), Decimal(0))
    sums = outcome.data["sums"]
    assert isinstance(sums, list)
    assert all(Decimal(row["listed"]) == Decimal(row["taken"]) + Decimal(row["refused"]) for row in sums)
    assert there == sum((Decimal(row["taken"]) for row in sums), Decimal(0))
    assert {row["Case ID"] for row in contents(book)["Cases"]} == {f"L{case}" for case in whole}
    assert len(outcome.data["refused"]) == sum(1 for case, _, _ in entries if case not in whole)  # type: ignore[arg-type]
    assert (again.data["added"], again.data["changed"]) == ([], [])


def test_a_sample_ledger_imports_into_itself_without_change(tmp_path: Path) -> None:
    """The sheets of a whole sample ledger, read back as a list: every row is known, computed columns are left alone."""
    rows = sample_rows(60, 3, date(2026, 11, 23), "zh-CN")
    path = tmp_path / "sample.xlsm"
    write_workbook(path, rows, ledger_id="S")
    before = ClosedBook(path).read()
    outcome = take(MemoryBook({name: list(found) for name, found in rows.items()}), path, sheets=IMPORTED)
    assert (outcome.data["added"], outcome.data["changed"], outcome.data["refused"]) == ([], [], [])
    assert outcome.data["unchanged"] == {name: len(before.tables[name].rows) for name in IMPORTED}


@pytest.mark.parametrize("name", IMPORTED)
def test_every_typed_column_of_the_contract_is_known_by_its_header(name: str, tmp_path: Path) -> None:
    layout = find_layout(Grid(name, {1: tuple(column.name for column in TABLES[name].columns)}), name)
    fields = {use.header: use.field for use in layout.uses}
    for column in TABLES[name].columns:
        own = {"Case ID": "Cases.Case ID", "Debtor ID": "Debtors.Debtor ID"}.get(column.name, f"{name}.{column.name}")
        assert fields[column.name] == ("" if column.computed else own)
