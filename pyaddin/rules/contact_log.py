"""What a case's contacts say, read once: the rules of a run ask the same few things of them again and again.

The logs of the cases at hand are remembered by the tuples they were read from, so that every rule about a case shares its log; the answers are those of
reading the contacts anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pyaddin.rules.case import CONFIRMED_RESULTS, PENDING_RESULTS, REACHED_RESULTS, Contact, by_time

_ABOUT_MONEY = ("collection", "legal")
_NEVER_LEFT = ("queued", "blocked", "failed", "unknown")
_UPSET = frozenset({"upset", "hostile"})
_OF_AGREEMENTS = ("|promise|", "|notice|", "|checkin|")
IN_VAIN = frozenset({"no answer", "voicemail left", "failed", "bounced", "wrong party"})
"""Results of a try that reached nobody. A message that went and brought no answer is none."""


def is_attempt(contact: Contact) -> bool:
    """An outgoing try to reach the debtor about the debt, whatever came of it; not one that never left."""
    return contact.direction == "out" and contact.message_class == "collection" and contact.result not in _NEVER_LEFT


def mood_of(contact: Contact) -> str:
    """How the debtor was in a talk or a word that came in; empty for any other contact."""
    if contact.direction != "in" and contact.result not in REACHED_RESULTS:
        return ""
    if contact.sentiment in _UPSET:
        return "upset"
    return "refusing" if contact.result == "refused" or contact.reason_code == "REFUSES" else ""


class _Kind:
    """What a contact of one direction, result and class is, whoever made it."""

    __slots__ = ("about_money", "attempt", "heard", "in_vain", "pending", "written")

    def __init__(self, contact: Contact) -> None:
        went = contact.direction == "out" and contact.result in CONFIRMED_RESULTS
        self.about_money = went and contact.message_class in _ABOUT_MONEY
        self.written = went and contact.message_class == "collection"
        self.attempt = is_attempt(contact)
        self.heard = contact.direction == "in" or contact.result in REACHED_RESULTS
        self.in_vain = contact.result in IN_VAIN
        self.pending = contact.result in PENDING_RESULTS


_KINDS: dict[tuple[str, str, str], _Kind] = {}
_MOST_KINDS = 4096


def _kind_of(contact: Contact) -> _Kind:
    key = (contact.direction, contact.result, contact.message_class)
    known = _KINDS.get(key)
    if known is None:
        if len(_KINDS) >= _MOST_KINDS:
            _KINDS.clear()
        known = _KINDS[key] = _Kind(contact)
    return known


class ContactLog:
    """``keyed``: the contacts of messages of the program. ``latest``: the last attempt of each message by its key.
    ``last_reminder``: day of the last message or talk about paying that went out, a final demand too (R29). ``pending``: whether any waits for a person.
    ``heard``: whether anybody was ever spoken to or wrote to us. ``sent``: the numbered messages of the program that went out, by the key without its
    number (of a reminder its level): each number with its day. ``written``: the days on which a message or talk of collection went out, or what the program
    writes about an agreement or a promise. ``attempts``: how many tries there were. ``reasoned``: whether any gives a reason; ``to_follow``: whether any
    is to be followed up. ``usual``: whether no word of the debtor was ill and fewer than three tries were in vain, whatever the day.
    """

    __slots__ = (
        "_contacts", "_in_order", "attempts", "heard", "keyed", "last_reminder", "latest", "pending", "reasoned", "sent", "to_follow", "usual", "written",
    )  # fmt: skip

    def __init__(self, contacts: tuple[Contact, ...]) -> None:
        keyed: list[Contact] = []
        written: list[date] = []
        last: date | None = None
        pending = heard = ill = reasoned = to_follow = False
        in_order, before = True, None
        attempts = vain = 0
        for contact in contacts:
            at, kind = contact.at, _kind_of(contact)
            if before is not None and at < before:
                in_order = False
            before = at
            if kind.about_money:
                on = contact.on
                if last is None or on > last:
                    last = on
                if kind.written:
                    written.append(on)
            if kind.attempt:
                attempts += 1
            if kind.in_vain:
                vain += 1
            if kind.heard:
                heard = True
                ill = ill or mood_of(contact) != ""
            if kind.pending:
                pending = True
            if contact.key:
                keyed.append(contact)
            if contact.reason_code:
                reasoned = True
            if contact.follow_up_on is not None:
                to_follow = True
        self._contacts, self._in_order = contacts, in_order
        self.keyed, self.written, self.attempts = keyed, written, attempts
        self.latest: dict[str, Contact] = {}
        self.sent: dict[str, list[tuple[int, date]]] = {}
        if keyed:
            self._read_keys(keyed, in_order)
        self.last_reminder, self.pending, self.heard = last, pending, heard
        self.reasoned, self.to_follow, self.usual = reasoned, to_follow, not ill and vain < 3

    @property
    def ordered(self) -> Sequence[Contact]:
        """The contacts as they happened."""
        return self._contacts if self._in_order else by_time(self._contacts)

    def _read_keys(self, keyed: list[Contact], in_order: bool) -> None:
        self.latest = {contact.key: contact for contact in (keyed if in_order else by_time(keyed))}
        for contact in keyed:
            if contact.result in CONFIRMED_RESULTS:
                head, _, number = contact.key.rpartition("|")
                if number.isdecimal():
                    self.sent.setdefault(head, []).append((int(number), contact.on))
                if contact.message_class == "service" and contact.direction == "out" and any(kind in contact.key for kind in _OF_AGREEMENTS):
                    self.written.append(contact.on)


_MOST_READ = 2048
_read: dict[int, tuple[tuple[Contact, ...], ContactLog]] = {}
"""By the identity of a tuple of contacts, which is kept so that no other tuple can have it, their log."""


def log_of(contacts: tuple[Contact, ...]) -> ContactLog:
    """The log of these contacts."""
    known = _read.get(id(contacts))
    if known is not None and known[0] is contacts:
        return known[1]
    if len(_read) >= _MOST_READ:
        _read.clear()
    log = ContactLog(contacts)
    _read[id(contacts)] = (contacts, log)
    return log
