"""One sheet: cells as Calc saved them, and around them every piece that nobody changed as it was in the original."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from pyaddin.ledger.libreoffice.graft.alike import all_words, related_words, validation_words
from pyaddin.ledger.libreoffice.graft.look import Looks
from pyaddin.ledger.libreoffice.graft.parts import MARKUP, RELATIONS, Element, Parts, Relation, local, main, new_root, packed, parsed

ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios",
    "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations",
    "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches",
    "ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
)
# Cells and their columns carry the numbers of Calc's own styles; tables are completed in their own parts.
_CALCS = frozenset({"dimension", "cols", "sheetData", "mergeCells", "tableParts", "sortState", "picture", "oleObjects", "controls", "extLst"})
# An element that points to other parts, and the kinds of relationships that belong to it.
_POINTERS = {
    "hyperlinks": ("hyperlink",), "pageSetup": ("printerSettings",), "customProperties": ("customProperty",), "drawing": ("drawing",),
    "legacyDrawing": ("vmlDrawing", "comments", "threadedComment"), "legacyDrawingHF": (),
}
_RULES_EXTENSION = "{78C0D931-6437-407d-A8EE-F0AAD7539E65}"
_VALIDATION_EXTENSION = "{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"
_ID = f"{{{RELATIONS}}}id"

Groups = dict[str, list[Element]]


class Side:
    """One of the three versions of a sheet. The cells themselves are kept as bytes; only what is around them is parsed."""

    def __init__(self, parts: Parts, part: str) -> None:
        self.parts = parts
        self.part = part
        head, self.cells, tail = _split(parts.content[part])
        self.root = parsed(head + tail)
        self.groups: Groups = {name: [] for name in ORDER}
        for child in self.root:
            if isinstance(child.tag, str):
                self.groups.setdefault(local(child), []).append(child)
        self.relations = parts.relations(part)

    def related(self, *kinds: str) -> list[Relation]:
        return [relation for relation in self.relations if relation.kind in kinds]


def _split(data: bytes) -> tuple[bytes, bytes, bytes]:
    start = data.index(b"<sheetData")
    close = data.find(b"</sheetData>", start)
    end = close + len(b"</sheetData>") if close >= 0 else data.index(b"/>", start) + 2
    return data[:start] + b"<sheetData/>", data[start:end], data[end:]


def graft_sheet(original: Side, echo: Side, saved: Side, looks: Looks) -> None:
    """Puts the completed sheet into the saved file's parts."""
    keep = {name: _unchanged(name, echo, saved) for name in ORDER if name not in _CALCS}
    relations = [relation for relation in saved.relations if not any(keep[name] and relation.kind in kinds for name, kinds in _POINTERS.items())]
    groups: Groups = {}
    for name in ORDER:
        if keep.get(name):
            groups[name] = [deepcopy(element) for element in original.groups[name]]
            relations += _bring(name, groups[name], original, saved.parts)
            for element in groups[name]:
                looks.renumber(element)
        else:
            groups[name] = saved.groups[name]
    if not keep["conditionalFormatting"]:
        _stop_if_true(original.groups["conditionalFormatting"], groups["conditionalFormatting"])
    _code_name(original, groups)
    _cursor(saved, groups, kept=keep["sheetViews"])
    groups["extLst"] = _extensions(original, saved, keep, looks)
    saved.parts.content[saved.part] = _joined(original, saved, groups)
    saved.parts.relate(saved.part, relations)


def _unchanged(name: str, echo: Side, saved: Side) -> bool:
    if name == "dataValidations":
        return validation_words(echo.groups[name]) == validation_words(saved.groups[name])
    if name in ("drawing", "legacyDrawing", "legacyDrawingHF"):
        kinds = [kind for kind in _POINTERS[name] if kind != "vmlDrawing"]
        same = [related_words(echo.parts, item) for item in echo.related(*kinds)] == [related_words(saved.parts, item) for item in saved.related(*kinds)]
        return same and len(echo.groups[name]) == len(saved.groups[name])
    links = [[(item.target, item.outside) for item in side.related(*_POINTERS.get(name, ()))] for side in (echo, saved)]
    return all_words(echo.groups[name]) == all_words(saved.groups[name]) and links[0] == links[1]


def _bring(name: str, elements: list[Element], original: Side, new: Parts) -> list[Relation]:
    """The relationships that the elements of the original need, with the parts behind them."""
    if name not in _POINTERS:
        return []
    used = {item.get(_ID) for element in elements for item in element.iter() if item.get(_ID)}
    kinds = [kind for kind in _POINTERS[name] if kind in ("comments", "threadedComment")] if elements else []
    brought: list[Relation] = []
    keys: dict[str, str] = {}
    for relation in original.relations:
        if relation.key not in used and relation.kind not in kinds:
            continue
        target = relation.target if relation.outside or relation.target not in original.parts.content else new.adopt(original.parts, relation.target)
        keys[relation.key] = f"kept{name}{relation.key}"
        brought.append(Relation(keys[relation.key], relation.type, target, relation.outside))
    for element in elements:
        for item in element.iter():
            if item.get(_ID) in keys:
                item.set(_ID, keys[str(item.get(_ID))])
    return brought


def _stop_if_true(original: list[Element], saved: list[Element]) -> None:
    """Calc knows no "stop if true": rules that it kept get it back, found by their formula."""
    stopping = {_rule_key(rule) for group in original for rule in group if rule.get("stopIfTrue") in ("1", "true")}
    for group in saved:
        for rule in group:
            if _rule_key(rule) in stopping:
                rule.set("stopIfTrue", "1")


def _rule_key(rule: Element) -> tuple[str, ...]:
    return (rule.get("type", ""), rule.get("operator", ""), *(item.text or "" for item in rule.iterfind(main("formula"))))


def _code_name(original: Side, groups: Groups) -> None:
    """The name by which the VBA project knows the sheet."""
    name = next((item.get("codeName") for item in original.groups["sheetPr"]), None)
    if name is None:
        return
    if not groups["sheetPr"]:
        groups["sheetPr"] = [etree.Element(main("sheetPr"))]
    groups["sheetPr"][0].set("codeName", name)


def _cursor(saved: Side, groups: Groups, *, kept: bool) -> None:
    """Which sheet is in front stays as it is in Calc."""
    if not kept or not groups["sheetViews"]:
        return
    front = any(view.get("tabSelected") in ("1", "true") for views in saved.groups["sheetViews"] for view in views)
    for view in groups["sheetViews"][0].iterfind(main("sheetView")):
        if front:
            view.set("tabSelected", "1")
        elif "tabSelected" in view.attrib:
            del view.attrib["tabSelected"]


def _extensions(original: Side, saved: Side, keep: dict[str, bool], looks: Looks) -> list[Element]:
    """What newer Excels add. Calc writes some for rules; the rest it drops without a word, so the original's is taken."""
    ours = {"rules": keep["conditionalFormatting"], "validations": keep["dataValidations"]}
    owner = {_RULES_EXTENSION: "rules", _VALIDATION_EXTENSION: "validations"}
    taken = [
        deepcopy(item) for group in original.groups["extLst"] for item in group
        if isinstance(item.tag, str) and ours.get(owner.get(item.get("uri", ""), ""), True)
    ]
    for item in taken:
        looks.renumber(item)
    uris = {item.get("uri") for item in taken}
    taken += [
        item for group in saved.groups["extLst"] for item in group
        if isinstance(item.tag, str) and item.get("uri") not in uris and not ours.get(owner.get(item.get("uri", ""), ""), False)
    ]
    if not taken:
        return []
    group = etree.Element(main("extLst"))
    group.extend(taken)
    return [group]


def _joined(original: Side, saved: Side, groups: Groups) -> bytes:
    names = {**original.root.nsmap, **saved.root.nsmap}
    root = new_root(main("worksheet"), names)
    for key, value in original.root.attrib.items():
        if key != f"{{{MARKUP}}}Ignorable" or all(names.get(prefix) == original.root.nsmap.get(prefix) for prefix in str(value).split()):
            root.set(key, value)
    for name in ORDER:
        root.extend(groups[name])
    text = packed(root)
    place = text.index(b"<sheetData/>")
    return text[:place] + saved.cells + text[place + len(b"<sheetData/>") :]
