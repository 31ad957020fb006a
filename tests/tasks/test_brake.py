"""A run that is not like the others parks its messages and asks; a supervisor who is logged in as such lets exactly those bytes go."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pyaddin.correspondence.outbox import Outbox
from tests.stories.desk import LEDGER_ID, SUPERVISOR, Office, case, day, debtor, installments, money, payment

ME = "sue"
NUMBERS = tuple(range(1, 7))


@pytest.fixture(autouse=True)
def login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: ME)


def office_of(tmp_path: Path, numbers: tuple[int, ...], **settings: object) -> Office:
    rows = {
        "Debtors": [debtor(number, Email=f"d{number}@debtor.example") for number in numbers],
        "Cases": [case(number, number) for number in numbers],
        "Installments": [row for number in numbers for row in installments(number, ["11-20"], amount=100 * number)],
    }
    return Office(tmp_path).new(rows, {"supervisors": f"{SUPERVISOR}, {ME}", **settings})  # type: ignore[dict-item]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Six debtors to write to, four allowed."""
    return office_of(tmp_path, NUMBERS, run_max_messages=4)


def bodies(office: Office) -> set[str]:
    with sqlite3.connect(f"{office.journal.as_uri()}?mode=ro", uri=True) as db:
        return {str(row[0]) for row in db.execute("SELECT sha256 FROM messages WHERE brake <> ''")}


def test_too_many_are_all_parked_and_told_in_every_place(office: Office) -> None:
    foretold = office.weekly("11-23", "--dry-run")
    answer = office.weekly("11-23")
    assert foretold.results == answer.results == [(f"C-{number:05d}", "reminder", 1, "queued") for number in NUMBERS]
    assert (answer.code, answer["sent"], answer["queued"], answer["parked"], answer["flagged"]) == (1, 0, 6, 6, 6)
    assert answer["brake"] == [{"rule": "RUN-MAX", "why": "This run would send 6 messages, run_max_messages allows 4."}]
    assert answer["notes"][0].startswith("6 messages are parked and wait for a supervisor: This run would send 6 messages")
    assert f"outbox approve --run {answer['run_id']}" in answer["notes"][0]
    assert all("RUN-MAX" in message["rules"] for message in answer["messages"])
    first = office.sheet("Today")[0]
    assert (first["Rank"], first["Action"]) == (1, "Supervisor: release or cancel 6 parked messages")
    assert first["Why"] == "RUN-MAX: This run would send 6 messages, run_max_messages allows 4."
    assert "wait for a supervisor" in Path(answer["report"]).read_text(encoding="utf-8")
    assert office.emails() == []
    assert office.clean()
    again = office.weekly("11-23")
    assert (again["sent"], again["queued"], again["changes"]) == (0, 0, [])


def test_a_run_is_released_as_a_whole_and_exactly_its_bytes_go(office: Office) -> None:
    run_id = office.weekly("11-23")["run_id"]
    items = office.run("outbox", "approve", "--run", run_id)["items"]
    assert {(item["state"], item["brake"]) for item in items} == {("approved", "RUN-MAX")}
    answer = office.weekly("11-24")
    assert (answer["sent"], answer["parked"], answer["brake"]) == (6, 0, [])
    assert bodies(office) == {hashlib.sha256(path.read_bytes()).hexdigest() for path in office.emails()}
    assert not [row for row in office.sheet("Today") if row["Action"].startswith("Supervisor")]
    assert office.clean()
    with sqlite3.connect(f"{office.journal.as_uri()}?mode=ro", uri=True) as db:
        assert set(db.execute("SELECT act, by, os_user FROM approvals")) == {("approve", ME, ME)}
        assert db.execute("SELECT count(*) FROM approvals").fetchone() == (6,)


def test_released_messages_keep_to_the_cap_of_the_day(office: Office) -> None:
    office.weekly("11-23")
    office.run("outbox", "approve", "--all")
    office.setting("daily_cap", 4)
    assert office.weekly("11-24", "--dry-run")["sent"] == 4
    assert office.weekly("11-24")["sent"] == 4
    assert office.weekly("11-24")["sent"] == 0
    assert office.weekly("11-25")["sent"] == 2
    assert office.clean()


def test_the_facts_are_asked_again_before_a_released_message_goes(office: Office) -> None:
    office.weekly("11-23")
    office.run("outbox", "approve", "--all")
    office.type("Payments", payment(1, "11-24", 100))
    answer = office.weekly("11-24")
    assert ("C-00001", "reminder", 1, "sent") not in answer.results
    assert answer["sent"] == 5


def test_a_run_can_be_cancelled_as_a_whole(office: Office) -> None:
    office.weekly("11-23")
    assert office.run("outbox", "cancel", "--all", "--by", "anyone")["items"] == []
    office.setting("run_max_messages", 6)
    assert office.weekly("11-24")["sent"] == 6


@pytest.mark.parametrize("words", [("--run", "W-2026-01-01"), ("--key", "C-00001|1|reminder|9"), ()])
def test_what_nobody_meant_is_refused(office: Office, words: tuple[str, ...]) -> None:
    office.weekly("11-23")
    assert office.run("outbox", "approve", *words).error == "X-OPTION"


def test_only_a_login_that_settings_name_releases_a_parked_run(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.weekly("11-23")
    monkeypatch.setattr("getpass.getuser", lambda: "tom")
    assert office.run("outbox", "approve", "--all").error == "X-OPTION"
    claimed = office.run("outbox", "approve", "--all", "--by", SUPERVISOR)  # a name is only a claim
    assert (claimed.error, claimed["error"]["found"]) == ("X-OPTION", "the login tom is not a supervisor")
    assert {item["state"] for item in office.run("outbox", "list")["items"]} == {"planned"}


def usual(office: Office, weeks: int = 4) -> None:
    """Earlier weekly runs with two messages each, in the ledger and the journal."""
    at = datetime(2026, 10, 1, tzinfo=UTC)
    with Outbox.open(office.path, LEDGER_ID, ledger_keys=(), ledger_runs=(), now=lambda: at, create=True) as box:
        for number in range(1, weeks + 1):
            on = day(f"10-{5 * number:02d}")
            box.begin_run(f"W-{on}", "weekly", on, "folder")
            box.end_run(f"W-{on}", {})
            office.type("Runs", {"Run ID": f"W-{on}", "Kind": "weekly", "As of": on, "Sent": 1, "Queued": 1})


def test_more_than_twice_as_many_as_usual(tmp_path: Path) -> None:
    office = office_of(tmp_path, tuple(range(1, 13)))
    usual(office)
    answer = office.weekly("11-23")
    assert (answer["sent"], answer["parked"]) == (0, 12)
    assert [brake["rule"] for brake in answer["brake"]] == ["BRAKE-MEDIAN"]


def test_what_the_brake_parked_stays_parked_however_long_nobody_looks(tmp_path: Path) -> None:
    """Taken back as out of date and made anew it would count as usual by and by, and leave with nobody's leave."""
    office = office_of(tmp_path, tuple(range(1, 16)))
    usual(office)
    for on in ("11-23", "11-30", "12-07", "12-14", "12-21"):
        office.weekly(on)
        assert office.emails() == [], on
    office.run("outbox", "approve", "--all")
    answer = office.weekly("12-28")  # what a supervisor lets go now is out of date: it is made anew, and looked at again
    assert (answer["sent"], answer["parked"]) == (0, 15)


def test_three_earlier_runs_say_nothing_yet(tmp_path: Path) -> None:
    office = office_of(tmp_path, tuple(range(1, 13)))
    usual(office, 3)
    assert office.weekly("11-23")["sent"] == 12


def test_a_history_that_was_only_adopted_is_no_measure(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.run("new", "--sample", "90", "--seed", "2", "--as-of", "2026-11-23")
    answer = office.weekly("11-23")
    assert (answer["brake"], answer["parked"]) == ([], 0)
    assert answer["sent"] > 10


@pytest.fixture
def many(tmp_path: Path) -> Office:
    """Twenty debtors known from a run that wrote to nobody, since nothing was due."""
    office = office_of(tmp_path, tuple(range(1, 21)))
    assert office.daily("11-19")["sent"] == 0
    return office


def test_changed_addresses_are_asked_about_until_a_supervisor_has_looked(many: Office) -> None:
    for number in (3, 4):
        many.set("Debtors", {"Debtor ID": f"D-{number:05d}"}, Email=f"d{number}@elsewhere.example")
    answer = many.weekly("11-23")
    assert answer["brake"] == [{"rule": "BRAKE-CHANGED", "why": "2 of 20 email addresses have changed since the last run, more than one in twenty."}]
    assert (answer["sent"], answer["parked"]) == (0, 20)
    many.run("outbox", "cancel", "--all")
    again = many.weekly("11-24")
    assert (again["sent"], again["parked"]) == (0, 20)  # nobody has looked yet
    many.run("outbox", "approve", "--all")
    assert many.weekly("11-25")["sent"] == 20
    many.type("Cases", case(21, 1))
    many.type("Installments", *installments(21, ["11-20"]))
    assert many.weekly("11-30")["brake"] == []  # the new addresses are the known ones now


def test_put_right_again_it_goes_by_itself(many: Office) -> None:
    for number in (3, 4):
        many.set("Installments", {"Case ID": f"C-{number:05d}"}, Due_on=day("11-10"), Principal=money(999))
    assert [brake["rule"] for brake in many.weekly("11-23", "--dry-run")["brake"]] == ["BRAKE-CHANGED", "BRAKE-CHANGED"]
    for number in (3, 4):
        many.set("Installments", {"Case ID": f"C-{number:05d}"}, Due_on=day("11-20"), Principal=money(100 * number))
    assert many.weekly("11-23")["sent"] == 20


@pytest.mark.parametrize("part", ["Principal", "Interest", "Fee"])
def test_every_part_of_an_amount_is_watched(many: Office, part: str) -> None:
    for number in (3, 4):
        many.set("Installments", {"Case ID": f"C-{number:05d}"}, **{part: money(7)})
    assert [brake["rule"] for brake in many.weekly("11-23", "--dry-run")["brake"]] == ["BRAKE-CHANGED"]


@pytest.mark.parametrize("apart", [True, False])
def test_what_an_earlier_version_remembered_is_compared_too(many: Office, apart: bool) -> None:
    with sqlite3.connect(many.journal) as db:  # each value in a row of its own; in the first versions the due date and the amount of an installment, too
        emails, known = (json.loads(db.execute("SELECT digest FROM watched WHERE kind = ?", (kind,)).fetchone()[0]) for kind in ("email", "installment"))
        assert (len(emails), len(known)) == (20, 20)
        rows = [("email", name, digest) for name, digest in emails.items()]
        if apart:
            rows += [(kind, name, digest[at : at + 16]) for name, digest in known.items() for at, kind in ((0, "due"), (16, "amount"))]
        else:
            rows += [("installment", name, digest) for name, digest in known.items()]
        db.execute("DELETE FROM watched")
        db.executemany("INSERT INTO watched (kind, id, digest) VALUES (?, ?, ?)", rows)
    many.set("Installments", {"Case ID": "C-00003"}, Due_on=day("11-10"))
    many.set("Installments", {"Case ID": "C-00004"}, Due_on=day("11-10"), Principal=money(999))
    answer = many.weekly("11-23", "--dry-run")
    assert answer["brake"] == [{"rule": "BRAKE-CHANGED", "why": "2 of 20 due dates have changed since the last run, more than one in twenty."}]
    for number in (3, 4):
        many.set("Installments", {"Case ID": f"C-{number:05d}"}, Due_on=day("11-20"), Principal=money(100 * number))
    assert many.weekly("11-23")["sent"] == 20
    with sqlite3.connect(many.journal) as db:
        now = {(kind, name): json.loads(digests) for kind, name, digests in db.execute("SELECT kind, id, digest FROM watched")}
    assert now == {("email", ""): emails, ("installment", ""): known}


def test_one_in_twenty_and_new_rows_are_daily_work(many: Office) -> None:
    many.set("Debtors", {"Debtor ID": "D-00003"}, Email="d3@elsewhere.example")
    many.type("Debtors", debtor(21, Email="d21@debtor.example"))
    many.type("Cases", case(21, 21))
    many.type("Installments", *installments(21, ["11-20"]))
    assert many.weekly("11-23")["sent"] == 21


def test_the_ledgers_language_says_it(tmp_path: Path) -> None:
    office = office_of(tmp_path, NUMBERS, run_max_messages=4, ledger_language="zh-CN")
    answer = office.weekly("11-23")
    assert answer["brake"][0]["why"] == "本次将发送 6 封，run_max_messages 只允许 4 封。"
    assert office.sheet("Today")[0]["Action"] == "主管：放行或取消 6 封搁置的邮件"


def test_messages_in_doubt_stand_first_on_today(office: Office) -> None:
    office.setting("run_max_messages", None)
    office.weekly("11-23")
    for number in (2, 3):
        office.set("Contacts", {"Key": f"C-{number:05d}|1|reminder|1"}, Result="unknown")
    office.run("refresh", "--as-of", "2026-11-24")
    first = office.sheet("Today")[0]
    assert (first["Rank"], first["Case ID"]) == (1, "C-00002")
    assert first["Action"] == "Look into the mailbox: did 2 messages in doubt arrive? Then say so in Outbox"
