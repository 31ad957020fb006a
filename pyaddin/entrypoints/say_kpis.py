"""The KPIs as lines for the desk."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from pyaddin.entrypoints.line import plain, rows_of, table
from pyaddin.rules.month_end import LINES

_MATRIX = ("roll", "fate", "cash")
"""Figures of which there are hundreds: --json and the sheet Figures have them."""


def _value(row: Mapping[str, object]) -> str:
    """A share as percent, anything else as the number it is; a dash where there is none."""
    value = row.get("value")
    if value is None:
        return "–"
    number = Decimal(str(value))
    return f"{number * 100:.1f} %" if row.get("unit") == "share" else f"{number:,.2f}" if number != number.to_integral_value() else f"{number:,.0f}"


def kpis(data: Mapping[str, object]) -> list[str]:
    """A line per figure: what it is, its value, and numerator / denominator; then the rows that were asked for."""
    lines = [f"After {data['since']} up to {data['until']}:"]
    shown = [row for row in rows_of(data, "kpis") if row.get("id") not in _MATRIX]
    body = [
        (plain(row.get("name")), row.get("variant"), row.get("currency"), _value(row), f"{row.get('numerator')} / {row.get('denominator')}")
        if row.get("denominator") is not None
        else (plain(row.get("name")), row.get("variant"), row.get("currency"), _value(row), "")
        for row in shown
    ]
    lines += table(body, ("Figure", "By", "Cur", "Value", "Made of"))
    rows = rows_of(data, "rows")
    if rows:
        lines += table(
            ([row.get("table"), plain(row.get("key")), plain(row.get("case_id")), "yes" if row.get("counted") else "", row.get("amount")] for row in rows),
            ("Table", "Key", "Case", "Counted", "Amount"),
        )
    notes = data.get("notes")
    return lines + [f"Note: {plain(note, 300)}" for note in (notes if isinstance(notes, list) else [])]


def report(data: Mapping[str, object]) -> list[str]:
    """Where the report lies; of a month its lines from opening to closing, and what was entered since it was closed."""
    files, notes, lines = data["files"], data.get("notes"), data.get("lines")
    said = [f"Made {plain(file, 300)}" for file in (files if isinstance(files, list) else [])]
    if isinstance(lines, Mapping):
        currencies = list(lines)
        rows = [[name, *(lines[currency].get(name) for currency in currencies)] for name in (*LINES, "recovered")] if currencies else []
        closed = data.get("closed")
        state = f"closed by {plain(closed.get('by'))}" if isinstance(closed, Mapping) else "not closed yet"
        said += [f"{data['month']}, {state}:", *table(rows, ("Line", *currencies))]
        since = data.get("since_close")
        said += [f"Entered since the close: {amount} {currency}" for currency, amount in (since.items() if isinstance(since, Mapping) else ())]
    return said + [f"Note: {plain(note, 300)}" for note in (notes if isinstance(notes, list) else [])]
