"""The grammar of one command, made when its name is typed, is that of the whole command line."""

from __future__ import annotations

import argparse
import contextlib
import functools
import io

import pytest

from pyaddin.commands import COMMANDS, Command
from pyaddin.entrypoints import arguments
from pyaddin.errors import Stop

each = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
_SAMPLES = {"date": "2026-11-23", "amount": "12.50", "integer": "3", "path": "ledger.xlsm", "text": "Li Na"}


@functools.cache
def whole() -> argparse.ArgumentParser:
    """The whole command line, made once: parsing changes nothing in it."""
    return arguments.parser()


def by_whole(words: list[str]) -> object:
    """What the whole command line makes of the words: values, or what is wrong with them."""
    try:
        values = vars(whole().parse_args(words))
    except Stop as stop:
        return stop.fault.found
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def by_one(words: list[str]) -> object:
    """The same by the way of ``parse``."""
    try:
        name, values, as_json = arguments.parse(words)
    except Stop as stop:
        return stop.fault.found
    unused = {option.name for option in next(command for command in COMMANDS if command.name == name).options if option.repeat and values[option.name] == ()}
    return {"command": name, "json": as_json, **{name: None if name in unused else value for name, value in values.items()}}


def words_of(command: Command) -> list[list[str]]:
    """The command with every option, with none, with one lost, one too many, one unknown, and values of the wrong kind."""
    every: list[str] = [command.name, *(option.choices[0] if option.choices else _SAMPLES[option.type] for option in command.positional)]
    seen: set[str] = set()
    for option in command.options:
        if option.one_of in seen:
            continue
        seen |= {option.one_of} if option.one_of else set()
        value = [] if option.type == "switch" else [option.choices[0] if option.choices else _SAMPLES[option.type]]
        every += [option.flag, *value] * (2 if option.repeat else 1)
    wrong = [[*every, option.flag, "never"] for option in command.options if option.type not in ("switch", "text", "path")]
    both = [[*every, option.flag, "x"] for option in command.options if option.one_of]
    return [every, [*every, "--json"], [command.name], every[:-1], [*every, "one more"], [*every, "--no-such"], ["--json", *every], *wrong, *both]


@each
def test_the_same_values_and_the_same_refusals(command: Command) -> None:
    for words in words_of(command):
        assert by_one(words) == by_whole(words), words


@each
def test_the_same_help(command: Command) -> None:
    shown = []
    for ask in (whole().parse_args, arguments.parse):
        with contextlib.redirect_stdout(io.StringIO()) as out, pytest.raises(SystemExit) as left:
            ask([command.name, "--help"])
        assert left.value.code == 0
        shown.append(out.getvalue())
    assert shown[0] == shown[1]
    assert f"usage: collections {command.name}" in shown[0]


@pytest.mark.parametrize("words", [[], ["--help"], ["--version"], ["week"], ["Weekly"], ["--", "weekly"], ["-x", "weekly"]])
def test_without_a_command_the_whole_command_line_answers(words: list[str]) -> None:
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.suppress(SystemExit):
        assert by_one(words) == by_whole(words)
    assert "Traceback" not in out.getvalue()
