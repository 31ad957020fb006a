"""Who is who: by own id, by the case that is known, by a legal id, by name with phone or email; never by a name alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.imports.lists import codes, ledger, run, save_xlsx, table

__all__ = ["ledger"]
DAY = date(2026, 9, 5)
HEAD = ["姓名", "手机", "邮箱", "身份证号", "合同号", "币种", "放款日期", "到期日", "应还金额"]


def line(name: str, case: str | None, *, phone: object = None, email: str | None = None, legal: str | None = None, due: date = DAY) -> list[object]:
    return [name, phone, email, legal, case, "CNY", DAY, due, 10]


def take(capsys: pytest.CaptureFixture[str], ledger: Path, *lines: list[object], code: int = 0, words: tuple[str, ...] = ()) -> dict[str, object]:
    return run(capsys, ledger, save_xlsx(ledger.with_name("list.xlsx"), {"a": [HEAD, *lines]}), *words, code=code)


def owners(ledger: Path) -> dict[object, object]:
    return {row["Case ID"]: row["Debtor ID"] for row in table(ledger, "Cases")}


def test_a_name_alone_makes_nobody_one_person(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    take(capsys, ledger, line("张伟", "A1"), line("张伟", "A2"))
    assert len(set(owners(ledger).values())) == 2
    assert len(table(ledger, "Debtors")) == 2


def test_name_with_phone_or_email_is_one_person(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line("张伟", "A1", phone="138-0000-0001"), line("张伟", "A2", phone=13800000001, email="z@x.cn"), line("张伟", "A3", email="Z@x.cn")]
    take(capsys, ledger, lines[0], *lines[2:], line("李芳", "B1", email="z@x.cn"))
    assert len({owners(ledger)[case] for case in ("A1", "A3")}) == 2  # nothing joins them yet
    found = owners(ledger)
    data = take(capsys, ledger, lines[1], code=1)
    assert codes(data, "refused") == ["E-IDENTITY"]  # it fits both, and a list does not join two debtors
    assert owners(ledger) == found


def test_rows_of_one_list_are_joined_through_each_other(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line("张伟", "A1", phone="1380001", email="z@x.cn"), line("张伟", "A2", phone="1380001", email="z@x.cn"), line("李芳", "B1", phone="1380001")]
    take(capsys, ledger, *lines)
    found = owners(ledger)
    assert found["A1"] == found["A2"] != found["B1"]
    assert str(found["A1"]).startswith("D-")
    assert take(capsys, ledger, *reversed(lines))["added"] == []


def test_ids_are_derived_the_same_way_every_time(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = take(capsys, ledger, line("张伟", "A1", phone="1380001"), line("李芳", "B1", legal="110101199003078515"), words=("--preview",))
    second = take(capsys, ledger, line("李芳", "B1", legal="110101199003078515"), line("张伟", "A1", phone="1380001"))
    keys = [{row["key"] for row in data["added"] if row["table"] == "Debtors"} for data in (first, second)]
    assert keys[0] == keys[1]
    text = (ledger.with_name("list.xlsx")).read_bytes() and str(table(ledger, "Debtors"))
    assert "110101199003078515" not in text  # the legal id tells people apart and is not kept


def test_a_legal_id_joins_and_two_of_them_part(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, other = line("张伟", "A1", phone="1380001", legal="11X"), line("张伟", "A3", phone="1380001", legal="22X")
    take(capsys, ledger, first, line("张 伟", "A2", legal="11X"), other, code=1)
    assert list(owners(ledger)) == ["A3"]  # one person under two spellings of the name: the rows are made one first
    take(capsys, ledger, first, line("张伟", "A2", legal="11X"), other)
    found = owners(ledger)
    assert found["A1"] == found["A2"] != found["A3"]


def test_the_case_in_the_ledger_says_whose_it_is(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    take(capsys, ledger, line("张伟", "A1", phone="1380001"))
    data = take(capsys, ledger, line("张伟", "A1", phone="1390009"))
    assert [(row["column"], row["old"], row["new"]) for row in data["changed"]] == [("Phone", "1380001", "1390009")]
    assert len(table(ledger, "Debtors")) == 1


def test_a_case_is_not_moved_to_another_debtor(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = ["客户编号", "姓名", "合同号", "币种", "放款日期", "到期日", "应还金额"]
    source = ledger.with_name("a.xlsx")
    run(capsys, ledger, save_xlsx(source, {"a": [head, ["K1", "张伟", "A1", "CNY", DAY, DAY, 10]]}))
    data = run(capsys, ledger, save_xlsx(source, {"a": [head, ["K2", "李芳", "A1", "CNY", DAY, DAY, 10]]}), code=1)
    assert codes(data, "refused") == ["E-CONFLICT"]
    assert "K1" in data["refused"][0]["advice"]
    two = [head, ["K5", "甲", "C1", "CNY", DAY, DAY, 10], ["K6", "乙", "C1", "CNY", DAY, DAY, 10]]
    assert codes(run(capsys, ledger, save_xlsx(source, {"a": two}), code=1), "refused") == ["E-CONFLICT", "E-CONFLICT"]


def test_two_rows_that_contradict_each_other_are_both_refused(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = ["客户编号", "姓名", "手机", "合同号", "币种", "放款日期", "到期日", "应还金额"]
    rest = ["CNY", DAY, DAY, 10]
    lines = [head, ["K1", "张伟", "138", "A1", *rest], ["K1", "张伟", "139", "A2", *rest], ["K2", "李芳", "1", "B1", *rest]]
    data = run(capsys, ledger, save_xlsx(ledger.with_name("a.xlsx"), {"a": lines}), code=1)
    assert [(row["code"], row["row"], row["found"]) for row in data["refused"]] == [("E-CONFLICT", 2, "138"), ("E-CONFLICT", 3, "139")]
    assert owners(ledger) == {"B1": "K2"}


def test_debts_without_an_id_get_one_from_who_what_and_when(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = ["客户编号", "姓名", "产品", "币种", "放款日期", "到期日", "应还金额"]
    loan, card = ["K1", "张伟", "车贷", "CNY", DAY], ["K1", "张伟", "卡", "CNY", DAY]
    lines = [head, [*loan, DAY, 10], [*loan, date(2026, 10, 5), 10], [*card, DAY, 5]]
    source = save_xlsx(ledger.with_name("a.xlsx"), {"a": lines})
    data = run(capsys, ledger, source)
    assert len(owners(ledger)) == 2
    assert len(table(ledger, "Installments")) == 3
    assert any("derived" in note for note in data["notes"])
    assert run(capsys, ledger, source)["added"] == []


def test_a_row_that_stands_twice_is_taken_once(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = ["客户编号", "姓名", "合同号", "币种", "放款日期", "期次", "到期日", "应还金额"]
    row = ["K1", "张伟", "A1", "CNY", DAY, 1, DAY, 10]
    data = run(capsys, ledger, save_xlsx(ledger.with_name("a.xlsx"), {"a": [head, row, row]}), code=1)
    assert [(fault["code"], fault["row"]) for fault in data["refused"]] == [("E-DUPLICATE", 3)]
    assert len(table(ledger, "Installments")) == 1
    assert [(row["listed"], row["taken"], row["refused"]) for row in data["sums"]] == [("20.00", "10.00", "10.00")]
