"""Which agreements count: signed by both, approved where a supervisor must (T4), and how many new ones there were (R21)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pyaddin.rules.arrears import position
from pyaddin.rules.case_state import plan_state
from pyaddin.rules.in_force import agreed_plans, current_plan, replans, term_months, unapproved
from tests.rules.build_cases import D, adjusted, agreed, day, file, office, paid, rows
from tests.rules.test_stage import moves

OWED = rows("10-05", "11-05", amount="100")
ROWS = rows("12-05", "2027-01-05", amount="75", plan="L-1")
PLAN = agreed("L-1", "10-20", "150", waived=D(50))


@pytest.mark.parametrize(
    ("waived", "limit", "approved_by", "proposed_by", "counts"),
    [
        ("50", "50", "", "Mary", True),
        ("50.01", "50", "", "Mary", False),
        ("50.01", "50", "Li Na", "Mary", True),
        ("50.01", "50", "ＭＡＲＹ ", "mary", False),
        ("50.01", "50", "Mary", "", True),  # an older ledger does not say who proposed it
    ],
)
def test_a_waiver_above_the_limit_counts_once_somebody_else_approved_it(waived: str, limit: str, approved_by: str, proposed_by: str, counts: bool) -> None:
    plan = replace(PLAN, waived=D(waived), approved_by=approved_by, proposed_by=proposed_by)
    one, policy = file(*OWED, *ROWS, plans=(plan,)), office(waiver_limit=D(limit))
    assert (current_plan(one, policy, day("10-20")) == plan, unapproved(one, policy) == ()) == (counts, counts)
    assert position(one, policy, day("10-21")).outstanding == (D(150) if counts else D(200))


def test_rows_of_a_plan_that_waits_are_listed_in_no_sum_and_money_goes_to_the_contract() -> None:
    seen = position(file(*OWED, *ROWS, plans=(PLAN,), payments=(paid("10-25", "60"),)), office(), day("12-10"))
    assert [(row.key, row.paid, row.status, row.counts) for row in seen.rows] == [
        (("", 1), D(60), "missed", True), (("", 2), D(0), "missed", True), (("L-1", 1), D(0), "open", False), (("L-1", 2), D(0), "open", False),
    ]  # fmt: skip
    assert (seen.regime, seen.outstanding) == ("", D(140))


def test_a_correction_of_a_plan_that_does_not_count_changes_nothing() -> None:
    written = adjusted("10-20", "correction", "-30", component="principal", plan_id="L-1", key="C-1|L-1/1|correction")
    by_hand = adjusted("10-20", "correction", "-30", "A-2", component="principal")
    one = file(*OWED, *ROWS, plans=(PLAN,), adjustments=(written,))
    assert position(one, office(), day("10-21")).outstanding == 200
    assert position(replace(one, adjustments=(by_hand,)), office(), day("10-21")).outstanding == 170


@pytest.mark.parametrize(("last", "months"), [("2026-10-20", 0), ("2026-10-21", 1), ("2026-11-20", 1), ("2031-10-20", 60), ("2031-10-21", 61)])
def test_a_term_counts_from_the_agreement_a_started_month_whole(last: str, months: int) -> None:
    assert term_months(day("10-20"), rows(last)) == months


def test_the_term_of_a_plan_ends_with_its_last_row_wherever_that_stands() -> None:
    assert term_months(day("10-20"), rows("2027-01-20", "11-20", "12-20")) == 3
    assert term_months(day("10-20"), rows("09-20")) == 0


def test_a_term_above_the_cap_needs_approval_too() -> None:
    long = file(*OWED, *rows("2031-10-21", amount="200", plan="L-1"), plans=(agreed("L-1", "10-20", "200"),))
    assert current_plan(long, office(), day("10-20")) is None
    assert current_plan(replace(long, plans=(agreed("L-1", "10-20", "200", approved_by="Li Na"),)), office(), day("10-20")) is not None


def test_the_first_agreement_of_a_case_is_no_new_one_whatever_its_version() -> None:
    plans = tuple(agreed(f"L-{n}", on, "200", n + 2) for n, on in enumerate(("2025-10-20", "2025-11-01", "10-01", "10-20")))
    one = file(*OWED, plans=(*plans, agreed("L-9", "10-10", "200", 9, status="withdrawn")))
    assert [plan.plan_id for plan in agreed_plans(one, office(), day("10-19"))] == ["L-0", "L-1", "L-2"]
    assert [replans(one, office(), day(on)) for on in ("2025-10-31", "2025-11-01", "10-20", "11-01")] == [0, 1, 3, 2]


def test_a_plan_of_a_case_that_was_never_in_collection_is_watched_all_the_same() -> None:
    one = file(*rows("12-05", "12-20", amount="100"), *rows("12-10", "2027-01-05", plan="L-1"), plans=(agreed("L-1", "10-20", "200"),))
    assert moves(one, "10-21") == ["T1", "T2", "T3", "T4"]
    assert moves(replace(one, plans=()), "10-21") == []


@pytest.mark.parametrize("swapped", [False, True])
def test_of_two_agreements_of_one_day_the_later_version_counts_whatever_their_ids_and_their_order_on_the_sheet(swapped: bool) -> None:
    """``L-10`` stands before ``L-9`` in the alphabet, and the debtor signed it as the second version."""
    first, second = agreed("L-9", "10-20", "200"), agreed("L-10", "10-20", "200", version=2)
    old, new = rows("12-05", "2027-01-05", plan="L-9"), rows("11-20", "12-20", "2027-01-20", "2027-02-20", amount="50", plan="L-10")
    plans = (second, first) if swapped else (first, second)
    one = file(*OWED, *old, *new, plans=plans, payments=(paid("11-20", "50"),))
    seen = position(one, office(), day("11-21"))
    assert (seen.regime, seen.outstanding, [row.key for row in seen.rows if row.counts]) == ("L-10", D(150), [("L-10", number) for number in (1, 2, 3, 4)])
    state = plan_state(one, seen, office())
    assert (state.status, state.plan, state.replaced) == ("performing", second, (first,))


def test_an_agreement_of_the_day_of_a_judgment_is_one_about_it_whatever_its_id() -> None:
    judged = adjusted("10-20", "judgment", "180")
    for plan_id in ("A-1", "L-1"):
        one = file(*OWED, *rows("12-05", "2027-01-05", amount="90", plan=plan_id), plans=(agreed(plan_id, "10-20", "180"),), adjustments=(judged,))
        seen = position(one, office(), day("10-21"))
        assert (seen.regime, seen.outstanding, seen.mismatches) == (plan_id, D(180), ())


@pytest.mark.parametrize("swapped", [False, True])
def test_of_two_agreements_that_wait_for_a_supervisor_the_one_signed_last_is_asked_for_first(swapped: bool) -> None:
    older, newer = agreed("L-1", "10-20", "150", waived=D(50)), agreed("L-2", "10-20", "140", version=2, waived=D(60))
    one = file(*OWED, *ROWS, plans=(newer, older) if swapped else (older, newer))
    assert unapproved(one, office()) == (newer, older)
    assert plan_state(one, position(one, office(), day("10-21")), office()).unapproved == "L-2"


def test_an_offer_that_nobody_has_signed_waits_for_no_supervisor() -> None:
    offered = replace(agreed("L-1", "10-20", "150", waived=D(50)), status="proposed")
    for plan in (offered, replace(offered, status="signed", creditor_signed_on=None)):
        assert unapproved(file(*OWED, *ROWS, plans=(plan,)), office()) == ()
