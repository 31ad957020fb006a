"""What a cell refuses: the rules of ``ledger.validations`` as XlsxWriter takes them, and one rule for each value of the Settings sheet."""

from __future__ import annotations

from datetime import date
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from pyaddin.ledger.captions import caption, shown
from pyaddin.ledger.column_help import column_help
from pyaddin.ledger.schema import MAX_SHORT_TEXT, Table
from pyaddin.ledger.validation_words import MESSAGES, TITLES, words
from pyaddin.ledger.validations import LONGEST_TITLE, LONGEST_WORDS, Validation, last_row, validation_of
from pyaddin.setting_words import meaning
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


def apply(sheet: Worksheet, table: Table, filled: int, language: str) -> None:
    """Put a validation with its input message on every column of the table."""
    for index, column in enumerate(table.columns):
        rule = validation_of(table, column, xl_col_to_name(index), language=language)
        if rule is None:
            continue  # Settings values: each row has its own rule
        options = _options(rule)
        if column.help:
            told = column_help(table.name, column, language)
            options |= {"input_title": caption(table.name, column.name, language)[:LONGEST_TITLE], "input_message": told[:LONGEST_WORDS]}
        sheet.data_validation(1, index, last_row(filled) - 1, index, options)


def name_on_header(sheet: Worksheet, table: Table, language: str) -> None:
    """Where a header cell shows its English value, for want of room for another caption: what the column is called and what it holds, on clicking it."""
    for index, column in enumerate(table.columns):
        words = caption(table.name, column.name, language)
        if words == column.name or shown(table.name, column.name, language):
            continue
        told = column_help(table.name, column, language) or words
        sheet.data_validation(0, index, 0, index, {"validate": "any", "input_title": words[:LONGEST_TITLE], "input_message": told[:LONGEST_WORDS]})


def setting(key: Key, cell: str, language: str) -> dict[str, Any]:
    """The validation of one value on the Settings sheet."""

    def told(title: str, message: str, **rule: Any) -> dict[str, Any]:
        said = words(MESSAGES, message, language, most=MAX_SHORT_TEXT)
        return {"input_title": key.name[:32], "input_message": meaning(key, language)[:255]} | _refuse(words(TITLES, title, language), said, **rule)

    if key.name == "as_of":
        return told("as-of", "as-of", validate="custom", value="=FALSE")
    if key.codes or key.kind == "yes_no":
        return told("list", "list", validate="list", source=list(key.codes or ("yes", "no")))
    if key.kind == "integer":
        return told("whole", "whole-or-blank", validate="integer", criteria="between", minimum=0, maximum=100_000)
    if key.kind == "decimal":
        return told("number", "number-or-blank", validate="decimal", criteria="between", minimum=0, maximum=1_000_000_000)
    if key.kind == "date":
        return told("date", "date", validate="date", criteria="between", minimum=FIRST_DAY, maximum=LAST_DAY)
    if key.kind == "time":
        return told("time", "time", validate="custom", value=f'=AND(LEN({cell})=5,MID({cell},3,1)=":")')
    return told("long", "short-long", validate="length", criteria="<=", value=MAX_SHORT_TEXT)
