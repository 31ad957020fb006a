"""The sheet Result: what the last button did, a row per case. Everything on it is text."""

from __future__ import annotations

from collections.abc import Sequence

from pyaddin.entrypoints.live.words import say
from pyaddin.ledger.book import Value
from pyaddin.ledger.live.screen import Drawing, Screen
from pyaddin.records import dataclass

SHEET = "Result"
STOP_CELL = (SHEET, 3, 2)
FIRST = 5
_BLUE, _YELLOW, _GREEN, _RED = "#DDEBF7", "#FFF2CC", "#E2EFDA", "#F8CBAD"
HEADING = "heading"
"""The kind of a line that begins a group of lines."""
_COLORS = {HEADING: _BLUE, "sent": _GREEN, "allowed": _GREEN, "failed": _RED, "unknown": _RED, "blocked": _YELLOW, "kept": _YELLOW}


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its cells, and the word that colors it (a result)."""

    cells: tuple[str, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Title, one line about the whole, headers and rows. ``button`` is remembered: some buttons act on the rows that they listed."""

    title: str
    summary: str
    headers: tuple[str, ...]
    lines: Sequence[Line]
    widths: tuple[int, ...]
    button: str = ""


def show(screen: Screen, page: Page) -> None:
    """Write the page and go to it."""
    wide = max(5, len(page.headers) + 1)
    rows: list[list[Value]] = [[page.title, *[None] * (wide - 2), page.button or None], [" ".join(page.summary.splitlines())], [], list(page.headers)]
    rows += [list(line.cells) for line in page.lines]
    colors = {(1, 0): _BLUE, (4, 0): _BLUE}
    colors |= {(number, 0): _COLORS[line.kind] for number, line in enumerate(page.lines, FIRST) if line.kind in _COLORS}
    screen.draw(SHEET, Drawing(rows, page.widths, colors=colors, unseen=((1, wide),), spread=FIRST - 2))
    screen.go(SHEET)


def working(screen: Screen, title: str, language: str) -> None:
    """The page while a long task runs: how to stop it."""
    screen.draw(SHEET, Drawing([[title], [None], [say(language, "to-stop"), None]], (60, 20), colors={(3, 2): _YELLOW}))
    screen.go(SHEET)


def listed(screen: Screen, button: str, rows: Sequence[int]) -> list[list[str]]:
    """The selected rows of the page, when it is this button's; empty otherwise."""
    grid = screen.grid(SHEET)
    if not grid or button not in [cell for cell in grid[0][4:] if cell]:
        return []
    return [[str(cell or "") for cell in grid[row - 1]] for row in rows if FIRST <= row <= len(grid)]
