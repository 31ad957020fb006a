"""The office's own paper, from Settings: letterhead, account, payment page, paper and window. What cannot be used is left out and told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from pathlib import Path

from pyaddin.correspondence.letter import account, code, logo
from pyaddin.practice import mark
from pyaddin.records import dataclass
from pyaddin.settings import Settings


@dataclass(frozen=True, slots=True)
class Stationery:
    """What every letter of the office carries. ``logo`` is an SVG text around the picture; blank = the name stands in its place.

    ``nameless``: the line above the address, which shows in the window, gives the address only (a pack forbids our name on the envelope).
    ``practice``: the word across every page of a practice ledger. ``told`` says what of Settings could not be used and why, once for all letters.
    """

    paper: str = "a4"
    window: str = "din-b"
    country: str = ""
    logo: str = ""
    iban: str = ""
    bic: str = ""
    payment_url: str = ""
    told: tuple[str, ...] = field(default=())
    nameless: bool = False
    practice: str = ""


def read(settings: Settings, folder: Path) -> Stationery:
    """The stationery that Settings describe; ``folder`` is where the ledger lies, and the only place from which a logo is taken."""
    told: list[str] = []
    iban = _checked(settings.text("iban"), account.iban, "iban", "Letters go without an IBAN and its code", told)
    bic = _checked(settings.text("bic"), account.bic, "bic", "Letters go without it", told)
    url = _checked(settings.text("payment_url"), code.payment_url, "payment_url", "Letters go without its code", told)
    picture = _checked(settings.text("logo"), lambda name: logo.read(name, folder), "logo", "Letters show the creditor's name instead", told)
    return Stationery(
        paper=settings.text("letter_paper"),
        window=settings.text("letter_window"),
        country=settings.text("jurisdiction"),
        logo=picture,
        iban=iban,
        bic=bic,
        payment_url=url,
        told=tuple(told),
        practice=mark(settings.text("ledger_language")) if settings.practice else "",
    )


def _checked(typed: str, check: Callable[[str], str], name: str, instead: str, told: list[str]) -> str:
    """A setting that is checked here; blank when it is blank or wrong, and then told."""
    if not typed.strip():
        return ""
    try:
        return check(typed)
    except ValueError as error:
        told.append(f"Setting {name}: {error}. {instead}.")
        return ""
