"""The contact gate inside the runs: a message waits for its hour, says which rule holds it back, and goes unchanged when it may."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pyaddin.correspondence.outbox import Outbox
from tests.stories.desk import LEDGER_ID, SUPERVISOR, Office, Row, case, contact, debtor, installments, words_of

DUE = ["11-20", "12-20", "2027-01-20"]
ELSEWHERE: dict[str, dict[str, Any]] = {
    "SG": {"Country": "SG", "Time_zone": "Asia/Singapore", "Phone": "+65 6000 0101"},
    "US": {"Country": "US", "Region": "NY", "Time_zone": "America/New_York", "Phone": "+1 202 555 0101"},
    "CN": {"Country": "CN", "Time_zone": "Asia/Shanghai", "Phone": "+86 100 0000 0101"},
    "IE": {"Country": "IE", "Time_zone": "Europe/Dublin", "Phone": "+353 1 000 0101"},
    "TW": {"Country": "TW", "Time_zone": "Asia/Taipei", "Phone": "+886 2 0000 0101"},
    "DE": {"Country": "DE", "Time_zone": "Europe/Berlin", "Phone": "+49 30 23125 101"},
    "GB": {},
}
SUNDAY, MONDAY = "11-22", "11-23"


def office_in(folder: Path, country: str, due: list[str] = DUE, settings: Row | None = None, product: str = "Sofa", **more: Any) -> Office:
    """One debtor of that country who owes three monthly rows of 100."""
    rows = {
        "Debtors": [debtor(**{**ELSEWHERE[country], **more})],
        "Cases": [case(Product=product)],
        "Installments": installments(1, due),
    }
    return Office(folder).new(rows, settings)


@pytest.mark.parametrize("country", ["SG", "US"])
def test_a_sunday_is_closed_under_the_strictest_pack_and_monday_goes(tmp_path: Path, country: str) -> None:
    office = office_in(tmp_path, country)
    answer = office.daily(SUNDAY)
    assert answer.code == 0
    assert answer.results == [("C-00001", "reminder", 1, "blocked")]
    assert (answer["sent"], answer["blocked"]) == (0, 1)
    why = answer["messages"][0]["why"]
    zone = ELSEWHERE[country]["Time_zone"]
    for words in ("STRICT-WIN: ", "(pack STRICT 2026.11.0, P)", f"NEXT-LAWFUL: It may go from 2026-11-23 09:00 ({zone}) on."):
        assert words in why
    row = office.case()
    assert why in row["Why"]
    assert (row["Stage"], row["Level"]) == ("CONTACT", 0)
    assert row["Next action"]
    assert office.emails() == []
    assert office.daily(MONDAY).results == [("C-00001", "reminder", 1, "sent")]
    assert "STRICT-WIN" not in office.case()["Why"]
    assert office.keyed() == [("C-00001|1|reminder|1", "sent")]
    assert office.clean()


def test_the_same_blocked_sunday_again_changes_nothing_and_assess_says_the_same(tmp_path: Path) -> None:
    office = office_in(tmp_path, "SG")
    first = office.weekly(SUNDAY)
    before = {table: office.sheet(table) for table in ("Cases", "Contacts", "Moves", "Installments", "Adjustments")}
    told = office.assess(SUNDAY)["why"]
    assert told == office.case()["Why"]
    again = office.weekly(SUNDAY)
    assert again.results == first.results == [("C-00001", "reminder", 1, "blocked")]
    assert again["messages"][0]["why"] == first["messages"][0]["why"]
    assert again["changes"] == []
    for table in ("Cases", "Contacts", "Moves", "Installments", "Adjustments"):
        assert office.sheet(table) == before[table], table
    assert office.emails() == []


def test_china_has_no_closed_weekday(tmp_path: Path) -> None:
    answer = office_in(tmp_path, "CN").weekly(SUNDAY)
    assert answer.results == [("C-00001", "reminder", 1, "sent")]


def test_a_public_holiday_in_ireland_closes_the_telephone_and_not_the_mailbox(tmp_path: Path) -> None:
    """The Irish law speaks of calls and visits."""
    holiday = "10-26"  # the last Monday of October
    by_call = office_in(tmp_path / "call", "IE", due=["10-23", "11-23"], Preferred_channel="call")
    answer = by_call.daily(holiday)
    assert answer.results == [("C-00001", "reminder", 1, "blocked")]
    assert "IE-WIN: " in answer["messages"][0]["why"]
    assert "NEXT-LAWFUL: It may go from 2026-10-27 09:00 (Europe/Dublin) on." in answer["messages"][0]["why"]
    assert by_call.daily("10-27").results == [("C-00001", "reminder", 1, "queued")]
    assert office_in(tmp_path / "email", "IE", due=["10-23", "11-23"]).daily(holiday).results == [("C-00001", "reminder", 1, "sent")]


def test_a_public_holiday_where_the_strictest_pack_joins(tmp_path: Path) -> None:
    office = office_in(tmp_path, "DE", due=["12-23"])
    answer = office.daily("12-25")
    assert answer.results == [("C-00001", "reminder", 1, "blocked")]
    assert "NEXT-LAWFUL: It may go from 2026-12-28 09:00 (Europe/Berlin) on." in answer["messages"][0]["why"]  # 26 December is one as well, then Sunday
    assert office.daily("12-28").results == [("C-00001", "reminder", 1, "sent")]


def test_the_lunar_new_year_pause_of_taiwan(tmp_path: Path) -> None:
    office = office_in(tmp_path, "TW", due=["02-13", "03-13"])
    for on in ("02-14", "02-16", "02-22"):
        answer = office.daily(on)
        assert answer.results == [("C-00001", "reminder", 1, "blocked")], on
        why = answer["messages"][0]["why"]
        assert "TW-LNY: " in why
        assert "NEXT-LAWFUL: It may go from 2026-02-23" in why
    assert office.daily("02-23").results == [("C-00001", "reminder", 1, "sent")]


@pytest.mark.parametrize("country", ["GB", "CN", "SG"])
@pytest.mark.parametrize("mailbox", ["hr", "Info", "hr.team"])
def test_nobody_is_written_to_at_a_mailbox_that_others_read(tmp_path: Path, country: str, mailbox: str) -> None:
    answer = office_in(tmp_path, country, Email=f"{mailbox}@employer.example").weekly(MONDAY)
    assert answer.results == [("C-00001", "reminder", 1, "blocked")]
    why = answer["messages"][0]["why"]
    assert "ROLE-ADDRESS: " in why
    assert "NEXT-LAWFUL" not in why  # no hour makes it right
    assert "NEEDS: " in why


@pytest.mark.parametrize(
    ("kind", "mailbox", "result"),
    [("business", "accounts", "sent"), ("consumer", "accounts", "blocked"), ("business", "info", "blocked"), ("business", "hr", "blocked")],
)
def test_a_firm_may_be_written_to_where_it_receives_its_bills(tmp_path: Path, kind: str, mailbox: str, result: str) -> None:
    answer = office_in(tmp_path, "GB", Kind=kind, Email=f"{mailbox}@firm.example").weekly(MONDAY)
    assert answer.results == [("C-00001", "reminder", 1, result)]


def test_an_address_where_a_stranger_answered_is_not_written_to_again(tmp_path: Path) -> None:
    office = office_in(tmp_path, "GB")
    office.type("Contacts", contact(1, "2026-11-21 11:00", "email", "wrong party", direction="in"))
    answer = office.weekly(MONDAY)
    assert answer.results == [("C-00001", "reminder", 1, "blocked")]
    assert "HOLD-WRONG_PARTY: " in answer["messages"][0]["why"]
    assert office.emails() == []


def test_a_stranger_on_the_phone_does_not_close_the_mailbox(tmp_path: Path) -> None:
    office = office_in(tmp_path, "GB")
    office.type("Contacts", contact(1, "2026-11-21 11:00", "call", "wrong party"))
    assert office.weekly(MONDAY).results == [("C-00001", "reminder", 1, "sent")]


@pytest.mark.parametrize(("hour", "blocked"), [("23:00", True), ("10:00", False), ("20:00", True), ("19:59", False), ("09:00", False), ("08:59", True)])
def test_the_hour_of_sending_counts_at_the_debtor_s_place(tmp_path: Path, hour: str, blocked: bool) -> None:
    answer = office_in(tmp_path, "SG", settings={"send_time": hour}).weekly(MONDAY)
    assert answer.results == [("C-00001", "reminder", 1, "blocked" if blocked else "sent")]
    if blocked:
        day = "2026-11-23" if hour < "09:00" else "2026-11-24"
        assert f"NEXT-LAWFUL: It may go from {day} 09:00 (Asia/Singapore) on." in answer["messages"][0]["why"]


def test_an_agency_in_the_united_states_needs_what_a_first_notice_must_hold(tmp_path: Path) -> None:
    office = office_in(tmp_path, "US", settings={"actor_role": "agency"})
    answer = office.weekly(MONDAY)
    assert answer.results == [("C-00001", "validation", 0, "blocked")]
    why = answer["messages"][0]["why"]
    for lack in ("VALIDATION: ", "current_creditor", "itemization_creditor", "Product of case C-00001"):
        assert lack in why
    assert office.emails() == []


def test_an_account_number_in_the_product_is_masked(tmp_path: Path) -> None:
    office = office_in(tmp_path, "GB", product="Card 4000 1234 5678 9010")
    answer = office.weekly(MONDAY)
    text = words_of(office.mail(answer))
    assert "9010" in text
    assert "4000" not in text
    assert "5678" not in text
    raw = office.emails()[0].read_bytes()
    assert b"4000 1234" not in raw


def test_a_typed_outcome_that_nobody_approved_stops_messages(tmp_path: Path) -> None:
    office = office_in(tmp_path, "GB")
    office.set("Cases", {"Case ID": "C-00001"}, Outcome="WRITTEN_OFF")
    answer = office.weekly(MONDAY)
    assert answer["sent"] == 0
    assert office.emails() == []


def test_a_call_moves_to_the_first_day_that_the_law_allows(tmp_path: Path) -> None:
    """A talk on Tuesday: the strictest pack allows the next call seven days later; the queue shows the case last, with the rule, until then."""
    office = office_in(tmp_path, "SG")
    office.weekly(MONDAY)
    office.daily("11-26")
    assert office.today() == ["Call if no answer comes"]
    office.type("Contacts", contact(1, "2026-11-24 15:00", "voicemail", "voicemail left"), contact(1, "2026-11-25 15:00", "sms", "sent"))
    office.daily("11-27")
    row = office.case()
    (last,) = office.sheet("Today")
    assert (last["Priority"], last["Points"].partition(" (")[0]) == (None, "excluded: contact limit")
    assert "STRICT-FREQ-7D" in last["Points"]
    assert "STRICT-FREQ-7D" in row["Next action"]
    assert str(row["Next action on"]) == "2026-12-01"


FINAL = "C-00001|1|reminder|4"


def waiting(office: Office) -> tuple[str, bytes]:
    """State and bytes of the level-4 message in the outbox."""
    with Outbox.peek(office.path, LEDGER_ID, ledger_keys=frozenset(), ledger_runs=frozenset()) as box:
        entry = next(item for item in box.items() if item.keys[0][0] == FINAL)
        return entry.state, box.body(entry)


def test_a_released_message_waits_for_its_day_and_goes_with_the_same_bytes(tmp_path: Path) -> None:
    """Made on a Monday, released on Saturday: the Sunday run leaves it where it is, the Monday run sends it."""
    office = office_in(tmp_path, "SG", due=["09-18"])
    for on in ("09-21", "09-28", "10-12"):
        office.weekly(on)
    assert office.weekly("10-26").results == [("C-00001", "reminder", 4, "queued")]
    office.assess("10-31")  # it is Saturday now
    assert office.run("outbox", "approve", "--key", FINAL, "--by", SUPERVISOR).code == 0
    state, made = waiting(office)
    assert state == "approved"
    written = office.emails()

    answer = office.weekly("11-01")
    assert answer["sent"] == 0
    assert waiting(office) == ("approved", made)
    assert office.keyed()[-1] == (FINAL, "queued")
    assert office.emails() == written

    answer = office.weekly("11-02")
    assert ("C-00001", "reminder", 4, "sent") in answer.results
    assert office.keyed()[-1] == (FINAL, "sent")
    new = [path for path in office.emails() if path not in written]
    assert [path.read_bytes() for path in new] == [made]
    assert office.clean()


def test_a_conversation_closes_the_telephone_for_a_week(tmp_path: Path) -> None:
    """The day of the talk is day 1; the task to call stays off the queue until the first day that the law leaves open."""
    office = office_in(tmp_path, "US", Preferred_channel="call")
    office.type("Contacts", contact(1, "2026-11-21 18:00", "call", "reached"))
    answer = office.daily("11-27")
    assert answer.results == [("C-00001", "reminder", 1, "blocked")]
    why = answer["messages"][0]["why"]
    assert "STRICT-FREQ-CONV: " in why
    assert "NEXT-LAWFUL: It may go from 2026-11-28 09:00 (America/New_York) on." in why
    assert office.daily("11-28").results == [("C-00001", "reminder", 1, "queued")]


def test_a_call_made_today_uses_up_the_day(tmp_path: Path) -> None:
    office = office_in(tmp_path, "SG")
    office.weekly(MONDAY)
    office.type("Contacts", contact(1, "2026-11-26 04:00", "call", "no answer"))
    office.daily("11-26")
    row = office.case()
    assert [line["Points"].partition(" (")[0] for line in office.sheet("Today")] == ["excluded: contact limit"]
    assert "STRICT-FREQ" in row["Next action"]
    assert str(row["Next action on"]) == "2026-11-27"
    office.daily("11-27")
    assert [line["Priority"] is not None for line in office.sheet("Today")] == [True]
