"""Conditional formats: what should catch the clerk's eye. Pale, amber, then red text; nothing else is colored."""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from pyaddin.build.styles import ACCENT, ACCENT_SOFT, AMBER, AMBER_INK, MUTED, PALE, RED, Styles
from pyaddin.labels import label, language_index
from pyaddin.ledger.captions import SHOWN_BY_LABEL, list_of, text_format
from pyaddin.ledger.schema import EVERY_TABLE, Table
from pyaddin.ledger.validations import last_row

# sheet -> [(columns to color, formula with {Column name} for the row's cell, style)]; the first rule that fits wins
_BANDS = ("Days past due", "Arrears")
RULES: dict[str, list[tuple[tuple[str, ...], str, str]]] = {
    "Cases": [
        ((*_BANDS, "Bucket"), "AND(ISNUMBER({Days past due}),{Days past due}>90)", "red"),
        ((*_BANDS, "Bucket"), "AND(ISNUMBER({Days past due}),{Days past due}>=31)", "amber"),
        ((*_BANDS, "Bucket"), "AND(ISNUMBER({Days past due}),{Days past due}>=1)", "pale"),
        (("Case ID", "Debtor ID", "Product", "Stage", "Outcome"), '{Stage}="CLOSED"', "faint"),
    ],
    "Today": [
        (_BANDS, "AND(ISNUMBER({Days past due}),{Days past due}>90)", "red"),
        (_BANDS, "AND(ISNUMBER({Days past due}),{Days past due}>=31)", "amber"),
        (_BANDS, "AND(ISNUMBER({Days past due}),{Days past due}>=1)", "pale"),
    ],
    "Installments": [
        (("Status",), '{Status}="missed"', "red"),
        (("Status",), '{Status}="partly paid"', "amber"),
        (("Status",), '{Status}="due"', "pale"),
        (("Case ID", "No", "Due on", "Principal", "Status"), 'OR({Status}="paid",{Status}="superseded")', "faint"),
    ],
    "Payments": [(("Payment ID", "Case ID", "Value date", "Amount", "Reversed on"), '{Reversed on}<>""', "struck")],
    "Contacts": [
        (("Result",), 'OR({Result}="failed",{Result}="unknown",{Result}="bounced",{Result}="wrong party")', "red"),
        (("Result",), 'OR({Result}="queued",{Result}="blocked")', "amber"),
    ],
    "Promises": [
        (("Status",), '{Status}="broken"', "red"),
        (("Status",), '{Status}="partly kept"', "amber"),
        (("Status", "Due on"), '{Status}="open"', "soft"),
    ],
    "Plans": [
        (("Status",), '{Status}="broken"', "red"),
        (("Status",), '{Status}="proposed"', "amber"),
        (("Status",), '{Status}="signed"', "soft"),
    ],
    "Holds": [(("Hold ID", "Type", "Start", "End"), 'AND({Hold ID}<>"",{Start}<=AsOf,OR({End}="",{End}>=AsOf))', "soft")],
    "Runs": [(("Failed", "Parked", "Refused"), "AND(ISNUMBER({Failed}),{Failed}+{Parked}+{Refused}>0)", "amber")],
}


def _style(styles: Styles, name: str) -> Any:
    looks: dict[str, dict[str, Any]] = {
        "red": {"font_color": RED, "bold": True},
        "amber": {"bg_color": AMBER, "font_color": AMBER_INK},
        "pale": {"bg_color": PALE},
        "soft": {"bg_color": ACCENT_SOFT, "font_color": ACCENT},
        "faint": {"font_color": MUTED},
        "struck": {"font_color": MUTED, "font_strikeout": True},
    }
    return styles.differential(**looks[name])


def formula(table: Table, text: str, language: str = "en") -> str:
    """``{Column name}`` becomes the column's cell in row 2, the first row of the range."""
    for index, column in enumerate(table.columns):
        cell = f"${xl_col_to_name(index)}2"
        name = list_of(column)
        for code in column.codes if language_index(language) else ():
            equal = f'{{{column.name}}}="{code}"'
            text = text.replace(equal, f'OR({cell}="{code}",{cell}="{label(name, code, language)}")')
        text = text.replace("{" + column.name + "}", cell)
    return "=" + text


def _labels(sheet: Worksheet, table: Table, end: int, styles: Styles) -> None:
    """A code is shown by its label: a conditional number format, so that the cell keeps the code, whoever writes it and however it is sorted."""
    for index, column in enumerate(table.columns):
        name, letter = list_of(column), xl_col_to_name(index)
        for code in column.codes if name in SHOWN_BY_LABEL else ():
            words = label(name, code, styles.language)
            if words != code:
                look = styles.differential(num_format=text_format(words))
                sheet.conditional_format(f"{letter}2:{letter}{end}", {"type": "cell", "criteria": "==", "value": f'"{code}"', "format": look})


def apply(sheet: Worksheet, name: str, filled: int, styles: Styles) -> None:
    """Put the rules of a sheet on their columns, the labels of the codes first: a later rule never stops them."""
    table = EVERY_TABLE[name]
    end = last_row(filled)
    _labels(sheet, table, end, styles)
    for columns, test, look in RULES.get(name, []):
        spans = [f"{letter}2:{letter}{end}" for letter in (xl_col_to_name(table.headers.index(column)) for column in columns)]
        rule: dict[str, Any] = {"type": "formula", "criteria": formula(table, test, styles.language), "format": _style(styles, look)}
        if look in ("red", "amber", "pale", "soft"):
            rule["stop_if_true"] = True
        if len(spans) > 1:
            rule["multi_range"] = " ".join(spans)
        sheet.conditional_format(spans[0], rule)
