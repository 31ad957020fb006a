"""Tables: the original part with the new extent, so that style, calculated columns and totals stay."""

from __future__ import annotations

from copy import deepcopy

from pyaddin.ledger.libreoffice.area import Area, area
from pyaddin.ledger.libreoffice.graft.alike import all_words
from pyaddin.ledger.libreoffice.graft.look import Looks
from pyaddin.ledger.libreoffice.graft.parts import Element, Parts, main, packed, parsed


def tables_of(parts: Parts) -> dict[str, str]:
    """Each table's name with its part."""
    found: dict[str, str] = {}
    for _, part, _ in parts.sheets():
        for relation in parts.relations(part):
            if relation.kind == "table" and relation.target in parts.content:
                found[parsed(parts.content[relation.target]).get("displayName", "")] = relation.target
    return found


def graft_tables(original: Parts, echo: Parts, saved: Parts, looks: Looks) -> None:
    """Completes every table that the original has. Tables made in Calc stay as Calc wrote them."""
    old, seen = tables_of(original), tables_of(echo)
    for name, part in tables_of(saved).items():
        if name in old:
            before = parsed(echo.content[seen[name]]) if name in seen else None
            whole = _completed(parsed(original.content[old[name]]), before, parsed(saved.content[part]), looks)
            saved.content[part] = packed(whole)


def _completed(original: Element, echo: Element | None, saved: Element, looks: Looks) -> Element:
    whole = deepcopy(original)
    looks.renumber(whole)
    for name in ("id", "ref"):
        whole.set(name, saved.get(name, ""))
    _columns(whole, saved)
    _filter(whole, echo, saved)
    return whole


def _columns(whole: Element, saved: Element) -> None:
    """The columns that the table has now; those of the original keep their formulas and totals."""
    columns, present = whole.find(main("tableColumns")), saved.find(main("tableColumns"))
    if columns is None or present is None:
        return
    by_name = {column.get("name"): column for column in columns}
    names = [column.get("name") for column in present]
    if names == list(by_name):
        return
    taken = {int(column.get("id", "0")) for column in columns}
    for column in list(columns):
        columns.remove(column)
    for column in present:
        known = by_name.get(column.get("name"))
        if known is None:
            known = deepcopy(column)
            known.set("id", str(max(taken) + 1))
            taken.add(max(taken) + 1)
        columns.append(known)
    columns.set("count", str(len(names)))


def _filter(whole: Element, echo: Element | None, saved: Element) -> None:
    """The filter covers the table without its totals row; what is filtered is as in Calc where somebody changed it there."""
    old, now = whole.find(main("autoFilter")), saved.find(main("autoFilter"))
    before = echo.find(main("autoFilter")) if echo is not None else None
    if now is not None and (before is None or all_words(before) != all_words(now)):
        if old is None:
            whole.insert(0, deepcopy(now))
        else:
            whole.replace(old, deepcopy(now))
        old = whole.find(main("autoFilter"))
    elif now is None and before is not None and old is not None:
        whole.remove(old)
        old = None
    extent = area(whole.get("ref", ""))
    if old is not None and extent is not None:
        totals = int(whole.get("totalsRowCount", "0"))
        old.set("ref", Area(extent.row, extent.column, extent.height - totals, extent.width).text(row_fixed=False, column_fixed=False))
