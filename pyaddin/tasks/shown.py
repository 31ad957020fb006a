"""Typed values of a ledger row as an answer carries them: money as text to the cent, days as ISO dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from pyaddin.ledger.cells import instant_text
from pyaddin.ledger.columns import Type
from pyaddin.ledger.schema import EVERY_TABLE
from pyaddin.rules.money import NotMoney, UnknownCurrency, money_text


def shown(table: str, column: str, value: object, currency: str) -> object:
    """One value; a rate keeps its own decimals, an amount has those of its currency."""
    if isinstance(value, Decimal):
        if EVERY_TABLE[table].column(column).type is Type.MONEY:
            try:
                return money_text(value, currency)
            except (NotMoney, UnknownCurrency):  # an old value of another currency is shown as it stands
                return f"{value:f}"
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return ", ".join(value) if isinstance(value, tuple) else value


def shown_row(table: str, values: Mapping[str, object], currency: str) -> dict[str, object]:
    """The filled cells of a row."""
    return {column: shown(table, column, value, currency) for column, value in values.items() if value not in (None, ())}
