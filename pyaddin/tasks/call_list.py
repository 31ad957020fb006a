"""*Call list*: everyone who is to be called today as a workbook to work through, and the filled-in list read back into Contacts and Promises."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from pyaddin.correspondence import calls, formats
from pyaddin.correspondence.call_words import say
from pyaddin.correspondence.calls import CallLine, NotLine
from pyaddin.correspondence.sheets import Link, Money
from pyaddin.correspondence.sms.numbers import NumberRefused, read_number
from pyaddin.errors import Stop
from pyaddin.labels import label
from pyaddin.ledger.book import Book
from pyaddin.ledger.cells import instant_text
from pyaddin.ledger.drafts import currency_digits
from pyaddin.practice import paper_words
from pyaddin.records import dataclass
from pyaddin.rules.best_time import answered_hour
from pyaddin.rules.case import REACHED_RESULTS, Contact
from pyaddin.rules.decide import Decision, decide_all, queue_order
from pyaddin.rules.gate import address_of
from pyaddin.rules.money import cent
from pyaddin.rules.reason import Phrase, Reason, because, phrase, text_of
from pyaddin.tasks import call_results
from pyaddin.tasks.asked import Asked, asked_of, outdated
from pyaddin.tasks.call_script import script_of
from pyaddin.tasks.debtor_known import information_of
from pyaddin.tasks.entering import open_for_entry
from pyaddin.tasks.filled_list import identity, list_id
from pyaddin.tasks.lists import default_file, following, may_agree
from pyaddin.tasks.opening import Opened, open_ledger
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.permission import Permission, Wanted, moment, permission, span, there

CHANNEL = "call"
_NOTICES = ("plan-missed", "plan-broken")
_BY_PREFERENCE = ("contact", "negotiate")
_STOPPED = ("hold", "review-hold", "data", "shared")
_NOT_NOW = ("not-before", "not-by")


def run(
    path: Path, *, source: Path | None, out: Path | None, owner: str | None, as_of: date | None, by: str, now: Callable[[], datetime], book: Book | None = None
) -> Outcome:
    """Without ``source`` makes the list at ``out`` (default ``<ledger>-out/calls/``), which changes nothing in the ledger; with it reads one back.

    On the list: tasks of the channel call, agreed call-backs, failed promises, missed and broken plans, and every other phone action that is due, one
    row per debtor, the most urgent first. Who may not be called stands on the second sheet with the reason. ``owner``: only that clerk's cases.

    Raises ``Stop``: X-EXISTS, X-WRITE for the file to make; for one to read X-NOT-LIST, X-NOT-FOUND and what writing a ledger raises.
    """
    if source is not None:
        if out is not None:
            raise Stop("X-OPTION", "--from with --out", column="out", advice="Either make a list (--out) or read one back (--from).")
        return call_results.read_back(open_for_entry(path, as_of=as_of, now=now, book=book), source, by=by, now=now)
    opened = open_ledger(path, as_of=as_of, now=now, book=book)
    return _make(opened, out, owner, by, now())


def _make(opened: Opened, out: Path | None, owner: str | None, by: str, at: datetime) -> Outcome:
    decisions = decide_all(opened.files, opened.policy, opened.as_of, "weekly", seen=opened.seen("weekly"))
    number = list_id("CALLS", opened, at)
    target = out or default_file(opened.book.path, "calls", number)
    maker = _Maker(opened, {decision.case_id: decision for decision in decisions}, number, at, by)
    for task in asked_of(opened, CHANNEL):
        maker.take_task(task)
    for decision in decisions:
        maker.take(decision)
    lines, blocked = maker.lines(owner)
    if lines or blocked:
        practiced = paper_words(opened.policy.language) if opened.settings.practice else ""
        calls.write(target, lines, blocked, language=opened.policy.language, as_of=opened.as_of, made_at=at, mark=practiced)
    told = [{"case_id": line.case_id, "debtor": line.debtor, "hours": line.hours, "action": line.action} for line in lines]
    data: dict[str, object] = {
        "as_of": opened.as_of.isoformat(), "list": number, "file": str(target) if lines or blocked else None, "listed": told,
        "blocked": [{"case_id": line.case_id, "debtor": line.debtor, "why": line.why} for line in blocked],
        "rows": [], "faults": [], "notes": maker.notes,
    }  # fmt: skip
    return Outcome("calls", data)


@dataclass(frozen=True, slots=True)
class _Wish:
    """One case about which somebody is to be called."""

    decision: Decision
    wanted: Wanted
    action: str
    tasks: tuple[Asked, ...] = ()


class _Maker:
    """Collects whom to call, asks whether it is allowed, and words the rows."""

    def __init__(self, opened: Opened, decisions: Mapping[str, Decision], number: str, at: datetime, by: str) -> None:
        self.opened, self.decisions, self.number, self.at = opened, decisions, number, at
        self.language = opened.policy.language
        self.agrees = may_agree(opened, by)
        self.notes: list[str] = []
        self._wishes: dict[str, _Wish] = {}
        self._not: list[tuple[Decision, str, str, str]] = []

    def take_task(self, task: Asked) -> None:
        decision = self.decisions[task.case_id]
        words = phrase("do task", channel=CHANNEL).says(self.language)
        gone = outdated(task, decision, self.opened.policy)
        if gone is not None:
            self._refuse(decision, words, (gone,))
        elif task.needs_agreement and not self.agrees:
            self._refuse(decision, phrase("do agree", channel=CHANNEL).says(self.language), (because("APPROVAL"),))
        else:
            known = self._wishes.get(task.case_id)
            self._wishes[task.case_id] = _Wish(decision, Wanted(CHANNEL, task.kind), words, (*(known.tasks if known else ()), task))

    def take(self, decision: Decision) -> None:
        """A case whose next action is a call, or would be one if nothing stood against it."""
        action = decision.action
        if not decision.in_collection or action.words is None or decision.case_id in self._wishes:
            return
        words = action.says(self.language)
        if action.rule in _STOPPED:
            if decision.position.in_arrears and decision.file.debtor.phone:
                self._refuse_held(decision, words)
            return
        by_phone = action.channel == CHANNEL and action.rule not in ("task", "settle", "agree", "release")
        preferred = action.rule in _BY_PREFERENCE and decision.file.debtor.preferred_channel == CHANNEL
        due = action.on is not None and action.on <= self.opened.as_of or _not_now(action.words)
        if not due or not (by_phone or preferred):
            return
        talk = None if action.rule == "callback" else _talk_of(decision, self.opened.as_of)
        if talk is not None:
            at = f"{talk.at.astimezone(self.opened.zone_of(decision.case_id)):%H:%M}"
            self._refuse(decision, words, (because("TALKED", at=at),))
        else:
            kind = "missed" if action.rule in _NOTICES else "reminder"
            self._wishes[decision.case_id] = _Wish(decision, Wanted(CHANNEL, kind, action.rule == "callback"), words)

    def _refuse(self, decision: Decision, action: str, reasons: Sequence[Reason], following: str = "") -> None:
        self._not.append((decision, action, text_of(reasons, self.language), following))

    def _refuse_held(self, decision: Decision, action: str) -> None:
        found = permission(self.opened, decision, Wanted(CHANNEL), moment(self.opened, decision, self.at))
        if found.forbids:
            self._refuse(decision, action, found.forbids)

    def lines(self, owner: str | None) -> tuple[list[CallLine], list[NotLine]]:
        """One line per debtor in the order of the queue, then everybody else with the reason."""
        people: dict[str, list[tuple[_Wish, Permission]]] = defaultdict(list)
        for wish in sorted(self._wishes.values(), key=lambda wish: (not wish.tasks, queue_order(wish.decision))):
            found = permission(self.opened, wish.decision, wish.wanted, moment(self.opened, wish.decision, self.at))
            if found.allowed:
                people[wish.decision.file.debtor.debtor_id].append((wish, found))
            else:
                self._refuse(wish.decision, wish.action, found.forbids, following(wish.decision, found))
        groups = [group for group in people.values() if _owned(owner, (wish.decision for wish, _ in group))]
        groups.sort(key=lambda group: min(queue_order(wish.decision) for wish, _ in group))
        refused = [row for row in self._not if _owned(owner, (row[0],))]
        refused.sort(key=lambda row: queue_order(row[0]))
        told = [NotLine(decision.case_id, decision.file.debtor.name, action, why, following) for decision, action, why, following in refused]
        return [self._line(rank, group) for rank, group in enumerate(groups, start=1)], told

    def _line(self, rank: int, group: Sequence[tuple[_Wish, Permission]]) -> CallLine:
        lead, found = group[0]
        decision, language = lead.decision, self.language
        debtor, case = decision.file.debtor, decision.file.case
        others = [wish.decision for wish, _ in group[1:]]
        tasks = tuple(task for wish, _ in group for task in wish.tasks)
        every = {other.case_id: other for other in (*others, *self._riding(tasks)) if other.case_id != decision.case_id}
        hours = found.hours
        assert hours is not None
        asked = [row for task in tasks for row in task.rows if row.values["Case ID"] in (decision.case_id, *every)]
        contact_ids = tuple(str(row.values["Contact ID"]) for row in asked)
        done = {str(row.values["Case ID"]) for row in asked}
        facts = {
            "row_id": f"{self.number}/{rank}", "case_id": decision.case_id, "debtor_id": debtor.debtor_id, "contact_ids": ",".join(contact_ids),
            "other_ids": ",".join(case_id for case_id in every if case_id not in done), "ledger_id": self.opened.raw.ledger_id,
            "made_at": instant_text(self.at), "standing": call_results.standing(decision),
        }  # fmt: skip
        return CallLine(
            case_id=decision.case_id,
            debtor=debtor.name,
            phone=self._phone(decision),
            language=label("Language", debtor.language or language, language),
            hours=f"{there(hours, debtor.time_zone)}\n{debtor.time_zone}",
            office_hours=span(hours, self.opened.zone),
            best=self._best(decision),
            amount=self._money(decision),
            currency=case.currency,
            days=decision.position.days_past_due,
            action=lead.action,
            why=decision.why,
            others="\n".join(f"{other.case_id}: {self._amount(other)}" for other in every.values()),
            script=self._script(decision, tasks, tuple(every.values())),
            identity=identity(calls.IDENTITY, facts),
        )

    def _script(self, decision: Decision, tasks: Sequence[Asked], others: Sequence[Decision]) -> str:
        """What to say, then what is known of the debtor and the question that would tell most."""
        known = information_of(self.opened, decision)
        said = [script_of(self.opened, decision, tasks[0] if tasks else None, tuple(others))]
        said.append(say("known", self.language, text=known.says(self.language)))
        said += [say("ask-next", self.language, text=one.question.says(self.language)) for one in known.missing[:1]]
        return "\n".join(said)

    def _riding(self, tasks: Sequence[Asked]) -> list[Decision]:
        """The other cases of the tasks that may be talked about; one that is stopped or paid meanwhile keeps its row waiting."""
        found = [self.decisions[case_id] for task in tasks for case_id in task.listed if case_id in self.decisions]
        open_ones = [decision for decision in found if decision.in_collection and decision.position.in_arrears]
        return [d for d in open_ones if permission(self.opened, d, Wanted(CHANNEL), moment(self.opened, d, self.at)).allowed]

    def _phone(self, decision: Decision) -> Link | str:
        """The number in its international form, with a link to dial; as it was typed where it cannot be one. Both doubts are told."""
        debtor = decision.file.debtor
        typed = address_of(debtor, CHANNEL)
        try:
            number = read_number(typed, debtor.country or self.opened.policy.jurisdiction)
        except NumberRefused as refused:
            self.notes.append(phrase("note number-unchecked", case=decision.case_id, why=refused.says(self.language)).says(self.language))
            return typed
        if remark := number.remark(self.language):
            self.notes.append(phrase("note number-unchecked", case=decision.case_id, why=remark).says(self.language))
        return Link(number.e164 + (f" #{number.extension}" if number.extension else ""), number.tel)

    def _best(self, decision: Decision) -> str:
        found = answered_hour(decision.log, decision.file.debtor.time_zone)
        return "" if found is None else say("hour", self.language, hour=found.hour, answered=found.answered, tried=found.tried)

    def _money(self, decision: Decision) -> Money:
        position, currency = decision.position, decision.file.case.currency
        total = (position.arrears + position.interest + position.fees).quantize(cent(currency))
        return Money(total, currency_digits(currency) or 0)

    def _amount(self, decision: Decision) -> str:
        return formats.amount(self._money(decision).amount, decision.file.case.currency, self.language).replace("\u00a0", " ")


def _talk_of(decision: Decision, day: date) -> Contact | None:
    """The talk of the day with this debtor, about whichever case: nobody is called twice for the same."""
    return next((c for c in decision.log if c.on == day and c.channel == CHANNEL and c.result in REACHED_RESULTS), None)


def _not_now(words: object) -> bool:
    """A call that was due and that the hours or caps of the law move."""
    return isinstance(words, Phrase) and words.key in _NOT_NOW


def _owned(owner: str | None, decisions: Iterable[Decision]) -> bool:
    """Whether one of the cases is the clerk's; everybody's where no clerk is named."""
    return not owner or any(decision.file.case.owner.strip().casefold() == owner.strip().casefold() for decision in decisions)
