"""What a clerk enters at a button: judged as a typed row is, written with the case's new figures, told in the contract's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from pyaddin.correspondence.outbox import Outbox
from tests.stories.begun import once
from tests.stories.desk import LEDGER_ID, Answer, Office, case, contact, day, debtor, hold, installments, money, payment, promise

DUE = ["11-02", "12-02"]
C1 = "C-00001"


def begun(folder: Path) -> Office:
    """Ann owes 100 since 2 November and 100 more on 2 December; the weekly run of the ninth has written to her."""
    rows = {"Debtors": [debtor(), debtor(2)], "Cases": [case(), case(2, 2)], "Installments": [*installments(1, DUE), *installments(2, DUE)]}
    office = Office(folder).new(rows)
    office.weekly("11-09")
    return office


@pytest.fixture
def office() -> Office:
    return once(begun)


def do(office: Office, command: str, on: str, *words: str) -> Answer:
    return office.run(command, "--as-of", day(on).isoformat(), "--by", "Mary Webb", *words)


def pay(office: Office, amount: str, on: str, *words: str, as_of: str = "11-12") -> Answer:
    return do(office, "pay", as_of, "--case", C1, "--amount", amount, "--on", day(on).isoformat(), *words)


def refused(office: Office, answer: Answer, code: str, column: str) -> str:
    """The advice of a refusal that names the field."""
    assert (answer.code, answer.error, answer["error"]["column"]) == (2, code, column), answer.data
    return str(answer["error"]["advice"])


# --- pay -----------------------------------------------------------------------------------------------------------


def test_a_payment_is_written_with_the_cases_new_figures(office: Office) -> None:
    answer = pay(office, "40", "11-11", "--method", "Bank transfer", "--reference", "SOFA 1")
    assert answer.code == 0
    first = answer["rows"][0]
    assert (first["table"], first["key"]) == ("Payments", "P-000001")
    assert first["values"] == {
        "Payment ID": "P-000001", "Case ID": C1, "Value date": "2026-11-11", "Amount": "40.00", "Method": "Bank transfer", "Reference": "SOFA 1",
    }  # fmt: skip
    assert {(row["table"], row["key"]) for row in answer["rows"][1:]} == {("Cases", C1), ("Installments", f"{C1}|ORIG|1"), ("Moves", C1)}
    row = office.case()
    assert (row["Arrears"], row["Outstanding"]) == (60, 160)
    assert office.sheet("Installments")[0]["Paid"] == 40
    assert office.sheet("Payments")[0]["Amount"] == 40
    assert [row["Arrears"] for row in office.sheet("Today") if row["Case ID"] == C1] == [60]
    assert office.clean()


def test_the_next_run_finds_nothing_left_to_compute(office: Office) -> None:
    pay(office, "40", "11-11")
    answer = office.weekly("11-12")
    assert [c for c in answer["changes"] if c["table"] in ("Installments", "Payments")] == []
    assert [c["column"] for c in answer["changes"] if c["table"] == "Cases" and c["key"] == C1 and c["column"] in ("Arrears", "Outstanding")] == []


def test_a_payment_in_full_closes_the_case_at_once_and_the_thank_you_still_goes(office: Office) -> None:
    answer = pay(office, "200", "11-11")
    assert answer["cases"][0]["stage"] == "CLOSED"
    assert office.case()["Outcome"] == "PAID"
    move = office.sheet("Moves")[-1]
    assert (move["Rule"], move["By"], move["Run ID"]) == ("T10", "Mary Webb", None)
    assert (C1, "thanks", 0, "sent") in office.daily("11-12").results


def test_the_same_money_is_not_booked_twice(office: Office) -> None:
    pay(office, "40", "11-11", "--reference", "SOFA 1")
    before = office.bytes()
    advice = refused(office, pay(office, "40.00", "11-11", "--reference", "sofa 1"), "E-DUPLICATE", "Reference")
    assert "--id" in advice
    refused(office, pay(office, "40", "11-11", "--id", "P-000001"), "E-DUPLICATE", "Payment ID")
    other = do(office, "pay", "11-12", "--case", "C-00002", "--amount", "40", "--on", "2026-11-11", "--reference", "SOFA 1")
    refused(office, other, "E-DUPLICATE", "Reference")  # one bank line pays one case
    assert office.bytes() == before
    assert pay(office, "40", "11-11", "--reference", "SOFA 1", "--id", "P-77").code == 0
    assert [row["Payment ID"] for row in office.sheet("Payments")] == ["P-000001", "P-77"]


def test_without_a_reference_only_the_same_case_is_a_twin(office: Office) -> None:
    pay(office, "40", "11-11")
    refused(office, pay(office, "40", "11-11"), "E-DUPLICATE", "Amount")
    assert do(office, "pay", "11-12", "--case", "C-00002", "--amount", "40", "--on", "2026-11-11").code == 0
    assert pay(office, "40", "11-10").code == 0


def test_a_payment_taken_back_reopens_what_it_had_closed(office: Office) -> None:
    pay(office, "200", "11-11")
    answer = do(office, "pay", "11-13", "--reverse", "P-000001", "--on", "2026-11-13")
    assert answer["rows"][0] == {"table": "Payments", "key": "P-000001", "values": {"Reversed on": "2026-11-13"}}
    assert office.case()["Stage"] == "CONTACT"
    assert office.sheet("Moves")[-1]["Rule"] == "T13"
    assert "already" in refused(office, do(office, "pay", "11-13", "--reverse", "P-000001", "--on", "2026-11-13"), "E-DUPLICATE", "Reversed on")
    assert office.clean()


def test_what_the_sheet_would_refuse_is_refused_with_the_same_fault(office: Office) -> None:
    before = office.bytes()
    refused(office, pay(office, "40.001", "11-11"), "E-AMOUNT", "Amount")
    refused(office, pay(office, "-5", "11-11"), "E-NEGATIVE", "Amount")
    refused(office, do(office, "pay", "11-12", "--case", C1, "--amount", "5", "--on", "1970-01-01"), "E-DATE", "Value date")
    refused(office, do(office, "pay", "11-12", "--case", C1, "--on", "2026-11-11"), "E-REQUIRED", "Amount")
    refused(office, do(office, "pay", "11-12", "--reverse", "P-9", "--on", "2026-11-11"), "E-ORPHAN", "Payment ID")
    refused(office, do(office, "pay", "11-12", "--case", "C-9", "--amount", "5", "--on", "2026-11-11"), "X-CASE", "Case ID")
    assert office.bytes() == before


def test_every_fault_of_an_entry_is_told(office: Office) -> None:
    answer = do(office, "pay", "11-12", "--case", C1, "--amount", "0.001", "--on", "1970-01-01")
    assert {(fault["code"], fault["column"]) for fault in answer["faults"]} == {("E-DATE", "Value date"), ("E-AMOUNT", "Amount")}


def test_an_orphan_case_takes_no_payment(office: Office) -> None:
    office.type("Cases", case(3, 9))
    answer = do(office, "pay", "11-12", "--case", "C-00003", "--amount", "5", "--on", "2026-11-11")
    assert "Correct the case's own row" in refused(office, answer, "X-CASE", "Case ID")
    assert "E-ORPHAN" in answer["error"]["found"]


def test_more_than_is_owed_is_told(office: Office) -> None:
    assert "more than is owed" in pay(office, "250", "11-11")["notes"][0]


def test_figures_never_go_back_behind_the_last_run(office: Office) -> None:
    assert office.run("pay", "--case", C1, "--amount", "40", "--on", "2026-11-01", "--as-of", "2026-11-08").error == "X-BACKDATED"
    assert office.run("pay", "--case", C1, "--amount", "40", "--on", "2026-11-01")["as_of"] == "2026-11-09"


# --- promise -------------------------------------------------------------------------------------------------------


def promised(office: Office, on: str, amount: str, due: str, *words: str) -> Answer:
    return do(office, "promise", on, "--case", C1, "--amount", amount, "--due-on", day(due).isoformat(), *words)


def test_a_promise_rests_the_reminders_until_it_is_due(office: Office) -> None:
    answer = promised(office, "11-12", "60", "11-20")
    assert answer["rows"][0]["values"]["Status"] == "open"
    assert [(row["Type"], row["By"]) for row in office.sheet("Holds")] == [("PROMISE", "program")]
    assert office.case()["Next action"] == "Watch for the promised payment"
    assert office.weekly("11-16").results == [("C-00001", "promise", 0, "sent"), ("C-00002", "reminder", 2, "sent")]  # the promise in writing, no reminder


def test_a_new_promise_supersedes_the_open_one(office: Office) -> None:
    promised(office, "11-12", "60", "11-20")
    answer = promised(office, "11-12", "50", "11-25")  # the same day: the later entry counts
    assert {row["key"]: row["values"]["Status"] for row in answer["rows"] if row["table"] == "Promises"} == {"R-000001": "superseded", "R-000002": "open"}
    assert [(row["Status"], row["Level"]) for row in office.sheet("Promises")] == [("superseded", 1), ("open", 2)]
    assert office.clean()


def test_ids_of_another_width_do_not_turn_the_order(office: Office) -> None:
    office.type("Promises", promise(1, "R-9", "11-12", 60, "11-20"))
    promised(office, "11-12", "50", "11-25")
    assert {row["Promise ID"]: row["Status"] for row in office.sheet("Promises")} == {"R-9": "superseded", "R-000010": "open"}


def test_an_older_promise_than_the_newest_is_refused(office: Office) -> None:
    promised(office, "11-12", "60", "11-20")
    refused(office, promised(office, "11-13", "50", "11-25", "--made-on", "2026-11-10"), "E-ORDER", "Made on")


def test_a_promise_taken_back_ends_its_hold_and_is_not_broken(office: Office) -> None:
    do(office, "promise", "11-12", "--case", C1, "--amount", "100", "--due-on", "2026-11-20")
    answer = do(office, "promise", "11-13", "--withdraw", "R-000001")
    assert answer.code == 0, answer.data
    row = office.row("Promises", "R-000001")
    assert (row["Status"], row["Judged on"], office.sheet("Holds")[-1]["End"]) == ("withdrawn", day("11-13"), day("11-13"))
    refused(office, do(office, "promise", "11-13", "--withdraw", "R-000001"), "X-PROMISE", "Status")
    refused(office, do(office, "promise", "11-13", "--withdraw", "R-9"), "E-ORPHAN", "Promise ID")
    refused(office, do(office, "promise", "11-13", "--case", C1), "E-REQUIRED", "Amount")
    do(office, "promise", "11-16", "--case", C1, "--amount", "50", "--due-on", "2026-11-20")
    assert office.row("Promises", "R-000002")["Level"] == 2
    assert office.clean()


def test_money_entered_before_the_promise_of_its_day_does_not_keep_it(office: Office) -> None:
    pay(office, "40", "11-12")
    do(office, "promise", "11-12", "--case", C1, "--amount", "40", "--due-on", "2026-11-13", "--grace-days", "0")
    assert office.row("Promises", "R-000001")["Entered before"] == "P-000001"
    office.weekly("11-16")
    assert office.row("Promises", "R-000001")["Status"] == "broken"


def test_a_promise_where_nothing_is_owed_is_refused(office: Office) -> None:
    pay(office, "200", "11-11")
    assert "Nothing is left to pay" in refused(office, promised(office, "11-12", "60", "11-20"), "X-OPTION", "Amount")
    assert (office.sheet("Promises"), office.sheet("Holds")) == ([], [])


def test_a_promise_due_before_it_was_made_is_refused(office: Office) -> None:
    refused(office, promised(office, "11-12", "60", "11-01"), "E-ORDER", "Due on")
    refused(office, promised(office, "11-12", "60", "11-20", "--grace-days", "-1"), "E-NEGATIVE", "Grace days")


# --- hold ----------------------------------------------------------------------------------------------------------


def test_a_dispute_stops_the_letters_until_it_is_lifted(office: Office) -> None:
    answer = do(office, "hold", "11-12", "--case", C1, "--type", "DISPUTE", "--reason", "Says it was never delivered")
    values = answer["rows"][0]["values"]
    assert (values["Scope"], values["Applies to"], values["Start"], values.get("End"), values["By"]) == ("case", C1, "2026-11-12", None, "Mary Webb")
    assert office.weekly("11-16").results == [("C-00002", "reminder", 2, "sent")]
    again = do(office, "hold", "11-16", "--case", C1, "--type", "DISPUTE", "--reason", "Again")
    refused(office, again, "E-OVERLAP", "Start")
    lifted = do(office, "hold", "11-17", "--lift", answer["rows"][0]["key"])
    assert lifted["rows"][0]["values"] == {"End": "2026-11-17"}
    assert "last day" in lifted["notes"][0]
    assert (C1, "reminder", 2, "sent") in office.weekly("11-18").results


def test_a_hold_on_the_debtor_stops_every_case(office: Office) -> None:
    office.type("Cases", case(3, 1))
    office.type("Installments", *installments(3, DUE))
    answer = do(office, "hold", "11-12", "--debtor", "D-00001", "--type", "INSOLVENCY", "--reason", "Court notice")
    assert {row["case_id"] for row in answer["cases"]} == {C1, "C-00003"}
    assert office.case(3)["Next action"] == "Review the hold"


def test_manual_holds_end_and_moratoria_last_sixty_days(office: Office) -> None:
    manual = do(office, "hold", "11-12", "--case", C1, "--type", "MANUAL", "--reason", "Waits for a paper")
    assert manual["rows"][0]["values"]["End"] == "2026-12-12"
    longer = do(office, "hold", "11-12", "--case", "C-00002", "--type", "MANUAL", "--reason", "x", "--end", "2027-02-01")
    assert "2026-12-12" in refused(office, longer, "E-ORDER", "End")
    moratorium = do(office, "hold", "11-12", "--case", C1, "--type", "MORATORIUM", "--reason", "Breathing space")
    assert moratorium["rows"][0]["values"]["End"] == "2027-01-11"


def test_who_sets_a_dispute_with_an_end_is_told_that_it_ends_by_itself(office: Office) -> None:
    answer = do(office, "hold", "11-12", "--case", C1, "--type", "DISPUTE", "--reason", "Never delivered", "--end", "2026-11-25")
    assert answer["notes"] == [
        "It ends by itself on 2026-11-25, answered or not; from the next day on messages may go again. Leave the end blank to have it stand until it is lifted."
    ]
    office.daily("11-18")
    assert [line for line in office.today() if "Answer the dispute: its hold ends by itself on 2026-11-25" in line]
    other = do(office, "hold", "11-18", "--case", "C-00002", "--type", "DISPUTE", "--reason", "Never delivered")
    assert other["notes"] == []


def test_holds_of_the_program_are_not_lifted_by_hand(office: Office) -> None:
    promised(office, "11-12", "60", "11-20")
    assert "promise" in refused(office, do(office, "hold", "11-12", "--lift", "H-000001"), "E-ORDER", "End")
    refused(office, do(office, "hold", "11-12", "--lift", "H-9"), "E-ORPHAN", "Hold ID")


def test_an_ended_hold_and_one_to_come_are_not_lifted(office: Office) -> None:
    office.type("Holds", hold(1, "H-1", "DISPUTE", "10-01", "10-09"), hold(1, "H-2", "COMPLAINT", "12-01"))
    assert "nothing is to be done" in refused(office, do(office, "hold", "11-12", "--lift", "H-1"), "E-ORDER", "End")
    assert "delete its row" in refused(office, do(office, "hold", "11-12", "--lift", "H-2"), "E-ORDER", "End")


def test_type_and_reason_are_both_asked_for(office: Office) -> None:
    answer = do(office, "hold", "11-12", "--case", C1)
    assert {fault["column"] for fault in answer["faults"]} == {"Type", "Reason"}


# --- log -----------------------------------------------------------------------------------------------------------


def test_a_call_with_its_reason_moves_the_case_on(office: Office) -> None:
    answer = do(
        office, "log", "11-12", "--case", C1, "--channel", "call", "--direction", "out", "--result", "reached", "--reason-code", "INCOME_LOSS",
        "--notes", "Lost her job", "--at", "2026-11-12 09:30", "--follow-up-on", "2026-11-19", "--sentiment", "worried",
    )  # fmt: skip
    values = answer["rows"][0]["values"]
    assert values["At"] == "2026-11-12T09:30:00Z"  # office time in London, written as an instant
    assert (values["Debtor ID"], values["By"], values["Follow up on"]) == ("D-00001", "Mary Webb", "2026-11-19")
    assert office.case()["Stage"] == "DEEP"
    assert office.sheet("Contacts")[-1]["Notes"] == "Lost her job"
    assert office.clean()


def test_without_a_time_the_contact_is_now(office: Office) -> None:
    answer = do(office, "log", "11-12", "--case", C1, "--channel", "call", "--direction", "in", "--result", "dispute")
    assert answer["rows"][0]["values"]["At"].startswith("2026-11-12T08:30")
    assert "DISPUTE" in answer["notes"][0]


def test_a_time_that_is_none_is_refused(office: Office) -> None:
    refused(office, do(office, "log", "11-12", "--case", C1, "--channel", "call", "--direction", "in", "--result", "reached", "--at", "noon"), "E-DATE", "At")


def test_the_call_that_the_program_asked_for_completes_its_task(tmp_path: Path) -> None:
    office = Office(tmp_path).new(
        {"Debtors": [debtor(Preferred_channel="call", Email=None)], "Cases": [case()], "Installments": installments(1, DUE)}
    )
    office.weekly("11-09")
    assert [(row["Channel"], row["Result"]) for row in office.sheet("Contacts")] == [("call", "queued")]
    answer = do(office, "log", "11-10", "--case", C1, "--channel", "call", "--direction", "out", "--result", "reached", "--notes", "Will look")
    assert answer["rows"][0]["key"] == "K-000001"
    rows = office.sheet("Contacts")
    assert [(row["Result"], row["By"], row["Notes"], row["Key"]) for row in rows] == [("reached", "Mary Webb", "Will look", f"{C1}|1|reminder|1")]
    assert office.case()["Level"] == 1


def test_an_incoming_call_leaves_the_task_open(tmp_path: Path) -> None:
    office = Office(tmp_path).new(
        {"Debtors": [debtor(Preferred_channel="call", Email=None)], "Cases": [case()], "Installments": installments(1, DUE)}
    )
    office.weekly("11-09")
    do(office, "log", "11-10", "--case", C1, "--channel", "call", "--direction", "in", "--result", "reached")
    assert [row["Result"] for row in office.sheet("Contacts")] == ["queued", "reached"]


# --- refresh -------------------------------------------------------------------------------------------------------


def test_refresh_writes_every_figure_and_sends_nothing(tmp_path: Path) -> None:
    office = Office(tmp_path).new(
        {
            "Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, DUE), "Payments": [payment(1, "11-05", 30)],
            "Contacts": [contact(1, "2026-11-03 10:00", "call", "no answer")],
        }
    )  # fmt: skip
    answer = office.run("refresh", "--as-of", "2026-11-09")
    assert (answer.code, answer["assessed"], answer["moved"], answer["flagged"]) == (0, 1, 1, 1)
    row = office.case()
    assert (row["Stage"], row["Arrears"], row["Days past due"]) == ("CONTACT", money(70), 7)
    assert row["Why"]
    assert office.emails() == []
    with Outbox.peek(office.path, LEDGER_ID, ledger_keys=(), ledger_runs=()) as box:
        assert box.items() == []
    assert office.run("refresh", "--as-of", "2026-11-09")["changes"] == []
    assert office.weekly("11-09").results == [(C1, "reminder", 1, "sent")]
    assert office.clean()


def test_a_refresh_does_not_take_a_notice_or_a_level_away(tmp_path: Path) -> None:
    """Two offices, one refreshed each morning before its run: both send the same."""
    rows = {"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["11-02", "11-20"], 50)}
    plain, refreshed = (Office(tmp_path / name).new(rows) for name in ("plain", "refreshed"))
    for on in ("11-03", "11-09", "11-16", "11-21", "11-24", "11-30", "12-07"):
        refreshed.run("refresh", "--as-of", day(on).isoformat())
        for office in (plain, refreshed):
            office.last = office.weekly(on) if date_is_monday(on) else office.daily(on)  # type: ignore[attr-defined]
        assert plain.last.results == refreshed.last.results, on  # type: ignore[attr-defined]
    assert plain.case() == refreshed.case()


def date_is_monday(text: str) -> bool:
    return day(text).weekday() == 0


def test_refused_rows_are_told_and_the_rest_is_refreshed(office: Office) -> None:
    office.type("Payments", payment(1, "11-10", 5, "P-1"), payment(1, "11-11", 5, "P-1"))
    answer = do(office, "refresh", "11-12")
    assert (answer.code, answer["refused"]) == (1, 1)
    assert office.case()["Arrears"] == 95
