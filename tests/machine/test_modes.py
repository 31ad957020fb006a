"""Nobody reads a file of the product who may not read the ledger: made so from the start, found and mended where it is not."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from pyaddin.machine import modes
from tests.stories.desk import Office, case, debtor, installments

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows: files inherit the rights of their folder")


@pytest.mark.parametrize(("mode", "mask"), [(0o600, 0o077), (0o640, 0o027), (0o660, 0o007), (0o644, 0o022), (0o664, 0o002), (0o666, 0o000), (0o604, 0o072)])
def test_a_new_file_gets_no_more_than_the_ledger_has(mode: int, mask: int) -> None:
    assert modes.mask_of(stat.S_IFREG | mode) == mask


@pytest.mark.parametrize("mode", [0o600, 0o640])
def test_everything_that_a_week_makes_follows_the_ledger(tmp_path: Path, mode: int) -> None:
    office = Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["10-05"])})
    office.path.chmod(mode)
    before = os.umask(0o022)
    try:
        office.weekly("10-12")
        office.run("statement", "--case", "C-00001", "--as-of", "2026-10-12")
    finally:
        os.umask(before)
    made = modes.products(office.path)
    assert {"ledger.journal.sqlite", "ledger.audit.sqlite", "ledger-out", "ledger-backups"} <= {path.name for path in made}
    assert [path.name for path in made if path.stat().st_mode & 0o077 & ~(mode | (0o010 if mode & 0o040 else 0))] == []
    assert stat.S_IMODE(office.path.stat().st_mode) == mode
    assert modes.wider(office.path) == []


def test_what_was_made_before_is_found_and_mended(tmp_path: Path) -> None:
    office = Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case()]})
    journal, paper = tmp_path / "ledger.journal.sqlite", tmp_path / "ledger-out" / "documents" / "C-00001.pdf"
    paper.parent.mkdir(parents=True)
    for file in (journal, paper, tmp_path / "notes.txt"):
        file.write_bytes(b"")
        file.chmod(0o644)
    office.path.chmod(0o600)
    assert {path.name for path in modes.wider(office.path)} == {"ledger.journal.sqlite", "ledger-out", "documents", "C-00001.pdf"}
    modes.narrow(office.path)
    assert modes.wider(office.path) == []
    assert stat.S_IMODE(paper.stat().st_mode) == 0o600
    assert stat.S_IMODE(paper.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "notes.txt").stat().st_mode) == 0o644


def test_rights_that_are_narrower_already_stay_and_come_back(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.xlsm"
    ledger.touch(mode=0o644)
    before = os.umask(0o077)
    try:
        with modes.following(ledger):
            (tmp_path / "made").touch()
        assert stat.S_IMODE((tmp_path / "made").stat().st_mode) == 0o600
        with modes.following(tmp_path / "none.xlsm"), modes.following(None):
            assert os.umask(0o077) == 0o077
    finally:
        os.umask(before)
