"""A slice brought back into its origin: new rows added, changes taken, conflicts listed, totals tied; nothing is lost and merging twice changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from pyaddin.correspondence.carrying import Carried, messages_of
from pyaddin.correspondence.entry import asks_of
from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, SetCell
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.limits import require_room_of
from pyaddin.tasks import pending
from pyaddin.tasks.entering import Entry, enter, open_for_entry
from pyaddin.tasks.merge_refused import Refused, drop_refused
from pyaddin.tasks.merge_told import told
from pyaddin.tasks.merge_totals import totals
from pyaddin.tasks.merging import Conflict, Ids, Merging, Plan, mapped_key
from pyaddin.tasks.noticing import with_noticed
from pyaddin.tasks.opening import Opened, open_book, opened_from, require_supervisor
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.recorded import write
from pyaddin.tasks.slice_origin import Memory, Origin
from pyaddin.tasks.slice_origins import origin_of
from pyaddin.tasks.slice_policy import policy_changes
from pyaddin.tasks.slicing import MARK, MERGED, SLICE, changed, held, is_mark

_AGAIN = 20
"""So often a merge into the shared store is computed again when somebody else has changed a row meanwhile."""


def run(origin: str, *, slice: Path, take: str | None, keys: tuple[str, ...], by: str, now: Callable[[], datetime]) -> Outcome:
    """Bring back the slice. ``take``: whose value stands in a conflict, of the rows ``keys`` (none = of all); without it the origin's stays and the conflict
    is told by every merge until it is decided. The debtors of an undecided one stay on hold.

    Raises ``Stop``: X-SLICE when the file is no slice of this origin, has refused rows or messages that wait; what reading and writing raise.
    """
    if keys and take is None:
        raise Stop("X-OPTION", "--key without --take", column="take", advice="Say --take slice or --take origin with it.")

    def choice(conflict: Conflict) -> str:
        return take or "" if not keys or conflict.key in keys else ""

    with origin_of(origin, now) as place:
        for attempt in range(_AGAIN):
            try:
                with place.all_or_nothing():
                    return _merged(place, slice, choice, take or "", by, now)
            except Stop as stop:
                if stop.fault.code != "X-CHANGED" or attempt + 1 == _AGAIN or place.book.path.exists():
                    raise
    raise AssertionError("every attempt returns or raises")


def _merged(place: Origin, path: Path, choice: Callable[[Conflict], str], take: str, by: str, now: Callable[[], datetime]) -> Outcome:
    """One attempt. The order makes a merge that dies anywhere safe to repeat: what is about to be added is remembered before it is, then the slice is shut,
    then the messages enter the journal, then the rows the ledger, and at last the memory says that the slice is back."""
    clerk, memory = _slice(path, place, now)
    slice_id = str(memory["slice"])
    opened = _origin(place, memory, now)
    require_supervisor(opened, by)
    carried = _settled(path, clerk)
    plan = Merging(opened, clerk, memory, choice, place.taken).compared()
    refused = drop_refused(opened, plan)
    require_room_of(opened.book, opened.raw, plan.edits)
    memory["intended"] = {name: {key: there for (sheet, there), key in plan.added.items() if sheet == name} for name in MERGED}
    place.remember(slice_id, memory)
    _shut(clerk, memory, place.name, by, now())
    messages = [_renamed(message, plan.renumbered) for message in carried]
    runs = [str(key) for name, key in plan.added if name == "Runs"]
    taken = place.take_messages(opened.raw.ledger_id, messages, runs, now=now, why=f"merged from {path.name}")
    edits = (*plan.edits, *_lifted(opened, plan, refused, slice_id))
    if edits:
        enter(replace(opened, told=()), "merge", Entry(edits, _cases(opened, edits), waits=False), by=by, now=now)
    place.remember(slice_id, {**memory, "rows": plan.rows, "intended": {}, "merged_at": now().isoformat()})
    place.only_of(debtors=_debtors({**memory, "rows": plan.rows}))
    after = opened_from(place.book, place.book.read(), as_of=opened.as_of, now=now) if edits else opened
    policy = policy_changes(memory.get("policy", {}), clerk)
    return told(path, slice_id, plan, refused=refused, policy=policy, totals=totals(opened, after, plan), messages=taken, take=take,
                language=opened.policy.language)  # fmt: skip


def _slice(path: Path, place: Origin, now: Callable[[], datetime]) -> tuple[Opened, Memory]:
    """The slice as it comes back, with what its origin remembers of it."""
    book, told = ClosedBook(path), list[str]()
    pending.enter_kept(book, now=now, told=told)
    clerk = open_book(book, as_of=None, now=now)
    slice_id = clerk.raw.ledger_id.rpartition(".")[2]
    memory = place.recall(slice_id) if slice_id.startswith(SLICE) else None
    if memory is None or memory["ledger_id"] != clerk.raw.ledger_id:
        raise Stop("X-SLICE", f"{path.name} was not cut from {place.name}", advice="Name the ledger from which it was cut; nothing was merged.")
    if clerk.typed.refused:
        row = clerk.typed.refused[0]
        advice = "Correct these rows in the slice (check names them), then merge again; nothing was merged."
        raise Stop("X-SLICE", f"{path.name}: {len(clerk.typed.refused)} refused rows ({row.fault_code})", sheet=row.table, row=row.row, advice=advice)
    return clerk, memory


def _settled(path: Path, clerk: Opened) -> list[Carried]:
    """The messages of the slice's outbox. Raises ``Stop`` X-SLICE while one of them may still leave."""
    carried = messages_of(path, clerk.raw.ledger_id, {str(row.values["Case ID"]) for row in clerk.typed.tables["Cases"]})
    if waiting := [message for message in carried if message.waits]:
        found = ", ".join(str(message.keys[0][0]) for message in waiting[:5])
        raise Stop("X-SLICE", f"{len(waiting)} messages wait: {found}", advice="Send, cancel or resolve them in the slice's outbox first; nothing was merged.")
    return carried


def _debtors(memory: Mapping[str, Any]) -> frozenset[str]:
    """The debtors of the slice as the origin calls them: those that were cut, and those that came with a merge or were about to."""
    known = (there for there, _ in memory["rows"].get("Debtors", {}).values())
    return frozenset((*memory["debtors"], *known, *memory["intended"].get("Debtors", {}).values()))


def _origin(place: Origin, memory: Mapping[str, Any], now: Callable[[], datetime]) -> Opened:
    place.only_of(debtors=_debtors(memory))
    opened = open_for_entry(place.book.path, as_of=None, now=now, book=place.book)
    if opened.raw.ledger_id != memory["origin"]:
        raise Stop("X-SLICE", f"{place.name} is another ledger")
    return opened


def _shut(clerk: Opened, memory: Mapping[str, Any], name: str, by: str, at: datetime) -> None:
    """From now on the slice does nothing to its debtors: it was brought back, and the origin works on them."""
    noticed = with_noticed(clerk, by=by, at=at, task="merge")
    shut = {str(row.values["Applies to"]) for row in clerk.typed.tables["Holds"] if is_mark(row)}
    debtors = {str(row.values["Debtor ID"]) for row in clerk.typed.tables["Debtors"]} - shut
    edits = list(held(noticed, debtors, str(memory["slice"]), f"Brought back into {name}: work goes on there"))
    if edits:
        as_of = clerk.settings.day("as_of") or clerk.as_of
        write(clerk.book, clerk.raw, edits, as_of=as_of, at=at, by=by, task="merge", run_id=str(memory["slice"]), undoable=False)


def _lifted(opened: Opened, plan: Plan, refused: Sequence[Refused], slice_id: str) -> list[SetCell]:
    """The holds of the slice end with the day before, also one that began today: nobody is held on the day of the merge. Those of debtors with something
    undecided stay, and all of them while a row is refused."""
    if refused:
        return []
    undecided = {conflict.debtor for conflict in plan.conflicts}
    yesterday = opened.as_of - timedelta(days=1)
    raw = dict(opened.raw.tables["Holds"].rows)
    edits: list[SetCell] = []
    for row in opened.typed.tables["Holds"]:
        mine = is_mark(row) and row.values["By"] == MARK + slice_id and row.values["End"] is None
        if mine and row.values["Applies to"] not in undecided:
            begun = isinstance(start := row.values["Start"], date) and start <= yesterday
            edits += changed(raw, row, {"End": yesterday} if begun else {"Start": yesterday, "End": yesterday}, f"slice {slice_id} is back")
    return edits


def _cases(opened: Opened, edits: Iterable[AddRow | SetCell]) -> frozenset[str]:
    """The cases whose figures follow from the edits: the one that a row names, or all of the debtor whom it names."""
    under: dict[str, list[str]] = {}
    for file in opened.files:
        under.setdefault(file.case.debtor_id, []).append(file.case.case_id)
        under.setdefault(file.case.case_id, []).append(file.case.case_id)
    rows = {(name, row.row): row.values for name in MERGED for row in opened.typed.tables[name]}
    found: set[str] = set()
    for edit in edits:
        values = edit.values if isinstance(edit, AddRow) else rows.get((edit.table, edit.row), {})
        case = values.get("Case ID")
        found.update((str(case),) if case else under.get(str(values.get("Applies to") or values.get("Debtor ID")), ()))
    return frozenset(found)


def _renamed(message: Carried, ids: Ids) -> Carried:
    """The message under the ids that the origin knows."""
    cases, debtors, runs = ids.get("Cases", {}), ids.get("Debtors", {}), ids.get("Runs", {})
    row = message.row | {
        "case_id": cases.get(message.row["case_id"], message.row["case_id"]), "debtor_id": debtors.get(message.row["debtor_id"], message.row["debtor_id"]),
        "run_id": runs.get(message.row["run_id"], message.row["run_id"]), "asks": asks_of(message.row.get("asks", ""), cases),
    }  # fmt: skip
    keys = tuple((mapped_key(key, ids), attempt, cases.get(case, case), position) for key, attempt, case, position in message.keys)
    return replace(message, row=row, keys=keys)
