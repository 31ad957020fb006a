"""Tasks that a run left for people and that money, a plan or a promise has overtaken: taken back where they are over, so that nobody calls for nothing.

A part payment that leaves the level due leaves the task, too: its words and figures are made when the person does it, and its Why says what came in.
What is printed or stands in a batch of texts has a Document and stays as well, since it may have gone: a person says what became of it. When money came
in after it was made, its Why says that it asks for too much.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from pyaddin.ledger.book import Cell, SetCell, Value
from pyaddin.ledger.rows import TypedRow, column_of
from pyaddin.rules.decide import Decision
from pyaddin.rules.gate import CLASS_OF_KIND, DRIVEN_CHANNELS
from pyaddin.rules.keyed import kind_and_subject, not_reached, over, part_paid
from pyaddin.rules.ladder import ABOUT_PAYING
from pyaddin.rules.notices import row_of
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import Reason, because, rules_in, told
from pyaddin.rules.validation_notice import outdated
from pyaddin.tasks import rows_by_key
from pyaddin.tasks.acts import Acts, Desk, contact

_MARKS = 3  # case|episode|kind|subject
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
"""The day in the number of a print run or a batch, with which Document begins."""
PART_PAID = "PART-PAID"


def withdraw(desk: Desk, by_case: dict[str, Decision], acts: Acts) -> None:
    """Set the rows of tasks that are over to blocked with the reason, in the ledger and in what the rules see."""
    if desk.opened.blocked_by:
        return
    for row in _tasks(desk.opened.typed.tables["Contacts"]):
        decision = by_case.get(str(row.values["Case ID"]))
        if decision is None:
            continue
        policy = desk.opened.policy
        why_not = None if row.values["Document"] else outdated(str(row.values["Key"]), desk.opened.as_of, policy) or _over(row, decision, policy)
        if why_not is None:
            _tell_part_payment(desk, acts, row, rows_by_key.contact_cells(desk.opened, row.row).get("Why"), decision)
            continue
        words, key = why_not.text(desk.language), str(row.values["Key"])
        changed: dict[str, Value] = {"Result": "blocked", "Why": words}
        acts.edits += rows_by_key.contact_edits(desk.opened, row.row, str(row.values["Contact ID"]), changed, words)
        case_id, channel = str(row.values["Case ID"]), str(row.values["Channel"])
        at = next(c.at for c in desk.opened.file_of(case_id).contacts if c.key == key and c.channel == channel and c.result == "queued")
        acts.contacts[case_id].append(contact(desk, case_id, key, channel, kind_and_subject(key)[0], "blocked", words, at))


def _tasks(rows: Sequence[TypedRow]) -> list[TypedRow]:
    """The rows of Contacts that ask a person to write or call, and wait."""
    seen = zip(*(column_of(rows, name) for name in ("Result", "Direction", "Channel", "Message ID", "Key")), strict=True)
    waiting = [
        (place, str(key or ""))
        for place, (result, direction, channel, message_id, key) in enumerate(seen)
        if result == "queued" and direction == "out" and channel not in DRIVEN_CHANNELS and not message_id
    ]
    return [rows[place] for place, key in waiting if key.count("|") >= _MARKS and kind_and_subject(key)[0] in CLASS_OF_KIND]


def _over(row: TypedRow, decision: Decision, policy: Policy) -> Reason | None:
    """Why the task is over; ``None`` while it is not."""
    key = str(row.values["Key"])
    kind, subject = kind_and_subject(key)
    if kind not in ABOUT_PAYING or kind == "broken":
        return over((key,), decision)
    if not decision.in_collection or not decision.position.in_arrears or key.rsplit("|", 3)[1] != str(decision.state.episode):
        return because("OUTDATED", "OUTDATED-PAID")
    missed = row_of(decision.position, subject) if kind == "missed" and subject.count("/") >= _MARKS - 1 else None
    if missed is not None and (missed.status != "missed" or not missed.counts):
        return because("OUTDATED", "OUTDATED-PAID")
    return not_reached(int(subject), decision, policy) if kind == "reminder" and subject.isdigit() else None


def _tell_part_payment(desk: Desk, acts: Acts, row: TypedRow, cell: Cell, decision: Decision) -> None:
    """The last clause of the Why of a task about paying: what came in since it was asked for, or since its letter or text was made."""
    values = row.values
    key, document, at = str(values["Key"]), str(values["Document"] or ""), values["At"]
    if kind_and_subject(key)[0] not in ABOUT_PAYING or not isinstance(at, datetime) or not decision.position.in_arrears:
        return
    made = _DAY.search(document)
    since = date.fromisoformat(made.group()) if made else at.astimezone(desk.opened.zone_of(decision.case_id)).date()
    paid, old = part_paid(decision, since, made=bool(document)), str(values["Why"] or "")
    kept = [f"{rule}: {words}" if rule else words for rule, words in told(old) if rule != PART_PAID]
    new = " ".join([*kept, paid.text(desk.language)] if paid is not None else kept)
    if (paid is not None or PART_PAID in rules_in(old)) and new != old:
        acts.edits.append(SetCell("Contacts", row.row, str(values["Contact ID"]), "Why", cell, new, new))
