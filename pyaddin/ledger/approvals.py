"""Typed rows judged by four eyes (``rules.roles``): an approval by the person who entered or proposed the row does not count, whoever typed it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from pyaddin.ledger.columnar import Row
from pyaddin.ledger.drafts import Draft, Drafts
from pyaddin.rules.roles import FOUR_EYES, Act, approves

_OWN = "{name} entered or proposed it; a supervisor of another name must approve it."
_NONE = "Without a name in Approved by it does not count."


def check_approvals(drafts: Mapping[str, Drafts]) -> None:
    """Refuses adjustments that nobody else approved; of plans and outcomes only the approval is set aside, so that no run carries them out."""
    limit = _waiver_limit(drafts["Settings"])
    for act in FOUR_EYES:
        rows = drafts[act.sheet]
        for at in _possible(act, rows):
            if rows.accepted(at) and _needs(act, rows, at, limit):
                _judge(act, rows.draft(at))


def _possible(act: Act, rows: Drafts) -> Iterable[int]:
    """The rows that may be such an act: those of its kinds, or those that somebody approved."""
    if act.kinds:
        return [at for at, kind in rows.filled("Kind") if kind in act.kinds]
    return range(len(rows)) if act.refuses else [at for at, _ in rows.filled(act.approved)]


def _needs(act: Act, rows: Drafts, at: int, limit: Decimal) -> bool:
    """Whether this row is such an act; a plan or outcome whose approval stands open is no fault, it waits."""
    values = Row(rows.columns, at)
    if values.get("Reversed on") is not None:
        return False
    amount = values.get(act.amount)
    if act.amount and not (isinstance(amount, Decimal) and abs(amount) > limit):
        return False
    return act.refuses or bool(rows.text(at, act.approved))


def _judge(act: Act, draft: Draft) -> None:
    approver, proposer = draft.text(act.approved), draft.text(act.proposed)
    if approves(approver, proposer):
        return
    draft.fault("E-FOUR-EYES" if act.refuses else "W-FOUR-EYES", act.approved, approver or None, _OWN.format(name=approver) if approver else _NONE)
    draft.put(act.approved, None)


def _waiver_limit(settings: Drafts) -> Decimal:
    """The setting as it stands; zero, the stricter one, where it cannot be read."""
    for key, value in zip(settings.columns["Key"], settings.columns["Value"], strict=True):
        if isinstance(key, str) and key.strip() == "waiver_limit":
            try:
                limit = Decimal(str(value or 0))
            except InvalidOperation:
                return Decimal(0)
            return limit if limit.is_finite() else Decimal(0)
    return Decimal(0)
