"""What a mail server's answer means, for the answers that servers are known to give."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyaddin.correspondence.clean import cleaned
from pyaddin.correspondence.send.reply import Answer, flags_address, meaning, word_of
from pyaddin.rules.phrases import PHRASES

KNOWN = [
    # step, code, words, result, reason, bad address, account
    ("RCPT", 550, "5.1.1 <a@b.example>: Recipient address rejected: User unknown", "failed", "no-such-address", True, False),
    ("RCPT", 550, "No such user here", "failed", "no-such-address", True, False),
    ("RCPT", 553, "sorry, that domain isn't allowed", "failed", "no-such-address", True, False),
    ("RCPT", 550, "5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found", "failed", "no-such-address", True, False),
    ("RCPT", 550, "5.2.1 The email account that you tried to reach is disabled", "failed", "no-such-address", True, False),
    ("RCPT", 550, "5.4.4 unable to route: host not found", "failed", "no-such-address", True, False),
    ("RCPT", 552, "5.2.2 mailbox full", "failed", "mailbox-full", False, False),
    ("RCPT", 550, "5.7.1 blocked using a list of senders", "failed", "content-refused", False, False),
    ("RCPT", 554, "Transaction failed", "failed", "server-refused", False, False),
    ("RCPT", 554, "5.7.1 <a@b.example>: Relay access denied", "deferred", "relay-refused", False, True),
    ("RCPT", 550, "relay not permitted", "deferred", "relay-refused", False, True),
    ("RCPT", 550, "5.1.1 unknown user at relay", "failed", "no-such-address", True, False),
    ("RCPT", 503, "bad sequence of commands", "failed", "server-refused", False, False),
    ("RCPT", 451, "4.7.1 Greylisting in action, please come back later", "deferred", "try-later", False, False),
    ("RCPT", 450, "4.2.1 mailbox temporarily unavailable", "deferred", "try-later", False, False),
    ("RCPT", 452, "4.2.2 over quota", "deferred", "mailbox-full-now", False, False),
    ("RCPT", 452, "4.5.3 too many recipients", "deferred", "server-full", False, False),
    ("MAIL", 421, "4.7.0 try again later, closing connection", "deferred", "server-busy", False, False),
    ("MAIL", 550, "5.7.60 SMTP; Client does not have permissions to send as this sender", "deferred", "sender-refused", False, True),
    ("MAIL", 530, "5.7.57 Client not authenticated to send mail", "deferred", "login", False, True),
    ("MAIL", 503, "5.5.1 Invalid command: Command not allowed at this point.", "deferred", "not-understood", False, False),
    ("MAIL", 552, "5.3.4 message size exceeds fixed limit", "failed", "too-big", False, False),
    ("DATA", 554, "5.7.1 message refused as spam", "failed", "content-refused", False, False),
    ("DATA", 554, "transaction failed", "failed", "content-refused", False, False),
    ("DATA", 550, "5.1.1 no mailbox here by that name", "failed", "no-such-address", True, False),
    ("DATA", 554, "5.2.252 SendAsDenied", "deferred", "sender-refused", False, True),
    ("DATA", 451, "4.3.0 queue file write error", "deferred", "try-later", False, False),
    ("DATA", -1, "what was that", "deferred", "not-understood", False, False),
]


@pytest.mark.parametrize(("step", "code", "said", "result", "word", "bad", "account"), KNOWN)
def test_answers_that_servers_give(step: str, code: int, said: str, result: str, word: str, bad: bool, account: bool) -> None:
    found = meaning(Answer.of(step, code, said.encode()))
    assert (found.result, found.word, found.bad_address, found.account) == (result, word, bad, account)


def test_every_reason_has_words_in_three_languages() -> None:
    words = {word for *_, word, _, _ in KNOWN}
    assert {f"mail {word}" for word in words} | {"mail LOST", "mail AWAY"} == {key for key in PHRASES if key.startswith("mail ")}
    assert all(len(set(PHRASES[f"mail {word}"])) == 3 for word in words)


def test_only_what_says_so_is_held_against_the_address() -> None:
    """Over all codes of five hundred and four hundred, with and without an enhanced one: never for what passes, never for our own account."""
    for step, code in itertools.product(("MAIL", "RCPT", "DATA"), range(400, 600)):
        for enhanced in ("", *(f"{code // 100}.{subject}.{detail}" for subject in range(8) for detail in (0, 1, 2, 4, 7, 60))):
            found = meaning(Answer(step, code, enhanced, "no"))
            assert not (found.bad_address and (found.result == "deferred" or found.account or step == "MAIL"))
            assert found.result == "deferred" or code >= 500
            assert not found.account or code >= 500


@given(st.sampled_from(["MAIL", "RCPT", "DATA"]), st.integers(-1, 999), st.binary(max_size=300))
def test_whatever_a_server_says_can_be_noted_and_read_again(step: str, code: int, said: bytes) -> None:
    answer = Answer.of(step, code, said)
    assert Answer.read(answer.note) == answer
    assert len(answer.note) < 240
    assert cleaned(answer.note) == answer.note
    assert flags_address(answer.note) is meaning(answer).bad_address


@pytest.mark.parametrize("note", ["written to folder", "LOST: timed out", "", "RCPT", "parked: nobody can tell whether it left"])
def test_notes_that_are_no_answer(note: str) -> None:
    assert (flags_address(note), word_of(note)) == (False, "")
