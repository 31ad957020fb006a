"""Call list and SMS batch at the open workbook: made by the Form, filled in, read back by the same button."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ledger.calc import Calc
from tests.stories.desk import case, day, debtor, installments
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
