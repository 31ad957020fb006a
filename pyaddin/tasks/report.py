"""The report: of a week, or of a month from opening to closing; a page that stands alone and a PDF, the same document in both."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from pyaddin.correspondence.letter.press import Unprintable
from pyaddin.correspondence.reports import show
from pyaddin.correspondence.reports.document import Document
from pyaddin.errors import Stop
from pyaddin.history.months import close, closed_now
from pyaddin.history.snapshots import Snapshots
from pyaddin.ledger.book import Book
from pyaddin.rules.decide import Decision, decide_all
from pyaddin.rules.kpi import figures as computed
from pyaddin.rules.kpi_words import note
from pyaddin.rules.money import cent, money_text
from pyaddin.tasks import document_files, kpis, month_report, week_report
from pyaddin.tasks import snapshots as taking
from pyaddin.tasks.look import picture
from pyaddin.tasks.opening import Opened, open_ledger, require_supervisor
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.week import WEEK, Week

SHORTEST = timedelta(days=6)
"""From Tuesday to Monday is a week, too: the last report's day is the last snapshot at least this long ago."""


def run(
    path: Path,
    *,
    month: str | None = None,
    since: date | None = None,
    close_month: bool = False,
    as_of: date | None,
    out: Path | None = None,
    by: str = "",
    now: Callable[[], datetime],
    book: Book | None = None,
) -> Outcome:
    """Writes ``report_<day>.html``, ``.pdf`` and ``.json`` into the folder of documents. The ledger is not changed.

    A week: ``since`` < day <= as-of; default: from the last snapshot at least six days before. A month: ``2026-10``; ``close_month`` keeps its figures for
    good (a supervisor, after its last day). Raises ``Stop``: X-OPTION for options that do not go together, a month that is not over or closed already,
    somebody who is no supervisor; X-SNAPSHOTS, X-WRITE, X-PRINT.
    """
    opened = open_ledger(path, as_of=as_of, now=now, book=book)
    if close_month and month is None:
        raise Stop("X-OPTION", "close without month", advice="Say which month: --month 2026-10 --close.")
    if month is not None and since is not None:
        raise Stop("X-OPTION", "since beside month", advice="Give either a month or the day after which the week begins.")
    folder = document_files.folder_of(path, out)
    if month is not None:
        return _month(opened, month, close_month, folder, by=by, now=now)
    return _week(opened, since, folder)


def _week(opened: Opened, since: date | None, folder: Path) -> Outcome:
    snapshots = taking.known(opened)
    until = opened.as_of
    first = since or _last_report(snapshots, until)
    if first >= until:
        raise Stop("X-OPTION", f"since {first}", advice=f"It lies before the day of the report, {until}.")
    _, decisions = picture(opened)
    facts = kpis.facts_of(opened, snapshots, first, until, decisions)
    week = Week(opened, facts, computed(facts), decisions, _due_next(opened, decisions))
    told = [text for text in (taking.doubt_told(snapshots, week.language), "" if snapshots.days else note("none", "", week.language)) if text]
    data: dict[str, object] = {"since": first.isoformat(), "until": until.isoformat(), "kpis": [kpis.told(figure, week.language) for figure in week.figures]}
    return _written(opened, week_report.document(week), data, folder, document_files.name_of("report", until.isoformat()), told)


def _last_report(snapshots: Snapshots, until: date) -> date:
    old = [day for day in snapshots.days if day <= until - SHORTEST]
    return max(old) if old else min((day for day in snapshots.days if day < until), default=until - WEEK)


def _due_next(opened: Opened, decisions: list[Decision]) -> list[Decision]:
    """Cases whose ladder calls for a message in a week that does not call for one now, if nothing happens until then."""
    now = {d.case_id for d in decisions if d.call is not None}
    later = decide_all([d.file for d in decisions], opened.policy, opened.as_of + WEEK, "weekly")
    return [d for d in later if d.call is not None and d.case_id not in now]


def _month(opened: Opened, name: str, close_month: bool, folder: Path, *, by: str, now: Callable[[], datetime]) -> Outcome:
    end = month_report.of(opened, name)
    if close_month:
        require_supervisor(opened, by)
        if end.last >= opened.as_of:
            raise Stop("X-OPTION", f"month {name}", advice=f"It ends on {end.last}: close it from the next day on.")
        if opened.refused:
            advice = "Put the refused rows right first: they count in no figure. Check names them."
            raise Stop("X-ROWS", f"{opened.refused} refused rows", advice=advice)
        closed = closed_now(name, end.lines, end.balances, by=by, at=now())
        close(opened.book.path, opened.raw.ledger_id, closed)
        end = month_report.of(opened, name)
    until = min(end.last, opened.as_of)
    facts = kpis.facts_of(opened, taking.known(opened), end.first - timedelta(days=1), until)
    figures = computed(facts)
    data: dict[str, object] = {
        "month": name,
        "closed": {"by": end.closed.by, "at": end.closed.at} if end.closed is not None else None,
        "lines": {currency: _texts(lines, currency) for currency, lines in end.lines.items()},
        "since_close": _texts_by_currency(month_report.since_close(end)),
        "kpis": [kpis.told(figure, opened.policy.language) for figure in figures],
    }
    return _written(opened, month_report.document(end, figures), data, folder, document_files.name_of("month", name), [])


def _texts(lines: Mapping[str, Decimal], currency: str) -> dict[str, str]:
    return {name: money_text(amount.quantize(cent(currency)), currency) for name, amount in lines.items()}


def _texts_by_currency(amounts: Mapping[str, Decimal]) -> dict[str, str]:
    return {currency: money_text(amount.quantize(cent(currency)), currency) for currency, amount in amounts.items()}


def _written(opened: Opened, document: Document, data: dict[str, object], folder: Path, name: str, told: list[str]) -> Outcome:
    """The PDF first: what cannot be printed is refused before anything is written."""
    try:
        page, lost = show.pdf(
            document, author=opened.settings.text("creditor_name"), paper=opened.settings.text("letter_paper") or "a4", on=opened.as_of
        )
    except Unprintable as error:
        raise document_files.refused(error) from None
    stored = document_files.store(page, folder, name)
    whole = {**data, "as_of": opened.as_of.isoformat()}
    texts = {".html": show.html(document), ".json": json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True)}
    files = [str(stored.path), *(str(_text(stored.path.with_suffix(suffix), text)) for suffix, text in texts.items())]
    return Outcome("report", {**whole, "files": [files[1], files[0], files[2]], "notes": [*told, *lost]})


def _text(target: Path, text: str) -> Path:
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        os.replace(part, target)
    except OSError as error:
        raise Stop("X-WRITE", f"{target.name}: {error.strerror}", advice="Close the file if it is open, or choose another folder with --out.") from None
    return target
