"""Properties of the decision rules over random cases: money is conserved, order never matters, and a second run does nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyaddin.rules.arrears import position
from pyaddin.rules.case import Adjustment, CaseFile, Contact, Hold, Installment, Move, Payment, Plan, Promise
from pyaddin.rules.decide import Decision, decide_all
from pyaddin.rules.gate import CLASS_OF_KIND, holds_verdict
from pyaddin.rules.hold import EFFECTS
from pyaddin.rules.move_facts import MoveFacts
from pyaddin.rules.policy import Policy
from pyaddin.rules.tables import AtLeast, DecisionTable, compile_guard
from tests.rules.build_cases import OFFICE, D, at, day, debtor, everything, file, office, run

START = day("06-01")
AS_OF = day("10-15")
Cents = st.integers(1, 30_000).map(lambda cents: Decimal(cents).scaleb(-2))
POLICIES = (OFFICE, office(grace_days=3), office(level_mode="highest", min_gap_days=2), office(future="last", tolerance_amount=D("20")))


def days(low: int = 0, high: int = 136) -> st.SearchStrategy[date]:
    return st.integers(low, high).map(lambda number: START + timedelta(days=number))


@st.composite
def contract(draw: st.DrawFn) -> tuple[Installment, ...]:
    count = draw(st.integers(1, 4))
    first = draw(days(-30, 130))
    return tuple(
        Installment("", no, first + timedelta(days=30 * (no - 1)), draw(Cents), draw(st.sampled_from((D(0), D("3.10")))))
        for no in range(1, count + 1)
    )


@st.composite
def payments(draw: st.DrawFn) -> tuple[Payment, ...]:
    made = []
    for number in range(draw(st.integers(0, 4))):
        on = draw(days())
        back = draw(st.one_of(st.none(), st.integers(0, 30).map(lambda later, on=on: on + timedelta(days=later))))
        made.append(Payment(f"P-{number}", on, draw(Cents), back))
    return tuple(made)


@st.composite
def agreements(draw: st.DrawFn) -> tuple[tuple[Plan, ...], tuple[Installment, ...]]:
    plans: list[Plan] = []
    rows: list[Installment] = []
    for version in range(1, draw(st.integers(0, 2)) + 1):
        on = draw(days(30))
        name = f"L-{version}"
        amount = draw(Cents)
        signed = draw(st.sampled_from((on, None)))
        status = draw(st.sampled_from(("signed", "signed", "broken", "kept", "proposed")))
        waived = draw(st.sampled_from((D(0), D(5))))
        plans.append(Plan(name, version, on, amount * 2, status=status, waived=waived, debtor_signed_on=on, creditor_signed_on=signed))
        rows += [Installment(name, no, on + timedelta(days=draw(st.integers(1, 20)) + 20 * (no - 1)), amount) for no in (1, 2)]
    return tuple(plans), tuple(rows)


RESULTS = ("reached", "promise", "refused", "hardship", "no answer", "voicemail left", "sent", "failed", "queued")


@st.composite
def contacts(draw: st.DrawFn) -> tuple[Contact, ...]:
    """Clerks' notes and reminders of earlier runs, no two at one instant."""
    noted = []
    for number in range(draw(st.integers(0, 5))):
        on = draw(days(60))
        key = draw(st.sampled_from(("", "", "C-1|1|reminder|1", "C-1|1|reminder|2", "C-1|1|missed|ORIG/0/1", "C-1|1|thanks|P-0")))
        noted.append(
            Contact(
                "C-1", at(on, f"{8 + number:02d}:00"), on, draw(st.sampled_from(("call", "email", "sms"))), draw(st.sampled_from(("out", "out", "in"))),
                draw(st.sampled_from(RESULTS)), "service" if "thanks" in key else "collection", draw(st.sampled_from(("", "", "ILLNESS", "REFUSES"))), key,
                draw(st.one_of(st.none(), days(60))),
            )
        )  # fmt: skip
    return tuple(noted)


@st.composite
def holds(draw: st.DrawFn) -> tuple[Hold, ...]:
    found = []
    for _ in range(draw(st.integers(0, 2))):
        start = draw(days(60))
        end = draw(st.one_of(st.none(), st.integers(0, 40).map(lambda more, start=start: start + timedelta(days=more))))
        found.append(Hold(draw(st.sampled_from(sorted(set(EFFECTS) - {"PROMISE", "SIGNED_PLAN", "OPT_OUT", "DATA"}))), start, end, "case", "C-1"))
    return tuple(found)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Move, ...]:
    """A believable path of moves up to some stage."""
    last = draw(st.sampled_from((("T7", "DEEP"), ("T6", "NEGOTIATE"), ("T11b", "CLOSED"))))
    steps = (("T1", "CONTACT"), ("T2", "DEEP"), ("T3", "NEGOTIATE"), ("T4", "MONITOR"), last)
    taken = steps[: draw(st.integers(0, len(steps)))]
    if draw(st.booleans()) and 0 < len(taken) < 5:
        taken = (*taken, draw(st.sampled_from((("T10", "CLOSED"), ("T11", "CLOSED"), ("T12", "CLOSED"), ("T8", "DISPOSITION")))))
    moves: list[Move] = []
    on = START + timedelta(days=60)
    for rule, to in taken:
        on += timedelta(days=draw(st.integers(0, 25)))
        moves.append(Move(min(on, AS_OF), moves[-1].to_stage if moves else "", to, 0, 0, 1, rule))
    return tuple(moves)


OUTCOME_OF = {"T10": "PAID", "T11": "CURED", "T11b": "CURED", "T12": "WRITTEN_OFF"}


@st.composite
def files(draw: st.DrawFn) -> CaseFile:
    plans, planned = draw(agreements())
    moves = draw(histories())
    outcome = OUTCOME_OF.get(moves[-1].rule, "") if moves and moves[-1].to_stage == "CLOSED" else draw(st.sampled_from(("", "", "", "INVALID")))
    promises = tuple(
        Promise(f"PR-{n}", on, draw(Cents), on + timedelta(days=draw(st.integers(0, 15)))) for n, on in enumerate(draw(st.lists(days(60), max_size=2)))
    )
    charges = tuple(
        Adjustment(f"A-{n}", draw(days(30)), kind, D(amount))
        for n, (kind, amount) in enumerate(draw(st.lists(st.sampled_from((("fee", "12"), ("waiver", "-20"), ("cost", "5.55"))), max_size=2)))
    )
    return file(
        *draw(contract()), *planned,
        plans=plans, payments=draw(payments()), contacts=draw(contacts()), holds=draw(holds()), promises=promises, adjustments=charges, moves=moves,
        annual_rate=draw(st.sampled_from((None, D("0.12")))), budget_on=draw(st.one_of(st.none(), days(60))),
        outcome=outcome, outcome_on=AS_OF if outcome else None,
        approved_by=draw(st.sampled_from(("", "Li Na"))) if outcome not in ("", "PAID", "CURED") else "",
    )  # fmt: skip


def standing(decision: Decision) -> tuple[object, ...]:
    """Everything that a run would write about a case."""
    return (
        decision.state, decision.level, decision.why, decision.action, decision.score, decision.own_holds, decision.plan.status,
        [(j.status, j.level, j.judged_on) for j in decision.promises], decision.newly_missed,
    )  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(files(), st.sampled_from(POLICIES), st.sampled_from(("weekly", "daily", "button")))
def test_deciding_again_after_the_acts_are_entered_moves_and_sends_nothing_and_changes_no_word(one: CaseFile, policy: Policy, kind: str) -> None:
    _, shown = run([one], AS_OF, kind, policy)
    (second,), same = run(shown, AS_OF, kind, policy)
    assert (second.moves, second.send, second.newly_missed) == ((), None, ())
    (third,), _ = run(same, AS_OF, kind, policy)
    assert standing(second) == standing(third)


@settings(max_examples=150, deadline=None)
@given(st.lists(files(), min_size=2, max_size=3), st.sampled_from(POLICIES))
def test_a_debtor_gets_at_most_one_message_a_run_however_many_cases_and_missed_weeks(several: list[CaseFile], policy: Policy) -> None:
    shown = [_renamed(one, f"C-{number}") for number, one in enumerate(several, start=1)]
    on = AS_OF
    for pause in (0, 7, 21):
        on += timedelta(days=pause)
        decisions, shown = run(shown, on, "weekly", policy)
        assert sum(1 for d in decisions if d.send is not None) <= 1
        again, _ = run(shown, on, "weekly", policy)
        assert [(d.moves, d.send) for d in again] == [((), None)] * len(shown)


def _renamed(one: CaseFile, case_id: str) -> CaseFile:
    said = tuple(replace(c, case_id=case_id, key=c.key.replace("C-1|", f"{case_id}|")) for c in one.contacts)
    return replace(one, case=replace(one.case, case_id=case_id), contacts=said)


@settings(max_examples=150, deadline=None)
@given(files(), st.randoms(use_true_random=False))
def test_the_order_of_rows_on_the_sheets_does_not_matter(one: CaseFile, random: object) -> None:
    def mixed(values: tuple) -> tuple:  # type: ignore[type-arg]
        return tuple(random.sample(values, len(values)))  # type: ignore[attr-defined]

    other = replace(
        one, installments=mixed(one.installments), payments=mixed(one.payments), contacts=mixed(one.contacts), plans=mixed(one.plans),
        promises=mixed(one.promises), adjustments=mixed(one.adjustments), holds=mixed(one.holds),
    )  # fmt: skip
    (first,), (second,) = (decide_all([each], OFFICE, AS_OF, "weekly") for each in (one, other))
    assert first.position == second.position
    assert standing(first)[:-1] == standing(second)[:-1]
    assert (first.moves, first.send, first.blocked) == (second.moves, second.send, second.blocked)


@settings(max_examples=200, deadline=None)
@given(files(), days(0, 200))
def test_money_is_conserved_and_the_figures_tie(one: CaseFile, on: date) -> None:
    """Money received = what was allocated + credit, through every change of rows; arrears by bucket and outstanding add up exactly."""
    seen = position(one, OFFICE, on)
    received = sum((p.amount for p in one.payments if p.value_date <= on and (p.reversed_on is None or p.reversed_on > on)), D(0))
    assert received == sum((share.amount for share in seen.shares), D(0)) + seen.credit
    counting = [row for row in seen.rows if row.counts]
    assert sum(seen.arrears_by_bucket.values(), D(0)) == seen.arrears == sum((row.open for row in counting if row.installment.due_on < on), D(0))
    assert seen.outstanding == sum((row.open for row in counting), D(0)) + seen.interest + seen.fees
    assert seen.delinquent_days <= seen.ripe_days <= seen.days_past_due
    assert seen.credit >= 0
    assert len(seen.rows) == len(one.installments)


def _events(one: CaseFile) -> set[date]:
    """Days on which something may change besides the passing of time: money, agreements, charges, and the day after a due date."""
    found = {row.due_on + timedelta(days=1) for row in one.installments}
    found |= {p.value_date for p in one.payments} | {p.reversed_on for p in one.payments if p.reversed_on}
    found |= {plan.agreed_on for plan in one.plans if plan.agreed_on} | {plan.agreed_on + timedelta(days=1) for plan in one.plans if plan.agreed_on}
    return found | {a.on for a in one.adjustments}


@settings(max_examples=150, deadline=None)
@given(files(), days(0, 150))
def test_days_past_due_grow_by_one_a_day_between_events(one: CaseFile, on: date) -> None:
    today, tomorrow = (position(one, OFFICE, each) for each in (on, on + timedelta(days=1)))
    if on + timedelta(days=1) not in _events(one):
        assert tomorrow.days_past_due == today.days_past_due + (1 if today.in_arrears else 0)
        assert tomorrow.arrears == today.arrears


@settings(max_examples=150, deadline=None)
@given(files(), days(), Cents)
def test_paying_more_never_raises_arrears_or_days_past_due(one: CaseFile, on: date, amount: Decimal) -> None:
    """With money going to the next rows and one order of components; money paid early to the last row may leave an older one short.

    Plans here are agreed for any sum: what is taken back after the agreement raises them by the late interest that it costs too, so nothing is taken back.
    """
    if one.plans:
        one = replace(one, payments=tuple(replace(p, reversed_on=None) for p in one.payments))
    before = position(one, OFFICE, AS_OF)
    after = position(replace(one, payments=(*one.payments, Payment("P-9", on, amount))), OFFICE, AS_OF)
    assert after.arrears <= before.arrears
    assert after.outstanding <= before.outstanding
    assert after.days_past_due <= before.days_past_due


@settings(max_examples=200, deadline=None)
@given(holds(), holds(), st.sampled_from(sorted(CLASS_OF_KIND)))
def test_one_more_hold_never_allows_what_was_blocked(some: tuple[Hold, ...], more: tuple[Hold, ...], kind: str) -> None:
    before, after = holds_verdict(kind, some), holds_verdict(kind, (*some, *more))
    assert set(before.blocked) <= set(after.blocked)
    assert after.release or not before.release


@settings(max_examples=200, deadline=None)
@given(files(), st.sampled_from(sorted(set(EFFECTS) - {"PROMISE", "SIGNED_PLAN", "OPT_OUT", "DATA"})))
def test_one_more_hold_on_a_case_never_lets_a_collection_message_out(one: CaseFile, type: str) -> None:
    (before,), (after,) = (decide_all([each], OFFICE, AS_OF, "weekly") for each in (one, replace(one, holds=(*one.holds, Hold(type, AS_OF)))))
    if before.send is None:
        assert after.send is None or after.send.call.kind == "thanks"
    if after.send is not None and after.send.call.kind != "thanks":
        assert before.send is not None
        assert after.send.needs_approval


@settings(max_examples=250, deadline=None)
@given(files(), st.sampled_from(POLICIES))
def test_what_the_tables_call_impossible_never_occurs_and_facts_are_what_they_may_be(one: CaseFile, policy: Policy) -> None:
    """The proof of the tables rests on what they say of their facts: held against the facts of random cases."""
    asked: list[tuple[DecisionTable, dict[str, Any]]] = []
    real = DecisionTable.first

    def first(table: DecisionTable, facts: dict[str, Any]) -> object:
        asked.append((table, everything(facts) if isinstance(facts, MoveFacts) else facts))
        return real(table, facts)

    with mock.patch.object(DecisionTable, "first", first), mock.patch("pyaddin.rules.decide.is_calm", return_value=False):  # a calm case asks no table
        run([one], AS_OF, "weekly", policy)
    assert {table.name for table, _ in asked} >= {"moves", "actions", "risk"}
    for table, facts in asked:
        assert [never.because for never in table.never if compile_guard(never.when, table.facts)(facts)] == [], facts
        for name, value in facts.items():
            may_be = table.values.get(name, (False, True))
            assert value >= may_be.low if isinstance(may_be, AtLeast) else name in OFFICE_FIGURES or value in may_be, (table.name, name, value)


OFFICE_FIGURES = ("deep_from", "replan_cap", "offer_days", "watch_days")
"""Facts that are settings: the proof samples them."""


@pytest.mark.parametrize("number", range(3))
def test_a_debtor_without_country_time_zone_or_address_gets_nothing(number: int) -> None:
    who = (debtor(country=""), debtor(time_zone=""), debtor(email="", phone=""))[number]
    one = file(Installment("", 1, AS_OF - timedelta(days=2), D(50)), owner=who)
    assert run([one], AS_OF, policy=office(jurisdiction=""))[0][0].send is None
