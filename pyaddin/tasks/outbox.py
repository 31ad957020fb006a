"""The outbox as people see it: what waits, what was parked, and a supervisor's word on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from pathlib import Path

from pyaddin.correspondence.entry import Entry, WrongStep
from pyaddin.correspondence.outbox import Outbox
from pyaddin.correspondence.place import require_name
from pyaddin.errors import Stop
from pyaddin.ledger.book import Book
from pyaddin.tasks import braking, posting
from pyaddin.tasks.opening import Opened, open_ledger, require_account, require_supervisor
from pyaddin.tasks.outcome import Outcome

_OPEN = ("planned", "approved", "queued", "envelope", "data", "failed", "deferred", "unknown", "held")
_FROM = {
    "approve": ("planned",),
    "cancel": ("planned", "approved", "queued", "deferred", "held", "unknown"),
    "resolve": ("unknown",),
    "retry": ("failed", "held", "deferred"),
}
_FITS = "Only a message that waits can be approved or cancelled, only a parked one resolved, only one that failed or waits for a try tried again."
_SAY = (
    "Say `--as sent` when the messages in doubt were sent, `--as not-sent` when they were not (they are made anew), or `--moved` when ledger and journal were"
    " only moved here."
)
_RELEASES = ("approve", "resolve", "retry")


def run(
    path: Path,
    *,
    action: str,
    keys: tuple[str, ...],
    by: str,
    adopt_as: str | None,
    now: Callable[[], datetime],
    run_id: str | None = None,
    everything: bool = False,
    moved: bool = False,
    account: str = "",
    book: Book | None = None,
) -> Outcome:
    """list, approve, cancel, resolve, retry or adopt. Approved messages leave with the next run, after the gate was asked again.

    ``resolve`` as not sent and ``retry`` send the same bytes once more, in the same way. ``run_id`` and ``everything`` name all messages that wait for
    a release. ``account`` is the login: what lets mail really leave, or a parked run, counts only from one that Settings name.

    Raises ``Stop`` X-OPTION for an unknown key, a step that the message's state does not allow, or a person who may not approve.
    """
    opened = open_ledger(path, as_of=None, now=now, book=book)
    require_name(path, opened.raw.ledger_id)
    ledger_keys, runs = posting.ledger_keys(opened), posting.ledger_runs(opened)
    if action == "list":
        with Outbox.peek(path, opened.raw.ledger_id, ledger_keys=ledger_keys, ledger_runs=runs) as box:
            return _answer(box, opened)
    if action in (*_RELEASES, "adopt"):
        require_supervisor(opened, by)
    if action == "adopt" and adopt_as is None and not moved:
        raise Stop("X-OPTION", "adopt without --as", advice=_SAY)
    with Outbox.open(path, opened.raw.ledger_id, ledger_keys=ledger_keys, ledger_runs=runs, now=now, create=True) as box:
        if action == "adopt":
            count = _adopt(box, opened, runs, by, adopt_as, moved, account)
        else:
            named = _named(box, action, keys, run_id, everything)
            _each(box, opened, action, named, by, adopt_as, account)
            count = len(named)
        said_as = "" if action not in ("adopt", "resolve") else "moved" if moved else adopt_as or ""
        return _answer(box, opened, {"action": action, "as": said_as, "messages": count, "by": by} if box.usable else None)


def _adopt(box: Outbox, opened: Opened, runs: frozenset[str], by: str, adopt_as: str | None, moved: bool, account: str) -> int:
    """A person answers for the journal; who that was is written down. Returns for how many messages. Where mail really
    leaves, only a login that Settings name may."""
    require_account(opened, account, parked=False, leaves=opened.settings.text("transport") == "smtp")
    count = 0
    if moved:
        box.moved_here(by)
    else:
        assert adopt_as is not None
        count = box.adopt(_case_of(opened), runs, by, adopt_as)
    if box.usable:
        box.note_release([""], "moved" if moved else f"adopted as {adopt_as}", by, account)
    return count


def _case_of(opened: Opened) -> dict[str, str]:
    rows = opened.typed.tables["Contacts"]
    known = posting.ledger_keys(opened)
    return {str(row.values["Key"]): str(row.values["Case ID"]) for row in rows if row.values["Key"] in known}


def _named(box: Outbox, action: str, keys: Sequence[str], run_id: str | None, everything: bool) -> tuple[str, ...]:
    """First keys of the messages that are meant. Raises ``Stop`` X-OPTION when nothing is named, or a run has nothing that waits."""
    if not run_id and not everything:
        if not keys:
            advice = "Name at least one message with --key, a run with --run, or say --all; `outbox PATH list` shows them."
            raise Stop("X-OPTION", "no key named", advice=advice)
        return tuple(dict.fromkeys(keys))
    if action not in ("approve", "cancel"):
        raise Stop("X-OPTION", f"{action} for a whole run", advice="A whole run can be approved or cancelled; the rest is said message by message.")
    waiting = [entry.keys[0][0] for entry in box.items(("planned",)) if everything or entry.run_id == run_id]
    if not waiting:
        raise Stop("X-OPTION", run_id or "--all", advice="Nothing waits for a release there; `outbox PATH list` shows what does.")
    return tuple(dict.fromkeys((*keys, *waiting)))


def _each(box: Outbox, opened: Opened, action: str, keys: Sequence[str], by: str, adopt_as: str | None, account: str) -> None:
    if action == "resolve" and adopt_as is None:
        raise Stop("X-OPTION", "resolve without --as", advice="Say `--as sent` when it arrived, `--as not-sent` when it did not.")
    meant = _refuse_wrong(box, action, keys)
    if action in _RELEASES:
        require_account(opened, account, parked=any(entry.brake for entry in meant), leaves=any(entry.transport == "smtp" for entry in meant))
    for key in keys:
        try:
            _one(box, action, key, by, adopt_as)
        except WrongStep as error:  # two of the keys name one message, or a newer one took its place
            raise Stop("X-OPTION", str(error), advice="Name each message once; one that was made anew since is not tried again.") from None
    if action in _RELEASES:
        box.note_release([entry.uid for entry in meant], action, by, account)
        if any(braking.CHANGED in entry.brake for entry in meant):
            braking.remember(box, opened, ())


def _one(box: Outbox, action: str, key: str, by: str, adopt_as: str | None) -> None:
    if action == "approve":
        box.approve(key, by)
    elif action == "resolve":
        box.resolve(key, by, arrived=adopt_as == "sent")
    elif action == "retry":
        box.retry(key, by)
    else:
        box.cancel(key, by)


def _refuse_wrong(box: Outbox, action: str, keys: Sequence[str]) -> list[Entry]:
    """All keys are looked at before the first one is touched: a refused command has changed nothing. Returns the messages."""
    found = []
    for key in keys:
        entry = box.latest(key)
        if entry is None:
            raise Stop("X-OPTION", key, advice="No such message; `outbox PATH list` shows the keys.")
        if box.usable and entry.state not in _FROM[action]:
            raise Stop("X-OPTION", f"{key} is {entry.state}", advice=_FITS)
        found.append(entry)
    return found


def _answer(box: Outbox, opened: Opened, done: dict[str, object] | None = None) -> Outcome:
    items = [_item(entry, opened.zone) for entry in box.items(_OPEN)]
    data: dict[str, object] = {"items": items, "usable": box.usable, "doubt": box.doubt, "done": done}
    return Outcome("outbox", data, 0 if box.usable else 1)


def _item(entry: Entry, zone: tzinfo) -> dict[str, object]:
    return {
        "key": entry.keys[0][0],
        "case_id": entry.case_id,
        "kind": entry.kind,
        "level": entry.level,
        "channel": entry.channel,
        "state": entry.state,
        "attempt": entry.attempt,
        "at": entry.at.isoformat(),
        "planned_for": entry.at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
        "run_id": entry.run_id,
        "needs_approval": entry.needs_approval,
        "brake": entry.brake,
        "approved_by": entry.approved_by,
        "tries": entry.tries,
        "next_try": entry.next_try.isoformat() if entry.next_try else None,
        "why": entry.why,
        "note": entry.note,
    }
