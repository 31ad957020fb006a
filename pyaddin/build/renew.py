"""The ribbon of a ledger that exists: buttons and VBA of this program put into a file of an earlier one, which may have none at all.

A clerk's own VBA modules, sheets and code names stay. Only parts are given; who writes the file keeps the backup and checks the tables.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from pyopenvba import ExcelFile
from pyopenvba.cfb import CFB
from pyopenvba.vba import VBAModuleKind

from pyaddin.build import ribbon, vba
from pyaddin.buttons import live_buttons

VBA_PART = "xl/vbaProject.bin"
WORKBOOK, WORKBOOK_RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
TYPES, ROOT_RELATIONS = "[Content_Types].xml", "_rels/.rels"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_SHEET_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
_MARKED = "' The ledger says how old its figures are"  # our own code in ThisWorkbook; a clerk's code there is not touched


def stamp() -> str:
    """Twelve signs that change whenever buttons, words or VBA of this program change; they stand on the hidden sheet ``Ribbon``."""
    buttons = live_buttons()
    everything = [ribbon.xml(buttons), dict(vba.modules(ribbon.callbacks(buttons))), vba.book_module(), {k: dict(v) for k, v in ribbon.words(buttons).items()}]
    return hashlib.sha256(json.dumps(everything, sort_keys=True).encode()).hexdigest()[:12]


def parts(data: bytes) -> Mapping[str, bytes]:
    """The parts of the workbook that have to be exchanged or added so that it has the ribbon of this program."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        old = {name: file.read(name) for name in file.namelist()}
    new = dict(old)
    _words_sheet(new)
    _ribbon(new)
    with tempfile.TemporaryDirectory() as folder:
        new = _with_project(new, Path(folder))
    return {name: content for name, content in new.items() if old.get(name) != content}


def _words_sheet(files: dict[str, bytes]) -> None:
    """The sheet ``Ribbon`` with this program's words; added at the end of a workbook that has none."""
    workbook = files[WORKBOOK].decode()
    sheet = re.search(rf'<sheet [^>]*name="{ribbon.SHEET}"[^>]*r:id="(\w+)"', workbook)
    if sheet:
        relation = next(found for found in re.findall(r"<Relationship [^>]*>", files[WORKBOOK_RELATIONS].decode()) if f'Id="{sheet.group(1)}"' in found)
        target = re.search(r'Target="/?(?:xl/)?([^"]+)"', relation)
        part = f"xl/{target.group(1)}" if target else ""
    else:
        part = _new_sheet(files, workbook)
    code = re.search(rb'codeName="(\w+)"', files.get(part, b"")[:2000])
    head = f'<sheetPr codeName="{code.group(1).decode()}"/>' if code else ""
    body = "".join(_row(number, row) for number, row in enumerate(ribbon.rows(live_buttons(), stamp()), start=1))
    text = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}">{head}<sheetData>{body}</sheetData></worksheet>'
    files[part] = text.encode()


def _row(number: int, texts: Sequence[str]) -> str:
    cells = (
        f'<c r="{letter}{number}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>' for letter, text in zip("ABCD", texts, strict=True)
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


def _new_sheet(files: dict[str, bytes], workbook: str) -> str:
    """Name a very hidden sheet in the workbook; gives its part."""
    numbers = [int(found) for found in re.findall(r'\bsheetId="(\d+)"', workbook)]
    relations = files[WORKBOOK_RELATIONS].decode()
    part = next(name for number in range(1, 1000) if (name := f"xl/worksheets/sheet{number}.xml") not in files)
    relation = "rIdRibbonWords"
    entry = f'<sheet name={quoteattr(ribbon.SHEET)} sheetId="{max(numbers) + 1}" state="veryHidden" r:id="{relation}"/></sheets>'
    files[WORKBOOK] = workbook.replace("</sheets>", entry).encode()
    added = f'<Relationship Id="{relation}" Type="{_SHEET_RELATION}" Target="{part.removeprefix("xl/")}"/></Relationships>'
    files[WORKBOOK_RELATIONS] = relations.replace("</Relationships>", added).encode()
    files[TYPES] = files[TYPES].replace(b"</Types>", f'<Override PartName="/{part}" ContentType="{_SHEET_TYPE}"/></Types>'.encode())
    return part


def _ribbon(files: dict[str, bytes]) -> None:
    """The customUI part and its one relationship."""
    files[ribbon.PART] = ribbon.xml(live_buttons()).encode()
    relations = files[ROOT_RELATIONS].decode()
    if ribbon.RELATION not in relations:
        added = f'<Relationship Id="rIdRibbon" Type="{ribbon.RELATION}" Target="{ribbon.PART}"/></Relationships>'
        files[ROOT_RELATIONS] = relations.replace("</Relationships>", added).encode()


def _with_project(files: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """The same parts with our modules in the VBA project; other modules stay."""
    before, after = folder / "before.xlsm", folder / "after.xlsm"
    with zipfile.ZipFile(before, "w") as target:
        for name, content in files.items():
            target.writestr(name, content)
    with ExcelFile(before) as file:
        project = file.vba_project() if file.has_vba_project() else file.add_vba_project()
        there = {name.casefold(): name for name in project.module_names()}
        for name, source in vba.modules(ribbon.callbacks(live_buttons())).items():
            if name.casefold() in there:
                file.set_module(there[name.casefold()], source)
            else:
                project.add_module(name, source)
        for name, source in vba.classes().items():
            if name.casefold() not in there:
                project.add_module(name, source, kind=VBAModuleKind.other)
        book = next((name for name in project.module_names() if name.casefold() == vba.BOOK_CODE_NAME.casefold()), "")
        if book and (_MARKED in file.get_module(book) or not _code(file.get_module(book))):
            file.set_module(book, vba.book_module())
        for name in project.module_names():
            file.set_module(name, file.get_module(name))  # written again as text alone: compiled code would not fit a project without its cache
        file.save(after)
    with zipfile.ZipFile(after) as saved:
        new = {name: saved.read(name) for name in saved.namelist()}
    cfb = CFB.from_bytes(new[VBA_PART])
    cfb.write_stream_in_storage("VBA", "_VBA_PROJECT", vba.NO_CACHE)
    new[VBA_PART] = bytes(cfb.to_bytes())
    return new


def _code(source: str) -> str:
    """What a person has written in a module: without attributes, options and blank lines."""
    lines = [line for line in source.splitlines() if line.strip() and not line.startswith(("Attribute ", "Option ", "'"))]
    return "\n".join(lines)
