"""How like the name on a bank statement is to a debtor's: a number from 0 to 100 (rapidfuzz is at home here)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rapidfuzz import fuzz, process

from pyaddin.labels import folded

LEAST = 70
_TITLES = re.compile(r"\b(?:mr|mrs|ms|miss|dr|herr|frau|hr|fr|先生|女士|小姐)\b\.?", re.IGNORECASE)
_MARKS = re.compile(r"[\W_]+")
_SHORTEST_LATIN, _SHORTEST_CJK = 6, 2


def name_form(name: str) -> str:
    """A name as it is compared: case, width, marks and titles left out."""
    return " ".join(_MARKS.sub(" ", _TITLES.sub(" ", folded_words(name))).split())


def folded_words(text: str) -> str:
    """Case and width left out, words kept apart."""
    return " ".join(folded(word) for word in text.split())


def likeness(payer: str, text: str, names: Mapping[str, str]) -> dict[str, int]:
    """The debtors whose name is like the payer's, or stands in the text as a whole, with how like it is; those below ``LEAST`` are left out.

    ``names`` holds ``name_form`` of each debtor's name by id. The order of the words does not count. A Chinese name is short: one other character is
    another person, so only the whole name counts.
    """
    found: dict[str, int] = {}
    wanted = name_form(payer)
    if wanted:
        latin = {key: name for key, name in names.items() if name.isascii() or len(name) > 8}
        for _, score, key in process.extract(wanted, latin, scorer=fuzz.token_sort_ratio, score_cutoff=LEAST, limit=None):
            found[key] = round(score)
    said = name_form(text)
    bare = wanted.replace(" ", "")
    for key, name in names.items():
        whole = name.replace(" ", "")
        if whole and whole == bare:
            found[key] = 100
        elif _stands_in(name, said):
            found[key] = max(found.get(key, 0), 95)
    return found


def _stands_in(name: str, said: str) -> bool:
    if not said or not name:
        return False
    if name.isascii():
        return len(name) >= _SHORTEST_LATIN and " " in name and f" {name} " in f" {said} "
    return len(name) > _SHORTEST_CJK and name.replace(" ", "") in said.replace(" ", "")
