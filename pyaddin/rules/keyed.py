"""What a message is about that waits since an earlier day, found again in today's facts by its outbox keys; and whether that is over."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from pyaddin.rules.case import Payment
from pyaddin.rules.decide import Decision
from pyaddin.rules.ladder import Call
from pyaddin.rules.money import money_text
from pyaddin.rules.notices import row_of
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import Reason, because
from pyaddin.rules.validation_period import NOTICE


def kind_and_subject(key: str) -> tuple[str, str]:
    """The last two parts of ``case|episode|kind|subject``."""
    kind, subject = key.rsplit("|", 2)[1:]
    return kind, subject


def subjects(keys: tuple[str, ...], kind: str) -> tuple[str, ...]:
    """The subjects of the keys of one kind: a thank-you may settle a notice too."""
    return tuple(subject for key in keys for mine, subject in (kind_and_subject(key),) if mine == kind)


def found_again(keys: tuple[str, ...], decision: Decision, policy: Policy) -> Call | None:
    """The message under these keys (of one case, its own kind first) with what it is about as it stands today; ``None`` when it is not there any more.

    ``policy``: the office's; the ladder is that of the case's risk class.
    """
    kind, subject = kind_and_subject(keys[0])
    mine = policy.for_risk(decision.risk.value if decision.risk else "")
    if kind == "reminder" and subject.isdigit():
        level = int(subject)
        return Call("reminder", level, keys, mine.level(level), because("LEVEL", level=level, days=decision.position.ripe_days))
    if kind == "missed" and subject.count("/") >= 2:
        row = row_of(decision.position, subject)
        return row and Call("missed", 0, keys, mine.level(1), because("MISSED", no=row.installment.no, due_on=row.installment.due_on), rows=(row,))
    if kind == "thanks":
        return _thanks(keys, decision)
    if over(keys, decision) is not None:
        return None
    return _of_the_plan(keys, kind, subject, decision, mine)


def _thanks(keys: tuple[str, ...], decision: Decision) -> Call | None:
    wanted = subjects(keys, "thanks")
    payments: list[Payment] = [payment for payment in decision.file.payments if payment.payment_id in wanted and payment.reversed_on is None]
    newest = sorted(payments, key=lambda payment: (payment.value_date, payment.payment_id), reverse=True)
    if not newest:
        return None
    rows = tuple(row for subject in subjects(keys, "notice") if not _past(decision, subject) for row in (row_of(decision.position, subject),) if row)
    return Call("thanks", 0, keys, None, because("THANKS", payment=newest[0].payment_id, on=newest[0].value_date), rows=rows, payments=tuple(newest))


def _of_the_plan(keys: tuple[str, ...], kind: str, subject: str, decision: Decision, policy: Policy) -> Call | None:
    rung, plan = policy.level(1), decision.plan.plan.plan_id if decision.plan.plan else ""
    if kind == NOTICE:
        return Call(NOTICE, 0, keys, rung, because("VALIDATION"))
    if kind == "notice":
        row = row_of(decision.position, subject)
        return row and Call("notice", 0, keys, rung, because("NOTICE", no=row.installment.no, due_on=row.installment.due_on), rows=(row,))
    if kind == "promise":
        promise = next(judged.promise for judged in decision.promises if judged.promise.promise_id == subject)
        return Call("promise", 0, keys, rung, because("PROMISE-TOLD", promise=subject, due_on=promise.due_on), promise=promise)
    if kind == "broken":
        return Call("broken", 0, keys, rung, because("BROKEN", plan=plan))
    if kind == "checkin":
        since = decision.plan.plan.agreed_on if decision.plan.plan else None
        return Call("checkin", 0, keys, rung, because("CHECKIN", plan=plan, days=policy.plan_check_days, since=since))
    if kind in ("demand", "handover"):
        level = int(subject) if subject.isdigit() else 0
        return Call(kind, level, keys, policy.level(level), because("ASKED", message=kind))
    return None


def over(keys: tuple[str, ...], decision: Decision) -> Reason | None:
    """Why the message under these keys is no longer right although nothing forbids it; ``None`` while it is. Not asked of reminders and missed notices."""
    kind, subject = kind_and_subject(keys[0])
    if kind == "thanks":
        kept = {payment.payment_id for payment in decision.file.payments if payment.reversed_on is None}
        if not set(subjects(keys, "thanks")) <= kept:
            return because("OUTDATED", "OUTDATED-REVERSED")
        return because("OUTDATED", "OUTDATED-NOTICE") if any(_past(decision, one) for one in subjects(keys, "notice")) else None
    if kind == "notice":
        return because("OUTDATED", "OUTDATED-NOTICE") if _past(decision, subject) else None
    if kind == "promise":
        is_open = any(judged.promise.promise_id == subject and judged.status == "open" for judged in decision.promises)
        return None if is_open else because("OUTDATED", "OUTDATED-PROMISE")
    if kind in ("checkin", "broken"):
        plan, wanted = decision.plan, {"checkin": "performing", "broken": "broken"}[kind]
        right = plan.plan is not None and plan.status == wanted and subject.partition("/")[0] == plan.plan.plan_id
        return None if right and decision.in_collection else because("OUTDATED", "OUTDATED-PLAN")
    if not decision.position.in_arrears or not decision.in_collection:
        return because("OUTDATED", "OUTDATED-PAID")
    return None


def not_reached(level: int, decision: Decision, policy: Policy) -> Reason | None:
    """Why a reminder of this level that waits is not due any more: a payment moved the oldest open installment, and bucket and level with it (R2)."""
    rung = policy.for_risk(decision.risk.value if decision.risk else "").level(level)
    days = decision.position.ripe_days
    if rung is None or not decision.position.in_arrears or days >= rung.from_day:
        return None
    return because("OUTDATED", "OUTDATED-LEVEL", level=level, from_day=rung.from_day, days=days)


def part_paid(decision: Decision, since: date, *, made: bool) -> Reason | None:
    """Money that came in since a task was asked for or, with ``made``, after its letter or text was made (a figure stands in it); ``None`` when none did.

    The day itself counts for a task whose words are still to be made; what was made on a day knew that day's money.
    """
    first = since + timedelta(days=made)
    came = [payment.amount for payment in decision.file.payments if payment.reversed_on is None and first <= payment.value_date <= decision.position.as_of]
    if not came:
        return None
    currency = decision.file.case.currency
    return because("PART-PAID", "PART-PAID-MADE" if made else "", amount=money_text(sum(came, Decimal(0)), currency), currency=currency, on=since)


def _past(decision: Decision, subject: str) -> bool:
    """Whether a notice's installment is paid, replaced, or due already."""
    row = row_of(decision.position, subject) if subject.count("/") >= 2 else None
    return row is None or not row.counts or row.open <= 0 or row.installment.due_on <= decision.position.as_of or decision.plan.status != "performing"
