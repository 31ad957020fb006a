"""Thank-yous and missed notices that the earlier weekly runs of the sample sent by email."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta

from pyaddin.build.histories import History, Money, Row, instant
from pyaddin.rules.reason import because

OPEN_STAGES = ("CONTACT", "DEEP", "NEGOTIATE", "MONITOR")


def stage_on(history: History, day: date) -> str | None:
    """The stage as the last move up to ``day`` left it."""
    stage: str | None = None
    for move in history.moves:
        moved = move["As of"]
        if isinstance(moved, date) and moved <= day:
            stage = str(move["To"])
    return stage


def _next_run(day: date, last: date) -> date | None:
    """First weekly run on or after ``day``; ``None`` when that one is still to come."""
    run = last - timedelta(days=(last - day).days // 7 * 7)
    return run if day <= last else None


def _sent(history: History, run: date, template: str, subject: str, why: str) -> Row:
    at = instant(run, history.person.zone, time(10, 0))
    return {
        "Case ID": history.case_id, "Debtor ID": history.person.id, "At": at, "Channel": "email", "Direction": "out", "Class": "service",
        "Template": template, "Result": "sent", "By": "program", "Key": f"{history.key}|{template}|{subject}", "Why": why,
    }  # fmt: skip


def thanks(payments: Iterable[tuple[str, Money, History]], last: date) -> list[Row]:
    """One for each payment that came while the case was worked on, sent by the run after it."""
    made: list[Row] = []
    for payment_id, money, history in payments:
        run = _next_run(money.on, last)
        if run is None or history.person.channel != "email" or (money.reversed is not None and money.reversed <= run):
            continue
        if stage_on(history, money.on - timedelta(days=1)) in OPEN_STAGES:
            made.append(_sent(history, run, "thanks", payment_id, because("THANKS", payment=payment_id, on=money.on).text(history.language)))
    return made


def missed(history: History, rows: Iterable[Row], last: date) -> list[Row]:
    """One for each plan row that a run flagged while the plan was being watched."""
    made: list[Row] = []
    for row in rows:
        flagged = row["Flagged on"]
        if not isinstance(flagged, date) or flagged > last or not row["Plan ID"] or history.person.channel != "email":
            continue
        if stage_on(history, flagged) == "MONITOR":
            why = because("MISSED", no=row["No"], due_on=row["Due on"]).text(history.language)
            made.append(_sent(history, flagged, "missed", f"{row['Plan ID']}/1/{row['No']}", why))
    return made
