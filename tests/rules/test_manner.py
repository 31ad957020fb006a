"""The manner of approach: softer after a hard talk, a call before anything firmer, another way after three tries in vain, then a supervisor."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pyaddin.rules.case import CaseFile, Contact
from pyaddin.rules.decide import Decision
from pyaddin.rules.manner import MANNER, manner_of
from tests.rules.build_cases import DEEP, LEVELS, OFFICE, day, debtor, file, look, office, reminded, rows, talk

TONES = {1: "friendly", 2: "calm", 3: "firm", 4: "final"}
FIRM = replace(OFFICE, levels=tuple(replace(row, tone=TONES[row.level]) for row in LEVELS))
SENT = (reminded(1, "10-06"), reminded(2, "10-13"))


def case(*contacts: Contact, **more: object) -> CaseFile:
    return file(*rows("10-05"), moves=DEEP, contacts=(*SENT, *contacts), **more)


def seen(one: CaseFile, on: str, policy: object = FIRM) -> Decision:
    return look(one, on, "weekly", policy)  # type: ignore[arg-type]


EXAMPLES: dict[str, tuple[dict[str, object], str]] = {
    "call-first": ({"mood": "upset", "firmer": True, "called": False, "vain": 0, "another": True}, "call"),
    "upset": ({"mood": "upset", "firmer": True, "called": True, "vain": 5, "another": True}, "softer"),
    "refusing": ({"mood": "refusing", "firmer": False, "called": False, "vain": 0, "another": False}, "softer"),
    "another-way": ({"mood": "", "firmer": True, "called": False, "vain": 3, "another": True}, "another"),
    "unreached": ({"mood": "", "firmer": False, "called": False, "vain": 3, "another": False}, "supervisor"),
    "as-usual": ({"mood": "", "firmer": True, "called": False, "vain": 2, "another": False}, "usual"),
}


def test_every_line_has_its_example() -> None:
    assert set(EXAMPLES) == {line.id for line in MANNER.lines}
    for name, (facts, then) in EXAMPLES.items():
        line = MANNER.first(facts)
        assert line is not None
        assert (line.id, line.then) == (name, then)
        assert line.source


@pytest.mark.parametrize(
    ("word", "rule", "then"),
    [
        (talk("10-20", "refused"), "refusing", "call"),
        (talk("10-20", reason_code="REFUSES"), "refusing", "call"),
        (talk("10-20", sentiment="upset"), "upset", "call"),
        (talk("10-20", channel="email", direction="in", sentiment="hostile"), "upset", "call"),
        (talk("10-20", sentiment="worried"), "as-usual", "usual"),
        (talk("10-20", "no answer", sentiment="upset"), "as-usual", "usual"),
    ],
)
def test_what_counts_as_a_hard_word(word: Contact, rule: str, then: str) -> None:
    manner = manner_of(case(word), day("10-21"), firmer=True)
    assert (manner.rule, manner.then) == (rule, then)


def test_a_firmer_level_waits_for_the_longer_gap_and_for_a_call() -> None:
    """Level 3 would be due on 20 October. The debtor was upset on the 19th: a call comes first, and nothing goes for two weeks."""
    upset = talk("10-19", sentiment="upset")
    early = seen(case(upset), "10-21")
    assert (early.send, early.ladder.rule, early.ladder.sentence) == (None, "LEVEL-GAP", "LEVEL-GAP-SOFT")
    assert (early.action.rule, early.action.channel, early.action.on) == ("call-first", "call", day("10-21"))
    assert seen(case(upset), "11-02").ladder.rule == "CALL-FIRST"
    called = seen(case(upset, talk("10-22", "no answer")), "11-02")
    assert called.send is not None
    assert called.send.call.level == 3
    assert "MANNER: The debtor was upset on 2026-10-19: softer wording, 14 days apart at least." in called.send.why
    assert (called.manner.tone("firm"), called.manner.tone("final"), called.manner.tone("friendly")) == ("calm", "firm", "friendly")


def test_a_second_hard_talk_needs_no_third_call() -> None:
    hard = (talk("10-19", sentiment="upset"), talk("10-22", sentiment="hostile"))
    assert seen(case(*hard), "11-05").send is not None


def test_a_calm_talk_ends_it_and_a_mild_level_needs_no_call() -> None:
    assert seen(case(talk("10-19", sentiment="upset"), talk("10-22", sentiment="calm")), "10-28").send is not None
    mild = seen(case(talk("10-19", sentiment="upset")), "11-02", OFFICE)
    assert mild.send is not None
    assert mild.manner.then == "softer"


def test_the_gap_is_the_offices() -> None:
    upset = case(talk("10-19", sentiment="upset"), talk("10-20", "no answer"))
    assert seen(upset, "10-26", replace(FIRM, upset_gap_days=7)).send is not None
    assert seen(upset, "10-26", office(levels=FIRM.levels)).send is None


VAIN = (talk("10-14", "no answer"), talk("10-16", "no answer"), talk("10-19", "voicemail left"))


def test_three_tries_in_vain_ask_for_another_way_and_hour() -> None:
    manner = manner_of(case(*VAIN), day("10-20"), firmer=True)
    assert (manner.then, manner.tries, manner.channels, manner.hours, manner.channel) == ("another", 3, ("call",), ("16:00",), "sms")
    assert manner_of(case(*VAIN[:2]), day("10-20"), firmer=True).then == "usual"
    assert manner_of(case(*VAIN, talk("10-20", channel="sms", direction="in")), day("10-21"), firmer=True).then == "usual"
    refused = manner_of(case(*VAIN, owner=debtor(opted_out=("sms",))), day("10-20"), firmer=True)
    assert refused.channel == "email"


def test_the_next_message_leaves_the_way_on_which_nobody_was_reached() -> None:
    by_phone = debtor(preferred_channel="call")
    sent = seen(case(*VAIN, owner=by_phone), "10-26")
    assert sent.send is not None
    assert sent.send.route.channel == "email"


def test_with_every_way_tried_a_supervisor_decides_until_an_address_changes() -> None:
    everywhere = (talk("10-14", "no answer"), talk("10-16", "failed", "sms"), talk("10-19", "bounced", "email"))
    assert manner_of(case(*everywhere), day("10-20"), firmer=False).then == "supervisor"
    moved = case(*everywhere, owner=debtor(address_changed_on=day("10-20")))
    assert manner_of(moved, day("10-20"), firmer=False).then == "usual"
