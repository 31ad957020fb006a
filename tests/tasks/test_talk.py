"""``talk``: one step writes the contact, the budget and new contact data, and says what is known, missing and possible."""

from __future__ import annotations

import inspect
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pyaddin.entrypoints import say, say_talk
from pyaddin.ledger.closed import ClosedBook
from pyaddin.tasks import talk
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.talk_questions import COSTS, FIRST, INCOME, LAST, NEW_DATA, OF_NEW_DATA, REASON
from tests.stories.desk import Answer, Office, case, contact, day, debtor, installments
from tests.tasks.typed_lines import Script

C1 = "C-00001"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Ann owes 600 since 2 November."""
    return Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["11-02"], 600)})


def note(office: Office, *words: str, on: str = "11-10", result: str = "reached") -> Answer:
    called = ("--case", C1, "--channel", "call", "--direction", "out", "--result", result, "--by", "Mary Webb", "--as-of", day(on).isoformat())
    return office.run("talk", *called, *words)


MONEY = ("--income", "1800", "--housing", "1100", "--food", "600", "--dependents", "2", "--evidence", "payslip", "--owed-to-others", "300")


def test_one_step_writes_contact_and_budget_and_opens_the_negotiation(office: Office) -> None:
    answer = note(office, "--reason-code", "ILLNESS", "--sentiment", "worried", "--notes", "In hospital.", "--follow-up-on", "2026-11-17", *MONEY)
    assert answer.code == 0, answer.data
    contact_row, budget = office.sheet("Contacts")[-1], office.sheet("Budgets")[-1]
    assert (contact_row["Reason code"], contact_row["Sentiment"], contact_row["Notes"], contact_row["Follow up on"]) == (
        "ILLNESS", "worried", "In hospital.", day("11-17"),
    )  # fmt: skip
    assert (budget["Debtor ID"], budget["Taken on"], budget["Income"], budget["Surplus"], budget["Owed to others"]) == ("D-00001", day("11-10"), 1800, 100, 300)
    assert office.case()["Stage"] == "NEGOTIATE"
    assert [row["Rule"] for row in office.sheet("Moves")] == ["T1", "T2", "T3"]
    assert office.clean()
    assert answer["affordability"]["share"] == "66.67"
    assert answer["prompts"][0].startswith("Worried: slow down")
    assert answer["prompts"][1].startswith("I am sorry to hear")
    assert answer["next_step"]


def test_the_answer_says_what_is_known_and_asks_for_the_rest(office: Office) -> None:
    known = note(office)["information"]
    assert known["score"] == 47
    assert [one["id"] for one in known["missing"]] == ["reason", "address", "budget", "channel"]
    assert known["next_question"] == "May I ask what has made it hard to pay this time?"
    more = note(office, "--reason-code", "FORGOT", "--income", "900", on="11-11")["information"]
    assert [one["id"] for one in more["missing"]] == ["address", "evidence", "other debts", "channel"]
    assert more["score"] == 47 + 15 + 10 + 5


def test_the_best_hour_and_channel_with_their_counts(office: Office) -> None:
    office.type("Contacts", contact(1, "2026-11-04 18:10", "call", "reached"), contact(1, "2026-11-05 18:40", "call", "no answer"))
    answer = note(office, "--at", "2026-11-09 18:20", "--notes", "Evening is best.")
    best = answer["best_time"]
    assert best["hour"] == {"hour": 18, "answered": 2, "tried": 3}
    assert best["channel"]["channel"] == "call"
    assert best["lawful_hours"] == "08:00-20:00"
    assert "answers calls between 18:00 and 19:00 (2 of 3)" in best["says"]


def test_a_cost_above_its_guideline_figure_asks_for_a_note(office: Office) -> None:
    told = note(office, *MONEY)["affordability"]
    assert [(one["line"], one["guideline"]) for one in told["excesses"]] == [("food", "560.00")]  # 260 and 150 for each of two dependents
    assert told["needs_note"]
    assert not note(office, "--budget-notes", "Diabetic diet")["affordability"]["needs_note"]


def test_a_second_talk_of_the_day_completes_the_budget(office: Office) -> None:
    note(office, *MONEY)
    assert note(office, "--health", "50", "--budget-notes", "Medicine").code == 0
    rows = office.sheet("Budgets")
    assert [(row["Income"], row["Health"], row["Surplus"], row["Notes"]) for row in rows] == [(1800, 50, 50, "Medicine")]
    assert len(office.sheet("Contacts")) == 2


def test_new_data_wait_until_they_are_confirmed_and_are_never_used_to_send(office: Office) -> None:
    note(office, "--new-email", "ann@new.example", "--new-source", "her sister", "--new-confirmed", "no")
    row = office.sheet("Debtors")[0]
    assert (row["Email"], row["New email"], row["New data source"], row["New data on"], row["New data confirmed"]) == (
        "ann@debtor.example", "ann@new.example", "her sister", day("11-10"), "no",
    )  # fmt: skip
    sent = office.weekly("11-16")
    assert "ann@new.example" not in str(office.mail(sent)["To"])
    answer = note(office, "--new-confirmed", "yes", on="11-17")
    row = office.sheet("Debtors")[0]
    assert (row["Email"], row["New email"], row["New data confirmed"], row["Address confirmed on"]) == ("ann@new.example", None, "yes", day("11-17"))
    assert office.sheet("Contacts")[-1]["Notes"] == "Email was ann@debtor.example until now; the new one is from her sister."
    assert "address" not in [one["id"] for one in answer["information"]["missing"]]
    assert office.clean()


def test_data_confirmed_on_the_sheet_count_at_once_and_the_next_run_puts_them_into_their_place(office: Office) -> None:
    note(office, "--new-email", "ann@new.example", "--new-source", "her sister")
    office.set("Debtors", {"Debtor ID": "D-00001"}, **{"New data confirmed": "yes"})
    assert "ann@new.example" in str(office.mail(office.weekly("11-16"))["To"])
    row = office.sheet("Debtors")[0]
    assert (row["Email"], row["New email"], row["Address confirmed on"]) == ("ann@new.example", None, day("11-16"))
    assert row["Notes"] == "Email was ann@debtor.example until now; the new one is from her sister."
    assert office.weekly("11-16").code == 0
    assert office.sheet("Debtors")[0] == row
    assert office.clean()


def test_confirmed_at_once_the_other_data_go_on_waiting(office: Office) -> None:
    note(office, "--new-email", "ann@new.example", "--new-source", "web")
    note(office, "--new-phone", "+44 113 496 0999", "--new-source", "the debtor", "--new-confirmed", "yes", on="11-11")
    row = office.sheet("Debtors")[0]
    assert (row["Phone"], row["New phone"], row["New email"], row["Email"], row["New data confirmed"]) == (
        "+44 113 496 0999", None, "ann@new.example", "ann@debtor.example", "no",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code", "column"),
    [
        (("--housing", "500"), "E-REQUIRED", "Income"),
        (("--new-phone", "+44 1"), "E-REQUIRED", "New data source"),
        (("--new-confirmed", "yes"), "X-OPTION", "new_data_confirmed"),
        (("--income", "10.005"), "E-AMOUNT", "Income"),
    ],
)
def test_what_is_incomplete_is_refused_with_its_field_and_nothing_is_written(office: Office, words: tuple[str, ...], code: str, column: str) -> None:
    before = office.path.read_bytes()
    answer = note(office, *words)
    assert (answer.code, answer.error, answer["error"]["column"]) == (2, code, column)
    assert office.path.read_bytes() == before


def test_without_a_result_nothing_is_noted(office: Office) -> None:
    answer = office.run("talk", "--case", C1, "--by", "Mary Webb")
    assert (answer.error, [fault["column"] for fault in answer["faults"]]) == ("E-REQUIRED", ["Channel", "Direction", "Result"])


def test_the_task_that_the_program_had_asked_for_is_done_with_it(office: Office) -> None:
    office.new({"Debtors": [debtor(Email=None, Preferred_channel="call")], "Cases": [case()], "Installments": installments(1, ["11-02"], 600)})
    office.weekly("11-09")
    assert [row["Result"] for row in office.sheet("Contacts")] == ["queued"]
    note(office, "--reason-code", "FORGOT", on="11-09")
    assert [(row["Result"], row["Reason code"]) for row in office.sheet("Contacts")] == [("reached", "FORGOT")]


def test_a_clerk_reads_it_in_the_ledgers_language(office: Office) -> None:
    data = note(office, "--reason-code", "ILLNESS", *MONEY).data
    english = say_talk.talk(data, "en")
    assert english[0].startswith("Say: I am sorry")
    assert any(line.startswith("Ask next: ") for line in english)
    assert "Shares: this case 66.67, other creditors 33.33." in english
    office.setting("ledger_language", "zh-CN")
    chinese = say.lines(Outcome("talk", note(office, "--reason-code", "ILLNESS", *MONEY).data))
    assert any(line.startswith("可以这样说：") for line in chinese)
    assert any(line.startswith("下一步：") for line in chinese)


def test_in_a_terminal_the_questions_come_one_by_one(office: Office) -> None:
    """Only what is open is asked; a line that cannot be used is asked again; the sentence for the reason comes before the money."""
    lines = ["call", "out", "reached", "illness", "worried", "In hospital", "2000 a month", "2000", "1200", *[""] * 8, "0", "", "", "+44 113 496 0777", "", "",
             "the debtor", "yes", "2026-11-20"]  # fmt: skip
    dialog = Script(lines)
    names = [name for name in inspect.signature(talk.run).parameters if name not in {"path", "book", "now", "dialog", "case", "by", "as_of"}]
    given = dict.fromkeys(names)
    talk.run(office.path, case=C1, by="Mary", as_of=day("11-10"), now=lambda: datetime(2026, 11, 10, 9, tzinfo=UTC), dialog=dialog, **given)  # type: ignore[arg-type]
    rows = {name: [cells for _, cells in ClosedBook(office.path).read().tables[name].rows] for name in ("Contacts", "Budgets", "Debtors")}
    assert rows["Contacts"][0]["Reason code"] == "ILLNESS"
    assert rows["Budgets"][0]["Income"] == 2000
    assert rows["Budgets"][0]["Owed to others"] == 0
    assert rows["Debtors"][0]["Phone"] == "+44 113 496 0777"
    assert any("sorry to hear" in text for text in dialog.said)


def test_every_question_fills_a_cell() -> None:
    for asked in (*FIRST, *REASON, INCOME, *COSTS, *NEW_DATA, *OF_NEW_DATA, *LAST):
        assert asked.option in talk._CELLS
