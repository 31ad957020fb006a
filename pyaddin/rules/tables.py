"""Decision tables: ordered lines of (guard, outcome, source) that a clerk and a lawyer can read.

A guard is a restricted expression over the table's named facts: ``and or not``, comparisons, ``in``, names and constants,
nothing else. It is compiled once to a Python function; the first line whose guard holds decides. A table also says what its facts may
be and which of them never go together, so that ``proof`` can show that it has no gap, no dead line and no overlap that nobody meant.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from functools import cached_property
from itertools import compress
from typing import Any

from pyaddin.records import dataclass

_ALLOWED = (
    ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE,
    ast.Gt, ast.GtE, ast.In, ast.NotIn, ast.Name, ast.Load, ast.Constant, ast.Tuple,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its id, when it applies, what follows, and where the rule comes from."""

    id: str
    when: str
    then: str
    source: str


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The values of a fact that counts: every whole number from ``low`` on."""

    low: int


@dataclass(frozen=True, slots=True)
class Never:
    """Facts that no case can show together, and why not."""

    when: str
    because: str


Values = tuple[str, ...] | tuple[int, ...] | AtLeast
"""What a fact may be: its codes, the sampled values of an office's figure, or a count. A fact that is not named is yes or no."""


@dataclass(frozen=True)
class DecisionTable:
    """An ordered table over named facts.

    ``values``: what the facts may be. ``never``: combinations that cannot occur. ``otherwise``: what it means that no line holds; empty = some line
    must always hold. ``order``: why lines may overlap (the first one decides, or all count); empty = they may not. ``apart``: groups of line ids
    that must not overlap all the same. Its guards are compiled when it is first asked: a click asks few tables. Raises ``ValueError`` then for a guard that
    names no fact or is not allowed, as ``proof`` does for all its guards.
    """

    name: str
    facts: tuple[str, ...]
    lines: tuple[Line, ...]
    values: Mapping[str, Values] = field(default_factory=dict)
    never: tuple[Never, ...] = ()
    otherwise: str = ""
    order: str = ""
    apart: tuple[tuple[str, ...], ...] = ()
    _matched: dict[tuple[bool, ...], tuple[Line, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if unknown := set(self.values) - set(self.facts):
            raise ValueError(f"table {self.name} gives values of an unknown fact {sorted(unknown)[0]}")
        if unknown := {name for group in self.apart for name in group} - {line.id for line in self.lines}:
            raise ValueError(f"table {self.name} keeps an unknown line {sorted(unknown)[0]} apart")

    @cached_property
    def _first(self) -> Callable[[Mapping[str, Any]], int]:
        return _first(self._asked(), self.name)

    @cached_property
    def _all(self) -> Callable[[Mapping[str, Any]], tuple[bool, ...]]:
        return _all(self._asked(), self.name)

    def _asked(self) -> list[str]:
        return [_asked(line.when, self.facts) for line in self.lines]

    def first(self, facts: Mapping[str, Any]) -> Line | None:
        """The line that decides, or ``None`` when no guard holds."""
        number = self._first(facts)
        return self.lines[number] if number >= 0 else None

    def matching(self, facts: Mapping[str, Any]) -> tuple[Line, ...]:
        """Every line whose guard holds: of a table whose lines all count, and to show overlaps and unreachable lines."""
        found = self._all(facts)
        lines = self._matched.get(found)
        if lines is None:
            lines = self._matched[found] = tuple(compress(self.lines, found))
        return lines


def parse_guard(text: str, facts: tuple[str, ...]) -> ast.Expression:
    """The guard as a syntax tree. Raises ``ValueError`` for anything but the restricted language over the named facts."""
    try:
        tree = ast.parse(text, mode="eval")
    except SyntaxError as error:
        raise ValueError(f"not an expression: {text}") from error
    for node in ast.walk(tree):
        if not isinstance(node, _ALLOWED):
            raise ValueError(f"{type(node).__name__} is not allowed in a guard: {text}")
        if isinstance(node, ast.Name) and node.id not in facts:
            raise ValueError(f"guard names an unknown fact {node.id}: {text}")
    return tree


def compile_guard(text: str, facts: tuple[str, ...]) -> Callable[[Mapping[str, Any]], bool]:
    """One guard by itself as a function of a mapping of facts: what tests hold a whole table to. Raises ``ValueError`` as ``parse_guard`` does."""
    holds: Callable[[Mapping[str, Any]], bool] = _function(f"not not {_asked(text, facts)}", f"<guard {text}>")
    return holds


def _asked(text: str, facts: tuple[str, ...]) -> str:
    """The guard in brackets, each name in it as what ``facts`` hold under it. Raises ``ValueError`` as ``parse_guard`` does."""
    names = [node for node in ast.walk(parse_guard(text, facts)) if isinstance(node, ast.Name)]
    lines = text.encode().split(b"\n")
    for name in sorted(names, key=lambda name: name.col_offset, reverse=True):
        line, end = lines[name.lineno - 1], name.end_col_offset
        lines[name.lineno - 1] = line[: name.col_offset] + b"facts['%b']" % name.id.encode() + line[end:]
    return "(" + b"\n".join(lines).decode() + "\n)"  # behind the line's end: a comment may stand at the end of a guard


def _first(asked: Iterable[str], name: str) -> Callable[[Mapping[str, Any]], int]:
    """The number of the first guard that holds, -1 for none, as one function: a run asks every table about every case."""
    chain = "".join([f"{number} if {guard} else " for number, guard in enumerate(asked)])
    first: Callable[[Mapping[str, Any]], int] = _function(f"{chain}-1", f"<table {name}>")
    return first


def _all(asked: Iterable[str], name: str) -> Callable[[Mapping[str, Any]], tuple[bool, ...]]:
    """Whether each guard holds, as one function."""
    found: Callable[[Mapping[str, Any]], tuple[bool, ...]] = _function(f"({''.join([f'not not {guard}, ' for guard in asked])})", f"<lines of {name}>")
    return found


def _function(source: str, name: str) -> Any:
    """A function of a mapping of facts; ``source`` is made of guards whose syntax trees were checked node by node."""
    return eval(compile(f"lambda facts: {source}", name, "eval"), {"__builtins__": {}})  # noqa: S307
