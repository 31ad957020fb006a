"""The call list as a workbook: whom to call, when, about what, what to say, and the columns in which a clerk writes what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from pyaddin.correspondence import sheets
from pyaddin.correspondence.call_words import head, say
from pyaddin.correspondence.sheets import Block, Cell, Column, Link, Money, Page, Reading
from pyaddin.labels import LABELS, label
from pyaddin.records import dataclass

RESULTS = ("reached", "no answer", "voicemail left", "promise", "refused", "dispute", "hardship", "wrong party")
"""What can come of a call, in the order of the drop-down."""
IDENTITY = ("row_id", "case_id", "debtor_id", "contact_ids", "other_ids", "ledger_id", "made_at", "standing", "seal")
"""Columns that nobody sees, by which a row is known again wherever it was sorted to."""
FILLED = ("result", "called_at", "promise_amount", "promise_on", "reason", "sentiment", "notes", "follow_up")
"""Columns that a clerk fills in."""
_MOST_LINES = 8


@dataclass(frozen=True, slots=True)
class CallLine:
    """One person to call. ``phone`` is a link where the number is known to exist; the list shows its text only.

    ``identity`` holds a text for each of ``IDENTITY``.
    """

    case_id: str
    debtor: str
    phone: Link | str
    language: str
    hours: str
    office_hours: str
    best: str
    amount: Money
    currency: str
    days: int
    action: str
    why: str
    others: str
    script: str
    identity: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NotLine:
    """Somebody who would be contacted and may not be, and why. ``next``: from when on, on the debtor's clock; blank when an event must come first."""

    case_id: str
    debtor: str
    action: str
    why: str
    next: str


def not_page(lines: Sequence[NotLine], language: str, *, name: str, advice: str) -> Page:
    """The sheet of those who may not be contacted."""
    columns = (
        Column("case", head("case", language), 12),
        Column("debtor", head("debtor", language), 24),
        Column("action", head("action", language), 30, sheets.NOTE),
        Column("why", head("why", language), 90, sheets.NOTE),
        Column("next", head("next", language), 28),
    )
    rows: tuple[Mapping[str, Cell], ...] = tuple(
        {"case": line.case_id, "debtor": line.debtor, "action": line.action, "why": line.why, "next": line.next} for line in lines
    )
    return Page(say(name, language), say("not-title", language, count=len(lines)), say(advice, language), columns, rows, lines=8)


def columns(language: str) -> tuple[Column, ...]:
    """The columns of the list, those to fill in last, then the unseen ones."""

    def words(codes: Sequence[str], list_name: str) -> tuple[str, ...]:
        return tuple(label(list_name, code, language) for code in codes)

    def shown(key: str, width: float, kind: str = sheets.TEXT) -> Column:
        return Column(key, head(key, language), width, kind)

    def filled(key: str, width: float, kind: str, note: str, choices: tuple[str, ...] = ()) -> Column:
        return Column(key, head(key, language), width, kind, choices, fill=True, note=say(note, language))

    return (
        shown("rank", 5, sheets.WHOLE), shown("case", 11), shown("debtor", 20, sheets.NOTE), shown("phone", 16), shown("hours", 17, sheets.NOTE),
        shown("office_hours", 14, sheets.NOTE), shown("best", 12, sheets.NOTE), shown("amount", 13, sheets.AMOUNT), shown("currency", 8),
        shown("days", 7, sheets.WHOLE), shown("action", 20, sheets.NOTE), shown("others", 16, sheets.NOTE), shown("language", 11, sheets.NOTE),
        filled("result", 18, sheets.TEXT, "fill-result", words(RESULTS, "Result")), filled("called_at", 16, sheets.MOMENT, "fill-when"),
        filled("promise_amount", 12, sheets.AMOUNT, "fill-amount"), filled("promise_on", 12, sheets.DAY, "fill-day"),
        filled("reason", 16, sheets.TEXT, "fill-reason", words(tuple(LABELS["Reason"]), "Reason")),
        filled("sentiment", 11, sheets.TEXT, "fill-sentiment", words(tuple(LABELS["Sentiment"]), "Sentiment")),
        filled("notes", 36, sheets.NOTE, "fill-notes"), filled("follow_up", 12, sheets.DAY, "fill-follow-up"),
        shown("why", 40, sheets.NOTE), *sheets.unseen(IDENTITY),
    )  # fmt: skip


def write(path: Path, lines: Sequence[CallLine], blocked: Sequence[NotLine], *, language: str, as_of: date, made_at: datetime, mark: str = "") -> None:
    """Make the file; ``mark`` stands before its title. Raises ``Stop`` X-EXISTS, X-WRITE."""
    rows: list[Mapping[str, Cell]] = []
    for rank, line in enumerate(lines, start=1):
        rows.append(
            {
                "rank": rank, "case": line.case_id, "debtor": line.debtor, "phone": line.phone.text if isinstance(line.phone, Link) else line.phone,
                "language": line.language, "hours": line.hours,
                "office_hours": line.office_hours, "best": line.best, "amount": line.amount, "currency": line.currency, "days": line.days,
                "action": line.action, "why": line.why, "others": line.others, **line.identity,
            }
        )  # fmt: skip
    title = f"{mark} {say('calls-title', language, on=as_of.isoformat(), count=len(lines))}".strip()
    page = Page(say("calls", language), title, say("calls-advice", language), columns(language), tuple(rows), lines=_MOST_LINES)
    sheets.save(path, [page, _scripts(lines, language), not_page(blocked, language, name="not-calls", advice="not-advice")], made_at)


def _scripts(lines: Sequence[CallLine], language: str) -> Reading:
    """What to say to each of them, in the order of the list."""
    blocks = tuple(
        Block(f"{rank} · {line.case_id} · {line.debtor}", line.phone, tuple(text for text in line.script.splitlines() if text.strip()))
        for rank, line in enumerate(lines, start=1)
    )
    return Reading(say("scripts", language), say("scripts", language), say("scripts-advice", language), blocks)
