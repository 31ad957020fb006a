"""*SMS batch*: the text messages that wait for a person, worded, counted and handed over as files, and what became of them read back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from pyaddin.correspondence.calls import NotLine
from pyaddin.correspondence.sms import batch
from pyaddin.correspondence.sms.gateway import FINAL, Gateway, Prepared
from pyaddin.errors import Stop
from pyaddin.ledger.book import Book, Value
from pyaddin.ledger.proposal import Entry as Typed
from pyaddin.rules.reason import phrase
from pyaddin.tasks import sms_receipts
from pyaddin.tasks.asked import Asked
from pyaddin.tasks.entering import Entry, enter, open_for_entry, set_cell
from pyaddin.tasks.filled_list import list_id
from pyaddin.tasks.lists import default_file
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.sms_items import texts

_KIND = "SMS"


def run(
    path: Path, *, source: Path | None, out: Path | None, csv: bool, again: bool, as_of: date | None, by: str, now: Callable[[], datetime],
    book: Book | None = None,
) -> Outcome:  # fmt: skip
    """Without ``source`` makes a batch at ``out`` (default ``<ledger>-out/sms/``), with ``csv`` the gateway's file beside it; with it reads one back.

    The rows of the batch are marked in Contacts (Document, Template), so that no second batch holds them; ``again`` takes them all the same, for a
    batch that was lost before anything of it was sent. Who may not be texted stands on the second sheet with the reason.

    Raises ``Stop``: X-EXISTS, X-WRITE for the files to make, X-NOT-LIST, X-NOT-FOUND for one to read, and what writing a ledger raises.
    """

    def fresh() -> Opened:
        return open_for_entry(path, as_of=as_of, now=now, book=book)

    if source is None:
        return _make(fresh, out, csv, again, by, now)
    if out is not None or csv or again:
        raise Stop("X-OPTION", "--sent with an option for making a batch", column="source", advice="Either make a batch or read one back (--sent).")
    return sms_receipts.read_back(fresh(), source, by=by, now=now)


def _make(fresh: Callable[[], Opened], out: Path | None, csv: bool, again: bool, by: str, now: Callable[[], datetime]) -> Outcome:
    opened = fresh()
    at = now()
    number = list_id(_KIND, opened, at)
    found = texts(opened, number, at, by=by, again=again)
    target = out or default_file(opened.book.path, "sms", number)
    gateway = batch.FileGateway(
        target, target.with_suffix(".csv") if csv else None, opened.policy.language, opened.policy.jurisdiction, opened.as_of, at, found.identity,
        found.blocked,
    )  # fmt: skip
    ready = found.prepared(gateway)
    data: dict[str, object] = {"as_of": opened.as_of.isoformat(), "list": number, "file": None, "csv": None, "rows": [], "cases": [], "notes": []}
    if ready:
        for file in (gateway.path, gateway.csv_path):
            if file is not None and file.exists():
                raise Stop("X-EXISTS", str(file))
        data |= hand_over(fresh, opened, ready, gateway, found.tasks, by=by, now=now).data
        data |= {"file": str(target), "csv": str(gateway.csv_path) if gateway.csv_path else None}
    data |= {
        "listed": [_told(message) for message in ready], "parts": sum(message.segments.parts for message in ready),
        "blocked": [_why(line) for line in found.blocked], "faults": [], "notes": [*_noted(data), *_remarks(ready, opened.policy.language)],
    }  # fmt: skip
    return Outcome("sms", data)


def _why(line: NotLine) -> dict[str, object]:
    return {"case_id": line.case_id, "debtor": line.debtor, "why": line.why}


def _noted(data: Mapping[str, object]) -> list[str]:
    notes = data["notes"]
    return [str(note) for note in notes] if isinstance(notes, list) else []


def _remarks(ready: Sequence[Prepared], language: str) -> list[str]:
    """Numbers to look at before the batch is sent."""
    doubts = ((message.item.case_id, message.number.remark(language)) for message in ready)
    return [phrase("note number-unchecked", case=case_id, why=why).says(language) for case_id, why in doubts if why]


def _told(message: Prepared) -> dict[str, object]:
    item, found = message.item, message.segments
    return {
        "case_id": item.case_id, "debtor": item.debtor, "number": message.number.e164, "text": item.text, "encoding": found.encoding, "units": found.units,
        "parts": found.parts, "cost": message.cost_class, "hours": item.hours, "wording": item.template, "wording_sha256": item.sha256,
    }  # fmt: skip


def hand_over(
    fresh: Callable[[], Opened], opened: Opened, ready: Sequence[Prepared], gateway: Gateway, tasks: Mapping[str, Asked], *, by: str,
    now: Callable[[], datetime],
) -> Outcome:  # fmt: skip
    """Mark the rows, then hand the batch to the gateway, then enter what it knows at once.

    In this order nothing leaves that the ledger does not know of. When the gateway takes nothing the marks go again. ``fresh`` opens the ledger anew.
    """
    marks: dict[str, Mapping[str, Value]] = {
        message.item.reference: {"Document": message.item.reference, "Template": message.item.template} for message in ready
    }
    outcome = enter(opened, "sms", _marking(opened, [(tasks[ref], values) for ref, values in marks.items()]), by=by, now=now)
    try:
        receipts = gateway.deliver(ready)
    except Stop:
        again = fresh()
        blank: dict[str, Value] = {"Document": None, "Template": None}
        rows = {row.values["Contact ID"]: row for row in again.typed.tables["Contacts"]}
        mine = {ref: Asked(task.channel, task.debtor_id, tuple(rows[key] for key in task.contact_ids if key in rows)) for ref, task in tasks.items()}
        enter(again, "sms", _marking(again, [(mine[ref], blank) for ref in marks]), by=by, now=now)
        raise
    known = [receipt for receipt in receipts if receipt.result in FINAL]
    return sms_receipts.enter_receipts(fresh(), known, by=by, now=now) if known else outcome


def _marking(opened: Opened, tasks: Sequence[tuple[Asked, Mapping[str, Value]]]) -> Entry:
    edits: list[Typed] = [
        set_cell(opened, row, column, value, f"SMS batch {values['Document'] or ''}".strip())
        for task, values in tasks
        for row in task.rows
        for column, value in values.items()
    ]
    return Entry(tuple(edits), frozenset(str(row.values["Case ID"]) for task, _ in tasks for row in task.rows), waits=False)
