"""Typed rows judged by four eyes (``rules.roles``): an approval by the person who entered or proposed the row does not count, whoever typed it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from pyaddin.ledger.drafts import Draft
from pyaddin.rules.roles import FOUR_EYES, Act, approves

_OWN = "{name} entered or proposed it; a supervisor of another name must approve it."
_NONE = "Without a name in Approved by it does not count."


def check_approvals(drafts: Mapping[str, Sequence[Draft]]) -> None:
    """Refuses adjustments that nobody else approved; of plans and outcomes only the approval is set aside, so that no run carries them out."""
    limit = _waiver_limit(drafts["Settings"])
    for act in FOUR_EYES:
        for draft in drafts[act.sheet]:
            if draft.accepted and _needs(act, draft, limit):
                _judge(act, draft)


def _needs(act: Act, draft: Draft, limit: Decimal) -> bool:
    """Whether this row is such an act; a plan or outcome whose approval stands open is no fault, it waits."""
    if act.kinds and draft.text("Kind") not in act.kinds:
        return False
    if draft.values.get("Reversed on") is not None:
        return False
    amount = draft.values.get(act.amount)
    if act.amount and not (isinstance(amount, Decimal) and abs(amount) > limit):
        return False
    return act.refuses or bool(draft.text(act.approved))


def _judge(act: Act, draft: Draft) -> None:
    approver, proposer = draft.text(act.approved), draft.text(act.proposed)
    if approves(approver, proposer):
        return
    draft.fault("E-FOUR-EYES" if act.refuses else "W-FOUR-EYES", act.approved, approver or None, _OWN.format(name=approver) if approver else _NONE)
    draft.values[act.approved] = None


def _waiver_limit(settings: Sequence[Draft]) -> Decimal:
    """The setting as it stands; zero, the stricter one, where it cannot be read."""
    for draft in settings:
        if draft.text("Key").strip() == "waiver_limit":
            try:
                limit = Decimal(str(draft.values.get("Value") or 0))
            except InvalidOperation:
                return Decimal(0)
            return limit if limit.is_finite() else Decimal(0)
    return Decimal(0)
