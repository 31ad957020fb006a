"""From typed rows to case files: what the rules may look at, one file per case, with what blocks its messages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from itertools import compress, count, islice, repeat
from operator import ne
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from pyaddin.errors import Fault
from pyaddin.ledger import case_rows
from pyaddin.ledger.beyond import Beyond
from pyaddin.ledger.rows import RefusedRow, TypedLedger, TypedRow, column_of, numbers_of, same_rows
from pyaddin.ledger.schema import COMPUTED_HOLDS
from pyaddin.ledger.unmatched import unmatched_money, whose_money
from pyaddin.rules.addresses import shared_contacts
from pyaddin.rules.case import CaseFile, Debtor, Hold, Shared
from pyaddin.rules.reason import Phrase, phrase
from pyaddin.rules.recipients import same_form

T = TypeVar("T")
PROGRAM = "program"
_BLOCKS_EVERYTHING = ("Payments", "Bank", "Holds", "Debtors")


def case_files(typed: TypedLedger, office_zone: tzinfo, beyond: Beyond | None = None, before: TypedLedger | None = None) -> list[CaseFile]:
    """One file per accepted case, in sheet order. Stage, level and episode come from Moves and Contacts, never from the Cases columns.

    The day of a contact is the day at the debtor's place, the office's where the debtor has no time zone. ``beyond``: what a part knows of the rest.
    ``before``: a ledger that has some of the very same rows, of which nothing is made a second time.
    """
    tables = typed.tables
    debtors = debtors_of(typed)
    shared = _shared(typed) if beyond is None else beyond.shared
    faults = data_faults(typed.refused)
    money = unmatched_money(typed) if beyond is None else whose_money(typed, beyond.waiting)

    def parts(name: str, make: Callable[[Sequence[TypedRow]], dict[str, tuple[T, ...]]], *beside: str) -> dict[str, tuple[T, ...]]:
        """What is made of a sheet for each case; ``beside`` are the other sheets that it depends on."""
        key = f"for each case: {name}"
        same = before is not None and all(same_rows(tables[each], before.tables[each]) for each in (name, *beside))
        found = before.made.get(key) if before is not None and same else None
        typed.made[key] = found = make(tables[name]) if found is None else found
        return cast("dict[str, tuple[T, ...]]", found)

    moves = parts("Moves", lambda rows: _grouped(rows, case_rows.moves(rows), column_of(rows, "At")))  # a clerk may sort the sheet
    cases = case_rows.cases(tables["Cases"], moves)
    owners = [debtors.get(case.debtor_id) or Debtor(case.debtor_id, case.debtor_id) for case in cases]
    case_ids, debtor_ids = [case.case_id for case in cases], [case.debtor_id for case in cases]
    zones = {name: ZoneInfo(name) if name else office_zone for name in {debtor.time_zone for debtor in owners}}
    zone_of = {case_id: zones[debtor.time_zone] for case_id, debtor in zip(case_ids, owners, strict=True)}
    contacts = parts("Contacts", lambda rows: _grouped(rows, case_rows.contacts(rows, zone_of, office_zone)), "Cases", "Debtors")
    budgets = _each(_by(tables["Budgets"], "Debtor ID"), case_rows.budget)
    holds = _held(tables["Holds"], case_ids, owners)

    def of(found: Mapping[str, tuple[T, ...]], ids: Sequence[str] = case_ids) -> Iterable[tuple[T, ...]]:
        return map(found.get, ids, repeat(())) if found else repeat((), len(ids))

    return list(
        map(
            CaseFile,
            cases,
            owners,
            of(parts("Installments", lambda rows: _grouped(rows, case_rows.installments(rows)))),
            of(parts("Payments", lambda rows: _grouped(rows, case_rows.payments(rows)))),
            of(_each(_by(tables["Adjustments"], "Case ID"), case_rows.adjustment)),
            of(_each(_by(tables["Plans"], "Case ID"), case_rows.plan)),
            of(_each(_by(tables["Promises"], "Case ID"), case_rows.promise)),
            of(contacts),
            of({case_id: tuple([hold for hold in held if not _is_own(hold)]) for case_id, held in holds.items()}),
            of({case_id: tuple([hold for hold in held if _is_own(hold)]) for case_id, held in holds.items()}),
            of(moves),
            map({case_id: case_rows.advice(rows[0].values) for case_id, rows in _by(tables["Legal"], "Case ID").items()}.get, case_ids),
            map({debtor_id: max([budget.taken_on for budget in told]) for debtor_id, told in budgets.items()}.get, debtor_ids),
            of(budgets, debtor_ids),
            [(*faults.get(("case", one), ()), *faults.get(("debtor", other), ())) for one, other in zip(case_ids, debtor_ids, strict=True)]
            if faults
            else repeat((), len(cases)),
            of(shared, debtor_ids),
            of(money, debtor_ids),
        )
    )


def debtors_of(typed: TypedLedger) -> dict[str, Debtor]:
    """Every accepted debtor by id."""
    found = typed.made.get("debtors")
    if found is None:
        rows = typed.tables["Debtors"]
        found = typed.made["debtors"] = dict(zip(map(str, column_of(rows, "Debtor ID")), case_rows.debtors(rows), strict=True))
    return cast("dict[str, Debtor]", found)


def _shared(typed: TypedLedger) -> Mapping[str, tuple[Shared, ...]]:
    """The addresses that several debtors have, by debtor; found once for a ledger."""
    found = typed.made.get("shared")
    if found is None:
        found = typed.made["shared"] = shared_contacts(debtors_of(typed).values())
    return cast("Mapping[str, tuple[Shared, ...]]", found)


def shared_faults(typed: TypedLedger, beyond: Beyond | None = None) -> list[Fault]:
    """One finding per email or phone that stands on another debtor too and is not confirmed as shared: nothing is sent to it."""
    shared = _shared(typed) if beyond is None else beyond.shared
    debtors = typed.tables["Debtors"]
    rows = dict(zip(map(str, column_of(debtors, "Debtor ID")), numbers_of(debtors), strict=True)) if shared else {}
    return [
        Fault("W-SHARED", "Debtors", rows[debtor_id], item.kind.capitalize(), item.address, _shared_advice(item), debtor_id)
        for debtor_id, places in shared.items()
        if debtor_id in rows
        for item in places
    ]


def _shared_advice(item: Shared) -> str:
    return f"{', '.join(item.others)} has it too. Correct one of them, or set Shared contact to yes on each."


def data_faults(refused: Iterable[RefusedRow]) -> dict[tuple[str, str], list[Phrase]]:
    """Refused rows by the case or debtor they name: each blocks sending to it (design 4)."""
    found: dict[tuple[str, str], list[Phrase]] = defaultdict(list)
    for row in refused:
        words = phrase("row-refused", table=row.table, row=row.row, code=row.fault_code)
        if row.owner_case:
            found[("case", row.owner_case)].append(words)
        elif row.owner_debtor:
            found[("debtor", row.owner_debtor)].append(words)
    return found


def blocks_every_send(typed: TypedLedger) -> Phrase | None:
    """Why no message of this run may go: a refused Payments, Holds or Debtors row that names no known owner."""
    if not typed.refused:
        return None
    cases = set(map(str, column_of(typed.tables["Cases"], "Case ID")))
    debtors = {str(debtor) for name in ("Debtors", "Cases") for debtor in column_of(typed.tables[name], "Debtor ID")}
    for row in typed.refused:
        if row.table in _BLOCKS_EVERYTHING and row.owner_case not in cases and row.owner_debtor not in debtors:
            return phrase("row-of-nobody", table=row.table, row=row.row, code=row.fault_code)
    return None


def _by(rows: Sequence[TypedRow], column: str) -> dict[str, list[TypedRow]]:
    grouped: dict[str, list[TypedRow]] = defaultdict(list)
    for key, row in zip(column_of(rows, column), rows, strict=True):
        grouped[str(key or "")].append(row)
    return grouped


def _each(grouped: Mapping[str, Sequence[TypedRow]], made: Callable[[Mapping[str, Any]], T]) -> dict[str, tuple[T, ...]]:
    """What is made of each row."""
    return {key: tuple([made(row.values) for row in rows]) for key, rows in grouped.items()}


def _grouped(rows: Sequence[TypedRow], made: Iterable[T], at: Sequence[datetime] | None = None) -> dict[str, tuple[T, ...]]:
    """What was made of the rows of each case, in the order of the sheet, or of the instants ``at`` which they happened.

    Where the rows of a case do not stand together, they are brought together first.
    """
    case_ids, ones = case_rows.filled(rows, "Case ID"), tuple(made)
    if not ones:
        return {}
    ends = _ends(case_ids)
    if at is not None or len(ends) > len(set(case_ids)):
        order = sorted(range(len(ones)), key=at.__getitem__) if at is not None else list(range(len(ones)))
        order.sort(key=case_ids.__getitem__)
        case_ids, ones = [case_ids[place] for place in order], tuple([ones[place] for place in order])
        ends = _ends(case_ids)
    return {case_ids[start]: ones[start:end] for start, end in zip((0, *ends), ends, strict=False)}


def _ends(case_ids: Sequence[str]) -> list[int]:
    """Where rows of another case begin, and the end of the rows."""
    return [*compress(count(1), map(ne, case_ids, islice(case_ids, 1, None))), len(case_ids)]


def _is_own(hold: Hold) -> bool:
    return hold.by == PROGRAM and hold.type in COMPUTED_HOLDS


def _held(rows: Sequence[TypedRow], case_ids: Sequence[str], owners: Sequence[Debtor]) -> dict[str, tuple[Hold, ...]]:
    """The holds of each case that has some: on the case, on its debtor, and on an address the debtor uses, in whatever spelling."""
    if not rows:
        return {}
    by_scope: dict[tuple[object, str], list[Hold]] = defaultdict(list)
    for row in rows:
        scope, target = row.values["Scope"], str(row.values["Applies to"] or "")
        by_scope[(scope, same_form(target) if scope == "address" else target)].append(case_rows.hold(row.values))
    at_addresses = any(scope == "address" for scope, _ in by_scope)
    found: dict[str, tuple[Hold, ...]] = {}
    for case_id, debtor in zip(case_ids, owners, strict=True):
        held = [*by_scope.get(("case", case_id), ()), *by_scope.get(("debtor", debtor.debtor_id), ())]
        if at_addresses:
            for place in dict.fromkeys([same_form(address) for address in (debtor.email, debtor.phone) if address]):
                held += by_scope.get(("address", place), ())
        if held:
            found[case_id] = tuple(held)
    return found
