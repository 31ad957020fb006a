"""What packs demand of a message is found in the rendered text, and missed when it is not there."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyaddin.correspondence import wording
from pyaddin.correspondence.contents import ASK_FOR_NOTHING, CHECKS, lacking, masked
from pyaddin.correspondence.formats import figure
from pyaddin.correspondence.message import Letter
from pyaddin.policy.rulebook import rulebook
from pyaddin.rules.packs import Content

sys.path.insert(0, str(Path(__file__).parent))
from letters import OFFICES, all_letters, every_letter  # noqa: E402

FIRST = every_letter("en")["contact-reminder_1"]


def text_of(letter: Letter) -> str:
    return wording.plain_text(wording.render(letter), letter)


@pytest.mark.parametrize("language", sorted(OFFICES))
def test_every_shipped_wording_carries_what_the_strict_pack_demands(language: str) -> None:
    wanted = ("creditor_identity", "sender_identity", "amount_breakdown", "reply_channel", "complaint_line", "opt_out_line", "invoice_number")
    letters = {name: letter for name, letter in all_letters(language).items() if letter.kind not in ASK_FOR_NOTHING}
    missing = {name: lacking(letter, text_of(letter), language, wanted) for name, letter in letters.items()}
    assert {name: names for name, names in missing.items() if names} == {}


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_each_demand_is_missed_in_a_text_without_it(name: str) -> None:
    assert lacking(FIRST, "Hello.", "en", (name,)) == (name,)


def test_an_agency_that_says_what_it_is_meets_the_demand() -> None:
    assert lacking(FIRST, f"{text_of(FIRST)} This message is from a debt collector.", "en", ("from_debt_collector",)) == ()
    assert lacking(FIRST, text_of(FIRST), "en", ("from_debt_collector",)) == ("from_debt_collector",)


def test_a_demand_nobody_can_find_counts_as_lacking() -> None:
    assert lacking(FIRST, text_of(FIRST), "en", ("number_confirmed_60_days",)) == ("number_confirmed_60_days",)


NOTICE = every_letter("en")["any-validation"]
OF_THE_NOTICE = next(rule.params.must_have for rule in rulebook()["US-REGF"].rules if rule.id == "US-VALID" and isinstance(rule.params, Content))


@pytest.mark.parametrize("channel", ["email", "letter"])
def test_the_validation_notice_carries_what_the_law_wants_of_it(channel: str) -> None:
    letter = replace(NOTICE, channel=channel)
    wanted = (*OF_THE_NOTICE, "from_debt_collector", "opt_out_line", "amount_breakdown")
    assert lacking(letter, text_of(letter), "en", wanted) == ()


@pytest.mark.parametrize("demand", OF_THE_NOTICE)
def test_a_notice_without_one_of_its_contents_is_noticed(demand: str) -> None:
    assert NOTICE.validation is not None
    assert lacking(replace(NOTICE, validation=None), text_of(NOTICE), "en", (demand,)) == (() if demand == "creditor_identity" else (demand,))
    text = text_of(NOTICE)
    for words in LEFT_OUT[demand]:
        assert words in text
        assert lacking(NOTICE, text.replace(words, "..."), "en", (demand,)) == (demand,), words


LEFT_OUT = {
    "collector_name_address": ("12 Quay Street", "Harbor Home Finance"), "consumer_name_address": ("Alex Miller", "14 Elm Street"),
    "creditor_identity": ("Bank of Rockville", "Main Street Stores"), "account_last_four": ("9010",), "itemization_date": ("September 14, 2026",),
    "itemization": ("6.17", "25.00"), "amount_now": (figure(NOTICE.validation.now, "USD", "en") if NOTICE.validation else "",),
    "validation_end_date": ("December 31, 2026",),
    "dispute_prompts": ("This is not my debt.", "name and address of the original creditor."), "cfpb_link": ("cfpb.gov",),
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "said"), [("en", "This message is from a debt collector."), ("zh-CN", "本函由催收机构发出。"), ("zh-TW", "本函由催收機構寄出。")]
)
def test_an_agency_s_message_says_so_by_itself_once(language: str, said: str) -> None:
    ours = every_letter(language)["contact-reminder_1"]
    assert text_of(replace(ours, from_collector=True)).rstrip().endswith(said)
    assert said not in text_of(ours)
    assert text_of(replace(NOTICE, from_collector=True)) == text_of(NOTICE)
    text = replace(all_letters(language)["contact-reminder_1.sms"], from_collector=True)
    assert text_of(text) == text_of(replace(text, from_collector=False))


def test_a_call_script_says_so_when_the_right_person_is_on_the_line() -> None:
    call = replace(all_letters("en")["contact-reminder_1.call"], from_collector=True)
    before, after = text_of(call).split("Say: this call is from a debt collector.")
    assert "STOP. Go on only" in before
    assert "STOP." not in after


def test_a_changed_amount_is_noticed() -> None:
    other = replace(FIRST, statements=(replace(FIRST.statements[0], total_due=FIRST.statements[0].total_due + 1),))
    assert lacking(other, text_of(FIRST), "en", ("amount_breakdown",)) == ("amount_breakdown",)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Card 6222 0212 3456 7890", "Card …7890"),
        ("Konto DE-12345678901", "Konto DE-…8901"),
        ("Loan 2026-11", "Loan 2026-11"),
        ("Phone contract 5G, 24 months", "Phone contract 5G, 24 months"),
        ("信用卡6222021234567890", "信用卡…7890"),
    ],
)
def test_account_numbers_show_their_last_four_digits(typed: str, shown: str) -> None:
    assert masked(typed) == shown


@given(language=st.sampled_from(sorted(OFFICES)), breaks=st.lists(st.sampled_from(" \n\t\u00a0"), min_size=1, max_size=3), seed=st.integers(0, 99))
def test_line_breaks_within_what_is_demanded_change_nothing(language: str, breaks: list[str], seed: int) -> None:
    letter = every_letter(language)["contact-reminder_1"]
    words = text_of(letter).split()
    text = "".join(word + breaks[(place + seed) % len(breaks)] * (1 + (place * seed) % 2) for place, word in enumerate(words))
    assert lacking(letter, text, language, CHECKS) == lacking(letter, " ".join(words), language, CHECKS)
