"""Verify finds what the program never writes: changed bytes, steps that do not follow, doubled keys, copied rows, conflict copies."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.stories.begun import once
from tests.stories.desk import Office, case, debtor, installments

KEY = "C-00001|1|reminder|1"


def begun(folder: Path) -> Office:
    office = Office(folder).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["11-20"])})
    assert office.weekly("11-23")["sent"] == 1
    assert office.clean()
    return office


@pytest.fixture
def office() -> Office:
    return once(begun)


def unlocked(db: sqlite3.Connection) -> None:
    db.execute("DROP TRIGGER steps_fixed")
    db.execute("DROP TRIGGER steps_kept")


def lost_step(db: sqlite3.Connection) -> None:
    unlocked(db)
    db.execute("DELETE FROM steps WHERE to_state = 'data'")


def wrong_step(db: sqlite3.Connection) -> None:
    unlocked(db)
    db.execute("UPDATE steps SET from_state = 'planned' WHERE to_state = 'queued'")
    db.execute("UPDATE steps SET to_state = 'planned' WHERE from_state = ''")


DAMAGE: dict[str, tuple[Callable[[sqlite3.Connection], object], str]] = {
    "bytes": (lambda db: db.execute("UPDATE bodies SET bytes = x'00'"), "its bytes are not those that were planned"),
    "digest": (lambda db: db.execute("UPDATE messages SET sha256 = 'x'"), "its bytes are not those that were planned"),
    "no bytes": (lambda db: db.execute("DELETE FROM bodies"), "its bytes are missing"),
    "state": (lambda db: db.execute("UPDATE messages SET state = 'failed'"), "it is failed, its last step led to entered"),
    "lost step": (lost_step, "a step from data to sent where it stood at envelope"),
    "wrong step": (wrong_step, "a step from planned to queued where it stood at nothing"),
}


@pytest.mark.parametrize("what", DAMAGE)
def test_a_changed_journal_is_told_with_the_message(office: Office, what: str) -> None:
    harm, told = DAMAGE[what]
    with sqlite3.connect(office.journal) as db:
        harm(db)
    db.close()
    answer = office.run("verify")
    assert answer.code == 1
    assert f"{KEY}: {told}" in [fault["found"] for fault in answer["faults"] if fault["code"] == "W-JOURNAL"]


def test_two_living_messages_under_one_key_are_told(office: Office) -> None:
    with sqlite3.connect(office.journal) as db:
        columns = [row[1] for row in db.execute("PRAGMA table_info(messages)")]
        values = ", ".join({"uid": "'twin'", "file_name": "'twin.eml'"}.get(name, name) for name in columns)
        db.execute(f"INSERT INTO messages SELECT {values} FROM messages")
        db.execute("INSERT INTO message_keys SELECT key, 2, case_id, 'twin', 0 FROM message_keys")
        db.execute("INSERT INTO bodies SELECT 'twin', bytes FROM bodies")
    db.close()
    assert f"{KEY}: 2 messages stand under this key" in [fault["found"] for fault in office.run("verify")["faults"]]


def test_a_copied_row_is_told(office: Office) -> None:
    row = {name: value for name, value in office.sheet("Contacts")[0].items() if value is not None}
    office.type("Contacts", row | {"Contact ID": "K-900001"})
    assert f"{KEY} stands twice" in [fault["found"] for fault in office.run("verify")["faults"]]


def test_a_row_set_to_sent_by_hand_is_told(office: Office) -> None:
    office.setting("run_max_messages", 0)
    office.weekly("11-30")
    office.set("Contacts", {"Key": "C-00001|1|reminder|2"}, Result="sent")
    assert "C-00001|1|reminder|2 stands at sent, the journal says planned" in [fault["found"] for fault in office.run("verify")["faults"]]


def test_a_conflict_copy_is_told_and_stops_the_next_run(office: Office) -> None:
    copy = office.path.with_name("ledger (Ann's conflicted copy 2026-11-26).xlsm")
    copy.write_bytes(office.path.read_bytes())
    assert copy.name in office.run("verify")["faults"][0]["found"]
    office.type("Debtors", debtor(2))
    office.type("Cases", case(2, 2))
    office.type("Installments", *installments(2, ["11-20"]))
    answer = office.weekly("11-23")
    assert answer["sent"] == 0
    assert [m["why"] for m in answer["messages"] if m["case_id"] == "C-00002"] == [
        f"JOURNAL: Nothing is sent: {copy.name} shows that two computers wrote at once. Compare, move the copies out of this folder, and let one computer send."
    ]


def test_a_moved_pair_says_which_word_lets_it_send(office: Office, tmp_path: Path) -> None:
    shutil.copytree(office.path.parent, tmp_path / "elsewhere", ignore=shutil.ignore_patterns("elsewhere"))
    twin = Office(tmp_path / "elsewhere")
    assert "adopt --moved" in twin.run("verify")["faults"][0]["advice"]
    assert "JOURNAL" in {rule for m in twin.weekly("11-30")["messages"] for rule in m["rules"]}
    assert twin.run("outbox", "adopt", "--moved", "--by", "Nobody").error == "X-OPTION"
    twin.setting("transport", "smtp")
    assert twin.run("outbox", "adopt", "--moved", "--by", "Li Na").error == "X-OPTION"  # where mail leaves a name is only a claim
    twin.setting("transport", "folder")
    assert twin.run("outbox", "adopt", "--moved", "--by", "Li Na").code == 0
    assert twin.weekly("12-01")["sent"] == 1
    assert twin.clean()
