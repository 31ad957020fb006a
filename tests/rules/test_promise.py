"""Promises to pay: R23 judged after grace, R24 levels (SAP examples 1-3), R25 reversals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pyaddin.rules.case import Payment, Promise
from pyaddin.rules.promise import Judged, judge
from tests.rules.build_cases import D, day, file, hold, office, paid, promise, rows

OWED = rows("10-05", amount="500")
FIRST = promise("10-08", "200", "10-16")  # a Friday; three working days of grace: Wednesday 21 October


def judged(*promises: Promise, as_of: str, payments: tuple[Payment, ...] = (), **policy: object) -> list[Judged]:
    return list(judge(file(*OWED, promises=promises, payments=payments), office(**policy), day(as_of)))


@pytest.mark.parametrize(
    ("payments", "as_of", "status"),
    [
        ((), "10-21", "open"),
        ((), "10-22", "broken"),
        ((paid("10-21", "200"),), "10-21", "open"),
        ((paid("10-21", "200"),), "10-22", "kept"),
        ((paid("10-22", "200"),), "10-22", "broken"),
        ((paid("10-08", "200"),), "10-22", "kept"),
        ((paid("10-07", "200"),), "10-22", "broken"),
        ((paid("10-20", "199"),), "10-22", "kept"),
        ((paid("10-20", "198.99"),), "10-22", "partly kept"),
        ((paid("10-12", "120"), paid("10-19", "80", "P-2")), "10-22", "kept"),
    ],
)
def test_r23_a_promise_is_judged_the_day_after_its_grace_from_money_of_its_days(payments: tuple[Payment, ...], as_of: str, status: str) -> None:
    assert judged(FIRST, as_of=as_of, payments=payments)[0].status == status


def test_r23_grace_counts_working_days_of_the_debtors_country() -> None:
    holiday = {"GB": lambda on: on.weekday() < 5 and on != day("10-19")}
    assert judged(FIRST, as_of="10-20")[0].deadline == day("10-21")
    assert judged(FIRST, as_of="10-20", calendars=holiday)[0].deadline == day("10-22")


@pytest.mark.parametrize(("grace", "deadline"), [(0, "10-16"), (1, "10-19"), (None, "10-21")])
def test_r23_a_grace_written_on_the_promise_goes_before_the_offices(grace: int | None, deadline: str) -> None:
    assert judged(promise("10-08", "200", "10-16", grace_days=grace), as_of="10-10")[0].deadline == day(deadline)


@pytest.mark.parametrize(
    ("start", "end", "grace", "deadline"),
    [
        ("10-09", "10-30", None, "11-04"),  # falls due in it: as if due on Saturday 31 October, then three working days
        ("10-09", "10-30", 0, "10-31"), ("10-16", "10-30", None, "11-04"),  # its first day is a day of it
        ("10-19", "10-30", None, "11-03"),  # the grace of Monday 19 October has run, that of the next two days runs after it
        ("10-22", "10-30", None, "10-21"), ("09-01", "10-15", None, "10-21"), ("09-01", "10-16", None, "10-21"),
        ("10-09", "2027-01-08", None, "2027-01-13"),
    ],
)  # fmt: skip
def test_r23_days_of_a_moratorium_are_no_days_of_grace(start: str, end: str, grace: int | None, deadline: str) -> None:
    held = file(*OWED, promises=(promise("10-08", "200", "10-16", grace_days=grace),), holds=(hold("MORATORIUM", start, end),))
    last = day(deadline)
    assert judge(held, office(), last)[0].deadline == last
    assert [judge(held, office(), on)[0].status for on in (last, last + timedelta(days=1))] == ["open", "broken"]
    late = replace(held, payments=(paid(deadline, "200"),))
    assert judge(late, office(), last + timedelta(days=1))[0].status == "kept"


def test_r23_no_promise_is_judged_in_a_moratorium_without_an_end() -> None:
    held = file(*OWED, promises=(FIRST,), holds=(hold("MORATORIUM", "10-12"),))
    assert {judge(held, office(), day(on))[0].status for on in ("10-16", "10-22", "12-31", "2027-12-31")} == {"open"}
    disputed = file(*OWED, promises=(FIRST,), holds=(hold("DISPUTE", "10-12"),))
    assert judge(disputed, office(), day("10-22"))[0].status == "broken"


def test_r23_a_promise_of_tomorrow_is_not_yet_made() -> None:
    assert judged(FIRST, as_of="10-07") == []


def test_r23_withdrawn_and_superseded_by_a_clerk_stay_so() -> None:
    for status in ("withdrawn", "superseded"):
        only = judged(promise("10-08", "200", "10-16", status=status), as_of="11-30")[0]
        assert (only.status, only.judged_on) == (status, None)


def test_r23_a_new_promise_takes_the_place_of_an_open_one() -> None:
    for made, status in (("10-15", "superseded"), ("10-21", "superseded"), ("10-22", "broken")):
        second = promise(made, "300", "10-30", "PR-2")
        assert [j.status for j in judged(FIRST, second, as_of=made)] == [status, "open"]


def test_money_after_the_second_promise_counts_for_the_second_only() -> None:
    second = promise("10-15", "200", "10-30", "PR-2")
    both = judged(FIRST, second, as_of="11-10", payments=(paid("10-20", "200"),))
    assert [(j.status, j.received) for j in both] == [("superseded", D(0)), ("kept", D(200))]


def test_judged_on_is_the_first_run_that_saw_the_outcome() -> None:
    assert judged(FIRST, as_of="10-26")[0].judged_on == day("10-26")
    shown = promise("10-08", "200", "10-16", status="broken", judged_on=day("10-22"))
    assert judged(shown, as_of="10-26")[0].judged_on == day("10-22")
    assert judged(FIRST, as_of="10-12")[0].judged_on is None


def test_r25_a_reversed_payment_judges_the_promise_anew() -> None:
    shown = promise("10-08", "200", "10-16", status="kept", judged_on=day("10-22"))
    money = (paid("10-16", "200", reversed_on="10-28"),)
    assert [(j.status, j.judged_on) for j in judged(shown, as_of="10-27", payments=money)] == [("kept", day("10-22"))]
    assert [(j.status, j.judged_on) for j in judged(shown, as_of="10-28", payments=money)] == [("broken", day("10-28"))]


REST = promise("10-23", "300", "11-06", "PR-2")


@pytest.mark.parametrize(
    ("first", "payments", "level"),
    [
        (FIRST, (paid("10-16", "200"),), 1),  # SAP example 1: the part was kept, a promise for the rest
        (FIRST, (paid("10-16", "50"),), 2),  # example 2: partly kept
        (FIRST, (), 2),  # example 3: broken
        (promise("10-08", "200", "10-16", status="withdrawn"), (), 2),
        (promise("10-08", "200", "10-30"), (), 2),  # still open: superseded
        (promise("10-08", "200", "10-30"), (paid("10-16", "200"),), 1),  # paid before its day
    ],
)
def test_r24_the_level_rises_unless_the_promise_before_was_kept(first: Promise, payments: tuple[Payment, ...], level: int) -> None:
    assert [j.level for j in judged(first, REST, as_of="10-23", payments=payments)] == [1, level]


def test_r24_three_promises_not_kept_are_level_three_and_the_order_in_the_file_does_not_matter() -> None:
    made = [promise(f"10-{8 + 2 * n:02d}", "50", date(2026, 11, 30), f"PR-{n}") for n in range(3)]
    assert [j.level for j in judged(*made, as_of="10-30")] == [1, 2, 3]
    assert judged(*made, as_of="10-30") == judged(*reversed(made), as_of="10-30")


def test_r23_half_a_pound_of_a_promise_is_partly_kept() -> None:
    assert judged(FIRST, as_of="10-22", payments=(paid("10-20", "0.50"),))[0].status == "partly kept"


@pytest.mark.parametrize(("on", "statuses"), [("10-11", ["kept", "broken"]), ("10-12", ["superseded", "kept"])])
def test_money_of_the_day_of_a_new_promise_is_the_new_one_s(on: str, statuses: list[str]) -> None:
    second = promise("10-12", "200", "10-16", "PR-2")
    assert [each.status for each in judged(FIRST, second, as_of="10-22", payments=(paid(on, "200"),))] == statuses


def test_a_promise_in_the_middle_counts_until_the_next_one() -> None:
    second, third = promise("10-12", "200", "10-16", "PR-2"), promise("10-15", "200", "10-16", "PR-3")
    assert [each.status for each in judged(FIRST, second, third, as_of="10-22", payments=(paid("10-13", "200"),))] == ["superseded", "kept", "broken"]


def test_promises_of_one_day_follow_the_numbers_in_their_ids() -> None:
    ids = ("R-000010", "B", "R-00002", "R-1")
    of_one_day = [promise("10-08", "50", "10-16", name) for name in ids]
    assert [each.promise.promise_id for each in judged(*of_one_day, as_of="10-09")] == ["B", "R-1", "R-00002", "R-000010"]
    without = (promise("10-08", "5", "10-16", "A-1"), promise("10-08", "5", "10-16", "Z"))
    assert [each.promise.promise_id for each in judged(*without, as_of="10-09")] == ["Z", "A-1"]


def before(made: str, ids: str, promise_id: str = "PR-1", amount: str = "200", due: str = "10-16") -> Promise:
    """A promise that was entered when these payments stood in the ledger already."""
    return promise(made, amount, due, promise_id, entered_before=frozenset(ids.split()))


def test_r23_money_that_was_entered_before_the_promise_does_not_keep_it() -> None:
    money = (paid("10-08", "200", "P-1"), paid("10-08", "50", "P-2"))
    assert [(j.status, j.received) for j in judged(before("10-08", "P-1"), as_of="10-22", payments=money)] == [("partly kept", D(50))]
    assert judged(before("10-08", ""), as_of="10-22", payments=money)[0].status == "kept"
    later = (paid("10-12", "200", "P-1"),)  # dated ahead, as a standing order is
    assert judged(before("10-08", "P-1"), as_of="10-22", payments=later)[0].status == "broken"


def test_r23_money_of_the_day_of_a_new_promise_keeps_the_old_one_when_it_came_first() -> None:
    """SAP example 1 on one day: the promise was paid in the morning, a new one for the rest is made in the afternoon."""
    money = (paid("10-12", "200", "P-1"), paid("10-14", "300", "P-2"))
    second = before("10-12", "P-1", "PR-2", "300")
    assert [(j.status, j.level, j.received) for j in judged(FIRST, second, as_of="10-22", payments=money)] == [("kept", 1, D(200)), ("kept", 1, D(300))]


def test_r23_each_payment_keeps_at_most_one_promise() -> None:
    chain = (before("10-08", "", "PR-1"), before("10-08", "P-1", "PR-2"), before("10-12", "P-2", "PR-3"), before("10-12", "P-2 P-3", "PR-4"))
    money = (paid("10-08", "10", "P-1"), paid("10-12", "20", "P-2"), paid("10-12", "30", "P-3"), paid("10-13", "40", "P-4"))
    assert [j.received for j in judged(*chain, as_of="10-30", payments=money)] == [D(10), D(20), D(30), D(40)]


def test_r25_a_superseded_promise_is_judged_anew_when_money_of_its_days_is_entered_or_taken_back() -> None:
    """As the ledger shows it: written as superseded, then the money of its days turns up, or is lost again."""
    shown, second = promise("10-08", "200", "10-16", status="superseded"), promise("10-12", "50", "10-30", "PR-2")
    assert [(j.status, j.level) for j in judged(shown, second, as_of="10-22")] == [("superseded", 1), ("open", 2)]
    assert [(j.status, j.level) for j in judged(shown, second, as_of="10-22", payments=(paid("10-11", "200"),))] == [("kept", 1), ("open", 1)]
    back = (paid("10-11", "200", reversed_on="10-20"),)
    assert [j.status for j in judged(replace(shown, status="kept"), second, as_of="10-22", payments=back)] == ["superseded", "open"]


def test_a_promise_taken_back_is_open_until_that_day_and_never_broken() -> None:
    taken = promise("10-08", "200", "10-16", status="withdrawn", judged_on=day("10-12"))
    assert [judged(taken, as_of=on)[0].status for on in ("10-11", "10-12", "11-30")] == ["open", "withdrawn", "withdrawn"]
    assert judged(taken, as_of="11-30")[0].judged_on == day("10-12")


def test_nothing_at_all_never_keeps_a_promise_however_small() -> None:
    small = promise("10-08", "0.80", "10-16")
    assert judged(small, as_of="10-22")[0].status == "broken"
    assert judged(small, as_of="10-22", payments=(paid("10-12", "0.01"),))[0].status == "kept"
