"""What a person does next in a case, and when: an ordered table over a few facts."""

from __future__ import annotations

from datetime import date, timedelta

from pyaddin.records import dataclass, often
from pyaddin.rules.arrears import Position
from pyaddin.rules.case import REACHED_RESULTS, CaseFile, Contact, Hold
from pyaddin.rules.contact_log import log_of
from pyaddin.rules.gate import DRIVEN_CHANNELS
from pyaddin.rules.hold import EFFECTS
from pyaddin.rules.manner import USUAL, Manner
from pyaddin.rules.promise import Judged
from pyaddin.rules.reason import Phrase, phrase, rules_in
from pyaddin.rules.stage import ORDER, PlanState, State, missing_for_disposition
from pyaddin.rules.tables import AtLeast, DecisionTable, Line, Never

FACTS = (
    "stage",
    "unapproved",
    "data_missing",
    "shared",
    "answer",
    "callback",
    "held",
    "task",
    "errand",
    "settle",
    "release",
    "agree",
    "under_review",
    "promise_open",
    "promise_failed",
    "plan",
    "missed",
    "days",
    "promise_level",
    "level",
    "leaving",
    "manner",
)

ACTIONS = DecisionTable(
    "actions",
    FACTS,
    (
        Line("none", "stage == 'CLOSED' or stage == '' and not unapproved", "", "nothing to do"),
        Line("approve", "unapproved", "do approve", "T12"),
        Line("data", "data_missing", "do data", "design 1.6"),
        Line("shared", "shared", "do shared", "design 1.6"),
        Line("answer", "answer", "do answer", "article 2.2; issue 6"),
        Line("callback", "callback", "do callback", "5.10"),
        Line("hold", "held", "do hold", "5.3"),
        Line("settle", "settle", "do settle", "docs/mail.md: nobody can tell whether it arrived"),
        Line("release", "release", "do release", "Levels: needs approval"),
        Line("agree", "agree", "do agree", "Levels: needs approval; 5.3"),
        Line("review-hold", "under_review", "do review-hold", "5.3"),
        Line("task", "task", "do task", "R29; article 2.1"),
        Line(
            "another-way",
            "manner == 'another' and stage != 'DISPOSITION' and (stage != 'MONITOR' or missed or plan == 'broken') and not promise_open",
            "do another-way",
            "issue 8.1: another lawful channel and hour",
        ),
        Line(
            "unreached",
            "manner == 'supervisor' and stage != 'DISPOSITION' and (stage != 'MONITOR' or missed or plan == 'broken') and not promise_open and days < 90",
            "do unreached",
            "issue 8.1: then the supervisor",
        ),
        Line("plan-broken", "stage == 'MONITOR' and plan == 'broken'", "do plan-broken", "T6, T7; article 2.4"),
        Line("plan-missed", "stage == 'MONITOR' and missed and not promise_open", "do plan-missed", "article 2.4"),
        Line("check-in", "errand == 'checkin'", "do check-in", "article 2.4: regular contact about progress"),
        Line("errand", "errand == 'other'", "do task", "R29; article 2.4"),
        Line("monitor", "stage == 'MONITOR' and not promise_open", "do monitor", "article 2.4"),
        Line("promise-open", "promise_open", "do promise-open", "R23"),
        Line("promise-failed", "promise_failed", "do promise-failed", "R24"),
        Line("call-first", "manner == 'call'", "do call-first", "collection process 3.1; issue 8.1: a call before any firmer level"),
        Line("counsel", "stage == 'DISPOSITION'", "do counsel", "article 2.5"),
        Line("review", "days >= 90 or promise_level >= 3", "do review", "T8; 65 FR 36903"),
        Line("re-plan", "stage == 'NEGOTIATE' and plan in ('performing', 'broken')", "do re-plan", "T6; article 2.4: adjust the plan in time"),
        Line("negotiate", "stage == 'NEGOTIATE'", "do negotiate", "T3, T4; article 2.3"),
        Line("deep", "stage == 'DEEP'", "do deep", "T2; article 2.2"),
        Line("leaving", "level == 0 and leaving", "", "the first message is on its way and leaves by itself"),
        Line("contact", "level == 0", "do contact", "T1; article 2.1"),
        Line("call", "level >= 1", "do call", "article 2.1"),
    ),
    values={
        "stage": ORDER, "plan": ("", "performing", "kept", "broken"), "errand": ("", "checkin", "other"),
        "manner": ("usual", "softer", "call", "another", "supervisor"), "days": AtLeast(0), "promise_level": AtLeast(0), "level": AtLeast(0),
    },
    never=(
        Never("answer and callback", "the latest contact to follow up is one of both"),
        Never("held and not under_review", "a hold that stops is a hold to review"),
        Never("(settle or release or agree) and not task and errand == ''", "all are kinds of a waiting task"),
        Never("settle and (release or agree)", "what may have left waits for nobody's release"),
        Never("promise_open and promise_failed", "the last promise has one state"),
        Never("(promise_open or promise_failed) and promise_level == 0", "a promise has a level from 1 on"),
        Never("manner == 'call' and stage not in ('CONTACT', 'DEEP', 'NEGOTIATE')", "only there a level is due"),
        Never("unapproved and stage == 'CLOSED'", "a closed case waits for no approval"),
    ),
    order="the first line that holds decides: what only a supervisor can do, then what stops the work, then the work of the stage",
)  # fmt: skip

CALL_AFTER_DAYS = 3
_NOT_MADE = ("queued", "blocked", "unknown")
_ON_TASKS = ("task", "settle", "release", "agree", "check-in", "errand")
_BY_PHONE = ("call-first", "callback", "plan-broken", "plan-missed", "promise-failed", "deep", "call")
_OF_MANNER = ("call-first", "another-way", "unreached")
_REVIEW_DAYS = 30
DISPUTE_WARNING_DAYS = 7
"""So many days before a dispute's hold ends by itself it stands on Today: time to answer, or to take the end out."""
_ON_ITS_WAY = frozenset({"RELEASED", "RELEASED-WAITS", "DEFERRED"})
"""Rule ids in the Why of a message that a supervisor has released, or that the mail account tries again."""


@often
@dataclass(frozen=True, slots=True)
class Action:
    """What to do, on which day, by which channel; ``rule`` is the line of the table. ``barred``: rules by which it may not be done before that day."""

    rule: str
    words: Phrase | None
    on: date | None
    channel: str = ""
    barred: tuple[str, ...] = ()

    def says(self, language: str) -> str:
        """What to do, in words; empty when there is nothing."""
        return "" if self.words is None else self.words.says(language)


def leaves_by_itself(message: Contact) -> bool:
    """Whether a message that is on its way waits for no person any more: it was released, or the mail account tries it again; no task of anybody."""
    if message.channel not in DRIVEN_CHANNELS or message.result != "queued":
        return False
    rules = rules_in(message.why)
    return "APPROVAL" not in rules or not _ON_ITS_WAY.isdisjoint(rules)


def callback(file: CaseFile, as_of: date) -> Contact | None:
    """The latest agreed call-back, or answer by email, that is due and that no person has followed up; a message of the program does not stand for it."""
    if not log_of(file.contacts).to_follow:
        return None
    due = [c for c in file.contacts if c.follow_up_on is not None and c.follow_up_on <= as_of]
    if not due:
        return None
    newest = max(due, key=lambda c: c.at)
    later = any(c.at > newest.at and c.on >= (newest.follow_up_on or c.on) and (not c.key or c.result in REACHED_RESULTS) for c in file.contacts)
    return None if later else newest


def _day(
    rule: str,
    file: CaseFile,
    position: Position,
    promises: tuple[Judged, ...],
    hold: Hold | None,
    task: Contact | None,
    called: date | None,
) -> date:
    as_of = position.as_of
    if rule in ("hold", "review-hold") and hold is not None:
        return hold.end if hold.end is not None else max(as_of, hold.start + timedelta(days=_REVIEW_DAYS))
    if rule == "promise-open":
        return max(judged.deadline for judged in promises if judged.status == "open") + timedelta(days=1)
    if rule == "monitor":
        future = [row.installment.due_on for row in position.rows if row.counts and row.open > 0 and row.installment.due_on >= as_of]
        return min(future, default=as_of) + timedelta(days=1)
    if rule in ("plan-missed", "plan-broken"):
        return max(as_of, _after_call(file, position))
    if rule == "call" and called is not None:
        return called + timedelta(days=CALL_AFTER_DAYS)
    if rule in ("answer", "callback"):
        found = callback(file, as_of)
        return found.follow_up_on if found and found.follow_up_on else as_of
    return task.on if task is not None and rule in _ON_TASKS else as_of


def _outcome_waits(file: CaseFile, state: State) -> bool:
    """Whether an outcome was typed that no supervisor approved (T12)."""
    return state.outcome not in ("", "PAID", "CURED") and not (file.case.approved_by and state.outcome_on)


def _after_call(file: CaseFile, position: Position) -> date:
    """The first day of the quick intervention: the same day, until somebody has called; the day after a call in vain, three days after a talk."""
    since = min((row.installment.due_on for row in position.missed), default=position.as_of)
    calls = [c for c in file.contacts if c.direction == "out" and c.channel == "call" and since < c.on <= position.as_of and c.result not in _NOT_MADE]
    if not calls:
        return position.as_of
    last = max(calls, key=lambda c: c.at)
    return last.on + timedelta(days=CALL_AFTER_DAYS if last.result in REACHED_RESULTS else 1)


def next_action(
    file: CaseFile,
    position: Position,
    promises: tuple[Judged, ...],
    plan: PlanState,
    state: State,
    *,
    level: int,
    holds: tuple[Hold, ...],
    data_missing: bool,
    shared: bool = False,
    task: Contact | None,
    errand: Contact | None = None,
    manner: Manner = USUAL,
    called: date | None,
    notice: Phrase | None = None,
) -> Action:
    """The first line of ``ACTIONS`` that holds, with its words filled in and its day. ``task``: a message about paying that waits for a person;
    ``errand``: one of class service. ``notice``: see ``missing_for_disposition``."""
    stopping = [hold for hold in holds if hold.type not in ("PROMISE", "SIGNED_PLAN", "OPT_OUT", "DATA") and hold.scope != "address"]
    last = promises[-1] if promises else None
    waiting = callback(file, position.as_of)
    written = waiting is not None and waiting.direction == "in" and waiting.channel == "email"
    leaving = task is not None and leaves_by_itself(task)
    task, errand = (None if leaving else task), (None if errand is None or leaves_by_itself(errand) else errand)
    given = task or errand
    driven = given is not None and given.channel in DRIVEN_CHANNELS
    facts: dict[str, object] = {
        "stage": state.stage,
        "unapproved": state.stage != "CLOSED" and (_outcome_waits(file, state) or bool(plan.unapproved)),
        "data_missing": data_missing,
        "shared": shared,
        "answer": written,
        "callback": waiting is not None and not written,
        "held": any(not EFFECTS[hold.type].supervisor_releases for hold in stopping),
        "under_review": bool(stopping),
        "task": task is not None,
        "errand": "" if errand is None else "checkin" if errand.key.rsplit("|", 2)[1] == "checkin" else "other",
        "settle": driven and given is not None and given.result == "unknown",
        "release": driven and given is not None and given.result != "unknown",
        "agree": given is not None and given.result != "unknown" and "APPROVAL" in rules_in(given.why),
        "promise_open": last is not None and last.status == "open",
        "promise_failed": last is not None
        and last.status in ("broken", "partly kept")
        and not any(c.on > last.deadline and c.direction == "out" for c in file.contacts),
        "plan": plan.status,
        "missed": bool(position.missed),
        "days": position.ripe_days,
        "promise_level": last.level if last else 0,
        "level": level,
        "leaving": leaving,
        "manner": manner.then,
    }
    line = ACTIONS.first(facts)
    if line is None or not line.then:
        return Action("none" if line is None else line.id, None, None)
    ends = _dispute_ends(stopping, position.as_of) if line.id == "hold" else None
    if ends is not None:
        return Action(line.id, phrase("do answer-dispute", on=ends), position.as_of)
    on = _day(line.id, file, position, promises, stopping[0] if stopping else None, given, called)
    channel = given.channel if given and line.id in _ON_TASKS else "call" if line.id in _BY_PHONE else ""
    if line.id == "approve" and not _outcome_waits(file, state):
        return Action(line.id, phrase("do approve-plan", plan=plan.unapproved), position.as_of)
    if line.id in _OF_MANNER:
        return _approach(line, manner, position.as_of)
    if line.id == "review":
        missing = missing_for_disposition(file, position.as_of, held=bool(stopping), notice=notice)
        return Action(line.id, phrase(line.then, missing=phrase("lacks", conditions=missing) if missing else phrase("all-met")), on, channel)
    return Action(line.id, phrase(line.then, channel=given.channel) if given else phrase(line.then), on, channel)


def _dispute_ends(stopping: list[Hold], as_of: date) -> date | None:
    """The day on which the hold of a dispute soon ends by itself, whether anybody has answered or not."""
    ends = [hold.end for hold in stopping if hold.type == "DISPUTE" and hold.end is not None]
    soon = [end for end in ends if (end - as_of).days <= DISPUTE_WARNING_DAYS]
    return min(soon, default=None)


def _approach(line: Line, manner: Manner, as_of: date) -> Action:
    """What the debtor's last word or three tries in vain ask for. The call after an upset talk is not made on the same day again."""
    if line.id == "call-first":
        on = max(as_of, manner.since + timedelta(days=1)) if manner.since else as_of
        return Action(line.id, phrase(line.then), on, "call")
    way = phrase("another way and hour" if manner.hours else "another way", channel=manner.channel, hours=manner.hours)
    words = phrase(line.then, tries=manner.tries, channels=manner.channels, way=way)
    return Action(line.id, words, as_of, manner.channel)
