"""One line for the desk: a cell's text made safe, a fault and a stop in words, tables and counts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from pyaddin import fault_words, found_words
from pyaddin.errors import KINDS, Fault
from pyaddin.labels import language_index
from pyaddin.ledger.captions import caption
from pyaddin.ledger.schema import EVERY_TABLE

Row = Mapping[str, object]
_LONGEST = 160
SHOWN = 5


def plain(value: object, longest: int = _LONGEST) -> str:
    """A cell's text made safe for a terminal: one line, no control, escape or direction marks, not longer than ``longest``."""
    text = "" if value is None else str(value)
    text = "".join(" " if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else char for char in text[: longest * 4])
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 3] + "..."


def rows_of(data: Mapping[str, object], key: str) -> list[Row]:
    found = data.get(key)
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, Sequence) and not isinstance(found, str) else []


def changes_in(data: Mapping[str, object], table: str, column: str = "") -> list[Row]:
    """The changes of one column, or the new rows of a sheet; an answer that can pick them (``tasks.change_lines``) makes no others."""
    pick = getattr(data.get("changes"), "of_table", None)
    if pick is not None:
        return list(pick(table, column))
    return [row for row in rows_of(data, "changes") if row.get("table") == table and row.get("column") == column]


def fault(row: Row, language: str = "en") -> str:
    """``Cases, row 4, column 'Opened on': found '1 March'. Type a real date ...``, in the ledger's language."""
    if language_index(language):
        return _chinese_fault(row, language)
    place = ", ".join(
        part
        for part in (
            plain(row.get("sheet")),
            f"row {row['row']}" if row.get("row") is not None else "",
            f"column '{plain(row.get('column'))}'" if row.get("column") else "",
        )
        if part
    )
    found = f"found '{plain(row.get('found'))}'." if row.get("found") else ""
    meaning = "" if found and place else KINDS[str(row["code"])].meaning
    return " ".join(part for part in (f"{place}:" if place else "", meaning, found, plain(row.get("advice"), 300)) if part) + f" [{row['code']}]"


def _chinese_fault(row: Row, language: str) -> str:
    """The same in Chinese; a column is called what its header shows."""
    simplified = language == "zh-CN"
    code, line, header = str(row["code"]), row.get("row"), plain(row.get("column"))
    place = plain(row.get("sheet")) + (f" 第 {line} {'行' if simplified else '列'}" if line is not None else "")
    if header:
        place += ("“{}”列" if simplified else "「{}」欄").format(column_words(plain(row.get("sheet")), header, language))
    quoted = "：现为“{}”。" if simplified else "：現為「{}」。"
    given = plain(found_words.found(code, str(row.get("found") or ""), language))
    found = quoted.format(given) if given else "：" if place else ""
    meaning = "" if row.get("found") and place else fault_words.meaning(code, language)
    return f"{place}{found}{meaning}{plain(fault_words.advice(code, str(row.get('advice') or ''), language), 300)} [{code}]"


def column_words(sheet: str, header: str, language: str) -> str:
    """What a header of a ledger sheet shows in the language; any other column as it is called."""
    known = sheet in EVERY_TABLE and header in EVERY_TABLE[sheet].headers
    return caption(sheet, header, language) if known else header


def stopped(reason: Fault, language: str = "en") -> list[str]:
    """Why nothing was done, and what to do: two lines, in the ledger's language."""
    row = reason.as_json()
    if language_index(language):
        where = reason.sheet + (f" {reason.row}" if reason.row else "")
        header = column_words(reason.sheet, reason.column, language) if reason.column else ""
        found = found_words.found(reason.code, reason.found, language)
        parts = [plain(part, 300) for part in (where, header, found) if part]
        told = f"（{'，'.join(parts)}）" if parts else ""
        return [f"{reason.code}：{fault_words.meaning(reason.code, language)}{told}", plain(fault_words.advice(reason.code, reason.advice, language), 300)]
    place = ", ".join(plain(part) for part in (reason.sheet, f"row {reason.row}" if reason.row else "", reason.column) if part)
    found = ": ".join(part for part in (place, plain(reason.found, 300)) if part)
    return [f"{reason.code}: {KINDS[reason.code].meaning}" + (f" Found: {found}" if found else ""), plain(row["advice"], 300)]


def table(rows: Iterable[Sequence[object]], header: Sequence[str]) -> list[str]:
    """Columns of text, as wide as their content; wide characters count double so that Chinese names stay in line."""
    lines = [[plain(cell, 60) for cell in row] for row in (header, *rows)]
    widths = [max(_width(line[i]) for line in lines) for i in range(len(header))]
    return ["  ".join(cell + " " * (widths[i] - _width(cell)) for i, cell in enumerate(line)).rstrip() for line in lines]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def headed(head: str, detail: str, language: str = "en") -> str:
    """A line with what it is about; only that where there is nothing more to say."""
    colon, stop = ("：", "。") if language_index(language) else (": ", ".")
    return f"{head}{colon}{detail}" if detail else f"{head}{stop}"
