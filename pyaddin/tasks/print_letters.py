"""All letters that wait, printed at once; and the word of a clerk that they were posted.

Printing makes the files and notes the archive copy in each task row's Document: nothing counts as sent by it. Confirming sets Result to posted, and
then the level advances by the usual rule. Gate and holds are asked before printing and again before a batch is confirmed.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from pyaddin.correspondence.letter import batch, stationery
from pyaddin.correspondence.letter.batch import Batch, Item
from pyaddin.correspondence.letter.press import Unprintable
from pyaddin.errors import Stop
from pyaddin.ledger.book import Book
from pyaddin.ledger.closed import opened_by
from pyaddin.rules.decide import Decision
from pyaddin.rules.reason import because, text_of
from pyaddin.tasks import posted_letters
from pyaddin.tasks.entering import Entry, enter, open_for_entry, set_cell
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.waiting_letters import RUN_PREFIX, Waiting, by_case_of, call_of, chosen_letters, needs_release, objections, printed_and
from pyaddin.tasks.written_letters import write

Progress = Callable[[int, int, str], None]


@dataclass
class _Pile:
    """The letters of a run as they were sorted: to print, printed before, held back by a rule, not printable."""

    items: list[Item] = field(default_factory=list)
    waiting: dict[str, Waiting] = field(default_factory=dict)  # by the first contact id
    before: list[dict[str, object]] = field(default_factory=list)
    blocked: list[dict[str, object]] = field(default_factory=list)
    refused: list[dict[str, object]] = field(default_factory=list)
    told: list[dict[str, object]] = field(default_factory=list)


def run(
    path: Path,
    *,
    out: Path | None,
    as_of: date | None,
    again: bool,
    single_sided: bool,
    posted: bool,
    not_posted: bool,
    on: date | None,
    manifest: Path | None,
    keys: tuple[str, ...],
    by: str,
    now: Callable[[], datetime],
    progress: Progress,
    book: Book | None = None,
) -> Outcome:
    """Print what waits, or with ``posted`` confirm what was printed; ``not_posted`` takes back what was printed and did not go (see ``posted_letters``).

    A letter that was printed and not confirmed is told and not printed a second time without ``again``. ``keys`` limits both to these outbox keys.
    Raises ``Stop``: X-OPEN for a closed file that somebody has open, X-EXISTS for a folder with files in it, X-OPTION, X-LAYOUT, X-WRITE, and those
    of writing the ledger; then nothing is printed.
    """
    holder = opened_by(path) if book is None else None
    if holder:
        raise Stop("X-OPEN", holder)
    opened = open_for_entry(path, as_of=as_of, now=now, book=book)
    if not_posted:
        if on is not None or posted:
            advice = "Say either on which day the letters were posted, or that they were not."
            raise Stop("X-OPTION", "--not-posted goes without --posted and --on", advice=advice)
        return posted_letters.take_back(opened, manifest=manifest, keys=keys, by=by, now=now)
    if posted:
        return posted_letters.confirm(opened, on=on, manifest=manifest, keys=keys, by=by, now=now)
    if on is not None or manifest is not None:
        raise Stop("X-OPTION", "--on and --manifest go with --posted", advice="Add --posted to confirm a posting, or leave them out to print.")
    run_id, folder = _folder(path, out, opened)
    paper = stationery.read(opened.settings, path.parent)
    pile = _sorted_out(opened, paper, keys=keys, again=again, by=by)
    made = _printed(opened, pile, folder, run_id, duplex=not single_sided, by=by, progress=progress)
    pile.refused += [{"case_id": one.case_id, "found": one.found, "advice": one.advice} for one in made.refused]
    entered = _noted(opened, pile, made, folder, run_id, by=by, now=now) if made.copies else None
    return _outcome(opened, pile, made, folder, run_id, (*paper.told,), entered)


def may_release(opened: Opened, by: str) -> bool:
    """Whether this person may let go what needs a supervisor; as long as Settings name none, anybody."""
    names = opened.settings.words("supervisors")
    return not names or by in names


def _folder(path: Path, out: Path | None, opened: Opened) -> tuple[str, Path]:
    """The id of the print run and its folder, which is not there yet or empty."""
    home = path.parent / f"{path.stem}-out"
    base = f"{RUN_PREFIX}{opened.as_of}"
    used = {str(row.values["Document"] or "").partition("/")[0] for row in opened.typed.tables["Contacts"]}
    number, run_id = 1, base
    while run_id in used or (home / run_id).exists():
        number += 1
        run_id = f"{base}-{number}"
    folder = out or home / run_id
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Stop("X-EXISTS", folder.name, advice="Choose a folder that is empty or not there yet.")
    return run_id, folder


def _sorted_out(opened: Opened, paper: stationery.Stationery, *, keys: tuple[str, ...], again: bool, by: str) -> _Pile:
    """Every letter that waits, worded or put aside with its reason."""
    pile, by_case = _Pile(), by_case_of(opened)
    families: dict[str, list[Decision]] = defaultdict(list)
    for decision in by_case.values():
        families[decision.file.case.debtor_id].append(decision)
    for waiting in chosen_letters(opened, keys):
        if waiting.document and not again:
            day = waiting.printed_on
            why = text_of(printed_and(waiting, by_case, opened), opened.policy.language)
            on = day.isoformat() if day else None
            pile.before.append({"case_id": waiting.case_id, "key": waiting.keys[0], "document": waiting.document, "on": on, "why": why})
            continue
        reasons = objections(waiting, by_case, opened)
        if not reasons and needs_release(waiting, by_case, opened) and not may_release(opened, by):
            reasons = (because("APPROVAL"),)
        if reasons:
            pile.blocked.append({"case_id": waiting.case_id, "key": waiting.keys[0], "why": text_of(reasons, opened.policy.language)})
            continue
        decision = by_case[waiting.case_id]
        try:
            written = write(opened, decision, call_of(waiting, decision, opened), families[decision.file.case.debtor_id], paper, waiting.cases[1:])
        except Unprintable as refused:
            pile.refused.append({"case_id": waiting.case_id, "found": refused.found, "advice": refused.advice})
            continue
        words = written.wording
        pile.told += [{"case_id": waiting.case_id, "what": what} for what in written.sheet.told]
        pile.items.append(
            Item(written.sheet, waiting.case_id, waiting.contact_ids, waiting.keys, waiting.kind, waiting.level, words.template, words.sha256)
        )
        pile.waiting[waiting.contact_ids[0]] = waiting
    return pile


def _printed(opened: Opened, pile: _Pile, folder: Path, run_id: str, *, duplex: bool, by: str, progress: Progress) -> Batch:
    """The files in a folder of their own that gets its name when all are there; nothing is left behind by a run that failed."""
    if not pile.items:
        return Batch((), (), 0, False)
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        made = batch.print_all(pile.items, part, on=opened.as_of, duplex=duplex, progress=progress)
        if made.copies:
            facts = {"run_id": run_id, "ledger_id": opened.raw.ledger_id, "as_of": opened.as_of.isoformat(), "by": by, "duplex": duplex}
            batch.write_manifest(made, part, facts)
            if folder.exists():
                folder.rmdir()
            part.rename(folder)
    except OSError as error:
        raise Stop("X-WRITE", f"{folder.name}: {error.strerror or error}") from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return made


def _noted(opened: Opened, pile: _Pile, made: Batch, folder: Path, run_id: str, *, by: str, now: Callable[[], datetime]) -> Outcome:
    """The archive copy's name and the wording file in the task rows. When the ledger cannot be written the print run is taken back."""
    why = f"Printed, not confirmed ({run_id})"
    edits = [
        set_cell(opened, row, column, value, why)
        for copy in made.copies
        for row in pile.waiting[copy.contact_ids[0]].rows
        for column, value in (("Document", f"{run_id}/{copy.file}"), ("Template", copy.wording))
    ]
    cases = frozenset(case_id for copy in made.copies for case_id in pile.waiting[copy.contact_ids[0]].cases)
    try:
        return enter(opened, "letters", Entry(tuple(edits), cases), by=by, now=now)
    except Stop:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _outcome(
    opened: Opened, pile: _Pile, made: Batch, folder: Path, run_id: str, told: Sequence[str], entered: Outcome | None
) -> Outcome:
    data: dict[str, object] = {
        "as_of": opened.as_of.isoformat(),
        "run_id": run_id if made.copies else None,
        "printed": len(made.copies),
        "pages": made.pages,
        "files": [str(folder / name) for name in (batch.PRINT_FILE, f"{batch.MANIFEST}.csv", f"{batch.MANIFEST}.json")] if made.copies else [],
        "folder": str(folder) if made.copies else None,
        "letters": [
            {"sequence": copy.sequence, "case_id": copy.case_id, "pages": copy.pages, "first_page": copy.first_page, "file": copy.file, "sha256": copy.sha256}
            for copy in made.copies
        ],
        "printed_before": pile.before,
        "blocked": pile.blocked,
        "refused": pile.refused,
        "told": [*({"case_id": None, "what": what} for what in told), *pile.told],
        "posted": 0,
        "withdrawn": 0,
        "rows": entered.data["rows"] if entered else [],
    }
    if made.stopped:
        data["stopped"] = f"{len(made.copies)} of {len(pile.items)} letters were printed; print again for the rest."
    return Outcome("letters", data, 1 if pile.refused or made.stopped else 0)
