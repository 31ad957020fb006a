"""``--engine libreoffice``: the same command in LibreOffice gives the same answer and the same rows as on the closed file."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pyaddin.entrypoints import cli
from pyaddin.errors import Stop
from pyaddin.ledger.book import SetCell
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.libreoffice import door, locks, office
from tests.build.repair_rules import problems
from tests.ledger.apart import apart
from tests.ledger.calc import Calc
from tests.ledger.ledger_files import parts_of
from tests.ledger.rich_files import add_macros

pytestmark = pytest.mark.libreoffice
DAY = "2026-11-30"
MACROS = ("xl/vbaProject.bin", "customUI/customUI.xml")


def _ledger(folder: Path) -> Path:
    """A sample ledger with macros; two calls make the same one."""
    folder.mkdir()
    path = folder / "ledger.xlsm"
    assert cli.main(["new", str(path), "--sample", "12", "--seed", "4", "--as-of", "2026-11-23"]) == 0
    add_macros(path)
    return path


def _rows(path: Path) -> dict[str, list[dict[str, object]]]:
    raw = ClosedBook(path).read()
    # the head of the audit chain covers instants, login and place: it is another one at every run
    return {name: [{key: cell for key, cell in cells.items() if key != "Audit head"} for _, cells in table.rows] for name, table in raw.tables.items()}


def _answer(capsys: pytest.CaptureFixture[str], words: Sequence[str]) -> tuple[int, Any]:
    capsys.readouterr()
    code = cli.main([*words, "--json"])
    return code, json.loads(re.sub(r"/[^\"]*/(closed|live)/", "/", capsys.readouterr().out))


def _without_clock(value: Any) -> Any:
    """Instants of two runs differ, and backups are named after the content of the file."""
    return json.loads(re.sub(r"ledger\.\d{6}\.[0-9a-f]{8}|\d{4}-\d\d-\d\dT[\d:]+Z", "INSTANT", json.dumps(value, default=str)))


def test_weekly_run_is_the_same_in_libreoffice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    closed, live = _ledger(tmp_path / "closed"), _ledger(tmp_path / "live")
    before = live.read_bytes()
    on_file = _answer(capsys, ["weekly", str(closed), "--as-of", DAY, "--by", "A. Linden"])
    in_calc = _answer(capsys, ["weekly", str(live), "--as-of", DAY, "--by", "A. Linden", "--engine", "libreoffice"])
    assert _without_clock(in_calc) == _without_clock(on_file)
    assert in_calc[1]["sent"] > 0
    assert _without_clock(_rows(live)) == _without_clock(_rows(closed))
    assert [parts_of(live)[name] for name in MACROS] == [parts_of(closed)[name] for name in MACROS]
    assert [problem for problem in problems(live) if "nobody computed" not in problem] == []
    assert before in [file.read_bytes() for file in (tmp_path / "live" / "ledger-backups").iterdir()]
    assert not locks.lock_file(live).exists()
    again = _answer(capsys, ["weekly", str(live), "--as-of", DAY, "--by", "A. Linden", "--engine", "libreoffice"])
    assert (again[0], again[1]["sent"]) == (0, 0), "nothing goes twice"


def test_looking_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _ledger(tmp_path / "live")
    before, beside = path.read_bytes(), sorted(path.parent.iterdir())
    closed = _answer(capsys, ["assess", str(path), "--as-of", DAY])
    assert _answer(capsys, ["assess", str(path), "--as-of", DAY, "--engine", "libreoffice"]) == closed
    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == beside


def test_a_ledger_open_at_the_clerks_is_worked_on_there(calc: Calc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _ledger(tmp_path / "live")
    theirs = calc.open(path)
    theirs.sheets["Cases"]["F2"].value = "typed, not saved"
    monkeypatch.setattr(office, "_resolve", lambda pipe, real=office._resolve: real(calc.app.office.pipe))
    with door.opened(path) as book:
        raw = book.read()
        row, cells = raw.tables["Cases"].rows[1]
        edit = SetCell("Cases", row, str(cells["Case ID"]), "Owner", cells.get("Owner"), "B. Chen")
        written = book.write([edit], fingerprint=raw.fingerprint, as_of=date(2026, 11, 30))
    assert written.backup is not None
    assert theirs.sheets["Cases"]["F2:F3"].value == ["typed, not saved", "B. Chen"], "the window shows it"
    assert [row["Owner"] for row in _rows(path)["Cases"][:2]] == ["typed, not saved", "B. Chen"]
    assert calc.app.office.answers(), "a clerk's LibreOffice is never ended"


def test_a_ledger_open_elsewhere_is_told_with_the_way_out(calc: Calc, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _ledger(tmp_path / "live")
    calc.open(path)
    code, answer = _answer(capsys, ["refresh", str(path), "--as-of", DAY, "--engine", "libreoffice"])
    assert (code, answer["error"]["code"]) == (2, "X-OPEN")
    assert "LibreOffice" in answer["error"]["found"]
    assert "--accept=" in answer["error"]["advice"]


def test_without_libreoffice_it_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    path = _ledger(tmp_path / "live")
    monkeypatch.setattr(office, "program", lambda: None)
    code, answer = _answer(capsys, ["check", str(path), "--engine", "libreoffice"])
    assert (code, answer["error"]["code"]) == (2, "X-LIBREOFFICE")
    assert "Install LibreOffice" in answer["error"]["advice"]


def crashing(path: Path) -> None:
    """LibreOffice is killed after the rows were written and before the workbook is saved."""
    with door.opened(path) as book:
        raw = book.read()
        row, cells = raw.tables["Cases"].rows[0]
        edit = SetCell("Cases", row, str(cells["Case ID"]), "Owner", cells.get("Owner"), "B. Chen")
        save = book._book.save

        def crash() -> None:
            book._book.app.office.kill()
            save()

        book._book.__dict__["save"] = crash
        with pytest.raises(Stop, match="ended in the middle"):
            book.write([edit], fingerprint=raw.fingerprint, as_of=date(2026, 11, 30))


def test_a_crash_in_the_middle_of_a_write_leaves_the_file(tmp_path: Path) -> None:
    path = _ledger(tmp_path / "live")
    before, rows = path.read_bytes(), _rows(path)
    apart(crashing, path)
    assert path.read_bytes() == before
    with door.opened(path) as book:
        read = {name: [cells for _, cells in table.rows] for name, table in book.read().tables.items()}
    assert [cells.get("Owner") for cells in read["Cases"]] == [cells.get("Owner") for cells in rows["Cases"]]
