"""From the rows of a case to the facts of any kind of message: promise, plan, next installment, payment, hand-over, confirmation.

Nothing is decided here: whether a message may go is the rules' and the gate's business. A fact that the ledger does not hold is never made up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from pyaddin.correspondence.fields import kind_of
from pyaddin.correspondence.message import Agreed, Handover, Letter, PlanRow, Promised, Received, Settled, Upcoming, Validation, tone_of
from pyaddin.records import changed, dataclass
from pyaddin.rules.arrears import Position, Row
from pyaddin.rules.case import Payment, Plan, by_time
from pyaddin.rules.decide import Decision
from pyaddin.rules.itemization import Itemization, itemize
from pyaddin.rules.sending import Send
from pyaddin.rules.validation_notice import account_of, binds, end_of
from pyaddin.rules.validation_period import NOTICE, ends_in
from pyaddin.tasks import letters, rows_by_key
from pyaddin.tasks.opening import Opened

ZERO = Decimal(0)
_TONE_OF_KIND = {"demand": "final", "broken": "firm"}
_ENDED_WELL = ("PAID", "SETTLED")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which message is to be worded: ``template`` is the stem of a wording file; ``stage`` blank = the stage the case is in."""

    template: str
    channel: str
    stage: str = ""
    language: str = ""


def last_reason(decision: Decision) -> str:
    """Code of the reason for not paying that was noted last in Contacts; empty when there is none."""
    reasons = by_time(contact for contact in decision.file.contacts if contact.reason_code)
    return reasons[-1].reason_code if reasons else ""


def last_payment(decision: Decision) -> Payment | None:
    """The newest money that the bank has not taken back, up to the as-of date."""
    as_of = decision.position.as_of
    kept = [payment for payment in decision.file.payments if payment.value_date <= as_of and (payment.reversed_on is None or payment.reversed_on > as_of)]
    return max(kept, key=lambda payment: (payment.value_date, payment.payment_id), default=None)


def _received(decision: Decision, kind: str) -> Received | None:
    payment = last_payment(decision)
    if payment is None:
        return None
    return Received(payment.amount, decision.file.case.currency, payment.value_date, kind == "paid" or decision.state.outcome in _ENDED_WELL)


def upcoming(position: Position) -> Upcoming | None:
    """The next installment that is not settled, from the as-of date on."""
    ahead = [row for row in position.rows if row.counts and row.open > 0 and row.installment.due_on >= position.as_of]
    row = min(ahead, key=lambda row: (row.installment.due_on, row.installment.no), default=None)
    return None if row is None else _ahead(row, position.as_of)


def _ahead(row: Row, as_of: date) -> Upcoming:
    due_on = row.installment.due_on
    return Upcoming(row.installment.no, due_on, (due_on - as_of).days, row.open, bool(row.installment.plan_id))


def _missed(position: Position) -> Row | None:
    return min(position.missed, key=lambda row: (row.installment.due_on, row.installment.no), default=None)


def _promise(decision: Decision) -> Promised | None:
    """The open promise, else the newest one."""
    judged = sorted(decision.promises, key=lambda one: (one.status == "open", one.promise.made_on, one.promise.promise_id))
    if not judged:
        return None
    promise = judged[-1].promise
    return Promised(promise.amount, promise.made_on, promise.due_on)


def _plan_of(decision: Decision, kind: str) -> Plan | None:
    """The plan that a message is about: to be signed, in force, or broken."""
    state = decision.plan
    if kind == "broken":
        return state.plan if state.status == "broken" else None
    if kind == "checkin":
        return state.plan if state.status in ("performing", "kept") else None
    offered = [plan for plan in decision.file.plans if plan.status in ("proposed", "signed")]
    return max(offered, key=lambda plan: (plan.version, plan.proposed_on), default=None)


def _agreed(opened: Opened, decision: Decision, kind: str) -> Agreed | None:
    plan = _plan_of(decision, kind)
    if plan is None:
        return None
    position = decision.position
    rows = sorted((row for row in position.rows if row.installment.plan_id == plan.plan_id), key=lambda row: (row.installment.due_on, row.installment.no))
    made = tuple(
        PlanRow(row.installment.no, row.installment.due_on, row.installment.due, row.installment.due - row.open if row.counts else ZERO) for row in rows
    )
    total = sum((row.amount for row in made), ZERO)
    method = str(rows_by_key.named(opened, "Plans", "Plan ID", plan.plan_id).get("Payment method") or "")
    return Agreed(plan.plan_id, plan.version, plan.agreed_on, total, plan.waived, method, made)


def _handover(opened: Opened, decision: Decision) -> Handover | None:
    """Counsel and the day the case was laid before them, from the sheet Legal."""
    row = rows_by_key.named(opened, "Legal", "Case ID", decision.case_id)
    counsel, on = str(row.get("Counsel") or ""), row.get("Asked on")
    return Handover(counsel, on) if counsel and isinstance(on, date) and on <= decision.position.as_of else None


def _settled(decision: Decision, kind: str) -> Settled | None:
    """Since when nothing is owed, or nothing overdue: only where that is so on the as-of date."""
    position, state = decision.position, decision.state
    payment = last_payment(decision)
    if kind == "paid":
        if state.outcome == "SETTLED" or position.outstanding == 0:
            on = state.outcome_on if state.outcome in _ENDED_WELL else payment.value_date if payment else None
            return Settled(on, state.outcome == "SETTLED") if on is not None else None
        return None
    owed_now = position.arrears > 0 or position.interest > 0 or position.fees > 0
    ever_late = state.outcome == "CURED" or bool(decision.file.moves)
    if owed_now or not ever_late or position.outstanding == 0 or payment is None:  # a debt that is paid in full gets the other confirmation
        return None
    return Settled(state.outcome_on if state.outcome == "CURED" and state.outcome_on else payment.value_date)


def letter(opened: Opened, decision: Decision, siblings: Sequence[Decision], wanted: Wanted) -> Letter:
    """The letter that the template asks for, with every fact that the ledger holds for it; facts that it lacks are ``None``."""
    kind, as_of = kind_of(wanted.template), decision.position.as_of
    level = int(wanted.template.rpartition("_")[2]) if kind == "reminder" else 0
    rung = opened.policy.for_risk(decision.risk.value if decision.risk else "").level(level) if level else None
    tone = tone_of(rung.tone) if rung else _TONE_OF_KIND.get(kind, "first")
    said_in = tone_of(decision.manner.tone(rung.tone)) if rung else tone
    debtor, settings, counted = decision.file.debtor, opened.settings, opened.policy.bank_data_until
    others = letters.also_overdue(decision, siblings, opened.policy) if kind in ("reminder", "demand") else []
    missed = _missed(decision.position) if kind == "missed" else None
    made = Letter(
        kind=kind,
        level=level,
        template=wanted.template,
        stage=wanted.stage or decision.state.stage,
        tone=said_in,
        language=wanted.language or debtor.language or settings.text("ledger_language"),
        debtor_name=debtor.name,
        as_of=as_of,
        counted_until=min(as_of, counted) if counted else as_of,
        pay_by=letters.answer_by(decision, tone, opened.policy),
        sender=letters.sender(settings),
        statements=(letters.statement(decision, level), *(letters.statement(other, 0) for other in others)),
        channel=wanted.channel,
        reason=last_reason(decision),
        from_collector=binds(decision.file, opened.policy, as_of),
        missed=letters.line_of(missed, as_of) if missed is not None else None,
        received=_received(decision, kind) if kind in ("thanks", "paid") else None,
        upcoming=upcoming(decision.position) if kind in ("notice", "cured", "checkin") else None,
        promise=_promise(decision) if kind == "promise" else None,
        plan=_agreed(opened, decision, kind) if kind in ("agreement", "broken", "checkin") else None,
        handover=_handover(opened, decision) if kind == "handover" else None,
        settled=_settled(decision, kind) if kind in ("paid", "cured") else None,
    )
    if kind != NOTICE or opened.policy.notice is None:
        return made
    return _notice(opened, decision, made, end_of(as_of, wanted.channel, opened.policy))


def _notice(opened: Opened, decision: Decision, base: Letter, ends: date) -> Letter:
    """The validation notice with its itemization; without one where the ledger does not know it. The product is told without its account number."""
    file, terms = decision.file, opened.policy.notice
    figures, known = itemize(file, opened.policy, decision.position.as_of), account_of(file.case.product)
    if terms is None or known is None or not isinstance(figures, Itemization):
        return base
    product, account = known
    debtor = file.debtor
    place = ", ".join(filter(None, (debtor.address, debtor.city, f"{debtor.region.removeprefix('US-')} {debtor.postal_code}".strip())))
    found = Validation(
        place, terms.creditor_now, terms.creditor_then, account, figures.on, figures.by, figures.then, figures.interest, figures.fees, figures.payments,
        figures.credits, figures.now, ends,
    )  # fmt: skip
    return changed(base, validation=found, statements=(changed(base.statements[0], product=product),))


def of_send(opened: Opened, decision: Decision, send: Send, siblings: Sequence[Decision]) -> Letter:
    """The letter of a message that was decided: a reminder, a missed notice and a thank-you from the decision, any other from the rows of the case.

    The money that closes a case is confirmed by the certificate that the debtor can show to others, where it is written to paper or email.
    """
    call = send.call
    if call.kind in ("reminder", "missed"):
        return letters.letter(decision, send, siblings, opened.settings, opened.policy)
    if call.kind == "thanks":
        made = letters.letter(decision, send, siblings, opened.settings, opened.policy)
        ahead = _ahead(call.rows[0], decision.position.as_of) if call.rows else None
        return _certificate(opened, decision, send, siblings) or changed(made, upcoming=ahead)
    made = letter(opened, decision, siblings, Wanted(call.kind, send.route.channel))
    if made.validation is not None:
        return changed(made, validation=changed(made.validation, ends=ends_in(call.keys[0]) or made.validation.ends))
    if call.kind == "notice" and call.rows:
        return changed(made, upcoming=_ahead(call.rows[0], decision.position.as_of))
    if call.promise is not None:
        return changed(made, promise=Promised(call.promise.amount, call.promise.made_on, call.promise.due_on))
    return made


def _certificate(opened: Opened, decision: Decision, send: Send, siblings: Sequence[Decision]) -> Letter | None:
    """That everything is paid, or that nothing is overdue any more; ``None`` while the case is open, and where it would have to be said by text."""
    if decision.state.stage != "CLOSED" or send.route.channel not in ("email", "letter"):
        return None
    template = "paid" if decision.state.outcome in _ENDED_WELL or decision.position.outstanding == 0 else "cured"
    made = letter(opened, decision, siblings, Wanted(template, send.route.channel))
    return made if has_facts(made) else None


_HAS: dict[str, Callable[[Letter], bool]] = {
    "validation": lambda letter: letter.validation is not None,
    "reminder": lambda letter: letter.statements[0].total_due > 0,
    "demand": lambda letter: letter.statements[0].total_due > 0,
    "missed": lambda letter: letter.missed is not None,
    "notice": lambda letter: letter.upcoming is not None,
    "thanks": lambda letter: letter.received is not None,
    "paid": lambda letter: letter.settled is not None and letter.received is not None,
    "cured": lambda letter: letter.settled is not None,
    "promise": lambda letter: letter.promise is not None,
    "agreement": lambda letter: letter.plan is not None and bool(letter.plan.rows),
    "broken": lambda letter: letter.plan is not None and bool(letter.plan.rows),
    "checkin": lambda letter: letter.plan is not None and bool(letter.plan.rows),
    "handover": lambda letter: letter.handover is not None,
}


def has_facts(made: Letter) -> bool:
    """True when the ledger holds what a message of this kind is about; a hardship letter needs nothing but the case."""
    check = _HAS.get(made.kind)
    return check is None or check(made)
