"""Final disposition by the rules: who is ripe, which ways stand open, and that a remainder is written off to the cent whatever the case went through."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyaddin.rules.arrears import ENDED_BY_A_PERSON, position
from pyaddin.rules.case import Advice, CaseFile
from pyaddin.rules.disposition import EXITS, MOVES_BY_HAND, exit_facts, move_facts, ripeness, write_offs
from tests.rules.build_cases import DEEP, MONITOR, OFFICE, adjusted, agreed, closed, day, debtor, file, hold, look, move, office, paid, promise, reminded, rows

ON = "2026-11-20"
ADVISED = Advice(advice_on=day("11-02"), final_demand_delivered_on=day("11-01"), proof="RL 1", recommendation="sue")
OLD = rows("08-03", "09-03")


def ways(one: CaseFile, outcome: str, on: str = ON, as_of: str = ON, document: str = "d.pdf") -> str:
    seen = look(one, as_of)
    line = EXITS.first(exit_facts(outcome, one, seen.position, seen.plan, seen.state, seen.limit, day(on), document))
    assert line is not None
    return line.id


def by_hand(one: CaseFile, wanted: str, on: str = ON, as_of: str = ON) -> str:
    seen = look(one, as_of)
    line = MOVES_BY_HAND.first(move_facts(wanted, one, OFFICE, seen.position, seen.promises, seen.plan, seen.state, day(on)))
    assert line is not None
    return line.id


def ripe(one: CaseFile, as_of: str = ON, **more: Any) -> tuple[str, ...]:
    seen = look(one, as_of)
    return ripeness(one, seen.position, seen.promises, seen.plan, seen.state, office(**more) if more else OFFICE, seen.limit).why


def test_ripe_by_ninety_days_by_promises_by_plans_by_the_ladder_by_limitation_or_by_advice() -> None:
    young = file(*rows("10-05"), moves=DEEP)
    assert ripe(young) == ()
    assert ripe(file(*OLD, moves=DEEP), "11-01") == ("ninety-days",)
    assert ripe(file(*OLD, moves=DEEP), "10-31") == ()
    broken = tuple(promise(f"10-{8 + 4 * n:02d}", "50", f"10-{9 + 4 * n:02d}", f"PR-{n}") for n in range(3))
    assert ripe(replace(young, promises=broken)) == ("promise-level",)
    assert ripe(replace(young, contacts=tuple(reminded(n, f"10-{10 + n}") for n in (1, 2, 3, 4)))) == ("top-level",)
    assert ripe(replace(young, advice=ADVISED)) == ("advised",)
    near = file(*rows("2023-12-20"), owner=debtor(country="CN"), moves=DEEP)
    assert ripe(near) == ("limitation-near", "ninety-days")
    assert ripe(near, "2026-12-21") == ("limitation-over", "ninety-days")
    assert ripe(file(*rows("10-05"), moves=(*DEEP, move("11-10", "T8", "DISPOSITION", "DEEP")))) == ("disposition",)


def test_ripe_by_two_broken_plans_or_by_one_and_no_further_one_allowed() -> None:
    plans = (agreed("L-1", "10-10", "200", status="broken"), agreed("L-2", "10-20", "200", version=2))
    one = file(*rows("10-05"), *rows("10-22", "10-29", plan="L-2"), moves=MONITOR, plans=plans)
    assert ripe(one, "11-12") == ("plans-broken",)
    assert ripe(one, "11-12", replan_cap=1) == ("plans-broken", "replan-cap")


@pytest.mark.parametrize("outcome", ENDED_BY_A_PERSON)
def test_every_way_out_stands_open_with_its_document_only(outcome: str) -> None:
    one = file(*OLD, moves=DEEP, advice=replace(ADVISED, recommendation="write off"))
    assert ways(one, outcome) == outcome.lower().replace("_", "-")
    assert ways(one, outcome, document=" ") == "no-document"
    assert ways(one, outcome, on="2026-11-21") == "future"
    assert ways(one, outcome, on="2026-01-04") == "early"
    assert ways(one, outcome, on="2026-01-05") != "early", "on the day on which the case was opened"


def test_what_closes_one_way_and_not_the_others() -> None:
    one = file(*OLD, moves=DEEP)
    assert ways(one, "TIME_BARRED") == "not-barred"
    assert ways(replace(one, advice=ADVISED), "TIME_BARRED") == "not-barred"  # counsel says: sue
    barred = replace(one, advice=Advice(advice_on=day("11-18"), recommendation="write off"))
    assert [ways(barred, "TIME_BARRED", on=on) for on in ("2026-11-17", "2026-11-18")] == ["not-barred", "time-barred"], "counsel's paper of that day"
    assert ways(file(*rows("2023-11-19"), owner=debtor(country="CN"), moves=DEEP), "TIME_BARRED") == "time-barred"
    assert ways(replace(one, holds=(hold("DISPUTE", "11-01"),)), "TRANSFERRED") == "disputed"
    assert ways(replace(one, holds=(hold("DISPUTE", "11-01"),)), "WRITTEN_OFF") == "written-off"
    kept = file(*OLD, *rows("12-05", amount="200", plan="L-1"), moves=MONITOR, plans=(agreed("L-1", "10-27", "200"),))
    assert [ways(kept, outcome) for outcome in ("WRITTEN_OFF", "TIME_BARRED", "TRANSFERRED", "INSOLVENT")] == ["plan-kept"] * 3 + ["insolvent"]
    nothing = file(*OLD, moves=DEEP, payments=(paid("11-01", "200"),))
    assert (ways(nothing, "WRITTEN_OFF"), ways(nothing, "INVALID")) == ("closed", "closed")  # the day's facts close it as paid first


def test_a_closed_case_takes_only_its_own_outcome_again_and_only_while_something_is_open() -> None:
    ended = {"outcome": "WRITTEN_OFF", "outcome_on": day("11-10"), "approved_by": "Li Na"}
    open_again = file(*OLD, moves=closed(DEEP, "11-10", "T12"), **ended)
    assert (ways(open_again, "WRITTEN_OFF"), ways(open_again, "SETTLED")) == ("written-off", "closed")
    done = replace(open_again, adjustments=(adjusted("11-10", "write-off", "-200"),))
    assert ways(done, "WRITTEN_OFF") == "closed"


def test_the_moves_of_a_supervisor() -> None:
    one = file(*OLD, moves=DEEP, advice=ADVISED)
    assert by_hand(one, "DISPOSITION") == "T8"
    assert by_hand(replace(one, advice=None), "DISPOSITION") == "T8-MISSING"
    assert by_hand(one, "DISPOSITION", on="2026-11-10") == "T8-MISSING"  # nine days after the demand
    assert by_hand(one, "DISPOSITION", on="2026-11-11") == "T8"
    assert by_hand(one, "DISPOSITION", on="2026-11-21") == "future"
    assert by_hand(replace(one, holds=(hold("DISPUTE", "11-01"),)), "DISPOSITION") == "T8-MISSING"
    assert by_hand(replace(one, promises=(promise("11-15", "50", "11-25"),)), "DISPOSITION") == "T8-PROMISE"
    assert by_hand(one, "NEGOTIATE") == "T9-STAGE"
    handed = replace(one, case=replace(one.case, stage="DISPOSITION", stage_since=day("11-15")), moves=(*DEEP, move("11-15", "T8", "DISPOSITION", "DEEP")))
    assert (by_hand(handed, "NEGOTIATE"), by_hand(handed, "DISPOSITION"), by_hand(handed, "NEGOTIATE", on="2026-11-14")) == ("T9", "T8-STAGE", "early")
    assert by_hand(handed, "NEGOTIATE", on="2026-11-15") == "T9", "on the day of the last move"


amounts = st.decimals(min_value="0.01", max_value="900", places=2)
days = st.integers(min_value=0, max_value=110)


@st.composite
def histories(draw: st.DrawFn) -> CaseFile:
    """A case with late interest, fees, waivers, payments (some reversed), and perhaps a judgment, up to 20 November."""
    start = day("08-01")
    due_on = [start + timedelta(days=draw(days)) for _ in range(draw(st.integers(1, 4)))]
    owed = rows(*due_on, amount=str(draw(amounts)), interest=draw(st.sampled_from([Decimal(0), Decimal("3.33")])))
    payments = tuple(
        paid(start + timedelta(days=draw(days)), draw(amounts), f"P-{n}", draw(st.sampled_from([None, "11-18", "11-25"])))
        for n in range(draw(st.integers(0, 3)))
    )
    kinds = st.sampled_from(["fee", "cost", "waiver"])
    changes = []
    for n, kind in enumerate(draw(st.lists(kinds, max_size=3))):
        waived = kind == "waiver"
        amount = draw(amounts) * (-1 if waived else 1)
        changes.append(adjusted(start + timedelta(days=draw(days)), kind, str(amount), f"A-{n}", component="" if waived else "fee"))
    if draw(st.booleans()):
        changes.append(adjusted(start + timedelta(days=draw(days)), "judgment", str(draw(amounts)), "A-9"))
    return file(*owed, payments=payments, adjustments=tuple(changes), annual_rate=draw(st.sampled_from([None, Decimal("0.17")])), moves=DEEP)


@settings(max_examples=120, deadline=None)
@given(histories(), st.integers(min_value=0, max_value=20), st.integers(min_value=0, max_value=40))
def test_after_the_write_off_nothing_is_owed_on_that_day_today_or_later_and_no_money_is_lost(one: CaseFile, back: int, later: int) -> None:
    as_of = day(ON)
    on = as_of - timedelta(days=back)
    before = position(one, OFFICE, on)
    written = write_offs(one, OFFICE, on, as_of)
    after = replace(one, adjustments=(*one.adjustments, *written), case=replace(one.case, outcome="WRITTEN_OFF", outcome_on=on, approved_by="Li Na"))
    assert -sum((row.amount for row in written if row.on == on), Decimal(0)) == before.outstanding
    assert position(after, OFFICE, as_of).outstanding == 0
    kept = [payment for payment in one.payments if payment.reversed_on is None or payment.reversed_on > as_of + timedelta(days=later)]
    if kept == [payment for payment in one.payments if payment.reversed_on is None or payment.reversed_on > as_of]:
        assert position(after, OFFICE, as_of + timedelta(days=later)).outstanding == 0
    seen = position(after, OFFICE, as_of)
    money = sum((p.amount for p in one.payments if p.value_date <= as_of and (p.reversed_on is None or p.reversed_on > as_of)), Decimal(0))
    assert sum((share.amount for share in seen.shares), Decimal(0)) + seen.credit == money


@settings(max_examples=60, deadline=None)
@given(histories(), amounts)
def test_later_money_is_a_recovery_to_the_cent_and_never_more_than_was_written_off(one: CaseFile, more: Decimal) -> None:
    on = day(ON)
    one = replace(one, payments=tuple(p for p in one.payments if p.reversed_on is None))
    written = write_offs(one, OFFICE, on, on)
    rest = -sum((row.amount for row in written), Decimal(0))
    ended = replace(one, adjustments=(*one.adjustments, *written), case=replace(one.case, outcome="WRITTEN_OFF", outcome_on=on, approved_by="Li Na"))
    seen = position(replace(ended, payments=(*ended.payments, paid("12-01", more, "P-77"))), OFFICE, day("12-02"))
    assert seen.outstanding == 0
    assert seen.recovered == min(more, rest)
