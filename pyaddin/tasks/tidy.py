"""Tidy sheet: what typing and pasting destroyed is restored, and every overwritten cell is named with its old and its new value."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from pyaddin.ledger.book import Book, Edit
from pyaddin.tasks.change_lines import ChangeLines
from pyaddin.tasks.entering import open_for_entry
from pyaddin.tasks.entries import Numbers
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.recompute import recompute
from pyaddin.tasks.recorded import write
from pyaddin.tasks.tidying import form_json, mending_edits, with_form


def run(path: Path, *, by: str, now: Callable[[], datetime], book: Book | None = None) -> Outcome:
    """Formats, validations, extents of tables, dates and amounts that stand as text, blank ids, computed columns. A second tidy changes nothing.

    Figures are those of the day that the sheets show (``Computed as of``), today's where nothing was computed yet: tidying is no run and moves no
    case to another day. Left alone: refused rows, a clerk's own columns, colors, comments. Raises what reading and writing raise.
    """
    opened = with_form(open_for_entry(path, as_of=_shown_day(path, now, book), now=now, book=book), thoroughly=True)
    result = recompute(opened, None, Numbers(opened.typed), by=by, at=now())
    edits: list[Edit] = [*mending_edits(opened), *result.edits]
    written = write(opened.book, opened.raw, edits, as_of=opened.as_of, at=now(), by=by, task="tidy") if edits else None
    data: dict[str, object] = {
        "as_of": opened.as_of.isoformat(),
        "restored": form_json(opened.untidy, mended=True),
        "told": form_json(opened.untidy, mended=False),
        "changes": ChangeLines(edits),
        "refused": opened.refused,
        "faults": [fault.as_json() for fault in opened.faults],
        "backup": str(written.backup) if written and written.backup else None,
    }
    return Outcome("tidy", data, 1 if opened.refused else 0)


def _shown_day(path: Path, now: Callable[[], datetime], book: Book | None) -> date | None:
    """The day of the figures on the sheets; ``None`` when nothing was computed yet."""
    return open_for_entry(path, as_of=None, now=now, book=book).settings.day("as_of")
