"""When the runs of a ledger are due, and when each kind happened last: read from the ledger, so that a restart forgets nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path

from pyaddin.ledger.book import Book
from pyaddin.ledger.closed import ClosedBook
from pyaddin.records import dataclass
from pyaddin.tasks.opening import office_zone, read_settings


@dataclass(frozen=True, slots=True)
class Timetable:
    """Settings weekly_on, weekly_at, daily_at, time_zone and report_to, whether there is a mailbox (imap_host), and the latest as-of date by
    kind of run (weekly, daily, button).

    ``daily_at`` ``None`` = no daily check.
    """

    ledger_id: str
    weekly_on: str
    weekly_at: time
    daily_at: time | None
    time_zone: str
    report_to: str
    reads_answers: bool
    last: Mapping[str, date]


def run(path: Path, *, book: Book | None = None) -> Timetable:
    """Raises ``Stop`` as reading a ledger does. A setting that cannot be read counts with its default, as in every run."""
    raw = (book or ClosedBook(path)).read()
    values, _ = read_settings(raw)
    zone, _ = office_zone(values)
    latest: dict[str, date] = {}
    for _, cells in raw.tables["Runs"].rows:
        kind, day = cells.get("Kind"), _day(cells.get("As of"))
        if isinstance(kind, str) and day is not None:
            latest[kind] = max(day, latest.get(kind, date.min))
    return Timetable(
        raw.ledger_id, values.text("weekly_on"), values.clock_time("weekly_at"), values.hour("daily_at"), str(zone), values.text("report_to"),
        bool(values.text("imap_host")), latest,
    )


def _day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.astimezone(UTC).date() if cell.tzinfo else cell.date()
    return cell if isinstance(cell, date) else None
