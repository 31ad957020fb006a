"""Risk classes: each fact by itself, what lowers it, and the row of Levels that the class chooses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pyaddin.rules.case import CaseFile, Move
from pyaddin.rules.decide import Decision
from pyaddin.rules.explain import explain
from pyaddin.rules.policy import LevelRow, Policy
from pyaddin.rules.risk import CLASSES, RISK, information_missing
from tests.rules.build_cases import (
    CONTACT,
    DEEP,
    LEVELS,
    MONITOR,
    D,
    agreed,
    closed,
    debtor,
    file,
    level,
    look,
    move,
    office,
    paid,
    promise,
    reminded,
    rows,
    run,
    talk,
)  # fmt: skip

SPOKEN = talk("10-07")
QUIET: dict[str, Any] = {
    "plan": "", "broken_promises": 0, "days": 1, "missed": 1, "never_reached": False, "paid_share": 0, "taken_back": False, "episodes": 0,
    "information_missing": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "value", "line"),
    [
        ({}, "low", "no-warning"),
        ({"plan": "broken"}, "high", "plan-broken"),
        ({"broken_promises": 2}, "high", "promises-broken"),
        ({"days": 89}, "middle", "over-thirty-days"),
        ({"days": 90}, "high", "ninety-days"),
        ({"missed": 3}, "high", "three-missed"),
        ({"never_reached": True, "days": 30}, "high", "unreached-month"),
        ({"never_reached": True, "days": 29}, "middle", "unreached-week"),
        ({"never_reached": True, "days": 7}, "low", "no-warning"),
        ({"broken_promises": 1}, "middle", "promise-broken"),
        ({"days": 30}, "low", "no-warning"),
        ({"days": 31}, "middle", "over-thirty-days"),
        ({"missed": 2}, "middle", "two-missed"),
        ({"taken_back": True}, "middle", "money-taken-back"),
        ({"episodes": 1}, "middle", "came-back"),
        ({"information_missing": True}, "middle", "information-missing"),
        ({"paid_share": 90, "broken_promises": 1, "days": 60}, "low", "nearly-paid"),
        ({"paid_share": 89, "days": 60}, "middle", "over-thirty-days"),
        ({"paid_share": 99, "plan": "broken"}, "high", "plan-broken"),
    ],
)
def test_each_fact_by_itself(facts: dict[str, Any], value: str, line: str) -> None:
    found = RISK.first(QUIET | facts)
    assert found is not None
    assert (found.then, found.id) == (value, line)


def test_every_line_names_its_source_and_a_class() -> None:
    assert all(line.source and line.then in CLASSES for line in RISK.lines)


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({}, False), ({"country": ""}, True), ({"time_zone": ""}, True), ({"email": "", "phone": ""}, True),
        ({"email": "", "phone": "", "address": "1 High St"}, False), ({"email": "ann@debtor", "phone": ""}, True),
    ],
)
def test_information_is_missing_without_place_or_way(facts: dict[str, str], missing: bool) -> None:
    assert information_missing(debtor(**facts)) == missing


def risk(one: CaseFile, on: str) -> tuple[str, str]:
    decided = look(one, on)
    assert decided.risk is not None
    return decided.risk.value, decided.risk.rule


def test_classes_of_real_cases() -> None:
    one = rows("10-05")
    assert risk(file(*one, moves=CONTACT, contacts=(SPOKEN,)), "10-08") == ("low", "no-warning")
    assert risk(file(*one, moves=CONTACT), "10-13") == ("middle", "unreached-week")
    broken = (promise("10-06", "50", "10-07"), promise("10-14", "50", "10-15", "PR-2"))
    assert risk(file(*one, moves=CONTACT, contacts=(SPOKEN,), promises=broken[:1]), "10-14") == ("middle", "promise-broken")
    assert risk(file(*one, moves=CONTACT, contacts=(SPOKEN,), promises=broken), "10-22") == ("high", "promises-broken")
    back = (paid("10-05", "100", reversed_on="10-07"),)
    assert risk(file(*one, moves=CONTACT, contacts=(SPOKEN,), payments=back), "10-08") == ("middle", "money-taken-back")
    ninety = file(*one, moves=CONTACT, contacts=(SPOKEN,), payments=(paid("10-05", "90"),))
    assert risk(ninety, "10-08") == ("low", "nearly-paid")
    planned = file(*rows("10-05"), *rows("10-28", plan="L-1"), plans=(agreed("L-1", "10-26", "100", status="broken"),), moves=MONITOR, contacts=(SPOKEN,))
    assert risk(planned, "11-20") == ("high", "plan-broken")


def test_a_promise_of_more_than_a_year_ago_is_forgotten() -> None:
    old = promise("2025-09-01", "50", "2025-09-02")
    assert risk(file(*rows("10-05"), moves=CONTACT, contacts=(SPOKEN,), promises=(old,)), "10-08") == ("low", "no-warning")


@pytest.mark.parametrize(("due_on", "rule"), [("2025-10-06", "no-warning"), ("2025-10-07", "promise-broken")])
def test_a_promise_counts_until_a_year_after_its_deadline(due_on: str, rule: str) -> None:
    """Decided on 9 October 2026; three working days of grace end on 9 and on 10 October 2025."""
    old = promise("2025-09-20", "50", due_on, grace_days=3)
    assert risk(file(*rows("10-08"), moves=CONTACT, contacts=(SPOKEN,), promises=(old,)), "10-09")[1] == rule


@pytest.mark.parametrize(("came", "rule"), [("49", "promise-broken"), ("48.99", "promise-broken"), ("50", "no-warning")])
def test_a_promise_kept_in_part_is_one_that_was_not_kept(came: str, rule: str) -> None:
    promised = promise("10-06", "51", "10-07", grace_days=0)
    one = file(*rows("10-05"), moves=CONTACT, contacts=(SPOKEN,), promises=(promised,), payments=(paid("10-07", came),))
    assert risk(one, "10-08")[1] == rule


def test_a_case_that_came_back_is_middle_from_its_first_day_on() -> None:
    history = closed(CONTACT, "10-10", "T10")
    again = file(*rows("10-05", "12-20"), moves=history, outcome="PAID", payments=(paid("10-09", "100"),), contacts=(SPOKEN,))
    decisions, shown = run([again], "12-22")
    assert decisions[0].risk is not None
    assert (decisions[0].state.episode, decisions[0].risk.rule) == (2, "came-back")
    (second,), _ = run(shown, "12-22")
    assert (second.risk, second.moves, second.send) == (decisions[0].risk, (), None)


def test_only_cases_in_collection_have_a_class() -> None:
    assert look(file(*rows("12-05")), "10-08").risk is None
    done = file(*rows("10-05"), moves=closed(CONTACT, "10-10", "T10"), outcome="PAID", payments=(paid("10-09", "100"),))
    assert look(done, "10-12").risk is None


@pytest.mark.parametrize(("language", "value", "note"), [
    ("en", "middle", "8 days past due and nobody was ever reached (collection process 2.2; house default: a week after the first notice)"),
    ("zh-CN", "中", "逾期 8 天且从未联系上（催收流程 2.2；本机构默认）"),
])  # fmt: skip
def test_the_class_is_explained(language: str, value: str, note: str) -> None:
    policy = office(language=language)
    decided = look(file(*rows("10-05"), moves=CONTACT), "10-13", policy=policy)
    (step,) = [step for step in explain(decided, policy) if step.field == "Risk"]
    assert (step.value, step.note) == (value, note)


# --- the row of Levels --------------------------------------------------------------------------------------------------


def for_class(name: str, *changed: LevelRow) -> Policy:
    return office(levels=(*LEVELS, *(replace(row, risk=name) for row in changed)))


EARLY_3 = for_class("high", level(3, "DEEP", 10))


def test_of_each_level_the_row_of_the_class_wins_and_a_blank_one_serves_every_class() -> None:
    assert [row.from_day for row in EARLY_3.for_risk("high").levels] == [1, 8, 10, 30]
    for other in ("low", "middle", ""):
        assert EARLY_3.for_risk(other).levels == LEVELS
    mixed = office(levels=(replace(LEVELS[0], risk="high", from_day=2), *LEVELS))
    assert mixed.for_risk("high").levels[0].from_day == 2
    assert office().for_risk("high") is not None
    assert office().for_risk("high").levels == LEVELS


def test_a_level_that_only_one_class_has_is_passed_over_by_the_others() -> None:
    only = office(levels=(LEVELS[0], LEVELS[1], replace(LEVELS[2], risk="high"), LEVELS[3]))
    assert [row.level for row in only.for_risk("low").levels] == [1, 2, 4]
    assert [row.level for row in only.for_risk("high").levels] == [1, 2, 3, 4]


def broken_twice(*contacts: Any, moves: tuple[Move, ...] = DEEP) -> CaseFile:
    """Two promises were not kept: high risk from 13 October on; fifteen days past due would be 20 October."""
    promises = (promise("10-06", "50", "10-06", grace_days=0), promise("10-08", "50", "10-08", "PR-2", grace_days=0))
    return file(*rows("10-05"), promises=promises, contacts=(SPOKEN, *contacts), moves=moves)


def sent(decided: Decision) -> int | None:
    return decided.send.call.level if decided.send else None


def test_high_risk_gets_level_3_five_days_earlier_than_the_others() -> None:
    after_two = broken_twice(reminded(1, "10-06"), reminded(2, "10-09"))
    assert [sent(look(after_two, on, policy=EARLY_3)) for on in ("10-14", "10-15", "10-19", "10-20")] == [None, 3, 3, 3]
    assert [sent(look(after_two, on)) for on in ("10-15", "10-19", "10-20")] == [None, None, 3]
    decided = look(after_two, "10-15", policy=EARLY_3)
    assert decided.send is not None
    assert decided.send.call.why.text("en") == "LEVEL: Level 3 is due: 10 days past due, by the row for high risk."
    calm = replace(after_two, promises=())
    assert [sent(look(calm, on, policy=EARLY_3)) for on in ("10-15", "10-19", "10-20")] == [None, None, 3]


def test_one_step_and_the_gap_hold_for_high_risk_too() -> None:
    """Level 2 comes first although level 3 has its day; and six days lie between them."""
    early = for_class("high", level(2, "DEEP", 2), level(3, "DEEP", 3))
    one = broken_twice(reminded(1, "10-06"))
    assert sent(look(one, "10-13", policy=early)) == 2
    two = broken_twice(reminded(1, "10-06"), reminded(2, "10-13"))
    assert [sent(look(two, on, policy=early)) for on in ("10-14", "10-18", "10-19")] == [None, None, 3]
    reason = look(two, "10-18", policy=early).ladder
    assert reason.rule == "LEVEL-GAP"


def test_a_gap_or_approval_of_the_class_row_counts_for_that_class_only() -> None:
    gap = for_class("high", replace(level(3, "DEEP", 10, approval=True), min_gap_days=9))
    two = broken_twice(reminded(1, "10-06"), reminded(2, "10-09"))
    assert [sent(look(two, on, policy=gap)) for on in ("10-17", "10-18")] == [None, 3]
    decided = look(two, "10-18", policy=gap)
    assert decided.send is not None
    assert decided.send.needs_approval


@pytest.mark.parametrize("policy", [EARLY_3, for_class("middle", level(2, "DEEP", 20), level(3, "DEEP", 25)), for_class("low", level(1, "CONTACT", 3))])
def test_nothing_goes_twice_when_the_class_changes_on_the_way(policy: Policy) -> None:
    """A promise is broken, a talk is noted, money is taken back: the class moves up and down while the runs go on."""
    shown = [file(*rows("10-05", "11-05", "12-05"))]
    seen: list[str] = []
    classes: set[str] = set()
    for week, on in enumerate(("10-06", "10-13", "10-20", "10-27", "11-03", "11-10", "11-17", "11-24", "12-01", "12-08")):
        decisions, shown = run(shown, on, policy=policy)
        (again,), _ = run(shown, on, policy=policy)
        assert (again.send, again.moves) == (None, ())
        seen += [key for decided in decisions if decided.send for key in decided.send.call.keys]
        classes |= {decided.risk.value for decided in decisions if decided.risk}
        if week == 1:
            shown = [replace(shown[0], contacts=(*shown[0].contacts, talk("10-14")))]
        if week == 3:
            shown = [replace(shown[0], promises=(promise("10-28", "50", "10-29", grace_days=0),))]
        if week == 6:
            shown = [replace(shown[0], payments=(paid("11-18", D(300)),))]
        if week == 7:
            shown = [replace(shown[0], payments=(paid("11-18", D(300), reversed_on="11-26"),))]
    assert len(seen) == len(set(seen))
    assert len(seen) >= 2
    assert len(classes) >= 2
    levels = [int(key.rsplit("|", 1)[1]) for key in seen if "|reminder|" in key]
    assert levels == sorted(levels)


def test_the_first_day_of_deeper_talk_is_that_of_the_class() -> None:
    """T2 goes by the first day of the DEEP rows: of this class."""
    early = for_class("high", level(2, "DEEP", 4))
    waiting = broken_twice(reminded(1, "10-06"), moves=(move("10-06", "T1", "CONTACT"),))
    assert look(waiting, "10-09", policy=early).state.stage == "DEEP"
    assert look(waiting, "10-09").state.stage == "CONTACT"
