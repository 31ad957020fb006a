"""A run over a portfolio: cut by debtor, decided part by part, what depends on the whole decided again, summed, and put into place in one step."""

from __future__ import annotations

import hashlib
import json
import shutil
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from pyaddin import __version__
from pyaddin.correspondence.lock import Lock
from pyaddin.errors import Stop
from pyaddin.ledger.beyond import Beyond
from pyaddin.portfolio.control import controlled
from pyaddin.portfolio.cutting import Cut, Cutter
from pyaddin.portfolio.rows import COMMON_ONLY
from pyaddin.portfolio.source import Source, open_source, require_unchanged, session
from pyaddin.portfolio.summing import Found, write_results
from pyaddin.portfolio.workers import Workers, workers
from pyaddin.records import dataclass
from pyaddin.rules.brake import Outgo, brakes
from pyaddin.rules.reason import Reason
from pyaddin.tasks.acts import Limits
from pyaddin.tasks.look import Whole
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.polite import Progress
from pyaddin.tasks.portfolio_beyond import beyond_of
from pyaddin.tasks.portfolio_finish import FINISHED, Finish, finish_part
from pyaddin.tasks.portfolio_part import CONTESTED, FIRST, QUIET, SINGLE, Job, begun_again, decide_part, file_of, open_part

SUMMARY = "portfolio.json"
"""The file by which a folder is known as the result of such a run."""
COMPETING, LIMITED, LATER = "competing", "limited", "later"
"""Rounds after the first: debtors whose cases compete for one message, all who are written to when a limit of the office applies, and those whose
cases compete still."""
Work = TypeVar("Work")


@dataclass(slots=True)
class Portfolio:
    """One run: where it works, who works, and what is known of the whole so far."""

    cutter: Cutter
    place: Path
    as_of: date
    workers: Workers
    progress: Progress
    cut: Cut
    beyond: dict[int, Beyond]
    common: Opened
    rounds: tuple[str, ...] = ()

    def found(self) -> Found:
        """What the rounds so far have found."""
        return Found(self.cutter.db, self.place, self.rounds)

    def round(self, name: str, whole: Whole, stop: str, only: dict[int, tuple[str, ...]] | None) -> None:
        """Decides the parts, or these debtors of them. A part that an earlier run of the same portfolio has finished is not done again."""
        jobs = [
            Job(str(self.place), part, name, self.as_of, self.beyond.get(part, Beyond()), whole, stop, None if only is None else only[part])
            for part in (range(self.cut.parts) if only is None else sorted(only))
        ]
        if not jobs:
            return
        folder = self.place / name
        if only is not None:
            shutil.rmtree(folder, ignore_errors=True)  # these depend on the whole, which another first round may have changed
        folder.mkdir(parents=True, exist_ok=True)
        todo = [job for job in jobs if not job.file("done").is_file()]
        self.each(f"deciding ({name})", decide_part, todo)
        self.rounds = (*self.rounds, name)

    def each(self, label: str, task: Callable[[Work], int], works: Sequence[Work]) -> None:
        """Has a step done for each part, and tells how far it is."""
        self.progress(0, max(1, len(works)), label)
        self.workers.run(task, works, lambda done, total: self.progress(done, total + 1, label))

    def told(self) -> list[dict[str, object]]:
        """What the first round noted of each part."""
        return [json.loads(file_of(self.place, FIRST, part, "done").read_text(encoding="utf-8")) for part in range(self.cut.parts)]


def run(
    source: str, *, out: Path, as_of: date, count: int | None, scheduler: str | None, plain: bool, progress: Progress, now: Callable[[], datetime]
) -> Outcome:
    """See ``tasks.portfolio``. One run at a time makes results in a folder."""
    out.parent.mkdir(parents=True, exist_ok=True)
    lock = Lock.take(out.parent / f".{out.name}.lock", now())

    def told(done: int, total: int, label: str) -> None:
        lock.beat(now())
        progress(done, total, label)

    try:
        return _alone(source, out, as_of, (plain, count, scheduler), told, now())
    finally:
        lock.release()


def _alone(source: str, out: Path, as_of: date, who: tuple[bool, int | None, str | None], progress: Progress, at: datetime) -> Outcome:
    """The run while nobody else makes results in this folder; ``who`` works: plain, count and scheduler."""
    _free(out)
    whole = out.parent / f".{out.name}.work"
    whole.mkdir(parents=True, exist_ok=True)
    with session(whole / "spill") as db:
        progress(0, 1, "reading the portfolio")
        opened = open_source(db, source, whole, at)
        place, kept = _place(whole, source, opened, as_of)
        cutter = Cutter(db, opened, place)
        progress(0, 1, "cutting it by debtor")
        cut = cutter.cut(kept=kept)
        beyond = beyond_of(cutter, cut)
        require_unchanged(source, opened)
        common = open_part(Job(str(place), COMMON_ONLY, FIRST, as_of, Beyond()))
        plain, count, scheduler = who
        with workers(plain=plain, count=count, scheduler=scheduler, place=whole) as crew:
            portfolio = Portfolio(cutter, place, as_of, crew, progress, cut, beyond, common)
            groups = _rounds(portfolio)
            steps = portfolio.found().steps("after")
            shutil.rmtree(place / FINISHED, ignore_errors=True)
            finishes = [Finish(str(place), part, portfolio.rounds, steps, common.policy.language) for part in range(cut.parts)]
            portfolio.each("finishing", finish_part, finishes)
        progress(0, 1, "writing the results")
        data = _results(portfolio, groups, out)
    shutil.rmtree(whole, ignore_errors=True)  # the results are in their place; what cannot go now goes with the next run
    progress(1, 1, "done")
    control = data["control"]
    assert isinstance(control, dict)
    return Outcome("portfolio", data, 1 if data["refused"] or control["different"] else 0)


def _place(whole: Path, source: str, opened: Source, as_of: date) -> tuple[Path, bool]:
    """The folder of the very same portfolio, day and program, and whether it holds finished parts; everything else goes.

    Its name says whose parts they are: a worker that outlived another run, of another day or of files that were written anew, finds its own folder gone and
    leaves nothing that could count here. A database may change unseen, so each reading of one is a portfolio of its own.
    """
    version = opened.fingerprint or uuid.uuid4().hex
    place = whole / hashlib.sha256(repr((source, version, as_of.isoformat(), __version__)).encode()).hexdigest()[:16]
    for known in whole.iterdir():
        if known.name not in ("read", "spill", place.name):
            shutil.rmtree(known) if known.is_dir() else known.unlink()
    kept = place.is_dir()
    place.mkdir(exist_ok=True)
    return place, kept


def _free(out: Path) -> None:
    """A folder with something else in it is not touched. Raises ``Stop`` X-EXISTS. Results that a crash left beside their place return to it."""
    aside = _aside(out)
    if aside.is_dir() and not out.exists():
        aside.rename(out)
    if out.exists() and not (out / SUMMARY).is_file() and (not out.is_dir() or any(out.iterdir())):
        raise Stop("X-EXISTS", out.name, advice="Name a new folder, or one in which an earlier run of this command has left its results.")


def _aside(out: Path) -> Path:
    return out.parent / f".{out.name}.earlier"


def _rounds(portfolio: Portfolio) -> dict[str, tuple[str, ...]]:
    """Every round that the portfolio needs; returns which figures of which round count."""
    portfolio.round(FIRST, Whole(), portfolio.common.blocked_by, None)
    competing = portfolio.found().debtors("contested")
    before = portfolio.found().steps("before")
    whole = Whole(before=before)
    groups: dict[str, tuple[str, ...]] = {FIRST: (QUIET, SINGLE, CONTESTED)}
    stop = _stop(portfolio) or portfolio.common.blocked_by
    if competing:
        portfolio.round(COMPETING, whole, portfolio.common.blocked_by, competing)
        groups = {FIRST: (QUIET, SINGLE), COMPETING: (SINGLE, CONTESTED, QUIET)}
    limits = _limits(portfolio, whole)
    if stop != portfolio.common.blocked_by or limits != Limits():
        whole = replace(whole, limits=limits)
        portfolio.round(LIMITED, whole, stop, portfolio.found().debtors("wanting OR contested"))
        groups = {FIRST: (QUIET,), LIMITED: (QUIET, SINGLE, CONTESTED)}
    still = portfolio.found().debtors("contested_after")
    if still:
        portfolio.round(LATER, replace(whole, after=portfolio.found().steps("after")), stop, still)
    return groups


def _stop(portfolio: Portfolio) -> str:
    """Why no message may go: the first refused row that names nobody, in the order of sheets and rows."""
    found = [tuple(blocks) for told in portfolio.told() if isinstance(blocks := told["blocks"], list)]
    return str(min(found)[2]) if found else ""


def _limits(portfolio: Portfolio, whole: Whole) -> Limits:
    """What run_max_messages and daily_cap of the office mean for all messages of the portfolio together."""
    settings, found = portfolio.common.settings, portfolio.found()
    most, cap = settings.integer("run_max_messages"), settings.integer("daily_cap")
    if most is None and cap is None:
        return Limits()
    driven = found.count("driven")
    braked: tuple[Reason, ...] = brakes(Outgo(driven, found.count("wanting"), most, (), {}, False))
    if braked or cap is None:
        return Limits(braked=braked)
    gone = sum(int(str(told["gone"])) for told in portfolio.told())
    wanting = found.wanting(whole.before)
    return Limits(held=frozenset(wanting[max(0, cap - gone) :]))


def _results(portfolio: Portfolio, groups: dict[str, tuple[str, ...]], out: Path) -> dict[str, object]:
    """The result tables and their summary, put where the old ones were when all of them are complete."""
    made = portfolio.place / "results"
    shutil.rmtree(made, ignore_errors=True)
    rows = write_results(portfolio.found(), portfolio.place / FINISHED, made, groups)
    portfolio.progress(0, 1, "tying simple cases to the source")
    control = controlled(portfolio.cutter, portfolio.common.policy, portfolio.as_of, made)
    data: dict[str, object] = {
        "as_of": portfolio.as_of.isoformat(),
        "language": portfolio.common.policy.language,
        "out": str(out),
        "cases": rows["assessment"],
        "refused": sum(int(str(told["refused"])) for told in portfolio.told()),
        "rows": dict(portfolio.cut.rows),
        "results": rows,
        "parts": portfolio.cut.parts,
        "control": control.as_json(),
        "begun_again": begun_again(portfolio.place, FIRST),
        "version": __version__,
    }
    (made / SUMMARY).write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    aside = _aside(out)
    shutil.rmtree(aside, ignore_errors=True)
    if out.exists():
        out.rename(aside)
    made.rename(out)
    shutil.rmtree(aside, ignore_errors=True)
    return data
