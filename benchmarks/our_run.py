"""One weekly run in a process of its own: prints CPU seconds of each phase and in all, and the peak memory, as JSON.

``python -m benchmarks.our_run LEDGER OUT``; the imports are counted, a child's time too.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from pyaddin import clock
from pyaddin.entrypoints.at_one_go import at_one_go

_MEBIBYTE = 1024


def used() -> float:
    """User and system CPU seconds of this process and its children so far."""
    return sum(usage.ru_utime + usage.ru_stime for usage in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)))


def peak() -> float:
    """The most memory this process has held, in MiB (Linux counts in KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEBIBYTE


def main() -> None:
    """Run and tell."""
    path, out = Path(sys.argv[1]), Path(sys.argv[2])
    from benchmarks.as_of import AS_OF
    marks: list[tuple[str, float]] = [("starting", 0.0)]

    def progress(done: int, total: int, label: str) -> None:
        if not label[:1].isdigit():  # "3 of 20: C-000003" is within a phase
            marks.append((label, used()))

    with at_one_go():  # the command line loads its task within it, too
        from pyaddin.tasks import weekly

        outcome = weekly.run(path, as_of=AS_OF, out=out, transport="folder", dry_run=False, by="bench", now=clock.now, progress=progress)
    marks.append(("done", used()))
    phases: dict[str, float] = {}
    for (label, start), (_, end) in zip(marks, marks[1:], strict=False):
        phases[label] = phases.get(label, 0.0) + end - start
    told = {name: outcome.data[name] for name in ("assessed", "moved", "sent", "refused")}
    print(json.dumps({"cpu": used(), "peak": peak(), "phases": phases, "told": told}))


if __name__ == "__main__":
    main()
