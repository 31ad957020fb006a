"""What a refusal has found, in the ledger's language: ``found_desk``, ``found_files`` and ``found_mail`` are the tables. What was typed stays as typed."""

from __future__ import annotations

import re

from pyaddin.advice_words import in_chinese
from pyaddin.found_desk import DESK
from pyaddin.found_files import FILES
from pyaddin.found_mail import MAIL
from pyaddin.labels import language_index
from pyaddin.sentence_forms import Forms

FORMS = Forms({**DESK, **FILES, **MAIL})
_SPACE = re.compile(r"\s")
_NAMES = 4
"""So many names (file, sheet, case, option) may stand before what was found; a text with more colons is what somebody typed."""

AS_TYPED = frozenset(
    {
        "E-DATE", "E-NUMBER", "E-DIGITS", "E-NEGATIVE", "E-AMOUNT", "E-CODE", "E-ORPHAN", "E-FORMULA", "E-CELL-ERROR", "E-LONG", "E-TEXT", "E-IDENTITY",
        "W-TEXT", "W-CLEANED", "W-COMPUTED", "W-SETTING", "W-SHARED", "W-EMAIL", "W-PAYER",
    }
)  # fmt: skip
"""Kinds whose ``found`` is what a cell holds, word for word."""


def found(code: str, text: str, language: str) -> str:
    """The ``found`` of a fault in words of the ledger's language; a cell's text, a name or a number as it stands."""
    typed = code in AS_TYPED or code.startswith("X-") and not _SPACE.search(text)  # a refusal names what it refuses: one word of it was typed, not said
    return text if typed or language_index(language) == 0 else _said(text, language) or text


def _said(text: str, language: str, names: int = _NAMES) -> str:
    """Blank where no form is known. ``C-7: ...`` keeps the name before the colon, ``argument --on: ...`` the option, and the rest is told."""
    name, colon, rest = text.partition(": ")
    of_option = name.startswith("argument ")
    whole = FORMS.in_chinese(text, language) or ("" if of_option else in_chinese(text, language))
    if whole or not colon or not names:
        return whole
    said = _said(rest, language, names - 1)
    return f"{name.removeprefix('argument ')}：{said}" if said else ""
