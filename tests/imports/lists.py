"""Lists as offices have them: a realistic portfolio as xlsx or text, in three languages, with the clutter that real files carry."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest

from pyaddin.entrypoints import cli
from pyaddin.ledger.closed import ClosedBook
from tests.ledger.made import make_ledger

Line = Sequence[object]
HEADERS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "Customer ID", "Customer name", "Mobile", "E-mail", "Loan no", "Product", "Ccy", "Contract date", "Due date", "Amount due", "Days overdue", "Remarks",
    ),
    "zh-CN": ("客户编号", "客户姓名", "手机号码", "邮箱", "合同号", "产品名称", "币种", "放款日期", "到期日", "应还金额", "逾期天数", "备注"),
    "zh-TW": ("客戶編號", "客戶姓名", "行動電話", "電子信箱", "契約編號", "產品名稱", "幣別", "撥款日期", "繳款期限", "應繳金額", "逾期天數", "備註"),
}  # fmt: skip
TOTAL = {"en": "Total", "zh-CN": "合计", "zh-TW": "合計"}
TITLE = {"en": "Overdue customers, November 2026", "zh-CN": "2026年11月逾期客户名单", "zh-TW": "2026年11月逾期客戶名單"}
CURRENCY = {"en": "GBP", "zh-CN": "CNY", "zh-TW": "TWD"}


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """An empty ledger."""
    path = tmp_path / "office.xlsm"
    path.write_bytes(_empty())
    return path


@lru_cache(maxsize=1)
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "office.xlsm"
        make_ledger(path, ledger_id="T")
        return path.read_bytes()


def names(number: int, language: str) -> str:
    given = "偉芳娜敏靜麗強磊軍洋" if language == "zh-TW" else "伟芳娜敏静丽强磊军洋"
    family = "張王李趙劉陳楊黃周吳" if language == "zh-TW" else "张王李赵刘陈杨黄周吴"
    return f"Customer {number:03}" if language == "en" else f"{family[number % 10]}{given[number // 10 % 10]}{number // 100 or ''}"


def portfolio(count: int, language: str, *, each: int = 1) -> list[list[object]]:
    """``count`` debts with ``each`` installments, one row for each: figures to the cent, days up to three months late."""
    rows: list[list[object]] = []
    for number in range(1, count + 1):
        amount = Decimal(50_000 + number * 731) / 100 if language != "zh-TW" else Decimal(500 + number * 7)
        for part in range(each):
            due = date(2026, 8, 1) + timedelta(days=number % 90 + 30 * part)
            rows.append(
                [
                    f"K{number:04}", names(number, language), f"138{number:08}", f"k{number}@example.com", f"HT-2026-{number:04}", "Loan", CURRENCY[language],
                    date(2026, 1, 15), due, amount, 30, None,
                ]
            )  # fmt: skip
    return rows


def cluttered(rows: Sequence[Line], language: str) -> list[Line]:
    """Title and maker above, a subtotal in the middle, a total and a remark below."""
    amounts = [row[9] for row in rows]
    half = len(rows) // 2
    word = f"{TOTAL[language]}:" if language == "en" else f"{TOTAL[language]}："
    sub = {"en": "Subtotal", "zh-CN": "小计", "zh-TW": "小計"}[language]

    def total(label: str, part: Sequence[object]) -> Line:
        return [label, *[None] * 8, sum((a for a in part if isinstance(a, Decimal)), Decimal(0)), None, None]

    return [
        [TITLE[language]], [], list(HEADERS[language]), *rows[:half], total(sub, amounts[:half]), *rows[half:], total(word, amounts), [],
        ["Made by: Li Na" if language == "en" else "制表人：李娜" if language == "zh-CN" else "製表人：李娜"],
    ]  # fmt: skip


def save_xlsx(path: Path, sheets: Mapping[str, Sequence[Line]], merged: Sequence[str] = ()) -> Path:
    """A workbook with these sheets; ``merged`` ranges are on the first one."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for number, line in enumerate(lines, start=1):
            for column, value in enumerate(line, start=1):
                if value is not None:
                    cell = sheet.cell(number, column)
                    cell.value = float(value) if isinstance(value, Decimal) else value
                    if isinstance(value, str):
                        cell.data_type = "f" if value.startswith("=") and name == "formulas" else "s"
    for area in merged:
        book.worksheets[0].merge_cells(area)
    book.save(path)
    return path


def as_text(lines: Sequence[Line], delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    for line in lines:
        writer.writerow(["" if cell is None else cell.isoformat() if isinstance(cell, date | datetime) else str(cell) for cell in line])
    return out.getvalue()


def run(capsys: pytest.CaptureFixture[str], ledger: Path, source: Path, *words: str, code: int | None = 0) -> dict[str, object]:
    """``collections import`` through the command line; its answer."""
    found = cli.main(["import", str(ledger), "--from", str(source), *words, "--json"])
    out = capsys.readouterr()
    assert "Traceback" not in out.out + out.err
    data = json.loads(out.out)
    assert code is None or found == code, data.get("error") or [data["faults"], data["refused"][:5]]
    assert isinstance(data, dict)
    return data


def table(ledger: Path, name: str) -> list[dict[str, object]]:
    """The filled cells of a sheet of the ledger."""
    return [{key: value for key, value in cells.items() if value is not None} for _, cells in ClosedBook(ledger).read().tables[name].rows]


def codes(data: Mapping[str, object], key: str = "faults") -> list[str]:
    found = data[key]
    assert isinstance(found, list)
    return [str(row["code"]) for row in found]


def money(ledger: Path) -> Decimal:
    """All that the ledger's installments say is due."""
    return sum((Decimal(repr(row.get(name, 0))) for row in table(ledger, "Installments") for name in ("Principal", "Interest", "Fee")), Decimal(0))
