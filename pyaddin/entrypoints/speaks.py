"""Which language a ledger speaks, for a door that has only its path: the sheet Settings is read, nothing else of it."""

from __future__ import annotations

import os
from pathlib import Path

from pyaddin.errors import Stop

_BOOKS = (".xlsm", ".xlsx")


def language_at(path: object) -> str:
    """The ledger's language; English for what is no ledger, is not there, or cannot be read."""
    if not isinstance(path, Path) or path.suffix.lower() not in _BOOKS or not os.path.isfile(path):  # which also takes a name that no file can have
        return "en"
    from pyaddin.ledger.closed.one_sheet import some_sheets  # only an answer that does not name its language needs it
    from pyaddin.ledger.language import ledger_language

    try:
        _, tables = some_sheets(path, "Settings")
    except Stop:
        return "en"
    return ledger_language(tables["Settings"]) if "Settings" in tables else "en"
