"""Buttons with a Form: the first press opens it, filled in from the selection; pressed again on the Form, the task runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from pyaddin.entrypoints import say
from pyaddin.entrypoints.live import form, result
from pyaddin.entrypoints.live.desk import Desk, label_of
from pyaddin.entrypoints.live.selection import NoSelection
from pyaddin.errors import Stop
from pyaddin.ledger.book import Cell, Value

if TYPE_CHECKING:
    from pyaddin.tasks.outcome import Outcome

HOME = "Cases"
_MOST_LINES = 12
_OF_THE_FILE = ("X-OPTION", "X-NOT-FOUND", "X-NOT-LIST", "X-NOT-WORKBOOK", "X-PASSWORD", "X-ENCODING")
"""What is wrong with the file that the Form names; anything else is not the fields' fault."""
_OF_THE_FIELDS = (
    "X-OPTION", "X-CASE", "X-SCHEDULE", "X-PLAN", "X-AGREEMENT", "X-TERM", "X-REPLANS", "X-FOUR-EYES", "X-PROMISE",
)  # fmt: skip
"""Stops that a clerk mends on the Form."""


def _nothing_else(values: Mapping[str, object]) -> Mapping[str, object]:
    return {}


def with_form(desk: Desk) -> None:
    """Open the Form, or run what it holds. Raises ``NoSelection`` when a task about a case is asked for without one."""
    outcome = filled_in(desk)
    if outcome is not None:
        told(desk, outcome, desk.recall())


def stands(desk: Desk) -> bool:
    """Whether the clerk looks at the Form of the pressed button."""
    standing = form.filled(desk.screen) if desk.screen.active == form.SHEET else None
    return standing is not None and standing.button == desk.button_id


def filled_in(desk: Desk, also: Callable[[Mapping[str, object]], Mapping[str, object]] = _nothing_else) -> Outcome | None:
    """What came of the filled-in Form; ``None`` when it was only opened, or when something on it is to be corrected. ``also``: what the button says to the
    task beside the fields, by what was typed into them."""
    standing = form.filled(desk.screen) if desk.screen.active == form.SHEET else None
    if standing is None or standing.button != desk.button_id:
        open_form(desk, _prefilled(desk), ())
        return None
    try:
        values = form.typed_values(standing, desk.options(), desk.command.name, desk.language, desk.ledger.path.parent)
        outcome = desk.call(desk.command.name, {**values, **also(values)})
    except Stop as stop:
        if stop.fault.code.startswith("X-") and stop.fault.code not in _OF_THE_FIELDS:
            raise  # not the fields' fault: the form stays as it is
        count = form.advise(desk.screen, (stop.fault, *stop.others), desk.language)
        desk.tell(desk.word("nothing-entered", n=count))
        return None
    desk.screen.erase(form.SHEET)
    desk.screen.go(standing.origin if desk.screen.has(standing.origin) else HOME)
    return outcome


def import_list(desk: Desk) -> None:
    """A list is taken over by the Form: first what would change is shown, then asked, then done."""
    standing = form.filled(desk.screen) if desk.screen.active == form.SHEET else None
    if standing is None or standing.button != desk.button_id:
        open_form(desk, {}, ())
        return
    try:
        values = form.typed_values(standing, desk.options(), desk.command.name, desk.language, desk.ledger.path.parent)
        looked = desk.call(desk.command.name, {**values, "preview": True})
    except Stop as stop:
        count = form.advise(desk.screen, (stop.fault, *stop.others), desk.language)
        desk.tell(desk.word("nothing-entered", n=count))
        return
    shown(desk, say.lines(looked, desk.language))
    if not desk.screen.ask(desk.word("take-over"), desk.title):
        desk.tell(desk.word("not-taken"))
        return
    desk.fresh()
    outcome = desk.call(desk.command.name, values)
    desk.screen.erase(form.SHEET)
    recalled = desk.recall()
    shown(desk, [*say.lines(outcome, desk.language), *([recalled] if recalled else [])])


def list_of_contacts(desk: Desk) -> None:
    """A call list or a batch of texts by the Form: made, or the filled-in file read back; what came of it on the sheet Result."""
    standing = form.filled(desk.screen) if desk.screen.active == form.SHEET else None
    if standing is None or standing.button != desk.button_id:
        open_form(desk, {}, (desk.word("make-or-read"),))
        return
    try:
        values = form.typed_values(standing, desk.options(), desk.command.name, desk.language, desk.ledger.path.parent)
        outcome = desk.call(desk.command.name, values)
    except Stop as stop:
        if stop.fault.code not in _OF_THE_FILE:
            raise
        of_file = replace(stop.fault, column=stop.fault.column if stop.fault.code == "X-OPTION" else "source")
        count = form.advise(desk.screen, (of_file, *stop.others), desk.language)
        desk.tell(desk.word("nothing-entered", n=count))
        return
    desk.screen.erase(form.SHEET)
    recalled = desk.recall()
    shown(desk, [*say.lines(outcome, desk.language), *([recalled] if recalled else [])])


def shown(desk: Desk, lines: list[str]) -> None:
    """A task's own sentences on the sheet Result."""
    page = result.Page(desk.title, "", (desk.word("text"),), [result.Line((line,)) for line in lines], (140,))
    result.show(desk.screen, page)


def open_form(desk: Desk, values: Mapping[str, Value], lines: tuple[str, ...]) -> None:
    """The Form of the pressed button. The sheet that was shown is remembered: there the clerk returns."""
    origin = desk.screen.active
    shown = origin if origin not in (form.SHEET, result.SHEET) else HOME
    ask = form.Ask(desk.button_id, desk.title, desk.command.name, desk.options(), lines or about(desk, values), shown)
    form.show(desk.screen, ask, values, desk.language)


def _prefilled(desk: Desk) -> dict[str, Value]:
    """What the selection and today already say. An amount that is paid is never guessed; a promise starts from the arrears."""
    names = {option.name for option in desk.options()}
    if desk.button_id == "setup":
        return {name: _plain(desk.settings.text(_SETTING.get(name, name))) for name in names}
    if "case" not in names:
        return {}
    case_id = desk.chosen().only(desk.language)
    values: dict[str, Value] = {"case": case_id}
    if "on" in names:
        values["on"] = desk.today
    if desk.button_id == "promise":
        row = _case_row(desk, case_id)
        values["amount"] = _amount(row.get("Arrears")) or _amount(row.get("Outstanding"))
        values["made_on"] = desk.today
    if desk.button_id == "log":
        values |= {"channel": "call", "direction": "out"}
    if desk.button_id == "hold":
        values["start"] = desk.today
    return values


_SETTING = {"role": "actor_role"}


def about(desk: Desk, values: Mapping[str, Value]) -> tuple[str, ...]:
    """The case the form is about: who owes, and how much as the sheet shows it."""
    case_id = values.get("case")
    if not isinstance(case_id, str):
        return ()
    row = _case_row(desk, case_id)
    figures = {name: f"{_amount(row.get(column)) or 0:.2f}" for name, column in (("arrears", "Arrears"), ("outstanding", "Outstanding"))}
    debtor = desk.debtors().get(case_id, "")
    return tuple(line for line in (desk.word("standing", case=case_id, debtor=debtor, currency=row.get("Currency"), **figures), desk.age()) if line)


def _case_row(desk: Desk, case_id: str) -> Mapping[str, Cell]:
    row = next((cells for _, cells in desk.raw.tables["Cases"].rows if cells.get("Case ID") == case_id), None)
    if row is None:
        raise NoSelection(desk.word("no-case"))
    return row


def _amount(cell: Cell) -> Decimal | None:
    return Decimal(repr(cell)).quantize(Decimal("0.01")) if isinstance(cell, float) and cell > 0 else None


def _plain(value: object) -> Value:
    return str(value) if value not in (None, "") and not isinstance(value, date) else None


def standing(desk: Desk, outcome: Outcome) -> list[str]:
    """That it is done, where each case of the entry stands now, and what the clerk should know."""
    lines = [desk.word("entered", label=desk.title)] if not outcome.data.get("kept") else []
    cases = outcome.data.get("cases")
    notes = outcome.data.get("notes")
    if not (isinstance(cases, list) and cases):
        after = [desk.word("refresh-case", refresh=label_of("refresh", desk.language))] if outcome.command == "case" else []
        return lines + say.lines(outcome, desk.language) + after
    for case in cases:
        figures = {name: case[name] for name in ("debtor", "arrears", "outstanding", "currency")}
        lines.append(desk.word("standing", case=case["case_id"], **figures))
        if case["next_action"]:
            lines.append(desk.word("next", action=case["next_action"], on=case["next_action_on"]))
    return lines + ([str(note) for note in notes] if isinstance(notes, list) else [])


def told(desk: Desk, outcome: Outcome, recalled: str) -> None:
    """One message about what was entered, and which waiting messages it took back; a long answer goes to the sheet Result."""
    lines = [*standing(desk, outcome), *([recalled] if recalled else [])]
    if len(lines) > _MOST_LINES:
        shown(desk, lines)
        return
    desk.tell(*lines)
