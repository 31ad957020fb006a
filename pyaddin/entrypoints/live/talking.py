"""The buttons Talk and Offers: a talk is noted by the Form, and what follows from it stands on the sheet Result; offers stand there side by side."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.entrypoints import say_talk
from pyaddin.entrypoints.line import rows_of
from pyaddin.entrypoints.live import entering, form, result
from pyaddin.entrypoints.live.desk import Desk
from pyaddin.errors import Stop

_WIDTHS = (5, 30, 28, 12, 12, 14, 14, 12, 12, 14, 60, 60)


def talk(desk: Desk) -> None:
    """The first press opens the Form, the second one writes. Raises ``NoSelection`` when no case is selected."""
    standing = _standing(desk)
    if standing is None:
        entering.open_form(desk, {"case": desk.chosen().only(desk.language), "channel": "call", "direction": "out"}, ())
        return
    try:
        outcome = desk.call(desk.command.name, _values(desk, standing))
    except Stop as stop:
        _advised(desk, stop)
        return
    desk.screen.erase(form.SHEET)
    told = entering.standing(desk, outcome)
    lines = [*told, *(line for line in say_talk.talk(outcome.data, desk.language) if line not in told)]  # the next step stands below its case already
    recalled = desk.recall()
    entering.shown(desk, [*lines, *([recalled] if recalled else [])])


def offers(desk: Desk) -> None:
    """The offers of the selected case; pressed on their page, the Form asks for a what-if. Raises ``NoSelection``."""
    if desk.screen.active == result.SHEET and (case_id := _shown_case(desk)):
        entering.open_form(desk, {"case": case_id}, ())
        return
    standing = _standing(desk)
    try:
        data = desk.call("offers", _values(desk, standing) if standing else {"case": desk.chosen().only(desk.language)}).data
    except Stop as stop:
        if standing is None:
            raise
        _advised(desk, stop)
        return
    if standing is not None:
        desk.screen.erase(form.SHEET)
    _compare(desk, data)


def _compare(desk: Desk, data: Mapping[str, object]) -> None:
    """One line for each offer, the figures in columns; green where nobody else is asked, yellow where a supervisor is."""
    lines = []
    for row in rows_of(data, "offers"):
        kind = "" if not row["available"] else "blocked" if row["needs_approval"] else "allowed"
        lines.append(result.Line(say_talk.offer_cells(row, desk.language), kind))
    headers = tuple(say_talk.word(name, desk.language) for name in say_talk.COLUMNS)
    summary = "\n".join(say_talk.offers_head(data, desk.language))
    result.show(desk.screen, result.Page(desk.titled(data["case_id"]), summary, headers, lines, _WIDTHS, desk.button_id))


def _shown_case(desk: Desk) -> str:
    """The case whose offers stand on the sheet Result; blank when something else does."""
    grid = desk.screen.grid(result.SHEET)
    if not grid or desk.button_id not in [cell for cell in grid[0][4:] if cell]:
        return ""
    return str(grid[0][0] or "").rpartition(": ")[2]


def _standing(desk: Desk) -> form.Filled | None:
    """This button's Form as the clerk left it; ``None`` where it is not shown."""
    standing = form.filled(desk.screen) if desk.screen.active == form.SHEET else None
    return standing if standing is not None and standing.button == desk.button_id else None


def _values(desk: Desk, standing: form.Filled) -> dict[str, object]:
    """The Form's fields as options. Raises ``Stop`` X-OPTION with one fault per field that cannot be used."""
    return form.typed_values(standing, desk.options(), desk.command.name, desk.language, desk.ledger.path.parent)


def _advised(desk: Desk, stop: Stop) -> None:
    """Advice beside the fields. Raises the stop again when the fields are not to blame."""
    if stop.fault.code.startswith("X-") and stop.fault.code not in ("X-OPTION", "X-CASE"):
        raise stop
    desk.tell(desk.word("nothing-entered", n=form.advise(desk.screen, (stop.fault, *stop.others), desk.language)))
