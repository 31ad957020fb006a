"""A journal speaks for one ledger: missing, older, foreign and damaged ones send nothing until a supervisor adopts."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pyaddin.correspondence.entry import KeyTaken
from pyaddin.correspondence.journal import journal_path, lock_path
from pyaddin.correspondence.outbox import Outbox
from pyaddin.correspondence.send import FolderTransport
from pyaddin.errors import Stop
from tests.correspondence.drafts import START, Script, draft, is_free, key, listing, open_box


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "office" / "collections.xlsm"


@pytest.fixture
def used(ledger: Path) -> Path:
    """A ledger with one run: key 1 sent to a folder and entered, key 2 queued."""
    ledger.parent.mkdir()
    with open_box(ledger) as box:
        box.begin_run("R1", "weekly", START.date(), "folder")
        first, _ = box.plan_many([draft(key(1)), draft(key(2))])
        box.deliver(first.uid, FolderTransport(ledger.parent / "out"))
        box.mark_entered([first.uid])
        box.end_run("R1", {"sent": 1})
    return ledger


def test_the_journal_that_belongs_is_usable(used: Path) -> None:
    with open_box(used, keys=(key(1),), runs=("R1",)) as box:
        assert (box.usable, box.doubt, box.runs_known()) == (True, "", {"R1"})
        assert box.plan_many([draft(key(3))])[0].state == "queued"


def test_a_fresh_ledger_gets_a_journal_only_when_asked(ledger: Path) -> None:
    ledger.parent.mkdir()
    with open_box(ledger, create=False) as box:
        assert (box.usable, box.doubt) == (False, "collections.journal.sqlite is missing")
    assert listing(ledger.parent) == {}
    with open_box(ledger) as box:
        assert box.usable
    assert list(listing(ledger.parent)) == ["collections.journal.sqlite"]


def test_create_keeps_the_ledgers_own_journal_and_refuses_anothers(used: Path) -> None:
    Outbox.create(used, "L-1", at=START)
    with open_box(used, keys=(key(1),), runs=("R1",)) as box:
        assert box.state_of(key(1)) == "entered"
    before = listing(used.parent)
    with pytest.raises(Stop, match="X-EXISTS"):
        Outbox.create(used, "L-2", at=START)
    assert listing(used.parent) == before


@pytest.mark.parametrize(
    ("keys", "runs", "ledger_id", "lost", "doubt"),
    [
        ((key(1),), ("R1",), "L-1", True, "is missing"),
        ((), ("R1",), "L-1", True, "is missing"),
        ((key(1),), ("R1", "R2"), "L-1", False, "does not know run R2"),
        ((key(1), key(9)), ("R1",), "L-1", False, f"for example {key(9)}"),
        ((key(1), key(2)), ("R1",), "L-1", False, f"for example {key(2)}"),  # the ledger shows an outcome where the journal has none
        ((key(1),), ("R1",), "L-2", False, "belongs to another ledger"),
        ((), (), "L-2", False, "belongs to another ledger"),
    ],
)
def test_in_doubt_nothing_is_sent(used: Path, keys: tuple[str, ...], runs: tuple[str, ...], ledger_id: str, lost: bool, doubt: str) -> None:
    if lost:
        journal_path(used).unlink()
    before = listing(used.parent)
    transport = Script()
    with open_box(used, keys=keys, runs=runs, ledger_id=ledger_id) as box:
        assert not box.usable
        assert doubt in box.doubt
        with pytest.raises(Stop, match="X-JOURNAL"):
            box.plan_many([draft(key(5))])
        for uid in [entry.uid for entry in box.items(("queued",))] or ["none"]:
            with pytest.raises(Stop, match="X-JOURNAL"):
                box.deliver(uid, transport)
            with pytest.raises(Stop, match="X-JOURNAL"):
                box.deliver_many([uid], transport)
        with pytest.raises(Stop, match="X-JOURNAL"):
            box.recover(transport)
        with pytest.raises(Stop, match="X-JOURNAL"):
            box.approve(key(2), "Ann") if box.state_of(key(2)) else box.release()
        if ledger_id == "L-2":
            assert box.items() == []  # another ledger's messages are nobody's business here
    assert transport.calls == []
    assert listing(used.parent) == before
    peeked = Outbox.peek(used, ledger_id, ledger_keys=keys, ledger_runs=runs)
    assert (peeked.usable, doubt in peeked.doubt) == (False, True)
    peeked.close()


def test_a_copied_ledger_without_its_journal_sends_nothing(used: Path, tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    with open_box(tmp_path / "desk" / used.name, keys=(key(1),), runs=("R1",)) as box:
        assert not box.usable


def test_two_ledgers_in_one_folder_have_a_journal_each(used: Path) -> None:
    with open_box(used.with_name("second.xlsm"), ledger_id="L-2") as box:
        assert box.usable
        assert is_free(box, key(1))


@pytest.mark.parametrize(("adopt_as", "free"), [("sent", False), ("not-sent", True)])
def test_adopting_a_missing_journal(used: Path, adopt_as: str, free: bool) -> None:
    journal_path(used).unlink()
    keys = {key(1): "C-00001", "C-00007|2|missed|L-00003/1/2": "C-00007"}
    with open_box(used, keys=tuple(keys), runs=("R1", "R2")) as box:
        box.adopt(keys, ["R1", "R2"], "Sue", adopt_as)
        assert box.usable
        assert [is_free(box, name) for name in keys] == [free, free]
        assert box.plan_many([draft(key(3))])[0].state == "queued"
        if free:
            assert box.plan_many([draft(key(1))])[0].attempt == 2
        else:
            with pytest.raises(KeyTaken):
                box.plan_many([draft(key(1))])
    with open_box(used, keys=tuple(keys), runs=("R1", "R2")) as box:
        assert box.usable
        assert box.unentered() == []
    with sqlite3.connect(journal_path(used)) as db:
        assert db.execute("SELECT why FROM steps WHERE uid = ''").fetchone()[0] == f"adopted as {adopt_as} by Sue: 2 of 2 keys"


def test_adopting_an_older_journal_keeps_what_it_knows(used: Path) -> None:
    keys = {key(1): "C-00001", key(2): "C-00002", key(9): "C-00009"}
    with open_box(used, keys=tuple(keys), runs=("R1", "R2")) as box:
        box.adopt(keys, ["R1", "R2"], "Sue", "sent")
        assert {box.state_of(name) for name in keys} == {"entered"}
        assert box.recover(Script()) == []
        assert box.items(("queued",)) == []  # key 2 had been sent after this journal was copied
    with open_box(used, keys=tuple(keys), runs=("R1", "R2")) as box:
        assert box.usable


def test_adopting_beside_another_ledgers_journal_sets_that_one_aside(used: Path) -> None:
    old = journal_path(used).read_bytes()
    with open_box(used, keys=(key(1),), runs=("R5",), ledger_id="L-2") as box:
        box.adopt({key(1): "C-00001"}, ["R5"], "Sue", "sent")
        assert box.state_of(key(1)) == "entered"
        assert box.state_of(key(2)) is None
    aside = [path for path in used.parent.glob("*.sqlite") if path != journal_path(used)]
    assert [path.read_bytes() for path in aside] == [old]
    with open_box(used, keys=(key(1),), runs=("R5",), ledger_id="L-2") as box:
        assert box.usable


@pytest.mark.parametrize(("adopt_as", "free"), [("sent", False), ("not-sent", True)])
def test_messages_written_to_a_folder_are_adopted_before_the_first_real_sending(used: Path, adopt_as: str, free: bool) -> None:
    with open_box(used, keys=(key(1),), runs=("R1",)) as box:
        (entry,) = box.plan_many([draft(key(4), transport="smtp")])
        box.deliver(entry.uid, Script())
        assert box.written_to_folder() == 1
        box.adopt({key(1): "C-00001", key(4): "C-00004"}, ["R1"], "Sue", adopt_as)
        assert box.written_to_folder() == 0
        assert is_free(box, key(1)) == free
        assert not is_free(box, key(4))  # really sent: nobody's word changes that
        assert box.state_of(key(2)) == "queued"
    with open_box(used, keys=(key(1),), runs=("R1",)) as box:
        assert box.usable


def test_adopt_wants_one_of_two_words(used: Path) -> None:
    with open_box(used) as box, pytest.raises(Stop, match="X-OPTION"):
        box.adopt({}, [], "Sue", "maybe")


@pytest.mark.parametrize("damage", ["words", "middle", "cut", "foreign"])
def test_a_damaged_journal_is_told_and_left_as_it_is(used: Path, damage: str) -> None:
    path = journal_path(used)
    data = bytearray(path.read_bytes())
    if damage == "words":
        data = bytearray(b"this is not a database, it is a letter\n" * 200)
    elif damage == "middle":
        data[4096:] = b"\xff" * (len(data) - 4096)
    elif damage == "cut":
        del data[len(data) // 2 :]
    else:
        path.unlink()
        with sqlite3.connect(path) as db:
            db.execute("CREATE TABLE other (x)")
        db.close()
        data = bytearray(path.read_bytes())
    path.write_bytes(data)
    before = listing(used.parent)
    with pytest.raises(Stop, match="X-JOURNAL") as stop:
        open_box(used, keys=(key(1),), runs=("R1",))
    assert "damaged" in stop.value.fault.found
    assert "backup" in stop.value.fault.advice
    with pytest.raises(Stop, match="X-JOURNAL"):
        Outbox.peek(used, "L-1", ledger_keys=(key(1),), ledger_runs=("R1",))
    assert listing(used.parent) == before
    path.rename(path.with_suffix(".broken"))
    with open_box(used, keys=(key(1),), runs=("R1",)) as box:
        box.adopt({key(1): "C-00001"}, ["R1"], "Sue", "sent")
        assert box.usable


def test_a_journal_of_a_later_program_is_not_touched(used: Path) -> None:
    with sqlite3.connect(journal_path(used)) as db:
        db.execute("UPDATE meta SET value = '9' WHERE name = 'schema_version'")
    db.close()
    with pytest.raises(Stop, match="version 9"):
        open_box(used, keys=(key(1),), runs=("R1",))


def test_a_journal_whose_making_was_interrupted_counts_as_none(ledger: Path) -> None:
    ledger.parent.mkdir()
    journal_path(ledger).write_bytes(b"")
    assert Outbox.peek(ledger, "L-1", ledger_keys=(), ledger_runs=()).usable
    with open_box(ledger, keys=(key(1),)) as box:
        assert "missing" in box.doubt
    with open_box(ledger) as box:
        assert box.usable


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder nobody may write to; root lays its power down for a moment."""
    for path in (folder, *folder.parents):
        if path.stat().st_uid == os.geteuid() and path.stat().st_mode & 0o700 == 0o700 and "pytest" in str(path):
            path.chmod(0o755)
    folder.chmod(0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights of a folder work otherwise there")
def test_a_read_only_folder_stops_with_a_clear_word_but_can_be_looked_at(used: Path) -> None:
    before = listing(used.parent)
    with read_only(used.parent):
        with pytest.raises(Stop, match="X-WRITE"):
            open_box(used, keys=(key(1),), runs=("R1",))
        with pytest.raises(Stop, match="X-WRITE"):
            Outbox.create(used.with_name("new.xlsm"), "L-3", at=START)
        box = Outbox.peek(used, "L-1", ledger_keys=(key(1),), ledger_runs=("R1",))
        assert (box.usable, box.state_of(key(1))) == (True, "entered")
        box.close()
    assert listing(used.parent) == before


def test_peek_writes_nothing_and_refuses_to_act(used: Path) -> None:
    before = listing(used.parent)
    stamps = {path.name: path.stat().st_mtime_ns for path in used.parent.iterdir()}
    box = Outbox.peek(used, "L-1", ledger_keys=(key(1),), ledger_runs=("R1",))
    assert (box.usable, box.state_of(key(1)), box.state_of(key(2)), box.state_of(key(3))) == (True, "entered", "queued", None)
    assert [entry.state for entry in box.items()] == ["entered", "queued"]
    with pytest.raises(RuntimeError):
        box.plan_many([draft(key(3))])
    with pytest.raises(RuntimeError):
        box.begin_run("R2", "weekly", START.date(), "folder")
    box.close()
    fresh = Outbox.peek(used.with_name("new.xlsm"), "L-9", ledger_keys=(), ledger_runs=())
    assert (fresh.usable, is_free(fresh, key(1)), fresh.items()) == (True, True, [])
    fresh.close()
    assert listing(used.parent) == before
    assert {path.name: path.stat().st_mtime_ns for path in used.parent.iterdir()} == stamps


def test_peek_works_while_a_run_holds_the_ledger(used: Path) -> None:
    with open_box(used, keys=(key(1),), runs=("R1",)) as running:
        running.plan_many([draft(key(3))])
        box = Outbox.peek(used, "L-1", ledger_keys=(key(1),), ledger_runs=("R1",))
        assert box.state_of(key(3)) == "queued"
        box.close()
        assert lock_path(used).exists()
    assert not lock_path(used).exists()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_peek_after_a_death_inside_a_commit_sees_the_state_before_it(used: Path) -> None:
    child = os.fork()
    if child == 0:
        db = sqlite3.connect(journal_path(used), isolation_level=None)
        db.execute("PRAGMA cache_size = 1")
        db.execute("PRAGMA cache_spill = 1")
        db.execute("BEGIN IMMEDIATE")
        db.execute("UPDATE messages SET state = 'cancelled'")
        db.executemany("INSERT INTO runs VALUES (?, '', '', '', 'begun', '', '', ?)", [(f"X{number}", "x" * 3000) for number in range(300)])
        os._exit(0)
    os.waitpid(child, 0)
    before = listing(used.parent)
    assert "collections.journal.sqlite-journal" in before
    box = Outbox.peek(used, "L-1", ledger_keys=(key(1),), ledger_runs=("R1",))
    assert (box.state_of(key(1)), box.state_of(key(2)), box.runs_known()) == ("entered", "queued", {"R1"})
    box.close()
    assert listing(used.parent) == before
    with open_box(used, keys=(key(1),), runs=("R1",)) as after:
        assert after.state_of(key(2)) == "queued"


def test_ledger_and_journal_may_move_together(used: Path, tmp_path: Path) -> None:
    with open_box(used, keys=(key(1),), runs=("R1",)) as box:
        (entry,) = box.plan_many([draft(key(6))])
        box.deliver(entry.uid, FolderTransport(used.parent / "out"))
        box._journal.db.execute("UPDATE messages SET state = 'data', result = 'queued' WHERE uid = ?", (entry.uid,))
    shutil.move(used.parent, tmp_path / "moved")
    moved = tmp_path / "moved" / used.name
    with open_box(moved, keys=(key(1),), runs=("R1",)) as box:
        assert [found.state for found in box.recover(FolderTransport(tmp_path / "elsewhere"))] == ["sent"]
        assert Path(box.items(("sent",))[0].place) == tmp_path / "moved" / "out"
