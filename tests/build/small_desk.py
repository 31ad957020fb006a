"""A small macro workbook around our own VBA modules, with a stand-in for xlwings that notes the call of Python in a cell.

It runs in pyOpenVBA's interpreter and in LibreOffice. (LibreOffice cannot compile xlwings' own module, and one such module silences a whole project.)
"""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

from xlsxwriter import Workbook

from pyaddin.build import ribbon, vba
from pyaddin.buttons import BUTTONS

SHEETS = ("Settings", "Cases", "Ribbon", "Desk")
CALLED, LABEL, PYTHON, FILE = "A1", "A2", "A3", "A4"  # cells of the sheet Desk

XLWINGS = """Attribute VB_Name = "xlwings"
Option Explicit
Public Function RunPython(PythonCommand As String)
    ThisWorkbook.Worksheets("Desk").Cells(1, 1).Value = PythonCommand
End Function
Public Function GetConfig(configKey As String, Optional default As String = "", Optional source As String = "") As Variant
    GetConfig = CStr(ThisWorkbook.Worksheets("Desk").Cells(3, 1).Value)
End Function
Public Function FileExists(ByVal FileSpec As String) As Boolean
    FileExists = CStr(ThisWorkbook.Worksheets("Desk").Cells(4, 1).Value) = FileSpec
End Function
"""
_CONTROL = """VERSION 1.0 CLASS
BEGIN
  MultiUse = -1  'True
END
Attribute VB_Name = "{name}"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = False
Attribute VB_Exposed = False
Option Explicit
Public ID As String
Public Sub Invalidate()
End Sub
"""
CONTROLS = {name: _CONTROL.format(name=name) for name in ("IRibbonControl", "IRibbonUI")}


def _driver() -> str:
    """Module ``Drive``: ``Press_pay_now`` clicks the button pay as Excel would, ``Label_pay_now`` asks for its label."""
    lines = ['Attribute VB_Name = "Drive"', "Option Explicit"]
    for button in BUTTONS:
        made = ["    Dim control As IRibbonControl", "    Set control = New IRibbonControl", f'    control.ID = "{button.id}"']
        lines += [f"Public Sub Press_{button.id}_now()", *made, f"    Press_{button.id} control", "End Sub"]
        asked = ["    Dim shown", "    OnGetLabel control, shown", '    ThisWorkbook.Worksheets("Desk").Cells(2, 1).Value = shown']
        lines += [f"Public Sub Label_{button.id}_now()", *made, *asked, "End Sub"]
    return "\n".join([*lines, ""])


MODULES = {"Ribbon": vba.modules("")["Ribbon"], "Buttons": ribbon.callbacks(BUTTONS), "xlwings": XLWINGS, "Drive": _driver()}


def workbook(
    path: Path,
    *,
    language: str = "en",
    as_of: date | None = None,
    python: str = "python",
    file: str = "",
    cases: bool = True,
    key_at: int = 0,
    renamed: str = "",
) -> Path:
    """Write the workbook. ``key_at`` is the column of ``Key`` on Settings (Value stands two to the right); ``renamed``: a sheet with another name."""
    book = Workbook(str(path))
    book.set_vba_name(vba.BOOK_CODE_NAME)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheets = {name: book.add_worksheet("other" if name == renamed else name) for name in SHEETS}
    for name, sheet in sheets.items():
        sheet.set_vba_name(vba.code_name(name))
    settings = sheets["Settings"]
    for row, (key, value) in enumerate((("Key", "Value"), ("creditor_name", "Haus & Söhne"), ("ledger_language", language), ("as_of", None))):
        settings.write_string(row, key_at, key)
        if value is not None:
            settings.write_string(row, key_at + 2, value)
    if as_of:
        settings.write_datetime(3, key_at + 2, as_of, day)
    sheets["Cases"].write_row(0, 0, ("Case ID",))
    if cases:
        sheets["Cases"].write_string(1, 0, "C-00001")
    ribbon.write(sheets["Ribbon"], BUTTONS, "-")
    sheets["Desk"].write_string(PYTHON, python)
    sheets["Desk"].write_string(FILE, file)
    book.add_vba_project(io.BytesIO(vba.pack(SHEETS, MODULES, CONTROLS, vba.book_module())), is_stream=True)
    book.close()
    return path
