"""The brake: when a run has to park its messages and ask a supervisor, because what it would send is not what this office usually sends.

Pure counting over what is about to leave, what earlier runs sent and which values were changed since. The bounds are the house's: a slip in an import,
a wrong date of the computer or somebody's hand in the sheet shows in the numbers before it shows in the debtors' mailboxes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyaddin.records import dataclass
from pyaddin.rules.reason import Reason, because, phrase

BRAKES = frozenset({"RUN-MAX", "BRAKE-MEDIAN", "BRAKE-CHANGED", "BRAKE-FIRST"})
"""Rule ids of the brake, as they stand in the Why of a parked message."""
LAST_RUNS = 4
MEDIAN_FROM = 10
"""Messages up to which a run is never too many compared with earlier ones: in a small office two more are already twice as many."""
CHANGED_PERCENT = 5
CHANGED_FROM = 20
"""Values that must be known from the last run before a share of changed ones says anything."""
WATCHED = ("email", "due", "amount")
"""What is compared with the last run: addresses of debtors, due dates and amounts of installments."""


@dataclass(frozen=True, slots=True)
class Change:
    """How many of the values known from the last run are different now. Values that are new or gone count in neither number."""

    changed: int
    known: int


@dataclass(frozen=True, slots=True)
class Outgo:
    """What a run is about to send.

    ``messages`` leave by a channel of the program, ``all`` are these and the tasks for people. ``earlier``: Sent + Queued of the last runs of this
    kind, oldest first. ``first_mail``: the run would be the first of this ledger that really sends.
    """

    messages: int
    all: int
    most: int | None
    earlier: tuple[int, ...]
    changes: Mapping[str, Change]
    first_mail: bool


def brakes(outgo: Outgo) -> tuple[Reason, ...]:
    """Every reason to park this run's messages; none when they may go, or when there are none."""
    if outgo.messages == 0:
        return ()
    found = [reason for rule in (_too_many, _more_than_usual, _first_mail) if (reason := rule(outgo)) is not None]
    return (*found, *_changed(outgo.changes))


def _too_many(outgo: Outgo) -> Reason | None:
    if outgo.most is None or outgo.messages <= outgo.most:
        return None
    return because("RUN-MAX", count=outgo.messages, most=outgo.most)


def _more_than_usual(outgo: Outgo) -> Reason | None:
    last = sorted(outgo.earlier[-LAST_RUNS:])
    if len(last) < LAST_RUNS or outgo.all <= MEDIAN_FROM:
        return None
    twice = last[1] + last[2]  # twice the median of four
    return because("BRAKE-MEDIAN", count=outgo.all, usual=_half(twice)) if outgo.all > twice else None


def _half(twice: int) -> str:
    return f"{twice // 2}.5" if twice % 2 else str(twice // 2)


def _first_mail(outgo: Outgo) -> Reason | None:
    return because("BRAKE-FIRST", count=outgo.messages) if outgo.first_mail else None


def _changed(changes: Mapping[str, Change]) -> Iterable[Reason]:
    for name in WATCHED:
        change = changes.get(name, Change(0, 0))
        if change.known >= CHANGED_FROM and change.changed * 100 > change.known * CHANGED_PERCENT:
            yield because("BRAKE-CHANGED", what=phrase(f"watched {name}"), count=change.changed, of=change.known)


