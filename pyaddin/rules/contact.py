"""The contact gate: may this debtor be contacted now, on this channel, under these packs? If not: every reason, and from when on.

Pure: the same request, packs and calendars give the same verdict. Fail closed: what is unknown blocks or counts. Several packs at once:
all must allow, so adding a rule never allows more and their order does not matter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from functools import lru_cache

from pyaddin.records import dataclass
from pyaddin.rules.contact_words import Note, note
from pyaddin.rules.desk import Desk, Finding
from pyaddin.rules.packs import LAW, Cap, Cooldown, Pack
from pyaddin.rules.request import HOUSE, Block, Calendars, Override, Request

__all__ = ["HOUSE", "Block", "Calendars", "Override", "Lawful", "Request", "Verdict", "blocking", "lawful", "looks_back", "verdict"]

ALLOWED, BLOCKED = "allowed", "blocked"
HORIZON = timedelta(days=3660)
_STEPS = 5000
_OLD_DAYS = 180
_GUARD = timedelta(minutes=5)
"""A window that closes this soon is warned of: the contact takes time."""


@dataclass(frozen=True, slots=True)
class Lawful:
    """Whether the contact may be made, as a run asks it thousands of times.

    ``rules``: every rule that blocks. ``next_lawful_utc``: the earliest instant after the one asked about that satisfies all rules at once;
    ``None`` when the contact is allowed, and when only an event lifts the block: then ``needs`` names it. ``next_lawful_local`` is the same
    instant on the wall clock of ``zone``, the debtor's first zone. ``overridden``: rules that a supervisor passed.
    """

    rules: tuple[Block, ...]
    next_lawful_utc: datetime | None
    next_lawful_local: datetime | None
    zone: str
    needs: tuple[Note, ...]
    overridden: tuple[str, ...]

    @property
    def allowed(self) -> bool:
        """Whether no rule forbids it."""
        return not self.rules


@dataclass(frozen=True, slots=True)
class Verdict(Lawful):
    """The gate's full answer to a person who asks: with warnings, and a fingerprint of what it was asked under which packs."""

    verdict: str
    warnings: tuple[Note, ...]
    inputs_hash: str
    tzdata_version: str


def blocking(request: Request, packs: Sequence[Pack], calendars: Calendars) -> tuple[Block, ...]:
    """The plain answer: every rule that blocks at ``request.at``; empty = allowed. For many questions at once."""
    desk = Desk(request, tuple(packs), calendars)
    found = desk.findings(request.at)
    return _told(found) if found else ()


@lru_cache(maxsize=1024)
def looks_back(packs: tuple[Pack, ...]) -> timedelta:
    """How far back a log row can still count under these packs; one of a wrong party counts whatever its age."""
    days = (rule.params.days for pack in packs for rule in pack.rules if isinstance(rule.params, Cap | Cooldown))
    return timedelta(days=max(days, default=0) + 3)


def lawful(request: Request, packs: Sequence[Pack], calendars: Calendars) -> Lawful:
    """The answer with the earliest lawful instant and what else would lift the block."""
    return _answered(Desk(request, tuple(packs), calendars))


def _answered(desk: Desk) -> Lawful:
    found = desk.findings(desk.request.at)
    moment, needs = _earliest(desk, found) if found else (None, ())
    zone = desk.zones[0] if desk.zones else None
    return Lawful(
        rules=_told(found) if found else (),
        next_lawful_utc=moment,
        next_lawful_local=moment.astimezone(zone) if moment is not None and zone is not None else None,
        zone=zone.key if zone is not None else "",
        needs=needs,
        overridden=tuple(sorted(desk.overridden)),
    )


def verdict(request: Request, packs: Sequence[Pack], calendars: Calendars) -> Verdict:
    """The full answer, with warnings."""
    desk = Desk(request, tuple(packs), calendars)
    answer = _answered(desk)
    return Verdict(
        rules=answer.rules,
        next_lawful_utc=answer.next_lawful_utc,
        next_lawful_local=answer.next_lawful_local,
        zone=answer.zone,
        needs=answer.needs,
        overridden=answer.overridden,
        verdict=ALLOWED if answer.allowed else BLOCKED,
        warnings=_warnings(desk, answer.rules),
        inputs_hash=_hash(desk),
        tzdata_version=calendars.tzdata_version,
    )


def _told(found: Sequence[Finding]) -> tuple[Block, ...]:
    """Each blocking rule once, in an order that does not depend on the order of the packs."""
    blocks = {(finding.block.pack, finding.block.id, finding.block.why): finding.block for finding in found}
    return tuple(sorted(blocks.values(), key=lambda block: (block.id, block.pack, block.why.facts)))


def _earliest(desk: Desk, found: Sequence[Finding]) -> tuple[datetime | None, tuple[Note, ...]]:
    """The earliest instant that every rule allows.

    Each blocking rule names the earliest instant at which it would allow by itself; none before the latest of these can satisfy all. That
    instant is tested against all rules again, until none blocks. So the answer is exact, and not only a lower bound.
    """
    limit = desk.request.at + HORIZON
    moment = desk.request.at
    for _ in range(_STEPS):
        lifts = [(finding, finding.lift(moment)) for finding in found]
        if any(lift is None for _, lift in lifts):
            needs = {finding.needs for finding, lift in lifts if lift is None and finding.needs is not None}
            return None, tuple(sorted(needs, key=lambda need: (need.key, need.facts)))
        moment = max(lift for _, lift in lifts if lift is not None)
        if moment > limit:
            break
        found = desk.findings(moment)
        if not found:
            return moment, ()
    return None, (note("NEEDS-TIME", until=limit.date()),)


def _warnings(desk: Desk, rules: tuple[Block, ...]) -> tuple[Note, ...]:
    request = desk.request
    said: list[Note] = []
    day = request.at.date()
    for pack in desk.packs:
        if day > pack.review_due:
            said.append(note("PACK-DUE", pack=pack.name, on=pack.review_due))
        if (day - pack.reviewed_on).days > _OLD_DAYS:
            said.append(note("PACK-OLD", pack=pack.name, on=pack.reviewed_on))
    said += desk.near_caps() if not rules else ()
    said += desk.near_closing(_GUARD) if not rules else ()
    said += desk.unofficial_calendars()
    said += [note(f"NOT-LAW-{block.confidence}", rule=block.id) for block in rules if block.confidence not in LAW and block.pack != HOUSE]
    said += [note("OVERRIDDEN", rule=over.rule, by=over.by, reason=over.reason) for over in request.overrides if over.rule in desk.overridden]
    odd = sorted(desk.odd_results())
    if odd:
        said.append(note("UNKNOWN-RESULT", what="; ".join(odd)[:80]))
    return tuple(sorted(dict.fromkeys(said), key=lambda warning: (warning.key, warning.facts)))


def _hash(desk: Desk) -> str:
    """A fingerprint of everything that went into the verdict: two equal ones were asked the same under the same packs."""
    values = [getattr(desk.request, field.name) for field in fields(desk.request)]
    packs = sorted((pack.name, pack.version, pack.reviewed_on.isoformat()) for pack in desk.packs)
    text = repr(([sorted(value) if isinstance(value, frozenset) else value for value in values], packs, desk.calendars.tzdata_version))
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
