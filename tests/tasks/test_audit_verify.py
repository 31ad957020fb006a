"""Tampering with the audit chain, the journal or the ledger: each way is found by verify and named, with what to do."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from pyaddin.history.audit import audit_path
from pyaddin.history.audit_lines import packed
from tests.stories.desk import SUPERVISOR, Answer, Office, case, debtor, installments, money, payment


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger, its journal and a chain of some entries, and copies of all three from a week before under ``old``."""
    folder = tmp_path_factory.mktemp("made")
    office = Office(folder).new(
        {"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["10-20", "11-20"]), "Payments": [payment(1, "11-22", 40, "P-000001")]}
    )
    office.weekly("11-23")
    (folder / "old").mkdir()
    for file in (office.path, office.journal, audit_path(office.path)):
        shutil.copy(file, folder / "old" / file.name)
    office.run("pay", "--case", "C-00001", "--amount", "10", "--on", "2026-11-24", "--as-of", "2026-11-24", "--by", "Mary Webb")
    office.weekly("11-30")
    assert office.clean()
    return folder


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Office:
    for file in made.iterdir():
        if file.is_file():
            shutil.copy(file, tmp_path / file.name)
    office = Office(tmp_path)
    office.run("assess", "--as-of", "2026-11-30")
    return office


def found(answer: Answer) -> list[str]:
    """Findings of the chain and of hand edits, with the beginning of what to do."""
    return [f"{f['found'].removeprefix('ledger.audit.sqlite: ')} | {f['advice'][:30]}" for f in answer["faults"] if f["code"] in ("W-AUDIT", "W-HAND")]


def harmed(office: Office, *statements: str) -> None:
    db = sqlite3.connect(audit_path(office.path))
    triggers = [row[0] for row in db.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")]
    for name in ("entries_fixed", "entries_kept"):
        db.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        db.execute(statement)
    for trigger in triggers:  # who knows the program puts the lock back
        db.execute(trigger)
    db.commit()
    db.close()


TAMPERED: dict[str, tuple[tuple[str, ...], str]] = {
    "an entry edited": (("UPDATE entries SET by = 'Somebody else' WHERE seq = 3",), "3: 2026-11-24T08:30:"),
    "its lines edited": (("UPDATE entries SET lines = (SELECT lines FROM entries WHERE seq = 2) WHERE seq = 3",), "3: 2026-11-24T08:30:"),
    "its lines replaced by no lines": ((f"UPDATE entries SET lines = x'{packed('[]').hex()}' WHERE seq = 3",), "3: 2026-11-24T08:30:"),
    "its lines replaced by no rows": (
        (f"""UPDATE entries SET lines = x'{packed('["Cases","C-00001","","","5",""]').hex()}' WHERE seq = 3""",), "3: 2026-11-24T08:30:"
    ),
    "its lines replaced by a text": (("UPDATE entries SET lines = 'none' WHERE seq = 3",), "3: 2026-11-24T08:30:"),
    "the rows seen last replaced by a text": (("UPDATE seen SET cells = 'none' WHERE sheet = 'Cases'",), "the rows seen last of Cases cannot be read"),
    "the number of the first entry replaced by a word": (("INSERT OR REPLACE INTO meta VALUES ('first', 'x')",), "first is no number"),
    "a row dropped": (("DELETE FROM entries WHERE seq = 3",), "3 | These entries are missing in"),
    "two exchanged": (
        ("UPDATE entries SET seq = -2 WHERE seq = 2", "UPDATE entries SET seq = 2 WHERE seq = 3", "UPDATE entries SET seq = 3 WHERE seq = -2"),
        "2, 3 | These entries stand in each ot",
    ),
    "the end cut off": (("DELETE FROM entries WHERE seq >= 4",), "3 < 4 | The end of the audit chain is "),
    "the rows seen last edited": (("UPDATE seen SET digest = 'x' WHERE sheet = 'Cases'",), "Cases | The rows that the chain saw la"),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_each_change_of_the_chain_is_found_and_named(office: Office, what: str) -> None:
    statements, told = TAMPERED[what]
    harmed(office, *statements)
    answer = office.run("verify")
    assert answer.code == 1
    assert [line for line in found(answer) if line.startswith(told)], found(answer)


@pytest.mark.parametrize("at", ["yesterday", "", "0001-01-01T00:00:00+14:00"])
def test_an_entry_of_no_instant_is_told_by_changes(office: Office, at: str) -> None:
    harmed(office, f"UPDATE entries SET at = '{at}' WHERE seq = 3")
    answer = office.run("changes")
    assert (answer.code, answer.error) == (2, "X-HISTORY")
    assert "ledger.audit.sqlite: entry 3 cannot be read" in str(answer["error"]["found"])


def test_an_entry_that_was_sealed_again_breaks_the_next_one(office: Office) -> None:
    from pyaddin.history.audit import Chain

    with Chain.look(office.path, "OFFICE-1") as chain:
        entry = chain.entries()[2]
    from dataclasses import replace

    forged = replace(entry, author=replace(entry.author, by="Somebody else"))
    harmed(office, f"UPDATE entries SET by = 'Somebody else', hash = '{forged.sealed('OFFICE-1')}' WHERE seq = 3")
    told = found(office.run("verify"))
    assert [line for line in told if line.startswith("3 | This entry is another one than")]
    assert [line for line in told if "whose hash the journal" in line or line.startswith("3: ")]


def test_a_lock_that_was_taken_off_is_told(office: Office) -> None:
    with sqlite3.connect(audit_path(office.path)) as db:
        db.execute("DROP TRIGGER entries_kept")
    db.close()
    assert [line for line in found(office.run("verify")) if line.startswith("entries_kept | The lock")]


def old(office: Office, made: Path, name: str) -> None:
    shutil.copy(made / "old" / name, office.path.with_name(name))


def test_an_older_copy_of_the_audit_file(office: Office, made: Path) -> None:
    old(office, made, "ledger.audit.sqlite")
    assert "2 < 4 | The end of the audit chain is " in found(office.run("verify"))


def test_an_older_copy_of_the_journal(office: Office, made: Path) -> None:
    old(office, made, "ledger.journal.sqlite")
    assert "2 < 4 | The journal is an older copy t" in found(office.run("verify"))


def test_an_older_copy_of_the_ledger(office: Office, made: Path) -> None:
    old(office, made, "ledger.xlsm")
    told = found(office.run("verify"))
    assert [line for line in told if line.endswith("weekly 2 | The ledger stands as it stood ")]


def test_older_copies_of_chain_and_journal_together_contradict_the_sheet_runs(office: Office, made: Path) -> None:
    old(office, made, "ledger.audit.sqlite")
    old(office, made, "ledger.journal.sqlite")
    assert "2 < 3 | The end of the audit chain is " in found(office.run("verify"))


def test_a_chain_that_is_gone_or_no_database(office: Office) -> None:
    audit_path(office.path).write_bytes(b"something else " * 300)
    assert [line for line in found(office.run("verify")) if "| The audit file cannot be read" in line]
    audit_path(office.path).unlink()
    assert "4 | The audit file is not beside t" in found(office.run("verify"))


def test_a_chain_that_never_began_because_the_disk_was_full_begins_with_the_next_write(tmp_path: Path) -> None:
    """A full disk leaves a file without a byte: nothing is wrong, nothing is put aside, and the chain begins as on a new ledger."""
    office = Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["10-20"])})
    audit_path(office.path).touch()
    assert office.clean()
    answer = office.weekly("11-23")
    assert (answer.code, answer["faults"]) == (0, [])
    assert list(tmp_path.glob("*.aside-*")) == []
    assert office.clean()


def test_a_begun_chain_emptied_to_no_byte_is_told_as_one_that_is_gone(office: Office) -> None:
    path = audit_path(office.path)
    path.unlink()
    gone = found(office.run("verify"))
    assert gone
    path.touch()
    assert found(office.run("verify")) == gone


@pytest.mark.parametrize("noticed", [False, True])
def test_a_cell_edited_by_hand_stands_until_a_supervisor_has_looked(office: Office, noticed: bool) -> None:
    office.set("Payments", {"Payment ID": "P-000001"}, Amount=money(400))
    if noticed:
        office.weekly("12-07")
    answer = office.run("verify")
    assert answer.code == 1
    assert "P-000001: 40 -> 400 | When it is explained or put ri" in found(answer)
    assert office.run("changes", "--accept", "--by", "Somebody").error == "X-OPTION"
    assert office.run("changes", "--accept", "--by", SUPERVISOR)["accepted"] is True
    assert found(office.run("verify")) == []


def test_bringing_a_backup_back_is_an_entry_and_no_finding(office: Office, made: Path) -> None:
    name = office.run("restore")["backups"][0]["name"] if office.run("restore")["backups"] else ""
    if not name:  # the copy of the folder has no backups: make one
        office.run("pay", "--case", "C-00001", "--amount", "3", "--on", "2026-11-30", "--as-of", "2026-11-30", "--by", "M")
        name = office.run("restore")["backups"][0]["name"]
    assert office.run("restore", "--backup", name, "--by", SUPERVISOR).code == 0
    assert found(office.run("verify")) == []
    told: list[dict[str, Any]] = office.run("changes", "--case", "C-00001")["changes"]
    assert {line["by"] for line in told if line["kind"] == "restore"} == {SUPERVISOR}


def test_changes_tells_one_case_one_field_and_what_was_typed(office: Office) -> None:
    office.set("Payments", {"Payment ID": "P-000001"}, Notes="asked about it")
    office.weekly("12-07")
    told = office.run("changes", "--case", "C-00001", "--field", "Outstanding")["changes"]
    assert [(line["task"], line["old"], line["new"]) for line in told if line["table"] == "Cases"][:2] == [
        ("weekly", None, "160"),
        ("pay", "160", "150"),
    ]
    hand = office.run("changes", "--by-hand", "--since", "2026-12-01")["changes"]
    assert [(line["by"], line["key"], line["column"], line["new"]) for line in hand] == [("hand", "P-000001", "Notes", "asked about it")]
    assert office.run("changes", "--case", "C-99999").error == "X-CASE"
    assert office.run("changes", "--field", "Nonsense").error == "X-OPTION"


def test_a_ledger_without_a_chain_has_nothing_to_tell(tmp_path: Path) -> None:
    office = Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["10-20"])})
    assert office.clean()
    assert office.run("changes").error == "X-HISTORY"




@pytest.mark.parametrize("name", ["C-00001", "A\\12", 'B"7'])
def test_changes_tells_a_case_whatever_its_id(tmp_path: Path, name: str) -> None:
    rows = [row | {"Case ID": name} for row in installments(1, ["10-20", "11-20"])]
    office = Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case() | {"Case ID": name}], "Installments": rows})
    office.weekly("11-23")
    office.run("pay", "--case", name, "--amount", "40", "--on", "2026-11-24", "--as-of", "2026-11-24", "--by", "Mary Webb")
    told = office.run("changes", "--case", name)["changes"]
    assert ("pay", "Cases", "Outstanding", "200", "160") in [(line["task"], line["table"], line["column"], line["old"], line["new"]) for line in told]
    assert ("pay", "Payments", "P-000001") in [(line["task"], line["table"], line["key"]) for line in told]
