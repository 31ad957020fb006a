"""The outbox as people see it: what waits, what was parked, and a supervisor's word on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pyaddin.correspondence.entry import NEXT, Entry, WrongStep
from pyaddin.correspondence.outbox import Outbox
from pyaddin.errors import Stop
from pyaddin.ledger.book import Book
from pyaddin.tasks import posting
from pyaddin.tasks.opening import Opened, open_ledger, require_supervisor
from pyaddin.tasks.outcome import Outcome

_OPEN = ("planned", "approved", "queued", "envelope", "data", "failed", "deferred", "unknown", "held")

_FROM = {
    "approve": ("planned",),
    "cancel": ("planned", "approved", "queued", "deferred", "held", "unknown"),
    "resolve": ("unknown",),
    "retry": ("failed", "held"),
}
_FITS = "Only a message that waits can be approved or cancelled, only a parked one resolved, only one that failed or waits for a try tried again."


def run(
    path: Path,
    *,
    action: str,
    keys: tuple[str, ...],
    by: str,
    adopt_as: str | None,
    now: Callable[[], datetime],
    moved: bool = False,
    book: Book | None = None,
) -> Outcome:
    """list, approve, cancel, resolve, retry or adopt. Approved messages leave with the next run, after the gate was asked again.

    ``resolve`` as not sent and ``retry`` send the same bytes once more, in the same way.

    Raises ``Stop`` X-OPTION for an unknown key, a step that the message's state does not allow, or a person who may not approve.
    """
    opened = open_ledger(path, as_of=None, now=now, book=book)
    ledger_keys, runs = posting.ledger_keys(opened), posting.ledger_runs(opened)
    if action == "list":
        with Outbox.peek(path, opened.raw.ledger_id, ledger_keys=ledger_keys, ledger_runs=runs) as box:
            return _answer(box)
    if action in ("approve", "resolve", "retry", "adopt"):
        require_supervisor(opened, by)
    with Outbox.open(path, opened.raw.ledger_id, ledger_keys=ledger_keys, ledger_runs=runs, now=now, create=True) as box:
        if action == "adopt" and moved:
            box.moved_here(by)
        elif action == "adopt":
            box.adopt(_case_of(opened), runs, by, adopt_as or "sent")
        else:
            _each(box, action, keys, by, adopt_as)
        return _answer(box)


def _case_of(opened: Opened) -> dict[str, str]:
    rows = opened.typed.tables["Contacts"]
    known = posting.ledger_keys(opened)
    return {str(row.values["Key"]): str(row.values["Case ID"]) for row in rows if row.values["Key"] in known}


def _each(box: Outbox, action: str, keys: tuple[str, ...], by: str, arrived: str | None) -> None:
    if not keys:
        raise Stop("X-OPTION", "no key named", advice="Name at least one message with --key; `outbox PATH list` shows them.")
    if action == "resolve" and arrived is None:
        raise Stop("X-OPTION", "resolve without --as", advice="Say `--as sent` when it arrived, `--as not-sent` when it did not.")
    _refuse_wrong(box, action, keys, arrived)
    for key in dict.fromkeys(keys):
        try:
            if action == "approve":
                box.approve(key, by)
            elif action == "resolve":
                box.resolve(key, by, arrived=arrived == "sent")
            elif action == "retry":
                box.retry(key, by)
            else:
                box.cancel(key, by)
        except WrongStep as error:  # two of the keys name one message
            raise Stop("X-OPTION", str(error), advice="Name each message once.") from None


def _refuse_wrong(box: Outbox, action: str, keys: tuple[str, ...], arrived: str | None) -> None:
    """All keys are looked at before the first one is touched: a refused command has changed nothing."""
    target = {"approve": "approved", "cancel": "cancelled", "retry": "approved"}.get(action) or ("sent" if arrived == "sent" else "approved")
    for key in keys:
        state = box.state_of(key)
        if state is None:
            raise Stop("X-OPTION", key, advice="No such message; `outbox PATH list` shows the keys.")
        if box.usable and (state not in _FROM[action] or target not in NEXT[state]) and (action, state) != ("retry", "deferred"):
            raise Stop("X-OPTION", f"{key} is {state}", advice=_FITS)


def _answer(box: Outbox) -> Outcome:
    items = [_item(entry) for entry in box.items(_OPEN)]
    data: dict[str, object] = {"items": items, "usable": box.usable, "doubt": box.doubt}
    return Outcome("outbox", data, 0 if box.usable else 1)


def _item(entry: Entry) -> dict[str, object]:
    return {
        "key": entry.keys[0][0],
        "case_id": entry.case_id,
        "kind": entry.kind,
        "level": entry.level,
        "channel": entry.channel,
        "state": entry.state,
        "attempt": entry.attempt,
        "at": entry.at.isoformat(),
        "needs_approval": entry.needs_approval,
        "approved_by": entry.approved_by,
        "why": entry.why,
        "note": entry.note,
    }
