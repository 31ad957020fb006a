"""A filled-in call list comes back: every outcome becomes the rows that a clerk would have typed, or the place and reason why not."""

from __future__ import annotations

import copy
import shutil
from datetime import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from pyaddin.correspondence.calls import FILLED, RESULTS
from pyaddin.labels import LABELS, label
from tests.stories.desk import Answer, Office, case, day, debtor, hold, installments
from tests.tasks.filled import columns, fill, fill_all, grid, typed
from tests.tasks.open_desk import put_back

PEOPLE = 3


def caller(number: int, **more: Any) -> dict[str, Any]:
    return debtor(number, **{"Preferred_channel": "call", "Phone": f"+44 7400 12345{number}", **more})


def made(folder: Path, language: str = "en", count: int = PEOPLE) -> tuple[Office, Path]:
    """An office with people to call on the ninth of November, and the list of that day."""
    numbers = range(1, count + 1)
    due = [row for n in numbers for row in installments(n, ["11-02"])]
    rows = {"Debtors": [caller(n) for n in numbers], "Cases": [case(n, n) for n in numbers], "Installments": due}
    office = Office(folder).new(rows, {"ledger_language": language})
    office.weekly("11-09")
    return office, Path(office.run("calls", "--as-of", "2026-11-09", "--by", "Mary Webb")["file"])


def read(office: Office, path: Path, on: str = "11-09", by: str = "Mary Webb") -> Answer:
    return office.run("calls", "--from", str(path), "--as-of", day(on).isoformat(), "--by", by)


def contacts(office: Office, number: int = 1) -> list[dict[str, Any]]:
    return [row for row in office.sheet("Contacts") if row["Case ID"] == f"C-{number:05d}"]


def faults(answer: Answer) -> list[tuple[str, int, str]]:
    return [(fault["code"], fault["row"], fault["column"]) for fault in answer["faults"]]


def test_an_untouched_list_enters_nothing(tmp_path: Path) -> None:
    office, path = made(tmp_path)
    before = office.path.read_bytes()
    answer = read(office, path)
    assert (answer.code, answer["entered"], answer["left"], answer["rows"]) == (0, 0, PEOPLE, [])
    assert office.path.read_bytes() == before


def test_the_waiting_task_becomes_its_result_and_the_level_counts(tmp_path: Path) -> None:
    office, path = made(tmp_path)
    assert office.stage(1) == ("CONTACT", 0)
    fill(path, "C-00001", result="Talked to the debtor", notes="Pays on Friday", reason="Forgot", sentiment="Calm", follow_up=typed("2026-11-16"))
    answer = read(office, path)
    assert (answer.code, answer["entered"], answer["left"]) == (0, 1, 2)
    (row,) = contacts(office)
    assert (row["Result"], row["Channel"], row["Direction"], row["By"], row["Notes"]) == ("reached", "call", "out", "Mary Webb", "Pays on Friday")
    assert (row["Reason code"], row["Sentiment"], row["Follow up on"], row["Key"]) == ("FORGOT", "calm", day("11-16"), "C-00001|1|reminder|1")
    assert row["Document"].startswith("CALLS-20261109-")
    assert office.stage(1)[1] == 1
    assert office.clean()


def test_no_answer_does_not_advance_the_level_and_the_next_channel_follows(tmp_path: Path) -> None:
    office, path = made(tmp_path)
    fill(path, "C-00001", result="No answer")
    read(office, path)
    assert office.stage(1)[1] == 0
    assert ("C-00001", "reminder", 1, "sent") in office.weekly("11-16").results


def test_a_promise_is_watched(tmp_path: Path) -> None:
    office, path = made(tmp_path)
    fill(path, "C-00001", result="Promised to pay", promise_amount=60.5, promise_on=typed("2026-11-20"))
    answer = read(office, path)
    assert answer.code == 0
    (row,) = office.sheet("Promises")
    assert (row["Case ID"], row["Amount"], row["Due on"], row["Made on"], row["Status"]) == ("C-00001", 60.5, day("11-20"), day("11-09"), "open")
    assert contacts(office)[0]["Result"] == "promise"
    assert any(hold["Type"] == "PROMISE" for hold in office.sheet("Holds"))


def test_the_same_list_twice_adds_nothing(tmp_path: Path) -> None:
    office, path = made(tmp_path)
    fill(path, "C-00001", result="Promised to pay", promise_amount=60, promise_on=typed("2026-11-20"))
    fill(path, "C-00002", result="No answer")
    read(office, path)
    before = office.path.read_bytes()
    answer = read(office, path)
    assert (answer.code, answer["entered"], answer["known"], answer["left"]) == (0, 0, 2, 1)
    assert office.path.read_bytes() == before
    fill(path, "C-00003", result="No answer")  # the rest of the day
    assert read(office, path)["entered"] == 1


def test_after_taking_it_back_the_list_can_be_read_again(tmp_path: Path) -> None:
    office, path = made(tmp_path)
    fill(path, "C-00001", result="No answer")
    read(office, path)
    office.run("undo", "--by", "Mary Webb")
    assert contacts(office)[0]["Result"] == "queued"
    assert read(office, path)["entered"] == 1


def test_rows_that_cannot_stand_are_named_and_the_others_go_in(tmp_path: Path) -> None:
    office, path = made(tmp_path, count=5)
    fill(path, "C-00001", result="Promised to pay", promise_amount=60)
    fill(path, "C-00002", result="No answer", promise_amount=10)
    fill(path, "C-00003", notes="said nothing")
    fill(path, "C-00004", result="Sent")
    fill(path, "C-00005", result="No answer")
    answer = read(office, path)
    assert (answer.code, answer["entered"]) == (1, 1)
    rows = {row["case"]: number for number, row in enumerate(grid(path), start=4)}
    assert sorted(faults(answer)) == sorted(
        [
            ("E-REQUIRED", rows["C-00001"], "Promised for"), ("E-CONFLICT", rows["C-00002"], "Promised amount"),
            ("E-REQUIRED", rows["C-00003"], "Result"), ("E-CODE", rows["C-00004"], "Result"),
        ]
    )  # fmt: skip
    assert [contacts(office, n)[0]["Result"] for n in (1, 2, 3, 4, 5)] == ["queued"] * 4 + ["no answer"]


def test_what_the_ledger_refuses_is_refused_at_the_cell_of_the_list(tmp_path: Path) -> None:
    office, path = made(tmp_path)
    fill(path, "C-00001", result="Promised to pay", promise_amount=60, promise_on=typed("2026-11-01"))
    fill(path, "C-00002", result="Promised to pay", promise_amount=60.123, promise_on=typed("2026-11-20"))
    fill(path, "C-00003", result="No answer", reason="hungry")
    answer = read(office, path)
    rows = {row["case"]: number for number, row in enumerate(grid(path), start=4)}
    assert sorted(faults(answer)) == sorted(
        [("E-ORDER", rows["C-00001"], "Promised for"), ("E-AMOUNT", rows["C-00002"], "Promised amount"), ("E-CODE", rows["C-00003"], "Reason code")]
    )
    assert answer["entered"] == 0
    assert office.sheet("Promises") == []


@pytest.mark.parametrize(
    ("when", "code"),
    [
        (typed("2026-11-09 23:59"), "E-DATE"),  # in the future
        (typed("2026-11-08 09:00"), "E-ORDER"),  # before the list
        ("soon", "E-DATE"),
        ("=NOW()", "E-FORMULA"),
    ],
)
def test_an_impossible_time_is_refused(tmp_path: Path, when: object, code: str) -> None:
    office, path = made(tmp_path, count=1)
    fill(path, "C-00001", result="No answer", called_at=when)
    assert faults(read(office, path)) == [(code, 4, "Called at")]


@pytest.mark.parametrize("when", [typed("2026-11-09 09:15"), "2026-11-09 09:15", "9:15", time(9, 15)])
def test_the_time_of_the_call_is_the_offices(tmp_path: Path, when: object) -> None:
    office, path = made(tmp_path, count=1)
    fill(path, "C-00001", result="No answer", called_at=when)
    assert read(office, path, "11-10")["entered"] == 1
    assert contacts(office)[0]["At"] == "2026-11-09T09:15:00Z"


def test_a_list_of_yesterday_must_say_when(tmp_path: Path) -> None:
    office, path = made(tmp_path, count=1)
    fill(path, "C-00001", result="No answer")
    answer = read(office, path, "11-10")
    assert faults(answer) == [("E-REQUIRED", 4, "Called at")]
    assert "2026-11-09" in answer["faults"][0]["advice"]


def test_what_changed_since_the_list_was_made_is_told(tmp_path: Path) -> None:
    office, path = made(tmp_path)
    office.run("pay", "--as-of", "2026-11-09", "--case", "C-00001", "--amount", "100", "--on", "2026-11-09", "--by", "x")
    office.run("pay", "--as-of", "2026-11-09", "--case", "C-00002", "--amount", "40", "--on", "2026-11-09", "--by", "x")
    office.type("Holds", hold(3, "H-1", "DISPUTE", "11-09"))
    fill(path, "C-00001", result="Promised to pay", promise_amount=100, promise_on=typed("2026-11-20"))
    fill(path, "C-00002", result="Talked to the debtor")
    fill(path, "C-00003", result="Disputed")
    answer = read(office, path)
    notes = "\n".join(answer["notes"])
    assert "C-00001: closed since the list was made; the contact is entered, a promise is not." in notes
    assert "C-00002: a payment came in since the list was made; 60.00 GBP outstanding now." in notes
    assert "C-00003: since the list was made it is stopped (debt disputed)." in notes
    assert "C-00003: Disputed. Set a hold" not in notes  # it is set
    assert (answer.code, answer["entered"]) == (0, 3)
    assert office.sheet("Promises") == []


def test_a_task_that_was_done_in_another_way_is_a_further_contact(tmp_path: Path) -> None:
    office, path = made(tmp_path)
    office.run("log", "--as-of", "2026-11-09", "--case", "C-00001", "--channel", "call", "--direction", "out", "--result", "no answer", "--by", "x")
    fill(path, "C-00001", result="Talked to the debtor")
    answer = read(office, path)
    assert [row["Result"] for row in contacts(office)] == ["no answer", "reached"]
    assert any("done in another way" in note for note in answer["notes"])


def test_all_debts_of_one_call_are_entered(tmp_path: Path) -> None:
    rows = {"Debtors": [caller(1)], "Cases": [case(1, 1), case(2, 1)], "Installments": [*installments(1, ["11-02"], 300), *installments(2, ["11-02"], 50)]}
    office = Office(tmp_path).new(rows)
    office.weekly("11-09")
    path = Path(office.run("calls", "--as-of", "2026-11-09", "--by", "x")["file"])
    fill(path, "C-00001", result="Promised to pay", promise_amount=300, promise_on=typed("2026-11-20"), notes="Friday")
    read(office, path)
    assert [row["Result"] for row in contacts(office, 1)] == ["promise"]
    assert [(row["Result"], row["Notes"]) for row in contacts(office, 2)] == [("reached", None)]
    assert [row["Case ID"] for row in office.sheet("Promises")] == ["C-00001"]


# --- a list that was damaged -----------------------------------------------------------------------------------------


def edited(path: Path, change: Any) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    change(sheet, columns(sheet))
    book.save(path)


def test_sorted_rows_are_known_again_and_torn_ones_are_refused(tmp_path: Path) -> None:
    office, path = made(tmp_path)
    fill(path, "C-00001", result="No answer")
    fill(path, "C-00002", result="Message left")

    def whole_rows(sheet: Any, places: dict[str, int]) -> None:
        top, bottom = ([cell.value for cell in sheet[number]] for number in (4, 6))
        for column, (first, last) in enumerate(zip(top, bottom, strict=True), start=1):
            sheet.cell(4, column).value, sheet.cell(6, column).value = last, first

    edited(path, whole_rows)
    assert read(office, path)["entered"] == 2
    assert [contacts(office, n)[0]["Result"] for n in (1, 2, 3)] == ["no answer", "voicemail left", "queued"]

    def cases_only(sheet: Any, places: dict[str, int]) -> None:
        sheet.cell(4, places["case"]).value, sheet.cell(5, places["case"]).value = sheet.cell(5, places["case"]).value, sheet.cell(4, places["case"]).value
        for number in (4, 5):
            sheet.cell(number, places["result"]).value = "No answer"

    edited(path, cases_only)
    answer = read(office, path)
    assert {fault[0] for fault in faults(answer)} == {"E-IDENTITY"}
    assert answer["entered"] == 0


def test_changed_copied_and_added_rows_are_refused(tmp_path: Path) -> None:
    office, path = made(tmp_path)

    def change(sheet: Any, places: dict[str, int]) -> None:
        sheet.cell(4, places["contact_ids"]).value = "K-999999"
        sheet.cell(4, places["result"]).value = "No answer"
        sheet.cell(5, places["result"]).value = "No answer"
        for column in range(1, sheet.max_column + 1):
            sheet.cell(7, column).value = sheet.cell(5, column).value
        sheet.cell(8, places["case"]).value = "C-00003"
        sheet.cell(8, places["result"]).value = "No answer"

    edited(path, change)
    answer = read(office, path)
    assert faults(answer) == [("E-IDENTITY", 4, "Case"), ("E-DUPLICATE", 7, "Case"), ("E-IDENTITY", 8, "Case")]
    assert answer["entered"] == 1


def test_a_clerks_own_columns_and_headers_moved_or_translated_do_not_matter(tmp_path: Path) -> None:
    office, path = made(tmp_path, count=1)
    fill(path, "C-00001", result="未接来电是啥", notes="x")
    assert faults(read(office, path)) == [("E-CODE", 4, "Result")]
    fill(path, "C-00001", result="无人接听")

    def change(sheet: Any, places: dict[str, int]) -> None:
        sheet.cell(3, places["result"]).value = "结果"
        sheet.insert_cols(1)
        sheet["A3"] = "mine"

    edited(path, change)
    assert read(office, path)["entered"] == 1


def test_a_list_of_another_ledger_or_none_at_all_is_refused(tmp_path: Path) -> None:
    office, path = made(tmp_path / "a", count=1)
    fill(path, "C-00001", result="No answer")
    rows = {"Debtors": [caller(1)], "Cases": [case()], "Installments": installments(1, ["11-02"])}
    other = Office(tmp_path / "b").new(rows, ledger_id="OFFICE-2")
    assert read(other, path).error == "X-NOT-LIST"
    assert read(office, office.path).error == "X-NOT-LIST"
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 no")
    assert read(office, tmp_path / "x.xlsx").error in ("X-NOT-WORKBOOK", "X-UNSAFE")
    assert read(office, tmp_path / "none.xlsx").error == "X-NOT-FOUND"


@pytest.mark.parametrize("note", ['=cmd|" /C calc"!A0', "+1", "@SUM(A1)", "two\nlines", "\u202ebidi", "👩‍👩‍👧 𠮷"])
def test_notes_are_text_in_the_ledger(tmp_path: Path, note: str) -> None:
    office, path = made(tmp_path, count=1)

    def change(sheet: Any, places: dict[str, int]) -> None:
        cell = sheet.cell(4, places["notes"])
        cell.value = note
        cell.data_type = "s"
        sheet.cell(4, places["result"]).value = "No answer"

    edited(path, change)
    assert read(office, path).code == 0
    assert contacts(office)[0]["Notes"] == note.replace("\u202e", "")
    assert all(cell.data_type != "f" for row in openpyxl.load_workbook(office.path)["Contacts"].iter_rows() for cell in row)


# --- the round trip ---------------------------------------------------------------------------------------------------

_OUTCOMES = st.fixed_dictionaries(
    {
        "result": st.sampled_from((*RESULTS, None)),
        "reason": st.sampled_from((*LABELS["Reason"], None)),
        "sentiment": st.sampled_from((*LABELS["Sentiment"], None)),
        "notes": st.none() | st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_categories=("Cc", "Cf")), min_size=1, max_size=20),
        "cents": st.integers(1, 10**7),
        "days": st.integers(0, 60),
        "minute": st.integers(1, 28),
    }
)


_mornings: dict[str, tuple[Office, Path, Path]] = {}


def morning_of(folders: pytest.TempPathFactory, language: str) -> tuple[Office, Path]:
    """``made``, once for each language: every example finds the same files in the same place again."""
    if language not in _mornings:
        home = folders.mktemp("calls")
        (home / "desk").mkdir()
        office, path = made(home / "desk", language)
        shutil.copytree(home / "desk", home / "kept")
        _mornings[language] = office, path, home
    office, path, home = _mornings[language]
    put_back(home / "kept", home / "desk")
    return copy.copy(office), path


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(outcomes=st.lists(_OUTCOMES, min_size=PEOPLE, max_size=PEOPLE), language=st.sampled_from(("en", "zh-CN", "zh-TW")))
def test_what_is_filled_in_is_what_the_ledger_holds(tmp_path_factory: pytest.TempPathFactory, outcomes: list[dict[str, Any]], language: str) -> None:
    office, path = morning_of(tmp_path_factory, language)
    filled: dict[str, dict[str, Any]] = {}
    for number, outcome in enumerate(outcomes, start=1):
        if outcome["result"] is None:
            continue
        values: dict[str, Any] = {
            "result": label("Result", outcome["result"], language), "notes": outcome["notes"], "called_at": typed(f"2026-11-09 09:{outcome['minute']:02d}"),
        }  # fmt: skip
        values |= {key: label(name, outcome[key], language) for key, name in (("reason", "Reason"), ("sentiment", "Sentiment")) if outcome[key]}
        if outcome["result"] == "promise":
            values |= {"promise_amount": outcome["cents"] / 100, "promise_on": typed(f"2026-11-{9 + outcome['days'] % 20:02d}")}
        filled[f"C-{number:05d}"] = {key: value for key, value in values.items() if value is not None}
    fill_all(path, filled)
    answer = read(office, path, "11-10")
    assert answer.code == 0, answer.data
    promises = {row["Case ID"]: row for row in office.sheet("Promises")}
    for number, outcome in enumerate(outcomes, start=1):
        (row,) = contacts(office, number)
        if outcome["result"] is None:
            assert row["Result"] == "queued"
            continue
        found = (row["Result"], row["Reason code"], row["Sentiment"], row["Notes"], row["At"])
        assert found == (outcome["result"], outcome["reason"], outcome["sentiment"], outcome["notes"], f"2026-11-09T09:{outcome['minute']:02d}:00Z")
        kept = promises.get(f"C-{number:05d}")
        assert (kept is not None) == (outcome["result"] == "promise")
        if kept is not None:
            assert Decimal(str(kept["Amount"])) == Decimal(outcome["cents"]) / 100
            assert kept["Due on"].day == 9 + outcome["days"] % 20


_JUNK = st.one_of(
    st.text(max_size=30), st.integers(-(10**12), 10**12), st.floats(allow_nan=False, allow_infinity=False), st.booleans(),
    st.datetimes(min_value=typed("1905-01-01"), max_value=typed("2200-01-01")),
    st.sampled_from(["=1/0", "#REF!", "Promised to pay", "No answer", "25:99", "2026-11-09"]),
)


def can_be_typed(value: Any) -> bool:
    """False for a text with control characters, which no cell takes."""
    return not (isinstance(value, str) and ILLEGAL_CHARACTERS_RE.search(value))


@pytest.mark.filterwarnings("ignore::UserWarning")  # openpyxl's word for a date in the year 10^292
@settings(max_examples=20, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.dictionaries(st.sampled_from(FILLED), _JUNK), min_size=PEOPLE, max_size=PEOPLE))
def test_whatever_is_typed_is_entered_or_refused_with_its_place(tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]]) -> None:
    office, path = morning_of(tmp_path_factory, "en")
    fill_all(path, {f"C-{number:05d}": {key: value for key, value in values.items() if can_be_typed(value)} for number, values in enumerate(rows, start=1)})
    answer = read(office, path, "11-10")
    assert answer.code in (0, 1), answer.data
    assert answer["entered"] + answer["left"] + len(answer["faults"]) == PEOPLE
    assert all(fault["row"] in (4, 5, 6) and fault["column"] for fault in answer["faults"])
    assert office.clean()
