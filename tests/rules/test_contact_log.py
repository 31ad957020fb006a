"""What a log says at one reading, beside asking its contacts anew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pyaddin.rules.case import CONFIRMED_RESULTS, PENDING_RESULTS, REACHED_RESULTS, Contact
from pyaddin.rules.contact_log import IN_VAIN, ContactLog, is_attempt, log_of, mood_of
from tests.rules.build_cases import reminded, talk
from tests.rules.random_cases import random_cases


def _asked_anew(contacts: tuple[Contact, ...]) -> dict[str, object]:
    went = [c for c in contacts if c.direction == "out" and c.result in CONFIRMED_RESULTS]
    ordered = sorted(contacts, key=lambda c: c.at)
    return {
        "ordered": ordered,
        "keyed": [c for c in contacts if c.key],
        "latest": {c.key: c for c in ordered if c.key},
        "last_reminder": max((c.on for c in went if c.message_class in ("collection", "legal")), default=None),
        "pending": any(c.result in PENDING_RESULTS for c in contacts),
        "heard": any(c.direction == "in" or c.result in REACHED_RESULTS for c in contacts),
        "written": [c.on for c in went if c.message_class == "collection"]
        + [c.on for c in went if c.message_class == "service" and c.key.split("|")[2:3] in (["promise"], ["notice"], ["checkin"])],
        "attempts": sum(is_attempt(c) for c in contacts),
        "reasoned": any(c.reason_code for c in contacts),
        "to_follow": any(c.follow_up_on for c in contacts),
        "usual": not any(mood_of(c) for c in contacts) and sum(c.result in IN_VAIN for c in contacts) < 3,
    }


@pytest.mark.parametrize("seed", range(3))
def test_a_log_says_what_its_contacts_say(seed: int) -> None:
    logs = [file.contacts for file in random_cases(seed, 300)]
    found = []
    for contacts in logs:
        log, anew = ContactLog(contacts), _asked_anew(contacts)
        assert {name: list(log.ordered) if name == "ordered" else getattr(log, name) for name in anew} == anew
        found.append(log)
    for name in ("pending", "heard", "reasoned", "to_follow", "usual"):
        assert {getattr(log, name) for log in found} == {True, False}
    assert any(log.attempts >= 3 for log in found)


def test_the_levels_that_went_out_are_known_by_their_key() -> None:
    log = ContactLog((reminded(1, "10-01"), reminded(2, "10-08"), replace(reminded(3, "10-09"), result="queued")))
    assert [level for level, _ in next(iter(log.sent.values()))] == [1, 2]


def test_a_log_is_read_once_for_the_same_contacts() -> None:
    contacts = (talk("10-01"),)
    assert log_of(contacts) is log_of(contacts)
    assert log_of((talk("10-01"),)) is not log_of(contacts)
