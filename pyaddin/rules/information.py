"""What is known about a debtor, as a score from 0 to 100 by named points, and what to ask next (collection process 3.2, information asymmetry).

The lines stand in the order in which a clerk asks: why, then how to reach, then what can be paid. A line that does not hold is a question.
"""

from __future__ import annotations

from datetime import date, timedelta

from pyaddin.labels import language_index
from pyaddin.records import dataclass
from pyaddin.rules.addresses import address_state
from pyaddin.rules.affordability import latest_budget
from pyaddin.rules.case import REACHED_RESULTS, CaseFile
from pyaddin.rules.mailboxes import usable
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import Phrase, phrase
from pyaddin.rules.tables import DecisionTable, Line

FACTS = (
    "spoken_lately", "reason_known", "new_data_settled", "phone_known", "email_known", "address_sure", "budget_known", "budget_fresh", "evidence",
    "other_debts_asked", "channel_known", "language_known", "place_known",
)  # fmt: skip
_SPOKEN_DAYS = timedelta(days=90)
_SURE_DAYS = timedelta(days=365)

INFORMATION = DecisionTable(
    "information",
    FACTS,
    (
        Line("spoken", "spoken_lately", "10", "collection process 2.2: listening; house default: in the last 90 days"),
        Line("reason", "reason_known", "15", "collection process 2.1: learn the reason"),
        Line("new data", "new_data_settled", "5", "house default: no new phone or address waits to be confirmed"),
        Line("phone", "phone_known", "10", "collection process 3.2: several ways"),
        Line("email", "email_known", "10", "collection process 3.2: several ways"),
        Line("address", "address_sure", "10", "house default: confirmed in the last year and not changed since"),
        Line("budget", "budget_known", "10", "collection process 2.2: finances"),
        Line("fresh budget", "budget_known and budget_fresh", "5", "setting budget_max_age_days"),
        Line("evidence", "budget_known and evidence", "5", "collection process 3.2: several sources"),
        Line("other debts", "budget_known and other_debts_asked", "5", "R22: shares of several creditors"),
        Line("channel", "channel_known", "3", "collection process 2.1: the borrower's preference"),
        Line("language", "language_known", "2", "house default: the language of letters"),
        Line("place", "place_known", "10", "R30: country and time zone decide what is lawful"),
    ),
    otherwise="nothing is known",
    order="all lines that hold add their points",
)


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is not known: its points, its name, and the question that would tell."""

    id: str
    points: int

    @property
    def name(self) -> Phrase:
        """What is missing, in words."""
        return phrase(f"know {self.id}")

    @property
    def question(self) -> Phrase:
        """The question that a collector asks for it."""
        return phrase(f"ask {self.id}")


@dataclass(frozen=True, slots=True)
class Information:
    """Points in all, what they are made of, and what is missing in the order in which to ask."""

    points: int
    parts: tuple[tuple[str, int], ...]
    missing: tuple[Missing, ...]

    def says(self, language: str) -> str:
        """``45 of 100; missing: the reason (15), income and costs (10)``."""
        place = language_index(language)
        names = (", ", "、", "、")[place].join(f"{one.name.says(language)} ({one.points})" for one in self.missing)
        return phrase("information missing" if self.missing else "information whole", points=self.points, names=names).says(language)


MOST = sum(int(line.then) for line in INFORMATION.lines)
"""The best score: 100."""


def information(file: CaseFile, policy: Policy, as_of: date) -> Information:
    """What is known about the debtor of a case on the day."""
    facts = _facts(file, policy, as_of)
    held = INFORMATION.matching(facts)
    parts = tuple((line.id, int(line.then)) for line in held)
    missing = tuple(Missing(line.id, int(line.then)) for line in INFORMATION.lines if line not in held and _askable(line.id, facts))
    return Information(sum(points for _, points in parts), parts, missing)


def _askable(line: str, facts: dict[str, object]) -> bool:
    """What hangs on a budget is asked with it: without one there is one question, not four."""
    return line not in ("fresh budget", "evidence", "other debts") or bool(facts["budget_known"])


def _facts(file: CaseFile, policy: Policy, as_of: date) -> dict[str, object]:
    debtor = file.debtor
    told = [c for c in file.contacts if c.on <= as_of]
    budget = latest_budget(file.budgets, as_of)
    confirmed = debtor.address_confirmed_on
    fresh = confirmed is not None and as_of - _SURE_DAYS < confirmed
    return {
        "spoken_lately": any(c.on > as_of - _SPOKEN_DAYS and (c.result in REACHED_RESULTS or c.direction == "in") for c in told),
        "reason_known": any(c.reason_code for c in told),
        "new_data_settled": not debtor.new_data_waits,
        "phone_known": bool(debtor.phone),
        "email_known": usable(debtor.email),
        "address_sure": fresh and address_state(debtor, as_of).confirmed(confirmed),
        "budget_known": budget is not None,
        "budget_fresh": budget is not None and (as_of - budget.taken_on).days <= policy.offer.budget_max_age_days,
        "evidence": budget is not None and bool(budget.evidence.strip()),
        "other_debts_asked": budget is not None and budget.owed_to_others is not None,
        "channel_known": bool(debtor.preferred_channel),
        "language_known": bool(debtor.language),
        "place_known": bool(debtor.country and debtor.time_zone),
    }
