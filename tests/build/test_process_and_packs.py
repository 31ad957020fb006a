"""Two sheets that must not drift: Process as the table of moves has it, Packs as the rule packs stand in the repository."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from pyaddin.build.workbook import write_workbook
from pyaddin.labels import LANGUAGES
from pyaddin.policy.rulebook import rulebook
from pyaddin.rules.process import STAGES, STEPS, in_language
from pyaddin.rules.request import HOUSE, HOUSE_VERSION


def ledger(folder: Path, language: str = "en") -> openpyxl.Workbook:
    path = folder / f"{language}.xlsm"
    write_workbook(path, ledger_id="T", language=language)
    return openpyxl.load_workbook(path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_process_shows_every_stage_and_move(tmp_path: Path, language: str) -> None:
    book = ledger(tmp_path, language)
    sheet = book["Process"]
    assert book.sheetnames.index("Process") == 1
    cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_col=2, max_col=7)]
    for stage in STAGES:
        assert any(row[0] == in_language(stage.name, language) and row[2] == in_language(stage.aim, language) for row in cells)
    moves = {row[0]: row for row in cells if row[0] in {step.id for step in STEPS}}
    assert list(moves) == [step.id for step in STEPS]
    for step in STEPS:
        assert all(moves[step.id])
        assert moves[step.id][4] == in_language(step.guard, language)


def test_process_is_protected_without_a_password(tmp_path: Path) -> None:
    protection = ledger(tmp_path)["Process"].protection
    assert protection.sheet
    assert protection.password is None


def test_packs_are_those_of_the_repository(tmp_path: Path) -> None:
    header, *rows = ledger(tmp_path)["Packs"].iter_rows(values_only=True)
    assert header[:5] == ("Pack", "Version", "In force from", "Reviewed on", "Source")

    def day(value: object) -> object:
        return value.date() if isinstance(value, datetime) else value

    shown = {row[0]: tuple(day(cell) for cell in row[1:5]) for row in rows}
    house = shown.pop(HOUSE)
    assert house[0] == HOUSE_VERSION
    assert shown == {pack.name: (pack.version, pack.effective_from, pack.reviewed_on, pack.source) for pack in rulebook().values()}
