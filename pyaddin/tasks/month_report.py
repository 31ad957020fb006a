"""Month end: the balance from opening to closing, per currency, closed for good by a supervisor; cost and effort of the month beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from pyaddin.correspondence import formats
from pyaddin.correspondence.reports.document import Document, Section, Table, Tile, table
from pyaddin.correspondence.reports.words import word
from pyaddin.errors import Stop
from pyaddin.history.months import Closed, Lines, closed_months
from pyaddin.records import dataclass
from pyaddin.rules.kpi_rows import Figure
from pyaddin.rules.month_end import LINES, Month, days_of, month_end
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.week import warned
from pyaddin.tasks.week_report import figures_table

ZERO = Decimal(0)
EFFORT = ("write_off_rate", "cost_per_1000", "contacts_per_1000", "touches_per_cure", "recovery", "promise_kept", "plan_kept")
RECOVERED = "recovered"
_MONTH = re.compile(r"((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """One month of the ledger: as it is from what is entered now, and as it was closed, if it was. ``name`` is ``2026-10``."""

    opened: Opened
    name: str
    first: date
    last: date
    months: tuple[Month, ...]
    closed: Closed | None

    @property
    def lines(self) -> Lines:
        """What counts: the closed figures, else those of now."""
        return self.closed.lines if self.closed is not None else lines_of(self.months)

    @property
    def balances(self) -> Mapping[str, Decimal]:
        """Balance of every case that has one in the evening of the last day, from what is entered now."""
        return {case.case_id: case.lines["closing"] for month in self.months for case in month.cases if case.lines["closing"]}


def lines_of(months: Sequence[Month]) -> Lines:
    """The lines of every currency with what was recovered beside them."""
    return {month.currency: {**month.lines, RECOVERED: month.recovered} for month in months}


def named(text: str) -> tuple[date, date]:
    """First and last day of ``2026-10``. Raises ``Stop`` X-OPTION."""
    found = _MONTH.fullmatch(text.strip())
    if found:
        return days_of(int(found.group(1)), int(found.group(2)))
    raise Stop("X-OPTION", f"month {text}", advice="Give the month as 2026-10.")


def of(opened: Opened, name: str) -> MonthEnd:
    """The month from the ledger as it stands; its opening is the closing of the month before where that was closed.

    Raises ``Stop``: X-OPTION for a month that has not begun, X-SNAPSHOTS when what was closed cannot be read.
    """
    first, last = named(name)
    if first > opened.as_of:
        raise Stop("X-OPTION", f"month {name}", advice=f"It has not begun by {opened.as_of}.")
    known = {closed.month: closed for closed in closed_months(opened.book.path, opened.raw.ledger_id)}
    before = known.get(_before(name))
    months = month_end(opened.files, opened.policy, first, min(last, opened.as_of), before.balances if before is not None else None)
    return MonthEnd(opened, name, first, last, months, known.get(name))


def _before(name: str) -> str:
    year, month = int(name[:4]), int(name[5:])
    return f"{year - (month == 1):04}-{12 if month == 1 else month - 1:02}"


def document(end: MonthEnd, figures: Sequence[Figure]) -> Document:
    """The report of the month. ``figures`` are the KPIs of its days."""
    opened, language = end.opened, end.opened.policy.language
    title = word("month", language, month=end.name)
    words = [word("no-case", language)] if not end.lines else []
    sections = [
        Section("lines", word("month-lines", language), (*words, *_state(end, language)), tables=_lines(end, language)),
        Section("effort", word("month-figures", language), tables=(figures_table(figures, EFFORT, language, "effort-table"),)),
        *(_cases(end, month, language) for month in end.months if end.closed is None),
        Section("how", word("how", language), (word("how-month", language), word("ties", language))),
    ]
    untied = [month.currency for month in end.months if not month.ties]
    return Document(
        title=title,
        language=language,
        facts=(
            (word("ledger", language), opened.book.path.name),
            (word("creditor", language), opened.settings.text("creditor_name") or "-"),
            (word("period", language), f"{end.first} - {end.last}"),
        ),
        tiles=tuple(
            Tile(f"{word('l-closing', language).lstrip('=＝ ')}, {currency}", formats.figure(lines["closing"], currency, language))
            for currency, lines in end.lines.items()
        ),
        sections=tuple(sections),
        foot=word("foot", language, title=title, ledger=opened.book.path.name, day=min(end.last, opened.as_of)),
        banner=warned(opened, word("no-tie", language, what=", ".join(untied)) if untied else ""),
    )


def _state(end: MonthEnd, language: str) -> list[str]:
    if end.closed is None:
        return [word("month-open", language, month=end.name)]
    told = [word("month-closed", language, by=end.closed.by, at=end.closed.at[:10])]
    for currency, amount in since_close(end).items():
        told.append(word("month-since", language, last=end.last, amount=formats.amount(amount, currency, language)))
    return told


def since_close(end: MonthEnd) -> dict[str, Decimal]:
    """By how much the closing balance would differ from what was closed, per currency; empty when nothing was entered since."""
    if end.closed is None:
        return {}
    now = {month.currency: month.lines["closing"] for month in end.months}
    currencies = sorted(now.keys() | end.closed.lines.keys())
    changed = {currency: now.get(currency, ZERO) - end.closed.lines.get(currency, {}).get("closing", ZERO) for currency in currencies}
    return {currency: amount for currency, amount in changed.items() if amount}


def _lines(end: MonthEnd, language: str) -> tuple[Table, ...]:
    currencies = list(end.lines)
    rows = [
        [word(f"l-{name}", language), *(formats.figure(end.lines[currency].get(name, ZERO), currency, language) for currency in currencies)]
        for name in (*LINES[:-1],)
    ]
    foot = [
        [word(f"l-{name}", language), *(formats.figure(end.lines[currency].get(name, ZERO), currency, language) for currency in currencies)]
        for name in ("closing", RECOVERED)
    ]
    head = [word("line", language), *currencies]
    return (table("month-lines", word("month-lines", language), head, rows, range(1, len(head)), foot),) if currencies else ()


def _cases(end: MonthEnd, month: Month, language: str) -> Section:
    head = [word("case", language), word("debtor", language), *(word(f"l-{name}", language) for name in LINES)]
    changed = sorted(month.cases, key=lambda case: (-abs(case.lines["closing"] - case.lines["opening"]), case.case_id))
    rows = []
    for case in changed:
        file = end.opened.by_case.get(case.case_id)
        amounts = [formats.figure(case.lines[name], month.currency, language) if case.lines[name] else "" for name in LINES]
        rows.append([case.case_id, file.debtor.name if file else "", *amounts])
    caption = word("month-cases", language, currency=month.currency)
    return Section(f"cases-{month.currency}", caption, tables=(table(f"list-{month.currency}", caption, head, rows, range(2, len(head)), wide=1),))
