"""A ledger that grows towards the end of its sheets: told in time, and no message of a run that could not enter it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pyaddin.entrypoints.live.desk import Desk
from pyaddin.entrypoints.live.once_a_day import first_today, memory_path
from pyaddin.ledger import limits
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.memory import MemoryBook
from tests.imports.statements.bank_files import move, mt940
from tests.stories.desk import Answer, Office, case, debtor, installments


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path).new(
        {"Debtors": [debtor(1), debtor(2)], "Cases": [case(1, 1), case(2, 2)], "Installments": [*installments(1, ["10-05"]), *installments(2, ["10-05"])]}
    )


def _told(answer: Answer) -> list[tuple[str, str]]:
    return [(fault["sheet"], fault["found"]) for fault in answer["faults"] if fault["code"] == "W-LIMIT"]


def test_nothing_is_said_of_a_small_ledger_and_every_sheet_near_its_limit_is_named(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _told(office.run("check")) == []
    monkeypatch.setattr(limits, "MANY_CASES", 2)
    assert _told(office.run("check")) == [("Cases", "2 rows of 1,048,576")]
    monkeypatch.setattr(limits, "MANY_ROWS", 3)
    assert ("Moves", "3 rows of 1,048,576") not in _told(office.run("check"))
    assert ("Rates", "7 rows of 1,048,576") in _told(office.run("check"))
    answer = office.weekly("10-12")
    assert answer.code == 0
    assert ("Cases", "2 rows of 1,048,576") in _told(answer)
    page = next(office.path.parent.rglob("report.html")).read_text("utf-8")
    assert "Sheet Cases has 2 rows of 1,048,576" in page
    assert any("archive" in note for note in answer["notes"])


def test_a_run_that_may_not_find_room_is_refused_before_its_first_message(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pyaddin.ledger.schema.MAX_ROWS", limits.RESERVE + 4)
    before = office.path.read_bytes()
    answer = office.weekly("10-12")
    assert answer.error == "X-LIMIT"
    assert (office.emails(), office.path.read_bytes()) == ([], before)
    monkeypatch.undo()
    assert office.weekly("10-12")["sent"] == 2


@pytest.mark.parametrize("words", [("import",), ("import", "--preview"), ("bank",), ("bank", "--preview")], ids=" ".join)
def test_a_list_or_statement_that_would_take_the_last_rows_is_refused_whole(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: tuple[str, ...]
) -> None:
    source = tmp_path / ("payments.csv" if words[0] == "import" else "october.sta")
    money = [move("10-01", f"{number}.00") for number in range(1, 7)]
    listed = "Case ID,Value date,Amount\n" + "".join(f"C-00001,2026-10-0{number},{number}\n" for number in range(1, 7))
    source.write_text(listed if words[0] == "import" else mt940(money), encoding="utf-8")
    monkeypatch.setattr("pyaddin.ledger.schema.MAX_ROWS", limits.RESERVE + 6)
    before = office.path.read_bytes()
    refused = office.run(words[0], "--from", str(source), *words[1:])
    assert (refused.code, refused.error) == (2, "X-LIMIT")
    assert refused.data["error"]["sheet"] == ("Payments" if words[0] == "import" else "Bank")
    assert office.path.read_bytes() == before
    monkeypatch.setattr("pyaddin.ledger.schema.MAX_ROWS", limits.RESERVE + 7)
    assert office.run(words[0], "--from", str(source), *words[1:]).code == 0


def test_what_a_person_types_may_take_the_rows_that_are_kept_for_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pyaddin.ledger.schema.MAX_ROWS", 5)
    assert office.run("log", "--case", "C-00001", "--channel", "call", "--direction", "out", "--result", "no answer").code == 0
    assert len(office.sheet("Contacts")) == 1


def test_the_queue_says_it_first_and_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MANY_CASES", 2)
    office.run("refresh", "--as-of", "2026-10-12")
    row, *others = office.sheet("Today")
    assert row["Action"] == "Supervisor: archive closed cases, the ledger grows too large"
    assert (row["Rank"], row["Case ID"]) == (1, None)
    assert "2 rows of 1,048,576" in row["Why"]
    assert [line["Rank"] for line in others] == list(range(2, len(others) + 2))
    assert office.run("refresh", "--as-of", "2026-10-12")["changes"] == []
    assert office.clean()
    monkeypatch.undo()
    office.run("refresh", "--as-of", "2026-10-12")
    assert len(office.sheet("Today")) == len(others)


class _Screen:
    """What was said of an open ledger."""

    user = "Mary Webb"

    def __init__(self, ledger: ClosedBook | MemoryBook) -> None:
        self.ledger = ledger
        self.said: list[str] = []

    def tell(self, text: str, title: str) -> None:
        self.said.append(text)


def test_a_click_tells_it_once_a_day(office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "mine"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "mine"))
    monkeypatch.setattr(limits, "MANY_CASES", 2)
    screen = _Screen(ClosedBook(office.path))
    for on in (12, 12, 13):
        Desk(screen, "log", lambda on=on: datetime(2026, 10, on, 9, tzinfo=UTC)).tell("done")  # type: ignore[arg-type,misc]
    assert ["Sheet Cases has 2 rows" in text for text in screen.said] == [True, False, True]
    assert memory_path().is_relative_to(tmp_path)


def test_what_cannot_be_remembered_is_told_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "file"))
    assert [first_today("a", date(2026, 10, 12)) for _ in range(2)] == [True, True]
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("APPDATA", str(tmp_path))
    memory_path().parent.mkdir()
    memory_path().write_text("[", encoding="utf-8")
    assert [first_today(topic, date(2026, 10, 12)) for topic in "aab"] == [True, False, True]
