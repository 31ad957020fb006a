"""A ledger grows past its limit: it is told in time, closed cases move to their years with every total tied, and the work goes on."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pyaddin.archive import is_archive
from pyaddin.errors import Stop
from pyaddin.ledger import closed, limits
from pyaddin.ledger.book import AddRow, Edit, Written
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.closed.package import LARGEST_PART
from pyaddin.ledger.schema import EVERY_TABLE, MAX_ROWS
from pyaddin.tasks import archive as task
from pyaddin.tasks import room
from tests.stories.desk import Office, payment
from tests.stories.outgrown import BY, outgrown


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return outgrown(Office(tmp_path))


def _ids(office: Office, table: str, column: str) -> list[str]:
    return [row[column] for row in office.sheet(table)]


def test_warned_archived_tied_and_at_work_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MANY_CASES", 4)
    answer = office.weekly("10-12")
    assert answer["sent"] == 2
    assert [fault["sheet"] for fault in answer["faults"] if fault["code"] == "W-LIMIT"] == ["Cases"]
    contacts = len(office.sheet("Contacts"))
    figures = office.sheet("Figures")
    explained = office.run("explain", "--case", "C-00003", "--known-on", "2026-10-12")
    assert explained["steps"]

    before = office.path.read_bytes()
    dry = office.run("archive", "--dry-run", "--as-of", "2026-10-13", *BY)
    assert (dry["archived"], office.path.read_bytes(), list(office.path.parent.glob("ledger-*.xlsm"))) == (2, before, [])
    done = office.run("archive", "--as-of", "2026-10-13", *BY)
    assert done.code == 0, done.data
    assert done["totals"] == dry["totals"]
    assert [row["case_id"] for row in done["staying"]] == ["C-00004"]
    assert "disputed" in done["staying"][0]["why"]
    assert {row["figure"]: row["moved"] for row in done["totals"]}["Payments Amount GBP"] == "300.0"

    year = Office(office.path.parent, "ledger-2025.xlsm")
    assert is_archive(ClosedBook(year.path).read().ledger_id)
    assert (_ids(office, "Cases", "Case ID"), _ids(year, "Cases", "Case ID")) == (["C-00002", "C-00004", "C-00005"], ["C-00001", "C-00003"])
    assert _ids(office, "Debtors", "Debtor ID") == ["D-00001", "D-00003", "D-00004"]
    assert _ids(year, "Debtors", "Debtor ID") == ["D-00001", "D-00002"]
    assert len(office.sheet("Contacts")) + len(year.sheet("Contacts")) == contacts
    assert office.sheet("Figures") == figures

    # both hold together, the past is still explained by the origin's chain, and the yearly ledger answers for itself
    assert office.clean()
    assert year.clean()
    assert office.run("explain", "--case", "C-00003", "--known-on", "2026-10-12").data == explained.data
    assert year.run("assess", "--case", "C-00003")["cases"][0]["outstanding"] == "0.00"
    sent = year.run("weekly", "--as-of", "2026-10-12", "--by", "test")
    assert (sent.code, sent["sent"], sent["moved"]) == (0, 0, 0)

    # the next run goes on, and no number is given twice
    answer = office.weekly("10-19")
    assert (answer.code, [fault for fault in answer["faults"] if fault["code"] == "W-LIMIT"]) == (0, [])
    office.type("Payments", payment(5, "10-20", 40))
    office.weekly("10-26")
    assert _ids(office, "Payments", "Payment ID") == ["P-000003", "P-000008"]
    assert office.run("archive", *BY)["archived"] == 0
    assert office.clean()


def test_a_sheet_that_would_not_open_again_is_not_written_and_archiving_brings_it_under(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of a million messages fit; with long notes in them the text of the sheet is full before its rows are."""
    real, size = ClosedBook.bytes_left, _text_of(office, "Contacts")

    def nearly_full(book: ClosedBook, table: str) -> int:
        return size + 2_057_000 - (LARGEST_PART - real(book, table)) if table == "Contacts" else real(book, table)

    monkeypatch.setattr(ClosedBook, "bytes_left", nearly_full)
    monkeypatch.setattr(limits, "ROW_BYTES", 2_050)
    before = office.bytes()
    answer = office.weekly("10-12")
    assert (answer.error, answer["error"]["sheet"], office.bytes()) == ("X-LIMIT", "Contacts", before)
    assert office.run("archive", "--as-of", "2026-10-13", *BY)["archived"] == 2
    assert office.weekly("10-13")["sent"] == 2
    assert office.clean()


def test_all_sheets_together_may_be_what_would_not_open_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _whole(office.path)
    monkeypatch.setattr(closed, "LARGEST_TOTAL", whole + 1_000)
    assert ClosedBook(office.path).bytes_left("Contacts") == ClosedBook(office.path).bytes_left("Payments") == 1_000
    before = office.bytes()
    answer = office.weekly("10-12")
    assert (answer.error, office.bytes()) == ("X-LIMIT", before)


def test_what_fits_sheet_by_sheet_may_be_too_much_for_all_together(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each sheet for itself could take its rows of the run, and the file could not be opened again with all of them."""
    monkeypatch.setattr(limits, "RESERVE", 0)
    monkeypatch.setattr(limits, "ROW_BYTES", 1_000)
    monkeypatch.setattr(closed, "LARGEST_TOTAL", _whole(office.path) + 7_000)
    before = office.bytes()
    answer = office.weekly("10-12")
    assert (answer.error, answer["error"]["sheet"], office.bytes()) == ("X-LIMIT", "", before)
    assert answer["error"]["found"].startswith("0 MB left in all sheets together, up to ")


def test_room_is_asked_for_every_row_that_a_run_adds(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A task that writes into another sheet some day must ask for its room, too."""
    asked: dict[str, int] = {}
    monkeypatch.setattr(room, "require_bytes", lambda book, added: asked.update(added))
    seen = list[str]()
    real = ClosedBook.write

    def write(book: ClosedBook, edits: Sequence[Edit], **more: Any) -> Written:
        seen.extend(edit.table for edit in edits if isinstance(edit, AddRow))
        return real(book, edits, **more)

    monkeypatch.setattr(ClosedBook, "write", write)
    for week in ("10-12", "10-26", "11-09"):
        seen.clear()
        assert office.weekly(week).code == 0
        assert {table: count for table, count in Counter(seen).items() if count > asked.get(table, 0)} == {}
    assert "Contacts" in asked


def _whole(path: Path) -> int:
    """Bytes of the file, unpacked."""
    with zipfile.ZipFile(path) as file:
        return sum(info.file_size for info in file.infolist())


def _text_of(office: Office, table: str) -> int:
    """Bytes of the sheet in the file."""
    return LARGEST_PART - ClosedBook(office.path).bytes_left(table)


def test_as_many_rows_as_a_sheet_takes_open_again(office: Office) -> None:
    rows, before = len(office.sheet("Contacts")), _text_of(office, "Contacts")
    office.weekly("10-12")
    each = (_text_of(office, "Contacts") - before) / (len(office.sheet("Contacts")) - rows)
    longer = 6 * len(EVERY_TABLE["Contacts"].columns)  # places of row 1,000,000
    assert 1_000 < each + longer < limits.ROW_BYTES
    assert (each + longer) * MAX_ROWS < LARGEST_PART


def test_a_crash_in_between_leaves_rows_in_both_and_the_next_archive_completes_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*_: object) -> None:
        raise Stop("X-WRITE", "the power went")

    with monkeypatch.context() as patched:
        patched.setattr(task, "_leave", dies)
        assert office.run("archive", "--as-of", "2026-10-12", *BY).code != 0
    year = Office(office.path.parent, "ledger-2025.xlsm")
    assert len(office.sheet("Cases")) == 5
    assert len(year.sheet("Cases")) == 2
    office.set("Payments", {"Payment ID": "P-000007"}, Notes="seen again")
    done = office.run("archive", "--as-of", "2026-10-12", *BY)
    assert (done.code, done["archived"]) == (0, 2)
    assert _ids(year, "Cases", "Case ID") == ["C-00001", "C-00003"]
    assert year.row("Payments", "P-000007")["Notes"] == "seen again"
    assert len(year.sheet("Payments")) == 2
    assert office.clean()
    assert year.clean()


def test_only_a_supervisor_and_never_onto_a_foreign_file(office: Office) -> None:
    assert office.run("archive", "--as-of", "2026-10-12", "--by", "Mary Webb").error == "X-OPTION"
    other = Office(office.path.parent, "other.xlsm").new({}, ledger_id="OTHER")
    before = office.path.read_bytes()
    assert office.run("archive", "--as-of", "2026-10-12", "--to", str(other.path), *BY).error == "X-EXISTS"
    assert office.path.read_bytes() == before


def test_money_for_an_archived_case_is_told_where_it_is(office: Office) -> None:
    office.run("archive", "--as-of", "2026-10-12", *BY)
    office.type("Payments", payment(3, "10-20", 40))
    faults = [fault for fault in office.run("check")["faults"] if fault["code"] == "E-ORPHAN"]
    assert ["ledger-2025.xlsm" in fault["advice"] for fault in faults] == [True]
    refused = office.run("pay", "--case", "C-00003", "--amount", "5", "--on", "2026-10-20", "--by", "test")
    assert refused.error == "X-CASE"
    assert "ledger-2025.xlsm" in str(refused.data)
