"""The contact gate case by case: consents, answers, pauses, shared numbers, words in three languages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from pyaddin.labels import LANGUAGES
from pyaddin.policy.public_holidays import PublicHolidays
from pyaddin.policy.rulebook import rulebook
from pyaddin.rules.case import Hold
from pyaddin.rules.contact import Verdict, blocking, verdict
from pyaddin.rules.contact_words import WORDS, note
from pyaddin.rules.counting import Consent, Event, within
from pyaddin.rules.hold import EFFECTS
from pyaddin.rules.recipients import mailbox_kind, same_form
from pyaddin.rules.request import Override, Request, hold_type

CALENDARS = PublicHolidays()
NY, CN = "America/New_York", "Asia/Shanghai"


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def request(pack_zone: str, at: str, channel: str = "call", **more: object) -> Request:
    base = Request(instant(at), channel, zones=(pack_zone,), debtor_id="D-1", case_id="C-1")
    return replace(base, **more)  # type: ignore[arg-type]


def ask(asked: Request, *packs: str) -> Verdict:
    return verdict(asked, tuple(rulebook()[name] for name in packs), CALENDARS)


def ids(answer: Verdict) -> set[str]:
    return {block.id for block in answer.rules}


def call(at: str, result: str = "no answer", **more: str) -> Event:
    return Event(instant(at), more.pop("channel", "call"), more.pop("direction", "out"), result, **{"case_id": "C-1", "debtor_id": "D-1"} | more)


def test_a_consent_opens_the_hours_where_the_pack_says_so() -> None:
    late = request(CN, "2026-11-24T15:00:00Z", consents=(Consent("hours", instant("2026-01-05T02:00:00Z")),))
    assert ask(late, "CN").allowed
    assert not ask(replace(late, consents=(Consent("calls", instant("2026-01-05T02:00:00Z")),)), "CN").allowed
    assert not ask(replace(late, consents=(Consent("hours", instant("2026-11-24T15:00:01Z")),)), "CN").allowed
    assert ask(replace(late, consents=(Consent("hours", instant("2026-11-24T15:00:00Z")),)), "CN").allowed
    assert not ask(replace(late, zones=("Asia/Taipei",)), "TW").allowed


def test_a_consent_has_ended_when_it_has_ended_in_one_of_the_zones() -> None:
    """Given on 16 November in both; at half past five UTC on the 23rd the eighth date has begun in New York, not in Chicago."""
    given, at = (Consent("calls", instant("2026-11-17T04:30:00Z")),), instant("2026-11-23T05:30:00Z")
    new_york, chicago = ZoneInfo(NY), ZoneInfo("America/Chicago")
    assert within(given, "calls", 7, at, (chicago,))
    assert not within(given, "calls", 7, at, (new_york,))
    assert not within(given, "calls", 7, at, (chicago, new_york))


def test_a_consent_to_calls_lasts_seven_local_dates() -> None:
    seven = tuple(call(f"2026-11-{day}T15:00:00Z") for day in (17, 18, 18, 19, 19, 20, 20))
    asked = request(NY, "2026-11-23T15:00:00Z", history=seven)
    assert ids(ask(asked, "US-REGF")) == {"US-7IN7"}
    assert ask(replace(asked, consents=(Consent("calls", instant("2026-11-17T14:00:00Z")),)), "US-REGF").allowed
    # given on the 16th: it has run out, but the calls made under it are spared
    given = replace(asked, consents=(Consent("calls", instant("2026-11-16T14:00:00Z")),))
    assert ask(given, "US-REGF").allowed
    older = replace(asked, consents=(Consent("calls", instant("2026-11-10T15:00:00Z")),))
    assert ids(ask(older, "US-REGF")) == {"US-7IN7"}


def test_calls_that_did_not_connect_are_spared_by_the_rule_that_says_so() -> None:
    failed = tuple(call(f"2026-11-23T{hour}:00:00Z", "failed") for hour in range(14, 21))
    assert ask(request(NY, "2026-11-23T21:00:00Z", history=failed), "US-REGF").allowed
    tries = tuple(call(f"2026-11-24T0{hour}:00:00Z", "failed") for hour in range(1, 7))
    assert ids(ask(request(CN, "2026-11-24T08:00:00Z", history=tries), "CN")) == {"CN-FREQ-TRY6"}
    never_made = tuple(replace(event, result="blocked") for event in tries)
    assert ask(request(CN, "2026-11-24T08:00:00Z", history=never_made), "CN").allowed


def test_tries_are_counted_per_number_and_talks_per_person() -> None:
    tries = tuple(call(f"2026-11-24T0{hour}:00:00Z", address="+86 138 0000 0000") for hour in range(1, 7))
    asked = request(CN, "2026-11-24T08:00:00Z", history=tries, address="+8613800000000")
    assert ids(ask(asked, "CN")) == {"CN-FREQ-TRY6"}
    assert ask(replace(asked, address="+8613900000000"), "CN").allowed
    # a number that two persons share counts for both
    talks = tuple(replace(event, result="reached", debtor_id="D-2") for event in tries[:3])
    assert ids(ask(replace(asked, history=talks), "CN")) == {"CN-FREQ-3PD"}
    assert ask(replace(asked, history=talks, address="+8613900000000"), "CN").allowed


def test_an_incoming_talk_counts_and_another_debt_does_not() -> None:
    came = call("2026-11-20T15:00:00Z", "reached", direction="in")
    asked = request(NY, "2026-11-24T15:00:00Z", history=(came,))
    answer = ask(asked, "US-REGF")
    assert ids(answer) == {"US-CONV7"}
    assert answer.next_lawful_utc == instant("2026-11-27T13:00:00Z")
    assert ask(replace(asked, case_id="C-2"), "US-REGF").allowed
    assert not ask(replace(asked, case_id=""), "US-REGF").allowed


def test_who_writes_first_is_answered_once() -> None:
    wrote = Event(instant("2026-11-24T03:00:00Z"), "email", "in", "delivered", "C-1", "D-1")
    asked = request(NY, "2026-11-24T03:30:00Z", "email", message_class="service", history=(wrote,))
    assert ask(asked, "US-REGF").allowed
    assert not ask(replace(asked, message_class="collection"), "US-REGF").allowed
    assert not ask(replace(asked, channel="sms"), "US-REGF").allowed
    replied = Event(instant("2026-11-24T03:10:00Z"), "email", "out", "sent", "C-1", "D-1")
    assert not ask(replace(asked, history=(wrote, replied)), "US-REGF").allowed
    assert not ask(replace(asked, history=(wrote, replace(replied, at=wrote.at))), "US-REGF").allowed, "answered in the same second"
    assert ask(replace(asked, history=(wrote, replace(replied, at=instant("2026-11-24T02:59:59Z")))), "US-REGF").allowed, "that was before"
    assert not ask(replace(asked, history=(replace(wrote, debtor_id="D-2"),)), "US-REGF").allowed
    for came, may in (("2026-11-23T03:30:00Z", True), ("2026-11-23T03:29:59Z", False)):
        assert ask(replace(asked, history=(replace(wrote, at=instant(came)),)), "US-REGF").allowed is may, "within a day, to the second"
    assert not ask(replace(asked, history=(replace(wrote, at=instant("2026-11-22T03:00:00Z")),)), "US-REGF").allowed


def test_the_pause_of_a_year_that_is_not_published_closes_its_season() -> None:
    answer = ask(request("Asia/Taipei", "2027-02-10T04:00:00Z", "letter"), "TW")
    assert ids(answer) == {"TW-LNY"}
    assert answer.next_lawful_utc == instant("2027-02-28T16:00:00Z")
    assert ask(request("Asia/Taipei", "2027-07-10T04:00:00Z"), "TW").allowed


@pytest.mark.parametrize(
    ("on", "may"),
    [
        ("2026-02-13", True), ("2026-02-14", False), ("2026-02-22", False), ("2026-02-23", True),
        ("2027-01-19", True), ("2027-01-20", False), ("2027-02-28", False), ("2027-03-01", True),
    ],
)  # fmt: skip
def test_a_pause_begins_with_its_first_and_ends_with_its_last_local_date(on: str, may: bool) -> None:
    """Published for 2026, not yet for 2027: then the whole season is closed."""
    assert ask(request("Asia/Taipei", f"{on}T04:00:00Z", "letter"), "TW").allowed is may


def test_holds_end_with_their_last_local_date() -> None:
    held = request("Europe/London", "2026-07-10T12:00:00Z", holds=(Hold("MORATORIUM", date(2026, 5, 12), date(2026, 7, 10)),))
    answer = ask(held, "UK")
    assert ids(answer) == {"HOLD-MORATORIUM", "UK-BS60"}
    assert answer.next_lawful_utc == instant("2026-07-11T07:00:00Z")
    assert ask(replace(held, at=instant("2026-07-11T07:00:00Z")), "UK").allowed
    open_end = replace(held, holds=(Hold("MORATORIUM", date(2026, 5, 12)),))
    assert ask(open_end, "UK").next_lawful_utc is None
    assert [need.key for need in ask(open_end, "UK").needs] == ["NEEDS-HOLD-END"]


def test_holds_of_others_do_not_count() -> None:
    hold = Hold("DISPUTE", date(2026, 1, 1), scope="case", applies_to="C-2")
    asked = request(CN, "2026-11-24T04:00:00Z", holds=(hold,))
    assert ask(asked, "CN").allowed
    assert not ask(replace(asked, holds=(replace(hold, applies_to="C-1"),)), "CN").allowed
    sms_only = Hold("OPT_OUT", date(2026, 1, 1), scope="debtor", applies_to="sms")
    assert ask(replace(asked, holds=(sms_only,)), "CN").allowed
    assert not ask(replace(asked, channel="sms", holds=(sms_only,)), "CN").allowed
    assert ids(ask(replace(asked, opted_out=frozenset({"call"})), "CN")) == {"HOLD-OPT_OUT"}


def test_missed_notices_pass_a_signed_plan() -> None:
    hold = Hold("SIGNED_PLAN", date(2026, 1, 1))
    asked = request(CN, "2026-11-24T04:00:00Z", "email", holds=(hold,), message_kind="missed")
    assert ask(asked, "CN").allowed
    assert not ask(replace(asked, message_kind="reminder"), "CN").allowed


@pytest.mark.parametrize("missing", [{"missing": ("row 4 of Payments was refused",)}, {"zones": ()}])
def test_what_is_lacking_blocks_and_is_named(missing: dict[str, object]) -> None:
    answer = ask(replace(request(CN, "2026-11-24T04:00:00Z"), **missing), "CN")  # type: ignore[arg-type]
    assert ids(answer) == {"HOLD-DATA"}
    assert answer.needs


def test_no_pack_is_no_yes() -> None:
    assert {block.id for block in blocking(request(CN, "2026-11-24T04:00:00Z"), (), CALENDARS)} == {"HOLD-DATA"}


def test_a_log_row_of_a_channel_that_nobody_knows_counts_as_a_talk() -> None:
    """What is not known counts (compliance facts 2: fail closed)."""
    asked = request(NY, "2026-11-23T15:00:00Z", history=(call("2026-11-20T15:00:00Z", "no answer", channel="fax"),))
    assert ids(ask(asked, "US-REGF")) == {"US-CONV7"}
    assert ask(replace(asked, history=(call("2026-11-20T15:00:00Z", "no answer"),)), "US-REGF").allowed


def test_a_supervisor_passes_only_with_name_and_reason() -> None:
    asked = request("Europe/London", "2026-11-24T20:30:00Z")
    for by, reason, allowed in (("Ines", "shift work", True), ("", "shift work", False), ("Ines", " ", False)):
        answer = ask(replace(asked, overrides=(Override("UK-WIN", by, reason),)), "UK")
        assert answer.allowed == allowed
        assert answer.overridden == (("UK-WIN",) if allowed else ())
        assert [warning.key for warning in answer.warnings if warning.key == "OVERRIDDEN"] == (["OVERRIDDEN"] if allowed else [])
    by_day = ask(replace(asked, at=instant("2026-11-24T12:00:00Z"), overrides=(Override("UK-WIN", "Ines", "shift work"),)), "UK")
    assert by_day.allowed, "and what blocked nothing was not passed"
    assert "OVERRIDDEN" not in {warning.key for warning in by_day.warnings}
    vulnerable = replace(asked, at=instant("2026-11-24T12:00:00Z"), holds=(Hold("VULNERABLE", date(2026, 1, 1)),))
    both = tuple(Override(rule, "Ines", "reviewed the case") for rule in ("HOLD-VULNERABLE", "UK-VULN"))
    assert not ask(vulnerable, "UK").allowed
    assert ask(replace(vulnerable, overrides=both), "UK").allowed


def test_a_closing_window_is_warned_of() -> None:
    answer = ask(request(CN, "2026-11-24T13:56:00Z"), "CN")
    assert {warning.key for warning in answer.warnings} == {"NEAR-CLOSE"}


def test_a_computed_calendar_is_told() -> None:
    answer = ask(request("Europe/Dublin", "2027-11-24T12:00:00Z"), "IE")
    assert {"CALENDAR-UNOFFICIAL", "PACK-OLD", "PACK-DUE"} <= {warning.key for warning in answer.warnings}


def test_one_day_is_one_day() -> None:
    used = {"count": 1, "most": 1, "what": "contacts", "per": "person"}
    assert note("CAP", days=1, **used).says() == "1 of 1 contacts in 1 day are used up (per person)."
    assert note("CAP", days=7, **used).says() == "1 of 1 contacts in 7 days are used up (per person)."


def test_words_in_three_languages() -> None:
    for sentences in WORDS.values():
        assert len(sentences) == len(LANGUAGES)
        fields = [set(re.findall(r"\{(\w+)\}", sentence)) for sentence in sentences]
        assert fields[0] >= fields[1] == fields[2]
    log = tuple(call(f"2026-11-24T0{hour}:00:00Z", "reached") for hour in range(1, 4))
    holds = tuple(Hold(kind, date(2026, 1, 1)) for kind in EFFECTS)
    answer = ask(request(CN, "2026-11-24T16:00:00Z", history=log, holds=holds, recipient="employer", address="hr@firm.example"), "CN", "US-REGF", "STRICT")
    notes = [block.why for block in answer.rules] + [*answer.needs, *answer.warnings]
    assert len(notes) > 40
    for one in notes:
        texts = [one.says(language) for language in LANGUAGES]
        assert all(texts)
        assert texts[0] != texts[1]
        assert not any("{" in text for text in texts)


def test_addresses_and_hold_names() -> None:
    assert same_form("+44 (0)20 7946 0000") == same_form("0044 (0)20-7946-0000")
    assert same_form("Ada@Firm.Example ") == "ada@firm.example"
    assert same_form("123456 @QQ.example") == "123456@qq.example"
    assert same_form("wx 12345") == same_form("WX  12345") != same_form("12345"), "a name with figures is no number"
    assert same_form("12-34") != same_form("1234"), "too short to be a number"
    assert same_form("12-345") == same_form("12345")
    assert mailbox_kind("hr.department@firm.example") == "employer"
    assert mailbox_kind("info2@firm.example") == "office"
    assert mailbox_kind("ada.lovelace@firm.example") == ""
    assert mailbox_kind("12 Info Street") == ""
    assert [hold_type(word) for word in ("HOLD-BREATHING", "bankrupt", "agreement", "wrong-party", "HOLD-CHANNEL-OPTOUT")] == [
        "MORATORIUM", "INSOLVENCY", "SIGNED_PLAN", "WRONG_PARTY", "OPT_OUT"]  # fmt: skip


def test_a_business_is_written_to_where_it_receives_bills_and_at_no_other_role_address() -> None:
    asked = request(CN, "2026-11-24T04:00:00Z", "email", debt_class="business", address="accounts@firm.example")
    assert ask(asked, "CN").allowed
    assert ids(ask(replace(asked, debt_class="consumer"), "CN")) == {"ROLE-ADDRESS"}
    for address in ("hr@firm.example", "info@firm.example"):
        assert ids(ask(replace(asked, address=address), "CN")) == {"ROLE-ADDRESS"}


def test_far_holds_and_the_end_of_the_calendar() -> None:
    asked = request(CN, "2026-11-24T04:00:00Z", holds=(Hold("MANUAL", date(2026, 1, 1), date(2031, 1, 1)),))
    assert ask(asked, "CN").next_lawful_utc == instant("2031-01-02T00:00:00Z")
    for end in (date(2090, 1, 1), date.max):
        answer = ask(replace(asked, holds=(Hold("MANUAL", date(2026, 1, 1), end),)), "CN")
        assert answer.next_lawful_utc is None
        assert answer.needs


def test_the_answer_does_not_depend_on_how_an_instant_is_written() -> None:
    asked = request(CN, "2026-11-24T14:30:00Z")
    here, there = ask(asked, "CN"), ask(replace(asked, at=asked.at.astimezone(ZoneInfo(NY))), "CN")
    assert (here.rules, here.next_lawful_utc) == (there.rules, there.next_lawful_utc)
