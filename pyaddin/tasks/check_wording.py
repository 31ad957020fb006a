"""Try every wording file before a debtor gets it: sample facts, hostile facts, what the strictest rule pack demands, forbidden wording, languages.

The clauses of agreements are tried with them.
"""

from __future__ import annotations

from pathlib import Path

from pyaddin.correspondence import checking, wording
from pyaddin.correspondence.letter import agreement
from pyaddin.errors import Stop
from pyaddin.tasks.outcome import Outcome


def run(*, only: str | None, templates: Path | None) -> Outcome:
    """What is wrong with the wording files, each with its place. ``only`` keeps the files whose path holds this text (``zh-TW/``, ``reminder_2``).

    ``templates``: a folder with wording to be tried in place of the program's own. Exit code 1 when something is wrong; what is only told
    (a language without a file, a long text message) leaves it 0. Raises ``Stop`` X-OPTION when there is no file to try.
    """
    folder = wording.TEMPLATES if templates is None else templates
    if not folder.is_dir():
        raise Stop("X-OPTION", f"there is no folder {folder}", advice="Name the folder that holds en, zh-CN and zh-TW.")
    tried, found = checking.check_all(folder, only or "")
    clauses = agreement.tried(folder, only or "")
    tried = [*tried, *(name for name, _ in clauses)]
    if not tried:
        raise Stop("X-OPTION", f"no wording file {only or ''}".rstrip(), advice="Leave --only out, or name a language, a stage or a file.")
    findings = [{"file": one.file, "line": one.line, "found": one.what, "wrong": one.wrong} for one in found]
    findings += [{"file": name, "line": stop.fault.row, "found": stop.fault.found, "wrong": True} for name, stop in clauses if stop is not None]
    return Outcome("check-wording", {"files": tried, "findings": findings}, 1 if any(one["wrong"] for one in findings) else 0)
