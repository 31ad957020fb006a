"""Lines that the ledger can hold: with a currency that is one, a day and an amount within its limits; any other is refused by itself."""

from __future__ import annotations

from dataclasses import replace

from pyaddin.errors import Fault
from pyaddin.ledger.cells import LARGEST_AMOUNT
from pyaddin.ledger.day_text import FIRST_DAY, LAST_DAY
from pyaddin.ledger.imports.statements.lines import BankLine, Statement, to_the_cent
from pyaddin.rules.money import UnknownCurrency, cent


def lacks_currency(statement: Statement) -> bool:
    """Whether a line of it says no currency, so that the clerk must."""
    return any(not line.currency for line in statement.lines)


def keep_sound(statement: Statement, name: str, currency: str) -> None:
    """Fills in the currency where none is said, takes out lines of nothing, and moves those that cannot be held to the faults."""
    kept: list[BankLine] = []
    for line in statement.lines:
        if not line.currency and currency:
            line = replace(line, currency=currency, amount=to_the_cent(line.amount, currency))
        fault = _wrong(line, name)
        if fault is not None:
            statement.faults.append(fault)
        elif line.amount:
            kept.append(line)
    statement.lines = kept


def _wrong(line: BankLine, name: str) -> Fault | None:
    try:
        unit = cent(line.currency)
    except UnknownCurrency:
        return Fault("E-TEXT", name, line.number, "Currency", line.currency, "Three letters, ISO 4217: CNY, TWD, USD, EUR ...")
    if not FIRST_DAY <= line.value_date <= LAST_DAY:
        return Fault("E-DATE", name, line.number, "Value date", line.value_date.isoformat())
    if abs(line.amount) >= LARGEST_AMOUNT:
        return Fault("E-AMOUNT", name, line.number, "Amount", f"{line.amount:f}", "The amount is too large for one debt.")
    if line.amount.quantize(unit) != line.amount:
        return Fault("E-AMOUNT", name, line.number, "Amount", f"{line.amount:f}")
    return None
