"""Whether a suit is worth its cost by the figures that were typed: an aid to the person who decides, never a decision.

What may come in is the outstanding balance times the chance of getting it; the costs are spent either way. Nothing is discounted and no cost is taken
to be awarded: both would need figures that nobody typed.
"""

from __future__ import annotations

from decimal import Decimal

from pyaddin.records import dataclass
from pyaddin.rules.case import Advice
from pyaddin.rules.money import round_half_up
from pyaddin.rules.reason import Phrase, phrase

_PERCENT = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Worth:
    """The figures in the case's currency. ``net`` = outstanding x chance - costs; ``per_unit`` = costs for each unit that may come in, ``None`` at chance 0;
    ``break_even`` = the chance at which costs and income are equal, ``None`` when nothing is owed."""

    outstanding: Decimal
    costs: Decimal
    months: int | None
    chance: Decimal
    net: Decimal
    per_unit: Decimal | None
    break_even: Decimal | None

    @property
    def rule(self) -> str:
        """Which sentence fits: ``pays``, ``even`` or ``loses``."""
        return "pays" if self.net > 0 else "even" if self.net == 0 else "loses"

    def says(self, language: str, currency: str = "") -> str:
        """The figures in one sentence, and what they say; a person decides."""
        return self.words(currency).says(language)

    def words(self, currency: str) -> Phrase:
        """The sentence with its figures: money to the cent, shares in percent with one decimal."""
        return phrase(
            f"worth {self.rule}",
            outstanding=self.outstanding, costs=self.costs, net=self.net, currency=currency,
            chance=percent(self.chance), break_even=percent(self.break_even) if self.break_even is not None else "-",
            per_unit=self.per_unit if self.per_unit is not None else "-", months=self.months if self.months is not None else phrase("worth no-months"),
        )  # fmt: skip


def percent(share: Decimal) -> Decimal:
    """A share as percent with one decimal, rounded half up."""
    return round_half_up(share * 100, _PERCENT)


def worth(outstanding: Decimal, advice: Advice | None, unit: Decimal) -> Worth | None:
    """By the typed figures of the sheet Legal; ``None`` while Expected costs or Chance is blank. ``unit``: the currency's minor unit."""
    if advice is None or advice.expected_costs is None or advice.chance is None:
        return None
    income = outstanding * advice.chance
    return Worth(
        outstanding=outstanding,
        costs=advice.expected_costs,
        months=advice.expected_months,
        chance=advice.chance,
        net=round_half_up(income - advice.expected_costs, unit),
        per_unit=round_half_up(advice.expected_costs / income, Decimal("0.01")) if income > 0 else None,
        break_even=advice.expected_costs / outstanding if outstanding > 0 else None,
    )


def lacking(advice: Advice | None) -> tuple[str, ...]:
    """Columns of the sheet Legal that are blank and without which nothing can be said."""
    columns = (("Expected costs", advice.expected_costs if advice else None), ("Chance", advice.chance if advice else None))
    return tuple(column for column, value in columns if value is None)


def unknown(advice: Advice | None) -> Phrase:
    """That nothing can be said, and which columns of the sheet Legal are to be filled; they are called what their headers show."""
    return phrase("worth unknown", columns=[phrase(f"worth column {column}") for column in lacking(advice)])
