"""The command line's grammar, made from the command table, and how typed words become values.

Nothing here knows a single command: an option added to ``pyaddin/commands.py`` appears by itself.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NoReturn

from pyaddin import __version__
from pyaddin.commands import BY_NAME, COMMANDS, ENGINE, Command, Option
from pyaddin.errors import Stop

PROGRAM = "collections"
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,12})?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def _day(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; type it as 2026-11-23")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day of the calendar") from None


def _amount(text: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number; type digits and at most one point, for example 1250.00")
    return Decimal(text)


def _integer(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,9}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number")
    return int(text)


def _path(text: str) -> Path:
    if not text.strip() or "\0" in text:
        raise argparse.ArgumentTypeError("the file name is empty")
    return Path(text)


def _text(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("the value is empty")
    return text.strip()


_TYPES: dict[str, Callable[[str], object]] = {"date": _day, "amount": _amount, "integer": _integer, "path": _path, "text": _text}


def value_of(option: Option, text: str) -> object:
    """One option's value from typed words, by the same grammar as on the command line. Raises ``Stop`` X-OPTION saying what to type."""
    if option.choices and text not in option.choices:
        raise Stop("X-OPTION", f"{text!r} is none of: {', '.join(option.choices)}", column=option.name)
    try:
        return _TYPES[option.type](text)
    except argparse.ArgumentTypeError as error:
        raise Stop("X-OPTION", str(error), column=option.name) from None


class _Parser(argparse.ArgumentParser):
    """argparse that stops with a code and an advice instead of leaving the process."""

    def error(self, message: str) -> NoReturn:
        raise Stop("X-OPTION", message, advice=f"`{self.prog} --help` lists what can be typed.")


def _add(parser: argparse._ActionsContainer, option: Option, *, positional: bool) -> None:
    if option.type == "switch":
        parser.add_argument(option.flag, dest=option.name, action="store_true", help=option.help)
        return
    shown = option.help + (f" (default: {option.default})" if option.default else "")
    if positional:
        count = "?" if option.optional else None
        parser.add_argument(option.name, nargs=count, type=_TYPES[option.type], choices=option.choices or None, metavar=option.metavar or None, help=shown)
        return
    parser.add_argument(
        option.flag,
        dest=option.name,
        type=_TYPES[option.type],
        action="append" if option.repeat else "store",
        required=option.required,
        choices=option.choices or None,
        metavar=option.metavar or None,
        default=_TYPES[option.type](option.default) if option.default else None,
        help=shown.replace("%", "%%"),
    )


def _add_command(parser: argparse.ArgumentParser, command: Command) -> None:
    for option in command.positional:
        _add(parser, option, positional=True)
    groups: dict[str, argparse._ActionsContainer] = {}
    for option in command.options:
        target: argparse._ActionsContainer = parser
        if option.one_of:
            if option.one_of not in groups:
                groups[option.one_of] = parser.add_mutually_exclusive_group(required=True)
            target = groups[option.one_of]
        _add(target, option, positional=False)
    if command.on_open_book:
        _add(parser, ENGINE, positional=False)
    parser.add_argument("--json", action="store_true", help="Print one JSON object and nothing else.")


def parser() -> argparse.ArgumentParser:
    """The whole command line. Parsing raises ``Stop`` (X-OPTION) for anything that cannot be used."""
    top = _Parser(prog=PROGRAM, description="The tasks of a collections ledger, from the command line.", allow_abbrev=False)
    top.add_argument("--version", action="version", version=__version__)
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=_Parser)
    for command in COMMANDS:
        _add_command(commands.add_parser(command.name, help=command.help, description=command.help, allow_abbrev=False), command)
    return top


def parser_of(command: Command) -> argparse.ArgumentParser:
    """One command's part of the command line, for the words behind its name: most starts of the program know at once which command they are."""
    own = _Parser(prog=f"{PROGRAM} {command.name}", description=command.help, allow_abbrev=False)
    _add_command(own, command)
    return own


def parse(words: Sequence[str]) -> tuple[str, dict[str, object], bool]:
    """Command name, the values for its task's parameters, and whether JSON is asked for."""
    command = BY_NAME.get(words[0]) if words else None
    if command is None:  # help, version, or no command: the whole command line says so
        values: dict[str, object] = vars(parser().parse_args(list(words)))
        command = BY_NAME[str(values.pop("command"))]
    else:
        values = vars(parser_of(command).parse_args(list(words[1:])))
    as_json = bool(values.pop("json"))
    for option in command.options:
        if option.repeat:
            found = values[option.name]
            values[option.name] = tuple(found) if isinstance(found, list) else ()
    return command.name, values, as_json
