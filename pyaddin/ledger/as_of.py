"""The ledger's facts as of a past day: what is dated later is left out, so that a figure of that day does not know what came after it.

This is the day of the facts, not the day on which they were typed: a payment of March that was entered in May counts in March. What the office knew
on that day is the audit chain's to say (``tasks.past``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo

from pyaddin.ledger.rows import TypedLedger, TypedRow

_BEGINS: Mapping[str, str] = {
    "Cases": "Opened on", "Payments": "Value date", "Adjustments": "On", "Plans": "Proposed on", "Promises": "Made on", "Contacts": "At", "Holds": "Start",
    "Budgets": "Taken on", "Moves": "As of", "Runs": "As of",
}  # fmt: skip
"""The day from which on a row is there."""
_LATER: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "Cases": {"Outcome on": ("Outcome", "Outcome on", "Approved by", "Outcome by")},
    "Debtors": {"Address confirmed on": ("Address confirmed on",), "Address changed on": ("Address changed on",)},
    "Installments": {"Flagged on": ("Flagged on", "Status", "Paid", "Paid on")},
    "Payments": {"Reversed on": ("Reversed on",)},
    "Adjustments": {"Reversed on": ("Reversed on",)},
    "Plans": {"Debtor signed on": ("Debtor signed on",), "Creditor signed on": ("Creditor signed on",)},
    "Promises": {"Judged on": ("Judged on", "Status")},
    "Legal": {
        name: (name,)
        for name in ("Asked on", "Advice on", "Final demand delivered on", "Filed on", "Limitation restarted on")
    } | {"Judgment on": ("Judgment on", "Judgment amount")},
}
"""What was entered into a row later: a date, and the cells that are blank before it."""
_JUDGED = frozenset({"kept", "broken", "superseded"})
"""What became of a signed plan; each run judges it anew from the facts of its day."""


def as_of_day(typed: TypedLedger, day: date, zone: tzinfo) -> TypedLedger:
    """The rows that were there on the day, as they stood on it; the same ledger where nothing is dated later. ``zone``: the office's, for instants."""
    tables: dict[str, tuple[TypedRow, ...]] = {name: tuple(_rows(name, rows, day, zone)) for name, rows in typed.tables.items()}
    cases = {row.values["Case ID"] for row in typed.tables["Cases"]} - {row.values["Case ID"] for row in tables["Cases"]}
    plans = {row.values["Plan ID"] for row in typed.tables["Plans"]} - {row.values["Plan ID"] for row in tables["Plans"]}
    if cases or plans:
        tables = {
            name: tuple(row for row in rows if row.values.get("Case ID") not in cases and (row.values.get("Plan ID") or "") not in plans)
            for name, rows in tables.items()
        }
    tables["Promises"] = tuple(_reopened(tables["Promises"]))
    return typed if tables == typed.tables else replace(typed, tables=tables, made={})


def _rows(name: str, rows: Sequence[TypedRow], day: date, zone: tzinfo) -> Iterator[TypedRow]:
    begins, later = _BEGINS.get(name), _LATER.get(name, {})
    for row in rows:
        start = _day(row.values.get(begins), zone) if begins else None
        if start is not None and start > day:
            continue
        blank = [column for dated, columns in later.items() if (on := _day(row.values.get(dated), zone)) is not None and on > day for column in columns]
        values = {**row.values, **dict.fromkeys(blank)} if blank else row.values
        yield replace(row, values=_plan(values)) if name == "Plans" else row if not blank else replace(row, values=values)


def _plan(values: Mapping[str, object]) -> Mapping[str, object]:
    """A plan that was not signed yet was proposed; one that was signed is judged by the facts of the day."""
    signed = values["Debtor signed on"] is not None and values["Creditor signed on"] is not None
    if values["Status"] in _JUDGED | {"signed"}:
        state = "signed" if signed else "proposed"
        return values if state == values["Status"] else {**values, "Status": state}
    return values


def _reopened(rows: tuple[TypedRow, ...]) -> Iterator[TypedRow]:
    """A promise that a later one superseded is open as long as that one was not made."""
    last: dict[object, date] = {}
    for row in rows:
        made = row.values["Made on"]
        if isinstance(made, date):
            last[row.values["Case ID"]] = max(made, last.get(row.values["Case ID"], made))
    for row in rows:
        open_again = row.values["Status"] == "superseded" and row.values["Made on"] == last.get(row.values["Case ID"])
        yield replace(row, values={**row.values, "Status": None}) if open_again else row


def _day(value: object, zone: tzinfo) -> date | None:
    if isinstance(value, datetime):
        return value.astimezone(zone).date() if value.tzinfo else value.date()
    return value if isinstance(value, date) else None
