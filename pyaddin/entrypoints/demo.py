"""``make demo``: the main job on a sample ledger, from nothing to emails and report, then once more to show that nothing goes out twice.

Everything lies in one folder, which is made anew each time; a folder that the demonstration did not make is never touched.
Exit codes: 0 all well, 1 the second run sent or changed something, 2 could not start.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pyaddin import clock
from pyaddin.correspondence.report import page, rule_of
from pyaddin.entrypoints.say import plain, stopped
from pyaddin.entrypoints.terminal import let_go
from pyaddin.errors import Stop
from pyaddin.records import dataclass

if TYPE_CHECKING:
    from pyaddin.tasks.outcome import Outcome

MARKER = ".made-by-collections-demo"
LEDGER = "collections.xlsm"
TRIED = 12

Row = Mapping[str, object]
Step = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Options:
    """What to show."""

    folder: Path
    cases: int
    seed: int
    as_of: date


@dataclass(frozen=True, slots=True)
class Tasks:
    """The tasks that the demonstration calls."""

    new: Callable[..., Outcome]
    weekly: Callable[..., Outcome]
    explain: Callable[..., Outcome]
    letters: Callable[..., Outcome]
    report: Callable[..., Outcome]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line of the demonstration."""
    from pyaddin.tasks import explain, new, print_letters, report, weekly

    parser = argparse.ArgumentParser(prog="python -m pyaddin.entrypoints.demo", description="Shows the weekly run on a sample ledger.")
    parser.add_argument("--folder", type=Path, default=Path("demo"))
    parser.add_argument("--cases", type=int, default=120)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2026, 11, 23))
    given = parser.parse_args(arguments)
    try:
        tasks = Tasks(new.run, weekly.run, explain.run, print_letters.run, report.run)
        return show(Options(given.folder, given.cases, given.seed, given.as_of), tasks, _tell)
    except Stop as stop:
        print("\n".join(stopped(stop.fault)), file=sys.stderr)
        return 2


def _tell(line: str) -> None:
    """On the screen at once. A reader who has seen enough (``make demo | head``) stops nothing: the rest is made without a word."""
    try:
        print(line, flush=True)
    except BrokenPipeError:
        let_go(sys.stdout)


def show(options: Options, tasks: Tasks, say: Callable[[str], None]) -> int:
    """Makes the ledger, runs the week twice, explains one case and writes ``index.html``. Raises ``Stop`` when the folder is not ours."""
    folder = options.folder
    _fresh(folder)
    ledger = folder / LEDGER
    tasks.new(ledger, sample=options.cases, seed=options.seed, language="en", as_of=options.as_of, now=clock.now)
    first = _week(tasks, options, "out")
    lines = summary(first, folder)
    say(f"{'Ledger':<10} {options.cases} invented cases as of {options.as_of.isoformat()}: {ledger.as_posix()}")
    for label, words in lines:
        say(f"{label:<10} {words}")
    printed = _letters(tasks, options)
    paper = "Letters", _on_paper(printed, folder)
    say(f"{paper[0]:<10} {paper[1]}")
    week = _weekly_report(tasks, options)
    weekly = "Weekly", f"report of the week: {(folder / _inside(folder, week)).as_posix()}"
    say(f"{weekly[0]:<10} {weekly[1]}")
    case, steps = _explained(tasks, options, candidates(first))
    if case:
        say(f"\nCase {case}, to the cent:")
        for label, value, note in steps:
            say(f"  {plain(label):<34} {plain(value):>14}  {plain(note)}".rstrip())
    second = _week(tasks, options, "out-again")
    sent, changed = _number(second, "sent"), len(_rows(second, "changes"))
    again = f"second run on the same date: {sent} sent, {changed} changes"
    say(f"\n{again}")
    index = folder / "index.html"
    index.write_text(_page(options, first, printed, week, (*lines, paper, weekly, ("Again", again)), case, steps), encoding="utf-8")
    say(f"Look at {index.as_posix()}: it links the workbook, the reports, the emails and the letters.")
    return 1 if sent or changed else 0


def summary(data: Row, folder: Path) -> tuple[tuple[str, str], ...]:
    """The run in lines of (label, words): each number with what it is made of."""
    messages = _rows(data, "messages")
    by_result = {result: [line for line in messages if line["result"] == result] for result in ("sent", "queued", "blocked")}
    kinds = _parts(_kind(line) for line in by_result["sent"])
    channels = _parts(str(line["channel"]) for line in by_result["queued"])
    reasons = _parts(rule_of(str(line["why"])) or "other" for line in by_result["blocked"])
    moves = _parts(_moves(data))
    return (
        ("Assessed", f"{_number(data, 'assessed')} cases"),
        ("Flagged", f"{_number(data, 'flagged')} installments newly missed"),
        ("Moved", f"{_number(data, 'moved')} cases{moves}"),
        ("Sent", f"{_number(data, 'sent')} emails, written to files{kinds}"),
        ("Queued", f"{_number(data, 'queued')} for a person{channels}"),
        ("Blocked", f"{_number(data, 'blocked')}{reasons}"),
        ("Trouble", f"failed {_number(data, 'failed')}, parked {_number(data, 'parked')}, rows refused {_number(data, 'refused')}"),
        ("Files", ", ".join((folder / _inside(folder, path)).as_posix() for path in (Path(str(data["report"])), _emails(data)))),
    )


def candidates(data: Row) -> tuple[str, ...]:
    """The cases worth explaining: those that moved and were written to; if there are none, those that were written to."""
    moved = {str(change["key"]) for change in _rows(data, "changes") if change["table"] == "Moves"}
    written = tuple(dict.fromkeys(str(line["case_id"]) for line in _rows(data, "messages") if line["result"] == "sent"))
    return tuple(case for case in written if case in moved) or written


def _explained(tasks: Tasks, options: Options, cases: Sequence[str]) -> tuple[str, tuple[Step, ...]]:
    """The case whose explanation shows most in least space: with late interest and a payment if there is one, and short."""
    found: list[tuple[str, tuple[Step, ...]]] = []
    for case in cases[:TRIED]:
        outcome = tasks.explain(options.folder / LEDGER, case=case, as_of=options.as_of, now=clock.now)
        found.append((case, tuple((str(step["label"]), str(step["value"]), str(step["note"])) for step in _rows(outcome.data, "steps"))))
    return max(found, key=lambda case: (_has_interest(case[1]), any(label.startswith("Payment") for label, _, _ in case[1]), -len(case[1])), default=("", ()))


def _has_interest(steps: Sequence[Step]) -> bool:
    return any(label == "Late interest" and re.search(r"[1-9]", value) for label, value, _ in steps)


def _fresh(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise Stop("X-EXISTS", f"{folder.name} is not a plain folder.")
    if folder.is_dir() and any(folder.iterdir()):
        if not (folder / MARKER).is_file():
            raise Stop("X-EXISTS", f"The folder {folder.name} was not made by the demonstration and is left alone.", advice="Choose another with --folder.")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).write_text("This folder is deleted and made anew by the demonstration.\n", encoding="utf-8")
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")


def _week(tasks: Tasks, options: Options, out: str) -> Row:
    outcome = tasks.weekly(
        options.folder / LEDGER, as_of=options.as_of, out=options.folder / out, transport="folder", dry_run=False, by="demo", now=clock.now, progress=_quiet
    )
    return outcome.data


def _letters(tasks: Tasks, options: Options) -> Row:
    """The letters that wait, printed; the demonstration confirms no posting, so none counts."""
    outcome = tasks.letters(
        options.folder / LEDGER, out=options.folder / "letters", as_of=options.as_of, again=False, single_sided=False, posted=False,
        not_posted=False, on=None, manifest=None, keys=(), by="demo", now=clock.now, progress=_quiet,
    )  # fmt: skip
    return outcome.data


def _weekly_report(tasks: Tasks, options: Options) -> Path:
    """The page of the weekly report as of the day of the run."""
    outcome = tasks.report(options.folder / LEDGER, as_of=options.as_of, out=options.folder / "week", now=clock.now)
    return Path(str(cast("list[str]", outcome.data["files"])[0]))


def _on_paper(printed: Row, folder: Path) -> str:
    """How many letters were printed and where the file is; none counts as sent."""
    if not _number(printed, "printed"):
        return "none waits"
    file = (folder / _inside(folder, _print_file(printed))).as_posix()
    return f"{_number(printed, 'printed')} printed on {_number(printed, 'pages')} pages, posted: none yet; {file}"


def _print_file(printed: Row) -> Path:
    return Path(str(printed["folder"])) / "print.pdf"


def _quiet(done: int, total: int, label: str) -> None:
    """The demonstration says its lines at the end of a run and no progress."""


def _page(options: Options, data: Row, printed: Row, week: Path, lines: Sequence[tuple[str, str]], case: str, steps: Sequence[Step]) -> str:
    emails = _emails(data)
    return page(
        "report/demo.html",
        cases=options.cases,
        as_of=options.as_of,
        next_week=options.as_of + timedelta(days=7),
        workbook=LEDGER,
        ledger=(options.folder / LEDGER).as_posix(),
        report=_inside(options.folder, Path(str(data["report"]))),
        week=_inside(options.folder, week),
        emails=_inside(options.folder, emails) if emails.is_file() else "",
        letters=_inside(options.folder, _print_file(printed)) if _number(printed, "printed") else "",
        lines=lines,
        case=case,
        steps=steps,
    )


def _moves(data: Row) -> Iterable[str]:
    """The rule of each new row of Moves, whose reason begins with it."""
    return [rule_of(str(change["why"])) for change in _rows(data, "changes") if change["table"] == "Moves"]


def _kind(line: Row) -> str:
    level = str(line["level"] or "")
    return f"{line['kind']} {level}" if level not in ("", "0") else str(line["kind"])


def _parts(words: Iterable[str]) -> str:
    counted = sorted(Counter(words).items(), key=lambda item: (-item[1], _natural(item[0])))
    return ": " + ", ".join(f"{word} x {number}" for word, number in counted) if counted else ""


def _natural(word: str) -> tuple[str, int]:
    digits = re.search(r"\d+", word)
    return re.sub(r"\d+.*", "", word), int(digits.group()) if digits else 0


def _rows(data: Row, key: str) -> list[Row]:
    return cast("list[Row]", data[key])


def _number(data: Row, key: str) -> int:
    return cast("int", data[key])


def _emails(data: Row) -> Path:
    return Path(str(data["out"])) / "emails" / "index.html"


def _inside(folder: Path, path: Path) -> str:
    """The path as seen from ``folder``, with ``/``; both may be given from the working folder."""
    return Path(os.path.relpath(path, folder)).as_posix()


if __name__ == "__main__":
    sys.exit(main())
