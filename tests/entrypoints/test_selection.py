"""From selected rows to cases, without a workbook: what counts, what is left out, what is refused in which words."""

from __future__ import annotations

import pytest

from pyaddin.entrypoints.live.selection import NoSelection, chosen_cases
from pyaddin.labels import label
from pyaddin.ledger.live.selected import Selected
from pyaddin.ledger.memory import MemoryBook

BOOK = MemoryBook(
    {
        "Debtors": [{"Debtor ID": "D-1", "Name": "Ann"}, {"Debtor ID": "D-2", "Name": "Bob"}],
        "Cases": [
            {"Case ID": "C-1", "Debtor ID": "D-1"}, {"Case ID": "C-2", "Debtor ID": "D-1"},
            {"Case ID": "C-3", "Debtor ID": "D-1", "Stage": "CLOSED"}, {"Case ID": "C-4", "Debtor ID": "D-2"},
        ],
        "Installments": [{"Case ID": "C-1", "No": 1}, {"Case ID": "C-1", "No": 2}, {"Case ID": "C-4", "No": 1}],
        "Holds": [
            {"Hold ID": "H-1", "Scope": "case", "Applies to": "C-4"}, {"Hold ID": "H-2", "Scope": "debtor", "Applies to": "D-1"},
            {"Hold ID": "H-3", "Scope": "address", "Applies to": "a@b.example"},
            {"Hold ID": "H-4", "Scope": label("HoldScope", "case", "zh-CN"), "Applies to": "C-1"},
        ],
        "Payments": [{"Payment ID": "P-1", "Case ID": "C-2"}],
    }
)  # fmt: skip
RAW = BOOK.read()


def cases(sheet: str, *rows: int, hidden: int = 0) -> tuple[str, ...]:
    return chosen_cases(Selected(sheet, rows, hidden), RAW, "en").cases


@pytest.mark.parametrize(
    ("sheet", "rows", "expected"),
    [
        ("Cases", (2, 5), ("C-1", "C-4")),
        ("Cases", (1, 2), ("C-1",)),  # the header row counts for nothing
        ("Cases", (2, 90), ("C-1",)),  # nor do blank rows
        ("Installments", (2, 3, 4), ("C-1", "C-4")),  # a case once, whatever the number of its rows
        ("Debtors", (2,), ("C-1", "C-2")),  # the open cases of the debtor
        ("Debtors", (2, 3), ("C-1", "C-2", "C-4")),
        ("Holds", (2,), ("C-4",)),
        ("Holds", (3,), ("C-1", "C-2")),
        ("Holds", (5,), ("C-1",)),  # a label for its code
        ("Payments", (2,), ("C-2",)),
    ],
)
def test_rows_name_their_cases(sheet: str, rows: tuple[int, ...], expected: tuple[str, ...]) -> None:
    assert cases(sheet, *rows) == expected


@pytest.mark.parametrize(("sheet", "rows"), [("Dashboard", (1, 2, 3)), ("Settings", (2,)), ("Cases", (1,)), ("Cases", ()), ("Holds", (4,))])
def test_rows_without_a_case_are_refused(sheet: str, rows: tuple[int, ...]) -> None:
    with pytest.raises(NoSelection, match="No case is selected"):
        cases(sheet, *rows)


def test_a_whole_column_is_refused() -> None:
    with pytest.raises(NoSelection, match="whole column"):
        chosen_cases(Selected("Cases", (), whole=True), RAW, "en")


def test_hidden_rows_are_left_out_and_told() -> None:
    chosen = chosen_cases(Selected("Cases", (2, 5), 3), RAW, "en")
    assert chosen.told("en") == "2 selected, 3 hidden left out"
    assert chosen_cases(Selected("Cases", (2,)), RAW, "en").told("zh-CN") == "已选 1 项"
    with pytest.raises(NoSelection, match="Every selected row is hidden"):
        cases("Cases", hidden=2)


def test_one_case_only() -> None:
    with pytest.raises(NoSelection, match="2 are selected"):
        chosen_cases(Selected("Cases", (2, 5)), RAW, "en").only("en")
    with pytest.raises(NoSelection, match="请只选择一个案件"):
        chosen_cases(Selected("Cases", (2, 5)), RAW, "zh-CN").only("zh-CN")
