"""Shapes of real lists: several header rows, installments and debts side by side, sheets per table, merged cells, mixed dates, text amounts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.imports.lists import as_text, codes, ledger, money, run, save_xlsx, table

__all__ = ["ledger"]
DAY = date(2026, 9, 5)


def faults(data: dict[str, object], code: str) -> list[dict[str, object]]:
    found = data["faults"]
    assert isinstance(found, list)
    return [row for row in found if row["code"] == code]


def test_installments_side_by_side_under_two_header_rows(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        ["逾期客户还款计划（人民币）"], ["单位：元"],
        ["序号", "客户编号", "姓名", "合同号", "放款日期", "第1期", None, None, "第2期", None, None],
        [None, None, None, None, None, "日期", "本金", "利息", "日期", "本金", "利息"],
        [1, "K1", "张伟", "HT-1", DAY, DAY, 100.5, 2.25, date(2026, 10, 5), 100, 1],
        [2, "K2", "李芳", "HT-2", DAY, DAY, 70, 1, None, None, None],
        ["合计", None, None, None, None, None, 170.5, 3.25, None, 100, 1],
    ]  # fmt: skip
    merged = ["A1:K1", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:H3", "I3:K3"]
    data = run(capsys, ledger, save_xlsx(tmp_path / "a.xlsx", {"计划": lines}, merged))
    rows = [(row["Case ID"], row["No"], row["Principal"], row["Interest"]) for row in table(ledger, "Installments")]
    assert rows == [("HT-1", 1, 100.5, 2.25), ("HT-1", 2, 100.0, 1.0), ("HT-2", 1, 70.0, 1.0)]
    assert table(ledger, "Cases")[0]["Currency"] == "CNY"
    assert not faults(data, "W-TOTAL")
    assert not faults(data, "W-COLUMN")


def test_headers_above_blank_cells_that_nobody_merged(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        ["Accounts receivable, 26 Nov 2026"], [None],
        ["Customer No.", "Customer Name", "Contract No.", "Currency", "Contract date", "1st installment", None, "2nd installment", None],
        [None, None, None, None, None, "Due", "Amount", "Due", "Amount"],
        ["K1", "Ann", "L1", "USD", DAY, DAY, "1,200.00", "1 Oct 2026", 1200.5], ["Total", None, None, None, None, None, 1200, None, 1200.5],
    ]  # fmt: skip
    data = run(capsys, ledger, save_xlsx(tmp_path / "a.xlsx", {"a": lines}, ["A1:I1", "F3:G3", "H3:I3"]))
    rows = [(row["Case ID"], row["No"], row["Due on"], row["Principal"]) for row in table(ledger, "Installments")]
    assert rows == [("L1", 1, DAY, 1200.0), ("L1", 2, date(2026, 10, 1), 1200.5)]
    assert data["faults"] == []


@pytest.mark.parametrize(
    "headers",
    [
        ("Inst 1 due", "Inst 1 amount", "Inst 2 due", "Inst 2 amount"),
        ("Due date 1", "Amount 1", "Due date 2", "Amount 2"),
        ("1st installment due date", "1st installment amount", "2nd installment due date", "2nd installment amount"),
        ("第1期日期", "第1期金额", "第2期日期", "第2期金额"), ("第一期应还日", "第一期", "第二期应还日", "第二期"),
        ("第1期繳款日", "第1期應繳金額", "第2期繳款日", "第2期應繳金額"), ("首期还款日", "首期金额", "2期还款日", "2期金额"),
        ("到期日1", "应还金额1", "到期日2", "应还金额2"), ("Due date", "Amount due", "Due date", "Amount due"),
    ],
)  # fmt: skip
def test_names_of_installments_side_by_side(headers: tuple[str, ...], ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        ["Customer ID", "Name", "Loan no", "Currency", "Opened on", *headers], ["K1", "Ann", "L1", "EUR", DAY, DAY, 10, date(2026, 10, 5), 20.5],
        ["K2", "Bob", "L2", "EUR", DAY, DAY, 30, None, None],
    ]  # fmt: skip
    run(capsys, ledger, save_xlsx(tmp_path / "a.xlsx", {"a": lines}))
    rows = [(row["Case ID"], row["No"], row["Due on"], row["Principal"]) for row in table(ledger, "Installments")]
    assert rows == [("L1", 1, date(2026, 9, 5), 10.0), ("L1", 2, date(2026, 10, 5), 20.5), ("L2", 1, date(2026, 9, 5), 30.0)]


def test_one_row_for_each_debtor_with_several_debts(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        ["客户编号", "姓名", "电话", "币种", "放款日期", "合同号1", "到期日1", "金额1", "合同号2", "到期日2", "金额2"],
        ["K1", "张伟", "1380001", "CNY", DAY, "A1", DAY, 100, "A2", DAY, 200], ["K2", "李芳", "1380002", "CNY", DAY, "B1", DAY, 50, None, None, None],
    ]  # fmt: skip
    data = run(capsys, ledger, save_xlsx(tmp_path / "a.xlsx", {"a": lines}))
    assert [(row["Case ID"], row["Debtor ID"]) for row in table(ledger, "Cases")] == [("A1", "K1"), ("A2", "K1"), ("B1", "K2")]
    assert [(row["Case ID"], row["No"], row["Principal"]) for row in table(ledger, "Installments")] == [("A1", 1, 100.0), ("A2", 1, 200.0), ("B1", 1, 50.0)]
    assert len(table(ledger, "Debtors")) == 2
    assert money(ledger) == sum(Decimal(row["listed"]) for row in data["sums"])


def test_a_sheet_for_each_table(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheets = {
        "客户": [["客户编号", "姓名", "手机", "邮箱", "国家"], ["K1", "张伟", 13800000001, "a@x.cn", "中国"], ["K2", "李芳", 13800000002, "b@x.cn", "台湾"]],
        "案件": [["合同号", "客户编号", "币种", "放款日期", "逾期年利率"], ["A1", "K1", "人民币", DAY, "12%"], ["B1", "K2", "NT$", DAY, 0.05]],
        "还款计划": [
            ["合同号", "姓名", "期次", "还款日期", "还款金额"], ["A1", "张伟", 1, DAY, "￥1,200.50"], ["B1", "李芳", 1, "民國115年9月5日", "NT$1,200"],
        ],
        "还款记录": [["合同号", "还款日期", "还款金额", "附言"], ["A1", "2026.9.10", "１００．５０", "转账"], ["B1", "2026年9月11日", 7, "x"]],
        "说明": [["本表由系统导出"], ["如有疑问请联系财务"]],
    }  # fmt: skip
    data = run(capsys, ledger, save_xlsx(tmp_path / "a.xlsx", sheets))
    assert [(row["Debtor ID"], row["Phone"], row["Country"]) for row in table(ledger, "Debtors")] == [("K1", "13800000001", "CN"), ("K2", "13800000002", "TW")]
    assert [(row["Case ID"], row["Currency"], row["Annual rate"]) for row in table(ledger, "Cases")] == [("A1", "CNY", 0.12), ("B1", "TWD", 0.05)]
    assert [(row["Due on"], row["Principal"]) for row in table(ledger, "Installments")] == [(date(2026, 9, 5), 1200.5), (date(2026, 9, 5), 1200.0)]
    assert [(row["Value date"], row["Amount"]) for row in table(ledger, "Payments")] == [(date(2026, 9, 10), 100.5), (date(2026, 9, 11), 7.0)]
    assert [row["found"] for row in faults(data, "W-SKIPPED")] == ["2 rows without a header that is known"]
    again = run(capsys, ledger, tmp_path / "a.xlsx")
    assert (again["added"], again["changed"]) == ([], [])


def test_merged_cells_count_in_every_row_but_amounts_only_once(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        ["客户编号", "姓名", "合同号", "币种", "放款日期", "应还日期", "应还金额"], ["K1", "张伟", "A1", "CNY", DAY, DAY, 10],
        [None, None, None, None, None, date(2026, 10, 5), 20], ["K2", "李芳", "B1", "CNY", DAY, DAY, 90],
        [None, None, None, None, None, date(2026, 10, 5), None],
    ]  # fmt: skip
    merged = [f"{letter}{top}:{letter}{top + 1}" for letter in "ABCDE" for top in (2, 4)] + ["G4:G5"]
    data = run(capsys, ledger, save_xlsx(tmp_path / "a.xlsx", {"a": lines}, merged), code=1)
    assert [(row["Case ID"], row["No"], row["Principal"]) for row in table(ledger, "Installments")] == [("A1", 1, 10.0), ("A1", 2, 20.0)]
    assert sorted(codes(data, "refused")) == ["E-GROUP", "E-REQUIRED"]


def test_the_order_of_day_and_month_is_proven_by_the_column(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = ["Customer ID", "Name", "Loan no", "Currency", "Opened on", "Due date", "Amount due"]
    lines = [head, ["K1", "Ann", "L1", "EUR", "2026-01-02", "03/04/2026", "10"], ["K2", "Bob", "L2", "EUR", "2026-01-02", "25/03/2026", "10"]]
    source = tmp_path / "a.csv"
    source.write_text(as_text(lines), encoding="utf-8")
    data = run(capsys, ledger, source)
    assert [row["found"] for row in faults(data, "W-DAY-ORDER")] == ["day first"]
    assert [row["Due on"] for row in table(ledger, "Installments")] == [date(2026, 4, 3), date(2026, 3, 25)]


@pytest.mark.parametrize("second", ["04/04/2026", "2026-03-25"])
def test_an_order_that_nothing_proves_is_refused(second: str, ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = ["Customer ID", "Name", "Loan no", "Currency", "Opened on", "Due date", "Amount due"]
    source = tmp_path / "a.csv"
    source.write_text(as_text([head, ["K1", "Ann", "L1", "EUR", "2026-01-02", "03/04/2026", "10"], ["K2", "Bob", "L2", "EUR", "2026-01-02", second, "10"]]))
    data = run(capsys, ledger, source, code=1)
    refused = data["refused"]
    assert [(row["code"], row["found"]) for row in refused] == [("E-DATE", "03/04/2026")]
    assert "2026-04-03 or 2026-03-04" in refused[0]["advice"]
    assert '--set "Date order=day first"' in refused[0]["advice"]


@pytest.mark.parametrize(("said", "due"), [("day first", date(2026, 4, 3)), ("Month  First", date(2026, 3, 4)), ("日在前", date(2026, 4, 3))])
def test_an_order_that_nothing_proves_is_said_once_for_the_list(
    said: str, due: date, ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All installments fall due on the third of a month: no row proves what 03/04/2026 is. What a column proves goes before what was said."""
    head = ["Customer ID", "Name", "Loan no", "Currency", "Opened on", "Due date", "Amount due"]
    source = tmp_path / "a.csv"
    source.write_text(as_text([head, ["K1", "Ann", "L1", "EUR", "25/02/2026", "03/04/2026", "10"]]))
    run(capsys, ledger, source, "--set", f"Date order={said}")
    assert [row["Due on"] for row in table(ledger, "Installments")] == [due]
    assert [row["Opened on"] for row in table(ledger, "Cases")] == [date(2026, 2, 25)]
    again = run(capsys, ledger, source)  # remembered in the mapping file
    assert (again["added"], again["changed"]) == ([], [])


def test_an_order_that_is_none_is_refused_before_anything_is_read(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "a.csv"
    source.write_text(as_text([["Customer ID", "Name"], ["K1", "Ann"]]))
    assert run(capsys, ledger, source, "--set", "Date order=year first", code=2)["error"]["advice"] == "Say 'day first' or 'month first'."  # type: ignore[index]
    run(capsys, ledger, source)
    mapping = ledger.with_name(f"{ledger.stem}.mapping.txt")
    mapping.write_text(mapping.read_text(encoding="utf-8-sig") + "set Date order = sometimes\n", encoding="utf-8")
    assert run(capsys, ledger, source, code=2)["error"]["code"] == "X-MAPPING"  # type: ignore[index]


def test_contradictory_orders_prove_nothing(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = ["Customer ID", "Name", "Loan no", "Currency", "Opened on", "Due date", "Amount due"]
    dates = ["03/04/2026", "25/03/2026", "03/25/2026"]
    source = tmp_path / "a.csv"
    source.write_text(as_text([head, *([f"K{n}", f"N{n}", f"L{n}", "EUR", "2026-01-02", day, "10"] for n, day in enumerate(dates))]))
    data = run(capsys, ledger, source, code=1)
    assert [row["found"] for row in data["refused"]] == ["03/04/2026"]


def test_a_bare_amount_beside_interest_is_asked_for(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [["客户编号", "姓名", "合同号", "币种", "放款日期", "到期日", "金额", "利息"], ["K1", "张伟", "A1", "CNY", DAY, DAY, 100, 5]]
    source = save_xlsx(tmp_path / "a.xlsx", {"a": lines})
    data = run(capsys, ledger, source, code=1)
    assert codes(data, "refused") == ["E-COLUMN"]
    assert "W-COLUMN" in codes(data)
    assert table(ledger, "Cases") == []
    assert "金额 = ? Installments.Principal or Installments.Amount due" in Path(str(data["mapping"])).read_text(encoding="utf-8-sig")
    run(capsys, ledger, source, "--map", "金额=Amount due")
    assert [(row["Principal"], row["Interest"]) for row in table(ledger, "Installments")] == [(95.0, 5.0)]


def test_what_the_list_does_not_have_is_set(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [["姓名", "手机", "合同号", "到期日", "欠款金额"], ["张伟", "1380001", "A1", DAY, 100]]
    source = save_xlsx(tmp_path / "a.xlsx", {"a": lines})
    data = run(capsys, ledger, source, code=1)
    assert {(row["code"], row["column"]) for row in data["refused"]} == {("E-REQUIRED", "Currency")}
    assert '--set "Currency=' in data["refused"][0]["advice"]
    assert (data["sums"][0]["listed"], data["sums"][0]["taken"]) == ("100.00", "0")
    data = run(capsys, ledger, source, "--set", "Currency=CNY", "--set", "Cases.Opened on=2026-01-05")
    assert len(data["added"]) == 3
    assert [note for note in data["notes"] if "nothing is sent" in note] == [
        'Debtors of the list without a Country: 1; nothing is sent to them until it is filled. For all at once: --set "Country=CN".',
        'Debtors of the list without a Time zone: 1; nothing is sent to them until it is filled. For all at once: --set "Time zone=Asia/Shanghai".',
    ]
    placed = run(capsys, ledger, source, "--set", "Currency=CNY", "--set", "Country=CN", "--set", "Time zone=Asia/Shanghai")
    assert not [note for note in placed["notes"] if "nothing is sent" in note]
    assert (table(ledger, "Debtors")[0]["Country"], table(ledger, "Debtors")[0]["Time zone"]) == ("CN", "Asia/Shanghai")
    assert run(capsys, ledger, source)["added"] == []  # the set values are remembered


def test_interest_and_fee_parts_are_checked_against_the_amount(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = ["客户编号", "姓名", "合同号", "币种", "放款日期", "到期日", "应还本金", "应还利息", "手续费", "应还总额"]
    lines = [head, ["K1", "张伟", "A1", "CNY", DAY, DAY, 100, 5, 1, 106], ["K2", "李芳", "B1", "CNY", DAY, DAY, 100, 5, 1, 105]]
    data = run(capsys, ledger, save_xlsx(tmp_path / "a.xlsx", {"a": lines}), code=1)
    assert [(row["code"], row["row"]) for row in data["refused"]] == [("E-CONFLICT", 3)]
    assert [row["Case ID"] for row in table(ledger, "Installments")] == ["A1"]


def test_hidden_rows_are_read_and_hidden_sheets_told(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = ["客户编号", "姓名", "合同号", "币种", "放款日期", "到期日", "应还金额"]
    source = save_xlsx(tmp_path / "a.xlsx", {"now": [head, ["K1", "张伟", "A1", "CNY", DAY, DAY, 1]], "旧": [head, ["K9", "李芳", "Z9", "CNY", DAY, DAY, 1]]})
    book = openpyxl.load_workbook(source)
    book["旧"].sheet_state = "hidden"
    book["now"].row_dimensions[2].hidden = True
    book.save(source)
    data = run(capsys, ledger, source)
    assert [row["Case ID"] for row in table(ledger, "Cases")] == ["A1"]
    assert {"W-HIDDEN", "W-SKIPPED"} <= set(codes(data))
    run(capsys, ledger, source, "--sheet", "旧")
    assert [row["Case ID"] for row in table(ledger, "Cases")] == ["A1", "Z9"]


def test_columns_about_other_people_are_never_taken(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = ["客户编号", "姓名", "紧急联系人", "联系人电话", "配偶手机", "单位地址", "担保人邮箱"]
    data = run(capsys, ledger, save_xlsx(tmp_path / "a.xlsx", {"a": [head, ["K1", "张伟", "李", "139", "138", "某路", "x@y.cn"]]}))
    assert table(ledger, "Debtors") == [{"Debtor ID": "K1", "Name": "张伟"}]
    assert [row["how"] for row in data["columns"][2:]] == ["other person"] * 5


def test_sums_without_a_word_are_sums(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = ["客户编号", "姓名", "合同号", "币种", "放款日期", "到期日", "应还金额"]
    lines = [head, ["K1", "张伟", "A1", "CNY", DAY, DAY, 10], ["K2", "李芳", "B1", "CNY", DAY, DAY, 5], [None] * 6 + [15]]
    data = run(capsys, ledger, save_xlsx(tmp_path / "a.xlsx", {"a": lines}))
    assert data["faults"] == []
    lines[3][6] = 16
    data = run(capsys, ledger, save_xlsx(tmp_path / "a.xlsx", {"a": lines}), code=1)
    assert [(row["code"], row["row"], row["found"]) for row in data["faults"]] == [("W-TOTAL", 4, "16.00")]


@pytest.mark.parametrize("wide", [False, True])
def test_a_debt_without_what_is_due_is_refused(wide: bool, ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = ["客户编号", "姓名", "合同号", "币种", "放款日期", *(("第1期日期", "第1期金额") if wide else ("到期日", "应还金额"))]
    data = run(capsys, ledger, save_xlsx(tmp_path / "a.xlsx", {"a": [head, ["K1", "张伟", "A1", "CNY", DAY, None, None]]}), code=1)
    assert {row["code"] for row in data["refused"]} == {"E-REQUIRED"}
    assert table(ledger, "Cases") == []


def test_a_set_value_fills_and_never_overwrites(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = ["客户编号", "姓名", "合同号", "放款日期", "到期日", "应还金额"]
    source = save_xlsx(tmp_path / "a.xlsx", {"a": [["名单（人民币）"], head, ["K1", "张伟", "A1", DAY, DAY, 10]]})
    run(capsys, ledger, source)
    assert "set " not in (tmp_path / "office.mapping.txt").read_text(encoding="utf-8-sig").partition("[")[2]  # a title holds for its own list only
    data = run(capsys, ledger, source, "--set", "Currency=USD", "--set", "Owner=Li Na")
    assert [(row["column"], row["old"], row["new"]) for row in data["changed"]] == [("Owner", None, "Li Na")]


def test_other_sheets_of_a_ledger_are_no_lists(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Promises have an amount and a due date, and are no installments."""
    promises = [["Promise ID", "Case ID", "Made on", "Amount", "Due on"], ["R-1", "A1", DAY, 10, DAY]]
    cases = [["Debtor ID", "Name", "Case ID", "Currency", "Opened on"], ["K1", "Ann", "A1", "EUR", DAY]]
    data = run(capsys, ledger, save_xlsx(tmp_path / "a.xlsx", {"Cases": cases, "Promises": promises}))
    assert table(ledger, "Installments") == []
    assert [row["found"] for row in faults(data, "W-SKIPPED")] == ["the sheet Promises of a ledger"]


def test_an_amount_alone_beside_merged_ids_is_data(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The due date is missing, so the row is refused with its case; it is no sum."""
    head = ["客户编号", "姓名", "合同号", "币种", "放款日期", "到期日", "应还金额"]
    lines = [head, ["K1", "张伟", "A1", "CNY", DAY, DAY, 10], [None] * 6 + [20]]
    data = run(capsys, ledger, save_xlsx(tmp_path / "a.xlsx", {"a": lines}, [f"{letter}2:{letter}3" for letter in "ABCDE"]), code=1)
    assert sorted(codes(data, "refused")) == ["E-GROUP", "E-REQUIRED"]


def test_codes_in_the_words_of_the_desk(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = ["客户编号", "姓名", "客户类型", "信函语言", "首选渠道", "拒绝渠道"]
    words = [("个人", "简体中文", "短信", "电话、信函"), ("企業", "繁體中文", "電子郵件", ""), ("Firm", "English", "Phone call", "email")]
    words.append(("consumer", "zh-TW", "letter", ""))
    lines = [head, *([f"K{number}", f"N{number}", *row] for number, row in enumerate(words))]
    run(capsys, ledger, save_xlsx(tmp_path / "a.xlsx", {"a": lines}))
    found = [(row["Kind"], row["Language"], row["Preferred channel"], row.get("Opted out channels")) for row in table(ledger, "Debtors")]
    assert found == [
        ("consumer", "zh-CN", "sms", "call, letter"), ("business", "zh-TW", "email", None), ("business", "en", "call", "email"),
        ("consumer", "zh-TW", "letter", None),
    ]  # fmt: skip
    lines[1][4] = "鸽子"
    data = run(capsys, ledger, save_xlsx(tmp_path / "a.xlsx", {"a": lines}), code=1)
    assert codes(data, "refused") == ["E-CODE"]
