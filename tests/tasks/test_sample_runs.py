"""Whole portfolios: what must hold after any weekly run, tried on samples of several seeds."""

from __future__ import annotations

import getpass
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pyaddin.correspondence.message import Letter
from pyaddin.tasks import letters
from tests.stories.desk import Answer, Office

AS_OF = "2026-11-23"
SEEDS = (1, 7, 23)
SERVICE_HOLDS = ("DECEASED", "WRONG_PARTY", "CEASE", "COUNSEL", "DISPUTE", "MORATORIUM", "MANUAL", "INSOLVENCY", "IDENTITY", "MINOR", "LITIGATION")


class After:
    """One sample after two weekly runs on the same date, and what was seen on the way."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.office = Office(folder)
        assert self.office.run("new", "--sample", "70", "--seed", str(seed), "--as-of", AS_OF).code == 0
        self.foretold: list[dict[str, Any]] = self.office.run("assess", "--as-of", AS_OF)["cases"]
        before = self.office.bytes()
        self.dry = self.office.run("weekly", "--as-of", AS_OF, "--dry-run")
        self.dry_left_it_alone = self.office.bytes() == before
        self.letters: list[Letter] = []
        real = letters.letter

        def watched(*args: Any, **more: Any) -> Letter:
            made = real(*args, **more)
            self.letters.append(made)
            return made

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(letters, "letter", watched)
            self.first: Answer = self.office.run("weekly", "--as-of", AS_OF)
        self.once = self.state()
        self.second: Answer = self.office.run("weekly", "--as-of", AS_OF)

    def state(self) -> dict[str, bytes]:
        return {name: content for name, content in self.office.bytes().items() if "-out/" not in name}


@pytest.fixture(scope="module", params=SEEDS)
def after(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> After:
    return After(tmp_path_factory.mktemp(f"seed{request.param}"), request.param)


def test_a_second_run_changes_and_sends_nothing(after: After) -> None:
    assert (after.second["sent"], after.second["moved"], after.second["flagged"], after.second["changes"]) == (0, 0, 0, [])
    assert after.state() == after.once


def test_the_dry_run_foretold_it_and_wrote_nothing(after: After) -> None:
    assert after.dry_left_it_alone
    for name in ("assessed", "flagged", "moved", "sent", "queued", "blocked", "failed", "parked", "refused"):
        assert after.dry[name] == after.first[name]

    def told(answer: Answer) -> list[tuple[Any, ...]]:
        return [(m["case_id"], m["kind"], m["level"], m["channel"], m["result"], m["why"]) for m in answer["messages"]]

    def cells(answer: Answer) -> list[tuple[Any, ...]]:
        return sorted((c["table"], c["key"], c["column"], str(c["new"])) for c in answer["changes"] if c["column"])

    assert told(after.dry) == told(after.first)
    assert cells(after.dry) == cells(after.first)


def test_assess_foretold_the_cases_sheet(after: After) -> None:
    rows = {row["Case ID"]: row for row in after.office.sheet("Cases")}
    assert len(rows) == len(after.foretold) == 70
    for case in after.foretold:
        row = rows[case["case_id"]]
        assert (case["stage"] or None) == row["Stage"], case["case_id"]
        assert (case["level"] if case["stage"] else None) == row["Level"], case["case_id"]
        assert case["days_past_due"] == row["Days past due"]
        assert (case["bucket"] or None, case["why"] or None) == (row["Bucket"], row["Why"])
        for name, column in (("arrears", "Arrears"), ("interest", "Interest due"), ("fees", "Fees due"), ("outstanding", "Outstanding")):
            assert Decimal(case[name]) == Decimal(str(row[column])), (case["case_id"], name)
        assert sum(map(Decimal, case["arrears_by_bucket"].values()), Decimal(0)) == Decimal(case["arrears"])


def test_no_debtor_is_written_to_twice(after: After) -> None:
    debtor_of = {row["Case ID"]: row["Debtor ID"] for row in after.office.sheet("Cases")}
    told = Counter(debtor_of[m["case_id"]] for m in after.first["messages"] if m["result"] in ("sent", "queued"))
    assert told
    assert max(told.values()) == 1
    sent = [row for row in after.office.sheet("Contacts") if str(row["Document"] or "").startswith(after.first["run_id"])]
    assert max(Counter(row["Key"] for row in sent).values()) == 1


def test_the_parts_of_every_statement_add_up(after: After) -> None:
    assert len(after.letters) >= after.first["sent"]
    for letter in after.letters:
        for statement in letter.statements:
            assert sum((line.open for line in statement.lines), Decimal(0)) == statement.arrears
            assert statement.principal + statement.contract_interest + statement.installment_fees == statement.arrears
            assert statement.arrears + statement.late_interest + statement.fees == statement.total_due
            assert all(line.due - line.paid == line.open for line in statement.lines)


def test_held_debtors_get_no_reminder(after: After) -> None:
    debtor_of = {row["Case ID"]: row["Debtor ID"] for row in after.office.sheet("Cases")}
    held = {
        row["Applies to"]
        for row in after.office.sheet("Holds")
        if row["Type"] in SERVICE_HOLDS and str(row["Start"]) <= AS_OF and (row["End"] is None or str(row["End"]) >= AS_OF)
    }
    assert held
    for message in after.first["messages"]:
        if message["result"] in ("sent", "queued") and message["kind"] == "reminder":
            assert not held & {message["case_id"], debtor_of[message["case_id"]]}


def test_ledger_and_journal_agree(after: After) -> None:
    assert after.office.clean()
    assert after.first["refused"] == 0
    assert len(after.office.emails()) == after.first["sent"]
    names = {path.name for path in after.office.emails()}
    assert names == {Path(m["file"]).name for m in after.first["messages"] if m["file"]}


def test_three_more_weeks_in_one_go(after: After, tmp_path: Path) -> None:
    answer = after.office.run("weekly", "--as-of", "2026-12-14")
    debtor_of = {row["Case ID"]: row["Debtor ID"] for row in after.office.sheet("Cases")}
    told = Counter(debtor_of[m["case_id"]] for m in answer["messages"] if m["result"] in ("sent", "queued"))
    assert max(told.values()) == 1
    once = after.state()
    again = after.office.run("weekly", "--as-of", "2026-12-14")
    assert (again["changes"], again["sent"]) == ([], 0)
    assert after.state() == once
    assert after.office.clean()


def test_two_weeks_of_runs_and_releases_each_leave_nothing_to_do(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.run("new", "--sample", "90", "--seed", "2", "--as-of", AS_OF)
    supervisor = getpass.getuser()  # a run that the brake has parked is released by a login
    office.setting("supervisors", supervisor)
    for kind, on in (("weekly", AS_OF), ("daily", "2026-11-25"), ("weekly", "2026-11-30"), ("daily", "2026-12-02"), ("weekly", "2026-12-07")):
        answer = office.run(kind, "--as-of", on)
        assert answer.code == (1 if answer["parked"] else 0)  # the first run after a quiet month is parked whole, and released below
        debtor_of = {row["Case ID"]: row["Debtor ID"] for row in office.sheet("Cases")}
        told = Counter(debtor_of[m["case_id"]] for m in answer["messages"] if m["result"] in ("sent", "queued"))
        assert max(told.values(), default=0) <= 1
        assert office.run(kind, "--as-of", on, "--dry-run")["changes"] == [], on
        for item in office.run("outbox", "list")["items"]:
            if item["state"] == "planned":
                released = office.run("outbox", "approve", "--key", item["key"], "--by", supervisor)
                assert released.code == 0, released.data
    sent = Counter(row["Key"] for row in office.sheet("Contacts") if row["Key"] and row["Result"] == "sent")
    assert max(sent.values()) == 1
    assert office.run("check")["faults"] == []
    assert office.clean()
