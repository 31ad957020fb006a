"""An account as the tables of a page: every text finished, every figure from ``rules.account``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from pyaddin.correspondence import formats
from pyaddin.correspondence.letter.account_words import word
from pyaddin.correspondence.letter.boundary import Boundary
from pyaddin.labels import label
from pyaddin.records import dataclass
from pyaddin.rules.account import Account, Entry, InterestPeriod
from pyaddin.rules.allocation import Share
from pyaddin.rules.arrears import Row
from pyaddin.rules.case import Case, Plan
from pyaddin.rules.correction import Correction, Mismatch
from pyaddin.rules.regimes import JUDGMENT

ZERO = Decimal(0)
_BASES = {"act/365": "365", "act/360": "360", "act/actual": "365/366", "30/360": "360"}
_EXACT = Decimal("0.000001")
Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """How the account of one case is told: its language, its names, and the boundary that cleans what people typed.

    ``payments``: what stands beside a payment's id, for example method and reference.
    """

    case: Case
    language: str
    boundary: Boundary
    plans: Mapping[str, Plan]
    payments: Mapping[str, str]

    def w(self, key: str, **values: object) -> str:
        """A word or sentence of the statement."""
        return word(key, self.language, **values)

    def figure(self, amount: Decimal) -> str:
        """An amount of the case without its currency, which the caption names."""
        return formats.figure(amount, self.case.currency, self.language)

    def day(self, on: date) -> str:
        """A date as the paper writes it."""
        return formats.short_day(on, self.language)

    def typed(self, name: str, text: str) -> str:
        """What a person typed, past the boundary: text for the page, never code."""
        return self.boundary.line(name, text)

    def join(self, parts: Sequence[str]) -> str:
        """Several remarks in one cell; blank ones are left out."""
        return ("; " if self.language == "en" else "；").join(part for part in parts if part)


def table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], figures: Sequence[int], wide: int, foot: Sequence[Sequence[str]] = ()) -> Table:
    """A table as ``parts.typ`` sets it: ``figures`` are the columns that stand to the right, ``wide`` the one that takes the room."""
    widths = ["1fr" if column == wide else "auto" for column in range(len(head))]
    body, sums = [list(row) for row in rows], [list(row) for row in foot]
    return {"caption": caption, "head": list(head), "rows": body, "foot": sums, "figures": list(figures), "widths": widths}


def figures_of_the_day(told: Told, account: Account) -> Table:
    """The sums that *assess* shows, and what they are made of."""
    owed, w = account.position, told.w
    counting = [row for row in owed.rows if row.counts]
    today = sum((row.open for row in counting if row.installment.due_on == owed.as_of), ZERO)
    future = sum((row.open for row in counting if row.installment.due_on > owed.as_of), ZERO)
    on = told.day(owed.as_of)
    rows = [
        (w("arrears"), owed.arrears), (w("today"), today), (w("interest"), owed.interest), (w("fees"), owed.fees),
        (w("due", on=on), owed.arrears + today + owed.interest + owed.fees), (w("future"), future),
    ]  # fmt: skip
    foot = [(w("outstanding"), owed.outstanding)]
    foot += [(w(key), amount) for key, amount in (("kept", owed.credit), ("written-off", owed.written_off), ("recovered", owed.recovered)) if amount]
    return table(
        w("figures", on=on, currency=told.case.currency), (w("part"), w("amount")),
        [(name, told.figure(amount)) for name, amount in rows], (1,), 0, [(name, told.figure(amount)) for name, amount in foot],
    )  # fmt: skip


def lines(told: Told, account: Account) -> Table:
    """The account itself; its foot ties the balance to what is outstanding."""
    w, owed = told.w, account.position
    body = [_line(told, entry, owed.rows) for entry in account.entries]
    foot = [(w("foot-balance", on=told.day(owed.as_of)), account.balance), (w("foot-future"), account.not_due)]
    foot += [(w("foot-credit"), owed.credit)] if owed.credit else []
    foot.append((w("foot-outstanding"), owed.outstanding))
    return {
        "caption": w("account", case=told.typed("case id", told.case.case_id), currency=told.case.currency),
        "head": [w(name) for name in ("on", "entry", "debit", "credit", "balance")],
        "rows": body,
        "foot": [[name, told.figure(amount)] for name, amount in foot],
    }


def _line(told: Told, entry: Entry, rows: Sequence[Row]) -> dict[str, Any]:
    raised, lowered = max(entry.amount, ZERO), max(-entry.amount, ZERO)
    return {
        "on": told.day(entry.on),
        "text": _text(told, entry),
        "notes": [note for note in _notes(told, entry, rows) if note],
        "debit": told.figure(raised) if raised else "",
        "credit": told.figure(lowered) if lowered else "",
        "balance": told.figure(entry.balance),
    }


def _text(told: Told, entry: Entry) -> str:
    ref = told.typed("id", entry.ref)
    row = entry.installment
    if entry.kind == "installment" and row is not None:
        return told.w("e-plan", no=row.no, plan=ref) if entry.ref else told.w("e-installment", no=row.no)
    if entry.kind in ("charge", "relief") and entry.adjustment is not None:
        return told.w(f"e-{entry.kind}", kind=label("AdjustmentKind", entry.adjustment.kind, told.language), ref=ref)
    if entry.kind == "payment":
        return told.join((told.w("e-payment", ref=ref), told.typed("payment's reference", told.payments.get(entry.ref, ""))))
    if entry.kind == "handover" and entry.ref == JUDGMENT:
        return told.w("e-award")
    return told.w(f"e-{entry.kind}", ref=ref)


def _notes(told: Told, entry: Entry, rows: Sequence[Row]) -> list[str]:
    """What stands in small print under a line: what a row is made of, where money went, what an agreement took over."""
    row = entry.installment
    if row is not None and entry.kind == "installment":
        parts = {"principal": row.principal, "interest": row.interest, "fee": row.fee}
        corrected = next((r.corrected for r in rows if r.key == (row.plan_id, row.no)), ZERO)
        made_of = told.w("n-parts", **{name: told.figure(value) for name, value in parts.items()}) if row.interest or row.fee else ""
        return [made_of, told.w("n-corrected", amount=told.figure(corrected)) if corrected else ""]
    if entry.kind == "handover":
        plan = told.plans.get(entry.ref)
        open_then = told.w("n-open", open=told.figure(entry.open), future=told.figure(entry.open + entry.amount))
        kept = told.w("n-kept", amount=told.figure(entry.credit)) if entry.credit else ""
        return [open_then, told.w("n-agreed", total=told.figure(plan.total), waived=told.figure(plan.waived)) if plan else "", kept]
    shares = [_share(told, entry, share) for share in entry.shares]
    if entry.kind == "payment":
        rest = -entry.amount - sum((share.amount for share in entry.shares), ZERO)
        return [told.join(shares), told.w("n-kept", amount=told.figure(rest)) if rest else ""]
    if entry.kind == "relief" and entry.adjustment is not None:
        unused = -entry.adjustment.amount + entry.amount
        return [told.join(shares), told.w("n-unused", amount=told.figure(unused)) if unused > 0 else ""]
    return [told.join(shares)] if entry.kind == "credit" else []


def _share(told: Told, entry: Entry, share: Share) -> str:
    what = told.w("c-late" if share.late_interest else f"c-{share.component}")
    if isinstance(share.target, str):
        target = told.w("t-charge", ref=told.typed("id", share.target))
    elif share.target[0] == JUDGMENT:
        target = told.w("t-judgment")
    elif share.target[0]:
        target = told.w("t-plan", no=share.target[1], plan=told.typed("id", share.target[0]))
    else:
        target = told.w("t-row", no=share.target[1])
    key = "n-share" if share.on == entry.on else "n-share-on"
    return told.w(key, amount=told.figure(share.amount), what=what, target=target, on=told.day(share.on))


def installments(told: Told, account: Account) -> Table:
    """Every row of contract and agreements, the replaced ones too; the foot adds up those in force."""
    w = told.w
    rows = sorted(account.position.rows, key=lambda row: (row.installment.plan_id, row.installment.due_on, row.installment.no))
    body = [
        (
            _name(told, row), told.day(row.installment.due_on),
            *(told.figure(value) for value in (row.installment.principal, row.installment.interest, row.installment.fee, row.installment.due, row.paid)),
            told.figure(row.open if row.counts else ZERO), label("InstallmentStatus", row.status, told.language),
        )
        for row in rows
    ]  # fmt: skip
    force = [row for row in rows if row.counts]
    sums = [
        sum(values, ZERO)
        for values in (
            [row.installment.principal for row in force], [row.installment.interest for row in force], [row.installment.fee for row in force],
            [row.installment.due for row in force], [row.paid for row in force], [row.open for row in force],
        )
    ]  # fmt: skip
    head = [w(key) for key in ("no", "due-on", "principal", "contract-interest", "fee", "sum", "paid", "open", "status")]
    foot = [w("together"), "", *(told.figure(value) for value in sums), ""]
    return table(w("rows", currency=told.case.currency), head, body, (2, 3, 4, 5, 6, 7), 8, [foot])


def _name(told: Told, row: Row) -> str:
    plan = row.installment.plan_id
    if plan == JUDGMENT:
        return label("AdjustmentKind", "judgment", told.language)
    return f"{told.typed('plan id', plan)}/{row.installment.no}" if plan else str(row.installment.no)


def interest(told: Told, account: Account) -> Table | None:
    """Each stretch of days with its principal, rate and base; ``None`` when no interest ran."""
    periods = [period for period in account.periods if period.exact]
    if not periods:
        return None
    w, base = told.w, _BASES[told.case.day_count]
    head = [w(key) for key in ("no", "after", "until", "days", "principal", "rate", "base", "exact", "booked")]
    body = [
        (
            _period_name(told, period), told.day(period.start), told.day(period.end), str(period.days), told.figure(period.principal), percent(period.rate),
            base, _plain(period.exact), told.figure(period.booked),
        )
        for period in periods
    ]  # fmt: skip
    total = sum((period.booked for period in periods), ZERO)
    caption = w("periods", currency=told.case.currency, day_count=w(told.case.day_count))
    return table(caption, head, body, (3, 4, 5, 6, 7, 8), 1, [[w("period-sum"), *[""] * 7, told.figure(total)]])


def _period_name(told: Told, period: InterestPeriod) -> str:
    if period.plan_id == JUDGMENT:
        return label("AdjustmentKind", "judgment", told.language)
    return f"{told.typed('plan id', period.plan_id)}/{period.no}" if period.plan_id else str(period.no)


def percent(rate: Decimal) -> str:
    """0.12 as ``12 %``."""
    return f"{(rate * 100).normalize():f} %"


def _plain(exact: Fraction) -> str:
    """An exact amount to six decimals, for checking by hand."""
    value = Decimal(exact.numerator) / Decimal(exact.denominator)
    return f"{value.quantize(_EXACT, ROUND_HALF_UP):f}"


def remarks(told: Told, account: Account) -> list[str]:
    """What agreements took over that differs from what was owed, and why (R21a)."""
    said = []
    for one in account.position.corrections:
        if one.amount:
            said.append(told.w("correction", amount=told.figure(one.amount), **_facts(told, one)))
    return said + [told.w("mismatch", **_facts(told, other)) for other in account.position.mismatches]


def _facts(told: Told, one: Correction | Mismatch) -> dict[str, str]:
    return {"plan": told.typed("plan id", one.plan_id), "on": told.day(one.on), "owed": told.figure(one.owed), "agreed": told.figure(one.agreed)}


def taken_back(told: Told, account: Account) -> Table | None:
    """What was entered and taken back; ``None`` when there is nothing of the kind."""
    w = told.w
    rows = [
        (told.typed("id", p.payment_id), told.day(p.value_date), told.w("e-payment", ref=""), told.figure(p.amount), told.day(p.reversed_on))
        for p in account.void_payments
        if p.reversed_on is not None
    ]
    rows += [
        (told.typed("id", a.adjustment_id), told.day(a.on), label("AdjustmentKind", a.kind, told.language), told.figure(a.amount), told.day(a.reversed_on))
        for a in account.void_adjustments
        if a.reversed_on is not None
    ]
    head = ("", w("on"), w("entry"), w("amount"), w("void-on"))
    return table(w("void", currency=told.case.currency), head, rows, (3,), 2) if rows else None
