"""A contract and one signed plan, filled one after the other, beside the replay: the same rows, the same shares, the same figures, to the digit."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any
from unittest import mock

import pytest

from pyaddin.rules import arrears
from pyaddin.rules.arrears import position
from pyaddin.rules.case import CaseFile, Hold, Installment, Payment, Plan
from pyaddin.rules.interest import RatePeriod
from pyaddin.rules.planned import planned
from pyaddin.rules.policy import Policy
from pyaddin.rules.regimes import late_interest
from tests.rules.build_cases import adjusted, agreed, day, file, office, paid, rows

START = day("2027-11-20")
HOLDS = ("MORATORIUM", "INSOLVENCY", "DISPUTE", "MANUAL")


def _office(draw: Random) -> Policy:
    return office(
        grace_days=draw.choice((0, 3)),
        tolerance_amount=Decimal(draw.choice(("0", "1.00", "8"))),
        order=draw.choice((("penalty", "fee", "interest", "principal"), ("principal", "interest"))),
        round_money=draw.choice((None, Decimal(1))),
        interest_during_dispute=draw.random() < 0.5,
        waiver_limit=Decimal(draw.choice((0, 30))),
        rates={"loan": (RatePeriod(START, START + timedelta(60), Decimal("0.1")), RatePeriod(START + timedelta(61), None, Decimal("0.175")))},
    )


def _case(draw: Random) -> CaseFile:
    """A contract, one or two agreements about what is left of it, and money before, on and after the day of the agreement."""

    def money(high: int) -> Decimal:
        return Decimal(draw.randint(0, high * 100)).scaleb(-2) if draw.random() < 0.8 else Decimal(draw.randint(0, high))

    contract = [
        Installment("", no, START + timedelta(30 * no), money(200), draw.choice((Decimal(0), money(9))), draw.choice((Decimal(0), money(4))))
        for no in range(1, draw.randint(0, 4) + 1)
    ]
    on = START + timedelta(draw.randint(20, 100))
    payments = [
        Payment(f"P-{number}", draw.choice((on, START + timedelta(draw.randint(0, 220)))), money(250), on + timedelta(9) if draw.random() < 0.03 else None)
        for number in range(draw.randint(0, 5))
    ]
    owed = sum((row.due for row in contract), Decimal(0))
    total = draw.choice((owed, max(owed - sum(p.amount for p in payments if p.value_date <= on), Decimal(0)), money(600)))
    plans = [Plan("L-1", 1, on, total, waived=draw.choice((Decimal(0), Decimal(20))), status="signed", debtor_signed_on=on, creditor_signed_on=on)]
    planned_rows = [
        Installment("L-1", no, on + timedelta(15 * no), total / 4, draw.choice((Decimal(0), Decimal(0), money(7)))) for no in range(1, draw.randint(1, 4) + 1)
    ]
    if draw.random() < 0.2:
        signed = on + timedelta(30) if draw.random() < 0.3 else None
        plans.append(Plan("L-2", 2, on, Decimal(90), status="signed" if signed else "proposed", debtor_signed_on=signed, creditor_signed_on=signed))
        planned_rows += [Installment("L-2", no, on + timedelta(50 + no), Decimal(30)) for no in (1, 2, 3)]
    stops = [Hold(draw.choice(HOLDS), START + timedelta(low := draw.randint(0, 120)), START + timedelta(low + 20)) for _ in range(draw.choice((0, 0, 1)))]
    installments = [*contract, *planned_rows]
    draw.shuffle(installments)
    terms: dict[str, Any] = {"annual_rate": draw.choice((None, Decimal(0), Decimal("0.12"))), "product": draw.choice(("Loan", "Other"))}
    return file(*installments, payments=tuple(payments), plans=tuple(plans), holds=tuple(stops), **terms)


def _replayed(one: CaseFile, policy: Policy, on: Any) -> arrears.Position:
    with mock.patch.object(arrears, "is_poured", return_value=False), mock.patch.object(arrears, "is_straight", return_value=False):
        return position(one, policy, on)


def _digits(stands: arrears.Position) -> str:
    """Equal amounts may be written with other digits: 0 and 0.00; here they may not. A correction of nothing has none."""
    rows, missed = (tuple(row._replace(corrected=row.corrected.normalize()) for row in some) for some in (stands.rows, stands.missed))
    return repr(stands._replace(rows=rows, missed=missed))


@pytest.mark.parametrize("seed", range(8))
def test_a_plainly_agreed_case_stands_as_the_replay_leaves_it(seed: int) -> None:
    draw = Random(seed)
    short = credited = differs = 0
    for _ in range(200):
        one, policy, on = _case(draw), _office(draw), START + timedelta(draw.randint(90, 260))
        mine, theirs = position(one, policy, on), _replayed(one, policy, on)
        assert mine == theirs
        assert _digits(mine) == _digits(theirs)
        short += planned(one, policy, on, late_interest(one, policy, one.holds)) is not None
        credited += any(share.payment_id == "opening credit" for share in mine.shares)
        differs += bool(mine.mismatches)
    assert short > 50
    assert credited > 5
    assert differs > 20


def test_what_is_not_plainly_agreed_is_replayed() -> None:
    on = day("11-20")
    plain = file(*rows("10-05"), *rows("11-05", "12-05", amount="50", plan="L-1"), plans=(agreed("L-1", "10-20", "100"),), payments=(paid("11-05", "50"),))
    assert planned(plain, office(), on, None) is not None
    assert planned(plain, office(), day("10-19"), None) is None, "not signed yet"
    assert planned(replace(plain, payments=(replace(paid("10-06", "60"), reversed_on=day("11-01")),)), office(), on, None) is None
    assert planned(replace(plain, payments=(paid("10-06", "60"),)), office(), on, None) is None, "it took over more than was owed"
    assert planned(replace(plain, installments=plain.installments[:1]), office(), on, None) is None, "no rows of its own"
    charged = replace(plain, adjustments=(adjusted("10-06", "fee", "5"),))
    assert position(charged, office(), on) == _replayed(charged, office(), on)
