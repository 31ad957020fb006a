"""The totals by which nobody loses money on the way: rows of every sheet, and sums per currency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from pyaddin.errors import Stop
from pyaddin.ledger.book import Cell
from pyaddin.ledger.of_debtor import text

Tally = dict[str, Decimal]
Rows = Iterable[tuple[str, Mapping[str, Cell]]]
_SUMS = (("Installments", "Principal"), ("Payments", "Amount"), ("Adjustments", "Amount"), ("Cases", "Outstanding"))


def tally(rows: Rows, currency_of: Mapping[str, str]) -> Tally:
    """``Payments`` -> number of rows, ``Payments Amount EUR`` -> their sum. Write-offs are summed by themselves, too."""
    found: Tally = defaultdict(Decimal)
    for table, cells in rows:
        found[table] += 1
        for name, column in _SUMS:
            cell = cells.get(column)
            if name == table and isinstance(cell, int | float) and not isinstance(cell, bool):
                amount = Decimal(repr(cell))
                currency = currency_of.get(text(cells.get("Case ID")), "?")
                found[f"{table} {column} {currency}"] += amount
                if table == "Adjustments" and text(cells.get("Kind")) == "write-off":
                    found[f"write-off {currency}"] += amount
    return dict(found)


def require_tied(before: Tally, after: Tally, moved: Tally) -> None:
    """Raises ``Stop`` X-VERIFY naming the first figure for which before is not after + moved."""
    for name in sorted({*before, *after, *moved}):
        parts = after.get(name, Decimal(0)) + moved.get(name, Decimal(0))
        if before.get(name, Decimal(0)) != parts:
            raise Stop("X-VERIFY", f"{name}: {before.get(name, Decimal(0))} before, {parts} after and moved")


def lines(before: Tally, after: Tally, moved: Tally) -> list[dict[str, str]]:
    """What of it is told: only figures that move."""
    return [
        {"figure": name, "before": f"{before.get(name, Decimal(0)):f}", "after": f"{after.get(name, Decimal(0)):f}", "moved": f"{moved[name]:f}"}
        for name in sorted(moved)
        if moved[name]
    ]
