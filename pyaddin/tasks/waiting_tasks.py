"""Tasks that a run left for people and that are over: the money came, the plan or promise changed. They are taken back, so that nobody calls for nothing.

What is printed or stands in a batch of texts has a Document and stays: a person says what became of it. A part payment leaves a task as it is, because
its words and figures are made when the person does it.
"""

from __future__ import annotations

from pyaddin.ledger.book import SetCell
from pyaddin.ledger.rows import TypedRow
from pyaddin.rules.decide import Decision
from pyaddin.rules.gate import CLASS_OF_KIND, DRIVEN_CHANNELS
from pyaddin.rules.keyed import kind_and_subject, over
from pyaddin.rules.ladder import ABOUT_PAYING
from pyaddin.rules.notices import row_of
from pyaddin.rules.reason import Reason, because
from pyaddin.tasks.acts import Acts, Desk, contact

_MARKS = 3  # case|episode|kind|subject


def withdraw(desk: Desk, by_case: dict[str, Decision], acts: Acts) -> None:
    """Set the rows of tasks that are over to blocked with the reason, in the ledger and in what the rules see."""
    if desk.opened.blocked_by:
        return
    raw = dict(desk.opened.raw.tables["Contacts"].rows)
    for row in desk.opened.typed.tables["Contacts"]:
        decision = by_case.get(str(row.values["Case ID"]))
        why_not = _over(row, decision) if decision is not None and _is_task(row) else None
        if why_not is None:
            continue
        words, key = why_not.text(desk.language), str(row.values["Key"])
        for name, value in (("Result", "blocked"), ("Why", words)):
            acts.edits.append(SetCell("Contacts", row.row, str(row.values["Contact ID"]), name, raw[row.row].get(name), value, words))
        case_id, channel = str(row.values["Case ID"]), str(row.values["Channel"])
        at = next(c.at for c in desk.opened.file_of(case_id).contacts if c.key == key and c.channel == channel and c.result == "queued")
        acts.contacts[case_id].append(contact(desk, case_id, key, channel, kind_and_subject(key)[0], "blocked", words, at))


def _is_task(row: TypedRow) -> bool:
    values = row.values
    waits = values["Result"] == "queued" and values["Direction"] == "out" and values["Channel"] not in DRIVEN_CHANNELS
    bare = not values["Message ID"] and not values["Document"]
    key = str(values["Key"] or "")
    return bool(waits and bare and key.count("|") >= _MARKS and kind_and_subject(key)[0] in CLASS_OF_KIND)


def _over(row: TypedRow, decision: Decision) -> Reason | None:
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
    return None
