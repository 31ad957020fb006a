"""Statement of account: what one debtor owes on each case and how it came about, as a PDF."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from pyaddin.correspondence.letter import statement, stationery
from pyaddin.correspondence.letter.press import Unprintable
from pyaddin.correspondence.letter.statement import Stated
from pyaddin.errors import Stop
from pyaddin.labels import LANGUAGES
from pyaddin.ledger.book import Book
from pyaddin.ledger.rows import TypedLedger
from pyaddin.rules.account import account
from pyaddin.rules.case import CaseFile
from pyaddin.rules.money import cent, money_text
from pyaddin.rules.regimes import bears_interest_from
from pyaddin.tasks import document_files
from pyaddin.tasks.letters import sender
from pyaddin.tasks.opening import Opened, chosen
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.past import open_past

MONEY_TABLES = frozenset(("Cases", "Debtors", "Installments", "Payments", "Adjustments", "Plans", "Holds"))
"""Sheets whose rows the figures are made of."""
_FIGURES = ("arrears", "interest", "fees", "outstanding", "credit")


def run(
    path: Path,
    *,
    case: str | None,
    debtor: str | None,
    as_of: date | None,
    known_on: str | None = None,
    language: str | None,
    out: Path | None,
    now: Callable[[], datetime],
    book: Book | None = None,
) -> Outcome:
    """The statement of a case, or of every case of a debtor, as of a day. Writes the PDF and nothing else.

    It is in the debtor's language unless another is asked for. Currencies are never added to each other: ``totals`` has a row for each.

    Raises ``Stop``: X-CASE for an unknown case or debtor, X-ROWS when a row of the case was refused, X-PRINT for text that no font has, X-WRITE.
    """
    opened = open_past(path, as_of=as_of, known_on=known_on, now=now, book=book)
    files = chosen(opened, (case,)) if case else _of_debtor(opened, debtor or "")
    whole(opened, files)
    stated = [stated_case(opened, file) for file in files]
    counted = opened.policy.bank_data_until
    until = min(opened.as_of, counted) if counted else opened.as_of
    paper = stationery.read(opened.settings, path.parent)
    try:
        page, told = statement.make(stated, sender(opened.settings), until, language_of(opened, files[0], language), paper)
    except Unprintable as error:
        raise document_files.refused(error) from None
    name = document_files.name_of("statement", case or str(debtor), opened.as_of.isoformat())
    stored = document_files.store(page, document_files.folder_of(path, out), name)
    data: dict[str, object] = {
        "as_of": opened.as_of.isoformat(),
        "known_on": known_on,
        "files": [str(stored.path)],
        "documents": [stored.as_json()],
        "cases": [_case(one) for one in stated],
        "totals": _totals(stated),
        "warnings": [*paper.told, *told],
    }
    return Outcome("statement", data)


def _of_debtor(opened: Opened, debtor: str) -> tuple[CaseFile, ...]:
    files = tuple(file for file in opened.files if file.debtor.debtor_id == debtor)
    if not files:
        raise Stop("X-CASE", debtor, sheet="Debtors", column="Debtor ID", advice="Check the debtor id; a debtor without a case has no account.")
    return files


def whole(opened: Opened, files: Sequence[CaseFile]) -> None:
    """Raises ``Stop`` X-ROWS when the figures would lack a refused row: a document that goes out must not be wrong by it."""
    mine, debtors = {file.case.case_id for file in files}, {file.debtor.debtor_id for file in files}
    for row in opened.typed.refused:
        astray = row.owner_case not in opened.by_case and row.table in ("Payments", "Adjustments")
        if row.table in MONEY_TABLES and (row.owner_case in mine or (not row.owner_case and row.owner_debtor in debtors) or astray):
            raise Stop("X-ROWS", f"{row.table}, row {row.row} ({row.fault_code})", sheet=row.table, row=row.row)


def stated_case(opened: Opened, file: CaseFile) -> Stated:
    """The account of one case, with what is written beside its payments."""
    notes = payment_notes(opened.typed)[file.case.case_id]
    return Stated(file, account(file, opened.policy, opened.as_of), notes, bears_interest_from(file, opened.policy, opened.as_of))


def payment_notes(typed: TypedLedger) -> Mapping[str, Mapping[str, str]]:
    """By case and payment: its method and the text of the bank statement."""
    notes: dict[str, dict[str, str]] = defaultdict(dict)
    for row in typed.tables["Payments"]:
        words = [str(row.values[name]) for name in ("Method", "Reference") if row.values[name]]
        notes[str(row.values["Case ID"])][str(row.values["Payment ID"])] = ", ".join(words)
    return notes


def language_of(opened: Opened, file: CaseFile, asked: str | None) -> str:
    """The language of a document for a debtor: as asked, else the debtor's, else the ledger's."""
    found = asked or file.debtor.language or opened.settings.text("ledger_language")
    return found if found in LANGUAGES else "en"


def _case(stated: Stated) -> dict[str, object]:
    """The figures of a case as ``assess`` has them, and the balance that they were tied to."""
    owed, currency = stated.account.position, stated.file.case.currency

    def money(value: Decimal) -> str:
        return money_text(value.quantize(cent(currency)), currency)

    figures = {name: money(getattr(owed, name)) for name in _FIGURES}
    ties = {"balance": money(stated.account.balance), "not_due": money(stated.account.not_due)}
    return {"case_id": stated.file.case.case_id, "currency": currency, **figures, **ties}


def _totals(stated: Sequence[Stated]) -> list[dict[str, str]]:
    sums: dict[str, dict[str, Decimal]] = {}
    for one in stated:
        mine = sums.setdefault(one.file.case.currency, dict.fromkeys(_FIGURES, Decimal(0)))
        for name in _FIGURES:
            mine[name] += getattr(one.account.position, name)
    return [{"currency": code, **{name: money_text(value.quantize(cent(code)), code) for name, value in sums[code].items()}} for code in sorted(sums)]
