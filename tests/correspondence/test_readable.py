"""An email read in the program's own form and read by the standard library: the same to the letter."""

from __future__ import annotations

from base64 import b64encode
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyaddin.correspondence.email import build
from pyaddin.correspondence.header_line import text_line
from pyaddin.correspondence.readable import _by_library, _words, own, parsed, readable
from pyaddin.correspondence.wording import render
from pyaddin.labels import LANGUAGES
from tests.correspondence.letters import every_letter, planned

NAMES = (
    "Mei Lin",
    "\u674e\u96f7",
    "O'Neil, Ann",
    "Ann (home)",
    "",
    "=?utf-8?b?QQ==?=",
    "\u00c5sa \U0001f600",
    'Ann "Bo" <x@y.example>',
    "\u674e,\u96f7",
    "\u4e00\u00a0\u4e8c",
)
BOXES = ("alex@example.org", "m.lin+a@ex-ample.org", "debtor00001@example.com")


@cache
def emails(language: str) -> tuple[bytes, ...]:
    """Every wording of a language, each to another name and address."""
    letters = every_letter(language).values()
    return tuple(build(letter, render(letter), planned(BOXES[number % len(BOXES)], NAMES[number % len(NAMES)])) for number, letter in enumerate(letters))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_email_of_the_program_is_read_in_its_own_form(language: str) -> None:
    for data in emails(language):
        assert own(data) == parsed(data)
        assert own(data.replace(b"\r\n", b"\n")) == parsed(data.replace(b"\r\n", b"\n"))


@given(st.sampled_from(NAMES) | st.text(st.sampled_from(list("Ab1 .,;:<>@()\"'\\?=_&-\u00e9\u4e00")), min_size=1, max_size=12), st.sampled_from(BOXES))
def test_receivers_are_shown_as_the_standard_library_shows_them(name: str, box: str) -> None:
    letter = next(iter(every_letter("en").values()))
    data = build(letter, render(letter), planned(box, name))
    found = own(data)
    assert found is not None
    assert found == parsed(data)


@given(st.data())
def test_a_damaged_email_is_left_to_the_standard_library_or_read_the_same(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from(emails(data.draw(st.sampled_from(LANGUAGES)))))
    start = data.draw(st.integers(0, 900) | st.integers(0, len(whole)))
    more = data.draw(st.sampled_from([b"", b"\r", b"\n", b"=", b" ", b"-", b"\xff", b"x", b"\r\n\r\n", b"=?utf-8?b?QQ==?= "]) | st.binary(max_size=2))
    changed = whole[:start] + more + whole[start + data.draw(st.integers(0, 3)) :]
    found = own(changed)
    if found is not None:
        assert found == parsed(changed)
    else:
        assert readable(whole) == parsed(whole)


@given(st.text(st.sampled_from(list("Ab1 .,:()[]'=?_&-\u00e9\u4e00\u00a0\u2028")), min_size=1, max_size=24))
def test_subjects_are_shown_as_the_standard_library_shows_them(subject: str) -> None:
    line = text_line("Subject", subject).decode("ascii").removeprefix("Subject: ").removesuffix("\r\n")
    assert _words(line) == _by_library("Subject", line)


@given(st.sampled_from(["", "A note ", "=?utf-8?q?A?= ", "A  note ", "\u00e9 "]), st.binary(max_size=9), st.sampled_from(["", " ", " A", "="]))
def test_an_encoded_word_of_any_kind_in_a_subject_is_shown_so(before: str, word: bytes, behind: str) -> None:
    line = f"{before}=?utf-8?b?{b64encode(word).decode('ascii')}?={behind}"
    assert _words(line) == _by_library("Subject", line)
