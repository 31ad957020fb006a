"""One sheet per table of the schema: header in row 1, an Excel table of the same name, formats, widths, rules and print setup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pyaddin.build import highlights, validation
from pyaddin.build.defaults import setting_value
from pyaddin.build.styles import ACCENT, COMPUTED_HEAD, DATE_FORMAT, TEXT_FORMAT, Styles, tall
from pyaddin.labels import label, language_index
from pyaddin.ledger.book import Value
from pyaddin.ledger.captions import AS_OF, caption, day_shown, list_of, shown
from pyaddin.ledger.schema import SETTINGS, Column, Table, Type, width_of_reason
from pyaddin.rules.citations import cited
from pyaddin.setting_words import meaning
from pyaddin.settings import KEYS

FROZEN = {"Cases": 2, "Debtors": 2, "Today": 2}
CAPTIONED = {"Cases": "Case ID", "Today": "Rank"}
TAB_COLORS = {"typed": ACCENT, "generated": ACCENT, "log": COMPUTED_HEAD, "policy": "#BFBFBF"}
ROW_HEIGHT = 18
TALL_ROW_HEIGHT = 27  # two lines of reasons
HEADER_HEIGHT = 34
WIDEST_TEXT = 30
WIDEST_NOTE = 50


def as_of_caption(table: str, column: str, as_of: date | None, language: str) -> str:
    """What the header cell shows instead of its value: the column's caption and the date of the computed columns."""
    return f"{caption(table, column, language)}{AS_OF[language_index(language)]}{day_shown(as_of)}"


def print_setup(sheet: Worksheet, *, header_row: bool = True) -> None:
    """A4 landscape, one page wide, the header on every page, sheet name and page number at the foot."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&8&A&R&8&P / &N")
    if header_row:
        sheet.repeat_rows(0)


def wide(text: str) -> int:
    """Places that a text takes: a Chinese sign takes two."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)


def put(sheet: Worksheet, row: int, column: int, value: Value, style: Format) -> None:
    """Write one cell. Text is always written as text, so that no name or note ever becomes a formula or a link."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, style)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, style)
    else:
        sheet.write_number(row, column, value, style)


def _width(table: Table, column: Column, rows: Sequence[Mapping[str, Value]], language: str) -> float:
    """Wide enough for the header in two lines with its filter arrow, for the caption with the date, and for short texts."""
    most = {Type.TEXT: WIDEST_TEXT, Type.ID: WIDEST_TEXT, Type.NOTE: WIDEST_NOTE}.get(column.type, 0) if table.kind != "policy" else 0
    content = min(most, max((wide(str(row.get(column.name) or "")) + 3 for row in rows[:500]), default=0))
    words = shown(table.name, column.name, language)
    longest_word = max(len(word) for word in column.name.split()) if not words else max(6, wide(words) // 2 + wide(words) % 2)
    least = (23 if words else 19) if CAPTIONED.get(table.name) == column.name else 0
    name = list_of(column)
    labels = max((wide(label(name, code, language)) + 3 for code in column.codes if name and column.type is Type.CODE), default=0)
    return max(column.width, longest_word + 5, least, content, width_of_reason(table, column), labels)


def write_table(sheet: Worksheet, table: Table, rows: Sequence[Mapping[str, Value]], styles: Styles, as_of: date | None) -> None:
    """The whole sheet of one table. An empty table gets one blank, formatted row to type in."""
    sheet.set_default_row(TALL_ROW_HEIGHT if tall(table) else ROW_HEIGHT)
    sheet.set_row(0, HEADER_HEIGHT)
    headers = []
    for index, column in enumerate(table.columns):
        style = styles.cell(table, column)
        sheet.set_column(index, index, _width(table, column, rows, styles.language), style)
        dated = CAPTIONED.get(table.name) == column.name
        words = as_of_caption(table.name, column.name, as_of, styles.language) if dated else shown(table.name, column.name, styles.language)
        headers.append({"header": column.name, "header_format": styles.header(table, column, words)})
        for number, row in enumerate(rows, start=1):
            put(sheet, number, index, row.get(column.name), style)
        if not rows:
            sheet.write_blank(1, index, None, style)
    if table.kind == "policy":
        _grow_rows(sheet, table, rows)
    last = max(1, len(rows))
    sheet.add_table(0, 0, last, len(table.columns) - 1, {"name": table.name, "columns": headers, "style": "Table Style Light 1", "banded_rows": False})
    validation.apply(sheet, table, len(rows), styles.language)
    validation.name_on_header(sheet, table, styles.language)
    highlights.apply(sheet, table.name, len(rows), styles)
    sheet.freeze_panes(1, FROZEN.get(table.name, 0))
    sheet.set_tab_color(TAB_COLORS[table.kind])
    print_setup(sheet)


def _grow_rows(sheet: Worksheet, table: Table, rows: Sequence[Mapping[str, Value]]) -> None:
    """Policy sheets wrap their notes and values: such a row gets the height its longest one needs."""
    notes = [column for column in table.columns if column.type in (Type.NOTE, Type.ANY)]
    for number, row in enumerate(rows, start=1):
        lines = max((-(-wide(str(row.get(column.name) or "")) // (column.width - 2)) for column in notes), default=1)
        if lines > 1:
            sheet.set_row(number, 4 + 14 * lines)


def setting_rows(settings: Mapping[str, Value], language: str = "en") -> list[dict[str, Value]]:
    """All settings in their order, the given values over the defaults."""
    return [
        {"Key": key.name, "Value": setting_value(key, settings.get(key.name)), "Meaning": meaning(key, language), "Source": cited(key.source, language)}
        for key in KEYS
    ]


def write_settings(sheet: Worksheet, settings: Mapping[str, Value], styles: Styles, as_of: date | None) -> None:
    """The Settings sheet: as any table, but each value has the format and the rule of its own kind."""
    rows = setting_rows(settings, styles.language)
    write_table(sheet, SETTINGS, rows, styles, as_of)
    place = SETTINGS.headers.index("Value")
    column = SETTINGS.column("Value")
    formats = {"date": DATE_FORMAT, "integer": "0", "decimal": "0.00##"}
    for number, (key, row) in enumerate(zip(KEYS, rows, strict=True), start=1):
        style = styles.cell(SETTINGS, column, formats.get(key.kind, TEXT_FORMAT))
        put(sheet, number, place, row["Value"], style)
        sheet.data_validation(number, place, number, place, validation.setting(key, f"B{number + 1}", styles.language))
