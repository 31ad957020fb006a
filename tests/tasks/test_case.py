"""New case: debtor, case and installments in one write, or nothing; asked for in a terminal, told as rows."""

from __future__ import annotations

import inspect
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyaddin.entrypoints import cli
from pyaddin.errors import Stop
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.memory import MemoryBook
from pyaddin.tasks import case
from pyaddin.tasks.case_words import CASE, DEBTOR, EQUAL, NEW_DEBTOR, ROWS
from pyaddin.tasks.outcome import Outcome
from tests.ledger.made import make_ledger
from tests.tasks.typed_lines import Script

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NEW = ("--name", "张伟", "--country", "CN", "--currency", "CNY", "--opened-on", "2026-01-05", "--owner", "Li Na")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "office.xlsm"
    make_ledger(path, ledger_id="T")
    return path


def ask(path: Path, dialog: Script, **options: object) -> Outcome:
    names = [name for name in inspect.signature(case.run).parameters if name not in {"path", "book", "now", "dialog"}]
    given: dict[str, object] = dict.fromkeys(names) | {"installments": (), "method": "annuity"} | options
    return case.run(path, now=lambda: NOW, dialog=dialog, **given)  # type: ignore[arg-type]


def typed(capsys: pytest.CaptureFixture[str], path: Path, *words: str, code: int = 0) -> dict[str, object]:
    assert cli.main(["case", str(path), *words, "--json"]) == code
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return found


def table(path: Path, name: str) -> list[dict[str, object]]:
    return [{key: value for key, value in cells.items() if value is not None} for _, cells in ClosedBook(path).read().tables[name].rows]


def test_equal_installments_to_the_cent(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = typed(capsys, ledger, *NEW, "--total", "1000", "--count", "3", "--first-due", "2026-10-31", "--frequency", "monthly")
    rows = data["rows"]
    assert [(row["table"], row["key"]) for row in rows] == [
        ("Debtors", "D-000001"), ("Cases", "C-000001"), ("Installments", "C-000001|ORIG|1"), ("Installments", "C-000001|ORIG|2"),
        ("Installments", "C-000001|ORIG|3"),
    ]
    assert [row["values"]["Principal"] for row in rows[2:]] == ["333.33", "333.33", "333.34"]
    assert [row["values"]["Due on"] for row in rows[2:]] == ["2026-10-31", "2026-11-30", "2026-12-31"]
    assert table(ledger, "Debtors") == [{"Debtor ID": "D-000001", "Name": "张伟", "Country": "CN"}]
    assert len(list(ledger.with_name("office-backups").iterdir())) == 1
    assert cli.main(["check", str(ledger)]) == 0


def test_a_second_case_of_a_known_debtor_with_rows_one_by_one(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typed(capsys, ledger, *NEW, "--installment", "2026-10-31:100")
    words = ("--debtor", "D-000001", "--currency", "jpy", "--opened-on", "2026-02-01", "--case-id", "L-77")
    data = typed(capsys, ledger, *words, "--installment", "2026-11-01:5000:120:30", "--installment", "2026-12-01:5000")
    assert [row["table"] for row in data["rows"]] == ["Cases", "Installments", "Installments"]
    assert data["rows"][1]["values"] == {"Case ID": "L-77", "No": 1, "Due on": "2026-11-01", "Principal": "5000", "Interest": "120", "Fee": "30"}
    assert len(table(ledger, "Debtors")) == 1


@pytest.mark.parametrize(
    ("words", "column", "code"),
    [
        (("--currency", "CNY", "--opened-on", "2026-01-05", "--installment", "2026-10-31:1"), "Name", "E-REQUIRED"),
        ((*NEW, "--email", "x", "--time-zone", "Mars/Base", "--installment", "2026-10-31:1"), "Time zone", "E-TEXT"),
        ((*NEW, "--email", "zhang@example", "--installment", "2026-10-31:1"), "Email", "W-EMAIL"),
        ((*NEW, "--debtor", "D-000009", "--installment", "2026-10-31:1"), "Debtor ID", "X-OPTION"),
        ((*NEW[:4], "--opened-on", "2026-01-05", "--installment", "2026-10-31:1"), "Currency", "X-OPTION"),
        ((*NEW[:6], "--installment", "2026-10-31:1"), "Opened on", "E-REQUIRED"),
        ((*NEW, "--installment", "2026-10-31:1.005"), "", "X-OPTION"),
        ((*NEW, "--installment", "03/10/2026"), "", "X-OPTION"),
        (NEW, "", "X-OPTION"),
        ((*NEW, "--total", "100", "--first-due", "2026-10-31"), "", "X-OPTION"),
        ((*NEW, "--total", "100", "--installment", "2026-10-31:1"), "", "X-OPTION"),
    ],
)
def test_what_cannot_be_used_writes_nothing(ledger: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], column: str, code: str) -> None:
    before = ledger.read_bytes()
    error = typed(capsys, ledger, *words, code=2)["error"]
    assert (error["code"], error["column"]) == (code, column)
    assert error["advice"]
    assert ledger.read_bytes() == before
    assert list(ledger.parent.iterdir()) == [ledger]


def test_a_doubled_case_id_is_refused(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typed(capsys, ledger, *NEW, "--case-id", "L-1", "--installment", "2026-10-31:1")
    error = typed(capsys, ledger, *NEW, "--case-id", "L-1", "--installment", "2026-10-31:1", code=2)["error"]
    assert (error["code"], error["found"]) == ("E-DUPLICATE", "L-1")


def test_the_same_name_is_told_not_merged(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typed(capsys, ledger, *NEW, "--installment", "2026-10-31:1")
    data = typed(capsys, ledger, *NEW, "--installment", "2026-10-31:1")
    assert "D-000001" in data["notes"][0]
    assert [row["Debtor ID"] for row in table(ledger, "Debtors")] == ["D-000001", "D-000002"]


def test_asked_once_in_a_terminal(ledger: Path) -> None:
    script = Script(["", "Ann Lee", "", "en", "", "", "GB", "", "Loan", "GBP", "2026-13-01", "2026-01-05", "", "0.12", "", "900", "2", "2026-12-01", "monthly"])
    outcome = ask(ledger, script)
    assert [row["key"] for row in outcome.data["rows"]] == ["D-000001", "C-000001", "C-000001|ORIG|1", "C-000001|ORIG|2"]
    assert any("calendar" in said for said in script.said)  # the wrong date was asked for again
    assert table(ledger, "Cases")[0]["Annual rate"] == 0.12
    assert not script.lines


def test_an_end_of_input_leaves_the_rest_open_and_refuses(ledger: Path) -> None:
    with pytest.raises(Stop) as stop:
        ask(ledger, Script(["", "Ann Lee"]))
    assert stop.value.fault.code == "X-OPTION"


def test_it_works_on_a_book_that_is_lent() -> None:
    book = MemoryBook({})
    ask(Path("x.xlsm"), Script(live=False), book=book, name="Ann", currency="EUR", opened_on=NOW.date(), installments=("2026-12-01:10.00",))
    assert len(book.read().tables["Cases"].rows) == 1


def test_formula_like_text_stays_text(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typed(capsys, ledger, "--name", "=cmd|' /C calc'!A0", *NEW[2:], "--installment", "2026-10-31:1")
    assert table(ledger, "Debtors")[0]["Name"] == "=cmd|' /C calc'!A0"


def test_questions_in_three_languages() -> None:
    for asked in (DEBTOR, ROWS, *NEW_DEBTOR, *CASE, *EQUAL):
        assert all(asked.question)
        assert len(set(asked.question)) > 1


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 10_000_000), st.integers(1, 40), st.sampled_from(["weekly", "15-day", "30-day", "monthly", "2-monthly"]))
def test_the_rows_add_up_to_the_total(cents: int, count: int, frequency: str) -> None:
    total = Decimal(cents) / 100
    book = MemoryBook({})
    options = {"name": "Ann", "currency": "EUR", "opened_on": NOW.date(), "total": total, "count": count, "first_due": NOW.date(), "frequency": frequency}
    if cents < count * count:  # some installment might come to nothing: such schedules are refused elsewhere
        return
    outcome = ask(Path("x.xlsm"), Script(live=False), book=book, **options)
    rows = [row["values"] for row in outcome.data["rows"] if row["table"] == "Installments"]
    assert sum(Decimal(row["Principal"]) for row in rows) == total
