"""Call list and SMS batch at the open workbook: made by the Form, filled in, read back by the same button."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.correspondence import mailserver
from tests.ledger.calc import Calc
from tests.stories.desk import case, day, debtor, installments, payment
from tests.stories.ribbon_desk import RibbonOffice
from tests.tasks.filled import fill, grid

pytestmark = pytest.mark.libreoffice
C1 = "C-00001"


@pytest.fixture
def office(tmp_path: Path, calc: Calc) -> RibbonOffice:
    """Ann wants calls; the weekly run of the ninth has asked for one."""
    rows = {
        "Debtors": [debtor(1, Preferred_channel="call", Phone="+44 7400 123451")], "Cases": [case()], "Installments": installments(1, ["11-02", "12-02"]),
    }  # fmt: skip
    office = RibbonOffice(tmp_path, calc)
    office.new(rows, {"ledger_language": "zh-TW"})
    office.run("weekly", "--as-of", day("11-09").isoformat(), "--by", "x")
    return office.open()


def test_a_call_list_is_made_filled_in_and_read_back(office: RibbonOffice, tmp_path: Path) -> None:
    assert office.live("Contacts")["Result"] == "queued"
    assert office.press("call_list", "11-09") == []
    assert set(office.form()) == {"source", "owner"}
    assert office.press("call_list", "11-09") == []
    (path,) = (tmp_path / "ledger-out" / "calls").glob("*.xlsx")
    assert any(str(path) in " ".join(line) for line in office.results())
    assert [row["case"] for row in grid(path)] == [C1]

    fill(path, C1, result="已與本人通話", notes="週五付款")
    office.press("call_list", "11-09")
    office.fill(source=str(path))
    assert office.press("call_list", "11-09") == []
    row = office.live("Contacts")
    assert (row["Result"], row["Notes"], row["By"]) == ("reached", "週五付款", "Mary Webb")
    assert office.live("Cases", C1)["Level"] == 1


def test_a_file_that_is_no_list_is_told_at_its_field(office: RibbonOffice, tmp_path: Path) -> None:
    office.press("call_list", "11-09")
    office.fill(source="nowhere.xlsx")
    (said,) = office.press("call_list", "11-09")
    assert said
    assert office.form()["source"][1]
    assert office.live("Contacts")["Result"] == "queued"


def test_an_sms_batch_is_made_and_its_outcome_read_back(tmp_path: Path, calc: Calc) -> None:
    rows = {
        "Debtors": [debtor(1, Preferred_channel="sms", Phone="+44 7400 123451")], "Cases": [case()], "Installments": installments(1, ["11-02", "12-02"]),
    }  # fmt: skip
    office = RibbonOffice(tmp_path, calc)
    office.new(rows)
    office.run("weekly", "--as-of", day("11-09").isoformat(), "--by", "x")
    office.open()
    assert office.live("Contacts")["Result"] == "queued"
    office.press("sms_batch", "11-09")
    assert office.press("sms_batch", "11-09") == []
    (path,) = (tmp_path / "ledger-out" / "sms").glob("*.xlsx")
    assert [row["case"] for row in grid(path)] == [C1]
    assert office.live("Contacts")["Document"]

    fill(path, C1, result="sent")
    office.press("sms_batch", "11-09")
    office.fill(source=str(path))
    assert office.press("sms_batch", "11-09") == []
    assert office.live("Contacts")["Result"] == "sent"


def test_the_mail_account_is_tried_step_by_step(tmp_path: Path, calc: Calc) -> None:
    (tmp_path / "ca").mkdir()
    with mailserver.running(tmp_path / "ca") as server:
        office = RibbonOffice(tmp_path, calc)
        office.new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["11-02"])}, dict(server.settings))
        office.open()
        before = office.rows("Contacts")
        office.press("mail_test", "11-09")
        assert [message.rcpt_to for message in server.taken] == ["accounts@oakmere.example"]
        assert office.where() == "Result"
        assert office.rows("Contacts") == before


def test_the_rows_behind_a_figure_are_one_click_away(tmp_path: Path, calc: Calc) -> None:
    rows = {
        "Debtors": [debtor(1), debtor(2)], "Cases": [case(1), case(2, 2)],
        "Installments": [*installments(1, ["11-02", "12-31"]), *installments(2, ["11-02", "12-31"])],
        "Payments": [payment(2, "11-12", 100, "P-000001")],
    }  # fmt: skip
    office = RibbonOffice(tmp_path, calc)
    office.new(rows, {"ledger_language": "zh-CN"})
    for on in ("11-09", "11-16"):
        office.run("weekly", "--as-of", day(on).isoformat(), "--by", "x")
    office.open()
    office.select_at("Cases", "A2")
    assert office.press("figure_rows", "11-16") == ["请在此选中一行，再按一次“指标明细”。"]
    office.select("Figures", "cure_rate|count")
    assert office.press("figure_rows", "11-16") == []
    listed = [" ".join(line) for line in office.results()]
    assert "50.0 % = 1 / 2" in str(office.book.sheets["Result"].range("A2").value)
    assert [line for line in listed if "C-00002" in line and "是" in line]
    assert [line for line in listed if C1 in line and "是" not in line]
