"""What people changed between two looks of the program that is not theirs to change: computed and paid amounts, rows that stay, what has been sent.

Typing facts is a clerk's work and is only recorded. A table says what is more than that; everything else passes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pyaddin.errors import Fault
from pyaddin.history.audit_lines import Change
from pyaddin.history.audit_rows import cells, key_of
from pyaddin.ledger.schema import TABLES, by_program

RowOf = Callable[[str, str], Mapping[str, str]]
"""(sheet, name of the row) -> its filled cells as the ledger has them now."""

STAYS = frozenset({"Adjustments", "Moves", "Contacts", "Runs", "Payments"})
"""Nothing is ever deleted from these: what was wrong gets a date in Reversed on, or a row that says so."""
SEALED: Mapping[str, frozenset[str]] = {
    "Payments": frozenset({"Case ID", "Value date", "Amount"}),
    "Adjustments": frozenset({"Case ID", "On", "Kind", "Component", "Amount"}),
}
"""Typed cells of rows that count as soon as they are there: a wrong one is reversed and entered again."""
_OF_A_MESSAGE = frozenset({"Case ID", "Debtor ID", "At", "Channel", "Direction", "Message ID"})
"""Cells of a row of Contacts that tells of the program's own message."""
_HAS_LEFT = frozenset({"ssent", "sfailed", "sunknown", "sdelivered", "sposted"})
_LATER = frozenset({"sdelivered", "sbounced", "sposted"})
"""What may become of a message that was sent."""
_OWN_WORD = frozenset({"swithdrawn", "ssuperseded"})
"""A promise's Status that a clerk types (domain rule R23)."""


def faults_of(changes: Iterable[Change], row_of: RowOf, shown: Callable[[str], str]) -> list[Fault]:
    """One W-HAND for each change that is not a clerk's, with the old value and the new one. ``shown`` makes a cell's text readable."""
    return [_fault(change, shown) for change in changes if change.sheet in TABLES and _is_finding(change, row_of)]


def _is_finding(change: Change, row_of: RowOf) -> bool:
    table = TABLES[change.sheet]
    if not change.column:
        return bool(change.old) and change.sheet in STAYS or table.kind == "log"
    column = next((column for column in table.columns if column.name == change.column), None)
    if column is None:
        return False
    if by_program(table, column):
        return not ((change.sheet, change.column) == ("Promises", "Status") and change.new in _OWN_WORD)
    if change.sheet == "Contacts":
        return bool(row_of(change.sheet, change.key).get("Key")) and _of_a_message(change)
    if change.column == "Reversed on":
        return bool(change.old) and change.sheet in SEALED
    return change.column in SEALED.get(change.sheet, ())


def _of_a_message(change: Change) -> bool:
    if change.column == "Result":
        return change.old in _HAS_LEFT and change.new not in _LATER
    return change.column in _OF_A_MESSAGE


def _fault(change: Change, shown: Callable[[str], str]) -> Fault:
    key = key_of(change.key)
    if change.column:
        found = f"{key}: {shown(change.old) or '-'} -> {shown(change.new) or '-'}"
        return Fault("W-HAND", change.sheet, None, change.column, found, "", _owner(change, {}))
    row = cells(change.old or change.new)
    words = ", ".join(f"{name} {shown(row[name])}" for name in TABLES[change.sheet].headers if name in row)[:300]
    return Fault("W-HAND", change.sheet, None, "", f"{key}: {words} -> -" if change.old else f"{key}: - -> {words}", "", _owner(change, row))


def _owner(change: Change, row: Mapping[str, str]) -> str:
    """The case that the change concerns, as far as the line itself says so."""
    if change.sheet in ("Cases", "Installments", "Moves"):
        return key_of(change.key).split("|")[0]
    return row.get("Case ID", "")[1:]
