"""What only several rows together can show: keys that stand twice, keys that lead nowhere, plans and holds that contradict themselves."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from pyaddin.archive import IDS_KEY, last_ids
from pyaddin.ledger.approvals import check_approvals
from pyaddin.ledger.beyond import Beyond
from pyaddin.ledger.cells import folded
from pyaddin.ledger.columnar import Row
from pyaddin.ledger.columns import Column
from pyaddin.ledger.drafts import Drafts, currency_digits, own_id, row_key
from pyaddin.ledger.schema import EVERY_TABLE
from pyaddin.rules.mailboxes import usable
from pyaddin.rules.windows import zone_of

Tables = Mapping[str, Drafts]

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


def check_drafts(drafts: Tables, beyond: Beyond | None = None) -> None:
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
    left = next((last_ids(drafts["Settings"].columns["Value"][at]) for at, key in drafts["Settings"].filled("Key") if key == IDS_KEY), {})
    for name in EVERY_TABLE:
        _fill_ids(drafts[name], beyond.numbers.get(name, {}), left)


def _check_debtors(debtors: Drafts) -> None:
    for at, country in _of(debtors, "Country", lambda text: bool(_COUNTRY.fullmatch(text))):
        code = folded(country).upper()
        debtors.put(at, "Country", code)
        if not _COUNTRY.fullmatch(code):
            debtors.draft(at).fault("E-TEXT", "Country", country, "Two letters, ISO 3166-1: CN, TW, HK, GB, US, DE ...")
    for at, zone in _of(debtors, "Time zone", lambda text: zone_of(text) is not None):
        debtors.draft(at).fault("E-TEXT", "Time zone", zone, "An IANA name, for example Asia/Shanghai or Europe/Berlin.")
    for column in ("Email", "New email"):
        for at, email in _of(debtors, column, usable):
            debtors.draft(at).fault("W-EMAIL", column, email)


def _check_currencies(cases: Drafts) -> None:
    for at, currency in _of(cases, "Currency", lambda text: text == folded(text).upper() and currency_digits(text) is not None):
        if currency_digits(currency) is None:
            cases.draft(at).fault("E-TEXT", "Currency", currency, "Three letters, ISO 4217: CNY, TWD, USD, EUR ...")
        else:
            cases.put(at, "Currency", folded(currency).upper())


def _of(rows: Drafts, column: str, good: Callable[[str], bool]) -> list[tuple[int, str]]:
    """Place and text of the rows whose text in this column is not good; each different text is asked about once."""
    different = {text for text in set(rows.columns[column]) if isinstance(text, str) and text}
    bad = {text for text in different if not good(text)}
    return [(at, text) for at, text in rows.filled(column) if isinstance(text, str) and text in bad] if bad else []


def _check_order(rows: Drafts, later: str, earlier: str) -> None:
    starts = rows.columns[earlier]
    for at, end in rows.filled(later):
        start = starts[at]
        if isinstance(end, date) and isinstance(start, date) and end < start:
            rows.draft(at).fault("E-ORDER", later, end, f"{later} lies before {earlier} ({start}).")


def _check_plan_dates(plans: Drafts) -> None:
    for at in range(len(plans)):
        values = Row(plans.columns, at)
        signed = values["Status"] in SIGNED_STATES
        for column in ("Debtor signed on", "Creditor signed on", "Evidence"):
            if signed and values[column] is None:
                plans.draft(at).fault("E-PLAN-DATES", column, None, f"The plan is {plans.text(at, 'Status')}; fill {column}.")
        proposed = values["Proposed on"]
        for column in ("Debtor signed on", "Creditor signed on"):
            signature = values[column]
            if isinstance(signature, date) and isinstance(proposed, date) and signature < proposed:
                plans.draft(at).fault("E-PLAN-DATES", column, signature, f"The signature lies before Proposed on ({proposed}).")


def _check_duplicates(rows: Drafts, elsewhere: Mapping[str, int]) -> None:
    names = rows.table.key
    columns = [rows.columns[name] for name in names]
    if not elsewhere and len(set(columns[0] if len(columns) == 1 else zip(*columns, strict=True))) == len(rows):
        return
    keys = list(zip(*columns, strict=True))
    seen: dict[tuple[object, ...], int] = {(key,): row for key, row in elsewhere.items()}
    for at, key in enumerate(keys):
        if None in key and (key[0] is None or any(value is None and name not in MAY_BE_BLANK for name, value in zip(names, key, strict=True))):
            continue
        first = seen.setdefault(key, rows.numbers[at])
        if first != rows.numbers[at]:
            advice = f"The same key stands in row {first}. Delete one of the rows or give it its own key."
            draft = rows.draft(at)
            draft.fault("E-DUPLICATE", names[0], row_key(draft.table, draft.values), advice)


def _check_parents(drafts: Tables, name: str) -> None:
    """Orphans are refused; a row whose parent was refused follows it without a fault of its own."""
    for column in EVERY_TABLE[name].columns:
        if not column.refers or column.computed:
            continue
        rows, above = drafts[name], drafts[column.refers]
        doubtful = _without_good_parent(rows, above, column)
        if not doubtful:
            continue
        wanted = {rows.columns[column.name][at] for at in doubtful}
        parents: dict[object, int] = {}
        for at, key in above.filled(column.name):
            if key in wanted and (key not in parents or not above.accepted(parents[key])):
                parents[key] = at
        for at in doubtful:
            key = rows.text(at, column.name)
            found = parents.get(key)
            if found is None:
                advice = f"{column.refers} has no row {key}. Correct the key, or add the row that it names."
                rows.draft(at).fault("E-ORPHAN", column.name, key, advice)
            elif not above.accepted(found) and (name, column.refers) not in COUNTS_WITHOUT_PARENT:
                rows.draft(at).silent = True
            elif column.refers == "Plans" and above.text(found, "Case ID") != rows.text(at, "Case ID"):
                rows.draft(at).fault("E-ORPHAN", column.name, key, f"Plan {key} belongs to case {above.text(found, 'Case ID')}.")


def _without_good_parent(rows: Drafts, parents: Drafts, column: Column) -> list[int]:
    """The rows that name a parent which is not there, was refused, or is a plan of another case: few, and only they are looked at one by one."""
    name, keys = column.name, parents.columns[column.name]
    if column.refers != "Plans":
        good = set(keys) if parents.all_accepted() else {key for at, key in enumerate(keys) if parents.accepted(at)}
        good.add(None)
        return [] if good.issuperset(rows.columns[name]) else [at for at, key in rows.filled(name) if key and key not in good]
    case_of: dict[object, object] = {}
    for at, plan_id in enumerate(keys):
        if parents.accepted(at):
            case_of.setdefault(plan_id, parents.columns["Case ID"][at])
    cases = rows.columns["Case ID"]
    return [at for at, key in rows.filled(name) if key and (key not in case_of or case_of[key] != cases[at])]


def _check_hold_targets(drafts: Tables) -> None:
    holds = drafts["Holds"]
    if not len(holds):
        return
    accepted = {
        scope: {drafts[name].text(at, key): drafts[name].accepted(at) for at in reversed(range(len(drafts[name])))}
        for scope, name, key in (("case", "Cases", "Case ID"), ("debtor", "Debtors", "Debtor ID"))
    }
    for at in range(len(holds)):
        scope, target = holds.text(at, "Scope"), holds.text(at, "Applies to")
        if scope not in accepted or not target:
            continue
        if target not in accepted[scope]:
            advice = f"There is no {scope} {target}. Correct the key, or add the row that it names."
            holds.draft(at).fault("E-ORPHAN", "Applies to", target, advice)
        elif not accepted[scope][target]:
            holds.draft(at).silent = True


def _check_overlaps(holds: Drafts) -> None:
    """Both days count: a hold that ends on the day the next one begins overlaps it."""
    taken: dict[tuple[object, ...], list[tuple[date, date, int]]] = defaultdict(list)
    for at in range(len(holds)):
        values = Row(holds.columns, at)
        start, end = values["Start"], values["End"]
        if not holds.accepted(at) or not isinstance(start, date):
            continue
        last = end if isinstance(end, date) else date.max
        spans = taken[(values["Scope"], folded(holds.text(at, "Applies to")), values["Type"])]
        for first_day, last_day, row in spans:
            if start <= last_day and first_day <= last:
                until = "open" if last_day == date.max else last_day
                holds.draft(at).fault("E-OVERLAP", "Start", start, f"Row {row} holds the same from {first_day} to {until}.")
                break
        else:
            spans.append((start, last, holds.numbers[at]))


def _check_plan_rows(drafts: Tables) -> None:
    """A plan counts only when its installments add up to its Total; otherwise the plan and all its rows are refused."""
    plans, installments = drafts["Plans"], drafts["Installments"]
    rows: dict[object, list[int]] = defaultdict(list)
    for at, plan_id in installments.filled("Plan ID"):
        rows[plan_id].append(at)
    for place, plan_id in plans.filled("Plan ID"):
        if not plans.accepted(place) or not plan_id:
            continue
        own = rows[plan_id]
        if not own and plans.columns["Status"][place] not in SIGNED_STATES:
            continue
        total = sum((_row_amount(installments, at) for at in own if installments.accepted(at)), Decimal(0))
        stated = plans.columns["Total"][place]
        if total != stated:
            plans.draft(place).fault("E-PLAN-SUM", "Total", stated, f"The installments of the plan add up to {total}. Correct them or the Total.")
            for at in own:
                draft = installments.draft(at)
                draft.code = draft.code or "E-PLAN-SUM"


def _row_amount(installments: Drafts, at: int) -> Decimal:
    amounts = (installments.columns[name][at] for name in ("Principal", "Interest", "Fee"))
    return sum((amount for amount in amounts if isinstance(amount, Decimal)), Decimal(0))


def _fill_ids(rows: Drafts, given: Mapping[int, str], left: Mapping[str, int]) -> None:
    """The next free number after the largest one of the table, refused rows included, so that no id is given twice."""
    column, prefix = own_id(rows.table), rows.table.prefix
    if not column or None not in rows.columns[column]:
        return
    blank = [at for at, value in enumerate(rows.columns[column]) if value is None and rows.accepted(at)]
    if not blank:
        return
    numbered = re.compile(rf"{prefix}-(\d{{1,9}})")
    matches = (numbered.fullmatch(rows.text(at, column)) for at in range(len(rows)))
    number = max((int(match.group(1)) for match in matches if match), default=0)
    number = max(number, left.get(prefix, 0))
    for at in blank:
        number += 1
        value = given.get(rows.numbers[at]) or f"{prefix}-{number:0{_ID_DIGITS}d}"
        rows.put(at, column, value)
        rows.draft(at).fault("W-ID-FILLED", column, value)
