"""The job as one line of the user's crontab."""

from __future__ import annotations

import shlex

from pyaddin.entrypoints.service.job import EVERY_MINUTES, Job
from pyaddin.errors import Stop


def line(job: Job) -> str:
    """The line; its comment at the end is how it is found again. Raises ``Stop`` X-OPTION for a path that a crontab cannot carry."""
    words = " ".join(shlex.quote(word) for word in (job.python, *job.words))
    if "\n" in words or "\r" in words:
        raise Stop("X-OPTION", "the path has a line break", advice="Rename the folder or the ledger.")
    return f"*/{EVERY_MINUTES} * * * * {words.replace('%', chr(92) + '%')} >/dev/null 2>&1 # {job.name}"


def with_line(table: str, job: Job) -> str:
    """The crontab with the job in it once, everything else as it is."""
    return without_line(table, job) + line(job) + "\n"


def without_line(table: str, job: Job) -> str:
    """The crontab without the job."""
    kept = [each for each in table.splitlines() if not each.endswith(f"# {job.name}")]
    return "".join(f"{each}\n" for each in kept)


def has_line(table: str, job: Job) -> bool:
    return any(each.endswith(f"# {job.name}") for each in table.splitlines())
