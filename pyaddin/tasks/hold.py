"""Set a hold on a case or a debtor, or lift one: what stops letters, escalation, interest or ageing, and until when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Book, Value
from pyaddin.ledger.schema import COMPUTED_HOLDS
from pyaddin.rules.reason import phrase
from pyaddin.rules.validation_notice import binds
from pyaddin.tasks.entering import Entry, case_of, enter, given, open_for_entry, row_of, set_cell
from pyaddin.tasks.entries import Numbers
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.outcome import Outcome

DAYS = {"MANUAL": 30, "MORATORIUM": 60}
"""Length of a hold whose end is left blank; the other types stand until they are lifted and are reviewed after 30 days (domain-rules 5.3)."""
_LONGEST = {"MANUAL": 30}
_UNTIL_ANSWERED = (
    "In the United States a dispute stops collection until it is answered (12 CFR 1006.38(d)): leave the end blank, lift the hold when the answer has gone."
)


def run(
    path: Path,
    *,
    case: str | None,
    debtor: str | None,
    type: str | None,
    reason: str | None,
    start: date | None,
    end: date | None,
    lift: str | None,
    as_of: date | None,
    by: str,
    now: Callable[[], datetime],
    book: Book | None = None,
) -> Outcome:
    """A hold of ``type`` from ``start`` (None = the as-of date; it may lie in the past) to ``end`` inclusive, or hold ``lift`` ended.

    A manual hold lasts 30 days at most. One of a dispute that a US agency collects has no end: it is lifted when the dispute is answered.

    Raises ``Stop`` with the ledger's own fault and column (E-OVERLAP: the same type is in force then),
    X-CASE for an unknown or refused case.
    """
    opened = open_for_entry(path, as_of=as_of, now=now, book=book)
    if lift is not None:
        return enter(opened, "hold", _lifted(opened, lift), by=by, now=now)
    given({"Type": type, "Reason": (reason or "").strip()}, "Holds")
    assert type is not None
    cases = frozenset({case}) if case is not None else _cases_of(opened, debtor or "")
    if case is not None:
        case_of(opened, case)
    first = start or opened.as_of
    last = end if end is not None or type not in DAYS else first + timedelta(days=DAYS[type])
    longest = _LONGEST.get(type)
    if longest is not None and last is not None and (last - first).days > longest:
        advice = f"A {type.lower()} hold lasts {longest} days at most: until {first + timedelta(days=longest)}."
        raise Stop("E-ORDER", last.isoformat(), sheet="Holds", column="End", advice=advice)
    if type == "DISPUTE" and end is not None and any(binds(opened.by_case[one], opened.policy, opened.as_of) for one in cases if one in opened.by_case):
        raise Stop("E-ORDER", end.isoformat(), sheet="Holds", column="End", advice=_UNTIL_ANSWERED)
    key = Numbers(opened.typed).take("Holds")
    values: dict[str, Value] = {
        "Hold ID": key, "Scope": "case" if case is not None else "debtor", "Applies to": case or debtor, "Type": type, "Start": first, "End": last,
        "Reason": reason, "By": by,
    }  # fmt: skip
    note = "note hold-until" if end is None else "note dispute-ends" if type == "DISPUTE" else ""
    notes = (phrase(note, on=last).says(opened.policy.language),) if note and last is not None else ()
    return enter(opened, "hold", Entry((AddRow("Holds", key, values, "Hold set by a clerk"),), cases, notes), by=by, now=now)


def _cases_of(opened: Opened, debtor: str) -> frozenset[str]:
    """Every case of the debtor. Raises ``Stop`` E-ORPHAN for a debtor that is not there."""
    row_of(opened, "Debtors", "Debtor ID", debtor)
    return frozenset(file.case.case_id for file in opened.files if file.case.debtor_id == debtor)


def _lifted(opened: Opened, hold_id: str) -> Entry:
    """Today becomes the hold's last day: its end returns the case to the next run and sends nothing by itself."""
    row = row_of(opened, "Holds", "Hold ID", hold_id)
    start, end, kind = row.values["Start"], row.values["End"], str(row.values["Type"])
    refusal = ""
    if kind in COMPUTED_HOLDS:
        refusal = f"{kind} follows from the ledger and ends by itself: change the promise, the plan or the data behind it."
    elif isinstance(end, date) and end <= opened.as_of:
        refusal = f"The hold ends on {end} already; nothing is to be done."
    elif isinstance(start, date) and start > opened.as_of:
        refusal = f"The hold begins on {start} only: delete its row on the sheet Holds."
    if refusal:
        raise Stop("E-ORDER", hold_id, sheet="Holds", row=row.row, column="End", advice=refusal)
    scope, target = str(row.values["Scope"]), str(row.values["Applies to"])
    cases = frozenset({target}) if scope == "case" else _under(opened, scope, target)
    edit = set_cell(opened, row, "End", opened.as_of, "Lifted by a clerk")
    return Entry((edit,), cases, (phrase("note hold-last-day", on=opened.as_of).says(opened.policy.language),))


def _under(opened: Opened, scope: str, target: str) -> frozenset[str]:
    """Cases on which a hold of a debtor or of an address bears."""
    if scope == "debtor":
        return frozenset(file.case.case_id for file in opened.files if file.case.debtor_id == target)
    return frozenset(file.case.case_id for file in opened.files if any(hold.applies_to == target for hold in file.holds))
