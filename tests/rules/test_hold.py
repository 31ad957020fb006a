"""Holds: what each type stops, as the table of domain-rules 5.3 has it."""

from __future__ import annotations

import pytest

from pyaddin.ledger.schema import COMPUTED_HOLDS, TYPED_HOLDS
from pyaddin.rules.gate import CLASS_OF_KIND, holds_verdict
from pyaddin.rules.hold import EFFECTS, ageing_pauses, in_force, interest_stops, stops_escalation
from tests.rules.build_cases import day, hold

# type: what happens to a reminder, to a notice of a missed installment, to a thank-you; does it stop escalation, interest, ageing
TABLE = {
    "PROMISE":     ("blocked", "blocked", "goes", True, False, False),
    "SIGNED_PLAN": ("blocked", "goes", "goes", True, False, False),
    "DISPUTE":     ("blocked", "blocked", "goes", True, False, False),
    "MORATORIUM":  ("blocked", "blocked", "goes", True, True, True),
    "INSOLVENCY":  ("blocked", "blocked", "blocked", True, True, False),
    "DECEASED":    ("blocked", "blocked", "blocked", True, True, False),
    "VULNERABLE":  ("release", "release", "goes", True, False, False),
    "COMPLAINT":   ("release", "release", "goes", True, False, False),
    "CEASE":       ("blocked", "blocked", "blocked", True, False, False),
    "COUNSEL":     ("blocked", "blocked", "blocked", True, False, False),
    "MINOR":       ("blocked", "blocked", "blocked", True, False, False),
    "WRONG_PARTY": ("blocked", "blocked", "blocked", True, False, False),
    "IDENTITY":    ("blocked", "blocked", "blocked", True, False, False),
    "LITIGATION":  ("blocked", "blocked", "blocked", True, False, False),
    "MANUAL":      ("blocked", "blocked", "goes", True, False, False),
    "DATA":        ("blocked", "blocked", "blocked", True, False, False),
    "OPT_OUT":     ("goes", "goes", "goes", False, False, False),
}  # fmt: skip
KINDS = ("reminder", "missed", "thanks")
LIKE_A_REMINDER = ("broken",)
OF_ITS_OWN_ACCORD = ("promise", "notice", "checkin")
BY_HAND = {"demand": ("CEASE", "COUNSEL", "OPT_OUT"), "handover": tuple(set(TABLE) - {"COUNSEL", "DATA"})}
"""Kinds that a person sends, with the holds that they pass: the demand is of class legal, the hand-over statutory."""


def test_the_table_covers_every_type_of_the_ledger_and_every_kind_of_message() -> None:
    assert set(TABLE) == set(EFFECTS) == {*TYPED_HOLDS, *COMPUTED_HOLDS}
    assert {*KINDS, *LIKE_A_REMINDER, *OF_ITS_OWN_ACCORD, *BY_HAND, "validation"} == set(CLASS_OF_KIND)


def answer(kind: str, type: str) -> str:
    verdict = holds_verdict(kind, (hold(type, "10-01"),))
    return "blocked" if verdict.blocked else "release" if verdict.release else "goes"


@pytest.mark.parametrize("type", TABLE)
def test_a_validation_notice_is_stopped_like_a_reminder_but_not_by_a_promise(type: str) -> None:
    assert answer("validation", type) == ("goes" if type == "PROMISE" else TABLE[type][0])


@pytest.mark.parametrize("type", TABLE)
def test_the_other_kinds_of_message(type: str) -> None:
    """A word that nobody asked for goes under a promise or a signed plan; any other hold stops it, or has a supervisor release it."""
    assert {answer(kind, type) for kind in LIKE_A_REMINDER} == {TABLE[type][0]}
    quiet = "goes" if type in ("PROMISE", "SIGNED_PLAN", "OPT_OUT") else TABLE[type][0]
    assert {answer(kind, type) for kind in OF_ITS_OWN_ACCORD} == {quiet}
    for kind, passes in BY_HAND.items():
        wanted = "goes" if type in passes else "release" if type in ("VULNERABLE", "COMPLAINT") else "blocked"
        assert answer(kind, type) == wanted, kind


@pytest.mark.parametrize("type", TABLE)
def test_what_a_hold_lets_pass(type: str) -> None:
    answers = []
    for kind in KINDS:
        verdict = holds_verdict(kind, (hold(type, "10-01"),))
        answers.append("blocked" if verdict.blocked else "release" if verdict.release else "goes")
    assert tuple(answers) == TABLE[type][:3]


@pytest.mark.parametrize("type", TABLE)
def test_what_a_hold_stops(type: str) -> None:
    holds = (hold(type, "10-01"),)
    assert (stops_escalation(holds), bool(interest_stops(holds, True)), bool(ageing_pauses(holds))) == TABLE[type][3:]


@pytest.mark.parametrize("type", TABLE)
def test_a_hold_on_an_address_stops_that_address_only(type: str) -> None:
    holds = (hold(type, "10-01", scope="address", applies_to="ann@debtor.example"),)
    assert not stops_escalation(holds)
    assert not interest_stops(holds, False)
    assert not ageing_pauses(holds)
    assert all(holds_verdict(kind, holds).blocked == () for kind in KINDS)


def test_a_dispute_stops_interest_where_the_office_says_so() -> None:
    assert interest_stops((hold("DISPUTE", "10-01", "10-09"),), False) == ((day("10-01"), day("10-09")),)


@pytest.mark.parametrize(("on", "covers"), [("09-30", False), ("10-01", True), ("10-09", True), ("10-10", False)])
def test_a_hold_covers_both_its_days(on: str, covers: bool) -> None:
    assert hold("MANUAL", "10-01", "10-09").covers(day(on)) == covers
    assert bool(in_force((hold("MANUAL", "10-01", "10-09"),), day(on))) == covers


def test_holds_in_force_stand_oldest_first() -> None:
    late, early, over = hold("DISPUTE", "10-03"), hold("MANUAL", "10-01"), hold("CEASE", "09-01", "09-30")
    assert in_force((late, over, early), day("10-05")) == (early, late)


def test_every_hold_in_force_is_named() -> None:
    verdict = holds_verdict("reminder", (hold("MANUAL", "10-01"), hold("CEASE", "10-02"), hold("VULNERABLE", "10-03")))
    assert [reason.rule for reason in verdict.blocked] == ["HOLD-MANUAL", "HOLD-CEASE"]
    assert verdict.release
    assert verdict.blocked[1].text("en") == "HOLD-CEASE: since 2026-10-02, the debtor asked us to stop."


# classes that pass a hold, as the question "may I contact?" asks for them (5.3); a type that is not here lets service and statutory messages pass
PASSES = {"CEASE": {"statutory", "legal"}, "COUNSEL": {"legal"}, "DATA": set()}


@pytest.mark.parametrize("type", TABLE)
def test_classes_that_pass(type: str) -> None:
    assert EFFECTS[type].passes == PASSES.get(type, {"service", "statutory"})
    assert EFFECTS[type].passes_kinds == {"SIGNED_PLAN": {"missed", "notice"}, "PROMISE": {"validation"}}.get(type, set())
