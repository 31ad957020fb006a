"""Somebody asks a run to stop: before anything is recorded it is as if it had never begun; later it ends between two messages with whole records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pyaddin.correspondence import handing
from pyaddin.tasks import weekly
from pyaddin.tasks.outcome import Outcome
from tests.stories.desk import Office, case, day, debtor, installments


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Four debtors to write to, one message a commit."""
    monkeypatch.setattr(handing, "_CHUNK", 1)
    numbers = range(1, 5)
    rows = [row for number in numbers for row in installments(number, ["11-02"])]
    return Office(tmp_path).new({"Debtors": [debtor(n) for n in numbers], "Cases": [case(n, n) for n in numbers], "Installments": rows})


def run(office: Office, stops: Callable[[int, str], bool]) -> Outcome:
    def progress(done: int, total: int, label: str) -> None:
        if stops(done, label):
            raise KeyboardInterrupt

    at = datetime(2026, 11, 9, 9, tzinfo=UTC)
    return weekly.run(
        office.path, as_of=day("11-09"), out=None, transport=None, dry_run=False, by="scheduler", now=lambda: at, progress=progress,
    )  # fmt: skip


@pytest.mark.parametrize("moment", [0, 1, 2])
def test_before_anything_is_recorded_nothing_happens(office: Office, moment: int) -> None:
    before = office.path.read_bytes()
    with pytest.raises(KeyboardInterrupt):
        run(office, lambda done, label: done == moment and "4 of 4" not in label)
    assert office.path.read_bytes() == before
    assert office.emails() == []
    assert office.weekly("11-09")["sent"] == 4


def test_between_two_messages_the_rest_is_left_to_the_next_run(office: Office) -> None:
    sent: list[Path] = []

    def stops(done: int, label: str) -> bool:
        sent[:] = office.emails()
        return len(sent) == 2

    outcome = run(office, stops)
    assert (outcome.exit_code, outcome.data["sent"], outcome.data["blocked"], len(office.emails())) == (1, 2, 2, 2)
    assert "2 messages were left to the next run" in str(outcome.data["stopped"])
    assert sorted(row["Result"] for row in office.sheet("Contacts")) == ["sent", "sent"]
    assert [(row["Sent"], row["Blocked"]) for row in office.sheet("Runs")] == [(2, 2)]
    assert office.clean()
    assert office.weekly("11-09")["sent"] == 2
    assert len(office.emails()) == 4
    assert office.clean()


def test_a_stop_after_the_last_message_changes_nothing(office: Office) -> None:
    outcome = run(office, lambda done, label: done >= 3)
    assert (outcome.exit_code, outcome.data["sent"], "stopped" in outcome.data) == (0, 4, False)
    assert office.clean()
