"""From decisions to what is written in the ledger: changed cells of computed columns, new rows of the append-only tables, the Today queue."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain, compress, repeat
from typing import TypeVar

from pyaddin.archive import IDS_KEY, last_ids
from pyaddin.ledger.book import AddRow, Cell, Edit, ReplaceRows, SetCell, SetColumn, Value
from pyaddin.ledger.limits import growing
from pyaddin.ledger.rows import TypedLedger, TypedRow, column_of, id_edits, instant_edits, key_of, keys_of
from pyaddin.ledger.schema import EVERY_TABLE, TABLES
from pyaddin.ledger.unmatched import unbooked
from pyaddin.records import dataclass
from pyaddin.rules.addresses import address_state
from pyaddin.rules.arrears import ended_by_a_person
from pyaddin.rules.case import Hold
from pyaddin.rules.decide import Decision
from pyaddin.rules.money import cent
from pyaddin.rules.reason import because, phrase
from pyaddin.tasks.computed_columns import Sheet, same
from pyaddin.tasks.corrections import correction_edits
from pyaddin.tasks.new_data import taken_over
from pyaddin.tasks.today import today_rows

_FIRST_NUMBER = 1
_BLANK = (None, "")
_LASTING = ("DATA", "OPT_OUT")
_Target = tuple[str, str, str]
T = TypeVar("T")


@dataclass(slots=True)
class Numbers:
    """The next free id of each table, given out in turn."""

    typed: TypedLedger
    _next: dict[str, int] = field(default_factory=dict)

    def take(self, table: str) -> str:
        """The next free id of this table, such as ``P-000124``; the one behind the largest that ever stood there."""
        prefix = TABLES[table].prefix
        if table not in self._next:
            column = TABLES[table].key[0]
            texts = [*map(str, self.typed.raw.tables[table].column(column)), *map(str, column_of(self.typed.tables[table], column))]
            self._next[table] = max(_highest(prefix, texts), self._left().get(prefix, 0), self._beyond(table)) + _FIRST_NUMBER
        number = self._next[table]
        self._next[table] = number + 1
        return f"{prefix}-{number:06d}"

    def _beyond(self, table: str) -> int:
        """The largest number in the rest of a portfolio of which only a part is read."""
        return self.typed.beyond.highest.get(table, 0) if self.typed.beyond is not None else 0

    def _left(self) -> Mapping[str, int]:
        """The largest numbers of rows that were archived."""
        return next((last_ids(cells.get("Value")) for _, cells in self.typed.raw.tables["Settings"].rows if cells.get("Key") == IDS_KEY), {})


def _highest(prefix: str, texts: Collection[str]) -> int:
    """The largest number behind this prefix. Of ids of one length the last in order has it, unless the last is no id."""
    form, highest = re.compile(rf"{prefix}-(\d{{1,9}})"), 0
    for length in set(map(len, texts)):
        alike = [text for text in texts if len(text) == length]
        last = max(alike)
        found = [form.fullmatch(last)] if last.isascii() and form.fullmatch(last) else map(form.fullmatch, set(alike))
        highest = max(highest, *[int(one[1]) for one in found if one], 0)
    return highest


class Ledger:
    """Looks up accepted rows and their raw cells, and makes the edits of changed cells."""

    def __init__(self, typed: TypedLedger) -> None:
        self.typed = typed
        self._rows: dict[str, dict[str, TypedRow]] = {}
        self._raw: dict[str, dict[int, Mapping[str, Cell]]] = {}
        self._taken: dict[tuple[str, str], bool] = {}

    def sheet(self, table: str) -> Sheet:
        """The accepted rows of a table by column."""
        return Sheet(self.typed, table)

    def row(self, table: str, key: str) -> TypedRow | None:
        """The accepted row with this key; ``None`` when there is none."""
        if table not in self._rows:  # most clicks ask for few tables, and the long ones are not among them
            rows = self.typed.tables[table]
            self._rows[table] = dict(zip(keys_of(table, rows), rows, strict=True))
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


def case_values(decision: Decision) -> dict[str, Value]:
    """The computed columns of Cases for one case."""
    return {column: values[0] for column, values in case_columns([decision], [decision.why]).items()}


def case_columns(decisions: Sequence[Decision], whys: Sequence[str]) -> dict[str, list[Value]]:
    """The computed columns of Cases, a value for each decision; money columns of a case that was never in collection are figures all the same. ``whys``: the
    reason of each decision in words."""
    positions, states = [d.position for d in decisions], [d.state for d in decisions]
    units = _units(decisions)
    return {
        "Stage": [state.stage or None for state in states],
        "Stage since": [state.since for state in states],
        "Level": [d.level if state.stage else None for d, state in zip(decisions, states, strict=True)],
        "Days past due": [position.days_past_due for position in positions],
        "Bucket": [position.bucket or None for position in positions],
        "Arrears": _to_the_cent([position.arrears for position in positions], units),
        "Interest due": _to_the_cent([position.interest for position in positions], units),
        "Fees due": _to_the_cent([position.fees for position in positions], units),
        "Outstanding": _to_the_cent([position.outstanding for position in positions], units),
        "Priority": [d.score.points if d.in_collection else None for d in decisions],
        "Next action": [d.action.says(d.language) or None for d in decisions],
        "Next action on": [d.action.on for d in decisions],
        "Why": [why or None for why in whys],
        "Outcome": [state.outcome or None for state in states],
        "Outcome on": [state.outcome_on for state in states],
        "Episode": [state.episode if state.stage else None for state in states],
        "Risk": [d.risk.value if d.risk else None for d in decisions],
    }


def _to_the_cent(amounts: Iterable[Decimal], units: Iterable[Decimal]) -> list[Value]:
    return list(map(Decimal.quantize, amounts, units))


def _case_edits(ledger: Ledger, decisions: Sequence[Decision], whys: Sequence[str]) -> list[SetColumn]:
    sheet = ledger.sheet("Cases")
    place_of = {key: at for at, key in enumerate(sheet.keys)}
    shown = [(decision, why) for decision, why in zip(decisions, whys, strict=True) if decision.case_id in place_of]
    mine, told = [decision for decision, _ in shown], [why for _, why in shown]
    return sheet.changes([place_of[decision.case_id] for decision in mine], case_columns(mine, told), told)


def _installment_edits(ledger: Ledger, decisions: Sequence[Decision], whys: Sequence[str]) -> list[SetColumn]:
    """Every installment as its case's position has it, where it stands on the sheet."""
    sheet = ledger.sheet("Installments")
    place_of = {key: at for at, key in enumerate(_installment_keys(sheet))}
    counts = [len(decision.position.rows) for decision in decisions]
    rows = [row for decision in decisions for row in decision.position.rows]
    case_ids = _each_of([decision.case_id for decision in decisions], counts)
    places = list(map(place_of.get, zip(case_ids, [row.installment.plan_id for row in rows], [row.installment.no for row in rows], strict=True)))
    units, told = list(_each_of(_units(decisions), counts)), list(_each_of(whys, counts))
    if None in places:
        there = [at is not None for at in places]
        rows, units, told = list(compress(rows, there)), list(compress(units, there)), list(compress(told, there))
    columns: dict[str, Sequence[Value]] = {
        "Paid": _to_the_cent([row.paid for row in rows], units),
        "Paid on": [row.paid_on for row in rows],
        "Status": [row.status for row in rows],
        "Flagged on": [row.installment.flagged_on for row in rows],
    }
    return sheet.changes([at for at in places if at is not None], columns, told)


def _each_of(values: Iterable[T], counts: Iterable[int]) -> Iterator[T]:
    """Each value so many times."""
    return chain.from_iterable(map(repeat, values, counts))


def _units(decisions: Sequence[Decision]) -> list[Decimal]:
    return [cent(decision.file.case.currency) for decision in decisions]


def _installment_keys(sheet: Sheet) -> Iterable[tuple[object, object, object]]:
    """Case, plan (blank for the contract) and number of each installment."""
    numbers = [number if type(number) is int else int(str(number)) for number in sheet.values("No")]
    return zip(sheet.values("Case ID"), [plan_id or "" for plan_id in sheet.values("Plan ID")], numbers, strict=True)


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
    written_off = status == "kept" and ended_by_a_person(decision.file.case, decision.position.as_of) is not None  # nobody has paid it
    wanted = [(plan.plan_id, status, _PLAN_WHY[status])] if status in _PLAN_WHY and not written_off else []
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
                lasts = hold.start <= as_of and (hold.end is None or hold.end > as_of)  # one that begins later is not this day's to end
                edits += _ended(ledger, hold, as_of, language) if lasts else []
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
    """What the run saw of each debtor's addresses, the day of a change, and new data that a clerk has confirmed."""
    sheet, rows = ledger.sheet("Debtors"), ledger.typed.tables["Debtors"]
    place_of = {key: at for at, key in enumerate(sheet.keys)}
    changed, seen = phrase("address-changed").says(language), phrase("address-seen").says(language)
    debtors = {decision.file.debtor.debtor_id: decision.file.debtor for decision in decisions}
    debtors = {debtor_id: debtor for debtor_id, debtor in debtors.items() if debtor_id in place_of}
    places, states = [place_of[debtor_id] for debtor_id in debtors], [address_state(debtor, as_of) for debtor in debtors.values()]
    columns: dict[str, Sequence[Value]] = {
        "Address on file": [state.on_file or None for state in states],
        "Address changed on": [state.changed_on for state in states],
    }
    edits: list[Edit] = [*sheet.changes(places, columns, [changed if state.changed_on == as_of else seen for state in states])]
    confirmed = sheet.values("New data confirmed")
    for at in places:
        if confirmed[at] == "yes" and (values := taken_over(rows[at], as_of, language)):
            edits += ledger.changes(rows[at], values, phrase("new-data-confirmed").says(language))
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


def _today_edit(ledger: Ledger, decisions: Sequence[Decision], whys: Mapping[str, str]) -> list[Edit]:
    rows = today_rows(decisions, growing(ledger.typed.raw), unbooked(ledger.typed), whys)
    shown = [row.values for row in ledger.typed.tables["Today"]]
    unchanged = len(shown) == len(rows) and all(
        all(same(old[name], new.get(name)) for name in EVERY_TABLE["Today"].headers) for old, new in zip(shown, rows, strict=True)
    )
    return [] if unchanged else [ReplaceRows("Today", rows)]


def computed_edits(ledger: Ledger, decisions: Sequence[Decision], numbers: Numbers, as_of: date, *, today: Sequence[Decision]) -> list[Edit]:
    """Everything computed that the ledger does not show yet. Empty when it shows it all: then nothing needs writing.

    ``today`` are the cases that the queue is made of: all of them, also when only some are written.
    """
    whys = [decision.why for decision in decisions]
    edits: list[Edit] = [*id_edits(ledger.typed), *instant_edits(ledger.typed)]
    edits += _case_edits(ledger, decisions, whys)
    edits += _installment_edits(ledger, decisions, whys)
    for decision in decisions:
        if decision.promises:
            edits += _promise_edits(ledger, decision)
        if decision.plan.plan is not None:
            edits += _plan_edits(ledger, decision)
    edits += correction_edits(decisions, numbers.take)
    edits += _hold_edits(ledger, decisions, numbers, as_of)
    language = today[0].language if today else "en"
    edits += _address_edits(ledger, decisions, as_of, language)
    edits += _budget_edits(ledger, language)
    return edits + _today_edit(ledger, today, dict(zip([decision.case_id for decision in decisions], whys, strict=True)))
