"""A slice brought back into its origin: new rows added, changes taken, conflicts listed, totals tied; nothing is lost and merging twice changes nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from pyaddin.correspondence.carrying import Carried, messages_of
from pyaddin.errors import Fault, Stop
from pyaddin.ledger.book import AddRow, SetCell
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.proposal import propose
from pyaddin.tasks import pending
from pyaddin.tasks.entering import Entry, enter, open_for_entry
from pyaddin.tasks.merging import Conflict, Ids, Merging, Plan, mapped_key
from pyaddin.tasks.noticing import with_noticed
from pyaddin.tasks.opening import Opened, open_book, opened_from, require_supervisor
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.recorded import write
from pyaddin.tasks.slice import payment_sums
from pyaddin.tasks.slice_origin import Memory, Origin
from pyaddin.tasks.slice_origins import origin_of
from pyaddin.tasks.slicing import MARK, MERGED, changed, held, is_mark

_AGAIN = 20
"""So often a merge into the shared store is computed again when somebody else has changed a row meanwhile."""
_HEADERS = ("sheet", "key", "column", "base", "origin", "slice", "debtor", "decided")


def run(origin: str, *, slice: Path, take: str | None, keys: tuple[str, ...], by: str, now: Callable[[], datetime]) -> Outcome:
    """Bring back the slice. ``take``: whose value stands in a conflict, of the rows ``keys`` (none = of all); without it the origin's stays and the conflict
    is told by every merge until it is decided. The debtors of an undecided one stay on hold.

    Raises ``Stop``: X-SLICE when the file is no slice of this origin, has refused rows or messages that wait; what reading and writing raise.
    """
    if keys and take is None:
        raise Stop("X-OPTION", "--key without --take", column="take", advice="Say --take slice or --take origin with it.")

    def choice(conflict: Conflict) -> str:
        return take or "" if not keys or conflict.key in keys else ""

    with origin_of(origin) as place:
        for attempt in range(_AGAIN):
            try:
                with place.all_or_nothing():
                    return _merged(place, slice, choice, take or "", by, now)
            except Stop as stop:
                if stop.fault.code != "X-CHANGED" or attempt + 1 == _AGAIN or place.book.path.exists():
                    raise
    raise AssertionError("every attempt returns or raises")


def _merged(place: Origin, path: Path, choice: Callable[[Conflict], str], take: str, by: str, now: Callable[[], datetime]) -> Outcome:
    clerk, memory = _slice(path, place, now)
    slice_id = str(memory["slice"])
    opened = _origin(place, memory, now)
    require_supervisor(opened, by)
    carried = messages_of(path, clerk.raw.ledger_id, {str(row.values["Case ID"]) for row in clerk.typed.tables["Cases"]})
    if waiting := [message for message in carried if message.waits]:
        found = ", ".join(str(message.keys[0][0]) for message in waiting[:5])
        raise Stop("X-SLICE", f"{len(waiting)} messages wait: {found}", advice="Send, cancel or resolve them in the slice's outbox first; nothing was merged.")
    before, sums = _counts(opened), payment_sums(opened)
    plan = Merging(opened, clerk, memory, choice).compared()
    refused = _drop_refused(opened, plan)
    lifted = list(_lifted(opened, plan, refused, slice_id))
    memory["intended"] = {name: {key: there for (sheet, there), key in plan.added.items() if sheet == name} for name in MERGED}
    runs = [str(key) for name, key in plan.added if name == "Runs"]
    place.remember(slice_id, memory)
    _shut(clerk, memory, by, now())
    messages = [_renamed(message, plan.renumbered) for message in carried]
    taken = place.take_messages(opened.raw.ledger_id, messages, runs, now=now, why=f"merged from {path.name}")
    edits = (*plan.edits, *lifted)
    if edits:
        enter(replace(opened, told=()), "merge", Entry(edits, _cases(opened, edits), waits=False), by=by, now=now)
    place.remember(slice_id, {**memory, "rows": plan.rows, "intended": {}, "merged_at": now().isoformat()})
    after = opened_from(place.book, place.book.read(), as_of=opened.as_of, now=now) if edits else opened
    totals = _totals(opened, after, plan, before, sums)
    return _told(path, slice_id, plan, refused, totals, taken, take)


def _slice(path: Path, place: Origin, now: Callable[[], datetime]) -> tuple[Opened, Memory]:
    """The slice as it comes back, with what its origin remembers of it."""
    book, told = ClosedBook(path), list[str]()
    pending.enter_kept(book, now=now, told=told)
    clerk = open_book(book, as_of=None, now=now)
    slice_id = clerk.raw.ledger_id.rpartition(".")[2]
    memory = place.recall(slice_id) if slice_id.startswith("S-") else None
    if memory is None or memory["ledger_id"] != clerk.raw.ledger_id:
        raise Stop("X-SLICE", f"{path.name} was not cut from {place.name}", advice="Name the ledger from which it was cut; nothing was merged.")
    if clerk.typed.refused:
        row = clerk.typed.refused[0]
        advice = "Correct these rows in the slice (check names them), then merge again; nothing was merged."
        raise Stop("X-SLICE", f"{path.name}: {len(clerk.typed.refused)} refused rows ({row.fault_code})", sheet=row.table, row=row.row, advice=advice)
    return clerk, memory


def _origin(place: Origin, memory: Mapping[str, Any], now: Callable[[], datetime]) -> Opened:
    opened = open_for_entry(place.book.path, as_of=None, now=now, book=place.book)
    if opened.raw.ledger_id != memory["origin"]:
        raise Stop("X-SLICE", f"{place.name} is another ledger")
    return opened


def _shut(clerk: Opened, memory: Mapping[str, Any], by: str, at: datetime) -> None:
    """From now on the slice does nothing to its debtors: it was brought back, and the origin works on them."""
    noticed = with_noticed(clerk, by=by, at=at, task="merge")
    shut = {str(row.values["Applies to"]) for row in clerk.typed.tables["Holds"] if is_mark(row)}
    debtors = {str(row.values["Debtor ID"]) for row in clerk.typed.tables["Debtors"]} - shut
    edits = list(held(noticed, debtors, str(memory["slice"]), f"Brought back into {memory['origin']}: work goes on there"))
    if edits:
        as_of = clerk.settings.day("as_of") or clerk.as_of
        write(clerk.book, clerk.raw, edits, as_of=as_of, at=at, by=by, task="merge", run_id=str(memory["slice"]), undoable=False)


def _drop_refused(opened: Opened, plan: Plan) -> list[tuple[str, str, Fault]]:
    """New rows and changed cells that the origin's checks refuse are left out and told, one round after another; the memory does not know them, so that the
    next merge tries them again."""
    out: list[tuple[str, str, Fault]] = []
    while plan.edits:
        proposal = propose(opened.typed, plan.edits, office_zone=opened.zone)
        accepted = {(row.table, row.row) for rows in proposal.typed.tables.values() for row in rows}
        faults = {(fault.sheet, fault.row): fault for fault in proposal.faults}
        kept: list[AddRow | SetCell] = []
        for edit, at in zip(plan.edits, proposal.places, strict=True):
            if at in accepted:
                kept.append(edit)
                continue
            out.append((edit.table, edit.key, faults.get(at) or Fault("E-GROUP", edit.table)))
            if isinstance(edit, AddRow):
                plan.rows[edit.table].pop(plan.added.pop((edit.table, edit.key)), None)
            else:
                for known in plan.rows[edit.table].values():
                    if known[0] == edit.key:
                        known[1].pop(edit.column, None)
        if len(kept) == len(plan.edits):
            break
        plan.edits = kept
    return out


def _lifted(opened: Opened, plan: Plan, refused: list[tuple[str, str, Fault]], slice_id: str) -> list[SetCell]:
    """The holds of the slice end today, those of debtors with something undecided excepted."""
    stay = {conflict.debtor for conflict in plan.conflicts}
    edits: list[SetCell] = []
    raw = dict(opened.raw.tables["Holds"].rows)
    for row in opened.typed.tables["Holds"]:
        if is_mark(row) and row.values["By"] == MARK + slice_id and row.values["End"] is None and not refused and row.values["Applies to"] not in stay:
            start = row.values["Start"]
            yesterday = opened.as_of - timedelta(days=1)
            edits += changed(raw, row, {"End": max(start, yesterday) if isinstance(start, date) else yesterday}, f"slice {slice_id} is back")
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
        "run_id": runs.get(message.row["run_id"], message.row["run_id"]),
    }  # fmt: skip
    keys = tuple((mapped_key(key, ids), attempt, cases.get(case, case), position) for key, attempt, case, position in message.keys)
    return replace(message, row=row, keys=keys)


def _counts(opened: Opened) -> dict[str, int]:
    return {name: len(opened.typed.tables[name]) for name in MERGED}


def _totals(opened: Opened, after: Opened, plan: Plan, before: Mapping[str, int], sums: Mapping[str, str]) -> dict[str, object]:
    """Rows and payments: before + added = after. Rows that the program itself adds when it computes the cases again (moves) are counted apart."""
    added = {name: sum(1 for edit in plan.edits if isinstance(edit, AddRow) and edit.table == name) for name in MERGED}
    later = _counts(after)
    by_program = {name: later[name] - before[name] - added[name] for name in MERGED}
    currency = {str(row.values["Case ID"]): str(row.values["Currency"]) for side in (opened, after) for row in side.typed.tables["Cases"]}
    amounts = {row.row: row.values for row in opened.typed.tables["Payments"]}
    delta: dict[str, Decimal] = {}
    for edit in plan.edits:
        if edit.table != "Payments":
            continue
        if isinstance(edit, AddRow):
            case, more = str(edit.values["Case ID"]), edit.values["Amount"]
        elif edit.column == "Amount":
            case, more = str(amounts[edit.row]["Case ID"]), Decimal(str(edit.new)) - Decimal(str(amounts[edit.row]["Amount"]))
        else:
            continue
        delta[currency[case]] = delta.get(currency[case], Decimal(0)) + Decimal(str(more))
    there = payment_sums(after)
    money = {
        name: {"before": sums.get(name, "0"), "added": format(delta.get(name, Decimal(0)), "f"), "after": there.get(name, "0")}
        for name in sorted({*sums, *delta, *there})
    }  # fmt: skip
    tied = all(Decimal(m["before"]) + Decimal(m["added"]) == Decimal(m["after"]) for m in money.values())
    tied = tied and not any(count for name, count in by_program.items() if name not in ("Moves", "Adjustments", "Holds"))
    rows = {name: {"before": before[name], "added": added[name], "by_program": by_program[name], "after": later[name]} for name in MERGED if later[name]}
    return {"rows": rows, "payments": money, "tied": tied}


def _told(
    path: Path, slice_id: str, plan: Plan, refused: list[tuple[str, str, Fault]], totals: dict[str, object], messages: int, take: str
) -> Outcome:
    conflicts = [*(conflict.as_json("") for conflict in plan.conflicts), *(conflict.as_json(take) for conflict in plan.decided)]
    file = _list(path, slice_id, conflicts) if conflicts else None
    added = sum(1 for edit in plan.edits if isinstance(edit, AddRow))
    data: dict[str, object] = {
        "slice": slice_id, "added": added, "changed": sum(1 for edit in plan.edits if isinstance(edit, SetCell)), "messages": messages,
        "conflicts": conflicts, "conflict_list": str(file) if file else None,
        "deleted": [{"sheet": name, "key": key} for name, key in plan.deleted],
        "renumbered": [{"sheet": name, "slice": old, "origin": new} for name, ids in plan.renumbered.items() for old, new in ids.items()],
        "refused": [{"key": key} | fault.as_json() for _, key, fault in refused], "totals": totals,
    }  # fmt: skip
    return Outcome("merge", data, 1 if plan.conflicts or refused or plan.deleted or not totals["tied"] else 0)


def _list(path: Path, slice_id: str, conflicts: list[dict[str, object]]) -> Path | None:
    """The list for the supervisor, beside the slice: a text never becomes a formula there."""
    file = path.with_name(f"{path.stem}.conflicts-{slice_id}.csv")
    text = io.StringIO()
    rows = csv.DictWriter(text, _HEADERS, lineterminator="\r\n")
    rows.writeheader()
    rows.writerows({name: _plain(str(value)) for name, value in conflict.items()} for conflict in conflicts)
    with suppress(OSError):
        file.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
        return file
    return None


def _plain(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


