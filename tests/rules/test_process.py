"""The page of the process: every move of the code list, told as the stage machine decides it."""

from __future__ import annotations

import re

import pytest

from pyaddin.labels import LANGUAGES
from pyaddin.ledger import schema
from pyaddin.rules import process
from pyaddin.rules.process import BACK, PLACES, STAGES, STEPS, SUPERVISED, WHO
from pyaddin.rules.stage import MOVES, ORDER
from pyaddin.rules.tables import Line

BY_ID = {step.id: step for step in STEPS}
DECIDED = {line.id.split("-")[0] for line in MOVES.lines}


def test_every_move_of_the_code_list_stands_once_in_its_order() -> None:
    assert tuple(step.id for step in STEPS) == schema.RULES


def test_what_no_run_decides_is_for_a_supervisor() -> None:
    assert {"T8", "T9", "T12"} == SUPERVISED
    assert set(schema.RULES) - DECIDED == {"T8", "T9"}


@pytest.mark.parametrize("line", MOVES.lines, ids=lambda line: f"{line.id} {line.source}")
def test_from_and_to_are_those_of_the_stage_machine(line: Line) -> None:
    step = BY_ID[line.id.split("-")[0]]
    guard = line.when
    assert line.then in step.ends
    inside = re.search(r"stage in \(([^)]*)\)", guard)
    equal = re.search(r"stage == '(\w*)'", guard)
    other = re.search(r"stage != '(\w+)'", guard)
    if inside:
        found = set(re.findall(r"'(\w+)'", inside.group(1)))
    elif equal:
        found = {equal.group(1)}
    else:
        assert other
        found = set(ORDER) - {other.group(1)}
    assert found == set(step.starts)


def test_stages_are_the_five_of_the_ledger() -> None:
    assert (*(stage.code for stage in STAGES), "CLOSED") == schema.STAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_there_in_each_language(language: str) -> None:
    for step in STEPS:
        said = [process.in_language(step.guard, language), process.places(step.starts, language), process.places(step.ends, language)]
        said += [process.in_language(WHO[who], language) for who in step.who]
        said.append(process.source_in_words(step, language))
        assert all(said)
        assert language == "en" or all(re.search(r"[\u4e00-\u9fff]", text) for text in said), step.id
    for words in (*PLACES.values(), *WHO.values(), *(part for stage in STAGES for part in (stage.name, stage.aim)), *(step.guard for step in STEPS)):
        assert len(words) == len(LANGUAGES)
        assert len(set(words)) > 1


def test_a_closed_case_goes_back_to_where_it_stood() -> None:
    assert process.places(("CONTACT", BACK), "en") == "1 First contact, the stage before closing"
    assert process.place("DEEP", "fr") == "2 Deep communication"
