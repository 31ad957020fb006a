"""Slices of a ledger: which debtors go to which clerk, what is remembered of every row as cut, and the hold that keeps the origin still meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal

from pyaddin.labels import folded
from pyaddin.ledger.book import AddRow, Cell, SetCell, Value
from pyaddin.ledger.cells import instant_text
from pyaddin.ledger.rows import TypedLedger, TypedRow, key_of
from pyaddin.ledger.schema import EVERY_TABLE
from pyaddin.ledger.snapshot import shared_faults
from pyaddin.records import dataclass
from pyaddin.tasks.entries import Numbers
from pyaddin.tasks.opening import Opened

CUT = ("Debtors", "Cases", "Plans", "Installments", "Payments", "Adjustments", "Promises", "Contacts", "Holds", "Budgets", "Legal", "Moves")
"""The sheets whose rows go along with a debtor, parents before what hangs on them."""
MERGED = (*CUT, "Bank", "Runs")
"""The sheets of which new and changed rows come back. Bank statements stay in the origin; those that a clerk imported into the slice come back."""
SLICE = "S-"
"""How the id of a slice begins."""
HOLD, MARK = "DATA", "slice "
"""The hold on a debtor who is out: nothing passes it, service messages included, and ``hold --lift`` refuses it. Its By names the slice."""
CHAIN = "Audit head"
"""The column of Runs that names an entry of the audit chain beside the ledger. Every ledger has a chain of its own: what it names stays with that ledger."""
_ADDRESSES = ("Email", "Phone")


def canonical(value: object) -> str:
    """A typed value as the text by which rows are compared: the same however a program writes the cell."""
    if value is None or value == ():
        return ""
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, Decimal | float):
        number = Decimal(str(value))
        return format(number.normalize() if number else Decimal(0), "f")
    return str(value)


def stored(value: object) -> Value:
    """A typed value as a cell takes it."""
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value) or None
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, str | int | Decimal | date) or value is None:
        return value
    return Decimal(str(value))


def facts(row: TypedRow) -> dict[str, str]:
    """The filled cells of a row as text."""
    return {name: text for name, value in row.values.items() if (text := canonical(value))}


def is_mark(row: TypedRow) -> bool:
    """Whether the row is the hold of a slice: it belongs to the ledger in which it stands and never travels."""
    return row.table == "Holds" and row.values["Type"] == HOLD and str(row.values["By"] or "").startswith(MARK)


def made_in_slice(run: Mapping[str, object]) -> bool:
    """Whether a row of Runs came back with a slice: its audit chain and its snapshot lie beside that one."""
    return str(run[CHAIN] or "").startswith(SLICE)


@dataclass(frozen=True, slots=True)
class Share:
    """Who goes to one clerk: debtors with all their cases, and debtors of whom the clerk has a case but who stay, with the reason."""

    debtors: frozenset[str]
    cases: frozenset[str]
    left_out: tuple[tuple[str, str], ...]


def share_of(opened: Opened, owner: str, waiting: Collection[str]) -> Share:
    """The debtors whose heaviest case is this owner's. A debtor is never in two slices: two clerks would double the lawful number of contacts.

    Left out, with a reason: who is out already, who is mostly another owner's, who has refused rows or shares an address unsettled (the slice could not
    see the other one), and who has a message ``waiting`` in the outbox (debtor ids).
    """
    cases: dict[str, list[TypedRow]] = {}
    for row in opened.typed.tables["Cases"]:
        cases.setdefault(str(row.values["Debtor ID"]), []).append(row)
    wanted = {debtor for debtor, rows in cases.items() if any(folded(str(row.values["Owner"] or "")) == folded(owner) for row in rows)}
    debtor_of = {str(row.values["Case ID"]): debtor for debtor, rows in cases.items() for row in rows}
    refused = {name for row in opened.typed.refused for name in (row.owner_debtor, debtor_of.get(row.owner_case, "")) if name}
    shared = {fault.owner for fault in shared_faults(opened.typed, opened.typed.beyond)}
    out = {str(row.values["Applies to"]): str(row.values["By"]) for row in opened.typed.tables["Holds"] if is_mark(row) and row.values["End"] is None}
    left: list[tuple[str, str]] = []
    for debtor in sorted(wanted):
        heaviest = str(max(cases[debtor], key=_weight).values["Owner"] or "")
        reason = ""
        if debtor in out:
            reason = f"out already with {out[debtor]}"
        elif folded(heaviest) != folded(owner):
            reason = f"the heaviest case is of {heaviest or 'nobody'}: all cases of a debtor go together"
        elif debtor in refused:
            reason = "a row was refused: correct it first (check names it)"
        elif debtor in shared:
            reason = "shares an email or phone with another debtor: settle that first"
        elif debtor in waiting:
            reason = "a message waits in the outbox: send, cancel or resolve it first"
        if reason:
            left.append((debtor, reason))
    mine = frozenset(wanted - {debtor for debtor, _ in left})
    return Share(mine, frozenset(str(row.values["Case ID"]) for debtor in mine for row in cases[debtor]), tuple(left))


def _weight(row: TypedRow) -> tuple[Decimal, int, str]:
    """What is outstanding, then the points of the queue; of two alike the one whose id comes first."""
    outstanding, points = row.values["Outstanding"], row.values["Priority"]
    inverse = "".join(chr(0x10FFFF - ord(letter)) for letter in str(row.values["Case ID"]))
    return (outstanding if isinstance(outstanding, Decimal) else Decimal(0), points if isinstance(points, int) else 0, inverse)


def rows_of(typed: TypedLedger, share: Share) -> dict[str, list[TypedRow]]:
    """Every row about these debtors, sheet by sheet, holds of their addresses included, and all runs: a slice knows up to which day it was worked."""
    ids = share.debtors | share.cases
    people = [row.values for row in typed.tables["Debtors"] if row.values["Debtor ID"] in share.debtors]
    places = {folded(str(values[name])) for values in people for name in _ADDRESSES if values[name]}
    found: dict[str, list[TypedRow]] = {name: [] for name in CUT}
    for name in CUT:
        for row in typed.tables[name]:
            values = row.values
            if name == "Holds":
                target = str(values["Applies to"])
                mine = folded(target) in places if values["Scope"] == "address" else target in ids
            else:
                mine = values.get("Case ID") in share.cases if "Case ID" in values else values.get("Debtor ID") in share.debtors
            if mine and not is_mark(row):
                found[name].append(row)
    return {**found, "Runs": list(typed.tables["Runs"])}


def remembered(rows: Mapping[str, Iterable[TypedRow]]) -> dict[str, dict[str, list[object]]]:
    """What a slice is compared with when it comes back: sheet -> key in the slice -> [key in the origin, cells]."""
    return {name: {key_of(row): [key_of(row), facts(row)] for row in found} for name, found in rows.items()}


def held(opened: Opened, debtors: Collection[str], slice_id: str, reason: str) -> Iterator[AddRow | SetCell]:
    """The holds by which a ledger does nothing to these debtors. One of an earlier slice that still covers the day is opened again: two would overlap."""
    numbers, raw = Numbers(opened.typed), dict(opened.raw.tables["Holds"].rows)
    earlier = {
        str(row.values["Applies to"]): row
        for row in opened.typed.tables["Holds"]
        if row.values["Type"] == HOLD and row.values["Scope"] == "debtor" and not (isinstance(end := row.values["End"], date) and end < opened.as_of)
    }
    for debtor in sorted(debtors):
        row = earlier.get(debtor)
        if row is None:
            key = numbers.take("Holds")
            values: dict[str, Value] = {
                "Hold ID": key, "Scope": "debtor", "Applies to": debtor, "Type": HOLD, "Start": opened.as_of, "Reason": reason, "By": MARK + slice_id,
            }  # fmt: skip
            yield AddRow("Holds", key, values, reason)
        else:
            yield from changed(raw, row, {"End": None, "Reason": reason, "By": MARK + slice_id}, reason)


def changed(raw: Mapping[int, Mapping[str, Cell]], row: TypedRow, values: Mapping[str, Value], why: str) -> Iterator[SetCell]:
    """The cells of a row that are not yet so. ``raw``: the cells of its sheet by row, made once for many rows."""
    for name, new in values.items():
        if canonical(row.values[name]) != canonical(new):
            yield SetCell(row.table, row.row, key_of(row), name, raw[row.row].get(name), new, why)


def computed(table: str, column: str) -> bool:
    """Whether the program writes this column."""
    return EVERY_TABLE[table].column(column).computed
