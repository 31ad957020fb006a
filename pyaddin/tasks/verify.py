"""Verify: do the ledger and its outbox journal tell the same story, and does every sum tie?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from pyaddin.correspondence.outbox import Outbox
from pyaddin.correspondence.place import require_name
from pyaddin.errors import Fault
from pyaddin.ledger.book import Book
from pyaddin.ledger.closed import opened_by
from pyaddin.ledger.rows import TypedRow
from pyaddin.rules.arrears import position
from pyaddin.rules.case import CaseFile
from pyaddin.tasks import audit_findings, kept_runs, posting, snapshots
from pyaddin.tasks.archived import places
from pyaddin.tasks.opening import Opened, open_ledger
from pyaddin.tasks.outcome import Outcome

_KEPT = "The run was made while the ledger was open; the next run or click that may write enters it."
_OUT = ("sent", "failed", "unknown")
_ADVICE = {
    "journal": "A supervisor runs outbox adopt, or the journal is brought back beside the ledger.",
    "moved": "If ledger and journal were moved here and the old place sends nothing any more, a supervisor runs outbox adopt --moved.",
    "conflict": "Two computers wrote at once. Compare the files, move the copies out of this folder, and let one computer send.",
}
_NOT_GONE = ("planned", "approved", "queued", "deferred", "held", "failed", "cancelled")
_NOT_SENT = "Nothing has left under this row. If somebody wrote to the debtor otherwise, log that contact and put this Result back."
_CHANGED = "Something else than this program has changed the journal: bring it back from a backup, and report this."


def run(path: Path, *, book: Book | None = None) -> Outcome:
    """Every disagreement as a fault; exit code 1 when there is one. Nothing is changed, and no clock is needed."""
    opened = open_ledger(path, as_of=None, now=lambda: datetime(2026, 1, 1, tzinfo=UTC), book=book)
    require_name(path, opened.raw.ledger_id)
    keys, runs = posting.ledger_keys(opened), posting.ledger_runs(opened)
    with Outbox.peek(path, opened.raw.ledger_id, ledger_keys=keys, ledger_runs=runs) as box:
        faults = [*_journal(opened, box), *_conservation(opened), *snapshots.faults(opened), *audit_findings.findings(opened)]
    if book is None and (holder := opened_by(path)):
        faults.append(Fault("W-JOURNAL", "", None, "", holder, "The file may lack what was typed since; close it there and verify again."))
    return Outcome(
        "verify", {"faults": [fault.as_json() for fault in (*opened.faults, *faults)], "messages": len(keys)}, 1 if faults or opened.refused else 0
    )


def _fault(sheet: str, row: int | None, column: str, found: str, advice: str, case_id: str = "") -> Fault:
    return Fault("W-JOURNAL", sheet, row, column, found, advice, case_id)


def _journal(opened: Opened, box: Outbox) -> list[Fault]:
    """What one of the two knows and the other does not, and where the journal contradicts itself."""
    faults = [_fault("Contacts", None, "Key", box.doubt, _ADVICE[box.in_doubt.kind])] if box.doubt else []
    faults += [_fault("Runs", None, "Run ID", run_id, "The run was cut off; the next run completes it.") for run_id in box.unfinished_runs()]
    faults += [_fault("Runs", None, "Run ID", run.run_id, _KEPT) for run in kept_runs.waiting(opened.book.path, opened.raw.ledger_id)]
    shown: dict[tuple[str, str], list[TypedRow]] = {}
    for row in opened.typed.tables["Contacts"]:
        if row.values["Key"] and row.values["Message ID"]:
            shown.setdefault((str(row.values["Key"]), str(row.values["Message ID"])), []).append(row)
    gone = {case_id for entry in box.items() for _, case_id in entry.keys} - {file.case.case_id for file in opened.files}
    archived = places(opened.book.path, opened.raw.ledger_id, gone)
    for entry in box.items():
        if entry.result in _OUT and entry.message_id:
            faults += [
                _fault("Contacts", None, "Key", f"{key} was {entry.result}", "It is entered at the next run.", entry.case_id)
                for key, case_id in entry.keys
                if (key, entry.message_id) not in shown and case_id not in archived
            ]
    faults += _contradicted(box, shown)
    for (key, _), rows in shown.items():
        first = rows[0]
        if first.values["Result"] != "queued" and box.usable and box.state_of(key) is None:
            faults.append(_fault("Contacts", first.row, "Key", key, "The journal knows nothing of this message."))
        faults += [_fault("Contacts", row.row, "Key", f"{key} stands twice", "Delete the row that was copied.", str(row.values["Case ID"])) for row in rows[1:]]
    faults += [_fault("Contacts", None, "Key", f"{found.key}: {found.found}", _CHANGED, found.case_id) for found in box.findings()]
    return faults


def _contradicted(box: Outbox, shown: Mapping[tuple[str, str], list[TypedRow]]) -> list[Fault]:
    """Rows that say sent of a message which, as the journal has it, did not leave. One that a supervisor adopted as not sent is a person's word already."""
    said = box.disowned()
    return [
        _fault("Contacts", row.row, "Result", f"{key} stands at sent, the journal says {entry.state}", _NOT_SENT, str(row.values["Case ID"]))
        for entry in box.items(_NOT_GONE)
        if entry.message_id and entry.uid not in said
        for key, _ in entry.keys
        for row in shown.get((key, entry.message_id), ())
        if row.values["Result"] == "sent"
    ]


def _conservation(opened: Opened) -> list[Fault]:
    """For every case: money received = money allocated + credit, to the cent."""
    faults = []
    for file in opened.files:
        received, placed = _money(opened, file)
        if received != placed:
            faults.append(
                Fault(
                    "W-JOURNAL",
                    "Payments",
                    None,
                    "Amount",
                    f"{file.case.case_id}: received {received}, placed {placed}",
                    "Report this with the ledger.",
                    file.case.case_id,
                )
            )
    return faults


def _money(opened: Opened, file: CaseFile) -> tuple[Decimal, Decimal]:
    now = position(file, opened.policy, opened.as_of)
    received = sum(
        (p.amount for p in file.payments if p.value_date <= now.as_of and (p.reversed_on is None or p.reversed_on > now.as_of)), Decimal(0)
    )
    return received, sum((share.amount for share in now.shares), Decimal(0)) + now.credit
