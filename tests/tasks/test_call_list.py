"""Who stands on the call list, who does not and why, and what each row says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.stories.desk import SUPERVISOR, Answer, Office, case, contact, day, debtor, hold, installments, plan, promise
from tests.tasks.filled import grid

MOBILE = "+44 7400 12345{}"


def caller(number: int, **more: Any) -> dict[str, Any]:
    """A debtor who wants to be called."""
    return debtor(number, **{"Preferred_channel": "call", "Phone": MOBILE.format(number), **more})


def office(tmp_path: Path, *people: dict[str, Any], more: dict[str, Any] | None = None, settings: dict[str, Any] | None = None) -> Office:
    """One overdue case for each of them, run on the ninth of November."""
    count = range(1, len(people) + 1)
    rows: dict[str, Any] = {
        "Debtors": list(people), "Cases": [case(n, n) for n in count], "Installments": [row for n in count for row in installments(n, ["11-02"])],
    }  # fmt: skip
    made = Office(tmp_path).new(rows | (more or {}), settings)
    made.weekly("11-09")
    return made


def listed(made: Office, on: str = "11-09", *words: str, by: str = "Mary Webb") -> Answer:
    return made.run("calls", "--as-of", day(on).isoformat(), "--by", by, *words)


def test_a_task_of_the_run_stands_on_the_list(tmp_path: Path) -> None:
    made = office(tmp_path, caller(1), debtor(2))
    before = made.path.read_bytes()
    answer = listed(made)
    assert (answer.code, [row["case_id"] for row in answer["listed"]], answer["blocked"]) == (0, ["C-00001"], [])
    (row,) = grid(Path(answer["file"]))
    assert (row["rank"], row["debtor"], row["phone"], row["currency"], row["days"]) == (1, "Ann Lee", "+447400123451", "GBP", 7)
    assert row["amount"] == 100
    assert row["hours"].endswith("Europe/London")
    assert row["hours"].startswith("08:30-")  # the office's clock says half past eight
    assert (row["result"], row["called_at"], row["notes"]) == (None, None, None)
    assert made.path.read_bytes() == before  # making a list changes nothing
    script = [str(cell.value) for row in openpyxl.load_workbook(answer["file"])["What to say"].iter_rows() for cell in row if cell.value]
    assert any(line.startswith("Ask next: ") for line in script)


def test_two_lists_of_one_day_have_two_names_and_a_list_is_never_overwritten(tmp_path: Path) -> None:
    made = office(tmp_path, caller(1))
    first, second = listed(made), listed(made)
    assert first["file"] != second["file"]
    again = listed(made, "11-09", "--out", first["file"])
    assert (again.code, again.error) == (2, "X-EXISTS")


def test_nobody_to_call_makes_no_file(tmp_path: Path) -> None:
    answer = listed(office(tmp_path, debtor(1)))
    assert (answer.code, answer["file"], answer["listed"], answer["blocked"]) == (0, None, [], [])
    assert not list(tmp_path.rglob("CALLS-*"))


def test_opted_out_stopped_and_without_number_are_told_with_the_reason(tmp_path: Path) -> None:
    people = [caller(n) for n in (1, 2, 3, 4)]
    made = office(tmp_path, *people)
    made.set("Debtors", {"Debtor ID": "D-00001"}, Opted_out_channels="call")
    made.type("Holds", hold(2, "H-1", "DISPUTE", "11-09"))
    made.set("Debtors", {"Debtor ID": "D-00003"}, Phone=None)
    answer = listed(made)
    assert [row["case_id"] for row in answer["listed"]] == ["C-00004"]
    why = {row["case_id"]: row["why"] for row in answer["blocked"]}
    assert why.keys() == {"C-00001", "C-00002", "C-00003"}
    assert why["C-00001"].startswith("HOLD-OPT_OUT")
    assert why["C-00002"].startswith("HOLD-DISPUTE")
    assert "no phone" in why["C-00003"]
    shown = {row["case"]: row["why"] for row in grid(Path(answer["file"]), 2)}
    assert shown == why


def test_who_paid_since_the_run_is_not_called(tmp_path: Path) -> None:
    made = office(tmp_path, caller(1))
    made.run("pay", "--as-of", "2026-11-09", "--case", "C-00001", "--amount", "100", "--on", "2026-11-09", "--by", "x")
    answer = listed(made)
    assert answer["listed"] == []
    assert answer["blocked"][0]["why"] == "OUTDATED: Nothing is past due any more."


def test_hours_that_open_another_day_are_told_with_the_time(tmp_path: Path) -> None:
    """IE: no call on a Sunday (Consumer Credit Act 1995 s.46)."""
    made = office(tmp_path, caller(1, Country="IE", Time_zone="Europe/Dublin"))
    answer = listed(made, "11-15")
    assert answer["listed"] == []
    assert "IE-WIN" in answer["blocked"][0]["why"]
    assert grid(Path(answer["file"]), 2)[0]["next"] == "2026-11-16 09:00 (Europe/Dublin)"


def test_hours_of_the_debtor_are_shown_in_office_time_too(tmp_path: Path) -> None:
    made = office(tmp_path, caller(1, Country="US", Region="CA", Time_zone="America/Los_Angeles", Phone="+1 202 555 0143"))
    (row,) = grid(Path(listed(made)["file"]))
    assert row["hours"] == "09:00-20:00\nAmerica/Los_Angeles"  # a creditor in the US is under the strictest pack
    assert row["office_hours"] == "11-09 17:00 - 11-10 04:00"


def test_a_callback_is_called_although_a_promise_is_open(tmp_path: Path) -> None:
    made = office(tmp_path, debtor(1, Phone=MOBILE.format(1)))
    made.type("Contacts", contact(1, "2026-11-09 15:00", "call", "promise", Follow_up_on=day("11-12")))
    made.type("Promises", promise(1, "R-1", "11-09", 100, "11-20"))
    answer = listed(made, "11-12")
    assert [(row["case_id"], row["action"]) for row in answer["listed"]] == [("C-00001", "Call back as agreed")]
    (row,) = grid(Path(answer["file"]))
    assert row["best"] == "15:00 (1 of 1)"


def test_a_failed_promise_and_a_missed_installment_of_a_plan_are_called(tmp_path: Path) -> None:
    people = [debtor(1, Phone=MOBILE.format(1)), debtor(2, Phone=MOBILE.format(2))]
    plans = {
        "Promises": [promise(1, "R-1", "11-03", 100, "11-06")],
        "Plans": [plan(2, "L-1", 100, "10-01", "10-02")],
        "Installments": [*installments(1, ["11-02"]), *installments(2, ["09-01"]), *installments(2, ["11-02", "12-02"], 50, "L-1")],
    }
    made = office(tmp_path, *people, more=plans)
    made.run("refresh", "--as-of", "2026-11-12", "--by", "x")
    answer = listed(made, "11-12")
    assert {(row["case_id"], row["action"]) for row in answer["listed"]} >= {("C-00002", "Call about the missed installment")}
    assert all(row["case_id"] in ("C-00001", "C-00002") for row in answer["listed"])


def test_one_row_for_a_person_with_two_debts(tmp_path: Path) -> None:
    rows = {
        "Debtors": [caller(1)], "Cases": [case(1, 1), case(2, 1)], "Installments": [*installments(1, ["11-02"], 300), *installments(2, ["11-02"], 50)],
    }  # fmt: skip
    made = Office(tmp_path).new(rows)
    made.weekly("11-09")
    answer = listed(made)
    (row,) = grid(Path(answer["file"]))
    assert (row["case"], row["others"]) == ("C-00001", "C-00002: £50.00")
    assert len(row["contact_ids"].split(",")) == 2


def test_a_debt_that_is_stopped_is_not_talked_about_in_the_call_on_another(tmp_path: Path) -> None:
    rows = {"Debtors": [caller(1)], "Cases": [case(1, 1), case(2, 1)], "Installments": [*installments(1, ["11-02"], 300), *installments(2, ["11-02"], 50)]}
    made = Office(tmp_path).new(rows)
    made.weekly("11-09")
    made.type("Holds", hold(2, "H-1", "DISPUTE", "11-09"))
    (row,) = grid(Path(listed(made)["file"]))
    assert (row["case"], row["others"], len(row["contact_ids"].split(","))) == ("C-00001", None, 1)


def test_nobody_is_called_twice_on_the_day_of_a_talk(tmp_path: Path) -> None:
    made = office(tmp_path, debtor(1, Phone=MOBILE.format(1)))
    made.type("Contacts", contact(1, "2026-11-18 10:00", "call", "reached", Reason_code="FORGOT"))
    made.run("refresh", "--as-of", "2026-11-18", "--by", "x")
    answer = listed(made, "11-18")
    assert (answer["listed"], answer["blocked"][0]["why"]) == ([], "TALKED: There was a talk with the debtor today, at 10:00.")
    assert [row["case_id"] for row in listed(made, "11-19")["listed"]] == ["C-00001"]


def test_the_most_urgent_first_and_only_my_own(tmp_path: Path) -> None:
    rows = {
        "Debtors": [caller(1), caller(2)], "Cases": [case(1, 1), case(2, 2, Owner="Li Na")],
        "Installments": [*installments(1, ["11-02"], 50), *installments(2, ["11-02"], 500)],
    }  # fmt: skip
    made = Office(tmp_path).new(rows)
    made.weekly("11-09")
    assert [row["case_id"] for row in listed(made)["listed"]] == ["C-00002", "C-00001"]
    assert [row["case_id"] for row in listed(made, "11-09", "--owner", "li na")["listed"]] == ["C-00002"]


def test_what_a_supervisor_must_agree_to_stands_only_on_a_supervisors_list(tmp_path: Path) -> None:
    made = office(tmp_path, caller(1))
    key = made.sheet("Contacts")[0]["Contact ID"]
    made.set("Contacts", {"Contact ID": key}, Why="LEVEL: Level 4 is due. TASK: For a person. APPROVAL: A supervisor must agree.")
    assert listed(made)["blocked"][0]["why"].startswith("APPROVAL")
    assert [row["case_id"] for row in listed(made, by=SUPERVISOR)["listed"]] == ["C-00001"]


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW"])
def test_in_the_ledgers_language(tmp_path: Path, language: str) -> None:
    made = office(tmp_path, caller(1), settings={"ledger_language": language})
    path = Path(listed(made)["file"])
    sheet = openpyxl.load_workbook(path).worksheets[0]
    heads = [cell.value for cell in sheet[3]]
    assert heads[:4] == (["序号", "案件编号", "姓名/名称", "电话"] if language == "zh-CN" else ["序號", "案件編號", "姓名/名稱", "電話"])
    lists = openpyxl.load_workbook(path)["Lists"]
    assert lists["A1"].value == ("已与本人通话" if language == "zh-CN" else "已與本人通話")


HOSTILE = ['=cmd|" /C calc"!A0', "+1+1", "-2+3", "@SUM(A1)", "Ann\nLee\r\n\tX", "\u202eeeL nnA", "Ann 👩‍👩‍👧 Lee", "𠮷野家", "A" * 300, "<b>Ann</b> & 'Lee'"]


def test_hostile_names_are_text_and_nothing_else(tmp_path: Path) -> None:
    made = office(tmp_path, *[caller(1, Debtor_ID=f"D-{n:05d}", Name=name, Phone=f"+44 7400 1234{n:02d}") for n, name in enumerate(HOSTILE, start=1)])
    answer = listed(made)
    path = Path(answer["file"])
    assert path.name == f"{answer['list']}.xlsx"
    book = openpyxl.load_workbook(path)
    names = set()
    for sheet in book.worksheets[:3]:
        for line in sheet.iter_rows(min_row=4 if sheet is not book.worksheets[1] else 3):
            for cell in line:
                assert cell.data_type != "f"
                if isinstance(cell.value, str):
                    assert cell.data_type == "s"
                    assert cell.number_format == "@"
                    assert not set("\u202e\r\t\x00") & set(cell.value)
        names |= {sheet.cell(number, 3).value for number in range(4, sheet.max_row + 1)}
    assert {'=cmd|" /C calc"!A0', "+1+1", "-2+3", "@SUM(A1)", "Ann Lee X", "eeL nnA", "A" * 300} <= names


def test_a_number_that_does_not_exist_is_shown_as_typed_and_told(tmp_path: Path) -> None:
    made = office(tmp_path, caller(1, Phone="0113 496 0101 (wife)"), caller(2))
    answer = listed(made)
    book = openpyxl.load_workbook(answer["file"])
    shown = {row["case"]: row["phone"] for row in grid(Path(answer["file"]))}
    assert shown == {"C-00001": "0113 496 0101 (wife)", "C-00002": "+447400123452"}
    assert not any(cell.hyperlink for line in book.worksheets[0].iter_rows() for cell in line)  # a list may be sorted, and links need not follow
    dial = [cell for line in book.worksheets[1].iter_rows(min_col=2, max_col=2) for cell in line if cell.value]
    assert {cell.value: cell.hyperlink.target if cell.hyperlink else None for cell in dial} == {
        "0113 496 0101 (wife)": None, "+447400123452": "tel:+447400123452",
    }  # fmt: skip
    assert all(cell.data_type == "s" for cell in dial)
    assert any("C-00001" in note and "more than a number" in note for note in answer["notes"])


def script(path: Path) -> str:
    """All that the sheet What to say holds."""
    return "\n".join(str(row[0]) for row in openpyxl.load_workbook(path).worksheets[1].iter_rows(min_row=3, max_col=1, values_only=True) if row[0])


def test_the_script_fits_what_the_call_is_about(tmp_path: Path) -> None:
    """A reminder for a task, a talk about income after a reason of need, the broken plan where one is broken."""
    made = office(tmp_path / "task", caller(1))
    told = script(Path(listed(made)["file"]))
    assert told.index("STOP.") < told.index("£100.00")  # the right person first, then the matter
    assert "C-00001" in told

    made = office(tmp_path / "need", debtor(1, Phone=MOBILE.format(1)))
    made.type("Contacts", contact(1, "2026-11-17 10:00", "call", "hardship", Reason_code="ILLNESS"))
    made.run("refresh", "--as-of", "2026-11-19", "--by", "x")
    told = script(Path(listed(made, "11-19")["file"]))
    assert "costs for housing" in told
    assert "Reason noted last time: Illness" in told

    plans = {
        "Plans": [plan(1, "L-1", 100, "08-01", "08-02")],
        "Installments": [*installments(1, ["07-01"]), *installments(1, ["09-01", "10-01", "11-01"], 30, "L-1"), *installments(1, ["12-01"], 10, "L-1", 4)],
    }
    made = office(tmp_path / "broken", debtor(1, Phone=MOBILE.format(1)), more=plans)
    made.run("refresh", "--as-of", "2026-11-12", "--by", "x")
    answer = listed(made, "11-12")
    assert [row["case_id"] for row in answer["listed"]] == ["C-00001"]
    assert "We had an agreement, and 3 of 4 installments" in script(Path(answer["file"]))
