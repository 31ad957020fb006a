"""Several clerks bring their slices back at once: each new row stands there once, under an id of its own, and the totals are tied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pyaddin.errors import Stop
from pyaddin.ledger.book import Edit, Written
from pyaddin.ledger.closed import ClosedBook
from pyaddin.tasks.slice_folder import FolderBook
from tests.portfolio.portfolios import write_ledger
from tests.portfolio.test_slice_of_folder import cut, door, table
from tests.stories.desk import SUPERVISOR, Answer, Office, case, day, debtor, installments, payment

NOW = datetime(2026, 10, 20, 9, tzinfo=UTC)
CLERKS = ("Ann", "Bob", "Cai")


@pytest.fixture
def big(tmp_path: Path) -> Office:
    """A ledger of three clerks, each with a debtor."""
    office = Office(tmp_path / "office").new(
        {
            "Debtors": [debtor(number) for number in (1, 2, 3)],
            "Cases": [case(number, number, Owner=name) for number, name in enumerate(CLERKS, 1)],
            "Installments": [row for number in (1, 2, 3) for row in installments(number, ["10-05", "12-05"])],
            "Payments": [payment(number, "10-01", 5, f"P-{number:06d}") for number in (1, 2, 3)],
        }
    )
    office._today = day("10-12")
    return office


@pytest.fixture
def folder(big: Office, tmp_path: Path) -> Path:
    write_ledger(ClosedBook(big.path).read(), tmp_path / "portfolio")
    return tmp_path / "portfolio"


def _slices(big: Office, origin: Path, amounts: Mapping[str, int]) -> dict[str, Office]:
    """A slice for each clerk, in which one payment was typed under the next number that the slice knows."""
    cuts = {}
    for number, (name, amount) in enumerate(amounts.items(), 1):
        cuts[name] = cut(big, origin, name, big.path.parent / f"{name}.xlsm")
        cuts[name].type("Payments", payment(number, "10-12", amount, "P-000004"))
    return cuts


def _merge(big: Office, origin: Path, part: Office) -> Answer:
    return door(big, "merge", origin, str(part.path), "--by", SUPERVISOR)


def _paid(rows: Sequence[Mapping[str, object]]) -> list[tuple[object, int]]:
    return sorted((row["Case ID"], int(str(row["Amount"]).split(".")[0])) for row in rows if row["Value date"] == date(2026, 10, 12))


def test_a_merge_that_another_one_overtakes_gives_its_rows_other_numbers(big: Office, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bob's row was to become P-000005; while he computed, Cai's became that one."""
    cuts, real, answers = _slices(big, folder, dict(zip(CLERKS, (11, 12, 13), strict=True))), FolderBook.write, list[Answer]()
    assert _merge(big, folder, cuts["Ann"]).code == 0

    def overtaken(book: FolderBook, edits: Sequence[Edit], *, fingerprint: str, as_of: date) -> Written:
        if not answers and any(getattr(edit, "table", "") == "Payments" for edit in edits):
            answers.append(Answer(0, "{}"))
            answers[0] = _merge(big, folder, cuts["Cai"])
        return real(book, edits, fingerprint=fingerprint, as_of=as_of)

    monkeypatch.setattr(FolderBook, "write", overtaken)
    bob = _merge(big, folder, cuts["Bob"])
    for answer in (bob, answers[0]):
        assert (answer.code, answer["conflicts"], answer["totals"]["tied"]) == (0, [], True), answer.data
    assert sorted(row["Payment ID"] for row in table(folder, "Payments")) == [f"P-{number:06d}" for number in range(1, 7)]
    assert _paid(table(folder, "Payments")) == [("C-00001", 11), ("C-00002", 12), ("C-00003", 13)]


@pytest.mark.parametrize("place", ["file", "folder"])
def test_the_same_payment_of_another_case_is_not_the_row_that_a_cut_off_merge_has_written(
    big: Office, folder: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin = big.path if place == "file" else folder
    cuts = _slices(big, origin, {"Ann": 50, "Bob": 50})

    def dies(*_: object, **__: object) -> Written:
        raise Stop("X-WRITE", "the power went")

    with monkeypatch.context() as patched:
        patched.setattr("pyaddin.tasks.merge.enter", dies)
        assert _merge(big, origin, cuts["Ann"]).code == 2
    assert _merge(big, origin, cuts["Bob"])["conflicts"] == []
    ann = _merge(big, origin, cuts["Ann"])
    assert (ann.code, ann["conflicts"], ann["totals"]["tied"]) == (0, [], True), ann.data
    rows = big.sheet("Payments") if place == "file" else table(folder, "Payments")
    assert _paid(rows) == [("C-00001", 50), ("C-00002", 50)]
    assert len({row["Payment ID"] for row in rows}) == len(rows) == 5


def test_two_that_cut_the_first_slice_at_once_agree_on_the_name_of_the_portfolio(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other, found = FolderBook(folder, lambda: NOW), FolderBook(folder, lambda: NOW.replace(hour=10)), list[str]()
    real = Path.is_file

    def meanwhile(path: Path) -> bool:
        there = real(path)
        if path.name == "id" and not found:
            found.append("")
            found[0] = other._ledger_id()
        return there

    monkeypatch.setattr(Path, "is_file", meanwhile)
    assert one._ledger_id() == found[0]
