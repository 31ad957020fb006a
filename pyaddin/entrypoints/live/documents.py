"""Buttons that make a document of the selected case: the PDF is made, opened, and its place is told. Nothing is sent."""

from __future__ import annotations

import webbrowser
from collections.abc import Mapping
from pathlib import Path

from pyaddin.entrypoints.live.desk import Desk


def document(desk: Desk) -> None:
    """The document of the selected case by the button's own command. Raises ``NoSelection``."""
    made(desk, desk.call(desk.command.name, {"case": desk.chosen().only(desk.language)}).data)


def made(desk: Desk, data: Mapping[str, object]) -> None:
    """Open what was made and say where it lies, and what is to be looked at."""
    files, warnings = data["files"], data.get("warnings")
    assert isinstance(files, list)
    for file in files:
        webbrowser.open(Path(file).resolve().as_uri())
    notes = [desk.word("made-note", note=note) for note in warnings] if isinstance(warnings, list) else []
    desk.tell(*(desk.word("made", path=file) for file in files), *notes)
