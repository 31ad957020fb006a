"""Offers to a debtor, computed side by side from what is owed on the day and the latest budget (R17-R22, T3, T4; field-notes 4.6).

Every offer settles the whole outstanding sum, except ``arrears``, which brings the account up to date and goes on as agreed. Pure: the same facts
give the same offers under the same numbers, so that a number said on the phone can be agreed on afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from pyaddin.errors import Stop
from pyaddin.records import changed, dataclass
from pyaddin.rules.affordability import Affordability, Debt, affordability
from pyaddin.rules.arrears import ENDED_BY_A_PERSON, Position, Row, position
from pyaddin.rules.case import REACHED_RESULTS, Budget, CaseFile, by_time
from pyaddin.rules.chance import Chance, chance
from pyaddin.rules.days import roll, step
from pyaddin.rules.hold import in_force, says
from pyaddin.rules.in_force import agreed_plans, replans
from pyaddin.rules.money import cent, round_half_up
from pyaddin.rules.plan import MAX_ROWS, Schedule, schedule
from pyaddin.rules.policy import Policy
from pyaddin.rules.promise import judge
from pyaddin.rules.reason import Phrase, phrase

ZERO = Decimal(0)
MONTHLY = "monthly"
_PLAN_KIND = {"waiver": "settlement", "installment": "installment", "deferral": "deferral", "settlement": "settlement"}
NO_PARTNER = ("INSOLVENCY", "DECEASED", "MINOR", "WRONG_PARTY", "IDENTITY")
"""Holds under which there is nobody to agree with (domain-rules 5.3)."""
_LATELY = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One payment of an offer."""

    no: int
    due_on: date
    principal: Decimal
    interest: Decimal = ZERO

    @property
    def due(self) -> Decimal:
        """What is to be paid on that day."""
        return self.principal + self.interest


@dataclass(frozen=True, slots=True)
class Offer:
    """One offer. ``number`` is what ``agree --offer`` takes. Amounts are exact in the case's currency.

    ``kind``: ``full`` everything now; ``waiver`` everything now less interest and fees; ``installment`` monthly payments; ``deferral`` nothing for a while
    and then the rest; ``settlement`` a part now for the whole; ``arrears`` what is past due now, and the contract goes on.

    ``total`` = sum of the rows; ``waived`` = what the creditor gives up, so that ``total - interest + waived`` is what is owed today. ``interest`` =
    interest that still goes on: of the plan, or until a payment without a plan. ``cost`` = total less what is owed today. ``surplus_left`` = what the
    budget leaves in a month after the payment (a single later payment is saved up for in the months until then); ``None`` without a budget.
    ``approval``: why a supervisor must approve it (T4); ``unavailable``: why it cannot be offered, then it has no rows.
    """

    number: int
    kind: str
    outstanding: Decimal
    rows: tuple[OfferRow, ...] = ()
    waived: Decimal = ZERO
    interest: Decimal = ZERO
    surplus_left: Decimal | None = None
    chance: Chance | None = None
    approval: tuple[Phrase, ...] = ()
    unavailable: tuple[Phrase, ...] = ()
    asked_count: int | None = None

    @property
    def available(self) -> bool:
        """Whether the debtor may be offered it."""
        return not self.unavailable

    @property
    def needs_approval(self) -> bool:
        """Whether a supervisor must approve it before it is agreed."""
        return bool(self.approval)

    @property
    def plan_kind(self) -> str:
        """Kind of the plan that agreeing to it makes; empty for ``full`` and ``arrears``, which are promises to pay and change no contract."""
        return _PLAN_KIND.get(self.kind, "")

    @property
    def total(self) -> Decimal:
        """All that would be paid."""
        return sum((row.due for row in self.rows), ZERO)

    @property
    def amount(self) -> Decimal:
        """The regular payment."""
        return self.rows[0].due if self.rows else ZERO

    @property
    def cost(self) -> Decimal:
        """What is paid beyond (below, when negative) what is owed today; of the offer of the arrears, which leaves the contract as it is, the interest."""
        return self.total - self.outstanding if self.rows and self.kind != "arrears" else self.interest

    @property
    def count(self) -> int:
        """How many payments it has."""
        return len(self.rows)

    @property
    def frequency(self) -> str:
        """Rhythm of the payments; empty for a single one."""
        return MONTHLY if len(self.rows) > 1 else ""

    @property
    def first_due(self) -> date | None:
        """Day of its first payment; ``None`` when it cannot be offered."""
        return self.rows[0].due_on if self.rows else None

    @property
    def ends_on(self) -> date | None:
        """Day of its last payment; ``None`` when it cannot be offered."""
        return self.rows[-1].due_on if self.rows else None


def offers(
    file: CaseFile,
    policy: Policy,
    budget: Budget | None,
    as_of: date,
    *,
    others: Sequence[Debt] = (),
    counts: Sequence[int] = (),
    first_due: date | None = None,
) -> tuple[Offer, ...]:
    """All offers in the order of their numbers, those that cannot be made included with the reason.

    ``budget``: the latest one, or a what-if of it; ``None`` = no talk about money yet. ``others``: the debtor's other debts with us in the same
    currency, which share the surplus. ``counts``: numbers of installments asked for instead of the house's round ones. ``first_due``: day of the first
    installment; default one month after the as-of date.
    """
    maker = _Maker(file, policy, budget, as_of, tuple(others), first_due)
    found = [maker.full(), maker.waiver(), maker.affordable()]
    found += [maker.installments(count) for count in dict.fromkeys(counts or policy.offer.counts)]
    found += [maker.deferral(), maker.settlement()]
    if maker.not_due > 0:
        found.append(maker.arrears())
    return tuple(_numbered(offer, number) for number, offer in enumerate(found, start=1))


def afford(file: CaseFile, policy: Policy, budget: Budget, as_of: date, others: Sequence[Debt] = ()) -> Affordability:
    """What the budget leaves for this case on the day. Guideline figures are those of a household; a firm is not compared with them."""
    owed = position(file, policy, as_of).outstanding
    currency = file.case.currency
    figures = () if file.debtor.kind == "business" else policy.guidelines
    return affordability(
        budget, owed, others, as_of=as_of, unit=cent(currency), currency=currency, floor=policy.offer.token, guidelines=figures,
        max_age_days=policy.offer.budget_max_age_days,
    )  # fmt: skip


def out_of_reach(at: Position, surplus: Decimal) -> tuple[Row, ...]:
    """Rows that fall due later and are larger than the surplus of a month: what fails if nothing else is agreed."""
    return tuple(row for row in at.rows if row.counts and row.installment.due_on > at.as_of and row.open > max(surplus, ZERO))


def _numbered(offer: Offer, number: int) -> Offer:
    return Offer(
        number, offer.kind, offer.outstanding, offer.rows, offer.waived, offer.interest, offer.surplus_left, offer.chance, offer.approval,
        offer.unavailable, offer.asked_count,
    )  # fmt: skip


class _Maker:
    """Makes the offers of one case on one day; numbers come last."""

    def __init__(self, file: CaseFile, policy: Policy, budget: Budget | None, as_of: date, others: tuple[Debt, ...], first_due: date | None) -> None:
        self.file, self.policy, self.as_of = file, policy, as_of
        self.terms = policy.offer
        self.unit = cent(file.case.currency)
        self.at: Position = position(file, policy, as_of)
        self.owed = self.at.outstanding
        self.is_working = policy.is_working(file.debtor.country)
        self.afford = None if budget is None else afford(file, policy, budget, as_of, others)
        self.first_due = first_due or step(as_of, MONTHLY, 1)
        self.now = roll(as_of + timedelta(days=self.terms.pay_now_days), "next", self.is_working)
        self.not_due = sum((row.open for row in self.at.rows if row.counts and row.installment.due_on > self.now), ZERO)
        self._impossible = self._for_all()

    # why none can be made

    def _for_all(self) -> tuple[Phrase, ...]:
        case = self.file.case
        if case.outcome in ENDED_BY_A_PERSON and case.approved_by:
            return (phrase("offer ended", outcome=case.outcome),)
        if self.owed <= 0:
            return (phrase("offer nothing-owed"),)
        holds = [hold for hold in in_force(self.file.holds, self.as_of) if hold.type in NO_PARTNER and hold.scope != "address"]
        return tuple(phrase("offer held", says=says(hold.type)) for hold in holds)

    def _plan_cap(self) -> tuple[Phrase, ...]:
        """A new plan beside an earlier one counts as a re-plan (R21, T6)."""
        done = replans(self.file, self.policy, self.as_of)
        if agreed_plans(self.file, self.policy, self.as_of) and done >= self.policy.replan_cap:
            return (phrase("offer replan-cap", count=done, most=self.policy.replan_cap),)
        return ()

    # the offers

    def full(self) -> Offer:
        later = position(self.file, self.policy, self.now)
        interest = max(ZERO, later.interest - self.at.interest)
        return self._single("full", self.owed, interest=interest)

    def waiver(self) -> Offer:
        open_now = self.at.interest + self.at.fees
        waived = round_half_up(Fraction(open_now) * Fraction(self.terms.waive_percent) / 100, self.unit)
        lacks = () if waived > 0 else (phrase("offer no-waivable"),)
        if waived >= self.owed > 0:
            lacks = (phrase("offer only-waivable"),)
        return self._single("waiver", self.owed - waived, waived=waived, lacks=(*lacks, *self._plan_cap()))

    def affordable(self) -> Offer:
        if self.afford is None:
            return self._none("installment", (phrase("offer no-budget"),))
        if self._regular(self.afford.share) <= 0:
            return self._none("installment", (phrase("offer no-surplus", surplus=str(self.afford.surplus)),))
        return self._within("installment", self.first_due, self.afford.share)

    def installments(self, count: int) -> Offer:
        return self._plan("installment", self.first_due, count=count)

    def deferral(self) -> Offer:
        """Nothing for some months; then all of it, if the surplus saved up by then reaches, else installments at the affordable amount."""
        months = self.terms.deferral_months
        begin = step(self.as_of, MONTHLY, months + 1) if months else self.first_due
        if self.afford is None or self._regular(self.afford.share) <= 0:
            return self._plan("deferral", begin, count=1)
        share = self.afford.share
        saved = self._regular(share) * (months + 1)
        return self._plan("deferral", begin, count=1) if saved >= self.owed else self._within("deferral", begin, share)

    def _within(self, kind: str, begin: date, share: Decimal) -> Offer:
        """Payments in whole units up to the share; without a last one of a few cents where one payment fewer, to the cent, is not above the share either."""
        whole = self._plan(kind, begin, amount=self._regular(share))
        if whole.count < 2 or whole.rows[-1].due >= 1:
            return whole
        fewer = self._plan(kind, begin, count=whole.count - 1)
        return changed(fewer, asked_count=None) if fewer.rows and max(row.due for row in fewer.rows) <= share else whole

    def settlement(self) -> Offer:
        paid = round_half_up(Fraction(self.owed) * Fraction(self.terms.settlement_percent) / 100, self.unit)
        lacks: tuple[Phrase, ...] = ()
        if self.at.ripe_days < self.terms.settlement_from and self.file.case.stage != "DISPOSITION":
            lacks = (phrase("offer too-early", days=self.at.ripe_days, since=self.terms.settlement_from),)
        elif not 0 < paid < self.owed:
            lacks = (phrase("offer no-settlement"),)
        return self._single("settlement", paid, waived=self.owed - paid, lacks=(*lacks, *self._plan_cap()))

    def arrears(self) -> Offer:
        later = position(self.file, self.policy, self.now)
        overdue = sum((row.open for row in self.at.rows if row.counts and row.installment.due_on <= self.now), ZERO)
        interest = max(ZERO, later.interest - self.at.interest)
        owed = overdue + self.at.interest + self.at.fees
        return self._single("arrears", owed, interest=interest, lacks=() if owed > 0 else (phrase("offer nothing-due"),))

    # what they share

    def _regular(self, share: Decimal) -> Decimal:
        """A payment not above the share, in whole units of the currency where that is possible."""
        whole = share.to_integral_value(ROUND_DOWN)
        return whole if whole >= 1 and whole >= self.unit else share

    def _none(self, kind: str, why: tuple[Phrase, ...], count: int | None = None) -> Offer:
        return Offer(0, kind, self.owed, unavailable=self._impossible or why, asked_count=count)

    def _single(self, kind: str, amount: Decimal, *, waived: Decimal = ZERO, interest: Decimal = ZERO, lacks: tuple[Phrase, ...] = ()) -> Offer:
        if self._impossible or lacks:
            return self._none(kind, lacks)
        return self._made(kind, (OfferRow(1, self.now, amount, interest),), waived=waived, interest=interest)

    def _plan(self, kind: str, first_due: date, *, count: int | None = None, amount: Decimal | None = None) -> Offer:
        lacks = self._plan_cap()
        if first_due < self.as_of:
            lacks = (*lacks, phrase("offer past-due-date", on=first_due))
        if self._impossible or lacks:
            return self._none(kind, lacks, count)
        made = self._schedule(first_due, count, amount)
        if made is None:
            key = phrase("offer no-schedule", count=count, most=MAX_ROWS) if count else phrase("offer below-interest", amount=str(amount))
            return self._none(kind, (key,), count)
        rows = tuple(OfferRow(row.no, row.due_on, row.principal, row.interest) for row in made.rows)
        return self._made(kind, rows, interest=made.totals.interest, count=count)

    def _schedule(self, first_due: date, count: int | None, amount: Decimal | None) -> Schedule | None:
        """R17-R20; ``None`` when no schedule fits."""
        rate = self.terms.plan_rate
        try:
            return schedule(
                self.owed, first_due=first_due, frequency=MONTHLY, is_working=self.is_working, count=count, amount=amount, roll_mode="next",
                unit=self.unit, rate=rate, day_count=self.file.case.day_count, start=self.as_of if rate else None,
            )  # fmt: skip
        except Stop:
            return None

    def _made(self, kind: str, rows: tuple[OfferRow, ...], *, waived: Decimal = ZERO, interest: Decimal = ZERO, count: int | None = None) -> Offer:
        approval: list[Phrase] = []
        if waived > self.policy.waiver_limit:
            approval.append(phrase("offer approve-waiver", waived=str(waived), limit=str(self.policy.waiver_limit)))
        months = _months(self.as_of, rows[-1].due_on)
        if _PLAN_KIND.get(kind) and months > self.terms.cap_months:
            approval.append(phrase("offer approve-term", months=months, cap=self.terms.cap_months))
        if _PLAN_KIND.get(kind) and self.file.case.stage == "DISPOSITION":
            approval.append(phrase("offer approve-disposition"))
        payment = self._monthly(rows)
        left = None if self.afford is None else self.afford.surplus - payment
        return Offer(0, kind, self.owed, rows, waived, interest, left, self._chance(payment, months, waived), tuple(approval), (), count)

    def _monthly(self, rows: tuple[OfferRow, ...]) -> Decimal:
        """What a payment means a month: the largest one, or a single later one over the months in which it is saved up for."""
        if len(rows) > 1:
            return max(row.due for row in rows)
        waited = max(1, _months(self.as_of, rows[0].due_on, whole=True))
        return round_half_up(Fraction(rows[0].due) / waited, self.unit)

    def _chance(self, payment: Decimal, months: int, waived: Decimal) -> Chance:
        told = [contact for contact in by_time(self.file.contacts) if contact.on <= self.as_of]
        judged = judge(self.file, self.policy, self.as_of)
        reasons = [contact.reason_code for contact in told if contact.reason_code]
        counting = [p for p in self.file.payments if p.reversed_on is None or p.reversed_on > self.as_of]
        return chance(
            {
                "fit": self._fit(payment),
                "months": months,
                "waived": waived > 0,
                "kept_promises": sum(1 for one in judged if one.status == "kept"),
                "broken_promises": sum(1 for one in judged if one.status in ("broken", "partly kept")),
                "plan_broken": any(plan.status == "broken" for plan in self.file.plans),
                "paid_lately": any(self.as_of - _LATELY < p.value_date <= self.as_of for p in counting),
                "reached": any(c.result in REACHED_RESULTS or c.direction == "in" for c in told),
                "refuses": reasons[-1:] == ["REFUSES"],
                "evidence": self.afford is not None and self.afford.evidence,
                "stale": self.afford is not None and self.afford.stale,
            }
        )

    def _fit(self, payment: Decimal) -> str:
        if self.afford is None:
            return "unknown"
        if payment > self.afford.surplus:
            return "over"
        if payment * 2 <= self.afford.surplus:
            return "easy" if payment <= self.afford.share else "tight"
        return "within" if payment <= self.afford.share else "tight"


def _months(start: date, end: date, *, whole: bool = False) -> int:
    """Months between two days, a part of one counting as one unless only ``whole`` ones are asked for."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (end.day < start.day) if whole else months + (end.day > start.day)
