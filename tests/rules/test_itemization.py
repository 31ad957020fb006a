"""The itemization of the validation notice: by hand, and as a property over random cases, against positions reckoned on the two days by themselves."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from pyaddin.records import changed
from pyaddin.rules.arrears import Position, position
from pyaddin.rules.case import CaseFile
from pyaddin.rules.itemization import Itemization, itemize
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import Phrase
from tests.rules.build_cases import D, adjusted, agreed, day, file, office, paid, rows
from tests.rules.random_cases import AS_OF, OFFICES, random_cases

ZERO = Decimal(0)


def parts(found: Itemization | Phrase) -> list[str]:
    assert isinstance(found, Itemization), found
    return [f"{value:f}" for value in (found.then, found.interest, found.fees, found.payments, found.credits, found.now)]


def test_since_the_last_payment() -> None:
    """Ten percent a year on what is left of 100 after 30 were paid on 1 October, a fee and a waiver after it."""
    one = file(
        *rows("09-01", "10-15", "12-01", interest=D("2"), fee=D("1")),
        payments=(paid("10-01", "30"), paid("10-20", "50", "P-2", reversed_on="10-22")),
        adjustments=(adjusted("11-02", "fee", "12"), adjusted("11-03", "waiver", "-5", "A-2", component="fee")),
        annual_rate=D("0.365"),
    )
    found = itemize(one, office(), day("11-10"))
    assert isinstance(found, Itemization)
    assert (found.on, found.by) == (day("10-01"), "payment")
    # 103 and 30 days of 100 at 0.1 % a day are 106.00, less 30; principal of the second row is owed, its interest and fee fall due later
    assert found.then == D("76.00") + 100
    assert (found.fees, found.payments, found.credits) == (D("13"), ZERO, D("5"))
    owed = position(one, office(), day("11-10"))
    assert found.now == owed.arrears + owed.interest + owed.fees
    assert found.interest == found.now - found.then - found.fees + found.credits


def test_without_a_payment_since_the_contract() -> None:
    found = itemize(file(*rows("10-01", "11-01"), opened_on=day("01-05")), office(), day("11-10"))
    assert isinstance(found, Itemization)
    assert (found.on, found.by, parts(found)) == (day("01-05"), "contract", ["200", "0", "0", "0", "0", "200"])


def test_since_a_judgment_with_what_was_paid_after_it() -> None:
    one = file(*rows("01-01"), payments=(paid("10-05", "40"),), adjustments=(adjusted("09-01", "judgment", "150"),))
    found = itemize(one, office(), day("11-10"))
    assert isinstance(found, Itemization)
    assert (found.on, found.by, parts(found)) == (day("09-01"), "judgment", ["150", "0", "0", "40", "0", "110"])


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (file(*rows("09-01"), *rows("10-01", plan="L-1"), plans=(agreed("L-1", "09-20", "100"),)), "agreement L-1"),
        (file(*rows("09-01"), adjustments=(adjusted("10-01", "correction", "20"),), opened_on=day("01-05")), "adjustment A-1"),
        (file(*rows("09-01"), opened_on=day("12-05")), "2026-12-05"),
    ],
)
def test_what_the_ledger_does_not_know_is_told_and_not_guessed(one: CaseFile, told: str) -> None:
    found = itemize(one, office(), day("11-10"))
    assert isinstance(found, Phrase)
    assert told in found.says("en")


def _owed_then(one: CaseFile, policy: Policy, found: Itemization, now: Position) -> Decimal:
    """What was open on the itemization date of the rows that are overdue now, from a ledger that ends on that date."""
    known = changed(one, payments=tuple(p for p in one.payments if p.reversed_on is None or p.reversed_on > now.as_of))
    known = changed(known, adjustments=tuple(a for a in one.adjustments if a.reversed_on is None or a.reversed_on > now.as_of))
    then = position(known, policy, found.on)
    overdue = {row.key for row in now.rows if row.counts and row.installment.due_on < now.as_of}
    total = then.fees
    for row in then.rows:
        if row.counts and row.key in overdue:
            later = row.installment.due_on > found.on
            total += row.late_interest + (row.open_parts.get("principal", ZERO) if later else row.open)
    return total


@pytest.mark.parametrize("seed", range(4))
def test_the_parts_add_up_to_what_is_due_to_the_cent(seed: int) -> None:
    seen = 0
    for one in random_cases(seed, 40):
        for policy in OFFICES:
            for as_of in (AS_OF, AS_OF + timedelta(17)):
                opened = changed(one, case=changed(one.case, opened_on=date(2025, 1, 1)))
                found, now = itemize(opened, policy, as_of), position(opened, policy, as_of)
                if not isinstance(found, Itemization):
                    continue
                seen += 1
                assert found.then + found.interest + found.fees - found.payments - found.credits == found.now
                assert found.now == now.arrears + now.interest + now.fees
                assert min(found.then, found.interest, found.fees, found.payments, found.credits) >= 0
                assert found.then == _owed_then(opened, policy, found, now), (one.case.case_id, as_of)
    assert seen > 100


def test_a_payment_of_the_day_is_the_last_one_and_one_dated_later_is_not_yet() -> None:
    one = file(*rows("09-01"), payments=(paid("10-01", "30"), paid("11-10", "10", "P-2"), paid("11-11", "5", "P-3")))
    for on, last in (("11-09", "10-01"), ("11-10", "11-10"), ("11-12", "11-11")):
        found = itemize(one, office(), day(on))
        assert isinstance(found, Itemization)
        assert (found.on, found.by) == (day(last), "payment")
