"""The dated facts that the KPIs of a period are computed from, taken out of the ledger's case files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from pyaddin.ledger.rows import column_of
from pyaddin.rules.arrears import Position, position
from pyaddin.rules.case import ORIGINAL, REACHED_RESULTS, CaseFile, Move, Plan
from pyaddin.rules.days import unpaused_on
from pyaddin.rules.decide import Decision
from pyaddin.rules.hold import ageing_pauses
from pyaddin.rules.in_force import agreed_plans
from pyaddin.rules.kpi_money import STAGES, WEEKS
from pyaddin.rules.kpi_rows import ContactLine, EntryLine, MoneyLine, PlanRowLine, PromiseLine, Snapshot, StageEntry
from pyaddin.rules.policy import Policy
from pyaddin.rules.promise import judge
from pyaddin.rules.regimes import JUDGMENT
from pyaddin.rules.stage import is_attempt
from pyaddin.tasks.acts import PROGRAM
from pyaddin.tasks.opening import Opened

TALKS = frozenset({"call", "robo", "voicemail", "visit", "im"})
"""Channels on which a try can reach the debtor in person."""


class Cases:
    """The case files on the last day of the period, and what the run of that day has already computed of them."""

    def __init__(self, opened: Opened, until: date, decisions: Sequence[Decision] = ()) -> None:
        self.opened = opened
        self.policy: Policy = opened.policy
        self.until = until
        self.files: Sequence[CaseFile] = [decision.file for decision in decisions] or opened.files
        self._decided = {decision.case_id: decision for decision in decisions if decision.position.as_of == until}

    def position(self, file: CaseFile, day: date) -> Position:
        """The case on a day, from what is known now."""
        decided = self._decided.get(file.case.case_id)
        return decided.position if decided is not None and day == self.until else position(file, self.policy, day)

    def promises(self) -> Iterator[PromiseLine]:
        """Every promise with how it stands at the end of the period."""
        for file in self.files:
            for judged in judge(file, self.policy, self.until) if file.promises else ():
                one = judged.promise
                case = file.case
                yield PromiseLine(
                    one.promise_id, case.case_id, case.currency, one.due_on, judged.deadline, judged.status, one.amount, judged.received
                )

    def plan_rows(self) -> Iterator[PlanRowLine]:
        """Installments of signed plans; those of a plan that another one, or a judgment, followed count until then."""
        for file in self.files:
            agreed = agreed_plans(file, self.policy, self.until)
            if agreed:
                yield from self._plan_rows(file, _replaced_on(file, agreed, self.until))

    def _plan_rows(self, file: CaseFile, replaced_on: Mapping[str, date]) -> Iterator[PlanRowLine]:
        standing, pauses = self.position(file, self.until), ageing_pauses(file.holds)
        for row in standing.rows:
            plan_id, due_on = row.installment.plan_id, row.installment.due_on
            missed_on = unpaused_on(due_on, self.policy.grace_days + 1, pauses)  # days of a moratorium are no grace (R26)
            if missed_on is None:
                continue
            deadline = missed_on - timedelta(days=1)
            if plan_id in (ORIGINAL, JUDGMENT) or deadline > self.until or replaced_on.get(plan_id, date.min) <= deadline:
                continue  # not of an agreement, not due yet, or replaced before it fell due
            paid = sum(
                (share.amount for share in standing.shares if share.target == row.key and share.on <= deadline and not share.late_interest), Decimal(0)
            )
            short = row.installment.due - paid > self.policy.tolerance_of(row.installment.due)
            relieved = row.status == "paid" and row.paid_on is not None and row.paid_on <= deadline
            key = f"{file.case.case_id}/{plan_id}/{row.installment.no}"
            yield PlanRowLine(key, file.case.case_id, file.case.currency, deadline, row.installment.due, paid, not short or relieved)

    def contacts(self, since: date) -> Iterator[ContactLine]:
        """Every row of Contacts in the period; one of this run that the ledger does not show yet is named by its key."""
        until = self.until
        seen = [
            (file.case.case_id, contact)
            for file in self.files
            for contact in file.contacts
            if since < contact.on <= until and contact.result not in ("queued", "blocked")
        ]
        told = self._contact_rows({case_id for case_id, _ in seen})
        for case_id, contact in seen:
            contact_id, by = told.get(id(contact), ("", PROGRAM))
            attempt = is_attempt(contact)
            yield ContactLine(
                contact_id or contact.key,
                case_id,
                contact.on,
                by,
                attempt=attempt and contact.channel in TALKS,
                reached=contact.result in REACHED_RESULTS,
                by_person=by != PROGRAM and not (not by and contact.key),
                outgoing=attempt,
            )

    def _contact_rows(self, cases: Collection[str]) -> dict[int, tuple[str, str]]:
        """Contact ID and By of each contact of these cases, by the contact's identity: rules know nothing of ids and clerks."""
        rows, by_case = self.opened.typed.tables["Contacts"], defaultdict[str, list[tuple[str, str]]](list)
        for case_id, contact_id, by in zip(*(column_of(rows, name) for name in ("Case ID", "Contact ID", "By")), strict=True):
            if (name := str(case_id)) in cases:
                by_case[name].append((str(contact_id or ""), str(by or "")))
        found: dict[int, tuple[str, str]] = {}
        for file in self.opened.files:
            if file.case.case_id in by_case:
                found.update(zip(map(id, file.contacts), by_case[file.case.case_id], strict=False))
        return found

    def entries(self, since: date) -> Iterator[EntryLine]:
        """Cases that came into collection and whose days for a first contact may have ended in the period: they end at most so many days after the move."""
        oldest = since - timedelta(days=self.policy.first_contact_days)
        for file in self.files:
            for move in file.moves:
                if move.to_stage == "CONTACT" and move.from_stage in ("", "CLOSED") and oldest < move.as_of <= self.until:
                    entered = self.position(file, move.as_of)
                    anchor = next((row.installment.due_on for row in entered.rows if row.key == entered.anchor), move.as_of)
                    tries = [contact.on for contact in file.contacts if is_attempt(contact) and anchor <= contact.on <= self.until]
                    yield EntryLine(
                        file.case.case_id,
                        file.case.currency,
                        move.as_of,
                        anchor + timedelta(days=self.policy.first_contact_days),
                        min(tries, default=None),
                        entered.arrears,
                    )

    def payments(self, since: date) -> Iterator[MoneyLine]:
        """Money received, with the stage in which the case stood when its day began; also of the weeks of the cash curve before the period."""
        oldest = min(since, self.until - timedelta(days=7 * WEEKS))
        for file in self.files:
            for paid in file.payments:
                if oldest < paid.value_date <= self.until and (paid.reversed_on is None or paid.reversed_on > self.until):
                    stage = stage_on(file.moves, paid.value_date)
                    yield MoneyLine(paid.payment_id, file.case.case_id, file.case.currency, paid.value_date, paid.amount, stage)

    def adjustments(self, since: date, kind: str) -> Iterator[MoneyLine]:
        """Adjustments of a kind in the period that stand; write-offs as positive amounts."""
        for file in self.files:
            for one in file.adjustments:
                if one.kind == kind and since < one.on <= self.until and (one.reversed_on is None or one.reversed_on > self.until):
                    yield MoneyLine(one.adjustment_id, file.case.case_id, file.case.currency, one.on, abs(one.amount))

    def new_debt(self, start: Snapshot | None, since: date) -> Iterator[MoneyLine]:
        """Debt that is new: contract amounts of cases opened since, and what cases first read since then owed of theirs before."""
        for file in self.files:
            case = file.case
            if start is None or case.case_id in start.cases or case.opened_on > self.until:
                continue
            if case.opened_on > since:
                amount, on = sum((row.due for row in file.installments if row.plan_id == ORIGINAL), Decimal(0)), case.opened_on
            else:
                rows = self.position(file, since).rows
                amount, on = sum((row.open for row in rows if row.counts), Decimal(0)), since + timedelta(days=1)
            yield MoneyLine(case.case_id, case.case_id, case.currency, on, amount)

    def stage_entries(self, start: Snapshot, since: date) -> Iterator[StageEntry]:
        """Each stay in a stage that touches the period, with the balance on the evening before it or of its first day."""
        for file in self.files:
            case = file.case
            stood = stage_on(file.moves, since + timedelta(days=1))
            if stood in STAGES:
                known = start.cases.get(case.case_id) if start.as_of == since else None
                balance = known.outstanding if known is not None else self.position(file, since).outstanding
                yield StageEntry(f"{case.case_id}|{since}", case.case_id, case.currency, since, stood, balance)
            for move in file.moves:
                if since < move.as_of <= self.until and move.to_stage in STAGES:
                    balance = self.position(file, move.as_of).outstanding
                    yield StageEntry(f"{case.case_id}|{move.as_of}", case.case_id, case.currency, move.as_of, move.to_stage, balance)


def _replaced_on(file: CaseFile, agreed: Sequence[Plan], until: date) -> dict[str, date]:
    """By plan the day on which the next agreement or a judgment took its place; ``date.max`` for the one that stands. Of two agreements of one day the
    first never counted."""
    judged = [one.on for one in file.adjustments if one.kind == "judgment" and one.on <= until and (one.reversed_on is None or one.reversed_on > until)]
    ended: dict[str, date] = {}
    for place, plan in enumerate(agreed):
        began = plan.agreed_on or date.max
        following = [one.agreed_on for one in agreed[place + 1 : place + 2] if one.agreed_on is not None]
        ended[plan.plan_id] = min([*following, *(day for day in judged if day > began)], default=date.max)
    return ended


def stage_on(moves: Sequence[Move], day: date) -> str:
    """The stage in which a case stands when the day begins: money of the day of a move belongs to the stage that is left."""
    last: Move | None = None
    for move in moves:
        if move.as_of < day and (last is None or move.as_of >= last.as_of):
            last = move
    return last.to_stage if last is not None else ""
