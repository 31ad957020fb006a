"""Simulation through the command line: on a copy, the same for the same seed, and a changed setting beside today's policy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.desk import Office, case, debtor, installments


@pytest.fixture
def office(tmp_path: Path) -> Office:
    rows = {
        "Debtors": [debtor(1), debtor(2), debtor(3, Preferred_channel="call")],
        "Cases": [case(1, 1), case(2, 2), case(3, 3)],
        "Installments": [*installments(1, ["11-02", "12-02"]), *installments(2, ["10-20"]), *installments(3, ["11-03"])],
    }
    office = Office(tmp_path).new(rows)
    office.weekly("11-09")
    return office


def files_of(office: Office) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in office.path.parent.iterdir() if path.is_file()}


def test_weeks_are_played_on_a_copy_and_nothing_is_touched(office: Office) -> None:
    before = files_of(office)
    answer = office.run("simulate", "--as-of", "2026-11-16", "--weeks", "3")
    assert files_of(office) == before
    assert answer.code == 0
    assert [week["as_of"] for week in answer["weeks"]] == ["2026-11-16", "2026-11-23", "2026-11-30"]
    first = answer["weeks"][0]
    assert first["messages"]["reminder 2"] >= 1
    assert float(first["expected"]["GBP"]) > 0
    assert answer["assumptions"]["seed"] == 1
    page = Path(answer["files"][0]).read_text(encoding="utf-8")
    assert "not a forecast" in page


def test_the_same_seed_gives_the_same_play_and_no_pay_gives_no_cash(office: Office) -> None:
    words = ("simulate", "--as-of", "2026-11-16", "--weeks", "2", "--seed", "7")
    first = office.run(*words)
    page = Path(first["files"][0]).read_bytes()
    assert office.run(*words).data == first.data
    assert Path(first["files"][0]).read_bytes() == page
    poor = office.run(*words, "--pay", "0", "--kept", "0")
    assert float(poor["totals"]["expected"]["GBP"]) < float(first["totals"]["expected"]["GBP"])


def test_a_setting_is_tried_beside_the_policy_of_today(office: Office) -> None:
    answer = office.run("simulate", "--as-of", "2026-11-16", "--weeks", "2", "--set", "daily_cap=1")
    changed = answer["changed"]
    assert changed["settings"] == {"daily_cap": "1"}
    assert changed["totals"]["sent"] < answer["totals"]["sent"]
    assert all(week["sent"] <= 1 for week in changed["weeks"])


@pytest.mark.parametrize("words", [("--weeks", "0"), ("--weeks", "53"), ("--set", "no_such=1"), ("--set", "daily_cap"), ("--kept", "2"), ("--reached", "-1")])
def test_what_cannot_be_played_is_refused(office: Office, words: tuple[str, ...]) -> None:
    answer = office.run("simulate", "--as-of", "2026-11-16", *words)
    assert (answer.code, answer["error"]["code"]) == (2, "X-OPTION")
