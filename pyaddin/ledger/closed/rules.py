"""The data validations of one sheet's XML: which cells have a rule, and new rules put in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from pyaddin.ledger.captions import caption
from pyaddin.ledger.closed.layout import Area, Element, parse
from pyaddin.ledger.column_help import column_help
from pyaddin.ledger.columns import Column
from pyaddin.ledger.validations import LONGEST_TITLE, LONGEST_WORDS, Validation
from pyaddin.records import dataclass

_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RULES = re.compile(rb"<(?:\w+:)?dataValidations\b(?:[^>]*/>|.*?</(?:\w+:)?dataValidations>)", re.DOTALL)
_OPENING = re.compile(rb"<((?:\w+:)?)worksheet\b[^>]*>")
# what may stand after the validations in a sheet (ECMA-376 18.3.1.99)
_AFTER = re.compile(
    rb"<(?:\w+:)?(?:hyperlinks|printOptions|pageMargins|pageSetup|headerFooter|rowBreaks|colBreaks|customProperties|cellWatches|ignoredErrors|smartTags"
    rb"|drawing|legacyDrawing|legacyDrawingHF|drawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst)\b|</(?:\w+:)?worksheet>"
)
_EXTENDED = re.compile(rb"<x14:dataValidation\b.*?</x14:dataValidation>", re.DOTALL)
_XM_AREAS = re.compile(rb"<xm:sqref>([^<]*)</xm:sqref>")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as it stands on the sheet: what it asks, and the areas it covers. ``element`` is ``None`` for the newer form in an extension."""

    kind: str
    first: str
    second: str
    areas: tuple[Area, ...]
    element: Element | None

    def covers(self, column: int, top: int, bottom: int) -> bool:
        """Whether one of its areas covers the column over these rows."""
        return any(area.left <= column <= area.right and area.top <= top and area.bottom >= bottom for area in self.areas)


def _areas(text: str) -> tuple[Area, ...]:
    return tuple(area for area in (Area.of(place) for place in text.split()) if area is not None)


def _tail_start(content: bytes) -> int:
    return max(content.rfind(b"sheetData>"), content.rfind(b"sheetData/>"), 0)


def rules_of(content: bytes, name: str) -> list[Rule]:
    """Every validation of the sheet, in both forms that Excel writes."""
    found = [
        Rule(
            str(element.get("type", "none")),
            str(element.findtext("{*}formula1") or ""),
            str(element.findtext("{*}formula2") or ""),
            _areas(str(element.get("sqref", ""))),
            element,
        )
        for element in _elements(content, name)
    ]
    for match in _EXTENDED.finditer(content, _tail_start(content)):
        places = _XM_AREAS.search(match.group())
        kind = re.search(rb'\btype="(\w+)"', match.group())
        text = re.search(rb"<x14:formula1>\s*<xm:f>([^<]*)</xm:f>", match.group())
        first = text.group(1).decode().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") if text else ""
        found.append(Rule(kind.group(1).decode() if kind else "none", first, "", _areas(places.group(1).decode()) if places else (), None))
    return found


def _elements(content: bytes, name: str) -> list[Element]:
    match, opening = _RULES.search(content, _tail_start(content)), _OPENING.search(content)
    if match is None or opening is None:
        return []
    wrapped = opening.group() + match.group() + b"</" + opening.group(1) + b"worksheet>"
    return list(parse(wrapped, name)[0].iterchildren("{*}dataValidation"))


def element_of(rule: Validation, table: str, column: Column, areas: Sequence[Area], language: str) -> Element:
    """The rule as Excel writes it, with the column's meaning as its input message."""
    element = etree.Element(f"{{{_SPACE}}}dataValidation")
    element.set("type", rule.kind)
    if rule.warns:
        element.set("errorStyle", "warning")
    if rule.operator != "between":
        element.set("operator", rule.operator)
    for word in ("allowBlank", "showInputMessage", "showErrorMessage"):
        element.set(word, "1")
    element.set("errorTitle", rule.title[:LONGEST_TITLE])
    element.set("error", rule.message[:LONGEST_WORDS])
    if told := column_help(table, column, language):
        element.set("promptTitle", caption(table, column.name, language)[:LONGEST_TITLE])
        element.set("prompt", told[:LONGEST_WORDS])
    element.set("sqref", " ".join(str(area) for area in areas))
    for number, formula in enumerate((rule.first, rule.second), 1):
        if formula:
            etree.SubElement(element, f"{{{_SPACE}}}formula{number}").text = formula
    return element


def with_rules(content: bytes, elements: Sequence[Element]) -> bytes:
    """The sheet with these validations in the place of its own ones (those in an extension stay)."""
    block = b""
    if elements:
        inner = b"".join(etree.tostring(element, encoding="UTF-8", with_tail=False) for element in elements)
        block = f'<dataValidations xmlns="{_SPACE}" count="{len(elements)}">'.encode() + inner + b"</dataValidations>"
    start = _tail_start(content)
    match = _RULES.search(content, start)
    if match is not None:
        return content[: match.start()] + block + content[match.end() :]
    place = _AFTER.search(content, start)
    return content if place is None else content[: place.start()] + block + content[place.start() :]


def added_rules(content: bytes, name: str, elements: Sequence[Element]) -> bytes:
    """The sheet with these validations beside its own ones."""
    return with_rules(content, [*_elements(content, name), *elements])


def without_cells(areas: Sequence[Area], column: int, top: int, bottom: int) -> list[Area]:
    """The areas less these rows of one column."""
    left: list[Area] = []
    for area in areas:
        if not (area.left <= column <= area.right and area.top <= bottom and area.bottom >= top):
            left.append(area)
            continue
        first, last = max(area.top, top), min(area.bottom, bottom)
        pieces = (
            Area(area.left, area.top, area.right, first - 1),
            Area(area.left, first, column - 1, last),
            Area(column + 1, first, area.right, last),
            Area(area.left, last + 1, area.right, area.bottom),
        )
        left += [piece for piece in pieces if piece.top <= piece.bottom and piece.left <= piece.right]
    return left


def uncovered(areas: Sequence[Area], column: int, top: int, bottom: int) -> list[Area]:
    """The rows of one column that none of the areas covers."""
    holes = [Area(column, top, column, bottom)]
    for area in areas:
        if area.left <= column <= area.right:
            holes = without_cells(holes, column, area.top, area.bottom)
    return holes


def joined(areas: Sequence[Area]) -> list[Area]:
    """Areas of the same columns that follow each other as one."""
    done: list[Area] = []
    for area in sorted(areas, key=lambda area: (area.left, area.right, area.top)):
        last = done[-1] if done else None
        if last is not None and (last.left, last.right) == (area.left, area.right) and area.top <= last.bottom + 1:
            done[-1] = Area(last.left, last.top, last.right, max(last.bottom, area.bottom))
        else:
            done.append(area)
    return done
