"""The pages of a run in the ledger's language: every word of the templates is translated, and codes are said by their labels."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pyaddin.correspondence.report import index_of_messages, render
from pyaddin.correspondence.report_words import _WORDS, Speaker
from tests.correspondence.test_report import rich

PAGES = Path(__file__).parents[2] / "templates" / "report"
_SAID = re.compile(r"""\bt\((?:"((?:[^"\\]|\\.)*)"|'([^']*)')""")
_TAGS = re.compile(r"<(style|pre|iframe|code)\b.*?</\1>|<[^>]+>", re.DOTALL)


def said() -> set[str]:
    """Every sentence that the templates of a run ask for."""
    text = "".join((PAGES / name).read_text(encoding="utf-8") for name in ("run.html", "parts.html", "emails.html"))
    return {first or second for first, second in _SAID.findall(text)} - {"%s follow-up run, {day}"}


def test_every_sentence_of_the_templates_has_its_words() -> None:
    assert said() <= set(_WORDS)
    for english, words in _WORDS.items():
        facts = sorted(re.findall(r"\{\w+\}|%[sd]", english))
        assert all(sorted(re.findall(r"\{\w+\}|%[sd]", word)) == facts for word in words), english


@pytest.mark.parametrize(("language", "title", "stage"), [("zh-CN", "每周跟进报告", "深入沟通"), ("zh-TW", "每週跟進報告", "深入溝通")])
def test_the_page_speaks_the_ledgers_language(language: str, title: str, stage: str) -> None:
    page = render(replace(rich(), language=language))
    assert f'<html lang="{language}">' in page
    assert title in page
    assert stage in page
    plain = _TAGS.sub(" ", page)
    whole = [sentence for sentence in _WORDS if " " in sentence and "{" not in sentence and "%" not in sentence]
    assert [sentence for sentence in whole if sentence in plain and sentence != "Late interest"] == []  # the last stands in the data


def test_the_index_of_messages_too(tmp_path: Path) -> None:
    assert "本次没有生成邮件。" in index_of_messages(tmp_path, [], "zh-CN")
    assert "This run wrote no email." in index_of_messages(tmp_path, [])


def test_figures_are_the_same_in_every_language() -> None:
    def figures(language: str) -> list[str]:
        return re.findall(r'<td class="n">([^<]*\d[^<]*)</td>|<dd id="[^"]*">([^<]*)</dd>', render(replace(rich(), language=language)))

    assert figures("zh-CN") == figures("zh-TW") == figures("en") != []


def test_a_code_without_a_label_is_shown_as_it_is() -> None:
    assert Speaker("zh-CN").label("Channel", "pigeon") == "pigeon"
    assert (Speaker("en").label("Channel", "sms"), Speaker("zh-TW").label("Channel", "sms")) == ("sms", "簡訊")
