"""New contact data that a clerk confirmed on the sheet Debtors: from then on they are the debtor's, and the old ones are kept in words."""

from __future__ import annotations

from datetime import date

from pyaddin.ledger.book import Value
from pyaddin.ledger.rows import TypedRow
from pyaddin.rules.reason import phrase

PLACES = (("New email", "Email"), ("New phone", "Phone"), ("New address", "Address"))
"""The column in which new data wait, and the one that they are taken over into."""


def taken_over(row: TypedRow, as_of: date, language: str) -> dict[str, Value]:
    """The cells of a row of Debtors that change when ``New data confirmed`` says yes; empty when nothing waits or nothing is confirmed."""
    waiting = [(new, column) for new, column in PLACES if row.values[new]]
    if not waiting or row.values["New data confirmed"] != "yes":
        return {}
    values: dict[str, Value] = {"Address confirmed on": as_of}
    notes = [str(row.values["Notes"])] if row.values["Notes"] else []
    for new, column in waiting:
        values |= {column: str(row.values[new]), new: None}
        source = row.values["New data source"] or "-"
        notes.append(phrase("note old-data", what=column, old=str(row.values[column] or "-"), source=str(source)).says(language))
    return values | {"Notes": " ".join(notes)}
