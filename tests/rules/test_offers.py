"""Offers side by side: what each comes to, whether a supervisor is needed, and why one cannot be made (R17-R22, T4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyaddin.rules.affordability import Debt, Guideline, changed, read_change
from pyaddin.rules.arrears import position
from pyaddin.rules.case import Budget
from pyaddin.rules.money import cent
from pyaddin.rules.offers import Offer, afford, offers
from pyaddin.rules.policy import OfferTerms, Policy
from tests.rules.build_cases import D, adjusted, agreed, day, file, hold, office, paid, promise, rows, talk

TODAY = day("11-26")
OFFICE = office(waiver_limit=D(20))
BUDGET = Budget(day("11-20"), D(2000), {"housing": D(1200), "food": D(600)}, evidence="payslip")
OWES = file(*rows("10-05", "11-05", "12-05", amount="300"), annual_rate=D("0.12"), adjustments=(adjusted("10-20", "fee", "15"),))


def made(case: object = OWES, budget: Budget | None = BUDGET, policy: Policy = OFFICE, **more: object) -> dict[str, Offer]:
    """The offers by kind; installments by their count, the affordable one as ``affordable``."""
    found = offers(case, policy, budget, TODAY, **more)  # type: ignore[arg-type]
    assert [offer.number for offer in found] == list(range(1, len(found) + 1))
    named = {}
    for offer in found:
        name = offer.kind if offer.kind != "installment" else str(offer.asked_count) if offer.asked_count else "affordable"
        named[name] = offer
    return named


def why(offer: Offer) -> str:
    return "; ".join(words.says("en") for words in (*offer.unavailable, *offer.approval))


def test_the_offers_stand_in_a_fixed_order_with_their_figures() -> None:
    found = made()
    assert list(found) == ["full", "waiver", "affordable", "3", "6", "12", "deferral", "settlement", "arrears"]
    owed = position(OWES, OFFICE, TODAY).outstanding
    assert owed == D("922.20")  # 900 + fee 15 + interest 300 x 12 % x (52 + 21) / 365
    full = found["full"]
    assert full.first_due == day("12-03")
    assert full.total == owed + full.interest
    assert full.interest == D("1.38")  # seven days more on 600
    assert (full.cost, full.plan_kind, full.count, full.frequency) == (full.interest, "", 1, "")
    affordable = found["affordable"]
    assert (affordable.amount, affordable.count, affordable.first_due, affordable.ends_on) == (D(200), 5, day("12-28"), date(2027, 4, 26))
    assert [row.due for row in affordable.rows] == [D(200)] * 4 + [D("122.20")]
    assert (affordable.total, affordable.cost, affordable.surplus_left, affordable.plan_kind) == (owed, 0, 0, "installment")
    assert (found["3"].amount, found["3"].surplus_left) == (D("307.40"), D("-107.40"))
    assert found["12"].ends_on == date(2027, 11, 26)


def test_a_waiver_within_the_limit_needs_nobody_and_one_above_a_supervisor() -> None:
    small = made(replace(OWES, adjustments=()))["waiver"]
    assert (small.waived, small.total, small.plan_kind) == (D("7.20"), D(900), "settlement")
    assert not small.needs_approval
    large = made()["waiver"]
    assert (large.waived, large.total, large.cost) == (D("22.20"), D(900), D("-22.20"))
    assert large.needs_approval
    assert why(large) == "the waiver of 22.20 is above waiver_limit 20"
    none = made(file(*rows("10-05", amount="300")))["waiver"]
    assert why(none) == "there is no interest and no fee to waive"


def test_a_settlement_is_offered_late_only_and_waives_the_rest() -> None:
    assert "a settlement is offered from 90 days on" in why(made()["settlement"])
    late = made(file(*rows("05-05", amount="1000")))["settlement"]
    assert (late.total, late.waived, late.plan_kind) == (D("800.00"), D("200.00"), "settlement")
    assert late.needs_approval


def test_in_disposition_every_plan_needs_a_supervisor() -> None:
    found = made(replace(OWES, case=replace(OWES.case, stage="DISPOSITION")))
    assert why(found["6"]) == "the case is in disposition (T9)"
    assert not found["full"].needs_approval
    assert found["settlement"].available


def test_a_firm_is_not_compared_with_the_costs_of_a_household() -> None:
    figures = (Guideline("food", "GBP", D(260), D(150), date(2020, 1, 1), "house default"),)
    policy = replace(OFFICE, guidelines=figures)
    assert [one.line for one in afford(OWES, policy, BUDGET, TODAY).excesses] == ["food"]
    assert afford(replace(OWES, debtor=replace(OWES.debtor, kind="business")), policy, BUDGET, TODAY).excesses == ()


def test_what_is_past_due_now_and_the_rest_as_agreed() -> None:
    arrears = made()["arrears"]
    assert arrears.total == D("623.58")  # 600 + 15 + 7.20 + interest of seven more days
    assert arrears.plan_kind == ""
    assert "arrears" not in made(file(*rows("10-05", amount="300")))


def test_a_deferral_saves_up_for_one_payment_or_begins_later() -> None:
    once = made(file(*rows("10-05", amount="500")))["deferral"]
    assert (once.count, once.first_due, once.plan_kind) == (1, date(2027, 2, 26), "deferral")
    assert once.surplus_left == D("33.33")  # 500 saved in three months from 200 a month
    several = made()["deferral"]
    assert (several.count, several.amount, several.first_due) == (5, D(200), date(2027, 2, 26))


def test_no_last_payment_of_a_few_cents_where_one_fewer_is_within_the_share() -> None:
    """527.88 in whole units would be 527.00 and 0.88; the share is 527.88, so one payment does. 922.20 at 200.00 stays as it is."""
    owes = file(*rows("10-05", amount="527.88"))
    budget = Budget(day("11-20"), D(2000), {"housing": D("1472.12")}, evidence="payslip")
    one = made(owes, budget)["affordable"]
    assert [row.due for row in one.rows] == [D("527.88")]
    two = made(file(*rows("10-05", amount="1054.30")), budget)["affordable"]
    assert [row.due for row in two.rows] == [D("527.15")] * 2
    assert made()["affordable"].count == 5


def test_without_a_budget_only_the_round_counts_can_be_offered() -> None:
    found = made(budget=None)
    assert why(found["affordable"]) == "no budget is known: ask for income and costs first"
    assert found["6"].available
    assert found["6"].surplus_left is None
    assert ("unknown", -10) in (found["6"].chance.parts if found["6"].chance else ())
    assert "no surplus" in why(made(budget=replace(BUDGET, income=D(1500)))["affordable"])


def test_what_if_less_comes_in() -> None:
    less = made(budget=changed(BUDGET, read_change("5%"), cent("GBP")))
    assert (less["affordable"].amount, less["affordable"].count) == (D(100), 10)
    assert less["6"].surplus_left == D("-53.70")
    assert made()["6"].surplus_left == D("46.30")


def test_other_creditors_get_their_share() -> None:
    shared = made(budget=replace(BUDGET, owed_to_others=D("922.20")))["affordable"]
    assert (shared.amount, shared.surplus_left) == (D(100), D(100))
    assert made(others=(Debt("C-2", D("922.20")),))["affordable"].amount == D(100)


def test_counts_asked_for_take_the_place_of_the_round_ones_and_a_long_term_needs_approval() -> None:
    found = made(counts=(2, 61, 61, 90000))
    assert list(found) == ["full", "waiver", "affordable", "2", "61", "90000", "deferral", "settlement", "arrears"]
    assert why(found["61"]) == "61 months are more than the cap of 60 (plan_cap_months)"
    assert why(found["90000"]).startswith("90000 installments are too many")
    assert made(first_due=day("12-10"))["3"].first_due == day("12-10")
    assert why(made(first_due=day("11-10"))["3"]) == "the first due date 2026-11-10 has passed"


def test_interest_of_the_plan_is_part_of_its_cost() -> None:
    policy = replace(OFFICE, offer=OfferTerms(plan_rate=D("0.12")))
    found = made(policy=policy)
    year = found["12"]
    assert year.total == D("922.20") + year.interest
    assert year.cost == year.interest > 0
    assert sum(row.principal for row in year.rows) == D("922.20")
    tiny = made(budget=replace(BUDGET, income=D(1809)), policy=replace(policy, offer=OfferTerms(plan_rate=D("0.12"), token=D(0))))["affordable"]
    assert why(tiny) == "9 a month does not cover the interest of the plan"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"holds": (hold("INSOLVENCY", "11-01"),)}, "there is nobody to agree with: insolvency was notified"),
        ({"payments": (paid("11-20", "2000"),)}, "nothing is owed"),
    ],
)
def test_there_are_reasons_that_forbid_every_offer(change: dict[str, object], words: str) -> None:
    found = made(replace(OWES, **change))  # type: ignore[arg-type]
    assert {why(offer) for offer in found.values()} == {words}
    assert not any(offer.available for offer in found.values())


def test_a_case_that_a_supervisor_ended_gets_no_offers() -> None:
    ended = replace(OWES, case=replace(OWES.case, outcome="WRITTEN_OFF", outcome_on=day("11-01"), approved_by="Sue"))
    assert {why(offer) for offer in made(ended).values()} == {"the case has ended: written off"}


def test_after_two_new_plans_in_a_year_no_third_is_offered() -> None:
    plans = tuple(agreed(f"L-{n}", f"{8 + n:02}-01", "900", version=n, status="superseded") for n in (1, 2, 3))
    found = made(replace(OWES, plans=plans))
    assert why(found["6"]).startswith("2 new plans in twelve months")
    assert found["full"].available
    assert made(replace(OWES, plans=plans[:2]))["6"].available


def test_the_chance_tells_its_points() -> None:
    kept = replace(OWES, promises=(promise("10-10", "50", "10-15"),), payments=(paid("10-14", "50"),), contacts=(talk("10-10", "promise"),))
    told = made(kept)["affordable"].chance
    assert told is not None
    assert told.parts == (("begin", 50), ("within", 20), ("evidence", 5), ("kept", 10), ("paid lately", 10))
    assert told.says("en").startswith("good (95): to begin with +50, within this debt's share of the surplus +20")
    assert told.says("zh-CN").startswith("较大（95）：起始分 +50，不超过本债务应占的结余 +20")
    over = made(kept)["3"].chance
    assert over is not None
    assert over.word == "fair"
    angry = made(replace(OWES, contacts=(talk("11-10", "refused", reason_code="REFUSES"),)), budget=None)["12"].chance
    assert angry is not None
    assert (angry.points, angry.word) == (25, "poor")


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 400_000), st.integers(0, 300_000), st.integers(0, 200), st.sampled_from((None, D("0.06"), D("0.24"))), st.integers(1, 70))
def test_every_offer_pays_what_is_owed_less_what_is_waived(owed: int, income: int, age: int, rate: Decimal | None, count: int) -> None:
    """Conservation: principal and waiver are the debt of the day, whatever the offer; no payment is zero; the same facts give the same offers."""
    case = file(*rows(TODAY - timedelta(days=age), amount=str(D(owed) / 100)), annual_rate=D("0.18"))
    policy = replace(OFFICE, offer=OfferTerms(plan_rate=rate))
    budget = Budget(TODAY, D(income) / 100)
    found = offers(case, policy, budget, TODAY, counts=(count,))
    debt = position(case, policy, TODAY).outstanding
    for offer in found:
        if offer.available:
            assert offer.total - offer.interest + offer.waived == debt
            assert all(row.due > 0 and row.due_on >= TODAY for row in offer.rows)
            assert offer.kind != "installment" or offer.asked_count or offer.amount <= max(D(0), budget.surplus)
        else:
            assert offer.rows == ()
    assert offers(case, policy, budget, TODAY, counts=(count,)) == found
