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


def simulate(data: Mapping[str, object]) -> list[str]:
    """A line a week of each play, the totals, and where the page lies."""
    lines = ["A play under assumptions, not a forecast; the ledger was not touched."]
    changed = data.get("changed")
    for title, played in (("As the policy is:", data), ("Changed:", changed)):
        if isinstance(played, Mapping):
            rows = rows_of(played, "weeks")
            currencies = sorted({currency for row in rows for currency in _amounts(row)})
            counts = ("as_of", "sent", "queued", "blocked", "past_due")
            body = [(*(row[name] for name in counts), *(_amounts(row).get(currency, "") for currency in currencies)) for row in rows]
            lines += [title, *table(body, ("Run of", "Sent", "To people", "Not sent", "Past due", *(f"Expected {currency}" for currency in currencies)))]
    files = data.get("files")
    return lines + [f"Made {plain(file, 300)}" for file in (files if isinstance(files, list) else [])]


def _amounts(row: Mapping[str, object]) -> Mapping[str, object]:
    found = row.get("expected")
    return found if isinstance(found, Mapping) else {}
