"""The clerk of ``benchmarks.live_clicks``: how each button is pressed, from the selection to the last question, and what it asked of the spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import xlwings

from pyaddin.entrypoints import ribbon
from pyaddin.ledger.libreoffice.engine import App
from pyaddin.ledger.libreoffice.part import CALLS

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


class Clerk:
    """At the open workbook; each press has rows of its own, so that what was sent before is not in its way."""

    def __init__(self, book: xlwings.Book, app: App, folder: Path) -> None:
        self.book, self.app, self.folder = book, app, folder
        self._next: dict[str, int] = {}
        book.set_mock_caller()

    def do(self, click: Click, rows: int) -> tuple[int, int, int, str]:
        """Blocks read, blocks written and calls of the whole way of a button, and what was said last. Selecting and typing are the clerk's, not counted."""
        if not click.alone:
            self.select(click.sheet, max(1, rows) if click.file is None else 1)
        total, said = self._press(click.button)
        if self.book.sheets.active.name == "Form":
            fields = dict(click.fields)
            if click.file is not None:
                fields["source"] = str(click.file(self, max(1, rows)))
            self._fill(fields or self._number())
            again, said = self._press(click.button)
            total = (total[0] + again[0], total[1] + again[1], total[2] + again[2])
        return *total, said

    def select(self, sheet: str, rows: int) -> None:
        there = self.book.sheets[sheet]
        first, last = self._next.get(sheet, 2), there.used_range.last_cell.row
        if first + rows > last:
            first = 2
        self._next[sheet] = first + rows if sheet == "Cases" else first
        there.activate()
        there.range((first, 1), (first + rows - 1, 2)).select()

    def _press(self, button: str) -> tuple[tuple[int, int, int], str]:
        count, heard = self.book.impl.count, len(self.app.prompts)
        before = (count.reads, count.writes, CALLS.made)
        self.app.answers.extend(["yes"] * 3)
        with mock.patch("pyaddin.entrypoints.sender.start"), mock.patch("webbrowser.open"), mock.patch("pyaddin.entrypoints.later.start"):
            getattr(ribbon, button)()
        self.app.answers.clear()
        said = " / ".join(prompt.text.splitlines()[-1] for prompt in self.app.prompts[heard:])
        return (count.reads - before[0], count.writes - before[1], CALLS.made - before[2]), said

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

    def cell(self, sheet: str, row: int, header: str) -> Any:
        there = self.book.sheets[sheet]
        headers = there.range((1, 1), (1, 40)).value
        return there.range((row, headers.index(header) + 1)).value


def _payments(clerk: Clerk, rows: int) -> Path:
    """A list of payments on so many cases."""
    file = clerk.folder / f"payments-{rows}.csv"
    cases = clerk.book.sheets["Cases"].range((2, 1), (rows + 1, 1)).options(ndim=2).value
    file.write_text("Case ID,Value date,Amount\n" + "".join(f"{row[0]},2026-11-24,1.25\n" for row in cases), encoding="utf-8")
    return file


def _statement(clerk: Clerk, rows: int) -> Path:
    """A bank's list with so many lines, each with a case's number."""
    file = clerk.folder / f"bank-{rows}.csv"
    there = clerk.book.sheets["Cases"]
    cases = there.range((2, 1), (rows + 1, 1)).options(ndim=2).value
    lines = (f"2026-11-24,{100 + number}.{rows % 100:02d},EUR,A payer,{row[0]}\n" for number, row in enumerate(cases))
    file.write_text("Value date,Amount,Currency,Payer,Reference\n" + "".join(lines), encoding="utf-8")
    return file


CLICKS: tuple[Click, ...] = (
    Click("refresh", alone=True),
    Click("queue", alone=True),
    Click("explain"),
    Click("changes"),
    Click("may_contact"),
    Click("preview", rows=True),
    Click("preview_wording", fields={"template": "reminder_1"}),
    Click("remind", rows=True),
    Click("pay", fields={"amount": 10}),
    Click("log", fields={"channel": "call", "result": "no answer"}),
    Click("promise", fields={"amount": 10, "due_on": "2026-12-01"}),
    Click("hold", fields={"type": "DISPUTE", "reason": "the goods never came"}),
    Click("undo", alone=True),
    Click("talk", fields={"channel": "call", "direction": "in", "result": "reached", "income": 2000, "housing": 900}),
    Click("offers"),
    Click("agree", fields={"count": 3, "first_due": "2026-12-15", "frequency": "monthly"}),
    Click("versions", sheet="Plans"),
    Click("advice", fields={"counsel": "Jo Hart", "asked_on": "2026-11-24"}),
    Click("review", alone=True),
    Click("demand", rows=True),
    Click("handover", rows=True),
    Click("import_list", rows=True, file=_payments, alone=True),
    Click("bank_statement", rows=True, file=_statement, alone=True),
    Click("book_bank_lines", sheet="Bank", rows=True),
    Click("my_cases"),
    Click("call_list", alone=True, fields={"owner": ""}),
    Click("outbox", alone=True),
    Click("send_due", alone=True),
    Click("daily", alone=True),
    Click("weekly", alone=True),
    Click("figure_rows", sheet="Figures"),
    Click("weekly_report", alone=True),
    Click("tidy", alone=True),
)
