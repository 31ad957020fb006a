"""``schedule``: an installment schedule from a few figures, without a ledger."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pyaddin.errors import Stop
from pyaddin.policy.calendars import Calendar, working_calendar
from pyaddin.rules.money import NotMoney, exact, minor_digits, money_text
from pyaddin.rules.plan import Schedule, schedule
from pyaddin.tasks.outcome import Outcome

_CURRENCY = "USD"
"""The command names no currency: amounts have two decimals."""

_YEARS = range(1990, 2101)


def run(
    *,
    total: Decimal,
    count: int | None,
    amount: Decimal | None,
    first_due: date,
    frequency: str,
    start: date | None = None,
    rate: Decimal | None = None,
    day_count: str = "act/365",
    method: str = "annuity",
    working_day: str | None = None,
    holidays: str | None = None,
    round_payment: str = "cent",
    round_interest: str = "cent",
) -> Outcome:
    """The schedule as the command contract has it.

    Without ``working_day`` dates stay as they fall, or move to the next working day (R20) where a calendar is named;
    ``warnings`` tells what the calendar had to guess.

    Raises ``Stop``: X-OPTION for figures that cannot be used, X-SCHEDULE when no schedule fits them.
    """
    for name, day in (("first-due", first_due), ("start", start)):
        if day is not None and day.year not in _YEARS:
            raise Stop("X-OPTION", f"{name} = {day.isoformat()}; a date between 1990 and 2100 is needed")
    calendar = _calendar(holidays)
    mode = working_day or ("next" if holidays else "same")
    made = schedule(
        _money("total", total),
        count=count,
        amount=None if amount is None else _money("amount", amount),
        first_due=first_due,
        frequency=frequency,
        start=start,
        rate=rate,
        day_count=day_count,
        method=method,
        roll_mode=mode,
        is_working=calendar.is_working,
        round_payment=round_payment,
        round_interest=round_interest,
    )
    guessed = list(calendar.warnings) if mode != "same" else []
    return Outcome("schedule", _answer(made) | ({"warnings": guessed} if guessed else {}))


def _calendar(country: str | None) -> Calendar:
    """The named country's working days; Monday to Friday without a name."""
    code = (country or "").strip()
    if code and not (len(code) == 2 and code.isascii() and code.isalpha()):
        raise Stop("X-OPTION", f"holidays = {country}; a two-letter country code such as CN is needed")
    return working_calendar(code)


def _money(name: str, value: Decimal) -> Decimal:
    try:
        return exact(value, _CURRENCY)
    except NotMoney as reason:
        raise Stop("X-OPTION", f"{name}: {reason}; at most {minor_digits(_CURRENCY)} decimals") from None


def _answer(made: Schedule) -> dict[str, object]:
    return {
        "installments": [
            {
                "no": row.no,
                "due_on": row.due_on.isoformat(),
                "principal": _text(row.principal),
                "interest": _text(row.interest),
                "payment": _text(row.payment),
                "balance": _text(row.balance),
            }
            for row in made.rows
        ],
        "totals": {
            "principal": _text(made.totals.principal),
            "interest": _text(made.totals.interest),
            "payment": _text(made.totals.payment),
            "count": made.totals.count,
        },
    }


def _text(amount: Decimal) -> str:
    return money_text(amount, _CURRENCY)
