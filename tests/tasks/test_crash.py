"""The process dies in the middle of a run: the next run completes it, and every message, row and fee is there exactly once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pyaddin.correspondence.outbox import Outbox
from pyaddin.correspondence.send import FolderTransport
from pyaddin.ledger.closed import ClosedBook
from tests.stories.begun import once
from tests.stories.desk import Office, case, day, debtor, installments, money, payment, read_mail, words_of

ROOT = Path(__file__).resolve().parents[2]


class Died(BaseException):
    """The process is gone: nothing of ours may catch this."""


def die_before(owner: type, name: str, times: int = 0) -> Callable[[pytest.MonkeyPatch], None]:
    """Dies when ``owner.name`` is called once more than ``times``."""

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        real, calls = getattr(owner, name), []

        def dying(*args: Any, **more: Any) -> Any:
            calls.append(name)
            if len(calls) > times:
                raise Died(name)
            return real(*args, **more)

        monkeypatch.setattr(owner, name, dying)

    return patch


POINTS = {
    "before planning": die_before(Outbox, "plan_many"),
    "after planning": die_before(Outbox, "deliver_many"),
    "after the first email": die_before(FolderTransport, "_written", times=1),
    "after all emails, before the ledger is written": die_before(ClosedBook, "write"),
    "after the ledger is written": die_before(Outbox, "mark_entered"),
    "before the run is closed in the journal": die_before(Outbox, "end_run"),
}


def rows() -> dict[str, Any]:
    """Three debtors at level 2 on 30 November, Ann with two debts; late fees of five."""
    return {
        "Debtors": [debtor(1), debtor(2), debtor(3, Preferred_channel="call")],
        "Cases": [case(1, Late_fee=money(5)), case(2, 1, Late_fee=money(5)), case(3, 2, Late_fee=money(5)), case(4, 3)],
        "Installments": [row for number in (1, 2, 3, 4) for row in installments(number, ["11-20"])],
    }


def begun(folder: Path) -> Office:
    office = Office(folder).new(rows())
    office.weekly("11-23")
    return office


@pytest.fixture
def office() -> Office:
    return once(begun)


def proper(office: Office) -> None:
    """What an undisturbed run of 30 November leaves."""
    assert office.clean()
    contacts = office.sheet("Contacts")
    keys = [row["Key"] for row in contacts]
    assert sorted(keys) == sorted(set(keys))
    assert {row["Key"]: row["Result"] for row in contacts} == {
        **{f"C-0000{number}|1|reminder|{level}": "sent" for number in (1, 2, 3) for level in (1, 2)},
        "C-00004|1|reminder|1": "queued",
    }
    assert sorted(row["Key"] for row in office.sheet("Adjustments")) == [f"C-0000{number}|1|fee|2" for number in (1, 2, 3)]
    emails = [path for path in office.emails() if "_2_" in path.name or "reminder_2" in path.name]
    identities = [read_mail(path)["Message-ID"] for path in office.emails()]
    assert len(emails) == 2
    assert len(set(identities)) == len(identities) == 4
    assert [office.stage(number) for number in (1, 2, 3, 4)] == [("DEEP", 2)] * 3 + [("CONTACT", 0)]
    assert [row["Rule"] for row in office.sheet("Moves")].count("T2") == 3
    assert len([row for row in office.sheet("Runs") if row["As of"] == day("11-30")]) == 1


@pytest.mark.parametrize("point", list(POINTS))
def test_the_next_run_completes_what_was_cut_off(office: Office, monkeypatch: pytest.MonkeyPatch, point: str) -> None:
    with monkeypatch.context() as patch:
        POINTS[point](patch)
        with pytest.raises(Died):
            office.weekly("11-30")
    again = office.weekly("11-30")
    assert again.code == 0
    proper(office)
    before = {name: content for name, content in office.bytes().items() if "-out/" not in name}
    assert office.weekly("11-30")["sent"] == 0
    assert {name: content for name, content in office.bytes().items() if "-out/" not in name} == before


@pytest.mark.parametrize("point", ["after planning", "after the first email", "after all emails, before the ledger is written"])
def test_a_run_days_later_completes_it_too(office: Office, monkeypatch: pytest.MonkeyPatch, point: str) -> None:
    with monkeypatch.context() as patch:
        POINTS[point](patch)
        with pytest.raises(Died):
            office.weekly("11-30")
    office.weekly("12-02")
    keys = [row["Key"] for row in office.sheet("Contacts")]
    assert sorted(keys) == sorted(set(keys))
    assert len(keys) == 7
    assert len(office.sheet("Adjustments")) == 3
    assert len(office.emails()) == 4
    assert office.clean()


def test_money_that_came_in_meanwhile_is_in_the_message_that_goes(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        POINTS["after planning"](patch)
        with pytest.raises(Died):
            office.weekly("11-30")
    office.type("Payments", payment(3, "11-29", 40))
    answer = office.weekly("11-30")
    text = words_of(office.mail(answer, 3))
    assert "65.00" in text  # 60 and the late fee of this level
    assert "105.00" not in text
    assert office.clean()


def test_a_hold_set_meanwhile_stops_the_message_that_was_planned(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        POINTS["after planning"](patch)
        with pytest.raises(Died):
            office.weekly("11-30")
    office.type(
        "Holds", {"Hold ID": "H-00001", "Scope": "debtor", "Applies to": "D-00002", "Type": "CEASE", "Start": day("11-30"), "Reason": "Letter", "By": "Mary"}
    )
    answer = office.weekly("11-30")
    assert not [m for m in answer["messages"] if m["case_id"] == "C-00003" and m["result"] == "sent"]
    assert not [row for row in office.sheet("Contacts") if row["Key"] == "C-00003|1|reminder|2" and row["Result"] == "sent"]
    assert office.clean()


CHILD = """
import os, sys
from {module} import {owner}
from pyaddin.entrypoints.cli import main
real, calls = {owner}.{name}, []
def dying(*args, **more):
    calls.append(1)
    if len(calls) > {times}:
        os._exit(9)
    return real(*args, **more)
{owner}.{name} = dying
main(["weekly", sys.argv[1], "--as-of", "2026-11-30", "--by", "test"])
"""
KILLS = {
    "first email": ("pyaddin.correspondence.send", "FolderTransport", "_written", 1),
    "ledger": ("pyaddin.ledger.closed", "ClosedBook", "write", 0),
    "journal": ("pyaddin.correspondence.outbox", "Outbox", "mark_entered", 0),
}


@pytest.mark.parametrize("point", list(KILLS))
def test_a_killed_process_leaves_nothing_locked_and_nothing_twice(office: Office, point: str) -> None:
    module, owner, name, times = KILLS[point]
    script = CHILD.format(module=module, owner=owner, name=name, times=times)
    done = subprocess.run([sys.executable, "-c", script, str(office.path)], cwd=ROOT, check=False, capture_output=True, timeout=60)
    assert done.returncode == 9, done.stderr.decode()
    assert office.run("verify").code == 1  # it says that the run was cut off
    assert office.weekly("11-30").code == 0
    proper(office)
