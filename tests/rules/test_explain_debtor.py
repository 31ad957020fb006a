"""What is known about a debtor, explained: the points add up to the score, and the hour and the channel stand with their counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from pyaddin.rules.best_time import answered_hour
from pyaddin.rules.case import CaseFile, Contact
from pyaddin.rules.explain_debtor import debtor_steps
from pyaddin.rules.explain_steps import Step
from pyaddin.rules.information import information
from tests.rules.build_cases import DEEP, OFFICE, day, file, look, rows

DAY = "10-21"


def call(on: str, hour: int, result: str) -> Contact:
    at = datetime.combine(day(on), datetime.min.time(), tzinfo=UTC).replace(hour=hour)
    return Contact("C-1", at, day(on), "call", "out", result)


ONE = file(*rows("10-05"), moves=DEEP, contacts=(call("10-06", 9, "no answer"), call("10-07", 17, "reached"), call("10-08", 17, "reached")))


def steps(one: CaseFile = ONE, language: str = "en") -> dict[str, list[Step]]:
    policy, decision = replace(OFFICE, language=language), replace(look(one, DAY), log=one.contacts)
    found: dict[str, list[Step]] = {}
    for step in debtor_steps(decision, policy, answered_hour(decision.log, "UTC"), "08:00 to 21:00"):
        found.setdefault(step.field, []).append(step)
    return found


def test_the_points_of_the_score_are_named_and_add_up() -> None:
    total, *parts = steps()["Information"]
    score = information(ONE, OFFICE, day(DAY))
    assert 0 < score.points < 100
    assert (total.value, total.note) == (str(score.points), "points of all that is known, of 100")
    assert sum(map(int, total.arithmetic.split(" + "))) == sum(int(step.value) for step in parts) == score.points
    assert total.group == "What is known about the debtor"


def test_what_is_missing_comes_with_the_question_that_would_tell() -> None:
    (reason,) = [step for step in steps()["Information"] if step.label == "the reason for not paying"]
    assert (reason.value, reason.source) == ("0", "collection process 2.1: learn the reason")
    assert reason.note == "not known, 15 points; ask: May I ask what has made it hard to pay this time?"
    (chinese,) = [step for step in steps(language="zh-TW")["Information"] if step.label == "未還款的原因"]
    assert chinese.note == "未知，15 分；可問：請問這次是什麼原因讓還款有困難？"


def test_the_best_hour_and_the_best_channel_stand_with_their_counts() -> None:
    (hour,) = steps()["Best time"]
    assert (hour.value, hour.note) == ("17:00", "answers calls between 17:00 and 18:00 (2 of 2)")
    assert dict(hour.facts)["Lawful hours of calls"] == "08:00 to 21:00"
    best, call_of_all = steps()["Best channel"]
    assert (best.value, best.note) == ("phone call", "answers best by phone call (2 of 3)")
    assert call_of_all.value == "2 / 3"


def test_a_channel_that_the_debtor_refused_is_counted_and_never_the_best() -> None:
    best, refused = steps(replace(ONE, debtor=replace(ONE.debtor, opted_out=("call",))))["Best channel"]
    assert (best.value, best.note) == ("none", "no answer came yet")
    assert (refused.value, refused.note) == ("2 / 3", "the debtor does not want this channel")


def test_who_never_answered_has_neither() -> None:
    found = steps(file(*rows("10-05"), moves=DEEP))
    assert [(step.value, step.note) for step in found["Best time"]] == [("none", "no call within the lawful hours was answered yet")]
    assert [(step.value, step.note) for step in found["Best channel"]] == [("none", "no answer came yet")]
