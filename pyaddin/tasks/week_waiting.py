"""The weekly report's middle parts: what waits for a person's decision, what was not sent and why, and what the coming week brings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from pyaddin import fault_words, found_words
from pyaddin.correspondence import formats
from pyaddin.correspondence.reports.document import Section, Table, table
from pyaddin.ledger.unmatched import booked_by, waits
from pyaddin.rules.decide import Decision
from pyaddin.rules.forecast import by_day, coming
from pyaddin.rules.limitation import words as limit_words
from pyaddin.rules.reason import clauses, text_of
from pyaddin.tasks.today import ends_on
from pyaddin.tasks.week import WEEK, Week

TO_DECIDE = ("approve", "data", "shared", "answer", "review-hold", "settle", "release", "agree", "plan-broken", "counsel", "review")
"""Next actions that are a person's decision and no contact."""


def _refused(week: Week) -> list[list[str]]:
    language = week.opened.policy.language
    return [
        [
            f"{fault.sheet} {fault.row or ''}".strip(), fault.column, found_words.found(fault.code, fault.found, language),
            fault_words.advice(fault.code, fault.advice, language), fault.code,
        ]  # fmt: skip
        for fault in week.opened.faults
        if fault.refuses
    ]


def _unmatched(week: Week) -> list[list[str]]:
    """Money in on the sheet Bank that waits for a person: that nobody has booked or ignored."""
    rows, booked = [], booked_by(week.opened.typed)
    for row in week.opened.typed.tables["Bank"]:
        values, amount = row.values, row.values["Amount"]
        if waits(row, booked) and isinstance(amount, Decimal) and amount > 0:
            currency = str(values["Currency"])
            texts = [str(values[name] or "") for name in ("Payer", "Reference", "Suggested case")]
            rows.append([str(values["Value date"]), f"{week.money(amount, currency)} {currency}", *texts])
    return rows


def _near_limitation(week: Week) -> list[Decision]:
    """Open cases in the last 90 days of their limitation period, and those whose last day fell into the period of the report; the first to end first."""
    found = []
    for decision in week.decisions:
        limit = decision.limit
        if decision.in_collection and limit.state == "running" and (limit.near(week.facts.until) or week.facts.inside(ends_on(decision))):
            found.append(decision)
    return sorted(found, key=lambda decision: (ends_on(decision), decision.case_id))


def _limitation(week: Week, near: Sequence[Decision]) -> Table:
    """Until when a claim must be enforced or renewed, by which source, and for how much; under a hold or not."""
    rows = []
    for decision in near:
        currency = decision.file.case.currency
        words = clauses(limit_words(decision.limit, week.facts.until), week.language)
        left = str(decision.limit.days_left(week.facts.until))
        owed = f"{week.money(decision.position.outstanding, currency)} {currency}"
        rows.append([decision.case_id, decision.file.debtor.name, str(ends_on(decision)), left, owed, words, decision.file.case.owner])
    head = [week.say(name) for name in ("case", "debtor", "limit-ends", "days-left", "outstanding", "why", "owner")]
    return table("limitation", week.say("limitation", number=len(rows)), head, rows, (3, 4), wide=5)


def decisions_waiting(week: Week) -> int:
    """How many things wait for a person: cases (each once), refused rows, money that is nobody's yet."""
    cases = {decision.case_id for decision in week.decisions if decision.action.rule in TO_DECIDE}
    return len(cases | {decision.case_id for decision in _near_limitation(week)}) + len(_refused(week)) + len(_unmatched(week))


def decide(week: Week) -> Section:
    """What only a person decides: limitation first, since its days do not come back, then cases, refused rows and money on statements."""
    tables = []
    if near := _near_limitation(week):
        tables.append(_limitation(week, near))
    waiting = [d for d in week.decisions if d.action.rule in TO_DECIDE]
    if waiting:
        ordered = sorted(waiting, key=lambda d: (TO_DECIDE.index(d.action.rule), -d.score.points, d.case_id))
        rows = [[d.case_id, d.file.debtor.name, d.action.says(week.language), d.file.case.owner] for d in ordered]
        head = [week.say(name) for name in ("case", "debtor", "what", "owner")]
        tables.append(table("decide-cases", week.say("decide-cases", number=len(rows)), head, rows, wide=2))
    if refused := _refused(week):
        head = [week.say(name) for name in ("place", "column", "found", "what", "code")]
        tables.append(table("refused", week.say("refused", number=len(refused)), head, refused, wide=3))
    if unmatched := _unmatched(week):
        head = [week.say(name) for name in ("value-date", "amount", "payer", "reference", "suggested")]
        tables.append(table("unmatched", week.say("unmatched", number=len(unmatched)), head, unmatched, (1,), wide=3))
    return Section("decide", week.say("decide"), () if tables else (week.say("nothing-to-decide"),), tables=tuple(tables))


def not_sent(week: Week) -> Section:
    """Messages that are due and may not go, by rule and case by case: what stops each now, whatever went out earlier that day."""
    blocked = [decision for decision in week.decisions if decision.blocked]
    if not blocked:
        return Section("not-sent", week.say("not-sent"), (week.say("nothing-held"),))
    by_rule: dict[str, list[Decision]] = defaultdict(list)
    for decision in blocked:
        by_rule[decision.blocked[0].rule].append(decision)
    ordered = sorted(by_rule.items(), key=lambda item: (-len(item[1]), item[0]))
    groups = [[rule, f"{len(mine):,}", text_of(mine[0].blocked, week.language)] for rule, mine in ordered]
    rows = [[d.case_id, d.file.debtor.name, text_of(d.blocked, week.language)] for _, mine in ordered for d in mine]
    summary = table("not-sent-by-rule", week.say("not-sent-by-rule"), [week.say(name) for name in ("rule", "cases", "for-example")], groups, (1,), wide=2)
    every = table("not-sent-cases", week.say("not-sent-cases"), [week.say(name) for name in ("case", "debtor", "why")], rows, wide=2)
    return Section("not-sent", week.say("not-sent"), tables=(summary, every))


def coming_week(week: Week) -> Section:
    """The seven days after the report: what falls due, hearings, and how many reminders."""
    until = week.facts.until
    days = by_day(coming(week.decisions, until, until + WEEK))
    tables = []
    if days:
        rows = [
            [formats.short_day(due.on, week.language), week.say(f"k-{due.kind}"), f"{due.count:,}", f"{week.money(due.amount, due.currency)} {due.currency}"
             if due.currency else ""]
            for due in days
        ]  # fmt: skip
        tables.append(table("next-days", week.say("next-days"), [week.say(name) for name in ("day", "kind", "number", "amount")], rows, (2, 3), wide=1))
    hearings = []
    for row in week.opened.typed.tables["Legal"]:
        on = row.values["Next hearing"]
        if isinstance(on, date) and until < on <= until + WEEK:
            case_id = str(row.values["Case ID"])
            hearings.append([formats.short_day(on, week.language), case_id, week.name(case_id), str(row.values["Court"] or "")])
    if hearings:
        tables.append(table("hearings", week.say("hearings"), [week.say(name) for name in ("day", "case", "debtor", "court")], sorted(hearings), wide=3))
    words = [] if tables else [week.say("nothing-due")]
    return Section("next", week.say("next"), (*words, week.say("contacts-next", number=len(week.due_next))), tables=tuple(tables))
