"""What could not be handed over waits longer each time, is given up in the end, and goes once more as the same bytes on a person's word."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pyaddin.correspondence.backoff import MOST_TRIES, WAITS, next_try
from pyaddin.correspondence.entry import Delivery, WrongStep
from pyaddin.correspondence.journal import Journal, journal_path
from pyaddin.correspondence.journal_schema import SCHEMA_VERSION
from pyaddin.correspondence.outbox import Outbox
from pyaddin.correspondence.send import FolderTransport
from tests.correspondence.drafts import START, Script, draft, is_free, key, listing, open_box


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "collections.xlsm"


@pytest.mark.parametrize(("tries", "minutes"), [(1, 15), (2, 30), (3, 60), (6, 480), (9, 1440)])
def test_each_wait_is_longer(tries: int, minutes: int) -> None:
    assert next_try(tries, START) == START + timedelta(minutes=minutes)


def test_after_three_days_it_is_given_up() -> None:
    assert next_try(MOST_TRIES, START) is None
    assert timedelta(days=3) < sum(WAITS, timedelta()) < timedelta(days=5)


def box_at(ledger: Path, at: datetime) -> Outbox:
    return Outbox.open(ledger, "L-1", ledger_keys=(), ledger_runs=(), now=lambda: at, create=True)


def test_a_server_that_never_takes_it_fails_it_for_good(ledger: Path) -> None:
    at, uid = START, ""
    with box_at(ledger, at) as box:
        uid = box.plan_many([draft(key(1), transport="smtp")])[0].uid
    for tries in range(1, MOST_TRIES + 1):
        with box_at(ledger, at) as box:
            entry = box.deliver(uid, Script(answer=Delivery("deferred", "451 come back later")))
            assert entry.tries == tries
        if tries < MOST_TRIES:
            assert entry.next_try == at + WAITS[tries - 1]
            at = entry.next_try
    assert (entry.state, entry.result, entry.note) == ("failed", "failed", f"451 come back later (given up after {MOST_TRIES} tries)")
    assert box_is_free(ledger)


def box_is_free(ledger: Path) -> bool:
    with open_box(ledger) as box:
        return is_free(box, key(1))


def test_a_full_folder_is_tried_at_the_next_occasion(ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    transport = FolderTransport(tmp_path / "out")
    with open_box(ledger) as box:
        (entry,) = box.plan_many([draft(key(1))])
        monkeypatch.setattr(FolderTransport, "send_together", lambda self, messages: [Delivery("deferred", "disk full") for _ in messages])
        (deferred,) = box.deliver_many([entry.uid], transport)
        assert (deferred.state, deferred.tries) == ("deferred", 1)
        monkeypatch.undo()
        assert [found.uid for found in box.due()] == [entry.uid]
        assert box.deliver_many([entry.uid], transport)[0].state == "sent"


def test_death_in_a_second_try_keeps_the_message_waiting(ledger: Path) -> None:
    def die(phase: str) -> None:
        if phase == "envelope":
            raise ConnectionError("cable cut")

    with box_at(ledger, START) as box:
        (entry,) = box.plan_many([draft(key(1), transport="smtp")])
        box.deliver(entry.uid, Script(answer=Delivery("deferred", "451")))
    later = START + timedelta(hours=1)
    with box_at(ledger, later) as box:
        with pytest.raises(ConnectionError):
            box.deliver(entry.uid, Script(watch=die))
        assert [(found.state, found.tries) for found in box.recover(Script())] == [("deferred", 1)]
        assert [found.uid for found in box.due()] == [entry.uid]


@pytest.mark.parametrize("answer", ["failed", "unknown"])
def test_the_same_bytes_go_again_on_a_persons_word(ledger: Path, answer: str) -> None:
    with open_box(ledger) as box:
        (entry,) = box.plan_many([draft(key(1), transport="smtp")])
        box.deliver(entry.uid, Script(answer=Delivery(answer, "told")))
        again = box.retry(key(1), "Ann") if answer == "failed" else box.resolve(key(1), "Ann", arrived=False)
        assert (again.uid, again.state, again.result, again.approved_by) == (entry.uid, "approved", "queued", "Ann")
        assert not is_free(box, key(1))
        assert box.body(again) == box.body(entry)
        box.release()
        assert [found.uid for found in box.released()] == [entry.uid]
        assert box.deliver(entry.uid, Script()).state == "sent"


def test_what_a_click_had_queued_for_later_goes_at_once_when_a_person_sends_it_again(ledger: Path) -> None:
    with box_at(ledger, START) as box:
        (entry,) = box.plan_many([draft(key(1), transport="smtp")], due_at=START, place="mail.example.org")
        box.deliver(entry.uid, Script(answer=Delivery("unknown", "link lost")))
        box.resolve(key(1), "Ann", arrived=False)
    with box_at(ledger, START - timedelta(minutes=30)) as box:  # a computer whose clock was set back
        box.release()
        assert box.deliver(entry.uid, Script()).state == "sent"


def test_what_was_made_anew_is_not_tried_again(ledger: Path) -> None:
    with open_box(ledger) as box:
        (entry,) = box.plan_many([draft(key(1), key(2), transport="smtp")])
        box.deliver(entry.uid, Script(answer=Delivery("failed", "550")))
        box.plan_many([draft(key(2), transport="smtp")])  # its other case was written to meanwhile
        with pytest.raises(WrongStep, match="made anew since"):
            box.retry(key(1), "Ann")
        with pytest.raises(WrongStep):
            box.retry(key(2), "Ann")  # queued: it goes by itself
        with pytest.raises(KeyError):
            box.retry(key(3), "Ann")


def older(ledger: Path, version: int) -> Path:
    """A journal as an earlier version left it, with one queued message."""
    with open_box(ledger) as box:
        box.plan_many([draft(key(1))])
    path = journal_path(ledger)
    db = sqlite3.connect(path, isolation_level=None)
    for name in ("audit_heads", "homes", "approvals"):
        db.execute(f"DROP TRIGGER {name}_fixed")
        db.execute(f"DROP TRIGGER {name}_kept")
        db.execute(f"DROP TABLE {name}")
    db.execute("DROP TABLE watched")
    for column in ("tries", "next_try", "brake", "pay_by", "asks"):
        db.execute(f"ALTER TABLE messages DROP COLUMN {column}")
    if version == 1:
        for name in ("acts", "act_edits", "kept_rows"):
            db.execute(f"DROP TRIGGER {name}_fixed")
            db.execute(f"DROP TRIGGER {name}_kept")
        for name in ("kept_rows_entered", "act_edits", "acts", "kept_rows"):
            db.execute(f"DROP TABLE {name}")
        db.execute("ALTER TABLE messages DROP COLUMN due_at")
    db.execute("UPDATE meta SET value = ? WHERE name = 'schema_version'", (str(version),))
    db.close()
    return path


@pytest.mark.parametrize("version", [1, 2])
def test_an_older_journal_is_looked_at_as_it_is_and_grown_by_the_first_who_writes(ledger: Path, version: int) -> None:
    path = older(ledger, version)
    before = listing(path.parent)
    with Outbox.peek(ledger, "L-1", ledger_keys=(), ledger_runs=()) as box:
        assert [(entry.state, entry.tries, entry.next_try, entry.due_at, entry.brake) for entry in box.items()] == [("queued", 0, None, None, "")]
        assert [(entry.pay_by, entry.asked()) for entry in box.items()] == [(None, {})]
    assert listing(path.parent) == before
    with open_box(ledger) as box:
        (entry,) = box.items()
        assert box.deliver(entry.uid, Script(answer=Delivery("deferred", "451"))).tries == 1
    db = Journal.peek(path)
    assert db.select("SELECT value FROM meta WHERE name = 'schema_version'") == [(str(SCHEMA_VERSION),)]
    db.close()
    with box_at(ledger, datetime(2026, 12, 1, tzinfo=UTC)) as box:
        assert [found.state for found in box.due()] == ["deferred"]
