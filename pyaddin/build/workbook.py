"""A whole ledger workbook from the schema: every sheet in its order, filled with the given rows or empty."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pyaddin.build import dashboard, lists, process_sheet, readme_sheet, renew, ribbon, vba
from pyaddin.build.defaults import POLICY, setting_value
from pyaddin.build.sample_words import spoken
from pyaddin.build.seal import seal
from pyaddin.build.sheets import print_setup, write_settings, write_table
from pyaddin.build.styles import Styles
from pyaddin.buttons import live_buttons
from pyaddin.ledger.book import Value
from pyaddin.ledger.schema import EVERY_TABLE, LEDGER_ID_PROPERTY, SCHEMA_PROPERTY, SCHEMA_VERSION, SHEET_ORDER
from pyaddin.practice import is_practice, mark, paper_words
from pyaddin.rules.citations import cited
from pyaddin.settings import BY_NAME

Rows = Mapping[str, Sequence[Mapping[str, Value]]]

# a fixed instant, so that the same input gives the same bytes
CREATED = datetime(2026, 1, 1, tzinfo=UTC)
AS_OF_FORMULA = '=INDEX(Settings!$B$2:$B$200,MATCH("as_of",Settings!$A$2:$A$200,0))'


def _as_of(settings: Mapping[str, Value]) -> date | None:
    value = setting_value(BY_NAME["as_of"], settings.get("as_of"))
    return value if isinstance(value, date) else None


def _fill(book: Workbook, sheets: Mapping[str, Worksheet], rows: Rows, settings: Mapping[str, Value]) -> None:
    language = str(settings.get("ledger_language") or "en")
    styles = Styles(book, language)
    as_of = _as_of(settings)
    for name, sheet in sheets.items():
        sheet.hide_gridlines(2)
        if name == "Read me":
            readme_sheet.write(sheet, styles, language)
        elif name == process_sheet.NAME:
            process_sheet.write(sheet, styles, language)
        elif name == "Dashboard":
            dashboard.write(book, sheet, styles)
        elif name == "Lists":
            lists.write(book, sheet, styles)
            print_setup(sheet, header_row=False)
            sheet.fit_to_pages(1, 1)
        elif name == ribbon.SHEET:
            ribbon.write(sheet, live_buttons(), renew.stamp())
        elif name == "Settings":
            write_settings(sheet, settings, styles, as_of)
        else:
            write_table(sheet, EVERY_TABLE[name], rows.get(name) or _house(name, language), styles, as_of)


def _house(name: str, language: str) -> list[Mapping[str, Value]]:
    """What stands on a policy sheet of a new ledger, with its sources in the ledger's language."""
    rows = spoken({name: POLICY.get(name, ())}, language)[name]
    return [{**row, "Source": cited(str(row["Source"]), language)} for row in rows]


def _add_macros(book: Workbook, sheets: Mapping[str, Worksheet]) -> None:
    """The VBA project, and the code names by which its document modules are bound to workbook and sheets."""
    book.set_vba_name(vba.BOOK_CODE_NAME)
    for name, sheet in sheets.items():
        sheet.set_vba_name(vba.code_name(name))
    book.add_vba_project(io.BytesIO(vba.project(tuple(sheets), ribbon.callbacks(live_buttons()))), is_stream=True)


def _mark_practice(book: Workbook, sheets: Mapping[str, Worksheet], language: str) -> None:
    """Red tabs, a printed heading on every sheet, and the first line of Read me say what this ledger is."""
    warning = book.add_format({"bold": True, "font_size": 14, "font_color": "#C00000"})
    for sheet in sheets.values():
        sheet.set_tab_color("#C00000")
        sheet.set_header(f"&C&14&KC00000{mark(language)}")
    sheets["Read me"].write_string(0, 1, paper_words(language), warning)


def write_workbook(path: Path, rows: Rows | None = None, *, ledger_id: str, language: str = "en", settings: Mapping[str, Value] | None = None) -> None:
    """Write a ledger to ``path``, replacing what is there.

    ``rows`` maps table name -> rows (header -> value); policy tables that are not given get the house defaults.
    ``settings`` overrides the defaults of ``settings.KEYS``; ``as_of`` in it becomes the "computed as of" captions.
    A target named .xlsm gets the ribbon and its VBA project; any other name neither. The same input gives the same bytes.
    """
    macros = path.suffix.lower() == ".xlsm"
    values: dict[str, Value] = {"ledger_language": language, "office_language": language, **(settings or {})}
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / ("raw.xlsm" if macros else "raw.xlsx")
        book = Workbook(str(raw), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True})
        book.set_properties({"title": "Collections ledger", "subject": "Debts, plans, promises and contacts", "created": CREATED})
        book.set_custom_property(LEDGER_ID_PROPERTY, ledger_id, "text")
        book.set_custom_property(SCHEMA_PROPERTY, SCHEMA_VERSION, "number")
        sheets = {name: book.add_worksheet(name) for name in SHEET_ORDER}
        if macros:
            _add_macros(book, sheets)
        book.define_name("AsOf", AS_OF_FORMULA)
        _fill(book, sheets, rows or {}, values)
        if is_practice(ledger_id):
            _mark_practice(book, sheets, str(values["ledger_language"]))
        sheets["Read me"].activate()
        book.close()
        seal(raw, path, ribbon.xml(live_buttons()) if macros else "")
