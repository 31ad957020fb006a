"""The validation notice: the first message about a debt that an agency or a debt buyer collects in the United States (12 CFR 1006.34).

It goes before anything else about the debt, by letter or email, and opens the validation period. While that runs nothing goes that would overshadow the
right to dispute: no message of final tone, no final demand, no hand-over, no suit (1006.38(b)). A notice that came back opens no period, and the next run
makes it anew. Creditors owe none: ``Policy.notice`` is ``None`` for them, and nothing here is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from pyaddin.records import dataclass
from pyaddin.rules.action import Action
from pyaddin.rules.arrears import Position
from pyaddin.rules.case import CONFIRMED_RESULTS, PENDING_RESULTS, REACHED_RESULTS, CaseFile, Contact
from pyaddin.rules.contact_log import log_of
from pyaddin.rules.itemization import itemize
from pyaddin.rules.ladder import Call, pending_task, waits
from pyaddin.rules.packs import Content, Pack
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import Phrase, Reason, because, phrase
from pyaddin.rules.stage import State
from pyaddin.rules.validation_period import NOTICE, ends_in, latest_sending, validation_end

POST_WITHIN = 7
"""Days within which a letter is posted: its period is counted from the last of them, so that the date on it is never too early."""
SEND_WITHIN = 5
"""Days after a first talk within which the notice must go (12 CFR 1006.34(a)(1)(i)(B))."""
_WRITTEN = ("email", "letter")
_STAGES = ("CONTACT", "DEEP", "NEGOTIATE", "MONITOR", "DISPOSITION")
_ACCOUNT = re.compile(r"[0-9](?:[ -]?[0-9]){4,}")
_NO_ACCOUNT = re.compile(r"\(?\bno account(?: number)?\b\)?", re.IGNORECASE)
_COUNTRY = "US"


@dataclass(frozen=True, slots=True)
class Told:
    """The notice that went: on which day, by which channel, and the last day of its period."""

    on: date
    channel: str
    ends: date


@lru_cache(maxsize=256)
def _asks(packs: tuple[Pack, ...]) -> bool:
    return any(isinstance(rule.params, Content) and rule.params.notice == NOTICE for pack in packs for rule in pack.rules)


def binds(file: CaseFile, policy: Policy, as_of: date) -> bool:
    """Whether a validation notice is owed in this case: the packs of the debtor's place, our role and the kind of debt say so."""
    keeper, debtor = policy.keeper, file.debtor
    if policy.notice is None or keeper is None:
        return False
    debt_class = "business" if debtor.kind == "business" else keeper.debt_class
    return _asks(keeper.packs_for(debtor.country or keeper.jurisdiction, debtor.region, debt_class, as_of))


def _federal(policy: Policy) -> Callable[[date], bool | None]:
    assert policy.keeper is not None
    calendars = policy.keeper.calendars
    return lambda day: calendars.day_off(_COUNTRY, "", day)


def end_of(sent_on: date, channel: str, policy: Policy) -> date:
    """The last day of the period of a notice made on this day. Raises ``ValueError`` where no federal holidays are known."""
    return validation_end(sent_on + timedelta(days=POST_WITHIN if channel == "letter" else 0), _federal(policy))


def too_early(key: str, on: date, policy: Policy) -> bool:
    """Whether the date in the notice under this key is earlier than the law allows for one that leaves on this day."""
    ends = ends_in(key)
    return ends is None or ends < validation_end(on, _federal(policy))


def outdated(key: str, on: date, policy: Policy) -> Reason | None:
    """Why a notice that was made on an earlier day may not leave on this one; ``None`` for any other message, and while its date holds."""
    ends = ends_in(key)
    return because("OUTDATED", "OUTDATED-VALIDATION") if ends is not None and policy.keeper is not None and too_early(key, on, policy) else None


def in_the_post(key: str, document: str, on: date, policy: Policy) -> Reason | None:
    """That a printed notice whose date holds no longer on this day may be in the post: a person says when it was posted, or that it was not.
    ``None`` for any other message, while the date holds, and for one that was never printed."""
    ends = ends_in(key)
    if not document or ends is None or outdated(key, on, policy) is None:
        return None
    return because("VALIDATION", "VALIDATION-IN-POST", document=document.partition("/")[0], until=latest_sending(ends, _federal(policy)))


def told(file: CaseFile, policy: Policy, as_of: date) -> Told | None:
    """The last notice that went out and did not come back. One that was posted so late that its date is too early is none, and so is one that was sent by hand
    in a year of which no holidays are known."""
    found: list[Told] = []
    for contact in file.contacts:
        if contact.direction != "out" or contact.result not in CONFIRMED_RESULTS or contact.on > as_of:
            continue
        ends = ends_in(contact.key) if contact.key else None
        if ends is not None and not too_early(contact.key, contact.on, policy):
            found.append(Told(contact.on, contact.channel, ends))
        elif _by_hand(contact):
            with suppress(ValueError):
                found.append(Told(contact.on, contact.channel, end_of(contact.on, "", policy)))
    return max(found, key=lambda one: one.on, default=None)


def _by_hand(contact: Contact) -> bool:
    """A notice that was sent without the program: logged as class statutory, with the paper that it was."""
    return not contact.key and contact.channel in _WRITTEN and contact.message_class == "statutory" and NOTICE in contact.document.casefold()


def running_until(file: CaseFile, policy: Policy, as_of: date) -> date | None:
    """The last day of the validation period while it runs; ``None`` before the notice and after the period."""
    known = told(file, policy, as_of) if policy.notice is not None and policy.keeper is not None else None
    return known.ends if known is not None and as_of <= known.ends else None


def still_waits(file: CaseFile, policy: Policy, as_of: date) -> Phrase | None:
    """What the move to disposition waits for: a validation notice that has not gone, or the end of its period."""
    until = running_until(file, policy, as_of)
    if until is not None:
        return phrase("validation-runs", on=until)
    return phrase("validation-first") if forbids_before_notice(file, policy, as_of) else None


def first_talk(file: CaseFile, as_of: date) -> date | None:
    """The first day on which the debt was spoken or written about, as far as it is logged; then the notice is no first message any more. Messages of the
    program count as well: an office may have been the creditor before, or have written with an earlier version."""
    return min((c.on for c in file.contacts if c.on <= as_of and ends_in(c.key) is None and _is_talk(c)), default=None)


def _is_talk(contact: Contact) -> bool:
    if contact.direction == "in" or contact.result in REACHED_RESULTS:
        return True
    return contact.channel in _WRITTEN and contact.result in CONFIRMED_RESULTS


def notice_ways(file: CaseFile, wanted: Sequence[str]) -> tuple[str, ...]:
    """By which channels the notice may go. By email only as the first message of all: afterwards the debtor's consent to electronic notices would be
    needed (12 CFR 1006.42(b)), which the ledger does not know."""
    if first_talk(file, date.max) is not None:
        return ("letter",)
    return tuple(way for way in dict.fromkeys((*wanted, *_WRITTEN)) if way in _WRITTEN)


def in_vain(file: CaseFile) -> list[Contact]:
    """The notices that were tried and did not arrive."""
    tried = [contact for contact in log_of(file.contacts).keyed if ends_in(contact.key) is not None]
    return [c for c in tried if c.result not in CONFIRMED_RESULTS | PENDING_RESULTS and c.result != "blocked"]


def for_channel(call: Call, channel: str, policy: Policy, as_of: date) -> Call:
    """The notice by this channel: its key names the last day of the period."""
    head = call.keys[0].rpartition("|")[0]
    return replace(call, keys=(f"{head}|{end_of(as_of, channel, policy)}",))


def notice_first(file: CaseFile, position: Position, policy: Policy, state: State) -> Call | Reason | None:
    """The notice, while it is owed and has not gone; what it waits for; ``None`` where nothing stands before the usual messages."""
    as_of = position.as_of
    if policy.notice is None or state.stage not in _STAGES or not position.in_arrears or not binds(file, policy, as_of):
        return None
    try:
        if told(file, policy, as_of) is not None:
            return None
        ends = end_of(as_of, "email", policy)
    except ValueError as unknown:
        return because("VALIDATION", "VALIDATION-CALENDAR", what=str(unknown))
    pending = pending_task(file, state, (NOTICE,))
    if pending is not None:
        return in_the_post(pending.key, pending.document, as_of, policy) or waits(pending)
    talked = first_talk(file, as_of)
    why = because("VALIDATION") if talked is None else because("VALIDATION", "VALIDATION-TALKED", on=talked, until=talked + timedelta(days=SEND_WITHIN))
    key = f"{file.case.case_id}|{state.episode}|{NOTICE}|{ends}"
    return Call(NOTICE, 0, (key,), policy.level(1), why)


def _perhaps_posted(file: CaseFile, policy: Policy, as_of: date) -> Reason | None:
    """The printed notice of which nobody has said whether it was posted in time."""
    waiting = [contact for contact in log_of(file.contacts).latest.values() if contact.result in PENDING_RESULTS]
    return next((unsure for c in waiting if (unsure := in_the_post(c.key, c.document, as_of, policy)) is not None), None)


def pressing(file: CaseFile, policy: Policy, as_of: date, calls: Sequence[Call]) -> Reason | None:
    """Why a message of final tone waits: the validation period runs."""
    if policy.notice is None or not any(call.kind == "reminder" and call.rung is not None and call.rung.tone == "final" for call in calls):
        return None
    until = running_until(file, policy, as_of)
    return None if until is None else because("VALIDATION-PERIOD", on=until)


def forbids_before_notice(file: CaseFile, policy: Policy, as_of: date) -> bool:
    """Whether a notice is owed and has not gone: then no other message may name the debt."""
    return binds(file, policy, as_of) and told(file, policy, as_of) is None


def forbids(file: CaseFile, policy: Policy, as_of: date) -> Reason | None:
    """Why a person may send no final demand and no hand-over letter: no notice went, or its period runs."""
    if not binds(file, policy, as_of):
        return None
    known = told(file, policy, as_of)
    if known is None:
        return because("VALIDATION", "VALIDATION-FIRST")
    return because("VALIDATION-PERIOD", on=known.ends) if as_of <= known.ends else None


def held_back(kind: str, tone: str, file: CaseFile, policy: Policy, as_of: date) -> Reason | None:
    """Why a message that was made earlier may not leave now: the notice came back or never went; what presses also waits for the end of its period."""
    if kind == NOTICE:
        return None
    presses = kind in ("demand", "handover") or tone == "final"
    return forbids(file, policy, as_of) if presses or forbids_before_notice(file, policy, as_of) else None


def standing(file: CaseFile, policy: Policy, as_of: date) -> Reason | None:
    """Where the case stands with its notice: still to go, its period runs, or over; ``None`` where none is owed."""
    if not binds(file, policy, as_of):
        return None
    known = told(file, policy, as_of)
    if known is not None:
        sentence = "VALIDATION-TOLD" if as_of <= known.ends else "VALIDATION-OVER"
        return because("VALIDATION", sentence, on=known.on, channel=known.channel, until=known.ends)
    return because("VALIDATION", "VALIDATION-FIRST")


def account_of(product: str) -> tuple[str, str] | None:
    """The product without its account number, and the last four digits; blank digits where the ledger says that there is none; ``None`` = not known."""
    found = list(_ACCOUNT.finditer(product))
    if found:
        number = found[-1]
        digits = "".join(char for char in number[0] if char.isdigit())
        return " ".join(f"{product[: number.start()]} {product[number.end() :]}".split()).strip(" ,:#"), digits[-4:]
    return (" ".join(_NO_ACCOUNT.sub(" ", product).split()).strip(" ,:"), "") if _NO_ACCOUNT.search(product) else None


def lacking(file: CaseFile, policy: Policy, position: Position) -> Reason | None:
    """What the notice must say and the ledger does not know, with the cells to fill; ``None`` when it knows everything."""
    terms, case, debtor = policy.notice, file.case, file.debtor
    assert terms is not None
    what: list[Phrase] = [
        phrase("notice setting", name=name)
        for name, value in (
            ("creditor_address", terms.address), ("current_creditor", terms.creditor_now), ("itemization_creditor", terms.creditor_then),
        )
        if not value
    ]  # fmt: skip
    if not (debtor.address and debtor.city and debtor.postal_code):
        what.append(phrase("notice address", debtor=debtor.debtor_id))
    if account_of(case.product) is None:
        what.append(phrase("notice account", case=case.case_id))
    figures = itemize(file, policy, position.as_of)
    if isinstance(figures, Phrase):
        what.append(figures)
    return because("VALIDATION", "VALIDATION-FACTS", what=tuple(what)) if what else None


def told_beside(action: Action, file: CaseFile, policy: Policy, as_of: date) -> Action:
    """The next action with what the notice asks for or forbids beside it: that it is still to go, when it was posted, or how long its period runs."""
    if action.words is None or not binds(file, policy, as_of):
        return action
    known = told(file, policy, as_of)
    if known is None and (unsure := _perhaps_posted(file, policy, as_of)) is not None:
        return replace(action, words=phrase("notice-in-post", action=action.words, on=dict(unsure.facts)["until"]))
    if known is None and (talked := first_talk(file, as_of)) is not None:
        return replace(action, words=phrase("notice-due-by", action=action.words, on=talked + timedelta(days=SEND_WITHIN)))
    if known is None:
        return replace(action, words=phrase("notice-to-go", action=action.words))
    return replace(action, words=phrase("notice-runs", action=action.words, on=known.ends)) if as_of <= known.ends else action
