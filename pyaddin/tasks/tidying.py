"""The form of the sheets as the tasks see it: what a paste has destroyed as findings, and the edits that restore it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pyaddin.errors import Fault
from pyaddin.ledger.book import Edit, KeepsForm, RestoreForm, Untidy
from pyaddin.ledger.once import ReadOnce
from pyaddin.ledger.rows import label_edits, text_edits
from pyaddin.tasks.opening import Opened


def with_form(opened: Opened, *, thoroughly: bool = False) -> Opened:
    """The ledger with the disorders of its sheets, each a finding too but blank rows at the end, which harm nothing. None for a book that cannot tell.

    A book that is read once is for a click that should not wait: it is asked only ``thoroughly``.
    """
    book = opened.book.behind if thoroughly and isinstance(opened.book, ReadOnce) else opened.book
    found = tuple(book.untidy()) if isinstance(book, KeepsForm) else ()
    return replace(opened, untidy=found, faults=(*opened.faults, *(_fault(item) for item in found if item.kind != "end")))


def mending_edits(opened: Opened) -> list[Edit]:
    """What restores the sheets: one edit per table with a disorder, and the cells that hold the right thing in the wrong form or word."""
    tables = dict.fromkeys(item.table for item in opened.untidy if item.can_be_mended)
    return [*(RestoreForm(table) for table in tables), *_words(opened)]


def _words(opened: Opened) -> list[Edit]:
    """Cells in the wrong form or word; of a ledger that is read once they are looked for once."""

    def found() -> list[Edit]:
        return [*text_edits(opened.typed), *label_edits(opened.typed)]

    book = opened.book
    return book.made("words", found) if isinstance(book, ReadOnce) and book.read() is opened.raw else found()


def _fault(item: Untidy) -> Fault:
    code = "W-FORM" if item.can_be_mended else "W-GAP"
    wanted = "the number format of the column" if item.kind == "format" else item.wanted
    advice = f"Restored to: {wanted}, by tidy or the next run." if item.can_be_mended else ""
    return Fault(code, item.table, None, item.column, f"{item.place}: {item.found}", advice)


def form_json(found: Sequence[Untidy], *, mended: bool) -> list[dict[str, str]]:
    """The disorders as an answer carries them: those restored, or those that are told only."""
    return [
        {"table": item.table, "kind": item.kind, "column": item.column, "place": item.place, "old": item.found, "new": item.wanted}
        for item in found
        if item.can_be_mended == mended
    ]
