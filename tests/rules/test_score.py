"""Priority: named points that a clerk can add up (5.10)."""

from __future__ import annotations

from typing import Any

import pytest

from pyaddin.rules.case import CaseFile, Contact
from pyaddin.rules.decide import Decision, decide_all, queue_order
from pyaddin.rules.score import Score, deciles, score, with_balance
from tests.rules.build_cases import CONTACT, OFFICE, D, day, debtor, file, hold, look, paid, promise, reminded, rows, talk

QUIET: dict[str, object] = {
    "broken_promise": False, "missed": False, "first_contact_late": False, "callback": False, "days": 0, "never_reached": False, "paid_share": 0,
    "limitation_near": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("fact", "value", "text"),
    [
        ("broken_promise", True, "broken promise +30"),
        ("missed", True, "missed installment +25"),
        ("first_contact_late", True, "first contact late +25"),
        ("callback", True, "callback due +20"),
        ("days", 3, ""), ("days", 4, "4-7 days +5"), ("days", 7, "4-7 days +5"), ("days", 8, "8-30 days +10"), ("days", 30, "8-30 days +10"),
        ("days", 31, "31-60 days +15"), ("days", 60, "31-60 days +15"), ("days", 61, "61-90 days +25"), ("days", 90, "61-90 days +25"),
        ("days", 91, "over 90 days +20"),
        ("never_reached", True, "never reached +10"),
        ("limitation_near", True, "limitation within 90 days +40"),
        ("paid_share", 89, ""), ("paid_share", 90, "90 % paid -10"),
    ],
)  # fmt: skip
def test_each_point_by_itself(fact: str, value: object, text: str) -> None:
    found = score({**QUIET, fact: value})
    assert found.says("en") == text
    assert found.points == (int(text.rsplit(" ", 1)[1]) if text else 0)


def test_points_add_up_and_are_named() -> None:
    assert score({**QUIET, "missed": True, "days": 40, "paid_share": 95}) == Score(
        30, (("missed installment", 25), ("31-60 days", 15), ("90 % paid", -10))
    )


def test_the_balance_adds_up_to_twenty_points() -> None:
    assert with_balance(Score(0), 5).says("en") == "balance +10"
    assert with_balance(Score(25, (("missed installment", 25),)), 10) == Score(45, (("missed installment", 25), ("balance", 20)))
    assert with_balance(Score(25, (("missed installment", 25),)), 0) == Score(25, (("missed installment", 25),))
    half = with_balance(Score(25, (("missed installment", 25),)), 5)
    assert with_balance(half, 6) == Score(37, (("missed installment", 25), ("balance", 12))), "in place of what it added before"
    assert with_balance(half, 0) == Score(25, (("missed installment", 25),))
    assert deciles({"a": D(1), "b": D(2), "c": D(2), "d": D(9)}) == {"a": 3, "b": 6, "c": 6, "d": 10}
    assert deciles({}) == {}


def priority(*contacts: Contact, on: str = "10-10", **more: Any) -> str:
    return look(file(*rows("10-05"), moves=CONTACT, contacts=contacts, **more), on, "button").score.says("en")


@pytest.mark.parametrize(
    ("contacts", "on", "late"),
    [
        ((), "10-08", False),
        ((), "10-09", True),
        ((talk("10-06", "no answer"),), "10-09", False),
        ((reminded(1, "10-06", "queued"),), "10-09", True),
        ((reminded(1, "10-06", "failed"),), "10-09", True),
        ((talk("10-06", "reached", direction="in"),), "10-09", False),
        ((talk("09-06", "reached"),), "10-09", True),
    ],
)
def test_first_contact_is_late_when_nobody_tried_within_three_days_of_the_due_date(contacts: tuple[Contact, ...], on: str, late: bool) -> None:
    assert ("first contact late" in priority(*contacts, on=on)) == late


def test_points_of_real_cases() -> None:
    assert priority(reminded(1, "10-06")) == "missed installment +25, 4-7 days +5, never reached +10"
    assert priority(talk("10-06")) == "missed installment +25, 4-7 days +5"
    assert priority(talk("10-06", follow_up_on="10-09"), on="10-09") == "missed installment +25, callback due +20, 4-7 days +5"
    failed = {"promises": (promise("10-06", "50", "10-06", grace_days=0),)}
    assert priority(talk("10-06"), on="10-07", **failed) == "broken promise +30, missed installment +25"
    assert priority(talk("10-06"), payments=(paid("10-05", "90"),)).endswith("90 % paid -10")


def test_a_held_case_is_excluded_and_says_why() -> None:
    assert priority(holds=(hold("DISPUTE", "10-06"),)) == "excluded: debt disputed"
    assert look(file(*rows("12-05")), "10-10").score == Score(0)


def three() -> list[CaseFile]:
    return [
        file(*rows("10-05", amount=amount), case_id=name, owner=debtor(debtor_id=name), currency=currency, holds=holds)
        for name, amount, currency, holds in (
            ("C-1", "100", "GBP", ()),
            ("C-2", "900", "GBP", ()),
            ("C-3", "500", "CNY", ()),
            ("C-4", "400", "GBP", (hold("MANUAL", "10-06", applies_to="C-4"),)),
        )
    ]


def test_balances_compare_within_a_currency_and_leave_held_cases_alone() -> None:
    found = {d.case_id: d.score.says("en").rpartition("balance ")[2] for d in decide_all(three(), OFFICE, day("10-06"), "button")}
    assert found == {"C-1": "+6", "C-2": "+20", "C-3": "+20", "C-4": "excluded: stopped by a clerk"}


def test_ties_go_by_arrears_then_days_then_case() -> None:
    def at(name: str, amount: str, due: str) -> Decision:
        return look(file(*rows(due, amount=amount), case_id=name, moves=CONTACT), "10-08", "button")

    small, large, old, same = at("C-4", "50", "10-06"), at("C-3", "90", "10-06"), at("C-2", "50", "10-05"), at("C-1", "50", "10-06")
    assert [d.case_id for d in sorted((small, large, old, same), key=queue_order)] == ["C-3", "C-2", "C-1", "C-4"]
