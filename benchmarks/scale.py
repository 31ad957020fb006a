"""The table of ratios: our weekly run beside what else does the same work, side by side in one run, CPU seconds, medians; and the picture of it.

``python -m benchmarks.scale`` measures everything (an hour on two cores, most of it openpyxl and LibreOffice); ``--sizes 1000,10000 --repeats 1`` less.
Each measurement is a process of its own, the ways taken in turn. It writes docs/scaling.md and docs/scaling.svg. ``--keep FILE`` keeps what was measured
instead, ``--of FILE FILE`` makes the page of what was kept: so sizes can be measured one after another.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from benchmarks import bounds
from benchmarks.picture import drawn

ROOT = Path(__file__).resolve().parents[1]
SIZES, REPEATS = (1_000, 10_000, 40_000, 50_000), 3
USUAL_UP_TO, EXPERT_UP_TO, OPENPYXL_ONCE_FROM = 10_000, 10_000, 40_000
DRAWN = ("ours", "openpyxl", "formulas usual", "formulas expert", "floor")
Measured = dict[tuple[str, int], list[dict[str, object]]]


def child(*words: str) -> dict[str, object]:
    """What one measurement prints."""
    done = subprocess.run([sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(words)}:\n{done.stderr[-2000:]}")
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def made(fresh: Path, size: int) -> None:
    """A fresh ledger, made by a process of its own: a child's peak begins with what its parent holds when it is started."""
    subprocess.run([sys.executable, "-m", "benchmarks.ledgers", str(fresh), str(size)], cwd=ROOT, check=True)


def our_run(fresh: Path, place: Path) -> dict[str, object]:
    """One weekly run on an own copy of the ledger and its journal, in a folder of its own: what it wrote stays for the floor, and nothing is deleted
    before a run (for minutes afterwards Linux looks through the deleted files whenever one is made, which took longer than wording the message in it)."""
    place.mkdir()
    for file in fresh.parent.glob(f"{fresh.stem}.*"):
        shutil.copy(file, place)
    return child("benchmarks.our_run", str(place / fresh.name), str(place / "out"))


def measure(sizes: tuple[int, ...], repeats: int, folder: Path, tell: Callable[[str], None]) -> Measured:
    """Every way at every size, in turn."""
    found: Measured = defaultdict(list)

    def note(way: str, size: int, figures: dict[str, object]) -> None:
        found[(way, size)].append(figures)
        tell(f"{size:>6} {way:<22} {float(str(figures.get('cpu', figures.get('ours')))):.2f}")

    # as on a desk where both programs have run before: Python's compiled modules are kept, for ours as for the packages
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    made(folder / "first.xlsm", 1_000)  # so many that every wording and every year of holidays is met
    our_run(folder / "first.xlsm", folder / "first")
    child("benchmarks.openpyxl_run", str(folder / "first.xlsm"), str(folder / "saved.xlsm"))
    for size in sizes:
        fresh = folder / f"b{size}.xlsm"
        made(fresh, size)
        for turn in range(repeats):
            ours = folder / f"run{size}-{turn}"
            note("ours", size, our_run(fresh, ours))
            note("floor", size, child("benchmarks.io_floor", str(fresh), str(ours / fresh.name)))
            note("reading", size, child("benchmarks.reading", str(fresh), "ours"))
            note("calamine", size, child("benchmarks.reading", str(fresh), "calamine"))
            note("writing isal", size, child("benchmarks.writing", str(fresh), "isal"))
            note("writing zlib 6", size, child("benchmarks.writing", str(fresh), "zlib"))
            if turn == 0 or size < OPENPYXL_ONCE_FROM:
                note("openpyxl", size, child("benchmarks.openpyxl_run", str(fresh), str(folder / "saved.xlsm")))
            if turn == 0:
                note("writing openpyxl", size, child("benchmarks.writing", str(fresh), "openpyxl"))
                note("emails", size, child("benchmarks.emails", str(fresh)))
            if size <= USUAL_UP_TO and turn == 0:
                note("formulas usual", size, child("benchmarks.formulas", "usual", str(size)))
            if size <= EXPERT_UP_TO:
                note("formulas expert", size, child("benchmarks.formulas", "expert", str(size)))
        told = {json.dumps(one["told"]) for way in ("ours", "openpyxl") for one in found[(way, size)]}
        if len(told) != 1:
            raise SystemExit(f"the two ways did not do the same work: {told}")
    return found


def median(found: Measured, way: str, size: int, key: str = "cpu") -> float:
    """The median of one figure; not a number where it was not measured."""
    values = [float(str(one[key])) for one in found.get((way, size), ())]
    return statistics.median(values) if values else float("nan")


def _email(found: Measured, size: int) -> float:
    return median(found, "emails", size, "ours")


def ratios(found: Measured, sizes: tuple[int, ...]) -> list[tuple[str, str, str, str, str]]:
    """The lines of the table: what, must, goal, measured, reached."""
    lines: list[tuple[str, str, str, str, str]] = []

    def line(what: str, must: float, goal: float, value: float, *, less: bool = False, form: str = "{:.1f}") -> None:
        if value == value:  # measured
            reached = [value <= bound if less else value >= bound for bound in (must, goal)]
            word = "goal" if reached[1] else "must" if reached[0] else "no"
            lines.append((what, f"{must:g}", f"{goal:g}", form.format(value), word))

    big, ten = max(sizes), 10_000
    for size in sizes:
        must, goal = (4, 6) if size == 1_000 else (12, 20)
        if size != 40_000:
            line(f"openpyxl load + rules + render + save / whole run, {size:,}", must, goal, median(found, "openpyxl", size) / median(found, "ours", size))
    for way, must, goal in (("usual", 100, 150), ("expert", 18, 25)):
        for key, what in (("cpu", "recalculating"), ("whole", "start, load, recalculate, save")):
            value = median(found, f"formulas {way}", ten, key) / median(found, "ours", ten)
            line(f"LibreOffice, {way} formulas: {what} / whole run, {ten:,}", must, goal, value)
    render = _email(found, big) * median(found, "emails", big, "emails") / 1e6
    line(f"whole run / (I/O floor + rendering), {big:,}", 6, 3, median(found, "ours", big) / (median(found, "floor", big) + render), less=True)
    line(f"reading / python-calamine, {big:,}", 1.1, 0.67, median(found, "reading", big) / median(found, "calamine", big), less=True, form="{:.2f}")
    for packed, must, goal in (("zlib 6", 20, 26), ("isal", 40, 60)):
        line(f"openpyxl / write-back, {packed}, {big:,}", must, goal, median(found, "writing openpyxl", big) / median(found, f"writing {packed}", big))
    memory = median(found, "ours", big, "peak") / median(found, "openpyxl", big, "peak")
    line(f"peak memory / openpyxl, {big:,}", 0.5, 0.25, memory, less=True, form="{:.2f}")
    if {10_000, 40_000} <= set(sizes):
        for phase, value in growth(found, 10_000, 40_000).items():
            line(f"time(40,000) / time(10,000): {phase}", 5, 4.3, value, less=True, form="{:.2f}")
    theirs = median(found, "emails", ten, "jinja2 and EmailMessage")
    line("microseconds an email", 150, 100, _email(found, ten), less=True, form="{:.0f}")
    line("jinja2 + EmailMessage / an email", 4, 8, theirs / _email(found, ten))
    return lines


def growth(found: Measured, small: int, large: int) -> dict[str, float]:
    """How much longer each phase takes for four times the cases; phases under a tenth of a second say nothing."""
    phases: dict[str, dict[int, float]] = defaultdict(dict)
    for size in (small, large):
        for one in found[("ours", size)]:
            for phase, seconds in dict(one["phases"]).items():  # type: ignore[call-overload]
                phases[phase][size] = min(phases[phase].get(size, float("inf")), seconds)
    return {phase: times[large] / times[small] for phase, times in phases.items() if len(times) == 2 and times[small] > 0.1 and phase != "starting"}


def page(found: Measured, sizes: tuple[int, ...]) -> str:
    """docs/scaling.md."""
    ways = ("ours", "openpyxl", "formulas usual", "formulas expert", "floor", "reading", "calamine", "writing isal", "writing zlib 6", "writing openpyxl")
    head = "| CPU seconds (median) | " + " | ".join(f"{size:,} cases" for size in sizes) + " |\n|---|" + "---|" * len(sizes)
    rows = [f"| {way} | " + " | ".join(_shown(found, way, size) for size in sizes) + " |" for way in ways]
    peaks = [f"| {way} | " + " | ".join(_shown(found, way, size, "peak", "{:.0f}") for size in sizes) + " |" for way in ("ours", "openpyxl")]
    lines = [f"| {' | '.join(line)} |" for line in ratios(found, sizes)]
    names = list(dict(found[("ours", sizes[0])][0]["phases"]))  # type: ignore[call-overload]
    phases = [f"| {name} | " + " | ".join(_phase(found, name, size) for size in sizes) + " |" for name in names]
    return "\n".join([
        "# How it scales", "",
        "Written by `python -m benchmarks.scale` (part of `make bench`). Every figure is CPU seconds (user + system, imports included) of a process",
        f"of its own, the ways taken in turn, medians; {os.cpu_count()} cores, Python {platform.python_version()}. {_noise(found, sizes)}",
        "Only ratios of one run are safe. Our run has its locks, backup, journal, audit chain, checks, snapshot, figures and",
        "page on; openpyxl's has none of them (`benchmarks/openpyxl_run.py`) and uses our rules. Reading and writing are parts of our run measured",
        "alone; openpyxl's writing holds its load and save.", "",
        "![CPU seconds by number of cases](scaling.svg)", "", "## Ratios", "",
        "| what | must | goal | measured | reached |", "|---|---|---|---|---|", *lines, "",
        *_bounds(found), "## Seconds", "", head, *rows, "", "Peak memory, MiB:", "", head.replace("CPU seconds (median)", "MiB"), *peaks, "",
        "Phases of our run:", "", head, *phases, "",
    ])  # fmt: skip


def _bounds(found: Measured) -> list[str]:
    """What the musts of the whole run allow at 10,000 cases, where that was measured."""
    if ("openpyxl", bounds.TEN) not in found:
        return []
    told = bounds.lines(lambda way, size, key: median(found, way, size, key), bounds.starting(found[("ours", bounds.TEN)]))  # type: ignore[arg-type]
    return ["## What the musts allow", "", *told, ""]


def _noise(found: Measured, sizes: tuple[int, ...]) -> str:
    """How often each size was taken, and how far turns of one way lay apart."""
    turns = ", ".join(f"{size:,} cases {len(found['ours', size])}" for size in sizes)
    times = [[float(str(one["cpu"])) for one in ones if "cpu" in one] for ones in found.values()]
    spread = max((max(one) / min(one) for one in times if len(one) > 1), default=1.0)
    apart = f"the same way differed by up to {spread:.2f} times between turns" if spread > 1 else "of the same way expect a tenth or two"
    return f"Turns taken: {turns}; {apart}."


def _shown(found: Measured, way: str, size: int, key: str = "cpu", form: str = "{:.2f}") -> str:
    value = median(found, way, size, key)
    return form.format(value) if value == value else "-"


def _phase(found: Measured, name: str, size: int) -> str:
    times = [float(dict(one["phases"]).get(name, 0.0)) for one in found[("ours", size)]]  # type: ignore[call-overload]
    return f"{statistics.median(times):.2f}"


def main() -> None:
    """Measure, write the page and the picture, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--out", type=Path, default=ROOT / "docs")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--of", type=Path, nargs="+", default=())
    asked = parser.parse_args()
    sizes = tuple(int(size) for size in asked.sizes.split(","))
    found: Measured = {}
    for file in asked.of:
        found |= {(way, size): figures for way, size, figures in json.loads(file.read_text(encoding="utf-8"))}
    if found:
        sizes = tuple(sorted({size for _, size in found}))
    else:
        with tempfile.TemporaryDirectory(prefix="collections-bench-") as place:
            found = measure(sizes, asked.repeats, Path(place), lambda line: print(line, flush=True))
    if asked.keep:
        asked.keep.write_text(json.dumps([[way, size, figures] for (way, size), figures in found.items()]), encoding="utf-8")
        return
    series = {way: [(size, median(found, way, size)) for size in sizes if (way, size) in found] for way in DRAWN}
    (asked.out / "scaling.svg").write_text(drawn(series), encoding="utf-8")
    (asked.out / "scaling.md").write_text(page(found, sizes), encoding="utf-8")
    for line in ratios(found, sizes):
        print("{:<75} must {:>5}  goal {:>5}  measured {:>8}  {}".format(*line))


if __name__ == "__main__":
    main()
