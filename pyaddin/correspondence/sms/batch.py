"""The driver that writes files: a workbook for a person who sends the texts, and a CSV for a provider's upload page."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from pyaddin.correspondence import sheets
from pyaddin.correspondence.call_words import head, say
from pyaddin.correspondence.calls import NotLine, not_page
from pyaddin.correspondence.sheets import Cell, Column, Page
from pyaddin.correspondence.sms.gateway import FINAL, Item, Prepared, Receipt, prepared
from pyaddin.errors import Stop
from pyaddin.labels import label
from pyaddin.records import dataclass

IDENTITY = ("row_id", "case_id", "debtor_id", "contact_ids", "ledger_id", "made_at", "seal")
FILLED = ("result", "sent_at", "notes")
CSV_HEAD = ("reference", "number", "text")
_LIVE = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a cell begins that a spreadsheet takes for a formula when it opens a CSV."""


@dataclass(frozen=True, slots=True)
class FileGateway:
    """Writes the batch to ``path`` and, where one is named, ``csv_path``. ``identity``: the unseen cells of each reference."""

    path: Path
    csv_path: Path | None
    language: str
    home: str
    as_of: date
    made_at: datetime
    identity: Mapping[str, Mapping[str, str]]
    blocked: Sequence[NotLine] = ()

    def prepare(self, item: Item) -> Prepared:
        return prepared(item, self.home)

    def deliver(self, batch: Sequence[Prepared]) -> tuple[Receipt, ...]:
        """The files, all or none. Every receipt says queued: a person sends, and the file tells what became of it when it comes back."""
        if self.csv_path is not None and self.csv_path.exists():
            raise Stop("X-EXISTS", str(self.csv_path))
        sheets.save(self.path, self._pages(batch), self.made_at)
        if self.csv_path is not None:
            try:
                self.csv_path.write_bytes(csv_bytes(batch))
            except OSError as error:
                self.path.unlink(missing_ok=True)
                raise Stop("X-WRITE", f"{self.csv_path}: {error.strerror or error}") from error
        return tuple(Receipt(message.item.reference, "queued") for message in batch)

    def _pages(self, batch: Sequence[Prepared]) -> list[Page]:
        language = self.language
        parts = sum(message.segments.parts for message in batch)
        title = say("sms-title", language, on=self.as_of.isoformat(), count=len(batch), parts=parts)
        rows = tuple(self._row(rank, message) for rank, message in enumerate(batch, start=1))
        page = Page(say("sms", language), title, say("sms-advice", language), columns(language), rows, lines=10)
        return [page, not_page(self.blocked, language, name="not-sms", advice="not-sms-advice")]

    def _row(self, rank: int, message: Prepared) -> Mapping[str, Cell]:
        item, found = message.item, message.segments
        return {
            "rank": rank, "case": item.case_id, "debtor": item.debtor, "number": message.number.e164, "text": item.text, "encoding": found.encoding,
            "units": found.units, "parts": found.parts, "cost": say(message.cost_class, self.language), "sms_hours": item.hours,
            "office_hours": item.office_hours, "wording": item.template, "wording_hash": item.sha256, **self.identity[item.reference],
        }  # fmt: skip


def columns(language: str) -> tuple[Column, ...]:
    """The columns of the batch, those to fill in last, then the unseen ones."""

    def shown(key: str, width: float, kind: str = sheets.TEXT) -> Column:
        return Column(key, head(key, language), width, kind)

    results = tuple(label("Result", code, language) for code in FINAL)
    return (
        shown("rank", 5, sheets.WHOLE), shown("case", 11), shown("debtor", 20, sheets.NOTE), shown("number", 17), shown("text", 60, sheets.NOTE),
        shown("encoding", 9),
        shown("units", 8, sheets.WHOLE), shown("parts", 7, sheets.WHOLE), shown("cost", 10), shown("sms_hours", 22, sheets.NOTE),
        shown("office_hours", 18, sheets.NOTE), shown("wording", 26), shown("wording_hash", 20),
        Column("result", head("result", language), 14, sheets.TEXT, results, fill=True, note=say("fill-sent", language)),
        Column("sent_at", head("sent_at", language), 16, sheets.MOMENT, fill=True, note=say("fill-when", language)),
        Column("notes", head("notes", language), 30, sheets.NOTE, fill=True, note=say("fill-sent-notes", language)),
        *sheets.unseen(IDENTITY),
    )  # fmt: skip


def csv_bytes(batch: Sequence[Prepared]) -> bytes:
    """``reference,number,text`` in UTF-8, every field quoted. Numbers stand without +: with it a spreadsheet that opens the file makes a sum of them.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(CSV_HEAD)
    for message in batch:
        text = message.item.text
        writer.writerow((message.item.reference, message.number.e164.removeprefix("+"), f"'{text}" if text.startswith(_LIVE) else text))
    return out.getvalue().encode("utf-8-sig")
