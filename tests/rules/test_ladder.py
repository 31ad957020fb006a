"""The reminder ladder: each level's edge day, gaps, what waits for a person, missed notices and thanks (R27-R29)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pyaddin.rules.case import CaseFile, Contact, Move
from pyaddin.rules.decide import Decision, decide_all
from pyaddin.rules.ladder import in_vain, latest_by_key
from tests.rules.build_cases import (
    CONTACT,
    DEEP,
    LEVELS,
    MONITOR,
    NEGOTIATE,
    OFFICE,
    agreed,
    at,
    closed,
    day,
    file,
    hold,
    level,
    look,
    move,
    office,
    paid,
    promise,
    reminded,
    rows,
    talk,
)

ONE = rows("10-05")


def case(*contacts: Contact, moves: tuple[Move, ...] = CONTACT, **more: Any) -> CaseFile:
    return file(*more.pop("rows", ONE), moves=moves, contacts=contacts, **more)


def said(seen: Decision) -> str:
    """``reminder 2`` for a message that goes, else the rule of the ladder's answer."""
    return f"{seen.send.call.kind} {seen.send.call.level}" if seen.send is not None else seen.ladder.rule


def test_level_1_goes_on_the_first_day_past_due_and_not_on_the_due_day() -> None:
    assert said(look(file(*ONE), "10-05")) == "NOT-DUE"
    assert said(look(file(*ONE), "10-06")) == "reminder 1"


@pytest.mark.parametrize(
    ("number", "edge", "last"),
    [(2, "10-13", "10-06"), (3, "10-20", "10-13"), (4, "11-04", "10-20")],
)
def test_each_level_goes_on_its_day_and_not_the_day_before(number: int, edge: str, last: str) -> None:
    sent = tuple(reminded(n, "10-06") for n in range(1, number - 1)) + (reminded(number - 1, last),)
    one = case(*sent, moves=DEEP)
    before = day(edge).replace(day=day(edge).day - 1)
    assert said(look(one, before)) == "LEVEL-DAY"
    assert look(one, before).ladder.says("en") == f"Level {number} is due on {day(edge)} ({LEVELS[number - 1].from_day} days past due)."
    assert said(look(one, edge)) == f"reminder {number}"


def test_levels_of_deep_talk_wait_in_first_contact() -> None:
    """The move to DEEP by time needs a notice of an earlier day; here a hold keeps the case in CONTACT."""
    held = case(reminded(1, "10-06"), holds=(hold("MANUAL", "10-06"),))
    assert look(held, "10-20").ladder.text("en") == "LEVEL-STAGE: Level 2 goes from stage deep communication on."


def test_after_level_4_the_ladder_is_at_its_top() -> None:
    assert said(look(case(*(reminded(n, "10-06") for n in (1, 2, 3, 4)), moves=DEEP), "12-01")) == "LEVEL-TOP"


def test_level_4_waits_for_a_release() -> None:
    seen = look(case(*(reminded(n, "10-06") for n in (1, 2, 3)), moves=DEEP), "11-04")
    assert seen.send is not None
    assert seen.send.needs_approval


def test_paused_days_put_a_level_off() -> None:
    paused = case(reminded(1, "10-06"), moves=DEEP, holds=(hold("MORATORIUM", "10-07", "10-10"),))
    assert said(look(paused, "10-15")) == "LEVEL-DAY"
    assert said(look(paused, "10-16")) == "reminder 2"


@pytest.mark.parametrize(("on", "answer"), [("10-18", "LEVEL-GAP"), ("10-19", "reminder 2")])
def test_r29_the_gap_from_tuesday_to_monday(on: str, answer: str) -> None:
    assert said(look(case(reminded(1, "10-13"), moves=DEEP), on)) == answer


@pytest.mark.parametrize(
    ("contact", "answer"),
    [
        (talk("10-13", "reached"), "LEVEL-GAP"),
        (talk("10-13", "no answer"), "reminder 2"),
        (talk("10-13", "reached", direction="in"), "reminder 2"),
        (talk("10-13", "sent", message_class="service"), "reminder 2"),
    ],
)
def test_r29_any_channel_counts_for_the_gap_what_did_not_arrive_does_not(contact: Contact, answer: str) -> None:
    assert said(look(case(reminded(1, "10-06"), contact, moves=DEEP), "10-15")) == answer


def test_the_gap_of_a_level_goes_before_the_offices_and_is_at_least_a_day() -> None:
    quick = office(levels=tuple(replace(row, min_gap_days=0) for row in LEVELS))
    assert said(look(case(reminded(1, "10-13"), moves=DEEP), "10-13", policy=quick)) == "LEVEL-GAP"
    assert said(look(case(reminded(1, "10-13"), moves=DEEP), "10-14", policy=quick)) == "reminder 2"
    plain = office(levels=tuple(replace(row, min_gap_days=None) for row in LEVELS), min_gap_days=2)
    assert said(look(case(reminded(1, "10-13"), moves=DEEP), "10-14", policy=plain)) == "LEVEL-GAP"
    assert said(look(case(reminded(1, "10-13"), moves=DEEP), "10-15", policy=plain)) == "reminder 2"


def test_r29_the_daily_check_sends_level_1_and_leaves_the_others_to_the_weekly_run() -> None:
    assert said(look(case(), "10-06", "daily")) == "reminder 1"
    deep = case(reminded(1, "10-06"), moves=DEEP)
    assert (said(look(deep, "10-13", "daily")), said(look(deep, "10-13", "button"))) == ("LEVEL-WEEKLY", "reminder 2")


def test_one_level_a_run_after_missed_weeks_and_the_highest_due_in_that_mode() -> None:
    idle = case(reminded(1, "10-06"), moves=DEEP)
    assert said(look(idle, "11-30")) == "reminder 2"
    assert said(look(idle, "11-30", policy=office(level_mode="highest"))) == "reminder 4"
    assert said(look(idle, "10-12", policy=office(level_mode="highest"))) == "LEVEL-DAY"
    assert [said(look(idle, on, policy=office(level_mode="highest"))) for on in ("10-19", "10-20")] == ["reminder 2", "reminder 3"]
    assert said(look(case(holds=(hold("MANUAL", "10-06", "10-30"),)), "11-30", policy=office(level_mode="highest"))) == "reminder 1"


def test_a_level_waits_while_one_before_it_is_undone_and_a_failed_one_comes_again() -> None:
    assert look(case(reminded(1, "10-06", "queued"), moves=DEEP), "10-20").ladder.text("en").startswith("LEVEL-PENDING: Level 1 waits")
    assert said(look(case(reminded(1, "10-06", "unknown"), moves=DEEP), "10-20")) == "LEVEL-PENDING"
    assert said(look(case(reminded(1, "10-06", "failed"), moves=DEEP), "10-20")) == "reminder 1"


def test_what_waits_since_an_earlier_episode_holds_up_nothing_in_this_one() -> None:
    again = (*closed(CONTACT, "10-08", "T11"), move("11-20", "T13", "CONTACT", "CLOSED", episode=2))
    for episode, answer in ((1, "reminder 1"), (2, "LEVEL-PENDING")):
        assert said(look(case(reminded(1, "10-06", "queued", episode=episode), moves=again, rows=rows("11-15")), "11-21")) == answer


def test_a_waiting_notice_holds_the_ladder_too() -> None:
    waiting = replace(reminded(1, "10-07", "queued"), key="C-1|1|missed|ORIG/0/1")
    assert look(case(reminded(1, "10-06"), waiting, moves=DEEP), "10-20").ladder.text("en") == (
        "LEVEL-PENDING: The notice of a missed installment waits: set the Result of its contact row when it is done."
    )


@pytest.mark.parametrize(("moves", "answer"), [((), "NOT-DUE"), (MONITOR, "STAGE"), (closed(DEEP, "10-20", "T12"), "STAGE")])
def test_no_reminder_outside_the_stages_of_the_ladder(moves: tuple[Move, ...], answer: str) -> None:
    outside = case(moves=moves, rows=rows("11-05") if not moves else ONE, outcome="WRITTEN_OFF" if answer == "STAGE" and moves[-1].rule == "T12" else "")
    assert look(outside, "10-30").ladder.rule == answer


def test_a_tolerated_shortfall_is_not_written_about() -> None:
    """A signed plan that an earlier T4 has entered keeps the case in negotiation while nothing is past due beyond tolerance."""
    plan = {"plans": (agreed("L-1", "10-10", "200"),), "payments": (paid("10-15", "99.50"),)}
    again = (*NEGOTIATE, move("10-12", "T4", "MONITOR", "NEGOTIATE"), move("10-14", "T6", "NEGOTIATE", "MONITOR"))
    seen = look(case(rows=(*ONE, *rows("10-15", "12-15", plan="L-1")), moves=again, **plan), "10-20")
    assert (seen.state.stage, seen.ladder.rule) == ("NEGOTIATE", "TOLERANCE")
    nothing = case(rows=(*ONE, *rows("11-15", "12-15", plan="L-1")), moves=again, plans=plan["plans"])
    assert look(nothing, "10-20").ladder.rule == "NOT-DUE"


def test_levels_are_counted_per_episode() -> None:
    again = (*closed(CONTACT, "10-08", "T11"), move("11-20", "T13", "CONTACT", "CLOSED", episode=2))
    assert said(look(case(reminded(1, "10-06"), reminded(2, "10-07"), moves=again, rows=rows("11-15")), "11-21")) == "reminder 1"


def test_keys_that_are_not_of_a_level_count_for_nothing() -> None:
    assert look(case(replace(reminded(1, "10-06"), key="C-1|1|reminder|x")), "10-20").level == 0


def test_the_latest_attempt_of_a_key_counts_in_any_order_of_the_file() -> None:
    tries = (reminded(1, "10-06", "failed"), replace(reminded(1, "10-07"), channel="sms"))
    for contacts in (tries, tries[::-1]):
        one = case(*contacts)
        assert latest_by_key(one)["C-1|1|reminder|1"].result == "sent"
        assert {contact.channel for contact in in_vain(one, "C-1|1|reminder|1")} == {"email"}


# missed-installment notices


TWO = rows("10-05", "11-05")


def test_r26_a_new_missed_row_brings_a_notice_in_the_daily_check() -> None:
    """Level 2 waits for the weekly run; the second row was missed after the last message."""
    one = case(reminded(1, "10-06"), rows=TWO, moves=DEEP)
    assert look(one, "11-05", "daily").send is None
    seen = look(one, "11-06", "daily")
    assert seen.send is not None
    assert (said(seen), seen.send.call.keys) == ("missed 0", ("C-1|1|missed|ORIG/0/2",))
    assert [row.key for row in seen.newly_missed] == [("", 1), ("", 2)]


def test_a_row_missed_before_the_last_message_or_talk_is_not_written_about() -> None:
    assert look(case(reminded(1, "10-06"), moves=DEEP), "11-06", "daily").send is None
    assert look(case(reminded(1, "10-06"), talk("11-06"), rows=TWO, moves=DEEP), "11-20", "daily").send is None


def test_money_taken_back_makes_the_row_news_again() -> None:
    back = (paid("10-05", "100", reversed_on="10-20"),)
    assert look(case(talk("10-10"), payments=back, moves=MONITOR), "10-19", "daily").send is None
    assert said(look(case(talk("10-10"), payments=back, moves=MONITOR), "10-20", "daily")) == "missed 0"


def test_a_notice_goes_once_and_respects_the_gap_and_waiting_tasks() -> None:
    done = replace(reminded(1, "10-06"), key="C-1|1|missed|ORIG/0/1")
    assert look(case(done, moves=MONITOR), "10-30", "daily").send is None
    talked = case(talk("10-05", "reached"), moves=MONITOR)
    assert look(talked, "10-10", "daily").ladder.rule == "LEVEL-GAP"
    assert said(look(talked, "10-11", "daily")) == "missed 0"
    waiting = replace(reminded(1, "10-06", "queued"), key="C-1|1|missed|ORIG/0/1")
    new = case(waiting, rows=(ONE[0], rows("10-15", first=2)[0]), moves=MONITOR)
    assert look(new, "10-30", "daily").ladder.rule == "LEVEL-PENDING"


def test_only_installment_notices_go_out_under_a_signed_plan() -> None:
    """``plan/version/no`` is the subject of the key."""
    plan = {"plans": (agreed("L-1", "10-10", "200"),), "rows": (*ONE, *rows("11-05", "12-05", plan="L-1")), "moves": MONITOR}
    assert look(case(**plan), "11-05").send is None
    seen = look(case(**plan), "11-06")
    assert seen.send is not None
    assert (seen.send.call.keys, [h.type for h in seen.holds]) == (("C-1|1|missed|L-1/1/1",), ["SIGNED_PLAN"])


def test_an_open_promise_stops_reminders_and_notices() -> None:
    promised = case(moves=CONTACT, promises=(promise("10-06", "100", "10-20"),))
    assert [reason.rule for reason in look(promised, "10-10").blocked] == ["HOLD-PROMISE"]
    assert said(look(promised, "10-24")) == "reminder 1"


def test_a_button_sends_reminders_only() -> None:
    assert look(case(reminded(1, "10-06"), rows=TWO, moves=MONITOR), "11-06", "button").send is None


def test_a_talk_of_the_day_is_no_message_of_the_day_and_another_debt_may_be_written_about() -> None:
    """One message per debtor and run (R28) speaks of messages: what a clerk noted that morning about one debt does not stop the other's reminder."""
    other = file(*rows("10-05"), case_id="C-2", moves=CONTACT)
    for said, goes in ((talk("10-09"), True), (reminded(1, "10-09"), False)):
        seen = decide_all((case(said), other), OFFICE, day("10-09"), "weekly")
        assert seen[0].send is None
        assert (seen[1].send is not None) == goes


# thank-yous


def thanked(one: CaseFile, on: str) -> tuple[str, ...]:
    seen = look(one, on, "daily")
    return seen.send.call.keys if seen.send is not None and seen.send.call.kind == "thanks" else ()


@pytest.mark.parametrize(
    ("paid_on", "on", "goes"),
    [("10-06", "10-07", False), ("10-07", "10-07", True), ("10-08", "10-21", True), ("10-08", "10-22", False), ("10-20", "10-19", False)],
)
def test_thanks_for_money_after_we_wrote_and_for_two_weeks_only(paid_on: str, on: str, goes: bool) -> None:
    assert bool(thanked(case(reminded(1, "10-06"), payments=(paid(paid_on, "40"),)), on)) == goes


def test_no_thanks_where_nobody_had_written_or_for_money_taken_back() -> None:
    assert thanked(case(payments=(paid("10-07", "100"),)), "10-08") == ()
    assert thanked(case(reminded(1, "10-06", "queued"), payments=(paid("10-07", "100"),)), "10-08") == ()
    assert thanked(case(reminded(1, "10-06"), payments=(paid("10-07", "40", reversed_on="10-08"),)), "10-09") == ()


@pytest.mark.parametrize(("kind", "subject"), [("promise", "PR-1"), ("notice", "L-1/1/1"), ("checkin", "L-1/1")])
@pytest.mark.parametrize("result", ["sent", "queued"])
def test_thanks_where_all_we_had_written_was_about_what_was_agreed(kind: str, subject: str, result: str) -> None:
    """A promise in writing, or the notice of an installment, is a word of ours: who then pays is thanked, and has the certificate (T10, T11b)."""
    told = Contact("C-1", at("10-06"), day("10-06"), "email", "out", result, "service", key=f"C-1|1|{kind}|{subject}")
    assert thanked(case(told, payments=(paid("10-07", "100"),)), "10-08") == (("C-1|1|thanks|P-1",) if result == "sent" else ())


def test_a_thank_you_alone_or_a_service_talk_brings_no_further_one() -> None:
    for key in ("C-1|1|thanks|P-0", ""):
        word = Contact("C-1", at("10-06"), day("10-06"), "email", "out", "sent", "service", key=key)
        assert thanked(case(word, payments=(paid("10-07", "100"),)), "10-08") == ()


def test_each_payment_is_thanked_once_the_newest_names_the_message() -> None:
    money = (paid("10-08", "10"), paid("10-09", "10", "P-2"))
    for payments in (money, money[::-1]):
        assert thanked(case(reminded(1, "10-06"), payments=payments), "10-10") == ("C-1|1|thanks|P-2", "C-1|1|thanks|P-1")
    before = Contact("C-1", at("10-08"), day("10-08"), "email", "out", "sent", "service", key="C-1|1|thanks|P-1")
    assert thanked(case(reminded(1, "10-06"), before, payments=money), "10-10") == ("C-1|1|thanks|P-2",)


def test_a_payment_thanked_in_one_episode_is_not_thanked_in_the_next() -> None:
    again = (*closed(CONTACT, "10-08", "T10"), move("10-16", "T13", "CONTACT", "CLOSED", episode=2))
    before = Contact("C-1", at("10-08"), day("10-08"), "email", "out", "sent", "service", key="C-1|1|thanks|P-1")
    one = case(reminded(1, "10-06"), before, reminded(1, "10-16", episode=2), payments=(paid("10-07", "100"),), rows=rows("10-05", "10-15"), moves=again)
    assert thanked(one, "10-17") == ()


def test_money_that_closed_the_case_is_thanked_for_later_money_of_a_cured_debt_is_not() -> None:
    cured = {"moves": closed(CONTACT, "10-09", "T11"), "outcome": "CURED", "rows": rows("10-05", "11-05", "12-05")}
    assert thanked(case(reminded(1, "10-06"), payments=(paid("10-08", "100"),), **cured), "10-09") == ("C-1|1|thanks|P-1",)
    assert thanked(case(reminded(1, "10-06"), payments=(paid("11-04", "100"),), **cured), "11-05") == ()


def test_no_thanks_after_a_supervisors_outcome() -> None:
    over = {"moves": closed(DEEP, "10-20", "T12"), "outcome": "WRITTEN_OFF", "outcome_on": day("10-20"), "approved_by": "Li Na"}
    assert thanked(case(reminded(1, "10-06"), payments=(paid("10-19", "10"),), **over), "10-20") == ()


def test_a_reminder_goes_before_a_notice_and_a_notice_before_thanks() -> None:
    one = case(reminded(1, "10-06"), rows=TWO, payments=(paid("11-05", "10"),), moves=DEEP)
    assert [said(look(one, "11-06", kind)) for kind in ("weekly", "daily")] == ["reminder 2", "missed 0"]
    quiet = replace(one, contacts=(*one.contacts, replace(reminded(1, "11-04"), key="C-1|1|missed|ORIG/0/1")))
    assert said(look(quiet, "11-06", "daily")) == "thanks 0"


def test_a_level_without_rows_on_the_sheet_ends_the_ladder() -> None:
    assert said(look(case(), "10-10", policy=replace(OFFICE, levels=()))) == "LEVEL-TOP"
    assert look(case(), "10-10", policy=replace(OFFICE, levels=(level(1, "CONTACT", 9),))).ladder.rule == "LEVEL-DAY"
