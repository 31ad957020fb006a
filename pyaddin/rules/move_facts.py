"""The named facts on which the stage machine decides (``stage.MOVES``), each reckoned when a guard asks for it.

A run asks the table about every case, and most guards look at the stage first: what stands behind the others is seldom needed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from pyaddin.rules.case import REACHED_RESULTS, CaseFile, Contact, Move
from pyaddin.rules.case_state import PlanState, State, about_since, is_attempt, sent_level
from pyaddin.rules.contact_log import log_of
from pyaddin.rules.days import paused_days
from pyaddin.rules.hold import ageing_pauses
from pyaddin.rules.in_force import replans
from pyaddin.rules.policy import Policy
from pyaddin.rules.standing import Position

_STRANGER_MOVES = ("T5", "T7")


class MoveFacts(dict[str, object]):
    """The facts of one case in one state. ``moves``: those in the ledger and those of this run. A notice of today moves nothing today."""

    __slots__ = ("_fresh", "_recent", "as_of", "file", "moves", "plan", "policy", "position", "state")

    def __init__(self, file: CaseFile, position: Position, plan: PlanState, policy: Policy, state: State, *, held: bool) -> None:
        status = plan.status
        super().__init__(
            in_arrears=position.in_arrears, days=position.ripe_days, held=held, owes=position.outstanding > 0, has_rows=bool(file.installments),
            plan_active=status == "performing", plan_kept=status == "kept",
        )  # fmt: skip
        self.file, self.position, self.plan, self.policy = file, position, plan, policy
        self.as_of = position.as_of
        self.moves = file.moves
        self._stands(state)

    def _stands(self, state: State) -> None:
        self.state = state
        self["stage"], self["outcome"], self["moved_today"] = state.stage, state.outcome, state.since == self.as_of
        if self.plan.plan is None:
            self["plan_new"] = False
        self._recent: list[Contact] | None = None
        self._fresh: date | None = None

    def enter(self, move: Move, state: State) -> None:
        """Goes on in the state after a move; what was reckoned and may hang on moves or state is reckoned anew."""
        for name in _OF_THE_STATE:
            self.pop(name, None)
        if state.episode != self.state.episode:
            self.pop("level", None)
        self.moves = (*self.moves, move)
        self._stands(state)

    def __missing__(self, name: str) -> object:
        value = self[name] = RECKONED[name](self)
        return value

    @property
    def since(self) -> date:
        """Since when the case stands in its stage."""
        return self.state.since or self.as_of

    @property
    def recent(self) -> Sequence[Contact]:
        """Contacts about the arrears of the episode."""
        if self._recent is None:
            self._recent = about_since(self.file, self.position, self.moves, self.state.episode)
        return self._recent

    @property
    def fresh(self) -> date:
        """The day from which a talk counts: the last return to deep contact without a word of the debtor."""
        if self._fresh is None:
            self._fresh = _since_last(self.moves, _STRANGER_MOVES, self.state.episode)
        return self._fresh

    @property
    def told(self) -> list[Contact]:
        """Talks that count in this stage and in which the debtor gave a reason."""
        if not log_of(self.file.contacts).reasoned:
            return []
        return [c for c in self.recent if c.reason_code and c.on > self.fresh]


def _since_last(moves: tuple[Move, ...], rules: tuple[str, ...], episode: int) -> date:
    return max([move.as_of for move in moves if move.rule in rules and move.episode == episode], default=date.min)


def _outcome_approved(facts: MoveFacts) -> bool:
    state = facts.state
    if state.outcome in ("", "PAID", "CURED"):
        return False
    return bool(facts.file.case.approved_by) and state.outcome_on is not None and state.outcome_on <= facts.as_of


def _attempts_in_vain(facts: MoveFacts) -> bool:
    """Three attempts or more on two channels or more, and nobody was reached (T2). The run's own message of the day counts from the next day on."""
    if log_of(facts.file.contacts).attempts < 3:
        return False
    contacts = [c for c in facts.recent if c.on > facts.fresh]
    out = [c for c in contacts if is_attempt(c) and (not c.key or c.on < facts.as_of)]
    return (
        len(out) >= 3
        and len({c.channel for c in out}) >= 2
        and not any(c.result in REACHED_RESULTS for c in contacts)
        and not any(c.direction == "in" for c in contacts)
    )


def _finances_known(facts: MoveFacts) -> bool:
    told, on = facts.told, facts.file.budget_on
    return bool(told) and (any(c.reason_code == "REFUSES" for c in told) or (on is not None and facts.fresh < on <= facts.as_of))


def _plan_is_new(facts: MoveFacts) -> bool:
    """True for a signed plan that no T4 has entered yet."""
    plan = facts.plan
    if plan.plan is None or plan.status == "broken" or plan.plan.agreed_on is None:
        return False
    return plan.plan.agreed_on > _since_last(facts.moves, ("T4",), facts.state.episode)


def _talked_since(facts: MoveFacts) -> bool:
    broken, since = facts.plan.status == "broken", facts.since
    return any(c.on > since and (c.result == "hardship" or (broken and c.result in REACHED_RESULTS)) for c in facts.recent)


def _closed_by(facts: MoveFacts) -> str:
    moves = facts.moves
    return moves[-1].rule if moves and moves[-1].to_stage == "CLOSED" else ""


def _broken_days(facts: MoveFacts) -> int:
    """Days since the plan broke, those of a moratorium left out; -1 = it has not."""
    since = facts.plan.broken_since
    return -1 if since is None else (facts.as_of - since).days - paused_days(since, facts.as_of, ageing_pauses(facts.file.holds))


RECKONED: Mapping[str, Callable[[MoveFacts], object]] = MappingProxyType(
    {
        "outcome_approved": _outcome_approved,
        "level": lambda facts: sent_level(facts.file, facts.state.episode, before=facts.as_of),
        "deep_from": lambda facts: min([row.from_day for row in facts.policy.levels if row.stage == "DEEP"], default=8),
        "reason_known": lambda facts: bool(facts.told),
        "attempts_in_vain": _attempts_in_vain,
        "finances_known": _finances_known,
        "plan_new": _plan_is_new,
        "broken_days": _broken_days,
        "talked_since": _talked_since,
        "offer_refused": lambda facts: any(c.on > facts.since and c.result == "refused" for c in facts.recent),
        "replans": lambda facts: replans(facts.file, facts.policy, facts.as_of),
        "replan_cap": lambda facts: facts.policy.replan_cap,
        "days_in_stage": lambda facts: (facts.as_of - facts.since).days,
        "offer_days": lambda facts: facts.policy.offer_days,
        "closed_by": _closed_by,
        "reversed_since": lambda facts: any(p.reversed_on is not None and facts.since <= p.reversed_on <= facts.as_of for p in facts.file.payments),
        "watch_days": lambda facts: facts.policy.watch_days,
    }
)
"""By its name, how each fact is reckoned that the stage and the figures do not show at once."""
_OF_THE_STATE = tuple(RECKONED.keys() - {"level", "deep_from", "broken_days", "replans", "replan_cap", "offer_days", "watch_days"})
"""Of these the facts that hang on the stage or the moves; ``level`` hangs on the episode alone, the others on the office's figures and the agreements."""
