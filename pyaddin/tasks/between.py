"""Payments of a list that name only a debtor, shared out between his debts (R9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pyaddin.ledger.imports.identity import People, derived_id
from pyaddin.ledger.imports.merge import Known
from pyaddin.ledger.imports.records import Bundle, Values
from pyaddin.ledger.proposal import Proposal
from pyaddin.ledger.snapshot import case_files
from pyaddin.rules.arrears import position
from pyaddin.rules.between_debts import Debt, split
from pyaddin.rules.case import CaseFile, Payment
from pyaddin.rules.money import cent
from pyaddin.rules.policy import Policy
from pyaddin.rules.regimes import rate_on
from pyaddin.tasks.opening import Opened

ZERO = Decimal(0)


def refuse_several(bundles: Sequence[Bundle], cases_of: dict[str, list[str]]) -> None:
    """Without the option the clerk names the case of each such payment; nothing is guessed."""
    for bundle in bundles:
        cases = ", ".join(cases_of[bundle.debtor_id])
        advice = f"Debtor {bundle.debtor_id} has the cases {cases}. Name the case of this payment, or import with --split-payments (R9)."
        bundle.refuse("E-SPLIT", "Debtors.Debtor ID", bundle.debtor_id, advice)


def split_all(bundles: Sequence[Bundle], proposal: Proposal, opened: Opened, people: People) -> dict[tuple[str, int], list[Values]]:
    """The payments by sheet and row of the list, in the order of their value dates, each judged after the ones before it.

    What was split by an earlier import of the same list is found by its derived payment ids and stays as it was. A payment that cannot be split
    (debts in several currencies, no debts that count) is refused.
    """
    files = {file.case.case_id: file for file in case_files(proposal.typed, opened.zone)}
    known = Known(opened.typed)
    times: dict[str, int] = defaultdict(int)
    found: dict[tuple[str, int], list[Values]] = {}
    for bundle in sorted(bundles, key=lambda bundle: (_day(bundle), bundle.sheet, bundle.row)):
        payment = bundle.payment or {}
        base = _base_id(bundle, payment, times)
        earlier = [row for key, row in known.rows["Payments"].items() if key.startswith(f"{base}-")]
        if earlier:
            found[(bundle.sheet, bundle.row)] = [{"Payment ID": row.values["Payment ID"], "Case ID": row.values["Case ID"]} for row in earlier]
            continue
        cases = [files[case_id] for case_id in people.cases_of(bundle.debtor_id) if case_id in files]
        parts = _parts(bundle, payment, cases, opened.policy)
        rest = {name: value for name, value in payment.items() if name not in ("Payment ID", "Amount")}
        rows = [rest | {"Payment ID": f"{base}-{number}", "Case ID": case_id, "Amount": share} for number, (case_id, share) in enumerate(parts, start=1)]
        if rows:
            found[(bundle.sheet, bundle.row)] = rows
        for row in rows:
            file = files[str(row["Case ID"])]
            amount = row["Amount"]
            assert isinstance(amount, Decimal)
            files[file.case.case_id] = replace(file, payments=(*file.payments, Payment(str(row["Payment ID"]), _day(bundle), amount)))
    return found


def _day(bundle: Bundle) -> date:
    day = (bundle.payment or {}).get("Value date")
    return day if isinstance(day, date) else date.max


def _base_id(bundle: Bundle, payment: Values, times: dict[str, int]) -> str:
    """The list's own id, or one derived from debtor, day, amount, reference and occurrence: the same list is known again."""
    if payment.get("Payment ID"):
        return str(payment["Payment ID"])
    basis = "|".join(str(payment.get(name) or "") for name in ("Value date", "Amount", "Reference"))
    key = f"{bundle.debtor_id}|{basis}"
    times[key] += 1
    return derived_id("P", key, str(times[key]))


def _parts(bundle: Bundle, payment: Values, cases: Sequence[CaseFile], policy: Policy) -> Sequence[tuple[str, Decimal]]:
    amount, day = payment.get("Amount"), payment.get("Value date")
    currencies = {file.case.currency for file in cases}
    if not isinstance(amount, Decimal) or not isinstance(day, date) or len(currencies) != 1:
        advice = "Name the case: the debts are in several currencies." if len(currencies) > 1 else "A payment needs an amount and the day it counts from."
        bundle.refuse("E-SPLIT", "Debtors.Debtor ID", bundle.debtor_id, advice)
        return ()
    words = f"{payment.get('Reference') or ''} {payment.get('Notes') or ''}"
    chosen = [file.case.case_id for file in cases if file.case.case_id in words.replace(",", " ").replace(";", " ").split()]
    debts = [debt_of(file, policy, day) for file in cases]
    return split(amount, debts, unit=cent(currencies.pop()), chosen=chosen[0] if len(chosen) == 1 else "")


def debt_of(file: CaseFile, policy: Policy, day: date) -> Debt:
    """What the case owes on the day: due rows with late interest and fees, and what falls due later."""
    now = position(file, policy, day)
    rows = [row for row in now.rows if row.counts and row.open > 0]
    due = [row for row in rows if row.installment.due_on <= day]
    later = [row for row in rows if row.installment.due_on > day]
    return Debt(
        file.case.case_id,
        sum((row.open for row in due), ZERO) + now.interest + now.fees,
        sum((row.open for row in later), ZERO),
        rate_on(file, policy, day),
        min((row.installment.due_on for row in due), default=None),
        min((row.installment.due_on for row in later), default=None),
    )
