"""Proof of a decision table: its facts crossed over all their critical values, for gaps, overlaps and lines that can never decide.

Between two constants of the guards no guard changes, so a few values of each fact stand for all: the codes it may be, yes and no, and for
counts each constant with its neighbors. The crossing is exhaustive over these; branches in which every question is settled already
are not walked further.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pyaddin.records import dataclass
from pyaddin.rules.tables import AtLeast, DecisionTable, parse_guard

Facts = dict[str, object]
Domains = Mapping[str, tuple[object, ...]]
_Wanted = tuple[ast.expr, bool]
_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.In: lambda value, among: value in among, ast.NotIn: lambda value, among: value not in among,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of a table. ``kind``: unreachable, gap, overlap, stray (a value that the fact never has), unused (a fact that no guard asks for).

    ``lines`` are the numbers of the lines from 1 on; ``example`` = facts that show it, those that do not matter left out.
    """

    kind: str
    lines: tuple[int, ...] = ()
    example: tuple[tuple[str, object], ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two lines that hold together; the earlier one decides. Numbers from 1 on."""

    first: int
    later: int
    example: tuple[tuple[str, object], ...]


def truth(node: ast.expr, facts: Mapping[str, object]) -> bool | None:
    """The guard under the facts known so far; ``None`` while it depends on others."""
    if isinstance(node, ast.BoolOp):
        settles = isinstance(node.op, ast.Or)
        parts = [truth(value, facts) for value in node.values]
        if settles in parts:
            return settles
        return None if None in parts else not settles
    if isinstance(node, ast.UnaryOp):
        inner = truth(node.operand, facts)
        return None if inner is None else not inner
    if isinstance(node, ast.Compare):
        return _compared(node, facts)
    known, value = _value(node, facts)
    return bool(value) if known else None


def _compared(node: ast.Compare, facts: Mapping[str, object]) -> bool | None:
    answers: list[bool | None] = []
    left = node.left
    for op, right in zip(node.ops, node.comparators, strict=True):
        (known, a), (also, b) = _value(left, facts), _value(right, facts)
        answers.append(_COMPARE[type(op)](a, b) if known and also else None)
        left = right
    if False in answers:
        return False
    return None if None in answers else True


def _value(node: ast.expr, facts: Mapping[str, object]) -> tuple[bool, object]:
    """Whether the value is known, and the value."""
    if isinstance(node, ast.Name):
        return (node.id in facts, facts.get(node.id))
    if isinstance(node, ast.Tuple):
        parts = [_value(part, facts) for part in node.elts]
        return all(known for known, _ in parts), tuple(value for _, value in parts)
    if isinstance(node, ast.Constant):
        return True, node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant) and isinstance(node.operand.value, int):
        return True, -node.operand.value
    answer = truth(node, facts)
    return answer is not None, answer


def names_in(node: ast.AST) -> set[str]:
    """The facts that a guard asks for."""
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def domains_of(table: DecisionTable, guards: Iterable[ast.expr]) -> dict[str, tuple[object, ...]]:
    """For each fact the values that stand for all of its values."""
    found: dict[str, tuple[object, ...]] = {}
    points: dict[str, set[int]] = {name: {given.low} for name, given in table.values.items() if isinstance(given, AtLeast)}
    for name, other in _pairs(guards):
        if name in points:
            points[name] |= {near for value in _numbers(table, other) for near in (value - 1, value, value + 1)}
    for name in table.facts:
        given = table.values.get(name, (False, True))
        found[name] = tuple(sorted(p for p in points[name] if p >= given.low)) if isinstance(given, AtLeast) else given
    return found


def _numbers(table: DecisionTable, node: ast.expr) -> list[int]:
    """The numbers that a side of a comparison may be: a constant, the constants of a tuple, or the sampled values of another fact."""
    if isinstance(node, ast.Name):
        given = table.values.get(node.id, ())
        return [] if isinstance(given, AtLeast) else [value for value in given if isinstance(value, int)]
    known, value = _value(node, {})
    values = value if isinstance(value, tuple) else (value,)
    return [number for number in values if isinstance(number, int) and not isinstance(number, bool)] if known else []


def _pairs(guards: Iterable[ast.expr]) -> Iterable[tuple[str, ast.expr]]:
    """Each fact with what it is compared to, from both sides."""
    for guard in guards:
        for node in ast.walk(guard):
            if isinstance(node, ast.Compare):
                sides = [node.left, *node.comparators]
                for left, right in zip(sides, sides[1:], strict=False):
                    if isinstance(left, ast.Name):
                        yield left.id, right
                    if isinstance(right, ast.Name):
                        yield right.id, left


@dataclass(frozen=True, slots=True)
class Question:
    """A part of a guard and the truth that it must have; ``names`` are the facts that it asks for."""

    node: ast.expr
    wanted: bool
    names: frozenset[str]


def questions(node: ast.expr, wanted: bool) -> list[Question]:
    """The guard taken apart: of ``a and b`` wanted true each part must be true, of ``a or b`` wanted false each part false."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return questions(node.operand, not wanted)
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And) is wanted:
        return [part for value in node.values for part in questions(value, wanted)]
    return [Question(node, wanted, frozenset(names_in(node)))]


def example(asked: Sequence[Question], domains: Domains, facts: Facts | None = None) -> Facts | None:
    """Facts under which every question has its wanted answer, or ``None`` when there are none: the crossing itself.

    The question with the fewest possibilities is settled first; a branch ends where an answer is wrong already.
    """
    facts = facts or {}
    left: list[Question] = []
    best, choice = 0, ""
    for question in asked:
        now = truth(question.node, facts)
        if now is None:
            left.append(question)
            size = 1
            for name in question.names - facts.keys():
                size *= len(domains[name])
            if not choice or size < best:
                best, choice = size, min(question.names - facts.keys(), key=lambda name: (len(domains[name]), name))
        elif now is not question.wanted:
            return None
    if not left:
        return facts
    for value in domains[choice]:
        found = example(left, domains, {**facts, choice: value})
        if found is not None:
            return found
    return None


class Proof:
    """One table laid out for questions."""

    def __init__(self, table: DecisionTable) -> None:
        self.table = table
        self.guards = [parse_guard(line.when, table.facts).body for line in table.lines]
        self.never = [parse_guard(never.when, table.facts).body for never in table.never]
        self.domains = domains_of(table, [*self.guards, *self.never])
        self._possible = [question for node in self.never for question in questions(node, False)]

    def show(self, *wanted: _Wanted) -> tuple[tuple[str, object], ...] | None:
        """Possible facts under which the guards have these truths; ``None`` = there are none."""
        asked = [question for node, answer in wanted for question in questions(node, answer)]
        found = example([*asked, *self._possible], self.domains)
        return None if found is None else tuple((name, found[name]) for name in self.table.facts if name in found)

    def findings(self) -> list[Finding]:
        """Everything that is wrong with the table; empty = proven."""
        found = [*self._stray(), *self._unused(), *self._unreachable()]
        if not self.table.otherwise:
            gap = self.show(*((guard, False) for guard in self.guards))
            if gap is not None:
                found.append(Finding("gap", (), gap, "no line holds"))
        return found + [Finding("overlap", (each.first, each.later), each.example, "two lines hold together") for each in self._unwanted()]

    def _unreachable(self) -> list[Finding]:
        found: list[Finding] = []
        for number, guard in enumerate(self.guards, start=1):
            before = [] if self._all_count else [(earlier, False) for earlier in self.guards[: number - 1]]
            if self.show((guard, True), *before) is None:
                why = "its guard never holds" if self.show((guard, True)) is None else "earlier lines decide in every case"
                found.append(Finding("unreachable", (number,), (), why))
        return found

    @property
    def _all_count(self) -> bool:
        return self.table.order.startswith("all")

    def _stray(self) -> list[Finding]:
        """Guards that ask for a value which the fact never has: a misspelt code."""
        found: list[Finding] = []
        for number, guard in enumerate(self.guards, start=1):
            for name, other in _pairs([guard]):
                known, value = _value(other, {})
                values = value if isinstance(value, tuple) else (value,)
                strange = [word for word in values if isinstance(word, str) and word not in self.domains[name]] if known else []
                found += [Finding("stray", (number,), ((name, word),), f"{name} is never {word!r}") for word in strange]
        return found

    def _unused(self) -> list[Finding]:
        used = {name for guard in self.guards for name in names_in(guard)}
        return [Finding("unused", (), ((name, None),), f"no line asks for {name}") for name in self.table.facts if name not in used]

    def overlaps(self) -> list[Overlap]:
        """Every pair of lines that can hold together and would not give the same outcome."""
        found: list[Overlap] = []
        for later in range(len(self.guards)):
            for first in range(later):
                if self.table.lines[first].then != self.table.lines[later].then:
                    shown = self.show((self.guards[first], True), (self.guards[later], True))
                    if shown is not None:
                        found.append(Overlap(first + 1, later + 1, shown))
        return found

    def _unwanted(self) -> list[Overlap]:
        """Overlaps that the table does not allow: all of them without an order, else those within a group that is kept apart."""
        if not self.table.order:
            return self.overlaps()
        ids = [line.id for line in self.table.lines]
        groups = [set(group) for group in self.table.apart]
        return [each for each in self.overlaps() if any({ids[each.first - 1], ids[each.later - 1]} <= group for group in groups)]


def prove(table: DecisionTable) -> list[Finding]:
    """What is wrong with the table; empty = no gap, no line that can never decide, no overlap that is not meant."""
    return Proof(table).findings()
