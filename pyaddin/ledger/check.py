"""What only several rows together can show: keys that stand twice, keys that lead nowhere, plans and holds that contradict themselves."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from operator import itemgetter

from pyaddin.archive import IDS_KEY, last_ids
from pyaddin.ledger.approvals import check_approvals
from pyaddin.ledger.beyond import Beyond
from pyaddin.ledger.cells import folded
from pyaddin.ledger.columns import Column
from pyaddin.ledger.drafts import Draft, currency_digits, own_id, row_key
from pyaddin.ledger.schema import EVERY_TABLE
from pyaddin.rules.windows import zone_of

Drafts = Mapping[str, Sequence[Draft]]

PARENTS_FIRST = ("Debtors", "Cases", "Plans")
# what is owed and what was said count on although the debtor's own row was refused; only sending to that debtor stops
COUNTS_WITHOUT_PARENT = (("Cases", "Debtors"), ("Contacts", "Debtors"))
SIGNED_STATES = ("signed", "kept", "broken")
# table, column that must not lie before the other one, the other one
ORDERED_DATES = (
    ("Payments", "Reversed on", "Value date"),
    ("Adjustments", "Reversed on", "On"),
    ("Holds", "End", "Start"),
    ("Promises", "Due on", "Made on"),
    ("Rates", "Valid to", "Valid from"),
)
MAY_BE_BLANK = ("Plan ID", "Risk")  # key columns whose blank is a value: the original contract, every risk class
_COUNTRY = re.compile("[A-Z]{2}")
_ID_DIGITS = 6


def check_drafts(drafts: Drafts, beyond: Beyond | None = None) -> None:
    """Adds the faults that need more than one cell, refuses rows, and fills blank ids of the accepted ones.

    ``beyond``: what a part of a portfolio knows of the rest.
    """
    beyond = beyond or Beyond()
    _check_debtors(drafts["Debtors"])
    _check_currencies(drafts["Cases"])
    _check_currencies(drafts["Bank"])
    _check_currencies(drafts["Guidelines"])
    for table, later, earlier in ORDERED_DATES:
        _check_order(drafts[table], later, earlier)
    _check_plan_dates(drafts["Plans"])
    for name in (*PARENTS_FIRST, *(name for name in EVERY_TABLE if name not in PARENTS_FIRST)):
        if EVERY_TABLE[name].kind != "generated":
            _check_duplicates(drafts[name], beyond.first_rows.get(name, {}))
            _check_parents(drafts, name)
    _check_hold_targets(drafts)
    _check_overlaps(drafts["Holds"])
    _check_plan_rows(drafts)
    check_approvals(drafts)
    left = next((last_ids(draft.values["Value"]) for draft in drafts["Settings"] if draft.values["Key"] == IDS_KEY), {})
    for name in EVERY_TABLE:
        _fill_ids(drafts[name], beyond.numbers.get(name, {}), left)


def _check_debtors(debtors: Sequence[Draft]) -> None:
    for draft in debtors:
        country, zone = draft.text("Country"), draft.text("Time zone")
        if country:
            code = folded(country).upper()
            draft.values["Country"] = code
            if not _COUNTRY.fullmatch(code):
                draft.fault("E-TEXT", "Country", country, "Two letters, ISO 3166-1: CN, TW, HK, GB, US, DE ...")
        if zone and zone_of(zone) is None:
            draft.fault("E-TEXT", "Time zone", zone, "An IANA name, for example Asia/Shanghai or Europe/Berlin.")


def _check_currencies(cases: Sequence[Draft]) -> None:
    for draft in cases:
        currency = draft.text("Currency")
        if currency:
            if currency_digits(currency) is None:
                draft.fault("E-TEXT", "Currency", currency, "Three letters, ISO 4217: CNY, TWD, USD, EUR ...")
            else:
                draft.values["Currency"] = folded(currency).upper()


def _check_order(rows: Sequence[Draft], later: str, earlier: str) -> None:
    for draft in rows:
        end = draft.values[later]
        if end is None:
            continue
        start = draft.values[earlier]
        if isinstance(end, date) and isinstance(start, date) and end < start:
            draft.fault("E-ORDER", later, end, f"{later} lies before {earlier} ({start}).")


def _check_plan_dates(plans: Sequence[Draft]) -> None:
    for draft in plans:
        signed = draft.values["Status"] in SIGNED_STATES
        for column in ("Debtor signed on", "Creditor signed on", "Evidence"):
            if signed and draft.values[column] is None:
                draft.fault("E-PLAN-DATES", column, None, f"The plan is {draft.text('Status')}; fill {column}.")
        proposed = draft.values["Proposed on"]
        for column in ("Debtor signed on", "Creditor signed on"):
            signature = draft.values[column]
            if isinstance(signature, date) and isinstance(proposed, date) and signature < proposed:
                draft.fault("E-PLAN-DATES", column, signature, f"The signature lies before Proposed on ({proposed}).")


def _check_duplicates(rows: Sequence[Draft], elsewhere: Mapping[str, int]) -> None:
    if not rows:
        return
    names = rows[0].table.key
    if not elsewhere and len(set(map(itemgetter(*names), [draft.values for draft in rows]))) == len(rows):
        return
    seen: dict[tuple[object, ...], int] = {(key,): row for key, row in elsewhere.items()}
    for draft in rows:
        key = tuple([draft.values[name] for name in names])
        if None in key and (key[0] is None or any(value is None and name not in MAY_BE_BLANK for name, value in zip(names, key, strict=True))):
            continue
        first = seen.setdefault(key, draft.row)
        if first != draft.row:
            advice = f"The same key stands in row {first}. Delete one of the rows or give it its own key."
            draft.fault("E-DUPLICATE", names[0], row_key(draft.table, draft.values), advice)


def _check_parents(drafts: Drafts, name: str) -> None:
    """Orphans are refused; a row whose parent was refused follows it without a fault of its own."""
    for column in EVERY_TABLE[name].columns:
        if not column.refers or column.computed:
            continue
        doubtful = _without_good_parent(drafts[name], drafts[column.refers], column)
        if not doubtful:
            continue
        parents: dict[str, Draft] = {}
        for parent in drafts[column.refers]:
            known = parents.get(parent.text(column.name))
            if known is None or not known.accepted:
                parents[parent.text(column.name)] = parent
        for draft in doubtful:
            key = draft.text(column.name)
            found = parents.get(key)
            if found is None:
                draft.fault("E-ORPHAN", column.name, key, f"{column.refers} has no row {key}. Correct the key, or add the row that it names.")
            elif not found.accepted and (name, column.refers) not in COUNTS_WITHOUT_PARENT:
                draft.silent = True
            elif column.refers == "Plans" and found.text("Case ID") != draft.text("Case ID"):
                draft.fault("E-ORPHAN", column.name, key, f"Plan {key} belongs to case {found.text('Case ID')}.")


def _without_good_parent(rows: Sequence[Draft], parents: Sequence[Draft], column: Column) -> list[Draft]:
    """The rows that name a parent which is not there, was refused, or is a plan of another case: few, and only they are looked at one by one."""
    name = column.name
    if column.refers != "Plans":
        good = {parent.values[name] for parent in parents if parent.accepted}
        return [draft for draft in rows if (key := draft.values[name]) and key not in good]
    case_of: dict[object, object] = {}
    for parent in parents:
        if parent.accepted:
            case_of.setdefault(parent.values[name], parent.values["Case ID"])
    return [draft for draft in rows if (key := draft.values[name]) and (key not in case_of or case_of[key] != draft.values["Case ID"])]


def _check_hold_targets(drafts: Drafts) -> None:
    accepted = {
        "case": {draft.text("Case ID"): draft.accepted for draft in reversed(drafts["Cases"])},
        "debtor": {draft.text("Debtor ID"): draft.accepted for draft in reversed(drafts["Debtors"])},
    }
    for draft in drafts["Holds"]:
        scope, target = draft.text("Scope"), draft.text("Applies to")
        if scope not in accepted or not target:
            continue
        if target not in accepted[scope]:
            draft.fault("E-ORPHAN", "Applies to", target, f"There is no {scope} {target}. Correct the key, or add the row that it names.")
        elif not accepted[scope][target]:
            draft.silent = True


def _check_overlaps(holds: Sequence[Draft]) -> None:
    """Both days count: a hold that ends on the day the next one begins overlaps it."""
    taken: dict[tuple[object, ...], list[tuple[date, date, int]]] = defaultdict(list)
    for draft in holds:
        start = draft.values["Start"]
        if not draft.accepted or not isinstance(start, date):
            continue
        end = draft.values["End"]
        last = end if isinstance(end, date) else date.max
        spans = taken[(draft.values["Scope"], folded(draft.text("Applies to")), draft.values["Type"])]
        for first_day, last_day, row in spans:
            if start <= last_day and first_day <= last:
                draft.fault("E-OVERLAP", "Start", start, f"Row {row} holds the same from {first_day} to {'open' if last_day == date.max else last_day}.")
                break
        else:
            spans.append((start, last, draft.row))


def _check_plan_rows(drafts: Drafts) -> None:
    """A plan counts only when its installments add up to its Total; otherwise the plan and all its rows are refused."""
    rows: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts["Installments"]:
        if draft.values["Plan ID"]:
            rows[draft.text("Plan ID")].append(draft)
    for plan in drafts["Plans"]:
        if not plan.accepted or not plan.text("Plan ID"):
            continue
        own = rows[plan.text("Plan ID")]
        if not own and plan.values["Status"] not in SIGNED_STATES:
            continue
        total = sum((_row_amount(draft) for draft in own if draft.accepted), Decimal(0))
        if total != plan.values["Total"]:
            plan.fault("E-PLAN-SUM", "Total", plan.values["Total"], f"The installments of the plan add up to {total}. Correct them or the Total.")
            for draft in own:
                draft.code = draft.code or "E-PLAN-SUM"


def _row_amount(draft: Draft) -> Decimal:
    amounts = (draft.values[name] for name in ("Principal", "Interest", "Fee"))
    return sum((amount for amount in amounts if isinstance(amount, Decimal)), Decimal(0))


def _fill_ids(rows: Sequence[Draft], given: Mapping[int, str], left: Mapping[str, int]) -> None:
    """The next free number after the largest one of the table, refused rows included, so that no id is given twice."""
    if not rows or not own_id(rows[0].table):
        return
    column, prefix = own_id(rows[0].table), rows[0].table.prefix
    blank = [draft for draft in rows if draft.values[column] is None and draft.accepted]
    if not blank:
        return
    numbered = re.compile(rf"{prefix}-(\d{{1,9}})")
    matches = (numbered.fullmatch(draft.text(column)) for draft in rows)
    number = max((int(match.group(1)) for match in matches if match), default=0)
    number = max(number, left.get(prefix, 0))
    for draft in blank:
        number += 1
        draft.values[column] = given.get(draft.row) or f"{prefix}-{number:0{_ID_DIGITS}d}"
        draft.fault("W-ID-FILLED", column, draft.values[column])
