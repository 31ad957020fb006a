"""Risk class of a case, low, middle or high, from a few named facts: it chooses the row of the sheet Levels (collection process 3.2).

An ordered table: the first line that holds decides. What speaks for high risk stands first, then the one fact that speaks for low risk
whatever else is known, then what speaks for middle risk.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from pyaddin.records import dataclass
from pyaddin.rules.arrears import Position
from pyaddin.rules.case import CaseFile, Debtor
from pyaddin.rules.contact_log import log_of
from pyaddin.rules.mailboxes import usable
from pyaddin.rules.promise import Judged
from pyaddin.rules.reason import Phrase, phrase
from pyaddin.rules.stage import PlanState
from pyaddin.rules.tables import AtLeast, DecisionTable, Line

CLASSES = ("low", "middle", "high")
FACTS = ("plan", "broken_promises", "days", "missed", "never_reached", "paid_share", "taken_back", "episodes", "information_missing")
_YEAR = timedelta(days=365)

RISK = DecisionTable(
    "risk",
    FACTS,
    (
        Line("plan-broken", "plan == 'broken'", "high", "domain-rules R26, T7: the agreement was not kept"),
        Line("promises-broken", "broken_promises >= 2", "high", "domain-rules R24: a third promise brings the review for disposition"),
        Line("ninety-days", "days >= 90", "high", "65 FR 36903: substandard at 90 days; IFRS 9 B5.5.37: default no later than 90 days past due"),
        Line("three-missed", "missed >= 3", "high", "house default: a quarter of monthly payments is missing"),
        Line("unreached-month", "never_reached and days >= 30", "high", "house default: the final demand is due (level 4) and nobody was ever spoken to"),
        Line("nearly-paid", "paid_share >= 90", "low", "domain-rules 5.10: 90 % paid lowers the urgency"),
        Line("promise-broken", "broken_promises >= 1", "middle", "domain-rules 5.10: a broken promise"),
        Line("over-thirty-days", "days > 30", "middle", "IFRS 9 5.5.11: credit risk has risen when payments are more than 30 days past due"),
        Line("two-missed", "missed >= 2", "middle", "domain-rules R26: two missed rows break a plan"),
        Line("money-taken-back", "taken_back", "middle", "domain-rules T13: a payment that the bank took back"),
        Line("came-back", "episodes >= 1", "middle", "domain-rules T13, 5.11: relapse after a cure"),
        Line("unreached-week", "never_reached and days >= 8", "middle", "collection process 2.2; house default: a week after the first notice"),
        Line("information-missing", "information_missing", "middle", "collection process 3.2: the true situation is not known"),
        Line("no-warning", "True", "low", "nothing above holds"),
    ),
    values={
        "plan": ("", "performing", "kept", "broken"), "broken_promises": AtLeast(0), "days": AtLeast(0), "missed": AtLeast(0), "paid_share": AtLeast(0),
        "episodes": AtLeast(0),
    },
    order="the first line that holds decides: high, then what lowers it, then middle",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Risk:
    """The class, and the line that decided it with its source."""

    value: str
    rule: str
    source: str

    @property
    def why(self) -> Phrase:
        """The fact that decided, in words."""
        return phrase(f"risk {self.rule}")


def never_reached(file: CaseFile) -> bool:
    """Whether nobody was ever spoken to or wrote to us about this debt."""
    return not log_of(file.contacts).heard


def paid_share(position: Position) -> int:
    """Whole percent of the counting rows that money has paid; 0 without any."""
    due = paid = Decimal(0)
    for row in position.rows:
        if row.counts:
            installment = row.installment
            due += installment.principal + installment.interest + installment.fee
            paid += row.paid
    return int(paid * 100 / due) if due else 0


def information_missing(debtor: Debtor) -> bool:
    """Whether the debtor's place is not known, or no way leads to the debtor."""
    return not (debtor.country and debtor.time_zone) or not (usable(debtor.email) or debtor.phone or debtor.address)


def _within_a_year(day: date | None, as_of: date) -> bool:
    return day is not None and as_of - _YEAR < day <= as_of


def risk_facts(file: CaseFile, position: Position, promises: tuple[Judged, ...], plan: PlanState, episode: int, paid: int) -> dict[str, object]:
    """The named facts of ``RISK``; ``paid``: ``paid_share`` of the position. Days are days past due less paused days; promises and reversals of the last
    twelve months count."""
    as_of = position.as_of
    return {
        "plan": plan.status,
        "broken_promises": len([1 for judged in promises if judged.status in ("broken", "partly kept") and _within_a_year(judged.deadline, as_of)]),
        "days": position.ripe_days,
        "missed": len(position.missed),
        "never_reached": never_reached(file),
        "paid_share": paid,
        "taken_back": any([_within_a_year(payment.reversed_on, as_of) for payment in file.payments if payment.reversed_on is not None]),
        "episodes": episode - 1,
        "information_missing": information_missing(file.debtor),
    }


def risk_of(file: CaseFile, position: Position, promises: tuple[Judged, ...], plan: PlanState, episode: int, paid: int | None = None) -> Risk:
    """The risk class of a case on a day, in its ``episode``. ``paid``: ``paid_share`` of the position, where it is known."""
    line = RISK.first(risk_facts(file, position, promises, plan, episode, paid_share(position) if paid is None else paid))
    assert line is not None  # the last line always holds
    return _CLASSES[line.id]


_CLASSES = {line.id: Risk(line.then, line.id, line.source) for line in RISK.lines}
