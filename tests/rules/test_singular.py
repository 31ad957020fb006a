"""One day and one message are spoken of as one, in every sentence that counts."""

from __future__ import annotations

import re
from datetime import date

import pytest

from pyaddin.rules.phrases import PHRASES
from pyaddin.rules.reason import because, phrase
from pyaddin.rules.sentences import SENTENCES
from pyaddin.rules.singular import _WHOLE, counts, of_one

ENGLISH = {key: words[0] for table in (PHRASES, SENTENCES) for key, words in table.items()}
WRONG = re.compile(
    r"\b1 (?:parked )?(?:days|months|years|messages|installments|lines|cases|rows)\b|\b1 (?:message|line|installment)s? (?:are|were|count)\b|\bThese 1\b"
)


def test_a_day_is_a_day() -> None:
    assert because("LEVEL", level=1, days=1).says("en") == "Level 1 is due: 1 day past due."
    assert because("LEVEL", level=1, days=2).says("en") == "Level 1 is due: 2 days past due."
    assert because("LEVEL", level=1, days=1).says("zh-CN") == "第 1 级提醒到期：已逾期 1 天。"


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "1 message that left since then is entered again at the next run; it is not sent again."),
        (3, "3 messages that left since then are entered again at the next run; they are not sent again."),
    ],
)
def test_the_verb_goes_with_the_number(count: int, said: str) -> None:
    assert phrase("again", count=count).says("en") == said


def test_a_run_that_waits_with_one_message() -> None:
    said = because("BRAKED", count=1, why="x.", run="W-1").says("en")
    assert said.startswith("1 message is parked and waits for a supervisor: x. Release it with outbox approve")
    assert "1 message is queued; it is asked again and leaves with the next run" in phrase("note open", holder="Li", count=1).says("en")
    assert phrase("book-bank-lines", count=2, on=date(2026, 11, 3)).says("en").startswith("Bank: say whose money 2 lines are")


def test_every_sentence_that_counts_can_speak_of_one() -> None:
    counting = {key: words for key, words in ENGLISH.items() if counts(words)}
    assert len(counting) > 30
    for key, words in counting.items():
        said = of_one(words, counts(words))
        told = said.format(**{name: 1 if name in counts(words) else "X" for name in re.findall(r"\{(\w+)", said)})
        assert not WRONG.search(told), (key, told)
    for many in _WHOLE:
        assert any(many in words for words in ENGLISH.values()), many
