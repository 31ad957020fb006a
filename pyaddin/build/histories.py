"""One case of the sample and its past: installments, payments, and what earlier weekly runs and clerks did with them.

A plain stand-in for the rule core, good enough to leave a believable trace (stage, level, moves, contacts); the next run judges anew.
Amounts are whole cents.
"""

from __future__ import annotations

from dataclasses import field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from pyaddin.build.people import Person
from pyaddin.ledger.book import Value
from pyaddin.records import dataclass
from pyaddin.rules.reason import Reason, because

CLERKS = ("A. Linden", "J. Hazel", "何静")
SUPERVISOR = "M. Sorrel"
TOLERANCE = 100
FROM_DAY = {1: 1, 2: 8, 3: 15, 4: 30}
CHANNEL_RESULT = {"email": "sent", "letter": "posted", "sms": "delivered", "call": "reached"}
Row = dict[str, Value]


def cents(amount: int) -> Decimal:
    """Whole cents as an amount with two decimals."""
    return Decimal(amount).scaleb(-2)


def run_id(day: date) -> str:
    """Id of the weekly run of that day."""
    return f"W-{day.isoformat()}"


def instant(day: date, zone: str, at: time) -> str:
    """A local time of day as UTC text ending in Z."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(slots=True)
class Due:
    """One installment in cents."""

    no: int
    on: date
    principal: int
    interest: int = 0

    @property
    def amount(self) -> int:
        return self.principal + self.interest


@dataclass(slots=True)
class Money:
    """One payment in cents; ``reversed`` is the day the bank took it back."""

    on: date
    amount: int
    reversed: date | None = None


@dataclass(slots=True)
class Agreement:
    """A plan and its rows; it replaces the original rows from ``signed`` on."""

    kind: str
    status: str
    proposed: date
    signed: date | None
    rows: list[Due]
    waived: int
    frequency: str
    reason: str

    @property
    def total(self) -> int:
        return sum(row.amount for row in self.rows)


@dataclass(slots=True)
class History:
    """Everything known of one case while the sample is made."""

    case_id: str
    person: Person
    product: str
    opened: date
    rate: Decimal | None
    rows: list[Due]
    owner: str
    random: Random
    payments: list[Money] = field(default_factory=list)
    agreement: Agreement | None = None
    blocked: list[tuple[date, date]] = field(default_factory=list)
    events: list[tuple[date, str, str]] = field(default_factory=list)  # day, rule, new stage
    extra: dict[str, list[Row]] = field(default_factory=dict)  # further rows by table
    late_fee: int | None = None
    hold_level_4: bool = True
    notes: str | None = None
    stage: str | None = None
    since: date | None = None
    level: int = 0
    outcome: str | None = None
    outcome_on: date | None = None
    approved_by: str | None = None
    queued: set[int] = field(default_factory=set)
    moves: list[Row] = field(default_factory=list)
    contacts: list[Row] = field(default_factory=list)
    language: str = "en"

    @property
    def key(self) -> str:
        """First part of the outbox keys: case and episode."""
        return f"{self.case_id}|1"

    def paid_by(self, day: date) -> int:
        """Money received up to that day, in whole cents; reversed payments count until they are reversed."""
        return sum(money.amount for money in self.payments if money.on <= day and (money.reversed is None or money.reversed > day))

    def active(self, day: date) -> tuple[list[Due], int]:
        """The rows that count on ``day`` and the money they have got."""
        plan = self.agreement
        if plan is None or plan.signed is None or plan.signed > day or plan.status == "proposed":
            return self.rows, self.paid_by(day)
        return plan.rows, self.paid_by(day) - self.paid_by(plan.signed)

    def oldest_unpaid(self, day: date) -> Due | None:
        """The oldest row with a shortfall above the tolerance, money going to the oldest rows first."""
        rows, money = self.active(day)
        for row in rows:
            if row.amount - money > TOLERANCE:
                return row
            money = max(0, money - row.amount)
        return None

    def days_past_due(self, day: date) -> int:
        """Days since the oldest unpaid row was due; 0 when nothing is late."""
        row = self.oldest_unpaid(day)
        return 0 if row is None else max(0, (day - row.on).days)

    def outstanding(self, day: date) -> int:
        """What is owed that day, in whole cents."""
        rows, money = self.active(day)
        return max(0, sum(row.amount for row in rows) - money)

    def move(self, rule: str, to: str, day: date, by: str, why: Reason) -> None:
        """Change the stage and note it. Clerks' moves carry no run id."""
        program = by == "program"
        self.moves.append({
            "Case ID": self.case_id, "At": instant(day, "Asia/Shanghai", time(9, 0) if program else time(15, 20)), "As of": day, "From": self.stage, "To": to,
            "Level from": self.level, "Level to": self.level, "Episode": 1, "Rule": rule, "By": by, "Run ID": run_id(day) if program else None,
            "Why": why.text(self.language),
        })  # fmt: skip
        self.stage, self.since = to, day

    def contact(self, day: date, channel: str, direction: str, result: str, **more: Value) -> None:
        """Note a contact at a decent hour of the debtor's day."""
        at = time(10, 0) if more.get("By") == "program" else time(self.random.randint(9, 17), self.random.randint(0, 59))
        self.contacts.append({
            "Case ID": self.case_id, "Debtor ID": self.person.id, "At": instant(day, self.person.zone, at), "Channel": channel, "Direction": direction,
            "Class": "collection", "Result": result, "By": self.owner, **more,
        })  # fmt: skip

    def remind(self, level: int, day: date, days: int) -> None:
        """What a run leaves behind for a reminder; the level counts only when the message went."""
        channel = self.person.channel
        if not channel or level in self.queued:
            return
        if level == 4 and self.hold_level_4 and channel == "email":
            return  # an email that waits for release has its bytes in the journal, which a sample cannot make up: the next run writes it
        waits = level == 4 and self.hold_level_4 or channel == "sms" and self.person.row["Preferred channel"] == "email"
        self.contact(
            day, channel, "out", "queued" if waits else CHANNEL_RESULT[channel],
            Template=f"reminder_{level}", By="program" if channel == "email" or waits else self.owner, Key=f"{self.key}|reminder|{level}",
            Why=because("LEVEL", level=level, days=days).text(self.language),
        )  # fmt: skip
        if waits:
            self.queued.add(level)
        else:
            self.level = level

    def run(self, day: date) -> None:
        """One weekly run: close, open, escalate one level."""
        if self.stage == "CLOSED" or any(start <= day <= end for start, end in self.blocked):
            return
        days = self.days_past_due(day)
        if self.stage is None:
            if days >= 1:
                row = self.oldest_unpaid(day)
                self.move("T1", "CONTACT", day, "program", because("T1", since=row.on if row else day))
        elif self.outstanding(day) == 0 or days == 0 and self.stage in ("CONTACT", "DEEP", "NEGOTIATE"):
            self.close(day)
            return
        if self.stage == "CONTACT" and days >= 8 and self.level >= 1:
            self.move("T2", "DEEP", day, "program", because("T2", days=days, level=self.level))
        following = self.level + 1
        allowed = {"CONTACT": (1,), "DEEP": (2, 3, 4), "NEGOTIATE": (4,)}.get(self.stage or "", ())
        if following in allowed and days >= FROM_DAY[following]:
            self.remind(following, day, days)

    def close(self, day: date) -> None:
        """The ends that the program sets itself: PAID, CURED, and a fulfilled plan."""
        plan = self.agreement
        if self.stage == "MONITOR" and plan is not None:
            plan.status = "kept"
            self.outcome = "SETTLED" if plan.waived else "CURED"
            self.approved_by = SUPERVISOR if plan.waived else None
            self.move("T11b", "CLOSED", day, "program", because("T11b", outcome=self.outcome))
        elif self.outstanding(day) == 0:
            self.outcome = "PAID"
            self.move("T10", "CLOSED", day, "program", because("T10"))
        else:
            self.outcome = "CURED"
            self.move("T11", "CLOSED", day, "program", because("T11"))
        self.outcome_on = day

    def replay(self, runs: list[date]) -> None:
        """All runs up to the last one, with the clerks' decisions in between."""
        waiting = sorted(self.events)
        for day in runs:
            while waiting and waiting[0][0] <= day:
                self._decide(*waiting.pop(0))
            self.run(day)
        for event in waiting:
            self._decide(*event)

    def _decide(self, day: date, rule: str, to: str) -> None:
        if rule == "T7":
            self.move("T7", "DEEP", day, "program", because("T7", days=7))
            if self.agreement is not None:
                self.agreement.status = "broken"
            return
        if rule == "T12":
            self.outcome, self.outcome_on, self.approved_by = to, day, SUPERVISOR
            to = "CLOSED"
        why = because(rule, "T4-SIGNED" if rule == "T4" else rule, outcome=self.outcome, on=day, by=SUPERVISOR)
        self.move(rule, to, day, SUPERVISOR if rule in ("T8", "T12") else self.owner, why)


def weekly_runs(last: date, count: int) -> list[date]:
    """The run dates, oldest first, a week apart."""
    return [last - timedelta(days=7 * index) for index in range(count - 1, -1, -1)]
