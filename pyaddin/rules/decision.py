"""What was decided about one case on a day, with a reason for every yes and no; made by ``decide``."""

from __future__ import annotations

from dataclasses import field
from functools import lru_cache

from pyaddin.records import dataclass, often
from pyaddin.rules.action import Action
from pyaddin.rules.arrears import Position, Row
from pyaddin.rules.case import CONFIRMED_RESULTS, Adjustment, CaseFile, Contact, Hold, by_time
from pyaddin.rules.gate import DRIVEN_CHANNELS
from pyaddin.rules.ladder import Call
from pyaddin.rules.limitation import Clock, clock
from pyaddin.rules.manner import USUAL, Manner
from pyaddin.rules.promise import Judged
from pyaddin.rules.reason import Reason, because
from pyaddin.rules.risk import Risk
from pyaddin.rules.score import Score
from pyaddin.rules.sending import Send
from pyaddin.rules.stage import PlannedMove, PlanState, State

OPEN_STAGES = ("CONTACT", "DEEP", "NEGOTIATE", "MONITOR", "DISPOSITION")


@often
@dataclass(frozen=True, slots=True)
class Decision:
    """Everything decided about one case. ``blocked`` is filled when a message was due and may not go: ``held_back``, where another one (``call``) goes
    instead. ``risk`` is the class of a case in collection."""

    file: CaseFile
    position: Position
    promises: tuple[Judged, ...]
    plan: PlanState
    holds: tuple[Hold, ...]
    own_holds: tuple[Hold, ...]
    state: State
    moves: tuple[PlannedMove, ...]
    level: int
    call: Call | None
    send: Send | None
    blocked: tuple[Reason, ...]
    ladder: Reason
    action: Action
    score: Score
    newly_missed: tuple[Row, ...]
    risk: Risk | None = None
    log: tuple[Contact, ...] = ()
    channel: str = ""
    language: str = "en"
    held_back: Call | None = None
    timed: Clock | None = field(default=None, compare=False, repr=False)
    """How limitation stands, where deciding had to know it."""
    write_offs: tuple[Adjustment, ...] = ()
    """What the outcome that a person approved takes off the books today (T12)."""
    manner: Manner = USUAL

    @property
    def case_id(self) -> str:
        """The case that was decided about."""
        return self.file.case.case_id

    @property
    def limit(self) -> Clock:
        """How limitation stands: when the claim may become time-barred."""
        return clock(self.file, self.position) if self.timed is None else self.timed

    @property
    def in_collection(self) -> bool:
        """Whether the case is worked on after the decision: in a stage, and not closed."""
        return self.state.stage in OPEN_STAGES

    @property
    def why(self) -> str:
        """The Why cell in the ledger's language: today's moves and messages, else what blocks or what the ladder waits for."""
        as_of = self.position.as_of
        parts = [move.why for move in self.file.moves if move.as_of == as_of and move.why]
        told = [contact for contact in self.file.contacts if contact.on == as_of and contact.key]
        parts += [_said(contact, self.language) for contact in by_time(told) if contact.why] if told else []
        if self.send is None and not told:
            parts += [reason.text(self.language) for reason in self.blocked or (self._waiting() if self.in_collection else ())]
        return " ".join(dict.fromkeys(parts))

    def _waiting(self) -> tuple[Reason, ...]:
        """What the ladder waits for where nothing is due; before it the data that are missing, since somebody is asked to complete them today."""
        return (*(because("HOLD-DATA", what=hold.reason) for hold in self.own_holds if hold.type == "DATA"), self.ladder)


def _said(contact: Contact, language: str) -> str:
    """A message of the day in the Why cell: the rule that called for it, and that it went."""
    went = contact.result in CONFIRMED_RESULTS and contact.channel in DRIVEN_CHANNELS
    return f"{contact.why} {_went(contact.channel, language)}" if went else contact.why


@lru_cache(maxsize=64)
def _went(channel: str, language: str) -> str:
    """The same words for every message of a channel."""
    return because("SENT", channel=channel).text(language)
