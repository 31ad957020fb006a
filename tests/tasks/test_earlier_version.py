"""A ledger that 0.1 made: the first run of today's program gives it its columns and works as on a new one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from pyaddin.entrypoints.cli import main
from pyaddin.ledger.schema import SCHEMA_VERSION

OLD = Path(__file__).parents[1] / "ledger" / "fixtures" / "version-1.xlsm"


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, object]]:
    code = main([*words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_the_first_run_grows_an_old_ledger_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(shutil.copy(OLD, tmp_path / "ledger.xlsm"))
    _, looked = run(capsys, "weekly", str(path), "--as-of", "2026-11-23", "--dry-run")
    assert path.read_bytes() == OLD.read_bytes()
    assert looked["notes"] == []
    code, done = run(capsys, "weekly", str(path), "--as-of", "2026-11-23")
    assert code == 0
    notes = " ".join(str(note) for note in done["notes"])  # type: ignore[attr-defined]
    assert "Debtors: Shared contact, Address confirmed on, Address on file, Address changed on" in notes
    assert str(done["backup"]).endswith(notes.rsplit(" ", 1)[1].rstrip("."))
    properties = {item.name: item.value for item in openpyxl.load_workbook(path).custom_doc_props}
    assert properties["Schema version"] == SCHEMA_VERSION
    _, checked = run(capsys, "check", str(path))
    assert not [fault for fault in checked["faults"] if fault["code"] == "W-SCHEMA"]  # type: ignore[attr-defined]
    before = path.read_bytes()
    _, again = run(capsys, "weekly", str(path), "--as-of", "2026-11-23")
    assert (again["changes"], again["notes"]) == ([], [])
    assert path.read_bytes() == before
