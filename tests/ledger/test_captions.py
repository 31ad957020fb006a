"""Captions, labels and codes of the sheets: complete, few enough for Excel, and read back in any language and spelling."""

from __future__ import annotations

import re
from datetime import UTC, date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyaddin.errors import Stop
from pyaddin.labels import LABELS, LANGUAGES, folded, label
from pyaddin.ledger.book import SetCell
from pyaddin.ledger.captions import MOST_FORMATS, SHEETS, SHOWN_BY_LABEL, caption, header_spellings, list_of, shown, text_format
from pyaddin.ledger.cells import converter
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.closed.reader import find_header
from pyaddin.ledger.column_help import column_help
from pyaddin.ledger.memory import MemoryBook
from pyaddin.ledger.rows import label_edits, type_ledger
from pyaddin.ledger.schema import EVERY_TABLE, LIST_NAMES, SHEET_ORDER, Type
from pyaddin.setting_words import meaning
from pyaddin.settings import KEYS, read
from tests.ledger.made import make_ledger

CODED = [(table.name, column) for table in EVERY_TABLE.values() for column in table.columns if column.codes]
CHINESE = LANGUAGES[1:]


def test_every_list_has_labels_and_every_header_and_sheet_a_caption() -> None:
    for name, codes in LIST_NAMES.items():
        assert set(LABELS[name.removeprefix("List_")]) == set(codes)
    for language in CHINESE:
        for table in EVERY_TABLE.values():
            captions = [folded(caption(table.name, header, language)) for header in table.headers]
            assert len(set(captions)) == len(captions), table.name
            assert all(captions)
            if table.kind == "typed":
                assert all(column_help(table.name, column, language) for column in table.columns if column.help)
        assert all(meaning(key, language) != key.meaning for key in KEYS)
    assert set(SHEET_ORDER) - {"Ribbon"} <= set(SHEETS)


def test_a_caption_is_never_the_name_of_another_column() -> None:
    for table in EVERY_TABLE.values():
        for language in CHINESE:
            for header in table.headers:
                assert header_spellings(table.name)[folded(caption(table.name, header, language))] == header
                assert header_spellings(table.name)[folded(header)] == header


@pytest.mark.parametrize("language", LANGUAGES)
def test_header_cells_keep_their_english_value_and_show_the_caption(tmp_path: Path, language: str) -> None:
    path = tmp_path / "ledger.xlsm"
    make_ledger(path, ledger_id="L", language=language, settings={"as_of": date(2026, 11, 23)})
    book = openpyxl.load_workbook(path)
    for table in EVERY_TABLE.values():
        assert tuple(cell.value for cell in book[table.name][1]) == table.headers
        for cell, header in zip(book[table.name][1], table.headers, strict=True):
            words = shown(table.name, header, language)
            if words and (table.name, header) not in {("Cases", "Case ID"), ("Today", "Rank")}:
                assert cell.number_format == text_format(words)
    dated = {"en": "Case ID · computed as of 2026-11-23", "zh-CN": "案件编号 · 计算截至 2026-11-23", "zh-TW": "案件編號 · 計算截至 2026-11-23"}
    assert book["Cases"]["A1"].number_format == text_format(dated[language])
    book = ClosedBook(path)
    edit = SetCell("Settings", 2, "as_of", "Value", None, date(2026, 11, 30), "")
    raw = book.read()
    book.write([SetCell(edit.table, edit.row, edit.key, edit.column, dict(raw.tables["Settings"].rows)[2]["Value"], edit.new, "")],
               fingerprint=raw.fingerprint, as_of=date(2026, 11, 30))  # fmt: skip
    assert openpyxl.load_workbook(path)["Cases"]["A1"].number_format == text_format(dated[language].replace("11-23", "11-30"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_excel_has_room_for_the_number_formats(tmp_path: Path, language: str) -> None:
    path = tmp_path / "ledger.xlsm"
    make_ledger(path, ledger_id="L", language=language)
    book = openpyxl.load_workbook(path)
    dxfs = [rule.dxf for name in EVERY_TABLE for rules in book[name].conditional_formatting for rule in rules.rules]
    formats = set(book._number_formats) | {dxf.numFmt.formatCode for dxf in dxfs if dxf is not None and dxf.numFmt is not None}  # type: ignore[attr-defined]
    assert len(formats) <= MOST_FORMATS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_a_shown_list_has_a_rule_that_shows_its_label(tmp_path: Path, language: str) -> None:
    path = tmp_path / "ledger.xlsm"
    make_ledger(path, ledger_id="L", language=language)
    book = openpyxl.load_workbook(path)
    for name, column in CODED:
        if column.type is not Type.CODE or list_of(column) not in SHOWN_BY_LABEL:
            continue
        letter = book[name].cell(1, EVERY_TABLE[name].headers.index(column.name) + 1).column_letter
        rules = {
            rule.formula[0].strip('"'): (rule.dxf.numFmt.formatCode, rule.priority)
            for places in book[name].conditional_formatting
            for rule in places.rules
            if str(places.sqref).startswith(f"{letter}2:") and rule.type == "cellIs"
        }
        other = [rule.priority for places in book[name].conditional_formatting for rule in places.rules if rule.type == "expression"]
        for code in column.codes:
            words = label(list_of(column), code, language)
            if words.casefold() != code.casefold():
                assert rules[code][0] == text_format(words)
                assert all(rules[code][1] < priority for priority in other)


@given(st.data())
def test_any_mix_of_labels_and_codes_is_read_the_same(data: st.DataObject) -> None:
    """Label or code, any language, case, width and blanks: one code."""
    _, column = data.draw(st.sampled_from(CODED))
    codes = data.draw(st.lists(st.sampled_from(column.codes), min_size=1, max_size=1 if column.type is Type.CODE else 4, unique=True))

    def spelled(code: str) -> str:
        word = data.draw(st.sampled_from((code, *LABELS[list_of(column)][code])))
        dressed = data.draw(st.sampled_from((str, str.upper, str.title, wide)))(word)
        return data.draw(st.sampled_from(("", " ", "\u3000"))) + dressed + data.draw(st.sampled_from(("", " ", "\u3000")))

    mark = data.draw(st.sampled_from((",", "，", "、", ";")))
    read_back = converter(column, UTC)(mark.join(spelled(code) for code in codes), 2)
    assert read_back == (codes[0] if column.type is Type.CODE else tuple(codes))


def wide(text: str) -> str:
    """Full-width letters, as some Chinese keyboards type them."""
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" and letter not in ",;" else letter for letter in text)


@pytest.mark.parametrize("language", CHINESE)
@pytest.mark.parametrize("table", EVERY_TABLE.values(), ids=lambda table: table.name)
def test_captions_typed_as_headers_are_read_as_their_columns(table: object, language: str) -> None:
    sheet = EVERY_TABLE[table.name]  # type: ignore[attr-defined]
    row = [caption(sheet.name, header, language) for header in sheet.headers]
    assert find_header(sheet, [row], frozenset()) == (0, {header: index for index, header in enumerate(sheet.headers)})


def test_a_clerks_own_column_named_like_a_caption_is_left_alone() -> None:
    sheet = EVERY_TABLE["Payments"]
    own = [*sheet.headers, "备注", "金额"]
    assert find_header(sheet, [own], frozenset())[1]["Notes"] == sheet.headers.index("Notes")
    twice = [*(header for header in sheet.headers if header != "Notes"), "备注", "備註"]
    with pytest.raises(Stop, match="stands twice"):
        find_header(sheet, [twice], frozenset())


def test_typed_labels_become_codes_where_codes_are_shown_by_label() -> None:
    hold = {"Hold ID": "H-1", "Scope": "单个案件", "Applies to": "C-1", "Type": " 债务有争议", "Start": date(2026, 11, 1), "Reason": "电话", "By": "何静"}
    typed = type_ledger(MemoryBook({"Holds": [hold, hold | {"Hold ID": "H-2", "Type": "MANUAL"}]}).read(), office_zone=UTC)
    assert [(row.values["Scope"], row.values["Type"]) for row in typed.tables["Holds"]] in ([("case", "DISPUTE"), ("case", "MANUAL")], [])
    case = {"Case ID": "C-1", "Debtor ID": "D-1", "Currency": "CNY", "Opened on": date(2026, 1, 1)}
    rows = {"Debtors": [{"Debtor ID": "D-1", "Name": "何静"}], "Cases": [case], "Holds": [hold]}
    typed = type_ledger(MemoryBook(rows).read(), office_zone=UTC)
    edits = [edit for edit in label_edits(typed) if isinstance(edit, SetCell)]
    assert [(edit.table, edit.column, edit.old, edit.new) for edit in edits] == [("Holds", "Type", " 债务有争议", "DISPUTE")]


@pytest.mark.parametrize(("typed", "value"), [("写入文件夹", "folder"), ("FOLDER", "folder"), ("寫入資料夾", "folder")])
def test_settings_take_labels(typed: str, value: str) -> None:
    settings, faults = read({"transport": (1, typed), "interest_during_dispute": (2, "否"), "ledger_language": (3, "繁體中文")})
    assert (settings.text("transport"), settings.yes("interest_during_dispute"), settings.text("ledger_language"), faults) == (value, False, "zh-TW", [])


def test_captions_hold_nothing_that_would_end_a_number_format() -> None:
    assert not re.search(r'["\\]', "".join(caption(t.name, h, lang) for t in EVERY_TABLE.values() for h in t.headers for lang in CHINESE))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_header_without_a_caption_tells_its_name_on_clicking_it(tmp_path: Path, language: str) -> None:
    """Every column of a Chinese ledger is named in Chinese, on the header cell or in its input message; an English one needs neither."""
    path = tmp_path / "ledger.xlsm"
    make_ledger(path, ledger_id="L", language=language)
    book = openpyxl.load_workbook(path)
    named = 0
    for table in EVERY_TABLE.values():
        told = {
            str(rule.sqref): (rule.type, rule.promptTitle, rule.showInputMessage)
            for rule in book[table.name].data_validations.dataValidation
            if re.fullmatch("[A-Z]+1", str(rule.sqref))
        }
        for cell, header in zip(book[table.name][1], table.headers, strict=True):
            words = caption(table.name, header, language)
            bare = language != "en" and words != header and not shown(table.name, header, language)
            assert told.get(cell.coordinate) == ((None, words, True) if bare else None)
            assert cell.value == header
            named += bare
    assert named == (0 if language == "en" else 70)
