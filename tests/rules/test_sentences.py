"""Every sentence in three languages: the same facts in each, filled without a rest, with its rule id in front."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from string import Formatter

import pytest

from pyaddin.labels import LABELS, LANGUAGES, folded, spellings
from pyaddin.rules.action import ACTIONS
from pyaddin.rules.hold import EFFECTS
from pyaddin.rules.phrases import PHRASES
from pyaddin.rules.reason import Phrase, Reason, because, phrase, rules_in, text_of, told
from pyaddin.rules.score import POINTS
from pyaddin.rules.sentences import HOLD_SAYS, SENTENCES

EVERY = {**SENTENCES, **PHRASES}
FACTS = {"stage": "DEEP", "outcome": "SETTLED", "channel": "sms", "asked": "call", "hold": "DISPUTE", "status": "missed", "channels": ("email", "call")}


def names(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("key", EVERY)
def test_the_three_rows_name_the_same_facts_and_are_filled_without_a_rest(key: str) -> None:
    rows = EVERY[key]
    assert len(rows) == 3
    assert all(row.strip() for row in rows)
    assert names(rows[0]) == names(rows[1]) == names(rows[2])
    facts = tuple((name, FACTS.get(name, f"<{name}>")) for name in names(rows[0]))
    for language in LANGUAGES:
        said = Reason("R1", key, facts).text(language) if key in SENTENCES else Phrase(key, facts).says(language)
        assert "{" not in said
        assert all(str(value) in said for name, value in facts if name not in FACTS)


@pytest.mark.parametrize("key", EVERY)
def test_chinese_rows_hold_chinese_marks_and_no_word_of_the_other_script(key: str) -> None:
    _, simplified, traditional = EVERY[key]
    assert not re.search(r"[一-鿿][,;:!?]|[一-鿿]\.(\s|$)", simplified + "\n" + traditional)
    assert not set(simplified) & set("據學實發務會聯絡門時開關應還們個過這來對說認請決結繳")
    assert not set(traditional) & set("据学实发务会联络门时开关应还们个过这来对说认请决结缴")


def test_facts_are_said_by_label_date_and_amount() -> None:
    reason = because("STAGE", stage="CLOSED")
    assert [reason.text(language) for language in LANGUAGES] == [
        "STAGE: In stage closed no reminder goes out.",
        "STAGE: “已结案”阶段不发提醒。",
        "STAGE: 「已結案」階段不寄催繳。",
    ]
    assert because("R23", received=Decimal("1200.50"), deadline=date(2026, 3, 5)).text("zh-CN") == "R23: 至 2026-03-05 收到 1200.50。"
    missing = (phrase("no-country", debtor="D-1"), phrase("settings-lack", names=("reply_to", "creditor_name")))
    assert because("HOLD-DATA", what=missing).text("zh-TW") == "HOLD-DATA: 未寄送：債務人 D-1 未填國家；設定表缺少 reply_to、creditor_name。"
    assert because("HOLD-OPT_OUT", channels=("sms", "call")).text("zh-CN") == "HOLD-OPT_OUT: 债务人已拒绝短信、电话。"
    assert phrase("promise-until", promise="R-1", deadline=date(2026, 3, 5)).everywhere() == {
        "promise R-1 until 2026-03-05", "承诺 R-1，至 2026-03-05", "承諾 R-1，至 2026-03-05",
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_rule_ids_are_found_in_any_language(language: str) -> None:
    reasons = (because("T1", since=date(2026, 3, 1)), because("LEVEL", level=4, days=33), because("APPROVAL"), because("T11b", outcome="SETTLED"))
    why = text_of(reasons, language)
    assert rules_in(why) == ("T1", "LEVEL", "APPROVAL", "T11b")
    assert told(why) == [(reason.rule, reason.says(language)) for reason in reasons]
    assert told("no rule here") == [("", "no rule here")]


def test_tables_of_rules_have_their_words() -> None:
    assert {line.then for line in ACTIONS.lines if line.then} <= set(PHRASES)
    assert {f"points {line.id}" for line in POINTS.lines} <= set(PHRASES)
    assert set(HOLD_SAYS) == set(EFFECTS)


@pytest.mark.parametrize("name", LABELS)
def test_labels_are_complete_and_mean_one_code_each(name: str) -> None:
    meanings: dict[str, set[str]] = {}
    for code, words in LABELS[name].items():
        assert len(words) == 3
        for word in (code, *words):
            assert word.strip() == word != ""
            assert "," not in word
            meanings.setdefault(folded(word), set()).add(code)
    assert {word: codes for word, codes in meanings.items() if len(codes) > 1} == {}
    assert spellings(name, tuple(LABELS[name])) == {word: next(iter(codes)) for word, codes in meanings.items()}
