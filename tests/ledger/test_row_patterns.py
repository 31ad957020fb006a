"""A pattern that was remembered is the one that Python compiles; whatever is wrong with what was remembered, it is compiled as ever."""

from __future__ import annotations

import marshal
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from pyaddin import remembered
from pyaddin.ledger.closed import column_bytes, proof_columns, row_patterns, scan
from pyaddin.ledger.closed.scan_values import Form

ROW = b'<row r="7"><c r="A7" s="4"><v>1</v></c><c r="C7" s="5" t="s"><v>2</v></c></row>'


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where things are remembered in this test."""
    monkeypatch.setattr(remembered, "_folder", lambda: tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path


def every_pattern() -> list[re.Pattern[bytes]]:
    """One of each kind, made anew."""
    forms = (Form(b"4", b"><v>", met=True), Form(b"5", b' t="s"><v>', met=True))
    return [
        *(scan._row_pattern.__wrapped__((0, 2), forms, strictly=strictly) for strictly in (True, False)),
        column_bytes.pattern_of.__wrapped__((1, 3)), proof_columns.written_cells.__wrapped__((1, 3)), proof_columns.row_of.__wrapped__((1, 3)),
    ]  # fmt: skip


def test_what_is_remembered_is_what_python_compiles(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = every_pattern()
    assert len(list(place.iterdir())) == len(made)
    monkeypatch.setattr(row_patterns, "re", SimpleNamespace(_compiler=re._compiler, Pattern=re.Pattern))  # type: ignore[attr-defined]  # compiles nothing
    again = every_pattern()
    assert again == made == [re.compile(pattern.pattern) for pattern in made]  # Python compares every instruction
    assert all(new is not old for new, old in zip(again, made, strict=True))
    for new, old in zip(again, made, strict=True):
        assert (new.groups, new.groupindex, new.flags) == (old.groups, old.groupindex, old.flags)
        assert new.split(ROW) == old.split(ROW)
        assert new.findall(ROW) == old.findall(ROW) != []


def test_what_is_damaged_or_of_other_words_is_compiled_anew(place: Path) -> None:
    made = every_pattern()
    files = sorted(place.iterdir())
    for file in files:
        data = file.read_bytes()
        file.write_bytes(data[:-1] + bytes((data[-1] ^ 1,)))
    assert every_pattern() == made
    for file, other in zip(files, [files[0].read_bytes() for _ in files], strict=True):
        file.write_bytes(other)
    assert every_pattern() == made


def test_a_pattern_that_would_not_come_back_the_same_is_not_kept(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = rb"(a+)b"
    right = re.compile(words)
    for broken in (
        SimpleNamespace(), SimpleNamespace(_parser=re._compiler._parser, _sre=re._compiler._sre, _code=lambda parsed, flags: [1]),  # type: ignore[attr-defined]
        SimpleNamespace(_parser=re._compiler._parser, _sre=re._compiler._sre, _code=lambda *_: marshal.loads(marshal.dumps(None))),  # type: ignore[attr-defined]
    ):  # fmt: skip
        monkeypatch.setattr(row_patterns, "_compiler", lambda part=broken: part)
        assert row_patterns.compiled(words) == right
        assert list(place.iterdir()) == []


def test_nothing_is_kept_where_python_keeps_nothing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert row_patterns.compiled(rb"(a)") == re.compile(rb"(a)")
    assert list(place.iterdir()) == []
