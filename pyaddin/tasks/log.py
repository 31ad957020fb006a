"""Log a contact: a call, a letter or a talk, in or out, with what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

from pyaddin.ledger.book import AddRow, Book, SetCell, Value
from pyaddin.ledger.cells import instant_text
from pyaddin.ledger.rows import TypedRow
from pyaddin.rules.case import CaseFile
from pyaddin.rules.gate import DRIVEN_CHANNELS
from pyaddin.rules.hold import in_force
from pyaddin.rules.reason import phrase
from pyaddin.tasks.entering import Entry, case_of, enter, open_for_entry, set_cell
from pyaddin.tasks.entries import Numbers
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.posted_letters import late_fee_rows
from pyaddin.tasks.waiting_letters import letter_of

_POSTED = ("posted", "delivered")
_ASK_FOR_MORE = frozenset(("dispute", "wrong party", "promise"))
"""Results after which something else is to be entered, too."""

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
    values: dict[str, Value] = {
        "At": at or instant_text(now()), "Channel": channel, "Direction": direction, "Class": message_class, "Result": result, "Reason code": reason_code,
        "By": by, "Notes": notes, "Follow up on": follow_up_on, "Sentiment": sentiment,
    }  # fmt: skip
    return enter(opened, "log", contact_entry(opened, case_of(opened, case), values), by=by, now=now)


def contact_entry(opened: Opened, file: CaseFile, values: Mapping[str, Value]) -> Entry:
    """The entry of one contact of the case, by the cells of its row but the ids: a new row, or the program's own task done with it."""
    case, result, channel = file.case.case_id, str(values["Result"]), str(values["Channel"])
    held = {hold.type for hold in in_force(file.holds, opened.as_of)}
    said = (phrase(f"note log {result}").says(opened.policy.language),) if result in _ASK_FOR_MORE and HELD_BY.get(result) not in held else ()
    tasks = _asked_for(opened, case, channel, values["Class"]) if values["Direction"] == "out" else []
    key = Numbers(opened.typed).take("Contacts")
    row: dict[str, Value] = {"Contact ID": key, "Case ID": case, "Debtor ID": file.case.debtor_id, **values}
    added = AddRow("Contacts", key, row, "Contact logged")
    if not tasks:
        return Entry((added,), frozenset({case}), said)
    edits: list[AddRow | SetCell] = [
        set_cell(opened, row, column, value, "Done by a clerk") for row in tasks for column, value in values.items() if value is not None
    ]
    cases = frozenset(str(row.values["Case ID"]) for row in tasks)
    told = ("The task that stood open is done with it.", *said)
    if channel == "letter" and result in _POSTED:
        numbers = Numbers(opened.typed)
        edits += [fee for row in tasks for fee in late_fee_rows(opened, str(row.values["Key"]), _day_of(values["At"], opened.as_of), numbers)]
        return Entry(tuple(edits), cases, told)
    return Entry(tuple(edits), cases, told, (added,))


def _day_of(at: Value, as_of: date) -> date:
    """The day that a typed time begins with; the as-of date where it begins with none."""
    try:
        return date.fromisoformat(str(at or "").strip()[:10])
    except ValueError:
        return as_of


def _asked_for(opened: Opened, case_id: str, channel: str, message_class: Value) -> list[TypedRow]:
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
    return [row for row in queued if letter_of(row) == letter_of(mine[0])]
