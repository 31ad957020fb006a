"""Portfolio: the rules of a ledger over a portfolio that no workbook holds, with results as Parquet. Nothing is sent and the source is not changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.portfolio import require_packages
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.polite import Progress


def run(
    source: str,
    *,
    out: Path,
    as_of: date,
    workers: int | None,
    scheduler: str | None,
    plain: bool,
    progress: Progress,
    now: Callable[[], datetime],
) -> Outcome:
    """Assessment, queue, moves, faults and kpis of every case as a weekly run on the day would leave them, in the folder ``out``.

    ``workers``: processes of this computer, default one for each processor; ``scheduler``: address of a Dask cluster instead; ``plain``: this process
    alone. A stopped run leaves the earlier results; its finished parts are taken up by the next run of the same files and day. A row that cannot be
    read is listed in faults and the rest goes on. Raises ``Stop``: X-PACKAGES, X-PORTFOLIO for what is no portfolio, X-NOT-FOUND, X-EXISTS, X-WORKER,
    X-OPTION for options that exclude each other, X-LOCKED while another run makes results there or a merge writes the files, X-CHANGED when they were
    written while they were read, X-WRITE.
    """
    if plain and (workers is not None or scheduler is not None) or workers is not None and (scheduler is not None or workers < 1):
        raise Stop("X-OPTION", "--plain, --workers and --scheduler", advice="Give one of them; --workers takes a number from 1.")
    require_packages()
    from pyaddin.tasks import portfolio_run  # only this command loads these packages

    try:
        return portfolio_run.run(source, out=out, as_of=as_of, count=workers, scheduler=scheduler, plain=plain, progress=progress, now=now)
    except OSError as error:
        raise Stop("X-WRITE", f"{error.filename or out}: {error.strerror or type(error).__name__}") from error
