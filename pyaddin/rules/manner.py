"""In which manner the next message goes: what the debtor's last word asks of us, and what three tries in vain do.

An ordered table (collection process 2.1, 3.1; issue 8.1): a debtor who was upset or refuses is written to in a softer tone and less often, and is called
before anything firmer goes; one who cannot be reached is tried by another way and at another hour, then a supervisor decides.
"""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from pyaddin.records import dataclass
from pyaddin.rules.case import REACHED_RESULTS, CaseFile, Contact, Debtor
from pyaddin.rules.contact_log import IN_VAIN, log_of, mood_of
from pyaddin.rules.gate import address_of
from pyaddin.rules.reason import Reason, because
from pyaddin.rules.tables import AtLeast, DecisionTable, Line, Never

FACTS = ("mood", "firmer", "called", "vain", "another")

MANNER = DecisionTable(
    "manner",
    FACTS,
    (
        Line("call-first", "mood in ('upset', 'refusing') and firmer and not called", "call", "collection process 3.1: empathy first; issue 8.1"),
        Line("upset", "mood == 'upset'", "softer", "collection process 2.1: managing emotions; issue 8.1"),
        Line("refusing", "mood == 'refusing'", "softer", "collection process 3.1: resistance; issue 8.1"),
        Line("another-way", "vain >= 3 and another", "another", "domain-rules T2: three attempts; issue 8.1: another lawful channel and hour"),
        Line("unreached", "vain >= 3", "supervisor", "issue 8.1: then the supervisor"),
        Line("as-usual", "True", "usual", "nothing above holds"),
    ),
    values={"mood": ("", "upset", "refusing"), "vain": AtLeast(0)},
    never=(Never("called and mood == ''", "a call counts after a word of that mood"),),
    order="the first line that holds decides: what the debtor said goes before what nobody heard",
)

_SOFTER = {"final": "firm", "firm": "calm"}
_WAYS = ("call", "sms", "email", "letter")
_BY_VOICE = ("call", "visit")


@dataclass(frozen=True, slots=True)
class Manner:
    """The line that decided, and what it is about: the day of the debtor's word, the tries in vain with their channels and hours, the way to try next."""

    rule: str
    then: str
    since: date | None = None
    tries: int = 0
    channels: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    channel: str = ""

    @property
    def soft(self) -> bool:
        """Whether the debtor is to be written to in a softer tone and less often."""
        return self.then in ("call", "softer")

    def tone(self, level_tone: str) -> str:
        """The tone of a level for this debtor: final becomes firm, firm becomes calm, where the debtor was upset or refuses."""
        return _SOFTER.get(level_tone, level_tone) if self.soft else level_tone

    def why(self, gap: int) -> tuple[Reason, ...]:
        """What a softer message says in its Why."""
        mood = "MANNER-REFUSING" if self.rule == "refusing" else "MANNER"
        return (because("MANNER", mood, on=self.since, gap=gap),) if self.soft else ()


USUAL = Manner("as-usual", "usual")


def _words(file: CaseFile, as_of: date) -> list[Contact]:
    """Talks with the debtor and what came in, the oldest first."""
    return [c for c in log_of(file.contacts).ordered if c.on <= as_of and (c.direction == "in" or c.result in REACHED_RESULTS)]


def _ill_since(words: list[Contact]) -> Contact | None:
    """The first of the last words in a row in which the debtor was upset or refused; ``None`` when the last word was none of these."""
    first = None
    for word in reversed(words):
        if not mood_of(word):
            break
        first = word
    return first


def _tries(file: CaseFile, words: list[Contact], as_of: date) -> list[Contact]:
    """Tries in vain since anybody was reached, and since the debtor's address was last seen changed."""
    after = words[-1].at if words else None
    changed = file.debtor.address_changed_on
    return [
        c
        for c in log_of(file.contacts).ordered
        if c.direction == "out" and c.result in IN_VAIN and c.on <= as_of and (after is None or c.at > after) and (changed is None or c.on >= changed)
    ]


def _next_way(debtor: Debtor, tried: tuple[str, ...]) -> str:
    """The first way that was not tried, that leads somewhere and that the debtor has not refused; the preferred one first."""
    order = dict.fromkeys((debtor.preferred_channel, *_WAYS))
    return next((way for way in order if way and way not in tried and way not in debtor.opted_out and address_of(debtor, way)), "")


def manner_of(file: CaseFile, as_of: date, *, firmer: bool) -> Manner:
    """How the case is to be approached on a day. ``firmer``: the next level of the ladder is of tone firm or final."""
    if log_of(file.contacts).usual:  # then no line but the last can hold
        return USUAL
    words = _words(file, as_of)
    ill = _ill_since(words)
    tries = _tries(file, words, as_of)
    tried = tuple(dict.fromkeys(c.channel for c in tries))
    way = _next_way(file.debtor, tried) if len(tries) >= 3 or ill is not None else ""
    called = ill is not None and any(c.at > ill.at and c.on <= as_of and _by_a_person(c) for c in file.contacts)
    mood = mood_of(words[-1]) if words else ""
    line = MANNER.first({"mood": mood, "firmer": firmer, "called": called, "vain": len(tries), "another": bool(way)})
    assert line is not None  # the last line always holds
    if line.then == "usual":
        return USUAL
    zone = ZoneInfo(file.debtor.time_zone) if file.debtor.time_zone else None
    hours = tuple(sorted({f"{c.at.astimezone(zone).hour:02}:00" for c in tries if c.channel in _BY_VOICE})) if zone else ()
    rule = mood if line.id == "call-first" else line.id
    return Manner(rule, line.then, words[-1].on if mood else None, len(tries), tried, hours, way)


def _by_a_person(contact: Contact) -> bool:
    """A call or visit that was really made."""
    return contact.direction == "out" and contact.channel in _BY_VOICE and contact.result not in ("queued", "blocked", "failed", "unknown")
