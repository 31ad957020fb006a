"""From typed rows to the records that the rules look at: whole tables by column where a ledger has very many rows, the others row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import tzinfo
from decimal import Decimal
from typing import Any

from pyaddin.ledger.rows import TypedRow, column_of
from pyaddin.rules.case import COST_LINES, Adjustment, Advice, Budget, Case, Contact, Debtor, Hold, Installment, Move, Payment, Plan, Promise

ZERO = Decimal(0)


def filled(rows: Sequence[TypedRow], name: str, blank: object = "") -> Sequence[Any]:
    """A column, with ``blank`` where a cell is empty or zero."""
    values = column_of(rows, name)
    return [value or blank for value in values] if any(values) else [blank] * len(values)


def _text(values: Mapping[str, Any], name: str) -> str:
    return str(values[name] or "")


def debtors(rows: Sequence[TypedRow]) -> Iterable[Debtor]:
    """New contact data count from the moment in which a clerk confirms them; the next write puts them into their place."""
    confirmed = [word == "yes" for word in column_of(rows, "New data confirmed")]

    def reached(column: str) -> Sequence[str]:
        now = filled(rows, column)
        if True not in confirmed:
            return now
        return [(new if counts else "") or old for counts, new, old in zip(confirmed, filled(rows, f"New {column.lower()}"), now, strict=True)]

    return map(
        Debtor,
        filled(rows, "Debtor ID"),
        filled(rows, "Name"),
        filled(rows, "Kind", "consumer"),
        filled(rows, "Language"),
        filled(rows, "Preferred channel"),
        reached("Email"),
        reached("Phone"),
        reached("Address"),
        filled(rows, "City"),
        filled(rows, "Postal code"),
        filled(rows, "Country"),
        filled(rows, "Region"),
        filled(rows, "Time zone"),
        filled(rows, "Opted out channels", ()),
        [word == "yes" for word in column_of(rows, "Shared contact")],
        column_of(rows, "Address confirmed on"),
        filled(rows, "Address on file"),
        column_of(rows, "Address changed on"),
        filled(rows, "New email"),
        filled(rows, "New phone"),
        filled(rows, "New address"),
        filled(rows, "New data source"),
        column_of(rows, "New data on"),
        confirmed,
    )


def cases(rows: Sequence[TypedRow], moves: Mapping[str, tuple[Move, ...]]) -> list[Case]:
    case_ids = filled(rows, "Case ID")
    last = [moves[case_id][-1] if case_id in moves else None for case_id in case_ids]
    return list(
        map(
            Case,
            case_ids,
            filled(rows, "Debtor ID"),
            filled(rows, "Currency"),
            column_of(rows, "Opened on"),
            filled(rows, "Product"),
            filled(rows, "Owner"),
            column_of(rows, "Annual rate"),
            filled(rows, "Day count", "act/365"),
            column_of(rows, "Late fee"),
            filled(rows, "Outcome"),
            column_of(rows, "Outcome on"),
            filled(rows, "Approved by"),
            filled(rows, "Outcome by"),
            filled(rows, "Outcome document"),
            filled(rows, "Outcome reason"),
            [move.to_stage if move else "" for move in last],
            [move.as_of if move else None for move in last],
            [move.episode if move else 1 for move in last],
        )
    )


def installments(rows: Sequence[TypedRow]) -> Iterable[Installment]:
    return map(
        Installment,
        filled(rows, "Plan ID"),
        column_of(rows, "No"),
        column_of(rows, "Due on"),
        column_of(rows, "Principal"),
        filled(rows, "Interest", ZERO),
        filled(rows, "Fee", ZERO),
        column_of(rows, "Flagged on"),
    )


def payments(rows: Sequence[TypedRow]) -> Iterable[Payment]:
    return map(Payment, filled(rows, "Payment ID"), column_of(rows, "Value date"), column_of(rows, "Amount"), column_of(rows, "Reversed on"))


def adjustment(v: Mapping[str, Any]) -> Adjustment:
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


def plan(v: Mapping[str, Any]) -> Plan:
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


def promise(v: Mapping[str, Any]) -> Promise:
    before = frozenset(part.strip() for part in _text(v, "Entered before").split(",") if part.strip())
    return Promise(_text(v, "Promise ID"), v["Made on"], v["Amount"], v["Due on"], v["Grace days"], _text(v, "Status"), v["Judged on"], before)


def contacts(rows: Sequence[TypedRow], zone_of: Mapping[str, tzinfo], office_zone: tzinfo) -> Iterable[Contact]:
    """``zone_of``: the zone of each case's debtor. A contact of a case that is not there is nobody's."""
    case_ids, instants = filled(rows, "Case ID"), column_of(rows, "At")
    days = [at.astimezone(zone_of.get(case_id, office_zone)).date() for case_id, at in zip(case_ids, instants, strict=True)]
    return map(
        Contact,
        case_ids,
        instants,
        days,
        filled(rows, "Channel"),
        filled(rows, "Direction"),
        filled(rows, "Result"),
        filled(rows, "Class", "collection"),
        filled(rows, "Reason code"),
        filled(rows, "Key"),
        column_of(rows, "Follow up on"),
        filled(rows, "Sentiment"),
        filled(rows, "Why"),
        filled(rows, "Document"),
    )


def hold(v: Mapping[str, Any]) -> Hold:
    return Hold(
        _text(v, "Type"), v["Start"], v["End"], _text(v, "Scope"), _text(v, "Applies to"), _text(v, "Reason"), _text(v, "By"), _text(v, "Hold ID")
    )


def moves(rows: Sequence[TypedRow]) -> Iterable[Move]:
    return map(
        Move,
        column_of(rows, "As of"),
        filled(rows, "From"),
        filled(rows, "To"),
        filled(rows, "Level from", 0),
        filled(rows, "Level to", 0),
        filled(rows, "Episode", 1),
        filled(rows, "Rule"),
        filled(rows, "Why"),
    )


def budget(v: Mapping[str, Any]) -> Budget:
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


def advice(v: Mapping[str, Any]) -> Advice:
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
