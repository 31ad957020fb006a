"""What a button of the ribbon is, and how its words are given in three languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from pyaddin.labels import LANGUAGES
from pyaddin.records import dataclass


@dataclass(frozen=True, slots=True)
class Button:
    """One button. ``command``: the row of ``COMMANDS`` whose options the Form asks for; blank = the button only shows or goes somewhere.

    ``fixed`` are the options that the button itself decides (parameter -> value), so the Form does not ask for them.
    ``icon`` is an imageMso name; ``large`` buttons take the height of the ribbon. ``role`` as in ``Command``.
    """

    id: str
    group: str
    labels: Mapping[str, str]
    screentip: Mapping[str, str]
    icon: str
    command: str = ""
    fixed: Mapping[str, str] = field(default_factory=dict)
    role: str = "clerk"
    large: bool = False


def words(en: str, cn: str, tw: str) -> Mapping[str, str]:
    """The same words in the three languages."""
    return dict(zip(LANGUAGES, (en, cn, tw), strict=True))
