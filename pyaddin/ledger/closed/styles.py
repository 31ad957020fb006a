"""The style part of a workbook: which number format a cell style has, and the same style with another one."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from pyaddin.ledger.closed.layout import Element, local, parse

FIRST_OWN_FORMAT = 164
# formats that every program knows by number (ECMA-376 18.8.30); the others of that list are not met in a ledger
_KNOWN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 14: "yyyy/m/d", 22: "yyyy/m/d h:mm", 49: "@",
}  # fmt: skip


class Styles:
    """Cell styles by their number in ``cellXfs``. New ones are added at the end, so that no cell changes its look."""

    def __init__(self, content: bytes, name: str) -> None:
        self._root = parse(content, name)
        self._space = etree.QName(self._root).namespace or ""
        parts = {local(element): element for element in self._root}
        self._formats: dict[int, str] = dict(_KNOWN)
        self._own: Element | None = parts.get("numFmts")
        for element in self._own if self._own is not None else ():
            self._formats[int(element.get("numFmtId", "0"))] = element.get("formatCode", "General")
        styles = parts.get("cellXfs")
        self._styles: list[Element] = list(styles) if styles is not None else []
        self._parent = styles
        self.changed = False

    def format_of(self, style: int) -> str:
        """The number format of a cell style; ``General`` for a style that is not there."""
        if not 0 <= style < len(self._styles):
            return "General"
        return self._formats.get(int(self._styles[style].get("numFmtId", "0")), "General")

    def with_format(self, style: int, code: str) -> int:
        """The style that differs from this one in its number format only."""
        if self._parent is None or self.format_of(style) == code and style < len(self._styles):
            return style
        wanted = deepcopy(self._styles[style if 0 <= style < len(self._styles) else 0])
        wanted.set("numFmtId", str(self._format_id(code)))
        wanted.set("applyNumberFormat", "1")
        mark = etree.tostring(wanted, method="c14n")
        for number, element in enumerate(self._styles):
            if etree.tostring(element, method="c14n") == mark:
                return number
        self._parent.append(wanted)
        self._styles.append(wanted)
        self._parent.set("count", str(len(self._styles)))
        self.changed = True
        return len(self._styles) - 1

    def _format_id(self, code: str) -> int:
        for number, known in self._formats.items():
            if known == code:
                return number
        number = max(FIRST_OWN_FORMAT - 1, *self._formats) + 1
        if self._own is None:
            self._own = etree.Element(f"{{{self._space}}}numFmts")
            self._root.insert(0, self._own)
        element = etree.SubElement(self._own, f"{{{self._space}}}numFmt")
        element.set("numFmtId", str(number))
        element.set("formatCode", code)
        self._own.set("count", str(len(self._own)))
        self._formats[number] = code
        return number

    def content(self) -> bytes:
        """The part as it is now."""
        return etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
