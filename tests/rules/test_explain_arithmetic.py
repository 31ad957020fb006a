"""A clerk recomputes every figure with a calculator: the arithmetic of each step gives its value, and the parts give the figures of *assess*."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyaddin.ledger.memory import MemoryBook
from pyaddin.rules.decide import Decision, decide
from pyaddin.rules.explain import FIELDS, explain, field_of
from pyaddin.rules.explain_steps import Step
from pyaddin.rules.explain_time import pauses_within
from pyaddin.tasks.opening import open_book
from tests.rules.build_cases import DEEP, OFFICE, D, adjusted, agreed, day, file, hold, look, office, paid, promise, reminded, rows
from tests.rules.calculator import computed, shown
from tests.rules.random_ledger import random_ledger

SIX_DECIMALS = Fraction(1, 1_000_000)
FIGURES = {
    "Arrears": "arrears", "Interest due": "interest", "Fees due": "fees", "Outstanding": "outstanding", "Credit": "credit",
    "Days past due": "days_past_due", "Delinquent days": "delinquent_days",
}  # fmt: skip


def by_field(steps: tuple[Step, ...]) -> dict[str, list[Step]]:
    found: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        found[step.field].append(step)
    return found


def recomputed(decision: Decision, steps: tuple[Step, ...]) -> None:
    """Every step that shows arithmetic is computed again, and the first step of each field is the figure of the position."""
    for step in steps:
        if step.arithmetic:
            wrong = abs(computed(step.arithmetic) - shown(step.value))
            assert wrong <= (SIX_DECIMALS if "not yet rounded" in step.note else 0), f"{step.label}: {step.arithmetic} is not {step.value}"
    found = by_field(steps)
    for name, attribute in FIGURES.items():
        figure = Fraction(getattr(decision.position, attribute))
        assert figure == (computed(found[name][0].arithmetic) if name in found else 0), name
    buckets = {step.label: computed(step.arithmetic) for step in found["Arrears by bucket"]}
    assert sum(buckets.values()) == Fraction(decision.position.arrears)
    assert sum(shown(step.value) for step in found["Priority"][1:]) == decision.score.points
    assert sum((shown(s.value) for s in found["Interest due"] if s.rule == "R14"), Fraction(0)) == Fraction(decision.position.interest)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), later=st.integers(-10, 200))
def test_the_steps_alone_give_every_figure_of_random_cases(seed: int, later: int) -> None:
    tables, base = random_ledger(seed, 3)
    opened = open_book(MemoryBook(tables), as_of=base + timedelta(days=later), now=lambda: datetime(2026, 11, 23, 9, tzinfo=UTC))
    assert opened.files
    for one in opened.files:
        decision = decide(one, opened.policy, opened.as_of, "weekly")
        recomputed(decision, explain(decision, opened.policy))


@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-TW"])
def test_every_step_is_said_in_the_language_and_names_its_rule_and_source(language: str) -> None:
    one = file(
        *rows("08-05", "09-05"), *rows("11-05", "12-05", plan="L-1"), plans=(agreed("L-1", "10-01", "200"),), moves=DEEP, annual_rate=D("0.365"),
        payments=(paid("09-30", "30"), paid("11-02", "20", "P-2"), paid("11-03", "9", "P-3", reversed_on="11-04")), promises=(promise("11-06", "40", "11-12"),),
        adjustments=(adjusted("10-20", "fee", "12"), adjusted("10-21", "waiver", "-5", "A-2", component="fee")),
        holds=(hold("MANUAL", "11-01", "11-28"),), contacts=(reminded(1, "10-06"),),
    )  # fmt: skip
    policy = office(language=language)
    steps = explain(look(one, "11-21", policy=policy), policy)
    recomputed(look(one, "11-21", policy=policy), steps)
    assert {step.group for step in steps if not step.group.isascii()} == ({step.group for step in steps} if language != "en" else set())
    assert {"HOLD-MANUAL", "R1", "R3", "R4", "R8", "R10", "R13", "R14", "R15", "R23", "R26", "5.10", "LEVEL"} <= {step.rule for step in steps}
    assert not [step.label for step in steps if step.rule and not step.source]


def test_why_nothing_was_sent_names_every_rule_that_blocked() -> None:
    one = file(*rows("10-05"), moves=DEEP, contacts=(reminded(1, "10-06"),), holds=(hold("DISPUTE", "10-10", "11-10"), hold("COUNSEL", "10-12", "11-10")))
    found = by_field(explain(look(one, "10-21"), OFFICE, ("row 5 of Payments cannot be read",)))["Sending"]
    assert (found[0].value, found[0].label) == ("nothing is sent", "Message")
    assert [(step.rule, step.source) for step in found[1:]] == [
        ("RUN-DATA", "design 4"), ("HOLD-DISPUTE", "domain-rules 5.3 (SAP S9, OCA 208)"), ("HOLD-COUNSEL", "domain-rules 5.3; compliance-facts 2"),
    ]  # fmt: skip
    assert found[1].note == "row 5 of Payments cannot be read"


def test_a_gap_and_a_queued_message_are_told() -> None:
    one = file(*rows("10-05"), moves=DEEP, contacts=(reminded(1, "10-18"),))
    found = by_field(explain(look(one, "10-21"), OFFICE))["Sending"]
    assert (found[1].rule, found[1].source) == ("LEVEL-GAP", "domain-rules 5.9 R29; setting min_gap_days")
    goes = by_field(explain(look(file(*rows("10-05"), moves=DEEP), "10-21"), OFFICE))["Sending"]
    assert (goes[0].value, goes[0].rule) == ("goes by email", "LEVEL")


def test_a_fee_is_shown_with_its_contract_reference() -> None:
    fee = replace(adjusted("10-20", "fee", "12"), document="contract 4.2", key="C-1|1|fee|2")
    found = by_field(explain(look(file(*rows("10-05"), moves=DEEP, adjustments=(fee,)), "10-21"), OFFICE))["Fees due"]
    assert (found[1].label, found[1].note) == ("Charge A-1 of 2026-10-20", "reference: contract 4.2, C-1|1|fee|2 (R15)")
    assert dict(found[1].facts) == {"Kind": "fee", "On": "2026-10-20", "Key": "C-1|1|fee|2", "Document": "contract 4.2"}


def test_overlapping_pauses_count_once() -> None:
    spans = pauses_within(day("10-05"), day("10-21"), ((day("10-01"), day("10-08")), (day("10-07"), day("10-10")), (day("10-20"), None), (day("11-01"), None)))
    assert spans == [(day("10-05"), day("10-10")), (day("10-20"), day("10-21"))]


def test_each_other_name_leads_to_a_field_that_has_steps() -> None:
    fields = set(by_field(explain(look(file(*rows("10-05"), moves=DEEP, payments=(paid("10-08", "5"),)), "10-21"), OFFICE)))
    fields |= {"Paused days", "Promises", "Plan"}  # only where there are such
    assert {field_of(name) for name in FIELDS} <= fields
    assert (field_of(" Paid  On "), field_of("Arrears")) == ("Paid", "Arrears")


def test_the_calculator_rounds_half_up_and_counts_days() -> None:
    assert computed("round(2.005 + 0, 0.01) - 1") == Fraction("1.01")
    assert computed("max(0, 2026-10-05 - 2026-10-21)") == 0
    with pytest.raises(ValueError, match="left over"):
        computed("1 2")
    assert computed("-(3 - 1) * 5 / 4") == Decimal("-2.5")


def test_what_a_promise_received_leaves_out_money_that_was_there_before_and_that_of_the_next_promise() -> None:
    first, second = promise("10-10", "50", "10-20"), promise("10-15", "40", "10-25", "PR-2")
    first = replace(first, entered_before=frozenset({"P-0"}))
    one = file(
        *rows("09-05"), moves=DEEP, promises=(first, second), payments=(paid("10-10", "9", "P-0"), paid("10-12", "30"), paid("10-16", "20", "P-2")),
    )  # fmt: skip
    decision = look(one, "10-17")
    found = [step for step in by_field(explain(decision, OFFICE))["Promises"] if step.arithmetic]
    assert [(step.value, step.arithmetic) for step in found] == [("30.00 GBP", "30.00"), ("20.00 GBP", "20.00")]
