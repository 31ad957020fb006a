"""Wording: borrower text is printed and never run, required facts stand in every reminder, and a clerk's mistake is named by file and line."""

from __future__ import annotations

import re
import shutil
import sys
from collections import deque
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2.sandbox import ImmutableSandboxedEnvironment

sys.path.insert(0, str(Path(__file__).parent))
import letters  # noqa: E402

from pyaddin.correspondence import blocks, clean, field_values, fields, formats, lint, tables, wording  # noqa: E402
from pyaddin.correspondence.message import Block, Letter, Span, Wording  # noqa: E402
from pyaddin.errors import Stop  # noqa: E402

EVERY = [(language, name) for language in letters.OFFICES for name in letters.every_letter(language)]
REMINDERS = [(language, name) for language, name in EVERY if "reminder" in name]
TELLING = re.compile(
    r"\b(debt|overdue|past|due|owe|arrears|remind|collect|unpaid|outstanding|default|late|pay|amount|balance|final|demand|notice|install|loan|credit|missed)"
    "|债|欠|逾期|催|收款|还款|付款|款项|提醒|违约|分期|贷|金额|账单|最后|通知|到期|紧急|法律|債|還款|款項|違約|貸|金額|帳單|最後|緊急"
)


class _Page(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def _bold(found: Wording) -> int:
    return sum(span.style != "plain" for block in found.blocks for item in block.items for span in item)


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_hostile_text_is_printed_as_it_is_and_changes_nothing_else(language: str, name: str) -> None:
    base = letters.every_letter(language)[name]
    plain = wording.render(letters.hostile(base, "Quiet"))
    quiet = _Page(wording.html(plain, letters.hostile(base, "Quiet"))).tags
    for text in letters.HOSTILE:
        letter = letters.hostile(base, text)
        found = wording.render(letter)
        shown = clean.cleaned(text)
        page = _Page(wording.html(found, letter))
        assert shown in wording.plain_text(found, letter)
        assert shown in page.text
        assert page.tags == quiet or not shown or "\u2028" in text or "\n" in text
        assert "script" not in page.tags
        assert _bold(found) == _bold(plain) or not shown
        assert not re.search("[\ue000-\uf8ff\u202e\x00\r]", found.subject + found.preheader + wording.plain_text(found, letter))


def test_what_cleaning_left_out_is_told() -> None:
    letter = replace(letters.letter(), debtor_name="Al\u202eex\ue000")
    assert wording.render(letter).warnings == ("Left out of the debtor's name: U+202E, U+E000.",)
    assert wording.render(letters.letter()).warnings == ()


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("  a \t b\r\nc ", "a b c"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("𠮷野家", "𠮷野家"),
        ("e\u0301", "é"),
        ("\ufeffx\u200by\ufffez", "xyz"),
        ("\ud800", ""),
        ("A\u00a0B", "A B"),
    ],
)
def test_cleaning(typed: str, printed: str) -> None:
    assert clean.cleaned(typed) == printed


@given(st.text())
def test_cleaned_text_survives_shield_and_markup_unread(text: str) -> None:
    once = clean.cleaned(text)
    assert clean.cleaned(once) == once
    assert clean.unshield(clean.shield(once)) == once
    assert not set(clean.shield(once)) & set(clean.MARKUP)
    if once:
        assert blocks.parse(f"x {clean.shield(once)} y") == (Block("p", ((Span(f"x {once} y"),),)),)


def test_mini_markup() -> None:
    body = "One **two** *three*\nfour 5 * 6\n\n- a\nb\n- **c**\n[[ overdue_table ]]\n中文\n换行"
    assert blocks.parse(body) == (
        Block("p", ((Span("One "), Span("two", "bold"), Span(" "), Span("three", "italic"), Span(" four 5 * 6")),)),
        Block("ul", ((Span("a b"),), (Span("c", "bold"),))),
        Block("slot", slot="overdue_table"),
        Block("p", ((Span("中文换行"),),)),
    )


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_subject_and_preheader_tell_nothing(language: str, name: str) -> None:
    found = wording.render(letters.every_letter(language)[name])
    front = f"{found.subject} {found.preheader}".lower()
    assert TELLING.search(front) is None
    assert not re.search(r"\d[\d,]*\.\d\d", front)
    assert letters.every_letter(language)[name].sender.name in found.subject


@pytest.mark.parametrize(("language", "name"), REMINDERS)
def test_a_reminder_carries_what_rule_r31_asks_for(language: str, name: str) -> None:
    letter = letters.every_letter(language)[name]
    debt, sender = letter.statements[0], letter.sender
    text = wording.plain_text(wording.render(letter), letter).replace("\u00a0", " ")
    days = formats.days(debt.lines[0].days_late, language)
    dates = [formats.day(value, language) for value in (debt.lines[0].due_on, letter.pay_by, letter.counted_until)]
    asked = formats.amount(debt.total_due, debt.currency, language).replace("\u00a0", " ")
    ways = sender.payment_instructions.splitlines()
    for fact in (sender.name, letter.debtor_name, debt.case_id, days, *dates, asked, *ways, sender.contact_person, sender.reply_to, sender.complaint_line):
        assert fact in text
    assert ("installments" if language == "en" else "分") in text


@pytest.mark.parametrize(("language", "name"), REMINDERS)
def test_every_amount_in_the_message_ties_to_its_statement(language: str, name: str) -> None:
    letter = letters.every_letter(language)[name]
    for debt in letter.statements:
        assert debt.principal + debt.contract_interest + debt.installment_fees == debt.arrears
        assert debt.arrears + debt.late_interest + debt.fees == debt.total_due
        assert sum((line.open for line in debt.lines), Decimal(0)) == debt.arrears
    first = letter.statements[0]
    rows = tables.overdue(first, language)
    assert sum((_number(row[5]) for row in rows.rows), Decimal(0)) == _number(rows.foot[0][-1]) == first.arrears
    parts = tables.makeup(first, letter, language)
    assert sum((_number(row[1]) for row in parts.rows), Decimal(0)) == _number(parts.foot[0][-1]) == first.total_due
    for table in tables.fill("amount_table", letter, language)[1:]:
        for row, debt in zip(table.rows, letter.statements[1:], strict=True):
            assert sum((_number(cell) for cell in row[3:6]), Decimal(0)) == _number(row[6]) == debt.total_due


def _number(text: str) -> Decimal:
    return Decimal(re.sub(r"[^\d.-]", "", text))


@pytest.mark.parametrize(
    ("value", "currency", "language", "text"),
    [
        ("1234567.5", "USD", "en", "US$1,234,567.50"),
        ("1234.5", "CNY", "en", "CNY\u00a01,234.50"),
        ("1234.5", "CNY", "zh-CN", "1,234.50元"),
        ("1234.5", "CNY", "zh-TW", "CNY\u00a01,234.50"),
        ("1234.5", "JPY", "zh-CN", "JPY\u00a01,235"),
        ("1234.5", "TWD", "en", "NT$1,234.50"),
        ("1234.5", "TWD", "zh-TW", "NT$1,234.50"),
        ("2.665", "EUR", "en", "€2.67"),
        ("0.005", "EUR", "en", "€0.01"),
        ("-3", "EUR", "en", "-€3.00"),
        ("-0.001", "EUR", "en", "€0.00"),
    ],
)
def test_amounts_cannot_be_taken_for_another_currency(value: str, currency: str, language: str, text: str) -> None:
    assert formats.amount(Decimal(value), currency, language) == text


def test_a_language_without_the_file_falls_back_to_english_and_says_so() -> None:
    found = wording.render(replace(letters.letter(), language="de"))
    assert (found.language, found.template) == ("en", "en/contact/reminder_1.txt")
    assert "There is no wording 'reminder_1' in de" in found.warnings[0]


def test_a_level_sent_in_a_later_stage_uses_the_same_file() -> None:
    assert wording.render(replace(letters.letter(), stage="NEGOTIATE")).template == "en/contact/reminder_1.txt"
    assert wording.render(letters.letter("en", "MONITOR", "missed", "missed", 0)).template == "en/monitor/missed.txt"
    assert wording.render(letters.letter("en", "DEEP", "missed", "missed", 0)).template == "en/any/missed.txt"


# --- what a clerk can get wrong ---------------------------------------------------------------------------------------


def _edited(tmp_path: Path, old: str, new: str) -> Path:
    """A copy of the wording with one sentence of reminder_1 changed."""
    root = tmp_path / "templates"
    shutil.copytree(wording.TEMPLATES / "en", root / "en")
    path = root / "en" / "contact" / "reminder_1.txt"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return root


def _stopped(root: Path, letter: Letter | None = None) -> str:
    with pytest.raises(Stop) as stop:
        wording.render(letter or letters.letter(), root)
    assert stop.value.fault.code == "X-TEMPLATE"
    return stop.value.fault.found


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("{{ amount_deu }}", "'amount_deu'"),
        ("{% if never_there %}x{% endif %}", "'never_there'"),
        ("{{ missed_open }}", "'missed_open'"),
        ("{{ debtor.__class__.__mro__ }}", "__class__"),
        ("{{ debtor.nothing }}", "nothing"),
        ("{% for x in range(1000000000) %}x{% endfor %}", "'range'"),
        ("{{ 'x' * 10000000000 }}", "'*'"),
        ("{{ 9 ** 99999999 }}", "'**'"),
        ("{{ '%09999999999d' % 1 }}", "'%'"),
        ("{{ payment_ways.append('x') }}", "append"),
        ("{{ debtor", "end of print statement"),
        ("{% include 'en/any/thanks.txt' %}", "includes no other file"),
        ("{{ 1 / 0 }}", "division"),
        ("{{ 'x'|center(10000000000) }}", "center"),
        ("{{ debtor.encode().fromhex('zz') }}", ""),
        ("You will hear from our lawyer.", "'lawyer'"),
    ],
)
def test_a_mistake_stops_and_names_the_place(tmp_path: Path, code: str, word: str) -> None:
    sentence = "We hope you are well."
    place = (wording.TEMPLATES / "en/contact/reminder_1.txt").read_text(encoding="utf-8").partition(sentence)[0].count("\n") + 1
    found = _stopped(_edited(tmp_path, sentence, code))
    assert found.startswith("en/contact/reminder_1.txt")
    assert word in found
    if "include" not in code:
        assert f"line {place}" in found


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("Subject: A message", "Subject: Overdue payment", "'Overdue'"),
        ("Preheader: For", "Preheader: Your debt, for", "'debt'"),
        ("Subject:", "Topic:", "'Subject: ...' must stand at the top"),
        ("\n[[amount_table]]\n", "", "[[amount_table]]"),
        ("\n[[overdue_table]]\n", "\n[[overdue_table]]\n[[other]]\n", "[[other]]"),
        ("If you are unhappy with how we have dealt with this: {{ complaints }}.", "", "{{ complaints }}"),
        ("up to {{ counted_until }}", "", "{{ counted_until }}"),
    ],
)
def test_required_facts_and_quiet_subjects_are_enforced(tmp_path: Path, old: str, new: str, word: str) -> None:
    assert word in _stopped(_edited(tmp_path, old, new))


def test_missing_file_bad_encoding_and_strange_names(tmp_path: Path) -> None:
    root = _edited(tmp_path, "We hope", "We hope")
    assert "no such wording file" in _stopped(root, replace(letters.letter(), template="reminder_9"))
    assert "no such wording file" in _stopped(root, replace(letters.letter(), template="../../../etc/passwd"))
    assert "no kind of message" in _stopped(root, replace(letters.letter(), kind="poem"))
    (root / "en" / "contact" / "reminder_1.txt").write_bytes("Subject: 中文".encode("gbk"))
    assert "not UTF-8" in _stopped(root)


def test_an_edit_is_seen_without_restart_and_changes_the_hash(tmp_path: Path) -> None:
    root = _edited(tmp_path, "We hope", "We hope")
    before = wording.render(letters.letter(), root)
    assert before.sha256 == wording.render(letters.letter()).sha256
    path = root / "en" / "contact" / "reminder_1.txt"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"We hope you are well.", b"Good day.").replace(b"\n", b"\r\n"))
    after = wording.render(letters.letter(), root)
    assert after.sha256 != before.sha256
    assert "Good day." in wording.plain_text(after, letters.letter())


def test_code_alone_on_a_line_leaves_no_gap_and_code_after_words_keeps_the_line_end(tmp_path: Path) -> None:
    root = _edited(tmp_path, "We hope you are well.", "Hello{% if product %} you{% endif %}\n\n{% if product %}\nNext\n{% endif %}\nline.")
    text = wording.plain_text(wording.render(letters.letter(), root), letters.letter())
    assert "Hello you\n\nNext line. When we went" in text


def test_the_fields_of_each_kind_are_exactly_those_promised() -> None:
    for letter in letters.every_letter("en").values():
        assert set(field_values.context(letter, "en")) == set(fields.FIELDS[letter.kind])
    assert set(lint.REQUIRED) == set(fields.FIELDS)
    assert all(set(names) <= set(fields.FIELDS[kind]) for kind, names in lint.REQUIRED.items())


def test_a_statement_of_fees_alone_is_worded_too() -> None:
    base = letters.letter()
    letter = replace(base, statements=tuple(replace(debt, lines=(), days_past_due=4) for debt in (*base.statements, letters.statement("C-2"))))
    text = wording.plain_text(wording.render(letter), letter)
    assert "November 19, 2026" in text
    assert "4 days ago" in text


def test_every_language_of_the_tables_has_the_same_captions() -> None:
    assert len({frozenset(words) for words in tables.LABELS.values()}) == 1


def test_pages_escape_and_know_the_formats() -> None:
    page = wording.page_environment()
    source = page.from_string("{{ name }} {{ value|amount('CNY', 'zh-CN') }} {{ on|day('en') }}")
    assert source.render(name="<b>", value=Decimal("2.5"), on=letters.AS_OF) == "&lt;b&gt; 2.50元 November 23, 2026"
    with pytest.raises(Exception, match="undefined"):
        page.from_string("{{ nobody }}").render()
    with pytest.raises(Exception, match="unsafe"):
        page.from_string("{{ ''.__class__.__mro__ }}").render()


def _things() -> list[Any]:
    """One of each kind of object that a template could come upon."""

    def function() -> None: ...

    return [
        [1], {"a": 1}, {1}, "text", b"bytes", 1, None, (1,), letters.AS_OF, function, "".join, (n for n in ()), str, Decimal(1), Block("p"),
        function.__code__, Path("."), deque([1]),
    ]  # fmt: skip


def test_what_a_template_may_read_is_what_the_sandbox_allows() -> None:
    page, reference = wording.Sandbox(), ImmutableSandboxedEnvironment()
    names = ["append", "clear", "pop", "update", "keys", "mro", "upper", "format", "kind", "_make", "__class__", "__globals__", "f_locals", "gi_frame", "add"]
    for _ in range(2):  # found out, and remembered
        for thing in _things():
            for name in names:
                assert page.is_safe_attribute(thing, name, None) == reference.is_safe_attribute(thing, name, None), (thing, name)


@pytest.mark.parametrize(("language", "nothing", "part"), [
    ("en", "we have not received it yet. ", "we have received a part of it. "),
    ("zh-CN", "我们尚未收到，还有", "我们尚未收齐，还有"),
    ("zh-TW", "我們尚未收到，還有", "我們尚未收齊，還有"),
])  # fmt: skip
@pytest.mark.parametrize("name", ["any-missed", "monitor-missed"])
def test_of_an_installment_of_which_nothing_came_no_part_is_spoken_of(name: str, language: str, nothing: str, part: str) -> None:
    letter = letters.all_letters(language)[name]
    assert letter.missed is not None
    unpaid = replace(letter, missed=replace(letter.missed, paid=Decimal(0), open=letter.missed.due))
    for asked, words, others in ((letter, part, nothing), (unpaid, nothing, part)):
        text = wording.plain_text(wording.render(asked), asked)
        assert words in text.replace("**", "")
        assert others not in text
