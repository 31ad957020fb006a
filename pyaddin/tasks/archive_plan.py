"""Which closed cases may leave for a yearly ledger, with which rows, and what keeps the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import field
from datetime import date

from pyaddin.correspondence.outbox import Outbox
from pyaddin.errors import Stop
from pyaddin.ledger.book import Cell, RawLedger
from pyaddin.ledger.codes import COMPUTED_HOLDS
from pyaddin.ledger.drafts import row_key
from pyaddin.ledger.of_debtor import text
from pyaddin.ledger.schema import EVERY_TABLE
from pyaddin.records import dataclass
from pyaddin.rules.decide import Decision, decide_all
from pyaddin.rules.hold import in_force
from pyaddin.rules.reason import phrase
from pyaddin.rules.retention import hindrances
from pyaddin.tasks import posting
from pyaddin.tasks.audit_picture import cell_text
from pyaddin.tasks.opening import Opened

BY_CASE = ("Cases", "Installments", "Payments", "Adjustments", "Plans", "Promises", "Contacts", "Moves", "Legal")
BY_DEBTOR = ("Debtors", "Budgets")


@dataclass(frozen=True, slots=True)
class Row:
    """One row that goes into a yearly ledger; ``leaves`` False: it is copied, because others here still need it."""

    table: str
    row: int
    key: str
    cells: Mapping[str, Cell]
    leaves: bool


@dataclass
class Going:
    """What goes into one yearly ledger."""

    cases: set[str] = field(default_factory=set)
    rows: list[Row] = field(default_factory=list)


def key_of(table: str, cells: Mapping[str, Cell]) -> str:
    """The row's key in one form for every file, dates with or without their format."""
    return "|".join(cell_text(cells.get(name)) for name in EVERY_TABLE[table].key)


def closed_on(decision: Decision) -> date | None:
    """Day on which a case was closed for good, as stored; ``None`` for one that is not, or that today's facts would open again."""
    case = decision.file.case
    return case.stage_since if case.stage == "CLOSED" and not decision.moves and decision.state.outcome else None


def ripe(opened: Opened, before: date, year: int | None) -> tuple[dict[str, date], list[tuple[str, str]]]:
    """Case -> day of closing of those that may leave, and (case, why) of those that were closed in time and must stay."""
    decisions = decide_all(opened.files, opened.policy, opened.as_of, "weekly", seen=opened.seen("weekly"))
    unsound, waiting = _unsound(opened), _waiting(opened)
    going: dict[str, date] = {}
    staying: list[tuple[str, str]] = []
    for decision in decisions:
        on = closed_on(decision)
        if on is None or on >= before or (year is not None and on.year != year):
            continue
        why = "; ".join(dict.fromkeys(_reasons(decision, opened, unsound, waiting)))
        if why:
            staying.append((decision.case_id, why))
        else:
            going[decision.case_id] = on
    return going, staying


def _reasons(decision: Decision, opened: Opened, unsound: Collection[str], waiting: Collection[str]) -> Iterator[str]:
    file, language = decision.file, opened.policy.language
    yield from (words.says(language) for words in hindrances([decision], opened.as_of))
    for hold in in_force(file.holds, opened.as_of):
        if hold.type not in COMPUTED_HOLDS:
            yield phrase("privacy held", case=decision.case_id, hold=hold.type, start=hold.start).says(language)
    if file.advice is not None and (
        (file.advice.filed_on and not file.advice.judgment_on and decision.state.outcome not in ("PAID", "SETTLED", "WRITTEN_OFF", "TIME_BARRED"))
        or (file.advice.next_hearing and file.advice.next_hearing >= opened.as_of)
    ):
        yield phrase("archive legal").says(language)
    if any(contact.follow_up_on is not None and contact.follow_up_on >= opened.as_of for contact in file.contacts):
        yield phrase("archive follow-up").says(language)
    if file.case.case_id in unsound or file.case.debtor_id in unsound:
        yield phrase("archive refused-row").says(language)
    if file.case.case_id in waiting:
        yield phrase("archive waiting").says(language)


def _unsound(opened: Opened) -> set[str]:
    """Cases and debtors with a row that was refused, or whose row shares its key with one: nothing of them moves before that is put right."""
    keys: dict[str, set[str]] = defaultdict(set)
    found: set[str] = set()
    tables: dict[str, dict[int, Mapping[str, Cell]]] = {}
    for row in opened.typed.refused:
        found |= {row.owner_case, row.owner_debtor} - {""}
        cells = tables.setdefault(row.table, dict(opened.raw.tables[row.table].rows)).get(row.row, {})
        keys[row.table].add(row_key(EVERY_TABLE[row.table], cells))
    for table, twins in keys.items():
        for cells in tables[table].values():
            if row_key(EVERY_TABLE[table], cells) in twins:
                found |= {text(cells.get("Case ID")), text(cells.get("Debtor ID"))} - {""}
    return found


def _waiting(opened: Opened) -> set[str]:
    """Cases with a message on its way, a task of a person, or bank money that nobody has booked."""
    found = {str(row.values["Case ID"]) for row in opened.typed.tables["Contacts"] if row.values["Result"] == "queued"}
    for row in opened.typed.tables["Bank"]:
        if row.values["State"] not in ("booked", "ignored"):
            found |= {str(row.values["Case ID"] or ""), str(row.values["Suggested case"] or "")}
    keys, runs = posting.ledger_keys(opened), posting.ledger_runs(opened)
    with Outbox.peek(opened.book.path, opened.raw.ledger_id, ledger_keys=keys, ledger_runs=runs) as box:
        if box.usable:
            open_states = ("planned", "approved", "queued", "deferred", "held", "unknown")
            found |= {case_id for entry in (*box.items(open_states), *box.unentered()) for _, case_id in entry.keys}
    return found


def rows_of(raw: RawLedger, cases: Collection[str], all_going: Collection[str]) -> list[Row]:
    """Every row of these cases. ``all_going``: every case that leaves in this step, to whichever file.

    A debtor, with budgets and holds, leaves with the last of the debtor's cases and is copied before that; a bank line leaves when all its payments do.
    """
    debtor_of = {text(cells.get("Case ID")): text(cells.get("Debtor ID")) for _, cells in raw.tables["Cases"].rows}
    debtors = {debtor_of[case_id] for case_id in cases}
    bound = {debtor for case_id, debtor in debtor_of.items() if case_id not in all_going}
    lines: dict[str, set[str]] = defaultdict(set)
    for _, cells in raw.tables["Payments"].rows:
        if text(cells.get("Bank line")):
            lines[text(cells.get("Bank line"))].add(text(cells.get("Case ID")))
    rows: list[Row] = []
    for name, table in raw.tables.items():
        for number, cells in table.rows:
            leaves = _leaves(name, cells, cases, all_going, debtors, bound, lines)
            if leaves is not None:
                rows.append(Row(name, number, key_of(name, cells), cells, leaves))
    return rows


def _leaves(
    name: str, cells: Mapping[str, Cell], cases: Collection[str], all_going: Collection[str], debtors: Collection[str], bound: Collection[str],
    lines: Mapping[str, set[str]],
) -> bool | None:  # fmt: skip
    """True = leaves, False = is copied, None = does not concern these cases."""
    if name in BY_CASE:
        return True if text(cells.get("Case ID")) in cases else None
    debtor = text(cells.get("Debtor ID")) if name in BY_DEBTOR else ""
    if name == "Holds":
        target = text(cells.get("Applies to"))
        if text(cells.get("Scope")).casefold() == "case":
            return True if target in cases else None
        debtor = target if text(cells.get("Scope")).casefold() == "debtor" else ""
    if name == "Bank":
        named = {*lines.get(text(cells.get("Bank line ID")), ()), text(cells.get("Case ID"))} - {""}
        return named <= set(all_going) if named & set(cases) else None
    return debtor not in bound if debtor and debtor in debtors else None


def require_named(opened: Opened) -> None:
    """Rows without an id of their own get one at the next run; before that they cannot be followed. Raises ``Stop`` X-ROWS."""
    blank = next((fault for fault in opened.faults if fault.code == "W-ID-FILLED"), None)
    if blank is not None:
        raise Stop("X-ROWS", "the row has no id of its own yet", sheet=blank.sheet, row=blank.row, advice="Refresh, or let a run give it one; then archive.")
