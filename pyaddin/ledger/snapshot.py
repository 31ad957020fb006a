"""From typed rows to case files: what the rules may look at, one file per case, with what blocks its messages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from pyaddin.errors import Fault
from pyaddin.ledger.beyond import Beyond
from pyaddin.ledger.rows import RefusedRow, TypedLedger, TypedRow
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

PROGRAM = "program"
_BLOCKS_EVERYTHING = ("Payments", "Bank", "Holds", "Debtors")
ZERO = Decimal(0)


def case_files(typed: TypedLedger, office_zone: tzinfo, beyond: Beyond | None = None) -> list[CaseFile]:
    """One file per accepted case, in sheet order. Stage, level and episode come from Moves and Contacts, never from the Cases columns.

    The day of a contact is the day at the debtor's place, the office's where the debtor has no time zone. ``beyond``: what a part knows of the rest.
    """
    by_case = {
        name: _by(typed.tables[name], "Case ID")
        for name in ("Installments", "Payments", "Adjustments", "Plans", "Promises", "Contacts", "Moves", "Legal")
    }
    debtors = debtors_of(typed)
    shared = shared_contacts(debtors.values()) if beyond is None else beyond.shared
    budgets = {debtor_id: tuple(_budget(row.values) for row in rows) for debtor_id, rows in _by(typed.tables["Budgets"], "Debtor ID").items()}
    holds = _by(typed.tables["Holds"], "Applies to")
    by_place: dict[str, list[TypedRow]] = defaultdict(list)
    for row in typed.tables["Holds"]:
        if row.values["Scope"] == "address":
            by_place[same_form(str(row.values["Applies to"]))].append(row)
    faults = data_faults(typed.refused)
    money = unmatched_money(typed) if beyond is None else whose_money(typed, beyond.waiting)
    zones: dict[str, tzinfo] = {}
    files = []
    for row in typed.tables["Cases"]:
        case_id, debtor_id = str(row.values["Case ID"]), str(row.values["Debtor ID"])
        debtor = debtors.get(debtor_id) or Debtor(debtor_id, debtor_id)
        moves = tuple(_move(r.values) for r in sorted(by_case["Moves"].get(case_id, ()), key=_moved_at))
        zone = zones.get(debtor.time_zone) or zones.setdefault(debtor.time_zone, ZoneInfo(debtor.time_zone) if debtor.time_zone else office_zone)
        all_holds = list(_holds_of(case_id, debtor, holds, by_place))
        files.append(
            CaseFile(
                case=_case(row.values, moves),
                debtor=debtor,
                installments=tuple([_installment(r.values) for r in by_case["Installments"].get(case_id, ())]),
                payments=tuple([_payment(r.values) for r in by_case["Payments"].get(case_id, ())]),
                adjustments=tuple([_adjustment(r.values) for r in by_case["Adjustments"].get(case_id, ())]),
                plans=tuple([_plan(r.values) for r in by_case["Plans"].get(case_id, ())]),
                promises=tuple([_promise(r.values) for r in by_case["Promises"].get(case_id, ())]),
                contacts=tuple([_contact(r.values, zone) for r in by_case["Contacts"].get(case_id, ())]),
                holds=tuple(hold for hold in all_holds if not _is_own(hold)),
                written_holds=tuple(hold for hold in all_holds if _is_own(hold)),
                moves=moves,
                advice=next((_advice(r.values) for r in by_case["Legal"].get(case_id, ())), None),
                budget_on=max((budget.taken_on for budget in budgets.get(debtor_id, ())), default=None),
                budgets=budgets.get(debtor_id, ()),
                shared=shared.get(debtor_id, ()),
                unmatched=money.get(debtor_id, ()),
                data_faults=tuple(faults.get(("case", case_id), ())) + tuple(faults.get(("debtor", debtor_id), ())),
            )
        )
    return files


def debtors_of(typed: TypedLedger) -> dict[str, Debtor]:
    """Every accepted debtor by id."""
    return {str(row.values["Debtor ID"]): _debtor(row.values) for row in typed.tables["Debtors"]}


def shared_faults(typed: TypedLedger, beyond: Beyond | None = None) -> list[Fault]:
    """One finding per email or phone that stands on another debtor too and is not confirmed as shared: nothing is sent to it."""
    rows = {str(row.values["Debtor ID"]): row.row for row in typed.tables["Debtors"]}
    return [
        Fault("W-SHARED", "Debtors", rows[debtor_id], item.kind.capitalize(), item.address, _shared_advice(item), debtor_id)
        for debtor_id, places in (shared_contacts(debtors_of(typed).values()) if beyond is None else beyond.shared).items()
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
    cases = {str(row.values["Case ID"]) for row in typed.tables["Cases"]}
    debtors = {str(row.values["Debtor ID"]) for row in typed.tables["Debtors"]} | {str(row.values["Debtor ID"]) for row in typed.tables["Cases"]}
    for row in typed.refused:
        if row.table in _BLOCKS_EVERYTHING and row.owner_case not in cases and row.owner_debtor not in debtors:
            return phrase("row-of-nobody", table=row.table, row=row.row, code=row.fault_code)
    return None


def _by(rows: Iterable[TypedRow], column: str) -> dict[str, list[TypedRow]]:
    grouped: dict[str, list[TypedRow]] = defaultdict(list)
    for row in rows:
        grouped[str(row.values[column] or "")].append(row)
    return grouped


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


def _debtor(v: Mapping[str, Any]) -> Debtor:
    """New contact data count from the moment in which a clerk confirms them; the next write puts them into their place."""
    confirmed = v["New data confirmed"] == "yes"

    def reached(column: str) -> str:
        return (_text(v, f"New {column.lower()}") if confirmed else "") or _text(v, column)

    return Debtor(
        debtor_id=_text(v, "Debtor ID"),
        name=_text(v, "Name"),
        kind=_text(v, "Kind") or "consumer",
        language=_text(v, "Language"),
        preferred_channel=_text(v, "Preferred channel"),
        email=reached("Email"),
        phone=reached("Phone"),
        address=reached("Address"),
        city=_text(v, "City"),
        postal_code=_text(v, "Postal code"),
        country=_text(v, "Country"),
        region=_text(v, "Region"),
        time_zone=_text(v, "Time zone"),
        opted_out=tuple(v["Opted out channels"] or ()),
        shared_contact=v["Shared contact"] == "yes",
        address_confirmed_on=v["Address confirmed on"],
        address_on_file=_text(v, "Address on file"),
        address_changed_on=v["Address changed on"],
        new_email=_text(v, "New email"),
        new_phone=_text(v, "New phone"),
        new_address=_text(v, "New address"),
        new_source=_text(v, "New data source"),
        new_on=v["New data on"],
        new_confirmed=confirmed,
    )


def _case(v: Mapping[str, Any], moves: tuple[Move, ...]) -> Case:
    last = moves[-1] if moves else None
    return Case(
        case_id=_text(v, "Case ID"),
        debtor_id=_text(v, "Debtor ID"),
        currency=_text(v, "Currency"),
        opened_on=v["Opened on"],
        product=_text(v, "Product"),
        owner=_text(v, "Owner"),
        annual_rate=v["Annual rate"],
        day_count=_text(v, "Day count") or "act/365",
        late_fee=v["Late fee"],
        outcome=_text(v, "Outcome"),
        outcome_on=v["Outcome on"],
        approved_by=_text(v, "Approved by"),
        outcome_by=_text(v, "Outcome by"),
        outcome_document=_text(v, "Outcome document"),
        outcome_reason=_text(v, "Outcome reason"),
        stage=last.to_stage if last else "",
        stage_since=last.as_of if last else None,
        episode=last.episode if last else 1,
    )


def _installment(v: Mapping[str, Any]) -> Installment:
    return Installment(v["Plan ID"] or "", v["No"], v["Due on"], v["Principal"], v["Interest"] or ZERO, v["Fee"] or ZERO, v["Flagged on"])


def _payment(v: Mapping[str, Any]) -> Payment:
    return Payment(v["Payment ID"] or "", v["Value date"], v["Amount"], v["Reversed on"])


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


def _contact(v: Mapping[str, Any], zone: tzinfo) -> Contact:
    at: datetime = v["At"]
    return Contact(
        case_id=v["Case ID"] or "",
        at=at,
        on=at.astimezone(zone).date(),
        channel=v["Channel"] or "",
        direction=v["Direction"] or "",
        result=v["Result"] or "",
        message_class=v["Class"] or "collection",
        reason_code=v["Reason code"] or "",
        key=v["Key"] or "",
        follow_up_on=v["Follow up on"],
        sentiment=v["Sentiment"] or "",
        why=v["Why"] or "",
        document=v["Document"] or "",
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
