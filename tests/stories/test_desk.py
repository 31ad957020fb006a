"""The reader of the stories sees what openpyxl sees."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

from pyaddin.ledger.schema import EVERY_TABLE
from tests.stories.desk import Office, _plain, case, debtor, installments, payment, promise


def by_openpyxl(path: Path, table: str) -> list[dict[str, Any]]:
    """The filled rows of a sheet as openpyxl gives them."""
    rows = list(openpyxl.load_workbook(path, read_only=True)[table].iter_rows(values_only=True))
    start = next(number for number, row in enumerate(rows) if row[0] == EVERY_TABLE[table].headers[0])
    headers = [str(name) for name in rows[start] if name is not None]
    return [{name: _plain(value) for name, value in zip(headers, row, strict=False)} for row in rows[start + 1 :] if any(cell is not None for cell in row)]


def test_every_sheet_of_a_worked_ledger_reads_the_same_in_openpyxl(tmp_path: Path) -> None:
    office = Office(tmp_path).new(
        {
            "Debtors": [debtor(), debtor(2, Language="zh-CN", Name="李娜")],
            "Cases": [case(), case(2, 2, Product=" =1+1 ")],
            "Installments": installments(1, ["10-01", "11-02"], "33.35") + installments(2, ["11-02"]),
            "Payments": [payment(1, "10-20", "0.01")],
            "Promises": [promise(2, "PR-000001", "11-03", 40, "11-06")],
        }
    )
    office.weekly("11-09")
    office.run("log", "--case", "C-00001", "--channel", "call", "--direction", "out", "--result", "no answer", "--notes", "+44 and\n@home", "--by", "Mary Webb")
    office.weekly("11-16")
    seen = {name: office.sheet(name) for name in EVERY_TABLE if name not in ("Dashboard", "Lists")}
    assert {name: by_openpyxl(office.path, name) for name in seen} == seen
    assert all(seen[name] for name in ("Debtors", "Cases", "Contacts", "Moves", "Runs", "Settings", "Today", "Levels"))
