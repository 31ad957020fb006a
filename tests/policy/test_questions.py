"""The training's questions: the same for a seed, balanced, whole in each language, and answered by the gate alone."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from pyaddin.labels import LANGUAGES
from pyaddin.policy import questions as making
from pyaddin.policy import rulebook as books
from pyaddin.policy.public_holidays import PublicHolidays
from pyaddin.policy.question_words import CHANNELS, CLASSES, DEBTS, MARKS, NOUNS, PLACES, RECIPIENTS, RESULTS, ROLES, TEXT, WEEKDAYS
from pyaddin.policy.questions import ANSWERS, NUMBER, questions, situations
from pyaddin.policy.rulebook import packs_for
from pyaddin.policy.situations import ALWAYS, SOMETIMES, request_of
from pyaddin.rules import contact
from pyaddin.rules.citations import cited
from pyaddin.rules.contact_words import WORDS
from pyaddin.rules.packs import CHANNELS as ALL_CHANNELS
from pyaddin.rules.packs import CLASSES as ALL_CLASSES
from pyaddin.rules.packs import DEBT_CLASSES, LAW, Window
from pyaddin.rules.packs import ROLES as ALL_ROLES

SEEDS = range(40)
RULE_SAYS = {"en": "The rule says: ", "zh-CN": "规则要求：", "zh-TW": "規則要求："}


def test_a_seed_gives_the_same_questions_and_another_one_others() -> None:
    assert questions(7, "en") == questions(7, "en")
    assert situations(7) != situations(8)


def test_the_language_changes_the_words_only() -> None:
    english, *others = (questions(3, language) for language in LANGUAGES)
    for other in others:
        assert [question.answer for question in other] == [question.answer for question in english]
        assert [[rule.id for rule in question.rules] for question in other] == [[rule.id for rule in question.rules] for question in english]
        assert not {question.text for question in other} & {question.text for question in english}


@pytest.mark.parametrize("seed", SEEDS)
def test_twenty_different_questions_half_of_them_allowed(seed: int) -> None:
    found = questions(seed, "en")
    assert len({question.text for question in found}) == NUMBER
    assert Counter(question.answer for question in found) == {"allowed": 10, "blocked": 10}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_training_has_the_topics_that_matter(seed: int) -> None:
    found = {case.topic for case in situations(seed)}
    assert len(found) == NUMBER
    assert {maker(Random(1)).topic for maker in ALWAYS} <= found
    assert len({case.country for case in situations(seed)}) >= 5


@pytest.mark.parametrize("seed", SEEDS)
def test_answers_are_the_gates_own(seed: int) -> None:
    calendars = PublicHolidays()
    for case, question in zip(situations(seed), questions(seed, "en"), strict=True):
        packs = packs_for(case.country, case.region, case.role, case.debt_class)
        found = contact.verdict(request_of(case), packs, calendars)
        assert question.answer == found.verdict
        assert tuple(rule.id for rule in question.rules) == tuple(block.id for block in found.rules)


@pytest.mark.parametrize("maker", [*ALWAYS, *SOMETIMES], ids=lambda maker: maker.__name__)
def test_each_topic_can_be_answered_either_way(maker: making.Maker) -> None:
    yes, no = making._both(maker, Random(2))
    assert yes is not None
    assert no is not None


def test_a_changed_pack_changes_the_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    seed = next(seed for seed in SEEDS for case in situations(seed) if case.topic == "hours-cn" and case.local.hour in range(8, 22))
    case = next(case for case in situations(seed) if case.topic == "hours-cn")
    assert making._question(case, "en").answer == "allowed"
    packs = dict(books.rulebook())
    shut = tuple(replace(rule, params=Window(0, 1)) if isinstance(rule.params, Window) else rule for rule in packs["CN"].rules)
    packs["CN"] = replace(packs["CN"], rules=shut)
    monkeypatch.setattr(books, "rulebook", lambda: packs)
    assert making._question(case, "en").answer == "blocked"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_whole(language: str) -> None:
    for seed in SEEDS:
        for question in questions(seed, language):
            for text in (question.text, question.explanation):
                assert text.strip()
                assert not re.search(r"[{}]", text), text
            assert question.text.endswith({"en": "May you?", "zh-CN": "可以吗？", "zh-TW": "可以嗎？"}[language])
            assert question.answer in ANSWERS
            if language != "en":
                assert re.search(r"[\u4e00-\u9fff]", question.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_what_is_read_or_reported_twice_is_called_a_rule(language: str) -> None:
    marks = set()
    for seed in SEEDS:
        for question in questions(seed, language):
            for rule in question.rules:
                assert rule.id in question.explanation
                assert rule.reason in question.explanation
                assert rule.reason.startswith(RULE_SAYS[language]) == (rule.confidence in LAW)
                assert not rule.cite or cited(rule.cite, language) in question.explanation
                assert rule.cite or rule.pack == "HOUSE"
                marks.add(rule.confidence)
    assert {"A", "B", "P"} <= marks
    assert {words for mark, words in MARKS.items() if mark in LAW}.isdisjoint(words for mark, words in MARKS.items() if mark not in LAW)


def test_the_words_cover_every_code_in_three_languages() -> None:
    assert set(CHANNELS) == set(NOUNS) == set(ALL_CHANNELS)
    assert set(CLASSES) == set(ALL_CLASSES)
    assert set(ROLES) == set(ALL_ROLES)
    assert set(DEBTS) == set(DEBT_CLASSES)
    tables = (CHANNELS, NOUNS, CLASSES, ROLES, DEBTS, PLACES, RESULTS, RECIPIENTS, TEXT)
    for words in (*WEEKDAYS, *(words for table in tables for words in table.values())):
        assert len(words) == len(LANGUAGES)
        assert all(words)
    for key, words in TEXT.items():
        assert len({tuple(sorted(re.findall(r"\{\w+\}", text))) for text in words}) == 1, key
    assert "HOLD" in WORDS


def test_all_dates_lie_in_the_year_whose_holidays_are_announced() -> None:
    for seed in SEEDS:
        for case in situations(seed):
            assert case.local.year == 2026
            assert PublicHolidays().official(case.country, case.local.year)
            assert all(row.at <= case.local for row in case.past)
            assert case.hold is None or case.hold.start < case.local.date() < date(2027, 1, 1)


def test_clock_changes_are_asked_by_the_clerks_own_clock() -> None:
    case = next(case for case in situations(1) if case.topic == "clock-change")
    question = making._question(case, "en")
    assert "Your own clock (Asia/Shanghai)" in question.text
    assert f"{case.local:%H:%M}" not in question.text
    assert f"There it is {case.local:%Y-%m-%d %H:%M} (America/New_York)." in question.explanation
