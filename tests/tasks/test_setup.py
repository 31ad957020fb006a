"""The first-run questions: what is answered is written, nonsense is refused, and the packs that follow are told."""

from __future__ import annotations

import io
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from pyaddin.entrypoints import cli, say
from pyaddin.errors import Stop
from pyaddin.labels import LANGUAGES
from pyaddin.ledger.closed import ClosedBook
from pyaddin.policy.rulebook import packs_for
from pyaddin.settings import BY_NAME
from pyaddin.tasks import setup
from pyaddin.tasks.opening import read_settings
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.setup_words import CODES, QUESTIONS, STRICTEST
from tests.ledger.made import make_ledger
from tests.tasks.typed_lines import Script

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OPTIONS = ("role", "debt_class", "jurisdiction", "creditor_name", "reply_to", "time_zone")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "office.xlsm"
    make_ledger(path, ledger_id="T", settings={"as_of": "2026-11-20"})
    return path


def answer(path: Path, dialog: Script | None = None, **options: str) -> Outcome:
    given = {name: options.get(name) for name in OPTIONS}
    return setup.run(path, **given, now=lambda: NOW, dialog=dialog or Script(live=False))


def stored(path: Path) -> dict[str, object]:
    values, faults = read_settings(ClosedBook(path).read())
    assert not faults
    return dict(values.values)


def test_options_are_written_and_nothing_else(ledger: Path) -> None:
    before = stored(ledger)
    data = answer(ledger, role="agency", jurisdiction="ie", creditor_name="Harbor  Credit", reply_to="desk@example.com", time_zone="Europe/Dublin").data
    changed = {"actor_role": "agency", "jurisdiction": "IE", "creditor_name": "Harbor Credit", "reply_to": "desk@example.com", "time_zone": "Europe/Dublin"}
    assert stored(ledger) == before | changed
    assert data["settings"] == changed | {"debt_class": ""}
    assert data["changed"] == list(changed)
    assert data["path"] == str(ledger)
    packs = data["packs"]
    assert isinstance(packs, list)
    assert [row["pack"] for row in packs] == [pack.name for pack in packs_for("IE", "", "agency", "")] == ["EU", "IE", "STRICT"]


def test_the_date_of_the_last_run_stays_on_the_captions(ledger: Path) -> None:
    answer(ledger, role="agency")
    sheet = openpyxl.load_workbook(ledger)["Cases"]
    assert "computed as of 2026-11-20" in str(sheet["A1"].number_format)


def test_the_same_answers_again_leave_the_file_as_it_is(ledger: Path) -> None:
    answer(ledger, role="agency", jurisdiction="CN")
    bytes_then = ledger.read_bytes()
    assert answer(ledger, role="agency", jurisdiction="CN").data["changed"] == []
    assert ledger.read_bytes() == bytes_then


def test_no_country_means_the_strictest_pack(ledger: Path) -> None:
    data = answer(ledger, role="agency").data
    packs = data["packs"]
    assert isinstance(packs, list)
    assert [row["pack"] for row in packs] == ["STRICT"]
    said = say.lines(Outcome("setup", data))
    assert any("strictest pack is used" in line for line in said)
    assert "Without these answers the strictest pack holds" in said[-1]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("role", "boss"), ("debt_class", "people"), ("jurisdiction", "XX"), ("jurisdiction", "Ireland"), ("reply_to", "nonsense"),
        ("reply_to", "a@b.example, c@d.example"), ("time_zone", "Mars/Base"), ("time_zone", "../etc/passwd"), ("creditor_name", "   "),
        ("creditor_name", "x" * 201), ("creditor_name", "A\u202eB"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_and_nothing_written(ledger: Path, name: str, value: str) -> None:
    before = ledger.read_bytes()
    with pytest.raises(Stop) as stop:
        answer(ledger, **{"creditor_name": "Harbor Credit", name: value})
    assert stop.value.fault.code == "X-OPTION"
    assert ledger.read_bytes() == before


def test_text_is_never_a_formula(ledger: Path) -> None:
    answer(ledger, creditor_name='=HYPERLINK("http://example.com")')
    cells = [row for row in openpyxl.load_workbook(ledger)["Settings"].iter_rows() if row[0].value == "creditor_name"]
    assert cells[0][1].data_type == "s"


def test_a_terminal_is_asked_for_the_rest(ledger: Path) -> None:
    person = Script(["3", "1", "Atlantis", "us", "Harbor Credit", "desk@example.com"])
    data = answer(ledger, person, time_zone="America/New_York").data
    assert data["settings"] == {
        "actor_role": "debt_buyer", "debt_class": "consumer", "jurisdiction": "US", "creditor_name": "Harbor Credit", "reply_to": "desk@example.com",
        "time_zone": "America/New_York",
    }  # fmt: skip
    assert person.said[0] == STRICTEST[0]
    asked = "\n".join(person.said)
    for question in QUESTIONS[:5]:
        assert question.question[0] in asked
        assert question.why[0] in asked
    assert QUESTIONS[5].question[0] not in asked
    assert "no country code" in asked
    packs = data["packs"]
    assert isinstance(packs, list)
    assert [row["pack"] for row in packs] == ["US-REGF"]


def test_who_leaves_in_the_middle_keeps_what_was_answered(ledger: Path) -> None:
    answer(ledger, Script(["2"]))
    assert stored(ledger)["actor_role"] == "agency"
    assert stored(ledger)["jurisdiction"] == ""


def test_a_setting_that_the_sheet_lacks_gets_a_row(ledger: Path) -> None:
    book = openpyxl.load_workbook(ledger)
    sheet = book["Settings"]
    row = next(row[0].row for row in sheet.iter_rows() if row[0].value == "jurisdiction")
    sheet.cell(row, 1).value = None
    sheet.cell(row, 2).value = None
    book.save(ledger)
    answer(ledger, jurisdiction="TW")
    assert stored(ledger)["jurisdiction"] == "TW"


def test_without_terminal_and_options_there_is_nothing_to_do(ledger: Path) -> None:
    with pytest.raises(Stop, match="nothing to set up"):
        answer(ledger)


def test_the_questions_are_whole_in_every_language() -> None:
    assert {question.setting for question in QUESTIONS} <= set(BY_NAME)
    for question in QUESTIONS:
        assert set(BY_NAME[question.setting].codes) <= set(CODES)
        for words in (question.question, question.why):
            assert len(words) == len(LANGUAGES)
            assert len(set(words)) == len(LANGUAGES)


def test_at_the_command_line_json_asks_nothing(ledger: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    terminal = io.StringIO("3\n")
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", terminal)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert cli.main(["setup", str(ledger), "--role", "creditor", "--debt-class", "consumer", "--jurisdiction", "CN", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert list(data)[:3] == ["path", "settings", "packs"]
    assert [row["pack"] for row in data["packs"]] == ["CN"]
    assert terminal.tell() == 0
