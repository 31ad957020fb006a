"""The lines of the address field, as post offices of the debtor's country want them."""

from __future__ import annotations

from pyaddin.correspondence.formats import country_name
from pyaddin.correspondence.letter.boundary import Boundary
from pyaddin.correspondence.letter.press import Unprintable
from pyaddin.records import dataclass

_LARGE_TO_SMALL = frozenset(("CN", "TW", "HK", "MO"))
_TOWN_FIRST = frozenset(("US", "CA", "AU"))  # Springfield, IL 62701
_CODE_LAST = frozenset(("GB", "IE", "SG", "IN", "NZ"))  # town, then the postcode on a line of its own


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom the letter goes to, as typed in the debtor's row."""

    name: str
    address: str
    city: str = ""
    postal_code: str = ""
    region: str = ""
    country: str = ""


def lines(to: Addressee, language: str, from_country: str, boundary: Boundary) -> list[str]:
    """Name and address, one entry a line. The country stands last, and only when the letter leaves ours (or ours is not known).

    Chinese addresses in Chinese go from the large to the small, the name last. Raises ``Unprintable`` for a missing name or address, or a word
    that no line of the window takes.
    """
    name = boundary.window_line("debtor's name", to.name)
    street = [text for raw in to.address.splitlines() if (text := boundary.window_line("address", raw))]
    city, code = boundary.window_line("city", to.city), boundary.window_line("postal code", to.postal_code)
    region = boundary.window_line("region", to.region)
    if not name:
        raise Unprintable("the debtor's name is empty", "Fill Name in the debtor's row.")
    if not street:
        raise Unprintable("the debtor has no postal address", "Fill Address in the debtor's row, or choose another channel.")
    country = to.country.upper()
    abroad = country_name(country, language) if country and country != from_country.upper() else ""
    if country in _LARGE_TO_SMALL and language.startswith("zh"):
        place = "".join(part for part in (region, city) if part and not street[0].startswith(part))
        if (place or street[0]).startswith(abroad):
            abroad = ""  # 香港 is said by the street already
        return [line for line in (code, abroad, place + street[0], *street[1:], f"{name} 收") if line]
    return [line for line in (name, *street, *_town(country, city, code, region), abroad.upper()) if line]


def _town(country: str, city: str, code: str, region: str) -> tuple[str, ...]:
    if country in _TOWN_FIRST:
        return (", ".join(part for part in (city, " ".join(filter(None, (region, code)))) if part),)
    if country in _CODE_LAST:
        return (city, code)
    return (" ".join(filter(None, (code, city))),)
