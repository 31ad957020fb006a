"""What a press does when something is in the way: no workbook, an engine that dies, a clerk who stops, an error nobody foresaw."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from pyaddin.buttons import BUTTONS
from pyaddin.commands import Option
from pyaddin.entrypoints import ribbon
from pyaddin.entrypoints.live import entering, form, sending, words
from pyaddin.entrypoints.live.desk import Desk
from pyaddin.entrypoints.live.press import HANDLERS, handler, press
from pyaddin.errors import Stop
from pyaddin.labels import LANGUAGES
from pyaddin.ledger.live.screen import Screen
from pyaddin.ledger.memory import MemoryBook
from pyaddin.tasks.outcome import Outcome


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
    for button in HANDLERS:
        assert list(inspect.signature(handler(button)).parameters) == ["desk"], button


@pytest.mark.parametrize("key", sorted(words._SENTENCES))
def test_sentences_stand_in_three_languages_with_the_same_figures(key: str) -> None:
    said = words._SENTENCES[key]
    assert len(said) == len(LANGUAGES)
    assert all(said)
    assert len({frozenset(_figures(text)) for text in said}) == 1


def test_a_sentence_about_several_things_has_one_about_a_single_thing() -> None:
    several = {key for key, said in words._SENTENCES.items() if re.search(r"\{(?:n|count)\} (?:\w+ )*?\w+s\b", said[0])} - {"left-out"}
    single = {key.removesuffix(".one") for key in words._SENTENCES if key.endswith(".one")}
    assert several == single
    assert words.say("en", "book-lines", n=1) == "The sheet Result shows how 1 line would be booked. Book it?"
    assert words.say("en", "book-lines", n=2) == "The sheet Result shows how 2 lines would be booked. Book them?"


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
    seconds = count()
    screen._ticks = lambda: float(next(seconds))  # a second passes between two looks
    stops: list[Callable[[], bool]] = [lambda: True, lambda: False, lambda: True]  # the first one is of before the task
    monkeypatch.setattr("pyaddin.ledger.live.screen._escape_pressed", lambda: stops.pop(0)())
    with screen.progress() as progress:
        progress(1, 2, "C-1")
        with pytest.raises(KeyboardInterrupt):
            progress(2, 2, "C-2")
    assert shown == ["C-1", "C-2"]


class Asking(Stage):
    """Midnight passes while the question stands."""

    def __init__(self) -> None:
        super().__init__()
        self.at = datetime(2026, 11, 6, 12, 0, tzinfo=UTC)
        self.asked = 0

    def ask(self, text: str, title: str) -> bool:
        self.asked += 1
        if self.asked == 1:
            self.at += timedelta(hours=20)
        return True


def test_a_yes_of_the_next_morning_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Asking()
    desk = Desk(stage, "weekly", lambda: stage.at)  # type: ignore[arg-type]
    sent: list[int] = []
    looked = {"count": 3, "names": [], "totals": [], "newest_payment": None, "blocked": [], "not_due": [], "highest_level": 0, "as_of": "2026-11-06"}
    monkeypatch.setattr(sending, "_looked", lambda *_: looked)
    monkeypatch.setattr(sending, "_send", lambda *_: sent.append(stage.asked))
    sending.run(desk)
    assert (stage.asked, sent) == (2, [2])


def test_many_messages_of_a_run_are_confirmed_by_their_number_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[form.Ask] = []
    monkeypatch.setattr(form, "show", lambda screen, ask, values, language: shown.append(ask))
    stage = Asking()
    for button, names in (("weekly", ["number"]), ("remind", ["number", "cases"])):
        sending._ask_number(Desk(stage, button, lambda: stage.at), "button" if button == "remind" else button, (), ())  # type: ignore[arg-type]
        assert [option.name for option in shown[-1].options] == names


def test_files_and_currency_cells_of_the_form(tmp_path: Path) -> None:
    options = (Option("--source", "path", "", dest="source"), Option("--amount", "amount", "", dest="amount"))
    filled = form.Filled("import_list", "Cases", {"source": '"list.csv"', "amount": Decimal("12.5000")})
    assert form.typed_values(filled, options, "import", "en", tmp_path) == {"source": tmp_path / "list.csv", "amount": Decimal("12.5")}
    filled = form.Filled("import_list", "Cases", {"source": str(tmp_path / "a.csv"), "amount": 3.0})
    assert form.typed_values(filled, options, "import", "en", Path("elsewhere"))["source"] == tmp_path / "a.csv"


def test_what_is_kept_for_later_is_not_told_as_done() -> None:
    stage = Stage()
    desk = Desk(stage, "pay", lambda: datetime(2026, 11, 6, 9, 0, tzinfo=UTC))  # type: ignore[arg-type]
    entering.told(desk, Outcome("pay", {"rows": [], "cases": [], "kept": [{}], "notes": ["Not written yet."]}), "")
    assert stage.said[0].splitlines()[0] == "Not written yet."
    assert stage.said[0].count("Not written yet.") == 1


def test_a_click_loads_only_what_its_button_needs() -> None:
    """A click is a new process: what makes and sends messages is not loaded by one that looks."""
    code = (
        "import sys; from pyaddin.entrypoints import ribbon; from pyaddin.entrypoints.live.press import handler; "
        "print(*sorted({'jinja2', 'css_inline', 'pyaddin.tasks.posting', 'pyaddin.entrypoints.live.sending'} & set(sys.modules))); handler('remind'); "
        "print('pyaddin.entrypoints.live.sending' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.splitlines() == ["", "True"]
