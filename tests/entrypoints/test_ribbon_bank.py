"""The two buttons of the bank over LibreOffice: a statement read by the Form, its lines booked from the sheet; the same as by the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.imports.statements.bank_files import move, mt940
from tests.ledger.calc import Calc
from tests.stories.desk import Office, Row, case, day, debtor, installments
from tests.stories.ribbon_desk import RibbonOffice

pytestmark = pytest.mark.libreoffice
C1, C2 = "C-00001", "C-00002"
MOVES = (move("11-04", "100.00"), move("11-05", "60.00", "R. Smith", "rent", ""))
_KEPT = ("Bank line ID", "Statement", "Value date", "Amount", "Payer", "State", "Case ID", "Suggested case", "Confidence", "Payment ID")


def portfolio() -> dict[str, list[Row]]:
    return {
        "Debtors": [debtor(), debtor(2)],
        "Cases": [case(), case(2, 2)],
        "Installments": [*installments(1, ["11-02", "12-02"]), *installments(2, ["11-02"])],
    }


def by_command_line(folder: Path, statement: Path) -> Office:
    """The same work at the closed file."""
    office = Office(folder)
    office.new(portfolio(), {"recall_minutes": 0})
    office.run("refresh", "--as-of", "2026-11-06")
    office.run("bank", "--from", str(statement), "--as-of", "2026-11-06", "--by", "Mary Webb")
    ann, smith = office.sheet("Bank")
    office.set("Bank", {"Bank line ID": smith["Bank line ID"]}, Case_ID=C2, State="booked")
    office.run("bank", "--book", ann["Bank line ID"], "--typed", "--as-of", "2026-11-06", "--by", "Mary Webb")
    return office


def test_a_statement_is_read_and_its_lines_are_booked_as_by_the_command_line(tmp_path: Path, calc: Calc) -> None:
    statement = tmp_path / "november.sta"
    statement.write_text(mt940(MOVES), encoding="utf-8")
    office = RibbonOffice(tmp_path / "desk", calc)
    office.new(portfolio())
    office.run("refresh", "--as-of", "2026-11-06")
    office.open()

    office.press("bank_statement", "11-06")
    assert set(office.form()) == {"source", "mapping", "encoding", "currency"}
    office.fill(source=str(statement))
    office.press("bank_statement", "11-06", "yes")
    assert office.where() == "Result"
    assert any("C-00001 (100)" in line[0] for line in office.results())
    assert office.rows("Payments") == []
    (at, ann), (_, smith) = office.rows("Bank")
    assert (ann["State"], ann["Suggested case"], smith["Suggested case"]) == ("unmatched", C1, None)

    headers = [cell.value for cell in office.book.sheets["Bank"].range("A1:Q1")]
    for name, value in (("Case ID", C2), ("State", "booked")):
        office.book.sheets["Bank"].range((at + 1, headers.index(name) + 1)).value = value
    office.select("Bank", ann["Bank line ID"])
    asked, *_ = office.press("book_bank_lines", "11-06", "yes")
    assert "2 lines would be booked" in asked
    assert [row["State"] for _, row in office.rows("Bank")] == ["booked", "booked"]
    office.save()
    office.book.close()

    other = by_command_line(tmp_path / "line", statement)
    assert [{name: row[name] for name in _KEPT} for row in office.sheet("Bank")] == [{name: row[name] for name in _KEPT} for row in other.sheet("Bank")]
    assert office.sheet("Payments") == other.sheet("Payments")
    assert [row["Arrears"] for row in office.sheet("Cases")] == [row["Arrears"] for row in other.sheet("Cases")] == [0, 40]
    settings = {row["Key"]: row["Value"] for row in office.sheet("Settings")}
    assert settings["bank_data_until"] == day("11-06")
    assert office.clean()
