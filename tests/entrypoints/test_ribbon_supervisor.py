"""Archive, a debtor's data and Simulate at the open workbook: shown there, and what needs a closed ledger is done once it is closed."""

from __future__ import annotations

import webbrowser
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pyaddin.entrypoints import later
from pyaddin.ledger.closed import opened_by
from tests.ledger.calc import Calc
from tests.stories.desk import SUPERVISOR, Office
from tests.stories.outgrown import outgrown
from tests.stories.ribbon_desk import RibbonOffice

Asked = tuple[Path, str, Path, list[str]]


def ticks(step: timedelta) -> Iterator[datetime]:
    at = datetime(2026, 10, 12, 9, tzinfo=UTC)
    while True:
        yield at
        at += step


@pytest.mark.libreoffice
def test_the_three_buttons_over_libreoffice(tmp_path: Path, calc: Calc, monkeypatch: pytest.MonkeyPatch) -> None:
    pages: list[str] = []
    asked: list[Asked] = []
    monkeypatch.setattr(webbrowser, "open", pages.append)
    monkeypatch.setattr(later, "start", lambda *words: asked.append(words))
    office = RibbonOffice(tmp_path, calc)
    outgrown(office, ledger_language="zh-CN")
    office.run("refresh", "--as-of", "2026-10-12")
    office.open()

    assert office.press("archive", "10-12") == []
    assert set(office.form()) == {"year", "before", "to"}
    office.fill(year=2025)
    (said,) = office.press("archive", "10-12")
    assert ("未登记" in said, office.where()) == (True, "Form")  # Mary is no supervisor
    office.user = SUPERVISOR
    question, told = office.press("archive", "10-12", "yes")
    assert "2 个已结案件" in question
    assert "付款: 金额 GBP" in " ".join(line[0] for line in office.results())
    assert any("C-00004" in line[0] for line in office.results())
    assert str(asked[0][2]) in told
    assert len(office.rows("Cases")) == 5

    office.select("Debtors", "D-00002")
    assert office.press("privacy", "10-12") == []
    assert office.form()["debtor"][0] == "D-00002"
    office.fill(export="package of Bob")
    (said,) = office.press("privacy", "10-12")
    assert "D-00002" in said
    assert (tmp_path / "package of Bob" / "index.html").exists()
    office.select("Debtors", "D-00002")
    office.press("privacy", "10-12")
    office.fill(due="yes")
    assert office.press("privacy", "10-12") == []
    assert office.where() == "Result"
    office.select("Debtors", "D-00004")
    office.press("privacy", "10-12")
    office.fill(erase="yes", approved_by="Li Na", reason="asked for it")
    (said,) = office.press("privacy", "10-12")
    assert office.where() == "Form"  # Dee owes: nothing is asked, nothing is done
    assert len(asked) == 1

    office.press("simulate", "10-12")
    assert office.form()["weeks"][0] == 8
    office.fill(weeks=1)
    (said,) = office.press("simulate", "10-12")
    assert pages[-1].endswith(".html")
    assert "simulation" in said
    assert [line[0] for line in office.results()] == [said]  # and no longer how to stop it

    ledger, language, file, words = asked[0]
    assert opened_by(ledger) is not None
    times = ticks(timedelta(hours=1))
    assert later.run(ledger, language, file, words, now=lambda: next(times), pause=lambda seconds: None) == 2
    assert "十二小时" in file.read_text("utf-8-sig")
    office.save()
    office.book.close()
    assert later.run(ledger, language, file, words, now=lambda: next(times), pause=lambda seconds: None) == 0
    assert "已移出 2 个已结案件。" in file.read_text("utf-8-sig")
    assert [row["Case ID"] for row in office.sheet("Cases")] == ["C-00002", "C-00004", "C-00005"]
    assert office.clean()


def test_it_waits_until_the_ledger_is_closed_and_tries_again_when_it_is_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = outgrown(Office(tmp_path))
    file, lock = tmp_path / "told.txt", tmp_path / ".~lock.ledger.xlsm#"
    lock.write_text(",Li Na,office,12.10.2026 09:00,file:///x;", encoding="utf-8")
    words = ["archive", str(office.path), "--by", SUPERVISOR, "--as-of", "2026-10-12"]
    waited: list[float] = []

    def pause(seconds: float) -> None:
        assert not file.exists()
        waited.append(seconds)
        if len(waited) == 3:
            lock.unlink()

    times = ticks(timedelta(seconds=5))
    assert later.run(office.path, "en", file, words, now=lambda: next(times), pause=pause) == 0
    assert waited == [later.LOOK_SECONDS] * 3
    text = file.read_text("utf-8-sig")
    assert "Moved 2 closed cases." in text
    assert "Payments: Amount GBP: 400.0 = 100.0 here + 300.0 moved" in text
    assert "stays: C-00004" in text
    assert len(office.sheet("Cases")) == 3


@pytest.mark.parametrize(("language", "words"), [("en", "It was not done"), ("zh-TW", "未執行")])
def test_why_it_was_not_done_is_told_in_the_ledgers_language(tmp_path: Path, language: str, words: str) -> None:
    office = outgrown(Office(tmp_path))
    before, file = office.path.read_bytes(), tmp_path / "told.txt"
    again = ["privacy", str(office.path), "--by", SUPERVISOR, "--debtor", "D-00004", "--erase", "--approved-by", "Li Na", "--reason", "asked for it"]
    times = ticks(timedelta(seconds=5))
    assert later.run(office.path, language, file, again, now=lambda: next(times), pause=lambda seconds: None) == 2
    assert file.read_text("utf-8-sig").startswith(words)
    assert office.path.read_bytes() == before
    assert later.main([]) == 2
