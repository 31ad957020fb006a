"""The run's report to the supervisor: the page attached, figures in the text, once per run, as a file with the folder transport."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pyaddin.correspondence import report_mail
from pyaddin.correspondence.journal import Journal
from pyaddin.errors import Stop
from pyaddin.tasks import run_mail
from tests.stories.desk import Answer, Office, case, debtor, installments, read_mail, words_of

AT = datetime(2026, 11, 9, 9, tzinfo=UTC)
SETTINGS = {"report_to": "supervisor@oakmere.example"}


def office_in(folder: Path, **settings: str) -> tuple[Office, Answer]:
    rows = {"Debtors": [debtor(1)], "Cases": [case(1)], "Installments": installments(1, ["11-02"])}
    office = Office(folder).new(rows, SETTINGS | settings)
    return office, office.weekly("11-09")


def told(office: Office, answer: Answer) -> str:
    return run_mail.run(office.path, answer.data, transport=None, now=lambda: AT)


def state(office: Office) -> list[str]:
    journal = Journal.peek(office.journal)
    try:
        return [row[0].split()[0] for row in journal.select("SELECT value FROM meta WHERE name LIKE 'report %'")]
    finally:
        journal.close()


def test_once_per_run_with_the_page_attached(tmp_path: Path) -> None:
    office, answer = office_in(tmp_path)
    assert told(office, answer) == "written to report.eml"
    mail = read_mail(Path(answer["out"]) / "report.eml")
    assert (mail["To"], mail["From"]) == ("supervisor@oakmere.example", "Oakmere Furniture <accounts@oakmere.example>")
    assert mail["Subject"] == "Weekly follow-up run, 2026-11-09 - ledger.xlsm"
    assert "cases assessed: 1 installments missed, new: 1 cases moved: 1 messages sent: 1" in words_of(mail)
    page, week, paper = list(mail.iter_attachments())
    assert page.get_filename() == "W-2026-11-09.html"
    assert (week.get_filename(), paper.get_filename()) == ("report_2026-11-09.html", "report_2026-11-09.pdf")
    assert paper.get_content().startswith(b"%PDF")
    assert page.get_content() == Path(answer["report"]).read_text(encoding="utf-8")
    assert state(office) == ["sent"]
    (Path(answer["out"]) / "report.eml").unlink()
    assert told(office, answer) == "mailed before"
    assert not (Path(answer["out"]) / "report.eml").exists()
    assert office.clean()


def test_the_same_run_has_the_same_message_id(tmp_path: Path) -> None:
    office, answer = office_in(tmp_path)
    told(office, answer)
    found = read_mail(Path(answer["out"]) / "report.eml")["Message-ID"]
    assert found == report_mail.message_id("OFFICE-1", "W-2026-11-09", "oakmere.example")
    assert found != report_mail.message_id("OFFICE-1", "W-2026-11-10", "oakmere.example")


def test_in_the_ledgers_language(tmp_path: Path) -> None:
    office, answer = office_in(tmp_path, ledger_language="zh-TW")
    told(office, answer)
    mail = read_mail(Path(answer["out"]) / "report.eml")
    assert mail["Subject"] == "每週跟進報告，2026-11-09 - ledger.xlsm"
    assert "已核算案件: 1" in words_of(mail)


def test_an_address_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    office, answer = office_in(tmp_path, report_to="the boss")
    with pytest.raises(Stop, match="X-OPTION.*the boss"):
        told(office, answer)
    assert state(office) == []


def test_what_could_not_be_written_may_be_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office, answer = office_in(tmp_path)

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pyaddin.tasks.run_mail.os.replace", refuse)
    with pytest.raises(Stop, match="X-WRITE.*No space left"):
        told(office, answer)
    monkeypatch.undo()
    assert state(office) == []
    assert told(office, answer) == "written to report.eml"


def test_one_that_was_cut_off_is_not_mailed_a_second_time(tmp_path: Path) -> None:
    office, answer = office_in(tmp_path)
    assert report_mail.note_begun(office.path, "OFFICE-1", "W-2026-11-09", AT)
    assert told(office, answer) == "mailed before"
    assert state(office) == ["begun"]
