"""Buttons that make a document of the selected case: the PDF is made, opened, and its place is told. Nothing is sent."""

from __future__ import annotations

import webbrowser
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from pyaddin.entrypoints.live import entering, form, result
from pyaddin.entrypoints.live.desk import Desk
from pyaddin.errors import Stop
from pyaddin.labels import folded, spellings
from pyaddin.ledger.book import Cell
from pyaddin.ledger.codes import PLAN_STATES
from pyaddin.rules.agreement import OVER


def document(desk: Desk) -> None:
    """The document of the selected case by the button's own command. Raises ``NoSelection``."""
    made(desk, desk.call(desk.command.name, {"case": desk.chosen().only(desk.language)}).data)


def agreement(desk: Desk) -> None:
    """The agreement of the selected plan; elsewhere than on Plans of the newest plan of the selected case that is not over. Raises ``NoSelection``."""
    plans, selected = desk.raw.tables["Plans"].rows, desk.selected()
    case_id = desk.chosen().only(desk.language)
    mine = [(number, cells) for number, cells in plans if cells.get("Case ID") == case_id]
    chosen = [cells for number, cells in mine if selected.sheet == "Plans" and number in selected.rows]
    open_ones = [cells for _, cells in mine if code_of(cells.get("Status")) not in OVER]
    if not chosen and not open_ones:
        desk.tell(desk.word("no-plan", case=case_id))
        return
    plan = chosen[0] if len(chosen) == 1 else max(open_ones, key=lambda cells: _version(cells.get("Version")))
    made(desk, desk.call("agreement", {"plan": str(plan.get("Plan ID") or "")}).data)


def report(desk: Desk) -> None:
    """The weekly report of the open ledger, as a page in the browser."""
    _reported(desk, desk.call("report", {}).data)


def month(desk: Desk) -> None:
    """The month that the Form names, as a page in the browser; with Close its figures are kept for good."""
    standing = form.filled(desk.screen) if desk.screen.active == form.SHEET else None
    if standing is None or standing.button != desk.button_id:
        before = desk.today.replace(day=1) - timedelta(days=1)
        entering.open_form(desk, {"month": f"{before:%Y-%m}"}, (desk.title,))
        return
    try:
        values = form.typed_values(standing, desk.options(), desk.command.name, desk.language, desk.ledger.path.parent)
        outcome = desk.call(desk.command.name, values)
    except Stop as stop:
        if stop.fault.code != "X-OPTION":
            raise
        desk.tell(desk.word("nothing-entered", n=form.advise(desk.screen, (stop.fault, *stop.others), desk.language)))
        return
    desk.screen.erase(form.SHEET)
    desk.screen.go(standing.origin if desk.screen.has(standing.origin) else entering.HOME)
    _reported(desk, outcome.data)


def simulation(desk: Desk) -> None:
    """The coming weeks played by the Form, as a page in the browser. The ledger itself is not touched, and nothing is sent."""
    standing = form.filled(desk.screen) if desk.screen.active == form.SHEET else None
    if standing is None or standing.button != desk.button_id:
        entering.open_form(desk, {option.name: option.default or None for option in desk.options() if option.type != "switch"}, (desk.word("as-saved"),))
        return
    try:
        values = form.typed_values(standing, desk.options(), desk.command.name, desk.language, desk.ledger.path.parent)
    except Stop as stop:
        desk.tell(desk.word("nothing-entered", n=form.advise(desk.screen, (stop.fault, *stop.others), desk.language)))
        return
    result.working(desk.screen, desk.title, desk.language)
    with desk.screen.progress(result.STOP_CELL) as progress:
        data = desk.call(desk.command.name, values, progress).data
    desk.screen.erase(form.SHEET)
    files = data["files"]
    assert isinstance(files, list)
    entering.shown(desk, [desk.word("made", path=files[0])])
    _reported(desk, data)


def _reported(desk: Desk, data: Mapping[str, object]) -> None:
    """The page is opened; the other forms of the report lie beside it."""
    files = data["files"]
    assert isinstance(files, list)
    made(desk, {**data, "files": files[:1]})


def dossier(desk: Desk) -> None:
    """The dossier of the selected case; what counsel will still ask for stands on the sheet Result. Raises ``NoSelection``."""
    case_id = desk.chosen().only(desk.language)
    data = desk.call("legal", {"case": case_id}).data
    missing, files = data["missing"], data["files"]
    assert isinstance(missing, list)
    assert isinstance(files, list)
    lines = [_missing(desk, row) for row in missing] or [result.Line((desk.word("all-here"), ""))]
    headers = (desk.word("missing"), desk.word("why"))
    result.show(desk.screen, result.Page(desk.titled(case_id), desk.word("made", path=files[0]), headers, lines, (44, 100)))
    made(desk, data)


def _missing(desk: Desk, row: Mapping[str, object]) -> result.Line:
    """What the dossier lacks, by its name, and what to do; a message that could not be found by its key."""
    name, colon, todo = str(row["why"]).partition(desk.word("colon"))
    return result.Line((name, todo) if colon else (str(row["item"]), str(row["why"])))


def _version(cell: Cell) -> float:
    return cell if isinstance(cell, float) else 0.0


def code_of(cell: Cell) -> str:
    """The code of a plan's status, whether the sheet shows it or its label."""
    text = str(cell or "")
    return spellings("PlanStatus", PLAN_STATES).get(folded(text), text)


def made(desk: Desk, data: Mapping[str, object]) -> None:
    """Open what was made and say where it lies, and what is to be looked at."""
    files, warnings, told = data["files"], data.get("warnings"), data.get("notes")
    assert isinstance(files, list)
    for file in files:
        webbrowser.open(Path(file).resolve().as_uri())
    notes = [desk.word("made-note", note=note) for note in warnings] if isinstance(warnings, list) else []
    desk.tell(*(desk.word("made", path=file) for file in files), *notes, *(str(note) for note in (told if isinstance(told, list) else [])))
