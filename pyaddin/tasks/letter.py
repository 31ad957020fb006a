"""One letter for a look: as a PDF and as a picture of each page. It counts as nothing sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from pyaddin.correspondence.letter import sheet, stationery
from pyaddin.correspondence.letter.press import Unprintable
from pyaddin.correspondence.message import Letter
from pyaddin.errors import Stop
from pyaddin.ledger.book import Book
from pyaddin.rules.decide import Decision, decide_all
from pyaddin.rules.ladder import Call
from pyaddin.rules.reason import because, phrase, text_of
from pyaddin.tasks import message_facts, preview, waiting_letters
from pyaddin.tasks.opening import Opened, chosen
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.past import open_past
from pyaddin.tasks.waiting_letters import policy_of
from pyaddin.tasks.written_letters import Written, put_on_paper, write

FOLDER = "preview"
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")


def run(
    path: Path,
    *,
    case: str,
    template: str | None,
    as_of: date | None,
    known_on: str | None = None,
    out: Path | None,
    now: Callable[[], datetime],
    book: Book | None = None,
) -> Outcome:
    """The letter that waits for the case, else the one that is due, else the next level; or the wording file ``template``.

    Files go to ``out``, by default ``<ledger>-out/preview``, and replace those of an earlier look. Raises ``Stop``: X-CASE for an unknown case,
    X-OPTION for a template that the case gives nothing to word for, X-PRINT when the letter cannot be printed.
    """
    opened = open_past(path, as_of=as_of, known_on=known_on, now=now, book=book)
    (file,) = chosen(opened, (case,))
    by_case = {d.case_id: d for d in decide_all(opened.files, opened.policy, opened.as_of, "weekly", seen=opened.seen("weekly"))}
    decision = by_case[case]
    siblings = [d for d in by_case.values() if d.file.case.debtor_id == file.case.debtor_id]
    paper = stationery.read(opened.settings, path.parent)
    try:
        if template:
            written = put_on_paper(opened, decision, _named(opened, decision, siblings, template), paper)
        else:
            written = write(opened, decision, _next(opened, decision), siblings, paper)
        page = sheet.printed(written.sheet, written.letter)
    except Unprintable as refused:
        raise Stop("X-PRINT", refused.found, advice=refused.advice) from None
    files = _saved(out or path.parent / f"{path.stem}-out" / FOLDER, case, written, page.pdf)
    data: dict[str, object] = {
        "as_of": opened.as_of.isoformat(),
        "known_on": known_on,
        "case_id": case,
        "debtor": file.debtor.name,
        "kind": written.letter.kind,
        "level": written.letter.level,
        "template": written.wording.template,
        "language": written.wording.language,
        "pages": page.pages,
        "files": [str(name) for name in files],
        "told": [*paper.told, *written.sheet.told],
        "blocked": text_of(decision.blocked, opened.policy.language) if decision.blocked else None,
    }
    return Outcome("letter", data)


def _saved(folder: Path, case_id: str, written: Written, pdf: bytes) -> list[Path]:
    """The PDF and one picture a page; earlier pictures of the same letter are taken away."""
    stem = f"letter-{_UNSAFE.sub('_', case_id)}-{_UNSAFE.sub('_', written.letter.template)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(f"{stem}-p*.png"):
            old.unlink()
        (folder / f"{stem}.pdf").write_bytes(pdf)
        files = [folder / f"{stem}.pdf"]
        for number, picture in enumerate(sheet.pictures(written.sheet), 1):
            files.append(folder / f"{stem}-p{number}.png")
            files[-1].write_bytes(picture)
    except OSError as error:
        raise Stop("X-WRITE", f"{folder.name}: {error.strerror}", advice="Close the file if it is open, or choose another folder with --out.") from None
    return files


def _next(opened: Opened, decision: Decision) -> Call:
    """What waits as a task, else what is due, else the next rung of the ladder. Raises ``Stop`` X-OPTION when there is nothing to write."""
    for waiting in waiting_letters.find(opened):
        if waiting.case_id == decision.case_id:
            return waiting_letters.call_of(waiting, decision, opened)
    if decision.call is not None:
        return decision.call
    levels = sorted(policy_of(decision, opened).levels, key=lambda row: row.level)
    rung = next((row for row in levels if row.level > decision.level), levels[-1] if levels else None)
    if rung is None or not decision.position.in_arrears:
        raise Stop("X-OPTION", f"no letter is due for {decision.case_id}", advice="Name a wording with --template, for example reminder_1.")
    return _reminder(decision, rung.level, opened)


def _reminder(decision: Decision, level: int, opened: Opened) -> Call:
    key = f"{decision.case_id}|{decision.state.episode}|reminder|{level}"
    return Call("reminder", level, (key,), policy_of(decision, opened).level(level), because("TASK", channel="letter", fallback=phrase("then-nothing")))


def _named(opened: Opened, decision: Decision, siblings: Sequence[Decision], template: str) -> Letter:
    """The message of a wording file with the facts of the case. Raises ``Stop`` X-OPTION: no such wording, or nothing that it could be about."""
    wanted = preview.wanted_of(template, "letter", "", decision.file.debtor)
    letter = message_facts.letter(opened, decision, siblings, wanted)
    if not message_facts.has_facts(letter):
        raise preview.lacking(opened, letter, decision.case_id, wanted)
    return letter
