"""Text files: delimiter found by trying, records as a spreadsheet would show them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from pyaddin.errors import Stop
from pyaddin.ledger.imports.charset import decode
from pyaddin.ledger.imports.grid import MOST_COLUMNS, MOST_ROWS, Grid, Source

DELIMITERS = (",", "\t", ";", "|", "，")
_TRIED_LINES = 60
_SEP = re.compile("sep=(.)\r?\n", re.IGNORECASE)
# Excel's way of keeping leading zeros in a CSV: ="001234"; some exports use an apostrophe
_KEPT = re.compile('="([^"]*)"')
_APOSTROPHE = re.compile(r"'(?=[\d+])")


def read_delimited(name: str, data: bytes, encoding: str | None) -> Source:
    """The one sheet of a CSV or TSV file. Raises ``Stop``: X-ENCODING, X-NOT-LIST, X-LIMIT."""
    decoded = decode(data, encoding)
    text = decoded.text
    named = _SEP.match(text)
    delimiter = named.group(1) if named else _delimiter(text)
    rows = {number: tuple(_cell(field) for field in record) for number, record in _records(text, delimiter, skip=1 if named else 0)}
    return Source(name, (Grid(name, {number: row for number, row in rows.items() if any(row)}, typed=False),), "text", decoded.encoding)


def _cell(field: str) -> str | None:
    text = field.strip()
    kept = _KEPT.fullmatch(text)
    return (kept.group(1) if kept else _APOSTROPHE.sub("", text, count=1) if text.startswith("'") else text) or None


def _records(text: str, delimiter: str, skip: int) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[tuple[int, list[str]]] = []
    try:
        for number, record in enumerate(reader, start=1):
            if number > MOST_ROWS or len(record) > MOST_COLUMNS:
                raise Stop("X-LIMIT", f"more than {MOST_ROWS} rows or {MOST_COLUMNS} columns", row=number, advice="Split the list into parts.")
            if number > skip:
                records.append((number, record))
    except csv.Error as problem:
        advice = "A quotation mark is opened and not closed, or a cell is endless. Correct the line, or save the list as .xlsx."
        raise Stop("X-NOT-LIST", f"line {reader.line_num}: {problem}", row=len(records) + 1, advice=advice) from None
    return records


def _delimiter(text: str) -> str:
    """The mark that splits most of the first lines into the same number of columns; a comma where nothing does."""
    best, choice = (0.0, 0), ","
    head = "".join(text.splitlines(keepends=True)[:_TRIED_LINES])
    for delimiter in DELIMITERS:
        try:
            widths = Counter(len(record) for record in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter) if record)
        except csv.Error:
            continue
        width, times = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(1, 0))
        score = (times / max(1, sum(widths.values())) if width > 1 else 0.0, width)
        if score[0] > 0 and (score[0] * score[1], score[1]) > (best[0] * best[1], best[1]):
            best, choice = score, delimiter
    return choice
