"""A small office for tests: a ledger typed in a few lines, the commands through their real door, and an independent reader.

Helpers give rows as a clerk would type them; ``Office`` runs the command line in this process with ``--json``, types into cells
as a clerk at the closed file does, and reads sheets back with openpyxl.
"""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from unittest import mock

from python_calamine import CalamineWorkbook

from pyaddin.entrypoints.cli import main
from pyaddin.ledger.book import AddRow, SetCell, Value
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.schema import EVERY_TABLE
from tests.ledger.made import make_ledger

Row = dict[str, Value]
LEDGER_ID = "OFFICE-1"
SUPERVISOR = "Li Na"
SETTINGS: Mapping[str, Value] = {
    "actor_role": "creditor",
    "debt_class": "consumer",
    "creditor_name": "Oakmere Furniture",
    "creditor_address": "4 Mill Lane, Leeds",
    "creditor_phone": "+44 113 496 0000",
    "contact_person": "Mary Webb",
    "reply_to": "accounts@oakmere.example",
    "payment_instructions": "Bank transfer, sort code 00-00-00, account 00000000",
    "complaint_line": "complaints@oakmere.example",
    "time_zone": "Europe/London",
    "supervisors": SUPERVISOR,
}


def day(text: str) -> date:
    """``2026-11-02``, or ``11-02`` for a day of 2026."""
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


def money(amount: str | int) -> Decimal:
    return Decimal(str(amount)).quantize(Decimal("0.01"))


def debtor(number: int = 1, **more: Value) -> Row:
    """A consumer in England who reads email; ``more`` uses ``_`` for blanks in headers."""
    name = ("Ann Lee", "Bob Ray", "Cai Yu", "Dee Fox", "Eve Kay")[(number - 1) % 5]
    base: Row = {
        "Debtor ID": f"D-{number:05d}", "Name": name, "Kind": "consumer", "Language": "en", "Email": f"{name.split()[0].lower()}@debtor.example",
        "Phone": f"+44 113 496 01{number:02d}", "Address": f"{number} High Street", "City": "Leeds", "Postal code": "LS1 1AA", "Country": "GB",
        "Time zone": "Europe/London",
    }  # fmt: skip
    return base | _headers("Debtors", more)


def case(number: int = 1, owner: int = 1, **more: Value) -> Row:
    base: Row = {
        "Case ID": f"C-{number:05d}", "Debtor ID": f"D-{owner:05d}", "Product": "Sofa", "Currency": "GBP", "Opened on": day("01-05"), "Owner": "Mary Webb",
    }  # fmt: skip
    return base | _headers("Cases", more)


def installments(number: int, due_on: Sequence[str], amount: str | int = 100, plan: str | None = None, first: int = 1) -> list[Row]:
    """Equal rows of principal on the given days."""
    return [
        {"Case ID": f"C-{number:05d}", "Plan ID": plan, "No": no, "Due on": day(due), "Principal": money(amount)} for no, due in enumerate(due_on, start=first)
    ]


def payment(number: int, on: str, amount: str | int, payment_id: str | None = None, **more: Value) -> Row:
    base: Row = {"Payment ID": payment_id, "Case ID": f"C-{number:05d}", "Value date": day(on), "Amount": money(amount), "Method": "Bank transfer"}
    return base | _headers("Payments", more)


def contact(number: int, at: str, channel: str, result: str, owner: int = 1, direction: str = "out", **more: Value) -> Row:
    """``at`` as the clerk types it, in office time: ``2026-11-02 15:00``."""
    base: Row = {
        "Contact ID": None, "Case ID": f"C-{number:05d}", "Debtor ID": f"D-{owner:05d}", "At": at, "Channel": channel, "Direction": direction,
        "Result": result, "By": "Mary Webb",
    }  # fmt: skip
    return base | _headers("Contacts", more)


def plan(number: int, plan_id: str, total: str | int, proposed: str, signed: str | None = None, version: int = 1, **more: Value) -> Row:
    """An agreement; with ``signed`` both sides signed on that day."""
    on = None if signed is None else day(signed)
    base: Row = {
        "Plan ID": plan_id, "Case ID": f"C-{number:05d}", "Version": version, "Kind": "installment", "Status": "signed" if signed else "proposed",
        "Proposed on": day(proposed), "Total": money(total), "Debtor signed on": on, "Creditor signed on": on,
        "Evidence": "agreements/plan.pdf" if signed else None, "Payment method": "Bank transfer",
    }  # fmt: skip
    return base | _headers("Plans", more)


def promise(number: int, promise_id: str, made: str, amount: str | int, due: str, **more: Value) -> Row:
    base: Row = {"Promise ID": promise_id, "Case ID": f"C-{number:05d}", "Made on": day(made), "Amount": money(amount), "Due on": day(due)}
    return base | _headers("Promises", more)


def hold(number: int, hold_id: str, kind: str, start: str, end: str | None = None, **more: Value) -> Row:
    base: Row = {
        "Hold ID": hold_id, "Scope": "case", "Applies to": f"C-{number:05d}", "Type": kind, "Start": day(start), "End": day(end) if end else None,
        "Reason": "Asked for it by phone", "By": "Mary Webb",
    }  # fmt: skip
    return base | _headers("Holds", more)


def _headers(table: str, more: Mapping[str, Value]) -> Row:
    """Keyword arguments as headers: ``Late_fee`` is Late fee. A name that is no header is a slip of the test."""
    row = {name.replace("_", " "): value for name, value in more.items()}
    assert set(row) <= set(EVERY_TABLE[table].headers), set(row) - set(EVERY_TABLE[table].headers)
    return row


class Answer:
    """Exit code and JSON object of one command."""

    def __init__(self, code: int, text: str) -> None:
        self.code = code
        self.data: dict[str, Any] = json.loads(text)

    def __getitem__(self, key: str) -> Any:
        return self.data[key]

    @property
    def error(self) -> str:
        """Code of the stop, empty when the command ran."""
        return str(self.data.get("error", {}).get("code", ""))

    @property
    def results(self) -> list[tuple[str, str, int, str]]:
        """(case, kind, level, result) of each message, in the order of case ids."""
        return sorted((m["case_id"], m["kind"], m["level"], m["result"]) for m in self.data["messages"])


class Office:
    """One ledger in a folder and the people around it."""

    def __init__(self, folder: Path, name: str = "ledger.xlsm") -> None:
        self.path = folder / name
        self._today = date(2026, 1, 1)
        self._seconds = 0
        self._read = b""
        self._sheets: CalamineWorkbook

    def _now(self) -> datetime:
        """The office's clock: the as-of date in the morning, a second later at each look."""
        self._seconds += 1
        return datetime.combine(self._today, time(8, 30), tzinfo=UTC) + timedelta(seconds=self._seconds)

    def new(self, rows: Mapping[str, Sequence[Row]], settings: Mapping[str, Value] | None = None, ledger_id: str = LEDGER_ID) -> Office:
        """Make the ledger; ``settings`` win over those of the office."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        make_ledger(self.path, rows, ledger_id=ledger_id, settings={**SETTINGS, **(settings or {})})
        return self

    # --- commands ----------------------------------------------------------------------------------------------------

    def run(self, command: str, *words: str) -> Answer:
        """One command through its door. A traceback or a second line on stdout fails the test."""
        out, err = io.StringIO(), io.StringIO()
        if "--as-of" in words:
            self._today = max(self._today, date.fromisoformat(words[words.index("--as-of") + 1]))
        with mock.patch("pyaddin.clock.now", self._now), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main([command, str(self.path), "--json", *words])
        assert "Traceback" not in err.getvalue() + out.getvalue()
        return Answer(code, out.getvalue())

    def weekly(self, on: str, *words: str) -> Answer:
        return self.run("weekly", "--as-of", day(on).isoformat(), "--by", "test", *words)

    def daily(self, on: str, *words: str) -> Answer:
        return self.run("daily", "--as-of", day(on).isoformat(), "--by", "test", *words)

    def assess(self, on: str, number: int = 1) -> dict[str, Any]:
        """One case as ``assess`` tells it."""
        answer = self.run("assess", "--as-of", day(on).isoformat(), "--case", f"C-{number:05d}")
        cases: list[dict[str, Any]] = answer["cases"]
        return cases[0]

    def clean(self) -> bool:
        """Whether ``verify`` finds ledger and journal in agreement; prints what it finds."""
        answer = self.run("verify")
        print(answer.data)
        return answer.code == 0 and not [fault for fault in answer["faults"] if fault["code"] == "W-JOURNAL"]

    # --- the clerk at the sheets -------------------------------------------------------------------------------------

    def type(self, table: str, *rows: Row) -> None:
        """Type new rows at the end of a sheet."""
        self._write([AddRow(table, "", {name: value for name, value in row.items() if value is not None}) for row in rows])

    def set(self, table: str, match: Mapping[str, Any], **values: Value) -> None:
        """Change cells of the one row whose cells are as ``match`` says."""
        raw = ClosedBook(self.path).read().tables[table].rows
        found = [(number, cells) for number, cells in raw if all(_plain(cells.get(name)) == _plain(value) for name, value in match.items())]
        assert len(found) == 1, f"{len(found)} rows of {table} match {match}"
        number, cells = found[0]
        key = str(cells.get(EVERY_TABLE[table].key[0]) or "")
        self._write([SetCell(table, number, key, name, cells.get(name), value) for name, value in _headers(table, values).items()])

    def setting(self, key: str, value: Value) -> None:
        self.set("Settings", {"Key": key}, Value=value)

    def _write(self, edits: list[Any]) -> None:
        book = ClosedBook(self.path)
        book.write(edits, fingerprint=book.read().fingerprint, as_of=date(2026, 1, 1))

    # --- reading back ------------------------------------------------------------------------------------------------

    def sheet(self, table: str) -> list[dict[str, Any]]:
        """All filled rows of a sheet, read by a program that is not ours; dates as dates.

        It is calamine, ten times cheaper than openpyxl; ``tests/stories/test_desk.py`` holds both to the same rows on a ledger that was worked with.
        """
        content = self.path.read_bytes()
        if content != self._read:
            self._read, self._sheets = content, CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = [[_as_typed(cell) for cell in row] for row in self._sheets.get_sheet_by_name(table).to_python(skip_empty_area=False)]
        start = next(number for number, row in enumerate(rows) if row[0] == EVERY_TABLE[table].headers[0])
        headers = [str(name) for name in rows[start] if name is not None]
        return [{name: _plain(value) for name, value in zip(headers, row, strict=False)} for row in rows[start + 1 :] if any(v is not None for v in row)]

    def row(self, table: str, key: str) -> dict[str, Any]:
        """The row whose first column holds the key."""
        first = EVERY_TABLE[table].headers[0]
        rows = [row for row in self.sheet(table) if row[first] == key]
        assert len(rows) == 1, f"{len(rows)} rows {key} in {table}"
        return rows[0]

    def case(self, number: int = 1) -> dict[str, Any]:
        return self.row("Cases", f"C-{number:05d}")

    def stage(self, number: int = 1) -> tuple[Any, Any]:
        """Stage and level as the Cases sheet shows them."""
        row = self.case(number)
        return row["Stage"], row["Level"]

    def keyed(self, number: int = 1) -> list[tuple[str, str]]:
        """Key and Result of the case's keyed contacts, oldest row first."""
        return [(row["Key"], row["Result"]) for row in self.sheet("Contacts") if row["Key"] and row["Case ID"] == f"C-{number:05d}"]

    def today(self, number: int = 1) -> list[str]:
        """Actions that the queue shows for the case."""
        return [row["Action"] for row in self.sheet("Today") if row["Case ID"] == f"C-{number:05d}"]

    # --- files -------------------------------------------------------------------------------------------------------

    def emails(self) -> list[Path]:
        """Every email file under the ledger's folder."""
        return sorted(self.path.parent.rglob("*.eml"))

    def mail(self, answer: Answer, number: int = 1) -> EmailMessage:
        """The email that a run wrote about the case."""
        files = [m["file"] for m in answer["messages"] if m["case_id"] == f"C-{number:05d}" and m["file"]]
        assert len(files) == 1, answer["messages"]
        return read_mail(Path(answer["out"]) / files[0])

    def bytes(self) -> dict[str, bytes]:
        """Every file of the folder with its bytes."""
        return {str(path.relative_to(self.path.parent)): path.read_bytes() for path in sorted(self.path.parent.rglob("*")) if path.is_file()}

    def parts(self) -> dict[str, bytes]:
        """The parts of the workbook, decompressed."""
        with zipfile.ZipFile(self.path) as file:
            return {name: file.read(name) for name in file.namelist()}

    @property
    def journal(self) -> Path:
        return self.path.with_name(f"{self.path.stem}.journal.sqlite")


def read_mail(path: Path) -> EmailMessage:
    """An email as a mail program reads it."""
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def words_of(message: EmailMessage) -> str:
    """The plain text of an email, in one line of words."""
    body = message.get_body(("plain",))
    assert body is not None
    return " ".join(str(body.get_content()).split())


def _as_typed(value: Any) -> Any:
    """Whole numbers as whole numbers, nothing as ``None``: calamine gives every number as a float and an empty cell as an empty text."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return None if value == "" else value


def _plain(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0) else value
