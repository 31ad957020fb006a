"""A practice ledger: same figures, invented people, every paper marked, and no way out of it."""

from __future__ import annotations

import shutil
import subprocess
from email import message_from_bytes, policy
from pathlib import Path

import openpyxl
import pytest

from pyaddin.ledger.closed import ClosedBook
from pyaddin.practice import PREFIX, mark, overridden, paper_words
from tests.stories.desk import SUPERVISOR, Office, case, debtor, installments, payment

NOW = "2026-11-09"


@pytest.fixture
def practiced(tmp_path: Path) -> tuple[Office, Office]:
    """The real office after one week, and its practice copy beside it."""
    real = Office(tmp_path).new(
        {
            "Debtors": [debtor(Notes="lives with her sister", Phone="+44 113 496 0101", Address="9 Elm Row")], "Cases": [case()],
            "Installments": installments(1, ["10-05", "12-05"]), "Payments": [payment(1, "10-20", 30, Reference="ANN LEE STANDING ORDER")],
        },
        {"smtp_host": "mail.oakmere.example", "smtp_user": "oakmere", "transport": "folder", "iban": "DE89370400440532013000", "supervisors": SUPERVISOR},
    )  # fmt: skip
    real.weekly("10-12")
    answer = real.run("practice", "--to", str(tmp_path / "try.xlsm"), "--by", SUPERVISOR)
    assert (answer.code, answer["cases"]) == (0, 1)
    return real, Office(tmp_path, "try.xlsm")


def test_same_figures_other_people(practiced: tuple[Office, Office]) -> None:
    real, copy = practiced
    mine, theirs = real.assess("10-19"), copy.assess("10-19")
    assert {k: v for k, v in mine.items() if k != "why"} == {k: v for k, v in theirs.items() if k != "why"}
    held = b"".join(copy.parts().values()).decode("utf-8", "replace")
    for word in ("Ann Lee", "ANN LEE", "sister", "Elm Row", "ann@debtor.example", "496 0101"):
        assert word not in held
    assert ClosedBook(copy.path).read().ledger_id.startswith(PREFIX)
    assert (paper_words("en"),) == tuple(row[1] for row in list(_cells(copy, "Read me"))[:1])


def _cells(office: Office, sheet: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in openpyxl.load_workbook(office.path)[sheet].iter_rows(values_only=True)]


def test_nothing_leaves_it_whatever_is_asked_or_set(practiced: tuple[Office, Office]) -> None:
    _, copy = practiced
    assert copy.run("weekly", "--transport", "smtp").error == "X-PRACTICE"
    assert copy.run("mail-test", "--to", "me@oakmere.example").error == "X-PRACTICE"
    copy.setting("transport", "smtp")
    copy.setting("smtp_host", "mail.oakmere.example")
    answer = copy.weekly("10-19")
    assert (answer.code, answer["sent"]) == (0, 1)
    (file,) = [file for file in copy.emails() if "try-out" in str(file)]
    mail = message_from_bytes(file.read_bytes(), policy=policy.SMTP)
    assert mail["Subject"].startswith(f"[{mark('en')}] ")
    assert "PRACTICE" in mail["From"]
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        assert part is not None
        assert paper_words("en")[:14] in part.get_content()
    assert mail["To"].addresses[0].domain == "practice.example"
    assert paper_words("en") in next((copy.path.parent / "try-out").rglob("report.html")).read_text("utf-8")


def test_what_was_practiced_never_counts_in_the_real_ledger(practiced: tuple[Office, Office]) -> None:
    real, copy = practiced
    before = real.keyed()
    copy.weekly("10-19")
    assert real.keyed() == before
    # the practice journal put in the place of the real one is not read
    shutil.copy(copy.journal, real.journal)
    answer = real.weekly("10-19")
    assert answer["sent"] == 0
    assert "belongs to another ledger" in str(answer.data)


@pytest.mark.poppler
def test_the_word_stands_across_every_page(practiced: tuple[Office, Office], tmp_path: Path) -> None:
    real, copy = practiced
    for office, times in ((copy, 1), (real, 0)):
        target = tmp_path / f"{office.path.stem}.pdf"
        assert office.run("statement", "--case", "C-00001", "--out", str(target.with_suffix("")), "--as-of", "2026-10-19").code == 0
        (page,) = target.with_suffix("").glob("*.pdf")
        words = subprocess.run(["pdftotext", "-layout", str(page), "-"], capture_output=True, check=True, text=True).stdout
        assert (words.count("PRACTICE") > times) is bool(times)


def test_a_copy_of_a_copy_a_taken_name_and_a_clerk_are_refused(practiced: tuple[Office, Office], tmp_path: Path) -> None:
    real, copy = practiced
    assert copy.run("practice", "--to", str(tmp_path / "again.xlsm"), "--by", SUPERVISOR).error == "X-PRACTICE"
    assert real.run("practice", "--to", str(copy.path), "--by", SUPERVISOR).error == "X-EXISTS"
    assert real.run("practice", "--to", str(tmp_path / "own.xlsm"), "--by", "Somebody").error == "X-OPTION"
    assert real.run("practice", "--to", str(tmp_path / "own.txt"), "--by", SUPERVISOR).error == "X-OPTION"


@pytest.mark.parametrize(("language", "word"), [("en", "PRACTICE"), ("zh-CN", "练习"), ("zh-TW", "演練")])
def test_settings_of_practice_in_every_language(language: str, word: str) -> None:
    made = overridden({"ledger_language": language, "creditor_name": "Oakmere", "smtp_host": "x", "transport": "smtp", "iban": "DE1"})
    assert (made["creditor_name"], made["transport"], made["smtp_host"], made["iban"]) == (f"{word} - Oakmere", "folder", None, None)
    assert overridden({"ledger_language": language, "creditor_name": None})["creditor_name"] == word
