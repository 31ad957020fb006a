"""Sends from an open workbook: queued at the click, taken back or sent by the sender, never twice and never lost."""

from __future__ import annotations

import copy
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pyaddin.correspondence.journal import Journal
from pyaddin.correspondence.lock import Lock
from pyaddin.correspondence.outbox import Outbox
from pyaddin.correspondence.send import FolderTransport
from pyaddin.entrypoints import sender as door
from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow
from pyaddin.ledger.closed import ClosedBook
from pyaddin.tasks import hold, sender, stop_sends
from tests.stories.desk import Office, case, day, debtor, installments, money, payment
from tests.tasks.open_desk import OpenDesk, put_back


def rows() -> dict[str, Any]:
    return {
        "Debtors": [debtor(1), debtor(2)],
        "Cases": [case(1, Late_fee=money(5)), case(2, 2, Late_fee=money(5))],
        "Installments": [row for number in (1, 2) for row in installments(number, ["11-02"])],
    }


@pytest.fixture
def desk(tmp_path: Path) -> OpenDesk:
    return OpenDesk(Office(tmp_path).new(rows()))


KEYS = ["C-00001|1|reminder|1", "C-00002|1|reminder|1"]


def test_a_click_sends_nothing_at_once_and_the_sender_all_of_it(desk: OpenDesk) -> None:
    before = desk.path.read_bytes()
    outcome = desk.click()
    assert (outcome.data["sent"], outcome.data["queued"], outcome.data["pending"]) == (0, 2, 2)
    assert desk.results() == [(key, "queued") for key in KEYS]
    assert desk.office.emails() == []
    clicked = desk.at
    answer = desk.send()
    assert answer.data == {"sent": 2, "withdrawn": 0, "left": 0, "alone": True}
    assert timedelta(minutes=10) <= desk.at - clicked < timedelta(minutes=11)
    assert len(desk.office.emails()) == 2
    assert desk.path.read_bytes() == before  # it is open: the file is the clerk's
    assert desk.send().data["sent"] == 0
    again = desk.click()
    assert (again.data["sent"], again.data["queued"], again.data["blocked"]) == (0, 0, 0)
    assert desk.results() == [(key, "sent") for key in KEYS]
    assert [row["Level"] for row in desk.rows("Cases")] == [1, 1]
    assert len(desk.office.emails()) == 2


def test_the_late_fee_comes_with_the_message_that_has_left(desk: OpenDesk) -> None:
    desk.click()
    desk.send()
    desk.at += timedelta(days=7)
    desk.click(on="11-16")
    assert desk.rows("Adjustments") == []
    desk.send()
    desk.click(on="11-16")
    assert [(row["Case ID"], row["Amount"], row["Level"]) for row in desk.rows("Adjustments")] == [("C-00001", 5.0, 2), ("C-00002", 5.0, 2)]
    desk.click(on="11-16")
    assert len(desk.rows("Adjustments")) == 2


def test_what_is_taken_back_does_not_leave_and_may_be_sent_anew(desk: OpenDesk) -> None:
    desk.click()
    outcome = desk.stop()
    assert (outcome.data["stopped_sends"], outcome.data["entered"]) == (2, True)
    assert desk.results() == [(key, "blocked") for key in KEYS]
    assert "taken back by Amy" in str(desk.rows("Contacts")[0]["Why"])
    assert desk.send().data["sent"] == 0
    assert desk.office.emails() == []
    assert desk.click("remind", cases=("C-00001",)).data["pending"] == 1
    assert desk.send().data["sent"] == 1
    assert desk.stop().data["stopped_sends"] == 0
    desk.click()
    assert desk.results()[-2:] == [(KEYS[0], "sent"), (KEYS[1], "queued")]


def test_taken_back_while_the_sender_waits(desk: OpenDesk) -> None:
    desk.click()

    def pause(seconds: float) -> None:
        desk.pause(seconds)
        if len(desk.waited) == 3:
            desk.stop()

    assert sender.run(desk.path, now=desk.now, pause=pause).data["sent"] == 0
    assert len(desk.waited) == 3
    assert desk.office.emails() == []


def test_a_payment_entered_before_it_leaves_takes_the_message_back(desk: OpenDesk) -> None:
    desk.click()
    raw = desk.book.read()
    desk.book.write([AddRow("Payments", "P-1", payment(1, "11-09", 100, "P-1"))], fingerprint=raw.fingerprint, as_of=day("11-09"))
    desk.click("daily")
    assert desk.send().data["sent"] == 1
    desk.click("daily")
    assert desk.results()[:2] == [(KEYS[0], "blocked"), (KEYS[1], "sent")]
    assert [path.name[:7] for path in desk.office.emails()] == ["C-00002"]


def test_a_hold_entered_since_takes_the_message_back_although_nothing_is_saved(desk: OpenDesk) -> None:
    desk.click()
    assert stop_sends.recall(desk.path, desk.book.read().ledger_id, now=desk.now, book=desk.book) == 0  # nothing new: both still go
    hold.run(
        desk.path, case="C-00001", debtor=None, type="DISPUTE", reason="Never delivered", start=None, end=None, lift=None, as_of=day("11-09"), by="Amy",
        now=desk.now, book=desk.book,
    )  # fmt: skip
    assert stop_sends.recall(desk.path, desk.book.read().ledger_id, now=desk.now, book=desk.book) == 1
    assert desk.results() == [(KEYS[0], "blocked"), (KEYS[1], "queued")]
    assert desk.send().data["sent"] == 1
    assert [path.name[:7] for path in desk.office.emails()] == ["C-00002"]


def test_a_stop_after_the_messages_are_recorded_leaves_a_whole_run(desk: OpenDesk) -> None:
    def stop_late(done: int, total: int, label: str) -> None:
        if done >= 3:
            raise KeyboardInterrupt

    assert desk.click(progress=stop_late).data["pending"] == 2
    assert desk.results() == [(key, "queued") for key in KEYS]


def test_with_nothing_waiting_the_ledger_is_not_read(desk: OpenDesk) -> None:
    class Unread:
        path = desk.path

    assert stop_sends.recall(desk.path, desk.book.read().ledger_id, now=desk.now, book=Unread()) == 0  # type: ignore[arg-type]


def test_a_second_click_leaves_the_first_ones_messages_alone(desk: OpenDesk) -> None:
    desk.click("remind", cases=("C-00001",))
    desk.at += timedelta(minutes=4)
    desk.click("remind", cases=("C-00002",))
    assert desk.send().data["sent"] == 2
    assert len(desk.waited) > 1
    desk.click()
    assert desk.results() == [(key, "sent") for key in KEYS]


def test_closed_without_saving_the_message_is_asked_for_again_and_entered(desk: OpenDesk) -> None:
    desk.click()
    desk.close()
    assert desk.send().data["sent"] == 2
    assert [key for key in desk.office.keyed(1)] == [(KEYS[0], "sent")]
    assert desk.office.weekly("11-09")["sent"] == 0
    assert desk.office.clean()


def test_closed_with_a_payment_typed_since_it_does_not_leave(desk: OpenDesk) -> None:
    desk.click()
    desk.close()
    desk.office.type("Payments", payment(1, "11-09", 100))
    assert desk.send().data == {"sent": 1, "withdrawn": 1, "left": 0, "alone": True}
    assert [path.name[:7] for path in desk.office.emails()] == ["C-00002"]


def test_a_day_later_the_sender_leaves_it_to_the_next_click(desk: OpenDesk) -> None:
    desk.click()
    desk.at += timedelta(days=1)
    assert desk.send().data == {"sent": 0, "withdrawn": 0, "left": 2, "alone": True}
    assert desk.click("daily", on="11-10").data["pending"] == 2  # asked again with the facts of that day
    assert desk.send().data["sent"] == 2
    assert desk.click("daily", on="11-10").data["pending"] == 0
    assert desk.results() == [(key, "sent") for key in KEYS]


def test_a_run_on_the_closed_file_sends_what_a_sender_has_left(desk: OpenDesk) -> None:
    desk.click()
    desk.at += timedelta(days=1)
    desk.close()
    assert desk.office.weekly("11-10")["sent"] == 2  # the run on the closed file asks again and sends what a sender has left
    assert len(desk.office.emails()) == 2
    assert desk.office.clean()


def test_no_waiting_when_the_office_wants_none(tmp_path: Path) -> None:
    desk = OpenDesk(Office(tmp_path).new(rows(), {"recall_minutes": 0}))
    outcome = desk.click()
    assert (outcome.data["sent"], outcome.data["pending"], outcome.data["due_at"]) == (2, 0, None)
    assert len(desk.office.emails()) == 2


def test_a_click_whose_rows_cannot_be_written_sends_nothing(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise Stop("X-PROTECTED", "Contacts")

    monkeypatch.setattr(desk.book, "write", refuse)
    with pytest.raises(Stop, match="X-PROTECTED"):
        desk.click()
    monkeypatch.undo()
    assert desk.send().data["sent"] == 0
    assert desk.click().data["pending"] == 2


def test_only_one_sender_waits(desk: OpenDesk) -> None:
    desk.click()
    lock = Lock.take(sender.sender_lock(desk.path), desk.now())
    try:
        assert desk.send().data["alone"] is False
    finally:
        lock.release()
    assert desk.send().data["sent"] == 2


def test_a_run_that_holds_the_journal_is_waited_for(desk: OpenDesk) -> None:
    desk.click()
    raw = ClosedBook(desk.path).read()
    held = [Outbox.open(desk.path, raw.ledger_id, ledger_keys=(), ledger_runs=(), now=desk.now, create=True)]

    def pause(seconds: float) -> None:
        desk.pause(seconds)
        if seconds == sender.BUSY_SECONDS and held:
            held.pop().close()

    assert sender.run(desk.path, now=desk.now, pause=pause).data["sent"] == 2


def test_none_leaves_before_its_time(desk: OpenDesk) -> None:
    desk.click()
    raw = ClosedBook(desk.path).read()
    with Outbox.open(desk.path, raw.ledger_id, ledger_keys=(), ledger_runs=(), now=desk.now, create=True) as box:
        assert box.due() == []
        with pytest.raises(Exception, match="no step"):
            box.deliver(box.pending()[0].uid, FolderTransport(desk.path.parent / "early"))
    assert desk.office.emails() == []


def test_the_door_starts_a_process_that_outlives_the_click(desk: OpenDesk) -> None:
    """The click lies in the past for the real clock, on another day: the sender looks, leaves the messages, and ends by itself."""
    desk.click()
    process: subprocess.Popen[bytes] = door.start(desk.path)
    assert process.wait(60) == 0
    assert process.args[1:3] == ["-m", "pyaddin.entrypoints.sender"]  # type: ignore[index]
    assert desk.office.emails() == []
    assert len(sender.waiting(desk.path, "OFFICE-1")) == 2


def test_the_door_sends_from_a_closed_ledger(desk: OpenDesk) -> None:
    desk.click()
    desk.close()
    command = [sys.executable, "-m", "pyaddin.entrypoints.sender", str(desk.path)]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert len(desk.office.emails()) == 2
    assert subprocess.run(command[:3], capture_output=True, timeout=60, check=False).returncode == 2


def dying(work: Callable[[], Any], point: int) -> int:
    """``work`` in a child that dies at the given point of all: around each commit, file and rename. Its exit code; 0 = it came to its end."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    count = 0

    def around(original: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **named: Any) -> Any:
            nonlocal count
            for step in (None, original):
                count += 1
                if count == point:
                    os._exit(9)
                answer = step(*arguments, **named) if step else None
            return answer

        return wrapped

    code = 1
    try:
        Journal.step = around(Journal.step)  # type: ignore[method-assign]
        Journal.steps = around(Journal.steps)  # type: ignore[method-assign]
        FolderTransport._written = around(FolderTransport._written)  # type: ignore[method-assign]
        os.fsync = around(os.fsync)
        ClosedBook.write = around(ClosedBook.write)  # type: ignore[method-assign]
        Outbox.mark_entered = around(Outbox.mark_entered)  # type: ignore[method-assign]
        os.replace = around(os.replace)
        work()
        code = 0
    finally:
        os._exit(code)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("closed", [True, False])
def test_a_sender_that_dies_at_any_point(tmp_path: Path, closed: bool) -> None:
    """Whatever was done when it died: the next sender, click or run completes it, with one file and one row per message."""
    home, kept = tmp_path / "desk", tmp_path / "kept"
    clicked = OpenDesk(Office(home).new(rows()))
    clicked.click()
    if closed:
        clicked.close()
    clicked.at += timedelta(minutes=11)
    shutil.copytree(home, kept)
    code, point = 9, 0
    while code == 9:
        point += 1
        put_back(kept, home)
        desk = copy.deepcopy(clicked)
        code = dying(desk.send, point)
        desk.send()
        assert len(desk.office.emails()) == 2, point
        if closed:
            assert desk.office.weekly("11-09")["sent"] == 0
            assert [key for number in (1, 2) for key in desk.office.keyed(number)] == [(key, "sent") for key in KEYS], point
            assert desk.office.clean()
        else:
            assert desk.click().data["sent"] == 0
            assert desk.results() == [(key, "sent") for key in KEYS], point
        assert len(desk.office.emails()) == 2
    assert code == 0
    assert point > 8
