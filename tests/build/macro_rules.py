"""What Excel would refuse in ribbon and VBA project of a workbook; no schema validator knows it, so it is checked here.

``problems(path)`` gives one line per finding. The project is read with olefile and oletools, which share no code with the packer.
"""

from __future__ import annotations

import io
import re
import zipfile
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

import olefile
from oletools.olevba import VBA_Parser

UI = "{http://schemas.microsoft.com/office/2006/01/customui}"
EXTENSIBILITY = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
# callback attribute -> what the Sub must take
SIGNATURES = {
    "onAction": r"control As IRibbonControl",
    "getLabel": r"control As IRibbonControl, ByRef returnedVal",
    "getScreentip": r"control As IRibbonControl, ByRef returnedVal",
    "getSupertip": r"control As IRibbonControl, ByRef returnedVal",
    "onLoad": r"\w+ As IRibbonUI",
}
# customUI 2006 schema: what may stand on each element (the ones we use)
ALLOWED = {
    "customUI": {"onLoad"},
    "ribbon": set(),
    "tabs": set(),
    "tab": {"id", "insertAfterMso", "getLabel"},
    "group": {"id", "getLabel"},
    "button": {"id", "imageMso", "size", "onAction", "getLabel", "getScreentip", "getSupertip"},
}
INSIDE = {"customUI": "ribbon", "ribbon": "tabs", "tabs": "tab", "tab": "group", "group": "button"}
CONTROL_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def sources(project: bytes) -> dict[str, str]:
    """Module name -> text, as oletools decompresses it."""
    return dict(_sources(project))


@lru_cache(maxsize=4)
def _sources(project: bytes) -> tuple[tuple[str, str], ...]:
    """Most ledgers of a run hold the same project, and taking it apart takes longer than all else that is looked at in it."""
    parser = VBA_Parser("vbaProject.bin", data=project)
    found = tuple((name.rsplit(".", 1)[0], code) for _, _, name, code in parser.extract_macros())
    parser.close()
    return found


def ribbon_problems(xml: bytes, modules: dict[str, str]) -> list[str]:
    """Elements, attributes, ids and callbacks of the customUI part."""
    found: list[str] = []
    ids: set[str] = set()
    for node in ElementTree.fromstring(xml).iter():
        tag = node.tag.removeprefix(UI)
        if tag not in ALLOWED:
            found.append(f"element {node.tag} is unknown")
            continue
        found += [f"{tag}: attribute {name} is not allowed" for name in node.attrib if name not in ALLOWED[tag]]
        found += [f"{tag}: {child.tag} may not stand in it" for child in node if child.tag != UI + INSIDE.get(tag, "")]
        if "id" in ALLOWED[tag]:
            name = node.attrib.get("id", "")
            if not CONTROL_ID.fullmatch(name) or name in ids:
                found.append(f"{tag}: id {name!r} is missing, taken, or no name")
            ids.add(name)
        if node.attrib.get("size", "normal") not in {"normal", "large"}:
            found.append(f"{tag}: size {node.attrib['size']}")
        for attribute, signature in SIGNATURES.items():
            if attribute in node.attrib:
                module, _, sub = node.attrib[attribute].partition(".")
                if not re.search(rf"^Public Sub {sub}\({signature}\)\r?$", modules.get(module, ""), re.MULTILINE):
                    found.append(f"callback {node.attrib[attribute]} of {attribute} does not exist or takes something else")
    return found


def project_problems(project: bytes) -> list[str]:
    """The form that MS-OVBA 2.3.4.1 demands of writers: no cache, every text from offset 0, CRLF, ASCII."""
    found: list[str] = []
    with olefile.OleFileIO(io.BytesIO(project)) as ole:
        streams = {"/".join(path) for path in ole.listdir()}
        if ole.openstream("VBA/_VBA_PROJECT").read() != bytes.fromhex("cc61ffff000100"):
            found.append("_VBA_PROJECT is not the 7 bytes without a cache")
        if any("__SRP" in name for name in streams):
            found.append("compiled code is in the project")
        declared = ole.openstream("PROJECT").read().decode("ascii")
        names = {line.split("=", 1)[1].split("/")[0] for line in declared.splitlines() if line.startswith(("Document=", "Module=", "Class="))}
        if {f"VBA/{name}" for name in names} != streams - {"PROJECT", "PROJECTwm", "VBA/dir", "VBA/_VBA_PROJECT"}:
            found.append("PROJECT and the module streams disagree")
        for name in names:
            # a compressed container (signature byte 1, first chunk flagged as compressed) right at the start: offset 0
            head = ole.openstream(f"VBA/{name}").read()[:3]
            if head[0] != 1 or head[2] & 0xF0 != 0xB0:
                found.append(f"{name}: the text does not begin at offset 0")
    for name, text in sources(project).items():
        if not text.isascii():
            found.append(f"{name}: text is not ASCII")
        if re.search(r"(?<!\r)\n|\r(?!\n)", text):
            found.append(f"{name}: a line does not end in CRLF")
    return found


def documents(project: bytes) -> set[str]:
    """The document modules: one for the workbook, one per sheet."""
    with olefile.OleFileIO(io.BytesIO(project)) as ole:
        declared = ole.openstream("PROJECT").read().decode("ascii")
    return set(re.findall(r"^Document=([^/]+)/", declared, re.MULTILINE))


def code_names(file: zipfile.ZipFile) -> list[str]:
    """Code names in workbook.xml and in every sheet part."""
    parts = ["xl/workbook.xml", *(name for name in file.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name))]
    found = [re.search(rb'<(?:workbookPr|sheetPr)\b[^>]*codeName="([^"]+)"', file.read(part)) for part in parts]
    return [match.group(1).decode() if match else "" for match in found]


def problems(path: Path) -> list[str]:
    """Everything that is wrong with ribbon and VBA project of a macro-enabled workbook."""
    with zipfile.ZipFile(path) as file:
        names, types = file.namelist(), file.read("[Content_Types].xml").decode()
        parts = {"xl/vbaProject.bin", "customUI/customUI.xml"} & set(names)
        if len(parts) < 2:
            return [f"{parts.pop()} stands alone"] if parts else []  # a ledger of 0.1 has neither
        project, xml = file.read("xl/vbaProject.bin"), file.read("customUI/customUI.xml")
        relations = [node.attrib for node in ElementTree.fromstring(file.read("_rels/.rels")) if node.attrib["Type"] == EXTENSIBILITY]
        named = code_names(file)
    found = project_problems(project) + ribbon_problems(xml, sources(project))
    if [node["Target"] for node in relations] != ["customUI/customUI.xml"]:
        found.append("the ribbon needs exactly one relationship, of the 2006 kind")
    if "application/vnd.ms-office.vbaProject" not in types:
        found.append("content type of the VBA project is missing")
    if len(set(named)) != len(named) or set(named) != documents(project):
        found.append(f"code names {sorted(set(named) ^ documents(project))} have no document module, or the other way round")
    return found
