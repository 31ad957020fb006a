"""Before a send: what would go and what would not, so that a person can say yes or no to figures. Nothing is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from pyaddin.ledger.book import Book
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.once import ReadOnce
from pyaddin.rules.arrears import position
from pyaddin.rules.case import CaseFile
from pyaddin.rules.decide import decide
from pyaddin.rules.money import cent, money_text
from pyaddin.tasks import follow_up
from pyaddin.tasks.opening import Opened, chosen, open_ledger
from pyaddin.tasks.outcome import Outcome

GOING = ("sent", "queued")
_NAMES = 5


def run(
    path: Path, *, kind: str, cases: tuple[str, ...], as_of: date | None, by: str, now: Callable[[], datetime], book: Book | None = None
) -> Outcome:
    """What a run of this ``kind`` (weekly, daily, button) would send on the as-of date; with ``cases`` only reminders to these.

    ``totals`` are the arrears of the cases that would be written to, per currency; ``newest_payment`` is the latest value date of the whole
    ledger: a bank statement that was not entered shows there. ``to_enter`` are cases with messages that left before the program or the workbook
    ended in the middle: the next run enters them. Raises ``Stop`` X-CASE, X-BACKDATED, and what reading raises.
    """
    once = ReadOnce.of(book or ClosedBook(path))
    opened = open_ledger(path, as_of=as_of, now=now, book=once)
    wanted = chosen(opened, cases) if cases else ()
    expected = follow_up.run(
        path,
        kind=kind, command="outlook", as_of=opened.as_of, out=None, transport=None, dry_run=True, by=by, now=now,
        progress=lambda done, total, label: None, cases=cases, book=once,
    )  # fmt: skip
    found = expected.data["messages"]
    messages: list[Mapping[str, object]] = found if isinstance(found, list) else []
    going = [message for message in messages if message["result"] in GOING]
    blocked = [message for message in messages if message["result"] not in GOING]
    told = {str(message["case_id"]) for message in messages}
    files = [opened.file_of(str(message["case_id"])) for message in going]
    data: dict[str, object] = {
        "as_of": opened.as_of.isoformat(),
        "count": len(going),
        "tasks": sum(1 for message in going if message["result"] == "queued"),
        "totals": _totals(files, opened),
        "highest_level": max((int(str(message["level"])) for message in going), default=0),
        "newest_payment": _newest_payment(opened),
        "names": list(dict.fromkeys(file.debtor.name for file in files))[:_NAMES],
        "cases": [str(message["case_id"]) for message in going],
        "blocked": [_line(opened, str(message["case_id"]), str(message["why"])) for message in blocked],
        "not_due": [_line(opened, file.case.case_id, _waits(opened, file)) for file in wanted if file.case.case_id not in told],
        "messages": messages,
        "to_enter": expected.data["to_enter"],
        "refused": opened.refused,
    }
    return Outcome("outlook", data)


def _totals(files: Sequence[CaseFile], opened: Opened) -> list[dict[str, str]]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for file in {file.case.case_id: file for file in files}.values():
        sums[file.case.currency] += position(file, opened.policy, opened.as_of).arrears
    return [{"currency": currency, "amount": money_text(sums[currency].quantize(cent(currency)), currency)} for currency in sorted(sums)]


def _newest_payment(opened: Opened) -> str | None:
    days = [row.values["Value date"] for row in opened.typed.tables["Payments"]]
    newest = max((day for day in days if isinstance(day, date)), default=None)
    return newest.isoformat() if newest else None


def _waits(opened: Opened, file: CaseFile) -> str:
    """What the ladder waits for in a case that calls for no message."""
    decision = decide(file, opened.policy, opened.as_of, "button")
    return decision.why or decision.ladder.text(opened.policy.language)


def _line(opened: Opened, case_id: str, why: str) -> dict[str, str]:
    return {"case_id": case_id, "debtor": opened.file_of(case_id).debtor.name, "why": why}
