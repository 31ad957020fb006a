"""Parts of a text message: the sizes of the standard, characters that are never torn, and a count by another road."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyaddin.correspondence.message import Block, Span, Wording
from pyaddin.correspondence.sms.segments import BASIC, EXTENDED, GSM7, UCS2, segments
from pyaddin.correspondence.sms.text import one_line


@pytest.mark.parametrize(
    ("text", "encoding", "units", "parts"),
    [
        ("", GSM7, 0, 1),
        ("a" * 160, GSM7, 160, 1),
        ("a" * 161, GSM7, 161, 2),
        ("a" * 306, GSM7, 306, 2),
        ("a" * 307, GSM7, 307, 3),
        ("€" * 80, GSM7, 160, 1),
        ("€" * 81, GSM7, 162, 2),
        ("a" * 152 + "€" + "a" * 10, GSM7, 164, 2),
        ("a" * 152 + "€" + "a" * 151, GSM7, 305, 2),
        ("a" * 152 + "€" + "a" * 152, GSM7, 306, 3),  # the euro begins the second part whole: one septet of the first stays empty
        ("请" * 70, UCS2, 70, 1),
        ("请" * 71, UCS2, 71, 2),
        ("请" * 134, UCS2, 134, 2),
        ("请" * 135, UCS2, 135, 3),
        ("😀" * 35, UCS2, 70, 1),
        ("😀" * 36, UCS2, 72, 2),
        ("请" * 66 + "😀" + "请" * 66, UCS2, 134, 3),  # a surrogate pair is not torn either
        ("It’s due", UCS2, 8, 1),
        ("ç", UCS2, 1, 1),
        ("Ç à é ñ @ £ _", GSM7, 13, 1),
    ],
)
def test_the_sizes_of_the_standard(text: str, encoding: str, units: int, parts: int) -> None:
    found = segments(text)
    assert (found.encoding, found.units, found.parts) == (encoding, units, parts)


def test_the_characters_that_make_a_text_costly_are_named_once() -> None:
    assert segments("It’s — it’s").costly == ("’", "—")
    assert segments("plain").costly == ()


def test_the_alphabet_has_128_places() -> None:
    assert len(BASIC) == 127  # the 128th is the escape to the extension table
    assert not BASIC & EXTENDED
    assert len(EXTENDED) == 10


@given(st.text(alphabet=st.sampled_from(sorted(BASIC | EXTENDED) + list("请’😀é")), max_size=700))
def test_parts_hold_the_text_and_none_could_be_spared(text: str) -> None:
    found = segments(text)
    room, one = (153, 160) if found.encoding == GSM7 else (67, 70)
    assert found.units == (len(text.encode("utf-16-le")) // 2 if found.encoding == UCS2 else sum(2 if char in EXTENDED else 1 for char in text))
    assert (found.parts == 1) == (found.units <= one)
    if found.parts > 1:
        # each part may lose one unit to a character that does not fit whole
        assert (found.parts - 1) * (room - 1) < found.units <= found.parts * room


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=200), st.text(max_size=20))
def test_a_longer_text_never_costs_less(text: str, more: str) -> None:
    assert segments(text + more).parts >= segments(text).parts or segments(text + more).encoding != segments(text).encoding


def _words(text: str) -> Wording:
    return Wording("", "", (Block("p", ((Span(text),),)),), "en", "x", "y")


def test_typewritten_marks_only_where_they_alone_make_it_cheaper() -> None:
    assert one_line(_words("It’s “due” – soon…")) == 'It\'s "due" - soon...'
    assert one_line(_words("请留意“通知”")) == "请留意“通知”"
    assert one_line(_words("It’s 😀")) == "It’s 😀"


def test_one_line_without_breaks_or_turned_directions() -> None:
    assert one_line(_words("Call\nus\t now\u202e\u00a0please")) == "Call us now please"
