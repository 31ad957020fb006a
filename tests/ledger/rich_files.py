"""A workbook as a busy clerk leaves it: macros, a ribbon, charts, notes, filters, totals, colors, hidden and protected sheets."""

from __future__ import annotations

import zipfile
from pathlib import Path

import xlsxwriter
import xlwings

from tests.ledger.ledger_files import rewrite

RIBBON = (
    b'<customUI xmlns="http://schemas.microsoft.com/office/2006/01/customui"><ribbon><tabs><tab id="t" label="Collections"/></tabs></ribbon></customUI>'
)
_RIBBON_TYPE = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"


def vba_project() -> bytes:
    """A real VBA project: xlwings' own, from the package under test."""
    package = Path(xlwings.__file__).parent / "quickstart_standalone.xlsm"
    with zipfile.ZipFile(package) as file:
        return file.read("xl/vbaProject.bin")


def add_macros(path: Path) -> None:
    """Puts a VBA project and a ribbon into a workbook file, where it has none of its own."""

    def change(parts: dict[str, bytes]) -> None:
        if "xl/vbaProject.bin" in parts:
            return
        parts["xl/vbaProject.bin"] = vba_project()
        parts["customUI/customUI.xml"] = RIBBON
        rels = parts["xl/_rels/workbook.xml.rels"].decode()
        vba = '<Relationship Id="rIdVba" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/>'
        parts["xl/_rels/workbook.xml.rels"] = rels.replace("</Relationships>", vba + "</Relationships>").encode()
        ribbon = f'<Relationship Id="rIdRibbon" Type="{_RIBBON_TYPE}" Target="customUI/customUI.xml"/>'
        parts["_rels/.rels"] = parts["_rels/.rels"].decode().replace("</Relationships>", ribbon + "</Relationships>").encode()
        types = parts["[Content_Types].xml"].decode().replace(
            "<Override", '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override', 1
        )
        parts["[Content_Types].xml"] = types.encode()
        book = parts["xl/workbook.xml"].decode()
        if "codeName" not in book:
            parts["xl/workbook.xml"] = book.replace("<workbookPr ", '<workbookPr codeName="ThisWorkbook" ', 1).encode()

    rewrite(path, change)


def rich_workbook(folder: Path) -> Path:
    """The workbook, written by XlsxWriter, which writes what Excel itself would."""
    path, project = folder / "rich.xlsm", folder / "vbaProject.bin"
    project.write_bytes(vba_project())
    book = xlsxwriter.Workbook(path)
    book.add_vba_project(str(project))
    book.set_vba_name("ThisWorkbook")
    work, other, secret, locked = (book.add_worksheet(name) for name in ("Work", "Other", "Secret", "Locked"))
    for sheet in (work, other, secret, locked):
        sheet.set_vba_name(f"sh{sheet.get_name()}")
    _fill(book, work)
    _chart(book, work)
    other.autofilter("A1:B4")
    other.filter_column("A", "x == b")
    for row, name in enumerate(("Head", "a", "b", "c")):
        other.write(row, 0, name)
        if name in ("a", "c"):
            other.set_row(row, options={"hidden": True})
    secret.very_hidden()
    secret.write("A1", "shh")
    locked.protect("", {"sort": True, "autofilter": True, "format_cells": True, "objects": True})
    locked.write("A1", "fixed")
    book.define_name("Rate", "=0.12")
    book.define_name("Work!Local", "=Work!$A$1:$A$4")
    book.close()
    project.unlink()
    return path


def _fill(book: xlsxwriter.Workbook, work: xlsxwriter.worksheet.Worksheet) -> None:
    red, thin = book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006"}), book.add_format({"bold": True})
    work.add_table(
        "A1:C5",
        {
            "name": "Plan", "style": "Table Style Medium 9", "total_row": True,
            "columns": [
                {"header": "Name", "total_string": "Sum"}, {"header": "Amount", "total_function": "sum"},
                {"header": "Twice", "formula": "=[@Amount]*2", "total_function": "average"},
            ],
            "data": [["张伟", 1.5], ["b", 2.5], ["c", 3.5]],
        },
    )
    work.write_comment("A2", "Call after six", {"author": "A. Linden"})
    work.write_url("E1", "https://example.org/", string="link")
    work.conditional_format("B2:B900", {"type": "cell", "criteria": ">", "value": 2, "format": red, "stop_if_true": True})
    work.conditional_format("B2:B900", {"type": "cell", "criteria": ">", "value": 1, "format": thin})
    work.conditional_format("F2:F900", {"type": "data_bar", "data_bar_2010": True, "bar_solid": True})
    work.data_validation("A2:A5000", {"validate": "list", "source": ["张伟", "b", "c"], "input_title": "Name", "error_message": "No."})
    work.data_validation("D2:D5000", {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 5})
    work.add_sparkline("G2", {"range": "Work!B2:B4"})
    work.freeze_panes(1, 1)
    work.set_footer("&LPage &P")
    work.set_paper(9)
    work.ignore_errors({"number_stored_as_text": "A1:A9"})


def _chart(book: xlsxwriter.Workbook, work: xlsxwriter.worksheet.Worksheet) -> None:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Work!$B$2:$B$4", "categories": "=Work!$A$2:$A$4", "name": "Amounts", "gradient": {"colors": ["#DDEBCF", "#156B13"]}})
    chart.set_title({"name": "Amounts by name"})
    work.insert_chart("I2", chart, {"description": "Alternative text"})
