"""The sheet Form: the fields of one button, made from the command table, filled in by the clerk and read back.

Row 1 names the button, rows from ``FIRST`` on are fields: label, value, what it means, and beside it what to correct. Column E, unseen,
remembers which button, from which sheet, and which option each row is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from pyaddin import fault_words, found_words
from pyaddin.buttons import BUTTONS
from pyaddin.commands import BY_NAME, Option
from pyaddin.entrypoints import arguments
from pyaddin.entrypoints.live.labels import help_text, label
from pyaddin.entrypoints.live.words import say
from pyaddin.errors import Fault, Stop
from pyaddin.labels import folded, spellings
from pyaddin.labels import label as label_of
from pyaddin.ledger.book import Value
from pyaddin.ledger.live.screen import DAY, TEXT, Drawing, Screen
from pyaddin.records import dataclass

SHEET = "Form"
FIRST = 6
_LABEL, _VALUE, _HELP, _ADVICE, _KEY = range(1, 6)
_YELLOW, _BLUE = "#FFF2CC", "#DDEBF7"
_WIDTHS = (24, 34, 60, 50, 4)
_NUMBER = {"amount": "General", "integer": "0"}
_LISTS = {
    "channel": "Channel", "direction": "Direction", "result": "Result", "message_class": "Class", "reason_code": "Reason", "sentiment": "Sentiment",
    "type": "Hold", "kind": "Kind", "language": "Language", "preferred_channel": "Preferred", "role": "ActorRole", "debt_class": "DebtClass",
    "frequency": "Frequency", "day_count": "DayCount", "new_data_confirmed": "YesNo", "outcome": "Outcome",
    "recommendation": "Recommendation", "restart_event": "RestartEvent",
    "plan_kind": "PlanKind", "working_day": "WorkingDay", "method": "PaymentShape", "action": "OutboxAction", "adopt_as": "Adopted",
}  # fmt: skip
"""Options that take a code, and the list of labels that names it."""
_COLUMNS = {
    "Value date": "on", "Payment ID": "payment_id", "Case ID": "case", "Debtor ID": "debtor", "Class": "message_class", "Hold ID": "lift",
    "Applies to": "case", "Reversed on": "reverse", "Key": "keys", "Plan ID": "plan", "Waived": "waive", "Debtor signed on": "debtor_signed",
    "Creditor signed on": "creditor_signed", "Promise ID": "withdraw",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ask:
    """What a form is for: the button's id and label, its command's name and options, what to say on top, and from which sheet it was opened."""

    button: str
    title: str
    command: str
    options: tuple[Option, ...]
    lines: tuple[str, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as the clerk left it: cell values by option name."""

    button: str
    origin: str
    cells: Mapping[str, object]


def shown(option: Option, code: str, language: str) -> str:
    """A code as the drop-down shows it: by its label, where it has one."""
    return label_of(_LISTS[option.name], code, language) if option.name in _LISTS and code in option.choices else code


def show(screen: Screen, ask: Ask, values: Mapping[str, Value], language: str) -> None:
    """Make the sheet with these values already filled in, and go to it."""
    rows: list[list[Value]] = [
        [ask.title, None, None, None, ask.button],
        ["\n".join(ask.lines) or None, None, None, None, ask.origin],
        [say(language, "fill-form", label=ask.title)],
        [],
        [say(language, word) for word in ("field", "value", "meaning", "advice")],
    ]
    typed: dict[tuple[int, int], str] = {}
    colors = {(1, 0): _BLUE, (5, 0): _BLUE}
    choices: dict[tuple[int, int], tuple[str, ...]] = {}
    for number, option in enumerate(ask.options, FIRST):
        needed = say(language, "needed") if option.required else ""
        words = help_text(ask.command, option, language) + needed
        rows.append([label(ask.command, option, language), values.get(option.name), words, None, option.name])
        place = (number, _VALUE)
        colors[place] = _YELLOW
        code = DAY if option.type == "date" else _NUMBER.get(option.type, TEXT)
        if code != TEXT:
            typed[place] = code
        if option.choices and not option.repeat:
            choices[place] = tuple(shown(option, code_, language) for code_ in option.choices)
            rows[-1][_VALUE - 1] = shown(option, str(rows[-1][_VALUE - 1] or ""), language) or None
    unseen = tuple((row, _KEY) for row in (1, 2, *range(FIRST, FIRST + len(ask.options))))
    screen.draw(SHEET, Drawing(rows, _WIDTHS, typed, colors, choices, unseen, FIRST - 2))
    screen.go(SHEET, FIRST)


def filled(screen: Screen) -> Filled | None:
    """The form that stands on the sheet; ``None`` when there is none."""
    grid = screen.grid(SHEET)
    if not grid or len(grid[0]) < _KEY or not isinstance(grid[0][_KEY - 1], str):
        return None
    cells = {str(row[_KEY - 1]): row[_VALUE - 1] for row in grid[FIRST - 1 :] if len(row) >= _KEY and row[_KEY - 1]}
    origin = grid[1][_KEY - 1] if len(grid) > 1 else None
    return Filled(grid[0][_KEY - 1], str(origin or ""), cells)


def typed_values(form: Filled, options: Sequence[Option], command: str, language: str, folder: Path) -> dict[str, object]:
    """The task's parameters as the command line would have made them of the same words; a file named without its folder lies in ``folder``.

    Raises ``Stop`` X-OPTION with one fault per field that cannot be used; ``column`` is the option's name.
    """
    values: dict[str, object] = {}
    faults: list[Fault] = []
    for option in options:
        text = _text(form.cells.get(option.name))
        if not_offered := _not_offered(option, text, language):
            values[option.name] = None
            faults.append(Fault("X-OPTION", SHEET, None, option.name, "", not_offered))
            continue
        try:
            values[option.name] = _placed(_typed(option, text), folder)
        except Stop as stop:
            faults.append(Fault("X-OPTION", SHEET, None, option.name, stop.fault.found, stop.fault.found))
            continue
        if option.required and values[option.name] in (None, ()):
            faults.append(Fault("E-REQUIRED", SHEET, None, option.name, "", say(language, "fill")))
    faults += _one_of(options, values, command, language)
    if faults:
        raise Stop(faults[0].code, faults[0].found, sheet=SHEET, column=faults[0].column, advice=faults[0].advice, others=tuple(faults[1:]))
    return values


def _one_of(options: Sequence[Option], values: Mapping[str, object], command: str, language: str) -> list[Fault]:
    """Of the options that exclude one another exactly one is filled in."""
    faults = []
    for group in dict.fromkeys(option.one_of for option in options if option.one_of):
        mine = [option for option in options if option.one_of == group]
        given = [option for option in mine if values.get(option.name) not in (None, False)]
        if len(given) != 1:
            names = say(language, "and").join(label(command, option, language) for option in mine)
            faults += [Fault("X-OPTION", SHEET, None, option.name, "", say(language, "one-of", names=names)) for option in given or mine[:1]]
    return faults


def _placed(value: object, folder: Path) -> object:
    """A button runs in Python's own folder, so no path may depend on it."""
    if isinstance(value, tuple):
        return tuple(_placed(part, folder) for part in value)
    return folder / value.expanduser() if isinstance(value, Path) else value


def _known(option: Option) -> Mapping[str, str]:
    """What may be typed for each code of the option, folded."""
    return spellings(_LISTS[option.name], option.choices) if option.name in _LISTS else {folded(choice): choice for choice in option.choices}


def _not_offered(option: Option, text: str, language: str) -> str:
    """In words, that this is nothing of the option's list, and the list as the drop-down shows it; blank where all is well."""
    if not option.choices or option.repeat or not text or folded(text) in _known(option):
        return ""
    return say(language, "not-offered", typed=text, choices=say(language, "and").join(shown(option, code, language) for code in option.choices))


def _typed(option: Option, text: str) -> object:
    if option.type == "path":
        text = text.replace('"', "")  # Windows' "Copy as path" puts quotes around it
    if option.type == "switch":
        return folded(text) in ("yes", "x", "1", "true", "是")
    if option.repeat:
        return tuple(arguments.value_of(option, part.strip()) for part in text.replace("，", ",").split(",") if part.strip())
    if not text:
        return arguments.value_of(option, option.default) if option.default else None
    if option.choices:
        return _known(option)[folded(text)]
    return arguments.value_of(option, text)


def _text(cell: object) -> str:
    """A cell as the clerk would have typed it on the command line."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, Decimal):  # Excel makes a currency cell of a typed 12.50 EUR
        return f"{cell.normalize():f}"
    return str(cell).strip()


def _by_field(words: str, grid: Sequence[Sequence[object]], language: str) -> str:
    """An advice that names options of the command line, with the fields of this Form in their place."""
    command = next((button.command for button in BUTTONS if grid and len(grid[0]) >= _KEY and button.id == grid[0][_KEY - 1]), "")
    options = BY_NAME[command].options if command in BY_NAME else ()
    shown = {str(row[_KEY - 1]) for row in grid[FIRST - 1 :] if len(row) >= _KEY and row[_KEY - 1]}
    for option in sorted((option for option in options if option.name in shown), key=lambda one: -len(one.flag)):
        name = say(language, "quoted", text=label(command, option, language))
        words = re.sub(rf"{option.flag}(?![\w-])(?: ?[（(](?:表单|表單)[^）)]*[）)])?", lambda _, name=name: name, words)  # type: ignore[misc]
    return words


def advise(screen: Screen, faults: Sequence[Fault], language: str) -> int:
    """Write each fault's advice beside its field; those of no field go under the title. Returns how many there are."""
    grid = screen.grid(SHEET)
    rows = {str(row[_KEY - 1]): number for number, row in enumerate(grid, 1) if number >= FIRST and len(row) >= _KEY and row[_KEY - 1]}
    for row in rows.values():
        screen.write_text(SHEET, row, _ADVICE, "")
    loose = []
    for fault in faults:
        words = _by_field(fault_words.advice(fault.code, fault.advice, language), grid, language)
        told = found_words.found(fault.code, fault.found, language)
        found = f"{told}{say(language, 'colon')}" if told and fault.found not in words and told not in words else ""
        place = rows.get(_COLUMNS.get(fault.column, "")) or rows.get(fault.column.replace(" ", "_").lower()) or rows.get(fault.column)
        if place:
            screen.write_text(SHEET, place, _ADVICE, found + words)
        else:
            loose.append(found + words)
    screen.write_text(SHEET, FIRST - 2, _LABEL, "\n".join(loose))
    return len(faults)
