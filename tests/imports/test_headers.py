"""What headers mean: every word of the table, with the marks and units that lists put around them, and what must never be taken."""

from __future__ import annotations

import pytest

from pyaddin.labels import LANGUAGES
from pyaddin.ledger.captions import caption
from pyaddin.ledger.imports.charset import decode
from pyaddin.ledger.imports.grid import Grid
from pyaddin.ledger.imports.headers import EXACT, NORMALISED, meaning
from pyaddin.ledger.imports.layout import find_layout
from pyaddin.ledger.imports.words import AMBIGUOUS, COMPUTED, OTHER_PEOPLE, WORDS
from pyaddin.ledger.schema import TABLES
from tests.imports.lists import HEADERS


@pytest.mark.parametrize("field", WORDS)
def test_every_word_means_its_column(field: str) -> None:
    for word in WORDS[field]:
        for text in (word, f" {word.upper()} ", f"*{word}", f"{word}（必填）", f"{word}:"):
            found = meaning(text)
            assert field in found.fields, (text, found)
            assert found.how in (EXACT, NORMALISED)


def test_what_the_program_works_out_is_never_taken() -> None:
    for word in COMPUTED:
        assert meaning(word).how == "computed", word


def test_what_is_not_sure_is_asked() -> None:
    for word, fields in AMBIGUOUS.items():
        assert meaning(word) == meaning(word.upper())
        assert (meaning(word).how, meaning(word).fields) == ("ambiguous", fields)


def test_other_people_are_never_written_to() -> None:
    for word in OTHER_PEOPLE:
        for rest in ("姓名", "电话", "phone", " email", "地址"):
            assert meaning(word + rest).how == "other person", word + rest


@pytest.mark.parametrize(
    ("text", "field", "group"),
    [
        ("应还金额（元）", "Installments.Amount due", None), ("Customer's full name", "Debtors.Name", None), ("贷款合同编号", "Cases.Case ID", None),
        ("第十二期本金", "Installments.Principal", 12), ("Inst. 3 - due date", "Installments.Due on", 3), ("EMI 4", "Installments.Amount due", 4),
        ("第2期應還金額", "Installments.Amount due", 2), ("首期还款日", "Installments.Due on", 1), ("Amount due 10", "Installments.Amount due", 10),
        ("借据号2", "Cases.Case ID", 2), ("客户 姓名", "Debtors.Name", None), ("ＤＥＢＴＯＲ　ＩＤ", "Debtors.Debtor ID", None),
    ],
)  # fmt: skip
def test_headers_as_they_are_written(text: str, field: str, group: int | None) -> None:
    found = meaning(text)
    assert (found.fields, found.group) == ((field,), group)


@pytest.mark.parametrize(
    "text",
    [
        "承诺还款日", "承诺还款金额", "承諾還款日", "最近还款日期", "最近一次还款金额", "出生日期", "最后联系日期", "客户经理", "客户等级", "银行账号",
        "还款账号", "逾期本金余额", "剩余应还", "委案金额", "委託日期", "第1期承诺金额", "Promise date", "Promised amount", "Last payment",
        "Last payment date", "Date of birth",
        "Account type", "Payment status", "Client manager", "Interest paid", "Principal balance", "Minimum payment", "Statement", "Update",
        "Next due date",
    ],
)  # fmt: skip
def test_a_word_that_turns_the_meaning_leaves_the_header_alone(text: str) -> None:
    assert meaning(text).fields == (), meaning(text)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Customer's phone no.", "Debtors.Phone"), ("客户联系手机", "Debtors.Phone"), ("Payment ref", "Payments.Reference"),
        ("Client e-mails", "Debtors.Email"), ("Amount in USD", "Installments.Amount due"),
    ],
)  # fmt: skip
def test_a_known_word_inside_a_header(text: str, field: str) -> None:
    assert field in meaning(text).fields


@pytest.mark.parametrize("text", ["", "  ", "***", "2026-09-05", "总期数", "性别", "Gender", "未知列", "日利率", "剩余本金", "Remaining balance 3"])
def test_headers_that_mean_nothing_to_a_ledger(text: str) -> None:
    assert meaning(text).fields == ()


def test_a_serial_number_is_no_installment_number() -> None:
    layout = find_layout(Grid("a", {1: ("No.", "Customer ID", "Loan no", "Due date", "Amount due"), 2: (1.0, "K1", "L1", "x", 5.0)}), "a")
    assert "Installments.No" not in layout.fields
    layout = find_layout(Grid("a", {1: ("Case ID", "No", "Due on", "Principal"), 2: ("C1", 1.0, "x", 5.0)}), "a")
    assert "Installments.No" in layout.fields


PAID, DUE = {"Payments.Value date", "Payments.Amount"}, {"Installments.Due on", "Installments.Amount due"}


@pytest.mark.parametrize(("hint", "fields"), [("还款记录.xlsx", PAID), ("2026还款", PAID), ("分期还款明细", PAID), ("还款计划", DUE), ("應繳明表", DUE)])
def test_the_name_of_the_list_decides_where_columns_do_not(hint: str, fields: set[str]) -> None:
    layout = find_layout(Grid("a", {1: ("合同号", "还款日期", "还款金额"), 2: ("A1", "x", 5.0)}), hint)
    assert layout.fields == fields | {"Cases.Case ID"}
    nothing = find_layout(Grid("a", {1: ("合同号", "还款日期", "还款金额"), 2: ("A1", "x", 5.0)}), "a.xlsx")
    assert nothing.fields == {"Cases.Case ID"}
    assert nothing.lacks is not None


@pytest.mark.parametrize(("language", "encoding", "told"), [("zh-CN", "gb18030", "gb18030"), ("zh-TW", "cp950", "big5"), ("zh-TW", "gb18030", "gb18030")])
@pytest.mark.parametrize("columns", [3, 6, 12])
def test_few_words_are_enough_to_tell_the_character_set(language: str, encoding: str, told: str, columns: int) -> None:
    name = "張家豪" if language == "zh-TW" else "张家豪"
    text = ",".join(HEADERS[language][:columns]) + f"\r\nK1,{name},1\r\n"
    assert decode(text.encode(encoding), None).encoding == told
    assert decode(text.encode(encoding), None).text == text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["Debtors", "Cases", "Installments", "Payments"])
def test_the_captions_of_the_sheets_are_known_as_headers(name: str, language: str) -> None:
    """A clerk who types the list from what the sheet shows is understood; 年利率 and bare 日期 and remarks apart, which a list uses for other things too."""
    asked = AMBIGUOUS.keys() | {"日期"}
    columns = [column for column in TABLES[name].columns if caption(name, column.name, language) not in asked]
    layout = find_layout(Grid(name, {1: tuple(caption(name, column.name, language) for column in columns)}), name)
    fields = {use.header: use.field for use in layout.uses}
    for column in columns:
        words = caption(name, column.name, language)
        own = {"Case ID": "Cases.Case ID", "Debtor ID": "Debtors.Debtor ID"}.get(column.name, f"{name}.{column.name}")
        if not column.computed:
            assert fields[words] == own, words
        elif column.name != "Fees due":  # its caption is also that of the fee of an installment
            assert fields[words] == "", words
