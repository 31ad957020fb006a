"""A filled-in call list read back: each call into Contacts, each promise through the promise rule, the task that asked for it done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from pyaddin.correspondence import calls
from pyaddin.errors import Stop
from pyaddin.labels import label
from pyaddin.ledger.book import AddRow, Value
from pyaddin.ledger.cells import instant_text
from pyaddin.ledger.drafts import currency_digits
from pyaddin.ledger.imports.grid import is_blank
from pyaddin.ledger.imports.source import read_source
from pyaddin.ledger.imports.values import Reader, reader
from pyaddin.ledger.proposal import Entry as Typed
from pyaddin.ledger.rows import TypedRow
from pyaddin.records import dataclass
from pyaddin.rules.case import REACHED_RESULTS, CaseFile
from pyaddin.rules.decide import Decision, decide_all
from pyaddin.rules.hold import in_force
from pyaddin.rules.money import cent, money_text
from pyaddin.rules.reason import phrase
from pyaddin.tasks.archived import advice_for
from pyaddin.tasks.entering import set_cell
from pyaddin.tasks.entries import Numbers
from pyaddin.tasks.filled_list import BadRow, Form, ListRow, RowEntry, Taken, already_read, enter_rows, moment_of, rows_of
from pyaddin.tasks.log import HELD_BY
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.promise import promise_row, refuse_older

FORM = Form(calls.IDENTITY, calls.FILLED, ("case", "result"))
COLUMNS: Mapping[str, str] = {
    "Result": "result", "At": "called_at", "Amount": "promise_amount", "Due on": "promise_on", "Made on": "called_at", "Reason code": "reason",
    "Sentiment": "sentiment", "Notes": "notes", "Follow up on": "follow_up", "Case ID": "case", "Debtor ID": "case",
}  # fmt: skip
"""Columns of Contacts and Promises, and the columns of the list that they come from."""


def standing(decision: Decision) -> str:
    """What a row was made from, to tell later what has changed: stage, money received, holds."""
    received = sum((p.amount for p in decision.file.payments if p.reversed_on is None), Decimal(0))
    return f"{decision.state.stage};{received.normalize():f};{','.join(sorted({hold.type for hold in decision.holds}))}"


def read_back(opened: Opened, file: Path, *, by: str, now: Callable[[], datetime]) -> Outcome:
    """Every row with a Result becomes a contact; a row that was read before adds nothing; a blank one stays open.

    Exit code 1 when rows were refused. Raises ``Stop`` X-NOT-LIST, X-NOT-FOUND, X-OPTION for a list newer than the as-of date, and what writing raises.
    """
    rows, faults = rows_of(read_source(file, None), FORM, opened.raw.ledger_id)
    taken = Taken(faults=faults)
    known = already_read(opened)
    decisions = {d.case_id: d for d in decide_all(opened.files, opened.policy, opened.as_of, "weekly", seen=opened.seen("weekly"))}
    desk = _Desk(opened, decisions, reader(opened.zone, {}), by, now())
    for row in rows:
        if row.known["row_id"] in known:
            taken.known += 1
            continue
        try:
            entry = desk.entry(row)
        except BadRow as bad:
            taken.faults.append(bad.fault)
            continue
        if entry is None:
            taken.blank += 1
        else:
            taken.entries.append(entry)
    return enter_rows(opened, "calls", file, taken, by=by, now=now)


@dataclass(frozen=True, slots=True)
class _Call:
    """One row, typed."""

    result: str
    at: datetime
    amount: Decimal | None
    due_on: date | None
    reason: str | None
    sentiment: str | None
    notes: str | None
    follow_up: date | None


class _Desk:
    """What all rows are read with."""

    def __init__(self, opened: Opened, decisions: Mapping[str, Decision], cells: Reader, by: str, at: datetime) -> None:
        self.opened, self.decisions, self.cells, self.by, self.at = opened, decisions, cells, by, at
        self.language = opened.policy.language
        self.waiting = {str(row.values["Contact ID"]): row for row in opened.typed.tables["Contacts"] if row.values["Result"] == "queued"}

    def entry(self, row: ListRow) -> RowEntry | None:
        """What the row enters; ``None`` for one that nobody filled in. Raises ``BadRow``."""
        if all(is_blank(cell) for cell in row.cells.values()):
            return None
        file = self.opened.by_case.get(row.known["case_id"])
        if file is None:
            gone = advice_for(self.opened.book.path, self.opened.raw.ledger_id, row.known["case_id"], self.language)
            raise BadRow(row.fault("E-ORPHAN", "case", row.known["case_id"], gone or "The ledger has no such case, or its row is refused."))
        call = self._call(row, file)
        decision = self.decisions[file.case.case_id]
        promised = call.result == "promise" and decision.state.stage != "CLOSED"
        if promised:
            self._check_promise(row, file, call)
        tasks = [self.waiting[key] for key in row.known["contact_ids"].split(",") if key in self.waiting]
        others = [case_id for case_id in row.known["other_ids"].split(",") if case_id in self.opened.by_case]
        cases = {file.case.case_id, *others, *(str(task.values["Case ID"]) for task in tasks)}

        def make(numbers: Numbers) -> tuple[Typed, ...]:
            edits = self._contacts(row, file, call, tasks, others, numbers)
            if promised and call.amount is not None and call.due_on is not None:
                key = numbers.take("Promises")
                edits.append(promise_row(file, key, amount=call.amount, due_on=call.due_on, made_on=self._day(call)))
            return tuple(edits)

        return RowEntry(row, make, COLUMNS, frozenset(cases), tuple(self._notes(row, decision, call, tasks)))

    # --- the cells -----------------------------------------------------------------------------------------------------

    def _call(self, row: ListRow, file: CaseFile) -> _Call:
        currency = file.case.currency
        result = row.read(self.cells, "result", "Contacts.Result")
        if result is None:
            raise BadRow(row.fault("E-REQUIRED", "result", "", "The row says something of the call, but not what came of it: choose a Result."))
        if result not in calls.RESULTS:
            words = ", ".join(label("Result", code, self.language) for code in calls.RESULTS)
            raise BadRow(row.fault("E-CODE", "result", row.cells["result"], f"Of a call comes one of: {words}."))
        amount = row.read(self.cells, "promise_amount", "Promises.Amount", currency_digits(currency) or 0, currency)
        due_on = row.read(self.cells, "promise_on", "Promises.Due on")
        self._check_money(row, str(result), amount, due_on)
        return _Call(
            str(result),
            moment_of(row, "called_at", self.opened, self.cells, self.at),
            amount if isinstance(amount, Decimal) else None,
            due_on if isinstance(due_on, date) else None,
            _text(row.read(self.cells, "reason", "Contacts.Reason code")),
            _text(row.read(self.cells, "sentiment", "Contacts.Sentiment")),
            _text(row.read(self.cells, "notes", "Contacts.Notes")),
            _date(row.read(self.cells, "follow_up", "Contacts.Follow up on")),
        )

    def _check_money(self, row: ListRow, result: str, amount: object, due_on: object) -> None:
        """A promise has an amount and a day; nothing else has."""
        if result == "promise":
            for column, value in (("promise_amount", amount), ("promise_on", due_on)):
                if value is None:
                    raise BadRow(row.fault("E-REQUIRED", column, "", "A promise needs its amount and the day it is for."))
        elif amount is not None or due_on is not None:
            column = "promise_amount" if amount is not None else "promise_on"
            words = label("Result", "promise", self.language)
            raise BadRow(row.fault("E-CONFLICT", column, row.cells[column], f"Money is promised, and the Result says otherwise: choose {words}, or clear it."))

    def _day(self, call: _Call) -> date:
        """The office's date of the call: the day on which its promise was made."""
        return call.at.astimezone(self.opened.zone).date()

    def _check_promise(self, row: ListRow, file: CaseFile, call: _Call) -> None:
        try:
            refuse_older(file, self._day(call))
        except Stop as stop:
            raise BadRow(row.fault(stop.fault.code, "called_at", stop.fault.found, stop.fault.advice)) from None

    # --- the rows ------------------------------------------------------------------------------------------------------

    def _contacts(self, row: ListRow, file: CaseFile, call: _Call, tasks: list[TypedRow], others: list[str], numbers: Numbers) -> list[Typed]:
        """The waiting rows of the task completed, a new row for the case if it had none, and one for each other case that was talked about."""
        why = f"Call list {row.known['row_id']}"
        edits: list[Typed] = []
        for task in tasks:
            for column, value in self._values(row, call, lead=task.values["Case ID"] == file.case.case_id).items():
                if value is not None:
                    edits.append(set_cell(self.opened, task, column, value, why))
        done = {str(task.values["Case ID"]) for task in tasks}
        for case_id in (file.case.case_id, *others):
            if case_id not in done:
                key = numbers.take("Contacts")
                debtor = self.opened.by_case[case_id].case.debtor_id
                values = self._values(row, call, lead=case_id == file.case.case_id)
                edits.append(AddRow("Contacts", key, {"Contact ID": key, "Case ID": case_id, "Debtor ID": debtor, **values}, why))
        return edits

    def _values(self, row: ListRow, call: _Call, *, lead: bool) -> dict[str, Value]:
        """The cells of one contact. What was agreed stands with the case that the call was about; the others were talked about."""
        result = call.result if lead or call.result not in REACHED_RESULTS else "reached"
        values: dict[str, Value] = {
            "At": instant_text(call.at), "Channel": "call", "Direction": "out", "Result": result, "Reason code": call.reason, "By": self.by,
            "Document": row.known["row_id"],
        }  # fmt: skip
        return values | ({"Notes": call.notes, "Follow up on": call.follow_up, "Sentiment": call.sentiment} if lead else {})

    # --- what the clerk should know -------------------------------------------------------------------------------------

    def _notes(self, row: ListRow, decision: Decision, call: _Call, tasks: list[TypedRow]) -> list[str]:
        case_id = decision.case_id
        before = row.known["standing"].split(";")
        stage, received, holds = before if len(before) == 3 else ("", "", "")
        now_stage, now_received, now_holds = standing(decision).split(";")
        notes = []
        if now_stage == "CLOSED" and stage != "CLOSED":
            notes.append(phrase("note row-closed", case=case_id))
        elif Decimal(now_received) > Decimal(received or "0"):
            currency = decision.file.case.currency
            left = money_text(decision.position.outstanding.quantize(cent(currency)), currency)
            notes.append(phrase("note row-paid", case=case_id, amount=left, currency=currency))
        notes += [phrase("note row-held", case=case_id, hold=hold) for hold in sorted(set(now_holds.split(",")) - set(holds.split(",")) - {""})]
        if row.known["contact_ids"] and not tasks:
            notes.append(phrase("note row-done", case=case_id))
        held = {hold.type for hold in in_force(decision.file.holds, self.opened.as_of)}
        if call.result in HELD_BY and HELD_BY[call.result] not in held:
            notes.append(phrase("note set-hold", case=case_id, result=label("Result", call.result, self.language)))
        return [note.says(self.language) for note in notes]


def _text(value: object) -> str | None:
    return str(value) if value is not None else None


def _date(value: object) -> date | None:
    return value if isinstance(value, date) else None
