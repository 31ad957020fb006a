"""Whether a statement is whole: its balances against its lines, and what is missing between it and the ones before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from pyaddin.errors import Fault
from pyaddin.ledger.imports.statements.lines import Statement, account_form, one_line
from pyaddin.records import dataclass

_TITLE = re.compile(
    r"(?P<account>.*?) \| (?P<number>.*?) \| (?P<first>\d{4}-\d{2}-\d{2}) to (?P<last>\d{4}-\d{2}-\d{2}) \| (?P<form>[^|]*?)"
    r"(?: \| closing (?P<closing>-?[\d.]+))?"
)


@dataclass(frozen=True, slots=True)
class Covered:
    """A statement that is in the ledger, as the column Statement of its lines tells it."""

    account: str
    number: str
    first: date
    last: date
    form: str
    closing: Decimal | None = None


def title(statement: Statement, name: str) -> str:
    """What stands in the column Statement: account, number, days, format and closing balance. ``name``: the file, where there is no account."""
    first, last = statement.first or date.min, statement.last or date.min
    closing = f" | closing {statement.closing.amount:f}" if statement.closing else ""
    parts = [one_line(part.replace("|", "/"), 60) or "-" for part in (statement.account or name, statement.number)]
    return f"{parts[0]} | {parts[1]} | {first} to {last} | {statement.form}{closing}"


def covered(text: str) -> Covered | None:
    """What such a title says; ``None`` for one that a person wrote."""
    match = _TITLE.fullmatch(text)
    if match is None:
        return None
    try:
        closing = Decimal(match["closing"]) if match["closing"] else None
        return Covered(match["account"], match["number"], date.fromisoformat(match["first"]), date.fromisoformat(match["last"]), match["form"], closing)
    except (ValueError, InvalidOperation):
        return None


def ties(statement: Statement) -> bool | None:
    """Whether opening balance and lines add up to the closing balance; ``None`` where the bank does not say both in one currency."""
    opening, closing = statement.opening, statement.closing
    if opening is None or closing is None or opening.currency != closing.currency:
        return None
    return opening.amount + sum((line.amount for line in statement.lines), Decimal(0)) == closing.amount


def balance_faults(statement: Statement, name: str) -> list[Fault]:
    """A finding when the lines are not the whole of the statement."""
    if ties(statement) is not False:
        return []
    assert statement.opening is not None
    assert statement.closing is not None
    total = sum((line.amount for line in statement.lines), Decimal(0))
    off = statement.closing.amount - statement.opening.amount - total
    words = f"{statement.opening.amount:f} and lines of {total:f} do not make {statement.closing.amount:f}; {off:f} is missing."
    return [Fault("W-BALANCE", name, None, "", one_line(f"{statement.account} {statement.number}"), words)]


def gap_faults(statements: Sequence[Statement], known: Iterable[Covered], name: str) -> list[Fault]:
    """A finding for each statement that does not follow from the one before it, of the file or of the ledger: another balance, or days without any."""
    before = list(known)
    found: list[Fault] = []
    for statement in sorted(statements, key=lambda item: (item.first or date.max, item.last or date.max)):
        first, last = statement.first, statement.last
        if first is None or last is None:
            continue
        mine = [item for item in before if account_form(item.account) == account_form(statement.account or name) and item.first <= first]
        latest = max(mine, key=lambda item: (item.last, item.number), default=None)
        if latest is not None and latest.last <= first:
            words = _gap(statement, first, latest, {item.closing for item in mine if item.last == latest.last})
            if words:
                found.append(Fault("W-BANK-GAP", name, None, "", one_line(f"{statement.account or name} {statement.number}"), words))
        closing = statement.closing.amount if statement.closing else None
        before.append(Covered(statement.account or name, statement.number, first, last, statement.form, closing))
    return found


def _gap(statement: Statement, first: date, latest: Covered, closings: set[Decimal | None]) -> str:
    if statement.opening is not None and latest.closing is not None:
        if statement.opening.amount in closings:
            return ""
        opens, closed = f"{statement.opening.amount:f}", f"{latest.closing:f}"
        return f"It opens with {opens}; the one before, to {latest.last}, closed with {closed}. A statement between them is missing."
    days = [latest.last + timedelta(days=count) for count in range(1, (first - latest.last).days)]
    if any(day.weekday() < 5 for day in days):
        return f"No statement covers {days[0]} to {days[-1]}."
    return ""
