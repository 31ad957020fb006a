"""The parts of a workbook file while it is put together: content, relationships, content types."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import TypeAlias, cast

from lxml import etree

from pyaddin.ledger.closed.package import Package
from pyaddin.records import dataclass

Element: TypeAlias = "etree._Element"

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
MARKUP = "http://schemas.openxmlformats.org/markup-compatibility/2006"
TYPES = "[Content_Types].xml"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def parsed(data: bytes) -> Element:
    """One XML part as a tree; entities are never resolved."""
    return etree.fromstring(data, _PARSER)


def packed(root: Element) -> bytes:
    """A tree as Office writes it."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def new_root(tag: str, names: Mapping[str | None, str]) -> Element:
    """A root element that declares these namespaces by their prefixes."""
    return etree.Element(tag, nsmap=cast("dict[str, str]", dict(names)))


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def main(name: str) -> str:
    return f"{{{MAIN}}}{name}"


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part. ``target`` is the full part name, or the address of something outside."""

    key: str
    type: str
    target: str
    outside: bool = False

    @property
    def kind(self) -> str:
        """The last word of its type: ``table``, ``drawing``, ``vbaProject``."""
        return self.type.rpartition("/")[2]


def relations_of(part: str) -> str:
    """Where the relationships of a part are written; of the whole file for an empty name."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


@dataclass
class Parts:
    """A workbook file in memory. Everything is read and written through it."""

    content: dict[str, bytes]
    overrides: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, data: bytes, *, check: bool = False) -> Parts:
        """Stops as ``Package`` does for what is no workbook; with ``check`` also for what is unsafe. What Calc has just written needs none."""
        package = Package(data)
        if check:
            package.check_all()
        made = cls({name: package.read(name) for name in package.names()})
        for item in parsed(made.content.pop(TYPES)):
            if local(item) == "Override":
                made.overrides[item.get("PartName", "").lstrip("/")] = item.get("ContentType", "")
            elif local(item) == "Default":
                made.defaults[item.get("Extension", "").lower()] = item.get("ContentType", "")
        return made

    def type_of(self, part: str) -> str:
        return self.overrides.get(part) or self.defaults.get(part.rpartition(".")[2].lower(), "application/xml")

    def relations(self, part: str) -> list[Relation]:
        """The relationships of a part, in the order of the file."""
        data = self.content.get(relations_of(part))
        if data is None:
            return []
        folder = posixpath.dirname(part)
        found: list[Relation] = []
        for item in parsed(data):
            target, outside = item.get("Target", ""), item.get("TargetMode") == "External"
            if not outside:
                target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found.append(Relation(item.get("Id", ""), item.get("Type", ""), target, outside))
        return found

    def relate(self, part: str, relations: list[Relation]) -> None:
        """Writes the relationships of a part anew."""
        name = relations_of(part)
        if not relations:
            self.content.pop(name, None)
            return
        root = new_root(f"{{{PACKAGE_RELATIONS}}}Relationships", {None: PACKAGE_RELATIONS})
        folder = posixpath.dirname(part)
        for relation in relations:
            target = relation.target if relation.outside else posixpath.relpath(relation.target, folder or ".")
            item = etree.SubElement(root, f"{{{PACKAGE_RELATIONS}}}Relationship", Id=relation.key, Type=relation.type, Target=target)
            if relation.outside:
                item.set("TargetMode", "External")
        self.content[name] = packed(root)

    def free_name(self, part: str) -> str:
        """A name like this one that no part has."""
        stem, dot, ending = part.rpartition(".")
        stem = stem.rstrip("0123456789")
        return next(name for number in range(101, 100_000) if (name := f"{stem}{number}{dot}{ending}") not in self.content)

    def adopt(self, other: Parts, part: str, *, name: str = "") -> str:
        """Takes a part of another file with everything that it relates to; returns its name here."""
        new = name or self.free_name(part)
        self.content[new] = other.content[part]
        self.overrides[new] = other.type_of(part)
        relations = [
            relation if relation.outside or relation.target not in other.content
            else Relation(relation.key, relation.type, self.adopt(other, relation.target))
            for relation in other.relations(part)
        ]
        self.relate(new, relations)
        return new

    def sweep(self) -> None:
        """Drops the parts that nothing relates to any more."""
        kept: set[str] = set()
        waiting = [""]
        while waiting:
            part = waiting.pop()
            kept.add(relations_of(part))
            for relation in self.relations(part):
                if not relation.outside and relation.target in self.content and relation.target not in kept:
                    kept.add(relation.target)
                    waiting.append(relation.target)
        self.content = {name: data for name, data in self.content.items() if name in kept}

    def bytes_of_types(self) -> bytes:
        root = new_root(f"{{{CONTENT_TYPES}}}Types", {None: CONTENT_TYPES})
        self.defaults.setdefault("rels", "application/vnd.openxmlformats-package.relationships+xml")
        self.defaults.setdefault("xml", "application/xml")
        for ending, kind in self.defaults.items():
            etree.SubElement(root, f"{{{CONTENT_TYPES}}}Default", Extension=ending, ContentType=kind)
        for part, kind in self.overrides.items():
            if part in self.content and not part.endswith(".rels"):
                etree.SubElement(root, f"{{{CONTENT_TYPES}}}Override", PartName=f"/{part}", ContentType=kind)
        return packed(root)

    def workbook(self) -> str:
        """The name of the workbook part."""
        return next(relation.target for relation in self.relations("") if relation.kind == "officeDocument")

    def sheets(self) -> Iterator[tuple[str, str, Element]]:
        """Each sheet: name, part, and its entry in the workbook part."""
        book = self.workbook()
        targets = {relation.key: relation.target for relation in self.relations(book)}
        for entry in parsed(self.content[book]).iterfind(f"{main('sheets')}/{main('sheet')}"):
            yield entry.get("name", ""), targets.get(entry.get(f"{{{RELATIONS}}}id", ""), ""), entry
