"""A decision table in SQL: the same guards for an engine that works by columns. The table stays the one source; this is only another execution of it.

Every guard becomes an expression that is true or false, never unknown: a fact that is missing equals nothing and lies in no range, as an absent value does
in the row rules.
"""

from __future__ import annotations

import ast

from pyaddin.rules.tables import AtLeast, DecisionTable, parse_guard

_ORDERED = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}


def guard_sql(table: DecisionTable, when: str) -> str:
    """One guard over columns that are called like the table's facts. Raises ``ValueError`` for what is no guard of the table."""
    return _true(table, parse_guard(when, table.facts).body)


def first_sql(table: DecisionTable) -> str:
    """The number of the line that decides, -1 for none, as ``DecisionTable.first`` chooses it."""
    lines = " ".join(f"WHEN {guard_sql(table, line.when)} THEN {number}" for number, line in enumerate(table.lines))
    return f"CASE {lines} ELSE -1 END"


def _true(table: DecisionTable, node: ast.expr) -> str:
    """The node where yes or no is asked for."""
    if isinstance(node, ast.BoolOp):
        word = " AND " if isinstance(node.op, ast.And) else " OR "
        return "(" + word.join(_true(table, value) for value in node.values) + ")"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return f"(NOT {_true(table, node.operand)})"
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        pairs = [_compared(op, left, right) for op, left, right in zip(node.ops, sides[:-1], sides[1:], strict=True)]
        return "(" + " AND ".join(pairs) + ")"
    if isinstance(node, ast.Name):
        return _filled(table, node.id)
    if isinstance(node, ast.Constant):
        return "TRUE" if node.value else "FALSE"
    raise ValueError(f"{type(node).__name__} says neither yes nor no")


def _filled(table: DecisionTable, fact: str) -> str:
    """A fact by itself: yes, a count that is not zero, a code that is not blank."""
    values = table.values.get(fact)
    if values is None:
        return f'coalesce("{fact}", FALSE)'
    number = isinstance(values, AtLeast) or all(isinstance(value, int) for value in values)
    return f'coalesce("{fact}" <> {0 if number else chr(39) * 2}, FALSE)'


def _compared(op: ast.cmpop, left: ast.expr, right: ast.expr) -> str:
    one, other = _value(left), _value(right)
    if isinstance(op, ast.Eq):
        return f"({one} IS NOT DISTINCT FROM {other})"
    if isinstance(op, ast.NotEq):
        return f"({one} IS DISTINCT FROM {other})"
    if isinstance(op, ast.In):
        return f"coalesce({one} IN {other}, FALSE)"
    if isinstance(op, ast.NotIn):
        return f"(NOT coalesce({one} IN {other}, FALSE))"
    return f"coalesce({one} {_ORDERED[type(op)]} {other}, FALSE)"


def _value(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return f'"{node.id}"'
    if isinstance(node, ast.Tuple):
        return "(" + ", ".join(_value(part) for part in node.elts) + ")"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return f"(-{_value(node.operand)})"
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            return "'" + node.value.replace("'", "''") + "'"
        if isinstance(node.value, bool):
            return "TRUE" if node.value else "FALSE"
        if isinstance(node.value, int):
            return str(node.value)
    raise ValueError(f"{ast.dump(node)} is no value of a guard")
