"""What stands on the policy sheets of a new ledger: the reminder ladder, dated rates with sources, the house contact policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from pyaddin.ledger.book import Value
from pyaddin.policy.rulebook import rulebook
from pyaddin.rules.request import HOUSE, HOUSE_VERSION
from pyaddin.settings import Key

Row = Mapping[str, Value]


def _level(level: int, stage: str, from_day: int, tone: str, approval: str, source: str) -> Row:
    return {
        "Level": level,
        "Stage": stage,
        "From day": from_day,
        "Template": f"reminder_{level}",
        "Tone": tone,
        "Channels": "email,sms,call,letter",
        "Min gap days": 6,
        "Needs approval": approval,
        "Valid from": date(2020, 1, 1),
        "Source": source,
    }


LEVELS: tuple[Row, ...] = (
    _level(1, "CONTACT", 1, "friendly", "no", "collection process 2.1: first contact 1-3 days after the due date"),
    _level(2, "DEEP", 8, "calm", "no", "house default; a week after the first notice"),
    _level(3, "DEEP", 15, "firm", "no", "house default; firm, with an offer to arrange"),
    _level(4, "DEEP", 30, "final", "yes", "house default; final demand, a supervisor releases each one"),
)


def _rate(name: str, value: str, since: date, until: date | None, source: str, seen: date | None) -> Row:
    return {"Name": name, "Value": Decimal(value), "Valid from": since, "Valid to": until, "Source": source, "Seen on": seen}


RATES: tuple[Row, ...] = (
    _rate("CN LPR 1 year", "0.03", date(2026, 1, 20), None, "People's Bank of China, loan prime rate of 2026-01-20; check later months", date(2026, 1, 20)),
    _rate("CN private lending cap", "0.12", date(2026, 1, 20), None, "4 x LPR at the contract date: SPC rules on private lending, art. 25", date(2026, 1, 20)),
    _rate("TW statutory", "0.05", date(2021, 7, 20), None, "Civil Code of Taiwan, art. 203 (text of 2021-01-20)", None),
    _rate("TW cap", "0.16", date(2021, 7, 20), None, "Civil Code of Taiwan, art. 205 (text of 2021-01-20)", None),
    _rate("HK presumed extortionate", "0.36", date(2022, 12, 30), None, "Money Lenders Ordinance, Cap. 163", None),
    _rate("EU ECB main refinancing", "0.0215", date(2026, 4, 1), date(2026, 6, 30), "European Central Bank; later value not verified", date(2026, 4, 1)),
    _rate("UK late payment B2B", "0.1175", date(2026, 7, 1), date(2026, 12, 31), "8 points + Bank Rate of 30 June 2026 (3.75 %)", date(2026, 7, 1)),
)
_FIGURES: Mapping[str, Mapping[str, tuple[int, int]]] = {
    "CNY": {"housing": (1500, 300), "utilities": (250, 60), "food": (1200, 600), "transport": (300, 120), "health": (200, 120)},
    "TWD": {"housing": (12000, 2500), "utilities": (1800, 400), "food": (9000, 4500), "transport": (2500, 1000), "health": (1200, 700)},
    "USD": {"housing": (1400, 250), "utilities": (250, 50), "food": (450, 250), "transport": (500, 100), "health": (250, 150)},
    "EUR": {"housing": (850, 180), "utilities": (180, 40), "food": (300, 170), "transport": (200, 70), "health": (100, 60)},
    "GBP": {"housing": (850, 180), "utilities": (200, 45), "food": (260, 150), "transport": (220, 70), "health": (60, 40)},
}
"""Currency -> cost line -> a month for one person, and for each person more."""
_FIGURE_SOURCE = "House default of this program, no official figure: put the figures of your place here, with their source."
GUIDELINES: tuple[Row, ...] = tuple(
    {
        "Cost line": line, "Currency": currency, "Amount": Decimal(one), "Each dependent": Decimal(each), "Valid from": date(2020, 1, 1),
        "Source": _FIGURE_SOURCE,
    }
    for currency, lines in _FIGURES.items()
    for line, (one, each) in lines.items()
)  # fmt: skip
HOLIDAYS: tuple[Row, ...] = ()


def _pack(name: str, version: str, since: date, reviewed: date, source: str) -> Row:
    return {"Pack": name, "Version": version, "In force from": since, "Reviewed on": reviewed, "Source": source}


_HOUSE_SOURCE = "House policy everywhere: no message under a hold, to a refused channel, to a third party or an office mailbox, or where data is missing."
PACKS: tuple[Row, ...] = (
    _pack(HOUSE, HOUSE_VERSION, date(2020, 1, 1), date(2026, 11, 23), _HOUSE_SOURCE),
    *(_pack(pack.name, pack.version, pack.effective_from, pack.reviewed_on, pack.source) for pack in rulebook().values()),
)
POLICY: dict[str, Sequence[Row]] = {"Levels": LEVELS, "Rates": RATES, "Guidelines": GUIDELINES, "Holidays": HOLIDAYS, "Packs": PACKS}


def setting_value(key: Key, given: Value) -> Value:
    """The value as the cell should hold it: numbers as numbers, dates as dates, the rest as text; blank stays blank."""
    raw: Value = key.default if given is None else given
    if not isinstance(raw, str):
        return raw
    if raw == "":
        return None
    if key.kind in ("integer", "decimal"):
        return Decimal(raw)
    if key.kind == "date":
        return date.fromisoformat(raw)
    return raw
