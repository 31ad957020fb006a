"""The button that tries a wording: the Form asks which, the message stands on Result. The Form stays, so that a changed file is looked at by one more press."""

from __future__ import annotations

from pyaddin.entrypoints import say as sentences
from pyaddin.entrypoints.live import entering, form
from pyaddin.entrypoints.live.desk import Desk
from pyaddin.errors import Stop


def wording(desk: Desk) -> None:
    """Open the Form for the selected case, or show what it asks for. Raises ``NoSelection``."""
    standing = form.filled(desk.screen) if desk.screen.active == form.SHEET else None
    if standing is None or standing.button != desk.button_id:
        entering.open_form(desk, {"case": desk.chosen().only(desk.language), "template": "reminder_1"}, ())
        return
    try:
        values = form.typed_values(standing, desk.options(), desk.command.name, desk.language, desk.ledger.path.parent)
        outcome = desk.call(desk.command.name, values)
    except Stop as stop:
        if stop.fault.code not in ("X-OPTION", "X-CASE"):
            raise  # a mistake in the wording file is told with its place; the Form is not at fault
        count = form.advise(desk.screen, (stop.fault, *stop.others), desk.language)
        desk.tell(desk.word("nothing-entered", n=count))
        return
    entering.shown(desk, sentences.lines(outcome, desk.language))
