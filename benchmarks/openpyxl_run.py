"""The same follow-up the way of most scripts: openpyxl reads every sheet, the same rules decide, jinja2 and EmailMessage write, openpyxl saves.

No lock, no backup, no journal, no audit chain, no reading back: what it leaves out it gains. ``python -m benchmarks.openpyxl_run LEDGER SAVED`` prints
CPU seconds of its phases and the peak memory as JSON.
"""

from __future__ import annotations

import json
import sys
import warnings
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import openpyxl

from benchmarks.ledgers import AS_OF
from benchmarks.our_run import peak, used
from pyaddin.correspondence import wording
from pyaddin.correspondence.mailpage import html
from pyaddin.entrypoints.at_one_go import at_one_go
from pyaddin.ledger.book import AddRow, Edit, RawLedger, RawTable, ReplaceRows, SetCell
from pyaddin.ledger.edits import one_by_one
from pyaddin.ledger.memory import MemoryBook
from pyaddin.ledger.schema import EVERY_TABLE, SCHEMA_VERSION
from pyaddin.rules.decide import Decision
from pyaddin.tasks import message_facts
from pyaddin.tasks.deciding import decided
from pyaddin.tasks.entries import Ledger, Numbers, computed_edits
from pyaddin.tasks.moves import move_rows
from pyaddin.tasks.opening import Opened, opened_from

AT = datetime.fromisoformat("2026-11-23T08:00:00+00:00")


def read(book: Any) -> RawLedger:
    """Every table of the ledger, as the closed reader hands it out."""
    tables = {}
    for name in EVERY_TABLE:
        rows = book[name].iter_rows(values_only=True)
        headers = tuple(str(cell) for cell in next(rows) if cell is not None)
        taken = tuple((number, dict(zip(headers, map(_raw, row), strict=False))) for number, row in enumerate(rows, 2) if any(cell is not None for cell in row))
        tables[name] = RawTable(name, headers, taken)
    return RawLedger(tables, "bench", SCHEMA_VERSION, "")


def _raw(cell: Any) -> Any:
    """Whole numbers come as floats from every other reader; a date has no time of day."""
    if type(cell) is int:
        return float(cell)
    return cell.date() if isinstance(cell, datetime) and cell.hour == cell.minute == cell.second == 0 else cell


def emails(opened: Opened, decisions: Sequence[Decision]) -> Iterator[bytes]:
    """Each message that is to go, as the standard library builds it."""
    siblings: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        siblings[decision.file.case.debtor_id].append(decision)
    for decision in decisions:
        send = decision.send
        if send is None or not send.route.driver:
            continue
        letter = message_facts.of_send(opened, decision, send, siblings[decision.file.case.debtor_id])
        words = wording.render(letter)
        message = EmailMessage(policy=SMTP)
        message["From"], message["To"], message["Subject"] = letter.sender.reply_to, decision.file.debtor.email, words.subject
        message.set_content(wording.plain_text(words, letter))
        message.add_alternative(html(words, letter), subtype="html")
        yield message.as_bytes()


def enter(book: Any, edits: Sequence[Edit]) -> None:
    """The edits cell by cell; tables grow with their rows."""
    places = {name: {str(cell.value): cell.column for cell in next(book[name].iter_rows(max_row=1)) if cell.value} for name in EVERY_TABLE}
    bottoms = {name: book[name].max_row for name in EVERY_TABLE}
    for edit in edits:
        sheet = book[edit.table]
        if isinstance(edit, SetCell):
            sheet.cell(edit.row, places[edit.table][edit.column], edit.new)
        elif isinstance(edit, AddRow):
            bottoms[edit.table] += 1
            for column, value in edit.values.items():
                sheet.cell(bottoms[edit.table], places[edit.table][column], value)
        elif isinstance(edit, ReplaceRows):
            for number, row in enumerate(edit.rows, 2):
                for column, value in row.items():
                    sheet.cell(number, places[edit.table][column], value)
    for name, bottom in bottoms.items():
        for table in book[name].tables.values():
            corner, _, far = table.ref.partition(":")
            table.ref = f"{corner}:{''.join(c for c in far if c.isalpha())}{max(bottom, int(''.join(c for c in far if c.isdigit())))}"


def main() -> None:
    """Run and tell."""
    warnings.simplefilter("ignore")
    marks = [used()]
    with at_one_go():
        book = openpyxl.load_workbook(sys.argv[1], keep_vba=True)
        raw = read(book)
        marks.append(used())
        opened = opened_from(MemoryBook({}, path=Path(sys.argv[1])), raw, as_of=AS_OF, now=lambda: AT)
        decisions = decided(opened.files, opened, "weekly", (), {})
        ledger, numbers = Ledger(opened.typed), Numbers(opened.typed)
        edits = list(one_by_one(computed_edits(ledger, decisions, numbers, AS_OF, today=decisions)))
        for decision in decisions:
            edits += move_rows(decision, decision.level, AT, "W-2026-11-23", "bench")
        marks.append(used())
        sizes = [len(body) for body in emails(opened, decisions)]
        edits += [_contact(decision, number) for number, decision in enumerate(d for d in decisions if d.send and d.send.route.driver)]
        marks.append(used())
        enter(book, edits)
        book.save(sys.argv[2])
        marks.append(used())
    names = ("reading", "typing, checking, deciding", "emails", "entering and saving")
    phases = {name: end - start for name, start, end in zip(names, marks, marks[1:], strict=False)}
    told = {"assessed": len(decisions), "moved": sum(1 for d in decisions if d.moves), "sent": len(sizes), "refused": opened.refused}
    print(json.dumps({"cpu": used(), "peak": peak(), "phases": phases, "told": told}))


def _contact(decision: Decision, number: int) -> AddRow:
    values = {
        "Contact ID": f"K-9{number:06d}", "Case ID": decision.case_id, "Debtor ID": decision.file.debtor.debtor_id, "At": "2026-11-23T09:00:00Z",
        "Channel": "email", "Direction": "out", "Class": "collection", "Result": "sent", "By": "program", "Why": decision.why,
    }  # fmt: skip
    return AddRow("Contacts", str(values["Contact ID"]), values, "")


if __name__ == "__main__":
    main()
