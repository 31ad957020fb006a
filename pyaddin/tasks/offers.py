"""*Offers*: what a debtor can be offered today, side by side, from the latest budget and the balance of the day. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.ledger.book import Book
from pyaddin.records import dataclass
from pyaddin.rules.affordability import Affordability, Debt, IncomeChange, changed, latest_budget, read_change
from pyaddin.rules.arrears import ENDED_BY_A_PERSON, Row, position
from pyaddin.rules.case import Budget, CaseFile
from pyaddin.rules.money import cent, money_text
from pyaddin.rules.offers import Offer, afford, offers, out_of_reach
from pyaddin.rules.reason import Phrase, phrase
from pyaddin.tasks.entering import case_of
from pyaddin.tasks.opening import Opened, open_about, open_ledger
from pyaddin.tasks.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Asked:
    """What the offers are asked for: a what-if of the income, numbers of installments, and the first due date."""

    income_change: IncomeChange | None = None
    counts: tuple[int, ...] = ()
    first_due: date | None = None


def run(
    path: Path, *, case: str, income_change: str | None, counts: tuple[int, ...], first_due: date | None, as_of: date | None, now: Callable[[], datetime],
    book: Book | None = None,
) -> Outcome:  # fmt: skip
    """The offers of one case under their numbers; ``agree --offer`` takes a number of the same day without a what-if.

    ``income_change``: ``20%`` or ``300`` = what the income falls by, with + in front what it rises by. ``counts``: numbers of installments instead of
    the setting offer_counts. Raises ``Stop`` X-CASE for an unknown or refused case, X-OPTION for a change that is no number or a count below 1.
    """
    opened = open_about(path, case, now=now, book=book) if as_of is None else open_ledger(path, as_of=as_of, now=now, book=book)
    file = case_of(opened, case)
    asked = Asked(_change(income_change), _counts(counts), first_due)
    budget = budget_of(opened, file, asked.income_change)
    found = offers_of(opened, file, asked)
    language, currency = opened.policy.language, file.case.currency
    left = None if budget is None else afford(file, opened.policy, budget, opened.as_of, other_debts(opened, file))
    at = position(file, opened.policy, opened.as_of)
    failing = () if left is None else out_of_reach(at, left.surplus)
    data: dict[str, object] = {
        "as_of": opened.as_of.isoformat(),
        "case_id": case,
        "debtor": file.debtor.name,
        "currency": currency,
        "language": language,
        "outstanding": _money(at.outstanding, currency),
        "valid_until": (opened.as_of + timedelta(days=opened.policy.offer_days)).isoformat(),
        "income_change": income_change,
        "budget": None if left is None else budget_json(left, currency, language),
        "out_of_reach": [
            {"plan_id": row.installment.plan_id, "no": row.installment.no, "due_on": row.installment.due_on.isoformat(), "open": _money(row.open, currency)}
            for row in failing
        ],
        "offers": [offer_json(offer, currency, language) for offer in found],
        "notes": [words.says(language) for words in _notes(asked, left, failing, currency)],
    }
    return Outcome("offers", data)


def offers_of(opened: Opened, file: CaseFile, asked: Asked | None = None) -> tuple[Offer, ...]:
    """The offers of a case on the day the ledger was opened for."""
    asked = asked or Asked()
    budget = budget_of(opened, file, asked.income_change)
    return offers(
        file, opened.policy, budget, opened.as_of, others=other_debts(opened, file), counts=asked.counts, first_due=asked.first_due
    )


def budget_of(opened: Opened, file: CaseFile, change: IncomeChange | None = None) -> Budget | None:
    """The debtor's latest budget up to the day, changed by a what-if; ``None`` before the first talk about money."""
    budget = latest_budget(file.budgets, opened.as_of)
    return budget if budget is None or change is None else changed(budget, change, cent(file.case.currency))


def other_debts(opened: Opened, file: CaseFile) -> tuple[Debt, ...]:
    """What the debtor owes us in other cases of the same currency."""
    found = []
    for other in opened.files:
        same = other.case.debtor_id == file.case.debtor_id and other.case.currency == file.case.currency
        if same and other.case.case_id != file.case.case_id and other.case.outcome not in ENDED_BY_A_PERSON:
            owed = position(other, opened.policy, opened.as_of).outstanding
            if owed > 0:
                found.append(Debt(other.case.case_id, owed))
    return tuple(found)


def _change(text: str | None) -> IncomeChange | None:
    try:
        return None if text in (None, "") else read_change(str(text))
    except ValueError:
        advice = "Type what the income falls by: 20% or 300; with + in front what it rises by."
        raise Stop("X-OPTION", f"income change {text}", column="income_change", advice=advice) from None


def _counts(counts: Sequence[int]) -> tuple[int, ...]:
    if any(count < 1 for count in counts):
        raise Stop("X-OPTION", f"{min(counts)} installments", column="counts", advice="A number of installments is 1 or more.")
    return tuple(counts)


def _notes(asked: Asked, left: Affordability | None, failing: Sequence[Row], currency: str) -> list[Phrase]:
    """What the clerk should know beside the offers."""
    said = []
    if asked.income_change is not None and left is not None:
        said.append(phrase("note what-if"))
    if left is None:
        said.append(phrase("offer no-budget"))
        return said
    if left.stale:
        said.append(phrase("note budget-old", on=left.taken_on))
    if failing:
        first, largest = min(row.installment.due_on for row in failing), max(row.open for row in failing)
        facts = {"largest": _money(largest, currency), "surplus": _money(left.surplus, currency)}
        said.append(phrase("note out-of-reach", count=len(failing), first=first, **facts))
    return said


def _money(amount: Decimal, currency: str) -> str:
    return money_text(amount.quantize(cent(currency)), currency)


def budget_json(left: Affordability, currency: str, language: str) -> dict[str, object]:
    """What the budget leaves, with the shares of all debts and the lines above their guideline figures."""
    return {
        "taken_on": left.taken_on.isoformat(),
        "income": _money(left.income, currency),
        "costs": _money(left.costs, currency),
        "surplus": _money(left.surplus, currency),
        "share": _money(left.share, currency),
        "shares": [{"name": one.name, "debt": _money(one.debt, currency), "amount": _money(one.amount, currency)} for one in left.shares],
        "excesses": [
            {
                "line": phrase(f"cost {one.line}").says(language), "amount": _money(one.amount, currency),
                "guideline": _money(one.guideline, currency), "over": _money(one.over, currency), "source": one.source,
            }
            for one in left.excesses
        ],
        "needs_note": left.needs_note,
        "old": left.stale,
    }  # fmt: skip


def offer_json(offer: Offer, currency: str, language: str) -> dict[str, object]:
    """One offer as an answer carries it; figures of one that cannot be made are null."""
    shown: dict[str, object] = {
        "number": offer.number,
        "kind": offer.kind,
        "plan_kind": offer.plan_kind or None,
        "name": phrase(f"offer {offer.kind}").says(language),
        "available": offer.available,
        "why": _joined(offer.unavailable, language) or None,
        "count": offer.count or offer.asked_count,
        "frequency": offer.frequency or None,
        "first_due": offer.first_due.isoformat() if offer.first_due else None,
        "ends_on": offer.ends_on.isoformat() if offer.ends_on else None,
    }
    amounts = {"amount": offer.amount, "total": offer.total, "cost": offer.cost, "interest": offer.interest, "waived": offer.waived}
    shown |= {name: _money(value, currency) if offer.available else None for name, value in amounts.items()}
    return shown | {
        "surplus_left": None if offer.surplus_left is None else _money(offer.surplus_left, currency),
        "chance": None if offer.chance is None else {
            "points": offer.chance.points, "word": offer.chance.word, "says": offer.chance.says(language),
        },
        "needs_approval": offer.needs_approval,
        "approval": _joined(offer.approval, language) or None,
        "rows": [
            {
                "no": row.no, "due_on": row.due_on.isoformat(), "amount": _money(row.due, currency), "principal": _money(row.principal, currency),
                "interest": _money(row.interest, currency),
            }
            for row in offer.rows
        ],
    }  # fmt: skip


def _joined(words: Sequence[Phrase], language: str) -> str:
    return ("; " if language == "en" else "；").join(one.says(language) for one in words)
