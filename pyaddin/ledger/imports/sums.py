"""The money of a list accounted for: what each column holds, what of it was taken and what refused, and whether the list's own totals agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from pyaddin.errors import Fault
from pyaddin.ledger.imports.records import Bundle, Records
from pyaddin.records import dataclass

ZERO = Decimal(0)
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class ColumnSum:
    """One money column of a sheet: ``listed`` = ``taken`` + ``refused``, to the cent."""

    sheet: str
    column: str
    field: str
    listed: Decimal
    taken: Decimal
    refused: Decimal


def column_sums(records: Records, is_taken: Callable[[Bundle], bool]) -> list[ColumnSum]:
    """Every money column that is read."""
    sums = []
    for use in records.layout.uses:
        amounts = [(bundle, bundle.money[use.key]) for bundle in records.bundles if use.key in bundle.money]
        if use.field and amounts:
            taken = sum((amount for bundle, amount in amounts if is_taken(bundle)), ZERO)
            listed = sum((amount for _, amount in amounts), ZERO)
            sums.append(ColumnSum(records.layout.grid.name, use.header, use.field, listed, taken, listed - taken))
    return sums


def total_faults(records: Records, is_taken: Callable[[Bundle], bool]) -> list[Fault]:
    """A finding for every total of the list that is not what its rows add up to, or not all of which was taken."""
    found: list[Fault] = []
    names = {use.key: use.header for use in records.layout.uses}
    for total in records.totals:
        rows = [bundle for bundle in records.bundles if total.since < bundle.row < total.row]
        for key, stated in total.stated.items():
            listed, taken = _sum(rows, key), _sum([bundle for bundle in rows if is_taken(bundle)], key)
            words = []
            if listed != stated:
                words.append(f"The rows above add up to {figure(listed)}; the difference is {figure(stated - listed)}. Find it before you rely on the import.")
            if taken != listed:
                words.append(f"{figure(taken)} of it was taken, {figure(listed - taken)} refused.")
            if words:
                found.append(Fault("W-TOTAL", total.sheet, total.row, names[key], f"{figure(stated)}", " ".join(words)))
    return found


def figure(amount: Decimal) -> str:
    """An amount without the zeros that only the reading of an unknown currency gave it: cents at least."""
    in_cents = amount.quantize(CENT)
    exponent = amount.as_tuple().exponent
    return f"{in_cents if amount == in_cents and isinstance(exponent, int) and exponent < -2 else amount:f}"


def _sum(bundles: Sequence[Bundle], key: str) -> Decimal:
    return sum((bundle.money[key] for bundle in bundles if key in bundle.money), ZERO)
