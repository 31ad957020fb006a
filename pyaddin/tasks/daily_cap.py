"""The setting daily_cap: how many messages may still leave on the day of a run, by any channel of the program."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pyaddin.rules.case import CONFIRMED_RESULTS, Contact
from pyaddin.rules.decide import Decision
from pyaddin.rules.gate import DRIVEN_CHANNELS
from pyaddin.tasks.acts import Desk


def room(desk: Desk, decisions: Iterable[Decision]) -> int | None:
    """The cap less what went on the as-of date, never below zero; ``None`` without a cap. A message that lists several cases counts once."""
    cap = desk.opened.settings.integer("daily_cap")
    if cap is None:
        return None
    return max(0, cap - gone_on(decisions, desk.opened.as_of))


def gone_on(decisions: Iterable[Decision], day: date) -> int:
    """Messages of the program that went on the day; one that lists several cases counts once."""
    return len({(c.at, d.file.case.debtor_id) for d in decisions for c in d.file.contacts if _left_on(c, day)})


def _left_on(contact: Contact, day: date) -> bool:
    return bool(contact.key) and contact.on == day and contact.channel in DRIVEN_CHANNELS and contact.result in CONFIRMED_RESULTS
