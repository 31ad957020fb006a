"""A run may be started twice, late, or at the wrong moment: nothing is sent twice, and what cannot start changes nothing."""

from __future__ import annotations

import os
import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pyaddin.correspondence.journal import lock_path
from pyaddin.correspondence.lock import Lock
from pyaddin.ledger.closed import ClosedBook
from tests.stories.desk import Office, case, day, debtor, hold, installments, payment, promise


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Three debtors: Ann late since 20 November, Bob with a hold, Cai promised more than a week ago."""
    rows = {
        "Debtors": [debtor(1), debtor(2), debtor(3)],
        "Cases": [case(1), case(2, 2), case(3, 3)],
        "Installments": [row for number in (1, 2, 3) for row in installments(number, ["11-20", "12-20"])],
        "Holds": [hold(2, "H-00001", "DISPUTE", "11-21", "12-31")],
        "Promises": [promise(3, "R-00001", "11-14", 100, "11-27")],
        "Payments": [payment(2, "11-21", 40), payment(3, "11-22", 10)],
    }
    return Office(tmp_path).new(rows)


def state(office: Office) -> dict[str, bytes]:
    """Ledger, journal, backups: all but the pages of the runs."""
    return {name: content for name, content in office.bytes().items() if "-out/" not in name}


def test_a_second_run_on_the_same_date_changes_not_a_byte(office: Office) -> None:
    first = office.weekly("11-23")
    assert (first["sent"], first["blocked"]) == (1, 2)
    before, emails, parts = state(office), office.emails(), len(office.sheet("Runs"))
    second = office.weekly("11-23")
    assert (second.code, second["sent"], second["moved"], second["flagged"], second["changes"]) == (0, 0, 0, 0, [])
    assert state(office) == before
    assert (office.emails(), len(office.sheet("Runs"))) == (emails, parts)
    assert office.clean()


@pytest.mark.parametrize("kind", ["daily", "remind"])
def test_no_other_door_sends_it_again_on_that_date(office: Office, kind: str) -> None:
    office.weekly("11-23")
    words = ("--case", "C-00001") if kind == "remind" else ()
    answer = office.run(kind, "--as-of", "2026-11-23", *words)
    assert answer["messages"] == [] or [m["result"] for m in answer["messages"]] == ["blocked"] * len(answer["messages"])
    assert len(office.emails()) == 1


def test_a_weekly_run_after_a_daily_one_says_nothing_twice(office: Office) -> None:
    assert office.daily("11-23")["sent"] == 1
    assert office.weekly("11-23")["sent"] == 0
    assert office.keyed().count(("C-00001|1|reminder|1", "sent")) == 1


def test_three_missed_weeks_make_one_message_for_each_debtor(office: Office) -> None:
    office.weekly("11-23")
    answer = office.weekly("12-21")
    told = [m["case_id"] for m in answer["messages"] if m["result"] in ("sent", "queued")]
    assert sorted(told) == sorted(set(told))
    assert ("C-00001", "reminder", 2, "sent") in answer.results
    assert office.stage() == ("DEEP", 2)  # one step, though level 4 is due by the days


def test_a_date_before_the_last_run_is_refused(office: Office) -> None:
    office.weekly("11-23")
    before = office.bytes()
    for kind in ("weekly", "daily"):
        answer = office.run(kind, "--as-of", "2026-11-22")
        assert (answer.code, answer.error) == (2, "X-BACKDATED")
    assert office.bytes() == before


@pytest.mark.parametrize("as_option", [True, False])
def test_sending_for_real_without_an_account_is_refused(office: Office, as_option: bool) -> None:
    if not as_option:
        office.setting("transport", "smtp")
    before = office.bytes()
    answer = office.weekly("11-23", *(("--transport", "smtp") if as_option else ()))
    assert (answer.code, answer.error) == (2, "X-MAIL-SETUP")
    assert office.bytes() == before


def test_two_runs_at_once_the_second_stops_with_a_clear_word(office: Office) -> None:
    lock = Lock.take(lock_path(office.path), datetime(2026, 11, 23, 9, tzinfo=UTC))
    try:
        before = office.path.read_bytes()
        answer = office.weekly("11-23")
        assert (answer.code, answer.error) == (2, "X-LOCKED")
        assert str(os.getpid()) in answer["error"]["found"] or socket.gethostname() in answer["error"]["found"]
        assert office.path.read_bytes() == before
        assert office.emails() == []
    finally:
        lock.release()
    assert office.weekly("11-23")["sent"] == 1


def test_a_ledger_saved_by_a_clerk_during_the_run_is_not_overwritten(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    real = ClosedBook.write
    typed: list[bytes] = []

    def write(book: ClosedBook, *args: object, **more: object) -> object:
        if not typed:
            typed.append(b"")
            office.type("Payments", payment(1, "11-22", 100))
            typed.append(office.path.read_bytes())
        return real(book, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(ClosedBook, "write", write)
    typed.append(b"")  # the clerk's own typing below must not set it off
    typed.clear()
    answer = office.weekly("11-23")
    assert answer.code == 1  # an email had left: stopped in the middle
    assert "X-CHANGED" in answer["stopped"]
    assert (answer["sent"], answer["changes"]) == (1, [])
    assert office.path.read_bytes() == typed[1]
    monkeypatch.undo()
    again = office.weekly("11-23")  # the email had left: it is entered, and nothing goes a second time
    assert again["sent"] == 0
    assert office.keyed() == [("C-00001|1|reminder|1", "sent")]
    assert len(office.emails()) == 1
    assert office.clean()


def test_blank_ids_are_filled_and_numbers_go_on_from_the_highest(office: Office) -> None:
    office.type("Payments", payment(1, "11-21", 5, "P-000041"), payment(1, "11-22", 5))
    answer = office.weekly("11-23")
    assert [row["Payment ID"] for row in office.sheet("Payments")] == ["P-000042", "P-000043", "P-000041", "P-000044"]
    assert {fault["code"] for fault in answer["faults"]} == {"W-ID-FILLED"}
    assert answer.code == 0


def test_one_clock_day_belongs_to_the_office(office: Office) -> None:
    office.weekly("11-23")
    run = office.sheet("Runs")[0]
    assert run["As of"] == day("11-23")
    assert run["Started at"].endswith("Z")


def test_a_ledger_changed_before_anything_left_is_a_plain_stop(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.setting("reply_to", None)
    real = ClosedBook.write

    def write(book: ClosedBook, *args: object, **more: object) -> object:
        monkeypatch.setattr(ClosedBook, "write", real)
        office.type("Payments", payment(1, "11-22", 100))
        return real(book, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(ClosedBook, "write", write)
    answer = office.weekly("11-23")
    assert (answer.code, answer.error) == (2, "X-CHANGED")
    assert office.weekly("11-23").code == 0


def test_a_report_that_cannot_be_written_does_not_undo_the_run(office: Office, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "report.html").mkdir(parents=True)
    answer = office.weekly("11-23", "--out", str(out))
    assert answer.code == 1
    assert "report.html" in answer["stopped"]
    assert office.keyed() == [("C-00001|1|reminder|1", "sent")]
    assert office.clean()


def test_a_week_in_which_nothing_happened_is_on_record_once(tmp_path: Path) -> None:
    office = Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["2027-06-01"])})
    for on in ("11-16", "11-23"):
        assert office.weekly(on)["messages"] == []
    before = state(office)
    office.weekly("11-23")
    assert state(office) == before
    assert [row["As of"] for row in office.sheet("Runs")] == [day("11-16"), day("11-23")]
    assert next(row["Value"] for row in office.sheet("Settings") if row["Key"] == "as_of") == day("11-23")
    assert office.clean()
