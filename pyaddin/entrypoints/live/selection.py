"""From selected rows to cases: visible rows only, all areas, from any sheet whose rows name a case or a debtor."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.entrypoints.live.words import say
from pyaddin.labels import folded, spellings
from pyaddin.ledger.book import Cell, RawLedger
from pyaddin.ledger.codes import HOLD_SCOPES
from pyaddin.ledger.live.selected import Selected
from pyaddin.records import dataclass

CLOSED = "CLOSED"
_SCOPES = spellings("HoldScope", HOLD_SCOPES)


class NoSelection(Exception):
    """Nothing that a task could work on is selected; the text tells the clerk what to select."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The selected cases in the order of their rows, and how many selected rows are hidden and left out."""

    cases: tuple[str, ...]
    hidden: int

    def told(self, language: str) -> str:
        """``3 selected`` or ``3 selected, 2 hidden left out``."""
        return say(language, "left-out" if self.hidden else "selected", n=len(self.cases), m=self.hidden)

    def only(self, language: str) -> str:
        """The one case. Raises ``NoSelection`` when there are more."""
        if len(self.cases) > 1:
            raise NoSelection(say(language, "one-case", n=len(self.cases)))
        return self.cases[0]


def chosen_cases(selected: Selected, raw: RawLedger, language: str) -> Chosen:
    """The cases behind the selection; a row of Debtors stands for all open cases of the debtor.

    Raises ``NoSelection`` for a whole column, for a sheet or rows that name no case, and when every selected row is hidden.
    """
    if selected.whole:
        raise NoSelection(say(language, "whole-column"))
    table = raw.tables.get(selected.sheet)
    wanted = set(selected.rows)
    rows = {number: cells for number, cells in table.rows if number in wanted} if table is not None else {}
    found: dict[str, None] = {}
    for number in selected.rows:
        found |= dict.fromkeys(_named(selected.sheet, rows.get(number, {}), raw))
    if not found:
        raise NoSelection(say(language, "only-hidden" if selected.hidden and not selected.rows else "no-case"))
    return Chosen(tuple(found), selected.hidden)


def _named(sheet: str, cells: Mapping[str, Cell], raw: RawLedger) -> list[str]:
    """The cases that one row names."""
    if sheet == "Debtors":
        return _open_cases(case_text(cells.get("Debtor ID")), raw)
    if sheet == "Holds":
        scope = _SCOPES.get(folded(case_text(cells.get("Scope"))), "")
        target = case_text(cells.get("Applies to"))
        return _open_cases(target, raw) if scope == "debtor" else [target] if scope == "case" and target else []
    case_id = case_text(cells.get("Case ID"))
    return [case_id] if case_id else []


def _open_cases(debtor_id: str, raw: RawLedger) -> list[str]:
    if not debtor_id:
        return []
    mine = [cells for _, cells in raw.tables["Cases"].rows if case_text(cells.get("Debtor ID")) == debtor_id and cells.get("Stage") != CLOSED]
    return [case_text(cells.get("Case ID")) for cells in mine if cells.get("Case ID")]


def case_text(cell: Cell) -> str:
    """An id as a cell shows it; Excel makes a number of one without letters."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.strip() if isinstance(cell, str) else ""
