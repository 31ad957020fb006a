"""What is read of an open workbook for a question about one case is what reading all of it gives, row by row."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from unittest import mock

import pytest

from pyaddin.ledger import live
from pyaddin.ledger.about_case import CUT, WHOLE
from pyaddin.ledger.book import RawLedger
from pyaddin.ledger.live import LiveBook
from pyaddin.ledger.live.about_case import SMALL, _spans
from pyaddin.tasks import new
from tests.ledger.calc import Calc

DAY = date(2026, 11, 23)


@pytest.mark.libreoffice
def test_the_rows_are_those_of_the_whole_reading(calc: Calc, tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsm"
    new.run(path, sample=24, seed=11, language="en", as_of=DAY, now=lambda: datetime(2026, 11, 23, 9, tzinfo=UTC))
    book = calc.open(path)
    contacts, payments = book.sheets["Contacts"], book.sheets["Payments"]
    payments.range((2, 9)).value = "#N/A"
    payments.range((3, 9)).formula = "=1/0"
    contacts.range((2, 16)).formula = "=1+1"
    contacts.range((3, 16)).value = True
    whole = LiveBook(book).read()
    for small in (0, SMALL):
        with mock.patch.object(live, "SMALL", small):
            for number in (1, 2, 9, 24):
                part = LiveBook(book).about(f"C-{number:05d}", None)
                assert part is not None
                _compare(part, whole, f"C-{number:05d}")
    assert LiveBook(book).about("C-00077", None) is None
    glance = LiveBook(book)
    looked = glance.glance()
    assert looked.tables["Contacts"].rows
    part = glance.about("C-00002", looked)
    assert part is not None
    _compare(part, whole, "C-00002")


def _compare(part: RawLedger, whole: RawLedger, case_id: str) -> None:
    for name in WHOLE:
        assert part.tables[name].rows == whole.tables[name].rows
    for name in CUT:
        rows = {number: dict(cells) for number, cells in whole.tables[name].rows}
        taken = {number: dict(cells) for number, cells in part.tables[name].rows}
        assert repr(taken) == repr({number: rows[number] for number in taken})
        assert part.tables[name].headers == whole.tables[name].headers
        if "Case ID" in whole.tables[name].headers:
            assert {number for number, cells in rows.items() if cells["Case ID"] == case_id} <= set(taken)


def test_rows_that_stand_near_to_each_other_are_one_block() -> None:
    assert list(_spans([])) == []
    assert list(_spans([4])) == [(4, 4)]
    assert list(_spans([1, 2, 3, 10, 30, 31])) == [(1, 10), (30, 31)]
