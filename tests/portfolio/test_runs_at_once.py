"""Two runs that want the same results, and what a run that was ended from outside leaves at work: one run at a time, and no part of another day counts."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pyaddin.correspondence.lock import Lock
from pyaddin.errors import Stop
from pyaddin.portfolio import cutting, replacing
from pyaddin.portfolio.source import session
from pyaddin.tasks import portfolio_run
from pyaddin.tasks.portfolio_part import Job
from tests.portfolio import portfolios

RESULTS = ("assessment", "queue", "moves", "kpis", "faults")
AT = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "CASES_A_PART", 30)


def _results(out: Path) -> dict[str, list[dict[str, object]]]:
    return {name: portfolios.read(out, name) for name in RESULTS}


def test_the_second_of_two_runs_at_once_is_refused_and_the_first_one_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows, real, refused = portfolios.sample(60, 3), portfolio_run.decide_part, list[str]()

    def meanwhile(job: Job) -> int:
        with pytest.raises(Stop) as stop:
            portfolios.run(rows, tmp_path, as_of=portfolios.DAY + timedelta(days=7))
        refused.append(stop.value.fault.code)
        return real(job)

    _, alone = portfolios.run(rows, tmp_path / "alone")
    monkeypatch.setattr(portfolio_run, "decide_part", meanwhile)
    _, out = portfolios.run(rows, tmp_path)
    assert set(refused) == {"X-LOCKED"}
    assert _results(out) == _results(alone)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["alone", "out", "source"]


def test_what_a_worker_of_another_day_still_finishes_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The coordinator was killed, a worker of a cluster was not: it ends its part while the run of the next day is under way."""
    rows, real, left = portfolios.sample(60, 4), portfolio_run.decide_part, list[Job]()
    week = portfolios.DAY + timedelta(days=7)
    _, alone = portfolios.run(rows, tmp_path / "alone", as_of=week)

    def ended(job: Job) -> int:
        left.append(job)
        raise KeyboardInterrupt

    monkeypatch.setattr(portfolio_run, "decide_part", ended)
    with pytest.raises(KeyboardInterrupt):
        portfolios.run(rows, tmp_path)

    def with_stray(job: Job) -> int:
        for stray in left:  # it has read its rows long ago
            for name in ("parts", "common") if stray.place != job.place else ():
                shutil.copytree(Path(job.place) / name, Path(stray.place) / name)
            for part in range(3):
                real(Job(stray.place, part, stray.round, stray.as_of, stray.beyond, stray.whole, stray.stop))
        left.clear()
        return real(job)

    monkeypatch.setattr(portfolio_run, "decide_part", with_stray)
    _, out = portfolios.run(rows, tmp_path, as_of=week)
    assert _results(out) == _results(alone)
    assert not (tmp_path / ".out.work").exists()


def test_files_that_are_written_anew_while_they_are_read_end_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of the old state and half of the new one would be decided together."""
    rows, real = portfolios.sample(60, 5), cutting.Cutter.cut
    portfolios.run(rows, tmp_path)
    before = _results(tmp_path / "out")

    def exported(cutter: cutting.Cutter, *, kept: bool) -> cutting.Cut:
        found = real(cutter, kept=kept)
        (tmp_path / "source" / "Payments.parquet").write_bytes((tmp_path / "source" / "Payments.parquet").read_bytes())
        return found

    with monkeypatch.context() as patched:
        patched.setattr(cutting.Cutter, "cut", exported)
        with pytest.raises(Stop) as stop:
            portfolios.run(rows, tmp_path)
    assert stop.value.fault.code == "X-CHANGED"
    assert _results(tmp_path / "out") == before
    portfolios.run(rows, tmp_path)
    assert _results(tmp_path / "out") == before


def test_a_reader_leaves_the_files_alone_while_a_merge_replaces_them(tmp_path: Path) -> None:
    """It would take the note of one replacement for that of the next, and throw away what that one has written."""
    portfolios.run(portfolios.sample(40, 6), tmp_path)
    folder = tmp_path / "source"
    (folder / replacing.NOTE).write_text("{}", encoding="utf-8")
    lock = Lock.take(folder / replacing.LOCK, AT)
    with pytest.raises(Stop) as stop:
        replacing.caught_up(folder, AT)
    assert stop.value.fault.code == "X-LOCKED"
    assert (folder / replacing.NOTE).is_file()
    lock.release()
    replacing.caught_up(folder, AT)
    assert not (folder / replacing.NOTE).exists()
    assert not (folder / replacing.LOCK).exists()


def test_a_file_that_finds_no_place_is_said_as_such(tmp_path: Path) -> None:
    nowhere = tmp_path / "none" / "part.parquet"
    with pytest.raises(Stop) as stop, session(tmp_path) as db:
        db.execute(f"COPY (SELECT 1) TO '{nowhere}' (FORMAT parquet)")
    assert stop.value.fault.code == "X-WRITE"
