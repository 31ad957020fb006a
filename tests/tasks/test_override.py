"""A supervisor may pass a rule of the house, with a name and a reason that stay in the ledger; the law and the strictest pack cannot be passed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.desk import SUPERVISOR, Office, case, debtor, installments

SUNDAY = ("--case", "C-00001", "--as-of", "2026-11-22")
PASS = ("--override", "UK-WIN", "--reason", "asked for a call on Sunday")


def test_a_house_rule_blocks_on_sunday_and_is_passed_with_name_and_reason(tmp_path: Path) -> None:
    rows = {"Debtors": [debtor(1, Preferred_channel="call")], "Cases": [case(1)], "Installments": installments(1, ["11-20"])}
    desk = Office(tmp_path).new(rows)
    desk.weekly("11-21", "--dry-run")
    desk.run("daily", "--as-of", "2026-11-22", "--by", "test")
    blocked = desk.run("remind", *SUNDAY, "--by", "test")
    assert [(m["result"], "UK-WIN" in m["why"], "NEXT-LAWFUL" in m["why"]) for m in blocked["messages"]] == [("blocked", True, True)]
    passed = desk.run("remind", *SUNDAY, *PASS, "--by", SUPERVISOR)
    assert [m["result"] for m in passed["messages"]] == ["queued"]
    row = desk.sheet("Contacts")[-1]
    assert row["Channel"] == "call"
    assert f"OVERRIDE: UK-WIN was passed by {SUPERVISOR}: asked for a call on Sunday" in row["Why"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--override", "UK-WIN", "--by", SUPERVISOR), "X-OPTION"),
        ((*PASS, "--by", "a clerk"), "X-OPTION"),
    ],
)
def test_no_reason_or_no_supervisor_passes_nothing(tmp_path: Path, words: tuple[str, ...], code: str) -> None:
    rows = {"Debtors": [debtor(1, Preferred_channel="call")], "Cases": [case(1)], "Installments": installments(1, ["11-20"])}
    desk = Office(tmp_path).new(rows)
    before = desk.bytes()
    answer = desk.run("remind", *SUNDAY, *words)
    assert (answer.code, answer["error"]["code"]) == (2, code)
    assert desk.bytes() == before


def test_the_strictest_pack_cannot_be_passed(tmp_path: Path) -> None:
    rows = {
        "Debtors": [debtor(1, Country="SG", Time_zone="Asia/Singapore")],
        "Cases": [case(1)],
        "Installments": installments(1, ["11-20"]),
    }
    desk = Office(tmp_path).new(rows)
    desk.run("daily", "--as-of", "2026-11-22", "--by", "test")
    answer = desk.run("remind", *SUNDAY, "--override", "STRICT-WIN", "--reason", "urgent", "--by", SUPERVISOR)
    assert [(m["result"], "STRICT-WIN" in m["why"]) for m in answer["messages"]] == [("blocked", True)]
