"""The facts of the stage machine after a move: those of a case that stands where the move has brought it, whatever was asked before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pyaddin.rules.arrears import position
from pyaddin.rules.case import Move
from pyaddin.rules.case_state import State, contacts_about, plan_state
from pyaddin.rules.move_facts import MoveFacts
from pyaddin.rules.stage import ORDER, next_move
from tests.rules.build_cases import CONTACT, day, everything, file, office, paid, reminded, rows, talk
from tests.rules.random_cases import AS_OF, OFFICES, random_cases


@pytest.mark.parametrize("seed", range(3))
def test_facts_after_a_move_are_reckoned_from_where_the_case_then_stands(seed: int) -> None:
    rules: list[str] = []
    for policy in OFFICES:
        for one in random_cases(seed, 150):
            stands, case = position(one, policy, AS_OF), one.case
            plan = plan_state(one, stands, policy)
            facts = MoveFacts(one, stands, plan, policy, State(case.stage, case.stage_since, case.episode, case.outcome, case.outcome_on), held=False)
            for _ in range(len(ORDER)):
                everything(facts)  # each of them is known before the move
                move = next_move(facts)
                if move is None:
                    break
                made = Move(AS_OF, move.from_stage, move.to_stage, 0, 0, move.episode, move.rule)
                state = State(move.to_stage, AS_OF, move.episode, move.outcome, AS_OF)
                facts.enter(made, state)
                one = replace(one, moves=(*one.moves, made))
                assert everything(facts) == everything(MoveFacts(one, stands, plan, policy, state, held=False))
                rules.append(move.rule)
    assert len(rules) > 100
    assert {"T1", "T2", "T10", "T11", "T13"} <= set(rules)


def test_the_level_of_the_last_episode_does_not_count_in_a_new_one() -> None:
    one = file(*rows("09-05"), moves=CONTACT, contacts=(reminded(2, "10-01"),))
    stands = position(one, office(), day("10-15"))
    facts = MoveFacts(one, stands, plan_state(one, stands, office()), office(), State("CLOSED", day("10-02"), 1, "CURED", day("10-02")), held=False)
    assert facts["level"] == 2
    facts.enter(Move(day("10-15"), "CLOSED", "CONTACT", 0, 0, 1, "T13"), State("CONTACT", day("10-15"), 1, "", None))
    assert facts["level"] == 2, "reopened in the same episode"
    facts.enter(Move(day("10-15"), "CLOSED", "CONTACT", 0, 0, 2, "T13"), State("CONTACT", day("10-15"), 2, "", None))
    assert facts["level"] == 0


def test_contacts_about_an_episode_begin_with_its_first_move_though_the_oldest_row_was_paid_since() -> None:
    moves = (*CONTACT, Move(day("10-20"), "CONTACT", "DEEP", 1, 1, 1, "T2"))
    said = (talk("10-05"), talk("10-08"), talk("10-18"))
    one = file(*rows("10-05", "10-15"), moves=moves, contacts=said, payments=(paid("10-09", "100"),))
    stands = position(one, office(), day("10-21"))
    assert stands.anchored_on == day("10-15")
    assert contacts_about(one, stands, 1) == list(said[1:])
    assert contacts_about(one, stands, 2) == [said[2]], "an episode without a move: since the oldest unpaid row fell due"
