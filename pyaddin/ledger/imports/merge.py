"""From bundles to the rows that the ledger shall have: one per debtor, case, installment and payment, with conflicts between rows of the list refused."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date

from pyaddin.ledger.cells import folded
from pyaddin.ledger.imports.identity import People
from pyaddin.ledger.imports.records import Bundle, Values
from pyaddin.ledger.rows import TypedLedger, TypedRow, key_of
from pyaddin.records import dataclass


@dataclass(slots=True)
class Wish:
    """One row of the ledger as the list wants it. ``found`` is the row that is there already; ``unit`` names the group that is taken or refused whole."""

    table: str
    values: Values
    unit: str
    bundles: list[Bundle] = field(default_factory=list)
    found: TypedRow | None = None


class Known:
    """The rows of the ledger by key, and the payments by what identifies them."""

    def __init__(self, typed: TypedLedger) -> None:
        self.rows = {name: {key_of(row): row for row in typed.tables[name]} for name in ("Debtors", "Cases", "Installments", "Payments")}
        self.by_case: dict[str, list[TypedRow]] = defaultdict(list)
        for row in typed.tables["Installments"]:
            if not row.values["Plan ID"]:
                self.by_case[str(row.values["Case ID"])].append(row)
        self.payments: dict[tuple[object, ...], list[TypedRow]] = defaultdict(list)
        self.money: Counter[tuple[object, ...]] = Counter()
        for row in typed.tables["Payments"]:
            self.payments[payment_key(row.values)].append(row)
            self.money[payment_key(row.values)[:3]] += 1


def payment_key(values: Mapping[str, object]) -> tuple[object, ...]:
    """What makes a payment without an id the same: case, value date, amount and reference; equal ones count by occurrence."""
    return str(values.get("Case ID") or ""), values.get("Value date"), values.get("Amount"), folded(str(values.get("Reference") or ""))


def unit_of(bundle: Bundle, people: People) -> str:
    """The group a row stands and falls with: its case, or its debtor where it names none.

    A payment of a case that is in the ledger stands alone. A payment of a new case belongs to it: a debt without what was paid on it would be claimed too high.
    """
    if bundle.tables == {"Payments"} and (not bundle.case_id or bundle.case_id in people.in_ledger):
        return f"payment {bundle.sheet} {bundle.row}"
    return f"case {bundle.case_id}" if bundle.case_id else f"debtor {bundle.debtor_id}" if bundle.debtor_id else f"row {bundle.sheet} {bundle.row}"


Splits = Mapping[tuple[str, int], Sequence[Values]]
"""Payments that name only a debtor, by sheet and row of the list: the payments on single cases that they were split into."""


def wishes(bundles: Sequence[Bundle], known: Known, people: People, splits: Splits) -> tuple[list[Wish], list[Bundle]]:
    """All rows that the list wants, and the payments that name a debtor with several debts (not yet rows)."""
    found = [*_debtors(bundles, known), *_cases(bundles, known), *_installments(bundles, known)]
    paid, several = _payments(bundles, known, people, splits)
    return [*found, *paid], several


def _merge(table: str, key: str, unit: str, entries: Iterable[tuple[Bundle, Values]], known: Known) -> Wish:
    """One row out of all that the list says of it; two different values for one cell refuse every row that says so."""
    wish = Wish(table, {}, unit, found=known.rows[table].get(key))
    said: dict[str, tuple[object, Bundle]] = {}
    for bundle, values in entries:
        if bundle not in wish.bundles:
            wish.bundles.append(bundle)
        for column, value in values.items():
            before = said.setdefault(column, (value, bundle))
            if before[0] != value:
                for one, other, theirs in ((bundle, before[1], before[0]), (before[1], bundle, value)):
                    words = f"Row {other.row} of {other.sheet} says {theirs}. Make them one, then import again."
                    one.refuse("E-CONFLICT", f"{table}.{column}", said_by(one, table, column, value, theirs), words)
    wish.values = {column: value for column, (value, _) in said.items()}
    return wish


def said_by(bundle: Bundle, table: str, column: str, value: object, theirs: object) -> object:
    """The value that this row says, of the two in conflict."""
    own = {"Debtors": bundle.debtor, "Cases": bundle.case}.get(table, {}).get(column, value)
    return own if own != theirs else value


def _debtors(bundles: Sequence[Bundle], known: Known) -> list[Wish]:
    by_id: dict[str, list[tuple[Bundle, Values]]] = defaultdict(list)
    for bundle in bundles:
        if "Debtors" in bundle.tables and bundle.debtor_id:
            by_id[bundle.debtor_id].append((bundle, {"Debtor ID": bundle.debtor_id} | bundle.debtor))
    return [_merge("Debtors", debtor_id, f"debtor {debtor_id}", entries, known) for debtor_id, entries in by_id.items()]


def _cases(bundles: Sequence[Bundle], known: Known) -> list[Wish]:
    by_id: dict[str, list[tuple[Bundle, Values]]] = defaultdict(list)
    for bundle in bundles:
        if "Cases" in bundle.tables and bundle.case_id:
            by_id[bundle.case_id].append((bundle, {"Case ID": bundle.case_id, "Debtor ID": bundle.debtor_id} | bundle.case))
    return [_merge("Cases", case_id, f"case {case_id}", entries, known) for case_id, entries in by_id.items()]


def _installments(bundles: Sequence[Bundle], known: Known) -> list[Wish]:
    by_case: dict[str, list[tuple[Bundle, Values]]] = defaultdict(list)
    for bundle in bundles:
        for part in bundle.installments:
            by_case[bundle.case_id].append((bundle, part))
    found: list[Wish] = []
    for case_id, entries in by_case.items():
        _number(entries, known.by_case.get(case_id, []))
        by_key: dict[str, list[tuple[Bundle, Values]]] = defaultdict(list)
        for bundle, part in entries:
            key = f"{case_id}|{part.get('Plan ID') or 'ORIG'}|{part.get('No')}"
            if by_key[key] and by_key[key][0][1] == part:
                words = f"The same installment stands in row {by_key[key][0][0].row}. Delete one of them."
                bundle.refuse("E-DUPLICATE", "Installments.No", part.get("No"), words)
            by_key[key].append((bundle, part))
        for key, parts in by_key.items():
            found.append(_merge("Installments", key, f"case {case_id}", [(bundle, {"Case ID": case_id} | part) for bundle, part in parts], known))
    return found


def _number(entries: Sequence[tuple[Bundle, Values]], there: Sequence[TypedRow]) -> None:
    """Numbers the installments that the list does not number: those of the same due date in the ledger keep their number, new ones follow in order of date."""
    open_ones = [part for _, part in entries if part.get("No") is None and not part.get("Plan ID")]
    if not open_ones:
        return
    taken = {part.get("No") for _, part in entries}
    free: dict[object, list[object]] = defaultdict(list)
    for row in sorted(there, key=lambda row: str(row.values["No"]).zfill(9)):
        if row.values["No"] not in taken:
            free[row.values["Due on"]].append(row.values["No"])
    last = max((int(str(number)) for number in (*taken, *(row.values["No"] for row in there)) if number is not None), default=0)
    for part in sorted(open_ones, key=_due):
        if free[part.get("Due on")]:
            part["No"] = free[part.get("Due on")].pop(0)
        else:
            last += 1
            part["No"] = last


def _due(part: Values) -> date:
    due_on = part.get("Due on")
    return due_on if isinstance(due_on, date) else date.max


def _payments(bundles: Sequence[Bundle], known: Known, people: People, splits: Splits) -> tuple[list[Wish], list[Bundle]]:
    found: list[Wish] = []
    several: list[Bundle] = []
    times: Counter[tuple[object, ...]] = Counter()
    for bundle in bundles:
        if bundle.payment is None:
            continue
        parts = splits.get((bundle.sheet, bundle.row))
        if parts is not None:
            found += [payment_wish(bundle, part, known, people, times) for part in parts]
            continue
        if not bundle.case_id:
            cases = people.cases_of(bundle.debtor_id)
            if len(cases) > 1:
                several.append(bundle)
                continue
            if not cases:
                named = bundle.debtor.get("Name") or bundle.debtor_id
                bundle.refuse("E-ORPHAN", "Debtors.Debtor ID", named, "This debtor has no case in the ledger or the list.")
                continue
            bundle.case_id = cases[0]
        found.append(payment_wish(bundle, {"Case ID": bundle.case_id} | bundle.payment, known, people, times))
    return found, several


def payment_wish(bundle: Bundle, values: Values, known: Known, people: People, times: Counter[tuple[object, ...]]) -> Wish:
    """The payment as a row: found by its id, else by what identifies it and its place among equal ones."""
    payment_id = values.get("Payment ID")
    row = known.rows["Payments"].get(str(payment_id)) if payment_id else None
    if not payment_id:
        key = payment_key(values)
        same = known.payments.get(key, [])
        row = same[times[key]] if times[key] < len(same) else None
        times[key] += 1
        if row is not None:
            values = values | {"Payment ID": row.values["Payment ID"]}
    return Wish("Payments", values, unit_of(bundle, people), [bundle], row)


def looks_doubled(wish: Wish, known: Known) -> bool:
    """A new payment of the same case, day and amount as one in the ledger, under another reference or id: perhaps the same money."""
    return wish.found is None and known.money[payment_key(wish.values)[:3]] > 0
