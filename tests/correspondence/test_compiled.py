"""What compiling and checking a wording file gave is remembered; an edit is seen and checked all the same."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import letters  # noqa: E402

from pyaddin import remembered  # noqa: E402
from pyaddin.correspondence import lint, wording  # noqa: E402
from pyaddin.errors import Stop  # noqa: E402


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where things are remembered in this test."""
    place = tmp_path / "__pycache__"
    monkeypatch.setattr(remembered, "_folder", lambda: place)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return place


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[Path]:
    """The program's own wording files, as a copy that a clerk may edit."""
    root = tmp_path / "templates"
    shutil.copytree(wording.TEMPLATES / "en", root / "en")
    monkeypatch.setattr(wording, "TEMPLATES", root)
    yield root
    _started_again()


def _started_again() -> None:
    """The program as it is after a new start."""
    wording._office.cache_clear()
    wording._checked.clear()


def _edit(root: Path, old: str, new: str) -> None:
    path = root / "en" / "contact" / "reminder_1.txt"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_wording_files_of_another_folder_are_not_remembered(tmp_path: Path, folder: Path) -> None:
    root = tmp_path / "elsewhere"
    shutil.copytree(wording.TEMPLATES / "en", root / "en")
    wording.render(letters.letter(), root)
    assert not folder.exists()


def test_a_remembered_wording_says_the_same_and_is_not_compiled_or_checked_again(program: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    every = letters.every_letter("en").values()
    _started_again()
    first = [wording.render(letter, program) for letter in every]
    assert list(folder.iterdir())

    def again(*_: object) -> None:
        raise AssertionError("compiled or checked again")

    _started_again()
    monkeypatch.setattr(lint, "check", again)
    monkeypatch.setattr(wording._Office, "_parse", again)
    assert [wording.render(letter, program) for letter in every] == first


def test_an_edit_after_that_is_seen_and_checked(program: Path) -> None:
    _started_again()
    before = wording.render(letters.letter(), program)
    _started_again()
    _edit(program, "We hope you are well.", "Good day.")
    after = wording.render(letters.letter(), program)
    assert "Good day." in wording.plain_text(after, letters.letter())
    assert after.sha256 != before.sha256
    _started_again()
    _edit(program, "Good day.", "We will tell your employer.")
    for _ in range(2):  # what did not pass the check is never remembered as checked
        _started_again()
        with pytest.raises(Stop, match="may threaten or press"):
            wording.render(letters.letter(), program)


def test_a_remembered_wording_names_the_line_of_a_mistake(program: Path) -> None:
    _edit(program, "We hope you are well.", "{{ [][5] }}")
    said = []
    for _ in range(2):
        _started_again()
        with pytest.raises(Stop) as stop:
            wording.render(letters.letter(), program)
        said.append((stop.value.fault.found, stop.value.fault.row))
    assert said[0] == said[1]
    assert said[0][1] is not None or "line" in said[0][0]
