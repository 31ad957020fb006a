"""The check of wording files finds what a clerk, a hurry or a stranger put into them, and finds nothing in those that are shipped."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from pyaddin.correspondence import checking, forbidden, prompts, samples, wording
from pyaddin.correspondence.fields import FIELDS, KIND_WORDS, kind_of
from pyaddin.correspondence.sms.segments import GSM7, segments
from pyaddin.entrypoints.cli import main
from pyaddin.errors import Stop
from pyaddin.labels import LANGUAGES
from pyaddin.ledger.codes import REASON_CODES
from pyaddin.policy.rulebook import rulebook
from pyaddin.rules.packs import Content


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The shipped wording in a folder of its own."""
    root = tmp_path / "templates"
    for language in LANGUAGES:
        shutil.copytree(wording.TEMPLATES / language, root / language)
    return root


def put(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def found(root: Path, only: str) -> list[checking.Finding]:
    return checking.check_all(root, only)[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_wrong_with_the_shipped_wording_even_with_hostile_facts(language: str) -> None:
    tried, findings = checking.check_all(only=f"{language}/")
    assert findings == []
    assert tried == list(checking.files(wording.TEMPLATES, language))
    assert len(tried) == (38 if language == "en" else 37)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_a_page_every_level_all_channels_and_every_stage_a_file(language: str) -> None:
    names = {file.split("/")[1] + "/" + file.split("/")[2].removesuffix(".txt") for file in checking.files(wording.TEMPLATES, language)}
    stems = {name.split("/")[1] for name in names}
    english = {kind_of(file.rpartition("/")[2].removesuffix(".txt")) for file in checking.ENGLISH_ONLY} if language != "en" else set()
    assert {kind_of(stem) for stem in stems if "." not in stem} | english == set(FIELDS) == set(KIND_WORDS)
    assert all(f"reminder_{level}{channel}" in stems for level in (1, 2, 3, 4) for channel in ("", ".sms", ".call"))
    assert {name.split("/")[0] for name in names} == set(wording.FOLDERS)


@pytest.mark.parametrize(
    ("file", "old", "new", "word"),
    [
        ("en/deep/reminder_3.txt", "up to {{ counted_until }}", "up to now", "{{ counted_until }}"),
        ("zh-CN/deep/reminder_2.txt", "[[amount_table]]\n", "", "[[amount_table]]"),
        ("en/any/paid.txt", "{{ balance }}", "{{ ballance }}", "'ballance'"),
        ("en/deep/reminder_2.sms.txt", "Dear {{ debtor }}", "Dear {{ debtor }}, your payment", "'payment'"),
        ("zh-TW/deep/reminder_2.sms.txt", "您好", "您好，您的款項", "'款項'"),
        ("zh-TW/deep/reminder_4.call.txt", "\n[[right_party]]\n", "\n", "[[right_party]]"),
        ("en/contact/reminder_1.txt", "or no longer by", "or never again by", "opt_out_line"),
        ("en/contact/reminder_1.txt", "Dear {{ debtor }},", "**{{ debtor|upper }}**{% if debtor == 'Quiet' %} *x*{% endif %}", "changes the message"),
    ],
)
def test_a_mistake_is_found_with_its_file(office: Path, file: str, old: str, new: str, word: str) -> None:
    put(office, file, old, new)
    findings = found(office, file)
    assert findings
    assert {(one.file, one.wrong) for one in findings} == {(file, True)}
    assert any(word in one.what for one in findings)


def test_a_file_that_nothing_uses_and_one_of_no_kind_are_found(office: Path) -> None:
    shutil.copy(office / "en/any/paid.txt", office / "en/any/poem.txt")
    shutil.copy(office / "en/any/paid.txt", office / "en/any/paid.loud.txt")
    assert ["no kind of message" in one.what for one in found(office, "poem") if one.wrong] == [True]
    assert ["never used: en/any/paid.txt" in one.what for one in found(office, "loud") if one.wrong] == [True]


def test_wording_in_a_folder_that_is_no_stage_is_found(office: Path) -> None:
    (office / "en/contakt").mkdir()
    shutil.copy(office / "en/contact/reminder_1.txt", office / "en/contakt/reminder_1.txt")
    (one,) = found(office, "contakt")
    assert (one.file, one.wrong) == ("en/contakt/reminder_1.txt", True)


def test_a_missing_language_is_told_and_is_no_mistake(office: Path) -> None:
    (office / "zh-TW/disposition/handover.txt").unlink()
    (told,) = found(office, "handover")
    assert (told.file, told.wrong) == ("zh-TW/disposition/handover.txt", False)


def test_a_long_text_message_is_told(office: Path) -> None:
    put(office, "en/any/missed.sms.txt", "Dear {{ debtor }}", "Dear {{ debtor }}, " + "we hope that all is well with you. " * 20)
    (told,) = found(office, "any/missed.sms.txt")
    assert "parts of a text message" in told.what
    assert not told.wrong


@pytest.mark.parametrize("variant", ["", "bare-settings"])
def test_english_text_messages_are_cheap_and_every_one_short(variant: str) -> None:
    for language in LANGUAGES:
        for file in checking.files(wording.TEMPLATES, language):
            if file.endswith(".sms.txt"):
                letter = samples.variants(samples.for_file(file))[variant]
                cost = segments(wording.plain_text(wording.render(letter), letter).strip())
                assert cost.parts <= 2
                assert language != "en" or cost.encoding == GSM7


# --- what no message may say ------------------------------------------------------------------------------------------

PRESSING = (
    ("undecided_action_threat", "We will take legal action.", "我们将向法院起诉您。", "我們將委請律師提告。"),
    ("authority_impersonation", "The police will visit you.", "我们将报警处理。", "本案將移送檢察機關。"),
    ("blacklist_threat", "This will be on your credit record.", "这会影响您的征信。", "這會影響您的聯徵紀錄。"),
    ("shaming", "You should be ashamed.", "我们将告知您的家人。", "這樣很丟臉。"),
    ("false_urgency", "Pay within 24 hours.", "请立即付款。", "這是最後警告。"),
    ("extra_fee", "A collection fee will be added.", "将收取催收费。", "將收取催收費。"),
    ("borrow_elsewhere", "You could borrow the money.", "您可以借新还旧。", "您可以向親友借。"),
)


@pytest.mark.parametrize("row", PRESSING, ids=lambda row: row[0])
def test_each_forbidden_wording_is_refused_in_every_language_and_channel(office: Path, row: tuple[str, ...]) -> None:
    for language, sentence in zip(LANGUAGES, row[1:], strict=True):
        for file in ("deep/reminder_2.txt", "deep/reminder_2.call.txt"):
            path = office / language / file
            text = path.read_text(encoding="utf-8")
            path.write_text(text + sentence + "\n", encoding="utf-8")
            (one,) = found(office, f"{language}/{file}")
            assert (one.wrong, one.line) == (True, text.count("\n") + 1)
            assert row[0] in one.what
            path.write_text(text, encoding="utf-8")


def test_every_row_of_the_table_is_tried_and_names_its_source() -> None:
    assert [row[0] for row in PRESSING] == [row.name for row in forbidden.FORBIDDEN]
    assert all(row.source and row.means for row in forbidden.FORBIDDEN)


def test_what_rule_packs_forbid_in_words_is_in_the_table() -> None:
    named = {name for pack in rulebook().values() for rule in pack.rules if isinstance(rule.params, Content) for name in rule.params.must_not}
    assert {"undecided_action_threat", "authority_impersonation", "blacklist_threat", "extra_fee", "borrow_elsewhere"} <= named
    assert {"undecided_action_threat", "authority_impersonation", "blacklist_threat", "extra_fee", "borrow_elsewhere"} <= {
        row.name for row in forbidden.FORBIDDEN
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "We offer to settle it in installments.", "He pursued his studies.", "Thank you for your courtesy.", "我们可以一起商量分期。", "請您慢慢看。",
        "Is this a good time, or shall I call back?", "如果您對金額有異議，請告訴我們。",
    ],
)
def test_kind_words_are_let_through(sentence: str) -> None:
    assert forbidden.found_in(sentence) is None


# --- sentences of empathy ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_sentence_for_every_reason_code(language: str) -> None:
    assert tuple(prompts.read(wording.TEMPLATES, language).sentences) == tuple(REASON_CODES)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("FORGOT It happens.", "'CODE: sentence'"),
        ("forgot: It happens.", "'CODE: sentence'"),
        ("FORGOT: a\nFORGOT: b", "twice"),
        ("FORGOT: We will call the police.", "'police'"),
    ],
)
def test_a_bad_line_of_prompts_is_named(office: Path, text: str, word: str) -> None:
    (office / "en/prompts.txt").write_text(text, encoding="utf-8")
    with pytest.raises(Stop) as stop:
        prompts.read(office, "en")
    assert stop.value.fault.found.startswith("en/prompts.txt")
    assert word in stop.value.fault.found
    assert any(one.file == "en/prompts.txt" for one in found(office, "thanks"))


def test_the_reason_noted_last_chooses_the_sentence_and_the_hash_covers_it(office: Path) -> None:
    letter = samples.variants(samples.for_file("en/deep/reminder_2.call.txt"))["reason-known"]
    before = wording.render(letter, office)
    text = wording.plain_text(before, letter)
    assert "I am sorry to hear that you are not well." in text
    assert "slipped your mind" not in text
    put(office, "en/prompts.txt", "I am sorry to hear", "We are sorry to hear")
    assert wording.render(letter, office).sha256 != before.sha256


# --- the command ------------------------------------------------------------------------------------------------------


def json_of(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    code = main([*words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_the_command_tells_place_and_exit_code(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, data = json_of(capsys, "check-wording", "--only", "en/contact")
    assert (code, data["findings"]) == (0, [])
    assert data["files"] == ["en/contact/reminder_1.call.txt", "en/contact/reminder_1.sms.txt", "en/contact/reminder_1.txt"]
    put(office, "en/contact/reminder_1.txt", "We hope you are well.", "You will hear from our lawyer.")
    code, data = json_of(capsys, "check-wording", "--only", "en/contact", "--templates", str(office))
    line = (office / "en/contact/reminder_1.txt").read_text(encoding="utf-8").partition("You will hear")[0].count("\n") + 1
    (one,) = data["findings"]
    assert (code, one["file"], one["line"]) == (1, "en/contact/reminder_1.txt", line)
    assert json_of(capsys, "check-wording", "--only", "poem")[0] == 2
