"""Letters that wait for a person: which Contacts rows belong to one letter, whether it may still go, and what it says.

A letter task is a row (one per case that the letter lists) with Channel letter, Result queued and an outbox key. It is printed, posted by a person
and then confirmed; only that moves the level. Printing fills its Document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from pyaddin.correspondence.letter.press import Unprintable
from pyaddin.errors import Stop
from pyaddin.ledger.rows import TypedRow
from pyaddin.records import dataclass
from pyaddin.rules import lawful
from pyaddin.rules.addresses import address_verdict
from pyaddin.rules.arrears import Row
from pyaddin.rules.decide import Decision, decide_all
from pyaddin.rules.gate import CLASS_OF_KIND, address_of, bank_verdict, holds_verdict, missing_data
from pyaddin.rules.keyed import found_again, not_reached, over, part_paid
from pyaddin.rules.ladder import ABOUT_PAYING, Call
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import Reason, because, phrase
from pyaddin.rules.validation_notice import held_back, in_the_post, outdated
from pyaddin.rules.validation_period import NOTICE
from pyaddin.tasks.opening import Opened

RUN_PREFIX = "P-"
_MARKS = 3  # case|episode|kind|subject
_DEBT_KINDS = ("reminder", "missed")
_KEY = re.compile(r".+\|\d+\|(reminder\|\d+|(missed|notice)\|.+/\d+/\d+|(validation|thanks|promise|broken|checkin|demand|handover)\|.+)", re.DOTALL)
"""Outbox keys that a run makes letters for: ``case|episode|kind|subject``."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One letter to print. ``rows`` are its Contacts rows, the leading case first; ``document`` the archive copy of an earlier print, blank = none."""

    rows: tuple[TypedRow, ...]
    case_id: str
    episode: int
    kind: str
    subject: str
    document: str

    @property
    def level(self) -> int:
        """Level of a reminder; 0 for any other letter."""
        return int(self.subject) if self.kind == "reminder" else 0

    @property
    def keys(self) -> tuple[str, ...]:
        """Outbox keys that the letter settles."""
        return tuple(str(row.values["Key"]) for row in self.rows)

    @property
    def contact_ids(self) -> tuple[str, ...]:
        """Its rows in Contacts."""
        return tuple(str(row.values["Contact ID"]) for row in self.rows)

    @property
    def cases(self) -> tuple[str, ...]:
        """The cases that it lists, each once."""
        return tuple(dict.fromkeys(str(row.values["Case ID"]) for row in self.rows))

    @property
    def printed_on(self) -> date | None:
        """The day of the print run that made ``document``."""
        text = self.document.partition("/")[0].removeprefix(RUN_PREFIX)[:10]
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None


def find(opened: Opened) -> list[Waiting]:
    """The letters that wait, in the order of their rows. Rows of one debtor, instant and kind are one letter, as the run made them."""
    groups: dict[tuple[object, ...], list[TypedRow]] = {}
    for row in opened.typed.tables["Contacts"]:
        if _waits(row):
            groups.setdefault(letter_of(row), []).append(row)
    return [_waiting(rows) for rows in groups.values()]


def letter_of(row: TypedRow) -> tuple[object, ...]:
    """What the rows of one letter have in common: debtor, instant and kind. A validation notice is about one debt, so that each is a letter of its own."""
    key = str(row.values["Key"])
    kind = key.rsplit("|", 2)[1] if key.count("|") >= _MARKS else ""
    return row.values["Debtor ID"], row.values["At"], kind, key if kind == NOTICE else ""


def _waits(row: TypedRow) -> bool:
    values = row.values
    task = values["Result"] == "queued" and values["Direction"] == "out" and values["Channel"] == "letter" and not values["Message ID"]
    return bool(task) and _KEY.fullmatch(str(values["Key"] or "")) is not None


def _waiting(rows: Sequence[TypedRow]) -> Waiting:
    case_id, episode, kind, subject = str(rows[0].values["Key"]).rsplit("|", 3)
    return Waiting(tuple(rows), case_id, int(episode), kind, subject, str(rows[0].values["Document"] or ""))


def by_case_of(opened: Opened) -> dict[str, Decision]:
    """Every case decided as in a weekly run of the day."""
    return {d.case_id: d for d in decide_all(opened.files, opened.policy, opened.as_of, "weekly", seen=opened.seen("weekly"))}


def chosen_letters(opened: Opened, keys: tuple[str, ...]) -> list[Waiting]:
    """The letters that wait, all or those of the named outbox keys. Raises ``Stop`` X-OPTION for a key that no waiting letter has."""
    found = find(opened)
    known = {key for waiting in found for key in waiting.keys}
    for key in keys:
        if key not in known:
            raise Stop("X-OPTION", key, sheet="Contacts", column="Key", advice="No letter waits under this key; it may be posted already.")
    return [waiting for waiting in found if not keys or set(keys) & set(waiting.keys)]


def objections(waiting: Waiting, by_case: Mapping[str, Decision], opened: Opened, on: date | None = None) -> tuple[Reason, ...]:
    """Every reason why this letter may not be printed, or posted on the day ``on`` (default: the as-of date); gate and holds are asked for each case.

    For an earlier day only what stood against it then counts: a hold set or money entered since does not undo a posting.
    """
    found: list[Reason] = []
    for case_id in waiting.cases:
        decision = by_case.get(case_id)
        if decision is None:
            found.append(because("OUTDATED", "OUTDATED-CASE"))
        else:
            found += _objections_of(waiting, decision, opened, on or opened.as_of)
    return tuple(dict.fromkeys(found))


def _objections_of(waiting: Waiting, decision: Decision, opened: Opened, on: date) -> list[Reason]:
    kind, debtor = waiting.kind, decision.file.debtor
    holds = [hold for hold in decision.holds if hold.start <= on]
    reasons = [*holds_verdict(kind, holds).blocked, *bank_verdict(kind, decision.file, opened.policy, on)]
    if missing := missing_data(decision.file, opened.policy):
        reasons.append(because("HOLD-DATA", what=missing))
    rung = policy_of(decision, opened).level(waiting.level) if kind == "reminder" else None
    tone = rung.tone if rung else ""
    if kind == "reminder":
        reasons += address_verdict(debtor, waiting.level, tone, on)
    if decision.position.in_arrears and (early := held_back(kind, tone, decision.file, opened.policy, on)) is not None:
        reasons.append(early)
    keeper = opened.policy.keeper
    at = lawful.planned_instant(decision.file, on, keeper.send_time) if keeper else None
    if keeper is not None and at is not None:
        log = tuple(contact for contact in decision.log if contact.key not in waiting.keys)
        reasons += lawful.reasons(
            lawful.ask(decision.file, keeper, log, kind=kind, message_class=CLASS_OF_KIND[kind], channel="letter", address=address_of(debtor, "letter"), at=at)
        )
    late = in_the_post(waiting.keys[0], waiting.document, on, opened.policy) or outdated(waiting.keys[0], on, opened.policy)
    if late is not None:
        reasons.append(late)
    if "letter" in debtor.opted_out:
        reasons.append(because("OUTDATED", "OUTDATED-ADDRESS"))
    if on == opened.as_of and _settled(waiting, decision):
        reasons.append(because("OUTDATED", "OUTDATED-PAID"))
    elif on == opened.as_of and kind == "reminder" and (lower := not_reached(waiting.level, decision, opened.policy)) is not None:
        reasons.append(lower)
    return reasons


def printed_and(waiting: Waiting, by_case: Mapping[str, Decision], opened: Opened) -> tuple[Reason, ...]:
    """What a clerk must know of a printed letter that nobody has confirmed: that it may have been posted, or names a sum of before."""
    unsure = in_the_post(waiting.keys[0], waiting.document, opened.as_of, opened.policy)
    return (*((unsure,) if unsure is not None else ()), *names_too_much(waiting, by_case))


def names_too_much(waiting: Waiting, by_case: Mapping[str, Decision]) -> tuple[Reason, ...]:
    """What came in for its cases after this letter was printed: it names a sum of before. Empty for one that is not printed or asks for nothing."""
    if waiting.printed_on is None or waiting.kind not in ABOUT_PAYING:
        return ()
    found = [part_paid(by_case[case_id], waiting.printed_on, made=True) for case_id in waiting.cases if case_id in by_case]
    return tuple(reason for reason in found if reason is not None)


def _settled(waiting: Waiting, decision: Decision) -> bool:
    """True when the letter's debt, its missed installment or its episode is over, or the level went out by another way."""
    if waiting.kind == "thanks":
        return False
    if waiting.kind not in _DEBT_KINDS:
        return over(waiting.keys, decision) is not None
    ended = not decision.position.in_arrears or not decision.in_collection or decision.state.episode != waiting.episode
    if waiting.kind == "reminder":
        return ended or decision.level >= waiting.level
    return ended or not _missed_rows(waiting, decision)


def _missed_rows(waiting: Waiting, decision: Decision) -> tuple[Row, ...]:
    """The installment that a missed notice is about, while it is still missed."""
    plan, _, number = waiting.subject.rsplit("/", 2)
    key = ("" if plan == "ORIG" else plan, int(number))
    return tuple(row for row in decision.position.missed if row.key == key and row.open > 0)


def policy_of(decision: Decision, opened: Opened) -> Policy:
    """The policy with the ladder of the case's risk class."""
    return opened.policy.for_risk(decision.risk.value if decision.risk else "")


def call_of(waiting: Waiting, decision: Decision, opened: Opened) -> Call:
    """The message that the task stands for, as the run called for it. Raises ``Unprintable`` when its payment or installment is not there any more."""
    policy = policy_of(decision, opened)
    why = because("TASK", channel="letter", fallback=phrase("then-nothing"))
    if waiting.kind == "reminder":
        return Call("reminder", waiting.level, waiting.keys[:1], policy.level(waiting.level), why)
    if waiting.kind == "missed":
        return Call("missed", 0, waiting.keys[:1], policy.level(1), why, rows=_missed_rows(waiting, decision))
    payments = tuple(payment for payment in decision.file.payments if payment.payment_id == waiting.subject and payment.reversed_on is None)
    if waiting.kind != "thanks":
        again = found_again(waiting.keys[:1], decision, opened.policy)
        if again is not None:
            return replace(again, why=why)
    if waiting.kind != "thanks" or not payments:
        raise Unprintable(f"there is nothing to word for {waiting.keys[0]}", "Write this letter by hand, or log that the task is off.")
    return Call("thanks", 0, waiting.keys[:1], None, why, payments=payments)


def needs_release(waiting: Waiting, by_case: Mapping[str, Decision], opened: Opened) -> bool:
    """Whether a supervisor must let this letter go: its level asks for it, or a hold that a supervisor may pass."""
    for case_id in waiting.cases:
        decision = by_case[case_id]
        rung = policy_of(decision, opened).level(waiting.level) if waiting.kind == "reminder" else None
        if holds_verdict(waiting.kind, decision.holds).release or rung is not None and rung.needs_approval:
            return True
    return False
