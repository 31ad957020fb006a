"""What a click asks of the spreadsheet: every button that reads or writes rows, pressed in LibreOffice, in small and large ledgers, on few and many rows.

``python -m benchmarks.live_clicks [CASES ...]`` opens a sample ledger of each size (100, 1,000 and 10,000 cases) and prints, for 1, 50 and 500 rows where a
button works on rows, how many blocks of cells were read and written for one click and how many calls reached the spreadsheet at all. They must not grow from
column to column: that is what makes a click on a large ledger bearable. ``--markdown`` prints the table of docs/performance.md. Exit code 1 when a button
asks more for more rows, or did not do its work.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from benchmarks.clicks import CLICKS, Clerk, Click, Cost
from pyaddin.entrypoints import cli
from pyaddin.ledger import libreoffice

SIZES, SELECTED, SEED, AS_OF = (100, 1_000, 10_000), (1, 50, 500), 1, "2026-11-23"
MORE_BLOCKS = 8
"""Blocks by which two clicks on other cases may differ: a column more that changed (an outcome, a promise judged) is looked at, written and read back,
a color more on the sheet Result is three. A click that asked for each row would differ by hundreds."""
OF_ONE_CASE = frozenset({"may_contact", "versions", "offers", "preview_wording", "changes"})
MORE_OF_ONE_CASE = 40
"""Blocks by which these may differ: a sheet that is large in one ledger only is read there by its top, some columns of ids, and the rows where they stand."""
MORE_CALLS = 600
"""The calls around so many blocks: a sheet that is looked at once more, or a column with its formats."""


@dataclass
class Row:
    """One button in every size: label of the column -> what it cost, and own seconds of processor."""

    button: str
    costs: dict[str, tuple[Cost, float]] = field(default_factory=dict)

    def grows(self) -> str:
        """In which figure more rows cost more; blank when in none.

        A single row may cost less: one question is asked in another way, or none at all. So may the smallest of three ledgers: in a hundred cases
        whole sheets have nothing that a run would change.
        """
        sizes = sorted({_size(label) for label in self.costs})
        alike = [label for label in self.costs if len(sizes) < 3 or _size(label) > sizes[0]]
        many = [self.costs[label][0] for label in alike if not label.startswith("1 of")] or [self.costs[label][0] for label in alike]
        blocks = MORE_OF_ONE_CASE if self.button in OF_ONE_CASE else MORE_BLOCKS
        for name, slack in (("reads", blocks), ("writes", MORE_BLOCKS), ("calls", MORE_CALLS)):
            found = [int(getattr(cost, name)) for cost in many]
            if max(found) - min(found) > slack:
                return f"{name} {min(found)} to {max(found)}"
        return ""

    def refused(self) -> str:
        """Where the button did not do its work, and what it said; blank when it always did."""
        return "; ".join(f"{label}: {cost.refused}" for label, (cost, _) in self.costs.items() if cost.refused)


def _size(label: str) -> int:
    """Cases of the ledger that a column is about."""
    return int(label.rpartition(" ")[2].replace(",", ""))


def _steps(click: Click, cases: int) -> Iterator[int]:
    yield from (rows for rows in SELECTED if rows * 2 <= cases) if click.rows else (0,)


def measure(cases: int, folder: Path, found: dict[str, Row], only: Collection[str] = ()) -> None:
    """Every button, or only these, on a ledger of this size."""
    path = folder / "ledger.xlsm"
    if cli.main(["new", str(path), "--sample", str(cases), "--seed", str(SEED), "--as-of", AS_OF]) != 0:
        raise SystemExit("the sample could not be made")
    app = libreoffice.adopt(libreoffice.start())
    try:
        with mock.patch("pyaddin.ledger.live.screen._EVERY", 3600.0):
            clerk = Clerk(libreoffice.open_book(app, path), app, folder)
            for click in (click for click in CLICKS if not only or click.button in only):
                for rows in _steps(click, cases):
                    began = time.process_time()
                    cost = clerk.do(click, rows)
                    seconds = time.process_time() - began
                    label = f"{rows} of {cases:,}" if click.rows else f"{cases:,}"
                    found.setdefault(click.name, Row(click.name)).costs[label] = (cost, seconds)
                    line = f"{click.name:27} {label:>14} {cost.reads:6} {cost.writes:6} {cost.calls:7} {seconds:7.1f}"
                    print(line, f"REFUSED {cost.refused}" if cost.refused else cost.said[:80], file=sys.stderr, flush=True)
    finally:
        app.quit()


def markdown(found: dict[str, Row]) -> str:
    """The table: blocks read, blocks written and calls, for each size of ledger and number of rows."""
    labels = list(dict.fromkeys(label for row in found.values() for label in row.costs))
    sizes = list(dict.fromkeys(label.rpartition(" ")[2] for label in labels))
    lines = ["| button | rows | " + " | ".join(f"{size} cases" for size in sizes) + " |", "|---|---|" + "---|" * len(sizes)]
    for row in found.values():
        for rows in dict.fromkeys(label.partition(" of ")[0] if " of " in label else "" for label in row.costs):
            cells = [row.costs.get(f"{rows} of {size}" if rows else size) for size in sizes]
            shown = [f"{cell[0].reads} / {cell[0].writes} / {cell[0].calls:,}" if cell else "" for cell in cells]
            lines.append(f"| {row.button} | {rows} | {' | '.join(shown)} |")
    return "\n".join(lines)


def main() -> int:
    """Exit code 1 when the cost of a button grows with the rows, or a button did not do its work."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--button", action="append", default=[], help="only this one; may be repeated")
    given = parser.parse_args()
    found: dict[str, Row] = {}
    for cases in given.cases:
        with tempfile.TemporaryDirectory(prefix="collections-clicks-") as name:
            measure(cases, Path(name), found, given.button)
    if given.markdown:
        print(markdown(found))
    growing = {row.button: row.grows() for row in found.values() if row.grows()}
    idle = {row.button: row.refused() for row in found.values() if row.refused()}
    print(f"grows: {growing}" if growing else "No button asks more of the spreadsheet for more rows.")
    print(f"did not do its work: {idle}" if idle else "Every button did its work.")
    return 1 if growing or idle else 0


if __name__ == "__main__":
    sys.exit(main())
