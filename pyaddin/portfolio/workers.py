"""Who works on the parts: this process alone, worker processes of this computer, or those of a Dask cluster."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

from pyaddin import __version__
from pyaddin.errors import Stop

Work = TypeVar("Work")
Told = Callable[[int, int], None]
PATIENCE = "20s"
"""How long a cluster has to answer."""
TRIES = 3
"""So often a part is given to another worker after its worker died; then something is wrong with the part."""


class Workers(Protocol):
    """Does the same function for each piece of work, in any order."""

    def run(self, task: Callable[[Work], int], works: Sequence[Work], told: Told) -> None:
        """Returns when all are done; ``told`` hears how many are. The first error ends it."""
        ...


class Alone:
    """One plain process, without Dask."""

    def run(self, task: Callable[[Work], int], works: Sequence[Work], told: Told) -> None:
        """One after another."""
        for number, work in enumerate(works, 1):
            task(work)
            told(number, len(works))


class Cluster:
    """Worker processes behind a Dask client."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def run(self, task: Callable[[Work], int], works: Sequence[Work], told: Told) -> None:
        """In parallel. A worker that dies costs its parts another try on another worker. Raises ``Stop`` X-WORKER where that does not help, and when the
        scheduler is lost."""
        dask = _distributed()
        if not works:
            return
        waiting = dask.as_completed([self._client.submit(task, work, pure=False) for work in works], loop=self._client.loop)
        try:
            for number, future in enumerate(waiting, 1):
                future.result()
                future.release()  # else a worker that dies later would cost this part again
                told(number, len(works))
        except dask.KilledWorker as error:
            raise Stop("X-WORKER", _first_line(error)) from None
        except (CancelledError, dask.comm.CommClosedError) as error:
            raise Stop("X-WORKER", f"the scheduler was lost: {_first_line(error)}") from None
        finally:
            self._client.cancel(list(waiting.futures))


def _distributed() -> Any:
    """Loaded only where processes are wanted: it takes longer than a small portfolio."""
    import distributed

    for name in ("distributed", "distributed.client"):  # what concerns the run is said by the run
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return distributed


def _first_line(error: BaseException) -> str:
    """What Dask says of an error; its name where it says nothing, as of a connection that was closed."""
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]


def _version() -> str:
    return __version__


def _sees(path: str) -> bool:
    return os.path.isdir(path)


def _same_everywhere(client: Any, place: Path) -> None:
    """Workers of another version would decide by other rules, and workers that do not see the folder would find no part."""
    for name, version in client.run(_version).items():
        if version != __version__:
            raise Stop("X-WORKER", f"{name}: {version}, {__version__}")
    for name, sees in client.run(_sees, str(place)).items():
        if not sees:
            raise Stop("X-WORKER", f"{name}: {place}")


@contextmanager
def workers(*, plain: bool, count: int | None, scheduler: str | None, place: Path) -> Iterator[Workers]:
    """Started for one run and ended with it; those of a cluster (``scheduler``) go on. ``place`` is the folder that all of them work in.

    Raises ``Stop`` X-WORKER for a cluster that does not answer, whose workers have another version, or do not see the folder.
    """
    if plain:
        yield Alone()
        return
    import dask

    distributed = _distributed()
    scratch = place / "dask"
    scratch.mkdir(parents=True, exist_ok=True)
    with dask.config.set({"distributed.scheduler.allowed-failures": TRIES, "distributed.worker.daemon": True}):
        if scheduler is not None:
            try:
                client = distributed.Client(scheduler, timeout=PATIENCE, set_as_default=False)
            except (OSError, ValueError) as error:
                raise Stop("X-WORKER", f"{scheduler}: {type(error).__name__}") from None
            with client:
                _same_everywhere(client, place)
                yield Cluster(client)
            return
        with _local(distributed, count or os.cpu_count() or 1, scratch) as cluster, distributed.Client(cluster, set_as_default=False) as client:
            yield Cluster(client)


def _local(distributed: Any, number: int, scratch: Path) -> Any:
    """Worker processes of this computer, begun anew while one of them dies in starting. Raises ``Stop`` X-WORKER where that does not help."""
    for attempt in range(TRIES):
        try:
            return distributed.LocalCluster(
                n_workers=number, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", local_directory=str(scratch),
                silence_logs=logging.CRITICAL,
            )
        except RuntimeError as error:  # Dask's word for a worker that ended before it answered
            if attempt + 1 == TRIES:
                raise Stop("X-WORKER", _first_line(error)) from None
    raise AssertionError("every attempt returns or raises")
