"""The account of a case: lines that a clerk can follow, and a balance that is the same sum as the position's, whatever happened."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from pyaddin.build.workbook import write_workbook
from pyaddin.rules.account import Account, account
from pyaddin.rules.arrears import position
from pyaddin.rules.case import CaseFile
from pyaddin.rules.policy import Policy
from pyaddin.tasks.opening import open_ledger
from tests.rules.build_cases import D, adjusted, agreed, day, file, office, paid, rows
from tests.rules.random_ledger import random_ledger

ZERO = Decimal(0)


def ties(one: CaseFile, policy: Policy, as_of: date) -> Account:
    """The account, after it was compared with the position and with itself."""
    made, owed = account(one, policy, as_of), position(one, policy, as_of)
    assert made.balance + made.not_due == owed.outstanding - owed.credit
    assert sum(made.totals().values(), ZERO) == made.balance
    running = ZERO
    for entry in made.entries:
        running += entry.amount
        assert entry.balance == running
        assert entry.on <= as_of
        if entry.kind in ("payment", "relief"):
            assert sum((share.amount for share in entry.shares), ZERO) <= -entry.amount
    current = {(row.installment.plan_id, row.installment.no) for row in owed.rows if row.counts}
    accrued = sum((period.booked for period in made.periods if (period.plan_id, period.no) in current), ZERO)
    given = [share for entry in made.entries for share in entry.shares if share.late_interest and share.target in current]
    assert accrued - sum((share.amount for share in given), ZERO) == owed.interest
    return made


def test_an_account_line_by_line() -> None:
    one = file(
        *rows("09-01", "10-01", "12-01"),
        payments=(paid("09-11", "30"), paid("09-20", "5", "P-2", reversed_on="09-25")),
        adjustments=(adjusted("10-05", "fee", "12"),),
        annual_rate=D("0.365"),
    )
    made = ties(one, office(), day("10-11"))
    # ten days of 100 at 0.1 % a day are 1.00: the payment takes it first, then 29 of principal
    assert [(e.on, e.kind, e.ref, e.amount, e.balance) for e in made.entries] == [
        (day("09-01"), "installment", "", D(100), D(100)),
        (day("09-11"), "interest", "", D("1.00"), D("101.00")),
        (day("09-11"), "payment", "P-1", D(-30), D("71.00")),
        (day("10-01"), "installment", "", D(100), D("171.00")),
        (day("10-05"), "charge", "A-1", D(12), D("183.00")),
        (day("10-11"), "interest", "", D("3.13"), D("186.13")),
    ]
    assert [(p.no, p.start, p.end, p.days, p.principal, p.rate, p.booked) for p in made.periods] == [
        (1, day("09-01"), day("09-11"), 10, D(100), D("0.365"), D("1.00")),
        (1, day("09-11"), day("10-11"), 30, D(71), D("0.365"), D("2.13")),
        (2, day("10-01"), day("10-11"), 10, D(100), D("0.365"), D("1.00")),
    ]
    assert (made.not_due, [p.payment_id for p in made.void_payments]) == (D(100), ["P-2"])
    assert [(s.component, s.amount, s.late_interest) for s in made.entries[2].shares] == [("interest", D("1.00"), True), ("principal", D("29.00"), False)]


def test_interest_stands_before_the_money_that_pays_it() -> None:
    """A payment that takes interest only changes no principal: the interest line must not wait for the end."""
    made = ties(file(*rows("09-01", amount="1000"), payments=(paid("09-11", "10"),), annual_rate=D("0.365")), office(), day("09-21"))
    assert [(e.kind, e.balance) for e in made.entries] == [("installment", D(1000)), ("interest", D(1010)), ("payment", D(1000)), ("interest", D(1010))]


def test_an_agreement_takes_over_what_was_open() -> None:
    one = file(
        *rows("09-01", "12-01"), *rows("11-15", "12-15", plan="L-1", amount="90"),
        plans=(agreed("L-1", "10-10", "180", waived=D(20), approved_by="Li Na"),), payments=(paid("11-15", "90"),),
    )  # fmt: skip
    made = ties(one, office(), day("11-20"))
    assert [(e.on, e.kind, e.ref, e.amount, e.balance, e.open) for e in made.entries] == [
        (day("09-01"), "installment", "", D(100), D(100), ZERO),
        (day("10-10"), "handover", "L-1", D(-100), ZERO, D(200)),
        (day("11-15"), "installment", "L-1", D(90), D(90), ZERO),
        (day("11-15"), "payment", "P-1", D(-90), ZERO, ZERO),
    ]
    assert made.not_due == D(90)


def test_money_after_a_write_off_is_no_credit() -> None:
    one = file(*rows("09-01"), adjustments=(adjusted("10-01", "write-off", "-100"),), payments=(paid("10-20", "40"),))
    made = ties(one, office(), day("11-20"))
    assert [(e.kind, e.amount) for e in made.entries] == [("installment", D(100)), ("relief", D(-100)), ("payment", D(-40)), ("recovery", D(40))]
    assert made.balance == ZERO


def test_a_judgment_replaces_principal_and_leaves_fees() -> None:
    one = file(*rows("09-01"), adjustments=(adjusted("09-20", "cost", "15"), adjusted("10-01", "judgment", "120", "A-2")), payments=(paid("09-10", "10"),))
    made = ties(one, office(), day("11-20"))
    assert [(e.kind, e.amount) for e in made.entries] == [
        ("installment", D(100)), ("payment", D(-10)), ("charge", D(15)), ("handover", D(-105)), ("judgment", D(120)), ("charge", D(15)),
    ]  # fmt: skip


def test_early_money_leaves_a_balance_below_zero() -> None:
    made = ties(file(*rows("12-01"), payments=(paid("10-01", "130"),)), office(), day("11-20"))
    assert (made.balance, made.not_due, made.position.credit) == (D(-130), D(100), D(30))


@pytest.mark.parametrize("seed", range(6))
def test_unruly_cases_tie_on_every_day(tmp_path: Path, seed: int) -> None:
    """Plans, waivers, write-offs, reversals, dated rates, holds and all day counts, crossed at random."""
    typed, base = random_ledger(seed, 40)
    write_workbook(tmp_path / "ledger.xlsm", typed, ledger_id="T", settings={"tolerance_amount": "0"})
    seen = set()
    for days in (3, 61, 97, 141, 205):
        opened = open_ledger(tmp_path / "ledger.xlsm", as_of=base + timedelta(days), now=lambda: datetime(2028, 1, 1, tzinfo=UTC))
        for one in opened.files:
            seen |= {entry.kind for entry in ties(one, opened.policy, opened.as_of).entries}
    assert seen >= {"installment", "charge", "interest", "relief", "payment", "handover"}
