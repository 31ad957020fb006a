"""*New case*: debtor, case and installments asked for once and written in one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import NoReturn

from pyaddin.errors import Fault, Stop
from pyaddin.ledger.book import AddRow, Book, Value
from pyaddin.ledger.cells import BadCell, folded
from pyaddin.ledger.drafts import currency_digits
from pyaddin.ledger.proposal import Proposal, propose
from pyaddin.ledger.schema import TABLES
from pyaddin.rules.mailboxes import usable
from pyaddin.rules.money import NotMoney, cent, exact
from pyaddin.rules.plan import schedule
from pyaddin.settings import NEVER_RUN
from pyaddin.tasks.archived import advice_for
from pyaddin.tasks.asking import cell, decimal, question, typed_cell
from pyaddin.tasks.case_words import CASE, DEBTOR, EQUAL, NEW_DEBTOR, ROWS, SAME_NAME, Asked
from pyaddin.tasks.dialog import Dialog
from pyaddin.tasks.entries import Numbers
from pyaddin.tasks.opening import Opened, open_ledger
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.recorded import write
from pyaddin.tasks.shown import shown_row

WHY = "New case"
DEBTOR_COLUMNS: dict[str, str] = {
    "name": "Name", "kind": "Kind", "language": "Language", "preferred_channel": "Preferred channel", "email": "Email", "phone": "Phone",
    "address": "Address", "city": "City", "postal_code": "Postal code", "country": "Country", "region": "Region", "time_zone": "Time zone",
}  # fmt: skip
CASE_COLUMNS: dict[str, str] = {
    "product": "Product", "currency": "Currency", "opened_on": "Opened on", "owner": "Owner", "annual_rate": "Annual rate", "day_count": "Day count",
    "late_fee": "Late fee", "notes": "Notes",
}  # fmt: skip
Answers = dict[str, object]
_ROW_COLUMNS = ("Due on", "Principal", "Interest", "Fee")


def run(
    path: Path, *, book: Book | None = None, debtor: str | None, name: str | None, kind: str | None, language: str | None, preferred_channel: str | None,
    email: str | None, phone: str | None, address: str | None, city: str | None, postal_code: str | None, country: str | None, region: str | None,
    time_zone: str | None, case_id: str | None, product: str | None, currency: str | None, opened_on: date | None, owner: str | None,
    annual_rate: Decimal | None, day_count: str | None, late_fee: Decimal | None, notes: str | None, total: Decimal | None, count: int | None,
    amount: Decimal | None, first_due: date | None, frequency: str | None, contract_rate: Decimal | None, method: str, working_day: str | None,
    holidays: str | None, installments: tuple[str, ...], now: Callable[[], datetime], dialog: Dialog,
) -> Outcome:  # fmt: skip
    """Writes one debtor (unless ``debtor`` names one), one case and its installments: all of it or nothing.

    ``installments`` are texts ``DATE:PRINCIPAL[:INTEREST[:FEE]]``; else the rows come from ``total`` with ``count`` or ``amount``, ``first_due`` and
    ``frequency`` (R17-R20). In a terminal what is missing is asked for. ``data["rows"]`` is every row written, with its key and values.

    Raises ``Stop``: the sheet's own code for a value that is missing or cannot be used (E-REQUIRED, E-TEXT, E-DUPLICATE ..., with sheet and column),
    X-OPTION for options that do not go together, X-SCHEDULE when no schedule fits, and those of reading and writing a ledger.
    """
    given = dict(locals())
    answers: Answers = {key: value for key, value in given.items() if key not in _NOT_ANSWERS and value not in (None, ())}
    opened = open_ledger(path, as_of=None, now=now, book=book)
    if dialog.live:
        _ask(answers, opened, dialog)
    edits = _edits(answers, opened)
    proposal = propose(opened.typed, edits, office_zone=opened.zone)
    if faults := (*proposal.faults, *_no_address(answers)):
        _refuse(faults)
    told = _same_name(answers, opened)
    written = write(opened.book, opened.raw, edits, as_of=opened.settings.day("as_of") or NEVER_RUN, at=now(), by="", task="case")
    backup = str(written.backup) if written.backup else None
    return Outcome("case", {"path": str(path), "rows": _rows(edits, proposal), "notes": told, "backup": backup})


_NOT_ANSWERS = frozenset(("path", "book", "now", "dialog"))


# asking


def _ask(answers: Answers, opened: Opened, dialog: Dialog) -> None:
    """Asks for what the options do not say; an empty line leaves an optional answer open."""
    language = opened.settings.text("ledger_language")
    if "debtor" not in answers and "name" not in answers:
        question(DEBTOR, answers, language, dialog, _answer)
    asked: list[Asked] = [] if "debtor" in answers else [*NEW_DEBTOR]
    for one in (*asked, *CASE):
        question(one, answers, language, dialog, _answer)
    if not {"installments", "total"} & answers.keys():
        question(ROWS, answers, language, dialog, _answer)
    if "installments" not in answers:
        for one in EQUAL:
            if not (one.option == "count" and "amount" in answers):
                question(one, answers, language, dialog, _answer)


def _answer(option: str, typed: str) -> object:
    """What the line means for this option. Raises ``BadCell`` for one that cannot be used."""
    if option == "installments":
        return tuple(typed.split())
    if option == "count":
        if not (typed.isascii() and typed.isdigit() and 0 < int(typed) <= 1200):
            raise BadCell("E-NUMBER", "Type a whole number.")
        return int(typed)
    if option == "total":
        return decimal(typed)
    if option == "first_due":
        return cell(TABLES["Installments"], "Due on", typed)
    if option == "frequency":
        return cell(TABLES["Plans"], "Frequency", typed)
    if option == "debtor":
        return typed
    if option == "email" and (faults := _no_address({option: typed})):
        raise BadCell(faults[0].code, str(faults[0].as_json()["advice"]))
    table = TABLES["Debtors"] if option in DEBTOR_COLUMNS else TABLES["Cases"]
    return typed_cell(table, (DEBTOR_COLUMNS | CASE_COLUMNS)[option], typed)


# rows


def _edits(answers: Answers, opened: Opened) -> list[AddRow]:
    numbers = Numbers(opened.typed)
    case_id = str(answers.get("case_id") or numbers.take("Cases"))
    if case_id not in opened.by_case and (gone := advice_for(opened.book.path, opened.raw.ledger_id, case_id, opened.policy.language)):
        raise Stop("E-DUPLICATE", case_id, sheet="Cases", column="Case ID", advice=gone)
    edits = []
    if "debtor" in answers:
        debtor_id = str(answers["debtor"])
        if debtor_id not in {row.values["Debtor ID"] for row in opened.typed.tables["Debtors"]}:
            advice = "Name a debtor of the ledger, or give a name for a new one."
            raise Stop("X-OPTION", f"debtor {debtor_id}", sheet="Debtors", column="Debtor ID", advice=advice)
        both = [name for name in DEBTOR_COLUMNS if name in answers]
        if both:
            raise Stop("X-OPTION", f"{both[0]} beside debtor {debtor_id}", advice="Data of a debtor who is there already are changed on the sheet Debtors.")
    else:
        debtor_id = numbers.take("Debtors")
        edits.append(AddRow("Debtors", debtor_id, {"Debtor ID": debtor_id, **_named(answers, DEBTOR_COLUMNS)}, WHY))
    edits.append(AddRow("Cases", case_id, {"Case ID": case_id, "Debtor ID": debtor_id, **_named(answers, CASE_COLUMNS)}, WHY))
    for number, values in enumerate(_installments(answers, opened), start=1):
        edits.append(AddRow("Installments", f"{case_id}|ORIG|{number}", {"Case ID": case_id, "No": number, **values}, WHY))
    return edits


def _named(answers: Answers, columns: Mapping[str, str]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for option, column in columns.items():
        value = answers.get(option)
        if isinstance(value, str | int | Decimal | date):
            found[column] = value
    return found


def _installments(answers: Answers, opened: Opened) -> list[dict[str, Value]]:
    texts = answers.get("installments")
    equal = [name for name in ("total", "count", "amount", "first_due", "frequency") if name in answers]
    if isinstance(texts, tuple):
        if equal:
            advice = "Give either the installments one by one, or total, count, first due and frequency."
            raise Stop("X-OPTION", f"{equal[0]} beside a list of installments", advice=advice)
        return [_one(str(text), str(answers.get("currency") or "")) for text in texts]
    return _scheduled(answers, opened)


def _one(text: str, currency: str) -> dict[str, Value]:
    """``2026-12-01:500.00`` or with interest and fee after further colons."""
    parts = text.split(":")
    advice = "Type 2026-12-01:500.00, or with interest and fee: 2026-12-01:500.00:20.00:5.00."
    if not 2 <= len(parts) <= len(_ROW_COLUMNS):
        raise Stop("X-OPTION", f"installment {text}", sheet="Installments", advice=advice)
    try:
        due_on = cell(TABLES["Installments"], "Due on", parts[0])
        amounts = [exact(decimal(part), _currency(currency)) for part in parts[1:] if part]
    except (BadCell, NotMoney) as problem:
        raise Stop("X-OPTION", f"installment {text}: {problem}", sheet="Installments", advice=advice) from None
    assert isinstance(due_on, date)
    values: dict[str, Value] = {"Due on": due_on}
    values.update(zip(_ROW_COLUMNS[1:], amounts, strict=False))
    return values


def _scheduled(answers: Answers, opened: Opened) -> list[dict[str, Value]]:
    total, count, amount = answers.get("total"), answers.get("count"), answers.get("amount")
    first_due, frequency, rate = answers.get("first_due"), answers.get("frequency") or "monthly", answers.get("contract_rate")
    if not isinstance(total, Decimal) or not isinstance(first_due, date) or (count is None) == (amount is None):
        advice = "Give --installment DATE:AMOUNT once for each, or --total, --first-due, --frequency and either --count or --amount."
        raise Stop("X-OPTION", "what falls due when is not said", sheet="Installments", advice=advice)
    currency = _currency(str(answers.get("currency") or ""))
    holidays = str(answers.get("holidays") or "")
    try:
        money = [None if value is None else exact(value, currency) for value in (total, amount if isinstance(amount, Decimal) else None)]
    except NotMoney as problem:
        raise Stop("X-OPTION", str(problem), sheet="Installments", column="Principal") from None
    assert money[0] is not None
    made = schedule(
        money[0],
        count=count if isinstance(count, int) else None,
        amount=money[1],
        first_due=first_due,
        frequency=str(frequency),
        rate=rate if isinstance(rate, Decimal) else None,
        method=str(answers.get("method") or "annuity"),
        roll_mode=str(answers.get("working_day") or ("next" if holidays else "same")),
        is_working=opened.policy.is_working(holidays.upper()),
        unit=cent(currency),
    )
    return [{"Due on": row.due_on, "Principal": row.principal, "Interest": row.interest or None} for row in made.rows]


def _currency(text: str) -> str:
    if currency_digits(text) is None:
        raise Stop("X-OPTION", f"currency {text or '(none)'}", sheet="Cases", column="Currency", advice="Three letters, ISO 4217: CNY, TWD, USD, EUR ...")
    return folded(text).upper()


# telling


def _no_address(answers: Answers) -> list[Fault]:
    """An email to which nothing could be sent: the person who enters it can put it right at once."""
    email = str(answers.get("email") or "")
    return [Fault("W-EMAIL", "Debtors", None, "Email", email, "")] if email and not usable(email) else []


def _refuse(faults: Sequence[Fault]) -> NoReturn:
    """The first fault as the stop, the others beside it: a form shows each at its field."""
    first = faults[0]
    raise Stop(first.code, first.found, sheet=first.sheet, column=first.column, advice=str(first.as_json()["advice"]), others=tuple(faults[1:]))


def _same_name(answers: Answers, opened: Opened) -> list[str]:
    """A new debtor of a name that is there already is told; two people may bear one name."""
    if "name" not in answers:
        return []
    wanted = folded(str(answers["name"]))
    words = SAME_NAME.get(opened.settings.text("ledger_language"), SAME_NAME["en"])
    return [words.format(id=row.values["Debtor ID"]) for row in opened.typed.tables["Debtors"] if folded(str(row.values["Name"] or "")) == wanted]


def _rows(edits: Sequence[AddRow], proposal: Proposal) -> list[dict[str, object]]:
    """Every row as the ledger now holds it."""
    typed = {(name, row.row): row.values for name, rows in proposal.typed.tables.items() for row in rows}
    placed = list(zip(edits, proposal.places, strict=True))
    currency = next(str(typed[place]["Currency"]) for edit, place in placed if edit.table == "Cases")
    return [{"table": edit.table, "key": edit.key, "values": shown_row(edit.table, typed[place], currency)} for edit, place in placed]
