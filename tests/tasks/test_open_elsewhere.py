"""The run comes due while somebody has the ledger open: it computes, flags and queues; all of it is entered and sent once, after it was asked again."""

from __future__ import annotations

from pathlib import Path

import pytest

from pyaddin.correspondence.deskbook import Deskbook
from pyaddin.ledger.closed import ClosedBook
from pyaddin.tasks import kept_runs
from tests.stories.desk import LEDGER_ID, Office, case, contact, day, debtor, hold, installments, payment, promise
from tests.tasks.open_desk import OpenDesk

LOCKS = {"Excel": "~$ledger.xlsm", "LibreOffice": ".~lock.ledger.xlsm#"}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Ann is late since 2 November, Bob disputes, Cai promised."""
    rows = {
        "Debtors": [debtor(1), debtor(2), debtor(3)],
        "Cases": [case(1), case(2, 2), case(3, 3)],
        "Installments": [row for number in (1, 2, 3) for row in installments(number, ["11-02", "12-02"])],
        "Holds": [hold(2, "H-00001", "DISPUTE", "11-03", "12-31")],
        "Promises": [promise(3, "R-00001", "11-01", 100, "11-27")],
    }
    return Office(tmp_path).new(rows)


def open_in(office: Office, program: str = "Excel") -> Path:
    """Mary opens the ledger."""
    lock = office.path.with_name(LOCKS[program])
    lock.write_bytes(b"\x04Mary" if program == "Excel" else b",Mary,desk,09.11.2026 09:00,file:///;")
    return lock


def queued(office: Office) -> list[str]:
    return [item["state"] for item in office.run("outbox", "list")["items"]]


@pytest.mark.parametrize("program", LOCKS)
def test_computed_and_queued_then_entered_and_sent_once(office: Office, program: str) -> None:
    lock = open_in(office, program)
    before = office.path.read_bytes()
    assert office.weekly("11-09", "--dry-run")["sent"] == 1  # looking tells what a run would do
    answer = office.weekly("11-09")
    assert (answer.code, answer["sent"], answer["queued"], answer["flagged"]) == (0, 0, 1, 3)
    assert program in answer["notes"][0]
    assert "waits in the journal" in answer["notes"][0]
    assert (office.path.read_bytes(), office.emails(), queued(office)) == (before, [], ["queued"])
    assert Path(answer["report"]).is_file()
    lock.unlink()
    later = office.weekly("11-09")
    assert (later.code, later["sent"], later["flagged"]) == (0, 1, 0)
    assert office.keyed() == [("C-00001|1|reminder|1", "sent")]
    assert len(office.emails()) == 1
    assert [(row["Run ID"], row["Queued"], row["Sent"]) for row in office.sheet("Runs")] == [("W-2026-11-09", 1, 0), ("W-2026-11-09-2", 0, 1)]
    assert {row["Flagged on"] for row in office.sheet("Installments") if row["Due on"] == day("11-02")} == {day("11-09")}
    assert [row["To"] for row in office.sheet("Moves")] == ["CONTACT"] * 3
    assert office.clean()
    state = office.path.read_bytes()
    assert office.weekly("11-09")["changes"] == []
    assert office.path.read_bytes() == state


def test_asking_again_while_it_is_open_plans_nothing_twice(office: Office) -> None:
    open_in(office)
    first = office.weekly("11-09")
    before = office.bytes()
    for _ in range(3):
        again = office.weekly("11-09")
        assert (again.code, again["run_id"], again["messages"], again["queued"]) == (0, first["run_id"], [], 1)
        assert "still open" in again["notes"][0]
    assert office.bytes() == before


def test_the_next_days_run_builds_on_the_one_that_waits(office: Office) -> None:
    lock = open_in(office)
    office.weekly("11-09")
    next_day = office.daily("11-10")
    assert (next_day.code, next_day["flagged"], next_day["moved"], next_day["sent"]) == (0, 0, 0, 0)
    assert queued(office) == ["queued"]
    lock.unlink()
    assert office.daily("11-11")["sent"] == 1
    assert [row["Run ID"] for row in office.sheet("Runs")] == ["W-2026-11-09", "D-2026-11-10", "D-2026-11-11"]
    assert office.keyed() == [("C-00001|1|reminder|1", "sent")]
    assert len(office.emails()) == 1
    assert office.clean()


def test_what_was_typed_meanwhile_is_asked_before_anything_leaves(office: Office) -> None:
    lock = open_in(office)
    office.weekly("11-09")
    lock.unlink()
    office.type("Payments", payment(1, "11-08", 100))  # Mary had typed it and saved at noon
    answer = office.weekly("11-09")
    assert (answer["sent"], office.emails()) == (0, [])
    assert office.keyed() == [("C-00001|1|reminder|1", "blocked")]
    assert office.case()["Arrears"] == 0
    assert office.clean()


@pytest.mark.parametrize("door", ["weekly", "pay"])
def test_a_persons_word_wins_and_is_told(office: Office, door: str) -> None:
    office.type("Payments", payment(1, "11-08", 40))
    office.weekly("11-09")
    lock = open_in(office)
    lock.unlink()
    office.type("Payments", payment(1, "11-10", 160))
    lock = open_in(office)
    assert office.weekly("11-16")["moved"] >= 1
    lock.unlink()
    office.set("Cases", {"Case ID": "C-00001"}, Outcome="SETTLED", Outcome_on=day("11-15"), Approved_by="Li Na")
    pay = ("--as-of", "2026-11-16", "--case", "C-00002", "--amount", "5", "--on", "2026-11-16")
    answer = office.weekly("11-16") if door == "weekly" else office.run("pay", *pay)
    assert office.case()["Outcome"] == "SETTLED"
    assert any("Outcome" in note and "SETTLED" in note and "PAID" in note for note in answer["notes"]), answer["notes"]
    assert office.clean()


def test_an_entry_on_the_closed_ledger_enters_the_run_and_leaves_the_messages_to_the_next(office: Office) -> None:
    lock = open_in(office)
    office.weekly("11-09")
    told = office.run("verify")
    assert any(fault["found"] == "W-2026-11-09" and "made while the ledger was open" in fault["advice"] for fault in told["faults"])
    lock.unlink()
    office.set("Cases", {"Case ID": "C-00001"}, Outcome="DECEASED", Outcome_on=day("11-08"), Approved_by="Li Na")
    assert office.run("pay", "--as-of", "2026-11-09", "--case", "C-00002", "--amount", "5", "--on", "2026-11-09").code == 0
    assert [row["Run ID"] for row in office.sheet("Runs")] == ["W-2026-11-09"]
    assert (office.keyed(), office.emails()) == ([("C-00001|1|reminder|1", "queued")], [])
    assert office.weekly("11-09")["sent"] == 0  # Ann has died: her message is taken back
    assert (office.keyed(), office.emails()) == ([("C-00001|1|reminder|1", "blocked")], [])
    assert office.clean()


def test_a_message_cancelled_while_the_ledger_is_open_is_shown_as_cancelled(office: Office) -> None:
    lock = open_in(office)
    office.weekly("11-09")
    key = office.run("outbox", "list")["items"][0]["key"]
    assert office.run("outbox", "cancel", "--key", key, "--by", "Li Na").code == 0
    lock.unlink()
    office.daily("11-09", "--dry-run")
    office.weekly("11-09")
    assert office.keyed()[0] == (key, "blocked")
    assert office.clean()


def test_numbers_taken_meanwhile_are_not_taken_twice(office: Office) -> None:
    lock = open_in(office)
    office.weekly("11-09")
    lock.unlink()
    office.type("Contacts", contact(2, "2026-11-09 09:30", "call", "reached", 2, Contact_ID="K-000001"))
    office.weekly("11-09")
    ids = [row["Contact ID"] for row in office.sheet("Contacts")]
    assert len(ids) == len(set(ids)) >= 2
    assert office.keyed() == [("C-00001|1|reminder|1", "sent")]


def test_send_while_open_sends_with_a_warning_and_enters_later(office: Office) -> None:
    office.setting("send_while_open", "yes")
    lock = open_in(office)
    answer = office.weekly("11-09")
    assert (answer.code, answer["sent"], len(office.emails())) == (0, 1, 1)
    assert "send_while_open" in answer["notes"][0]
    assert office.sheet("Contacts") == []
    lock.unlink()
    office.weekly("11-09")
    assert (office.keyed(), len(office.emails())) == ([("C-00001|1|reminder|1", "sent")], 1)
    assert office.clean()


@pytest.mark.parametrize("step", ["before keeping", "after keeping", "before marking"])
def test_killed_in_between_nothing_is_lost_or_twice(office: Office, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    class Died(BaseException):
        pass

    def die(*_: object, **__: object) -> None:
        raise Died

    lock = open_in(office)
    if step == "before marking":
        office.weekly("11-09")
        lock.unlink()
        monkeypatch.setattr(Deskbook, "entered", die)
    elif step == "before keeping":
        monkeypatch.setattr(Deskbook, "keep", die)
    else:
        monkeypatch.setattr("pyaddin.tasks.run_page.write", die)
    with pytest.raises(Died):
        office.weekly("11-09")
    monkeypatch.undo()
    if lock.exists():
        assert office.weekly("11-09").code == 0
        assert queued(office).count("queued") == 1
        lock.unlink()
    office.weekly("11-09")
    assert office.keyed() == [("C-00001|1|reminder|1", "sent")]
    assert len(office.emails()) == 1
    assert len(office.sheet("Moves")) == 3
    assert kept_runs.waiting(office.path, LEDGER_ID) == []
    assert office.clean()


def test_a_click_in_the_open_workbook_takes_it_over(office: Office) -> None:
    office.setting("recall_minutes", 0)
    desk = OpenDesk(office)
    assert office.weekly("11-09")["queued"] == 1
    click = desk.click("weekly")
    assert click.data["sent"] == 0 or click.data["sent"] == 1
    desk.send()
    assert len(office.emails()) == 1
    assert [key for key, _ in desk.results()] == ["C-00001|1|reminder|1"]
    assert len(kept_runs.waiting(office.path, LEDGER_ID)) == 1  # until the file on disk has it
    desk.close()  # without saving: it is entered from the journal
    office.weekly("11-09")
    assert office.keyed() == [("C-00001|1|reminder|1", "sent")]
    assert len(office.emails()) == 1
    assert kept_runs.waiting(office.path, LEDGER_ID) == []
    assert office.clean()


def test_a_sender_that_waits_for_earlier_clicks_leaves_them_alone(office: Office) -> None:
    desk = OpenDesk(office)
    assert office.weekly("11-09")["queued"] == 1
    assert desk.send().data == {"sent": 0, "withdrawn": 0, "left": 1, "alone": True}
    assert office.emails() == []
    assert ClosedBook(office.path).read().tables["Contacts"].rows == ()


def test_a_reminder_by_command_on_an_open_ledger_still_asks_to_close_it(office: Office) -> None:
    open_in(office)
    before = office.bytes()
    answer = office.run("remind", "--as-of", "2026-11-09", "--case", "C-00001")
    assert (answer.code, answer.error) == (2, "X-OPEN")
    assert office.bytes() == before


def test_without_a_usable_journal_nothing_can_wait(office: Office) -> None:
    office.weekly("11-09")
    office.journal.unlink()
    open_in(office)
    before = office.bytes()
    answer = office.weekly("11-16")
    assert (answer.code, answer.error) == (2, "X-OPEN")
    assert office.bytes() == before
