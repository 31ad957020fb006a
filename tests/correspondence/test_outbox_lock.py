"""One run at a time on a ledger."""

from __future__ import annotations

import errno
import json
import os
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from pyaddin.correspondence.journal import lock_path
from pyaddin.correspondence.lock import Lock
from pyaddin.errors import Stop
from tests.correspondence.drafts import START, draft, key, open_box

HOLD = """
import sys
from datetime import datetime
from pathlib import Path
from pyaddin.correspondence.lock import Lock
lock = Lock.take(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]))
print("held", flush=True)
sys.stdin.readline()
lock.release()
"""


def holder(path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(path), START.isoformat()], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_process_is_told_who_works_there(tmp_path: Path) -> None:
    ledger = tmp_path / "collections.xlsm"
    process = holder(lock_path(ledger))
    try:
        with pytest.raises(Stop, match="X-LOCKED") as stop:
            open_box(ledger)
        for word in (socket.gethostname(), str(process.pid), START.isoformat()):
            assert word in stop.value.fault.found
    finally:
        process.communicate("\n")
    with open_box(ledger) as box:
        assert box.usable


def test_the_lock_of_a_dead_process_is_taken_over(tmp_path: Path) -> None:
    ledger = tmp_path / "collections.xlsm"
    process = holder(lock_path(ledger))
    process.kill()
    process.communicate()
    assert lock_path(ledger).exists()
    with open_box(ledger) as box:
        assert json.loads(lock_path(ledger).read_text())["pid"] == os.getpid()
        box.plan_many([draft(key(1))])
    assert not lock_path(ledger).exists()


def test_twice_in_one_process_is_refused_too(tmp_path: Path) -> None:
    ledger = tmp_path / "collections.xlsm"
    with open_box(ledger), pytest.raises(Stop, match="X-LOCKED"):
        open_box(ledger)


@pytest.mark.parametrize(("minutes", "clearable"), [(1, False), (14, False), (16, True), (60 * 24, True)])
def test_another_computers_lock_always_counts(tmp_path: Path, minutes: int, clearable: bool) -> None:
    path = tmp_path / "x.lock"
    record = {"host": "till-2.example", "pid": 4, "since": START.isoformat(), "heartbeat": START.isoformat()}
    path.write_text(json.dumps(record))
    with pytest.raises(Stop, match="till-2.example") as stop:
        Lock.take(path, START + timedelta(minutes=minutes))
    assert (f"delete x.lock in the folder {tmp_path.name} and" in stop.value.fault.advice) == clearable
    assert json.loads(path.read_text()) == record


@pytest.mark.parametrize("content", [b"", b"{half", b"[]"])
def test_a_lock_file_that_says_nothing_counts_as_free(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.lock"
    path.write_bytes(content)
    Lock.take(path, START).release()
    assert not path.exists()


def test_the_heartbeat_goes_on_with_the_work(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    lock = Lock.take(path, START)
    lock.beat(START + timedelta(seconds=59))
    assert json.loads(path.read_text())["heartbeat"] == START.isoformat()
    lock.beat(START + timedelta(seconds=61))
    record = json.loads(path.read_text())
    assert (record["heartbeat"], record["since"]) == ((START + timedelta(seconds=61)).isoformat(), START.isoformat())
    lock.release()
    lock.release()


def test_many_processes_at_once_never_hold_it_together(tmp_path: Path) -> None:
    """Each holder makes a directory that must not exist, then removes it; losers try again."""
    code = """
import sys
from datetime import datetime
from pathlib import Path
from pyaddin.correspondence.lock import Lock
from pyaddin.errors import Stop
path, room, done = Path(sys.argv[1]), Path(sys.argv[2]), 0
while done < 60:
    try:
        lock = Lock.take(path, datetime.fromisoformat(sys.argv[3]))
    except Stop:
        continue
    room.mkdir()
    room.rmdir()
    lock.release()
    done += 1
"""
    crowd = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "x.lock"), str(tmp_path / "room"), START.isoformat()], stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    assert [(process.communicate()[1], process.returncode) for process in crowd] == [(b"", 0)] * 3


def test_a_disk_without_one_free_byte_is_said_and_leaves_no_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ledger.lock"

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    held = Lock.take(tmp_path / "other.lock", START)
    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        with pytest.raises(Stop) as stop:
            Lock.take(path, START)
        held.beat(START + timedelta(minutes=5))
    assert (stop.value.fault.code, stop.value.fault.found) == ("X-WRITE", "ledger.lock: No space left on device")
    assert not path.exists()
    Lock.take(path, START).release()
    held.release()
