"""Public holidays as the contact gate needs them: yes, no, or not known; a guess is never an answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pyaddin.policy import published, zones

_GREAT_BRITAIN = ("ENG", "WLS", "SCT", "NIR")
_ANNOUNCED_UNTIL = 2026
"""Later years of the package ``holidays`` (0.109) are computed, without days announced since."""

NO_SHEET: Mapping[str, Mapping[date, bool]] = {}


class PublicHolidays:
    """The calendars of the gate. ``sheet``: country -> date -> working, the rows of the ledger's Holidays sheet, which win."""

    def __init__(self, sheet: Mapping[str, Mapping[date, bool]] = NO_SHEET) -> None:
        self._sheet = {country.upper(): dict(days) for country, days in sheet.items()}
        self._years: dict[tuple[str, str, int], frozenset[date] | None] = {}

    @property
    def tzdata_version(self) -> str:
        """The release of the pinned time zone data."""
        return zones.tzdata_version()

    def countries_of(self, zone: str) -> tuple[str, ...]:
        """The countries in which a zone is kept."""
        return zones.countries_of(zone)

    def day_off(self, country: str, region: str, day: date) -> bool | None:
        """Whether the date is a public holiday there; ``None`` when no calendar of that country and year is published.

        Without a region a holiday of any part of the United Kingdom counts; other countries answer for the whole country.
        """
        code = country.strip().upper()
        written = self._sheet.get(code, {}).get(day)
        if written is not None:
            return not written
        key = (code, region.strip().upper(), day.year)
        if key not in self._years:
            self._years[key] = _year(*key)
        days = self._years[key]
        return None if days is None else day in days

    def official(self, country: str, year: int) -> bool:
        """Whether that year's holidays were announced; China's are only known when they are."""
        return country.strip().upper() == "CN" or year <= _ANNOUNCED_UNTIL


def _year(country: str, region: str, year: int) -> frozenset[date] | None:
    if country == "CN":
        return _china(year)
    known = published.countries()
    if country not in known or not 1990 <= year <= 2100:
        return None
    part = region.removeprefix(f"{country}-")
    parts: tuple[str, ...] = (part,) if part in known[country] else ("",)
    if country == "GB" and parts == ("",):
        parts = _GREAT_BRITAIN
    return frozenset().union(*(published.days_off(country, name, year) for name in parts))


def _china(year: int) -> frozenset[date] | None:
    """Public holidays and the days bridged to them; weekends that are only weekends are not among them."""
    import chinese_calendar

    first, last = date(year, 1, 1), date(year, 12, 31)
    try:
        days = [date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]
        details = [(day, *chinese_calendar.get_holiday_detail(day)) for day in days]
    except NotImplementedError:
        return None
    return frozenset(day for day, off, name in details if off and name)
