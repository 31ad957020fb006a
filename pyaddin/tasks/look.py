"""A look at the ledger as a run that day would leave it, with nothing written: behind Assess and Explain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from decimal import Decimal

from pyaddin.records import dataclass
from pyaddin.rules.decide import Decision, decide_all
from pyaddin.tasks import posting
from pyaddin.tasks.acts import Desk, Limits
from pyaddin.tasks.entries import Numbers
from pyaddin.tasks.opening import Opened

Steps = Mapping[str, Sequence[Decimal]]


@dataclass(frozen=True, slots=True)
class Whole:
    """What a part of a portfolio takes from the whole: the deciles of balances before and after the day's messages, and the limits of the office."""

    before: Steps = field(default_factory=dict)
    after: Steps = field(default_factory=dict)
    limits: Limits = Limits()


def picture(opened: Opened, kind: str = "weekly", whole: Whole | None = None) -> tuple[list[Decision], list[Decision]]:
    """Every case now, and after the run's moves and messages. ``whole``: where the cases are a part of a portfolio."""
    seen: dict[str, Decision] = {}
    before = decide_all(opened.files, opened.policy, opened.as_of, kind, seen=seen, steps=whole.before if whole else None)
    acts = posting.act(Desk(opened, None, None, "", True, Numbers(opened.typed), limits=whole.limits if whole else None), before)
    files = posting.with_acts(opened.files, before, acts)
    after = [
        replace(d, send=None, blocked=(acts.refused[d.case_id],)) if d.send is not None and d.case_id in acts.refused else d
        for d in decide_all(files, opened.policy, opened.as_of, kind, seen=seen, steps=whole.after if whole else None)
    ]
    return before, after
