"""The stage machine: each move T1-T13 with a positive example and the nearest negative one on its edge day."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pyaddin.rules.case import Advice, CaseFile, Contact, Installment, Move, Payment, Plan
from pyaddin.rules.reason import phrase
from pyaddin.rules.stage import missing_for_disposition
from tests.rules.build_cases import (
    CONTACT,
    DEEP,
    MONITOR,
    NEGOTIATE,
    D,
    adjusted,
    agreed,
    closed,
    day,
    file,
    hold,
    look,
    move,
    office,
    paid,
    path,
    promise,
    reminded,
    rows,
    rules,
    talk,
)

ONE = rows("10-05")
PLAN = agreed("L-1", "10-27", "200")
PLANNED = (*ONE, *rows("11-05", "12-05", plan="L-1"))


def case(*contacts: Contact, rows: tuple[Installment, ...] = ONE, **more: Any) -> CaseFile:
    return file(*rows, contacts=contacts, **more)


def moves(one: CaseFile, on: str, **more: Any) -> list[str]:
    return rules(look(one, on, **more))


def planned(*contacts: Contact, moves: tuple[Move, ...] = MONITOR, plans: tuple[Plan, ...] = (PLAN,), **more: Any) -> CaseFile:
    return case(*contacts, rows=more.pop("rows", PLANNED), moves=moves, plans=plans, **more)


def test_t1_on_the_first_day_past_due() -> None:
    assert moves(case(), "10-05") == []
    seen = look(case(), "10-06")
    assert (rules(seen), seen.state.stage, seen.state.since, seen.moves[0].why.text("en")) == (
        ["T1"],
        "CONTACT",
        day("10-06"),
        "T1: In arrears since 2026-10-05: first contact opened.",
    )


def test_t1_not_within_tolerance_and_not_while_all_days_are_paused() -> None:
    assert moves(case(payments=(paid("10-05", "99"),)), "10-20") == []
    paused = case(holds=(hold("MORATORIUM", "10-05", "10-20"),))
    assert (moves(paused, "10-20"), moves(paused, "10-21")) == ([], ["T1"])


FIRST = reminded(1, "10-06")


@pytest.mark.parametrize(
    ("contacts", "on", "found"),
    [
        ((FIRST,), "10-12", []),
        ((FIRST,), "10-13", ["T2"]),
        ((), "10-13", []),
        ((reminded(1, "10-06", "queued"),), "10-13", []),
        ((reminded(1, "10-13"),), "10-13", []),
        ((reminded(1, "10-13"),), "10-14", ["T2"]),
    ],
)
def test_t2_by_time_eight_days_past_due_once_a_notice_of_an_earlier_day_was_sent(contacts: tuple[Contact, ...], on: str, found: list[str]) -> None:
    assert moves(case(*contacts, moves=CONTACT), on) == found


def test_t2_by_time_waits_for_holds_paused_days_and_the_day_after_another_move() -> None:
    held = case(FIRST, moves=CONTACT, holds=(hold("MANUAL", "10-10", "10-20"),))
    assert (moves(held, "10-20"), moves(held, "10-21")) == ([], ["T2"])
    promised = case(FIRST, moves=CONTACT, promises=(promise("10-08", "100", "10-16"),))
    assert (moves(promised, "10-21"), moves(promised, "10-22")) == ([], ["T2"])
    paused = case(FIRST, moves=CONTACT, holds=(hold("MORATORIUM", "10-06", "10-09"),))
    assert (moves(paused, "10-15"), moves(paused, "10-16")) == ([], ["T2"])
    assert moves(case(FIRST, moves=path(("10-15", "T1", "CONTACT"))), "10-15") == []


def test_t2_by_a_talk_that_told_the_reason_and_not_while_nothing_is_past_due() -> None:
    told = talk("10-08", reason_code="ILLNESS")
    assert moves(case(told, moves=CONTACT), "10-08") == ["T2"]
    assert moves(case(talk("10-08"), moves=CONTACT), "10-08") == []
    assert moves(case(talk("09-20", reason_code="ILLNESS"), moves=CONTACT), "10-08") == []
    assert moves(case(told), "10-08") == ["T1", "T2"]


@pytest.mark.parametrize(
    ("channels", "results", "found"),
    [
        (("call", "call", "sms"), ("no answer", "no answer", "sent"), ["T2"]),
        (("call", "sms"), ("no answer", "sent"), []),
        (("call", "call", "call"), ("no answer", "no answer", "voicemail left"), []),
        (("call", "call", "sms"), ("no answer", "reached", "sent"), []),
        (("call", "call", "sms"), ("no answer", "no answer", "failed"), []),
        (("call", "email", "sms"), ("no answer", "bounced", "sent"), ["T2"]),
    ],
)
def test_t2_after_three_attempts_on_two_channels_that_reached_nobody(channels: tuple[str, ...], results: tuple[str, ...], found: list[str]) -> None:
    tries = [talk(f"10-{6 + n:02d}", result, channel) for n, (channel, result) in enumerate(zip(channels, results, strict=True))]
    assert moves(case(*tries, moves=CONTACT), "10-10") == found


def test_t2_an_answer_of_the_debtor_or_a_thank_you_is_no_attempt_in_vain() -> None:
    tries = [talk("10-06", "no answer"), talk("10-07", "no answer")]
    assert moves(case(*tries, talk("10-08", "sent", "email", message_class="service"), moves=CONTACT), "10-10") == []
    assert moves(case(*tries, talk("10-08", "sent", "email"), talk("10-09", "sent", "email", "in"), moves=CONTACT), "10-10") == []


def test_t2_the_runs_own_message_of_the_day_is_an_attempt_from_the_next_day_on() -> None:
    tries = (talk("10-07", "no answer"), talk("10-08", "no answer"), reminded(1, "10-10"))
    assert (moves(case(*tries, moves=CONTACT), "10-10"), moves(case(*tries, moves=CONTACT), "10-11")) == ([], ["T2"])


TOLD = talk("10-15", reason_code="INCOME_LOSS")


@pytest.mark.parametrize(
    ("contacts", "budget", "found"),
    [
        ((TOLD,), "10-15", ["T3"]),
        ((TOLD,), None, []),
        ((), "10-15", []),
        ((TOLD,), "10-16", ["T3"]),
        ((TOLD,), "10-17", []),
        ((talk("10-17", reason_code="ILLNESS"),), "10-15", []),
        ((talk("10-15", "refused", reason_code="REFUSES"),), None, ["T3"]),
    ],
)
def test_t3_needs_reason_and_finances_or_a_refusal(contacts: tuple[Contact, ...], budget: str | None, found: list[str]) -> None:
    assert moves(case(*contacts, moves=DEEP, budget_on=day(budget) if budget else None), "10-16") == found


def test_t4_a_plan_signed_by_both_sides_begins_monitoring() -> None:
    seen = look(planned(moves=NEGOTIATE), "10-27")
    assert (rules(seen), seen.state.stage, [h.type for h in seen.own_holds]) == (["T4"], "MONITOR", ["SIGNED_PLAN"])
    assert moves(planned(moves=NEGOTIATE), "10-26") == []
    unsigned = replace(PLAN, creditor_signed_on=None)
    assert moves(planned(moves=NEGOTIATE, plans=(unsigned,)), "10-28") == []


@pytest.mark.parametrize(("waived", "by", "found"), [("50", "", ["T4"]), ("50.01", "", []), ("50.01", "Li Na", ["T4"])])
def test_t4_a_waiver_above_the_limit_needs_approval(waived: str, by: str, found: list[str]) -> None:
    offer = replace(PLAN, waived=D(waived), approved_by=by)
    assert moves(planned(moves=NEGOTIATE, plans=(offer,)), "10-28", policy=office(waiver_limit=D(50))) == found


@pytest.mark.parametrize(("moves_before", "found"), [(CONTACT, ["T2", "T3", "T4"]), (DEEP, ["T3", "T4"]), (NEGOTIATE, ["T4"]), (MONITOR, [])])
def test_a_plan_signed_early_goes_through_every_stage_to_monitoring(moves_before: tuple[Move, ...], found: list[str]) -> None:
    assert moves(planned(moves=moves_before), "10-28") == found


@pytest.mark.parametrize(("on", "found"), [("11-02", []), ("11-03", ["T5"])])
def test_t5_after_fourteen_days_without_a_signed_plan(on: str, found: list[str]) -> None:
    seen = look(case(FIRST, moves=NEGOTIATE), on)
    assert [planned.rule for planned in seen.moves] == found
    if found:
        assert "14 days" in seen.moves[0].why.text("en"), "the days in the stage, not those past due"


def test_t5_once_and_back_again_only_after_a_new_talk() -> None:
    """What was known before the lapse does not open the negotiation again on the same day, nor later."""
    known = {"moves": NEGOTIATE, "budget_on": day("10-15")}
    assert moves(case(TOLD, **known), "11-03") == ["T5"]
    after = (*NEGOTIATE, move("11-03", "T5", "DEEP", "NEGOTIATE"))
    assert moves(case(TOLD, moves=after, budget_on=day("10-15")), "11-10") == []
    for told, budget in (("11-03", "11-05"), ("11-05", "11-03")):
        assert moves(case(talk(told, reason_code="ILLNESS"), moves=after, budget_on=day(budget)), "11-10") == []
    again = talk("11-05", reason_code="ILLNESS")
    assert moves(case(TOLD, again, moves=after, budget_on=day("11-05")), "11-10") == ["T3"]


def test_t5_not_under_a_hold_or_with_a_plan_being_kept() -> None:
    assert moves(case(moves=NEGOTIATE, holds=(hold("DISPUTE", "10-25"),)), "11-20") == []
    assert moves(planned(moves=(*MONITOR, move("10-30", "T6", "NEGOTIATE", "MONITOR"))), "11-30") == []


def test_t5_at_once_when_the_offer_is_refused() -> None:
    assert moves(case(talk("10-22", "refused"), moves=NEGOTIATE), "10-22") == ["T5"]
    assert moves(case(talk("10-20", "refused"), moves=NEGOTIATE), "10-22") == []


def test_t6_new_hardship_or_a_talk_about_a_broken_plan_opens_the_negotiation() -> None:
    assert moves(planned(talk("11-01", "hardship")), "11-02") == ["T6"]
    assert moves(planned(talk("11-01", "reached")), "11-02") == []
    assert moves(planned(talk("12-07", "reached")), "12-07") == ["T6"]
    assert moves(planned(talk("12-07", "no answer")), "12-07") == []
    assert moves(planned(talk("10-27", "hardship")), "10-28") == [], "said on the day of the agreement, which took it into account"


def test_t6_no_more_than_two_plan_versions_in_twelve_months() -> None:
    def versions(*signed: str) -> tuple[Plan, ...]:
        old = tuple(agreed(f"L-{n}", on, "200", n, "superseded") for n, on in enumerate(signed, start=2))
        return (*old, agreed("L-9", "10-27", "200", 9))

    nine = (*ONE, *rows("11-05", "12-05", plan="L-9"))
    hardship = talk("11-01", "hardship")
    assert moves(planned(hardship, plans=versions("2025-01-02", "2025-11-02"), rows=nine), "11-02") == ["T6"]
    assert moves(planned(hardship, plans=versions("2025-01-02", "2025-11-03"), rows=nine), "11-02") == []
    assert moves(planned(hardship, plans=versions("2025-11-03"), rows=nine), "11-02") == ["T6"]  # the first agreement of a case is no re-plan
    assert moves(planned(hardship), "11-02", policy=office(replan_cap=1)) == ["T6"]


def broken(*contacts: Contact, **more: Any) -> CaseFile:
    """Both rows of the plan are missed from 6 December on."""
    return planned(*contacts, **more)


@pytest.mark.parametrize(("on", "found"), [("12-12", []), ("12-13", ["T7"])])
def test_t7_a_week_after_the_plan_broke(on: str, found: list[str]) -> None:
    assert moves(broken(), on) == found


def test_t7_puts_off_for_a_promise_a_hold_and_a_new_plan() -> None:
    assert moves(broken(promises=(promise("12-08", "100", "12-15"),)), "12-13") == []
    assert moves(broken(holds=(hold("DISPUTE", "12-08"),)), "12-13") == []
    second = agreed("L-2", "12-10", "200", 2)
    assert moves(broken(rows=(*PLANNED, *rows("2027-01-05", plan="L-2")), plans=(replace(PLAN, status="superseded"), second)), "12-13") == ["T6", "T4"]


@pytest.mark.parametrize(("on", "found"), [("12-20", []), ("2027-02-07", []), ("2027-02-10", []), ("2027-02-11", ["T7"])])
def test_t7_days_of_a_moratorium_do_not_count(on: str, found: list[str]) -> None:
    """Broken on 6 December; the moratorium covers 9 December to 6 February, so that 7 days have passed on 11 February."""
    assert moves(broken(holds=(hold("MORATORIUM", "12-08", "2027-02-06"),)), on) == found


def test_a_plan_is_performing_while_a_moratorium_lasts() -> None:
    breathing = (hold("MORATORIUM", "11-20", "2027-01-18"),)
    days = ("12-20", "2027-01-18", "2027-01-19", "2027-02-02", "2027-02-03")
    assert [look(broken(holds=breathing), on).plan.status for on in days] == [*["performing"] * 4, "broken"]


def test_t7_at_once_when_no_new_version_is_left() -> None:
    capped = office(replan_cap=0)
    assert (moves(broken(), "12-05", policy=capped), moves(broken(), "12-06", policy=capped)) == ([], ["T7"])


def test_t7_paying_up_before_judging_repairs_the_plan_and_after_judging_it_does_not() -> None:
    late = (paid("12-10", "200"),)
    part = (paid("12-10", "150"),)
    assert look(broken(payments=part), "12-20").plan.status == "performing"
    written = (hold("SIGNED_PLAN", "10-27", "12-08", by="program"),)
    judged = broken(payments=part, plans=(replace(PLAN, status="broken"),), written_holds=written)
    seen = look(judged, "12-15")
    assert (seen.plan.status, seen.plan.broken_since, rules(seen)) == ("broken", day("12-08"), ["T7"])
    assert look(replace(judged, payments=late), "12-15").plan.status == "kept"


def test_a_plan_written_as_broken_does_not_take_the_day_of_an_earlier_plan() -> None:
    first, second = replace(PLAN, status="superseded"), agreed("L-2", "11-20", "200", 2, "broken")
    written = (hold("SIGNED_PLAN", "10-27", "11-19", by="program"), hold("SIGNED_PLAN", "11-20", "2027-01-07", by="program"))
    later = broken(rows=(*PLANNED, *rows("12-05", "2027-01-05", plan="L-2")), plans=(first, second), written_holds=written)
    assert look(later, "2027-01-08").plan.broken_since == day("2027-01-05")
    alone = replace(later, written_holds=written[:1], payments=(paid("2027-01-06", "150"),))
    assert look(alone, "2027-01-08").plan.broken_since == day("2027-01-08")


@pytest.mark.parametrize("moves_before", [(), CONTACT, DEEP, NEGOTIATE, MONITOR, path(("11-01", "T8", "DISPOSITION"))])
def test_t10_nothing_owed_closes_from_any_stage(moves_before: tuple[Move, ...]) -> None:
    seen = look(case(moves=moves_before, payments=(paid("10-30", "100"),)), "11-02")
    assert (rules(seen), seen.state.stage, seen.state.outcome, seen.state.outcome_on) == (["T10"], "CLOSED", "PAID", day("11-02"))
    assert moves(case(moves=moves_before, payments=(paid("10-30", "99.99"),), rows=(*ONE, *rows("12-01", first=2))), "10-30")[-1:] != ["T10"]


def test_t10_not_while_fees_or_interest_are_owed_and_not_without_any_row() -> None:
    assert moves(case(moves=MONITOR, payments=(paid("10-30", "100"),), annual_rate=D("0.12")), "11-02") == []
    assert moves(file(), "11-02") == []


TWO = rows("10-05", "12-05")


@pytest.mark.parametrize("moves_before", [CONTACT, DEEP, NEGOTIATE])
def test_t11_arrears_paid_and_the_debt_goes_on(moves_before: tuple[Move, ...]) -> None:
    seen = look(case(rows=TWO, moves=moves_before, payments=(paid("10-30", "100"),)), "11-02")
    assert (rules(seen), seen.state.outcome) == (["T11"], "CURED")
    assert "T11" not in moves(case(rows=TWO, moves=moves_before, payments=(paid("10-30", "98.99"),)), "11-02")


def test_t11_not_from_disposition_and_not_under_a_plan_being_kept() -> None:
    assert moves(case(rows=TWO, moves=path(("11-01", "T8", "DISPOSITION")), payments=(paid("10-30", "100"),)), "11-02") == []
    assert "T11" not in moves(planned(moves=DEEP), "10-28")


@pytest.mark.parametrize(("waived", "outcome"), [("0", "CURED"), ("20", "SETTLED")])
def test_t11b_every_row_of_the_plan_is_paid(waived: str, outcome: str) -> None:
    kept = planned(plans=(replace(PLAN, waived=D(waived), approved_by="Li Na"),), payments=(paid("11-05", "100"), paid("12-05", "100", "P-2")))
    seen = look(kept, "12-06")
    assert (rules(seen), seen.state.outcome, seen.plan.status, seen.own_holds) == (["T11b"], outcome, "kept", ())
    assert moves(replace(kept, payments=kept.payments[:1]), "12-06") == []


def test_t11b_a_tolerated_shortfall_or_late_interest_does_not_keep_the_case_open_arrears_do() -> None:
    short = (paid("11-05", "99.50"), paid("12-05", "99.60", "P-2"))
    assert moves(planned(payments=short), "12-06") == ["T11b"]
    assert moves(planned(payments=(paid("11-05", "99.10"), paid("12-05", "99.10", "P-2"))), "12-06") == []
    late = planned(payments=(paid("11-25", "101"), paid("12-05", "99.50", "P-2")), annual_rate=D("0.12"))
    assert look(late, "12-06").position.outstanding > 0
    assert moves(late, "12-06") == ["T11b"]


@pytest.mark.parametrize("outcome", ["SETTLED", "WRITTEN_OFF", "INSOLVENT", "DECEASED", "INVALID", "TRANSFERRED", "TIME_BARRED"])
def test_t12_what_a_supervisor_typed_and_approved(outcome: str) -> None:
    over = {"outcome": outcome, "outcome_on": day("11-01"), "approved_by": "Li Na", "moves": DEEP}
    seen = look(case(**over), "11-02")
    assert (rules(seen), seen.state.stage, seen.state.outcome, seen.state.outcome_on) == (["T12"], "CLOSED", outcome, day("11-01"))
    assert (moves(case(**over), "10-31"), moves(case(**over), "11-01")) == ([], ["T12"])
    assert moves(case(**over | {"approved_by": ""}), "11-02") == []
    assert moves(case(**over | {"outcome_on": None}), "11-02") == []


def test_t12_later_money_and_reversals_leave_the_case_closed() -> None:
    over = {"outcome": "SETTLED", "outcome_on": day("11-01"), "approved_by": "Li Na", "moves": closed(DEEP, "11-01", "T12")}
    assert moves(case(payments=(paid("10-30", "100", reversed_on="11-05"),), **over), "11-06") == []
    assert moves(case(payments=(paid("11-03", "100"),), **over), "11-06") == []


PAID = {"moves": closed(DEEP, "10-20", "T10"), "outcome": "PAID", "outcome_on": day("10-20")}


@pytest.mark.parametrize(("on", "found"), [("10-27", []), ("10-28", ["T13"])])
def test_t13_a_payment_taken_back_opens_the_case_where_it_stood(on: str, found: list[str]) -> None:
    one = case(reminded(1, "10-06"), reminded(2, "10-13"), payments=(paid("10-19", "100", reversed_on="10-28"),), **PAID)
    seen = look(one, on)
    assert rules(seen) == found
    if found:
        assert (seen.state.stage, seen.state.episode, seen.state.outcome, seen.level) == ("DEEP", 1, "", 2)


def test_t13_a_reversal_on_the_day_the_case_was_closed_counts() -> None:
    seen = look(case(payments=(paid("10-19", "100", reversed_on="10-20"),), **PAID), "10-21")
    assert (rules(seen), seen.state.stage, seen.state.episode) == (["T13"], "DEEP", 1), "back where it stood, and no new episode"


def test_t13_a_reversal_of_money_for_a_row_not_yet_due_makes_the_paid_case_a_cured_one() -> None:
    early = case(rows=rows("10-05", "12-05"), payments=(paid("10-19", "100"), paid("10-19", "100", "P-2", reversed_on="10-28")), **PAID)
    seen = look(early, "10-28")
    assert (rules(seen), seen.state.outcome) == (["T13", "T11"], "CURED")


def test_t13_after_a_kept_plan_with_a_waiver_too_though_its_outcome_is_settled_and_approved() -> None:
    kept = planned(
        moves=closed(MONITOR, "12-06", "T11b"), outcome="SETTLED", outcome_on=day("12-06"), approved_by="Li Na",
        plans=(replace(PLAN, waived=D(20), approved_by="Li Na", status="kept"),),
        payments=(paid("11-05", "100"), paid("12-05", "100", "P-2", reversed_on="12-09")),
    )  # fmt: skip
    seen = look(kept, "12-10")
    assert (rules(seen), seen.state.stage, seen.plan.status) == (["T13"], "MONITOR", "performing")
    assert [h.type for h in seen.own_holds] == ["SIGNED_PLAN"]


CURED = {"rows": rows("10-05", "11-05", "12-05"), "moves": closed(DEEP, "10-20", "T11"), "outcome": "CURED", "outcome_on": day("10-20")}


@pytest.mark.parametrize(("paid_in", "on", "stage", "episode"), [("100", "11-06", "DEEP", 1), ("100", "11-19", "DEEP", 1), ("100", "11-20", "CONTACT", 2)])
def test_t13_new_arrears_within_thirty_days_reopen_the_episode_and_later_ones_begin_another(paid_in: str, on: str, stage: str, episode: int) -> None:
    relapsed = case(payments=(paid("10-19", paid_in),), **CURED)
    seen = look(relapsed, on)
    assert (rules(seen), seen.state.stage, seen.state.episode) == (["T13"], stage, episode)
    assert moves(relapsed, "11-05") == []


def test_t13_new_arrears_of_a_paid_case_begin_a_new_episode() -> None:
    seen = look(case(rows=rows("10-05", "11-05"), payments=(paid("10-19", "100"),), **PAID), "11-06")
    assert (seen.state.stage, seen.state.episode, seen.level) == ("CONTACT", 2, 0)


def test_t13_without_a_stage_on_record_goes_to_first_contact() -> None:
    never = case(moves=closed((), "10-20", "T10"), outcome="PAID", payments=(paid("10-05", "100", reversed_on="10-25"),))
    assert look(never, "10-26").state.stage == "CONTACT"
    imported = case(stage="CLOSED", stage_since=day("10-20"), outcome="CURED")
    assert look(imported, "10-26").state.stage == "CONTACT"


def test_a_run_makes_several_moves_and_a_second_one_on_the_same_day_makes_none() -> None:
    one = case(talk("10-08", "refused", reason_code="REFUSES"))
    seen = look(one, "10-08")
    assert [planned.to_stage for planned in seen.moves] == ["CONTACT", "DEEP", "NEGOTIATE"]
    shown = replace(one, moves=path(("10-08", "T1", "CONTACT"), ("10-08", "T2", "DEEP"), ("10-08", "T3", "NEGOTIATE")))
    assert moves(replace(shown, case=replace(one.case, stage="NEGOTIATE", stage_since=day("10-08"))), "10-08") == []


def test_t8_and_t9_are_never_automatic() -> None:
    ready = case(*(reminded(n, "10-06") for n in (1, 2, 3, 4)), moves=DEEP, advice=Advice(day("11-01"), day("11-01"), "RL 1"))
    assert moves(ready, "2027-03-01") == []


@pytest.mark.parametrize(("on", "held", "missing"), [("11-10", False, ["10 days since"]), ("11-11", False, []), ("11-11", True, ["the end of the hold"])])
def test_t8_what_a_supervisor_still_lacks(on: str, held: bool, missing: list[str]) -> None:
    found = missing_for_disposition(case(advice=Advice(day("11-01"), day("11-01"), "RL 1")), day(on), held=held)
    assert len(found) == len(missing)
    assert all(word in text.says("en") for word, text in zip(missing, found, strict=True))


@pytest.mark.parametrize(("advised", "missing"), [("11-11", ()), ("11-12", (phrase("advice"),))])
def test_t8_advice_counts_from_its_own_day_on(advised: str, missing: tuple[object, ...]) -> None:
    assert missing_for_disposition(case(advice=Advice(day(advised), day("11-01"), "RL 1")), day("11-11"), held=False) == missing


def test_t8_without_a_row_in_legal_everything_is_lacking() -> None:
    assert missing_for_disposition(case(), day("11-11"), held=False) == (phrase("proof"), phrase("advice"))
    without_advice = case(advice=Advice(None, day("11-01"), "RL 1"))
    assert missing_for_disposition(without_advice, day("11-11"), held=False) == (phrase("advice"),)


def test_an_outcome_typed_before_its_approval_outlives_a_move() -> None:
    decided = look(case(outcome="INVALID", outcome_on=day("10-06")), "10-07")
    assert rules(decided) == ["T1"]
    assert (decided.state.outcome, decided.state.outcome_on) == ("INVALID", day("10-06"))
    assert decided.send is None
    assert [reason.rule for reason in decided.blocked] == ["OUTCOME"]


@pytest.mark.parametrize(
    ("written", "paid_later", "outcome"),
    [
        ("-100", (), "WRITTEN_OFF"),
        ("-40", (paid("10-30", "60"),), "WRITTEN_OFF"),
        ("-100", (paid("11-01", "40"),), "WRITTEN_OFF"),
        ("-100", (paid("11-01", "100"),), "PAID"),
    ],
)
def test_t10_a_debt_that_was_written_off_is_not_closed_as_paid(written: str, paid_later: tuple[Payment, ...], outcome: str) -> None:
    seen = look(case(moves=DEEP, payments=paid_later, adjustments=(adjusted("10-31", "write-off", written),)), "11-02")
    assert (rules(seen), seen.state.stage, seen.state.outcome) == (["T10"], "CLOSED", outcome)
    assert ("written off" in seen.moves[0].why.text("en")) == (outcome == "WRITTEN_OFF")
