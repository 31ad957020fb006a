"""The clerk of ``benchmarks.live_clicks``: how each button is pressed, from the selection to the last question, and what it asked of the spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import xlwings

from pyaddin.entrypoints import ribbon
from pyaddin.entrypoints.live import press
from pyaddin.ledger.libreoffice.engine import App
from pyaddin.ledger.libreoffice.part import CALLS
from pyaddin.ledger.live.screen import Screen

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
Fields = Mapping[str, object]


@dataclass(frozen=True)
class Click:
    """One button: on which sheet something is selected, what is typed on the Form, and whether it works on many rows (selected, or of a file)."""

    button: str
    sheet: str = "Cases"
    fields: Fields = field(default_factory=dict)
    rows: bool = False
    file: Callable[[Clerk, int], Path] | None = None
    alone: bool = False
    """Nothing is selected for it."""
    before: Callable[[Clerk], None] | None = None
    """What the clerk does by hand before, once for each number of rows: not counted."""
    owing: bool = False
    """A single row is one of a case in arrears."""
    newest: bool = False
    """The last rows of the sheet are selected."""
    days: int = 0
    """How many days later it is pressed."""
    again: str = ""
    """Said of this button after the first press of a ledger: with rows hidden, or selected one by one."""
    scattered: bool = False
    """Every second row is selected, with Ctrl."""

    @property
    def name(self) -> str:
        return f"{self.button} ({self.again})" if self.again else self.button


@dataclass
class Cost:
    """What one way of a button asked of the spreadsheet; ``said`` is the last message, ``refused`` why it did not do its work."""

    reads: int = 0
    writes: int = 0
    calls: int = 0
    said: str = ""
    refused: str = ""


class Clerk:
    """At the open workbook; each press has rows of its own, so that what was sent before is not in its way."""

    def __init__(self, book: xlwings.Book, app: App, folder: Path) -> None:
        self.book, self.app, self.folder = book, app, folder
        self.now = NOW
        self._next: dict[str, int] = {}
        book.set_mock_caller()
        self._leaving_at_once()

    def _leaving_at_once(self) -> None:
        """Messages leave at once, so that none waits which a later click on more rows would have to take back in a second write."""
        settings = self.book.sheets["Settings"]
        row = next(number for number, key in enumerate(settings.range((1, 1), (settings.used_range.last_cell.row, 1)).value, 1) if key == "recall_minutes")
        settings.range((row, 2)).value = 0

    def do(self, click: Click, rows: int) -> Cost:
        """The whole way of a button. Selecting and typing are the clerk's, not counted."""
        self.now = max(self.now, NOW + timedelta(days=click.days))
        if click.before is not None:
            click.before(self)
        if not click.alone:
            self._select(click, max(1, rows) if click.file is None else 1)
        cost = Cost()
        self._press(click.button, cost)
        if self.book.sheets.active.name == "Form":
            fields = dict(click.fields)
            if click.file is not None:
                fields["source"] = str(click.file(self, max(1, rows)))
            self._fill(fields or self._number())
            self._press(click.button, cost)
            if self.book.sheets.active.name == "Form":
                cost.refused = cost.refused or cost.said or "the Form asks again"
        return cost

    def _select(self, click: Click, rows: int) -> None:
        there = self.book.sheets[click.sheet]
        step = 2 if click.scattered else 1
        first, last = self._next.get(click.sheet, 2), there.used_range.last_cell.row
        if first + rows * step > last:
            first = 2
        self._next[click.sheet] = first + rows if click.sheet == "Cases" else first
        there.activate()
        if click.newest:
            first = max(2, last - rows + 1)
        if click.owing and rows == 1:
            first = self.owing()[0][0]
        while rows == 1 and there.range((first, 1)).rows.hidden:
            first += 1
        parts = [f"A{row}:B{row}" for row in range(first, first + rows * step, step)] if click.scattered else [f"A{first}:B{first + rows - 1}"]
        there.range(",".join(parts)).select()

    def owing(self, column: str = "Arrears") -> list[tuple[int, str, str]]:
        """Rows, ids and currencies of the cases with arrears (or with anything outstanding), from the top."""
        there = self.book.sheets["Cases"]
        headers = there.range((1, 1), (1, 40)).value
        cells = there.range((2, 1), (there.used_range.last_cell.row, len(headers))).options(ndim=2).value
        owed, case, currency = (headers.index(name) for name in (column, "Case ID", "Currency"))
        return [(row, str(line[case]), str(line[currency])) for row, line in enumerate(cells, 2) if line[case] and (line[owed] or 0) > 0]

    def _press(self, button: str, cost: Cost) -> None:
        count, heard, refused = self.book.impl.count, len(self.app.prompts), list[str]()
        before = (count.reads, count.writes, CALLS.made)
        self.app.answers.extend(["yes"] * 3)
        told = press._tell

        def refusing(screen: Screen | None, button_id: str, language: str, *lines: str) -> None:
            refused.extend(lines[:1])
            told(screen, button_id, language, *lines)

        with mock.patch("pyaddin.entrypoints.sender.start"), mock.patch("webbrowser.open"), mock.patch("pyaddin.entrypoints.later.start"), mock.patch(
            "pyaddin.clock.now", return_value=self.now
        ), mock.patch("pyaddin.entrypoints.live.press._tell", refusing):
            getattr(ribbon, button)()
        self.app.answers.clear()
        cost.reads, cost.writes, cost.calls = cost.reads + count.reads - before[0], cost.writes + count.writes - before[1], cost.calls + CALLS.made - before[2]
        cost.said = " / ".join(prompt.text.splitlines()[-1] for prompt in self.app.prompts[heard:])
        cost.refused = " ".join(refused)

    def _fill(self, fields: Fields) -> None:
        form, grid = self.book.sheets["Form"], self._form()
        for name, value in fields.items():
            place = next(number for number, row in grid if name in row)
            form.range((place, 2)).value = value

    def _number(self) -> Fields:
        """The number of messages that the Form asks for."""
        number = next(int(found.group(1)) for _, row in self._form() for cell in row if (found := re.search(r"as of [\d-]+: (\d+)", str(cell))))
        return {"number": number}

    def _form(self) -> list[tuple[int, list[Any]]]:
        used = self.book.sheets["Form"].used_range
        return list(enumerate(used.options(ndim=2).value, used.row))


def _payments(clerk: Clerk, rows: int) -> Path:
    """A list of payments on so many cases."""
    file = clerk.folder / f"payments-{rows}.csv"
    lines = (f"{case},2026-11-24,{_amount(rows, number)}\n" for number, (case, _) in enumerate(_of_so_many(clerk, rows)))
    file.write_text("Case ID,Value date,Amount\n" + "".join(lines), encoding="utf-8")
    return file


def _statement(clerk: Clerk, rows: int) -> Path:
    """A bank's list with so many lines, each with the number of a case."""
    file = clerk.folder / f"bank-{rows}.csv"
    lines = (f"2026-11-24,2{_amount(rows, number)},{currency},A payer,{case}\n" for number, (case, currency) in enumerate(_of_so_many(clerk, rows)))
    file.write_text("Value date,Amount,Currency,Payer,Reference\n" + "".join(lines), encoding="utf-8")
    return file


def _amount(rows: int, number: int) -> str:
    """A small part of what is owed: many payments touch no other columns than few. No two of a case are equal."""
    return f"{rows % 11}.{number % 100:02d}"


def _of_so_many(clerk: Clerk, rows: int) -> list[tuple[str, str]]:
    """So many ids and currencies of cases on which something is outstanding; one of them several times where the ledger has not so many."""
    owing = [(case, currency) for _, case, currency in clerk.owing("Outstanding")]
    return [owing[number % len(owing)] for number in range(rows)]


def _counsel(clerk: Clerk) -> None:
    """On the sheet Legal every case stands with who has it now, as the handover notice asks for."""
    cases, legal = clerk.book.sheets["Cases"], clerk.book.sheets["Legal"]
    table = legal.tables["Legal"]
    last = cases.used_range.last_cell.row
    ids = [row[0] for row in cases.range((2, 1), (last, 1)).options(ndim=2).value if row[0]]
    if table.range.shape[0] > len(ids):
        return
    headers = legal.range((1, 1), (1, 40)).value
    table.resize(legal.range((1, 1), (len(ids) + 1, table.range.shape[1])))
    for header, values in (("Case ID", ids), ("Counsel", ["Jo Hart"] * len(ids)), ("Asked on", [datetime.combine(date(2026, 11, 20), time())] * len(ids))):
        column = headers.index(header) + 1
        legal.range((2, column), (len(ids) + 1, column)).value = [[value] for value in values]


CLICKS: tuple[Click, ...] = (
    Click("refresh", alone=True),
    Click("queue", alone=True),
    Click("explain"),
    Click("changes"),
    Click("may_contact"),
    Click("preview", rows=True),
    Click("preview", rows=True, scattered=True, again="every second row"),
    Click("preview_wording", fields={"template": "reminder_1"}, owing=True),
    Click("remind", rows=True, owing=True),
    Click("pay", fields={"amount": 10}),
    Click("log", fields={"channel": "call", "result": "no answer"}),
    Click("promise", fields={"amount": 10, "due_on": "2026-12-01"}),
    Click("hold", fields={"type": "DISPUTE", "reason": "the goods never came"}),
    Click("undo", alone=True),
    Click("talk", fields={"channel": "call", "direction": "in", "result": "reached", "income": 2000, "housing": 900}),
    Click("offers"),
    Click("agree", fields={"count": 3, "first_due": "2026-12-15", "frequency": "monthly"}, owing=True),
    Click("versions", sheet="Plans"),
    Click("advice", fields={"counsel": "Jo Hart", "asked_on": "2026-11-24"}),
    Click("review", alone=True),
    Click("demand", rows=True, owing=True),
    Click("handover", rows=True, before=_counsel),
    Click("import_list", rows=True, file=_payments, alone=True),
    Click("bank_statement", rows=True, file=_statement, alone=True),
    Click("book_bank_lines", sheet="Bank", rows=True, newest=True),
    Click("my_cases"),
    Click("preview", rows=True, again="rows hidden"),
    Click("pay", fields={"amount": 11}, again="rows hidden"),
    Click("my_cases", again="all again", alone=True, before=lambda clerk: clerk.book.sheets["Cases"].activate()),
    Click("call_list", alone=True, fields={"owner": ""}),
    Click("outbox", alone=True),
    Click("send_due", alone=True),
    Click("daily", alone=True),
    Click("weekly", alone=True, days=7),
    Click("figure_rows", sheet="Figures"),
    Click("weekly_report", alone=True),
    Click("tidy", alone=True),
)
