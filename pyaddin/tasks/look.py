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
    before = decide_all(opened.files, opened.policy, opened.as_of, kind)
    acts = posting.act(Desk(opened, None, None, "", True, Numbers(opened.typed)), before)
    files = []
    for file, decision in zip(opened.files, before, strict=True):
        moved = posting.with_moves(file, decision)
        contacts, fees = acts.contacts.get(decision.case_id, ()), acts.fees.get(decision.case_id, ())
        files.append(replace(moved, contacts=(*moved.contacts, *contacts), adjustments=(*moved.adjustments, *fees)))
    after = [
        replace(d, send=None, blocked=(acts.refused[d.case_id],)) if d.send is not None and d.case_id in acts.refused else d
        for d in decide_all(files, opened.policy, opened.as_of, kind)
    ]
    return before, after
