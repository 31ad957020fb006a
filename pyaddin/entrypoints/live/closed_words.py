"""What archiving and erasing say in the ledger's language: before it is done on the sheet Result, afterwards in a file beside the ledger."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.entrypoints import say_scale, say_trust
from pyaddin.entrypoints.line import rows_of, stopped
from pyaddin.entrypoints.live.words import say
from pyaddin.errors import Fault

Data = Mapping[str, object]


def told(command: str, data: Data, language: str) -> list[str]:
    """The answer of the command, or why nothing was done."""
    error = data.get("error")
    if isinstance(error, Mapping):
        return [say(language, "not-done"), *_stopped(error, language), *(line for row in rows_of(data, "faults")[1:] for line in _stopped(row, language))]
    return say_scale.archive(data, language) if command == "archive" else say_trust.privacy(data, language)


def _stopped(error: Data, language: str) -> list[str]:
    parts = (str(error[name] or "") for name in ("found", "advice"))
    return stopped(Fault(str(error["code"]), str(error["sheet"] or ""), None, str(error["column"] or ""), *parts), language)


def waited_in_vain(language: str) -> str:
    """That the workbook stayed open."""
    return say(language, "stayed-open")
