"""Lists of 300 debts as three offices keep them: taken whole, twice without effect, ready for the weekly run, every cent accounted for."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pyaddin.entrypoints import cli
from pyaddin.labels import LANGUAGES
from tests import sdk
from tests.build.repair_rules import problems
from tests.imports.lists import as_text, cluttered, codes, ledger, money, portfolio, run, save_xlsx, table
from tests.ledger.ledger_files import through_libreoffice

__all__ = ["ledger"]
ENCODINGS = [
    ("zh-CN", "utf-8", "utf-8"), ("zh-CN", "utf-8-sig", "utf-8"), ("zh-CN", "utf-16", "utf-16"), ("zh-CN", "utf-16-le", "utf-16"),
    ("zh-CN", "gb18030", "gb18030"), ("zh-TW", "cp950", "big5"), ("zh-TW", "utf-8-sig", "utf-8"), ("zh-TW", "gb18030", "gb18030"), ("en", "ascii", "utf-8"),
]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_hundred_debts_from_excel(language: str, ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = portfolio(300, language)
    source = save_xlsx(tmp_path / "list.xlsx", {"Sheet1": cluttered(rows, language)}, merged=["A1:L1"])
    shown = run(capsys, ledger, source, "--preview")
    assert table(ledger, "Cases") == []
    assert not list(tmp_path.glob("*.mapping.txt"))
    data = run(capsys, ledger, source)
    assert data["added"] == shown["added"]
    assert [sum(1 for row in data["added"] if row["table"] == name) for name in ("Debtors", "Cases", "Installments", "Payments")] == [300, 300, 300, 0]
    assert money(ledger) == sum((row[9] for row in rows), Decimal(0))
    assert cli.main(["check", str(ledger)]) == 0
    capsys.readouterr()
    assert cli.main(["weekly", str(ledger), "--dry-run", "--as-of", "2026-11-23", "--json"]) in (0, 1)
    weekly = json.loads(capsys.readouterr().out)
    assert (weekly["assessed"], weekly["refused"]) == (300, 0)
    before = ledger.read_bytes()
    again = run(capsys, ledger, source)
    assert (again["added"], again["changed"], again["backup"]) == ([], [], None)
    assert again["unchanged"] == {"Debtors": 300, "Cases": 300, "Installments": 300, "Payments": 0}
    assert ledger.read_bytes() == before


@pytest.mark.parametrize(("language", "encoding", "told"), ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_files_of_every_office(
    language: str, encoding: str, told: str, delimiter: str, ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = portfolio(20, language)
    source = tmp_path / "list.csv"
    source.write_bytes(as_text(cluttered(rows, language), delimiter).encode(encoding))
    data = run(capsys, ledger, source)
    assert data["encoding"] == told
    assert len(data["added"]) == 60
    assert money(ledger) == sum((row[9] for row in rows), Decimal(0))
    assert [row["Name"] for row in table(ledger, "Debtors")] == [row[1] for row in rows]
    assert run(capsys, ledger, source)["changed"] == []


def test_an_email_that_is_no_address_is_told_and_the_debtor_is_taken(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines: list[list[object]] = [["Customer ID", "Customer name", "E-mail", "Loan no", "Ccy", "Contract date", "Due date", "Amount due"]]
    for number, email in enumerate(("bob@example", "ann@example.com", "two words@example.com"), 1):
        lines.append([f"K{number}", f"Customer {number}", email, f"L{number}", "GBP", date(2026, 1, 5), date(2026, 10, 1), 100])
    answer = run(capsys, ledger, save_xlsx(tmp_path / "list.xlsx", {"Sheet1": lines}), code=None)
    told = [(fault["row"], fault["column"], fault["found"]) for fault in answer["faults"] if fault["code"] == "W-EMAIL"]  # type: ignore[attr-defined]
    assert told == [(2, "E-mail", "bob@example"), (4, "E-mail", "two words@example.com")]
    assert [row["Email"] for row in table(ledger, "Debtors")] == ["bob@example", "ann@example.com", "two words@example.com"]


def test_several_installments_of_a_case_in_rows(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = portfolio(30, "zh-CN", each=3)
    source = save_xlsx(tmp_path / "list.xlsx", {"名单": cluttered(rows, "zh-CN")})
    run(capsys, ledger, source)
    installments = table(ledger, "Installments")
    assert len(installments) == 90
    assert sorted(row["No"] for row in installments if row["Case ID"] == "HT-2026-0007") == [1, 2, 3]
    assert run(capsys, ledger, source)["added"] == []


def test_the_mapping_is_remembered_and_may_be_changed(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = save_xlsx(tmp_path / "list.xlsx", {"名单": cluttered(portfolio(3, "zh-CN"), "zh-CN")})
    data = run(capsys, ledger, source)
    file = Path(str(data["mapping"]))
    assert file.name == "office.mapping.txt"
    text = file.read_text(encoding="utf-8-sig")
    assert "产品名称 = Cases.Product" in text
    assert "逾期天数 = -" in text
    file.write_bytes(text.replace("产品名称 = Cases.Product", "产品名称 = Debtors.Notes").encode("gb18030"))
    data = run(capsys, ledger, source)
    assert {row["column"] for row in data["changed"]} == {"Notes"}
    assert {(row["old"], row["new"]) for row in data["changed"]} == {(None, "Loan")}
    assert [row["how"] for row in data["columns"] if row["field"]] == ["remembered"] * 11


def test_changes_show_the_old_value(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = portfolio(5, "en")
    run(capsys, ledger, save_xlsx(tmp_path / "a.xlsx", {"a": cluttered(rows, "en")}))
    rows[2][2], rows[3][9], rows[1][3] = "13900000000", Decimal("1.00"), None
    data = run(capsys, ledger, save_xlsx(tmp_path / "a.xlsx", {"a": cluttered(rows[:-1], "en")}), "--full")
    assert [(row["table"], row["key"], row["column"], row["old"], row["new"]) for row in data["changed"]] == [
        ("Debtors", "K0003", "Phone", "13800000003", "13900000000"), ("Installments", "HT-2026-0004|ORIG|1", "Principal", "529.24", "1.00"),
    ]  # fmt: skip
    assert table(ledger, "Debtors")[1]["Email"] == "k2@example.com"  # a blank of the list says nothing
    assert [(row["table"], row["key"]) for row in data["missing"]] == [("Debtors", "K0005"), ("Cases", "HT-2026-0005"), ("Installments", "HT-2026-0005|ORIG|1")]
    assert len(table(ledger, "Cases")) == 5


def test_a_group_is_taken_whole_or_not_at_all(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = portfolio(3, "zh-CN", each=3)
    rows[4][9] = "abc"
    source = save_xlsx(tmp_path / "a.xlsx", {"a": cluttered(rows, "zh-CN")})
    data = run(capsys, ledger, source, code=1)
    assert {row["Case ID"] for row in table(ledger, "Cases")} == {"HT-2026-0001", "HT-2026-0003"}
    assert {row["Debtor ID"] for row in table(ledger, "Debtors")} == {"K0001", "K0003"}
    assert codes(data, "refused") == ["E-GROUP", "E-NUMBER", "E-GROUP"]
    refused = next(row for row in data["refused"] if row["code"] == "E-NUMBER")
    assert (refused["row"], refused["column"], refused["found"]) == (9, "应还金额", "abc")
    assert "W-TOTAL" in codes(data)
    total = next(row for row in data["sums"] if row["column"] == "应还金额")
    assert Decimal(total["listed"]) == Decimal(total["taken"]) + Decimal(total["refused"])
    assert money(ledger) == Decimal(total["taken"])


def test_the_example_of_the_page_works_as_it_says(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "importing.md").read_text(encoding="utf-8")
    rows = [[cell.strip().strip("*") or None for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("|")]
    source = save_xlsx(tmp_path / "逾期名单.xlsx", {"名单": [row for row in rows if "---" not in str(row[0])]}, merged=["A1:G1"])
    data = run(capsys, ledger, source)
    assert [(row["Case ID"], row["No"], row["Principal"]) for row in table(ledger, "Installments")] == [("HT-1", 1, 1200.5), ("HT-2", 1, 500.0)]
    assert [row["Currency"] for row in table(ledger, "Cases")] == ["CNY", "CNY"]
    assert set(codes(data)) == {"W-GUESS"}  # the currency of the title


@pytest.mark.validator
def test_the_ledger_after_an_import_is_valid_for_excel(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = portfolio(40, "zh-CN", each=2)
    run(capsys, ledger, save_xlsx(tmp_path / "a.xlsx", {"a": cluttered(rows, "zh-CN")}))
    rows[0][2] = rows[1][2] = "13911112222"
    run(capsys, ledger, save_xlsx(tmp_path / "a.xlsx", {"a": cluttered(rows, "zh-CN")}))
    assert sdk.schema_errors(ledger) == []
    assert problems(ledger) == []


@pytest.mark.libreoffice
def test_a_list_that_libreoffice_saved(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = portfolio(12, "zh-TW")
    saved = through_libreoffice(save_xlsx(tmp_path / "list.xlsm", {"名單": cluttered(rows, "zh-TW")}, merged=["A1:L1"]), tmp_path)
    run(capsys, ledger, saved)
    assert money(ledger) == sum((row[9] for row in rows), Decimal(0))
    assert [row["Name"] for row in table(ledger, "Debtors")] == [row[1] for row in rows]
