"""What a debt was on the itemization date and what became of it since: the table of the validation notice (12 CFR 1006.34(b)(3), (c)(2)(vi)-(ix)).

The itemization date is the simplest reference date that the ledger knows: the last payment; without one the transaction, which is the case's
*Opened on*; where a court has ruled, the judgment. The figures come from the replay that makes every other figure of the case (``regimes``),
so that what is listed adds up to what is due now, to the cent.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pyaddin.records import dataclass
from pyaddin.rules.account import cut
from pyaddin.rules.allocation import RECOVERY, RowResult, Share
from pyaddin.rules.case import ORIGINAL, CaseFile
from pyaddin.rules.interest import LateInterest, explain_interest
from pyaddin.rules.money import round_half_up
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import Phrase, phrase
from pyaddin.rules.regimes import JUDGMENT, Stretch, late_interest, replay

ZERO = Decimal(0)
_NOT_PRINCIPAL = ("interest", "fee")


@dataclass(frozen=True, slots=True)
class Itemization:
    """``then`` + ``interest`` + ``fees`` - ``payments`` - ``credits`` == ``now``. ``by``: payment, contract or judgment, what the date ``on`` is.

    The debt is what is overdue: rows that fall due later are not collected yet.
    """

    on: date
    by: str
    then: Decimal
    interest: Decimal
    fees: Decimal
    payments: Decimal
    credits: Decimal
    now: Decimal


def itemize(file: CaseFile, policy: Policy, as_of: date) -> Itemization | Phrase:
    """The itemization of the case on the day, or why the ledger does not know it."""
    last = replay(file, policy, as_of, file.holds)[-1]
    if last.name not in (ORIGINAL, JUDGMENT):
        return phrase("notice of-plan", plan=last.name)
    on, by = _reference(file, last, as_of)
    if on > as_of:
        return phrase("notice opened-later", on=on)
    raised = next((charge.id for charge in last.allocation.charges if charge.component == "principal" and charge.on > on), None)
    if raised is not None:
        return phrase("notice raised", adjustment=raised)
    found = _figures(last, late_interest(file, policy, file.holds), on, by, as_of)
    adds_up = found.then + found.interest + found.fees - found.payments - found.credits == found.now
    return found if adds_up else phrase("notice adds-not")


def _reference(file: CaseFile, last: Stretch, as_of: date) -> tuple[date, str]:
    """The itemization date, and which of the dates of 12 CFR 1006.34(b)(3) it is."""
    if last.name == JUDGMENT and last.start is not None:
        return last.start, "judgment"
    paid = [p.value_date for p in file.payments if p.value_date <= as_of and (p.reversed_on is None or p.reversed_on > as_of)]
    return (max(paid), "payment") if paid else (file.case.opened_on, "contract")


def _figures(last: Stretch, late: LateInterest | None, on: date, by: str, as_of: date) -> Itemization:
    overdue = {(row.plan_id, row.no) for row in last.rows if row.due_on < as_of}
    results = {row.key: row for row in last.allocation.rows if row.key in overdue}
    charges = last.allocation.charges
    paid = [share for share in last.allocation.shares if _reduces(share, results)]
    relieved = [share for share in last.allocation.relief_shares if _reduces(share, results)]
    before = [share for share in (*paid, *relieved) if share.on <= on]
    then = interest = fees = ZERO
    for installment in last.rows:
        key = (installment.plan_id, installment.no)
        if key not in results:
            continue
        charged = _charged_since(installment.due_on > on, {"interest": installment.interest, "fee": installment.fee}, key, before)
        late_then = _late_until(results[key], late, on, last.until)
        interest += charged["interest"] + results[key].late_interest_accrued - late_then
        fees += charged["fee"]
        then += installment.due - charged["interest"] - charged["fee"] + late_then
    fees += sum((charge.amount for charge in charges if charge.on > on), ZERO)
    then += sum((charge.amount for charge in charges if charge.on <= on), ZERO) - _sum(before)
    now = sum((row.open_total + row.late_interest_open for row in results.values()), ZERO) + sum((charge.open for charge in charges), ZERO)
    return Itemization(on, by, then, interest, fees, _since(paid, on), _since(relieved, on), now)


def _reduces(share: Share, rows: dict[tuple[str, int], RowResult]) -> bool:
    """Whether it went to something that is overdue, or to a fee; a recovery of a write-off reduces nothing."""
    return share.component != RECOVERY and (isinstance(share.target, str) or share.target in rows)


def _charged_since(later: bool, parts: dict[str, Decimal], key: tuple[str, int], before: Iterable[Share]) -> dict[str, Decimal]:
    """Contract interest and fee of a row that fell due after the date, less what was paid of them by then: that much was owed already."""
    if not later:
        return dict.fromkeys(_NOT_PRINCIPAL, ZERO)
    mine = [share for share in before if share.target == key and not share.late_interest]
    return {name: parts[name] - _sum(share for share in mine if share.component == name) for name in _NOT_PRINCIPAL}


def _late_until(row: RowResult, late: LateInterest | None, on: date, until: date) -> Decimal:
    """Late interest of a row up to and including the date."""
    if late is None or on <= row.due_on or not row.late_interest_accrued:
        return ZERO
    lines = explain_interest(cut(row.principal_steps, {on}), due_on=row.due_on, until=until, late=late)
    return round_half_up(sum((line.amount for line in lines if line.end <= on), Fraction(0)), late.unit)


def _sum(shares: Iterable[Share]) -> Decimal:
    return sum((share.amount for share in shares), ZERO)


def _since(shares: Iterable[Share], on: date) -> Decimal:
    return _sum(share for share in shares if share.on > on)
