"""Holds: what each type stops, and the holds that the program itself derives from promises, plans, opt-outs and bad data.

Source of the table: domain-rules 5.3 (SAP dunning blocks, OCA 208, UK Breathing Space, PRC card measures art. 70).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pyaddin.rules.case import Hold


@dataclass(frozen=True, slots=True)
class Effect:
    """What one type of hold stops. ``passes``: message classes that still go; ``passes_kinds``: kinds that go as well."""

    passes: frozenset[str]
    passes_kinds: frozenset[str] = frozenset()
    stops_escalation: bool = True
    stops_interest: bool = False
    stops_ageing: bool = False
    supervisor_releases: bool = False
    says: str = ""


_SERVICE = frozenset({"service", "statutory"})

EFFECTS: dict[str, Effect] = {
    "PROMISE": Effect(_SERVICE, says="a promise to pay is open"),
    "SIGNED_PLAN": Effect(_SERVICE, frozenset({"missed", "notice"}), says="a signed plan is being kept"),
    "DISPUTE": Effect(_SERVICE, says="the debt is disputed"),
    "MORATORIUM": Effect(_SERVICE, stops_interest=True, stops_ageing=True, says="a moratorium is in force"),
    "INSOLVENCY": Effect(_SERVICE, stops_interest=True, says="insolvency was notified"),
    "DECEASED": Effect(_SERVICE, stops_interest=True, says="the debtor has died"),
    "VULNERABLE": Effect(_SERVICE, supervisor_releases=True, says="the debtor is vulnerable"),
    "COMPLAINT": Effect(_SERVICE, supervisor_releases=True, says="a complaint is open"),
    "CEASE": Effect(frozenset({"statutory", "legal"}), says="the debtor asked us to stop"),
    "COUNSEL": Effect(frozenset({"legal"}), says="a lawyer represents the debtor"),
    "MINOR": Effect(_SERVICE, says="the debtor is a minor"),
    "WRONG_PARTY": Effect(_SERVICE, says="this is not the debtor's address"),
    "IDENTITY": Effect(_SERVICE, says="the debtor's identity is not confirmed"),
    "LITIGATION": Effect(_SERVICE, says="the case is in court"),
    "MANUAL": Effect(_SERVICE, says="a clerk has set a hold"),
    "DATA": Effect(frozenset(), says="data is missing or was refused"),
    "OPT_OUT": Effect(_SERVICE, stops_escalation=False, says="the debtor opted out of this channel"),
}

NO_THANKS = frozenset({"DECEASED", "WRONG_PARTY", "IDENTITY", "MINOR", "COUNSEL", "CEASE", "INSOLVENCY", "LITIGATION", "DATA"})
"""Holds under which no automatic thank-you goes out: a person decides who may be written to."""


def in_force(holds: Iterable[Hold], day: date) -> tuple[Hold, ...]:
    """The holds that cover the day, oldest first."""
    return tuple(sorted((hold for hold in holds if hold.covers(day)), key=lambda hold: (hold.start, hold.type, hold.hold_id)))


def ageing_pauses(holds: Iterable[Hold]) -> tuple[tuple[date, date | None], ...]:
    """Periods in which a case does not age (R5). A hold on one address stops that address only."""
    return tuple((hold.start, hold.end) for hold in holds if EFFECTS[hold.type].stops_ageing and hold.scope != "address")


def interest_stops(holds: Iterable[Hold], interest_during_dispute: bool) -> tuple[tuple[date, date | None], ...]:
    """Periods in which no late interest accrues."""
    return tuple(
        (hold.start, hold.end)
        for hold in holds
        if hold.scope != "address" and (EFFECTS[hold.type].stops_interest or (hold.type == "DISPUTE" and not interest_during_dispute))
    )


def stops_escalation(holds: Iterable[Hold]) -> bool:
    """True when the ladder and the stage machine wait."""
    return any(EFFECTS[hold.type].stops_escalation for hold in holds if hold.scope != "address")
