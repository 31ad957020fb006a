"""Rows of the ledger found by what stands in them: the search is made once for a ledger, however many messages ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, cast

from pyaddin.correspondence.entry import Entry
from pyaddin.ledger.book import Cell, SetCell, Value
from pyaddin.ledger.rows import TypedRow, column_of
from pyaddin.tasks.opening import Opened

_OF_MESSAGES, _BY_NUMBER = "places of messages in Contacts", "places of Excel rows in Contacts"


def of_message(opened: Opened, entry: Entry) -> list[TypedRow]:
    """The rows of Contacts that were written for this message, in the order of the sheet: they show one of its keys, and its Message-ID."""
    made, rows = opened.typed.made, opened.typed.tables["Contacts"]
    if _OF_MESSAGES not in made:
        places: dict[tuple[object, object], list[int]] = defaultdict(list)
        for place, (key, message_id) in enumerate(zip(column_of(rows, "Key"), column_of(rows, "Message ID"), strict=True)):
            if key and message_id:
                places[key, message_id].append(place)
        made[_OF_MESSAGES] = dict(places)
    found = cast("dict[tuple[object, object], list[int]]", made[_OF_MESSAGES])
    return [rows[place] for place in sorted({place for key, _ in entry.keys for place in found.get((key, entry.message_id), ())})]


def contact_cells(opened: Opened, number: int) -> Mapping[str, Cell]:
    """The cells of one Excel row of Contacts as they were read."""
    made, raw = opened.typed.made, opened.raw.tables["Contacts"]
    if _BY_NUMBER not in made:
        made[_BY_NUMBER] = dict(zip(raw.numbers, range(len(raw.rows)), strict=True))
    return raw.rows[cast("dict[int, int]", made[_BY_NUMBER])[number]][1]


def contact_edits(opened: Opened, number: int, contact_id: str, values: Mapping[str, Value], why: str) -> list[SetCell]:
    """Set these cells of one Excel row of Contacts."""
    cells = contact_cells(opened, number)
    return [SetCell("Contacts", number, contact_id, name, cells.get(name), value, why) for name, value in values.items()]


def named(opened: Opened, table: str, column: str, key: str) -> Mapping[str, Any]:
    """The first row of a sheet with this value in a column; empty when there is none."""
    made, rows = opened.typed.made, opened.typed.tables[table]
    name = f"places of {table} by {column}"
    if name not in made:
        values = list(map(str, column_of(rows, column)))
        made[name] = dict(zip(reversed(values), range(len(values) - 1, -1, -1), strict=True))
    place = cast("dict[str, int]", made[name]).get(key)
    return {} if place is None else rows[place].values
