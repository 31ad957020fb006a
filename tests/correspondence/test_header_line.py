"""Header lines written straight away are those of the standard library, whatever people type."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pyaddin.correspondence import header_line
from pyaddin.correspondence.header_line import Mailbox, address_line, by_library, text_line

BOX = Mailbox("collections", "example.com")
TYPED = st.text(alphabet="abZ09 '-.,()\"<>@=?_;:\\\t\r\n\u00a0\u200b\u202eé\u0301ß张三（），：号😀👨\u200d👩\ue000\ud800", max_size=140)
"""What stands in names and subjects of three languages, and what somebody who means harm would add."""
WORDS = st.lists(
    st.sampled_from(["Ann", "O'Neill", "Marlowe-Finch", "(sample)", "梁予宁", "编号", "C-00012", "é", "=?utf-8?q?x?=", "—", "😀", "a" * 300]), max_size=6
).map(" ".join)


@settings(max_examples=600, deadline=None)
@given(TYPED | WORDS)
@example("")
@example("Wang\r\nBcc: victim@example.org")
@example("Harbor Lane Credit (sample)致您的信（编号 C-00009）")
@example("号" * 120)
@example("号" * 240)
@example("é" * 3)
def test_every_line_is_the_one_of_the_library(text: str) -> None:
    assert address_line("To", text, BOX) == by_library("To", text, BOX)
    assert text_line("Subject", text) == by_library("Subject", text)
    for line in (address_line("To", text, BOX), text_line("Subject", text)):
        found = message_from_bytes(line + b"\r\n", policy=policy.default)
        assert len(found.keys()) == 1
        assert found.get_payload() == ""


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("Imogen Marlowe-Finch", "A message from Harbor Lane Credit (sample) - reference C-00006"),
        ("梁予宁", "Harbor Lane Credit (sample)致您的信（编号 C-00009）"),
        ("松果科技有限公司", "来自海湾的信"),
    ],
)
def test_what_a_run_writes_needs_no_library(name: str, subject: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(header_line, "by_library", None)
    assert address_line("To", name, BOX).endswith(b" <collections@example.com>\r\n")
    assert text_line("Subject", subject).startswith(b"Subject: ")
