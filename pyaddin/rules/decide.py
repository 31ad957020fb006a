"""The decision about a case on a day: where it stands, how it moves, what is sent or why not, and what a person does next.

Pure: file + policy + as-of date -> decision, with a reason for every yes and no. Acting on it is the tasks' work; deciding again
after the acts are entered gives the same picture and nothing more to do, so a second run on the same date changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain

from pyaddin.records import changed, complete
from pyaddin.rules.again import decided_again
from pyaddin.rules.arrears import position, position_again
from pyaddin.rules.calm import calm, is_calm
from pyaddin.rules.case import CONFIRMED_RESULTS, PENDING_RESULTS, CaseFile, Contact
from pyaddin.rules.decision import OPEN_STAGES as OPEN_STAGES
from pyaddin.rules.decision import Decision as Decision
from pyaddin.rules.gate import missing_data
from pyaddin.rules.hold import in_force
from pyaddin.rules.ladder import SERVICE_KINDS
from pyaddin.rules.notices import Asked
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import because
from pyaddin.rules.score import decile_of, deciles, with_balance, without_balance
from pyaddin.rules.stage import NO_PLAN
from pyaddin.rules.validation_period import NOTICE
from pyaddin.rules.whole_way import AtHand, Day, go, own_holds

_TOGETHER = 512
"""So many cases are decided step by step before the next ones: enough that a step is at home in the processor, few enough that their facts are too."""

Undecided = tuple[CaseFile, tuple[Contact, ...], Decision | None]
"""A case to decide: its file, the debtor's contacts over all cases, and what was decided about it on this day when its file was another."""


def decide(
    file: CaseFile,
    policy: Policy,
    as_of: date,
    kind: str,
    person: tuple[Contact, ...] | None = None,
    asked: Asked | None = None,
    before: Decision | None = None,
) -> Decision:
    """One case on one day. ``kind``: weekly, daily or button (reminders for chosen cases).

    ``person``: the debtor's contacts over all cases (caps of the law count persons); the case's own when left out. ``asked``: the one message that
    a person asks for in place of those of a run. ``before``: what was decided about the case on this day under this policy, when its file was another:
    what follows from money alone is taken over where no money changed.
    """
    return _decided([(file, file.contacts if person is None else person, before)], Day(policy, as_of, kind, asked))[0]


def _decided(todo: Sequence[Undecided], day: Day) -> list[Decision]:
    """The decisions about these cases in their order, each as if it were alone."""
    if len(todo) > _TOGETHER:
        return [decision for first in range(0, len(todo), _TOGETHER) for decision in _decided(todo[first : first + _TOGETHER], day)]
    policy, as_of = day.policy, day.as_of
    standing = [before and position_again(before.file, before.position, file) or position(file, policy, as_of) for file, _, before in todo]
    whole: list[AtHand] = []
    decisions: list[Decision | None] = []
    for (file, log, _), pos in zip(todo, standing, strict=True):
        missing, typed = missing_data(file, policy), in_force(file.holds, as_of)
        if day.asked is None and is_calm(file, pos):
            decisions.append(calm(file, pos, policy, typed, own_holds(file, (), NO_PLAN, missing, as_of, policy.language), log))
        else:
            decisions.append(None)
            whole.append(AtHand(file, log, pos, typed, missing))
    found = iter(go(whole, day))
    return [next(found) if decision is None else decision for decision in decisions]


URGENCY = (("points", True), ("arrears", True), ("days_past_due", True), ("case_id", False))
"""What the queue is sorted by, and whether the larger comes first: ``queue_order`` for engines that sort by columns."""


def queue_order(decision: Decision) -> tuple[object, ...]:
    """Most urgent first; ties by larger arrears, older due date, case id (domain-rules 5.10)."""
    return (-decision.score.points, -decision.position.arrears, -decision.position.days_past_due, decision.case_id)


def written_to(file: CaseFile, day: date) -> bool:
    """Whether a message of the program about this case went out on the day, or was made then and waits."""
    return any(c.direction == "out" and c.key and c.on == day and c.result in CONFIRMED_RESULTS | PENDING_RESULTS for c in file.contacts)


def _written_today(decision: Decision) -> bool:
    return written_to(decision.file, decision.position.as_of)


def _same_level(lead: Decision, other: Decision) -> bool:
    """True when the other case may ride in the lead's message under its own key."""
    if lead.send is None or other.send is None or lead.send.call.kind != "reminder" or other.send.call.kind != "reminder":
        return False
    return lead.send.call.level == other.send.call.level and lead.send.route == other.send.route and lead.send.needs_approval == other.send.needs_approval


def _grouped(decision: Decision, lead: str) -> Decision:
    """Waiting for another run; a message of class service waits without a word."""
    if decision.send is not None and decision.send.call.kind in SERVICE_KINDS:
        return changed(decision, send=None, call=decision.held_back, held_back=None)
    return changed(decision, send=None, blocked=(because("GROUPED", case=lead),))


def group(decisions: Iterable[Decision]) -> list[Decision]:
    """One message per debtor and run: the case of highest priority leads, cases at the same level are listed in it, others wait.

    A debtor who was already written to on the as-of date is not written to again. A validation notice waits for no other message: the law asks for one about
    each debt, within five days of the first word about that debt (12 CFR 1006.34(a)(1)), and limits only calls by number (1006.14(b)).
    """
    by_debtor: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        by_debtor[decision.file.case.debtor_id].append(decision)
    result: list[Decision] = []
    for mine in by_debtor.values():
        if len(mine) == 1 and (mine[0].send is None or not _written_today(mine[0])):
            result += mine
            continue
        wanting = sorted((d for d in mine if d.send is not None), key=lambda d: (_KIND_ORDER[d.send.call.kind] if d.send else 9, queue_order(d)))
        if not wanting:
            result += mine
            continue
        written = next((d for d in mine if _written_today(d)), None)
        lead = written or wanting[0]
        listed = () if written else tuple(d.case_id for d in wanting[1:] if _same_level(lead, d))
        for decision in mine:
            if decision.send is not None and decision.send.call.kind == NOTICE:
                result.append(decision)
            elif decision is lead and lead.send is not None and not written:
                result.append(changed(lead, send=changed(lead.send, listed=listed)))
            elif decision.send is None or decision.case_id in listed:
                result.append(decision if decision.send is None else changed(decision, send=None))
            else:
                result.append(_grouped(decision, lead.case_id))
    return result


_KIND_ORDER: Mapping[str, int] = {
    kind: place for place, kind in enumerate(("handover", "demand", "validation", "reminder", "broken", "missed", "promise", "notice", "thanks", "checkin"))
}
"""What goes to a debtor first: what a person sends, what asks for money, what has a date, then what can wait."""


def decide_all(
    files: Iterable[CaseFile],
    policy: Policy,
    as_of: date,
    kind: str,
    *,
    among: Iterable[CaseFile] | None = None,
    seen: dict[str, Decision] | None = None,
    asked: Asked | None = None,
    steps: Mapping[str, Sequence[Decimal]] | None = None,
) -> list[Decision]:
    """Every case, with the balance points that compare it with the others in its currency, grouped by debtor.

    ``among``: all files of the ledger, where only some are decided: a debtor's contacts count over all cases. ``seen`` remembers what was
    decided about each case in this run: a file that has not changed since is not decided again. ``asked``: see ``decide``. ``steps``: by currency the
    least balance of each decile, where these cases are a part of a portfolio; without them the cases are compared with one another.
    """
    files = list(files)
    people = _people(files if among is None else among)
    seen = {} if seen is None else seen
    before = dict(seen)
    decisions = _once(files, people, Day(policy, as_of, kind, asked), seen)
    balances: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for decision in decisions:
        if decision.in_collection:
            balances[decision.file.case.currency][decision.case_id] = decision.position.outstanding
    decile = {case_id: value for currency, amounts in balances.items() for case_id, value in _deciles(amounts, currency, steps).items()}
    scored = [_weighed(decision, decile.get(decision.case_id, 0), before, seen) for decision in decisions]
    order = {file.case.case_id: index for index, file in enumerate(files)}
    return sorted(group(scored), key=lambda decision: order[decision.case_id])


def _deciles(amounts: dict[str, Decimal], currency: str, steps: Mapping[str, Sequence[Decimal]] | None) -> dict[str, int]:
    return deciles(amounts) if steps is None else {case_id: decile_of(amount, steps.get(currency, ())) for case_id, amount in amounts.items()}


def _people(files: Iterable[CaseFile]) -> dict[str, tuple[Contact, ...]]:
    """By debtor the contacts over all cases."""
    people: dict[str, tuple[Contact, ...]] = {}
    several: dict[str, list[tuple[Contact, ...]]] = {}
    for file in files:
        debtor_id = file.case.debtor_id
        if debtor_id not in people:
            people[debtor_id] = file.contacts
        elif debtor_id in several:
            several[debtor_id].append(file.contacts)
        else:
            several[debtor_id] = [people[debtor_id], file.contacts]
    for debtor_id, logs in several.items():
        people[debtor_id] = tuple(chain.from_iterable(logs))
    return people


def _once(files: Sequence[CaseFile], people: Mapping[str, tuple[Contact, ...]], day: Day, seen: dict[str, Decision]) -> list[Decision]:
    """What was decided about each case in this run: anew only where the file or what is known of the debtor has changed since."""
    decisions: list[Decision | None] = []
    todo: list[Undecided] = []
    for file in files:
        person, known = people.get(file.case.debtor_id, ()), seen.get(file.case.case_id)
        if known is not None and not (known.file is file and known.log == person):
            again = decided_again(known, file, person) if day.asked is None else None
            if again is not None:
                seen[file.case.case_id] = known = again
            else:
                todo.append((file, person, known))
                known = None
        elif known is None:
            todo.append((file, person, None))
        decisions.append(known)
    found = iter(_decided(todo, day))
    for place, decision in enumerate(decisions):
        if decision is None:
            decision = decisions[place] = next(found)
            seen[decision.case_id] = decision
    return [decision for decision in decisions if decision is not None]


def _weighed(decision: Decision, decile: int, before: Mapping[str, Decision], seen: dict[str, Decision]) -> Decision:
    """The decision with the points of its balance: set in it where it was made just now, in a copy where an earlier answer has it too (``before``)."""
    weighed = with_balance(decision.score, decile) if decile and not decision.score.excluded else without_balance(decision.score)
    if weighed is decision.score:
        return decision
    case_id = decision.case_id
    if before.get(case_id) is not decision:
        complete(decision, "score", weighed)
        return decision
    seen[case_id] = fresh = changed(decision, score=weighed)
    return fresh
