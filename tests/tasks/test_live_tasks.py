"""The same task on the closed file and on the workbook that is open in LibreOffice: the same rows, and the clerk's own work untouched."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest import mock

import openpyxl
import pytest

from pyaddin.ledger.book import Book, RawLedger, SetCell
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.live import LiveBook
from pyaddin.ledger.schema import CASES
from pyaddin.tasks import assess, check, new, outbox, pay, pending, promise, remind, sender, undo, weekly
from tests.ledger.calc import Calc

pytestmark = pytest.mark.libreoffice

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
FIRST = len(CASES.headers) + 2  # the clerk's own column, one blank column right of the table


def sample(folder: Path, recall: int = 0) -> Path:
    """A portfolio as the office has it, with messages leaving at once."""
    folder.mkdir()
    path = folder / "collections.xlsm"
    new.run(path, sample=24, seed=11, language="en", as_of=DAY, now=lambda: AT)
    book = ClosedBook(path)
    raw = book.read()
    number, cells = next((n, c) for n, c in raw.tables["Settings"].rows if c["Key"] == "recall_minutes")
    edit = SetCell("Settings", number, "recall_minutes", "Value", cells["Value"], recall)
    book.write([edit], fingerprint=raw.fingerprint, as_of=DAY)
    return path


def run_all(path: Path, book: Book | None) -> list[Any]:
    """A day's work: the weekly run, reminders for three cases a week later, a payment, and what Assess and Check say of it."""
    shared: dict[str, Any] = {"now": lambda: AT, "book": book}
    run: dict[str, Any] = shared | {"out": None, "transport": None, "dry_run": False, "by": "Amy", "progress": lambda *_: None}
    done = [weekly.run(path, as_of=DAY, **run)]
    cases = tuple(f"C-{number:05d}" for number in (2, 5, 9))
    done.append(remind.run(path, cases=cases, channel=None, preview=False, overrides=(), reason=None, as_of=date(2026, 12, 1), **run))
    done.append(
        pay.run(
            path, case="C-00002", amount=Decimal(25), on=date(2026, 12, 1), method="cash", reference="0042", payment_id=None, reverse=None,
            as_of=date(2026, 12, 1), by="Amy", **shared,
        )
    )  # fmt: skip
    done.append(assess.run(path, as_of=date(2026, 12, 1), cases=(), **shared))
    done.append(check.run(path, book=book))
    return done


def told(outcomes: list[Any]) -> list[Any]:
    """What the tasks answered, without the names of files and folders."""
    left_out = ("out", "report", "backup", "path", "due_at")
    return [{key: value for key, value in outcome.data.items() if key not in left_out} for outcome in outcomes]


def rows(raw: RawLedger) -> dict[str, Any]:
    """What stands on every sheet; the head of the audit chain covers login and place, so each ledger has its own."""
    tables = raw.tables.items()
    return {name: tuple((number, {key: cell for key, cell in row.items() if key != "Audit head"}) for number, row in table.rows) for name, table in tables}


def test_the_same_rows_as_on_the_closed_file(calc: Calc, tmp_path: Path) -> None:
    path = sample(tmp_path / "closed")
    (tmp_path / "live").mkdir()
    twin = Path(shutil.copy(path, tmp_path / "live" / path.name))
    shutil.copy(path.with_name("collections.journal.sqlite"), twin.parent)
    with mock.patch("pyaddin.tasks.outbox.require_supervisor"):
        outbox.run(twin, action="adopt", keys=(), by="Amy", adopt_as=None, moved=True, now=lambda: AT)  # the copy has this place
    closed = run_all(path, None)
    book = calc.open(twin)
    cases = book.sheets["Cases"]
    cases.range((1, FIRST)).value = [["My remark"], ["ring after six"], ["'007"]]
    cases.range((2, FIRST)).color = (255, 204, 0)
    cases.range((3, 2), (4, 2)).color = (0, 204, 255)
    for hidden in ("5:5", "9:9"):
        cases.range(hidden).rows.hidden = True
    live = LiveBook(book)
    opened = run_all(twin, live)
    assert [outcome.exit_code for outcome in opened[:3]] == [outcome.exit_code for outcome in closed[:3]]
    without = [data | {"faults": [fault for fault in data.get("faults", []) if fault["code"] != "W-HIDDEN"]} for data in told(opened)]
    assert without == [data | {"faults": data.get("faults", [])} for data in told(closed)]
    assert rows(live.read()) == rows(ClosedBook(path).read())
    assert sorted(file.name for file in path.parent.rglob("*.eml")) == sorted(file.name for file in twin.parent.rglob("*.eml"))
    book.save()
    book.close()
    assert rows(ClosedBook(twin).read()) == rows(ClosedBook(path).read())
    sheet = openpyxl.load_workbook(twin)["Cases"]
    assert [sheet.cell(row, FIRST).value for row in (1, 2, 3, 4)] == ["My remark", "ring after six", "007", None]
    assert [sheet.cell(row, column).fill.fgColor.rgb for row, column in ((2, FIRST), (3, 2))] == ["FFFFCC00", "FF00CCFF"]
    assert [number for number in range(1, 12) if sheet.row_dimensions[number].hidden] == [5, 9]


def test_a_click_waits_its_sender_sends_and_the_next_click_enters_it(calc: Calc, tmp_path: Path) -> None:
    path = sample(tmp_path / "live", recall=10)
    book = calc.open(path)
    live = LiveBook(book)
    clock = [datetime(2026, 11, 23, 9, tzinfo=UTC)]
    run: dict[str, Any] = {
        "as_of": DAY, "out": None, "transport": None, "dry_run": False, "by": "Amy", "progress": lambda *_: None, "now": lambda: clock[0], "book": live,
    }  # fmt: skip
    first = weekly.run(path, **run)
    assert first.data["sent"] == 0
    assert first.data["pending"] == first.data["queued"] > 3 or first.data["pending"] > 3
    assert list(path.parent.rglob("*.eml")) == []

    def pause(seconds: float) -> None:
        clock[0] = datetime.fromtimestamp(clock[0].timestamp() + seconds, UTC)

    sent = sender.run(path, now=lambda: clock[0], pause=pause)
    assert sent.data["sent"] == first.data["pending"] == len(list(path.parent.rglob("*.eml")))
    assert weekly.run(path, **run).data["sent"] == 0
    results = [cells["Result"] for _, cells in live.read().tables["Contacts"].rows if cells["Message ID"]]
    assert results.count("sent") >= first.data["pending"]
    assert len(list(path.parent.rglob("*.eml"))) == first.data["pending"]


def test_take_back_last_action_in_the_open_workbook(calc: Calc, tmp_path: Path) -> None:
    path = sample(tmp_path / "live")
    live = LiveBook(calc.open(path))
    before = {name: found for name, found in rows(live.read()).items() if name != "Today"}
    pay.run(
        path, case="C-00002", amount=Decimal(25), on=DAY, method="cash", reference="0042", payment_id=None, reverse=None, as_of=DAY, by="Amy",
        now=lambda: AT, book=live,
    )  # fmt: skip
    assert {name: found for name, found in rows(live.read()).items() if name != "Today"} != before
    assert undo.run(path, by="Amy", now=lambda: AT, book=live).data["stays"] == []
    assert {name: found for name, found in rows(live.read()).items() if name != "Today"} == before


def test_a_read_only_workbook_keeps_the_promise_for_later(calc: Calc, tmp_path: Path) -> None:
    path = sample(tmp_path / "live")
    owner = path.with_name(f"~${path.name}")
    owner.write_bytes(b"\x03Bob")
    live = LiveBook(calc.open(path, read_only=True))
    outcome = promise.run(
        path, case="C-00004", withdraw=None, amount=Decimal(25), due_on=date(2026, 12, 20), made_on=None, grace_days=None, as_of=DAY, by="Amy",
        now=lambda: AT, book=live,
    )
    assert "Bob" in outcome.data["notes"][0]  # type: ignore[index]
    owner.unlink()
    calc.tidy()
    before = len(ClosedBook(path).read().tables["Promises"].rows)
    for _ in range(2):  # closed without saving the first time: nothing is lost
        calc.tidy()
        book = calc.open(path)
        assert len(pending.enter_kept(LiveBook(book), now=lambda: AT)) == 1
        assert pending.enter_kept(LiveBook(book), now=lambda: AT) == ()
        assert len(ClosedBook(path).read().tables["Promises"].rows) == before
    book.save()
    assert pending.enter_kept(LiveBook(book), now=lambda: AT) == ()
    assert pending.kept(path, ClosedBook(path).read().ledger_id) == []
    assert len(ClosedBook(path).read().tables["Promises"].rows) == before + 1
