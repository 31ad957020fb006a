"""The office's policy on a day, from its sheets."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pyaddin import settings
from pyaddin.build.defaults import LEVELS, RATES
from pyaddin.errors import Fault
from pyaddin.policy.office import policy_on
from pyaddin.rules.policy import Policy, weekdays

DAY = date(2026, 10, 12)


def made(
    *, levels: tuple[Any, ...] = LEVELS, rates: tuple[Any, ...] = (), holidays: tuple[Any, ...] = (), as_of: date = DAY, **typed: object
) -> tuple[Policy, list[Fault]]:
    values, faults = settings.read({name: (row, value) for row, (name, value) in enumerate(typed.items(), start=2)})
    assert faults == []
    return policy_on(as_of, values, levels=levels, rates=rates, holidays=holidays)


def policy(**more: Any) -> Policy:
    found, faults = made(**more)
    assert faults == []
    return found


def test_a_new_ledger_has_the_defaults_of_the_rules() -> None:
    new = policy()
    assert (new.grace_days, new.tolerance_amount, new.min_gap_days, new.first_contact_days, new.promise_grace_days) == (0, Decimal("1.00"), 6, 3, 3)
    assert (new.order, new.order_late, new.late_from, new.future) == (("penalty", "fee", "interest", "principal"), (), 91, "next")
    assert [bucket.name for bucket in new.buckets] == ["1-3", "4-7", "8-30", "31-60", "61-90", "91-120", "121-180", ">180"]
    assert [(row.level, row.stage, row.from_day, row.needs_approval) for row in new.levels] == [
        (1, "CONTACT", 1, False), (2, "DEEP", 8, False), (3, "DEEP", 15, False), (4, "DEEP", 30, True),
    ]  # fmt: skip
    assert (new.watch_days, new.offer_days, new.replan_cap, new.waiver_limit, new.round_money) == (30, 14, 2, Decimal(0), None)
    assert new.missing_settings == ("creditor_name", "reply_to")


def test_who_we_are_must_be_filled_before_anything_goes() -> None:
    assert policy(creditor_name="Oakmere", reply_to="a@b.example").missing_settings == ()
    assert policy(creditor_name="Oakmere").missing_settings == ("reply_to",)


def test_typed_settings_arrive_as_typed() -> None:
    typed = policy(
        grace_days=2, tolerance_amount="0", tolerance_percent="1.5", round_money="0.05", interest_during_dispute="no", level_mode="highest",
        bank_data_until=date(2026, 10, 9), bank_data_max_age_days="4", jurisdiction="CN", future_payments="last", allocation_late_from="61",
    )  # fmt: skip
    assert (typed.grace_days, typed.tolerance_amount, typed.tolerance_percent, typed.round_money) == (2, 0, Decimal("1.5"), Decimal("0.05"))
    assert (typed.interest_during_dispute, typed.level_mode, typed.jurisdiction, typed.future, typed.late_from) == (False, "highest", "CN", "last", 61)
    assert (typed.bank_data_until, typed.bank_data_max_age_days) == (date(2026, 10, 9), 4)


def test_an_order_of_components_is_filled_up_and_an_unusable_one_is_told() -> None:
    assert policy(allocation_order="principal,interest").order == ("principal", "interest", "penalty", "fee")
    assert policy(allocation_order_late="principal").order_late == ("principal", "penalty", "fee", "interest")
    for words in ("principal,rent", "fee,fee", ","):
        found, faults = made(allocation_order=words)
        assert found.order == ("penalty", "fee", "interest", "principal")
        assert [(fault.code, fault.sheet) for fault in faults] == [("W-SETTING", "Settings")]
    found, faults = made(allocation_order_late="rent")
    assert (found.order_late, len(faults)) == ((), 1)


def test_buckets_that_overlap_are_told_and_the_default_holds() -> None:
    assert [bucket.name for bucket in policy(buckets="1-30,31-60,>60").buckets] == ["1-30", "31-60", ">60"]
    found, (fault,) = made(buckets="1-30,30-60,>60")
    assert (found.buckets[0].name, fault.code, fault.found) == ("1-3", "W-SETTING", "buckets = 1-30,30-60,>60")
    assert "30-60 should begin at 31" in fault.advice


def row(level: int, from_day: int, since: date, **more: Any) -> dict[str, Any]:
    base = {"Level": level, "Stage": "CONTACT", "From day": from_day, "Template": "reminder_1", "Tone": None, "Channels": None, "Min gap days": None}
    return base | {"Needs approval": None, "Valid from": since} | more


@pytest.mark.parametrize(("as_of", "from_day"), [(date(2026, 9, 30), 1), (date(2026, 10, 1), 2), (date(2026, 12, 31), 2), (date(2027, 1, 1), 5)])
def test_the_latest_row_of_a_level_that_is_in_force_counts(as_of: date, from_day: int) -> None:
    dated = (row(1, 2, date(2026, 10, 1)), row(1, 1, date(2020, 1, 1)), row(1, 5, date(2027, 1, 1)))
    for order in (dated, dated[::-1]):
        assert [each.from_day for each in policy(levels=order, as_of=as_of).levels] == [from_day]


def test_a_level_of_the_future_is_not_there_and_blanks_have_meanings() -> None:
    assert policy(levels=(row(1, 1, date(2026, 10, 13)),)).levels == ()
    (blank,) = policy(levels=(row(1, 1, date(2020, 1, 1)),)).levels
    assert (blank.tone, blank.channels, blank.min_gap_days, blank.needs_approval) == ("calm", (), None, False)
    assert policy(levels=(row(1, 1, date(2020, 1, 1)),)).level(2) is None


def rate(value: str, since: date, until: date | None = None, name: str = "Sofa") -> dict[str, Any]:
    return {"Name": name, "Value": Decimal(value), "Valid from": since, "Valid to": until}


def test_dated_rates_end_the_day_before_the_next_one_or_on_their_own_last_day() -> None:
    rates = policy(rates=(rate("0.06", date(2026, 7, 1)), rate("0.05", date(2026, 1, 1)), rate("0.04", date(2025, 1, 1), date(2025, 6, 30)))).rates
    assert [(period.start, period.end, period.annual) for period in rates["sofa"]] == [
        (date(2025, 1, 1), date(2025, 6, 30), Decimal("0.04")),
        (date(2026, 1, 1), date(2026, 6, 30), Decimal("0.05")),
        (date(2026, 7, 1), None, Decimal("0.06")),
    ]


def test_names_of_rates_ignore_case_and_the_shipped_rates_can_be_read() -> None:
    two = policy(rates=(rate("0.05", date(2026, 1, 1), name="SOFA"), rate("0.06", date(2026, 2, 1), name="sofa"))).rates
    assert list(two) == ["sofa"]
    assert len(policy(rates=RATES).rates) == len(RATES)


def test_working_days_come_from_the_calendar_of_the_country_and_the_sheet() -> None:
    closed = {"Calendar": "GB", "Date": date(2026, 10, 13), "Name": "Stocktaking", "Working": "no"}
    here = policy(holidays=(closed,))
    british, unknown = here.is_working("GB"), here.is_working("")
    assert not british(date(2026, 10, 13))
    assert not british(date(2026, 12, 25))
    assert british(date(2026, 10, 12))
    assert unknown(date(2026, 12, 25))
    assert not unknown(date(2026, 10, 11))
    assert here.is_working("GB") is british
    assert list(here.calendars) == ["GB", ""]
    assert len(here.calendars) == 2


def test_without_calendars_monday_to_friday_are_working_days() -> None:
    assert Policy().is_working("GB") is weekdays
    assert [weekdays(date(2026, 10, day)) for day in (9, 10, 11, 12)] == [True, False, False, True]


@pytest.mark.parametrize(("typed", "amount"), [("1,250.50", "1250.50"), ("1,000,000", "1000000"), ("12.5", "12.5")])
def test_commas_may_part_thousands(typed: str, amount: str) -> None:
    assert policy(waiver_limit=typed).waiver_limit == Decimal(amount)


@pytest.mark.parametrize("typed", ["1,50", "0,5", "1,2500", "1.250,00"])
def test_a_decimal_comma_is_told_and_never_read_as_a_hundred_times_as_much(typed: str) -> None:
    values, faults = settings.read({"tolerance_amount": (9, typed)})
    assert values.decimal("tolerance_amount") == Decimal("1.00")
    assert [(fault.code, fault.row) for fault in faults] == [("W-SETTING", 9)]


def test_a_calendar_of_the_holidays_sheet_may_be_typed_in_small_letters() -> None:
    day = date(2026, 10, 14)
    assert policy().is_working("GB")(day)
    assert not policy(holidays=({"Calendar": "gb ", "Date": day, "Working": "no"},)).is_working("GB")(day)
