"""What blocks sending: refused rows, and a debtor, ledger or office about whom something needed is not known (design 4)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.desk import Office, Row, case, contact, day, debtor, hold, installments, payment, promise, words_of


@pytest.fixture
def office(tmp_path: Path) -> Office:
    rows = {
        "Debtors": [debtor(1), debtor(2)],
        "Cases": [case(1), case(2, 2)],
        "Installments": [row for number in (1, 2) for row in installments(number, ["11-20"])],
    }
    return Office(tmp_path).new(rows)


BAD_ROWS: dict[str, tuple[str, Row]] = {
    "payment without a date": ("Payments", payment(1, "11-21", 10) | {"Value date": "soon"}),
    "payment below zero": ("Payments", payment(1, "11-21", -10)),
    "promise without an amount": ("Promises", promise(1, "R-00001", "11-21", 10, "11-25") | {"Amount": None}),
    "installment without a number": ("Installments", installments(1, ["12-20"])[0] | {"No": "second"}),
    "unknown hold": ("Holds", hold(1, "H-00001", "DISPUTE", "11-21") | {"Type": "SHRUG"}),
    "unknown hold of the debtor": ("Holds", hold(1, "H-00001", "DISPUTE", "11-21") | {"Type": "SHRUG", "Scope": "debtor", "Applies to": "D-00001"}),
    "contact without a result": ("Contacts", contact(1, "2026-11-21 10:00", "call", "reached") | {"Result": None}),
}


@pytest.mark.parametrize("what", list(BAD_ROWS))
def test_a_refused_row_blocks_the_case_it_names_and_names_the_row(office: Office, what: str) -> None:
    table, row = BAD_ROWS[what]
    office.type(table, row)
    answer = office.weekly("11-23")
    number = answer["faults"][0]["row"]
    assert answer.code == 1
    assert answer["refused"] == 1
    assert answer.results == [("C-00001", "reminder", 1, "blocked"), ("C-00002", "reminder", 1, "sent")]
    why = next(m["why"] for m in answer["messages"] if m["case_id"] == "C-00001")
    assert "HOLD-DATA" in why
    assert f"{table} row {number} was refused" in why
    assert (office.stage(1), office.stage(2)) == (("CONTACT", 0), ("CONTACT", 1))
    holds = [h for h in office.sheet("Holds") if h["Type"] == "DATA"]
    assert [(h["Applies to"], h["By"], h["End"]) for h in holds] == [("C-00001", "program", None)]
    assert office.today(1) == ["Complete the data"]


def test_the_corrected_row_lets_the_case_go_on_and_ends_the_hold(office: Office) -> None:
    office.type("Payments", payment(1, "11-21", 10) | {"Payment ID": "P-000007", "Value date": "soon"})
    office.weekly("11-23")
    office.set("Payments", {"Payment ID": "P-000007"}, Value_date=day("11-21"))
    answer = office.weekly("11-24")
    assert (answer.code, answer.results) == (0, [("C-00001", "reminder", 1, "sent")])
    assert "90.00" in words_of(office.mail(answer))
    assert [h["End"] for h in office.sheet("Holds") if h["Type"] == "DATA"] == [day("11-24")]


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("Payments", payment(99, "11-21", 10)),
        ("Payments", payment(1, "11-21", 10) | {"Case ID": None}),
        ("Holds", hold(99, "H-00001", "DISPUTE", "11-21")),
        ("Debtors", debtor(3, Time_zone="Mars/Base")),
    ],
)
def test_a_row_that_names_nobody_blocks_every_message_and_the_rest_goes_on(office: Office, table: str, row: Row) -> None:
    office.type(table, row)
    answer = office.weekly("11-23")
    assert answer.code == 1
    assert answer.results == [("C-00001", "reminder", 1, "blocked"), ("C-00002", "reminder", 1, "blocked")]
    assert all(f"{table} row" in m["why"] for m in answer["messages"])
    assert answer["notes"]
    assert office.emails() == []
    assert (answer["flagged"], answer["moved"]) == (2, 2)
    assert office.stage(1) == ("CONTACT", 0)
    assert office.case(1)["Days past due"] == 3
    assert office.clean() or answer["refused"] == 1


def test_a_refused_debtor_is_not_written_to(office: Office) -> None:
    office.set("Debtors", {"Debtor ID": "D-00001"}, Country="Narnia")
    answer = office.weekly("11-23")
    assert answer.code == 1
    assert [(f["code"], f["sheet"], f["row"], f["column"]) for f in answer["faults"]] == [("E-TEXT", "Debtors", 2, "Country")]
    assert not [m for m in answer["messages"] if m["case_id"] == "C-00001" and m["result"] in ("sent", "queued")]


@pytest.mark.parametrize("column", ["Time_zone", "Country"])
def test_nobody_is_written_to_without_country_and_time_zone(office: Office, column: str) -> None:
    office.set("Debtors", {"Debtor ID": "D-00001"}, **{column: None})
    answer = office.weekly("11-23")
    assert answer.results == [("C-00001", "reminder", 1, "blocked"), ("C-00002", "reminder", 1, "sent")]
    assert f"debtor D-00001 has no {column.replace('_', ' ')}" in answer["messages"][0]["why"]
    assert answer.code == 0


def test_the_offices_jurisdiction_stands_in_for_a_country(office: Office) -> None:
    office.set("Debtors", {"Debtor ID": "D-00001"}, Country=None)
    office.setting("jurisdiction", "GB")
    assert office.weekly("11-23")["sent"] == 2


@pytest.mark.parametrize("key", ["creditor_name", "reply_to"])
def test_nobody_is_written_to_while_the_office_has_no_name_or_address(office: Office, key: str) -> None:
    office.setting(key, None)
    answer = office.weekly("11-23")
    assert answer["blocked"] == 2
    assert office.emails() == []
    assert all(f"Settings lack {key}" in m["why"] for m in answer["messages"])


def test_old_bank_data_stops_reminders(office: Office) -> None:
    office.setting("bank_data_until", day("11-10"))
    office.setting("bank_data_max_age_days", 5)
    answer = office.weekly("11-23")
    assert answer["blocked"] == 2
    assert all("BANK-DATA" in m["why"] for m in answer["messages"])
    office.setting("bank_data_until", day("11-22"))
    assert office.weekly("11-23")["sent"] == 2


@pytest.mark.parametrize("address", ["not an address", "a@b@c.example", "ann@debtor.example\nBcc: all@debtor.example", "Ann <ann@debtor.example>"])
def test_an_address_that_cannot_be_written_to_is_no_traceback(office: Office, address: str) -> None:
    office.set("Debtors", {"Debtor ID": "D-00001"}, Email=address)
    answer = office.weekly("11-23")
    assert answer.code in (0, 1)
    assert ("C-00002", "reminder", 1, "sent") in answer.results
    sent = [m for m in answer["messages"] if m["case_id"] == "C-00001" and m["result"] == "sent"]
    for message in sent:
        assert "Bcc" not in office.mail(answer)
        assert message["channel"] == "email"
