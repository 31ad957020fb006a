"""The short ways of deciding beside the whole way: a calm case, and a case decided again after it was written to. The same decision, to the word."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random
from unittest import mock

import pytest

from pyaddin.rules import decide as deciding
from pyaddin.rules.again import decided_again
from pyaddin.rules.arrears import position, position_again
from pyaddin.rules.calm import is_calm
from pyaddin.rules.case import Advice, CaseFile, Hold
from pyaddin.rules.decide import Decision, decide, decide_all
from pyaddin.rules.reason import phrase
from pyaddin.tasks.posting import with_moves
from tests.rules.build_cases import CONTACT, adjusted, agreed, day, debtor, file, office, paid, reminded, rows, run, talk

AS_OF = day("10-15")
KINDS = ("weekly", "daily", "button")
WAYS = ("call", "email", "letter", "sms")
RESULTS = ("no answer", "no answer", "reached", "refused", "delivered", "sent", "queued")
HOLDS = ("MORATORIUM", "DECEASED", "DISPUTE", "VULNERABLE", "OPT_OUT")
OFFICES = (office(), office(grace_days=3, tolerance_amount=Decimal(40)), office(jurisdiction="", missing_settings=("office_name",), language="zh-TW"))


def _quiet(draw: Random) -> CaseFile:
    """A case that nobody has touched: paid as agreed or nearly, not due yet, or owing nothing."""
    due = [AS_OF + timedelta(draw.randint(-90, 60)) for _ in range(draw.randint(0, 3))]
    installments = rows(*sorted(due), amount=str(draw.choice((50, 100))))
    behind = sum(row.due_on < AS_OF for row in installments)
    money = [paid(AS_OF - timedelta(draw.randint(0, 30)), str(draw.choice((100, 99, 70, 200))), f"P-{number}") for number in range(behind)]
    who = debtor(
        country=draw.choice(("GB", "CN", "TW", "US", "")), region=draw.choice(("", "NY")), time_zone=draw.choice(("Europe/London", "Asia/Taipei", "")),
        opted_out=draw.choice(((), ("sms",))), kind=draw.choice(("consumer", "business")),
    )  # fmt: skip
    holds = tuple(Hold(draw.choice(HOLDS), AS_OF - timedelta(draw.randint(-3, 20)), applies_to="C-1") for _ in range(draw.choice((0, 0, 1, 2))))
    more: dict[str, object] = {"advice": Advice(judgment_on=AS_OF)} if draw.random() < 0.1 else {}
    more |= {"data_faults": (phrase("no-zone", debtor="D-1"),)} if draw.random() < 0.1 else {}
    fees = (adjusted("10-10", "fee", "5"),) if draw.random() < 0.2 else ()
    words = [
        talk(AS_OF - timedelta(draw.randint(-2, 60)), draw.choice(RESULTS), channel=draw.choice(WAYS), sentiment=draw.choice(("", "", "upset")))
        for _ in range(draw.choice((0, 0, 2, 5)))
    ]
    words += [reminded(draw.randint(1, 3), AS_OF - timedelta(draw.randint(0, 30)))] if draw.random() < 0.2 else []
    return replace(file(*installments, owner=who, payments=tuple(money), holds=holds, adjustments=fees, contacts=tuple(words)), **more)  # type: ignore[arg-type]


def _words(decision: Decision) -> tuple[str, ...]:
    return decision.why, decision.ladder.text("zh-CN"), decision.action.says("en"), decision.score.says("en")


@pytest.mark.parametrize("seed", range(5))
def test_a_calm_case_is_decided_as_the_whole_way_decides_it(seed: int) -> None:
    draw, calm = Random(seed), 0
    for _ in range(120):
        one, policy, kind = _quiet(draw), draw.choice(OFFICES), draw.choice(KINDS)
        short = decide(one, policy, AS_OF, kind, (talk("10-01"),))
        with mock.patch.object(deciding, "is_calm", return_value=False):
            whole = decide(one, policy, AS_OF, kind, (talk("10-01"),))
        assert short == whole
        assert _words(short) == _words(whole)
        calm += is_calm(one, short.position)
    assert calm > 30


def test_what_was_ever_in_collection_is_not_calm() -> None:
    one = file(*rows("12-05"))
    pos = position(one, office(), AS_OF)
    assert is_calm(one, pos)
    assert is_calm(replace(one, contacts=(talk("10-01"),)), pos), "a word alone calls for nothing"
    for touched in (
        replace(one, plans=(agreed("L-1", "10-02", "100"),)),
        replace(one, case=replace(one.case, outcome="SETTLED")),
        replace(one, case=replace(one.case, stage="CLOSED")),
        replace(one, moves=CONTACT),
    ):
        assert not is_calm(touched, pos)
    late = file(*rows("10-05"))
    assert not is_calm(late, position(late, office(), AS_OF))
    clear = file(*rows("10-05"), payments=(paid("10-05", "100"),))
    assert not is_calm(clear, position(clear, office(), AS_OF))


def test_a_case_decided_again_takes_its_figures_over_where_no_money_changed() -> None:
    one = file(*rows("09-05", "10-05", "11-05"), payments=(paid("09-20", "150"),), moves=CONTACT, contacts=(reminded(1, "10-07"),))
    first, after = run([one], AS_OF)
    shown = after[0]
    assert shown.installments != one.installments, "the row that was missed is flagged"
    again = position_again(one, first[0].position, shown)
    assert again == position(shown, office(), AS_OF)
    seen: dict[str, Decision] = {}
    decide_all([one], office(), AS_OF, "weekly", seen=seen)
    assert decide_all([shown], office(), AS_OF, "weekly", seen=seen) == decide_all([shown], office(), AS_OF, "weekly")


def test_figures_are_reckoned_anew_where_money_changed() -> None:
    one = file(*rows("09-05", "10-05", "11-05"), payments=(paid("09-20", "150"),), moves=CONTACT)
    known = position(one, office(), AS_OF)
    for other in (
        replace(one, payments=(*one.payments, paid("10-02", "20", "P-2"))),
        replace(one, adjustments=(adjusted("10-06", "fee", "5"),)),
        replace(one, holds=(Hold("MORATORIUM", day("10-01")),)),
        replace(one, plans=(agreed("L-1", "10-10", "150"),)),
        replace(one, installments=rows("09-05", "10-05", "11-06")),
        replace(one, installments=one.installments[:2]),
        replace(one, case=replace(one.case, annual_rate=Decimal("0.1"))),
        replace(one, case=replace(one.case, outcome="SETTLED", outcome_on=day("10-01"), approved_by="M. Sorrel")),
    ):
        assert position_again(one, known, other) is None
    assert position_again(one, known, replace(one, contacts=(talk("10-01"),))) is known


@pytest.mark.parametrize("seed", range(3))
def test_a_case_that_only_the_run_moved_is_decided_again_as_from_scratch(seed: int) -> None:
    draw, short = Random(seed), 0
    for _ in range(240):
        behind = [AS_OF - timedelta(draw.randint(-20, 70)) for _ in range(draw.randint(1, 3))]
        words = tuple(talk(AS_OF - timedelta(draw.choice((0, 0, draw.randint(-1, 60)))), draw.choice(RESULTS)) for _ in range(draw.choice((0, 2, 4))))
        one = file(*rows(*sorted(behind)), payments=(paid(AS_OF - timedelta(3), "120"),), contacts=words, moves=draw.choice(((), CONTACT)))
        kind, seen = draw.choice(KINDS), dict[str, Decision]()
        first = decide_all([one], office(), AS_OF, kind, seen=seen)[0]
        shown = with_moves(one, first)
        short += shown is not one and decided_again(seen["C-1"], shown, shown.contacts) is not None
        assert decide_all([shown], office(), AS_OF, kind, seen=seen) == decide_all([shown], office(), AS_OF, kind)
    assert short > 5


def test_what_was_said_to_the_debtor_about_another_case_is_known_when_a_case_is_decided_again() -> None:
    """The caps of the law count the contacts of a person over all cases: a case that nothing has touched is decided anew when another one was written to."""
    mine, other = file(*rows("11-05")), file(*rows("09-05"), case_id="C-2", moves=CONTACT)
    seen: dict[str, Decision] = {}
    first = decide_all([mine, other], office(), AS_OF, "weekly", seen=seen)
    written = replace(other, contacts=(reminded(1, AS_OF, case_id="C-2"),))
    files = [mine, written]
    assert first[0].call is None, "it has no message of its own"
    again = decide_all(files, office(), AS_OF, "weekly", seen=seen)
    assert again == decide_all(files, office(), AS_OF, "weekly")
    assert again[0].log == written.contacts


def test_a_second_look_at_some_cases_leaves_the_points_of_the_first_as_they_were() -> None:
    """The balance is compared among the cases that are looked at: fewer of them, other points."""
    amounts = ("50", "100", "900")
    files = [file(*rows("09-05", amount=amount), case_id=f"C-{amount}", owner=debtor(debtor_id=f"D-{amount}"), moves=CONTACT) for amount in amounts]
    seen: dict[str, Decision] = {}
    first = decide_all(files, office(), AS_OF, "weekly", seen=seen)
    points = [decision.score.points for decision in first]
    second = decide_all(files[:1], office(), AS_OF, "weekly", seen=seen)
    assert second == decide_all(files[:1], office(), AS_OF, "weekly")
    assert second[0].score.points > points[0]
    assert [decision.score.points for decision in first] == points
    assert decide_all(files, office(), AS_OF, "weekly", seen=seen) == first
