"""Where a debtor's clock may stand: zones of a state, countries of a zone, and the release of the pinned zone data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

import tzdata

_STATES: Mapping[str, str] = {
    "America/New_York": "CT DE DC GA ME MD MA NH NJ NY NC OH PA RI SC VT VA WV FL IN KY MI TN",
    "America/Chicago": "AL AR IL IA LA MN MS MO OK WI FL IN KS KY MI NE ND SD TN TX",
    "America/Denver": "CO MT NM UT WY AZ ID KS NE ND OR SD TX NV",
    "America/Phoenix": "AZ",
    "America/Los_Angeles": "CA NV WA OR ID",
    "America/Anchorage": "AK",
    "America/Adak": "AK",
    "Pacific/Honolulu": "HI",
    "America/Puerto_Rico": "PR VI",
    "Pacific/Guam": "GU MP",
    "Pacific/Pago_Pago": "AS",
}
_MAINLAND = ("America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles")


def tzdata_version() -> str:
    """The release of the zone data that answers on this machine, for example 2026f."""
    return str(tzdata.IANA_VERSION)


def _lines(name: str) -> list[list[str]]:
    text = (resources.files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, tuple[str, ...]]:
    """Zone name -> countries, older names of a zone included."""
    found = {row[2]: (row[0],) for row in _lines("zone.tab")}
    for row in _lines("tzdata.zi"):
        if row[0] == "L" and row[1] in found:
            found.setdefault(row[2], found[row[1]])
    return found


def countries_of(zone: str) -> tuple[str, ...]:
    """The countries in which a zone is kept; empty for zones of no country, such as UTC."""
    return _countries().get(zone, ())


def us_zones(region: str) -> tuple[str, ...]:
    """Every zone in which a debtor of that state may live; without a known state those of the 48 states."""
    state = region.strip().upper().removeprefix("US-")
    return tuple(zone for zone, states in _STATES.items() if state in states.split()) or _MAINLAND
