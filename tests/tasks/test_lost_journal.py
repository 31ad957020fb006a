"""A ledger whose journal is missing, older or another ledger's: it computes and flags, sends nothing, and a supervisor mends it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.stories.begun import once
from tests.stories.desk import SUPERVISOR, Office, case, contact, debtor, installments

KEY = "C-00001|1|reminder|1"


def begun(folder: Path) -> Office:
    """Level 1 sent on 23 November; a copy of the journal from before that run lies in ``older``."""
    office = Office(folder / "desk").new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["11-20", "11-28"])})
    office.weekly("11-16")
    shutil.copy(office.journal, folder / "older.sqlite")
    office.weekly("11-23")
    return office


@pytest.fixture
def office() -> Office:
    return once(begun)


def _lose(office: Office, how: str) -> None:
    folder = office.path.parent.parent
    if how == "missing":
        office.journal.unlink()
    elif how == "older":
        shutil.copy(folder / "older.sqlite", office.journal)
    else:
        other = Office(folder / "other").new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["11-20"])}, ledger_id="OTHER")
        other.weekly("11-23")
        shutil.copy(other.journal, office.journal)


@pytest.mark.parametrize("how", ["missing", "older", "foreign"])
def test_it_computes_and_flags_and_sends_nothing(office: Office, how: str) -> None:
    _lose(office, how)
    answer = office.weekly("11-30")
    assert answer.results == [("C-00001", "reminder", 2, "blocked")]
    assert "JOURNAL" in answer["messages"][0]["why"]
    assert answer["notes"]
    assert answer["flagged"] == 1
    assert office.stage() == ("DEEP", 1)
    assert office.case()["Days past due"] == 10
    assert len(office.emails()) == 1
    listed = office.run("outbox", "list")
    assert (listed.code, listed["usable"]) == (1, False)
    assert office.run("verify").code == 1


@pytest.mark.parametrize("how", ["missing", "older", "foreign"])
def test_adopt_by_a_supervisor_mends_it(office: Office, how: str) -> None:
    _lose(office, how)
    office.weekly("11-30")
    assert office.run("outbox", "adopt", "--by", "Nobody").error == "X-OPTION"
    before = office.bytes()
    unsaid = office.run("outbox", "adopt", "--by", SUPERVISOR)
    assert (unsaid.code, unsaid["error"]["found"]) == (2, "adopt without --as")
    assert "--as not-sent" in unsaid["error"]["advice"]
    assert office.bytes() == before, "what became of the messages is a person's word, and nobody has said it"
    adopted = office.run("outbox", "adopt", "--as", "sent", "--by", SUPERVISOR)
    assert (adopted.code, adopted["done"]) == (0, {"action": "adopt", "as": "sent", "messages": 1, "by": SUPERVISOR})
    answer = office.weekly("11-30")
    assert answer.results == [("C-00001", "reminder", 2, "sent")]
    assert office.stage() == ("DEEP", 2)
    assert office.keyed() == [(KEY, "sent"), ("C-00001|1|reminder|2", "sent")]
    assert office.clean()


def test_a_run_that_may_not_send_is_no_run_that_was_cut_off(office: Office) -> None:
    """Ledger and journal were moved: the second run of the day finds nothing to write, and has ended all the same."""
    moved = office.path.parent / "moved"
    moved.mkdir()
    for path in (office.path, office.journal):
        shutil.copy(path, moved)
    there = Office(moved)
    there._today = office._today
    for _ in range(2):
        assert there.weekly("11-30")["sent"] == 0
    assert [fault["found"] for fault in there.run("verify")["faults"] if (fault["code"], fault["column"]) == ("W-JOURNAL", "Run ID")] == []


def test_a_supervisor_may_say_that_nothing_was_sent(office: Office) -> None:
    _lose(office, "missing")
    assert office.run("outbox", "adopt", "--as", "not-sent", "--by", SUPERVISOR).code == 0
    assert office.run("outbox", "list")["usable"] is True


def test_a_dry_run_tells_of_the_lost_journal_too(office: Office) -> None:
    _lose(office, "missing")
    before = office.bytes()
    answer = office.weekly("11-30", "--dry-run")
    assert answer.results == [("C-00001", "reminder", 2, "blocked")]
    assert office.bytes() == before


def test_a_renamed_ledger_is_named_back_and_nothing_begins_anew(office: Office) -> None:
    """Its journal, audit chain and snapshots lie beside it under the old name; a supervisor who adopted an empty one would write to everybody again."""
    renamed = Office(office.path.parent, "ledger 2026.xlsm")
    renamed._today = office._today
    office.path.rename(renamed.path)
    before = renamed.bytes()
    for words in (
        ("weekly", "--as-of", "2026-11-30", "--by", "test"), ("pay", "--case", "C-00001", "--amount", "5", "--on", "2026-11-24", "--by", "test"),
        ("outbox", "list"), ("outbox", "adopt", "--as", "not-sent", "--by", SUPERVISOR), ("verify",), ("refresh", "--by", "test"),
    ):  # fmt: skip
        answer = renamed.run(*words)
        assert (answer.code, answer.error, answer["error"]["found"]) == (2, "X-JOURNAL", "ledger.journal.sqlite belongs to this ledger"), words
        assert "Rename it back to ledger.xlsm" in answer["error"]["advice"]
    assert renamed.run("check").code == 0
    assert renamed.bytes() == before
    renamed.path.rename(office.path)
    assert office.weekly("11-30").results == [("C-00001", "reminder", 2, "sent")]
    assert office.clean()


def test_a_copy_beside_the_ledger_is_no_renamed_one(office: Office) -> None:
    copy = Office(office.path.parent, "copy.xlsm")
    copy._today = office._today
    shutil.copy(office.path, copy.path)
    assert copy.weekly("11-30").results == [("C-00001", "reminder", 2, "blocked")]


def test_a_damaged_journal_stops_the_run(office: Office) -> None:
    office.journal.write_bytes(b"this is no database" * 100)
    before = office.path.read_bytes()
    answer = office.weekly("11-30")
    assert (answer.code, answer.error) == (2, "X-JOURNAL")
    assert office.path.read_bytes() == before


def test_an_older_ledger_beside_its_journal_sends_nothing_twice(office: Office, tmp_path: Path) -> None:
    backups = sorted(path for path in office.path.parent.rglob("*.xlsm") if path != office.path)
    assert backups
    shutil.copy(office.path, tmp_path / "newest.xlsm")
    older = next(path for path in reversed(backups))
    shutil.copy(older, office.path)
    assert office.keyed() == []
    answer = office.weekly("11-24")
    assert answer["sent"] == 0
    assert office.keyed() == [(KEY, "sent")]
    assert office.stage() == ("CONTACT", 1)
    assert len(office.emails()) == 1
    assert [fault["code"] for fault in office.run("verify")["faults"]] == ["W-HAND"]  # the audit chain tells that an older copy was put in its place
    office.run("changes", "--accept", "--by", SUPERVISOR)
    assert office.clean()


def test_a_key_that_a_supervisor_adopted_and_that_the_ledger_no_longer_shows_gets_no_row_without_a_message(office: Office) -> None:
    """The journal knows of an adopted key that it counts as sent, and nothing else of it: there is no message to show."""
    copy = office.path.read_bytes()
    _lose(office, "missing")
    office.type("Contacts", contact(1, "2026-11-21 09:00", "email", "sent", Key="C-00001|1|reminder|7", Class="collection"))
    assert office.run("outbox", "adopt", "--as", "sent", "--by", SUPERVISOR).code == 0
    office.path.write_bytes(copy)
    office.weekly("11-24")
    assert office.keyed() == [(KEY, "sent")]
    assert all(row["Channel"] for row in office.sheet("Contacts"))
