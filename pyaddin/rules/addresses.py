"""Whether an address is the debtor's own: one that another debtor has too, and one that changed and that nobody has made sure of since.

A reminder to an address of two debtors tells one of them about the other's debt; a final demand to a wrong address was never made. So the first
kind waits until both are confirmed as sharing it, the second until the new address is confirmed; lower levels go and may bring an answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date

from pyaddin.records import dataclass
from pyaddin.rules.case import Contact, Debtor, Shared
from pyaddin.rules.reason import Reason, because
from pyaddin.rules.recipients import same_form

FINAL_LEVEL = 4
PARTS = " | "
# calling codes of the places that the rule packs know, and of their neighbors; a number without one is one of the debtor's own country
CALLING_CODES = {
    "CN": "86", "TW": "886", "HK": "852", "MO": "853", "SG": "65", "JP": "81", "KR": "82", "US": "1", "CA": "1", "GB": "44", "IE": "353", "DE": "49",
    "FR": "33", "IT": "39", "ES": "34", "NL": "31", "BE": "32", "AT": "43", "CH": "41", "PL": "48", "SE": "46", "DK": "45", "NO": "47", "FI": "358",
    "PT": "351", "AU": "61", "NZ": "64", "MY": "60", "TH": "66", "VN": "84", "PH": "63", "IN": "91",
}  # fmt: skip
_CODE = re.compile("|".join(CALLING_CODES.values()))
_NOT_DIGIT = re.compile(r"[^0-9]+")
_LETTERS = re.compile(r"[\W_]+")
_CN_MOBILE = re.compile(r"1[3-9]\d{9}")


def place(text: str, country: str = "") -> str:
    """An email or phone in the form in which two spellings of it are equal: case, blanks, width, +86 and 0086 make no difference."""
    plain = text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()
    if "@" in plain:
        return plain.casefold() if len(plain.split()) == 1 else same_form(plain)
    digits = _NOT_DIGIT.sub("", plain)
    if not digits:
        return ""
    code = CALLING_CODES.get(country.upper(), "")
    if plain.startswith("+") or digits.startswith("00"):
        digits = digits.removeprefix("00")
        known = _CODE.match(digits)
        return known.group() + digits[known.end() :].lstrip("0") if known else digits.lstrip("0")
    if digits.startswith("86") and _CN_MOBILE.fullmatch(digits[2:]):
        return digits
    if not code and _CN_MOBILE.fullmatch(digits):
        return f"86{digits}"
    return code + digits.lstrip("0")


def shared_contacts(debtors: Iterable[Debtor]) -> dict[str, tuple[Shared, ...]]:
    """By debtor id, the emails and phones that stand on another debtor too and that not every one of them has confirmed as shared."""
    everybody = list(debtors)
    emails = [place(debtor.email, debtor.country) if debtor.email else "" for debtor in everybody]
    phones = [place(debtor.phone, debtor.country) if debtor.phone else "" for debtor in everybody]
    several = {kind: _several(places) for kind, places in (("email", emails), ("phone", phones))}
    if not any(several.values()):
        return {}
    owners: dict[tuple[str, str], list[Debtor]] = defaultdict(list)
    for debtor, email, phone in zip(everybody, emails, phones, strict=True):
        for kind, where in (("email", email), ("phone", phone)):
            if where in several[kind]:
                owners[(kind, where)].append(debtor)
    found: dict[str, list[Shared]] = defaultdict(list)
    for (kind, _), group in owners.items():
        if len({debtor.debtor_id for debtor in group}) < 2 or all(debtor.shared_contact for debtor in group):
            continue
        for debtor in group:
            others = tuple(dict.fromkeys(other.debtor_id for other in group if other.debtor_id != debtor.debtor_id))
            found[debtor.debtor_id].append(Shared(kind, debtor.email if kind == "email" else debtor.phone, others))
    return {debtor_id: tuple(places) for debtor_id, places in found.items()}


def _several(places: Iterable[str]) -> frozenset[str]:
    """The places that stand more than once."""
    return frozenset(where for where, count in Counter(places).items() if count > 1 and where)


def shared_verdict(shared: Iterable[Shared], channel: str) -> tuple[Reason, ...]:
    """Blocks a message whose channel would reach somebody else's debtor: mail by the email, every call and text by the phone."""
    kind = {"email": "email", "letter": ""}.get(channel, "phone")
    return tuple(because("SHARED-CONTACT", place=item.address, others=item.others) for item in shared if item.kind == kind)


def on_file(debtor: Debtor) -> str:
    """Email, phone and postal address in one text, as a run notes that it saw them; blank when the debtor has none of them."""
    postal = ", ".join(part for part in (debtor.address, debtor.postal_code, debtor.city, debtor.region, debtor.country) if part) if debtor.address else ""
    parts = [part.replace("|", "/") for part in (debtor.email, debtor.phone, postal)]
    return PARTS.join(parts) if any(parts) else ""


def _comparable(text: str, country: str) -> tuple[str, ...]:
    parts = [part.strip() for part in text.split("|")] + ["", "", ""]
    postal = _LETTERS.sub("", unicodedata.normalize("NFKC", parts[2])).casefold()
    return place(parts[0]), place(parts[1], country), postal


_PLACES = ("email", "phone", "letter")
"""The parts of ``on_file`` in their order; behind them stands when each was last seen changed: ``letter 2026-12-02``."""
_SEEN = re.compile(rf"({'|'.join(_PLACES)}) ([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?:, |$)")


def _seen_changed(text: str) -> dict[str, date]:
    """By place, the day on which a run first saw it changed, as noted behind the addresses of a debtor; what somebody typed there and is no day is none."""
    noted = text.split("|")[len(_PLACES) :]
    seen: dict[str, date] = {}
    for place, on in _SEEN.findall(noted[0].strip()) if noted else ():
        with suppress(ValueError):
            seen[place] = date.fromisoformat(on)
    return seen


@dataclass(frozen=True, slots=True)
class AddressState:
    """What the ledger shall show of a debtor's addresses after a run of the day."""

    on_file: str
    changed_on: date | None

    def confirmed(self, confirmed_on: date | None) -> bool:
        """True when nothing changed, or somebody made sure on the day of the change or later."""
        return self.changed_on is None or confirmed_on is not None and confirmed_on >= self.changed_on


def address_state(debtor: Debtor, as_of: date) -> AddressState:
    """Compares with what the last run saw. A first sight is no change, nor is another spelling, nor a part that is gone; a new or different part is."""
    now, before = on_file(debtor), debtor.address_on_file
    if not before:
        return AddressState(now, debtor.address_changed_on)
    if now == before:
        return AddressState(before, debtor.address_changed_on)
    mine, known = _comparable(now, debtor.country), _comparable(before, debtor.country)
    if mine == known:
        return AddressState(before, debtor.address_changed_on)
    changed = [place for place, new, old in zip(_PLACES, mine, known, strict=True) if new and new != old]
    seen = _seen_changed(before) | dict.fromkeys(changed, as_of)
    noted = ", ".join(f"{place} {on}" for place, on in seen.items())
    return AddressState(f"{now}{PARTS}{noted}" if now and noted else now, as_of if changed else debtor.address_changed_on)


def failed_ways(debtor: Debtor, tries: Iterable[Contact], as_of: date) -> frozenset[str]:
    """By which channels a message did not arrive and would not today. ``tries``: those in vain. An address that a run saw changed after them is another one.

    A change seen on the day of the first try in vain came after it, too; one seen on the day of a later try is what that try went to.
    """
    days: dict[str, list[date]] = defaultdict(list)
    for contact in tries:
        days[contact.channel].append(contact.on)
    seen = _seen_changed(address_state(debtor, as_of).on_file) if days else {}
    return frozenset(channel for channel, on in days.items() if not _another_since(seen.get(_PLACE_OF.get(channel, "phone")), on))


_PLACE_OF = {"email": "email", "letter": "letter"}


def _another_since(changed: date | None, tries: Sequence[date]) -> bool:
    """Whether an address that was seen changed on this day is another one than that of these tries."""
    if changed is None or any(on > changed for on in tries):
        return False
    same = sum(on == changed for on in tries)
    return same == 0 or same == 1 and all(on == changed for on in tries)


def address_verdict(debtor: Debtor, level: int, tone: str, as_of: date) -> tuple[Reason, ...]:
    """Blocks a final demand (level 4, or whatever level the office writes in the final tone) to an address that changed and is not confirmed since."""
    state = address_state(debtor, as_of)
    if level < FINAL_LEVEL and tone != "final" or state.confirmed(debtor.address_confirmed_on):
        return ()
    return (because("ADDRESS-CHANGED", on=state.changed_on),)
