"""What a cell refuses: the rules of ``ledger.validations`` as XlsxWriter takes them, and one rule for each value of the Settings sheet."""

from __future__ import annotations

from datetime import date
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from pyaddin.ledger.schema import MAX_SHORT_TEXT, Table
from pyaddin.ledger.validations import LONGEST_TITLE, LONGEST_WORDS, Validation, last_row, validation_of
from pyaddin.settings import Key

FIRST_DAY = date(1990, 1, 1)
LAST_DAY = date(2100, 12, 31)
_KINDS = {"textLength": "length", "whole": "integer"}
_OPERATORS = {"lessThanOrEqual": "<="}


def _refuse(title: str, message: str, **rule: Any) -> dict[str, Any]:
    return {"error_title": title[:LONGEST_TITLE], "error_message": message[:LONGEST_WORDS], "error_type": "stop", **rule}


def _options(rule: Validation) -> dict[str, Any]:
    """The rule in XlsxWriter's words."""
    options = _refuse(rule.title, rule.message, validate=_KINDS.get(rule.kind, rule.kind))
    if rule.warns:
        options["error_type"] = "warning"
    if rule.kind == "custom":
        options["value"] = f"={rule.first}"
    elif rule.kind == "list":
        options["source"] = f"={rule.first}"
    elif rule.kind == "date":
        options |= {"criteria": rule.operator, "minimum": FIRST_DAY, "maximum": LAST_DAY}
    elif rule.second:
        options |= {"criteria": rule.operator, "minimum": _figure(rule.first), "maximum": _figure(rule.second)}
    else:
        options |= {"criteria": _OPERATORS[rule.operator], "value": _figure(rule.first)}
    return options


def _figure(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def apply(sheet: Worksheet, table: Table, filled: int) -> None:
    """Put a validation with its input message on every column of the table."""
    for index, column in enumerate(table.columns):
        rule = validation_of(table, column, xl_col_to_name(index))
        if rule is None:
            continue  # Settings values: each row has its own rule
        options = _options(rule)
        if column.help:
            options |= {"input_title": column.name[:LONGEST_TITLE], "input_message": column.help[:LONGEST_WORDS]}
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
