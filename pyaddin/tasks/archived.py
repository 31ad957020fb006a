"""Where an archived case lies: asked only when a row, a bank line or a command names a case that the ledger does not have."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import field, replace
from functools import lru_cache
from pathlib import Path

from pyaddin.archive import is_archive_of, yearly_files
from pyaddin.errors import Fault, Stop
from pyaddin.ledger.closed.one_sheet import some_sheets
from pyaddin.ledger.of_debtor import text
from pyaddin.records import dataclass
from pyaddin.rules.matching import case_key
from pyaddin.rules.reason import phrase


@dataclass(frozen=True, slots=True)
class Held:
    """What one yearly ledger holds: debtor of each case, and name of each debtor."""

    name: str
    ledger_id: str
    debtor_of: Mapping[str, str]
    names: Mapping[str, str]
    by_key: Mapping[str, str] = field(repr=False)
    """Case by its number as payers write it (``rules.matching.case_key``)."""


@lru_cache(maxsize=32)
def _held(file: Path, written: int, size: int) -> Held:  # noqa: ARG001 - when the file was written, and its size, make the answer new with the file
    ledger_id, tables = some_sheets(file, "Cases", "Debtors")
    debtor_of = {text(cells.get("Case ID")): text(cells.get("Debtor ID")) for _, cells in tables["Cases"].rows}
    names = {text(cells.get("Debtor ID")): text(cells.get("Name")) for _, cells in tables["Debtors"].rows}
    return Held(file.name, ledger_id, debtor_of, names, {key: case_id for case_id in debtor_of if (key := case_key(case_id))})


def yearly(ledger: Path, ledger_id: str) -> list[Held]:
    """The yearly ledgers of this ledger that lie beside it. A file that cannot be read holds nothing; ``check`` on it says why."""
    found = []
    for file in yearly_files(ledger):
        try:
            state = file.stat()
            held = _held(file, state.st_mtime_ns, state.st_size)
        except (Stop, OSError):
            continue
        if is_archive_of(held.ledger_id, ledger_id):
            found.append(held)
    return found


def places(ledger: Path, ledger_id: str, cases: Collection[str]) -> dict[str, str]:
    """Case -> name of the yearly ledger beside this one that holds it."""
    return {case_id: held.name for held in (yearly(ledger, ledger_id) if cases else ()) for case_id in cases if case_id in held.debtor_of}


def with_places(faults: Sequence[Fault], ledger: Path, ledger_id: str, language: str) -> tuple[Fault, ...]:
    """Orphans whose case was archived say in which file it is."""
    orphans = {fault.found for fault in faults if fault.code == "E-ORPHAN" and fault.column in ("Case ID", "Applies to")}
    held = places(ledger, ledger_id, orphans)
    if not held:
        return tuple(faults)
    return tuple(
        replace(fault, advice=phrase("archived", case=fault.found, file=held[fault.found]).says(language))
        if fault.code == "E-ORPHAN" and fault.found in held else fault
        for fault in faults
    )  # fmt: skip


def advice_for(ledger: Path, ledger_id: str, case_id: str, language: str) -> str:
    """In which yearly ledger the case is, in words; blank when it is in none."""
    held = places(ledger, ledger_id, {case_id})
    return phrase("archived", case=case_id, file=held[case_id]).says(language) if held else ""


def unknown_case(ledger: Path, ledger_id: str, case_id: str, language: str) -> Stop:
    """X-CASE, with the file that holds the case when it was archived."""
    return Stop("X-CASE", case_id, sheet="Cases", column="Case ID", advice=advice_for(ledger, ledger_id, case_id, language))
