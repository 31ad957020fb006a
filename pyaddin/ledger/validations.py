"""What a cell refuses to be typed: one rule per column, made from its type in the schema, with words a clerk understands.

A new workbook, a ledger that grows a column and a sheet that is tidied all take their rules from here. Excel does not check
pasted values; ``ledger.cells`` and ``ledger.check`` do.
"""

from __future__ import annotations

from typing import Any

from pyaddin.labels import label, language_index
from pyaddin.ledger.captions import caption
from pyaddin.ledger.schema import EVERY_TABLE, LIST_NAMES, MAX_SHORT_TEXT, MAX_TEXT, Column, Table, Type, by_program
from pyaddin.ledger.validation_words import MESSAGES, TITLES, words
from pyaddin.records import dataclass

LAST_ROW = 5000
FIRST_SERIAL, LAST_SERIAL = 32_874, 73_415  # 1990-01-01 and 2100-12-31 as Excel counts days
MOST = 999_999_999_999
MOST_RATE = 5
MOST_COUNT = 1_000_000
LONGEST_TITLE, LONGEST_WORDS = 32, 255
NAME_OF: dict[tuple[str, ...], str] = {codes: name for name, codes in LIST_NAMES.items()}


@dataclass(frozen=True, slots=True)
class Validation:
    """One rule as Excel keeps it. ``kind`` and ``operator`` are the words of the file format; formulas are without ``=``."""

    kind: str  # custom, list, textLength, whole, decimal, date
    title: str
    message: str
    first: str
    second: str = ""
    operator: str = "between"
    warns: bool = False  # asks instead of refusing


def last_row(filled: int) -> int:
    """Last Excel row that rules cover for a table with ``filled`` data rows, so that rows typed below the table are checked too."""
    return max(LAST_ROW, filled + 1 + 1000)


def _refusal(kind: str, key: str, language: str, first: str, second: str = "", *, title: str = "", **rest: Any) -> Validation:
    """A rule with its title and message in the ledger's language."""
    facts = rest.pop("facts", {})
    return Validation(kind, words(TITLES, title or key, language), words(MESSAGES, key, language, **facts), first, second, **rest)


def _text(table: Table, column: Column, letter: str, homes: dict[str, str], language: str) -> Validation:
    cell = f"{letter}2"
    if column.refers:
        home = homes.get(column.refers) or _letter_at_home(column.refers)
        facts = {"sheet": column.refers}
        return _refusal("custom", "id-unknown", language, f"COUNTIF({column.refers}!${home}:${home},{cell})>0", warns=True, facts=facts)
    if table.key == (column.name,):
        facts = {"column": caption(table.name, column.name, language)}
        return _refusal("custom", "id-used", language, f"AND(LEN({cell})<=40,COUNTIF(${letter}:${letter},{cell})=1)", facts=facts)
    if column.name in ("Currency", "Country"):
        size = 3 if column.name == "Currency" else 2
        return _refusal("custom", column.name.lower(), language, f"AND(LEN({cell})={size},EXACT({cell},UPPER({cell})))")
    most = MAX_TEXT if column.type is Type.NOTE else MAX_SHORT_TEXT
    return _refusal("textLength", "long", language, str(most), operator="lessThanOrEqual", facts={"most": most})


def _letter_at_home(table: str) -> str:
    """The column letter of a table's key in a new workbook (always one of the first 26)."""
    return chr(ord("A") + EVERY_TABLE[table].headers.index(EVERY_TABLE[table].key[0]))


def _codes(column: Column, letter: str, language: str) -> Validation:
    """A comma list of codes. Where the drop-downs hold other words than the codes, those words are expected and others are asked about."""
    name = NAME_OF[column.codes]
    said = [label(name.removeprefix("List_"), code, language) for code in column.codes]
    if language_index(language):
        plain = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({letter}2," ",""),",",""),"、","")'
        test = f'LEN({plain})=SUMPRODUCT(LEN({name})*COUNTIF({letter}2,"*"&{name}&"*"))'
        return _refusal("custom", "codes", language, test, warns=True, facts={"words": "、".join(said)})
    rest = f"LOWER({letter}2)"
    for code in sorted(column.codes, key=len, reverse=True):
        rest = f'SUBSTITUTE({rest},"{code}","")'
    test = f'LEN(SUBSTITUTE(SUBSTITUTE({rest},",","")," ",""))=0'
    return _refusal("custom", "codes", language, test, facts={"words": ", ".join(column.codes)})


def _number(column: Column, language: str) -> Validation:
    if column.type is Type.INTEGER:
        least = 1 if column.positive else 0
        return _refusal("whole", "whole", language, str(least), str(MOST_COUNT), facts={"least": least})
    if column.type is Type.RATE:
        return _refusal("decimal", "rate", language, "0", str(MOST_RATE))
    if column.signed:
        return _refusal("decimal", "amount-signed", language, str(-MOST), str(MOST), title="amount")
    if column.positive:
        return _refusal("decimal", "amount-positive", language, "0.001", str(MOST), title="amount")
    return _refusal("decimal", "amount", language, "0", str(MOST))


def validation_of(table: Table, column: Column, letter: str, homes: dict[str, str] | None = None, *, language: str = "en") -> Validation | None:
    """The rule of a column that stands at this letter; ``None`` for Settings values, where each row has its own.

    ``homes`` tells the letter of the key column of other sheets, where a clerk moved it. ``language`` is the ledger's: a drop-down holds
    its labels, and a code that is typed instead is asked about and taken.
    """
    if column.type is Type.ANY:
        return None
    if by_program(table, column):
        return _refusal("custom", "computed", language, "FALSE")
    if column.type is Type.CODE:
        return _refusal("list", "list", language, NAME_OF[column.codes], warns=True)
    if column.type is Type.CODES:
        return _codes(column, letter, language)
    if column.type is Type.DATE:
        return _refusal("date", "date", language, str(FIRST_SERIAL), str(LAST_SERIAL))
    if column.type is Type.INSTANT:
        cell = f"{letter}2"
        test = f'OR(AND(ISNUMBER({cell}),{cell}>=32874,{cell}<73416),AND(ISTEXT({cell}),RIGHT({cell},1)="Z"))'
        return _refusal("custom", "instant", language, test)
    if column.type in (Type.MONEY, Type.RATE, Type.INTEGER, Type.NUMBER):
        return _number(column, language)
    return _text(table, column, letter, homes or {}, language)
