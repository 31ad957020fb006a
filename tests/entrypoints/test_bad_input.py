"""Bad files and bad cells through the command line: a clear fault line or exit 2, the file untouched or complete, and never a traceback."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pyaddin.entrypoints.cli import main
from tests.stories.desk import Office, case, contact, day, debtor, hold, installments, payment, plan, promise, words_of

RUNS = (("check",), ("assess", "--as-of", "2026-11-23"), ("weekly", "--as-of", "2026-11-23"), ("weekly", "--as-of", "2026-11-23", "--dry-run"), ("verify",))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A ledger with a row on most sheets; Ann and Bob are three days late."""
    rows = {
        "Debtors": [debtor(1), debtor(2)],
        "Cases": [case(1), case(2, 2)],
        "Installments": [row for number in (1, 2) for row in installments(number, ["11-20", "12-20"])] + installments(2, ["2027-01-20"], 200, plan="L-00001"),
        "Payments": [payment(1, "11-10", 5, "P-000001")],
        "Plans": [plan(2, "L-00001", 200, "11-17")],
        "Promises": [promise(2, "R-00001", "10-05", 10, "10-09", Status="withdrawn")],
        "Holds": [hold(2, "H-00001", "DISPUTE", "10-01", "10-05")],
        "Contacts": [contact(1, "2026-11-02 15:00", "call", "no answer", Contact_ID="K-000001")],
    }
    return Office(tmp_path_factory.mktemp("template"), "ledger.xlsx").new(rows).path.read_bytes()


@pytest.fixture
def office(tmp_path: Path, template: bytes) -> Office:
    office = Office(tmp_path, "ledger.xlsx")
    office.path.write_bytes(template)
    return office


def foreign(office: Office, change: Callable[[Any], None]) -> None:
    """Another program opens the ledger, changes it and saves it."""
    book = openpyxl.load_workbook(office.path)
    change(book)
    book.save(office.path)


def put(office: Office, sheet: str, column: str, value: object, row: int = 2) -> None:
    def change(book: Any) -> None:
        headers = [cell.value for cell in book[sheet][1]]
        book[sheet].cell(row, headers.index(column) + 1).value = value

    foreign(office, change)


# --- files ----------------------------------------------------------------------------------------------------------


def _cut(office: Office) -> None:
    office.path.write_bytes(office.path.read_bytes()[:-5000])


def _password(office: Office) -> None:
    office.path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 100)


def _no_sheet(office: Office) -> None:
    foreign(office, lambda book: book.remove(book["Holds"]))


def _no_column(office: Office) -> None:
    def drop(book: Any) -> None:
        sheet = book["Payments"]
        sheet.cell(1, [cell.value for cell in sheet[1]].index("Amount") + 1).value = "Money"

    foreign(office, drop)


def _other_zip(office: Office) -> None:
    with zipfile.ZipFile(office.path, "w") as file:
        file.writestr("word/document.xml", "<w/>")


FILES: dict[str, tuple[Callable[[Office], object], str]] = {
    "missing": (lambda office: office.path.unlink(), "X-NOT-FOUND"),
    "empty": (lambda office: office.path.write_bytes(b""), "X-NOT-WORKBOOK"),
    "text": (lambda office: office.path.write_text("Case ID,Debtor ID\n"), "X-NOT-WORKBOOK"),
    "truncated": (_cut, "X-NOT-WORKBOOK"),
    "password": (_password, "X-PASSWORD"),
    "another zip": (_other_zip, "X-NOT-WORKBOOK"),
    "no Holds sheet": (_no_sheet, "X-NOT-LEDGER"),
    "no Amount column": (_no_column, "X-NOT-LEDGER"),
}


@pytest.mark.parametrize("what", list(FILES))
def test_a_file_that_is_no_ledger(office: Office, what: str) -> None:
    damage, code = FILES[what]
    damage(office)
    before = office.bytes()
    for command in RUNS:
        answer = office.run(*command)
        assert (answer.code, answer.error) == (2, code), command
        assert answer["error"]["advice"]
    assert office.bytes() == before


@pytest.mark.parametrize("words", [("check",), ("check", "--no-such-option")])
def test_a_name_that_no_file_can_have(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([words[0], f"{'x' * 300}.xlsm", *words[1:]]) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("name", ["ledger.xls", "ledger.csv", "ledger.ods", "ledger"])
def test_a_wrong_extension(office: Office, name: str) -> None:
    office.path = office.path.rename(office.path.with_name(name))
    for command in RUNS:
        assert office.run(*command).error == "X-NOT-WORKBOOK"


# --- cells ----------------------------------------------------------------------------------------------------------

LONG = "x" * 10_000
CELLS: list[tuple[str, str, object, str]] = [
    ("Payments", "Value date", "1 March", "E-DATE"),
    ("Payments", "Value date", date(1900, 1, 1), "E-DATE"),
    ("Payments", "Value date", date(9999, 12, 31), "E-DATE"),
    ("Payments", "Value date", 12, "E-DATE"),
    ("Payments", "Amount", -5, "E-NEGATIVE"),
    ("Payments", "Amount", 0, "E-NEGATIVE"),
    ("Payments", "Amount", "five", "E-NUMBER"),
    ("Payments", "Amount", "NaN", "E-NUMBER"),
    ("Payments", "Amount", 1e300, "E-AMOUNT"),
    ("Payments", "Amount", 5.005, "E-AMOUNT"),
    ("Payments", "Amount", "=2+3", "E-FORMULA"),
    ("Payments", "Amount", "#REF!", "E-CELL-ERROR"),
    ("Payments", "Amount", None, "E-REQUIRED"),
    ("Payments", "Case ID", "C-77777", "E-ORPHAN"),
    ("Cases", "Case ID", "C-00002", "E-DUPLICATE"),
    ("Cases", "Currency", "XXQ", "E-TEXT"),
    ("Cases", "Opened on", date(1900, 1, 1), "E-DATE"),
    ("Cases", "Debtor ID", "D-77777", "E-ORPHAN"),
    ("Installments", "Principal", -100, "E-NEGATIVE"),
    ("Installments", "Due on", "=TODAY()", "E-FORMULA"),
    ("Installments", "No", 2, "E-DUPLICATE"),
    ("Plans", "Total", 200.01, "E-PLAN-SUM"),
    ("Holds", "Type", "SHRUG", "E-CODE"),
    ("Holds", "End", date(2026, 9, 1), "E-ORDER"),
    ("Contacts", "Result", "shouted", "E-CODE"),
    ("Debtors", "Name", LONG, "E-LONG"),
    ("Debtors", "Time zone", "Mars/Base", "E-TEXT"),
]


@pytest.mark.parametrize(("sheet", "column", "value", "code"), CELLS, ids=[f"{s}-{c}-{str(v)[:12]}" for s, c, v, _ in CELLS])
def test_a_bad_cell_gets_its_fault_line_and_nobody_it_concerns_is_written_to(office: Office, sheet: str, column: str, value: object, code: str) -> None:
    put(office, sheet, column, value)
    before = office.bytes()
    checked = office.run("check")
    assert checked.code == 1
    places = {(fault["code"], fault["sheet"]): fault for fault in checked["faults"]}
    assert (code, sheet) in places, checked["faults"]
    fault = places[(code, sheet)]
    assert fault["advice"]
    assert isinstance(fault["row"], int)
    assert office.run("assess", "--as-of", "2026-11-23").code == 1
    assert office.bytes() == before
    answer = office.run("weekly", "--as-of", "2026-11-23")
    assert answer.code == 1
    assert answer["refused"] >= 1
    concerned = {"Plans": "C-00002", "Holds": "C-00002"}.get(sheet, "C-00001")
    if sheet != "Holds" or fault["row"]:
        assert not [m for m in answer["messages"] if m["case_id"] == concerned and m["result"] in ("sent", "queued")]
    again = office.run("weekly", "--as-of", "2026-11-23")
    assert again["changes"] == []
    assert office.run("check").data["faults"] == checked["faults"]


NAMES = {
    "template": "{{ 7*7 }} {% for x in y %}",
    "formula": '=HYPERLINK("http://x.example","Ann")',
    "plus": "+1+1",
    "lines": "Ann\nBcc: all@debtor.example",
    "bidi": "Ann \u202eeeL\u202c",
    "emoji": "Ann 👩‍👩‍👧 Lee",
    "html": "<script>alert(1)</script> & Ann",
    "chinese": "张伟",
    "quotes": 'O\'Neill "Ann" ; drop',
    "path": "../../etc/passwd",
}


@pytest.mark.parametrize("what", list(NAMES))
def test_a_borrowers_name_is_never_code(office: Office, what: str) -> None:
    name = NAMES[what]

    def change(book: Any) -> None:
        sheet = book["Debtors"]
        cell = sheet.cell(2, [c.value for c in sheet[1]].index("Name") + 1)
        cell.value = name
        cell.data_type = "s"

    foreign(office, change)
    answer = office.run("weekly", "--as-of", "2026-11-23")
    assert answer.code in (0, 1)
    assert all(path.parent.name == "emails" for path in office.path.parent.rglob("*.eml"))
    for message in [m for m in answer["messages"] if m["case_id"] == "C-00001" and m["result"] == "sent"]:
        mail = office.mail(answer)
        assert mail["Bcc"] is None
        assert len(mail.get_all("To")) == 1
        assert "49" not in str(mail["Subject"])
        html = mail.get_body(("html",))
        assert html is not None
        assert "<script" not in html.get_content()
        assert not set("\u202e\u202c") & set(words_of(mail))
        if what in ("template", "html", "quotes"):
            assert name.split()[0] in words_of(mail)
        assert message["file"].count("/") == 1
    assert office.run("weekly", "--as-of", "2026-11-23")["changes"] == []
    report = (Path(answer["out"]) / "report.html").read_text(encoding="utf-8")
    assert "<script>alert" not in report


def test_hidden_rows_count_and_the_clerk_is_told(office: Office) -> None:
    def hide(book: Any) -> None:
        book["Payments"].row_dimensions[2].hidden = True

    foreign(office, hide)
    assert {fault["code"] for fault in office.run("check")["faults"]} == {"W-HIDDEN"}
    answer = office.run("weekly", "--as-of", "2026-11-23")
    assert answer.code == 0
    assert office.case(1)["Arrears"] == 95


def test_a_pasted_computed_value_is_not_used(office: Office) -> None:
    put(office, "Cases", "Level", 3)
    put(office, "Cases", "Stage", "DISPOSITION")
    put(office, "Installments", "Paid", 100)
    put(office, "Cases", "Arrears", "=1+1", row=3)
    answer = office.run("weekly", "--as-of", "2026-11-23")
    assert answer.code == 0
    assert office.stage(1) == ("CONTACT", 1)
    assert office.sheet("Installments")[0]["Paid"] == 5
    assert office.case(2)["Arrears"] == 100


def test_a_setting_that_cannot_be_read_is_told_and_its_default_holds(office: Office) -> None:
    office.setting("min_gap_days", "often")
    office.setting("time_zone", "Mars/Base")
    faults = office.run("check")["faults"]
    assert {fault["code"] for fault in faults} == {"W-SETTING"}
    assert office.run("weekly", "--as-of", "2026-11-23").code == 0


def test_a_saved_copy_of_another_program_runs_week_by_week(office: Office) -> None:
    office.run("weekly", "--as-of", "2026-11-23")
    foreign(office, lambda book: None)
    answer = office.run("weekly", "--as-of", "2026-11-30")
    assert answer.code == 0
    assert office.stage(1) == ("DEEP", 2)
    assert office.clean()
    assert office.sheet("Runs")[-1]["As of"] == day("11-30")
