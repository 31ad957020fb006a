"""The sample: same seed same rows, no faults, every stage and story in it, and the state that an earlier run would have left."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from pyaddin.build.defaults import POLICY
from pyaddin.build.sample import STORIES, sample_rows, sample_settings
from pyaddin.build.sheets import setting_rows
from pyaddin.ledger.book import Value
from pyaddin.ledger.memory import MemoryBook
from pyaddin.ledger.schema import EVERY_TABLE, STAGES, Type
from pyaddin.rules.decide import decide
from pyaddin.tasks.opening import Opened, open_book

AS_OF = date(2026, 11, 23)
LAST = AS_OF - timedelta(days=7)
Rows = dict[str, list[dict[str, Value]]]


def opened(rows: Rows, day: date, language: str = "en") -> Opened:
    book = MemoryBook({**POLICY, **rows, "Settings": setting_rows(sample_settings(AS_OF, language))})
    return open_book(book, as_of=day, now=lambda: datetime(2026, 11, 23, 2, tzinfo=UTC))


@pytest.fixture(scope="module")
def rows() -> Rows:
    return sample_rows(120, 7, AS_OF, "en")


def test_same_seed_same_rows_and_another_seed_others(rows: Rows) -> None:
    assert sample_rows(120, 7, AS_OF, "en") == rows
    assert sample_rows(120, 8, AS_OF, "en")["Cases"] != rows["Cases"]


@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-TW"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_faults(language: str, seed: int) -> None:
    ledger = opened(sample_rows(200, seed, AS_OF, language), AS_OF, language)
    assert [fault.as_json() for fault in ledger.faults] == []
    assert len(ledger.files) == 200
    assert ledger.blocked_by == ""


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2025, 1, 31), date(2026, 12, 28)])
def test_no_faults_on_awkward_days(day: date) -> None:
    rows = sample_rows(150, 5, day, "en")
    book = MemoryBook({**POLICY, **rows, "Settings": setting_rows(sample_settings(day, "en"))})
    ledger = open_book(book, as_of=day, now=lambda: datetime(2026, 11, 23, tzinfo=UTC))
    assert [fault.as_json() for fault in ledger.faults if fault.refuses] == []
    assert max(row["Opened on"] for row in rows["Cases"] if isinstance(row["Opened on"], date)) <= day
    assert max(row["Value date"] for row in rows["Payments"] if isinstance(row["Value date"], date)) <= day


def test_only_contract_columns_and_codes(rows: Rows) -> None:
    for name, table_rows in rows.items():
        table = EVERY_TABLE[name]
        for row in table_rows:
            assert set(row) <= set(table.headers)
            for column in table.columns:
                value = row.get(column.name)
                assert not (column.required and value in (None, "")), (name, column.name, row)
                assert column.type is not Type.CODE or value is None or value in column.codes, (name, column.name, value)
                assert column.type is not Type.MONEY or value is None or isinstance(value, Decimal), (name, column.name, value)


@pytest.mark.parametrize("table", ["Plans", "Payments", "Promises", "Contacts", "Holds", "Adjustments"])
def test_ids_are_as_wide_as_those_that_the_program_gives(rows: Rows, table: str) -> None:
    """The next plan after L-000006 is L-000007."""
    column = EVERY_TABLE[table].key[0]
    assert rows[table]
    assert [row[column] for row in rows[table] if not re.fullmatch(r"[A-Z]-\d{6}", str(row[column]))] == []


def test_the_portfolio_is_varied(rows: Rows) -> None:
    stages = Counter(row["Stage"] for row in rows["Cases"])
    assert set(STAGES) <= set(stages)
    assert 0.25 <= stages[None] / 120 <= 0.45
    assert {row["Outcome"] for row in rows["Cases"]} >= {"PAID", "CURED", "SETTLED", "WRITTEN_OFF"}
    assert {row["Country"] for row in rows["Debtors"]} == {"CN", "TW", "HK", "GB", "US", "DE"}
    assert {row["Status"] for row in rows["Plans"]} == {"proposed", "signed", "kept", "broken"}
    assert {row["Type"] for row in rows["Holds"]} >= {"DISPUTE", "MORATORIUM", "DECEASED", "VULNERABLE", "CEASE", "WRONG_PARTY", "MANUAL"}
    assert any(row["Reversed on"] for row in rows["Payments"])
    assert {row["Language"] for row in rows["Debtors"]} == {"en", "zh-CN", "zh-TW"}
    assert len(STORIES) > 40


def test_nobody_in_it_can_be_reached(rows: Rows) -> None:
    for row in rows["Debtors"]:
        email, phone = row["Email"], str(row["Phone"])
        assert email is None or str(email).endswith(("@example.com", "@example.org"))
        assert re.match(r"\+86 100 0000|\+886 2 0000|\+852 0000|\+44 (20 7946|\d{3} 49[68]) 0|\+1 \d{3} 555 01|\+49 (30 23125|69 90009)", phone)
    assert len({row["Phone"] for row in rows["Debtors"]}) == len(rows["Debtors"])  # nobody waits because another one has his number


def test_the_stored_state_is_what_a_run_would_have_left(rows: Rows) -> None:
    """Judged again on the day of the last run, no case moves, and the computed figures are those of the rule core."""
    ledger = opened(rows, LAST)
    stored = {str(row["Case ID"]): row for row in rows["Cases"]}
    for file in ledger.files:
        decision = decide(file, ledger.policy, LAST, "weekly")
        case = stored[decision.case_id]
        assert [move.rule for move in decision.moves] == [], decision.case_id
        assert (decision.state.stage or None) == case["Stage"], decision.case_id
        assert decision.position.days_past_due == case["Days past due"], decision.case_id
        assert decision.position.outstanding == case["Outstanding"], decision.case_id
        assert decision.position.arrears == case["Arrears"], decision.case_id


def test_the_coming_run_has_all_kinds_of_work(rows: Rows) -> None:
    ledger = opened(rows, AS_OF)
    decisions = [decide(file, ledger.policy, AS_OF, "weekly") for file in ledger.files]
    moves = Counter(move.rule for decision in decisions for move in decision.moves)
    assert set(moves) >= {"T1", "T2", "T5", "T10", "T11", "T13"}
    sent = Counter((d.call.kind, d.call.level) for d in decisions if d.call is not None and d.send is not None)
    assert set(sent) >= {("reminder", 1), ("reminder", 2), ("reminder", 3), ("thanks", 0)}
    assert sum(1 for decision in decisions if decision.blocked) >= 5


def test_plans_add_up_and_replace_what_was_owed(rows: Rows) -> None:
    for plan in rows["Plans"]:
        parts = [row["Principal"] for row in rows["Installments"] if row["Plan ID"] == plan["Plan ID"]]
        assert sum(part for part in parts if isinstance(part, Decimal)) == plan["Total"]
        assert len(parts) == plan["Count"]


def test_runs_tell_what_their_contacts_show(rows: Rows) -> None:
    keys = [row["Key"] for row in rows["Contacts"] if row.get("Key")]
    assert len(keys) == len(set(keys))
    runs = {row["Run ID"] for row in rows["Runs"]}
    assert {row["Run ID"] for row in rows["Moves"] if row["Run ID"]} <= runs
    assert max(row["As of"] for row in rows["Runs"] if isinstance(row["As of"], date)) == LAST
    total = sum(row["Sent"] for row in rows["Runs"] if isinstance(row["Sent"], int))
    assert total == sum(1 for row in rows["Contacts"] if row["Result"] == "sent" and row["By"] == "program")
