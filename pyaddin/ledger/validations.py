"""What a cell refuses to be typed: one rule per column, made from its type in the schema, with words a clerk understands.

A new workbook, a ledger that grows a column and a sheet that is tidied all take their rules from here. Excel does not check
pasted values; ``ledger.cells`` and ``ledger.check`` do.
"""

from __future__ import annotations

from dataclasses import dataclass

from pyaddin.ledger.schema import EVERY_TABLE, LIST_NAMES, MAX_SHORT_TEXT, MAX_TEXT, Column, Table, Type, by_program

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


def _text(table: Table, column: Column, letter: str, homes: dict[str, str]) -> Validation:
    cell = f"{letter}2"
    if column.refers:
        home = homes.get(column.refers) or _letter_at_home(column.refers)
        advice = f"No row of {column.refers} has this id. Keep it only if you will add that row."
        return Validation("custom", "Unknown id", advice, f"COUNTIF({column.refers}!${home}:${home},{cell})>0", warns=True)
    if table.key == (column.name,):
        advice = f"Another row has this {column.name} already, or it is too long. Every row needs its own."
        return Validation("custom", "Id already used", advice, f"AND(LEN({cell})<=40,COUNTIF(${letter}:${letter},{cell})=1)")
    if column.name in ("Currency", "Country"):
        size = 3 if column.name == "Currency" else 2
        advice = f"Type {size} capital letters. {column.help}"
        return Validation("custom", f"Not a {column.name.lower()} code", advice, f"AND(LEN({cell})={size},EXACT({cell},UPPER({cell})))")
    most = MAX_TEXT if column.type is Type.NOTE else MAX_SHORT_TEXT
    message = f"At most {most} characters. Longer texts belong in a document."
    return Validation("textLength", "Text too long", message, str(most), operator="lessThanOrEqual")


def _letter_at_home(table: str) -> str:
    """The column letter of a table's key in a new workbook (always one of the first 26)."""
    return chr(ord("A") + EVERY_TABLE[table].headers.index(EVERY_TABLE[table].key[0]))


def _codes(column: Column, letter: str) -> Validation:
    rest = f"LOWER({letter}2)"
    for code in sorted(column.codes, key=len, reverse=True):
        rest = f'SUBSTITUTE({rest},"{code}","")'
    advice = f"Use these words, separated by commas: {', '.join(column.codes)}."
    return Validation("custom", "Unknown word", advice, f'LEN(SUBSTITUTE(SUBSTITUTE({rest},",","")," ",""))=0')


def _number(column: Column) -> Validation:
    if column.type is Type.INTEGER:
        least = 1 if column.positive else 0
        return Validation("whole", "Whole number needed", f"Type a whole number of at least {least}.", str(least), str(MOST_COUNT))
    if column.type is Type.RATE:
        return Validation("decimal", "Rate needed", "Type a rate a year such as 12% (or 0.12).", "0", str(MOST_RATE))
    if column.signed:
        return Validation("decimal", "Amount needed", "Type a plain amount; + raises the debt, - lowers it.", str(-MOST), str(MOST))
    if column.positive:
        return Validation("decimal", "Amount needed", "Type a plain amount above zero, without currency words.", "0.001", str(MOST))
    return Validation("decimal", "Amount needed", "Type a plain amount of zero or more, without currency words.", "0", str(MOST))


def validation_of(table: Table, column: Column, letter: str, homes: dict[str, str] | None = None) -> Validation | None:
    """The rule of a column that stands at this letter; ``None`` for Settings values, where each row has its own.

    ``homes`` tells the letter of the key column of other sheets, where a clerk moved it.
    """
    if column.type is Type.ANY:
        return None
    if by_program(table, column):
        return Validation("custom", "Computed by the program", "This cell is written by the program at each run. Nothing typed here is used.", "FALSE")
    if column.type is Type.CODE:
        return Validation("list", "Not in the list", "Choose a word from the drop-down list.", NAME_OF[column.codes])
    if column.type is Type.CODES:
        return _codes(column, letter)
    if column.type is Type.DATE:
        message = "Type a real date between 1990 and 2100, for example 2026-11-23."
        return Validation("date", "Date needed", message, str(FIRST_SERIAL), str(LAST_SERIAL))
    if column.type is Type.INSTANT:
        cell = f"{letter}2"
        test = f'OR(AND(ISNUMBER({cell}),{cell}>=32874,{cell}<73416),AND(ISTEXT({cell}),RIGHT({cell},1)="Z"))'
        return Validation("custom", "Date and time needed", "Type a date and time, for example 2026-11-23 14:30.", test)
    if column.type in (Type.MONEY, Type.RATE, Type.INTEGER, Type.NUMBER):
        return _number(column)
    return _text(table, column, letter, homes or {})
