"""The VBA project inside the workbook, packed from text: our modules of ``workbook/src``, the buttons' callbacks, and xlwings' own module.

The project holds source only, as MS-OVBA 2.3.4.1 demands of writers other than Office: no compiled code, no caches, every module at offset 0.
Excel compiles it when the workbook is opened. The same sources give the same bytes.
"""

from __future__ import annotations

import functools
import importlib.util
import re
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from pyopenvba import ExcelFile
from pyopenvba.cfb import CFB
from pyopenvba.exceptions import PyOpenVBAError
from pyopenvba.vba import VBAModuleKind
from xlsxwriter.workbook import Workbook

SOURCES = Path(__file__).resolve().parents[2] / "workbook" / "src"
BOOK_CODE_NAME = "ThisWorkbook"
# MS-OVBA 2.3.4.1: reserved 0x61CC, version 0xFFFF (use the source, no cache), 0x00, reserved 0x0001
NO_CACHE = bytes.fromhex("cc61ffff000100")
_VERSION = re.compile(r'^Public Const XLWINGS_VERSION As String = "([^"]+)"', re.MULTILINE)


def code_name(sheet: str) -> str:
    """The name by which VBA knows a sheet: ``Read me`` -> ``shReadMe``. It stays when a clerk renames the tab."""
    return "sh" + "".join(word[:1].upper() + word[1:] for word in re.findall(r"[A-Za-z0-9]+", sheet))


def _crlf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def _package(name: str) -> Path:
    """Folder of an installed package, without importing it: xlwings registers handlers when imported on Windows."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(name)
    return Path(spec.submodule_search_locations[0])


def _text(path: Path) -> str:
    return _crlf(path.read_text(encoding="ascii"))


def book_module() -> str:
    """What runs when the ledger is opened, entered, left, or its settings change."""
    return _text(SOURCES / "ThisWorkbook.cls")


def modules(callbacks: str) -> Mapping[str, str]:
    """Standard modules by name: ours, the given callbacks of the buttons, and xlwings' module with its licence text in the head (BSD-3-Clause).

    The module that xlwings ships for workbooks without its add-in speaks of ``ThisWorkbook`` throughout: the caller is the ledger itself.
    """
    return {
        "Ribbon": _text(SOURCES / "Ribbon.bas"),
        "Buttons": _crlf(callbacks),
        "xlwings": _text(_package("xlwings") / "xlwings.bas"),
    }


def classes() -> Mapping[str, str]:
    """Class modules by name: ``Dictionary`` (MIT), which xlwings' module needs on a Mac."""
    return {"Dictionary": _text(_package("xlwings") / "addin" / "Dictionary.cls")}


def packed_version(path: Path) -> str:
    """The xlwings version of the VBA inside a workbook; blank when there is no VBA project or no such module, or it cannot be read."""
    try:
        with ExcelFile(path) as file:
            source = file.vba_modules().get("xlwings", "") if file.has_vba_project() else ""
    except (PyOpenVBAError, OSError, ValueError, zipfile.BadZipFile):
        return ""
    found = _VERSION.search(source)
    return found.group(1) if found else ""


def _skeleton(path: Path, sheets: Sequence[str]) -> None:
    """A workbook of empty sheets with their code names, so that pyOpenVBA makes one document module for each."""
    book = Workbook(str(path))
    book.set_vba_name(BOOK_CODE_NAME)
    for name in sheets:
        book.add_worksheet(name).set_vba_name(code_name(name))
    book.close()


def pack(sheets: Sequence[str], modules: Mapping[str, str], classes: Mapping[str, str], book_module: str) -> bytes:
    """A VBA project of these modules for a workbook with these sheets, as the bytes of ``xl/vbaProject.bin``: source only, CRLF, reproducible."""
    with tempfile.TemporaryDirectory() as folder:
        bare, packed = Path(folder) / "bare.xlsm", Path(folder) / "packed.xlsm"
        _skeleton(bare, sheets)
        with ExcelFile(bare) as file:
            made = file.add_vba_project()
            for name, source in modules.items():
                made.add_module(name, _crlf(source))
            for name, source in classes.items():
                made.add_module(name, _crlf(source), kind=VBAModuleKind.other)
            file.set_module(BOOK_CODE_NAME, _crlf(book_module))
            file.save(packed)
        with ExcelFile(packed) as file:
            cfb = CFB.from_bytes(file.vba_project_bytes())
    cfb.write_stream_in_storage("VBA", "_VBA_PROJECT", NO_CACHE)
    return bytes(cfb.to_bytes())


@functools.lru_cache(maxsize=4)
def project(sheets: tuple[str, ...], callbacks: str) -> bytes:
    """The project of a ledger with these sheets and this text of the module ``Buttons``."""
    return pack(sheets, modules(callbacks), classes(), book_module())
