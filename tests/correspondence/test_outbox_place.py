"""A copy of ledger and journal together must not send what the original sends; folders in which two computers wrote at once send nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pyaddin.correspondence import place
from pyaddin.correspondence.journal import journal_path
from pyaddin.correspondence.outbox import Outbox
from pyaddin.errors import Stop
from tests.correspondence.drafts import START, Script, draft, key, listing, open_box


@pytest.fixture
def used(tmp_path: Path) -> Path:
    """A ledger whose journal has one queued message."""
    ledger = tmp_path / "office" / "collections.xlsm"
    ledger.parent.mkdir()
    ledger.write_bytes(b"ledger")
    with open_box(ledger) as box:
        box.plan_many([draft(key(1), transport="smtp")])
    return ledger


def test_a_copy_of_ledger_and_journal_sends_nothing_until_it_is_said_to_be_moved(used: Path, tmp_path: Path) -> None:
    twin = Path(shutil.copytree(used.parent, tmp_path / "copy")) / used.name
    before = listing(twin.parent)
    with open_box(twin) as box:
        assert (box.usable, box.in_doubt.kind) == (False, "moved")
        assert str(used.parent) in box.doubt
        with pytest.raises(Stop, match="X-JOURNAL"):
            box.deliver(box.items()[0].uid, Script())
        with pytest.raises(Stop, match="X-JOURNAL"):
            box.plan_many([draft(key(2))])
    assert listing(twin.parent) == before
    with Outbox.peek(twin, "L-1", ledger_keys=(), ledger_runs=()) as box:
        assert box.in_doubt.kind == "moved"
    with open_box(used) as box:
        assert box.usable  # the original goes on
    with open_box(twin) as box:
        box.moved_here("Sue")
        assert box.usable
    with open_box(twin) as box:
        assert box.deliver(box.items()[0].uid, Script()).state == "sent"
        assert box._journal.select("SELECT by, why FROM homes ORDER BY seq DESC LIMIT 1") == [("Sue", "moved here")]


def test_adopting_settles_the_place_too(used: Path, tmp_path: Path) -> None:
    twin = Path(shutil.copytree(used.parent, tmp_path / "copy")) / used.name
    with open_box(twin) as box:
        box.adopt({}, [], "Sue", "sent")
    with open_box(twin) as box:
        assert box.usable


def test_another_computer_sends_nothing_from_the_same_share(used: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place.socket, "gethostname", lambda: "desk-two.office.example")
    with open_box(used) as box:
        assert (box.in_doubt.kind, box.usable) == ("moved", False)
    monkeypatch.undo()
    with open_box(used) as box:
        assert box.usable


def test_the_network_may_lengthen_a_computers_name(used: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = place.this_computer()
    monkeypatch.setattr(place.socket, "gethostname", lambda: f"{name.upper()}.example.org")
    with open_box(used) as box:
        assert box.usable


def test_a_pair_that_was_brought_back_to_its_own_place_is_noticed(used: Path, tmp_path: Path) -> None:
    saved = shutil.copytree(used.parent, tmp_path / "backup")
    with open_box(used) as box:
        box.deliver(box.items()[0].uid, Script())
    for file in used.parent.iterdir():
        file.rename(tmp_path / f"away-{file.name}")
    for file in Path(saved).iterdir():
        shutil.copy(file, used.parent)
    with open_box(used) as box:
        assert (box.in_doubt.kind, box.items()[0].state) == ("moved", "queued")  # it had been sent after the copy was made


def test_a_journal_that_has_sent_nothing_belongs_wherever_it_lies(tmp_path: Path) -> None:
    ledger = tmp_path / "made" / "collections.xlsm"
    ledger.parent.mkdir()
    with open_box(ledger):
        pass
    twin = Path(shutil.copytree(ledger.parent, tmp_path / "desk")) / ledger.name
    with open_box(twin) as box:
        assert box.usable
        box.begin_run("R1", "weekly", START.date(), "folder")
    again = Path(shutil.copytree(twin.parent, tmp_path / "third")) / ledger.name
    with open_box(again, runs=("R1",)) as box:
        assert not box.usable


def test_a_history_that_was_only_adopted_binds_to_no_place(tmp_path: Path) -> None:
    ledger = tmp_path / "made" / "collections.xlsm"
    ledger.parent.mkdir()
    with open_box(ledger) as box:
        box.adopt({key(1): "C-00001"}, ["R1"], "sample", "sent")
    twin = Path(shutil.copytree(ledger.parent, tmp_path / "desk")) / ledger.name
    with open_box(twin, keys=(key(1),), runs=("R1",)) as box:
        assert box.usable


def test_moved_is_no_answer_to_another_doubt(used: Path) -> None:
    with open_box(used, keys=(key(9),)) as box:
        with pytest.raises(Stop, match="X-JOURNAL"):
            box.moved_here("Sue")
        assert not box.usable


CONFLICTS = (
    "collections (Ann's conflicted copy 2026-11-26).xlsm",
    "collections (conflicted copy 2026-11-26 101010).xlsm",
    "collections_conflict-20261126-101010.xlsm",
    "collections.sync-conflict-20261126-101010-ABCDEFG.xlsm",
    "collections（冲突文件_安_2026-11-26）.xlsm",
    "collections (小李的衝突複本 2026-11-26).xlsm",
    "collections-DESKTOP-7QK2L1M.xlsm",
    "collections-LAPTOP-AB12CD34-2.xlsm",
    "collections (1).xlsm",
    "collections.journal (1).sqlite",
    "collections.journal-DESKTOP-7QK2L1M.sqlite",
    "collections.journal (Ann's conflicted copy 2026-11-26).sqlite",
    "COLLECTIONS_desk_Nov-26-101010-2026_Conflict.xlsm",
)
OTHERS = (
    "collections-2025.xlsm", "collections old.xlsm", "collections2 (1).xlsm", "collections.journal.1a2b3c4d.sqlite", "~$collections.xlsm", "conflict.xlsm",
    "collections - Copy.xlsm", "collections-pc.txt", "collections (1).pdf",
)  # fmt: skip


@pytest.mark.parametrize("name", CONFLICTS)
def test_a_conflict_copy_stops_every_send_until_it_is_moved_away(used: Path, name: str) -> None:
    (used.parent / name).write_bytes(b"other")
    with open_box(used) as box:
        assert (box.in_doubt.kind, box.in_doubt.what) == ("conflict", name)
        with pytest.raises(Stop, match="X-JOURNAL"):
            box.deliver(box.items()[0].uid, Script())
        with pytest.raises(Stop, match="X-JOURNAL"):
            box.moved_here("Sue")
        box.adopt({}, [], "Sue", "sent")
        assert not box.usable  # nobody's word changes what lies there
    (used.parent / name).unlink()
    with open_box(used) as box:
        assert box.usable


def test_the_computers_own_name_is_one_that_a_service_may_give(used: Path) -> None:
    (used.parent / f"collections-{place.this_computer()}.xlsm").write_bytes(b"other")
    with open_box(used) as box:
        assert box.in_doubt.kind == "conflict"


@pytest.mark.parametrize("name", OTHERS)
def test_other_files_of_the_office_are_nobodys_conflict(used: Path, name: str) -> None:
    (used.parent / name).write_bytes(b"other")
    with open_box(used) as box:
        assert box.usable


def test_a_journal_that_is_gone_is_told_as_gone(used: Path) -> None:
    journal_path(used).unlink()
    with open_box(used, runs=("R1",)) as box:
        assert box.in_doubt.kind == "journal"
