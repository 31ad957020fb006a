"""The packed VBA project: read back as written by two independent readers, and checked by an analyser."""

from __future__ import annotations

import re
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from oletools.olevba import VBA_Parser
from pyopenvba import ExcelFile, check_file
from pyopenvba.interpreter._parse import parse_module
from pyvbaanalysis import ModuleInput, ModuleSymbolKind, analyze_project

from pyaddin.build import ribbon, vba
from pyaddin.buttons import BUTTONS
from pyaddin.ledger.schema import SHEET_ORDER
from tests.build import macro_rules

COMMITTED = Path(__file__).parents[2] / "workbook" / "collections.xlsm"
CALLBACKS = ribbon.callbacks(BUTTONS)
OURS = ("Ribbon", "Buttons", "ThisWorkbook")


@pytest.fixture(scope="module")
def project() -> bytes:
    """The project with every button of the table, also those whose function is still to come."""
    return vba.project(SHEET_ORDER, CALLBACKS)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory, project: bytes) -> Path:
    """The committed workbook with that project in it."""
    path = tmp_path_factory.mktemp("vba") / "full.xlsm"
    with zipfile.ZipFile(COMMITTED) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, project if name == "xl/vbaProject.bin" else old.read(name))
    return path


def written() -> dict[str, str]:
    """Every standard and class module as it should be in the file; a class loses the lines that only an exported file has."""
    plain = dict(vba.modules(CALLBACKS))
    for name, text in vba.classes().items():
        head = f'Attribute VB_Name = "{name}"\r\n'
        body = text[text.index(head) + len(head) :]
        plain[name] = head + 'Attribute VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"\r\n' + body
    return plain


def test_olevba_reads_back_what_was_written(project: bytes) -> None:
    found = macro_rules.sources(project)
    assert {name: found[name] for name in written()} == written()
    assert found["ThisWorkbook"].endswith(vba.book_module())
    assert set(found) == set(written()) | {"ThisWorkbook"} | {vba.code_name(name) for name in SHEET_ORDER}


def test_pyopenvba_reads_back_the_same(workbook: Path, project: bytes) -> None:
    assert check_file(workbook).issues == ()
    with ExcelFile(workbook) as file:
        assert file.validate() == []
        assert dict(file.vba_modules()) == macro_rules.sources(project)


def test_the_form_is_the_one_that_writers_must_use(project: bytes) -> None:
    assert macro_rules.project_problems(project) == []
    assert vba.pack(SHEET_ORDER, vba.modules(CALLBACKS), vba.classes(), vba.book_module()) == project


def test_a_macro_scanner_opens_it(workbook: Path) -> None:
    parser = VBA_Parser(str(workbook))
    try:
        assert parser.detect_vba_macros()
    finally:
        parser.close()


def test_code_names_bind_the_document_modules(project: bytes) -> None:
    names = [vba.code_name(sheet) for sheet in SHEET_ORDER]
    assert macro_rules.documents(project) == {"ThisWorkbook", *names}
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"sh[A-Z][A-Za-z0-9]{0,28}", name) for name in names)


def test_xlwings_module_is_the_one_of_the_pinned_package() -> None:
    """What xlwings itself packs into a workbook that needs no add-in, line for line, with its licence in the head."""
    spec = find_spec("xlwings")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    with ExcelFile(Path(spec.submodule_search_locations[0]) / "quickstart_standalone.xlsm") as file:
        theirs = file.get_module("xlwings")
    packed = vba.modules("")["xlwings"]
    assert packed.splitlines() == theirs.splitlines()
    assert "ActiveWorkbook" not in packed
    assert "BSD 3-clause license" in packed
    assert "Redistributions in binary form must reproduce the above copyright notice" in packed
    assert "@license: MIT" in vba.classes()["Dictionary"]
    notices = (COMMITTED.parents[1] / "THIRD_PARTY_NOTICES").read_text(encoding="utf-8")
    for words in ("Zoomer Analytics LLC", "Tim Hall", "workbook/collections.xlsm"):
        assert words in notices


def analyse(texts: dict[str, str]) -> list[str]:
    """Findings in our modules, the whole project known to the analyser."""
    kinds = {"ThisWorkbook": ModuleSymbolKind.DOCUMENT, "Dictionary": ModuleSymbolKind.CLASS}
    kinds |= dict.fromkeys((vba.code_name(sheet) for sheet in SHEET_ORDER), ModuleSymbolKind.DOCUMENT)
    inputs = [ModuleInput(name, kinds.get(name, ModuleSymbolKind.STANDARD), text) for name, text in texts.items()]
    return [f"{name}: {found.code}" for name, result in analyze_project(inputs, only=OURS, host="excel").items() for found in result]


def test_the_analyser_finds_nothing(project: bytes) -> None:
    texts = macro_rules.sources(project)
    assert analyse(texts) == []
    for name in OURS:
        parse_module(texts[name])
        assert "\r\nOption Explicit\r\n" in texts[name]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("    Dim days As Long\r\n", "", "undeclared-variable"),
        ("Words(buttonName)", "Wordz(buttonName)", "undeclared-variable"),
        ("        Exit Sub\r\n    End If\r\n", "        Exit Sub\r\n", ""),
    ],
)
def test_the_analyser_would_find_faults(old: str, new: str, told: str, project: bytes) -> None:
    texts = macro_rules.sources(project)
    spoiled = texts["Ribbon"].replace(old, new)
    assert spoiled != texts["Ribbon"]
    found = analyse(texts | {"Ribbon": spoiled})
    assert found
    assert not told or any(told in line for line in found), found
