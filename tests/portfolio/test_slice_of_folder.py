"""Slices cut from a portfolio of Parquet files and brought back into it: the same as with a ledger of the same rows, and nothing else is touched."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, SetCell, SetColumn
from pyaddin.ledger.closed import ClosedBook
from pyaddin.portfolio import replacing
from pyaddin.portfolio.folder_writing import write_edits
from pyaddin.portfolio.source import files_of
from pyaddin.tasks.slice_folder import FolderBook
from tests.portfolio.portfolios import write_ledger
from tests.stories.desk import SUPERVISOR, Answer, Office, case, day, debtor, installments, payment

ANN, BOB = "C-00001", "C-00002"


def _now() -> datetime:
    return datetime(2026, 10, 20, 9, tzinfo=UTC)


@pytest.fixture
def big(tmp_path: Path) -> Office:
    """A ledger of two clerks' debtors, one of whom has a case with each."""
    office = Office(tmp_path / "office").new(
        {
            "Debtors": [debtor(1), debtor(2), debtor(3)],
            "Cases": [case(1, 1), case(2, 2, Owner="Zoe"), case(3, 3, Owner="Mary Webb"), case(4, 3, Owner="Zoe")],
            "Installments": [
                *installments(1, ["10-05", "12-05"]), *installments(2, ["10-05"]), *installments(3, ["10-05"], 10), *installments(4, ["10-05"], 500),
            ],
            "Payments": [payment(1, "10-01", 20, "P-000001"), payment(2, "10-01", 5, "P-000002")],
        }  # fmt: skip
    )
    office._today = day("10-12")
    return office


@pytest.fixture
def folder(big: Office, tmp_path: Path) -> Path:
    """The same rows as a portfolio: payments in two files, everything else in one each."""
    place = tmp_path / "portfolio"
    write_ledger(ClosedBook(big.path).read(), place)
    table = pq.read_table(place / "Payments.parquet")
    (place / "Payments.parquet").unlink()
    (place / "Payments").mkdir()
    for number in (0, 1):
        pq.write_table(table.slice(number, 1), place / "Payments" / f"{number}.parquet")
    return place


def door(office: Office, command: str, address: Path, *words: str) -> Answer:
    """A command whose first word is the portfolio."""
    path, office.path = office.path, address
    try:
        return office.run(command, *words)
    finally:
        office.path = path


def cut(big: Office, source: Path, owner: str, out: Path) -> Office:
    out.parent.mkdir(exist_ok=True)
    answer = door(big, "slice", source, "--owner", owner, "--out", str(out), "--by", SUPERVISOR)
    assert answer.code == 0, answer.data
    part = Office(out.parent, out.name)
    part._today = big._today
    return part


def table(folder: Path, name: str) -> list[dict[str, Any]]:
    return [row for path in files_of(folder, name) for row in pq.read_table(path, partitioning=None).to_pylist()]


def _week(big: Office, source: Path, place: Path) -> tuple[Answer, Answer]:
    """Two clerks cut, work, come back."""
    mary, zoe = cut(big, source, "Mary Webb", place / "mary.xlsm"), cut(big, source, "zoe", place / "zoe.xlsm")
    assert mary.weekly("10-12")["sent"] == 2
    assert mary.run("pay", "--case", ANN, "--amount", "30", "--on", "2026-10-12", "--as-of", "2026-10-12", "--by", "Mary").code == 0
    assert zoe.run("pay", "--case", BOB, "--amount", "7", "--on", "2026-10-12", "--as-of", "2026-10-12", "--by", "Zoe").code == 0
    assert zoe.run("promise", "--case", BOB, "--amount", "50", "--due-on", "2026-10-30", "--as-of", "2026-10-12", "--by", "Zoe").code == 0
    mary.set("Debtors", {"Debtor ID": "D-00001"}, City="York", Notes="works nights")
    big._today = mary._today
    first = door(big, "merge", source, str(mary.path), "--by", SUPERVISOR)
    return first, door(big, "merge", source, str(zoe.path), "--by", SUPERVISOR)


def test_a_portfolio_comes_out_of_a_week_as_the_ledger_does(big: Office, folder: Path, tmp_path: Path) -> None:
    found = _week(big, folder, tmp_path / "a")
    wanted = _week(big, big.path, tmp_path / "b")
    for mine, theirs in zip(found, wanted, strict=True):
        assert (mine.code, mine["conflicts"], mine["added"], mine["messages"]) == (0, [], theirs["added"], theirs["messages"])
        assert mine["totals"]["payments"]
        assert mine["totals"]["tied"]
        assert [(row["sheet"], row["slice"], row["origin"]) for row in mine["renumbered"] if row["sheet"] != "Runs"] == [
            (row["sheet"], row["slice"], row["origin"]) for row in theirs["renumbered"] if row["sheet"] != "Runs"
        ]
    write_ledger(ClosedBook(big.path).read(), tmp_path / "wanted")
    for name in ("Debtors", "Cases", "Installments", "Payments", "Promises", "Contacts", "Moves", "Holds"):
        assert [_plain(row) for row in table(folder, name)] == [_plain(row) for row in table(tmp_path / "wanted", name)], name
    assert [str(row["Amount"]) for row in table(folder, "Payments")] == ["20.0000", "5.0000", "30.0000", "7.0000"]
    assert len(pq.read_table(folder / "Payments" / "0.parquet")) == 1
    again = door(big, "merge", folder, str(tmp_path / "a" / "zoe.xlsm"), "--by", SUPERVISOR)
    assert (again["added"], again["changed"], again["messages"]) == (0, 0, 0)
    later = cut(big, folder, "Mary Webb", tmp_path / "later.xlsm")  # the folder's journal knows what the first slice has sent
    assert later.weekly("10-19")["sent"] == 1
    changes = [json.loads(line) for line in (folder / "portfolio.slices" / "changes.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {"sheet": "Debtors", "key": "D-00001", "column": "City", "old": "Leeds", "new": "York"}.items() <= next(
        change for change in changes if change.get("column") == "City"
    ).items()


def _plain(row: dict[str, Any]) -> dict[str, object]:
    """Slices and runs have names of their own on each side, and instants are of another second."""
    own = ("By", "Reason", "Key", "Run ID", "At", "Document", "Hold ID", "Message ID", "Priority")
    return {name: value for name, value in row.items() if value is not None and name not in own}


def test_debtors_who_are_out_are_not_cut_again_and_not_written_to(big: Office, folder: Path, tmp_path: Path) -> None:
    cut(big, folder, "Mary Webb", tmp_path / "mary.xlsm")
    again = door(big, "slice", folder, "--owner", "Mary Webb", "--out", str(tmp_path / "more.xlsm"), "--by", SUPERVISOR)
    assert again.error == "X-SLICE"
    held = [row["Applies to"] for row in table(folder, "Holds") if row["Type"] == "DATA"]
    assert held == ["D-00001", "D-00003"]
    out = tmp_path / "results"
    assert door(big, "portfolio", folder, "--out", str(out), "--as-of", "2026-10-20", "--plain").code == 0
    (why,) = [row["Why"] for row in pq.read_table(out / "assessment.parquet").to_pylist() if row["Case ID"] == ANN]
    assert "Out with Mary Webb" in why or "hold" in why.lower()


def test_an_id_that_another_debtor_has_in_the_portfolio_is_given_anew(big: Office, folder: Path, tmp_path: Path) -> None:
    mary = cut(big, folder, "Mary Webb", tmp_path / "mary.xlsm")
    mary.type("Payments", payment(1, "10-13", 3, "P-000002"))  # Bob's, whom the slice cannot see
    back = door(big, "merge", folder, str(mary.path), "--by", SUPERVISOR)
    assert [(row["sheet"], row["slice"], row["origin"]) for row in back["renumbered"]] == [("Payments", "P-000002", "P-000003")]
    assert [row["Payment ID"] for row in table(folder, "Payments")] == ["P-000001", "P-000002", "P-000003"]


def test_a_folder_that_was_written_meanwhile_is_left_alone(folder: Path) -> None:
    book = FolderBook(folder, _now)
    book.choose(debtors=["D-00001"])
    raw = book.read()
    pq.write_table(pq.read_table(folder / "Debtors.parquet"), folder / "Debtors.parquet")
    with pytest.raises(Stop) as stop:
        book.write([SetCell("Debtors", 2, "D-00001", "City", "Leeds", "York")], fingerprint=raw.fingerprint, as_of=date(2026, 10, 20))
    assert stop.value.fault.code == "X-CHANGED"


def test_a_folder_in_which_no_name_can_be_kept_is_told(big: Office, folder: Path, tmp_path: Path) -> None:
    (folder / "portfolio.slices").write_text("a file in the place of the folder")
    answer = door(big, "slice", folder, "--owner", "Zoe", "--out", str(tmp_path / "z.xlsm"), "--by", SUPERVISOR)
    assert (answer.code, answer.error) == (2, "X-WRITE")


def test_a_duckdb_file_is_refused(big: Office, tmp_path: Path) -> None:
    answer = door(big, "slice", Path("duckdb:some.db"), "--owner", "Zoe", "--out", str(tmp_path / "z.xlsm"), "--by", SUPERVISOR)
    assert answer.error == "X-SLICE"


def test_many_cells_of_a_column_are_written_and_counted_as_cells(folder: Path) -> None:
    book = FolderBook(folder, _now)
    book.choose(debtors=["D-00001"])
    raw = book.read()
    cities = SetColumn("Debtors", "City", [2], ["D-00001"], ["Leeds"], ["York"], [""])
    new = AddRow("Payments", "P-9", {"Payment ID": "P-9", "Amount": Decimal(1)})
    written = book.write([cities, new], fingerprint=raw.fingerprint, as_of=date(2026, 10, 20))
    assert (written.cells, written.rows_added) == (1, 1)
    assert (table(folder, "Debtors")[0]["City"], len(table(folder, "Payments"))) == ("York", 3)


def _two(folder: Path) -> list[SetCell | AddRow]:
    return [SetCell("Debtors", 2, "D-00001", "City", "Leeds", "York"), AddRow("Payments", "P-9", {"Payment ID": "P-9", "Amount": Decimal(1)})]


@pytest.mark.parametrize("step", [0, 1, 2])
def test_files_that_were_cut_off_in_the_middle_of_replacing_are_finished(folder: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    right: Callable[..., Any] = Path.replace
    done = [0]

    def dies(self: Path, target: Path) -> Path:
        if done[0] == step:
            raise OSError("the power is gone")
        done[0] += 1
        return Path(right(self, target))

    monkeypatch.setattr(Path, "replace", dies)
    with pytest.raises(OSError, match="the power"):
        write_edits(folder, _two(folder), folder / "log", {})
    monkeypatch.undo()
    replacing.finished(folder)
    both = (table(folder, "Debtors")[0]["City"], len(table(folder, "Payments")))
    assert both == (("Leeds", 2) if step == 0 else ("York", 3))
    assert not list(folder.glob(replacing.NOTE))


def test_a_file_that_was_written_anew_after_a_cut_off_replacement_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The power went before the new versions had their names; then the office exported its payments anew."""
    monkeypatch.setattr("pyaddin.portfolio.replacing.finished", lambda folder: None)
    write_edits(folder, _two(folder), folder / "log", {})
    monkeypatch.undo()
    export = pa.table({"Payment ID": ["P-77"], "Amount": pa.array([Decimal("1.5")], pa.decimal128(5, 1))})
    pq.write_table(export, folder / "Payments.parquet")
    replacing.finished(folder)
    assert [row["Payment ID"] for row in table(folder, "Payments")] == ["P-77"]
    assert table(folder, "Debtors")[0]["City"] == "York"
    assert not list(folder.glob(".*"))


def test_a_replacement_that_an_earlier_version_left_half_done_is_finished(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The power went, then the program was brought up to date: its note has the names alone."""
    monkeypatch.setattr("pyaddin.portfolio.replacing.finished", lambda folder: None)
    write_edits(folder, _two(folder), folder / "log", {})
    monkeypatch.undo()
    note = folder / replacing.NOTE
    note.write_text(json.dumps(list(json.loads(note.read_text(encoding="utf-8")))), encoding="utf-8")
    replacing.finished(folder)
    assert (table(folder, "Debtors")[0]["City"], len(table(folder, "Payments"))) == ("York", 3)
    assert not list(folder.glob(".*"))


def test_another_program_that_finishes_the_replacement_meanwhile_is_no_trouble(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right: Callable[..., Any] = Path.replace

    def both(self: Path, target: Path) -> Path:
        if self.suffix == ".new":
            right(self, target)
        return Path(right(self, target))

    monkeypatch.setattr(Path, "replace", both)
    assert write_edits(folder, _two(folder), folder / "log", {}) == 2
    assert (table(folder, "Debtors")[0]["City"], len(table(folder, "Payments"))) == ("York", 3)


def test_columns_take_what_they_did_not_hold_before(tmp_path: Path) -> None:
    pq.write_table(
        pa.table({"Debtor ID": ["D-1", "D-2"], "City": pa.array(["Bath", None]).dictionary_encode(), "Score": [1, 2]}), tmp_path / "Debtors.parquet"
    )
    pq.write_table(pa.table({"Payment ID": ["P-1"], "Amount": pa.array([Decimal("1.5")], pa.decimal128(5, 1))}), tmp_path / "Payments.parquet")
    edits = [
        SetCell("Debtors", 3, "D-2", "City", None, "Ely"), SetCell("Debtors", 3, "D-2", "Email", None, "b@x.example"),
        SetCell("Payments", 2, "P-1", "Amount", 1.5, Decimal("2.25")), AddRow("Payments", "P-2", {"Payment ID": "P-2", "Value date": day("10-01")}),
        AddRow("Holds", "H-1", {"Hold ID": "H-1", "Start": day("10-02")}),
    ]  # fmt: skip
    assert write_edits(tmp_path, edits, tmp_path / "log", {"at": "x"}) == 3
    assert table(tmp_path, "Debtors") == [
        {"Debtor ID": "D-1", "City": "Bath", "Score": 1, "Email": None}, {"Debtor ID": "D-2", "City": "Ely", "Score": 2, "Email": "b@x.example"},
    ]  # fmt: skip
    assert table(tmp_path, "Payments") == [
        {"Payment ID": "P-1", "Amount": Decimal("2.25"), "Value date": None}, {"Payment ID": "P-2", "Amount": None, "Value date": day("10-01")},
    ]  # fmt: skip
    assert table(tmp_path, "Holds")[0]["Start"] == day("10-02")
    write_edits(tmp_path, [SetCell("Debtors", 2, "D-1", "Score", 1, Decimal("1.5"))], tmp_path / "log", {})
    assert [row["Score"] for row in table(tmp_path, "Debtors")] == ["1.5", "2"], "a column of whole numbers takes no half of one"
    write_edits(tmp_path, [SetCell("Payments", 3, "P-2", "Value date", None, "in May")], tmp_path / "log", {})
    assert [row["Value date"] for row in table(tmp_path, "Payments")] == [None, "in May"]


