"""Decisions: what blocks, what the Why cell says, the program's own holds, one message per debtor, and a second run that does nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pyaddin.rules.case import CaseFile
from tests.rules.build_cases import (
    CONTACT,
    DEEP,
    MONITOR,
    OFFICE,
    D,
    agreed,
    day,
    debtor,
    file,
    hold,
    look,
    move,
    paid,
    promise,
    reminded,
    rows,
    rules,
    run,
    talk,
    weeks,
)

ONE = rows("10-05")


def two(**second: Any) -> list[CaseFile]:
    """Two cases of one debtor, the second with the larger balance."""
    facts: dict[str, Any] = {"moves": CONTACT} | second
    return [file(*ONE, moves=CONTACT), file(*facts.pop("rows", rows("10-05", amount="900")), case_id="C-2", **facts)]


def test_why_names_todays_moves_and_messages_else_what_blocks_else_the_ladder() -> None:
    _, shown = run([file(*ONE)], "10-06")
    after = look(shown[0], "10-06")
    assert after.why.startswith("T1: In arrears since 2026-10-05: first contact opened. LEVEL: Level 1 is due")
    assert look(shown[0], "10-07").why.startswith("LEVEL-DAY: Level 2 is due on 2026-10-13")
    assert look(file(*ONE, moves=CONTACT, holds=(hold("CEASE", "10-06"),)), "10-07").why == (
        "HOLD-CEASE: since 2026-10-06, the debtor asked us to stop."
    )
    assert look(file(*rows("12-05")), "10-07").why == ""


def test_why_names_the_missing_data_that_the_next_action_asks_for_also_when_no_message_is_due() -> None:
    waiting = look(file(*ONE, moves=CONTACT, contacts=(reminded(1, "10-06"),), owner=debtor(time_zone="")), "10-07")
    assert waiting.action.says("en") == "Complete the data"
    assert waiting.why.startswith("HOLD-DATA: Not sent: debtor D-1 has no Time zone. LEVEL-DAY: Level 2 is due on 2026-10-13")


def test_the_order_of_the_file_does_not_change_the_words() -> None:
    said = [reminded(1, "10-06"), replace(reminded(2, "10-06"), at=reminded(2, "10-06").at.replace(hour=12), why="LEVEL: level 2.")]
    one = file(*ONE, moves=CONTACT, contacts=tuple(said))
    words = "T1: moved. LEVEL: level 1. SENT: Sent by email. LEVEL: level 2. SENT: Sent by email."
    assert look(one, "10-06").why == look(replace(one, contacts=tuple(reversed(said))), "10-06").why == words


def test_the_programs_own_holds_follow_from_facts() -> None:
    promised = look(file(*ONE, moves=CONTACT, promises=(promise("10-06", "50", "10-09"),), owner=debtor(opted_out=("sms", "call"))), "10-07")
    assert [(h.type, h.scope, h.start, h.end, h.by) for h in promised.own_holds] == [
        ("PROMISE", "case", day("10-06"), day("10-14"), "program"),
        ("OPT_OUT", "debtor", day("10-07"), None, "program"),
    ]
    assert promised.own_holds[1].reason == "text message, phone call"
    bare = file(*ONE, owner=debtor(time_zone=""))
    assert [h.type for h in look(bare, "10-07").own_holds] == ["DATA"]
    assert [h.type for h in look(bare, "10-05").own_holds] == []
    assert [h.type for h in look(bare, "10-05").holds] == ["DATA"]


def test_newly_missed_rows_are_those_not_flagged_before() -> None:
    both = (replace(ONE[0], flagged_on=day("10-06")), *rows("10-12", first=2))
    assert [row.key for row in look(file(*both, moves=DEEP), "10-13").newly_missed] == [("", 2)]


def test_several_cases_of_a_debtor_get_one_message_that_lists_those_at_the_same_level() -> None:
    (small, large), shown = run(two(), "10-06")
    assert small.send is None
    assert large.send is not None
    assert large.send.listed == ("C-1",)
    assert [one.contacts[0].key for one in shown] == ["C-1|1|reminder|1", "C-2|1|reminder|1"]
    assert [look(one, "10-06").level for one in shown] == [1, 1]


def test_cases_at_another_level_or_route_wait_for_another_run() -> None:
    behind = two(rows=rows("09-20", amount="900"), contacts=(reminded(1, "09-21", case_id="C-2"),), moves=DEEP)
    (late, large), shown = run(behind, "10-13")
    assert late.send is not None
    assert (late.score.says("en").split(",")[1], late.send.call.level, late.send.listed) == (" first contact late +25", 1, ())
    assert large.send is None
    assert large.blocked[0].text("en") == "GROUPED: One message per debtor and run: today's is that of case C-1."
    again, _ = run(shown, "10-13")
    assert [d.send for d in again] == [None, None]
    (_, large), _ = run(shown, "10-14")
    assert large.send is not None


@pytest.mark.parametrize(
    ("second", "why"),
    [
        ({"holds": (hold("VULNERABLE", "10-05", applies_to="C-2"),)}, "a supervisor must release it"),
        ({"contacts": (reminded(1, "10-05", "bounced", case_id="C-2"),)}, "its email came back, so it goes by text message"),
    ],
)
def test_a_case_rides_only_in_a_message_that_goes_the_same_way_and_with_the_same_release(second: dict[str, Any], why: str) -> None:
    """Otherwise a case that a supervisor must look at first would leave unseen in the message about another one, or by the way that failed."""
    (lead, other), _ = run(two(rows=rows("10-05", amount="90"), **second), "10-06")
    assert lead.send is not None, why
    assert (lead.send.listed, lead.send.needs_approval, lead.send.route.channel) == ((), False, "email"), why
    assert (other.send, [reason.rule for reason in other.blocked]) == (None, ["GROUPED"]), why


def test_a_notice_waits_for_the_reminder_of_another_case_and_thanks_wait_without_a_word() -> None:
    monitored = {"rows": (*ONE, *rows("10-12", "12-05", plan="L-1")), "plans": (agreed("L-1", "10-07", "200"),), "moves": MONITOR}
    (reminder, notice), _ = run(two(**monitored), "10-13")
    assert reminder.send is not None
    assert [reason.rule for reason in notice.blocked] == ["GROUPED"]
    thanked = {"contacts": (reminded(1, "10-06", case_id="C-2"),), "payments": (paid("10-12", "50"),), "moves": DEEP, "rows": rows("10-05", amount="900")}
    (reminder, thanks), _ = run(two(**thanked), "10-13", "daily")
    assert reminder.send is not None
    assert (thanks.send, thanks.call, thanks.blocked) == (None, None, ())


def test_a_debtor_who_was_written_to_today_is_not_written_to_again_that_day() -> None:
    """The morning's daily check thanked for a payment; the weekly run of the same day waits."""
    paying = file(*ONE, moves=DEEP, contacts=(reminded(1, "10-06"),), payments=(paid("10-12", "50"),))
    (thanks,), shown = run([paying], "10-13", "daily")
    assert thanks.send is not None
    (weekly,), _ = run(shown, "10-13")
    assert weekly.send is None
    assert [reason.rule for reason in weekly.blocked] == ["GROUPED"]
    (next_day,), _ = run(shown, "10-14")
    assert next_day.send is not None


def test_cases_of_different_debtors_do_not_wait_for_each_other() -> None:
    others = [file(*ONE, case_id=f"C-{n}", moves=CONTACT, owner=debtor(debtor_id=f"D-{n}")) for n in (3, 1, 2)]
    decisions, _ = run(others, "10-06")
    assert [(d.case_id, d.send is not None) for d in decisions] == [("C-3", True), ("C-1", True), ("C-2", True)]


@pytest.mark.parametrize("kind", ["weekly", "daily", "button"])
def test_a_second_run_on_the_same_day_moves_and_sends_nothing(kind: str) -> None:
    """The level sent today, and the third attempt made today, move the case tomorrow; a talk of the day the case was opened moves it at once."""
    cases = [
        file(*ONE),
        file(*ONE, moves=CONTACT, case_id="C-2", owner=debtor(debtor_id="D-2")),
        file(*ONE, contacts=(talk("10-15", reason_code="ILLNESS"),), case_id="C-3", owner=debtor(debtor_id="D-3"), budget_on=day("10-15")),
        file(*ONE, moves=CONTACT, contacts=(talk("10-07", "no answer"), talk("10-08", "no answer", "sms")), case_id="C-4", owner=debtor(debtor_id="D-4")),
    ]
    first, shown = run(cases, "10-15", kind)
    assert any(d.send for d in first)
    second, same = run(shown, "10-15", kind)
    third, _ = run(same, "10-15", kind)
    assert [(rules(d), d.send) for d in second] == [([], None)] * 4
    assert [(d.why, d.action, d.score, d.state, d.own_holds, d.level) for d in second] == [
        (d.why, d.action, d.score, d.state, d.own_holds, d.level) for d in third
    ]


def test_a_whole_ladder_week_by_week_with_nobody_answering() -> None:
    """Day 1, 8 and 15; then nothing until day 36; the last demand waits for a supervisor, and so does the ladder."""
    told = [(d[0].state.stage, d[0].send.call.level if d[0].send else d[0].ladder.rule) for d in weeks([file(*ONE)], "10-06", 7)[0]]
    assert told == [("CONTACT", 1), ("DEEP", 2), ("DEEP", 3), ("DEEP", "LEVEL-DAY"), ("DEEP", "LEVEL-DAY"), ("DEEP", 4), ("DEEP", "LEVEL-PENDING")]


def test_after_three_missed_weeks_one_message_of_the_next_level_goes() -> None:
    _, shown = run([file(*ONE)], "10-06")
    (late,), after = run(shown, "11-03")
    assert (rules(late), late.send.call.level if late.send else None) == (["T2"], 2)
    assert len(after[0].contacts) - len(shown[0].contacts) == 1


def test_a_case_that_nothing_is_wrong_with_is_left_alone() -> None:
    seen = look(file(*rows("12-05")), "10-10")
    assert (seen.moves, seen.send, seen.blocked, seen.call, seen.own_holds, seen.in_collection) == ((), None, (), None, (), False)


def test_an_address_with_nothing_to_use_is_said_and_nothing_goes() -> None:
    (seen,), shown = run([file(*ONE, owner=debtor(email="", phone=""))], "10-06")
    assert [reason.rule for reason in seen.blocked] == ["NO-CHANNEL"]
    assert shown[0].contacts == ()


def test_every_reason_that_blocks_is_named() -> None:
    held = file(*ONE, moves=CONTACT, owner=debtor(email="", phone=""), holds=(hold("CEASE", "10-06"), hold("MANUAL", "10-06")))
    policy = replace(OFFICE, bank_data_max_age_days=3)
    assert [reason.rule for reason in look(held, "10-10", policy=policy).blocked] == ["HOLD-CEASE", "HOLD-MANUAL", "BANK-DATA", "NO-CHANNEL"]


def test_a_relapse_in_the_watch_period_goes_on_with_the_next_level() -> None:
    cured = (*DEEP, move("10-20", "T11", "CLOSED", "DEEP"))
    back = file(*rows("10-05", "11-05"), moves=cured, outcome="CURED", contacts=(reminded(1, "10-06"),), payments=(paid("10-19", "100"),))
    seen = look(back, "11-13")
    assert (rules(seen), seen.state.stage, seen.send.call.level if seen.send else None) == (["T13"], "DEEP", 2)


def test_late_interest_alone_is_no_reason_to_write() -> None:
    seen = look(file(*ONE, moves=CONTACT, annual_rate=D("0.12"), payments=(paid("10-25", "100"),)), "10-26")
    assert seen.position.outstanding > 0
    assert (rules(seen), seen.state.outcome, seen.send) == (["T11"], "CURED", None)
