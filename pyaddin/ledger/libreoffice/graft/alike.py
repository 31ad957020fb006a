"""Whether somebody changed a piece while the book was open in Calc.

Calc writes every piece in its own words. The file as it was opened is written by Calc once more (the *echo*); where the
echo and what Calc saves now say the same, nobody changed that piece, and the original piece is put back as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pyaddin.ledger.libreoffice.graft.parts import RELATIONS, Element, Parts, Relation, local, parsed

# Places within a cell and copies of cell values follow from rows, columns and cells; they say nothing about the drawing itself.
_FOLLOWS = frozenset({"colOff", "rowOff", "off", "ext", "numCache", "strCache", "xfrm", "axId", "crossAx"})
# Numbers that Calc gives anew at every save, and where the cursor stood.
_ANEW = frozenset({"dxfId", "priority", "count", f"{{{RELATIONS}}}id", f"{{{RELATIONS}}}embed", "tabSelected", "topLeftCell", "activeCell", "activeCellId"})
_RANGE = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")

Words = tuple[object, ...]


def words(element: Element, *, drawing: bool = False) -> Words:
    """An element in a form that can be compared."""
    return (
        local(element),
        tuple(sorted((key, value) for key, value in element.attrib.items() if key not in _ANEW and not (drawing and key == "id"))),
        (element.text or "").strip(),
        tuple(words(child, drawing=drawing) for child in element if isinstance(child.tag, str) and not (drawing and local(child) in _FOLLOWS)),
    )


def all_words(elements: Iterable[Element]) -> tuple[Words, ...]:
    """Several elements, as they follow each other."""
    return tuple(words(element) for element in elements)


def validation_words(elements: Iterable[Element]) -> tuple[object, ...]:
    """Validations; Calc cuts their ranges some rows below the last used row, so the last row of all says nothing."""
    rules = [rule for element in elements for rule in element]
    last = max((int(match.group(4)) for rule in rules for match in _RANGE.finditer(rule.get("sqref", ""))), default=0)
    shown: list[object] = []
    for rule in rules:
        reach = _RANGE.sub(lambda match: match.group() if int(match.group(4)) < last else match.expand(r"\1\2:\3"), rule.get("sqref", ""))
        settings = {key: value for key, value in rule.attrib.items() if key != "sqref"}
        shown.append((reach, tuple(sorted(settings.items())), all_words(rule)))
    return tuple(sorted(shown, key=repr))


def related_words(parts: Parts, relation: Relation) -> Words:
    """A drawing or a sheet of notes with everything that belongs to it."""
    if relation.outside or relation.target not in parts.content:
        return (relation.kind, relation.target)
    data = parts.content[relation.target]
    is_xml = relation.target.endswith(".xml")
    content: object = words(parsed(data), drawing=True) if is_xml else None if relation.kind == "vmlDrawing" else data
    below = tuple(sorted((related_words(parts, inner) for inner in parts.relations(relation.target)), key=repr))
    return (relation.kind, content, below)
