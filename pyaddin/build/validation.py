"""What a cell refuses: one data validation per column, made from its type in the schema, with words a clerk understands.

Excel does not check pasted values; ``ledger.check`` does. Ranges run to ``LAST_ROW`` so that rows typed below the table are checked too.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from pyaddin.build.lists import NAME_OF
from pyaddin.build.styles import by_program
from pyaddin.ledger.schema import EVERY_TABLE, MAX_SHORT_TEXT, MAX_TEXT, Column, Table, Type
from pyaddin.settings import Key

LAST_ROW = 5000
FIRST_DAY = date(1990, 1, 1)
LAST_DAY = date(2100, 12, 31)
MOST = 999_999_999_999
MOST_RATE = 5
MOST_COUNT = 1_000_000


def last_row(filled: int) -> int:
    """Last Excel row that validations and conditional formats cover for a table with ``filled`` data rows."""
    return max(LAST_ROW, filled + 1 + 1000)


def _refuse(title: str, message: str, **rule: Any) -> dict[str, Any]:
    return {"error_title": title[:32], "error_message": message[:255], "error_type": "stop", **rule}


def _text(table: Table, column: Column, letter: str) -> dict[str, Any]:
    cell = f"{letter}2"
    if column.refers:
        target = EVERY_TABLE[column.refers]
        home = xl_col_to_name(target.headers.index(target.key[0]))
        advice = f"No row of {column.refers} has this id. Keep it only if you will add that row."
        rule = _refuse("Unknown id", advice, validate="custom", value=f"=COUNTIF({column.refers}!${home}:${home},{cell})>0")
        return rule | {"error_type": "warning"}
    if table.key == (column.name,):
        advice = f"Another row has this {column.name} already, or it is too long. Every row needs its own."
        return _refuse("Id already used", advice, validate="custom", value=f"=AND(LEN({cell})<=40,COUNTIF(${letter}:${letter},{cell})=1)")
    if column.name in ("Currency", "Country"):
        size = 3 if column.name == "Currency" else 2
        advice = f"Type {size} capital letters. {column.help}"
        return _refuse(f"Not a {column.name.lower()} code", advice, validate="custom", value=f"=AND(LEN({cell})={size},EXACT({cell},UPPER({cell})))")
    most = MAX_TEXT if column.type is Type.NOTE else MAX_SHORT_TEXT
    return _refuse("Text too long", f"At most {most} characters. Longer texts belong in a document.", validate="length", criteria="<=", value=most)


def _codes(column: Column, letter: str) -> dict[str, Any]:
    rest = f"LOWER({letter}2)"
    for code in sorted(column.codes, key=len, reverse=True):
        rest = f'SUBSTITUTE({rest},"{code}","")'
    advice = f"Use these words, separated by commas: {', '.join(column.codes)}."
    return _refuse("Unknown word", advice, validate="custom", value=f'=LEN(SUBSTITUTE(SUBSTITUTE({rest},",","")," ",""))=0')


def _number(column: Column) -> dict[str, Any]:
    if column.type is Type.INTEGER:
        least = 1 if column.positive else 0
        return _refuse(
            "Whole number needed", f"Type a whole number of at least {least}.", validate="integer", criteria="between", minimum=least, maximum=MOST_COUNT
        )
    if column.type is Type.RATE:
        return _refuse("Rate needed", "Type a rate a year such as 12% (or 0.12).", validate="decimal", criteria="between", minimum=0, maximum=MOST_RATE)
    if column.signed:
        return _refuse(
            "Amount needed", "Type a plain amount; + raises the debt, - lowers it.", validate="decimal", criteria="between", minimum=-MOST, maximum=MOST
        )
    if column.positive:
        return _refuse(
            "Amount needed", "Type a plain amount above zero, without currency words.", validate="decimal", criteria="between", minimum=0.001, maximum=MOST
        )
    return _refuse(
        "Amount needed", "Type a plain amount of zero or more, without currency words.", validate="decimal", criteria="between", minimum=0, maximum=MOST
    )


def rule(table: Table, column: Column, letter: str) -> dict[str, Any]:
    """The validation of a column as XlsxWriter takes it."""
    if by_program(table, column):
        return _refuse(
            "Computed by the program", "This cell is written by the program at each run. Nothing typed here is used.", validate="custom", value="=FALSE"
        )
    if column.type is Type.CODE:
        advice = "Choose a word from the drop-down list."
        return _refuse("Not in the list", advice, validate="list", source=f"={NAME_OF[column.codes]}")
    if column.type is Type.CODES:
        return _codes(column, letter)
    if column.type is Type.DATE:
        advice = "Type a real date between 1990 and 2100, for example 2026-11-23."
        return _refuse("Date needed", advice, validate="date", criteria="between", minimum=FIRST_DAY, maximum=LAST_DAY)
    if column.type is Type.INSTANT:
        advice = "Type a date and time, for example 2026-11-23 14:30."
        cell = f"{letter}2"
        test = f'=OR(AND(ISNUMBER({cell}),{cell}>=32874,{cell}<73416),AND(ISTEXT({cell}),RIGHT({cell},1)="Z"))'
        return _refuse("Date and time needed", advice, validate="custom", value=test)
    if column.type in (Type.MONEY, Type.RATE, Type.INTEGER, Type.NUMBER):
        return _number(column)
    return _text(table, column, letter)


def apply(sheet: Worksheet, table: Table, filled: int) -> None:
    """Put a validation with its input message on every column of the table."""
    for index, column in enumerate(table.columns):
        if column.type is Type.ANY:
            continue  # Settings values: each row has its own rule
        options = rule(table, column, xl_col_to_name(index))
        if column.help:
            options |= {"input_title": column.name[:32], "input_message": column.help[:255]}
        sheet.data_validation(1, index, last_row(filled) - 1, index, options)


def setting(key: Key, cell: str) -> dict[str, Any]:
    """The validation of one value on the Settings sheet."""
    told: dict[str, Any] = {"input_title": key.name[:32], "input_message": key.meaning[:255]}
    if key.name == "as_of":
        return told | _refuse("Written by the program", "The date of the last run; it cannot be typed.", validate="custom", value="=FALSE")
    if key.codes or key.kind == "yes_no":
        return told | _refuse("Not in the list", "Choose a word from the drop-down list.", validate="list", source=list(key.codes or ("yes", "no")))
    if key.kind == "integer":
        return told | _refuse(
            "Whole number needed", "Type a whole number, or leave the cell blank.", validate="integer", criteria="between", minimum=0, maximum=100_000
        )
    if key.kind == "decimal":
        return told | _refuse(
            "Number needed", "Type a plain number of zero or more, or leave it blank.", validate="decimal", criteria="between", minimum=0, maximum=1_000_000_000
        )
    if key.kind == "date":
        advice = "Type a real date between 1990 and 2100, for example 2026-11-23."
        return told | _refuse("Date needed", advice, validate="date", criteria="between", minimum=FIRST_DAY, maximum=LAST_DAY)
    if key.kind == "time":
        return told | _refuse("Time needed", "Type the time as hh:mm, for example 10:00.", validate="custom", value=f'=AND(LEN({cell})=5,MID({cell},3,1)=":")')
    return told | _refuse("Text too long", f"At most {MAX_SHORT_TEXT} characters.", validate="length", criteria="<=", value=MAX_SHORT_TEXT)
