"""Words of an answer that a person must look at before anything more is sent."""

from __future__ import annotations

from datetime import date

import pytest

from pyaddin.ledger.codes import TYPED_HOLDS
from pyaddin.rules.answers import REVIEW, SIGNS, already_held, read
from pyaddin.rules.case import Hold
from pyaddin.rules.phrases import PHRASES
from tests.rules.build_cases import file as case_file


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("STOP", "stop"), ("Please do not\ncontact me again", "stop"), ("不要再联系我了", "stop"), ("請勿聯絡", "stop"),
        ("I don\u2019t owe you this", "dispute"), ("I have already paid last week", "dispute"), ("这笔钱我已经还清了", "dispute"), ("金額不對", "dispute"),
        ("I lost my job in May", "hardship"), ("我失业了，目前没有收入", "hardship"), ("生病住院", "hardship"), ("we can't pay at the moment", "hardship"),
        ("Please talk to my solicitor", "counsel"), ("已委托律师处理", "counsel"), ("My husband passed away", "deceased"), ("他去年過世了", "deceased"),
        ("I filed for bankruptcy: stop writing", "insolvency"), ("You have the wrong person", "wrong party"), ("查无此人", "wrong party"),
    ],
)  # fmt: skip
def test_words_are_found_and_the_gravest_leads(text: str, first: str) -> None:
    assert read(text)[0].sign.id == first


@pytest.mark.parametrize("text", ["", "Thank you, I will pay on Friday.", "The stopwatch is nice", "好的，周五付款", "Paying tomorrow", "Best regards, Terry"])
def test_other_words_are_left_alone(text: str) -> None:
    assert read(text) == ()


def test_every_sign_names_a_hold_that_a_clerk_can_set_and_is_worded() -> None:
    assert {sign.hold for sign in SIGNS} <= set(TYPED_HOLDS)
    assert REVIEW in TYPED_HOLDS
    assert all(f"sign {sign.id}" in PHRASES and sign.source for sign in SIGNS)


def test_a_hold_that_stands_is_not_set_again() -> None:
    (found,) = read("stop")
    day = date(2026, 11, 10)
    for kind, held in (("CEASE", True), (REVIEW, True), ("PROMISE", False), ("DISPUTE", False)):
        assert already_held(case_file(holds=(Hold(kind, date(2026, 11, 1)),)), found, day) is held
    assert not already_held(case_file(holds=(Hold(REVIEW, date(2026, 11, 1), scope="address"),)), found, day)
    assert not already_held(case_file(holds=(Hold(REVIEW, date(2026, 11, 1), date(2026, 11, 9)),)), found, day)
