"""Where an archived case lies: asked only when a row or a command names a case that the ledger does not have."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from pyaddin.archive import is_archive_of, yearly_files
from pyaddin.errors import Fault, Stop
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.of_debtor import text
from pyaddin.rules.reason import phrase


def places(ledger: Path, ledger_id: str, cases: Collection[str]) -> dict[str, str]:
    """Case -> name of the yearly ledger beside this one that holds it. A file that cannot be read holds nothing; ``check`` on it says why."""
    found: dict[str, str] = {}
    for file in yearly_files(ledger) if cases else ():
        try:
            raw = ClosedBook(file).read()
        except Stop:
            continue
        if is_archive_of(raw.ledger_id, ledger_id):
            held = {text(cells.get("Case ID")) for _, cells in raw.tables["Cases"].rows}
            found |= {case_id: file.name for case_id in held & set(cases)}
    return found


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


def unknown_case(ledger: Path, ledger_id: str, case_id: str, language: str) -> Stop:
    """X-CASE, with the file that holds the case when it was archived."""
    held = places(ledger, ledger_id, {case_id})
    advice = phrase("archived", case=case_id, file=held[case_id]).says(language) if held else ""
    return Stop("X-CASE", case_id, sheet="Cases", column="Case ID", advice=advice)
