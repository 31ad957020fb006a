"""Weekly report and Month end at the open workbook: made, opened, and a month asked for by the Form."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import pytest

from tests.ledger.calc import Calc
from tests.stories.desk import case, debtor, installments
from tests.stories.ribbon_desk import RibbonOffice

pytestmark = pytest.mark.libreoffice


def test_the_week_and_a_month_are_made_and_opened(tmp_path: Path, calc: Calc, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    office = RibbonOffice(tmp_path, calc)
    office.new({"Debtors": [debtor(1)], "Cases": [case()], "Installments": installments(1, ["11-02", "12-02"])}, {"ledger_language": "zh-CN"})
    office.open()
    (said,) = office.press("weekly_report", "11-09")
    assert "report_2026-11-09.html" in said
    assert office.press("month_end", "11-09") == []
    assert {"month", "close_month"} <= set(office.form())
    office.fill(month="2026-10")
    (said,) = office.press("month_end", "11-09")
    assert "month_2026-10.html" in said
    assert office.where() == "Read me"  # where the clerk was, not on an empty Form
    assert [Path(address).name for address in opened] == ["report_2026-11-09.html", "month_2026-10.html"]
    page = tmp_path / "ledger-out" / "documents" / "month_2026-10.html"
    assert "期末余额" in page.read_text(encoding="utf-8")
