"""A practice ledger: a copy of a ledger with invented people, from which nothing ever leaves and which never becomes a real one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from pyaddin.build.workbook import write_workbook
from pyaddin.correspondence.outbox import Outbox
from pyaddin.errors import Stop
from pyaddin.ledger.book import Value
from pyaddin.ledger.cells import instant_text
from pyaddin.ledger.personal import PERSONAL, rules_only
from pyaddin.ledger.rows import TypedRow
from pyaddin.ledger.schema import EVERY_TABLE
from pyaddin.practice import PREFIX, is_practice, mark
from pyaddin.tasks.new import SUFFIX, require_free
from pyaddin.tasks.opening import Opened, open_ledger, require_supervisor
from pyaddin.tasks.outcome import Outcome

MAKER = "practice"
_NOT_COPIED = frozenset({"Bank"})
"""Bank statements stay with the real ledger: they name payers who owe us nothing."""


def run(path: Path, *, to: Path, by: str, now: Callable[[], datetime]) -> Outcome:
    """The rows of the ledger in a new file with another id and a journal of its own; names, addresses, phones, notes and references are invented or left out.

    Amounts, dates, stages and the ids of cases are kept, so that every figure is the same. Raises ``Stop``: X-OPTION for another suffix or a person who is
    no supervisor, X-EXISTS, X-PRACTICE when the ledger is one for practice already, X-WRITE.
    """
    if to.suffix.lower() != SUFFIX:
        raise Stop("X-OPTION", to.name, advice=f"A ledger is a {SUFFIX} file; give it that ending.")
    require_free(to)
    opened = open_ledger(path, as_of=None, now=now)
    require_supervisor(opened, by)
    if is_practice(opened.raw.ledger_id):
        raise Stop("X-PRACTICE", path.name)
    language = opened.settings.text("ledger_language")
    ledger_id = PREFIX + hashlib.sha256(f"{opened.raw.ledger_id}|{to.absolute()}|{now().isoformat()}".encode()).hexdigest()[:24]
    rows = {name: [_invented(row, number, language) for number, row in enumerate(_kept(opened, name), 1)] for name in EVERY_TABLE if name != "Settings"}
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        write_workbook(to, rows, ledger_id=ledger_id, language=language, settings=_settings(opened))
    except OSError as error:
        raise Stop("X-WRITE", f"{to.name}: {error.strerror}") from error
    _journal(opened, to, ledger_id, now)
    return Outcome("practice", {"path": str(to), "cases": len(rows["Cases"]), "ledger_id": ledger_id})


def _kept(opened: Opened, name: str) -> Sequence[TypedRow]:
    return () if name in _NOT_COPIED or EVERY_TABLE[name].kind == "generated" else opened.typed.tables.get(name, ())


def _invented(row: TypedRow, number: int, language: str) -> dict[str, Value]:
    """The row without anything that names a person; a debtor gets an invented one that can be reached by nobody."""
    table = EVERY_TABLE[row.table]
    values: dict[str, Value] = {}
    for column in table.columns:
        value = row.values[column.name]
        if value in (None, ()):
            continue
        if column.name not in PERSONAL[row.table]:
            values[column.name] = cell_value(value)
        elif column.name == "Why":
            values["Why"] = rules_only(str(value)) or None
        elif column.required or column.name == "Evidence":  # a signed plan without evidence would be refused
            values[column.name] = mark(language).lower()
    if row.table == "Debtors":
        values |= _person(number, row.values, language)
    if row.table == "Holds" and row.values["Scope"] == "address":
        values["Applies to"] = f"held-{number}@practice.example"
    return values


def _person(number: int, known: Mapping[str, object], language: str) -> dict[str, Value]:
    """An invented debtor: mail goes to a reserved name, the number is one of those kept for films."""
    person: dict[str, Value] = {"Name": f"{mark(language).capitalize()} {number:04}"}
    if known["Email"]:
        person["Email"] = f"debtor-{number:04}@practice.example"
    if known["Phone"]:
        person["Phone"] = f"+44 7700 900{number % 1000:03}"
    if known["Address"]:
        person |= {"Address": f"{number} Practice Street", "Postal code": "", "City": "Practice"}
    return person


def cell_value(value: object) -> Value:
    """A typed value as a cell of another ledger takes it."""
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    if isinstance(value, datetime):
        return instant_text(value.astimezone(UTC))
    assert value is None or isinstance(value, str | int | Decimal | date)
    return value


def _settings(opened: Opened) -> dict[str, Value]:
    """The office's settings as they stand in the copied ledger, without those that lead out."""
    copied: dict[str, Value] = {}
    for _, cells in opened.raw.tables["Settings"].rows:
        key, value = cells.get("Key"), cells.get("Value")
        if isinstance(key, str) and isinstance(value, str | float | int) and key not in ("smtp_host", "smtp_user", "smtp_from", "imap_host", "imap_user"):
            copied[key.strip()] = value if isinstance(value, str) else Decimal(str(value)).normalize()
    return copied | {"as_of": opened.settings.day("as_of"), "transport": "folder"}


def _journal(opened: Opened, to: Path, ledger_id: str, now: Callable[[], datetime]) -> None:
    """A journal of its own, which knows the copied history and no message's bytes."""
    try:
        Outbox.create(to, ledger_id, at=now())
    except Stop:
        to.unlink(missing_ok=True)
        raise
    sent = [row.values for row in opened.typed.tables["Contacts"] if row.values["Key"] and row.values["Result"] != "queued"]
    runs = [str(row.values["Run ID"]) for row in opened.typed.tables["Runs"]]
    if sent or runs:
        with Outbox.open(to, ledger_id, ledger_keys=(), ledger_runs=(), now=now, create=True) as box:
            box.adopt({str(values["Key"]): str(values["Case ID"]) for values in sent}, runs, MAKER, "sent")
