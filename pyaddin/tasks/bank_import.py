"""A bank statement taken over into the sheet Bank: each line once, with what is suggested for it, and how far the bank data now reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from datetime import date
from decimal import Decimal
from pathlib import Path

from pyaddin.errors import Fault, Stop
from pyaddin.ledger.book import AddRow, SetCell, Value
from pyaddin.ledger.imports.mapping import mapping_path, merged, read_mapping, write_mapping
from pyaddin.ledger.imports.statements.balances import Covered, balance_faults, covered, gap_faults, ties, title
from pyaddin.ledger.imports.statements.known_lines import KnownLine, Told, told_apart
from pyaddin.ledger.imports.statements.lines import BankLine, Statement, joined
from pyaddin.ledger.imports.statements.reading import Brought, read_statements
from pyaddin.ledger.imports.statements.sound import keep_sound, lacks_currency
from pyaddin.ledger.rows import TypedRow
from pyaddin.ledger.unmatched import BOOKED, UNMATCHED
from pyaddin.records import dataclass
from pyaddin.rules.matching import Incoming, could_belong
from pyaddin.rules.reason import phrase
from pyaddin.tasks.bank_booking import Acts, payment_id, reverse
from pyaddin.tasks.bank_lines import Lines, Suggestion
from pyaddin.tasks.entering import row_of

_LONGEST = 400


@dataclass(slots=True)
class Taken:
    """What an import does: the file, what is new with its suggestion, how many lines were known, and what must be told."""

    brought: Brought
    acts: Acts
    added: list[tuple[str, BankLine, Suggestion]] = field(default_factory=list)
    known: int = 0
    out: int = 0
    faults: list[Fault] = field(default_factory=list)
    until: date | None = None
    mapping: Path | None = None


def take(path: Path, lines: Lines, source: Path, *, mapping: Path | None, encoding: str | None, currency: str | None, preview: bool) -> Taken:
    """Reads the statement and says what is to be written. A mapping of a list's columns is remembered beside the ledger, as *Import* does.

    ``currency`` of a file that names none; left out, the one of the mapping, or that of all cases where they have only one. Raises ``Stop`` as
    ``read_statements``, and E-REQUIRED where no currency is known.
    """
    opened = lines.opened
    file = mapping or mapping_path(path)
    sections = read_mapping(file) if file.exists() else []
    currencies = {found.case.currency for found in opened.files}
    unit = (currency or "").strip().upper() or (currencies.pop() if len(currencies) == 1 else "")
    brought = read_statements(source, encoding=encoding, sections=sections, zone=opened.zone, currency=unit, told=bool(currency))
    for statement in brought.statements:
        if lacks_currency(statement) and not unit:
            advice = "The statement names no currency, and the cases have several: say it (--currency CNY, or the field Currency)."
            raise Stop("E-REQUIRED", brought.name, sheet="Bank", column="Currency", advice=advice)
        keep_sound(statement, brought.name, unit)
    new = merged(sections, brought.sections)
    if new != sections and not preview:
        write_mapping(file, new)
    taken = Taken(brought, Acts(), mapping=file if brought.sections and file.exists() else None)
    have = [_known(row) for row in lines.rows.values()]
    before = [said for row in lines.rows.values() if (said := covered(str(row.values["Statement"] or "")))]
    for statement in brought.statements:
        _take_statement(lines, taken, statement, have)
    _judge_whole(lines, taken, before)
    return taken


def _known(row: TypedRow) -> KnownLine:
    value = row.values
    said = covered(str(value["Statement"] or ""))
    on, amount = value["Value date"], value["Amount"]
    assert isinstance(on, date)
    assert isinstance(amount, Decimal)
    return KnownLine(
        str(value["Bank line ID"]), on, amount, str(value["Currency"] or ""), str(value["Payer"] or ""), str(value["Payer account"] or ""),
        str(value["Reference"] or ""), said.form if said else "", said.account if said else "",
    )  # fmt: skip


def _take_statement(lines: Lines, taken: Taken, statement: Statement, have: list[KnownLine]) -> None:
    """The lines of one statement that the ledger does not have yet; what was taken counts as known for the next one of the file."""
    name = title(statement, taken.brought.name)
    for told in told_apart(statement, have):
        line = told.line
        if told.known:
            taken.known += 1
            continue
        text = joined([line.payer, line.reference, line.bank_reference])
        wanted = Incoming(told.line_id, line.value_date, line.amount, line.currency, text, line.payer_account)
        found = lines.suggest(wanted, line.payer, line.reference, returns=line.returns)
        if line.amount < 0 and not line.returns and not found.takes_back:
            taken.out += 1
            continue
        have.append(_as_known(told, statement))
        _add(lines, taken, told, name, found, wanted)


def _as_known(told: Told, statement: Statement) -> KnownLine:
    line = told.line
    return KnownLine(
        told.line_id, line.value_date, line.amount, line.currency, line.payer, line.payer_account, _reference(line), statement.form, statement.account
    )


def _reference(line: BankLine) -> str:
    """Text and bank's reference as they stand in the column Reference."""
    return joined([line.reference, line.bank_reference])[:_LONGEST]


def _add(lines: Lines, taken: Taken, told: Told, name: str, found: Suggestion, wanted: Incoming) -> None:
    opened, line = lines.opened, told.line
    values: dict[str, Value] = {
        "Bank line ID": told.line_id, "Statement": name, "Line": line.number, "Value date": line.value_date, "Amount": line.amount, "Currency": line.currency,
        "Payer": line.payer or None, "Payer account": line.payer_account or None, "Reference": _reference(line) or None, "State": UNMATCHED,
        "Suggested case": found.case_id or None, "Confidence": found.confidence or None, "Why": found.why or None, "Imported on": opened.as_of,
    }  # fmt: skip
    others = [key for key in lines.same_money.get((line.value_date, line.amount), ()) if str(lines.rows[key].values["Statement"] or "") != name]
    if others:
        taken.acts.notes.append(phrase("note bank-same", line=told.line_id, other=others[0]).says(opened.policy.language))
    threshold = opened.settings.integer("bank_book_from")
    if found.exact and found.takes_back:
        payment = row_of(opened, "Payments", "Payment ID", found.takes_back)
        already = any(act["act"] == "reversed" and act["payments"] == [found.takes_back] for act in taken.acts.done)
        if not already:
            values |= {"State": BOOKED, "Case ID": found.case_id, "Payment ID": found.takes_back}
            reverse(lines, None, payment, line.value_date, taken.acts, told.line_id)
    elif threshold is not None and line.amount > 0 and found.case_id and not found.twin and found.confidence >= threshold:
        _book_itself(lines, taken, told.line_id, line, found.case_id, values)
    taken.acts.edits.append(AddRow("Bank", told.line_id, values, "Read from a bank statement"))
    taken.added.append((told.line_id, line, found))
    if values["State"] == UNMATCHED and line.amount > 0:
        candidates = lines.debts.candidates(wanted, line.payer, line.reference)
        for debtor_id in {candidate.debtor_id for candidate in candidates if could_belong(wanted, (candidate,))}:
            taken.acts.cases |= lines.debts.cases_of(debtor_id)


def _book_itself(lines: Lines, taken: Taken, line_id: str, line: BankLine, case_id: str, values: dict[str, Value]) -> None:
    """A line that is surer than the office's own threshold becomes a payment in the same step."""
    opened = lines.opened
    key = payment_id(line_id)
    if key in lines.payment_ids:
        return
    payment: dict[str, Value] = {
        "Payment ID": key, "Case ID": case_id, "Value date": line.value_date, "Amount": line.amount, "Method": phrase("by-bank").says(opened.policy.language),
        "Reference": joined([line.payer, _reference(line)])[:_LONGEST] or None, "Bank line": line_id,
    }  # fmt: skip
    taken.acts.edits.append(AddRow("Payments", key, payment, "Bank line booked"))
    taken.acts.cases.add(case_id)
    taken.acts.done.append({"line": line_id, "act": "booked", "case_id": case_id, "payments": [key], "amount": f"{line.amount:f}"})
    values |= {"State": BOOKED, "Case ID": case_id, "Payment ID": key}


def _judge_whole(lines: Lines, taken: Taken, before: Sequence[Covered]) -> None:
    """Balances, gaps and refused lines; only a whole statement moves the day up to which bank data count."""
    opened, brought, language = lines.opened, taken.brought, lines.opened.policy.language
    unsound: list[Fault] = gap_faults(brought.statements, before, brought.name)
    for statement in brought.statements:
        taken.faults += statement.skipped
        unsound += [*statement.faults, *balance_faults(statement, brought.name)]
    taken.faults += unsound
    whole = not unsound and not any(fault.code == "W-BALANCE" for fault in taken.faults)
    last = max((day for statement in brought.statements if (day := statement.last)), default=None)
    until = opened.settings.day("bank_data_until")
    if taken.out:
        taken.acts.notes.append(phrase("note bank-out", count=taken.out).says(language))
    if last is None:
        return
    reaches = min(last, opened.as_of)
    if not whole:
        taken.acts.notes.append(phrase("note bank-stays", on=until or phrase("no-date")).says(language))
    elif until is None or reaches > until:
        taken.until = reaches
        taken.acts.edits += _setting(lines, "bank_data_until", reaches)
        taken.acts.notes.append(phrase("note bank-until", on=reaches).says(language))


def _setting(lines: Lines, key: str, value: date) -> list[SetCell]:
    """The cell of a setting; a ledger whose sheet Settings lacks the key gets no row of it: the clerk deleted it."""
    return [
        SetCell("Settings", number, key, "Value", cells.get("Value"), value, "Bank statement")
        for number, cells in lines.opened.raw.tables["Settings"].rows
        if str(cells.get("Key") or "").strip() == key
    ][:1]


def statement_json(statement: Statement) -> dict[str, object]:
    """One statement as it was read."""
    return {
        "account": statement.account, "number": statement.number, "form": statement.form,
        "from": statement.first.isoformat() if statement.first else None, "to": statement.last.isoformat() if statement.last else None,
        "opening": f"{statement.opening.amount:f}" if statement.opening else None, "closing": f"{statement.closing.amount:f}" if statement.closing else None,
        "lines": len(statement.lines), "ties": ties(statement),
    }  # fmt: skip
