"""Every button over LibreOffice, pressed as the workbook presses it: cells before, cells after, and what was said."""

from __future__ import annotations

import getpass
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.ledger.calc import Calc
from tests.stories.desk import case, contact, day, debtor, hold, installments, money, payment, plan
from tests.stories.ribbon_desk import RibbonOffice

pytestmark = pytest.mark.libreoffice
C1, C2 = "C-00001", "C-00002"


@pytest.fixture
def office(tmp_path: Path, calc: Calc) -> RibbonOffice:
    """Ann and Bob each owe 100 since 2 November and 100 more on 2 December; refreshed on the sixth."""
    rows = {
        "Debtors": [debtor(), debtor(2)],
        "Cases": [case(), case(2, 2, Owner="Li Na")],
        "Installments": [*installments(1, ["11-02", "12-02"]), *installments(2, ["11-02", "12-02"])],
    }
    office = RibbonOffice(tmp_path, calc)
    office.new(rows)
    office.run("refresh", "--as-of", day("11-06").isoformat())
    return office.open()


def test_refresh_writes_the_figures_of_the_day_and_sends_nothing(office: RibbonOffice) -> None:
    assert office.live("Cases", C1)["Days past due"] == 4
    said = office.press("refresh", "11-09")
    assert office.live("Cases", C1)["Days past due"] == 7
    assert said == ["Cases refreshed as of 2026-11-09: 2; nothing was sent. Flagged 0, moved 0, refused rows 0."]
    assert office.emails() == []


def test_queue_dashboard_and_settings_are_gone_to(office: RibbonOffice) -> None:
    for button, sheet in (("queue", "Today"), ("dashboard", "Dashboard"), ("settings", "Settings")):
        office.press(button, "11-06")
        assert office.where() == sheet


def test_going_to_the_queue_reads_settings_and_where_figures_are_old_whether_there_is_a_case(office: RibbonOffice) -> None:
    before = office.book.impl.count.reads
    office.press("queue", "11-23")
    assert office.book.impl.count.reads - before <= 2


def test_old_figures_are_announced(office: RibbonOffice) -> None:
    assert office.press("queue", "11-06") == []
    assert office.press("queue", "11-09") == ["The figures are 3 days old: press Refresh."]


def test_explain_puts_the_steps_on_the_result_sheet(office: RibbonOffice) -> None:
    office.select("Cases", C1)
    assert office.press("explain", "11-06") == []
    assert office.where() == "Result"
    assert any("100.00" in " ".join(line) for line in office.results())
    assert [line[0] for line in office.results() if line[0]][0] == "1"


def test_changes_lists_who_changed_what_of_the_selected_case(office: RibbonOffice) -> None:
    office.press("refresh", "11-06")
    office.select("Cases", C1)
    assert office.press("changes", "11-06") == []
    assert office.where() == "Result"
    told = office.results()
    assert ("refresh", "Cases") in {line[2:4] for line in told}
    assert [line[0] for line in told] == sorted((line[0] for line in told), reverse=True)


def test_preview_shows_the_text_and_writes_nothing(office: RibbonOffice) -> None:
    office.select("Cases", C1)
    before, kept = office.rows("Contacts"), office.journal.read_bytes()
    office.press("preview", "11-06")
    line = office.results()[0]
    assert line[:3] == (C1, "Ann Lee", "would go")
    assert "Dear Ann Lee" in line[3]
    assert office.rows("Contacts") == before
    assert office.emails() == []
    assert office.journal.read_bytes() == kept


def test_remind_asks_and_no_is_the_answer_that_sends_nothing(office: RibbonOffice) -> None:
    office.select("Today", C1)
    question, kept = office.press("remind", "11-06", "no")
    told = ("1 selected", "To be sent as of 2026-11-06: 1.", "arrears 100.00 GBP", "highest level 1", "no payment was ever entered", "Ann Lee", "Send them?")
    assert [words for words in told if words not in question] == []
    assert kept == "Nothing was sent."
    assert office.rows("Contacts") == []
    assert office.emails() == []


def test_remind_sends_to_the_selected_visible_rows(office: RibbonOffice) -> None:
    office.select("Cases", C1, C2)
    office.hide("Cases", C2)
    question, done = office.press("remind", "11-06", "yes")
    assert "1 selected, 1 hidden left out" in question
    assert "Sent 1, queued 0" in done
    assert [line[:3] for line in office.results()] == [(C1, "Ann Lee", "sent")]
    assert [(row["Case ID"], row["Result"]) for _, row in office.rows("Contacts")] == [(C1, "sent")]
    assert office.live("Cases", C1)["Level"] == 1
    assert len(office.emails()) == 1


def test_what_may_not_go_is_told_with_its_reason(office: RibbonOffice) -> None:
    office.do("hold", "11-06", "Cases", C1, type="DISPUTE", reason="Never delivered")
    office.select("Cases", C1)
    said = office.press("remind", "11-06")
    assert "Nothing is due; nothing was sent" in said[-1]
    assert office.results()[0][0] == C1
    assert "HOLD-DISPUTE" in office.results()[0][3]


def test_send_all_due(office: RibbonOffice) -> None:
    office.press("send_due", "11-06", "yes")
    assert [(row["Case ID"], row["Result"]) for _, row in office.rows("Contacts")] == [(C1, "sent"), (C2, "sent")]
    assert "Nothing is due" in office.press("send_due", "11-06")[-1]


def test_a_send_waits_for_the_sender_and_can_be_stopped(office: RibbonOffice) -> None:
    office.book.close()
    office.setting("recall_minutes", 10)
    office.open()
    assert "No message waits" in office.press("stop_sends", "11-06")[0]
    office.select("Cases", C1)
    said = office.press("remind", "11-06", "yes")[-1]
    assert "Waiting to leave: 1, from 09:40 on. Until then Stop pending sends takes them back." in said
    assert office.senders == [office.path]
    assert office.live("Contacts")["Result"] == "queued"
    assert office.emails() == []
    assert office.press("stop_sends", "11-06") == ["Taken back: 1 message."]
    assert office.live("Contacts")["Result"] == "blocked"
    assert office.live("Cases", C1)["Level"] == 0


def test_a_hold_set_while_messages_wait_takes_them_back(office: RibbonOffice) -> None:
    office.book.close()
    office.setting("recall_minutes", 10)
    office.open()
    office.press("send_due", "11-06", "yes")
    said = office.do("hold", "11-06", "Cases", C1, type="DISPUTE", reason="Never delivered")
    assert "Messages that waited to leave and are outdated now were taken back: 1." in said[-1]
    assert [(row["Case ID"], row["Result"]) for _, row in office.rows("Contacts")] == [(C1, "blocked"), (C2, "queued")]


def test_tidy_names_what_it_restored(office: RibbonOffice) -> None:
    row = next(number for number, row in office.rows("Cases") if row["Case ID"] == C1)
    column = [name for name in office.live("Cases")].index("Outstanding") + 1
    office.book.sheets["Cases"].range((row, column)).value = 5
    arrears = [header.value for header in office.book.sheets["Cases"].range("A1:AZ1")].index("Arrears") + 1
    pasted = office.book.sheets["Cases"].range((2, arrears), (3, arrears))
    as_made = pasted.number_format
    pasted.number_format = "@"
    office.press("tidy", "11-06")
    assert pasted.number_format == as_made != "@"
    assert office.live("Cases", C1)["Outstanding"] == 200
    assert any("Outstanding" in " ".join(line) for line in office.results())


def test_a_weekly_run_restores_what_a_paste_has_destroyed(office: RibbonOffice) -> None:
    sheet = office.book.sheets["Cases"]
    headers = [header.value for header in sheet.range("A1:AZ1")]
    cells = {name: sheet.range((2, headers.index(name) + 1), (3, headers.index(name) + 1)) for name in ("Arrears", "Opened on", "Notes")}
    as_made = {name: pasted.number_format for name, pasted in cells.items()}
    for name, code in (("Arrears", "@"), ("Opened on", "General"), ("Notes", "General")):
        cells[name].number_format = code
    office.press("weekly", "11-09", "yes")
    assert {name: pasted.number_format for name, pasted in cells.items()} == as_made


def test_a_ledger_of_an_earlier_version_is_told_while_it_is_open(tmp_path: Path, calc: Calc) -> None:
    """An open workbook is not given columns; it works without them, and the clerk hears when they come."""
    office = RibbonOffice(tmp_path, calc)
    shutil.copy(Path(__file__).parents[1] / "ledger" / "fixtures" / "version-1.xlsm", office.path)
    office.open()
    said = office.press("refresh", "11-23")[-1]
    assert "lacks columns (" in said
    assert "Cases: Risk" in said
    assert "Close the workbook" in said
    assert "Risk" not in office.live("Cases")


def test_above_twenty_messages_the_number_is_typed(tmp_path: Path, calc: Calc) -> None:
    numbers = range(1, 22)
    office = RibbonOffice(tmp_path, calc)
    office.new(
        {
            "Debtors": [debtor(n, Email=f"d{n}@debtor.example") for n in numbers],
            "Cases": [case(n, n) for n in numbers],
            "Installments": [row for n in numbers for row in installments(n, ["11-02"])],
        }
    )
    office.run("refresh", "--as-of", "2026-11-06")
    office.open()
    assert office.press("send_due", "11-06") == []
    assert office.where() == "Form"
    office.fill(number=20)
    assert office.press("send_due", "11-06") == ["Nothing was sent."]
    assert "To be sent now: 21, not 20" in office.form()["number"][1]
    assert office.rows("Contacts") == []
    office.fill(number=21)
    assert "Sent 21" in office.press("send_due", "11-06")[0]
    assert len(office.emails()) == 21


def test_may_contact_answers_for_every_channel(office: RibbonOffice) -> None:
    office.select("Cases", C1)
    office.press("may_contact", "11-06")
    answers = {line[0]: line[1] for line in office.results()}
    assert answers == {"Email": "allowed", "Letter": "allowed", "Text message": "allowed", "Phone call": "allowed"}
    office.select("Cases", C1)
    office.do("hold", "11-06", "Cases", C1, type="COUNSEL", reason="Letter of a lawyer")
    office.select("Cases", C1)
    office.press("may_contact", "11-06")
    assert {line[1] for line in office.results()} == {"forbidden"}
    assert "HOLD-COUNSEL" in office.results()[0][3]


def test_a_call_is_logged_by_the_form(office: RibbonOffice) -> None:
    said = office.do("log", "11-06", "Cases", C1, result="reached", reason_code="INCOME_LOSS", notes="=1+1", at="2026-11-06 09:15")
    row = office.live("Contacts")
    assert (row["Channel"], row["Direction"], row["Result"], row["Notes"], row["By"]) == ("call", "out", "reached", "=1+1", "Mary Webb")
    assert row["At"] == "2026-11-06T09:15:00Z"
    assert office.live("Cases", C1)["Stage"] == "DEEP"
    assert said[0].startswith("Log a contact: done.")


def test_a_promise_starts_from_the_arrears(office: RibbonOffice) -> None:
    office.select("Today", C1)
    office.press("promise", "11-06")
    assert office.form()["case"][0] == C1
    assert (office.form()["amount"][0], office.form()["made_on"][0]) == (100, day("11-06"))
    office.fill(due_on="2026-11-20")
    office.press("promise", "11-06")
    row = office.live("Promises")
    assert (row["Case ID"], row["Amount"], row["Due on"], row["Status"]) == (C1, 100, day("11-20"), "open")
    assert [row["Type"] for _, row in office.rows("Holds")] == ["PROMISE"]


def test_a_payment_is_booked_once(office: RibbonOffice) -> None:
    said = office.do("pay", "11-06", "Cases", C1, amount=40, reference="SOFA 1")
    assert "arrears 60.00, outstanding 160.00 GBP" in said[0]
    row = office.live("Payments")
    assert (row["Payment ID"], row["Case ID"], row["Value date"], row["Amount"], row["Reference"]) == ("P-000001", C1, day("11-06"), 40, "SOFA 1")
    assert office.live("Cases", C1)["Arrears"] == 60
    assert office.form() == {}  # cleared after success
    assert office.where() == "Cases"
    again = office.do("pay", "11-06", "Cases", C1, amount=40, reference="sofa 1")
    assert again == ["Nothing was entered. Fields to correct on the Form: 1."]
    assert "entered already" in office.form()["reference"][1]
    assert len(office.rows("Payments")) == 1


def test_the_last_action_is_taken_back(office: RibbonOffice) -> None:
    office.do("pay", "11-06", "Cases", C1, amount=40)
    assert office.live("Cases", C1)["Arrears"] == 60
    said = office.press("undo", "11-06")
    assert "Taken back: Record payment" in said[0]
    assert office.rows("Payments") == []
    assert office.live("Cases", C1)["Arrears"] == 100


def test_each_refused_field_has_its_advice_beside_it(office: RibbonOffice) -> None:
    office.do("pay", "11-06", "Cases", C1, amount="forty", on=None)
    shown = office.form()
    assert "'forty' is not a number" in shown["amount"][1]
    assert shown["on"][1] == "Fill in this cell."
    office.fill(amount=40.001, on="2026-11-06")
    office.press("pay", "11-06")
    assert "2 decimals" in office.form()["amount"][1]
    assert not office.form()["on"][1]
    office.fill(amount=40)
    assert "done" in office.press("pay", "11-06")[0]


def test_codes_are_offered_by_their_labels(office: RibbonOffice) -> None:
    office.select("Cases", C1)
    office.press("log", "11-06")
    assert (office.form()["channel"][0], office.form()["direction"][0]) == ("Phone call", "From us")
    place = next(number for number, row in enumerate(office._grid("Form"), 1) if len(row) > 4 and row[4] == "sentiment")
    rule = office.book.sheets["Form"].range((place, 2)).api.cells.Validation
    assert rule.getFormula1() == '"Calm";"Worried";"Upset";"Hostile"'
    office.fill(result="Reached", sentiment="Upset")
    office.press("log", "11-06")
    assert (office.live("Contacts")["Channel"], office.live("Contacts")["Result"], office.live("Contacts")["Sentiment"]) == ("call", "reached", "upset")


def test_a_hold_is_set_and_lifted(office: RibbonOffice) -> None:
    office.do("hold", "11-06", "Cases", C1, type="DISPUTE", reason="Never delivered")
    assert (office.live("Holds")["Type"], office.live("Holds")["By"]) == ("DISPUTE", "Mary Webb")
    office.select("Cases", C1)
    office.press("hold", "11-09")
    office.fill(case=None, lift="H-000001")
    office.press("hold", "11-09")
    assert office.live("Holds")["End"] == day("11-09")


def test_a_form_left_behind_gives_way_to_the_newly_selected_case(office: RibbonOffice) -> None:
    office.select("Cases", C1)
    office.press("pay", "11-06")
    office.select("Cases", C2)
    office.press("pay", "11-06")
    assert office.form()["case"][0] == C2
    office.press("promise", "11-06")  # another button on the Form: needs a case of its own
    assert office.form()["case"][0] == C2


def test_daily_and_weekly_run_after_a_question(office: RibbonOffice) -> None:
    question, done = office.press("daily", "11-06", "yes")
    assert "To be sent as of 2026-11-06: 2." in question
    assert "Assessed 2" in done
    assert "Sent 2" in done
    office.press("weekly", "11-09")  # nothing to send: no question
    assert [row["Kind"] for _, row in office.rows("Runs")] == ["daily", "weekly"]
    assert office.live("Cases", C1)["Days past due"] == 7


def test_a_refused_question_leaves_the_weekly_run_undone(office: RibbonOffice) -> None:
    office.press("weekly", "11-09", "no")
    assert office.rows("Runs") == []
    assert office.live("Cases", C1)["Days past due"] == 4


def test_the_outbox_lists_what_waits_and_releases_what_is_selected(tmp_path: Path, calc: Calc) -> None:
    office = RibbonOffice(tmp_path, calc)
    office.new(
        {"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["09-01"]), "Holds": [hold(1, "H-1", "COMPLAINT", "11-01")]},
    )
    office.weekly("11-09")
    office.open()
    office.press("outbox", "11-09")
    (line,) = office.results()
    assert (line[0], line[1], line[2]) == (f"{C1}|1|reminder|1", "Ann Lee", "planned")
    office.select_at("Result", "A5")
    office.press("outbox", "11-09")
    assert office.form()["keys"][0] == f"{C1}|1|reminder|1"
    office.user = "Li Na"
    office.fill(action="approve")
    office.press("outbox", "11-09")
    assert office.run("outbox", "list")["items"][0]["state"] == "approved"


@pytest.mark.parametrize(("word", "state"), [("sent", "sent"), ("not-sent", "approved")])
def test_a_parked_message_arrived_or_goes_again(tmp_path: Path, calc: Calc, word: str, state: str) -> None:
    office = RibbonOffice(tmp_path, calc)
    office.new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["11-02"])}, {"supervisors": f"Li Na, {getpass.getuser()}"})
    office.weekly("11-09")
    with sqlite3.connect(office.journal) as db:  # as a link that was lost in the middle leaves it
        db.execute("UPDATE messages SET state = 'unknown', result = 'unknown', transport = 'smtp'")
    db.close()
    office.open()
    office.press("outbox", "11-09")
    assert office.results()[0][2] == "unknown"
    office.select_at("Result", "A5")
    office.press("outbox", "11-09")
    office.user = "Li Na"
    office.fill(action="resolve", adopt_as=word)
    office.press("outbox", "11-09")
    with sqlite3.connect(office.journal) as db:
        assert db.execute("SELECT state FROM messages").fetchone() == (state,)
        assert db.execute("SELECT act, by, os_user FROM approvals").fetchone() == ("resolve", "Li Na", getpass.getuser())
    db.close()


def test_my_cases_and_all_of_them_again(office: RibbonOffice) -> None:
    office.user = "li na"
    (said,) = office.press("my_cases", "11-06")
    assert said.startswith("Only cases of Li Na are shown; press again to show all.\n")
    assert "open case" in said
    assert "due today" in said
    rows = {row["Case ID"]: number for number, row in office.rows("Cases")}
    sheet = office.book.sheets["Cases"]
    assert [sheet.range((rows[key], 1)).rows.hidden for key in (C1, C2)] == [True, False]
    office.press("my_cases", "11-06")
    assert [sheet.range((rows[key], 1)).rows.hidden for key in (C1, C2)] == [False, False]
    office.press("queue", "11-06")
    office.press("my_cases", "11-06")
    shown = {row["Case ID"]: not office.book.sheets["Today"].range((number, 1)).rows.hidden for number, row in office.rows("Today")}
    assert shown == {C1: False, C2: True}


def test_the_last_report_opens(office: RibbonOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    assert office.press("report", "11-06") == ["No run has written a report yet."]
    office.press("weekly", "11-09", "yes")
    office.press("report", "11-09")
    assert opened[0].endswith("W-2026-11-09/report.html")


def test_the_statement_of_the_selected_case_is_made_and_opened(office: RibbonOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    office.select("Cases", C1)
    before = office.rows("Cases")
    (said,) = office.press("statement", "11-06")
    assert said.endswith("ledger-out/documents/statement_C-00001_2026-11-06.pdf")
    assert opened[0].endswith("statement_C-00001_2026-11-06.pdf")
    assert office.rows("Cases") == before


def test_the_agreement_of_the_newest_plan_is_made_and_named_in_its_row(tmp_path: Path, calc: Calc, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    terms = {"Count": 2, "First_due": day("12-15"), "Frequency": "monthly"}
    plans = [plan(1, f"L-0000{number}", 200, "11-06", version=number, Status=status, **terms) for number, status in ((1, "withdrawn"), (2, "proposed"))]
    rows = [*installments(1, ["11-02", "12-02"]), *installments(2, ["11-02"]), *installments(1, ["12-15", "2027-01-15"], plan="L-00002")]
    office = RibbonOffice(tmp_path, calc)
    office.new({"Debtors": [debtor(), debtor(2)], "Cases": [case(), case(2, 2)], "Installments": rows, "Plans": plans})
    office.open()
    office.select("Cases", C2)
    (said,) = office.press("agreement", "11-06")
    assert said.startswith(f"Case {C2} has no plan that could be signed: enter one on the sheets Plans and Installments.")
    office.select("Cases", C1)
    (said,) = office.press("agreement", "11-06")
    assert "agreement_L-00002_v2_" in said
    assert opened[0].endswith(".pdf")
    assert str(office.live("Plans", "L-00002")["Document"]).startswith("agreement_L-00002_v2_")


def test_the_dossier_is_made_and_what_is_missing_stands_on_the_result_sheet(office: RibbonOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    office.select("Cases", C1)
    (said,) = office.press("legal", "11-06")
    assert "dossier_C-00001_2026-11-06.pdf" in said
    assert opened[0].endswith("dossier_C-00001_2026-11-06.pdf")
    assert ("Final demand, delivered", "fill Legal, column Final demand delivered on") in [line[:2] for line in office.results()]


def test_about_names_version_and_ledger(office: RibbonOffice) -> None:
    (said,) = office.press("about", "11-06")
    assert "OFFICE-1" in said
    assert "2026-11-06" in said


def test_the_doctor_writes_what_it_found(office: RibbonOffice) -> None:
    office.press("doctor", "11-06")
    assert office.where() == "Result"
    assert office.results()


def test_setup_by_the_form(office: RibbonOffice) -> None:
    office.press("setup", "11-06")
    assert office.form()["creditor_name"][0] == "Oakmere Furniture"
    office.fill(creditor_name="Oakmere Furniture Ltd")
    office.press("setup", "11-06")
    assert next(row["Value"] for _, row in office.rows("Settings") if row["Key"] == "creditor_name") == "Oakmere Furniture Ltd"


def test_a_new_case_by_the_form(office: RibbonOffice) -> None:
    office.press("new_case", "11-06")
    office.fill(name="Cai Yu", currency="GBP", opened_on="2026-01-05", total=300, count=3, first_due="2026-12-01", frequency="monthly")
    (said,) = office.press("new_case", "11-06")
    assert "Press Refresh: the case then shows its stage" in said
    assert "Written to" not in said  # the clerk saves the open workbook
    row = office.live("Cases")
    assert (row["Currency"], row["Opened on"]) == ("GBP", day("2026-01-05"))
    assert office.live("Debtors")["Name"] == "Cai Yu"
    assert [r["Principal"] for _, r in office.rows("Installments")][-3:] == [100, 100, 100]


def test_a_list_is_shown_then_taken_over(office: RibbonOffice, tmp_path: Path) -> None:
    source = tmp_path / "payments.csv"
    source.write_text("Payment ID,Case ID,Value date,Amount\nP-9,C-00001,2026-11-05,40.00\n", encoding="utf-8")
    office.press("import_list", "11-06")
    office.fill(source=str(source))
    assert office.press("import_list", "11-06", "no")[-1].startswith("Nothing was taken over.")
    assert office.rows("Payments") == []
    office.select_at("Form", "B6")
    office.press("import_list", "11-06", "yes")
    assert (office.live("Payments")["Payment ID"], office.live("Payments")["Amount"]) == ("P-9", 40)
    assert office.where() == "Result"


def test_a_wording_is_tried_by_the_form_and_once_more_by_another_press(office: RibbonOffice) -> None:
    office.select("Cases", C1)
    office.press("preview_wording", "11-06")
    assert office.where() == "Form"
    office.fill(template="reminder_2", channel="call")
    office.press("preview_wording", "11-06")
    assert office.where() == "Result"
    shown = [row[0] for row in office.results()]
    assert any("May I speak to" in line for line in shown)
    assert any(line.startswith("en/deep/reminder_2.call.txt, as call") for line in shown)
    office.select_at("Form", "B6")
    office.fill(template="poem", channel="call")
    assert office.press("preview_wording", "11-06")[-1].startswith("Nothing was entered")
    assert office.rows("Contacts") == []


def test_borrower_text_on_the_result_is_text(tmp_path: Path, calc: Calc) -> None:
    office = RibbonOffice(tmp_path, calc)
    office.new({"Debtors": [debtor(Name="=1+1")], "Cases": [case()], "Installments": installments(1, ["11-02"])})
    office.run("refresh", "--as-of", "2026-11-06")
    office.open()
    office.select("Cases", C1)
    office.press("preview", "11-06")
    cell = office.book.sheets["Result"].range("B5")
    assert cell.value == "=1+1"
    assert not cell.formula.startswith("=1+1") or cell.number_format == "@"


def test_the_ledger_reads_the_same_after_a_clerks_morning(office: RibbonOffice) -> None:
    office.do("pay", "11-06", "Cases", C1, amount=40)
    office.do("log", "11-06", "Cases", C2, result="no answer")
    office.press("send_due", "11-06", "yes")
    office.save()
    office.book.close()
    assert office.clean()
    assert office.weekly("11-06").results == []
    assert money(office.case()["Arrears"]) == money(60)
    assert payment(1, "11-06", 40)["Amount"] == money(office.sheet("Payments")[0]["Amount"])
    assert contact(2, "2026-11-06 09:30", "call", "no answer", owner=2)["Result"] == office.sheet("Contacts")[0]["Result"]
