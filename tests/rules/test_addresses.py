"""Addresses that are not only the debtor's, and addresses that changed: who is written to, and who not yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyaddin.rules.addresses import address_state, address_verdict, failed_ways, on_file, place, shared_contacts, shared_verdict
from pyaddin.rules.case import Contact, Debtor, Shared

DAY = date(2026, 11, 23)
ANN = Debtor("D-1", "Ann", email="ann@x.example", phone="+86 138 0000 0001", address="1 High Street", city="Leeds", postal_code="LS1 1AA", country="GB")


@pytest.mark.parametrize(
    ("one", "other", "country"),
    [
        ("Ann@X.example", " ann@x.EXAMPLE ", ""), ("ａｎｎ＠x.example", "ann@x.example", ""), ("+86 138 0000 0001", "0086-13800000001", "CN"),
        ("13800000001", "+86 138 0000 0001", "CN"), ("13800000001", "8613800000001", ""), ("１３８００００００１１", "+86 13800000011", "CN"),
        ("0912 345 678", "+886 912-345-678", "TW"), ("+44 (0)113 496 0101", "0113 496 0101", "GB"), ("(617) 555-0101", "+1 617 555 0101", "US"),
    ],
)  # fmt: skip
def test_two_spellings_of_one_address(one: str, other: str, country: str) -> None:
    assert place(one, country) == place(other, country) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("ann@x.example", "bob@x.example"), ("13800000001", "13800000002"), ("+86 13800000001", "+1 13800000001"), ("", "")]
)
def test_addresses_that_differ_or_are_blank(one: str, other: str) -> None:
    assert place(one) != place(other) or place(one) == ""


def test_one_email_on_two_debtors_blocks_both_until_each_is_confirmed() -> None:
    bob = Debtor("D-2", "Bob", email="ANN@x.example", phone="1")
    cai = Debtor("D-3", "Cai", email="cai@x.example", phone="2")
    shared = shared_contacts([ANN, bob, cai])
    assert shared == {"D-1": (Shared("email", "ann@x.example", ("D-2",)),), "D-2": (Shared("email", "ANN@x.example", ("D-1",)),)}
    one = shared_contacts([replace(ANN, shared_contact=True), bob, cai])
    assert set(one) == {"D-1", "D-2"}
    assert shared_contacts([replace(ANN, shared_contact=True), replace(bob, shared_contact=True), cai]) == {}


def test_only_the_channel_that_reaches_the_other_debtor_is_blocked() -> None:
    mail, phone = Shared("email", "a@x", ("D-2",)), Shared("phone", "138", ("D-2", "D-3"))
    blocked = {channel: [reason.rule for reason in shared_verdict((mail, phone), channel)] for channel in ("email", "letter", "sms", "call", "robo")}
    assert blocked == {"email": ["SHARED-CONTACT"], "letter": [], "sms": ["SHARED-CONTACT"], "call": ["SHARED-CONTACT"], "robo": ["SHARED-CONTACT"]}
    assert "138 stands on D-2, D-3 too" in shared_verdict((phone,), "call")[0].text("en")


def test_the_first_sight_of_a_debtor_is_no_change() -> None:
    state = address_state(ANN, DAY)
    assert (state.on_file, state.changed_on) == ("ann@x.example | +86 138 0000 0001 | 1 High Street, LS1 1AA, Leeds, GB", None)
    assert address_verdict(ANN, 4, "final", DAY) == ()


@pytest.mark.parametrize(
    ("field", "new", "changed"),
    [
        ("email", "ann@y.example", True), ("phone", "+86 138 0000 0002", True), ("address", "2 High Street", True), ("city", "York", True),
        ("email", "ANN@x.example ", False), ("phone", "0086 138-0000-0001", False), ("address", "1, high  street", False), ("email", "", False),
        ("phone", "", False), ("address", "", False), ("name", "Anne", False),
    ],
)  # fmt: skip
def test_what_counts_as_a_change(field: str, new: str, changed: bool) -> None:
    later = replace(ANN, address_on_file=on_file(ANN), **{field: new})
    state = address_state(later, DAY)
    assert state.changed_on == (DAY if changed else None)
    again = replace(later, address_on_file=state.on_file, address_changed_on=state.changed_on)
    assert address_state(again, date(2026, 12, 1)) == state


def test_an_address_that_was_blank_and_now_is_filled_is_a_change() -> None:
    before = replace(ANN, email="")
    assert address_state(replace(ANN, address_on_file=on_file(before)), DAY).changed_on == DAY


@pytest.mark.parametrize(
    ("level", "tone", "confirmed", "goes"),
    [
        (4, "final", None, False), (4, "firm", None, False), (3, "final", None, False), (3, "firm", None, True), (1, "friendly", None, True),
        (4, "final", date(2026, 11, 22), False), (4, "final", DAY, True), (4, "final", date(2026, 11, 24), True),
    ],
)  # fmt: skip
def test_a_final_demand_waits_until_the_changed_address_is_confirmed(level: int, tone: str, confirmed: date | None, goes: bool) -> None:
    moved = replace(ANN, address="2 Low Street", address_on_file=on_file(ANN), address_confirmed_on=confirmed)
    for debtor in (moved, replace(moved, address_on_file=on_file(moved), address_changed_on=DAY)):  # in the run that sees it, and in every later one
        reasons = address_verdict(debtor, level, tone, DAY)
        assert [reason.rule for reason in reasons] == ([] if goes else ["ADDRESS-CHANGED"])
        assert all("2026-11-23" in reason.text(language) for reason in reasons for language in ("en", "zh-CN", "zh-TW"))


def tried(channel: str, on: date) -> Contact:
    return Contact("C-1", datetime.combine(on, time(10), UTC), on, channel, "out", "bounced", key="C-1|1|validation|2026-12-30")


@pytest.mark.parametrize(
    ("changes", "tries", "failed"),
    [
        ({"email": "ann@y.example"}, [("email", -3), ("letter", -2)], {"letter"}), ({"address": "2 High Street"}, [("email", -3), ("letter", -2)], {"email"}),
        ({"phone": "+86 138 0000 0002"}, [("email", -3), ("letter", -2)], {"email", "letter"}), ({"phone": "+86 138 0000 0002"}, [("sms", -1)], set()),
        ({"address": "1, high  street"}, [("letter", -2)], {"letter"}), ({}, [("letter", -2)], {"letter"}),
        ({"address": "2 High Street"}, [("letter", -2), ("letter", 1)], {"letter"}), ({"address": "2 High Street"}, [("letter", 0)], set()),
        ({"address": "2 High Street"}, [("letter", -2), ("letter", 0)], {"letter"}), ({"address": "2 High Street"}, [("letter", 0), ("letter", 0)], {"letter"}),
    ],
)  # fmt: skip
def test_an_address_put_right_after_a_return_is_a_new_way(changes: dict[str, str], tries: list[tuple[str, int]], failed: set[str]) -> None:
    """``tries`` by channel and day, counted from the day of the run that sees the change; asked in that run and in a later one."""
    contacts = [tried(channel, DAY + timedelta(days=days)) for channel, days in tries]
    now = replace(ANN, address_on_file=on_file(ANN), **changes)  # type: ignore[arg-type]
    state = address_state(now, DAY)
    later = replace(now, address_on_file=state.on_file, address_changed_on=state.changed_on)
    assert failed_ways(now, contacts, DAY) == failed_ways(later, contacts, DAY + timedelta(days=5)) == failed


def test_each_place_keeps_the_day_on_which_it_changed() -> None:
    first = address_state(replace(ANN, address_on_file=on_file(ANN), address="2 High Street"), DAY)
    moved = replace(ANN, address="2 High Street", address_on_file=first.on_file, address_changed_on=DAY)
    then = address_state(replace(moved, phone="+86 138 0000 0002"), DAY + timedelta(days=4))
    assert then.on_file.endswith(" | letter 2026-11-23, phone 2026-11-27")
    assert address_state(replace(moved, address="2 | letter 2030-01-01"), DAY).on_file.endswith(" | letter 2026-11-23"), "no date of ours"


@pytest.mark.parametrize("typed", ["letter 2026-13-45", "letter 0000-01-01", "nonsense", ""])
def test_a_noted_day_that_somebody_typed_over_and_is_none_is_no_change(typed: str) -> None:
    known = replace(ANN, address_on_file=f"{on_file(ANN)} | {typed}")
    assert failed_ways(known, [tried("letter", DAY)], DAY) == {"letter"}
    assert address_state(replace(known, phone="+86 138 0000 0002"), DAY).on_file.endswith(" | phone 2026-11-23")


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_what_a_run_noted_is_never_a_change_for_the_next(email: str, phone: str, address: str) -> None:
    debtor = Debtor("D-1", "Ann", email=email.strip(), phone=phone.strip(), address=address.strip(), country="CN")
    first = address_state(debtor, DAY)
    second = address_state(replace(debtor, address_on_file=first.on_file, address_changed_on=first.changed_on), DAY)
    assert second.changed_on is None


def test_a_number_that_begins_like_a_chinese_one_and_is_none_takes_the_code_of_its_country() -> None:
    assert place("86 1234 5678", "GB") == place("+44 86 1234 5678") == "448612345678"
    assert place("86 138 0000 0001", "GB") == place("+86 138 0000 0001") == "8613800000001"
