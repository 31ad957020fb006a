"""Single sheets of a closed ledger, for a question that needs no more of it: the rest is not inflated."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.ledger.book import RawTable
from pyaddin.ledger.closed.layout import layout
from pyaddin.ledger.closed.package import Package
from pyaddin.ledger.closed.reader import read_tables


def some_sheets(path: Path, *names: str) -> tuple[str, Mapping[str, RawTable]]:
    """The id of the ledger, and these tables of it as ``ClosedBook.read`` gives them. Stops: X-NOT-FOUND, X-NOT-WORKBOOK, X-NOT-LEDGER, X-UNSAFE."""
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise Stop("X-NOT-FOUND", f"{path.name}: {problem.strerror}") from None
    package = Package(data)
    plan = layout(package)
    unchecked = frozenset(parts.sheet for parts in plan.sheets.values())
    return plan.ledger_id, {name: found.raw for name, found in read_tables(data, package, plan, names, unchecked).items()}
