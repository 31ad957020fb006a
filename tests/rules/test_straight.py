"""The straight way of paying a case beside the replay: the same rows, the same shares, the same figures, to the digit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from unittest import mock

import pytest

from pyaddin.rules import arrears
from pyaddin.rules.arrears import position
from pyaddin.rules.case import CaseFile, Hold, Installment, Payment, Plan
from pyaddin.rules.interest import RatePeriod
from pyaddin.rules.policy import Policy
from pyaddin.rules.principal_only import principal_only
from pyaddin.rules.regimes import bears_interest
from pyaddin.rules.straight import is_straight
from tests.rules.build_cases import adjusted, agreed, day, file, office, paid, rows

START = day("2027-11-20")  # over the end of a year into a leap year
HOLDS = ("MORATORIUM", "INSOLVENCY", "DISPUTE", "MANUAL")
ORDERS = (("penalty", "fee", "interest", "principal"), ("principal", "interest"), ("interest", "fee", "principal"))


def _office(draw: Random) -> Policy:
    return office(
        grace_days=draw.choice((0, 0, 3)),
        tolerance_amount=Decimal(draw.choice(("0", "1.00", "8"))),
        tolerance_percent=Decimal(draw.choice(("0", "0", "5"))),
        tolerance_mode=draw.choice(("max", "min")),
        order=draw.choice(ORDERS),
        round_money=draw.choice((None, None, Decimal(1))),
        interest_during_dispute=draw.random() < 0.5,
        rates={"loan": (RatePeriod(START, START + timedelta(60), Decimal("0.1")), RatePeriod(START + timedelta(61), None, Decimal("0.175")))},
    )


def _case(draw: Random) -> CaseFile:
    """One contract, some money (some of it taken back), perhaps late interest, pauses, and a plan that nobody signed."""

    def money(high: int) -> Decimal:
        return Decimal(draw.randint(0, high * 100)).scaleb(-2) if draw.random() < 0.8 else Decimal(draw.randint(0, high))

    installments = [
        Installment("", no, START + timedelta(draw.randint(0, 9) + 30 * draw.randint(0, no)), money(300), draw.choice((Decimal(0), money(20))), money(4))
        for no in range(1, draw.randint(0, 6) + 1)
    ]
    plans: tuple[Plan, ...] = ()
    if draw.random() < 0.2:
        plans = (Plan("L-1", 1, START + timedelta(40), Decimal(90)),)
        installments += [Installment("L-1", no, START + timedelta(50 + no), Decimal(30)) for no in (1, 2, 3)]
    draw.shuffle(installments)
    money_in = [
        Payment(f"P-{number}", START + timedelta(draw.randint(-20, 200)), money(500), START + timedelta(draw.randint(0, 220)) if draw.random() < 0.2 else None)
        for number in range(draw.randint(0, 6))
    ]
    stops = [
        Hold(draw.choice(HOLDS), START + timedelta(low := draw.randint(0, 120)), draw.choice((None, START + timedelta(low + 20))))
        for _ in range(draw.choice((0, 0, 1, 2)))
    ]
    terms: dict[str, Any] = {"annual_rate": draw.choice((None, None, Decimal(0), Decimal("0.12"), Decimal("0.153"))), "product": draw.choice(("Loan", "Other"))}
    terms |= {"day_count": draw.choice(("act/365", "act/360", "act/actual", "30/360")), "currency": draw.choice(("USD", "JPY", "KWD"))}
    ended = draw.random() < 0.1
    terms |= {"outcome": "SETTLED", "outcome_on": START + timedelta(60), "approved_by": "M. Sorrel"} if ended else {}
    return file(*installments, payments=tuple(money_in), plans=plans, holds=tuple(stops), **terms)


def _replayed(one: CaseFile, policy: Policy, on: date) -> arrears.Position:
    with mock.patch.object(arrears, "is_straight", return_value=False):
        return position(one, policy, on)


def _digits(stands: arrears.Position) -> str:
    """Equal amounts may be written with other digits: 0 and 0.00; here they may not. A correction of nothing has none."""
    rows, missed = (tuple(row._replace(corrected=row.corrected.normalize()) for row in some) for some in (stands.rows, stands.missed))
    return repr(stands._replace(rows=rows, missed=missed))


@pytest.mark.parametrize("seed", range(8))
def test_a_straight_case_stands_as_the_replay_leaves_it(seed: int) -> None:
    draw = Random(seed)
    paid_late = 0
    for _ in range(150):
        one, policy, on = _case(draw), _office(draw), START + timedelta(draw.randint(-5, 230))
        assert is_straight(one, policy)
        mine, theirs = position(one, policy, on), _replayed(one, policy, on)
        assert mine == theirs
        assert _digits(mine) == _digits(theirs)
        assert mine.unpaid_since == min((row.installment.due_on for row in mine.rows if row.counts and row.open), default=None)
        paid_late += any(share.late_interest for share in mine.shares)
    assert paid_late > 5


@pytest.mark.parametrize("seed", range(4))
def test_rows_of_principal_alone_stand_as_the_replay_leaves_them(seed: int) -> None:
    draw = Random(seed)
    short = 0
    for _ in range(150):
        one, policy, on = _case(draw), _office(draw), START + timedelta(draw.randint(-5, 230))
        rows = sorted((replace(row, interest=Decimal(0), fee=Decimal(0)) for row in one.installments if not row.plan_id), key=lambda row: row.due_on)
        plain = replace(one, installments=tuple(replace(row, no=no) for no, row in enumerate(rows, 1)), plans=(), holds=one.holds[: draw.randint(0, 1)])
        mine, theirs = position(plain, policy, on), _replayed(plain, policy, on)
        assert mine == theirs
        assert _digits(mine) == _digits(theirs)
        short += not plain.holds and principal_only(plain, policy, on, bears_interest(plain, policy)) is not None
    assert short > 40


def test_what_is_not_straight_is_replayed() -> None:
    plain = file(*rows("10-05", "11-05"), payments=(paid("10-05", "60"),))
    assert is_straight(plain, office())
    assert not is_straight(replace(plain, adjustments=(adjusted("10-06", "fee", "5"),)), office())
    assert not is_straight(replace(plain, plans=(agreed("L-1", "10-20", "140"),)), office())
    assert not is_straight(plain, office(future="last"))
    assert not is_straight(plain, office(order_late=("principal",)))
    assert is_straight(plain, office(order_late=office().order))


@pytest.mark.parametrize("amount", ["-1", "NaN", "Infinity"])
def test_amounts_that_no_ledger_holds_are_refused_as_by_the_replay(amount: str) -> None:
    with pytest.raises(ValueError, match="below zero or not finite"):
        position(file(*rows("10-05"), payments=(paid("10-05", amount),)), office(), day("10-21"))
    with pytest.raises(ValueError, match="below zero or not finite"):
        position(file(*rows("10-05", amount=amount)), office(), day("10-21"))


def test_two_rows_of_one_number_are_left_to_the_replay() -> None:
    one = file(*rows("10-05"), *rows("10-06"))
    assert position(one, office(), day("10-21")) == _replayed(one, office(), day("10-21"))
