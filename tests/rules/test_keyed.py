"""A message found again by its keys: its kind, the row, promise or payment that it is about, and the rung of the ladder."""

from __future__ import annotations

import pytest

from pyaddin.rules.case import CaseFile
from pyaddin.rules.keyed import found_again
from pyaddin.rules.ladder import Call
from tests.rules.build_cases import DEEP, MONITOR, OFFICE, agreed, file, look, paid, promise, rows

LATE = file(*rows("10-01", "10-08"), moves=DEEP)
AGREED = file(*rows("09-01"), *rows("11-05", "12-05", plan="L-1"), plans=(agreed("L-1", "10-27", "200"),), moves=MONITOR)


def again(one: CaseFile, on: str, *subjects: str) -> Call | None:
    """The message under these keys (``kind|subject``) of the case's first episode."""
    return found_again(tuple(f"C-1|1|{subject}" for subject in subjects), look(one, on, "daily"), OFFICE)


def test_a_missed_notice_is_about_its_row_whatever_else_was_missed() -> None:
    found = again(LATE, "10-20", "missed|ORIG/0/2")
    assert found is not None
    assert (found.kind, [(row.installment.plan_id, row.installment.no) for row in found.rows]) == ("missed", [("", 2)])
    assert again(LATE, "10-20", "missed|ORIG/0/9") is None, "the row was taken out of the sheet"


def test_a_notice_of_a_plan_is_about_the_plans_row() -> None:
    found = again(AGREED, "12-03", "notice|L-1/1/2")
    assert found is not None
    assert [(row.installment.plan_id, row.installment.no) for row in found.rows] == [("L-1", 2)]


def test_a_promise_in_writing_is_the_open_one_and_no_other() -> None:
    two = file(*rows("10-01"), moves=DEEP, promises=(promise("10-10", "50", "10-14"), promise("10-12", "60", "10-20", "PR-2")))
    found = again(two, "10-13", "promise|PR-2")
    assert found is not None
    assert found.promise is not None
    assert (found.kind, found.promise.promise_id) == ("promise", "PR-2")
    assert again(two, "10-13", "promise|PR-1") is None, "superseded"


@pytest.mark.parametrize(("kind", "subject", "level"), [("demand", "4", 4), ("handover", "DISPOSITION", 0)])
def test_what_a_person_asked_for_is_found_with_its_level(kind: str, subject: str, level: int) -> None:
    found = again(LATE, "11-10", f"{kind}|{subject}")
    assert found is not None
    assert (found.kind, found.level, found.rung) == (kind, level, OFFICE.level(level))


def test_a_thank_you_is_about_its_newest_payment_that_was_not_taken_back() -> None:
    money = (paid("10-10", "10"), paid("10-12", "20", "P-2"), paid("10-14", "30", "P-3", reversed_on="10-15"))
    one = file(*rows("10-01"), moves=DEEP, payments=money)
    found = again(one, "10-16", "thanks|P-1", "thanks|P-2", "thanks|P-3")
    assert found is not None
    assert [payment.payment_id for payment in found.payments] == ["P-2", "P-1"]
