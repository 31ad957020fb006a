"""Which rule packs bind a contact: the packs of the repository, chosen by the debtor's place, our role and the debt.

Unknown or incomplete facts bring the pack STRICT in. A pack that nobody reviewed for a year keeps binding, and STRICT is added to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib import resources

from pyaddin.policy.packfile import BadPack, read_pack
from pyaddin.rules.contact_words import Note, note
from pyaddin.rules.packs import DEBT_CLASSES, ROLES, Content, Pack

STRICT = "STRICT"
NAMES = {"US": "US-REGF", "GB": "UK"}
"""Other names under which a pack may be asked for."""
COUNTRY_NAMES = {"UK": "GB", "EL": "GR", "USA": "US", "CHN": "CN"}


@lru_cache(maxsize=1)
def rulebook() -> Mapping[str, Pack]:
    """Every pack of the repository by name. Raises ``BadPack`` when one cannot be read: then nothing may be sent."""
    folder = resources.files("pyaddin.policy.packs")
    packs: dict[str, Pack] = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            pack = read_pack(file.name, file.read_text(encoding="utf-8"))
            if f"{pack.name}.toml" != file.name:
                raise BadPack(f"{file.name}: the pack calls itself {pack.name}")
            packs[pack.name] = pack
    if STRICT not in packs:
        raise BadPack(f"{STRICT}.toml is missing")
    return packs


def pack_named(name: str) -> Pack | None:
    """The pack of that name or of one of its other names."""
    code = name.strip().upper()
    return rulebook().get(NAMES.get(code, code))


def country_code(country: str) -> str:
    """ISO 3166-1 alpha-2, for the usual other spellings as well."""
    code = country.strip().upper()
    return COUNTRY_NAMES.get(code, code)


def packs_for(country: str, region: str, role: str, debt_class: str, on: date | None = None) -> tuple[Pack, ...]:
    """The packs that bind a contact with this debtor.

    A country's packs hold for debts of both classes, except where a pack names one. STRICT joins when the country has no pack with hours of its
    own (the pack EU has none), when no pack binds our role there (a first-party creditor in the United States), when country, role or debt
    class is not known, and, with ``on`` given, when a pack was reviewed more than twelve months before.
    """
    code, state = country_code(country), _state(region)
    known = role in ROLES and debt_class in DEBT_CLASSES
    found = [pack for pack in rulebook().values() if pack.name != STRICT and _binds(pack, code, state, role, debt_class)]
    hours = any(rule.kind == "window" for pack in found for rule in pack.rules)
    aged = on is not None and any(expired(pack, on) for pack in found)
    if not known or not hours or aged:
        found.append(rulebook()[STRICT])
    return tuple(found)


def _binds(pack: Pack, country: str, state: str, role: str, debt_class: str) -> bool:
    """A role or debt class that is not known could be any: the pack binds."""
    return (
        country in pack.countries
        and (not pack.regions or state in pack.regions)
        and (not pack.roles or role in pack.roles or role not in ROLES)
        and (not pack.debt_classes or debt_class in pack.debt_classes or debt_class not in DEBT_CLASSES)
    )


def _state(region: str) -> str:
    return region.strip().upper().removeprefix("US-").replace("MASSACHUSETTS", "MA")


def expired(pack: Pack, on: date) -> bool:
    """Whether the last review lies more than twelve months back."""
    last = pack.reviewed_on
    year_later = last.replace(year=last.year + 1, day=min(last.day, 28) if last.month == 2 else last.day)
    return on > year_later


def choice_warnings(country: str, region: str, role: str, debt_class: str, packs: tuple[Pack, ...], on: date) -> tuple[Note, ...]:
    """What a clerk should know about how the packs were chosen."""
    code = country_code(country)
    said: list[Note] = []
    unknown = [name for name, known in (("country", code), ("role", role in ROLES), ("debt_class", debt_class in DEBT_CLASSES)) if not known]
    expiries = [pack for pack in packs if expired(pack, on)]
    if any(pack.name == STRICT for pack in packs) and not expiries:
        said.append(note("STRICT", what=", ".join(unknown) or f"no full pack for {code} {role} {debt_class}"))
    said += [note("PACK-EXPIRED", pack=pack.name, on=pack.reviewed_on) for pack in expiries]
    if code == "US" and not region.strip():
        said.append(note("US-STATE"))
    return tuple(said)


Demand = tuple[str, tuple[str, ...], tuple[str, ...]]
"""Rule id, what a message must have, what it must not have."""


def required_content(packs: tuple[Pack, ...], channel: str, country: str, first: bool, role: str = "") -> tuple[Demand, ...]:
    """What a rendered message must and must not hold: (rule id, must have, must not) of each content row that speaks about it. An unknown role could be any."""
    return tuple(
        (rule.id, rule.params.must_have, rule.params.must_not)
        for pack in packs
        for rule in pack.rules
        if isinstance(rule.params, Content)
        and channel in rule.channels
        and (first or not rule.params.first_only)
        and (not rule.params.countries or country_code(country) in rule.params.countries)
        and (not rule.params.roles or role in rule.params.roles or role not in ROLES)
    )
