"""The draws of a simulation: fixed by the seed, within their chances, and never more than is owed."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pyaddin.rules.decide import Decision, decide
from pyaddin.rules.simulation import Assumptions, Dice, money_of_week, pay_chance
from tests.rules.build_cases import D, day, file, office, promise, rows

ASSUMED = Assumptions()


def seen(*due: str, **more: object) -> Decision:
    return decide(file(*rows(*due), **more), office(), day("11-23"), "weekly")  # type: ignore[arg-type]


def test_chances_fall_with_the_days_and_rise_with_a_message() -> None:
    chances = [pay_chance(days, False, ASSUMED) for days in (1, 5, 20, 45, 80, 100, 400)]
    assert chances == sorted(chances, reverse=True)
    assert pay_chance(5, True, ASSUMED) > pay_chance(5, False, ASSUMED)
    assert pay_chance(1, True, replace(ASSUMED, pay=10.0)) == 0.95


@given(st.integers(0, 10_000), st.integers(0, 51), st.booleans())
def test_the_same_seed_falls_alike_and_nothing_is_paid_that_is_not_owed(seed: int, week: int, told: bool) -> None:
    decision, dice = seen("10-01", "11-25", "12-20"), Dice(seed, week)
    drawn = list(money_of_week(decision, told, dice, ASSUMED))
    assert drawn == list(money_of_week(decision, told, dice, ASSUMED))
    assert [one.on for one in drawn if not day("11-23") < one.on <= day("11-30")] == []
    assert sum(one.amount for one in drawn) <= D(200)
    assert all(0 <= one.expected <= one.amount for one in drawn)


def test_an_open_promise_takes_the_place_of_a_payment_by_chance() -> None:
    decision = seen("10-01", promises=(promise("11-20", "80", "11-27"),))
    kept = [list(money_of_week(decision, True, Dice(seed, 0), replace(ASSUMED, kept=1.0))) for seed in range(5)]
    assert {(one.on, one.amount, one.comes) for drawn in kept for one in drawn} == {(day("11-27"), D(80), True)}
    assert not any(one.comes for one in money_of_week(decision, True, Dice(1, 0), replace(ASSUMED, kept=0.0)))


def test_a_case_that_owes_nothing_pays_nothing() -> None:
    assert list(money_of_week(seen(), False, Dice(1, 0), ASSUMED)) == []
