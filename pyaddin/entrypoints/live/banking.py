"""*Book bank lines*: the selected rows of the sheet Bank, and what was typed there, shown and asked before they become payments."""

from __future__ import annotations

from pyaddin.entrypoints import say
from pyaddin.entrypoints.live.desk import Desk
from pyaddin.entrypoints.live.entering import shown, told
from pyaddin.entrypoints.live.selection import NoSelection

SHEET = "Bank"


def book_lines(desk: Desk) -> None:
    """What would be booked is shown on the sheet Result, then asked, then done. Raises ``NoSelection`` where there is nothing to book."""
    values = {"to_book": _selected(desk), "as_typed": True}
    looked = desk.call("bank", {**values, "preview": True})
    if not looked.data["done"] and not looked.data["faults"]:
        raise NoSelection(desk.word("no-lines"))
    shown(desk, say.lines(looked, desk.language))
    done = looked.data["done"]
    count = len(done) if isinstance(done, list) else 0
    if not count:
        desk.tell(desk.word("nothing-booked"))
        return
    if not desk.screen.ask(desk.word("book-lines", n=count), desk.title):
        desk.tell(desk.word("nothing-booked"))
        return
    desk.fresh()
    outcome = desk.call("bank", values)
    desk.screen.go(SHEET)
    told(desk, outcome, desk.recall())


def _selected(desk: Desk) -> tuple[str, ...]:
    """The lines of the selected, visible rows of the sheet Bank that wait; none when another sheet or a whole column is selected."""
    selected = desk.selected()
    table = desk.raw.tables.get(SHEET)
    if selected.sheet != SHEET or selected.whole or table is None:
        return ()
    rows = dict(table.rows)
    found = [rows[number] for number in selected.rows if number in rows]
    return tuple(
        str(cells["Bank line ID"]) for cells in found if cells.get("Bank line ID") and not cells.get("Payment ID") and cells.get("State") in (None, "unmatched")
    )
