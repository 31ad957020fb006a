"""Conditional colors: rules and tables name their looks by number in the styles part; a rule that moves takes its look along."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from pyaddin.ledger.libreoffice.graft.parts import Element, Parts, main, packed, parsed

_NUMBERS = (
    "dxfId", "dataDxfId", "headerRowDxfId", "totalsRowDxfId", "headerRowBorderDxfId", "tableBorderDxfId", "totalsRowBorderDxfId",
)
_AFTER_LOOKS = ("tableStyles", "colors", "extLst")


def styles_part(parts: Parts) -> str:
    return next(relation.target for relation in parts.relations(parts.workbook()) if relation.kind == "styles")


class Looks:
    """Copies looks of the original into the new styles part, each once."""

    def __init__(self, original: Parts, new: Parts) -> None:
        self._new = new
        self._part = styles_part(new)
        self._root = parsed(new.content[self._part])
        old = parsed(original.content[styles_part(original)])
        self._old = old.findall(f"{main('dxfs')}/{main('dxf')}")
        self._looks = self._place("dxfs")
        self._given: dict[int, int] = {}
        self._keep_table_styles(old)

    def _place(self, name: str) -> Element:
        found = self._root.find(main(name))
        if found is None:
            found = etree.Element(main(name))
            after = [child for child in self._root if etree.QName(child).localname in _AFTER_LOOKS]
            if after:
                after[0].addprevious(found)
            else:
                self._root.append(found)
        return found

    def _keep_table_styles(self, old: Element) -> None:
        styles = old.find(main("tableStyles"))
        if styles is None:
            return
        styles = deepcopy(styles)
        self.renumber(styles)
        present = self._root.find(main("tableStyles"))
        if present is not None:
            self._root.remove(present)
        self._looks.addnext(styles)

    def _new_number(self, number: int) -> int:
        if number not in self._given:
            self._given[number] = len(self._looks)
            self._looks.append(deepcopy(self._old[number]))
        return self._given[number]

    def renumber(self, element: Element) -> None:
        """Gives the looks named in an element of the original their new numbers; a number without a look is left out."""
        for item in element.iter():
            for name in _NUMBERS:
                number = item.get(name)
                if number is not None and number.isdigit() and int(number) < len(self._old):
                    item.set(name, str(self._new_number(int(number))))
                elif number is not None:
                    del item.attrib[name]

    def finish(self) -> None:
        """Writes the styles part."""
        self._looks.set("count", str(len(self._looks)))
        if not len(self._looks):
            self._root.remove(self._looks)
        self._new.content[self._part] = packed(self._root)
