"""Record a payment, or that the bank took one back; the case's figures follow at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Book, Value
from pyaddin.ledger.cells import folded
from pyaddin.ledger.rows import TypedRow
from pyaddin.rules.reason import phrase
from pyaddin.tasks.entering import Entry, case_of, enter, given, open_for_entry, row_of, set_cell, to_the_cent
from pyaddin.tasks.entries import Numbers
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.outcome import Outcome


def run(
    path: Path,
    *,
    case: str | None,
    amount: Decimal | None,
    on: date,
    method: str | None,
    reference: str | None,
    payment_id: str | None,
    reverse: str | None,
    as_of: date | None,
    by: str,
    now: Callable[[], datetime],
    book: Book | None = None,
) -> Outcome:
    """A payment of ``amount`` that counts from ``on``, or payment ``reverse`` taken back on that day (R25: promises are judged again).

    The same money is never booked twice: an id that is there, or the same reference, amount and day, is refused unless an id of its own says
    that it is another payment. Raises ``Stop`` with the ledger's own fault and column, X-CASE for an unknown or refused case.
    """
    opened = open_for_entry(path, as_of=as_of, now=now, book=book)
    if reverse is not None:
        return enter(opened, "pay", _reversal(opened, reverse, on), by=by, now=now)
    given({"Case ID": case, "Amount": amount}, "Payments")
    assert case is not None
    assert amount is not None
    file = case_of(opened, case)
    if payment_id is None:
        _refuse_twin(opened, case, amount, on, reference)
    key = payment_id or Numbers(opened.typed).take("Payments")
    values: dict[str, Value] = {
        "Payment ID": key, "Case ID": case, "Value date": on, "Amount": to_the_cent(amount, file.case.currency), "Method": method, "Reference": reference,
    }  # fmt: skip
    notes = []
    if on > opened.as_of:
        notes.append(phrase("note value-date", on=on).says(opened.policy.language))
    if file.case.stage == "CLOSED":
        notes.append(phrase("note closed", case=case, outcome=file.case.outcome).says(opened.policy.language))
    return enter(opened, "pay", Entry((AddRow("Payments", key, values, "Payment received"),), frozenset({case}), tuple(notes)), by=by, now=now)


def _reversal(opened: Opened, payment_id: str, on: date) -> Entry:
    row = row_of(opened, "Payments", "Payment ID", payment_id)
    done = row.values["Reversed on"]
    if done is not None:
        advice = f"Payment {payment_id} was taken back already on {done}; nothing is to be done."
        raise Stop("E-DUPLICATE", payment_id, sheet="Payments", row=row.row, column="Reversed on", advice=advice)
    edit = set_cell(opened, row, "Reversed on", on, "The bank took it back")
    return Entry((edit,), frozenset({str(row.values["Case ID"])}))


def _refuse_twin(opened: Opened, case_id: str, amount: Decimal, on: date, reference: str | None) -> None:
    """Raises ``Stop`` E-DUPLICATE when this money seems to be in the ledger: a bank line names one payment, whatever case it was booked on."""
    wanted = folded(reference or "")
    for row in opened.typed.tables["Payments"]:
        same_line = folded(str(row.values["Reference"] or "")) == wanted and (bool(wanted) or row.values["Case ID"] == case_id)
        if same_line and row.values["Amount"] == amount and row.values["Value date"] == on and row.values["Reversed on"] is None:
            raise Stop("E-DUPLICATE", _words(row), sheet="Payments", row=row.row, column="Reference" if wanted else "Amount", advice=_TWIN)


_TWIN = "This money seems to be entered already. If it is another payment, give it an id of its own (--id, or the field Payment ID)."


def _words(row: TypedRow) -> str:
    values = row.values
    return f"{values['Payment ID']}: {values['Amount']} on {values['Value date']} for {values['Case ID']}"
