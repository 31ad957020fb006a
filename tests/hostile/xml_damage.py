"""Damage inside one XML part: elements lost, doubled, moved; attributes and texts that no program writes; declarations that no file needs."""

from __future__ import annotations

import random
from collections.abc import Callable

from lxml import etree

VALUES = (
    "", "0", "-1", "1e999", "NaN", "99999999999999999999", "1048577", "XFD1048576", "A1:XFD1048576", "A0", "1A", "ZZZZ1", "$A$1", "true",
    "s", "str", "b", "e", "n",
    "inlineStr", "d", "http://debtor.example/x.dtd", "file:///etc/passwd", "../../x",
    "rId1", "rId99", "=1+1", "\u202e", "a" * 5000, "张", "]]>", "&#0;", "_x0000_", " ",
)  # fmt: skip
LAUGHS = b'<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def _delete(rng: random.Random, node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _double(rng: random.Random, node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.insert(parent.index(node), etree.fromstring(etree.tostring(node, with_tail=False)))


def _turn(rng: random.Random, node: etree._Element) -> None:
    """The children in another order."""
    children = list(node)
    rng.shuffle(children)
    node[:] = children


def _nest(rng: random.Random, node: etree._Element) -> None:
    """The element inside itself, many times."""
    inner = node
    for _ in range(rng.choice((1, 3, 300))):
        inner = etree.SubElement(inner, node.tag)


def _rename(rng: random.Random, node: etree._Element) -> None:
    node.tag = rng.choice(("{urn:other}x", "x", str(node.tag) + "x", "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}c"))


def _attribute(rng: random.Random, node: etree._Element) -> None:
    keys = list(node.attrib)
    key = rng.choice(keys) if keys else rng.choice(("r", "t", "s", "ref", "id", "name", "count"))
    if keys and rng.random() < 0.2:
        del node.attrib[key]
    else:
        node.attrib[key] = _value(rng)


def _text(rng: random.Random, node: etree._Element) -> None:
    node.text = _value(rng)


def _value(rng: random.Random) -> str:
    return "".join(mark for mark in rng.choice(VALUES) if mark >= " ")


def _foreign(rng: random.Random, node: etree._Element) -> None:
    node.insert(0, rng.choice((etree.Comment("x"), etree.ProcessingInstruction("x", "y"), etree.Element("{urn:other}x", {"{urn:other}y": "z"}))))


CHANGES: dict[str, Callable[[random.Random, etree._Element], None]] = {
    "delete": _delete, "double": _double, "turn": _turn, "nest": _nest, "rename": _rename, "attribute": _attribute, "text": _text, "foreign": _foreign,
}  # fmt: skip


def _declared(rng: random.Random, content: bytes) -> tuple[str, bytes]:
    head, mark, rest = content.partition(b"?>")
    if not mark:
        head, rest = b"", content
    doctype = rng.choice((LAUGHS, OUTSIDE))
    body = rest.replace(b"</v>", b"&d;</v>" if doctype is LAUGHS else b"&x;</v>", 1)
    return "declares entities", head + mark + doctype + body


def _broken(rng: random.Random, content: bytes) -> tuple[str, bytes]:
    place = rng.randrange(len(content)) if content else 0
    cut, split = content[:place], content[:place] + b"<" + content[place:]
    return "broken XML", rng.choice((cut, split, content.replace(b">", b"", 1), content + content, b"\xef\xbb\xbf" + content))


def damaged(rng: random.Random, content: bytes) -> tuple[str, bytes]:
    """What was done, and the part after it. A part that a former damage left unreadable is only broken further."""
    if rng.random() < 0.12:
        return rng.choice((_declared, _broken))(rng, content)
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, huge_tree=False))
    except etree.XMLSyntaxError:
        return _broken(rng, content)
    nodes = [node for node in root.iter() if isinstance(node.tag, str)]
    node = rng.choice(nodes)
    kind = rng.choice(list(CHANGES))
    CHANGES[kind](rng, node)
    name = etree.QName(node).localname if isinstance(node.tag, str) else "node"
    return f"{kind} {name}", etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
