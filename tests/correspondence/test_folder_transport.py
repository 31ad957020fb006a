"""The folder transport: whole files, safe names, proof of delivery."""

from __future__ import annotations

import errno
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from pyaddin.correspondence.entry import Entry, file_name
from pyaddin.correspondence.send import FolderTransport
from pyaddin.correspondence.send import folder as module
from pyaddin.errors import Stop
from tests.correspondence.drafts import draft, key, open_box

BODY = "Subject: x\r\n\r\n\u5f20\u4e09 \x00\xff\r\n".encode()


@pytest.fixture
def entry(tmp_path: Path) -> Entry:
    with open_box(tmp_path / "collections.xlsm") as box:
        return box.plan_many([draft(key(12), body=BODY)])[0]


def test_the_file_has_exactly_the_bytes_and_the_name_of_the_journal(tmp_path: Path, entry: Entry) -> None:
    folder = FolderTransport(tmp_path / "deep" / "out")
    folder.ready()
    assert folder.delivered(entry) is False
    answer = folder.send(entry, BODY)
    assert (answer.result, answer.why) == ("sent", "written to folder")
    assert folder.path_of(entry).read_bytes() == BODY
    assert re.fullmatch(r"C-00012_reminder_1_a1_[0-9a-f]{10}\.eml", entry.file_name)
    assert [path.name for path in (tmp_path / "deep" / "out" / "emails").iterdir()] == [entry.file_name]
    assert folder.delivered(entry) is True


def test_proof_is_asked_where_the_message_was_handed_over(tmp_path: Path, entry: Entry) -> None:
    first = FolderTransport(tmp_path / "run1")
    first.ready()
    first.send(entry, BODY)
    assert FolderTransport(tmp_path / "run2").delivered(replace(entry, place=first.place)) is True


def test_without_the_folder_or_with_other_bytes_nobody_can_tell(tmp_path: Path, entry: Entry) -> None:
    folder = FolderTransport(tmp_path / "out")
    assert folder.delivered(entry) is None
    folder.ready()
    folder.send(entry, BODY)
    folder.path_of(entry).write_bytes(BODY + b"edited")
    assert folder.delivered(entry) is None


@pytest.mark.parametrize("failing", ["fsync", "replace", "_settle"])
def test_a_full_disk_defers_and_leaves_no_file(tmp_path: Path, entry: Entry, monkeypatch: pytest.MonkeyPatch, failing: str) -> None:
    folder = FolderTransport(tmp_path / "out")
    folder.ready()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(module if failing == "_settle" else os, failing, full)
    answer = folder.send(entry, BODY)
    assert answer.result == "deferred"
    assert "No space left" in answer.why
    assert list((tmp_path / "out" / "emails").iterdir()) == []


def test_a_file_that_can_neither_be_secured_nor_removed_is_parked(tmp_path: Path, entry: Entry, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = FolderTransport(tmp_path / "out")
    folder.ready()

    def gone(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(module, "_settle", gone)
    monkeypatch.setattr(Path, "unlink", gone)
    assert folder.send(entry, BODY).result == "unknown"


def test_a_place_that_is_a_file_stops_before_anything(tmp_path: Path, entry: Entry) -> None:
    (tmp_path / "out").write_text("no folder")
    with pytest.raises(Stop, match="X-WRITE"):
        FolderTransport(tmp_path / "out").ready()
    with open_box(tmp_path / "collections.xlsm") as box:
        with pytest.raises(Stop, match="X-WRITE"):
            box.deliver_many([entry.uid], FolderTransport(tmp_path / "out"))
        assert box.state_of(key(12)) == "queued"


@pytest.mark.parametrize("case_id", ["../../etc/passwd", "a/b\\c:d", "C 1\n<x>", "\u5f20\u4e09", "", ".", "-rf", "x" * 300, "CON.1", "\u202egpj"])
def test_names_are_harmless_whatever_the_case_id(case_id: str) -> None:
    name = file_name(case_id, "missed", 0, 2, "0123456789abcdef")
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,40}_missed_a2_0123456789\.eml", name)
    assert len(name) < 100


def test_names_differ_for_two_messages_of_a_case_and_for_ids_that_differ_in_case_only(tmp_path: Path) -> None:
    with open_box(tmp_path / "collections.xlsm") as box:
        entries = box.plan_many([draft("c-1|1|thanks|P-1"), draft("C-1|1|thanks|P-1"), draft("C-1|1|thanks|P-2"), draft("C-1|2|thanks|P-2")])
    assert len({entry.file_name.lower() for entry in entries}) == 4


def test_of_several_each_has_its_own_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_box(tmp_path / "collections.xlsm") as box:
        entries = box.plan_many([draft(key(number), body=BODY) for number in (1, 2, 3)])
        real = os.replace

        def full(part: str, target: str) -> None:
            if entries[1].file_name in target:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            real(part, target)

        monkeypatch.setattr(os, "replace", full)
        done = box.deliver_many([entry.uid for entry in entries], FolderTransport(tmp_path / "out"))
        assert [entry.state for entry in done] == ["sent", "deferred", "sent"]
        assert sorted(path.name for path in (tmp_path / "out" / "emails").iterdir()) == sorted(entries[place].file_name for place in (0, 2))


def test_names_that_cannot_be_secured_are_none_of_them_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_box(tmp_path / "collections.xlsm") as box:
        entries = box.plan_many([draft(key(number), body=BODY) for number in (1, 2)])
        folder = FolderTransport(tmp_path / "out")
        folder.ready()

        def full(_: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(module, "_settle", full)
        assert [answer.result for answer in folder.send_together([(entry, BODY) for entry in entries])] == ["deferred", "deferred"]
        assert list((tmp_path / "out" / "emails").iterdir()) == []
