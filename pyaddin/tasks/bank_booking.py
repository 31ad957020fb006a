"""Lines of the bank statement booked, joined to a payment, ignored, or taken out again: each only because a person said so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from datetime import date
from decimal import Decimal

from pyaddin.errors import Fault, Stop
from pyaddin.ledger.book import AddRow, SetCell, Value
from pyaddin.ledger.cells import shortened
from pyaddin.ledger.rows import TypedRow, key_of
from pyaddin.ledger.unmatched import BOOKED, IGNORED, UNMATCHED, incoming, returns, takes_back
from pyaddin.records import dataclass
from pyaddin.rules.between_debts import split
from pyaddin.rules.matching import Incoming, names_case
from pyaddin.rules.money import cent
from pyaddin.rules.reason import phrase
from pyaddin.tasks.bank_lines import Lines, day_of
from pyaddin.tasks.between import debt_of
from pyaddin.tasks.entering import case_of, row_of, set_cell

_LONGEST_REFERENCE = 400


@dataclass(slots=True)
class Acts:
    """What is to be written, the cases that follow from it, what was done with which line, and what could not be."""

    edits: list[AddRow | SetCell] = field(default_factory=list)
    cases: set[str] = field(default_factory=set)
    done: list[dict[str, object]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class How:
    """How a person wants a line booked: on which case, shared between the debtor's cases, as which payment, or as another one than the like one."""

    case_id: str = ""
    shared: bool = False
    payment_id: str = ""
    another: bool = False


def book(lines: Lines, line_id: str, how: How, acts: Acts) -> None:
    """One line booked, as the options say; without a case on the one that stands beside it, else on the suggested one.

    Raises ``Stop``: E-ORPHAN, X-CASE, E-REQUIRED (no case is named), E-DUPLICATE (booked already, or a payment seems to be this money), X-OPTION
    (other currency, not this money's payment).
    """
    row = lines.row(line_id)
    line = incoming(row)
    _refuse_booked(lines, row)
    if line.amount < 0:
        _take_back(lines, row, line, how, acts)
        return
    if how.payment_id:
        _join(lines, row, line, how.payment_id, acts)
        return
    case_id = how.case_id or str(row.values["Case ID"] or "") or lines.suggest_row(row).case_id
    if not case_id:
        advice = "Name the case: nothing in the line says it for sure. The column Why tells what was found."
        raise Stop("E-REQUIRED", line_id, sheet="Bank", row=row.row, column="Case ID", advice=advice)
    file = case_of(lines.opened, case_id)
    if line.currency != file.case.currency:
        advice = f"The line is in {line.currency}, the case in {file.case.currency}: enter what the money was worth with Record payment, and ignore the line."
        raise Stop("X-OPTION", line.currency, sheet="Bank", row=row.row, column="Currency", advice=advice)
    owner = lines.debts.owner(case_id)
    twin = None if how.another else lines.twin(line, lines.debts.cases_of(owner) if how.shared else {case_id})
    if twin is not None:
        words = f"{twin.values['Payment ID']}: {twin.values['Amount']} on {twin.values['Value date']} for {case_id}"
        same = twin.values["Payment ID"]
        advice = (
            f"This payment was entered by hand and seems to be the same money. Join the line to it (--payment {same}, or type {line_id} into its column"
            " Bank line); if it is another payment, say so with --another."
        )
        raise Stop("E-DUPLICATE", words, sheet="Payments", row=twin.row, column="Bank line", advice=advice)
    shares = _shares(lines, line, case_id) if how.shared else ((case_id, line.amount),)
    _add(lines, row, line, shares, acts)


def _refuse_booked(lines: Lines, row: TypedRow) -> None:
    line_id = str(row.values["Bank line ID"])
    if payments := lines.by_line.get(line_id) or [*filter(None, (takes_back(row),))]:
        raise Stop("E-DUPLICATE", line_id, sheet="Bank", row=row.row, column="Payment ID", advice=f"It is booked already, as {', '.join(payments)}.")


def _shares(lines: Lines, line: Incoming, case_id: str) -> Sequence[tuple[str, Decimal]]:
    """The money shared between the debtor's open cases of its currency (R9)."""
    owner = lines.debts.owner(case_id)
    files = [
        file for file in lines.opened.files
        if file.debtor.debtor_id == owner and file.case.currency == line.currency and (file.case.outcome in ("", "CURED") or file.case.case_id == case_id)
    ]  # fmt: skip
    named = [file.case.case_id for file in files if names_case(line.text, file.case.case_id)]
    debts = [debt_of(file, lines.opened.policy, line.value_date) for file in files]
    return split(line.amount, debts, unit=cent(line.currency), chosen=named[0] if len(named) == 1 else "")


def _add(lines: Lines, row: TypedRow, line: Incoming, shares: Sequence[tuple[str, Decimal]], acts: Acts) -> None:
    """One payment a share; their ids come from the line, so that no line can become two payments."""
    opened = lines.opened
    base = _free(payment_id(line.line_id), lines.payment_ids)
    payer = str(row.values["Payer"] or "")
    reference = " ".join(part for part in (payer, str(row.values["Reference"] or "")) if part)[:_LONGEST_REFERENCE]
    keys = []
    for number, (case_id, amount) in enumerate(shares, start=1):
        key = base if len(shares) == 1 else f"{base}-{number}"
        values: dict[str, Value] = {
            "Payment ID": key, "Case ID": case_id, "Value date": line.value_date, "Amount": amount, "Method": phrase("by-bank").says(opened.policy.language),
            "Reference": reference or None, "Bank line": line.line_id,
        }  # fmt: skip
        acts.edits.append(AddRow("Payments", key, values, "Bank line booked"))
        acts.cases.add(case_id)
        keys.append(key)
        lines.payment_ids.add(key)
        if (file := opened.by_case.get(case_id)) is not None and file.case.stage == "CLOSED":
            acts.notes.append(phrase("note closed", case=case_id, outcome=file.case.outcome).says(opened.policy.language))
    _mark(lines, row, BOOKED, shares[0][0], keys[0], acts)
    lines.by_line[line.line_id] = keys
    acts.done.append({"line": line.line_id, "act": "booked", "case_id": shares[0][0], "payments": keys, "amount": f"{line.amount:f}"})


def payment_id(line_id: str) -> str:
    """The id of a line's payment (B-7KQ2M9XA4T -> P-7KQ2M9XA4T): no line can become two payments unseen."""
    return f"P-{line_id.removeprefix('B-')}"


def _free(base: str, taken: set[str]) -> str:
    """The id, numbered where it was used before: a line that was taken out and is booked again gets the next one."""
    number, name = 1, base
    while any(key == name or key.startswith(f"{name}-") for key in taken):
        number += 1
        name = f"{base}.{number}"
    return name


def _join(lines: Lines, row: TypedRow, line: Incoming, key: str, acts: Acts) -> None:
    """The line and a payment that was entered by hand become one."""
    payment = row_of(lines.opened, "Payments", "Payment ID", key)
    values = payment.values
    if values.get("Bank line") or values["Reversed on"] is not None or values["Amount"] != line.amount:
        words = f"{key}: {values['Amount']} on {values['Value date']}" + (f", line {values.get('Bank line')}" if values.get("Bank line") else "")
        advice = f"It is not this money: the line has {line.amount:f}, and the payment must have no line yet and must not be taken back."
        raise Stop("X-OPTION", words, sheet="Payments", row=payment.row, column="Bank line", advice=advice)
    case_id = str(values["Case ID"])
    acts.edits.append(set_cell(lines.opened, payment, "Bank line", line.line_id, "The bank has it too"))
    _mark(lines, row, BOOKED, case_id, key, acts)
    lines.by_line[line.line_id] = [key]
    acts.cases.add(case_id)
    acts.done.append({"line": line.line_id, "act": "joined", "case_id": case_id, "payments": [key], "amount": f"{line.amount:f}"})


def _take_back(lines: Lines, row: TypedRow, line: Incoming, how: How, acts: Acts) -> None:
    """Money that went out takes back the payment that is named; the debt stands again (R8, R25)."""
    key = how.payment_id
    if not key:
        proposed = lines.suggest_row(row).takes_back
        advice = "Money went out. Say which payment it takes back with --payment" + (f"; it may be {proposed}." if proposed else ", or ignore the line.")
        raise Stop("E-REQUIRED", line.line_id, sheet="Bank", row=row.row, column="Payment ID", advice=advice)
    payment = row_of(lines.opened, "Payments", "Payment ID", key)
    if payment.values["Reversed on"] is not None or payment.values["Amount"] != -line.amount:
        words = f"{key}: {payment.values['Amount']} on {payment.values['Value date']}"
        advice = f"The line takes back {-line.amount:f}; the payment must have that amount and must not be taken back yet."
        raise Stop("X-OPTION", words, sheet="Payments", row=payment.row, column="Amount", advice=advice)
    reverse(lines, row, payment, line.value_date, acts)


def reverse(lines: Lines, row: TypedRow | None, payment: TypedRow, on: date, acts: Acts, line_id: str = "") -> None:
    """The payment is marked as taken back, and the line (where it has a row already) as booked."""
    case_id, paid = str(payment.values["Case ID"]), str(payment.values["Payment ID"])
    acts.edits.append(set_cell(lines.opened, payment, "Reversed on", on, "The bank took it back"))
    if row is not None:
        _mark(lines, row, BOOKED, case_id, paid, acts)
    acts.cases.add(case_id)
    key = line_id or (str(row.values["Bank line ID"]) if row is not None else "")
    acts.done.append({"line": key, "act": "reversed", "case_id": case_id, "payments": [paid], "amount": f"-{payment.values['Amount']}"})


def _mark(lines: Lines, row: TypedRow, state: str, case_id: str | None, payment_id: str | None, acts: Acts) -> None:
    """State, case and payment of a line, where they are not so yet."""
    for column, new in (("State", state), ("Case ID", case_id), ("Payment ID", payment_id)):
        if row.values[column] != new:
            acts.edits.append(set_cell(lines.opened, row, column, new, state))


def ignore(lines: Lines, line_id: str, reason: str | None, by: str, acts: Acts) -> None:
    """A line that is nobody's payment: it holds no reminder back any more. Raises ``Stop`` E-REQUIRED without a reason, E-DUPLICATE when it is booked."""
    row = lines.row(line_id)
    _refuse_booked(lines, row)
    if not reason:
        raise Stop("E-REQUIRED", line_id, sheet="Bank", row=row.row, column="Notes", advice="Say why the line is no payment, with --reason.")
    _mark(lines, row, IGNORED, str(row.values["Case ID"]) if row.values["Case ID"] else None, None, acts)
    words = f"{lines.opened.as_of} {by}: {reason}"
    notes = "\n".join(part for part in (str(row.values["Notes"] or ""), words) if part)
    acts.edits.append(set_cell(lines.opened, row, "Notes", notes, "Ignored"))
    acts.cases |= cases_of(lines, [incoming(row)])
    acts.done.append({"line": line_id, "act": "ignored", "case_id": "", "payments": [], "amount": f"{row.values['Amount']}"})


def unmatch(lines: Lines, line_id: str, by: str, acts: Acts) -> None:
    """A line taken out again: its payments count no more (they are marked as taken back, not deleted), a joined one loses the line; it waits anew.

    Raises ``Stop`` X-OPTION for money that the bank has taken back: what would wait is not there any more.
    """
    row = lines.row(line_id)
    opened = lines.opened
    back = returns(opened.typed)
    for key in lines.by_line.get(line_id, []):
        if key in back:
            advice = f"The bank took the money back with line {back[key]}; take that line out first."
            raise Stop("X-OPTION", f"{line_id}: {key}", sheet="Bank", row=row.row, column="Payment ID", advice=advice)
    mine = payment_id(line_id)
    for key in lines.by_line.get(line_id, []):
        payment = row_of(opened, "Payments", "Payment ID", key)
        if key == mine or key.startswith((f"{mine}-", f"{mine}.")):
            acts.edits.append(set_cell(opened, payment, "Reversed on", day_of(payment), "Booked by mistake"))
            words = phrase("unmatched-note", line=line_id, on=opened.as_of, by=by).says(opened.policy.language)
            notes = "\n".join(part for part in (str(payment.values["Notes"] or ""), words) if part)
            acts.edits.append(set_cell(opened, payment, "Notes", notes, "Booked by mistake"))
        else:
            acts.edits.append(set_cell(opened, payment, "Bank line", None, "Joined by mistake"))
        acts.cases.add(str(payment.values["Case ID"]))
    if paid := takes_back(row):
        payment = row_of(opened, "Payments", "Payment ID", paid)
        if payment.values["Reversed on"] is not None:
            acts.edits.append(set_cell(opened, payment, "Reversed on", None, "Taken back by mistake"))
            acts.cases.add(str(payment.values["Case ID"]))
    _mark(lines, row, UNMATCHED, None, None, acts)
    acts.cases |= cases_of(lines, [incoming(row)])
    acts.done.append({"line": line_id, "act": "unmatched", "case_id": "", "payments": lines.by_line.get(line_id, []), "amount": f"{row.values['Amount']}"})


def typed(lines: Lines, acts: Acts, skip: Iterable[str] = ()) -> None:
    """What people typed into the sheet: State booked with a Case ID, and payments that name a line. What cannot be booked is refused, the rest goes on."""
    left = set(skip)
    for line_id, row in lines.rows.items():
        if line_id in left:
            continue
        try:
            if lines.by_line.get(line_id):
                if row.values["State"] != BOOKED or not row.values["Payment ID"]:
                    _adopt(lines, row, acts)
            elif row.values["State"] == BOOKED and not takes_back(row):
                _book_typed(lines, row, acts)
        except Stop as stop:
            acts.faults.append(replace(stop.fault, row=stop.fault.row or row.row, owner=str(row.values["Case ID"] or "")))


def _book_typed(lines: Lines, row: TypedRow, acts: Acts) -> None:
    if not row.values["Case ID"] and incoming(row).amount > 0:
        likely = lines.suggest_row(row).case_id
        advice = "Type the Case ID beside the state." + (f" Suggested is {likely}." if likely else "")
        raise Stop("E-REQUIRED", key_of(row), sheet="Bank", row=row.row, column="Case ID", advice=advice)
    book(lines, str(row.values["Bank line ID"]), How(case_id=str(row.values["Case ID"] or "")), acts)


def _adopt(lines: Lines, row: TypedRow, acts: Acts) -> None:
    """A payment that a person gave the line's id: the line is booked by it, if the money is the same."""
    line = incoming(row)
    payments = [row_of(lines.opened, "Payments", "Payment ID", key) for key in lines.by_line[line.line_id]]
    total = sum((amount for payment in payments if isinstance(amount := payment.values["Amount"], Decimal)), Decimal(0))
    if total != line.amount:
        words = f"{', '.join(lines.by_line[line.line_id])}: {total}"
        advice = f"The payments that name this line are not its money, {line.amount:f}."
        raise Stop("E-CONFLICT", shortened(words), sheet="Bank", row=row.row, column="Amount", advice=advice)
    case_id = str(payments[0].values["Case ID"])
    _mark(lines, row, BOOKED, case_id, lines.by_line[line.line_id][0], acts)
    acts.cases |= {str(payment.values["Case ID"]) for payment in payments}
    acts.done.append({"line": line.line_id, "act": "joined", "case_id": case_id, "payments": lines.by_line[line.line_id], "amount": f"{line.amount:f}"})


def cases_of(lines: Lines, held: Iterable[Incoming]) -> set[str]:
    """The cases whose reminders these lines hold back: their Why changes with them."""
    ids = {line.line_id for line in held}
    return {file.case.case_id for file in lines.opened.files if any(line.line_id in ids for line in file.unmatched)}
