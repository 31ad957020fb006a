"""Which typed emails a message can be sent to, and that the sender of messages thinks so too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyaddin.correspondence.email import AddressRefused, mailbox
from pyaddin.rules.gate import route
from pyaddin.rules.mailboxes import usable
from pyaddin.rules.reason import Reason
from tests.rules.build_cases import debtor

BAD = (
    "", "bob", "bob@example", "bob@example.", "bob@.example.com", "bob@example..com", "bob lee@example.com", "bob@exam ple.com", "bob@lee@example.com",
    "bob@example.com.", "bob@example.com,ann@example.com", "bob@example.com; ann@example.com", "Bob <bob@example.com>", ".bob@example.com",
    "bob.@example.com", "bob@-example.com", "bob@127.0.0.1", "bob＠example.com", "mailto:bob@example.com", "bob@example.com\n",
)  # fmt: skip


@pytest.mark.parametrize("typed", BAD)
def test_what_is_no_address_is_no_way(typed: str) -> None:
    assert not usable(typed)
    only = route(debtor(email=typed, address=""), ("email",), (), frozenset())
    assert isinstance(only, Reason)
    assert not typed or f"{typed} is no address" in only.says("en")


@pytest.mark.parametrize("typed", ["bob@example.com", " bob.lee+debt@Example.co.uk ", "o'brien@sub.example.org", "wang@例子.中国"])
def test_what_is_one_plain_address_can_be_used(typed: str) -> None:
    assert usable(typed)


@given(st.one_of(st.sampled_from(BAD), st.text(alphabet=st.sampled_from("ab.@-_ ,;<>\t\n例"), max_size=16), st.emails()))
def test_the_sender_of_messages_thinks_so_too(typed: str) -> None:
    try:
        mailbox(typed)
    except AddressRefused:
        assert not usable(typed)
    else:
        assert usable(typed)
