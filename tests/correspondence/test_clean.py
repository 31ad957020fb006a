"""Texts of usual characters are cleaned at a glance, as character by character."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pyaddin.correspondence import clean

USUAL = "王小明 （编号 C-000123）Ünal é ·，：　\u00a0\u00ad\u0301\u302a\u200b\t"


@given(st.one_of(st.text(max_size=30), st.text(alphabet=USUAL, max_size=30)))
def test_a_text_of_usual_characters_is_cleaned_as_any_other(text: str) -> None:
    assert clean.clean(text) == clean._clean.__wrapped__(text)


def test_no_usual_character_is_left_out_or_changed() -> None:
    usual = [char for char in map(chr, range(0x10000)) if clean._USUAL.fullmatch(char)]
    assert len(usual) > 20_000
    for char in usual:
        assert clean._clean.__wrapped__(f"a{char}b") == (f"a{char}b", ())
