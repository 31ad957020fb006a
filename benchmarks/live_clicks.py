"""What a click asks of the spreadsheet: every button that reads or writes rows, pressed in LibreOffice, in small and large ledgers, on few and many rows.

``python -m benchmarks.live_clicks [CASES ...]`` opens a sample ledger of each size (100, 1,000 and 10,000 cases) and prints, for 1, 50 and 500 rows where a
button works on rows, how many blocks of cells were read and written for one click and how many calls reached the spreadsheet at all. Blocks must be the
same in every column, and calls nearly so: that is what makes a click on a large ledger bearable. ``--markdown`` prints the table of docs/performance.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from benchmarks.clicks import CLICKS, NOW, Clerk, Click
from pyaddin.entrypoints import cli
from pyaddin.ledger import libreoffice

SIZES, SELECTED, SEED, AS_OF = (100, 1_000, 10_000), (1, 50, 500), 1, "2026-11-23"
AROUND = 40
"""Calls by which two clicks may differ although each works in blocks: a message box more, a table that had to grow, a color more on the sheet Result."""


@dataclass
class Row:
    """One button in every size: label of the column -> (blocks read, blocks written, calls, own seconds of processor)."""

    button: str
    cells: dict[str, tuple[int, int, int, float]] = field(default_factory=dict)

    def grows(self) -> str:
        """In which figure more rows cost more; blank when in none. A single row may cost less: one question is asked in another way."""
        many = [cost for label, cost in self.cells.items() if not label.startswith("1 of")] or list(self.cells.values())
        for place, name, slack in ((0, "blocks read", 0), (1, "blocks written", 0), (2, "calls", AROUND)):
            found = [cost[place] for cost in many]
            if max(found) - min(found) > slack:
                return f"{name} {min(found)} to {max(found)}"
        return ""


def _steps(click: Click, cases: int) -> Iterator[int]:
    yield from (rows for rows in SELECTED if rows * 2 <= cases) if click.rows else (0,)


def measure(cases: int, folder: Path, found: dict[str, Row]) -> None:
    """Every button on a ledger of this size."""
    path = folder / "ledger.xlsm"
    if cli.main(["new", str(path), "--sample", str(cases), "--seed", str(SEED), "--as-of", AS_OF]) != 0:
        raise SystemExit("the sample could not be made")
    app = libreoffice.adopt(libreoffice.start())
    try:
        with mock.patch("pyaddin.clock.now", return_value=NOW), mock.patch("pyaddin.ledger.live.screen._EVERY", 3600.0):
            clerk = Clerk(libreoffice.open_book(app, path), app, folder)
            for click in CLICKS:
                for rows in _steps(click, cases):
                    began = time.process_time()
                    reads, writes, calls, said = clerk.do(click, rows)
                    label = f"{rows} of {cases:,}" if click.rows else f"{cases:,}"
                    cost = (reads, writes, calls, time.process_time() - began)
                    found.setdefault(click.button, Row(click.button)).cells[label] = cost
                    print(f"{click.button:18} {label:>14} {reads:6} {writes:6} {calls:7} {cost[3]:7.1f}  {said[:80]}", file=sys.stderr, flush=True)
    finally:
        app.quit()


def markdown(found: dict[str, Row]) -> str:
    """The table: blocks read / written (calls) per size."""
    lines = ["| button | rows | blocks read | blocks written | calls |", "|---|---|---|---|---|"]
    for row in found.values():
        labels = "; ".join(row.cells)
        spans = [_span([cost[place] for cost in row.cells.values()]) for place in range(3)]
        lines.append(f"| {row.button} | {labels} | {' | '.join(spans)} |")
    return "\n".join(lines)


def _span(numbers: list[int]) -> str:
    return f"{min(numbers):,}" if min(numbers) == max(numbers) else f"{min(numbers):,}-{max(numbers):,}"


def main() -> int:
    """Exit code 1 when the cost of a button grows with the rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--markdown", action="store_true")
    given = parser.parse_args()
    found: dict[str, Row] = {}
    for cases in given.cases:
        with tempfile.TemporaryDirectory(prefix="collections-clicks-") as name:
            measure(cases, Path(name), found)
    if given.markdown:
        print(markdown(found))
    growing = {row.button: row.grows() for row in found.values() if row.grows()}
    print(f"grows: {growing}" if growing else "No button asks more of the spreadsheet for more rows.")
    return 1 if growing else 0


if __name__ == "__main__":
    sys.exit(main())
