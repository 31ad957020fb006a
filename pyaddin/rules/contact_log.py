"""What a case's contacts say, read once: the rules of a run ask the same few things of them again and again.

The logs of the cases at hand are remembered by the tuples they were read from, so that every rule about a case shares its log; the answers are those of
reading the contacts anew.
"""

from __future__ import annotations

from datetime import date

from pyaddin.rules.case import CONFIRMED_RESULTS, PENDING_RESULTS, REACHED_RESULTS, Contact, by_time

_ABOUT_MONEY = ("collection", "legal")


class ContactLog:
    """``ordered``: the contacts as they happened. ``keyed``: those of messages of the program. ``latest``: the last attempt of each message by its key.
    ``last_reminder``: day of the last message or talk about paying that went out, a final demand too (R29). ``pending``: whether any waits for a person.
    ``heard``: whether anybody was ever spoken to or wrote to us. ``sent``: the numbered messages of the program that went out, by the key without its
    number (of a reminder its level): each number with its day.
    """

    __slots__ = ("heard", "keyed", "last_reminder", "latest", "ordered", "pending", "sent")

    def __init__(self, contacts: tuple[Contact, ...]) -> None:
        keyed: list[Contact] = []
        last: date | None = None
        pending = heard = False
        in_order, before = True, None
        for contact in contacts:
            at, result = contact.at, contact.result
            if before is not None and at < before:
                in_order = False
            before = at
            if contact.key:
                keyed.append(contact)
            if contact.direction == "out":
                if result in CONFIRMED_RESULTS and contact.message_class in _ABOUT_MONEY and (last is None or contact.on > last):
                    last = contact.on
            else:
                heard = heard or contact.direction == "in"
            if result in PENDING_RESULTS:
                pending = True
            elif result in REACHED_RESULTS:
                heard = True
        self.ordered = contacts if in_order else tuple(by_time(contacts))
        self.keyed = keyed
        self.latest = {contact.key: contact for contact in (keyed if in_order else by_time(keyed))} if keyed else {}
        self.sent: dict[str, list[tuple[int, date]]] = {}
        for contact in keyed:
            if contact.result in CONFIRMED_RESULTS:
                head, _, number = contact.key.rpartition("|")
                if number.isdecimal():
                    self.sent.setdefault(head, []).append((int(number), contact.on))
        self.last_reminder, self.pending, self.heard = last, pending, heard


_MOST_READ = 4096
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
