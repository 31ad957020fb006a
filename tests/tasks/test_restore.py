"""A backup is brought back in one step, the journal stays: what was sent is entered again and never sent again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.begun import once
from tests.stories.desk import Office, case, debtor, installments, payment


def begun(folder: Path) -> Office:
    """Two debtors; the run of 23 November wrote to both."""
    numbers = (1, 2)
    rows = {
        "Debtors": [debtor(number) for number in numbers],
        "Cases": [case(number, number) for number in numbers],
        "Installments": [row for number in numbers for row in installments(number, ["11-20"])],
    }
    office = Office(folder).new(rows)
    assert office.weekly("11-23")["sent"] == 2
    return office


@pytest.fixture
def office() -> Office:
    return once(begun)


def test_backups_are_listed_with_their_dates_and_nothing_is_touched(office: Office) -> None:
    office.run("pay", "--case", "C-00001", "--amount", "5", "--on", "2026-11-23")
    before = office.bytes()
    answer = office.run("restore")
    assert (answer.code, answer["restored"]) == (0, None)
    names = [row["name"] for row in answer["backups"]]
    assert len(names) == 2
    assert names == sorted(names, reverse=True)
    assert office.bytes() == before


def test_what_had_left_is_entered_again_and_not_sent_again(office: Office) -> None:
    was, emails = office.path.read_bytes(), office.emails()
    (first,) = [row["name"] for row in office.run("restore")["backups"]]
    journal = office.journal.read_bytes()
    answer = office.run("restore", "--backup", first)
    assert {row["case_id"] for row in answer["entered_again"]} == {"C-00001", "C-00002"}
    assert answer["notes"] == ["2 messages that left since then are entered again at the next run; they are not sent again."]
    assert office.sheet("Contacts") == []
    assert office.journal.read_bytes() == journal
    assert (office.path.parent / "ledger-backups" / answer["kept"]).read_bytes() == was
    assert office.run("verify").code == 1  # what left is not in the ledger
    run = office.weekly("11-23")
    assert run["sent"] == 0
    assert office.emails() == emails
    assert [row["Result"] for row in office.sheet("Contacts")] == ["sent", "sent"]
    assert office.stage() == ("CONTACT", 1)
    assert office.clean()


def test_work_of_people_since_then_is_named(office: Office) -> None:
    office.run("pay", "--case", "C-00001", "--amount", "5", "--on", "2026-11-23", "--by", "Mary Webb")
    newest = office.run("restore")["backups"][0]["name"]
    answer = office.run("restore", "--backup", newest)
    assert [(row["task"], row["by"]) for row in answer["lost"]] in ([("pay", "Mary Webb")], [])  # the backup's date is the computer's, the act's the office's
    assert office.sheet("Payments") == []


def test_and_back_again(office: Office) -> None:
    was = office.path.read_bytes()
    (first,) = [row["name"] for row in office.run("restore")["backups"]]
    kept = office.run("restore", "--backup", first)["kept"]
    office.run("restore", "--backup", kept)
    assert office.path.read_bytes() == was
    assert office.clean()


@pytest.mark.parametrize("harm", ["gone", "damaged"])
def test_a_ledger_that_is_gone_or_damaged_comes_back(office: Office, harm: str) -> None:
    (first,) = [row["name"] for row in office.run("restore")["backups"]]
    if harm == "gone":
        office.path.unlink()
    else:
        office.path.write_bytes(b"PK\x03\x04 and nothing more")
    answer = office.run("restore", "--backup", first)
    assert (answer.code, answer["restored"]) == (0, first)
    assert office.weekly("11-23")["sent"] == 0
    assert office.clean()


def test_a_damaged_backup_is_refused_and_nothing_changes(office: Office) -> None:
    (first,) = [row["name"] for row in office.run("restore")["backups"]]
    (office.path.parent / "ledger-backups" / first).write_bytes(b"PK\x03\x04")
    before = office.bytes()
    assert office.run("restore", "--backup", first).error == "X-NOT-WORKBOOK"
    assert office.bytes() == before


@pytest.mark.parametrize("name", ["ledger.000009.deadbeef.xlsm", "../ledger.xlsm", "/etc/passwd", ""])
def test_only_a_backup_of_this_ledger_can_be_named(office: Office, name: str) -> None:
    before = office.bytes()
    assert office.run("restore", "--backup", name).error == "X-OPTION"
    assert office.bytes() == before


def test_a_backup_of_another_ledger_is_refused(office: Office, tmp_path: Path) -> None:
    other = Office(tmp_path / "other").new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["11-20"])}, ledger_id="OTHER")
    (first,) = [row["name"] for row in office.run("restore")["backups"]]
    (office.path.parent / "ledger-backups" / first).write_bytes(other.path.read_bytes())
    assert office.run("restore", "--backup", first).error == "X-OPTION"


def test_an_open_ledger_is_left_alone(office: Office) -> None:
    (first,) = [row["name"] for row in office.run("restore")["backups"]]
    office.path.with_name(f"~${office.path.name}").write_bytes(b"\x04Mary" + b" " * 160)
    before = office.path.read_bytes()
    assert office.run("restore", "--backup", first).error == "X-OPEN"
    assert office.path.read_bytes() == before


def test_payments_typed_since_then_stop_nothing_that_is_right(office: Office) -> None:
    (first,) = [row["name"] for row in office.run("restore")["backups"]]
    office.run("restore", "--backup", first)
    office.type("Payments", payment(1, "11-23", 100))
    office.weekly("11-24")
    assert office.clean()
