"""Deciding without any short way: every payment replayed, every case the whole way by itself, every guard asked by itself, nothing remembered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest import mock

from pyaddin.rules import alike, arrears, contact_log, lawful, whole_way
from pyaddin.rules import decide as deciding
from pyaddin.rules.score import score
from pyaddin.rules.tables import DecisionTable, Line, compile_guard


def _first(table: DecisionTable, facts: Mapping[str, Any]) -> Line | None:
    return next(iter(_matching(table, facts)), None)


def _matching(table: DecisionTable, facts: Mapping[str, Any]) -> tuple[Line, ...]:
    return tuple(line for line in table.lines if _guard(table, line)(facts))


_GUARDS: dict[tuple[str, str], Any] = {}


def _guard(table: DecisionTable, line: Line) -> Any:
    key = (table.name, line.when)
    if key not in _GUARDS:
        _GUARDS[key] = compile_guard(line.when, table.facts)
    return _GUARDS[key]


@contextmanager
def slowly() -> Iterator[None]:
    """Within it the rules take their reference ways."""
    nothing: Any = mock.Mock(return_value=None)
    with (
        mock.patch.object(arrears, "is_straight", return_value=False),
        mock.patch.object(arrears, "is_poured", return_value=False),
        mock.patch.object(deciding, "is_calm", return_value=False),
        mock.patch.object(whole_way, "is_quiet", return_value=False),
        mock.patch.object(alike.Alike, "scored", lambda _, facts: score(facts)),
        mock.patch.object(deciding, "decided_again", nothing),
        mock.patch.object(deciding, "position_again", nothing),
        mock.patch.object(deciding, "_TOGETHER", 1),
        mock.patch.object(contact_log, "_MOST_READ", 0),
        mock.patch.object(lawful, "_MOST_KNOWN", -1),
        mock.patch.object(DecisionTable, "first", _first),
        mock.patch.object(DecisionTable, "matching", _matching),
    ):
        yield
