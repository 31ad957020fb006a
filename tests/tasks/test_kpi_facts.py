"""The dated facts of a period, on the days at its edges: stage of the money, payments taken back, cases whose days for a first contact end."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from pyaddin.rules.case import CaseFile
from pyaddin.tasks.kpi_facts import Cases, stage_on
from pyaddin.tasks.opening import Opened
from tests.rules.build_cases import CONTACT, DEEP, OFFICE, D, agreed, day, file, hold, move, paid, rows, talk

SINCE, UNTIL = day("10-31"), day("11-30")


def cases(*files: CaseFile) -> Cases:
    return Cases(cast(Opened, SimpleNamespace(policy=OFFICE, files=files)), UNTIL)


@pytest.mark.parametrize(("on", "stage"), [("10-05", ""), ("10-06", ""), ("10-07", "CONTACT"), ("10-13", "CONTACT"), ("10-14", "DEEP")])
def test_money_of_the_day_of_a_move_belongs_to_the_stage_that_is_left(on: str, stage: str) -> None:
    assert stage_on(DEEP, day(on)) == stage


def test_of_two_moves_of_one_day_the_last_one_stands() -> None:
    both = (*CONTACT, move("10-13", "T2", "DEEP", "CONTACT"), move("10-13", "T3", "NEGOTIATE", "DEEP"))
    assert stage_on(both, day("10-14")) == "NEGOTIATE"


@pytest.mark.parametrize(("reversed_on", "counts"), [(None, True), ("12-01", True), ("11-30", False), ("11-20", False)])
def test_money_taken_back_by_the_last_day_was_not_received(reversed_on: str | None, counts: bool) -> None:
    one = file(*rows("10-05"), moves=DEEP, payments=(paid("11-10", "40", reversed_on=reversed_on),))
    assert [(line.key, line.amount, line.stage) for line in cases(one).payments(SINCE)] == ([("P-1", D(40), "DEEP")] if counts else [])


@pytest.mark.parametrize(("entered", "told"), [("10-28", False), ("10-29", True), ("11-30", True), ("12-01", False)])
def test_entries_are_those_whose_days_for_a_first_contact_may_end_in_the_period(entered: str, told: bool) -> None:
    """Three days from the due date, the day before: entered on 28 October they ended with the 30th, before the period began."""
    due = day(entered) - timedelta(days=1)
    one = file(*rows(due), moves=(move(entered, "T1", "CONTACT"),), contacts=(talk(due + timedelta(days=2)), talk(due - timedelta(days=1))))
    found: list[Any] = list(cases(one).entries(SINCE))
    assert [(line.on, line.limit, line.first_on) for line in found] == ([(day(entered), due + timedelta(days=3), _seen(due)) for _ in (1,) if told])


@pytest.mark.parametrize(
    ("end", "on", "found"), [("11-20", "11-18", [("11-20", True)]), ("11-20", "11-21", [("11-20", False)]), ("12-15", "11-18", []), (None, "11-18", [])]
)
def test_days_of_a_moratorium_are_no_grace_of_an_installment(end: str | None, on: str, found: list[tuple[str, bool]]) -> None:
    """It falls due on 6 November, two days after the moratorium began."""
    one = file(
        *rows("11-06", "12-06", plan="L-1"), plans=(agreed("L-1", "10-01", "200"),), payments=(paid(on, "100"),), holds=(hold("MORATORIUM", "11-04", end),)
    )
    assert [(line.deadline, line.in_full) for line in cases(one).plan_rows()] == [(day(deadline), kept) for deadline, kept in found]


def _seen(due: Any) -> Any:
    """The first try since the due date that the period has seen."""
    first = due + timedelta(days=2)
    return first if first <= UNTIL else None
