"""Which wording file a message is made from: language, stage, channel and tone, and what follows when there is none."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import letters  # noqa: E402

from pyaddin.correspondence import lint, wording  # noqa: E402
from pyaddin.correspondence.message import Letter, tone_of  # noqa: E402
from pyaddin.errors import Stop  # noqa: E402

SECOND = letters.letter("en", "DEEP", "reminder_2", "reminder", 2, "firm", 8)
SMS = "{{ creditor }} asks for a word about {{ reference }}. {{ phone }} {{ reply_to }}\n"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The English wording in a folder of its own."""
    root = tmp_path / "templates"
    shutil.copytree(wording.TEMPLATES / "en", root / "en", ignore=shutil.ignore_patterns("*.sms.txt", "*.call.txt"))
    return root


def used(root: Path, letter: Letter) -> str:
    return wording.render(letter, root).template.partition("/")[2]


def put(root: Path, name: str, text: str = "") -> None:
    """A further wording file; by default with the text of the second reminder."""
    path = root / "en" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text or (root / "en/deep/reminder_2.txt").read_text(encoding="utf-8"), encoding="utf-8")


def test_channel_and_tone_go_before_channel_before_tone_before_any(office: Path) -> None:
    assert used(office, SECOND) == "deep/reminder_2.txt"
    put(office, "deep/reminder_2.firm.txt")
    assert used(office, SECOND) == "deep/reminder_2.firm.txt"
    put(office, "deep/reminder_2.email.txt")
    assert used(office, SECOND) == "deep/reminder_2.email.txt"
    put(office, "deep/reminder_2.email.firm.txt")
    assert used(office, SECOND) == "deep/reminder_2.email.firm.txt"
    assert used(office, replace(SECOND, channel="letter")) == "deep/reminder_2.firm.txt"
    assert used(office, replace(SECOND, channel="letter", tone="first")) == "deep/reminder_2.txt"


def test_the_stage_goes_before_any_before_other_stages(office: Path) -> None:
    negotiating = replace(SECOND, stage="NEGOTIATE", tone="first")
    assert used(office, negotiating) == "deep/reminder_2.txt"
    put(office, "any/reminder_2.txt")
    assert used(office, negotiating) == "any/reminder_2.txt"
    put(office, "negotiate/reminder_2.txt")
    assert used(office, negotiating) == "negotiate/reminder_2.txt"
    assert used(office, replace(negotiating, stage="")) == "any/reminder_2.txt"


@pytest.mark.parametrize("channel", ["sms", "call"])
def test_a_text_or_a_script_is_never_made_from_a_letter(office: Path, channel: str) -> None:
    with pytest.raises(Stop) as stop:
        wording.render(replace(SECOND, channel=channel), office)
    assert "no such wording file" in stop.value.fault.found


def test_a_text_message_has_no_lines_before_the_body(office: Path) -> None:
    put(office, "deep/reminder_2.sms.txt", SMS)
    found = wording.render(replace(SECOND, channel="sms", language="zh-CN"), office)
    assert (found.template, found.subject, found.preheader) == ("en/deep/reminder_2.sms.txt", "", "")
    assert wording.plain_text(found, SECOND) == "Harbor Home Finance asks for a word about C-00012. +1 217 555 0100 accounts@harbor.example\n"
    assert "There is no wording 'reminder_2' in zh-CN" in found.warnings[0]


def test_a_letter_may_have_a_heading_inside_the_envelope(office: Path) -> None:
    text = (office / "en/deep/reminder_2.txt").read_text(encoding="utf-8")
    heading = "Heading: Reference {{ reference }}: how we can help\n"
    assert heading in text
    put(office, "deep/reminder_2.letter.txt", text.replace(heading, "Heading: Overdue installment of {{ due_on }}\n"))
    assert wording.render(replace(SECOND, channel="letter"), office).heading == "Overdue installment of November 15, 2026"
    put(office, "deep/reminder_2.letter.txt", text.replace(heading, ""))
    assert wording.render(replace(SECOND, channel="letter"), office).heading == ""
    put(office, "deep/reminder_2.letter.txt", text.replace(heading + "\n", ""))
    with pytest.raises(Stop, match="blank line must follow"):
        wording.render(replace(SECOND, channel="letter"), office)


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("sms", SMS + "\nSecond paragraph.\n", "one paragraph"),
        ("sms", "- " + SMS, "one paragraph"),
        ("sms", SMS + "It is {{ days_late }}.", "'days_late'"),
        ("sms", SMS + "{{ product }}", "'product'"),
        ("sms", SMS + "Your payment is late.", "'payment'"),
        ("sms", SMS.replace("{{ phone }}", ""), "{{ phone }}"),
        ("sms", SMS + "Answer within 24 hours.", "'within 24 hours'"),
        ("call", "May I speak to {{ debtor }}?\n", "[[right_party]]"),
        ("call", "It is about your loan.\n[[right_party]]\n", "'loan'"),
        ("call", "It is about {{ amount_due }}.\n\n[[right_party]]\n", "'amount_due'"),
        ("call", "May I speak to {{ debtor }}?\n\n[[right_party]]\n\nThank you.\n", "{{ complaints }}"),
        ("letter", "Subject: A\nPreheader: B\n\n[[right_party]]\n", "call script only"),
        ("letter", "Subject: A\nPreheader: B\n\n[[plan_table]]\n", "no agreement"),
    ],
)
def test_what_the_matter_may_not_be_told_to(office: Path, name: str, text: str, word: str) -> None:
    put(office, f"deep/reminder_2.{name}.txt", text)
    with pytest.raises(Stop) as stop:
        wording.render(replace(SECOND, channel=name), office)
    assert stop.value.fault.found.startswith(f"en/deep/reminder_2.{name}.txt")
    assert word in stop.value.fault.found


def test_files_tell_by_their_name_what_they_are_for() -> None:
    assert [lint.medium(f"en/any/{name}.txt") for name in ("x", "x.firm", "x.sms", "x.call.first", "x.letter", "sms", "call.email")] == [
        "page", "page", "sms", "call", "page", "page", "page",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("level_tone", "tone"),
    [("friendly", "first"), ("calm", "first"), ("firm", "firm"), ("final", "final"), ("first", "first"), ("", "first"), ("loud", "first")],
)
def test_the_tones_of_the_sheet_levels(level_tone: str, tone: str) -> None:
    assert tone_of(level_tone) == tone
