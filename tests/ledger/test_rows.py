"""Typing and checking: every bad cell of the issue's list gets its fault line, and nothing else is touched by it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from pyaddin.ledger.book import Cell, CellError, Formula, SetCell, Value
from pyaddin.ledger.memory import MemoryBook
from pyaddin.ledger.rows import TypedLedger, id_edits, instant_edits, key_of, type_ledger

SHANGHAI = ZoneInfo("Asia/Shanghai")
Row = dict[str, Value | Cell]


def ledger(**changes: list[Row]) -> dict[str, list[Row]]:
    """One debtor, one case with two installments and a payment; tables named in ``changes`` replace or join them."""
    rows: dict[str, list[Row]] = {
        "Debtors": [{"Debtor ID": "D-1", "Name": "Li Lei", "Country": "cn", "Time zone": "Asia/Shanghai"}],
        "Cases": [{"Case ID": "C-1", "Debtor ID": "D-1", "Currency": "CNY", "Opened on": date(2026, 1, 1)}],
        "Installments": [
            {"Case ID": "C-1", "No": 1, "Due on": date(2026, 2, 1), "Principal": Decimal("100.10")},
            {"Case ID": "C-1", "No": 2, "Due on": date(2026, 3, 1), "Principal": 200},
        ],
        "Payments": [{"Payment ID": "P-1", "Case ID": "C-1", "Value date": date(2026, 2, 1), "Amount": 50.5}],
    }
    return rows | changes


def typed(**changes: list[Row]) -> TypedLedger:
    return type_ledger(MemoryBook(ledger(**changes)).read(), office_zone=SHANGHAI)


def codes(result: TypedLedger) -> list[tuple[str, str, int | None, str]]:
    return [(fault.code, fault.sheet, fault.row, fault.column) for fault in result.faults]


def payment(**cells: Value | Cell) -> Row:
    row: Row = {"Payment ID": "P-1", "Case ID": "C-1", "Value date": date(2026, 2, 1), "Amount": 50.5}
    return row | {name.replace("_", " "): cell for name, cell in cells.items()}


def test_a_clean_ledger_is_typed_without_a_word() -> None:
    result = typed()
    assert result.faults == ()
    assert result.refused == ()
    assert result.tables["Installments"][0].values["Principal"] == Decimal("100.10")
    assert result.tables["Debtors"][0].values["Country"] == "CN"
    assert result.tables["Payments"][0].values["Amount"] == Decimal("50.50")
    assert key_of(result.tables["Installments"][1]) == "C-1|ORIG|2"


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("Amount", "abc", "E-NUMBER"),
        ("Amount", "1.200", "E-NUMBER"),
        ("Amount", "100 USD", "E-NUMBER"),
        ("Amount", "(100)", "E-NEGATIVE"),
        ("Amount", "6.22E+17", "E-DIGITS"),
        ("Reference", 6.22202123456789e17, "E-DIGITS"),
        ("Reference", "6.22202E+17", "E-DIGITS"),
        ("Amount", True, "E-NUMBER"),
        ("Amount", None, "E-REQUIRED"),
        ("Amount", -5, "E-NEGATIVE"),
        ("Amount", 0, "E-NEGATIVE"),
        ("Amount", 10.005, "E-AMOUNT"),
        ("Amount", float("nan"), "E-AMOUNT"),
        ("Amount", float("inf"), "E-AMOUNT"),
        ("Amount", 1e13, "E-AMOUNT"),
        ("Amount", Formula("=A1"), "E-FORMULA"),
        ("Amount", CellError("#REF!"), "E-CELL-ERROR"),
        ("Amount", date(2026, 1, 1), "E-NUMBER"),
        ("Value date", "yesterday", "E-DATE"),
        ("Value date", "01/02/2026", "E-DATE"),
        ("Value date", "2026-02-30", "E-DATE"),
        ("Value date", date(1900, 1, 1), "E-DATE"),
        ("Value date", date(9999, 12, 31), "E-DATE"),
        ("Value date", 5.0, "E-DATE"),
        ("Value date", True, "E-DATE"),
        ("Case ID", "C-9", "E-ORPHAN"),
        ("Case ID", None, "E-REQUIRED"),
        ("Reversed on", date(2026, 1, 31), "E-ORDER"),
        ("Reference", "x" * 501, "E-LONG"),
        ("Notes", "x" * 10_000, "E-LONG"),
        ("Method", Formula("=1+1"), "E-FORMULA"),
    ],
)
def test_a_bad_payment_cell_refuses_its_row_and_says_where(column: str, cell: Cell, code: str) -> None:
    result = typed(Payments=[payment(**{column: cell}), payment(**{"Payment ID": "P-2"})])
    assert codes(result) == [(code, "Payments", 2, column)]
    assert [(row.table, row.row, row.fault_code) for row in result.refused] == [("Payments", 2, code)]
    assert [row.values["Payment ID"] for row in result.tables["Payments"]] == ["P-2"]
    assert len(result.faults[0].found) <= 60


def test_a_refused_row_names_its_owner() -> None:
    hold: Row = {"Hold ID": "H-1", "Scope": "debtor", "Applies to": "D-1", "Type": "MANUAL", "Start": "x", "Reason": "r", "By": "b"}
    result = typed(Payments=[payment(Amount="abc")], Holds=[hold], Debtors=[{"Debtor ID": "D-1", "Name": None}])
    owners = {row.table: (row.owner_case, row.owner_debtor) for row in result.refused}
    assert owners["Payments"] == ("C-1", "")
    assert owners["Holds"] == ("", "D-1")
    assert owners["Debtors"] == ("", "D-1")
    assert next(fault.owner for fault in result.faults if fault.sheet == "Payments") == "C-1"


@pytest.mark.parametrize("cell", ["2026-02-03", 46056.0, 46056, date(2026, 2, 3), datetime.fromisoformat("2026-02-03T15:30")])
def test_dates_that_can_be_read(cell: Cell) -> None:
    assert typed(Payments=[payment(**{"Value date": cell})]).tables["Payments"][0].values["Value date"] == date(2026, 2, 3)


def test_float_noise_below_a_billionth_is_forgiven() -> None:
    assert typed(Payments=[payment(Amount=0.1 + 0.2)]).tables["Payments"][0].values["Amount"] == Decimal("0.30")


@pytest.mark.parametrize(("currency", "amount", "good"), [("JPY", 100.5, False), ("JPY", 100, True), ("KWD", 1.125, True), ("CNY", 1.125, False)])
def test_decimals_follow_the_currency_of_the_case(currency: str, amount: float, good: bool) -> None:
    case: Row = {"Case ID": "C-1", "Debtor ID": "D-1", "Currency": currency, "Opened on": date(2026, 1, 1)}
    result = typed(Cases=[case], Installments=[], Payments=[payment(Amount=amount)])
    assert bool(result.tables["Payments"]) is good


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
     ("Country", "China", "E-TEXT"), ("Time zone", "Mars/Base", "E-TEXT"), ("Time zone", "../etc", "E-TEXT"),
     ("Kind", "robot", "E-CODE"), ("Opted out channels", "sms, fax", "E-TEXT"),
    ],
)
def test_bad_debtor_words_refuse_the_debtor_and_computing_goes_on(column: str, cell: str, code: str) -> None:
    result = typed(Debtors=[{"Debtor ID": "D-1", "Name": "Li", column: cell}])
    assert codes(result) == [(code, "Debtors", 2, column)]
    assert result.tables["Debtors"] == ()
    assert [row.values["Case ID"] for row in result.tables["Cases"]] == ["C-1"]
    assert [(row.table, row.owner_debtor) for row in result.refused] == [("Debtors", "D-1")]


def test_unknown_currency_refuses_the_case() -> None:
    result = typed(Cases=[{"Case ID": "C-1", "Debtor ID": "D-1", "Currency": "XYZ", "Opened on": date(2026, 1, 1)}])
    assert codes(result) == [("E-TEXT", "Cases", 2, "Currency")]


def test_codes_ignore_case_width_and_blanks() -> None:
    debtor: Row = {"Debtor ID": "D-1", "Name": "Li", "Kind": " ＣＯＮＳＵＭＥＲ ", "Opted out channels": "SMS， Call", "Preferred channel": "E mail"}
    values = typed(Debtors=[debtor]).tables["Debtors"][0].values
    assert (values["Kind"], values["Opted out channels"], values["Preferred channel"]) == ("consumer", ("sms", "call"), "email")


@pytest.mark.parametrize(
    ("name", "read", "told"),
    [
        ("{{ 7*7 }}", "{{ 7*7 }}", False),
        ("=SUM(A1)", "=SUM(A1)", False),
        ("Li\nLei", "Li Lei", True),
        ("Li\u202eieL", "LiieL", True),
        ("\ufeffLi\x07", "Li", True),
        ("Li\ud800", "Li", True),
        ("Li 😀 👨\u200d👩\u200d👧", "Li 😀 👨\u200d👩\u200d👧", False),
    ],
)
def test_borrower_names_are_text(name: str, read: str, told: bool) -> None:
    result = typed(Debtors=[{"Debtor ID": "D-1", "Name": name}])
    assert result.tables["Debtors"][0].values["Name"] == read
    assert codes(result) == ([("W-CLEANED", "Debtors", 2, "Name")] if told else [])


def test_duplicate_keys_refuse_the_later_row() -> None:
    rows = ledger()["Installments"]
    result = typed(Payments=[payment(), payment(Amount=7)], Installments=[*rows, dict(rows[1])])
    assert codes(result) == [("E-DUPLICATE", "Installments", 4, "Case ID"), ("E-DUPLICATE", "Payments", 3, "Payment ID")]
    assert result.tables["Payments"][0].values["Amount"] == Decimal("50.50")


def test_a_blank_own_id_gets_the_next_free_number() -> None:
    book = MemoryBook(ledger(Payments=[payment(**{"Payment ID": "P-000041"}), payment(**{"Payment ID": None}), payment(**{"Payment ID": None, "Amount": "x"})]))
    result = type_ledger(book.read(), office_zone=SHANGHAI)
    assert codes(result) == [("W-ID-FILLED", "Payments", 3, "Payment ID"), ("E-NUMBER", "Payments", 4, "Amount")]
    assert id_edits(result) == [SetCell("Payments", 3, "P-000042", "Payment ID", None, "P-000042", "The row had no id of its own.")]
    book.write(id_edits(result), fingerprint=result.raw.fingerprint, as_of=date(2026, 3, 1))
    again = type_ledger(book.read(), office_zone=SHANGHAI)
    assert id_edits(again) == []
    assert again.tables["Payments"][1].values["Payment ID"] == "P-000042"


def plan(**cells: Value | Cell) -> Row:
    row: Row = {
        "Plan ID": "L-1", "Case ID": "C-1", "Version": 1, "Status": "signed", "Proposed on": date(2026, 3, 1), "Total": 300,
        "Debtor signed on": date(2026, 3, 2), "Creditor signed on": date(2026, 3, 3), "Evidence": "scan.pdf",
    }
    return row | {name.replace("_", " "): cell for name, cell in cells.items()}


def plan_rows(*amounts: Value) -> list[Row]:
    return [{"Case ID": "C-1", "Plan ID": "L-1", "No": no, "Due on": date(2026, 4, no), "Principal": amount} for no, amount in enumerate(amounts, 1)]


def test_a_plan_that_adds_up_counts() -> None:
    result = typed(Plans=[plan()], Installments=plan_rows(100, 200))
    assert result.faults == ()
    assert len(result.tables["Installments"]) == 2


def test_a_plan_that_does_not_add_up_is_refused_with_its_rows() -> None:
    result = typed(Plans=[plan()], Installments=[*ledger()["Installments"], *plan_rows(100, "199.99x")])
    assert ("E-PLAN-SUM", "Plans", 2, "Total") in codes(result)
    assert [row.values["Plan ID"] for row in result.tables["Installments"]] == [None, None]
    assert {(row.table, row.row) for row in result.refused} == {("Plans", 2), ("Installments", 4), ("Installments", 5)}


@pytest.mark.parametrize("cells", [{"Evidence": None}, {"Debtor_signed_on": None}, {"Creditor_signed_on": date(2026, 2, 1)}])
def test_a_signed_plan_needs_dates_and_evidence(cells: Row) -> None:
    result = typed(Plans=[plan(**cells)], Installments=plan_rows(300))
    assert [fault.code for fault in result.faults] == ["E-PLAN-DATES"]
    assert result.tables["Plans"] == ()
    assert result.tables["Installments"] == ()


def test_a_plan_of_another_case_is_no_parent() -> None:
    cases = [*ledger()["Cases"], {"Case ID": "C-2", "Debtor ID": "D-1", "Currency": "CNY", "Opened on": date(2026, 1, 1)}]
    other: Row = {"Case ID": "C-2", "Plan ID": "L-1", "No": 1, "Due on": date(2026, 4, 1), "Principal": 1}
    assert [fault.code for fault in typed(Cases=cases, Plans=[plan()], Installments=[*plan_rows(300), other]).faults] == ["E-ORPHAN"]


def hold(number: int, start: date, end: date | None, target: str = "C-1") -> Row:
    return {"Hold ID": f"H-{number}", "Scope": "case", "Applies to": target, "Type": "DISPUTE", "Start": start, "End": end, "Reason": "r", "By": "b"}


def test_overlapping_holds_refuse_the_later_row() -> None:
    holds = [hold(1, date(2026, 1, 1), date(2026, 1, 31)), hold(2, date(2026, 1, 31), None), hold(3, date(2026, 2, 1), None)]
    assert codes(typed(Holds=holds)) == [("E-OVERLAP", "Holds", 3, "Start")]


def test_a_hold_that_is_refused_itself_refuses_no_other() -> None:
    """What cannot be read holds nobody (its case is blocked by it in another way), and the right row beside it counts."""
    holds = [hold(1, date(2026, 1, 1), None) | {"Reason": None}, hold(2, date(2026, 1, 3), None)]
    assert codes(typed(Holds=holds)) == [("E-REQUIRED", "Holds", 2, "Reason")]
    assert len(typed(Holds=holds).tables["Holds"]) == 1


def test_holds_end_after_they_start_and_name_something_known() -> None:
    holds = [hold(1, date(2026, 1, 2), date(2026, 1, 1)), hold(2, date(2026, 1, 2), None, "C-9")]
    assert codes(typed(Holds=holds)) == [("E-ORDER", "Holds", 2, "End"), ("E-ORPHAN", "Holds", 3, "Applies to")]


def contact(at: Cell) -> Row:
    return {"Contact ID": "K-1", "Case ID": "C-1", "Debtor ID": "D-1", "At": at, "Channel": "call", "Direction": "out", "Result": "reached"}


@pytest.mark.parametrize("at", [datetime.fromisoformat("2026-03-01T09:30"), "2026-03-01 09:30", "2026-03-01T01:30:00Z", "2026-03-01T02:30:00+01:00"])
def test_instants_are_utc_and_office_time_is_rewritten(at: Cell) -> None:
    result = typed(Contacts=[contact(at)])
    assert result.tables["Contacts"][0].values["At"] == datetime(2026, 3, 1, 1, 30, tzinfo=UTC)
    edits = instant_edits(result)
    assert [edit.new for edit in edits if isinstance(edit, SetCell)] == ([] if at == "2026-03-01T01:30:00Z" else ["2026-03-01T01:30:00Z"])


def test_computed_columns_never_refuse_a_row_but_what_the_program_did_not_write_is_told() -> None:
    case: Row = {"Stage": "nonsense", "Arrears": Formula("=1"), "Outstanding": "5", "Days past due": 7.0}
    result = typed(Cases=[ledger()["Cases"][0] | case])
    assert codes(result) == [("W-COMPUTED", "Cases", 2, column) for column in ("Stage", "Arrears", "Outstanding")]
    values = result.tables["Cases"][0].values
    assert (values["Stage"], values["Arrears"], values["Days past due"]) == (None, None, 7)


def test_hidden_rows_count_and_are_told_once_a_sheet() -> None:
    book = MemoryBook(ledger(), hidden_rows={"Installments": frozenset({3, 2})})
    result = type_ledger(book.read(), office_zone=SHANGHAI)
    assert codes(result) == [("W-HIDDEN", "Installments", 2, "")]
    assert len(result.tables["Installments"]) == 2


def test_ids_typed_as_numbers_or_with_blanks_find_their_case_and_its_decimals() -> None:
    case: Row = {"Case ID": 1001.0, "Debtor ID": "D-1", "Currency": "jpy", "Opened on": date(2026, 1, 1)}
    payments = [payment(**{"Payment ID": "P-1", "Case ID": key, "Amount": 5.5}) for key in (1001.0, "1001", " 1001\u200b")]
    result = typed(Cases=[case], Installments=[], Payments=payments)
    assert result.tables["Cases"][0].values["Currency"] == "JPY"
    assert [code for code, *_ in codes(result) if code != "W-CLEANED"] == ["E-AMOUNT", "E-AMOUNT", "E-DUPLICATE", "E-AMOUNT", "E-DUPLICATE"]


def test_installments_of_a_refused_plan_follow_it_without_a_word() -> None:
    result = typed(Plans=[plan(Total="x", Case_ID=None)], Installments=[*ledger()["Installments"], *plan_rows(100, 200)])
    assert [fault.sheet for fault in result.faults] == ["Plans", "Plans"]
    assert [row.values["Plan ID"] for row in result.tables["Installments"]] == [None, None]


def test_rates_above_a_thousand_percent_are_a_typing_error() -> None:
    case = ledger()["Cases"][0] | {"Annual rate": 12.0}
    assert codes(typed(Cases=[case])) == [("E-NUMBER", "Cases", 2, "Annual rate")]
