"""In which language a ledger speaks, as its Settings have it."""

from __future__ import annotations

from pyaddin.labels import LANGUAGES, folded, spellings
from pyaddin.ledger.book import RawTable


def ledger_language(settings: RawTable) -> str:
    """The value of ``ledger_language``, code or label; English where the sheet names none or one that is not known."""
    value = next((cells.get("Value") for _, cells in settings.rows if cells.get("Key") == "ledger_language"), None)
    return spellings("Language", LANGUAGES).get(folded(str(value)), "en")
