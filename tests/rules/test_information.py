"""The information score: named points for what is known, and the next question for what is not (collection process 3.2)."""

from __future__ import annotations

from dataclasses import replace

from pyaddin.rules.case import Budget
from pyaddin.rules.information import MOST, information
from pyaddin.rules.phrases import PHRASES
from tests.rules.build_cases import OFFICE, D, day, debtor, file, rows, talk

TODAY = day("11-26")
WHOLE = debtor(
    address="1 Low Lane", preferred_channel="call", language="en", address_confirmed_on=day("11-01"), address_on_file="ann@debtor.example | +44 113 496 0101 |"
)
BUDGET = Budget(day("11-20"), D(1000), evidence="payslip", owed_to_others=D(0))
TOLD = talk("11-20", reason_code="ILLNESS")


def test_everything_known_is_a_hundred() -> None:
    known = information(file(*rows("10-05"), owner=replace(WHOLE, address_on_file=""), contacts=(TOLD,), budgets=(BUDGET,)), OFFICE, TODAY)
    assert (MOST, known.points, known.missing) == (100, 100, ())
    assert known.says("en") == "100 of 100; nothing is missing"


def test_of_a_stranger_the_reason_is_asked_after_a_greeting() -> None:
    known = information(file(*rows("10-05"), owner=debtor(email="", country="")), OFFICE, TODAY)
    assert [(one.id, one.points) for one in known.missing] == [
        ("spoken", 10), ("reason", 15), ("email", 10), ("address", 10), ("budget", 10), ("channel", 3), ("language", 2), ("place", 10),
    ]  # fmt: skip
    assert known.points == 15
    assert known.says("zh-TW").startswith("15/100；缺少：近 90 天內的通話 (10)、未還款的原因 (15)")


def test_an_email_that_is_no_address_is_asked_for() -> None:
    known = information(file(*rows("10-05"), owner=replace(WHOLE, email="ann@debtor")), OFFICE, TODAY)
    assert "email" in [one.id for one in known.missing]


def test_a_budget_grows_old_and_an_address_that_changed_is_asked_about() -> None:
    old = Budget(day("08-01"), D(1000))
    known = information(file(*rows("10-05"), owner=WHOLE, contacts=(TOLD,), budgets=(old,)), OFFICE, TODAY)
    assert [one.id for one in known.missing] == ["address", "fresh budget", "evidence", "other debts"]


def test_new_contact_data_wait_for_a_confirmation() -> None:
    waits = information(file(*rows("10-05"), owner=replace(WHOLE, new_phone="+44 20 7946 0000")), OFFICE, TODAY)
    assert "new data" in [one.id for one in waits.missing]


def test_every_line_has_its_name_and_its_question() -> None:
    known = information(file(*rows("10-05"), owner=debtor(email="", phone="", country="", new_email="x@y.example")), OFFICE, TODAY)
    for one in known.missing:
        assert {f"know {one.id}", f"ask {one.id}"} <= set(PHRASES)
