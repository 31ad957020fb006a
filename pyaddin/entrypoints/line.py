"""One line for the desk: a cell's text made safe, a fault and a stop in words, tables and counts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from pyaddin import advice_words, fault_words, found_words
from pyaddin.errors import KINDS, Fault
from pyaddin.labels import language_index
from pyaddin.ledger.captions import caption, sought
from pyaddin.ledger.schema import EVERY_TABLE

Row = Mapping[str, object]
_LONGEST = 160
SHOWN = 5
_EVERYDAY = 4
"""Headers of up to so many letters are words that stand in other sentences, too."""


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
    place = _chinese_place(plain(row.get("sheet")), line, language)
    if header:
        place += ("“{}”列" if simplified else "「{}」欄").format(_sought(plain(row.get("sheet")), header, language))
    quoted = "：现为“{}”。" if simplified else "：現為「{}」。"
    given = plain(found_words.found(code, str(row.get("found") or ""), language))
    found = quoted.format(given) if given else "：" if place else ""
    meaning = "" if row.get("found") and place else fault_words.meaning(code, language)
    advice = _chinese_advice(code, str(row.get("advice") or ""), plain(row.get("sheet")), language)
    return f"{place}{found}{meaning}{advice} [{code}]"


def _chinese_place(sheet: str, line: object, language: str) -> str:
    return sheet + (f" 第 {line} {'行' if language == 'zh-CN' else '列'}" if line is not None else "")


def _chinese_advice(code: str, given: str, sheet: str, language: str) -> str:
    """What to do; columns of the sheet are called what their headers show. Names that are English words of every day (No, On, To) are left alone."""
    words = plain(fault_words.advice(code, given, language), 300)
    marks = "“{}”" if language == "zh-CN" else "「{}」"
    headers = EVERY_TABLE[sheet].headers if sheet in EVERY_TABLE and not words.isascii() else ()
    told = sorted((header for header in headers if len(header) > _EVERYDAY and header in words), key=len, reverse=True)
    if not told:
        return words
    typed = sorted((piece for piece in advice_words.typed_in(given) if any(header in piece for header in told)), key=len, reverse=True)
    kept = "|".join(map(re.escape, typed)) or r"(?!)"
    form = rf"(?P<typed>{kept})| ?\b(?P<header>{'|'.join(map(re.escape, told))})\b ?"
    return re.sub(form, lambda found: found["typed"] or marks.format(sought(sheet, found["header"], language)), words)


def _sought(sheet: str, header: str, language: str) -> str:
    """How a refusal calls a column: so that it is found."""
    known = sheet in EVERY_TABLE and header in EVERY_TABLE[sheet].headers
    return sought(sheet, header, language) if known else column_words(sheet, header, language)


def column_words(sheet: str, header: str, language: str) -> str:
    """What a header of a ledger sheet shows in the language; an option as the Form calls it; any other column as it is called."""
    if sheet in EVERY_TABLE and header in EVERY_TABLE[sheet].headers:
        return caption(sheet, header, language)
    from pyaddin.entrypoints.live.labels import name  # only a refused option needs it

    return (name(header.lower().replace(" ", "_"), language) if not sheet else "") or header


def stopped(reason: Fault, language: str = "en") -> list[str]:
    """Why nothing was done, and what to do: two lines, in the ledger's language."""
    row = reason.as_json()
    if language_index(language):
        where = _chinese_place(reason.sheet, reason.row, language)
        header = _sought(reason.sheet, reason.column, language) if reason.column else ""
        found = found_words.found(reason.code, reason.found, language)
        parts = [plain(part, 300) for part in (where, header, found) if part]
        told = f"（{'，'.join(parts)}）" if parts else ""
        return [f"{reason.code}：{fault_words.meaning(reason.code, language)}{told}", _chinese_advice(reason.code, reason.advice, reason.sheet, language)]
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
