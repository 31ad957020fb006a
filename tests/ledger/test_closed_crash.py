"""Whatever breaks while writing: the old file stays, byte for byte, and nothing is left beside it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Edit, SetCell
from pyaddin.ledger.closed import ClosedBook, exchange
from pyaddin.ledger.closed.deflate import Packed, unpacked
from pyaddin.ledger.closed.package import Package
from tests.ledger.ledger_files import DAY, small_ledger

EDITS: list[Edit] = [
    SetCell("Cases", 2, "C-00001", "Level", None, 1),
    AddRow("Payments", "P-9", {"Payment ID": "P-9", "Case ID": "C-00001", "Value date": DAY, "Amount": 5}),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return small_ledger(tmp_path)


def failing(error: BaseException, *, at_call: int = 1, real: Callable[..., Any] | None = None) -> Callable[..., Any]:
    calls = 0

    def fail(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls >= at_call or real is None:
            raise error
        return real(*arguments, **named)

    return fail


FULL = OSError(28, "No space left on device")
DENIED = PermissionError(13, "Permission denied")


@pytest.mark.parametrize(
    ("owner", "name", "error", "at_call", "code"),
    [
        (tempfile, "mkstemp", DENIED, 1, "X-WRITE"),
        (os, "fsync", FULL, 1, "X-WRITE"),
        (os, "fsync", FULL, 2, "X-WRITE"),
        (shutil, "copymode", DENIED, 1, "X-WRITE"),
        (os, "replace", DENIED, 1, "X-WRITE"),
        (exchange, "_write_synced", FULL, 1, "X-WRITE"),
        (exchange, "_write_synced", FULL, 2, "X-WRITE"),
        (Path, "mkdir", DENIED, 1, "X-WRITE"),
    ],
)
def test_a_failing_step_leaves_the_old_file(
    path: Path, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, error: OSError, at_call: int, code: str
) -> None:
    book = ClosedBook(path)
    raw = book.read()
    before = path.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(owner, name, failing(error, at_call=at_call, real=getattr(owner, name)))
        with pytest.raises(Stop) as caught:
            book.write(EDITS, fingerprint=raw.fingerprint, as_of=DAY)
    assert caught.value.fault.code == code
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert book.write(EDITS, fingerprint=raw.fingerprint, as_of=DAY).rows_added == 1


@pytest.mark.parametrize("name", ["fsync", "replace"])
def test_an_interrupted_write_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    book = ClosedBook(path)
    raw = book.read()
    before = path.read_bytes()
    monkeypatch.setattr(os, name, failing(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        book.write(EDITS, fingerprint=raw.fingerprint, as_of=DAY)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_file_changed_while_the_new_one_is_made_is_not_overwritten(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = ClosedBook(path)
    raw = book.read()
    real = exchange._back_up

    def meanwhile(*arguments: Any) -> Path:
        path.write_bytes(path.read_bytes() + b"typed by a clerk")
        return real(*arguments)

    monkeypatch.setattr(exchange, "_back_up", meanwhile)
    with pytest.raises(Stop, match="X-CHANGED"):
        book.write(EDITS, fingerprint=raw.fingerprint, as_of=DAY)
    assert path.read_bytes().endswith(b"typed by a clerk")
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_file_opened_while_the_new_one_is_made_is_not_overwritten(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = ClosedBook(path)
    raw = book.read()
    before = path.read_bytes()
    real = exchange._back_up

    def meanwhile(*arguments: Any) -> Path:
        path.with_name(f"~${path.name}").write_bytes(b"\x03Amy")
        return real(*arguments)

    monkeypatch.setattr(exchange, "_back_up", meanwhile)
    with pytest.raises(Stop, match="X-OPEN"):
        book.write(EDITS, fingerprint=raw.fingerprint, as_of=DAY)
    assert path.read_bytes() == before



def open_parts(parts: Mapping[str, bytes | Packed]) -> dict[str, bytes]:
    return {name: part if isinstance(part, bytes) else unpacked(part.packed, part.size) for name, part in parts.items()}


def other_part(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    return {**parts, "xl/styles.xml": b"<styleSheet/>"}


def cut_parts(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: part[:-20] for name, part in parts.items()}


def other_value(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: part.replace(b"P-9<", b"P-8<") for name, part in parts.items()}


@pytest.mark.parametrize("damage", [other_part, cut_parts, other_value])
def test_a_new_file_that_does_not_read_back_is_thrown_away(path: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[..., Any]) -> None:
    book = ClosedBook(path)
    raw = book.read()
    before = path.read_bytes()
    real = Package.rebuilt
    monkeypatch.setattr(Package, "rebuilt", lambda self, parts, dropped: real(self, damage(open_parts(parts)), dropped))
    with pytest.raises(Stop, match="X-VERIFY"):
        book.write(EDITS, fingerprint=raw.fingerprint, as_of=DAY)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_backups_are_numbered_named_by_fingerprint_and_the_newest_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "KEPT_BACKUPS", 2)
    book = ClosedBook(path)
    contents: list[bytes] = []
    for level in range(4):
        raw = book.read()
        contents.append(path.read_bytes())
        old = raw.tables["Cases"].rows[0][1]["Level"]
        written = book.write([SetCell("Cases", 2, "C-00001", "Level", old, level)], fingerprint=raw.fingerprint, as_of=DAY)
        assert written.backup is not None
        assert written.backup.name == f"ledger.{level + 1:06d}.{raw.fingerprint[:8]}.xlsm"
        assert written.backup.read_bytes() == contents[-1]
    kept = sorted(file.name.split(".")[1] for file in (path.parent / "ledger-backups").iterdir())
    assert kept == ["000003", "000004"]


def test_temporary_files_of_programs_that_died_are_taken_away_by_a_later_write(path: Path) -> None:
    dead, alive, other = (path.with_name(name) for name in (".ledger.abc12345.tmp", ".ledger.def12345.tmp", ".ledger-2025.abc12345.tmp"))
    for file in (dead, alive, other):
        file.write_bytes(b"a whole ledger")
    long_ago = path.stat().st_mtime - exchange.LEFT_BEHIND - 60
    for file in (dead, other):
        os.utime(file, (long_ago, long_ago))
    book = ClosedBook(path)
    raw = book.read()
    book.write([SetCell("Cases", 2, "C-00001", "Level", raw.tables["Cases"].rows[0][1]["Level"], 3)], fingerprint=raw.fingerprint, as_of=DAY)
    assert (dead.exists(), alive.exists(), other.exists()) == (False, True, True)


def test_a_link_stays_a_link(path: Path) -> None:
    link = path.with_name("link.xlsm")
    link.symlink_to(path)
    book = ClosedBook(link)
    book.write(EDITS, fingerprint=book.read().fingerprint, as_of=DAY)
    assert link.is_symlink()
    assert ClosedBook(path).read().tables["Payments"].rows[-1][1]["Payment ID"] == "P-9"
