"""A date that was typed or pasted as text: read when it can only be one day, refused with both readings when it can be two."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from pyaddin.ledger.texts import BadCell, narrow
from pyaddin.patterns import Pattern

FIRST_DAY = date(1990, 1, 1)
LAST_DAY = date(2100, 12, 31)
MINGUO_BEFORE_FIRST_YEAR = 1911  # 民國 1 = 1912
EXAMPLE = "2026-11-23"

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" if name[3:] else name for name in MONTHS) + "|sept"
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEAR_FIRST = Pattern(r"(\d{4}) ?([-./]) ?(\d{1,2}) ?\2 ?(\d{1,2})\.?", re.ASCII)
_COMPACT = Pattern(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_CHINESE = Pattern(r"(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?[日号號]?", re.ASCII)
_MINGUO = Pattern(r"(?:中[華华])?民[國国] ?(\d{1,3}) ?(?:年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?[日号號]?|([-./]) ?(\d{1,2}) ?\4 ?(\d{1,2}))", re.ASCII)
_MINGUO_UNSAID = Pattern(r"(\d{2,3}) ?(?:年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?[日号號]?|([-./]) ?(\d{1,2}) ?\4 ?(\d{1,2}))", re.ASCII)
_DAY_MONTH = Pattern(rf"(\d{{1,2}})(?:st|nd|rd|th)?[ .-]{{0,2}}({_MONTH})\.?[ ,-]{{1,2}}(\d{{4}})", re.ASCII | re.IGNORECASE)
_MONTH_DAY = Pattern(rf"({_MONTH})\.?[ -]?(\d{{1,2}})(?:st|nd|rd|th)?[ ,-]{{1,2}}(\d{{4}})", re.ASCII | re.IGNORECASE)
_YEAR_LAST = Pattern(r"(\d{1,2}) ?([-./]) ?(\d{1,2}) ?\2 ?(\d{4})", re.ASCII)
_SHORT_YEAR = Pattern(rf"\d{{1,2}}[-./ ]?(?:\d{{1,2}}|(?:{_MONTH})\.?)[-./ ,]{{1,2}}\d{{2}}", re.ASCII | re.IGNORECASE)
_MIDNIGHT = Pattern(r"[ T]0?0:00(?::00(?:\.0+)?)?Z?$", re.ASCII)
_CLOCK = Pattern(r"(.*?)(?: ?T| )((?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)", re.ASCII)


def in_range(day: date) -> date:
    """The day, if a ledger takes it. Raises ``BadCell`` E-DATE."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise BadCell("E-DATE")
    return day


def is_plain(text: str) -> bool:
    """Whether the text is written as the ledger itself writes days: nothing need be said about it."""
    return _ISO.fullmatch(text) is not None


def day_of(text: str) -> date:
    """The one day that the text can mean.

    Read: year first (2026.3.5, 2026/3/5, 2026-3-5, 20260305), 2026年3月5日, 民國115年3月5日 and 民國115.3.5, 5 Mar 2026, Mar 5, 2026, and day and month
    in figures before the year when only one order gives a day (25/03/2026) or both give the same. A time of midnight behind it is left out.
    Raises ``BadCell`` E-DATE: two readings (03/04/2026), a year of two digits, a Minguo year without 民國, no day of the calendar.
    """
    plain = _MIDNIGHT.sub("", narrow(text))
    for pattern in (_YEAR_FIRST, _COMPACT, _CHINESE):
        match = pattern.fullmatch(plain)
        if match:
            year, month, day = (int(part) for part in match.groups() if part.isdigit())
            return _day(year, month, day)
    match = _MINGUO.fullmatch(plain)
    if match:
        return _minguo(match)
    match = _DAY_MONTH.fullmatch(plain)
    if match:
        return _day(int(match.group(3)), _month(match.group(2)), int(match.group(1)))
    match = _MONTH_DAY.fullmatch(plain)
    if match:
        return _day(int(match.group(3)), _month(match.group(1)), int(match.group(2)))
    match = _YEAR_LAST.fullmatch(plain)
    if match:
        return _in_either_order(int(match.group(1)), int(match.group(3)), int(match.group(4)))
    raise BadCell("E-DATE", _advice(plain))


def moment_of(text: str) -> datetime:
    """A day as ``day_of`` reads it with a time of day behind it (14:30 or 14:30:05), without a zone. Raises ``BadCell`` E-DATE."""
    plain = narrow(text)
    match = _CLOCK.fullmatch(plain)
    if match is None:
        return datetime.combine(day_of(plain), time())
    return datetime.combine(day_of(match.group(1)), time.fromisoformat(match.group(2).zfill(5) if len(match.group(2)) < 6 else match.group(2).zfill(8)))


def _day(year: int, month: int, day: int) -> date:
    try:
        return in_range(date(year, month, day))
    except ValueError:
        raise BadCell("E-DATE", "There is no such day in the calendar.") from None


def _month(word: str) -> int:
    return 1 + next(number for number, name in enumerate(MONTHS) if name.startswith(word[:3].lower()))


def _minguo(match: re.Match[str]) -> date:
    year, *rest = (int(part) for part in match.groups() if part and part.isdigit())
    return _day(year + MINGUO_BEFORE_FIRST_YEAR, rest[0], rest[1])


def _readings(first: int, second: int, year: int) -> list[date]:
    found = []
    for month, day in ((second, first), (first, second)):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return found


def _in_either_order(first: int, second: int, year: int) -> date:
    readings = _readings(first, second, year)
    if not readings:
        raise BadCell("E-DATE", "There is no such day in the calendar.")
    if readings[0] != readings[-1]:
        raise BadCell("E-DATE", f"It can be {readings[0]} or {readings[1]}. Type the one that is meant, year first.")
    return in_range(readings[0])


def _advice(plain: str) -> str:
    match = _MINGUO_UNSAID.fullmatch(plain)
    if match and len(match.group(1)) == 3:
        try:
            return f"If the year is one of the Republic, type 民國 before it or {_minguo(match)}; otherwise a year of four digits first."
        except BadCell:
            pass
    if _SHORT_YEAR.fullmatch(plain) or match:
        return f"Type the year with four digits and first, for example {EXAMPLE}."
    return f"The cell holds text. Type a real date, for example {EXAMPLE}."
