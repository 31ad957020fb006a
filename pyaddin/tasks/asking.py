"""Asking a person in a terminal, question by question: a line is read as a cell of the sheet would be, or said to be unusable and asked again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from decimal import Decimal, InvalidOperation

from pyaddin.errors import KINDS
from pyaddin.ledger.cells import BadCell, Cleaned, Understood, converter
from pyaddin.ledger.columns import Table, Type
from pyaddin.tasks.case_words import Asked, in_language
from pyaddin.tasks.dialog import Dialog

Answers = dict[str, object]


def question(asked: Asked, answers: Answers, language: str, dialog: Dialog, read: Callable[[str, str], object]) -> None:
    """Asks until the line can be used; an empty line leaves an optional answer open, the end of the input every one. What was said is not asked."""
    while asked.option not in answers:
        typed = dialog.ask(in_language(asked.question, language))
        if not typed:
            if typed is None or asked.may_be_blank:
                return
            continue
        try:
            answers[asked.option] = read(asked.option, typed)
        except BadCell as problem:
            dialog.tell(problem.advice or KINDS[problem.code].advice)


def decimal(typed: str) -> Decimal:
    """A typed number. Raises ``BadCell``."""
    try:
        number = Decimal(typed)
    except InvalidOperation:
        raise BadCell("E-NUMBER", "Type digits and at most one point, for example 1250.00.") from None
    if not number.is_finite():
        raise BadCell("E-NUMBER")
    return number


def cell(table: Table, column: str, typed: str | Decimal) -> object:
    """What the text means in a column of a sheet: a date, a code by its label, a text. Raises ``BadCell``."""
    value = converter(table.column(column), UTC)(float(typed) if isinstance(typed, Decimal) else typed, 4)
    return value.value if isinstance(value, Cleaned | Understood) else value


def typed_cell(table: Table, column: str, typed: str) -> object:
    """As ``cell``; amounts and rates are read as numbers first."""
    return cell(table, column, decimal(typed) if table.column(column).type in (Type.RATE, Type.MONEY, Type.INTEGER) else typed)
