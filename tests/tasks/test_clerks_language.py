"""The clerk's language: the same ledger in three languages gives the same figures; only sentences and what cells show differ."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pyaddin.build.sample import sample_rows, sample_settings
from pyaddin.labels import LANGUAGES, label
from pyaddin.ledger.captions import SHOWN_BY_LABEL, list_of
from pyaddin.ledger.schema import EVERY_TABLE, Type
from pyaddin.rules.reason import rules_in
from tests.stories.desk import LEDGER_ID, SUPERVISOR, Office

AS_OF = date(2026, 11, 23)
SENTENCES = {"Why", "Next action", "Points", "Action", "Meaning", "Source"}
ROWS = sample_rows(40, 7, AS_OF, "en")


def ran(folder: Path, language: str) -> Office:
    """The same rows in a ledger of this language, after a weekly run."""
    settings = sample_settings(AS_OF, "en") | {"ledger_language": language, "supervisors": SUPERVISOR}
    return run_on(Office(folder).new(ROWS, settings, LEDGER_ID))


def run_on(office: Office) -> Office:
    """A weekly run after the journal took over what the sample's history says was sent."""
    assert office.run("outbox", "adopt", "--by", SUPERVISOR, "--as", "sent").code == 0
    office.answer = office.weekly("11-23")  # type: ignore[attr-defined]
    assert {result for *_, result in office.answer.results} >= {"sent", "queued", "blocked"}  # type: ignore[attr-defined]
    return office


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Office]:
    return {language: ran(tmp_path_factory.mktemp(language), language) for language in LANGUAGES}


def facts(office: Office, table: str) -> list[dict[str, Any]]:
    """The rows of a sheet without its sentences."""
    spoken = SENTENCES | ({"Reason"} if table == "Holds" else set()) | ({"Channel"} if table == "Today" else set())
    notes = {"Notes"} if table == "Adjustments" else set()
    of_tables = {
        "Settings": {"Source"}, "Levels": {"Source", "Tone", "Channels", "Needs approval"}, "Runs": {"Audit head"}, "Guidelines": {"Cost line"},
        "Figures": {"Formula", "Source"},
    }  # fmt: skip
    told = of_tables.get(table, set())
    rows = [{name: value for name, value in row.items() if name not in spoken | notes | told} for row in office.sheet(table)]
    return [row for row in rows if row.get("Key") != "ledger_language"]


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW"])
def test_a_run_gives_the_same_rows_in_every_language_but_for_the_sentences(offices: dict[str, Office], language: str) -> None:
    for table in EVERY_TABLE:
        assert facts(offices[language], table) == facts(offices["en"], table), table
    mine, english = offices[language].answer, offices["en"].answer  # type: ignore[attr-defined]
    assert mine.results == english.results
    assert [message["rules"] for message in mine["messages"]] == [message["rules"] for message in english["messages"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_why_names_the_same_rules_and_speaks_one_language(offices: dict[str, Office], language: str) -> None:
    for table in ("Cases", "Today"):
        whys = [str(row["Why"] or "") for row in offices[language].sheet(table)]
        assert [rules_in(why) for why in whys] == [rules_in(str(row["Why"] or "")) for row in offices["en"].sheet(table)]
        assert any("一" <= letter <= "鿿" for why in whys for letter in why) is (language != "en")


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW"])
def test_a_second_run_changes_and_sends_nothing(offices: dict[str, Office], language: str) -> None:
    office = offices[language]
    before = {name: content for name, content in office.bytes().items() if "-out/" not in name}
    again = office.weekly("11-23")
    assert (again["sent"], again["moved"], again["flagged"], again["changes"]) == (0, 0, 0, [])
    assert {name: content for name, content in office.bytes().items() if "-out/" not in name} == before


def test_a_ledger_whose_language_was_changed_keeps_its_holds(tmp_path: Path) -> None:
    office = ran(tmp_path, "zh-CN")
    holds = [(row["Hold ID"], row["Start"], row["End"]) for row in office.sheet("Holds")]
    office.setting("ledger_language", "zh-TW")
    office.weekly("11-23")
    assert [(row["Hold ID"], row["Start"], row["End"]) for row in office.sheet("Holds")] == holds


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_chosen_from_the_drop_downs_are_read_and_kept_as_codes(tmp_path: Path, language: str) -> None:
    """Every code cell holds its label, as after a clerk's choice; the run is the same and leaves codes where labels are shown."""
    spoken = {
        table: [
            {
                name: label(list_of(EVERY_TABLE[table].column(name)), str(value), language).upper() + " "
                if value and EVERY_TABLE[table].column(name).type is Type.CODE and not EVERY_TABLE[table].column(name).computed
                else value
                for name, value in row.items()
            }
            for row in rows
        ]
        for table, rows in ROWS.items()
    }
    settings = sample_settings(AS_OF, "en") | {"ledger_language": language, "supervisors": SUPERVISOR}
    office = run_on(Office(tmp_path).new(spoken, settings, LEDGER_ID))
    answer = office.answer  # type: ignore[attr-defined]
    assert answer["refused"] == 0
    plain = ran(tmp_path / "plain", language)
    assert answer.results == plain.answer.results  # type: ignore[attr-defined]
    for table in ("Contacts", "Holds", "Plans", "Debtors"):
        columns = [c.name for c in EVERY_TABLE[table].columns if list_of(c) in SHOWN_BY_LABEL]
        assert [[row[name] for name in columns] for row in office.sheet(table)] == [[row[name] for name in columns] for row in plain.sheet(table)]
    assert office.weekly("11-23")["changes"] == []
