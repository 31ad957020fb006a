"""Whose money a line is: the points, the refusal to guess between two, and what holds reminders back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pyaddin.rules.matching import Candidate, Incoming, could_belong, match, names_case, scored

LINE = Incoming("B-1", date(2026, 11, 3), Decimal("100.00"), "GBP")
ANN = Candidate("C-00001", "D-1", "GBP", date(2026, 1, 5), amounts=(Decimal("100.00"),))
BOB = Candidate("C-00002", "D-2", "GBP", date(2026, 1, 5))


def line(**more: object) -> Incoming:
    return Incoming(**{name: getattr(LINE, name) for name in LINE.__slots__} | more)  # type: ignore[arg-type]


def debt(base: Candidate = ANN, **more: object) -> Candidate:
    return Candidate(**{name: getattr(base, name) for name in base.__slots__} | more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Payment C-00001 thanks", True), ("c00001", True), ("Ref:C/00001.", True), ("还款C-00001谢谢", True), ("C 00001", True), ("Ｃ－００００１", True),
        ("C-000012", False), ("AC-00001", False), ("1C-00001", False), ("00001", False), ("", False),
    ],
)  # fmt: skip
def test_a_case_is_named_by_its_whole_number_in_any_spelling(text: str, named: bool) -> None:
    assert names_case(text, "C-00001") is named


@pytest.mark.parametrize(
    ("text", "candidate", "points"),
    [
        ("C-00001", debt(amounts=()), 60), ("", debt(paid_from=True, amounts=()), 50), ("", debt(likeness=95, amounts=()), 50),
        ("", debt(likeness=94, amounts=()), 30),
        ("", debt(likeness=87, amounts=()), 10), ("", debt(likeness=79), 0), ("", debt(), 0), ("", debt(likeness=88), 55), ("C-00001", debt(likeness=99), 100),
        ("C-00001", debt(currency="EUR"), 0), ("C-00001", debt(opened_on=date(2026, 11, 4)), 0),
    ],
)  # fmt: skip
def test_points_add_up_and_the_amount_alone_says_nothing(text: str, candidate: Candidate, points: int) -> None:
    found = scored(line(text=text), candidate)
    assert found.confidence == points
    assert bool(found.points) == bool(points)


def test_money_that_went_out_is_nobodys_payment() -> None:
    assert scored(line(text="C-00001", amount=Decimal("-5")), ANN).confidence == 0


def test_the_surest_is_suggested_and_its_reasons_are_told() -> None:
    found = match(line(text="C-00001"), [debt(likeness=97), debt(BOB, likeness=82)])
    assert (found.case_id, found.confidence) == ("C-00001", 100)
    assert [words.key for words in found.why] == ["match-reference", "match-name", "match-amount"]


@pytest.mark.parametrize(
    ("candidates", "key"),
    [
        ([debt(likeness=97), debt(BOB, likeness=97, amounts=(Decimal("100.00"),))], "match-near"),
        ([debt(paid_from=True, amounts=()), debt(BOB, debtor_id="D-1", paid_from=True)], "match-several"),
        ([debt(likeness=82)], "match-weak"),
        ([debt()], "match-none"),
        ([], "match-none"),
    ],
)
def test_near_ones_and_weak_ones_are_left_unmatched(candidates: list[Candidate], key: str) -> None:
    found = match(line(), candidates)
    assert (found.case_id, [words.key for words in found.why]) == ("", [key])


def test_an_open_case_goes_before_one_that_has_ended() -> None:
    assert match(line(), [debt(paid_from=True, ended=True, amounts=()), debt(BOB, debtor_id="D-1", paid_from=True)]).case_id == "C-00002"


@pytest.mark.parametrize(
    ("candidate", "waits"), [(debt(likeness=95, amounts=()), True), (debt(likeness=82), True), (debt(likeness=82, amounts=()), False), (debt(), False)]
)
def test_a_reminder_waits_for_the_very_name_or_a_faint_one_with_the_amount(candidate: Candidate, waits: bool) -> None:
    assert could_belong(line(), [candidate]) is waits


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"currency": "USD"}, "C-00001 is named, but its debt is in USD: record the payment by hand with what it was worth"),
        ({"opened_on": date(2026, 11, 4)}, "C-00001 is named, but its debt began only on 2026-11-04"),
    ],
)
def test_a_case_that_is_named_and_may_not_be_suggested_is_said_with_the_reason(other: dict[str, object], words: str) -> None:
    found = match(line(text="for c 00001"), (debt(**other), BOB))
    assert (found.case_id, found.confidence, [why.says("en") for why in found.why]) == ("", 0, [words])
    assert [why.says("en") for why in match(line(text="for the sofa"), (debt(**other),)).why] == ["nothing in it names a debtor"]
