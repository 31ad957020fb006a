"""States, keys and attempts of the outbox."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest

from pyaddin.correspondence.entry import NEXT, STATES, Delivery, Entry, KeyTaken, WrongStep
from pyaddin.correspondence.journal import Journal, instant_text, journal_path
from pyaddin.correspondence.send import FolderTransport
from pyaddin.errors import Stop
from tests.correspondence.drafts import START, Script, draft, is_free, key, open_box


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "collections.xlsm"


def steps(ledger: Path, uid: str) -> list[str]:
    with sqlite3.connect(journal_path(ledger)) as db:
        return [row[0] for row in db.execute("SELECT to_state FROM steps WHERE uid = ? ORDER BY seq", (uid,))]


def test_a_message_walks_from_plan_to_ledger(ledger: Path, tmp_path: Path) -> None:
    with open_box(ledger) as box:
        box.begin_run("R1", "weekly", START.date(), "folder")
        (entry,) = box.plan_many([draft(key(1))])
        assert (entry.state, entry.result, entry.attempt, entry.at) == ("queued", "queued", 1, START)
        sent = box.deliver(entry.uid, FolderTransport(tmp_path / "out"))
        assert (sent.state, sent.result, sent.note, sent.why) == ("sent", "sent", "written to folder", "T1: three days late")
        assert sent.done_at is not None
        assert sent.done_at > START
        assert [found.uid for found in box.unentered()] == [entry.uid]
        box.mark_entered([entry.uid])
        assert box.unentered() == []
        assert (box.state_of(key(1)), box.items(("entered",))[0].result) == ("entered", "sent")
        assert box.unfinished_runs() == ["R1"]
        box.end_run("R1", {"sent": 1})
        assert box.unfinished_runs() == []
    assert steps(ledger, entry.uid) == ["queued", "envelope", "data", "sent", "entered"]


def test_each_step_is_on_disk_before_its_act(ledger: Path) -> None:
    seen: list[tuple[str, str]] = []

    def look(phase: str) -> None:
        with sqlite3.connect(journal_path(ledger)) as db:
            seen.append((phase, db.execute("SELECT state FROM messages").fetchone()[0]))

    with open_box(ledger) as box:
        (entry,) = box.plan_many([draft(key(1), transport="smtp")])
        box.deliver(entry.uid, Script(watch=look))
    assert seen == [("ready", "queued"), ("envelope", "envelope"), ("data", "data")]


@pytest.mark.parametrize("result", ["sent", "failed", "deferred", "unknown"])
def test_outcomes_of_handing_over(ledger: Path, result: str) -> None:
    with open_box(ledger) as box:
        (entry,) = box.plan_many([draft(key(1), transport="smtp")])
        done = box.deliver(entry.uid, Script(answer=Delivery(result, "the server said so")))
        assert (done.state, done.note) == (result, "the server said so")
        assert done.result == ("queued" if result == "deferred" else result)
        assert is_free(box, key(1)) == (result == "failed")
        assert len(box.unentered()) == (0 if result == "deferred" else 1)
    assert steps(ledger, entry.uid) == ["queued", "envelope", "data", result]


@pytest.mark.parametrize("result", ["failed", "deferred"])
def test_a_refused_envelope_never_reaches_data(ledger: Path, result: str) -> None:
    transport = Script(before=Delivery(result, "550 no such user"))
    with open_box(ledger) as box:
        (entry,) = box.plan_many([draft(key(1), transport="smtp")])
        assert box.deliver(entry.uid, transport).state == result
    assert transport.calls == ["ready", "envelope"]
    assert steps(ledger, entry.uid) == ["queued", "envelope", result]


def test_every_pair_of_states_that_is_not_in_the_table_is_refused(ledger: Path) -> None:
    refused = 0
    with open_box(ledger) as box:
        (entry,) = box.plan_many([draft(key(1))])
        journal: Journal = box._journal
        for state in STATES:
            for target in STATES:
                journal.db.execute("UPDATE messages SET state = ?", (state,))
                if target in NEXT[state]:
                    with journal.commit():
                        journal.step(entry.uid, target, "2026-11-23T02:00:00Z", "")
                    assert box.state_of(key(1)) == target
                else:
                    with pytest.raises(WrongStep), journal.commit():
                        journal.step(entry.uid, target, "2026-11-23T02:00:00Z", "")
                    assert box.state_of(key(1)) == state
                    refused += 1
    assert refused == len(STATES) ** 2 - sum(len(found) for state, found in NEXT.items() if state)


def test_steps_cannot_be_rewritten(ledger: Path) -> None:
    with open_box(ledger) as box:
        box.plan_many([draft(key(1))])
    with sqlite3.connect(journal_path(ledger)) as db:
        for change in ("UPDATE steps SET why = ''", "DELETE FROM steps"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                db.execute(change)


def test_the_same_keys_a_second_time_are_taken_in_every_state_but_failed_and_cancelled(ledger: Path) -> None:
    with open_box(ledger) as box:
        (entry,) = box.plan_many([draft(key(1))])
        for state in STATES:
            box._journal.db.execute("UPDATE messages SET state = ?", (state,))
            if state in ("failed", "cancelled"):
                assert is_free(box, key(1))
                continue
            with pytest.raises(KeyTaken) as taken:
                box.plan_many([draft(key(1))])
            assert (taken.value.key, taken.value.state) == (key(1), state)
        assert [found.uid for found in box.items()] == [entry.uid]


def test_one_taken_key_of_a_grouped_message_takes_all_and_leaves_nothing(ledger: Path) -> None:
    with open_box(ledger) as box:
        (entry,) = box.plan_many([draft(key(1), key(2), key(3))])
        assert entry.keys == ((key(1), "C-00001"), (key(2), "C-00002"), (key(3), "C-00003"))
        with pytest.raises(KeyTaken):
            box.plan_many([draft(key(8)), draft(key(9), key(2))])
        assert box.keys_known() == {key(1), key(2), key(3)}
        with pytest.raises(KeyTaken):
            box.plan_many([draft(key(9), key(9))])
        assert box.state_of(key(9)) is None


def test_attempt_two_only_after_failed_or_cancelled_and_each_key_counts_for_itself(ledger: Path) -> None:
    with open_box(ledger) as box:
        (first,) = box.plan_many([draft(key(1), transport="smtp")])
        box.deliver(first.uid, Script(answer=Delivery("failed", "550")))
        box.mark_entered([first.uid])
        assert is_free(box, key(1))  # the ledger shows the failure; the fallback may go
        (second,) = box.plan_many([draft(key(2), key(1))])
        assert (second.attempt, second.uid != first.uid, second.file_name != first.file_name) == (1, True, True)
        box.cancel(key(1), "Ann")
        assert (box.state_of(key(1)), box.state_of(key(2))) == ("cancelled", "cancelled")
        (third,) = box.plan_many([draft(key(1))])
        assert third.attempt == 3


def test_approval_release_and_cancel(ledger: Path, tmp_path: Path) -> None:
    with open_box(ledger) as box:
        first, second = box.plan_many([draft(key(1), approval=True), draft(key(2), approval=True)])
        assert {first.state, second.state} == {"planned"}
        with pytest.raises(WrongStep):
            box.deliver(first.uid, FolderTransport(tmp_path / "out"))
        assert not (tmp_path / "out").exists()
        approved = box.approve(key(1), "Ann")
        assert (approved.state, approved.approved_by) == ("approved", "Ann")
        assert [entry.state for entry in box.release()] == ["queued"]
        assert box.cancel(key(2), "Ann").result == ""
        with pytest.raises(WrongStep):
            box.approve(key(2), "Ann")
        with pytest.raises(KeyError):
            box.approve(key(5), "Ann")
        sent = box.deliver(first.uid, FolderTransport(tmp_path / "out"))
        with pytest.raises(WrongStep):
            box.cancel(key(1), "Ann")
        with pytest.raises(WrongStep):
            box.deliver(sent.uid, FolderTransport(tmp_path / "out"))


def test_what_a_server_defers_comes_back(ledger: Path) -> None:
    with open_box(ledger) as box:
        first, second = box.plan_many([draft(key(1), transport="smtp"), draft(key(2), transport="smtp")])
        tried = box.deliver(second.uid, Script(answer=Delivery("deferred", "451")))
        assert (tried.state, tried.result, tried.tries, tried.note) == ("deferred", "queued", 1, "451")
        assert tried.next_try is not None
        assert box.recover(Script()) == []
        assert box.due() == []
        with pytest.raises(WrongStep):
            box.deliver(second.uid, Script())  # its next try has not come
        again = box.retry(key(2), "Ann")
        assert (again.state, [entry.uid for entry in box.due()]) == ("deferred", [second.uid])
        assert box.deliver(second.uid, Script()).state == "sent"


def test_a_task_is_never_sent_and_is_entered_at_queued(ledger: Path, tmp_path: Path) -> None:
    with open_box(ledger) as box:
        (entry,) = box.plan_many([draft(key(1), transport="task", channel="call")])
        assert entry.file_name == ""
        for send in (box.deliver, lambda uid, transport: box.deliver_many([uid], transport)):
            with pytest.raises(WrongStep):
                send(entry.uid, FolderTransport(tmp_path / "out"))
        assert box.unentered() == [entry]
        box.mark_entered([entry.uid])
        assert (box.state_of(key(1)), box.items()[0].result, box.unentered()) == ("entered", "queued", [])
        assert not is_free(box, key(1))


def test_only_outcomes_are_entered(ledger: Path) -> None:
    with open_box(ledger) as box:
        first, second = box.plan_many([draft(key(1)), draft(key(2), approval=True)])
        box.mark_entered([first.uid, second.uid])
        assert (box.state_of(key(1)), box.state_of(key(2))) == ("queued", "planned")


@pytest.mark.parametrize(("arrived", "state", "free"), [(True, "sent", False), (False, "approved", False)])
def test_a_person_settles_a_parked_message(ledger: Path, arrived: bool, state: str, free: bool) -> None:
    with open_box(ledger) as box:
        (entry,) = box.plan_many([draft(key(1), transport="smtp")])
        box.deliver(entry.uid, Script(answer=Delivery("unknown", "link lost")))
        box.mark_entered([entry.uid])
        assert box.unentered() == []
        with pytest.raises(KeyTaken):
            box.plan_many([draft(key(1))])
        settled = box.resolve(key(1), "Ann", arrived=arrived)
        assert (settled.state, is_free(box, key(1))) == (state, free)
        assert [found.result for found in box.unentered()] == (["sent"] if arrived else [])


def test_several_messages_share_commits_only_where_delivery_can_be_proven(ledger: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    with open_box(ledger) as box:
        entries = box.plan_many([draft(key(number)) for number in range(70)])
        uids = [entry.uid for entry in entries]
        done = box.deliver_many(uids, FolderTransport(tmp_path / "out"), lambda *found: told.append(found))
        assert [entry.uid for entry in done] == uids
        assert {entry.state for entry in done} == {"sent"}
        assert told[-1] == (70, 70, "C-00069")
        assert len(list((tmp_path / "out" / "emails").iterdir())) == 70
        (entry,) = box.plan_many([draft(key(99), transport="smtp")])
        transport = Script()
        box.deliver_many([entry.uid], transport)
        assert transport.calls == ["ready", "envelope", "data"]
    assert steps(ledger, uids[40]) == ["queued", "envelope", "data", "sent"]


def test_what_is_handed_over_together_is_what_the_journal_holds(ledger: Path, tmp_path: Path) -> None:
    class Watched(FolderTransport):
        """Keeps the messages as they were handed over."""

        def send_together(self, messages: Sequence[tuple[Entry, bytes]]) -> list[Delivery]:
            with sqlite3.connect(journal_path(ledger)) as db:
                assert {row[0] for row in db.execute("SELECT state FROM messages WHERE uid = ?", (messages[0][0].uid,))} == {"data"}
            assert [entry for entry, _ in messages] == box.named([entry.uid for entry, _ in messages])
            assert [body for _, body in messages] == [box.body(entry) for entry, _ in messages]
            return FolderTransport.send_together(self, messages)

    with open_box(ledger) as box:
        uids = [entry.uid for entry in box.plan_many([draft(key(number)) for number in range(5)])]
        (tmp_path / "x").mkdir()
        for place in (tmp_path / "out", tmp_path / "x" / ".." / "beside"):  # one below the ledger's folder, one written otherwise
            chosen, uids = uids[:2], uids[2:]
            assert [entry.state for entry in box.deliver_many(chosen, Watched(place))] == ["sent", "sent"]


@pytest.mark.parametrize("due_at", [None, START + timedelta(minutes=10)])
def test_what_is_planned_is_what_the_journal_holds(ledger: Path, tmp_path: Path, due_at: datetime | None) -> None:
    elsewhere = draft(key(5))
    drafts = [
        draft(key(1)), draft(key(2), key(3, "2"), approval=True), draft(key(4), transport="task", channel="call"),
        replace(
            elsewhere, planned=replace(elsewhere.planned, at=START.astimezone(timezone(timedelta(hours=8)))), brake="BRAKE-CHANGED", level=3,
            pay_by=START.date(), asked_for=(("C-00005", Decimal("1.20"), "EUR"),),
        ),
    ]  # fmt: skip
    with open_box(ledger) as box:
        planned = box.plan_many(drafts, due_at=due_at, place=str(tmp_path / "out"))
        assert planned == box.named([entry.uid for entry in planned])
        assert [entry.brake for entry in planned] == ["", "", "", "BRAKE-CHANGED"]
        box.cancel(key(1), "A. Linden")
        again = box.plan_many([draft(key(1))])
        assert again == box.named([entry.uid for entry in again])
        assert again[0].attempt == 2


@pytest.mark.parametrize(
    "answer",
    [
        Delivery("sent", "250 ok"),
        Delivery("failed", "550 no"),
        Delivery("deferred", "451 later"),
        Delivery("deferred", "not before", START),
        Delivery("unknown", "?"),
    ],
)
def test_what_came_of_a_chunk_is_what_the_journal_holds(ledger: Path, answer: Delivery) -> None:
    with open_box(ledger) as box:
        uids = [entry.uid for entry in box.plan_many([draft(key(number)) for number in range(3)])]
        done = box.deliver_many(uids, Script(answer, provable=True))
        assert done == box.named(uids)
        assert {entry.state for entry in done} == {answer.result}


def test_a_transport_that_breaks_leaves_the_message_to_recovery(ledger: Path) -> None:
    def break_down(phase: str) -> None:
        if phase == "data":
            raise ConnectionError("cable cut")

    with open_box(ledger) as box:
        (entry,) = box.plan_many([draft(key(1), transport="smtp")])
        with pytest.raises(ConnectionError):
            box.deliver(entry.uid, Script(watch=break_down))
        assert box.state_of(key(1)) == "data"
        assert [found.state for found in box.recover(Script(arrived=None))] == ["unknown"]
        assert box.recover(Script()) == []  # parked: never sent again by itself


@pytest.mark.parametrize(("arrived", "state"), [(True, "sent"), (False, "queued"), (None, "unknown")])
def test_recovery_asks_the_transport_that_had_the_message(ledger: Path, arrived: bool | None, state: str) -> None:
    with open_box(ledger) as box:
        (entry,) = box.plan_many([draft(key(1), transport="smtp")])
        box._journal.db.execute("UPDATE messages SET state = 'data'")
        assert [found.state for found in box.recover(Script(arrived=arrived))] == [state]
        box._journal.db.execute("UPDATE messages SET state = 'data'")
        assert [found.state for found in box.recover(Script(arrived=arrived, name="folder"))] == ["unknown"]  # another transport cannot tell
        box._journal.db.execute("UPDATE messages SET state = 'envelope'")
        assert [found.state for found in box.recover(Script())] == ["queued"]
        assert entry.uid == box.items()[0].uid


def test_changed_bytes_are_not_sent(ledger: Path, tmp_path: Path) -> None:
    with open_box(ledger) as box:
        (entry,) = box.plan_many([draft(key(1))])
        box._journal.db.execute("UPDATE bodies SET bytes = x'00'")
        with pytest.raises(Stop, match="X-JOURNAL"):
            box.deliver(entry.uid, FolderTransport(tmp_path / "out"))
        assert box.state_of(key(1)) == "queued"


def test_instants_are_utc_and_naive_ones_refused() -> None:
    assert instant_text(START.astimezone(timezone(timedelta(hours=8)))) == "2026-11-23T02:00:00Z"
    with pytest.raises(ValueError, match="time zone"):
        instant_text(START.replace(tzinfo=None))


def test_what_is_committed_survives_a_power_cut_also_on_an_office_share(ledger: Path) -> None:
    for _ in range(2):  # a new journal, and one that is there
        with open_box(ledger) as box:
            assert box._journal.select("PRAGMA journal_mode") == [("delete",)]
            assert box._journal.select("PRAGMA synchronous") == [(3,)]


def test_runs_begin_again_under_the_same_id_and_end_once(ledger: Path) -> None:
    with open_box(ledger) as box:
        box.begin_run("R1", "weekly", START.date(), "folder")
    with open_box(ledger, runs=("R1",)) as box:
        assert (box.usable, box.unfinished_runs()) == (True, ["R1"])
        box.begin_run("R1", "weekly", START.date(), "folder")
        box.end_run("R1", {"sent": 0})
        with pytest.raises(KeyError):
            box.end_run("R9", {})
        assert box.unfinished_runs() == []
