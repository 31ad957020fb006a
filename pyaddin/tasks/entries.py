"""From decisions to what is written in the ledger: changed cells of computed columns, new rows of the append-only tables, the Today queue."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from pyaddin.archive import IDS_KEY, last_ids
from pyaddin.ledger.book import AddRow, Cell, Edit, ReplaceRows, SetCell, Value
from pyaddin.ledger.cells import instant_text
from pyaddin.ledger.limits import growing
from pyaddin.ledger.rows import TypedLedger, TypedRow, column_of, id_edits, instant_edits, key_of
from pyaddin.ledger.schema import EVERY_TABLE, TABLES
from pyaddin.ledger.unmatched import unbooked
from pyaddin.rules.addresses import address_state
from pyaddin.rules.case import Hold
from pyaddin.rules.decide import Decision
from pyaddin.rules.money import cent
from pyaddin.rules.reason import because, phrase
from pyaddin.tasks.corrections import correction_edits
from pyaddin.tasks.new_data import taken_over
from pyaddin.tasks.today import today_rows

_FIRST_NUMBER = 1
_BLANK = (None, "")
_LASTING = ("DATA", "OPT_OUT")
_Target = tuple[str, str, str]


@dataclass
class Numbers:
    """The next free id of each table, given out in turn."""

    typed: TypedLedger
    _next: dict[str, int] = field(default_factory=dict)

    def take(self, table: str) -> str:
        prefix = TABLES[table].prefix
        if table not in self._next:
            column = TABLES[table].key[0]
            texts = {*map(str, self.typed.raw.tables[table].column(column)), *map(str, column_of(self.typed.tables[table], column))}
            used = re.findall(rf"(?<=\0){prefix}-(\d{{1,9}})(?=\0)", "\0".join(["", *texts, ""]))  # no cell holds the character 0
            number = max(map(int, used), default=0)
            self._next[table] = max(number, self._left().get(prefix, 0), self._beyond(table)) + _FIRST_NUMBER
        number = self._next[table]
        self._next[table] = number + 1
        return f"{prefix}-{number:06d}"

    def _beyond(self, table: str) -> int:
        """The largest number in the rest of a portfolio of which only a part is read."""
        return self.typed.beyond.highest.get(table, 0) if self.typed.beyond is not None else 0

    def _left(self) -> Mapping[str, int]:
        """The largest numbers of rows that were archived."""
        return next((last_ids(cells.get("Value")) for _, cells in self.typed.raw.tables["Settings"].rows if cells.get("Key") == IDS_KEY), {})


def same(old: object, new: Value) -> bool:
    """Whether the ledger already shows the value: blank and empty text are one, amounts compare by value."""
    if old is new:
        return True
    if (old is None or old == "") and (new is None or new == ""):
        return True
    if isinstance(old, Decimal) and isinstance(new, int | Decimal):
        return old == new
    return type(old) is type(new) and old == new


class Ledger:
    """Looks up accepted rows and their raw cells, and makes the edits of changed cells."""

    def __init__(self, typed: TypedLedger) -> None:
        self.typed = typed
        self._rows: dict[str, dict[str, TypedRow]] = {}
        self._raw: dict[str, dict[int, Mapping[str, Cell]]] = {}
        self._taken: dict[tuple[str, str], bool] = {}

    def row(self, table: str, key: str) -> TypedRow | None:
        if table not in self._rows:  # most clicks ask for few tables, and the long ones are not among them
            self._rows[table] = {key_of(row): row for row in self.typed.tables[table]}
        return self._rows[table].get(key)

    def cells(self, table: str, row: int) -> Mapping[str, Cell]:
        """What stands in a row; empty for a row that is not there."""
        if table not in self._raw:
            self._raw[table] = dict(self.typed.raw.tables[table].rows)
        return self._raw[table].get(row, {})

    def changes(self, row: TypedRow, values: Mapping[str, Value], why: str = "") -> list[Edit]:
        """One edit per cell that does not show its value yet."""
        table, number, old = row.table, row.row, row.values
        raw = self.cells(table, number)
        changed: list[str] = []
        for column, new in values.items():
            shown = old[column]
            if shown is None and (new is None or new == ""):  # what cannot be read is no value, and yet it stands there
                if raw.get(column) in _BLANK:
                    continue
            elif shown is new or same(shown, new):
                continue
            if self._takes(table, column):
                changed.append(column)
        if not changed:
            return []
        key = key_of(row)
        return [SetCell(table, number, key, column, raw.get(column), values[column], why) for column in changed]

    def _takes(self, table: str, column: str) -> bool:
        place = (table, column)
        known = self._taken.get(place)
        if known is None:
            known = self._taken[place] = self.typed.raw.takes(table, column)
        return known


def case_values(decision: Decision, why: str | None = None) -> dict[str, Value]:
    """The computed columns of Cases; blank money columns for a case that was never in collection stay figures all the same. ``why``: the decision's, where
    it is in words already."""
    position, state = decision.position, decision.state
    unit = cent(decision.file.case.currency)
    started = bool(state.stage)
    return {
        "Stage": state.stage or None,
        "Stage since": state.since,
        "Level": decision.level if started else None,
        "Days past due": position.days_past_due,
        "Bucket": position.bucket or None,
        "Arrears": position.arrears.quantize(unit),
        "Interest due": position.interest.quantize(unit),
        "Fees due": position.fees.quantize(unit),
        "Outstanding": position.outstanding.quantize(unit),
        "Priority": decision.score.points if decision.in_collection else None,
        "Next action": decision.action.says(decision.language) or None,
        "Next action on": decision.action.on,
        "Why": (decision.why if why is None else why) or None,
        "Outcome": state.outcome or None,
        "Outcome on": state.outcome_on,
        "Episode": state.episode if started else None,
        "Risk": decision.risk.value if decision.risk else None,
    }


def _installment_edits(ledger: Ledger, rows: Mapping[tuple[object, object, int], TypedRow], decision: Decision, why: str) -> list[Edit]:
    """Most rows show already what they should: they are compared in place, and only a row that differs is looked at cell by cell."""
    edits: list[Edit] = []
    case_id = decision.case_id
    unit = cent(decision.file.case.currency)
    for row in decision.position.rows:
        installment = row.installment
        found = rows.get((case_id, installment.plan_id, installment.no))
        if found is None:
            continue
        shown, flagged_on = found.values, installment.flagged_on
        paid = row.paid.quantize(unit)
        if shown["Paid"] == paid and shown["Status"] == row.status and shown["Paid on"] == row.paid_on and shown["Flagged on"] == flagged_on:
            cells = ledger.cells("Installments", found.row)
            if (row.paid_on is not None or cells.get("Paid on") in _BLANK) and (flagged_on is not None or cells.get("Flagged on") in _BLANK):
                continue
        values: dict[str, Value] = {"Paid": paid, "Paid on": row.paid_on, "Status": row.status, "Flagged on": flagged_on}
        edits += ledger.changes(found, values, why)
    return edits


def _promise_edits(ledger: Ledger, decision: Decision) -> list[Edit]:
    edits: list[Edit] = []
    for judged in decision.promises:
        row = ledger.row("Promises", judged.promise.promise_id)
        if row is not None:
            values: dict[str, Value] = {"Status": judged.status, "Level": judged.level, "Judged on": judged.judged_on}
            edits += ledger.changes(row, values, because("R23", received=judged.received, deadline=judged.deadline).text(decision.language))
    return edits


_PLAN_WHY = {"kept": because("T11b", "PLAN-KEPT"), "broken": because("R26"), "signed": because("T13", "T13-MONEY-BACK")}


def _plan_edits(ledger: Ledger, decision: Decision) -> list[Edit]:
    """Kept and broken as judged; a kept plan whose money was taken back is signed again; a plan that a later one replaced is superseded (R21a), one
    that was broken before stays so: it is what became of it."""
    plan = decision.plan.plan
    if plan is None:
        return []
    status = "signed" if decision.plan.status == "performing" and plan.status == "kept" else decision.plan.status
    wanted = [(plan.plan_id, status, _PLAN_WHY[status])] if status in _PLAN_WHY else []
    why = because("R21a", "PLAN-REPLACED", plan=plan.plan_id, on=plan.agreed_on)
    wanted += [(old.plan_id, "superseded", why) for old in decision.plan.replaced if old.status == "signed"]
    edits: list[Edit] = []
    for plan_id, state, reason in wanted:
        row = ledger.row("Plans", plan_id)
        edits += ledger.changes(row, {"Status": state}, reason.text(decision.language)) if row is not None else []
    return edits


def _hold_edits(ledger: Ledger, decisions: Sequence[Decision], numbers: Numbers, as_of: date) -> list[Edit]:
    """The program's own hold rows: new ones, changed ends, and an end for those whose reason is gone.

    Rows of one type on one target never overlap: a new one begins after the last day of the one before.
    """
    language = decisions[0].language if decisions else "en"
    wanted: dict[_Target, Hold] = {}
    written: dict[_Target, list[Hold]] = {}
    for decision in decisions:
        wanted |= {(hold.scope, hold.applies_to, hold.type): hold for hold in decision.own_holds}
        for hold in decision.file.written_holds:
            known = written.setdefault((hold.scope, hold.applies_to, hold.type), [])
            if hold not in known:
                known.append(hold)
    edits: list[Edit] = []
    for key, hold in wanted.items():
        edits += _kept_or_added(ledger, hold, written.get(key, []), numbers, as_of, language)
    for key, known in written.items():
        if key not in wanted:
            for hold in known:
                edits += _ended(ledger, hold, as_of, language) if hold.end is None or hold.end > as_of else []
    return edits


def _kept_or_added(ledger: Ledger, hold: Hold, known: list[Hold], numbers: Numbers, as_of: date, language: str) -> list[Edit]:
    """The row that already says so, brought up to date, or a new one. A reason is the same in whatever language it was written."""
    edits: list[Edit] = []
    current = next((old for old in known if old.covers(as_of)), None)
    if current is not None and (hold.type in _LASTING or hold.told is not None and current.reason in hold.told.everywhere()):
        row = ledger.row("Holds", current.hold_id)
        return ledger.changes(row, {"End": hold.end, "Reason": hold.reason}, _why_hold(hold)) if row else []
    start = max([hold.start, *(old.end + timedelta(days=1) for old in known if old.end is not None and old is not current)])
    if current is not None:
        start = max(start, current.start + timedelta(days=1))
        edits += _ended(ledger, current, start - timedelta(days=1), language)
    hold_id = numbers.take("Holds")
    values: dict[str, Value] = {
        "Hold ID": hold_id, "Scope": hold.scope, "Applies to": hold.applies_to, "Type": hold.type, "Start": start, "End": hold.end,
        "Reason": hold.reason, "By": hold.by,
    }  # fmt: skip
    return [] if hold.end is not None and hold.end < start else [*edits, AddRow("Holds", hold_id, values, _why_hold(hold))]


def _why_hold(hold: Hold) -> str:
    return f"HOLD-{hold.type}: {hold.reason}"


def _ended(ledger: Ledger, hold: Hold, on: date, language: str) -> list[Edit]:
    row = ledger.row("Holds", hold.hold_id)
    return ledger.changes(row, {"End": on}, because(f"HOLD-{hold.type}", "HOLD-ENDED", hold=hold.type).text(language)) if row else []


def _address_edits(ledger: Ledger, decisions: Sequence[Decision], as_of: date, language: str) -> list[Edit]:
    """What the run saw of each debtor's addresses, and the day of a change."""
    edits: list[Edit] = []
    changed, seen = phrase("address-changed").says(language), phrase("address-seen").says(language)
    for debtor in {decision.file.debtor.debtor_id: decision.file.debtor for decision in decisions}.values():
        row = ledger.row("Debtors", debtor.debtor_id)
        if row is not None:
            state = address_state(debtor, as_of)
            why = changed if state.changed_on == as_of else seen
            edits += ledger.changes(row, {"Address on file": state.on_file or None, "Address changed on": state.changed_on}, why)
            if confirmed := taken_over(row, as_of, language):
                edits += ledger.changes(row, confirmed, phrase("new-data-confirmed").says(language))
    return edits


def _budget_edits(ledger: Ledger, language: str) -> list[Edit]:
    edits: list[Edit] = []
    costs = ("Housing", "Utilities", "Food", "Transport", "Health", "Other debts", "Other costs", "Agreed saving")
    for row in ledger.typed.tables["Budgets"]:
        income = row.values["Income"]
        if isinstance(income, Decimal):
            spent = sum((value for value in (row.values[name] for name in costs) if isinstance(value, Decimal)), Decimal(0))
            edits += ledger.changes(row, {"Surplus": income - spent}, because("R22").text(language))
    return edits


def move_rows(before: Decision, after_level: int, at: datetime, run_id: str, by: str) -> list[Edit]:
    """One Moves row per move of the run."""
    made = {"At": instant_text(at), "By": by, "Run ID": run_id}
    return [AddRow("Moves", before.case_id, _in_order("Moves", values | made), str(values["Why"])) for values in moves_of(before, after_level)]


def _in_order(table: str, values: Mapping[str, Value]) -> dict[str, Value]:
    return {name: values[name] for name in TABLES[table].headers if name in values}


def moves_of(before: Decision, after_level: int) -> list[dict[str, Value]]:
    """What a Moves row says of each move, whoever makes it."""
    return [
        {
            "Case ID": before.case_id,
            "As of": before.position.as_of,
            "From": move.from_stage or None,
            "To": move.to_stage,
            "Level from": before.level,
            "Level to": after_level if move is before.moves[-1] else before.level,
            "Episode": move.episode,
            "Rule": move.rule,
            "Why": move.why.text(before.language),
        }
        for move in before.moves
    ]


def _today_edit(ledger: Ledger, decisions: Sequence[Decision]) -> list[Edit]:
    rows = today_rows(decisions, growing(ledger.typed.raw), unbooked(ledger.typed))
    shown = [row.values for row in ledger.typed.tables["Today"]]
    unchanged = len(shown) == len(rows) and all(
        all(same(old[name], new.get(name)) for name in EVERY_TABLE["Today"].headers) for old, new in zip(shown, rows, strict=True)
    )
    return [] if unchanged else [ReplaceRows("Today", rows)]


def computed_edits(ledger: Ledger, decisions: Sequence[Decision], numbers: Numbers, as_of: date, *, today: Sequence[Decision]) -> list[Edit]:
    """Everything computed that the ledger does not show yet. Empty when it shows it all: then nothing needs writing.

    ``today`` are the cases that the queue is made of: all of them, also when only some are written.
    """
    edits: list[Edit] = [*id_edits(ledger.typed), *instant_edits(ledger.typed)]
    mine = {decision.case_id for decision in decisions}
    rows: dict[tuple[object, object, int], TypedRow] = {}
    for row in ledger.typed.tables["Installments"]:
        values = row.values
        if (case_id := values["Case ID"]) in mine:
            number = values["No"]
            rows[(case_id, values["Plan ID"] or "", number if type(number) is int else int(str(number)))] = row
    for decision in decisions:
        why = decision.why
        case_row = ledger.row("Cases", decision.case_id)
        if case_row is not None:
            edits += ledger.changes(case_row, case_values(decision, why), why)
        edits += _installment_edits(ledger, rows, decision, why)
        edits += _promise_edits(ledger, decision)
        edits += _plan_edits(ledger, decision)
    edits += correction_edits(decisions, numbers.take)
    edits += _hold_edits(ledger, decisions, numbers, as_of)
    language = today[0].language if today else "en"
    edits += _address_edits(ledger, decisions, as_of, language)
    edits += _budget_edits(ledger, language)
    return edits + _today_edit(ledger, today)
