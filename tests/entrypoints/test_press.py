"""What a press does when something is in the way: no workbook, an engine that dies, a clerk who stops, an error nobody foresaw."""

from __future__ import annotations

import ast
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pyaddin.buttons import BUTTONS
from pyaddin.commands import LANGUAGES
from pyaddin.entrypoints import ribbon
from pyaddin.entrypoints.live import words
from pyaddin.entrypoints.live.press import HANDLERS, press
from pyaddin.errors import Stop
from pyaddin.ledger.live.screen import Screen
from pyaddin.ledger.memory import MemoryBook


class Stage:
    """A screen without a program behind it. ``fails`` is raised by the ledger's first reading; ``deaf`` takes no message."""

    def __init__(self, fails: BaseException | None = None, *, deaf: bool = False) -> None:
        self.said: list[str] = []
        self._fails = fails
        self._deaf = deaf
        self.user = "Mary Webb"
        self.active = "Cases"

    @property
    def ledger(self) -> Any:
        if self._fails is not None:
            raise self._fails
        return MemoryBook({"Cases": [{"Case ID": "C-1"}]})

    def tell(self, text: str, title: str) -> None:
        if self._deaf:
            raise RuntimeError("the program is gone")
        self.said.append(text)

    def go(self, sheet: str, row: int = 1) -> None:
        self.active = sheet

    @contextmanager
    def progress(self, stop_cell: object = None) -> Any:
        yield lambda done, total, label: None


@pytest.mark.parametrize(
    ("error", "words_said"),
    [
        (Stop("X-BUSY", "a cell is being edited"), "X-BUSY"),
        (KeyboardInterrupt(), "Stopped."),
        (ZeroDivisionError("odd"), "ZeroDivisionError: odd"),
    ],
)
def test_whatever_happens_is_told_in_one_message(error: BaseException, words_said: str) -> None:
    stage = Stage(error)
    press("refresh", stage)  # type: ignore[arg-type]
    assert len(stage.said) == 1
    assert words_said in stage.said[0]
    assert "Traceback" not in stage.said[0]


def test_a_program_that_has_died_is_told_in_the_buttons_own_window() -> None:
    with pytest.raises(SystemExit) as left:
        press("refresh", Stage(Stop("X-GONE", "the server is not available"), deaf=True))  # type: ignore[arg-type]
    assert "X-GONE" in str(left.value.code)
    assert "\n" not in str(left.value.code)


def test_without_a_workbook_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> Screen:
        raise Stop("X-GONE", "no workbook called")

    monkeypatch.setattr(Screen, "of_caller", staticmethod(nobody))
    with pytest.raises(SystemExit) as left:
        ribbon.refresh()
    assert "no workbook called" in str(left.value.code)


def test_every_button_has_its_function_and_no_function_is_left_over() -> None:
    functions = {node.name for node in ast.parse(Path(ribbon.__file__).read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)}
    assert functions == {button.id for button in BUTTONS}
    assert set(HANDLERS) == functions


@pytest.mark.parametrize("key", sorted(words._SENTENCES))
def test_sentences_stand_in_three_languages_with_the_same_figures(key: str) -> None:
    said = words._SENTENCES[key]
    assert len(said) == len(LANGUAGES)
    assert all(said)
    assert len({frozenset(_figures(text)) for text in said}) == 1


def _figures(text: str) -> list[str]:
    return [part.split("}")[0] for part in text.split("{")[1:]]


def test_a_stop_between_two_cases_leaves_what_was_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """Esc, a typed cell and Ctrl+C all end in the same interrupt, raised between two cases."""
    screen = Screen.__new__(Screen)
    shown: list[str] = []

    @contextmanager
    def bar(app: object) -> Any:
        yield lambda done, total, label: shown.append(label)

    monkeypatch.setattr("pyaddin.ledger.live.screen.status_bar", bar)
    screen._book = type("Book", (), {"app": None})()
    stops: list[Callable[[], bool]] = [lambda: False, lambda: True]
    monkeypatch.setattr("pyaddin.ledger.live.screen._escape_pressed", lambda: stops.pop(0)())
    with screen.progress() as progress:
        progress(1, 2, "C-1")
        with pytest.raises(KeyboardInterrupt):
            progress(2, 2, "C-2")
    assert shown == ["C-1", "C-2"]
