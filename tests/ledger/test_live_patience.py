"""Beside a person: Excel that is busy, gone, or to be left alone. No program is needed for these."""

from __future__ import annotations

import atexit
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from pyaddin.errors import Stop
from pyaddin.ledger.book import Cell, CellError, Formula
from pyaddin.ledger.live import LiveBook, patience, status_bar, visible
from pyaddin.ledger.live.patience import PAUSES, Patience, disarm, still
from pyaddin.ledger.live.reading import cell_of
from pyaddin.ledger.live.screen import Screen
from pyaddin.ledger.live.selected import Rectangle, parsed, rectangles, selected_rows
from pyaddin.ledger.live.writing import handed_over


class ComError(Exception):
    """As pywin32 raises it: a signed result code, and details that may carry another one."""

    def __init__(self, code: int, inner: int | None = None) -> None:
        super().__init__(hex(code))
        self.hresult = code - (1 << 32)
        self.excepinfo = None if inner is None else (0, "Excel", "", None, 0, inner - (1 << 32))


BUSY = [ComError(0x80010001), ComError(0x8001010A), ComError(0x800AC472), ComError(0x80020009, 0x800AC472)]


@pytest.mark.parametrize("error", BUSY, ids=str)
def test_a_busy_excel_is_asked_again_and_then_told(error: ComError) -> None:
    waited: list[float] = []
    answers: list[object] = [error, error, "done"]

    def call() -> object:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert Patience(waited.append)(call) == "done"
    assert waited == list(PAUSES[:2])
    answers[:] = [error] * 20
    with pytest.raises(Stop, match="X-BUSY") as stop:
        Patience(waited.append)(call)
    assert "dialog" in stop.value.fault.advice
    assert len(answers) == 20 - len(PAUSES) - 1


def test_a_program_that_has_gone_is_not_waited_for() -> None:
    def call() -> None:
        raise ComError(0x800706BA)

    with pytest.raises(Stop, match="X-GONE"):
        Patience(lambda seconds: pytest.fail("waited"))(call)


def test_any_other_error_is_not_repeated() -> None:
    calls: list[int] = []

    def call() -> None:
        calls.append(1)
        raise ComError(0x80020009)

    with pytest.raises(ComError):
        Patience(lambda seconds: None)(call)
    assert calls == [1]


def test_the_screen_is_given_back_after_an_error() -> None:
    app = SimpleNamespace(screen_updating=True, enable_events=True, calculation="semiautomatic")

    def failing() -> None:
        with still(app, Patience()):
            assert vars(app) == {"screen_updating": False, "enable_events": False, "calculation": "manual"}
            raise OSError("broken")

    with pytest.raises(OSError, match="broken"):
        failing()
    assert vars(app) == {"screen_updating": True, "enable_events": True, "calculation": "semiautomatic"}
    with still(SimpleNamespace(calculation="automatic"), Patience()):
        pass  # an engine that knows no screen


def test_the_status_bar_is_given_back() -> None:
    app = SimpleNamespace(status_bar=False)

    def failing() -> None:
        with status_bar(app) as progress:
            progress(3, 50, "C-00003")
            assert app.status_bar == "C-00003 (3/50)"
            raise OSError("broken")

    with pytest.raises(OSError, match="broken"):
        failing()
    assert app.status_bar is False


def test_nobodys_excel_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[str] = []
    apps = type("Apps", (), {"cleanup": staticmethod(lambda: ended.append("apps"))})
    module = SimpleNamespace(cleanup=lambda: ended.append("exit"), Apps=apps, N_COM_ATTEMPTS=0)
    atexit.register(module.cleanup)
    removed: list[object] = []
    monkeypatch.setattr(patience.atexit, "unregister", removed.append)
    monkeypatch.setitem(sys.modules, "xlwings._xlwindows", module)
    disarm()
    module.Apps.cleanup()
    assert ended == []
    assert removed == [module.cleanup]
    assert module.N_COM_ATTEMPTS > 0
    monkeypatch.undo()
    atexit.unregister(module.cleanup)
    disarm()  # no such module elsewhere: nothing happens


def excel(*parts: int) -> datetime:
    """A date as Excel hands it over: without a time zone."""
    return datetime(*parts)  # type: ignore[arg-type, misc]  # noqa: DTZ001


@pytest.mark.parametrize(
    ("value", "formula", "cell"),
    [
        (None, "", None),
        ("", "", None),
        ("=1+1", "=1+1", "=1+1"),
        (2.0, "=1+1", Formula("=1+1")),
        (None, '=""', Formula('=""')),
        (3, "3", 3.0),
        (-2146826265, "#REF!", CellError("-2146826265")),
        (Decimal("12.3000"), "12.3", 12.3),
        (Decimal("12.3457"), "12.34567", 12.34567),
        (Decimal("12.3000"), "=A1", Formula("=A1")),
        (excel(2026, 11, 23), "46349", date(2026, 11, 23)),
        (excel(2026, 11, 23, 14, 30), "46349.6", excel(2026, 11, 23, 14, 30)),
        (True, "TRUE", True),
        ("x", "x", "x"),
    ],
)
def test_a_cell_as_the_closed_reader_gives_it(value: object, formula: str, cell: Cell) -> None:
    assert cell_of(value, formula) == cell


def test_what_is_handed_to_excel() -> None:
    assert handed_over(Decimal("1.10")) == 1.1
    assert str(handed_over(Decimal("-0.00"))) == "0.0"  # a zero with a sign is a zero
    assert handed_over(date(2026, 11, 23)) == excel(2026, 11, 23)
    assert handed_over("'tis") == "''tis"
    assert handed_over("a\r\nb") == "a\nb"
    assert handed_over("") is None


@pytest.mark.parametrize("name", ["https://firm.sharepoint.com/sites/x/collections.xlsm", "Book1"])
def test_a_workbook_without_a_folder_is_refused_in_words(name: str) -> None:
    book = SimpleNamespace(fullname=name)
    with pytest.raises(Stop, match="X-PLACE") as stop:
        _ = LiveBook(book).path  # type: ignore[arg-type]
    assert "Save" in stop.value.fault.advice


def test_the_folder_of_the_workbook(tmp_path: Path) -> None:
    assert LiveBook(SimpleNamespace(fullname=str(tmp_path / "a.xlsm"))).path == tmp_path / "a.xlsm"  # type: ignore[arg-type]


class Rows:
    """A sheet of which rows 4-6 are hidden, and every column of the asked span too: Excel says in its own language that no cell is visible."""

    hidden_at = frozenset({4, 5, 6})

    def __init__(self, error: Exception) -> None:
        self.error = error

    def range(self, first: tuple[int, int], last: tuple[int, int]) -> SimpleNamespace:
        asked = frozenset(range(first[0], last[0] + 1))
        hidden = True if asked <= self.hidden_at else None if asked & self.hidden_at else False

        def special(kind: str) -> None:
            raise self.error

        return SimpleNamespace(get_special_cells=special, rows=SimpleNamespace(hidden=hidden))


def test_hidden_rows_are_known_where_no_cell_is_visible_in_an_excel_of_any_language() -> None:
    sheet = Rows(ComError(0x80020009, 0x800A03EC))
    assert visible.hidden_rows(sheet, 2, 9, 1) == {4, 5, 6}
    assert visible.hidden_rows(sheet, 4, 6, 1) == {4, 5, 6}
    assert visible.hidden_rows(sheet, 7, 9, 1) == frozenset()


def test_a_busy_excel_is_not_taken_for_one_without_visible_cells() -> None:
    with pytest.raises(ComError):
        visible.hidden_rows(Rows(ComError(0x80010001)), 2, 9, 1)


def test_a_file_name_that_xlwings_would_cut_off_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["-c", "--wb=ledger=2026.xlsm", "--from_xl=1", "--hwnd=1"])
    with pytest.raises(Stop, match="X-PLACE") as stop:
        Screen.of_caller()
    assert "without the sign =" in stop.value.fault.advice


def test_a_long_selection_is_read_from_the_workbooks_own_macro_and_a_short_one_from_its_address() -> None:
    parts = [f"$A${row}:$B${row}" for row in range(2, 400, 3)]

    class Asked:
        """A selection of which Excel tells an address of 255 characters only."""

        made = 0
        address = ",".join(parts)[:255]
        api = SimpleNamespace(Areas=SimpleNamespace(Count=len(parts)))

        @property
        def sheet(self) -> SimpleNamespace:
            def macro(name: str) -> object:
                assert name == "SelectedAddress"
                self.made += 1
                return lambda: ",".join(parts)

            return SimpleNamespace(book=SimpleNamespace(macro=macro))

    asked = Asked()
    assert selected_rows(rectangles(asked), 1_000) == set(range(2, 400, 3))
    assert asked.made == 1
    short = SimpleNamespace(address="$A$2:$B$5,$D$9")
    assert rectangles(short) == [Rectangle(2, 1, 5, 2), Rectangle(9, 4, 9, 4)]
    assert parsed("$B:$C") == [Rectangle(1, 2, 1_048_576, 3)]
    assert parsed("$5:$7,A1") == [Rectangle(5, 1, 7, 16_384), Rectangle(1, 1, 1, 1)]


def test_a_ledger_without_that_macro_is_asked_rectangle_by_rectangle() -> None:
    rows = range(2, 400, 3)

    class Areas(list[SimpleNamespace]):
        Count = len(rows)

    def missing(_: str) -> object:
        raise ComError(0x80020009, 0x800A03EC)

    areas = Areas(SimpleNamespace(Address=f"$A${row}") for row in rows)
    chosen = SimpleNamespace(
        address=",".join(f"$A${row}" for row in rows)[:255], api=SimpleNamespace(Areas=areas), sheet=SimpleNamespace(book=SimpleNamespace(macro=missing)),
    )
    assert selected_rows(rectangles(chosen), 300) == set(range(2, 301, 3))
