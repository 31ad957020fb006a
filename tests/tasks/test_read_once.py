"""A ledger that is read once for one click answers as one that is read for every question."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from pyaddin.ledger.book import Book, RawLedger, SetCell
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.once import ReadOnce
from pyaddin.rules.decide import decide_all
from pyaddin.tasks import assess, new, outlook, remind
from pyaddin.tasks.entries import case_values, today_rows
from pyaddin.tasks.opening import open_book
from pyaddin.tasks.posting import with_moves

DAY = date(2026, 11, 23)
NEXT = date(2026, 12, 1)
AT = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.xlsm"
    new.run(path, sample=60, seed=5, language="en", as_of=DAY, now=lambda: AT)
    return path


class Counted(ClosedBook):
    """Counts how often the file is read."""

    reads = 0

    def read(self) -> RawLedger:
        self.reads += 1
        return super().read()


def _questions(path: Path, book: Book | None) -> list[Any]:
    """What a click asks: what would go, its text, what would go again, how the cases stand, and the same for another day."""
    cases = tuple(f"C-{number:05d}" for number in range(1, 40))
    some: dict[str, Any] = {"by": "Amy", "now": lambda: AT, "book": book}
    shown: dict[str, Any] = {"channel": None, "out": None, "transport": None, "dry_run": False, "preview": True, "overrides": (), "reason": None}
    answers = []
    for day in (NEXT, NEXT, DAY):
        answers.append(outlook.run(path, kind="button", cases=cases, as_of=day, **some))
        answers.append(remind.run(path, cases=cases[:9], as_of=day, progress=lambda *_: None, **shown, **some))
        answers.append(outlook.run(path, kind="weekly", cases=(), as_of=day, **some))
    answers.append(assess.run(path, as_of=NEXT, cases=(), now=lambda: AT, book=book))
    return [{key: value for key, value in answer.data.items() if key != "due_at"} for answer in answers]


def test_one_reading_answers_as_many_do(path: Path) -> None:
    book = Counted(path)
    together = _questions(path, ReadOnce(book))
    apart = [answer for answer in _questions(path, ClosedBook(path))]
    assert book.reads == 1
    assert together == apart
    assert any(answer.get("count") for answer in together), "something was due"


def test_what_was_decided_before_is_what_would_be_decided_now(path: Path) -> None:
    opened = open_book(ReadOnce(ClosedBook(path)), as_of=NEXT, now=lambda: AT)
    seen = opened.seen("button")
    first = decide_all(opened.files, opened.policy, NEXT, "button", seen=seen)
    assert opened.seen("button") is seen
    touched = replace(opened.files[3], payments=())
    files = [touched if file is opened.files[3] else file for file in opened.files]
    assert decide_all(files, opened.policy, NEXT, "button", seen=seen) == decide_all(files, opened.policy, NEXT, "button")
    assert decide_all(opened.files, opened.policy, NEXT, "button", seen=seen) == first
    other = replace(opened, policy=replace(opened.policy, language="zh-CN"))
    assert other.seen("button") == {}, "another policy remembers nothing of this one"


def test_after_a_write_the_ledger_is_read_again(path: Path) -> None:
    book = Counted(path)
    once = ReadOnce(book)
    raw = once.read()
    number, cells = raw.tables["Cases"].rows[0]
    made = once.made("rows", lambda: len(once.read().tables["Cases"].rows))
    assert once.made("rows", lambda: -1) == made
    once.write([SetCell("Cases", number, str(cells["Case ID"]), "Notes", cells.get("Notes"), "ring later")], fingerprint=raw.fingerprint, as_of=DAY)
    assert once.read().tables["Cases"].rows[0][1]["Notes"] == "ring later"
    assert once.made("rows", lambda: -1) == -1
    assert book.reads == 2


def test_reminders_for_one_case_flag_no_other(path: Path) -> None:
    """The queue is the same whether other cases' missed installments are flagged or not, so nothing of them is decided again."""
    opened = open_book(ClosedBook(path), as_of=NEXT, now=lambda: AT)
    before = decide_all(opened.files, opened.policy, NEXT, "button")
    assert sum(bool(decision.newly_missed) for decision in before) > 1
    flagged = [with_moves(file, replace(decision, moves=())) for file, decision in zip(opened.files, before, strict=True)]
    after = decide_all(flagged, opened.policy, NEXT, "button")
    assert today_rows(after) == today_rows(before)
    assert [case_values(decision) for decision in after] == [case_values(decision) for decision in before]
    one = next(decision for decision in before if decision.newly_missed)
    done = remind.run(
        path, cases=(one.case_id,), channel=None, as_of=NEXT, out=None, transport=None, dry_run=False, preview=False, overrides=(), reason=None,
        by="Amy", now=lambda: AT, progress=lambda *_: None,
    )  # fmt: skip
    assert done.data["flagged"] == len(one.newly_missed)
    rows = [cells for _, cells in ClosedBook(path).read().tables["Installments"].rows if cells["Flagged on"] == NEXT]
    assert {cells["Case ID"] for cells in rows} == {one.case_id}
    assert len(rows) == len(one.newly_missed)


class Glanced(Counted):
    """A book that can be looked at sheet by sheet, as an open workbook."""

    glances = 0

    def glance(self) -> RawLedger:
        self.glances += 1
        return replace(ClosedBook.read(self), fingerprint="")


def test_a_glance_reads_nothing_else_and_a_reading_takes_its_place(path: Path) -> None:
    book = Glanced(path)
    once = ReadOnce(book)
    glance = once.glance()
    assert once.glance() is glance
    assert (book.reads, book.glances) == (0, 1)
    assert not once.has_read
    raw = once.read()
    assert once.glance() is raw
    assert raw.fingerprint
    assert (book.reads, book.glances) == (1, 1)
    once.look_again()
    assert once.glance() is not raw
    assert (book.reads, book.glances) == (1, 2)


def test_what_was_typed_after_a_glance_is_in_the_reading_and_after_a_write_all_is_new(path: Path) -> None:
    once = ReadOnce(Glanced(path))
    number, cells = once.glance().tables["Cases"].rows[0]
    other = ClosedBook(path)
    other.write([SetCell("Cases", number, str(cells["Case ID"]), "Notes", cells.get("Notes"), "typed")], fingerprint=other.read().fingerprint, as_of=DAY)
    raw = once.read()
    assert raw.tables["Cases"].rows[0][1]["Notes"] == "typed"
    once.write([SetCell("Cases", number, str(cells["Case ID"]), "Notes", "typed", "written")], fingerprint=raw.fingerprint, as_of=DAY)
    assert once.glance().tables["Cases"].rows[0][1]["Notes"] == "written"


def test_a_book_that_cannot_be_glanced_at_is_read(path: Path) -> None:
    book = Counted(path)
    once = ReadOnce(book)
    assert once.glance() is once.read()
    assert book.reads == 1
