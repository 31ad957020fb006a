"""Working days by country: published holidays, make-up workdays of China, and the ledger's own Holidays sheet, which wins (R20, R23)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from pyaddin.policy import published

NO_OVERRIDES: Mapping[date, bool] = {}
_SUBDIVISION = {"GB": "ENG"}
"""A country whose common list leaves out days off that most of its people have: the part that is meant instead."""


def _weekdays(day: date) -> bool:
    return day.weekday() < 5


class Calendar:
    """Working days of one country.

    ``warnings`` grows as days are asked for: each country or year without published data is told once, and its Mondays to Fridays count as
    working days. National holidays only: a day off in one state or province belongs on the Holidays sheet.
    """

    def __init__(self, country: str, overrides: Mapping[date, bool] = NO_OVERRIDES) -> None:
        self.country = country.strip().upper()
        self._overrides = dict(overrides)
        self._warnings: dict[str, None] = {}
        self._known: dict[date, bool] = {}
        self._published = self._source()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What had to be guessed so far, in words for a clerk."""
        return tuple(self._warnings)

    def is_working(self, day: date) -> bool:
        """Whether people work on this day: the Holidays sheet first, then the published calendar, else Monday to Friday."""
        if day in self._overrides:
            return self._overrides[day]
        if day not in self._known:
            self._known[day] = self._published(day)
        return self._known[day]

    def _source(self) -> Callable[[date], bool]:
        if self.country == "CN":
            return self._china
        if not self.country:
            return self._unknown()
        return self._listed if self.country in published.countries(aliases=True) else self._unknown()

    def _listed(self, day: date) -> bool:
        return published.working_days(self.country, _SUBDIVISION.get(self.country, ""), day.year)[day.timetuple().tm_yday - 1] == "1"

    def _unknown(self) -> Callable[[date], bool]:
        self._warn(f"No holiday calendar for country {self.country or '(blank)'}; Monday to Friday count as working days.")
        return _weekdays

    def _china(self, day: date) -> bool:
        import chinese_calendar

        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError:
            self._warn(f"No published working days of China for {day.year}; Monday to Friday count as working days.")
            return _weekdays(day)

    def _warn(self, text: str) -> None:
        self._warnings[text] = None


def working_calendar(country: str, overrides: Mapping[date, bool] = NO_OVERRIDES) -> Calendar:
    """The calendar of an ISO 3166-1 country; ``overrides`` = rows of the Holidays sheet (date -> working)."""
    return Calendar(country, overrides)
