"""What counts toward the daily cap: messages of the program that went on the day, each once."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

from pyaddin.rules.case import Contact
from pyaddin.rules.decide import Decision
from pyaddin.tasks.daily_cap import gone_on
from tests.rules.build_cases import reminded, talk


def decided(case_id: str, debtor_id: str, *contacts: Contact) -> Decision:
    """As much of a decision as the cap asks about."""
    return cast("Any", SimpleNamespace(case_id=case_id, file=SimpleNamespace(case=SimpleNamespace(debtor_id=debtor_id), contacts=contacts)))


def test_a_message_that_lists_two_cases_counts_once_and_those_of_two_debtors_twice() -> None:
    first, second = (reminded(1, "11-09", case_id=case_id) for case_id in ("C-1", "C-2"))
    assert gone_on([decided("C-1", "D-1", first), decided("C-2", "D-1", second)], date(2026, 11, 9)) == 1
    assert gone_on([decided("C-1", "D-1", first), decided("C-2", "D-2", second)], date(2026, 11, 9)) == 2


def test_only_what_the_program_sent_that_day_counts() -> None:
    day = date(2026, 11, 9)
    for other in (reminded(1, "11-08"), reminded(1, day, "queued"), reminded(1, day, channel="letter"), talk(day)):
        assert gone_on([decided("C-1", "D-1", other)], day) == 0
