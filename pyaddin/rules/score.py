"""Priority: a sum of named points, so that a clerk sees why a case stands where it stands (domain-rules 5.10; after SAP collection strategies)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal

from pyaddin.labels import language_index
from pyaddin.records import dataclass, often
from pyaddin.rules.reason import phrase
from pyaddin.rules.tables import AtLeast, DecisionTable, Line

FACTS = ("broken_promise", "missed", "first_contact_late", "callback", "days", "never_reached", "paid_share", "limitation_near")

POINTS = DecisionTable(
    "points",
    FACTS,
    (
        Line("broken promise", "broken_promise", "30", "5.10"),
        Line("missed installment", "missed", "25", "5.10"),
        Line("first contact late", "first_contact_late", "25", "5.10; article 2.1"),
        Line("callback due", "callback", "20", "5.10"),
        Line("4-7 days", "days >= 4 and days < 8", "5", "5.10"),
        Line("8-30 days", "days >= 8 and days < 31", "10", "5.10"),
        Line("31-60 days", "days >= 31 and days < 61", "15", "5.10"),
        Line("61-90 days", "days >= 61 and days < 91", "25", "5.10"),
        Line("over 90 days", "days >= 91", "20", "5.10"),
        Line("never reached", "never_reached", "10", "5.10"),
        Line("limitation near", "limitation_near", "40", "5.10; compliance facts 3"),
        Line("90 % paid", "paid_share >= 90", "-10", "5.10"),
    ),
    values={"days": AtLeast(0), "paid_share": AtLeast(0)},
    otherwise="no points",
    order="all lines that hold add their points",
    apart=(("4-7 days", "8-30 days", "31-60 days", "61-90 days", "over 90 days"),),
)


BALANCE_POINTS = 2
"""Points for each decile of the balance."""


@often
@dataclass(frozen=True, slots=True)
class Score:
    """Points in all and what they are made of. ``excluded``: the hold that takes the case out of the queue's order."""

    points: int
    parts: tuple[tuple[str, int], ...] = ()
    excluded: str = ""

    def says(self, language: str) -> str:
        """``missed installment +25, balance +12``; the hold that excludes the case; empty without points."""
        if self.excluded:
            return phrase("excluded", hold=self.excluded).says(language)
        return (", ", "，", "，")[language_index(language)].join(f"{phrase(f'points {name}').says(language)} {points:+d}" for name, points in self.parts)


def score(facts: dict[str, object]) -> Score:
    """Every line that holds adds its points."""
    parts = tuple([(line.id, int(line.then)) for line in POINTS.matching(facts)])
    return Score(sum([points for _, points in parts]), parts)


def with_balance(scored: Score, decile: int) -> Score:
    """The balance adds 0 to 20 points by its decile (0-10) among the cases of its currency, in place of what it added before."""
    points = BALANCE_POINTS * decile
    parts = scored.parts
    had = parts[-1][1] if parts and parts[-1][0] == "balance" else 0
    if had == points:
        return scored
    others = parts[:-1] if had else parts
    return Score(scored.points - had + points, (*others, ("balance", points)) if points else others, scored.excluded)


def without_balance(scored: Score) -> Score:
    """The score before the balance was compared with others."""
    return with_balance(scored, 0)


def deciles(amounts: dict[str, Decimal]) -> dict[str, int]:
    """Decile 0-10 of each case's amount among those given, by rank; equal amounts share the higher rank."""
    ordered = sorted(set(amounts.values()))
    steps = tuple(ordered[rank - 1] for rank in step_ranks(len(ordered)))
    return {case_id: decile_of(amount, steps) for case_id, amount in amounts.items()}


def step_ranks(different: int) -> tuple[int, ...]:
    """The rank (1 = least) from which on each decile 1 to 10 begins among so many different amounts."""
    return tuple(-(-decile * different // 10) for decile in range(1, 11)) if different else ()


def decile_of(amount: Decimal, steps: Sequence[Decimal]) -> int:
    """The decile of an amount whose ``steps`` are the least amounts of deciles 1 to 10; 0 below the first or without steps."""
    return bisect_right(steps, amount)
