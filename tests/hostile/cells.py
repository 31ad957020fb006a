"""Single cells as people paste them: words where a date belongs, a formula for an amount, a code that no list has.

The value goes in as XML of its own (number, shared kind, inline text, truth value, error, formula), so that no library smooths it first.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cache
from xml.sax.saxutils import escape

from pyaddin.ledger.schema import TABLES, Column, Type

TYPED = ("Debtors", "Cases", "Installments", "Payments", "Plans", "Promises", "Holds", "Contacts")
TEXTS = (
    "=1+1", "=cmd|' /C calc'!A0", "+44", "-", "@SUM(A1)", "{{ 7*7 }}", "{% for x in y %}",
    "<script>alert(1)</script>", "Bcc: x@evil.example\r\nX: y", "a\nb",
    "\u202egnp.exe", "\u0000x", "張" * 400, "x" * 33_000, "😀" * 50, " ", "NULL", "1/2", "03/04/2026", "1.200",
    "1,2,3", "12 %", "٣٤", "１２３", "#REF!", "TRUE", "0x1F",
)  # fmt: skip
NUMBERS = ("0", "-0.01", "1e308", "1e-300", "123456789012345678", "0.005", "2958466", "-1", "60", "1E5", "45000.5", "99999999999", "inf", "nan", "--1", "1,5")
NEVER_A_DATE = ("=1+1", "NULL", "03/04/2026", "#REF!", "TRUE", "0x1F", "{{ 7*7 }}", "1,2,3", "<script>alert(1)</script>", "1/2", "12 %")
NEVER_AN_AMOUNT = ("=1+1", "NULL", "03/04/2026", "#REF!", "TRUE", "0x1F", "{{ 7*7 }}", "<script>alert(1)</script>", "1/2", "1,2,3")
NEVER_A_CODE = ("=1+1", "NULL", "03/04/2026", "TRUE", "0x1F", "{{ 7*7 }}", "1,2,3")


@dataclass(frozen=True, slots=True)
class Place:
    """One cell of a typed column in a filled row."""

    sheet: str
    part: str
    row: int
    letters: str
    column: Column


def _letters(index: int) -> str:
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


@cache
def _places(book: bytes, relations: bytes, sheets: tuple[tuple[str, bytes], ...]) -> tuple[Place, ...]:
    targets = dict(re.findall(rb'<Relationship Id="(rId\d+)"[^>]*Target="([^"]+)"', relations))
    found: list[Place] = []
    contents = dict(sheets)
    for name, relation in re.findall(rb'<sheet name="([^"]+)"[^>]*r:id="(rId\d+)"', book):
        sheet = name.decode()
        if sheet not in TYPED:
            continue
        part = "xl/" + targets[relation].decode().removeprefix("/xl/")
        rows = [int(number) for number in re.findall(rb'<row r="(\d+)"', contents[part])]
        filled = [row for row in rows if row > 1 and re.search(rb'<c r="A%d"[^>]*><' % row, contents[part])]
        for row in filled:
            found += [Place(sheet, part, row, _letters(index), column) for index, column in enumerate(TABLES[sheet].columns) if not column.computed]
    return tuple(found)


def _as_cell(rng: random.Random, place: Place, style: str) -> tuple[str, str, str]:
    """Kind of the cell, its raw content and its XML."""
    at = f'<c r="{place.letters}{place.row}"{style}'
    kind = rng.choice(("text", "text", "text", "number", "number", "truth", "error", "formula", "empty"))
    if kind == "text":
        text = rng.choice(TEXTS)
        return kind, text, f'{at} t="inlineStr"><is><t xml:space="preserve">{escape("".join(m for m in text if m >= " " or m in chr(10)))}</t></is></c>'
    if kind == "number":
        number = rng.choice(NUMBERS)
        return kind, number, f"{at}><v>{number}</v></c>"
    return kind, kind, {
        "truth": f'{at} t="b"><v>1</v></c>', "error": f'{at} t="e"><v>#REF!</v></c>', "formula": f"{at}><f>1+1</f><v>2</v></c>", "empty": f"{at}/>",
    }[kind]  # fmt: skip


def _never(place: Place, kind: str, content: str) -> bool:
    """Whether no reader may take this cell, so that the row must not count."""
    column = place.column
    if kind in ("error", "formula"):
        return True
    if column.type is Type.DATE:
        return kind == "truth" or kind == "text" and content in NEVER_A_DATE
    if column.type in (Type.MONEY, Type.RATE, Type.INTEGER):
        return kind == "truth" or kind == "text" and content in NEVER_AN_AMOUNT
    return column.type is Type.CODE and (kind in ("truth", "number") or kind == "text" and content in NEVER_A_CODE)


def pasted(rng: random.Random, parts: dict[str, bytes]) -> tuple[str, tuple[tuple[str, int], ...]]:
    """Changes one to three cells in place; says what, and which rows must not count any more."""
    sheets = tuple((name, content) for name, content in parts.items() if name.startswith("xl/worksheets/sheet"))
    places = _places(parts["xl/workbook.xml"], parts["xl/_rels/workbook.xml.rels"], sheets)
    said: list[str] = []
    closed: dict[tuple[str, int, str], bool] = {}
    for _ in range(rng.choice((1, 1, 2, 3))):
        place = rng.choice(places)
        pattern = re.compile(rb'<c r="%s%d"( s="\d+")?[^>]*?(?:/>|>.*?</c>)' % (place.letters.encode(), place.row), re.DOTALL)
        match = pattern.search(parts[place.part])
        if match is None:
            continue
        kind, content, cell = _as_cell(rng, place, (match.group(1) or b"").decode())
        parts[place.part] = parts[place.part][: match.start()] + cell.encode() + parts[place.part][match.end() :]
        said.append(f"{place.sheet}!{place.letters}{place.row} {place.column.name} = {kind} {content[:30]!r}")
        closed[place.sheet, place.row, place.column.name] = _never(place, kind, content)
    return "; ".join(said), tuple({(sheet, row) for (sheet, row, _), never in closed.items() if never})
