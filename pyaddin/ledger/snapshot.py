"""From typed rows to case files: what the rules may look at, one file per case, with what blocks its messages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from pyaddin.errors import Fault
from pyaddin.ledger.beyond import Beyond
from pyaddin.ledger.rows import RefusedRow, TypedLedger, TypedRow, column_of
from pyaddin.ledger.schema import COMPUTED_HOLDS
from pyaddin.ledger.unmatched import unmatched_money, whose_money
from pyaddin.rules.addresses import shared_contacts
from pyaddin.rules.case import (
    COST_LINES,
    Adjustment,
    Advice,
    Budget,
    Case,
    CaseFile,
    Contact,
    Debtor,
    Hold,
    Installment,
    Move,
    Payment,
    Plan,
    Promise,
    Shared,
)
from pyaddin.rules.reason import Phrase, phrase
from pyaddin.rules.recipients import same_form

T = TypeVar("T")
PROGRAM = "program"
_BLOCKS_EVERYTHING = ("Payments", "Bank", "Holds", "Debtors")
ZERO = Decimal(0)


def case_files(typed: TypedLedger, office_zone: tzinfo, beyond: Beyond | None = None) -> list[CaseFile]:
    """One file per accepted case, in sheet order. Stage, level and episode come from Moves and Contacts, never from the Cases columns.

    The day of a contact is the day at the debtor's place, the office's where the debtor has no time zone. ``beyond``: what a part knows of the rest.
    """
    tables = typed.tables
    by_case = {name: _by(tables[name], "Case ID") for name in ("Adjustments", "Plans", "Promises", "Moves", "Legal")}
    debtors = debtors_of(typed)
    shared = _shared(typed) if beyond is None else beyond.shared
    budgets = {debtor_id: tuple(_budget(row.values) for row in rows) for debtor_id, rows in _by(tables["Budgets"], "Debtor ID").items()}
    holds = _by(tables["Holds"], "Applies to")
    by_place: dict[str, list[TypedRow]] = defaultdict(list)
    for row in tables["Holds"]:
        if row.values["Scope"] == "address":
            by_place[same_form(str(row.values["Applies to"]))].append(row)
    faults = data_faults(typed.refused)
    money = unmatched_money(typed) if beyond is None else whose_money(typed, beyond.waiting)
    moves = {case_id: tuple([_move(row.values) for row in sorted(rows, key=_moved_at)]) for case_id, rows in by_case["Moves"].items()}
    cases = _cases(tables["Cases"], moves)
    owners = [debtors.get(case.debtor_id) or Debtor(case.debtor_id, case.debtor_id) for case in cases]
    installments, payments = _grouped(tables["Installments"], _installments), _grouped(tables["Payments"], _payments)
    zones = {name: ZoneInfo(name) if name else office_zone for name in {debtor.time_zone for debtor in owners}}
    zone_of = {case.case_id: zones[debtor.time_zone] for case, debtor in zip(cases, owners, strict=True)}
    contacts = _grouped(tables["Contacts"], lambda rows: _contacts(rows, zone_of, office_zone))
    files = []
    for case, debtor in zip(cases, owners, strict=True):
        case_id, debtor_id = case.case_id, case.debtor_id
        all_holds = list(_holds_of(case_id, debtor, holds, by_place)) if holds else ()
        files.append(
            CaseFile(
                case=case,
                debtor=debtor,
                installments=installments.get(case_id, ()),
                payments=payments.get(case_id, ()),
                adjustments=tuple([_adjustment(r.values) for r in by_case["Adjustments"].get(case_id, ())]),
                plans=tuple([_plan(r.values) for r in by_case["Plans"].get(case_id, ())]),
                promises=tuple([_promise(r.values) for r in by_case["Promises"].get(case_id, ())]),
                contacts=contacts.get(case_id, ()),
                holds=tuple([hold for hold in all_holds if not _is_own(hold)]),
                written_holds=tuple([hold for hold in all_holds if _is_own(hold)]),
                moves=moves.get(case_id, ()),
                advice=next((_advice(r.values) for r in by_case["Legal"].get(case_id, ())), None),
                budget_on=max((budget.taken_on for budget in budgets[debtor_id]), default=None) if debtor_id in budgets else None,
                budgets=budgets.get(debtor_id, ()),
                shared=shared.get(debtor_id, ()),
                unmatched=money.get(debtor_id, ()),
                data_faults=(*faults.get(("case", case_id), ()), *faults.get(("debtor", debtor_id), ())) if faults else (),
            )
        )
    return files


def debtors_of(typed: TypedLedger) -> dict[str, Debtor]:
    """Every accepted debtor by id."""
    found = typed.made.get("debtors")
    if found is None:
        rows = typed.tables["Debtors"]
        found = typed.made["debtors"] = dict(zip(map(str, column_of(rows, "Debtor ID")), _debtors(rows), strict=True))
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
    rows = {str(row.values["Debtor ID"]): row.row for row in typed.tables["Debtors"]} if shared else {}
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


def _grouped(rows: Sequence[TypedRow], made: Callable[[Sequence[TypedRow]], Iterable[T]]) -> dict[str, tuple[T, ...]]:
    """What is made of the rows of each case, in the order of the sheet."""
    grouped: dict[Any, list[T]] = defaultdict(list)
    for case_id, one in zip(column_of(rows, "Case ID"), made(rows), strict=True):
        grouped[case_id].append(one)
    return {case_id or "": tuple(ones) for case_id, ones in grouped.items()}


def _filled(rows: Sequence[TypedRow], name: str, blank: object = "") -> Sequence[Any]:
    """A column, with ``blank`` where a cell is empty or zero."""
    return [value or blank for value in column_of(rows, name)]


def _is_own(hold: Hold) -> bool:
    return hold.by == PROGRAM and hold.type in COMPUTED_HOLDS


def _holds_of(case_id: str, debtor: Debtor, holds: Mapping[str, list[TypedRow]], by_place: Mapping[str, list[TypedRow]]) -> Iterable[Hold]:
    """Holds on the case, on its debtor, and on an address the debtor uses, in whatever spelling."""
    for scope, target in (("case", case_id), ("debtor", debtor.debtor_id)):
        yield from (_hold(row.values) for row in holds.get(target, ()) if row.values["Scope"] == scope)
    if not by_place:
        return
    for place in dict.fromkeys(same_form(address) for address in (debtor.email, debtor.phone) if address):
        yield from (_hold(row.values) for row in by_place.get(place, ()))


def _moved_at(row: TypedRow) -> datetime:
    """A clerk may sort the sheet: moves are read in the order in which they were made."""
    at = row.values["At"]
    assert isinstance(at, datetime)
    return at


def _text(values: Mapping[str, Any], name: str) -> str:
    return str(values[name] or "")


def _debtors(rows: Sequence[TypedRow]) -> Iterable[Debtor]:
    """New contact data count from the moment in which a clerk confirms them; the next write puts them into their place."""
    confirmed = [word == "yes" for word in column_of(rows, "New data confirmed")]

    def reached(column: str) -> Sequence[str]:
        now = _filled(rows, column)
        if True not in confirmed:
            return now
        return [(new if counts else "") or old for counts, new, old in zip(confirmed, _filled(rows, f"New {column.lower()}"), now, strict=True)]

    return map(
        Debtor,
        _filled(rows, "Debtor ID"),
        _filled(rows, "Name"),
        _filled(rows, "Kind", "consumer"),
        _filled(rows, "Language"),
        _filled(rows, "Preferred channel"),
        reached("Email"),
        reached("Phone"),
        reached("Address"),
        _filled(rows, "City"),
        _filled(rows, "Postal code"),
        _filled(rows, "Country"),
        _filled(rows, "Region"),
        _filled(rows, "Time zone"),
        _filled(rows, "Opted out channels", ()),
        [word == "yes" for word in column_of(rows, "Shared contact")],
        column_of(rows, "Address confirmed on"),
        _filled(rows, "Address on file"),
        column_of(rows, "Address changed on"),
        _filled(rows, "New email"),
        _filled(rows, "New phone"),
        _filled(rows, "New address"),
        _filled(rows, "New data source"),
        column_of(rows, "New data on"),
        confirmed,
    )


def _cases(rows: Sequence[TypedRow], moves: Mapping[str, tuple[Move, ...]]) -> list[Case]:
    case_ids = _filled(rows, "Case ID")
    last = [moves[case_id][-1] if case_id in moves else None for case_id in case_ids]
    return list(
        map(
            Case,
            case_ids,
            _filled(rows, "Debtor ID"),
            _filled(rows, "Currency"),
            column_of(rows, "Opened on"),
            _filled(rows, "Product"),
            _filled(rows, "Owner"),
            column_of(rows, "Annual rate"),
            _filled(rows, "Day count", "act/365"),
            column_of(rows, "Late fee"),
            _filled(rows, "Outcome"),
            column_of(rows, "Outcome on"),
            _filled(rows, "Approved by"),
            _filled(rows, "Outcome by"),
            _filled(rows, "Outcome document"),
            _filled(rows, "Outcome reason"),
            [move.to_stage if move else "" for move in last],
            [move.as_of if move else None for move in last],
            [move.episode if move else 1 for move in last],
        )
    )


def _installments(rows: Sequence[TypedRow]) -> Iterable[Installment]:
    return map(
        Installment,
        _filled(rows, "Plan ID"),
        column_of(rows, "No"),
        column_of(rows, "Due on"),
        column_of(rows, "Principal"),
        _filled(rows, "Interest", ZERO),
        _filled(rows, "Fee", ZERO),
        column_of(rows, "Flagged on"),
    )


def _payments(rows: Sequence[TypedRow]) -> Iterable[Payment]:
    return map(Payment, _filled(rows, "Payment ID"), column_of(rows, "Value date"), column_of(rows, "Amount"), column_of(rows, "Reversed on"))


def _adjustment(v: Mapping[str, Any]) -> Adjustment:
    return Adjustment(
        _text(v, "Adjustment ID"),
        v["On"],
        _text(v, "Kind"),
        v["Amount"],
        _text(v, "Component"),
        _text(v, "Plan ID"),
        v["Reversed on"],
        _text(v, "Key"),
        _text(v, "Document"),
    )


def _plan(v: Mapping[str, Any]) -> Plan:
    return Plan(
        plan_id=_text(v, "Plan ID"),
        version=v["Version"],
        proposed_on=v["Proposed on"],
        total=v["Total"],
        kind=_text(v, "Kind") or "installment",
        status=_text(v, "Status") or "proposed",
        waived=v["Waived"] or ZERO,
        debtor_signed_on=v["Debtor signed on"],
        creditor_signed_on=v["Creditor signed on"],
        evidence=_text(v, "Evidence"),
        approved_by=_text(v, "Approved by"),
        proposed_by=str(v.get("Proposed by") or ""),
    )


def _promise(v: Mapping[str, Any]) -> Promise:
    before = frozenset(part.strip() for part in _text(v, "Entered before").split(",") if part.strip())
    return Promise(_text(v, "Promise ID"), v["Made on"], v["Amount"], v["Due on"], v["Grace days"], _text(v, "Status"), v["Judged on"], before)


def _contacts(rows: Sequence[TypedRow], zone_of: Mapping[str, tzinfo], office_zone: tzinfo) -> Iterable[Contact]:
    """``zone_of``: the zone of each case's debtor. A contact of a case that is not there is nobody's."""
    case_ids, instants = _filled(rows, "Case ID"), column_of(rows, "At")
    days = [at.astimezone(zone_of.get(case_id, office_zone)).date() for case_id, at in zip(case_ids, instants, strict=True)]
    return map(
        Contact,
        case_ids,
        instants,
        days,
        _filled(rows, "Channel"),
        _filled(rows, "Direction"),
        _filled(rows, "Result"),
        _filled(rows, "Class", "collection"),
        _filled(rows, "Reason code"),
        _filled(rows, "Key"),
        column_of(rows, "Follow up on"),
        _filled(rows, "Sentiment"),
        _filled(rows, "Why"),
        _filled(rows, "Document"),
    )


def _hold(v: Mapping[str, Any]) -> Hold:
    return Hold(
        _text(v, "Type"), v["Start"], v["End"], _text(v, "Scope"), _text(v, "Applies to"), _text(v, "Reason"), _text(v, "By"), _text(v, "Hold ID")
    )


def _move(v: Mapping[str, Any]) -> Move:
    return Move(
        v["As of"], v["From"] or "", v["To"] or "", v["Level from"] or 0, v["Level to"] or 0, v["Episode"] or 1, v["Rule"] or "", v["Why"] or ""
    )


def _budget(v: Mapping[str, Any]) -> Budget:
    return Budget(
        taken_on=v["Taken on"],
        income=v["Income"],
        costs_of={line: v[line.capitalize()] for line in COST_LINES if v[line.capitalize()] is not None},
        dependents=v["Dependents"] or 0,
        agreed_saving=v["Agreed saving"] or ZERO,
        evidence=_text(v, "Evidence"),
        owed_to_others=v["Owed to others"],
        notes=_text(v, "Notes"),
    )


def _advice(v: Mapping[str, Any]) -> Advice:
    return Advice(
        advice_on=v["Advice on"],
        final_demand_delivered_on=v["Final demand delivered on"],
        proof=_text(v, "Proof"),
        counsel=_text(v, "Counsel"),
        asked_on=v["Asked on"],
        recommendation=_text(v, "Recommendation"),
        filed_on=v["Filed on"],
        next_hearing=v["Next hearing"],
        costs=v["Costs"],
        judgment_on=v["Judgment on"],
        judgment_amount=v["Judgment amount"],
        expected_costs=v["Expected costs"],
        expected_months=v["Expected months"],
        chance=v["Chance"],
        restarted_on=v["Limitation restarted on"],
        restart_event=_text(v, "Restart event"),
        restart_proof=_text(v, "Restart proof"),
    )
