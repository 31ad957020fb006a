"""The money of a case, step by step: what each installment was paid, arrears by row and bucket, fees, outstanding, credit (R4, R8-R12, R15, R21a)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pyaddin.rules.allocation import OPENING, RECOVERY, Allocation, Share
from pyaddin.rules.arrears import Row
from pyaddin.rules.case import Payment
from pyaddin.rules.decide import Decision
from pyaddin.rules.explain_steps import Line, added, amount, less, plain
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import Phrase, phrase

ZERO = Decimal(0)


def overdue(decision: Decision) -> list[Row]:
    """The rows whose unpaid parts are arrears (R4)."""
    return [row for row in decision.position.rows if row.counts and row.open > 0 and row.installment.due_on < decision.position.as_of]


def row_words(row: Row) -> Phrase:
    """``Installment L-1 2, due 2026-11-05``."""
    return phrase("explain row", row=f"{row.installment.plan_id} {row.installment.no}".strip(), due_on=row.installment.due_on)


# what was paid


def paid_lines(decision: Decision, policy: Policy) -> Iterator[Line]:
    """What each installment got, then every payment and where it went, then money that the bank took back."""
    position = decision.position
    for row in position.rows:
        if row.counts and (row.installment.due_on <= position.as_of or row.paid > 0):
            yield _paid_row(decision, row)
    for share in position.shares:
        yield _share(decision, share, policy)
    for payment in decision.file.payments:
        if payment.value_date <= position.as_of and _back(payment, decision):
            words = phrase("explain payment", payment=payment.payment_id, on=payment.value_date)
            note = phrase("explain taken-back", amount=amount(decision, payment.amount), on=payment.reversed_on)
            yield Line("Paid", words, amount(decision, ZERO), note, "R8")


def _back(payment: Payment, decision: Decision) -> bool:
    return payment.reversed_on is not None and payment.reversed_on <= decision.position.as_of


def _paid_row(decision: Decision, row: Row) -> Line:
    due = row.installment
    named = (("principal", due.principal), ("interest", due.interest), ("fee", due.fee))
    shown = [(name, value) for name, value in named if value or name == "principal"]
    parts = tuple(phrase("explain part", what=phrase(f"explain {name}"), amount=plain(decision, value)) for name, value in shown)
    note = phrase("explain row-note", due=amount(decision, due.due), parts=parts, open=amount(decision, row.open), status=row.status)
    mine = [share for share in decision.position.shares if share.target == row.key and not share.late_interest]
    facts = tuple((name.title(), plain(decision, value)) for name, value in shown)
    return Line("Paid", row_words(row), amount(decision, row.paid), note, "R10", added(plain(decision, share.amount) for share in mine), facts)


def _share(decision: Decision, share: Share, policy: Policy) -> Line:
    """Where one piece of money went, and when."""
    if share.component == RECOVERY:
        source = phrase("explain payment", payment=share.payment_id, on=share.on)
        return Line("Paid", source, amount(decision, share.amount), phrase("explain recovery-share", target=str(share.target)), "T12")
    if isinstance(share.target, str):
        target = phrase("explain charge", target=share.target)
    else:
        target = phrase("explain installment", row=f"{share.target[0]} {share.target[1]}".strip())
    what = phrase("explain late-interest") if share.late_interest else phrase(f"explain {share.component}")
    source = phrase("explain credit-used", on=share.on) if share.payment_id == OPENING else phrase("explain payment", payment=share.payment_id, on=share.on)
    facts: tuple[tuple[str, object], ...] = (("allocation_order", ", ".join(policy.order)),)
    if policy.order_late:
        facts += (("allocation_order_late", ", ".join(policy.order_late)), ("allocation_late_from", policy.late_from))
    return Line("Paid", source, amount(decision, share.amount), phrase("explain share", what=what, target=target), "R10", facts=facts)


# what is owed


def owed_lines(decision: Decision, allocation: Allocation) -> Iterator[Line]:
    """Arrears with their rows and buckets, fees, outstanding, and what stands beside it. Late interest has its own lines (``explain_interest``)."""
    position = decision.position
    rows = overdue(decision)
    arrears = amount(decision, position.arrears)
    note = phrase("explain arrears-note", count=len(rows), as_of=position.as_of)
    yield Line("Arrears", phrase("explain Arrears"), arrears, note, "R4", added(plain(decision, row.open) for row in rows))
    for row in rows:
        yield _open_row(decision, row)
    for bucket, total in position.arrears_by_bucket.items():
        inside = [plain(decision, row.open) for row in rows if row.bucket == bucket]
        yield Line("Arrears by bucket", phrase("explain in-bucket", bucket=bucket), amount(decision, total), phrase("explain bucket-note"), "R6", added(inside))
    yield from _fees(decision, allocation)
    yield from _outstanding(decision, rows)
    for share in allocation.relief_shares:
        target = share.target if isinstance(share.target, str) else f"{share.target[0]} {share.target[1]}".strip()
        words = phrase("explain relief", id=share.payment_id, on=share.on)
        note = phrase("explain relief-note", what=phrase(f"explain {share.component}"), target=target)
        yield Line("Outstanding", words, amount(decision, -share.amount), note, "R21")
    yield from _beside(decision)


def _open_row(decision: Decision, row: Row) -> Line:
    """Due less paid less what a waiver or write-off took off."""
    due = row.installment.due
    relieved = due - row.paid - row.open
    arithmetic = less(plain(decision, due), (row.paid, plain(decision, row.paid)), (relieved, plain(decision, relieved)))
    note = phrase("explain open-note", days=row.days, bucket=row.bucket)
    return Line("Arrears", row_words(row), amount(decision, row.open), note, "R4", arithmetic, (("Due on", row.installment.due_on),))


def _fees(decision: Decision, allocation: Allocation) -> Iterator[Line]:
    """Every charge with its contract reference."""
    open_ones = [charge for charge in allocation.charges if charge.open]
    total = added(plain(decision, charge.open) for charge in open_ones)
    yield Line("Fees due", phrase("explain Fees due"), amount(decision, decision.position.fees), phrase("explain fees-note"), "R15", total)
    typed = {adjustment.adjustment_id: adjustment for adjustment in decision.file.adjustments}
    for charge in allocation.charges:
        adjustment = typed.get(charge.id)
        key, document = (adjustment.key, adjustment.document) if adjustment else ("", "")
        reference = ", ".join(part for part in (document, key) if part)
        note = phrase("explain fee-reference", reference=reference) if reference else phrase("explain fee-no-reference")
        relieved = charge.amount - charge.paid - charge.open
        arithmetic = less(plain(decision, charge.amount), (charge.paid, plain(decision, charge.paid)), (relieved, plain(decision, relieved)))
        facts = (("Kind", adjustment.kind if adjustment else ""), ("On", charge.on), ("Key", key), ("Document", document))
        yield Line("Fees due", phrase("explain fee-of", id=charge.id, on=charge.on), amount(decision, charge.open), note, "R15", arithmetic, facts)


def _outstanding(decision: Decision, rows: list[Row]) -> Iterator[Line]:
    position = decision.position
    future = sum((row.open for row in position.rows if row.counts), ZERO) - sum((row.open for row in rows), ZERO)
    note = phrase("explain outstanding-note", arrears=amount(decision, position.arrears), future=amount(decision, future))
    parts = added(plain(decision, part) for part in (position.arrears, future, position.interest, position.fees))
    yield Line("Outstanding", phrase("explain Outstanding"), amount(decision, position.outstanding), note, "R4", parts)


def _beside(decision: Decision) -> Iterator[Line]:
    """What stands beside the sum owed: corrections of plans, credit, recoveries."""
    position = decision.position
    for fixed in position.corrections:
        if fixed.amount:
            where = phrase("explain last-first" if fixed.amount < 0 else "explain to-last")
            owed, agreed = amount(decision, fixed.owed), amount(decision, fixed.agreed)
            note = phrase("explain correction-note", owed=owed, on=fixed.on, agreed=agreed, where=where)
            yield Line("Outstanding", phrase("explain correction", plan=fixed.plan_id), amount(decision, fixed.amount), note, "R21a")
    for other in position.mismatches:
        note = phrase("explain mismatch-note", owed=amount(decision, other.owed), on=other.on)
        yield Line("Outstanding", phrase("explain mismatch", plan=other.plan_id), amount(decision, other.agreed), note, "R21a")
    if position.credit:
        yield Line("Credit", phrase("explain Credit"), amount(decision, position.credit), phrase("explain credit-note"), "R12", _credit(decision))
    if position.recovered:
        yield Line("Recovered", phrase("explain Recovered"), amount(decision, position.recovered), phrase("explain recovered-note"), "T12")


def _credit(decision: Decision) -> str:
    """All money that counts less every piece that found something to pay."""
    as_of = decision.position.as_of
    money = [payment.amount for payment in decision.file.payments if payment.value_date <= as_of and not _back(payment, decision)]
    return added([*(plain(decision, value) for value in money), *(f"-{plain(decision, share.amount)}" for share in decision.position.shares)])
