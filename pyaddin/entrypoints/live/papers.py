"""Buttons for letters: one for a look, all that wait printed at once, and the word that they were posted."""

from __future__ import annotations

import webbrowser
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pyaddin.entrypoints import say as sentences
from pyaddin.entrypoints.live import entering, result
from pyaddin.entrypoints.live.desk import Desk
from pyaddin.errors import Stop
from pyaddin.tasks import posted_letters

if TYPE_CHECKING:
    from pyaddin.tasks.outcome import Outcome

_NAMES = 5


def letter(desk: Desk) -> None:
    """The letter of the selected case as it would be printed, opened as a PDF. Raises ``NoSelection``."""
    outcome = desk.call("letter", {"case": desk.chosen().only(desk.language)})
    _open(outcome)
    _told(desk, outcome)


def print_letters(desk: Desk) -> None:
    """Every letter that waits, as one file for the printer, which is opened; nothing counts as sent by it."""
    result.working(desk.screen, desk.title, desk.language)
    with desk.screen.progress(result.STOP_CELL) as progress:
        outcome = desk.call("letters", {}, progress)
    _open(outcome)
    _told(desk, outcome, page=True)


def posted(desk: Desk) -> None:
    """After a question: what was printed has been posted today. Who says no is asked by the Form on which day, or whether it was not posted at all. The gate is
    asked again for each letter."""
    if entering.stands(desk):
        outcome = entering.filled_in(desk, _when)
        if outcome is not None:
            _told(desk, outcome)
        return
    debtors = posted_letters.printed(desk.ledger.path, now=desk.now, book=desk.ledger)
    if not debtors:
        desk.tell(desk.word("none-printed"))
        return
    names = desk.word("and").join(debtors[:_NAMES])
    if len(debtors) > _NAMES:
        names = desk.word("and-more", names=names, n=len(debtors) - _NAMES)
    if not desk.screen.ask(desk.word("posted-today", n=len(debtors), names=names), desk.title):
        entering.open_form(desk, {}, (desk.word("none-confirmed"), desk.word("posted-when", names=names)))
        return
    desk.fresh()
    outcome = desk.call("letters", {"posted": True})
    _told(desk, outcome)


def _when(values: Mapping[str, object]) -> Mapping[str, object]:
    """What the Form of another day says to the task. Raises ``Stop`` unless it names the day or says that nothing was posted: for today the clerk said no."""
    if bool(values["not_posted"]) == (values["on"] is not None):
        raise Stop("E-REQUIRED", column="on", advice="Say either on which day the letters were posted, or that they were not.")
    return {"posted": not values["not_posted"]}


def _open(outcome: Outcome) -> None:
    files = outcome.data["files"]
    if isinstance(files, list) and files:
        webbrowser.open(Path(str(files[0])).resolve().as_uri())


def _told(desk: Desk, outcome: Outcome, *, page: bool = False) -> None:
    """The task's own sentences in one message, and on the sheet Result when a letter needs a look, or where ``page`` says how to stop what is done now."""
    lines = sentences.lines(outcome, desk.language)
    look = any(outcome.data.get(key) for key in ("blocked", "refused", "printed_before", "told"))
    if look or page:
        entering.shown(desk, lines)
    if look:
        lines = [lines[0], desk.word("see-result")]
    desk.tell(*lines)
