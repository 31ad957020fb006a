"""The published calendars of the package ``holidays``: which countries have one, days off and working days of a year.

Loading the package loads all its countries, which takes longer than the rules on a small ledger; and a calendar changes only with a release of the
package. So each answer is remembered from one start of the program to the next (``pyaddin/remembered.py``).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from pyaddin import remembered

Parts = dict[str, list[str]]


def _answer(question: str, ask: Callable[[], Any]) -> Any:
    """What is remembered, else what the package says. Questions name countries and parts that it knows: their number has an end."""
    made_of = remembered.modules("holidays") + remembered.modules(__package__ or "")
    known = remembered.found(question, made_of)
    if known is None:
        known = json.dumps(ask()).encode("ascii")
        remembered.keep(question, made_of, known)
    return json.loads(known)


@cache
def countries(aliases: bool = False) -> Parts:
    """Every country that has a calendar (ISO 3166-1 alpha-2, with ``aliases`` also by other names: UK, USA), with the parts that have one of their own."""
    found: Parts = _answer(f"countries {aliases}", lambda: _package().list_supported_countries(include_aliases=aliases))
    return found


@cache
def days_off(country: str, part: str, year: int) -> frozenset[date]:
    """The holidays of a country, or of one of its parts; both must be among ``countries``."""

    def ask() -> list[str]:
        return sorted(day.isoformat() for day in _package().country_holidays(country, subdiv=part or None, years=year) if day.year == year)

    return frozenset(map(date.fromisoformat, _answer(f"days off {country} {part} {year}", ask)))


@cache
def working_days(country: str, part: str, year: int) -> str:
    """A character for each day of the year from 1 January: ``1`` on which people work."""

    def ask() -> str:
        asked, first = _package().country_holidays(country, subdiv=part or None), date(year, 1, 1).toordinal()
        days = range(first, date(year, 12, 31).toordinal() + 1)
        return "".join("1" if asked.is_working_day(date.fromordinal(day)) else "0" for day in days)

    return str(_answer(f"working days {country} {part} {year}", ask))


def _package() -> Any:
    import holidays

    return holidays
