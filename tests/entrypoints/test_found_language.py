"""What a refusal has found is told in the language of the ledger: every sentence that the program makes is known, and what was typed stays as typed."""

from __future__ import annotations

import re

import pytest

from pyaddin.entrypoints.line import fault, stopped
from pyaddin.errors import KINDS, Fault
from pyaddin.found_desk import DESK
from pyaddin.found_files import FILES
from pyaddin.found_mail import MAIL
from pyaddin.found_words import AS_TYPED, FORMS, found
from tests.entrypoints.test_desk_language import sample

CHINESE = ("zh-CN", "zh-TW")
TABLES = {**DESK, **FILES, **MAIL}
GAP = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("english", TABLES)
def test_a_sentence_keeps_what_it_was_filled_with(english: str) -> None:
    gaps = GAP.findall(english)
    filled = {name: sample(name, number) for number, name in enumerate(gaps)}
    given = GAP.sub(lambda gap: filled[gap[1]], english)
    for language, words in zip(CHINESE, TABLES[english], strict=True):
        assert set(GAP.findall(words)) == set(gaps)
        said = found("X-OPTION", given, language) if " " in given else found("W-BANK", given, language)  # one word of a refusal was typed
        assert re.search("[一-鿿]", said) or re.fullmatch(r"[\W\d]*|.*(camt|LibreOffice|UTF-8|Windows).*", said) or said == given, said
        assert said == words.format(**filled), "another sentence, of which this one is a longer form, was taken for it"
    simplified, traditional = TABLES[english]
    assert not re.search("[个这为时间见该录账单发开关处]", traditional), traditional
    assert not re.search("[個這為時間見該錄帳單發開關處]", simplified.replace("间", "")), simplified


def test_no_english_sentence_stands_in_two_tables() -> None:
    assert len(TABLES) == len(DESK) + len(FILES) + len(MAIL)


def test_what_was_typed_stays_as_typed() -> None:
    assert set(KINDS) >= AS_TYPED
    for code in AS_TYPED:
        assert found(code, "7 more rows", "zh-CN") == "7 more rows"
    assert found("X-LIMIT", "7 more rows", "zh-CN") == "还要增加 7 行"
    assert found("X-LIMIT", "7 more rows", "en") == "7 more rows"
    assert found("X-SYSTEM", "crontab: the daemon is asleep", "zh-TW") == "crontab: the daemon is asleep"


def test_a_name_before_the_colon_stays_and_the_rest_is_told() -> None:
    assert found("X-WRITE", "ledger.xlsm: No space left on device", "zh-CN") == "ledger.xlsm：磁盘空间不足"
    assert found("X-NOT-LIST", "list.csv: no row with headers that are known", "zh-TW") == "list.csv：沒有可識別的標題列"
    assert found("X-OPTION", "argument --on: '2026-02-30' is not a day of the calendar", "zh-CN") == "--on：日历中没有 '2026-02-30' 这一天"
    assert found("X-MAIL-SERVER", "mail.example.com: 451 greylisted", "zh-CN") == "mail.example.com: 451 greylisted"


def test_a_typed_text_of_signs_is_looked_through_quickly_and_stays() -> None:
    for text in ("|" * 2_000, ": " * 5_000, "|1|" * 500):
        assert found("X-CASE", text, "zh-TW") == text


def test_a_stop_and_a_fault_say_it() -> None:
    assert stopped(Fault("X-BACKDATED", "Runs", column="As of", found="2026-11-20 is before the run of 2026-11-23"), "zh-CN")[0] == (
        "X-BACKDATED：基准日早于上次运行。（Runs，基准日（As of），2026-11-20 早于上次运行的 2026-11-23）"
    )
    row = Fault("E-DUPLICATE", "Payments", 7, "Amount", "P-000003: 500.00 on 2026-11-20 for C-000001").as_json()
    assert fault(row, "zh-TW").startswith("Payments 第 7 列「金額」欄：現為「P-000003：C-000001 於 2026-11-20 還款 500.00」。")
    assert FORMS.in_chinese("", "zh-CN") == ""
