"""Payments of lists: known again without ids, on the right case, shared out only when the clerk asks for it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.imports.lists import codes, run, save_xlsx, table
from tests.ledger.made import make_ledger

DAY = date(2026, 1, 5)
HEAD = ["合同号", "还款日期", "还款金额", "附言"]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Two debtors: one with one case, one with three (one of them of a heavier rate)."""
    path = tmp_path / "office.xlsm"
    cases = [("A1", "K1", None), ("B1", "K2", None), ("B2", "K2", Decimal("0.24")), ("B3", "K2", None)]
    due = {"A1": 9, "B1": 8, "B2": 10, "B3": 8}
    rows = {
        "Debtors": [{"Debtor ID": "K1", "Name": "张伟", "Phone": "138 0000 0001"}, {"Debtor ID": "K2", "Name": "李芳"}],
        "Cases": [{"Case ID": case, "Debtor ID": owner, "Currency": "CNY", "Opened on": DAY, "Annual rate": rate} for case, owner, rate in cases],
        "Installments": [{"Case ID": case, "No": 1, "Due on": date(2026, month, 1), "Principal": Decimal("100.00")} for case, month in due.items()],
        "Payments": [{"Payment ID": "P-000001", "Case ID": "A1", "Value date": date(2026, 9, 3), "Amount": Decimal("5.00"), "Reference": "cash"}],
    }
    make_ledger(path, rows, ledger_id="T")
    return path


def paid(ledger: Path) -> list[tuple[object, object]]:
    return [(row["Case ID"], row["Amount"]) for row in table(ledger, "Payments")]


def test_equal_payments_count_by_occurrence(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day = date(2026, 9, 3)
    lines = [HEAD, ["A1", day, 5, "Cash"], ["A1", day, 5, "cash"], ["A1", day, 5, None], ["B1", day, 7, "x"]]
    source = save_xlsx(tmp_path / "回款.xlsx", {"回款": lines})
    data = run(capsys, ledger, source)
    assert [(row["values"]["Case ID"], row["values"].get("Reference")) for row in data["added"]] == [("A1", "cash"), ("A1", None), ("B1", "x")]
    assert [row["key"] for row in data["added"]] == ["P-000002", "P-000003", "P-000004"]
    assert codes(data).count("W-TWICE") == 2  # same case, day and amount: perhaps the same money
    again = run(capsys, ledger, source)
    assert (again["added"], len(table(ledger, "Payments"))) == ([], 4)


def test_payments_with_ids_are_changed_not_doubled(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [["流水号", *HEAD], ["P-000001", "A1", date(2026, 9, 3), 5.5, "cash"]]
    data = run(capsys, ledger, save_xlsx(tmp_path / "a.xlsx", {"还款": lines}))
    assert [(row["key"], row["column"], row["old"], row["new"]) for row in data["changed"]] == [("P-000001", "Amount", "5.00", "5.50")]


def test_a_debtor_with_one_case_needs_no_case_id(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [["客户编号", "姓名", "还款日期", "还款金额"], ["K1", "张伟", date(2026, 9, 9), 8]]
    source = save_xlsx(tmp_path / "还款.xlsx", {"a": lines})
    run(capsys, ledger, source)
    assert paid(ledger)[-1] == ("A1", 8.0)
    assert run(capsys, ledger, source)["added"] == []
    assert table(ledger, "Debtors")[0]["Name"] == "张伟"


def test_a_name_alone_is_nobody(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [["姓名", "手机", "还款日期", "还款金额"], ["张伟", None, date(2026, 9, 9), 8], ["张伟", "13800000001", date(2026, 9, 9), 9]]
    data = run(capsys, ledger, save_xlsx(tmp_path / "还款.xlsx", {"a": lines}), code=1)
    assert codes(data, "refused") == ["E-IDENTITY"]
    assert paid(ledger)[1:] == [("A1", 9.0)]


def test_several_debts_are_refused_or_shared_out_when_asked(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [["客户编号", "还款日期", "还款金额", "附言"], ["K2", date(2026, 9, 15), 101, None], ["K2", date(2026, 9, 15), 50, "还 B3"]]
    source = save_xlsx(tmp_path / "还款.xlsx", {"a": lines})
    data = run(capsys, ledger, source, code=1)
    assert codes(data, "refused") == ["E-SPLIT", "E-SPLIT"]
    assert "B1, B2, B3" in data["refused"][0]["advice"]
    assert len(paid(ledger)) == 1
    data = run(capsys, ledger, source, "--split-payments")
    # 15 September: B1 and B3 are due since 1 August and share by what is open (B2, heavier, is not due); the second names B3
    assert paid(ledger)[1:] == [("B1", 50.5), ("B3", 50.5), ("B3", 49.5), ("B1", 0.5)]
    assert sum(Decimal(row["taken"]) for row in data["sums"]) == Decimal(151)
    again = run(capsys, ledger, source, "--split-payments")
    assert (again["added"], again["changed"], len(paid(ledger))) == ([], [], 5)


def test_a_payment_of_a_case_that_nobody_knows(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [HEAD, ["Z9", date(2026, 9, 3), 5, "x"], ["A1", date(2026, 9, 4), 6, "y"], ["A1", date(2026, 9, 4), "6,0", "z"]]
    data = run(capsys, ledger, save_xlsx(tmp_path / "a.xlsx", {"还款": lines}), code=1)
    assert [(row["code"], row["row"]) for row in data["refused"]] == [("E-ORPHAN", 2), ("E-NUMBER", 4)]
    assert paid(ledger)[1:] == [("A1", 6.0)]


def test_a_new_case_is_not_taken_without_what_was_paid_on_it(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheets = {
        "案件": [["客户编号", "姓名", "合同号", "币种", "放款日期", "到期日", "应还金额"], ["K7", "王强", "G1", "CNY", DAY, date(2026, 9, 1), 100]],
        "还款": [HEAD, ["G1", date(2026, 9, 3), "many", "x"]],
    }
    data = run(capsys, ledger, save_xlsx(tmp_path / "a.xlsx", sheets), code=1)
    assert sorted(codes(data, "refused")) == ["E-GROUP", "E-NUMBER"]
    assert "G1" not in {row["Case ID"] for row in table(ledger, "Cases")}


def test_paid_beside_due_makes_payments(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = ["客户编号", "姓名", "合同号", "币种", "放款日期", "应还日期", "应还金额", "实还日期", "实还金额"]
    row = ["K7", "王强", "G1", "CNY", DAY]
    lines = [head, [*row, date(2026, 9, 1), 100, date(2026, 9, 2), 40], [*row, date(2026, 10, 1), 100]]
    source = save_xlsx(tmp_path / "a.xlsx", {"a": lines})
    run(capsys, ledger, source)
    assert paid(ledger)[-1] == ("G1", 40.0)
    assert len([row for row in table(ledger, "Installments") if row["Case ID"] == "G1"]) == 2
    assert run(capsys, ledger, source)["added"] == []


def test_an_ended_case_takes_no_money_while_another_is_open(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "ended.xlsm"
    case = {"Debtor ID": "K1", "Currency": "CNY", "Opened on": DAY}
    cases = [case | {"Case ID": "A1", "Outcome": "PAID", "Outcome on": date(2026, 8, 1)}, case | {"Case ID": "A2"}]
    make_ledger(path, {"Debtors": [{"Debtor ID": "K1", "Name": "张伟"}], "Cases": cases}, ledger_id="E")
    lines = [["客户编号", "还款日期", "还款金额"], ["K1", date(2026, 9, 9), 8]]
    run(capsys, path, save_xlsx(tmp_path / "还款.xlsx", {"a": lines}))
    assert paid(path) == [("A2", 8.0)]


def test_a_bank_list_makes_no_debtors_and_changes_none(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Payers of a statement are looked up by it, never entered; the phone of a known one stays as it is."""
    head = ["户名", "手机", "合同号", "交易日期", "交易金额", "产品"]
    lines = [head, ["张伟", "999", "A1", date(2026, 9, 9), 8, "x"], ["路人", "777", None, date(2026, 9, 9), 9, None]]
    data = run(capsys, ledger, save_xlsx(tmp_path / "a.xlsx", {"流水": lines}), code=1)
    assert [row["table"] for row in data["added"]] == ["Payments"]
    assert data["changed"] == []
    assert codes(data, "refused") == ["E-ORPHAN"]


def test_a_payer_of_another_name_is_told(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [["户名", "合同号", "交易日期", "交易金额"], ["张 伟", "A1", date(2026, 9, 9), 8], ["王强", "A1", date(2026, 9, 10), 9]]
    data = run(capsys, ledger, save_xlsx(tmp_path / "a.xlsx", {"流水": lines}))
    assert [(row["row"], row["found"]) for row in data["faults"] if row["code"] == "W-PAYER"] == [(3, "王强")]
    assert len(data["added"]) == 2
