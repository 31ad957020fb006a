"""From a message that is called for to the page of its letter: worded, checked for what the packs demand, put on the office's paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pyaddin.correspondence import wording
from pyaddin.correspondence.contents import ASK_FOR_NOTHING
from pyaddin.correspondence.letter import sheet
from pyaddin.correspondence.letter.address import Addressee
from pyaddin.correspondence.letter.press import Unprintable
from pyaddin.correspondence.letter.sheet import Sheet
from pyaddin.correspondence.letter.stationery import Stationery
from pyaddin.correspondence.message import Letter, Wording
from pyaddin.errors import Stop
from pyaddin.records import dataclass
from pyaddin.rules.case import Debtor
from pyaddin.rules.decide import Decision
from pyaddin.rules.gate import Route, address_of
from pyaddin.rules.ladder import Call
from pyaddin.rules.reason import phrase
from pyaddin.rules.sending import Send
from pyaddin.tasks import message_facts
from pyaddin.tasks.drafting import ContentLacking, check_contents, demands_on
from pyaddin.tasks.opening import Opened

_NO_NAME = "collector_name_on_envelope"
"""What a pack calls our name where it shows through the envelope's window."""


@dataclass(frozen=True, slots=True)
class Written:
    """A letter with its wording and its page."""

    letter: Letter
    wording: Wording
    sheet: Sheet


def addressee(debtor: Debtor) -> Addressee:
    """Whom the letter goes to, as typed."""
    return Addressee(debtor.name, debtor.address, debtor.city, debtor.postal_code, debtor.region, debtor.country)


def write(opened: Opened, decision: Decision, call: Call, siblings: Sequence[Decision], stationery: Stationery, listed: tuple[str, ...] = ()) -> Written:
    """The letter that ``call`` is. ``siblings``: the debtor's cases; ``listed``: those whose own level this letter settles. Raises as ``put_on_paper``."""
    route = Route("letter", address_of(decision.file.debtor, "letter"), False, phrase("then-nothing"))
    letter = message_facts.of_send(opened, decision, Send(call, route, False, listed), siblings)
    return put_on_paper(opened, decision, letter, stationery)


def put_on_paper(opened: Opened, decision: Decision, letter: Letter, stationery: Stationery) -> Written:
    """The letter worded and set out on the office's paper.

    Raises ``Unprintable`` for everything that stops this one letter: no wording, a content that a pack demands, no address, a name that does not fit.
    """
    try:
        words = wording.render(letter)
        if letter.kind not in ASK_FOR_NOTHING:
            check_contents(opened, decision, letter, words.language, sheet.shown(letter, words))
    except ContentLacking as lack:
        raise Unprintable(lack.reason.text(opened.policy.language), "Add what is missing to the wording file or to Settings.") from None
    except Stop as stop:
        if stop.fault.code != "X-TEMPLATE":
            raise
        raise Unprintable(stop.fault.found, str(stop.fault.as_json()["advice"])) from None
    nameless = any(_NO_NAME in forbidden for _, _, forbidden in demands_on(opened, decision, letter))
    return Written(letter, words, sheet.compose(letter, words, addressee(decision.file.debtor), replace(stationery, nameless=nameless)))
