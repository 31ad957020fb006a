"""Ledger files for these tests: a small one with every typed table in use, and ways to damage it."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from pyaddin.ledger.book import Value
from tests.ledger.made import make_ledger

DAY = date(2026, 11, 23)

ROWS: dict[str, list[dict[str, Value]]] = {
    "Debtors": [
        {"Debtor ID": "D-00001", "Name": "张伟 <&>", "Country": "CN", "Time zone": "Asia/Shanghai", "Postal code": "001234", "Language": "zh-CN"},
        {"Debtor ID": "D-00002", "Name": "=SUM(A1:A9)", "Country": "GB", "Time zone": "Europe/London", "Notes": " two\nlines "},
    ],
    "Cases": [
        {"Case ID": "C-00001", "Debtor ID": "D-00001", "Currency": "CNY", "Opened on": date(2026, 1, 1), "Annual rate": Decimal("0.12"), "Stage": "CONTACT"},
        {"Case ID": "C-00002", "Debtor ID": "D-00002", "Currency": "GBP", "Opened on": date(2026, 2, 1), "Days past due": 4, "Arrears": Decimal("12.30")},
    ],
    "Installments": [
        {"Case ID": case, "No": number, "Due on": date(2026, number + 1, 5), "Principal": Decimal("100.05")}
        for case in ("C-00001", "C-00002")
        for number in (1, 2, 3)
    ],
    "Payments": [{"Payment ID": "P-000001", "Case ID": "C-00001", "Value date": date(2026, 3, 1), "Amount": Decimal("40.10"), "Reference": "0042"}],
    "Today": [{"Rank": number, "Case ID": f"C-0000{number}", "Why": "earlier"} for number in (1, 2)],
}


def small_ledger(folder: Path, rows: Mapping[str, list[dict[str, Value]]] | None = None) -> Path:
    """A fresh ledger file in the folder."""
    return make_ledger(folder / "ledger.xlsm", ROWS if rows is None else rows, ledger_id="LEDGER-1")


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def rewrite(path: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """Zips the parts anew after ``change`` has worked on them."""
    parts = parts_of(path)
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)


def sheet_part(path: Path, sheet: str) -> str:
    """The part of a sheet, found the plain way."""
    parts = parts_of(path)
    match = re.search(rf'<sheet name="{sheet}" sheetId="\d+"[^>]*r:id="(\w+)"'.encode(), parts["xl/workbook.xml"])
    assert match is not None
    target = re.search(rb'<Relationship [^>]*Id="' + match.group(1) + rb'"[^>]*>', parts["xl/_rels/workbook.xml.rels"])
    assert target is not None
    place = re.search(rb'Target="/?(?:xl/)?([^"]+)"', target.group())
    assert place is not None
    return "xl/" + place.group(1).decode()


def table_part(path: Path, sheet: str) -> str:
    """The part of the sheet's Excel table, found by its name."""
    mark = f'displayName="{sheet}"'.encode()
    return next(name for name, content in parts_of(path).items() if name.startswith("xl/tables/") and mark in content)


def edit_sheet(path: Path, sheet: str, old: bytes, new: bytes) -> None:
    """Exchanges a piece of a sheet's XML; it must be there."""
    part = sheet_part(path, sheet)

    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new, 1)

    rewrite(path, change)


def through_libreoffice(path: Path, folder: Path) -> Path:
    """The file as LibreOffice saves it."""
    profile = (folder / "profile").as_uri()
    out = folder / "saved"
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsm:Calc MS Excel 2007 VBA XML", "--outdir", str(out), str(path)]
    for _ in range(2):  # a first start with a fresh profile may exit at once
        subprocess.run(command, check=False, capture_output=True, timeout=180)
        if (out / path.name).exists():
            break
    return out / path.name
