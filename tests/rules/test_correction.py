"""What a plan took over, what came in late, and where a correction goes (R21a), function by function."""

from __future__ import annotations

import pytest

from pyaddin.rules.case import Installment, Plan
from pyaddin.rules.correction import (
    Correction,
    agreed_amount,
    beyond_manual,
    changes_plan,
    corrected_rows,
    correction_key,
    late_money,
    taken_back_later,
    waived_apart,
    without_money,
)
from tests.rules.build_cases import D, adjusted, agreed, day, file, paid, rows

ON = day("10-01")
PLAN = agreed("L-1", "10-01", "200")


def parts(made: tuple[Installment, ...]) -> list[tuple[str, ...]]:
    return [tuple(str(value) for value in (row.principal, row.interest, row.fee)) for row in made]


FULL = (Installment("L-1", 1, day("11-05"), D(50), D(4), D(2)), Installment("L-1", 2, day("12-05"), D(50), D(4), D(2)))


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("0", [("50", "4", "2"), ("50", "4", "2")]),
        ("7", [("50", "4", "2"), ("57", "4", "2")]),
        ("-50", [("50", "4", "2"), ("0", "4", "2")]),
        ("-53", [("50", "4", "2"), ("0", "1", "2")]),
        ("-55", [("50", "4", "2"), ("0", "0", "1")]),
        ("-56", [("50", "4", "2"), ("0", "0", "0")]),
        ("-57", [("49", "4", "2"), ("0", "0", "0")]),
        ("-112", [("0", "0", "0"), ("0", "0", "0")]),
        ("-300", [("0", "0", "0"), ("0", "0", "0")]),
    ],
)
def test_money_in_takes_off_the_last_row_first_money_out_adds_to_it(amount: str, expected: list[tuple[str, ...]]) -> None:
    assert parts(corrected_rows(FULL, D(amount))) == expected
    assert parts(corrected_rows(FULL[::-1], D(amount))) == expected[::-1]


def test_a_plan_without_rows_stays_without() -> None:
    assert corrected_rows((), D(-5)) == corrected_rows((), D(5)) == ()


def test_the_last_row_is_the_one_that_falls_due_last_then_the_one_with_the_highest_number() -> None:
    same_day = (Installment("L-1", 2, day("11-05"), D(10)), Installment("L-1", 1, day("11-05"), D(20)), Installment("L-1", 3, day("10-20"), D(30)))
    assert [row.principal for row in corrected_rows(same_day, D(-3))] == [7, 20, 30]


@pytest.mark.parametrize(
    ("owed", "took_over", "bare", "late"),
    [
        ("130", "200", "200", "-70"), ("130", "200", "150", "-20"), ("200", "200", "300", "0"), ("210", "200", "300", "0"), ("130", "200", "130", "0"),
        ("130", "200", "90", "0"),
    ],
)
def test_late_money_lowers_by_what_came_and_never_raises(owed: str, took_over: str, bare: str, late: str) -> None:
    assert late_money(D(owed), D(took_over), D(bare)) == D(late)


@pytest.mark.parametrize(
    ("amount", "manual", "left"),
    [
        ("-70", "0", "-70"), ("-70", "-50", "-20"), ("-70", "-70", "0"), ("-70", "-90", "0"), ("-70", "10", "-70"), ("30", "10", "20"), ("30", "40", "0"),
        ("30", "-5", "30"), ("0", "-5", "0"), ("-0.50", "-0.20", "-0.30"), ("0.50", "2", "0"),
    ],
)
def test_what_a_clerk_entered_by_hand_is_not_entered_again(amount: str, manual: str, left: str) -> None:
    assert beyond_manual(D(amount), D(manual)) == D(left)


def priced(interest: str) -> tuple[Installment, ...]:
    return (Installment("L-1", 1, day("11-05"), D(200) - D(interest), D(interest)),)


@pytest.mark.parametrize(
    ("interest", "owed", "before", "took_over"),
    [
        ("0", "200", "9", "200"),
        ("10", "190", "50", "190"),  # it matches what was owed only without the plan's own interest
        ("10", "180", "9", "190"),  # more interest than the time before ever bore
        ("10", "180", "10", "200"),  # the late interest of the time before, moved into the plan
        ("10", "200", "50", "200"),
    ],
)
def test_interest_that_a_plan_adds_on_top_is_no_debt_taken_over(interest: str, owed: str, before: str, took_over: str) -> None:
    assert agreed_amount(PLAN, priced(interest), D(owed), D(before), D(0)) == D(took_over)


@pytest.mark.parametrize(("apart", "took_over"), [("0", "250"), ("20", "230"), ("50", "200"), ("60", "200")])
def test_what_was_waived_is_taken_over_once(apart: str, took_over: str) -> None:
    plan = Plan("L-1", 1, ON, D(200), waived=D(50))
    assert agreed_amount(plan, (), D(0), D(0), D(apart)) == D(took_over)


@pytest.mark.parametrize(
    ("on", "kind", "amount", "more", "apart"),
    [
        ("09-25", "waiver", "-9", {}, "9"),
        ("10-01", "waiver", "-9", {}, "9"),
        ("09-24", "waiver", "-9", {}, "0"),
        ("10-02", "waiver", "-9", {}, "0"),
        ("09-28", "write-off", "-9", {}, "0"),
        ("09-28", "waiver", "9", {}, "0"),
        ("09-28", "waiver", "0.50", {}, "0"),
        ("09-28", "waiver", "-9", {"plan_id": "L-1"}, "0"),
        ("09-28", "waiver", "-9", {"reversed_on": day("10-01")}, "0"),
        ("09-28", "waiver", "-9", {"reversed_on": day("10-02")}, "9"),
    ],
)
def test_waivers_from_the_proposal_to_the_agreement_are_the_plan_s_own(on: str, kind: str, amount: str, more: dict[str, object], apart: str) -> None:
    plan = Plan("L-1", 1, day("09-25"), D(200), waived=D(9))
    assert waived_apart(file(adjustments=(adjusted(on, kind, amount, **more),)), plan, ON) == D(apart)


@pytest.mark.parametrize(
    ("kind", "on", "plan_id", "component", "changes"),
    [
        ("correction", "10-01", "L-1", "", True),
        ("correction", "10-01", "L-1", "principal", True),
        ("correction", "10-01", "L-1", "fee", False),
        ("correction", "10-02", "L-1", "", False),
        ("correction", "10-01", "L-2", "", False),
        ("waiver", "10-01", "L-1", "", False),
    ],
)
def test_only_a_correction_of_the_day_that_names_the_plan_changes_its_rows(kind: str, on: str, plan_id: str, component: str, changes: bool) -> None:
    assert changes_plan(adjusted(on, kind, "-5", plan_id=plan_id, component=component), "L-1", ON) is changes


@pytest.mark.parametrize(
    ("value_date", "back", "as_of", "later"),
    [
        ("10-01", "10-02", "10-02", True),
        ("10-01", "10-02", "10-01", False),
        ("10-01", "10-01", "10-09", False),
        ("10-02", "10-03", "10-09", False),
        ("10-01", None, "10-09", False),
    ],
)
def test_what_was_taken_back_after_the_agreement(value_date: str, back: str | None, as_of: str, later: bool) -> None:
    assert taken_back_later(file(payments=(paid(value_date, "5", reversed_on=back),)), ON, day(as_of)) is later
    reversed_fee = adjusted(value_date, "fee", "5", reversed_on=None if back is None else day(back))
    assert taken_back_later(file(adjustments=(reversed_fee,)), ON, day(as_of)) is later


def test_without_money_and_relief_of_the_days_up_to_the_agreement() -> None:
    payments = (paid("10-01", "5"), paid("10-02", "6", "P-2"))
    relief = (adjusted("10-01", "waiver", "-1"), adjusted("10-02", "waiver", "-2", "A-2"))
    acts = (*relief, adjusted("09-01", "fee", "3", "A-3"), adjusted("09-01", "fee", "0", "A-4"))
    bare = without_money(file(*rows("08-05"), payments=payments, adjustments=acts), ON)
    assert ([p.payment_id for p in bare.payments], [a.adjustment_id for a in bare.adjustments]) == (["P-2"], ["A-2", "A-3", "A-4"])


def test_the_key_names_case_plan_and_version_and_what_is_missing_is_the_rest() -> None:
    assert correction_key("C-1", Plan("L-1", 3, ON, D(1))) == "C-1|L-1/3|correction"
    assert Correction("L-1", ON, D(-70), D(-50), "k", D(130), D(200)).missing == D(-20)
