"""Holds: what each type stops, and the holds that the program itself derives from promises, plans, opt-outs and bad data.

Source of the table: domain-rules 5.3 (SAP dunning blocks, OCA 208, UK Breathing Space, PRC card measures art. 70).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pyaddin.records import dataclass
from pyaddin.rules.case import Hold
from pyaddin.rules.reason import Phrase, phrase


@dataclass(frozen=True, slots=True)
class Effect:
    """What one type of hold stops. ``passes``: message classes that still go; ``passes_kinds``: kinds that go as well."""

    passes: frozenset[str]
    passes_kinds: frozenset[str] = frozenset()
    stops_escalation: bool = True
    stops_interest: bool = False
    stops_ageing: bool = False
    supervisor_releases: bool = False


_SERVICE = frozenset({"service", "statutory"})

EFFECTS: dict[str, Effect] = {
    "PROMISE": Effect(_SERVICE, frozenset({"validation"})),  # owed within five days of the talk, whatever was promised in it
    "SIGNED_PLAN": Effect(_SERVICE, frozenset({"missed", "notice"})),
    "DISPUTE": Effect(_SERVICE),
    "MORATORIUM": Effect(_SERVICE, stops_interest=True, stops_ageing=True),
    "INSOLVENCY": Effect(_SERVICE, stops_interest=True),
    "DECEASED": Effect(_SERVICE, stops_interest=True),
    "VULNERABLE": Effect(_SERVICE, supervisor_releases=True),
    "COMPLAINT": Effect(_SERVICE, supervisor_releases=True),
    "CEASE": Effect(frozenset({"statutory", "legal"})),
    "COUNSEL": Effect(frozenset({"legal"})),
    "MINOR": Effect(_SERVICE),
    "WRONG_PARTY": Effect(_SERVICE),
    "IDENTITY": Effect(_SERVICE),
    "LITIGATION": Effect(_SERVICE),
    "MANUAL": Effect(_SERVICE),
    "DATA": Effect(frozenset()),
    "OPT_OUT": Effect(_SERVICE, stops_escalation=False),
}

NO_THANKS = frozenset({"DECEASED", "WRONG_PARTY", "IDENTITY", "MINOR", "COUNSEL", "CEASE", "INSOLVENCY", "LITIGATION", "DATA"})
"""Holds under which no automatic thank-you goes out: a person decides who may be written to."""

UNASKED = frozenset({"notice", "promise", "checkin"})
"""Service messages that the office sends of its own accord: whatever else passes a hold, they wait until it ends (5.3: reminders stop)."""
OF_THE_PLAN = frozenset({"PROMISE", "SIGNED_PLAN", "OPT_OUT"})
"""Holds that follow from an agreement or from one channel: what was agreed is still told."""


def says(type: str) -> Phrase:
    """What a hold of this type means, in a clause."""
    return phrase(f"hold {type}")


def in_force(holds: Iterable[Hold], day: date) -> tuple[Hold, ...]:
    """The holds that cover the day, oldest first."""
    if not holds:
        return ()
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
