"""Messages about what was agreed: the notice before a date, a promise in writing, a broken plan, the check-in, and what a person sends by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pyaddin.rules.case import CaseFile, Contact
from pyaddin.rules.decide import Decision, decide
from pyaddin.rules.keyed import found_again, over, subjects
from pyaddin.rules.notices import Asked
from tests.rules.build_cases import CASE, DEEP, MONITOR, OFFICE, agreed, at, day, debtor, file, hold, look, office, paid, promise, reminded, rows, run, talk

ONE = rows("10-05")
PLAN = rows("11-05", "12-05", "2027-01-05", plan="L-1")
FIRST = reminded(1, "10-06")
DAILY = office(daily_checks=True)


def plan_case(*contacts: Contact, **more: Any) -> CaseFile:
    """A signed plan of three months, kept so far; level 1 had gone before."""
    return file(*ONE, *PLAN, plans=(agreed("L-1", "10-27", "300"),), moves=MONITOR, contacts=(FIRST, *contacts), **more)


def kept(kind: str, subject: str, on: str, result: str = "sent", channel: str = "email") -> Contact:
    return Contact(CASE, at(on), day(on), channel, "out", result, "service", key=f"{CASE}|1|{kind}|{subject}")


def said(seen: Decision) -> list[str]:
    """The keys that the message settles, without case and episode; nothing when none goes."""
    return [key.split("|", 2)[2] for key in seen.send.call.keys] if seen.send is not None else []


@pytest.mark.parametrize(
    ("on", "kind", "policy", "goes"),
    [
        ("11-01", "daily", DAILY, False), ("11-02", "daily", DAILY, True), ("11-04", "daily", DAILY, True), ("11-05", "daily", DAILY, False),
        ("11-01", "weekly", DAILY, False), ("11-02", "weekly", DAILY, True),
        ("10-28", "weekly", OFFICE, False), ("10-29", "weekly", OFFICE, True), ("11-01", "daily", OFFICE, False),
        ("11-04", "daily", office(notice_days=0), False), ("10-30", "weekly", office(notice_days=0), False), ("10-29", "daily", office(notice_days=7), True),
    ],
)  # fmt: skip
def test_an_installment_of_a_plan_is_told_before_its_date(on: str, kind: str, policy: Any, goes: bool) -> None:
    """Three days before; an office without daily checks looks a week ahead, for its next run would come too late."""
    assert said(look(plan_case(), on, kind, policy)) == (["notice|L-1/1/1"] if goes else [])


def test_no_notice_on_the_day_of_the_agreement_itself() -> None:
    """What falls due within days of the signature was agreed that very day; the next run tells it."""
    soon = office(notice_days=9)
    assert said(look(plan_case(), "10-27", "daily", soon)) == []
    assert said(look(plan_case(), "10-28", "daily", soon)) == ["notice|L-1/1/1"]


@pytest.mark.parametrize(("second", "told"), [("11-12", []), ("12-12", ["notice|L-1/1/3"])])
def test_no_installment_is_told_of_a_plan_that_is_broken(second: str, told: list[str]) -> None:
    """Two rows were missed: what would fall due the day after is no longer asked for (R26)."""
    short = rows("11-05", second, "11-14", plan="L-1")
    spoken = tuple(kept("missed", f"L-1/1/{no}", "11-13") for no in (1, 2))
    seen = look(file(*ONE, *short, plans=(agreed("L-1", "10-27", "300"),), moves=MONITOR, contacts=(FIRST, *spoken)), "11-13", "daily", DAILY)
    assert (seen.plan.status == "broken") == (not told)
    assert said(seen) == told


def test_a_notice_goes_once_and_leaves_the_level_as_it_is() -> None:
    told = look(plan_case(kept("notice", "L-1/1/1", "11-02")), "11-03", "daily", DAILY)
    assert said(told) == []
    assert look(plan_case(), "11-02", "daily", DAILY).level == told.level == 1


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"payments": (paid("11-01", "100"),)}, "paid in advance"),
        ({"payments": (paid("11-01", "99.50"),)}, "within tolerance"),
        ({"holds": (hold("DISPUTE", "11-01", "11-20"),)}, "disputed"),
        ({"holds": (hold("MORATORIUM", "11-01", "11-20"),)}, "moratorium"),
    ],
)
def test_nothing_is_told_of_what_is_paid_or_held(more: dict[str, Any], why: str) -> None:
    seen = look(plan_case(**more), "11-02", "daily", DAILY)
    assert not [key for key in said(seen) if key.startswith("notice")], why


def test_under_review_a_supervisor_releases_the_notice() -> None:
    seen = look(plan_case(holds=(hold("VULNERABLE", "11-01", "11-20"),)), "11-02", "daily", DAILY)
    assert seen.send is not None
    assert seen.send.needs_approval


def test_thanks_and_notice_of_one_day_are_one_message() -> None:
    """A debtor who pays each week is thanked and told the next date in one mail, which settles both keys."""
    weekly = file(
        *ONE, *rows("11-05", "11-12", plan="L-1"), plans=(agreed("L-1", "10-27", "200"),), moves=MONITOR, contacts=(FIRST,), payments=(paid("11-05", "100"),)
    )  # fmt: skip
    seen = look(weekly, "11-09", "daily", DAILY)
    assert said(seen) == ["thanks|P-1", "notice|L-1/1/2"]
    assert seen.send is not None
    assert seen.send.call.kind == "thanks"
    assert seen.send.call.rows[0].installment.no == 2
    by_text = look(replace(weekly, debtor=debtor(email="", preferred_channel="sms")), "11-09", "daily", DAILY)
    assert said(by_text) == ["thanks|P-1"]  # a text message may not tell what falls due


def test_a_promise_is_confirmed_while_its_hold_stops_the_reminder() -> None:
    one = file(*ONE, moves=DEEP, contacts=(FIRST,), promises=(promise("10-14", "50", "10-23", "PR-1"),))
    seen = look(one, "10-15")
    assert said(seen) == ["promise|PR-1"]
    assert seen.held_back is not None
    assert (seen.held_back.kind, seen.held_back.level) == ("reminder", 2)
    assert [reason.rule for reason in seen.blocked] == ["HOLD-PROMISE"]


@pytest.mark.parametrize(("on", "goes"), [("10-14", True), ("10-21", True), ("10-22", False), ("10-23", False)])
def test_a_promise_is_confirmed_within_a_week_and_before_its_date(on: str, goes: bool) -> None:
    one = file(*ONE, moves=DEEP, contacts=(FIRST,), promises=(promise("10-14", "50", "10-30", "PR-1"),))
    assert bool(said(look(one, on))) == goes
    short = replace(one, promises=(promise("10-14", "50", on, "PR-1"),))
    assert said(look(short, on)) == []


def test_a_withdrawn_promise_is_not_confirmed() -> None:
    one = file(*ONE, moves=DEEP, contacts=(FIRST,), promises=(promise("10-14", "50", "10-23", "PR-1", status="withdrawn"),))
    assert said(look(one, "10-15")) == ["reminder|2"]


def test_a_broken_plan_is_told_with_the_weekly_run_once() -> None:
    one = plan_case(kept("missed", "L-1/1/1", "11-06"))
    assert look(one, "12-06", "daily").ladder.rule == "BROKEN-WEEKLY"
    seen = look(one, "12-06", "weekly")
    assert said(seen) == ["broken|L-1"]
    later = replace(one, contacts=(*one.contacts, kept("broken", "L-1", "12-06")))
    assert not [key for key in said(look(later, "12-07", "weekly")) if key.startswith("broken")]


def test_a_broken_plan_keeps_the_gap() -> None:
    recent = Contact(CASE, at("12-03"), day("12-03"), "email", "out", "sent", key=f"{CASE}|1|missed|L-1/1/1")
    assert look(plan_case(recent), "12-06", "weekly").ladder.rule == "LEVEL-GAP"


PAID = {"payments": (paid("11-05", "100"), paid("12-05", "100", "P-2"))}


@pytest.mark.parametrize(
    ("contacts", "on", "goes"),
    [
        ((), "11-25", False),
        ((), "11-26", True),
        ((talk("11-20"),), "12-19", False),
        ((talk("11-20"),), "12-20", True),
        ((talk("11-26"),), "11-26", False),
        ((talk("11-20", "no answer"),), "11-26", True),
        ((talk("11-20", channel="email", direction="in"),), "12-19", False),
        ((kept("checkin", "L-1/1", "11-26", "reached", "call"),), "12-25", False),
    ],
)
def test_a_check_in_thirty_days_after_the_last_word(contacts: tuple[Contact, ...], on: str, goes: bool) -> None:
    thanked = (kept("thanks", "P-1", "11-06"), kept("thanks", "P-2", "12-06"))
    seen = look(plan_case(*thanked, *contacts, **PAID), on, "daily", DAILY)
    assert said(seen) == (["checkin|L-1/1"] if goes else [])


def test_check_ins_are_numbered_and_one_waits_for_the_other() -> None:
    thanked = (kept("thanks", "P-1", "11-06"), kept("thanks", "P-2", "12-06"), kept("notice", "L-1/1/3", "2027-01-02"))
    first = kept("checkin", "L-1/1", "11-26", "reached", "call")
    assert said(look(plan_case(*thanked, first, **PAID), "12-26", "daily", DAILY)) == ["checkin|L-1/2"]
    waiting = replace(first, result="queued")
    assert said(look(plan_case(*thanked, waiting, **PAID), "12-26", "daily", DAILY)) == []
    in_vain = replace(first, result="no answer")
    seen = look(plan_case(*thanked, in_vain, **PAID), "12-26", "daily", DAILY)
    assert said(seen) == ["checkin|L-1/1"]
    assert seen.send is not None
    assert seen.send.route.channel == "email"


@pytest.mark.parametrize(("preferred", "channel"), [("", "call"), ("email", "email"), ("sms", "sms")])
def test_a_check_in_is_a_talk_unless_the_debtor_prefers_otherwise(preferred: str, channel: str) -> None:
    seen = look(plan_case(kept("thanks", "P-1", "11-06"), owner=debtor(preferred_channel=preferred), payments=(paid("11-05", "100"),)), "11-27", "daily", DAILY)
    assert seen.send is not None
    assert (seen.send.call.kind, seen.send.route.channel) == ("checkin", channel)


def test_no_check_in_while_an_installment_is_missed_or_where_none_is_wanted() -> None:
    assert not said(look(plan_case(kept("missed", "L-1/1/1", "11-06")), "11-27", "daily", DAILY))
    assert not said(look(plan_case(kept("thanks", "P-1", "11-06"), **PAID), "11-27", "daily", office(daily_checks=True, plan_check_days=0)))


def test_a_debtor_gets_one_message_a_day_and_what_can_wait_waits_without_a_word() -> None:
    noticed = plan_case()
    second = file(*rows("10-31"), case_id="C-2", moves=())
    decisions, _ = run([noticed, second], "11-02", "daily", DAILY)
    assert [said(one) for one in decisions] == [[], ["reminder|1"]]
    assert decisions[0].blocked == ()
    assert decisions[0].call is None


@pytest.mark.parametrize("kind", ["demand", "handover"])
def test_what_a_person_sends_goes_by_letter_and_once(kind: str) -> None:
    at_home = debtor(address="1 High Street", city="Leeds")
    one = file(*ONE, moves=DEEP, contacts=(FIRST,), owner=at_home)
    seen = decide(one, OFFICE, day("11-20"), "button", asked=Asked(kind, released=True))
    assert seen.send is not None
    assert (seen.send.call.kind, seen.send.route.channel, seen.send.needs_approval) == (kind, "letter", False)
    gone = replace(one, contacts=(FIRST, kept(kind, said(seen)[0].split("|")[1], "11-20", "posted", "letter")))
    again = decide(gone, OFFICE, day("11-21"), "button", asked=Asked(kind, released=True))
    assert [reason.rule for reason in again.blocked] == ["ASKED-BEFORE"]
    assert again.send is None


def test_the_gap_counts_a_final_demand() -> None:
    demand = Contact(CASE, at("11-02"), day("11-02"), "letter", "out", "posted", "legal", key=f"{CASE}|1|demand|4")
    assert look(file(*ONE, moves=DEEP, contacts=(FIRST, demand)), "11-05").ladder.rule == "LEVEL-GAP"


def test_a_demand_that_no_supervisor_asks_for_waits_for_one_and_no_run_makes_it() -> None:
    one = file(*ONE, moves=DEEP, contacts=(FIRST,))
    seen = decide(one, OFFICE, day("11-20"), "button", asked=Asked("demand"))
    assert seen.send is not None
    assert seen.send.needs_approval
    assert not any(said(look(one, "11-20", kind))[0:1] == ["demand|4"] for kind in ("weekly", "daily", "button"))
    nothing = decide(file(*ONE, payments=(paid("10-05", "100"),)), OFFICE, day("11-20"), "button", asked=Asked("demand"))
    assert [reason.rule for reason in nothing.blocked] == ["NOT-DUE"]


def test_a_message_is_found_again_by_its_keys_until_it_is_over() -> None:
    one = look(plan_case(), "11-02", "daily", DAILY)
    key = f"{CASE}|1|notice|L-1/1/1"
    again = found_again((key,), one, OFFICE)
    assert again is not None
    assert (again.kind, again.rows[0].installment.no) == ("notice", 1)
    paid_up = look(plan_case(payments=(paid("11-01", "100"),)), "11-02", "daily", DAILY)
    assert over((key,), paid_up) is not None
    assert found_again((key,), paid_up, OFFICE) is None
    thanks = (f"{CASE}|1|thanks|P-1", f"{CASE}|1|notice|L-1/1/2")
    assert subjects(thanks, "thanks") == ("P-1",)
    assert over(thanks, paid_up) is None
    back = look(plan_case(payments=(paid("11-01", "100", reversed_on="11-02"),)), "11-02", "daily", DAILY)
    gone = over(thanks, back)
    assert gone is not None
    assert gone.sentence == "OUTDATED-REVERSED"
