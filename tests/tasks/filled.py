"""A clerk at a list in a spreadsheet program: finds rows by the shown case, types into the yellow columns, saves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

from pyaddin.correspondence.call_words import HEADS

HEAD_ROW = 3


def typed(text: str) -> datetime:
    """A date, or a date and time, as a spreadsheet keeps it: without a zone."""
    return datetime.fromisoformat(text)


def columns(sheet: Any) -> dict[str, int]:
    """Column numbers by what they hold, whatever the language of the headers."""
    spelled = {word: key for key, words in HEADS.items() for word in words}
    cells = [(cell.column, str(cell.value)) for cell in sheet[HEAD_ROW] if cell.value]
    return {spelled.get(text, text): number for number, text in cells}


def grid(path: Path, index: int = 0) -> list[dict[str, Any]]:
    """The rows of a sheet by what their columns hold."""
    sheet = openpyxl.load_workbook(path).worksheets[index]
    places = columns(sheet)
    rows = [{key: sheet.cell(number, place).value for key, place in places.items()} for number in range(HEAD_ROW + 1, sheet.max_row + 1)]
    return [row for row in rows if row.get("case")]


def fill(path: Path, case_id: str, **values: object) -> None:
    """Type values into the row of a case."""
    fill_all(path, {case_id: values})


def fill_all(path: Path, typed_in: Mapping[str, Mapping[str, object]]) -> None:
    """Type values into the rows of cases, opening and saving the list once."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    places = columns(sheet)
    for case_id, values in typed_in.items():
        rows = [number for number in range(HEAD_ROW + 1, sheet.max_row + 1) if sheet.cell(number, places["case"]).value == case_id]
        assert len(rows) == 1, f"{len(rows)} rows of {case_id}"
        for key, value in values.items():
            sheet.cell(rows[0], places[key]).value = value
    book.save(path)
