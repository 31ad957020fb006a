"""Practice ledgers: what is theirs for good, and how everything that they print is marked. Plain data for every room.

A ledger is one for practice by its id, which stands in the file and binds the journal (``practice-...``). No setting makes a real ledger one or a practice
ledger a real one: what was practiced can never be sent and never counts as sent.
"""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.labels import LANGUAGES, language_index

PREFIX = "practice-"
_MARK = ("PRACTICE", "练习", "演練")
_PAPER = (
    "PRACTICE PAPER: nobody owes this, nothing is to be paid, and nothing was sent.",
    "练习用纸：并无此债务，无需付款，也未实际发送。",
    "演練用紙：並無此債務，無需繳款，也未實際寄送。",
)
_OFF = ("smtp_host", "imap_host", "redirect_all_to", "logo", "iban", "bic", "payment_url", "report_to")
"""Settings that lead out of the office, or onto paper that somebody could pay by: blank in a practice ledger, whatever is typed."""


def is_practice(ledger_id: str) -> bool:
    """Whether this ledger is one for practice."""
    return ledger_id.startswith(PREFIX)


def mark(language: str) -> str:
    """The word across every page and before every subject."""
    return _MARK[language_index(language)]


def paper_words(language: str) -> str:
    """The sentence at the top of every message and report."""
    return _PAPER[language_index(language)]


def overridden(values: Mapping[str, object]) -> dict[str, object]:
    """The settings of a practice ledger: nothing leaves, and the creditor's name says what it is on everything that bears it."""
    language = str(values.get("ledger_language") or LANGUAGES[0])
    name = str(values.get("creditor_name") or "").strip()
    marked = {
        "transport": "folder", "creditor_name": f"{mark(language)} - {name}" if name else mark(language), "payment_instructions": paper_words(language),
    }  # fmt: skip
    return {**values, **marked, **{key: None for key in _OFF if key in values}}
