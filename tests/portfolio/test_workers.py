"""Worker processes for real: the same results as one plain process, also when one of them is killed in the middle of its work."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pyaddin.portfolio import cutting, workers
from tests.portfolio import portfolios

RESULTS = ("assessment", "queue", "moves", "kpis", "faults")


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "CASES_A_PART", 50)


@contextmanager
def _killer(place: Path, killed: list[tuple[int, int]]) -> Iterator[None]:
    """Kills the first worker that is seen at work on a part; notes the part and the process."""
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(0.005):
            for mark in place.glob("*/first/*.begun.*"):
                part, _, pid, _ = mark.name.split(".")
                if not mark.with_name(f"{part}.done").exists():
                    os.kill(int(pid), signal.SIGKILL)
                    killed.append((int(part), int(pid)))
                    return

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def test_a_killed_worker_costs_its_part_another_try_and_nothing_else(tmp_path: Path) -> None:
    rows = portfolios.sample(300, 11)
    _, plain = portfolios.run(rows, tmp_path / "plain")
    killed: list[tuple[int, int]] = []
    with _killer(tmp_path / "many" / ".out.work", killed):
        outcome, many = portfolios.run(rows, tmp_path / "many", plain=False, workers=2)
    assert len(killed) == 1
    assert killed[0][1] != os.getpid()
    assert outcome.data["begun_again"] == [killed[0][0]]
    assert {name: portfolios.read(many, name) for name in RESULTS} == {name: portfolios.read(plain, name) for name in RESULTS}


def test_workers_of_a_cluster_by_its_address(tmp_path: Path) -> None:
    from distributed import LocalCluster

    rows = portfolios.sample(100, 12)
    _, plain = portfolios.run(rows, tmp_path / "plain")
    with LocalCluster(n_workers=1, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", local_directory=str(tmp_path)) as cluster:  # type: ignore[no-untyped-call]
        _, many = portfolios.run(rows, tmp_path / "many", plain=False, scheduler=cluster.scheduler_address)
    assert {name: portfolios.read(many, name) for name in RESULTS} == {name: portfolios.read(plain, name) for name in RESULTS}


def test_a_scheduler_that_is_lost_is_said_and_the_next_run_takes_up_what_was_done(tmp_path: Path) -> None:
    from distributed import LocalCluster

    from pyaddin.errors import Stop

    rows = portfolios.sample(150, 13)
    _, plain = portfolios.run(rows, tmp_path / "plain")
    with LocalCluster(n_workers=1, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", local_directory=str(tmp_path)) as cluster:  # type: ignore[no-untyped-call]

        def lost(done: int, total: int, label: str) -> None:
            if label.startswith("deciding") and done == 1:
                cluster.close()  # type: ignore[no-untyped-call]

        with pytest.raises(Stop) as stop:
            portfolios.run(rows, tmp_path / "many", plain=False, scheduler=cluster.scheduler_address, progress=lost)
    assert stop.value.fault.code == "X-WORKER"
    _, many = portfolios.run(rows, tmp_path / "many")
    assert {name: portfolios.read(many, name) for name in RESULTS} == {name: portfolios.read(plain, name) for name in RESULTS}


def test_a_worker_that_dies_while_it_starts_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import distributed

    from pyaddin.errors import Stop

    tried: list[int] = []

    class Started:
        def __init__(self, **_: object) -> None:
            tried.append(1)
            if len(tried) != 3:
                raise RuntimeError("Nanny failed to start.")

    monkeypatch.setattr(distributed, "LocalCluster", Started)
    assert isinstance(workers._local(distributed, 1, tmp_path), Started)
    with pytest.raises(Stop) as stop:
        workers._local(distributed, 1, tmp_path)
    assert (stop.value.fault.code, len(tried)) == ("X-WORKER", 6)


def test_what_dask_raises_without_a_word_is_told_by_its_name() -> None:
    from distributed.comm import CommClosedError

    assert workers._first_line(CommClosedError()) == "CommClosedError"
    assert workers._first_line(RuntimeError("one\ntwo")) == "one"


def test_a_cluster_that_does_not_answer_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyaddin.errors import Stop

    monkeypatch.setattr(workers, "PATIENCE", "1s")
    with pytest.raises(Stop) as stop:
        portfolios.run(portfolios.sample(20, 1), tmp_path, plain=False, scheduler="tcp://127.0.0.1:9")
    assert stop.value.fault.code == "X-WORKER"
