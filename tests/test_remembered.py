"""What is remembered from one start of the program to the next is never believed when anything is strange about it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pyaddin import remembered


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where things are remembered in this test."""
    place = tmp_path / "__pycache__"
    monkeypatch.setattr(remembered, "_folder", lambda: place)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return place


def test_what_is_remembered_is_given_back_for_the_same_text_only(folder: Path) -> None:
    assert remembered.found("a", b"text") is None
    remembered.keep("a", b"text", b"made")
    assert remembered.found("a", b"text") == b"made"
    assert remembered.found("a", b"texts") is None
    assert remembered.found("b", b"text") is None
    remembered.keep("a", b"texts", b"")
    assert (remembered.found("a", b"text"), remembered.found("a", b"texts")) == (None, b"")
    assert len(list(folder.iterdir())) == 1


def test_a_damaged_or_foreign_piece_is_not_believed(folder: Path) -> None:
    remembered.keep("a", b"text", b"made")
    (piece,) = folder.iterdir()
    whole = piece.read_bytes()
    for damaged in (b"", whole[:-1], whole + b"x", b"\0" + whole[1:], whole[:-1] + b"x"):
        piece.write_bytes(damaged)
        assert remembered.found("a", b"text") is None
    piece.write_bytes(whole)
    assert remembered.found("a", b"text") == b"made"


def test_nothing_is_remembered_where_python_may_not_write(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write_text("a file where the folder should be", encoding="utf-8")
    remembered.keep("a", b"text", b"made")
    assert remembered.found("a", b"text") is None
    folder.unlink()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    remembered.keep("a", b"text", b"made")
    assert not folder.exists()


def test_it_lies_among_the_compiled_modules_of_the_program(tmp_path: Path) -> None:
    code = "import sys; sys.dont_write_bytecode = False; from pyaddin import remembered; remembered.keep('a', b'text', b'made'); print(remembered._folder())"
    at = subprocess.run([sys.executable, "-X", f"pycache_prefix={tmp_path}", "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert Path(at).is_relative_to(tmp_path)
    assert any(path.name.startswith("remembered.") and path.suffix == ".pyc" for path in Path(at).iterdir())
    assert any(path.name.startswith("remembered-") for path in Path(at).iterdir())


def test_another_release_of_a_package_is_told_by_its_modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "some_package"
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    before = remembered.modules("some_package")
    (package / "version.py").write_text("1", encoding="utf-8")
    remembered.modules.cache_clear()
    assert before != remembered.modules("some_package")
    assert "some_package" not in sys.modules
    assert remembered.modules("no_such_package") == b"[]"
