"""What ties a merge: rows of each sheet and payments of each currency, before + added = after."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from pyaddin.ledger.book import AddRow
from pyaddin.records import dataclass
from pyaddin.tasks.merging import Plan
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.slice import payment_sums
from pyaddin.tasks.slicing import MERGED

ZERO = Decimal(0)
_BY_PROGRAM = ("Moves", "Adjustments", "Holds")
"""Sheets to which the program itself may add rows when it computes the merged cases again; they are counted apart."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Accepted rows by sheet and accepted payments by currency, at one moment."""

    rows: Mapping[str, int]
    payments: Mapping[str, Decimal]

    @classmethod
    def of(cls, opened: Opened) -> Counted:
        return cls({name: len(opened.typed.tables[name]) for name in MERGED}, {name: Decimal(text) for name, text in payment_sums(opened).items()})


def totals(opened: Opened, after: Opened, plan: Plan) -> dict[str, object]:
    """Before, added and after, and whether they tie. They do not where somebody else has changed rows between reading and writing."""
    before, later = Counted.of(opened), Counted.of(after)
    added = {name: sum(1 for edit in plan.edits if isinstance(edit, AddRow) and edit.table == name) for name in MERGED}
    by_program = {name: later.rows[name] - before.rows[name] - added[name] for name in MERGED}
    brought = _brought(opened, after, plan)
    currencies = sorted({*before.payments, *brought, *later.payments})
    tied = all(before.payments.get(name, ZERO) + brought.get(name, ZERO) == later.payments.get(name, ZERO) for name in currencies)
    tied = tied and not any(count for name, count in by_program.items() if name not in _BY_PROGRAM)
    rows = {
        name: {"before": before.rows[name], "added": added[name], "by_program": by_program[name], "after": later.rows[name]}
        for name in MERGED
        if later.rows[name]
    }
    payments = {
        name: {side: format(sums.get(name, ZERO), "f") for side, sums in (("before", before.payments), ("added", brought), ("after", later.payments))}
        for name in currencies
    }
    return {"rows": rows, "payments": payments, "tied": tied}


def _brought(opened: Opened, after: Opened, plan: Plan) -> dict[str, Decimal]:
    """Payments that the merge adds, by currency: new rows, and what a corrected amount makes more or less."""
    currency = {str(row.values["Case ID"]): str(row.values["Currency"]) for side in (opened, after) for row in side.typed.tables["Cases"]}
    known = {row.row: row.values for row in opened.typed.tables["Payments"]}
    brought: dict[str, Decimal] = {}
    for edit in plan.edits:
        if edit.table != "Payments":
            continue
        case: object
        if isinstance(edit, AddRow):
            case, more = edit.values["Case ID"], _amount(edit.values["Amount"])
        elif edit.column == "Amount":
            case, more = known[edit.row]["Case ID"], _amount(edit.new) - _amount(known[edit.row]["Amount"])
        else:
            continue
        name = currency[str(case)]
        brought[name] = brought.get(name, ZERO) + more
    return brought


def _amount(value: object) -> Decimal:
    return Decimal(str(value))
