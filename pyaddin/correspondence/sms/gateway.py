"""What a way of sending text messages must be able to do, whatever stands behind it: a file for a person, or a provider's service.

A driver prepares each message (number, parts, cost) before anything leaves and then takes the whole batch. What it answers are results of
Contacts: ``queued`` = handed to somebody who will tell later, the others are final. A driver that is not sure answers ``unknown``, never ``sent``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from pyaddin.correspondence.sms.numbers import Number, sms_number
from pyaddin.correspondence.sms.segments import Segments, segments
from pyaddin.records import dataclass

DOMESTIC, ABROAD = "domestic", "abroad"
FINAL = ("sent", "delivered", "failed")


@dataclass(frozen=True, slots=True)
class Item:
    """One message to send. ``reference`` is unique for ever: a driver hands it on, and the receipt carries it back.

    ``template`` and ``sha256`` name the wording; services that send registered texts only need them with the text. ``hours``: when it may
    be sent, on the debtor's clock and on the office's.
    """

    reference: str
    case_id: str
    debtor: str
    phone: str
    country: str
    text: str
    template: str
    sha256: str
    hours: str
    office_hours: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A message that can be sent, and what it costs: its parts, at home or abroad."""

    item: Item
    number: Number
    segments: Segments
    cost_class: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one message. ``result`` is a code of Contacts.Result; ``note`` what the service said."""

    reference: str
    result: str
    at: datetime | None = None
    note: str = ""


class Gateway(Protocol):
    """One way of sending."""

    def prepare(self, item: Item) -> Prepared:
        """The message made ready. Raises ``NumberRefused`` for a number that takes no text message."""
        ...

    def deliver(self, batch: Sequence[Prepared]) -> tuple[Receipt, ...]:
        """Hand over the batch; one receipt for each message. Raises ``Stop`` when nothing was handed over."""
        ...


def prepared(item: Item, home: str) -> Prepared:
    """What every driver does first. ``home``: the office's country, two letters; blank = the debtor's."""
    number = sms_number(item.phone, item.country or home)
    at_home = number.country == (home or item.country)
    return Prepared(item, number, segments(item.text), DOMESTIC if at_home else ABROAD)
