"""Emails: the same bytes every time, one reader, headers that nobody can add to, and both bodies complete."""

from __future__ import annotations

import base64
import sys
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
import letters  # noqa: E402

from pyaddin.correspondence import clean, email, header_line, wording  # noqa: E402
from pyaddin.correspondence.forms import Forms  # noqa: E402
from pyaddin.correspondence.message import Letter, Planned  # noqa: E402

EVERY = [(language, name) for language in letters.OFFICES for name in letters.every_letter(language)]


def _parsed(data: bytes) -> EmailMessage:
    found = message_from_bytes(data, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def _bodies(message: EmailMessage) -> tuple[str, str]:
    text, page = message.iter_parts()
    assert (text.get_content_type(), page.get_content_type()) == ("text/plain", "text/html")
    return text.get_content().replace("\r\n", "\n"), page.get_content().replace("\r\n", "\n")


def _by_the_library(letter: Letter, planned: Planned) -> EmailMessage:
    """The same message made step by step with the standard library: what ``build`` is held against."""
    found = wording.render(letter)
    sender, target = email.mailbox(letter.sender.reply_to), email.mailbox(planned.recipient)
    message = EmailMessage(policy=header_line.MAIL_POLICY)
    for header, name, box in (
        ("From", letter.sender.name, sender),
        ("To", planned.recipient_name, target),
        ("Reply-To", letter.statements[0].case_id, sender),
    ):
        shown = clean.cleaned(name)
        message[header] = Address(shown if len(shown) <= header_line.NAME_LIMIT else "", box.local, box.domain)
    message["Subject"] = clean.cleaned(found.subject)
    message["Date"] = planned.at
    message["Message-ID"] = email.message_id(planned, 1, sender.domain)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(wording.plain_text(found, letter))
    message.add_alternative(wording.html(found, letter), subtype="html")
    message["Content-Language"] = found.language
    message.set_boundary("fixed")
    return message


def _head(data: bytes, boundary: bytes) -> list[bytes]:
    head = data.split(b"\r\n\r\n", 1)[0].replace(boundary, b"fixed")
    return sorted(head.split(b"\r\n"))


def _equal_to_the_library(letter: Letter, planned: Planned) -> None:
    data = email.build(letter, wording.render(letter), planned)
    reference = _by_the_library(letter, planned)
    mine, theirs = _parsed(data), _parsed(reference.as_bytes())
    assert _head(data, mine.get_boundary("").encode()) == _head(reference.as_bytes(), b"fixed")
    assert _bodies(mine) == _bodies(theirs)
    assert mine.defects == []
    assert all(part.defects == [] for part in mine.walk())


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_every_message_equals_the_one_of_the_standard_library(language: str, name: str) -> None:
    letter = letters.every_letter(language)[name]
    _equal_to_the_library(letter, letters.planned(name=letter.debtor_name))


@pytest.mark.parametrize("text", letters.HOSTILE, ids=range(len(letters.HOSTILE)))
def test_hostile_names_stay_in_their_place(text: str) -> None:
    letter = letters.hostile(letters.letter(), text)
    planned = letters.planned(name=text)
    _equal_to_the_library(letter, planned)
    message = _parsed(email.build(letter, wording.render(letter), planned))
    assert message.keys() == [
        "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "MIME-Version", "Content-Type",
    ]  # fmt: skip
    shown = clean.cleaned(text)
    assert message["To"].addresses[0].display_name == (shown if len(shown) <= header_line.NAME_LIMIT else "")
    assert [box.addr_spec for box in message["To"].addresses] == ["alex@example.org"]
    text_body, page = _bodies(message)
    assert shown in text_body
    assert "<script" not in page


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=130), st.text(max_size=60))
def test_any_name_and_creditor_give_a_sound_message(name: str, creditor: str) -> None:
    base = letters.letter()
    letter = replace(base, debtor_name=name, sender=replace(base.sender, name="Firm " + creditor))
    _equal_to_the_library(letter, letters.planned(name=name))
    message = _parsed(email.build(letter, wording.render(letter), letters.planned(name=name)))
    assert message["Subject"] == wording.render(letter).subject
    assert message["From"].addresses[0].display_name == clean.cleaned("Firm " + creditor)


def test_the_bytes_are_fixed_by_letter_and_plan() -> None:
    letter, planned = letters.letter(), letters.planned()
    found = wording.render(letter)
    data = email.build(letter, found, planned)
    assert data == email.build(letter, found, planned)
    message = _parsed(data)
    assert parsedate_to_datetime(message["Date"]) == datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert message["Message-ID"].endswith("@harbor.example>")
    other = _parsed(email.build(letter, found, letters.planned(key="C-00012|1|reminder|2")))
    again = _parsed(email.build(letter, found, planned, attempt=2))
    assert len({message["Message-ID"], other["Message-ID"], again["Message-ID"]}) == 3
    assert message["Message-ID"] == email.message_id(planned, 1, "harbor.example")


def test_headers_say_who_writes_and_nothing_about_the_matter() -> None:
    letter = letters.letter()
    message = _parsed(email.build(letter, wording.render(letter), letters.planned()))
    assert str(message["From"]) == "Harbor Home Finance <accounts@harbor.example>"
    assert str(message["Reply-To"]) == "C-00012 <accounts@harbor.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "en"
    assert message["X-Original-To"] is None


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_lines_are_crlf_short_and_seven_bit(language: str) -> None:
    letter = replace(letters.every_letter(language)["deep-reminder_4"], debtor_name="X" * 2000)
    data = email.build(letter, wording.render(letter), letters.planned())
    lines = data.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 998
    assert data.isascii()
    assert data.endswith(b"--\r\n")


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("a@example.org", "a@example.org"),
        ("  a.b+c@Example.ORG ", "a.b+c@example.org"),
        ("wang@例子.中国", "wang@xn--fsqu00a.xn--fiqs8s"),
        ("x@münchen.de", "x@xn--mnchen-3ya.de"),
        ("o'brien_%1@sub.example.co.uk", "o'brien_%1@sub.example.co.uk"),
    ],
)
def test_addresses_that_can_be_used(typed: str, sent: str) -> None:
    assert email.mailbox(typed).text == sent


@pytest.mark.parametrize(
    "typed",
    [
        "", "   ", "nobody", "@example.org", "a@", "a@localhost", "a@127.0.0.1", "a b@example.org", "a@exa mple.org", "a@b@example.org", "a@example..org",
        "a@example.org, b@example.org", "a@example.org;b@example.org", "Alex <a@example.org>", "a@example.org\r\nBcc: v@evil.example", "a@example.org\n",
        "\na@example.org", "a@example.org\x00", "王@example.org", '"a b"@example.org', ".a@example.org", "a..b@example.org", "a@-x.org", "a@x-.org",
        "a@" + "x" * 64 + ".org", "a@" + "x." * 130 + "org", "a" * 65 + "@example.org", "a@exam\u202eple.org", "=cmd@|'/c calc'!A1", "a@[192.168.0.1]",
        "a@example.o\u200brg,b@x.org", "a@x.org\u2028b",
    ],
)  # fmt: skip
def test_addresses_that_are_refused_block_one_message_and_say_what_to_do(typed: str) -> None:
    letter = letters.letter()
    with pytest.raises(email.AddressRefused) as refused:
        email.build(letter, wording.render(letter), letters.planned(typed))
    assert refused.value.advice
    assert refused.value.found
    assert not set(refused.value.found) & set("\r\n\x00\u202e")


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=40))
def test_an_accepted_address_is_always_one_plain_address(text: str) -> None:
    try:
        box = email.mailbox(f"a{text}@example.org")
    except email.AddressRefused:
        return
    assert box.text.isascii()
    assert box.text.count("@") == 1
    assert not set(box.text) & set(' \r\n,;<>"()\\[]')


@pytest.mark.parametrize(("field", "value", "word"), [("reply_to", "", "reply_to"), ("reply_to", "office", "office"), ("name", " ", "creditor_name")])
def test_nothing_is_built_without_a_sender(field: str, value: str, word: str) -> None:
    base = letters.letter()
    letter = replace(base, sender=replace(base.sender, **{field: value}))
    with pytest.raises(email.AddressRefused, match=word):
        email.build(letter, wording.render(base), letters.planned())


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_test_address_receives_everything_and_is_told_for_whom(language: str) -> None:
    letter = letters.letter(language)
    message = _parsed(email.build(letter, wording.render(letter), letters.planned(), redirect="test@office.example"))
    assert str(message["To"]) == "test@office.example"
    assert message["X-Original-To"] == "alex@example.org"
    text, page = _bodies(message)
    assert "alex@example.org" in text.splitlines()[0]
    assert "alex@example.org" in page
    with pytest.raises(email.AddressRefused):
        email.build(letter, wording.render(letter), letters.planned("not an address"), redirect="test@office.example")


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_the_page_is_whole_accessible_and_asks_for_nothing_outside(language: str, name: str) -> None:
    letter = letters.every_letter(language)[name]
    page = wording.html(wording.render(letter), letter)
    assert f'<html lang="{language}">' in page
    assert "@@" not in page
    assert "prefers-color-scheme: dark" in page
    assert 'role="presentation"' in page
    assert not any(word in page for word in ("http:", "https:", "src=", "<link", "<script", "url("))
    if "reminder" in name:
        assert page.count("<caption") >= 2
        assert 'scope="col"' in page
        assert "<tfoot>" in page


@given(st.binary(min_size=1, max_size=400))
def test_base64_is_cut_into_the_lines_of_the_library(data: bytes) -> None:
    assert email._base64(data) == base64.encodebytes(data).replace(b"\n", b"\r\n")


def test_what_a_run_has_made_already_is_not_made_otherwise() -> None:
    """The run's way: wording files looked for once, and what their messages have in common made once."""
    wordings = wording.Wordings()
    forms = Forms(wordings, slowly=0)
    for language, name in EVERY:
        letter = letters.every_letter(language)[name]
        words, planned = wordings.render(letter), letters.planned(name=letter.debtor_name)
        assert words == wording.render(letter)
        assert email.finish(letter, forms.said(letter), planned) == email.build(letter, words, planned)
