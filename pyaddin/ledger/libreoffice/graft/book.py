"""The workbook around its sheets: VBA project, ribbon, theme, code names, hidden sheets, names that Calc cannot hold."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from pyaddin.ledger.libreoffice.graft.parts import Element, Parts, Relation, local, main, packed, parsed

VBA = "vbaProject"
_KEPT_BY_BOOK = (VBA, "theme", "person", "customXml", "sheetMetadata")
_KEPT_BY_FILE = ("extensibility",)
_PROPERTIES = "custom-properties"
_AFTER_CALC = ("oleSize", "customWorkbookViews", "pivotCaches", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst")


def part_of(parts: Parts, kind: str) -> str | None:
    """The part of this kind that the workbook relates to."""
    return next((item.target for item in parts.relations(parts.workbook()) if item.kind == kind and item.target in parts.content), None)


def ribbon_parts(parts: Parts) -> dict[str, bytes]:
    """The ribbon's parts, by the type of their relationship."""
    return {item.type: parts.content[item.target] for item in parts.relations("") if item.kind in _KEPT_BY_FILE and item.target in parts.content}


def graft_book(original: Parts, echo: Parts, saved: Parts, pairs: list[tuple[str, str]]) -> None:
    """``pairs`` are the names of each sheet in the original and now."""
    _keep_related(original, saved, original.workbook(), saved.workbook(), _KEPT_BY_BOOK)
    _keep_related(original, saved, "", "", _KEPT_BY_FILE)
    _keep_properties(original, echo, saved)
    old, before, now = (parsed(parts.content[parts.workbook()]) for parts in (original, echo, saved))
    _properties_of_book(old, now)
    _very_hidden(old, now, dict(pairs))
    _names(old, before, now)
    saved.content[saved.workbook()] = packed(now)
    if saved.type_of(saved.workbook()) != original.type_of(original.workbook()):
        saved.overrides[saved.workbook()] = original.type_of(original.workbook())


def _keep_related(original: Parts, saved: Parts, old_part: str, new_part: str, kinds: tuple[str, ...]) -> None:
    relations = [relation for relation in saved.relations(new_part) if relation.kind not in kinds]
    for number, relation in enumerate(item for item in original.relations(old_part) if item.kind in kinds and item.target in original.content):
        name = saved.adopt(original, relation.target, name=relation.target)
        relations.append(Relation(f"kept{number}", relation.type, name))
    saved.relate(new_part, relations)


def _keep_properties(original: Parts, echo: Parts, saved: Parts) -> None:
    """Who wrote the file, because Calc and Excel read charts of each other's files by other rules; and custom properties
    (ledger id, schema version) as they were, unless somebody changed one.
    """
    program = [next((item.target for item in side.relations("") if item.kind == "extended-properties"), None) for side in (original, saved)]
    if program[0] and program[1] and program[0] in original.content:
        saved.content[program[1]] = original.content[program[0]]
    parts = [next((item.target for item in side.relations("") if item.kind == _PROPERTIES), None) for side in (original, echo, saved)]
    old, before, now = parts
    if old and before and now and echo.content[before] == saved.content[now]:
        saved.content[now] = original.content[old]


def _properties_of_book(old: Element, now: Element) -> None:
    for name in ("fileVersion", "workbookPr", "calcPr"):
        mine, theirs = old.find(main(name)), now.find(main(name))
        if mine is None:
            continue
        if theirs is not None:
            now.replace(theirs, deepcopy(mine))
        elif name != "calcPr":
            now.insert(min(1, len(now)) if name == "workbookPr" else 0, deepcopy(mine))
        else:
            later = [child for child in now if local(child) in _AFTER_CALC]
            if later:
                later[0].addprevious(deepcopy(mine))
            else:
                now.append(deepcopy(mine))
    protection = now.find(main("workbookProtection"))
    kept = old.find(main("workbookProtection"))
    if protection is not None and kept is not None and protection.attrib:
        now.replace(protection, deepcopy(kept))
    elif protection is not None and not protection.attrib:
        now.remove(protection)


def _very_hidden(old: Element, now: Element, names: dict[str, str]) -> None:
    hidden = {names.get(sheet.get("name", ""), "") for sheet in old.iter(main("sheet")) if sheet.get("state") == "veryHidden"}
    for sheet in now.iter(main("sheet")):
        if sheet.get("state") == "hidden" and sheet.get("name") in hidden:
            sheet.set("state", "veryHidden")


def _names(old: Element, before: Element, now: Element) -> None:
    """Names that Calc dropped already when it opened the file are put back."""
    place = now.find(main("definedNames"))
    known = [{_name_key(item, root) for item in root.iter(main("definedName"))} for root in (before, now)]
    sheets = [sheet.get("name") for sheet in now.iter(main("sheet"))]
    for item in old.iter(main("definedName")):
        key = _name_key(item, old)
        if key in known[0] or key in known[1] or key[1] and key[1] not in sheets:
            continue
        if place is None:
            place = etree.Element(main("definedNames"))
            now.find(main("sheets")).addnext(place)  # type: ignore[union-attr]
        copy = deepcopy(item)
        if key[1]:
            copy.set("localSheetId", str(sheets.index(key[1])))
        place.append(copy)


def _name_key(item: Element, root: Element) -> tuple[str, str]:
    number = item.get("localSheetId")
    sheets = [sheet.get("name", "") for sheet in root.iter(main("sheet"))]
    return item.get("name", "").casefold(), sheets[int(number)] if number is not None and int(number) < len(sheets) else ""
