"""*Import*: a list that the office has today becomes debtors, cases, installments and payments of the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pyaddin.errors import Fault
from pyaddin.ledger.book import Book
from pyaddin.ledger.imports.grid import Source
from pyaddin.ledger.imports.identity import People, identify
from pyaddin.ledger.imports.mapping import Section, mapping_path, merged, read_mapping, write_mapping
from pyaddin.ledger.imports.records import Bundle, Records, read_records
from pyaddin.ledger.imports.source import read_source
from pyaddin.ledger.imports.understood import Understood, understand, wanted
from pyaddin.ledger.imports.upsert import Upsert, Work, list_name
from pyaddin.ledger.limits import require_room_of
from pyaddin.rules.reason import phrase
from pyaddin.settings import NEVER_RUN
from pyaddin.tasks.archived import places
from pyaddin.tasks.between import refuse_several, split_all
from pyaddin.tasks.import_told import Told, answer, lacking_notes
from pyaddin.tasks.opening import Opened, open_ledger
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.recorded import write


def run(
    path: Path, *, source: Path, mapping: Path | None, preview: bool, full: bool, encoding: str | None, sheets: tuple[str, ...], columns: tuple[str, ...],
    fixed: tuple[str, ...], split_payments: bool, now: Callable[[], datetime], book: Book | None = None,
) -> Outcome:  # fmt: skip
    """Reads the list and writes what stands as a whole, in one write with a backup; every other row is refused with its reason.

    Rows are found again by id, payments without one by case, day, amount, reference and occurrence: the same list imported twice changes nothing.
    A blank cell of the list says nothing; nothing is deleted, computed columns are never taken. ``preview`` writes nothing, but a mapping file that is
    named and not there yet. ``full`` reports rows of the ledger that the list does not name.

    Exit code 1 when rows were refused or a total of the list differs. Raises ``Stop``: X-NOT-LIST, X-ENCODING, X-NOT-WORKBOOK, X-PASSWORD, X-UNSAFE,
    X-MAPPING, X-OPTION, X-LIMIT before anything is written, and those of reading and writing a ledger.
    """
    opened = open_ledger(path, as_of=None, now=now, book=book)
    brought = read_source(source, encoding)
    file = mapping or mapping_path(path)
    sections = read_mapping(file) if file.exists() else []
    understood = understand(brought, sections, wanted(sheets, columns, fixed))
    records, work, people_told = _read(understood, opened, source)
    upsert = _settled(work, opened, split_payments)
    require_room_of(opened.book, opened.raw, upsert.edits)
    backup = None
    if not preview and upsert.edits:
        as_of = opened.settings.day("as_of") or NEVER_RUN
        backup = write(opened.book, opened.raw, upsert.edits, as_of=as_of, at=now(), by="", task="import").backup
    remembered = _remember(file, sections, understood, brought, wanted_file=mapping is not None and not mapping.exists(), preview=preview)
    notes = [*people_told, *lacking_notes(upsert)]
    told = Told(path, brought, understood, records, work, upsert, notes, full=full, preview=preview, mapping=remembered, backup=backup)
    return answer(opened, told)


def _read(understood: Understood, opened: Opened, source: Path) -> tuple[list[Records], Work, list[str]]:
    """All rows of all sheets, identified, with the sheets that lack a column refused as a whole."""
    currencies = {str(row.values["Case ID"]): str(row.values["Currency"] or "") for row in opened.typed.tables["Cases"]}
    records = []
    for plan in understood.sheets:
        found = read_records(plan.layout, plan.guessed | plan.fixed, currencies, opened.zone)
        if plan.lacks is not None:
            for bundle in found.bundles:
                bundle.faults = [Fault("E-COLUMN", bundle.sheet, bundle.row, plan.lacks[0], "", f"{plan.lacks[1]} Say it with --map, or correct the header.")]
        records.append(found)
    bundles = [bundle for found in records for bundle in found.bundles]
    people = People(opened.typed)
    told = identify(bundles, people)
    _refuse_archived(bundles, people, opened)
    return records, Work(opened.typed, bundles, people, opened.zone, list_name(source.name)), told


def _refuse_archived(bundles: list[Bundle], people: People, opened: Opened) -> None:
    """Rows of a case that a yearly ledger holds: the case is not entered a second time, and money for it is entered there."""
    unknown = {bundle.case_id for bundle in bundles if bundle.case_id not in people.in_ledger} - {""}
    held = places(opened.book.path, opened.raw.ledger_id, unknown)
    for bundle in bundles:
        if bundle.case_id in held:
            advice = phrase("archived", case=bundle.case_id, file=held[bundle.case_id]).says(opened.policy.language)
            table = "Payments" if bundle.payment is not None else "Cases"
            bundle.refuse("E-DUPLICATE" if table == "Cases" else "E-ORPHAN", f"{table}.Case ID", bundle.case_id, advice)


def _settled(work: Work, opened: Opened, split_payments: bool) -> Upsert:
    """The final state, payments that name only a debtor split or refused."""
    upsert = work.run()
    while work.several:
        if split_payments:
            work.splits |= split_all(work.several, upsert.proposal, opened, work.people)
        else:
            cases_of: dict[str, list[str]] = defaultdict(list)
            for bundle in work.several:
                cases_of[bundle.debtor_id] = work.people.cases_of(bundle.debtor_id)
            refuse_several(work.several, cases_of)
        upsert = work.run()
    return upsert


def _remember(file: Path, sections: list[Section], understood: Understood, brought: Source, *, wanted_file: bool, preview: bool) -> Path | None:
    """Writes the mapping when something new is known of it; a preview only when the clerk names a file that is not there yet."""
    new = merged(sections, understood.sections(brought))
    if new != sections and (not preview or wanted_file):
        write_mapping(file, new)
    return file if file.exists() else None
