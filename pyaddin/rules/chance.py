"""How likely an offer is to be kept: a sum of named points, so that a clerk sees what speaks for it and what against (field-notes 4.6).

It is a help for the talk, not a credit score: it is never written to the ledger and decides nothing by itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.labels import language_index
from pyaddin.records import dataclass
from pyaddin.rules.reason import Phrase, phrase
from pyaddin.rules.tables import AtLeast, DecisionTable, Line

FITS = ("unknown", "easy", "within", "tight", "over")
"""The payment against what the debtor can pay: no budget; at most half of the surplus; at most this debt's share; at most the surplus; more."""
FACTS = ("fit", "months", "waived", "kept_promises", "broken_promises", "plan_broken", "paid_lately", "reached", "refuses", "evidence", "stale")

CHANCE = DecisionTable(
    "chance",
    FACTS,
    (
        Line("begin", "True", "50", "house default: nothing is known yet"),
        Line("easy", "fit == 'easy'", "25", "R22: the payment leaves half of the surplus"),
        Line("within", "fit == 'within'", "20", "R22: the payment is not above this debt's share of the surplus"),
        Line("tight", "fit == 'tight'", "5", "R22: not above the surplus, but other creditors get less than their share"),
        Line("over", "fit == 'over'", "-35", "R22: the payment is above the surplus"),
        Line("unknown", "fit == 'unknown'", "-10", "collection process 3.2: the true situation is not known"),
        Line("evidence", "evidence and fit != 'unknown'", "5", "house default: income and costs are shown by papers"),
        Line("stale", "stale and fit != 'unknown'", "-10", "house default: the budget is older than budget_max_age_days"),
        Line("kept", "kept_promises >= 1", "10", "R23: a promise of this debt was kept"),
        Line("broken", "broken_promises >= 1", "-10", "R23: a promise of this debt was broken"),
        Line("broken twice", "broken_promises >= 2", "-10", "R24: two promises were broken"),
        Line("plan broken", "plan_broken", "-20", "R26: an agreement was not kept"),
        Line("paid lately", "paid_lately", "10", "house default: money came in the last 60 days"),
        Line("not reached", "not reached", "-15", "domain-rules 5.10: nobody was spoken to yet"),
        Line("refuses", "refuses", "-15", "collection process 3.1: the debtor resists"),
        Line("year", "months > 12", "-5", "house default: more than a year"),
        Line("two years", "months > 24", "-10", "house default: more than two years"),
        Line("waiver", "waived", "5", "house default: giving way on both sides"),
    ),
    values={"fit": FITS, "months": AtLeast(0), "kept_promises": AtLeast(0), "broken_promises": AtLeast(0)},
    order="all lines that hold add their points; the sum stays within 0 and 100",
    apart=(("easy", "within", "tight", "over", "unknown"),),
)
GOOD, FAIR = 65, 40
"""From these points on the chance is good, fair; below it is poor."""


@dataclass(frozen=True, slots=True)
class Chance:
    """Points from 0 to 100 and what they are made of."""

    points: int
    parts: tuple[tuple[str, int], ...]

    @property
    def word(self) -> str:
        """The points in a word: good, fair or poor."""
        return "good" if self.points >= GOOD else "fair" if self.points >= FAIR else "poor"

    @property
    def said(self) -> Phrase:
        """``good``, ``fair`` or ``poor`` in words."""
        return phrase(f"chance {self.word}")

    def says(self, language: str) -> str:
        """``good (80): to begin with +50, within the share of the surplus +20, promise kept +10``."""
        place = language_index(language)
        parts = (", ", "，", "，")[place].join(f"{phrase(f'chance {name}').says(language)} {points:+d}" for name, points in self.parts)
        opens, closes = ((" (", "): "), ("（", "）："), ("（", "）："))[place]
        return f"{self.said.says(language)}{opens}{self.points}{closes}{parts}"


def chance(facts: Mapping[str, object]) -> Chance:
    """Every line that holds adds its points."""
    parts = tuple((line.id, int(line.then)) for line in CHANCE.matching(facts))
    return Chance(min(100, max(0, sum(points for _, points in parts))), parts)
