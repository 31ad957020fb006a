"""Log a contact: a call, a letter or a talk, in or out, with what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from pyaddin.ledger.book import AddRow, Book, Value
from pyaddin.ledger.cells import instant_text
from pyaddin.ledger.rows import TypedRow
from pyaddin.rules.gate import DRIVEN_CHANNELS
from pyaddin.rules.hold import in_force
from pyaddin.tasks.entering import Entry, case_of, enter, open_for_entry, set_cell
from pyaddin.tasks.entries import Numbers
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.posted_letters import late_fee_rows

_POSTED = ("posted", "delivered")
_ADVICE = {
    "dispute": "The debt is disputed: set a hold of type DISPUTE, or reminders go on.",
    "wrong party": "Somebody else answers there: set a hold of type WRONG_PARTY, or reminders go on.",
    "promise": "Record the promise with its amount and day, so that it is watched.",
}

HELD_BY = {"dispute": "DISPUTE", "wrong party": "WRONG_PARTY"}


def run(
    path: Path,
    *,
    case: str,
    channel: str,
    direction: str,
    result: str,
    at: str | None,
    message_class: str | None,
    reason_code: str | None,
    notes: str | None,
    follow_up_on: date | None,
    sentiment: str | None,
    as_of: date | None,
    by: str,
    now: Callable[[], datetime],
    book: Book | None = None,
) -> Outcome:
    """A contact of the case at ``at`` (office time, or an instant with Z or an offset; None = now).

    Where the program had asked for this very contact (a task row that stands at queued), the task's own rows are completed instead of a new
    row, so that its level counts. Raises ``Stop`` with the ledger's own fault and column, X-CASE for an unknown or refused case.
    """
    opened = open_for_entry(path, as_of=as_of, now=now, book=book)
    file = case_of(opened, case)
    values: dict[str, Value] = {
        "At": at or instant_text(now()), "Channel": channel, "Direction": direction, "Class": message_class, "Result": result, "Reason code": reason_code,
        "By": by, "Notes": notes, "Follow up on": follow_up_on, "Sentiment": sentiment,
    }  # fmt: skip
    held = {hold.type for hold in in_force(file.holds, opened.as_of)}
    said = (_ADVICE[result],) if result in _ADVICE and HELD_BY.get(result) not in held else ()
    tasks = _asked_for(opened, case, channel, message_class) if direction == "out" else []
    key = Numbers(opened.typed).take("Contacts")
    row: dict[str, Value] = {"Contact ID": key, "Case ID": case, "Debtor ID": file.case.debtor_id, **values}
    added = AddRow("Contacts", key, row, "Contact logged")
    if tasks:
        edits = [
            set_cell(opened, row, column, value, "Done by a clerk") for row in tasks for column, value in values.items() if value is not None
        ]
        cases = frozenset(str(row.values["Case ID"]) for row in tasks)
        if channel == "letter" and result in _POSTED:
            numbers = Numbers(opened.typed)
            fees = [fee for row in tasks for fee in late_fee_rows(opened, str(row.values["Key"]), _day_of(at, opened.as_of), numbers)]
            return enter(opened, "log", Entry((*edits, *fees), cases, ("The task that stood open is done with it.", *said)), by=by, now=now)
        return enter(opened, "log", Entry(tuple(edits), cases, ("The task that stood open is done with it.", *said), (added,)), by=by, now=now)
    return enter(opened, "log", Entry((added,), frozenset({case}), said), by=by, now=now)


def _day_of(at: str | None, as_of: date) -> date:
    """The day that a typed time begins with; the as-of date where it begins with none."""
    try:
        return date.fromisoformat((at or "").strip()[:10])
    except ValueError:
        return as_of


def _asked_for(opened: Opened, case_id: str, channel: str, message_class: str | None) -> list[TypedRow]:
    """The rows of the task that this contact completes: the case's own, and those of the debtor's other cases in the same task."""
    queued = [
        row
        for row in opened.typed.tables["Contacts"]
        if row.values["Result"] == "queued"
        and row.values["Key"]
        and row.values["Direction"] == "out"
        and row.values["Channel"] == channel
        and channel not in DRIVEN_CHANNELS
        and message_class in (None, row.values["Class"])
    ]
    mine = [row for row in queued if row.values["Case ID"] == case_id]
    if not mine:
        return []
    return [row for row in queued if (row.values["Debtor ID"], row.values["At"]) == (mine[0].values["Debtor ID"], mine[0].values["At"])]
