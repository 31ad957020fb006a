"""What the clerk reads in the terminal: columns, changes with their old values, refusals with place and advice, and the money."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pyaddin.entrypoints import cli
from tests.imports.lists import ledger, save_xlsx

__all__ = ["ledger"]
HEAD = ["客户编号", "姓名", "手机", "合同号", "币种", "放款日期", "到期日", "应还金额", "逾期天数"]
DAY = date(2026, 9, 5)


def said(capsys: pytest.CaptureFixture[str], ledger: Path, source: Path, *words: str, code: int) -> list[str]:
    assert cli.main(["import", str(ledger), "--from", str(source), *words]) == code
    out = capsys.readouterr()
    assert out.err == ""
    return out.out.splitlines()


def test_sentences(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = ["K1", "张伟\x07", "138", "A1", "CNY", DAY, DAY, 10, 5]
    rows = [HEAD, ["K1", "张伟", "138", "A1", "CNY", DAY, DAY, 10, 5], ["K2", "李芳", "139", "B1", "CNY", DAY, DAY, "abc", 5]]
    source = save_xlsx(tmp_path / "名单.xlsx", {"a": rows})
    lines = said(capsys, ledger, source, "--preview", code=1)
    assert lines[0] == "Preview of 名单.xlsx: nothing was written."
    assert "  姓名 -> Debtors.Name (exact)" in lines
    assert "  not taken: 逾期天数 (computed)" in lines
    assert "New: Debtors 1, Cases 1, Installments 1." in lines
    assert any(line.startswith("  a, row 3, column '应还金额': found 'abc'.") and line.endswith("[E-NUMBER]") for line in lines)
    assert "Sum of 应还金额: list 10.00 = taken 10.00 + refused 0.00." in lines
    said(capsys, ledger, source, code=1)
    rows[1] = [*row[:1], "张伟", "137", *row[3:]]
    rows[2][7] = 7
    lines = said(capsys, ledger, save_xlsx(source, {"a": rows}), "--full", code=0)
    assert "  Debtors K1, Phone: 138 -> 137" in lines
    assert "Unchanged: Cases 1, Installments 1." in lines
    assert "Refused rows: none." in lines
    lines = said(capsys, ledger, save_xlsx(source, {"a": rows[:2]}), "--full", code=0)
    assert "In the ledger, not in the list: Debtors 1, Cases 1, Installments 1. They stay." in lines


def test_a_new_case_in_sentences(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--name", "张伟", "--currency", "CNY", "--opened-on", "2026-01-05", "--total", "100", "--count", "2", "--first-due", "2026-10-31"]
    assert cli.main(["case", str(ledger), *words, "--frequency", "monthly"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Debtors D-000001: 张伟"
    assert lines[1] == "Cases C-000001: CNY, 2026-01-05"
    assert lines[2].split() == ["No", "Due", "on", "Principal", "Interest", "Fee"]
    assert [line.split() for line in lines[3:5]] == [["1", "2026-10-31", "50.00"], ["2", "2026-11-30", "50.00"]]
    assert lines[5].startswith("Written to ")
