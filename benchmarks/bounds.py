"""What each must of the whole run allows, beside the parts of a run that the other musts measure alone: whether the lines of the table agree."""

from __future__ import annotations

import statistics
from collections.abc import Callable

MUSTS = (
    ("openpyxl / 12", "openpyxl", "cpu", 12.0),
    ("LibreOffice, usual, recalculating / 100", "formulas usual", "cpu", 100.0),
    ("LibreOffice, usual, with start, load, save / 100", "formulas usual", "whole", 100.0),
    ("LibreOffice, expert, recalculating / 18", "formulas expert", "cpu", 18.0),
    ("LibreOffice, expert, with start, load, save / 18", "formulas expert", "whole", 18.0),
)
TEN = 10_000


def lines(median: Callable[[str, int, str], float], starting: float, size: int = TEN) -> list[str]:
    """A line for each must: what it allows at ``size`` cases, and what it leaves when the parts are taken off. ``starting``: CPU seconds of the imports."""
    emails = median("emails", size, "ours") * median("emails", size, "emails") / 1e6
    parts = starting + median("reading", size, "cpu") + median("writing isal", size, "cpu") + emails
    rest = median("ours", size, "cpu") - parts
    told = [
        f"At {size:,} cases the parts measured alone (starting {starting:.2f}, reading {median('reading', size, 'cpu'):.2f}, writing with isal"
        f" {median('writing isal', size, 'cpu'):.2f}, emails {emails:.2f}) take {parts:.2f} CPU s; all else of the run (typing, checks, deciding twice,",
        f"journal, audit chain, figures, snapshot, report) {rest:.2f}.", "",
        "| must | allows the whole run | less the parts | all else takes |", "|---|---|---|---|",
    ]  # fmt: skip
    for what, way, key, times in MUSTS:
        allowed = median(way, size, key) / times
        if allowed == allowed:  # measured
            told.append(f"| {what} | {allowed:.2f} | {allowed - parts:.2f} | {rest:.2f} |")
    return told


def starting(runs: list[dict[str, dict[str, float]]]) -> float:
    """The median of what imports took."""
    return statistics.median(one["phases"]["starting"] for one in runs)
