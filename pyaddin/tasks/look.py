"""A look at the ledger as a run that day would leave it, with nothing written: behind Assess and Explain."""

from __future__ import annotations

from dataclasses import replace

from pyaddin.rules.decide import Decision, decide_all
from pyaddin.tasks import posting
from pyaddin.tasks.acts import Desk
from pyaddin.tasks.entries import Numbers
from pyaddin.tasks.opening import Opened


def picture(opened: Opened, kind: str = "weekly") -> tuple[list[Decision], list[Decision]]:
    """Every case now, and after the run's moves and messages."""
    seen: dict[str, Decision] = {}
    before = decide_all(opened.files, opened.policy, opened.as_of, kind, seen=seen)
    acts = posting.act(Desk(opened, None, None, "", True, Numbers(opened.typed)), before)
    files = posting.with_acts(opened.files, before, acts)
    after = [
        replace(d, send=None, blocked=(acts.refused[d.case_id],)) if d.send is not None and d.case_id in acts.refused else d
        for d in decide_all(files, opened.policy, opened.as_of, kind, seen=seen)
    ]
    return before, after
