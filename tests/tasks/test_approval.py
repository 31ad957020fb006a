"""The final demand waits for a supervisor; released, exactly those bytes go, unless the facts have changed in between."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.stories.begun import once
from tests.stories.desk import SUPERVISOR, Office, case, day, debtor, hold, installments, money, payment, words_of

KEY = "C-00001|1|reminder|4"


def begun(folder: Path) -> Office:
    """Level 4 was planned on 2 December and waits."""
    office = Office(folder).new({"Debtors": [debtor()], "Cases": [case(Late_fee=money(5))], "Installments": installments(1, ["11-02", "12-20"])})
    for on in ("11-09", "11-16", "11-23"):
        office.weekly(on)
    assert office.weekly("12-02").results == [("C-00001", "reminder", 4, "queued")]
    return office


@pytest.fixture
def office() -> Office:
    return once(begun)


def approve(office: Office, key: str = KEY) -> None:
    assert office.run("outbox", "approve", "--key", key, "--by", SUPERVISOR).code == 0


def test_it_is_listed_and_no_fee_is_charged_before_it_goes(office: Office) -> None:
    items = office.run("outbox", "list")["items"]
    assert [(i["key"], i["state"], i["needs_approval"], i["level"]) for i in items] == [(KEY, "planned", True, 4)]
    assert [row["Key"] for row in office.sheet("Adjustments")] == ["C-00001|1|fee|2", "C-00001|1|fee|3"]
    assert len(office.emails()) == 3


def test_released_it_goes_at_the_next_run_with_its_fee(office: Office) -> None:
    approve(office)
    answer = office.weekly("12-03")
    assert answer.results == [("C-00001", "reminder", 4, "sent")]
    assert office.stage() == ("DEEP", 4)
    assert [row["Key"] for row in office.sheet("Adjustments")][-1] == "C-00001|1|fee|4"
    assert office.case()["Fees due"] == 15
    text = words_of(office.mail(answer))
    assert "115.00" in text  # 100 and three late fees, its own included
    row = office.sheet("Contacts")[-1]
    assert (row["Key"], row["Result"]) == (KEY, "sent")
    assert row["Why"].endswith(f"RELEASED: Released by {SUPERVISOR}.")
    assert row["Document"]
    assert len(office.sheet("Contacts")) == 4  # the waiting row became the sent one
    assert office.weekly("12-03")["sent"] == 0
    assert office.clean()


def test_exactly_the_bytes_that_the_supervisor_saw(office: Office) -> None:
    before = sorted(path.name for path in office.emails())
    approve(office)
    answer = office.weekly("12-07")
    new = [path for path in office.emails() if path.name not in before]
    assert len(new) == 1
    assert office.mail(answer)["Date"].datetime.date() == day("12-02")
    with sqlite3.connect(f"{office.journal.as_uri()}?mode=ro", uri=True) as db:
        digests = [row[0] for row in db.execute("SELECT sha256 FROM messages WHERE level = 4")]
    assert digests == [hashlib.sha256(new[0].read_bytes()).hexdigest()]


STOPPED = {
    "payment of part": lambda office: office.type("Payments", payment(1, "12-02", 40)),
    "payment of before, entered late": lambda office: office.type("Payments", payment(1, "12-01", 40)),
    "payment of all": lambda office: office.type("Payments", payment(1, "12-02", 110)),
    "dispute": lambda office: office.type("Holds", hold(1, "H-00001", "DISPUTE", "12-02", "12-31")),
    "new address": lambda office: office.set("Debtors", {"Debtor ID": "D-00001"}, Email="new@debtor.example"),
    "opted out": lambda office: office.set("Debtors", {"Debtor ID": "D-00001"}, Opted_out_channels="email"),
    "another currency": lambda office: office.set("Cases", {"Case ID": "C-00001"}, Currency="EUR"),
    "no time zone": lambda office: office.set("Debtors", {"Debtor ID": "D-00001"}, Time_zone=None),
}


@pytest.mark.parametrize("what", list(STOPPED))
def test_what_changes_in_between_stops_it(office: Office, what: str) -> None:
    approve(office)
    STOPPED[what](office)
    answer = office.weekly("12-03")
    assert not [m for m in answer["messages"] if m["level"] == 4 and m["result"] == "sent"]
    mine = [row for row in office.sheet("Contacts") if row["Key"] == KEY]
    assert mine[0]["Result"] == "blocked"
    assert mine[0]["Why"]
    assert office.stage()[1] == 3
    assert office.clean()
    assert office.weekly("12-03")["changes"] == []


def test_what_was_withdrawn_is_made_anew_with_the_right_amount_and_waits_again(office: Office) -> None:
    approve(office)
    office.type("Payments", payment(1, "12-01", 40))
    foretold = office.weekly("12-03", "--dry-run")
    answer = office.weekly("12-03")
    assert answer.results == foretold.results == [("C-00001", "reminder", 4, "queued")]
    assert [row["Result"] for row in office.sheet("Contacts") if row["Key"] == KEY] == ["blocked", "queued"]
    approve(office)
    sent = office.weekly("12-04")
    assert sent.results == [("C-00001", "reminder", 4, "sent")]
    assert "75.00" in words_of(office.mail(sent))
    assert office.clean()


def test_a_reversed_payment_before_release_stops_it_too(tmp_path: Path) -> None:
    office = Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["11-02"])})
    office.type("Payments", payment(1, "11-05", 40, "P-000001"))
    for on in ("11-09", "11-16", "11-23", "12-02"):
        office.weekly(on)
    approve(office)
    office.set("Payments", {"Payment ID": "P-000001"}, Reversed_on=day("12-02"))
    answer = office.weekly("12-03")
    assert not [m for m in answer["messages"] if m["level"] == 4 and m["result"] == "sent"]


def test_money_of_the_day_that_the_message_counts_already_does_not_stop_it(tmp_path: Path) -> None:
    office = Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["11-01", "11-02"])})
    for on in ("11-09", "11-16", "11-23"):
        office.weekly(on)
    office.type("Payments", payment(1, "12-02", 40))
    assert office.weekly("12-02").results == [("C-00001", "reminder", 4, "queued")]
    approve(office)
    answer = office.weekly("12-03")
    assert answer.results == [("C-00001", "reminder", 4, "sent")]
    assert "160.00" in words_of(office.mail(answer))


@pytest.mark.parametrize(
    ("language", "currency", "owed", "on", "paid"),
    [
        ("zh-CN", "CNY", 12000, "12-01", 10000),  # 2,000.00元 is left, and the message says 12,000.00元
        ("zh-TW", "TWD", 12000, "12-01", 10000),
        ("en", "JPY", 10000, "12-01", 9990),  # JPY 10 is left, and the message says JPY 10,000
        ("en", "GBP", 200, "12-02", 100),  # of the day itself: what is left stands in the message as an installment
    ],
)
def test_a_payment_entered_late_stops_it_whatever_part_of_the_old_amount_the_new_one_is(
    tmp_path: Path, language: str, currency: str, owed: int, on: str, paid: int
) -> None:
    rows = installments(1, ["11-01", "11-02"] if owed == 200 else ["11-01"], 100 if owed == 200 else owed)
    office = Office(tmp_path).new({"Debtors": [debtor(Language=language)], "Cases": [case(Currency=currency)], "Installments": rows})
    for when in ("11-09", "11-16", "11-23", "12-02"):
        office.weekly(when)
    approve(office)
    office.type("Payments", payment(1, on, paid))
    answer = office.weekly("12-03")
    assert answer.results == [("C-00001", "reminder", 4, "queued")], "the old one is taken back, one for the rest waits for a supervisor"
    assert [row["Result"] for row in office.sheet("Contacts") if row["Key"] == KEY] == ["blocked", "queued"]


def test_a_payment_after_which_as_much_is_due_as_the_installments_were_stops_it(office: Office) -> None:
    """It asks for 115, 100 of them for the installment; after 15 have been paid 100 is due, and the message names that, too, but not as what is due."""
    approve(office)
    office.type("Payments", payment(1, "12-01", 15))
    answer = office.weekly("12-03")
    assert answer.results == [("C-00001", "reminder", 4, "queued")]
    assert [row["Result"] for row in office.sheet("Contacts") if row["Key"] == KEY] == ["blocked", "queued"]


def test_released_too_late_its_date_to_pay_by_has_passed(office: Office) -> None:
    approve(office)
    answer = office.weekly("2027-01-11")
    assert not [m for m in answer["messages"] if m["level"] == 4 and m["result"] == "sent"]


@pytest.mark.parametrize(
    ("least", "on", "result"),
    [(None, "12-11", "sent"), (None, "12-12", "queued"), (1, "12-13", "sent"), (0, "12-14", "queued"), (10, "12-04", "sent"), (10, "12-05", "queued")],
)
def test_it_goes_while_enough_days_are_left_to_the_date_to_pay_by(office: Office, least: int | None, on: str, result: str) -> None:
    """It asks for the money by 14 December; later one with a new date is made, and waits."""
    approve(office)
    if least is not None:
        office.set("Settings", {"Key": "least_days_to_pay"}, Value=least)
    answer = office.weekly(on)
    assert answer.results == [("C-00001", "reminder", 4, result)]
    row = next(row for row in office.sheet("Contacts") if row["Key"] == KEY)
    assert row["Result"] == ("sent" if result == "sent" else "blocked")
    if on == "12-12":
        assert row["Why"] == "OUTDATED: The message asks for the money by 2026-12-14, which is less than 3 days ahead."


def forget_what_is_asked(office: Office) -> None:
    """A journal of an earlier version has what a message asks for in its text alone."""
    with sqlite3.connect(office.journal) as db:
        db.execute("UPDATE messages SET pay_by = '', asks = ''")


@pytest.mark.parametrize(("on", "result"), [("12-11", "sent"), ("12-12", "queued")])
def test_a_message_of_an_earlier_version_has_its_date_reckoned(office: Office, on: str, result: str) -> None:
    approve(office)
    forget_what_is_asked(office)
    assert office.weekly(on).results == [("C-00001", "reminder", 4, result)]


def test_a_message_of_an_earlier_version_is_compared_by_its_text(office: Office) -> None:
    approve(office)
    forget_what_is_asked(office)
    office.type("Payments", payment(1, "12-01", 40))
    assert office.weekly("12-03").results == [("C-00001", "reminder", 4, "queued")]


def listing_another(folder: Path) -> Office:
    """The final demand about one debt also lists another one, of 50."""
    rows = {
        "Debtors": [debtor()],
        "Cases": [case(), case(2, 1, Product="Lamp")],
        "Installments": [*installments(1, ["11-02"]), *installments(2, ["12-01"], 50)],
    }
    office = Office(folder).new(rows)
    for on in ("11-09", "11-16", "11-23", "12-02"):
        office.weekly(on)
    approve(office)
    return office


def test_what_is_left_to_pay_may_stand_in_the_message_as_what_is_due_of_another_debt(tmp_path: Path) -> None:
    """It asks for 100, and for 50 of the other debt; after 50 of the 100 have been paid it is taken back."""
    office = listing_another(tmp_path)
    office.type("Payments", payment(1, "12-01", 50))
    assert ("C-00001", "reminder", 4, "queued") in office.weekly("12-03").results
    assert [row["Result"] for row in office.sheet("Contacts") if row["Key"] == KEY] == ["blocked", "queued"]


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(lambda office: office.type("Payments", payment(2, "12-01", 40)), id="less is due of it"),
        pytest.param(lambda office: office.type("Payments", payment(2, "12-03", 50)), id="paid"),
        pytest.param(lambda office: office.type("Holds", hold(2, "H-00001", "DISPUTE", "12-02", "12-31")), id="disputed"),
    ],
)
def test_a_debt_that_the_message_only_lists_takes_it_back_too(tmp_path: Path, changed: Callable[[Office], None]) -> None:
    office = listing_another(tmp_path)
    changed(office)
    answer = office.weekly("12-03")
    first = next(row for row in office.sheet("Contacts") if row["Key"] == KEY)
    assert first["Result"] == "blocked"
    assert str(first["Why"]).startswith("C-00002: ")
    assert ("C-00001", "reminder", 4, "queued") in answer.results


def test_cancelled_it_never_goes_and_may_be_planned_anew(office: Office) -> None:
    assert office.run("outbox", "cancel", "--key", KEY, "--by", "Mary Webb").code == 0
    answer = office.weekly("12-03")
    assert not [m for m in answer["messages"] if m["result"] == "sent"]
    rows = [row for row in office.sheet("Contacts") if row["Key"] == KEY]
    assert rows[0]["Result"] == "blocked"
    assert rows[0]["Why"].startswith("CANCELLED: ")
    assert office.clean()


@pytest.mark.parametrize("action", ["approve", "cancel"])
def test_unknown_keys_and_wrong_steps_are_refused(office: Office, action: str) -> None:
    assert office.run("outbox", action, "--key", "C-00009|1|reminder|4", "--by", SUPERVISOR).error == "X-OPTION"
    assert office.run("outbox", action, "--key", "C-00001|1|reminder|1", "--by", SUPERVISOR).error == "X-OPTION"
    assert office.run("outbox", action, "--by", SUPERVISOR).error == "X-OPTION"


def test_of_several_keys_all_or_none_are_approved(office: Office) -> None:
    assert office.run("outbox", "approve", "--key", KEY, "--key", "C-00009|1|reminder|4", "--by", SUPERVISOR).error == "X-OPTION"
    assert [item["state"] for item in office.run("outbox", "list")["items"]] == ["planned"]
    assert office.run("outbox", "approve", "--key", KEY, "--key", KEY, "--by", SUPERVISOR).code == 0


def test_money_of_the_day_before_is_no_new_payment_east_of_greenwich(tmp_path: Path) -> None:
    office = Office(tmp_path).new(
        {"Debtors": [debtor(Time_zone="Pacific/Auckland")], "Cases": [case()], "Installments": installments(1, ["11-02"]), "Payments": [payment(1, "12-01", 1)]}
    )
    for on in ("11-09", "11-16", "11-23", "12-02"):
        office.weekly(on)
    approve(office)
    assert office.weekly("12-03").results == [("C-00001", "reminder", 4, "sent")]


def test_what_waits_for_a_release_and_is_no_longer_right_is_taken_back(office: Office) -> None:
    """The debtor has paid: the supervisor is not asked to release a final demand that the next run would refuse to send."""
    assert office.case()["Next action"] == "Supervisor: release the message"
    office.type("Payments", payment(1, "12-03", 110))
    office.weekly("12-04")
    row = next(row for row in office.sheet("Contacts") if row["Key"] == KEY)
    assert (row["Result"], row["Why"].split(":")[0]) == ("blocked", "OUTDATED")
    assert office.run("outbox", "list")["items"] == []
    assert office.case()["Next action"] != "Supervisor: release the message"
    assert office.clean()
