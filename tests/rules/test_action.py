"""The next action: each line of the table for the case that calls for it, and its day."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pyaddin.rules.action import ACTIONS, Action
from pyaddin.rules.case import Advice, CaseFile, Contact, Shared
from tests.rules.build_cases import (
    CASE,
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
    debtor,
    file,
    hold,
    look,
    move,
    paid,
    path,
    promise,
    reminded,
    rows,
    talk,
)

ONE = rows("10-05")
FIRST = reminded(1, "10-06")
PLANNED = {"rows": (*ONE, *rows("11-05", "12-05", plan="L-1")), "plans": (agreed("L-1", "10-27", "200"),), "moves": MONITOR}
FIRM = replace(OFFICE, levels=tuple(replace(row, tone="firm") if row.level >= 3 else row for row in LEVELS))
LEGAL = path(("10-06", "T1", "CONTACT"), ("11-20", "T8", "DISPOSITION"))


def case(*contacts: Contact, **more: Any) -> CaseFile:
    return file(*more.pop("rows", ONE), contacts=contacts, **more)


def waiting(kind: str, subject: str, on: str, channel: str) -> Contact:
    """A message of class service that waits for a person."""
    return Contact(CASE, at(on), day(on), channel, "out", "queued", "service", key=f"{CASE}|1|{kind}|{subject}")


def act(one: CaseFile, on: str, kind: str = "weekly") -> Action:
    return look(one, on, kind).action


FOR_APPROVAL = "LEVEL: Level 4 is due. APPROVAL: Waits for a supervisor's release."
EXAMPLES: dict[str, tuple[CaseFile, str, str, str | None]] = {
    "none": (case(moves=closed(DEEP, "10-20", "T12"), outcome="WRITTEN_OFF", approved_by="Li Na"), "10-21", "", None),
    "approve": (case(moves=DEEP, outcome="WRITTEN_OFF", outcome_on=day("10-20")), "10-21", "Get the outcome approved", "10-21"),
    "data": (case(moves=DEEP, owner=debtor(time_zone="")), "10-21", "Complete the data", "10-21"),
    "shared": (
        case(FIRST, moves=DEEP, shared=(Shared("phone", "138", ("D-00002",)),)), "10-21", "Clear up the email or phone that another debtor has too", "10-21",
    ),
    "answer": (
        case(FIRST, talk("10-12", channel="email", direction="in", follow_up_on="10-20"), moves=DEEP), "10-21",
        "Read the answer that came in and reply to it", "10-20",
    ),
    "callback": (case(FIRST, talk("10-12", follow_up_on="10-20"), moves=DEEP), "10-21", "Call back as agreed", "10-20"),
    "hold": (case(FIRST, moves=DEEP, holds=(hold("DISPUTE", "10-12", "10-30"),)), "10-21", "Review the hold", "10-30"),
    "settle": (
        case(reminded(4, "10-20", "unknown"), moves=DEEP), "10-21", "Look into the mailbox: did the message arrive? Then say so in Outbox", "10-20",
    ),
    "release": (
        case(replace(reminded(4, "10-20", "queued"), why=FOR_APPROVAL), moves=DEEP), "10-21", "Supervisor: release the message", "10-20",
    ),
    "agree": (
        case(replace(reminded(4, "10-20", "queued", "sms"), why=FOR_APPROVAL), moves=DEEP),
        "10-21",
        "Supervisor agrees, then contact by text message",
        "10-20",
    ),
    "review-hold": (case(FIRST, moves=DEEP, holds=(hold("VULNERABLE", "10-12", "10-30"),)), "10-21", "Review the hold", "10-30"),
    "task": (case(reminded(1, "10-20", "queued", "sms"), moves=DEEP), "10-21", "Contact by text message", "10-20"),
    "another-way": (
        case(FIRST, talk("10-14", "no answer"), talk("10-16", "no answer"), talk("10-19", "voicemail left", clock="17:20"), moves=DEEP),
        "10-21",
        "Nobody reached by 3 tries (phone call): try by text message, at another hour than 16:00, 18:00",
        "10-21",
    ),
    "unreached": (
        case(
            FIRST, talk("10-14", "no answer"), talk("10-16", "failed", "sms"), talk("10-19", "bounced", "email"),
            moves=DEEP, owner=debtor(address=""),
        ),
        "10-21",
        "Supervisor: nobody reached by 3 tries on every way (phone call, text message, email); decide how to go on",
        "10-21",
    ),
    "plan-broken": (case(**PLANNED), "12-06", "Call about the broken plan", "12-06"),
    "plan-missed": (case(**PLANNED), "11-06", "Call about the missed installment", "11-06"),
    "check-in": (
        case(waiting("checkin", "L-1/1", "11-26", "call"), **PLANNED, payments=(paid("11-05", "100"),)),
        "11-27",
        "Check in about the plan by phone call",
        "11-26",
    ),
    "errand": (
        case(waiting("notice", "L-1/1/1", "11-02", "letter"), **PLANNED), "11-03", "Contact by letter", "11-02",
    ),
    "monitor": (case(**PLANNED), "10-28", "Check the next installment", "11-06"),
    "promise-open": (case(FIRST, moves=DEEP, promises=(promise("10-14", "50", "10-23"),)), "10-21", "Watch for the promised payment", "10-29"),
    "promise-failed": (case(FIRST, moves=DEEP, promises=(promise("10-12", "50", "10-14"),)), "10-21", "Ask why the promise was not kept", "10-21"),
    "call-first": (
        case(FIRST, reminded(2, "10-13"), talk("10-20", "refused"), moves=DEEP),
        "10-20",
        "Call before anything firmer goes: listen first, the call script has the prompts",
        "10-21",
    ),
    "counsel": (case(FIRST, moves=LEGAL), "11-23", "Follow up with counsel", "11-23"),
    "review": (
        case(FIRST, moves=DEEP),
        "2027-01-03",
        "Review for disposition: lacks proof of delivery of the final demand, legal advice",
        "2027-01-03",
    ),
    "re-plan": (
        case(FIRST, **{**PLANNED, "moves": (*MONITOR, move("10-30", "T6", "NEGOTIATE", "MONITOR"))}),
        "11-01", "Look at the plan again with the debtor and agree a new version", "11-01",
    ),
    "negotiate": (case(FIRST, moves=NEGOTIATE), "10-21", "Make offers and agree a plan", "10-21"),
    "deep": (case(FIRST, moves=DEEP), "10-21", "Ask for reason and finances", "10-21"),
    "leaving": (case(replace(reminded(1, "10-06", "queued"), why=f"{FOR_APPROVAL} RELEASED-WAITS: Released by Li Na."), moves=CONTACT), "10-07", "", None),
    "contact": (case(moves=CONTACT), "10-07", "Make first contact", "10-07"),
    "call": (case(FIRST, moves=CONTACT), "10-07", "Call if no answer comes", "10-09"),
}


def test_every_line_has_its_example() -> None:
    assert set(EXAMPLES) == {line.id for line in ACTIONS.lines}


@pytest.mark.parametrize("line", EXAMPLES)
def test_the_next_action_of_a_case(line: str) -> None:
    one, on, text, due = EXAMPLES[line]
    action = look(one, on, "button", FIRM if line == "call-first" else OFFICE).action
    assert (action.rule, action.says("en"), action.on) == (line, text, day(due) if due else None)


@pytest.mark.parametrize(("on", "rule"), [("2027-01-02", "deep"), ("2027-01-03", "review")])
def test_review_for_disposition_from_ninety_days_on(on: str, rule: str) -> None:
    assert act(case(FIRST, moves=DEEP), on, "button").rule == rule


def test_review_after_the_third_promise_and_with_all_conditions_met() -> None:
    made = tuple(promise(f"10-{8 + n:02d}", "50", "10-12", f"PR-{n}") for n in range(3))
    asked = talk("10-20", "reached")
    ready = case(FIRST, asked, moves=DEEP, promises=made, advice=Advice(day("10-10"), day("10-10"), "RL 1"))
    assert act(ready, "10-21").says("en") == "Review for disposition: all conditions are met"
    assert act(case(FIRST, asked, moves=DEEP, promises=made[:2]), "10-21").rule == "deep"


@pytest.mark.parametrize(
    ("after", "rule"),
    [
        ((), "callback"),
        ((talk("10-19", "reached"),), "callback"),
        ((talk("10-20", "no answer"),), "deep"),
        ((reminded(2, "10-20"),), "callback"),
        ((talk("10-20", "reached", key="C-1|1|reminder|2"),), "deep"),
    ],
)
def test_a_callback_stands_until_a_person_followed_it_up(after: tuple[Contact, ...], rule: str) -> None:
    one = case(FIRST, talk("10-12", follow_up_on="10-20"), *after, moves=DEEP)
    assert act(one, "10-21", "button").rule == rule


def test_a_callback_of_tomorrow_is_not_due_and_the_latest_agreement_counts() -> None:
    assert act(case(FIRST, talk("10-12", follow_up_on="10-22"), moves=DEEP), "10-21").rule == "deep"
    twice = case(FIRST, talk("10-12", follow_up_on="10-15"), talk("10-13", follow_up_on="10-20"), moves=DEEP)
    assert act(twice, "10-21").on == day("10-20")


def test_a_promise_that_failed_is_asked_about_once() -> None:
    one = case(FIRST, talk("10-20", "no answer"), moves=DEEP, promises=(promise("10-12", "50", "10-14"),))
    assert act(one, "10-21").rule == "deep"


@pytest.mark.parametrize(("start", "on"), [("10-12", "11-11"), ("08-01", "10-21")])
def test_a_hold_without_end_is_reviewed_after_thirty_days(start: str, on: str) -> None:
    assert act(case(FIRST, moves=DEEP, holds=(hold("MANUAL", start),)), "10-21").on == day(on)


@pytest.mark.parametrize(
    ("on", "words", "due"), [("10-22", "Review the hold", "10-30"), ("10-23", "Answer the dispute", "10-23"), ("10-30", "Answer the dispute", "10-30")]
)
def test_a_dispute_whose_hold_ends_by_itself_stands_on_today_a_week_before(on: str, words: str, due: str) -> None:
    disputed = act(case(FIRST, moves=DEEP, holds=(hold("DISPUTE", "10-12", "10-30"),)), on)
    assert (disputed.says("en").partition(":")[0], disputed.on) == (words, day(due))
    assert ("2026-10-30" in disputed.says("en")) == (words == "Answer the dispute")
    assert act(case(FIRST, moves=DEEP, holds=(hold("MANUAL", "10-12", "10-30"),)), on).says("en") == "Review the hold"
    assert act(case(FIRST, moves=DEEP, holds=(hold("DISPUTE", "10-12"),)), on).says("en") == "Review the hold"
    also = act(case(FIRST, moves=DEEP, holds=(hold("DISPUTE", "10-12", "10-30"), hold("INSOLVENCY", "10-12"))), on)
    assert "messages go again" not in also.says("en"), "another hold may stop them"


def test_a_hold_on_an_address_is_no_reason_to_wait() -> None:
    held = hold("WRONG_PARTY", "10-01", scope="address", applies_to="ann@debtor.example")
    assert act(case(FIRST, moves=DEEP, holds=(held,)), "10-21").rule == "deep"


def test_an_outcome_with_approval_but_without_its_day_is_asked_for() -> None:
    assert act(case(moves=DEEP, outcome="INVALID", approved_by="Li Na"), "10-21").rule == "approve"
    assert act(case(rows=rows("12-05"), outcome="INVALID"), "10-21").rule == "approve"


def test_nothing_to_do_before_collection() -> None:
    assert act(case(rows=rows("12-05")), "10-21") == Action("none", None, None)


@pytest.mark.parametrize(
    ("line", "channel"),
    [("task", "sms"), ("settle", "email"), ("release", "email"), ("callback", "call"), ("deep", "call"), ("negotiate", ""), ("hold", "")],
)
def test_the_channel_of_an_action(line: str, channel: str) -> None:
    one, on, _, _ = EXAMPLES[line]
    assert act(one, on, "button").channel == channel


def test_monitoring_looks_the_day_after_the_next_row_that_is_not_paid() -> None:
    assert act(case(**PLANNED), "11-05").on == day("11-06")
    assert act(case(**PLANNED, payments=(paid("10-28", "100"),)), "10-30").on == day("12-06")


def test_a_waiting_task_does_not_put_other_actions_off() -> None:
    waiting = case(reminded(1, "10-20", "queued"), moves=DEEP, owner=debtor(time_zone=""))
    assert (act(waiting, "10-21").rule, act(waiting, "10-21").on) == ("data", day("10-21"))


def test_a_callback_agreed_for_the_same_day_stands() -> None:
    assert act(case(FIRST, talk("10-20", clock="09:00", follow_up_on="10-20"), moves=DEEP), "10-20").rule == "callback"


def test_monitoring_without_a_row_to_come_looks_tomorrow() -> None:
    over = case(rows=PLANNED["rows"][:2], plans=PLANNED["plans"], moves=MONITOR)  # type: ignore[index]
    assert act(over, "11-05").on == day("11-06")
    assert act(case(moves=MONITOR, payments=(), rows=rows("10-05", amount="0.50")), "10-21").on == day("10-22")


@pytest.mark.parametrize("why", [f"{FOR_APPROVAL} RELEASED: By Li Na.", f"{FOR_APPROVAL} DEFERRED: Could not be handed over.", "LEVEL: Level 3 is due."])
def test_a_message_that_leaves_by_itself_is_nobodys_task(why: str) -> None:
    """Released, tried again by the mail account, or queued by a click: the work of the stage goes on, and no supervisor is asked."""
    assert act(case(FIRST, replace(reminded(3, "10-20", "queued"), why=why), moves=DEEP), "10-21", "button").rule == "deep"
