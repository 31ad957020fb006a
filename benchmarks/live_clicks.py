"""From the click to the result: buttons pressed on a ledger of 10,000 cases that is open in LibreOffice, with 1, 50 and 500 rows selected.

Wall time and our own processor time of one press (with the typed number, where a button asks for one), and how many blocks of cells were read and
written for it: that number must not grow with the selection. ``make bench`` runs it; ``live_clicks.py CASES`` takes a smaller ledger.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

import xlwings

from pyaddin.entrypoints import cli, ribbon
from pyaddin.ledger import libreoffice
from pyaddin.ledger.libreoffice.engine import App
from pyaddin.ledger.libreoffice.part import CALLS

CASES, SEED, AS_OF = 10_000, 1, "2026-11-23"
SELECTED = (1, 50, 500)
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Cost:
    """What one click cost: time on the wall, of it our own (the rest is LibreOffice's and other programs'), blocks and calls."""

    seconds: float
    cpu: float
    reads: int
    writes: int
    calls: int
    said: str


def _press(book: xlwings.Book, app: App, button: Callable[[], None]) -> Cost:
    count = book.impl.count
    before, calls, heard = (count.reads, count.writes), CALLS.made, len(app.prompts)
    app.answers.append("yes")
    start, mine = time.perf_counter(), time.process_time()
    with mock.patch("pyaddin.clock.now", return_value=NOW), mock.patch("pyaddin.entrypoints.sender.start"):  # its clock would be the real one
        button()
    seconds, cpu = time.perf_counter() - start, time.process_time() - mine
    app.answers.clear()
    said = " / ".join(prompt.text.splitlines()[-1] for prompt in app.prompts[heard:])
    return Cost(seconds, cpu, count.reads - before[0], count.writes - before[1], CALLS.made - calls, said)


def _remind(book: xlwings.Book, app: App, rows: int, first: int) -> Cost:
    """Reminders for the selected rows; above twenty messages their number is typed and the button pressed again."""
    _select(book, rows, first)
    cost = _press(book, app, ribbon.remind)
    if book.sheets.active.name != "Form":
        return cost
    form = book.sheets["Form"]
    grid = form.used_range.options(ndim=2).value
    number = next(int(found.group(1)) for row in grid for cell in row if (found := re.search(r"as of [\d-]+: (\d+)", str(cell))))
    place = next(index for index, row in enumerate(grid, form.used_range.row) if "number" in row)
    form.range((place, 2)).value = number
    again = _press(book, app, ribbon.remind)
    return Cost(
        cost.seconds + again.seconds, cost.cpu + again.cpu, cost.reads + again.reads, cost.writes + again.writes, cost.calls + again.calls, again.said
    )


def _preview(book: xlwings.Book, app: App, rows: int, first: int) -> Cost:
    _select(book, rows, first)
    return _press(book, app, ribbon.preview)


def _select(book: xlwings.Book, rows: int, first: int) -> None:
    sheet = book.sheets["Cases"]
    sheet.activate()
    sheet.range((first, 1), (first + rows - 1, 2)).select()


def measure(cases: int, selected: tuple[int, ...], folder: Path) -> dict[str, list[Cost]]:
    """The costs of each button, in the order of ``selected``; every press has rows of its own."""
    path = folder / "ledger.xlsm"
    if cli.main(["new", str(path), "--sample", str(cases), "--seed", str(SEED), "--as-of", AS_OF]) != 0:
        raise SystemExit("the sample could not be made")
    app = libreoffice.adopt(libreoffice.start())
    try:
        book = libreoffice.open_book(app, path)
        book.set_mock_caller()
        found: dict[str, list[Cost]] = {"preview": [], "remind": []}
        first = 2
        print(f"{'button':10} {'rows':>5} {'seconds':>8} {'own CPU':>8} {'blocks read':>12} {'written':>8} {'engine calls':>13}  said")
        for rows in selected:
            for button, click in (("preview", _preview), ("remind", _remind)):
                cost = click(book, app, rows, first)
                print(f"{button:10} {rows:5} {cost.seconds:8.1f} {cost.cpu:8.1f} {cost.reads:12} {cost.writes:8} {cost.calls:13}  {cost.said[:70]}", flush=True)
                found[button].append(cost)
            first += rows
        start = time.perf_counter()
        book.save()
        print(f"saved through the graft in {time.perf_counter() - start:.1f} s")
        return found
    finally:
        app.quit()


def main() -> int:
    """Print the table; exit code 1 when the blocks of a click grow with the selection."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    selected = tuple(rows for rows in SELECTED if rows < cases)
    with tempfile.TemporaryDirectory(prefix="collections-clicks-") as name:
        found = measure(cases, selected, Path(name))
    return 1 if len({(cost.reads, cost.writes) for cost in found["preview"]}) > 1 else 0


if __name__ == "__main__":
    sys.exit(main())
