"""The journal of a ledger on an office share, on a drive and under a name with odd characters is opened where it lies."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from pyaddin.correspondence.journal import journal_path
from pyaddin.correspondence.outbox import Outbox
from pyaddin.sqlite_file import address


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        (PureWindowsPath(r"\\server\share\a b.sqlite"), "file:////server/share/a%20b.sqlite?mode=ro"),
        (PureWindowsPath(r"C:\office\y#1.sqlite"), "file:///C:/office/y%231.sqlite?mode=ro"),
        (PurePosixPath("/srv/what?.sqlite"), "file:///srv/what%3F.sqlite?mode=ro"),
    ],
)
def test_a_share_is_a_path_and_never_a_server_of_its_own(path: PurePath, wanted: str) -> None:
    assert address(path, "ro") == wanted


@pytest.mark.parametrize("name", ["a b", "50% off", "what#1", "台账"])
def test_a_journal_lies_under_the_ledgers_own_name(tmp_path: Path, name: str) -> None:
    ledger = tmp_path / f"{name}.xlsm"
    Outbox.create(ledger, "L-1", at=datetime(2026, 11, 23, tzinfo=UTC))
    assert journal_path(ledger).is_file()
    with Outbox.peek(ledger, "L-1", ledger_keys=(), ledger_runs=()) as box:
        assert box.usable
