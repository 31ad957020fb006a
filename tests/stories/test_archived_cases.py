"""Whoever names a case that was archived is told in which yearly ledger it is: at the command line, in a list, in a bank statement, at a selected row."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pyaddin.entrypoints.live.desk import Desk
from pyaddin.errors import Stop
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.live.selected import Selected
from tests.imports.statements.bank_files import move, mt940
from tests.stories.begun import once
from tests.stories.desk import Office, payment
from tests.stories.outgrown import BY, outgrown

GONE, YEAR = "C-00003", "ledger-2025.xlsm"


def begun(folder: Path) -> Office:
    """Cases 1 and 3 have gone into the ledger of 2025."""
    office = outgrown(Office(folder))
    assert office.run("archive", "--as-of", "2026-10-12", *BY)["archived"] == 2
    return office


@pytest.fixture
def office() -> Office:
    return once(begun)


@pytest.mark.parametrize(
    "words",
    [
        ("assess",), ("explain",), ("remind",), ("demand",), ("handover",), ("letter",), ("preview", "reminder_1"), ("statement",), ("changes",), ("review",),
        ("legal",), ("offers",), ("versions",), ("log", "--channel", "call", "--direction", "out", "--result", "no answer"),
        ("hold", "--type", "DISPUTE", "--reason", "says so"), ("promise", "--amount", "5", "--due-on", "2026-10-20"),
        ("pay", "--amount", "5", "--on", "2026-10-12"), ("agree", "--count", "2", "--first-due", "2026-11-01", "--frequency", "monthly"),
    ],
    ids=lambda words: words[0],
)  # fmt: skip
def test_every_command_about_one_case_tells_the_file(office: Office, words: tuple[str, ...]) -> None:
    before = office.path.read_bytes()
    refused = office.run(words[0], *words[1:], "--case", GONE)
    assert (refused.code, refused.error) == (2, "X-CASE")
    assert YEAR in refused.data["error"]["advice"]
    unknown = office.run(words[0], *words[1:], "--case", "C-77777")
    assert unknown.error == "X-CASE"
    assert YEAR not in str(unknown.data)
    assert office.path.read_bytes() == before


def test_a_list_with_an_archived_case_is_refused_row_by_row(office: Office, tmp_path: Path) -> None:
    money = tmp_path / "money.csv"
    money.write_text("Case ID,Value date,Amount\nC-00003,2026-10-12,40\nC-00005,2026-10-12,10\n", encoding="utf-8")
    answer = office.run("import", "--from", str(money))
    assert [(row["key"], row["code"], YEAR in row["advice"]) for row in answer["refused"]] == [(GONE, "E-ORPHAN", True)]
    assert [row["table"] for row in answer["added"]] == ["Payments"]

    debts = tmp_path / "debts.csv"
    debts.write_text(
        "Debtor ID,Name,Case ID,Currency,Opened on,Due on,Principal\nD-00002,Bob,C-00003,GBP,2025-01-05,2025-03-05,100\n"
        "D-00009,Eve,C-00009,GBP,2026-09-05,2026-12-05,100\n", encoding="utf-8",
    )  # fmt: skip
    answer = office.run("import", "--from", str(debts))
    assert [(row["key"], row["code"], YEAR in row["advice"]) for row in answer["refused"]] == [(GONE, "E-DUPLICATE", True)]
    assert [row["Case ID"] for row in office.sheet("Cases")] == ["C-00002", "C-00004", "C-00005", "C-00009"]


def test_bank_money_for_an_archived_case_is_told_where_it_belongs(office: Office, tmp_path: Path) -> None:
    debtors = {row["Debtor ID"]: row["Name"] for row in Office(office.path.parent, YEAR).sheet("Debtors")}
    statement = tmp_path / "october.sta"
    numbered, by_name = move("10-11", "40.00", "R. Nobody", "C-00003 rest"), move("10-12", "41.00", debtors["D-00002"], "no number", "")
    statement.write_text(mt940((numbered, by_name, move("10-12", "9.00", "Q. Zyx", "", ""))), encoding="utf-8")
    answer = office.run("bank", "--from", str(statement), "--as-of", "2026-10-13", "--by", "test")
    told = {row["amount"]: (row["suggested"], row["why"]) for row in answer["added"]}
    assert told["40.00"][0] is None
    assert "C-00003" in told["40.00"][1]
    assert YEAR in told["40.00"][1]
    assert told["41.00"][0] is None
    assert YEAR in told["41.00"][1]
    assert YEAR not in told["9.00"][1]
    assert [YEAR in str(row["Why"]) for row in office.sheet("Bank")] == [True, True, False]
    line = next(row["line"] for row in answer["added"] if row["amount"] == "40.00")
    refused = office.run("bank", "--book", line, "--case", GONE, "--as-of", "2026-10-13", "--by", "test")
    assert refused.error == "X-CASE"
    assert YEAR in refused.data["error"]["advice"]


def test_a_number_that_is_archived_is_given_to_no_new_case(office: Office) -> None:
    words = ("--name", "Eve", "--case-id", GONE, "--currency", "GBP", "--opened-on", "2026-09-01", "--installment", "2026-12-01:50")
    refused = office.run("case", *words)
    assert refused.error == "E-DUPLICATE"
    assert YEAR in refused.data["error"]["advice"]


class _Screen:
    """A row selected on the closed ledger."""

    user = "Mary Webb"

    def __init__(self, path: Path, sheet: str, row: int) -> None:
        self.ledger = ClosedBook(path)
        self._selected = Selected(sheet, (row,), 0, False, 1)

    def selected(self) -> Selected:
        return self._selected


def test_a_selected_row_that_names_an_archived_case_tells_the_file_at_every_button(office: Office) -> None:
    office.type("Payments", payment(3, "10-20", 40))
    rows: Any = ClosedBook(office.path).read().tables["Payments"].rows
    number = next(number for number, cells in rows if cells["Case ID"] == GONE)
    for button in ("pay", "explain", "remind", "agreement", "talk"):
        desk = Desk(_Screen(office.path, "Payments", number), button, lambda: datetime(2026, 10, 20, 9, tzinfo=UTC))  # type: ignore[arg-type]
        with pytest.raises(Stop) as stopped:
            desk.chosen()
        assert (stopped.value.fault.code, YEAR in stopped.value.fault.advice) == ("X-CASE", True)
