"""Makes the pages that would otherwise drift:

``docs/sheets.md``, ``docs/errors.md``, ``docs/commands.md``, ``docs/doctor.md``, ``docs/tables.md``,
``docs/figures.md``, and the tables in ``docs/compliance.md`` and ``docs/wording.md``.

``python -m pyaddin.build.docs`` writes them, ``--check`` only compares (exit code 1 when one is not current).
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from pyaddin.build import compliance, figures_page, tables, wording_page
from pyaddin.buttons import RIBBON_GROUPS, Button, live_buttons
from pyaddin.commands import COMMANDS, ENGINE, Command, Option
from pyaddin.errors import KINDS
from pyaddin.ledger import schema
from pyaddin.machine import checks
from pyaddin.machine.words import ADVICE
from pyaddin.settings import KEYS

ROOT = Path(__file__).resolve().parents[2]
COMPLIANCE, WORDING = Path("docs/compliance.md"), Path("docs/wording.md")
_NOTE = "<!-- Made by `make docs` from {source}; changes here are overwritten. -->"


def _cell(text: object) -> str:
    return str(text).replace("|", "\\|").replace("\n", " ")


def _table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    lines = [header, ["---"] * len(header), *rows]
    return ["| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines]


def _column(column: schema.Column) -> list[str]:
    """Header, what the cell holds, who fills it, what it means."""
    filled = "the program" if column.computed else ("must be filled" if column.required else "may be blank")
    allowed = ", ".join(f"`{code}`" for code in column.codes)
    target = f"names a row of {column.refers}" if column.refers else ""
    return [column.name, column.type.value, filled, " ".join(part for part in (column.help, target, allowed) if part)]


_KINDS = {
    "typed": "typed by clerks (columns of the program excepted)",
    "log": "append-only, written by the program",
    "policy": "values may be edited, under validation",
    "generated": "rewritten at every run",
}


def sheets() -> str:
    """Every sheet and column of the ledger, and every setting."""
    lines = [
        _NOTE.format(source="pyaddin/ledger/schema.py and pyaddin/settings.py"),
        "# Sheets and columns",
        "",
        "Sheet name = table name. Columns are found by their header, never by position; your own columns to the right are left alone.",
        "",
    ]
    for table in schema.EVERY_TABLE.values():
        lines += [f"## {table.name}", "", f"{table.help} Key: {', '.join(table.key)}. This sheet is {_KINDS[table.kind]}.", ""]
        lines += [*_table(("Column", "Holds", "Filled by", "Meaning"), [_column(column) for column in table.columns]), ""]
    lines += ["## Keys of the sheet Settings", ""]
    rows = [
        (f"`{key.name}`", key.kind, key.default or "(blank)", " ".join((key.meaning, ", ".join(f"`{code}`" for code in key.codes))).strip(), key.source)
        for key in KEYS
    ]
    return "\n".join([*lines, *_table(("Key", "Holds", "Default", "Meaning", "Source"), rows), ""])


def errors() -> str:
    """Every fault and stop with its meaning and advice."""
    groups = {
        "E-": ("A row is refused", "The row takes part in no sum and nothing is sent for its case or debtor until it is corrected. Exit code 1."),
        "W-": ("Told, not refused", "The row counts. You should know all the same."),
        "X-": ("The command stops", "Nothing was changed. Exit code 2."),
    }
    lines = [_NOTE.format(source="pyaddin/errors.py"), "# What can be wrong, and what to do", ""]
    for prefix, (title, text) in groups.items():
        rows = [(f"`{kind.code}`", kind.meaning, kind.advice) for kind in KINDS.values() if kind.code.startswith(prefix)]
        lines += [f"## {title}", "", text, "", *_table(("Code", "Meaning", "What to do"), rows), ""]
    return "\n".join(lines)


def _options(command: Command) -> tuple[Option, ...]:
    return (*command.options, ENGINE) if command.on_open_book else command.options


def _usage(command: Command) -> str:
    def word(option: Option) -> str:
        value = "" if option.type == "switch" else " " + (option.metavar or "{" + ",".join(option.choices) + "}")
        text = option.flag + value
        return text if option.required or option.one_of else f"[{text}]"

    shown = [(option, option.metavar or "{" + ",".join(option.choices) + "}") for option in command.positional]
    places = [f"[{text}]" if option.optional else text for option, text in shown]
    return " ".join(["collections", command.name, *places, *(word(option) for option in _options(command)), "[--json]"])


def _command(command: Command, buttons: Sequence[Button]) -> list[str]:
    lines = [f"## {command.name}", "", command.help, "", "```", _usage(command), "```", ""]
    rows = [
        (
            f"`{option.flag}`",
            option.help,
            "must be given" if option.required else (f"one of these ({option.one_of})" if option.one_of else ""),
            f"`{option.default}`" if option.default else "",
        )
        for option in _options(command)
    ]
    if rows:
        lines += [*_table(("Option", "Meaning", "Needed", "Default"), rows), ""]
    shown = [f"{button.labels['en']} (group {RIBBON_GROUPS[button.group]['en']})" for button in buttons if button.command == command.name]
    place = "Button: " + ", ".join(shown) if shown else "No button"
    keys = ", ".join(f"`{key}`" for key in command.json_keys)
    return [*lines, f"{place}. For: {command.role}. JSON keys: {keys}.", ""]


def _buttons(buttons: Sequence[Button]) -> list[str]:
    """The ribbon as a table, in its order."""
    rows = [
        (
            RIBBON_GROUPS[button.group]["en"],
            " / ".join(button.labels.values()),
            button.screentip["en"],
            f"[`{button.command}`](#{button.command})" if button.command else "",
            button.role,
        )
        for button in buttons
    ]
    return _table(("Group", "Button", "What it does", "Command behind it", "For"), rows)


def commands() -> str:
    """The buttons of the ribbon, and every command with its options, its buttons and its JSON keys."""
    buttons = live_buttons()
    lines = [
        _NOTE.format(source="pyaddin/buttons.py and pyaddin/commands.py"),
        "# Buttons and commands",
        "",
        "The tab *Collections* of the ribbon and the command line do the same tasks.",
        "",
        "## Buttons",
        "",
        *_buttons(buttons),
        "",
        "## On the command line",
        "",
        "`collections ...` is short for `.venv/bin/python -m pyaddin ...` (Windows: `.venv\\Scripts\\python.exe -m pyaddin ...`), typed in this folder."
        " `--json` prints exactly one JSON object on standard output; money in it is text with a point and the currency's decimals.",
        "",
        *_table(
            ("Exit code", "Meaning"),
            (
                (0, "done; blocked and queued messages are part of it"),
                (1, "done, but rows were refused, a message failed or was parked, faults were found, or the run was stopped in the middle"),
                (2, 'could not start, nothing was changed; with `--json`: `{"error": {code, sheet, row, column, found, advice}}`'),
            ),
        ),
        "",
    ]
    for command in COMMANDS:
        lines += _command(command, buttons)
    return "\n".join(lines)


_SYSTEMS = {"win32": "Windows", "darwin": "macOS", "linux": "Linux"}


def doctor() -> str:
    """Every check of the computer with its advice, and what looks after each known way to break."""
    lines = [
        _NOTE.format(source="pyaddin/machine"),
        "# When a button does nothing",
        "",
        "`collections doctor` (button *Check this computer*) looks at the computer and, when you name one, at a ledger. `--mend` first puts right what is"
        " marked *mended*: it writes only your own settings of xlwings (the file as it was is kept once beside it), takes the mark of a downloaded file off"
        " the ledger you name and puts this program's buttons into it (with a backup), and on a Mac copies one script. Nothing of another user is touched.",
        "",
    ]
    rows = [
        (
            f"`{check.name}`",
            ", ".join(_SYSTEMS[system] for system in check.systems) if len(check.systems) < len(_SYSTEMS) else "all",
            ADVICE[check.name]["en"].replace("{found}", "…"),
            "mended" if check.mend else "",
        )
        for check in checks.CHECKS
    ]
    lines += [*_table(("Check", "Where", "What it says when it fails", ""), rows), "", "## The known ways to break", ""]
    known = []
    for number, symptom in checks.KNOWN.items():
        by = ", ".join(f"`{check.name}`" for check in checks.CHECKS if number in check.known)
        known.append((number, symptom, by, checks.BUILT_IN.get(number, "")))
    return "\n".join([*lines, *_table(("No.", "What happens", "Checked by", "What the program itself does"), known), ""])


def pages() -> Mapping[Path, str]:
    """The generated pages and what should stand in them."""
    rules, wording = ROOT / COMPLIANCE, ROOT / WORDING
    return {
        Path("docs/sheets.md"): sheets(),
        Path("docs/errors.md"): errors(),
        Path("docs/commands.md"): commands(),
        Path("docs/doctor.md"): doctor(),
        Path("docs/tables.md"): "\n".join([_NOTE.format(source="the decision tables in pyaddin/rules"), *tables.page(_table)]),
        Path("docs/figures.md"): "\n".join([_NOTE.format(source="pyaddin/rules/kpi_words.py and kpi.py"), *figures_page.page(_table)]),
        WORDING: wording_page.page(wording.read_text(encoding="utf-8") if wording.exists() else "", _table),
        COMPLIANCE: compliance.page(rules.read_text(encoding="utf-8") if rules.exists() else ""),
    }


def main(argv: Sequence[str]) -> int:
    """Write the pages, or with ``--check`` name those that are not current."""
    stale = []
    for path, text in pages().items():
        target = ROOT / path
        if "--check" not in argv:
            target.write_text(text, encoding="utf-8", newline="\n")
        elif not target.exists() or target.read_text(encoding="utf-8") != text:
            stale.append(path)
    for path in stale:
        print(f"{path.as_posix()} is not current: run `make docs`.")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
