"""Installment rows of the sample with what the last run knew of them: money received, state, day of the flag."""

from __future__ import annotations

from datetime import date, timedelta

from pyaddin.build.histories import Due, History, Money, Row, cents


def installments(history: History, plan_id: str, last: date) -> list[Row]:
    """The original rows and those of the plan, with what the last run knew of them."""
    plan = history.agreement
    signed = plan.signed if plan is not None else None
    money = sorted((item for item in history.payments if item.on <= last and (item.reversed is None or item.reversed > last)), key=lambda item: item.on)
    made = _schedule(history, None, history.rows, [item for item in money if signed is None or item.on <= signed], last, replaced=signed is not None)
    if plan is not None:
        later = [item for item in money if signed is not None and item.on > signed]
        made += _schedule(history, plan_id, plan.rows, later, last, offered=signed is None)
    return made


def _schedule(
    history: History, plan_id: str | None, rows: list[Due], money: list[Money], last: date, *, replaced: bool = False, offered: bool = False
) -> list[Row]:
    """One schedule, money going to the oldest rows first."""
    made: list[Row] = []
    needed = 0
    received = sum(item.amount for item in money)
    for row in rows:
        paid = max(0, min(received - needed, row.amount))
        needed += row.amount
        status = _status(row, paid, last, replaced, offered)
        made.append({
            "Case ID": history.case_id, "Plan ID": plan_id, "No": row.no, "Due on": row.on, "Principal": cents(row.principal),
            "Interest": cents(row.interest) if row.interest else None, "Paid": cents(paid), "Paid on": _covered(money, needed) if status == "paid" else None,
            "Status": status, "Flagged on": _first_run_after(row.on, last) if status == "missed" else None,
        })  # fmt: skip
    return made


def _covered(money: list[Money], needed: int) -> date | None:
    """Day on which the payments had reached ``needed`` cents."""
    total = 0
    for item in money:
        total += item.amount
        if total >= needed:
            return item.on
    return None


def _status(row: Due, paid: int, last: date, replaced: bool, offered: bool) -> str:
    if paid == row.amount:
        return "paid"
    if replaced:
        return "superseded"
    if row.on < last and not offered:
        return "missed"
    if paid:
        return "partly paid"
    return "due" if row.on == last else "open"


def _first_run_after(due: date, last: date) -> date:
    """The weekly run that flagged a row of that due date."""
    return last - timedelta(days=(last - due).days // 7 * 7 if (last - due).days % 7 else ((last - due).days // 7 - 1) * 7)
