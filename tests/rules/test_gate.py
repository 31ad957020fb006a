"""The gate: missing data, old bank data, opt-outs, and which channel a message takes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pyaddin.rules.case import Contact
from pyaddin.rules.gate import CLASS_OF_KIND, Route, address_of, bank_data_verdict, missing_data, route, unmatched_verdict
from pyaddin.rules.matching import Incoming
from pyaddin.rules.reason import Reason, phrase
from tests.rules.build_cases import CONTACT, OFFICE, CaseFile, D, agreed, day, debtor, file, hold, look, office, paid, reminded, rows

LADDER = ("email", "sms", "call", "letter")
NONE: frozenset[str] = frozenset()


def late(**more: Any) -> CaseFile:
    """A case five days past due for which level 1 is due."""
    return file(*rows("10-05"), moves=CONTACT, **more)


@pytest.mark.parametrize(
    ("country", "jurisdiction", "missing"),
    [("GB", "", 0), ("", "GB", 0), ("", "", 1)],
)
def test_a_debtor_needs_a_country_or_the_office_a_jurisdiction(country: str, jurisdiction: str, missing: int) -> None:
    assert len(missing_data(late(owner=debtor(country=country)), office(jurisdiction=jurisdiction))) == missing


def test_what_is_missing_or_refused_blocks_and_is_named() -> None:
    bare = late(owner=debtor(country="", time_zone=""), data_faults=(phrase("row-refused", table="Payments", row=7, code="E-AMOUNT"),))
    seen = look(bare, "10-10", policy=office(jurisdiction="", missing_settings=("reply_to",)))
    assert seen.send is None
    (reason,) = seen.blocked
    assert reason.rule == "HOLD-DATA"
    for word in ("Payments row 7", "no Country", "no Time zone", "reply_to"):
        assert word in reason.says("en")


def test_nothing_goes_while_an_agreement_that_both_signed_waits_for_a_supervisor() -> None:
    """The debtor believes in the agreement: no reminder contradicts it before somebody has approved or refused it."""
    waived = agreed("L-1", "10-07", "60", waived=D(40))
    one = late(plans=(waived,))
    one = replace(one, installments=(*one.installments, *rows("11-05", amount="60", plan="L-1")))
    seen = look(one, "10-10")
    assert (seen.send, [reason.rule for reason in seen.blocked], [hold.type for hold in seen.own_holds]) == (None, ["HOLD-DATA"], ["DATA"])
    assert "L-1" in seen.blocked[0].says("en")
    refused = replace(one, plans=(replace(waived, status="withdrawn"),))
    assert look(refused, "10-10").send is not None
    approved = look(replace(one, plans=(replace(waived, approved_by="Li Na"),)), "10-10")
    assert (approved.send, approved.blocked, approved.state.stage) == (None, (), "MONITOR")


@pytest.mark.parametrize(
    ("until", "allowed", "blocked"),
    [("10-07", 3, False), ("10-06", 3, True), (None, 3, True), (None, None, False), ("09-01", None, False), ("10-10", 0, False), ("10-09", 0, True)],
)
def test_reminders_wait_while_bank_data_is_older_than_allowed(until: str | None, allowed: int | None, blocked: bool) -> None:
    policy = office(bank_data_until=day(until) if until else None, bank_data_max_age_days=allowed)
    assert bool(bank_data_verdict("reminder", policy, day("10-10"))) == blocked
    assert [reason.rule for reason in look(late(), "10-10", policy=policy).blocked] == (["BANK-DATA"] if blocked else [])
    assert bank_data_verdict("thanks", policy, day("10-10")) == ()


def test_the_preferred_channel_goes_first_then_the_levels_channels() -> None:
    who = debtor(address="1 High Street", postal_code="LS1", city="Leeds")
    assert route(who, ("letter", *LADDER), (), NONE) == Route(
        "letter", "1 High Street, LS1, Leeds", False, phrase("then-channel", channel="email")
    )
    by_post = route(who, ("email", "letter"), (), NONE)
    assert isinstance(by_post, Route)
    assert by_post.fallback == phrase("then-channel", channel="letter")
    first = look(late(owner=debtor(preferred_channel="call")), "10-10").send
    assert first is not None
    assert (first.route.channel, first.route.driver) == ("call", False)
    assert "TASK: For a person, by phone call: if it fails, set Result to failed" in first.why


def test_opted_out_held_failed_and_missing_addresses_are_passed_over_and_named() -> None:
    who = debtor(opted_out=("sms",), address="1 High Street")
    held = (hold("WRONG_PARTY", "10-01", scope="address", applies_to="ANN@debtor.example"),)
    way = route(who, LADDER, held, frozenset({"call"}))
    assert isinstance(way, Route)
    assert (way.channel, [note.says("en") for note in way.note]) == (
        "letter", ["email held: not the right person", "text message opted out", "phone call failed"]
    )
    assert way.fallback == phrase("then-nothing")


def test_no_channel_left_is_a_reason() -> None:
    way = route(debtor(email="", phone=""), LADDER, (), NONE)
    assert isinstance(way, Reason)
    assert way.text("en") == (
        "NO-CHANNEL: No usable address on any channel: "
        "no email for email; no phone for text message; no phone for phone call; no address for letter."
    )
    nothing = route(debtor(), (), (), NONE)
    assert isinstance(nothing, Reason)
    assert "no channel is set" in nothing.says("en")


def test_opting_out_of_every_channel_is_its_own_reason() -> None:
    way = route(debtor(opted_out=LADDER), LADDER, (), NONE)
    assert isinstance(way, Reason)
    assert way.rule == "HOLD-OPT_OUT"
    assert [r.rule for r in look(late(owner=debtor(opted_out=LADDER)), "10-10").blocked] == ["HOLD-OPT_OUT"]


@pytest.mark.parametrize(
    ("channel", "address"), [("email", "ann@debtor.example"), ("sms", "+44 113 496 0101"), ("call", "+44 113 496 0101"), ("letter", "")]
)
def test_where_a_channel_reaches_the_debtor(channel: str, address: str) -> None:
    assert address_of(debtor(), channel) == address
    assert address_of(debtor(address="1 High Street"), "letter") == "1 High Street"


@pytest.mark.parametrize("result", ["failed", "bounced", "no answer", "wrong party"])
def test_a_channel_that_failed_brings_the_next_one_for_the_same_key(result: str) -> None:
    seen = look(late(contacts=(reminded(1, "10-07", result),)), "10-10").send
    assert seen is not None
    assert (seen.route.channel, seen.call.keys, [note.says("en") for note in seen.route.note]) == (
        "sms", ("C-1|1|reminder|1",), ["email failed", "no address for letter"]
    )


def test_a_blocked_attempt_does_not_use_the_channel_up() -> None:
    seen = look(late(contacts=(reminded(1, "10-07", "blocked"),)), "10-10").send
    assert seen is not None
    assert seen.route.channel == "email"


WRITTEN = late(contacts=(reminded(1, "10-07"),), payments=(paid("10-09", "50"),))


def thanks_route(one: CaseFile) -> str:
    seen = look(one, "10-10", "daily")
    return "" if seen.send is None else f"{seen.send.call.kind} by {seen.send.route.channel}"


def test_thanks_go_by_email_else_by_the_preferred_channel_else_not_at_all() -> None:
    assert thanks_route(replace(WRITTEN, debtor=debtor(preferred_channel="sms"))) == "thanks by email"
    assert thanks_route(replace(WRITTEN, debtor=debtor(preferred_channel="sms", opted_out=("email",)))) == "thanks by sms"
    assert thanks_route(replace(WRITTEN, debtor=debtor(opted_out=("email",)))) == ""


def test_thanks_respect_a_hold_on_the_address_and_a_failed_attempt() -> None:
    wrong = hold("WRONG_PARTY", "10-01", scope="address", applies_to="ann@debtor.example")
    assert thanks_route(replace(WRITTEN, holds=(wrong,))) == ""
    failed = Contact("C-1", WRITTEN.contacts[0].at, day("10-09"), "email", "out", "failed", "service", key="C-1|1|thanks|P-1")
    tried = replace(WRITTEN, contacts=(*WRITTEN.contacts, failed))
    assert thanks_route(tried) == ""
    assert thanks_route(replace(tried, debtor=debtor(preferred_channel="sms"))) == "thanks by sms"


def test_thanks_that_may_not_go_wait_without_a_word() -> None:
    seen = look(replace(WRITTEN, holds=(hold("CEASE", "10-08"),)), "10-10", "daily")
    assert (seen.call, seen.send, seen.blocked) == (None, None, ())


def test_a_release_is_asked_for_under_vulnerable_and_for_levels_that_need_approval() -> None:
    held = look(late(holds=(hold("VULNERABLE", "10-01"),)), "10-10")
    assert held.send is not None
    assert held.send.needs_approval
    assert "Waits for a supervisor" in held.send.why
    normal = look(late(), "10-10", policy=replace(OFFICE, waiver_limit=D(5)))
    assert normal.send is not None
    assert not normal.send.needs_approval


def test_money_that_nobody_has_said_whose_it_is_holds_reminders_and_the_final_demand_from_its_value_date() -> None:
    waits = late(unmatched=(Incoming("B-1", day("10-09"), D("40.00"), "GBP"),))
    held = {kind for kind in CLASS_OF_KIND if unmatched_verdict(kind, waits, day("10-09"))}
    assert held == {"validation", "reminder", "missed", "broken", "demand"}
    (reason,) = unmatched_verdict("demand", waits, day("10-09"))
    assert (reason.rule, "40.00" in reason.says("en")) == ("BANK-UNMATCHED", True)
    assert unmatched_verdict("reminder", waits, day("10-08")) == ()
    assert unmatched_verdict("reminder", late(), day("10-09")) == ()
