"""A ledger of version 1 is read as it is, and the next write gives it the columns of today without touching anything else."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string

from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, SetCell
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.migrate import STEPS, lacking, may_lack
from pyaddin.ledger.rows import type_ledger
from pyaddin.ledger.schema import EVERY_TABLE, SCHEMA_VERSION
from tests.build.repair_rules import problems
from tests.ledger.ledger_files import rewrite, sheet_part, table_part
from tests.ledger.made import make_ledger

OLD = Path(__file__).parent / "fixtures" / "version-1.xlsm"
DAY = date(2026, 11, 26)
NEW = {name: tuple(column for step in STEPS for column in step.columns.get(name, ())) for name in EVERY_TABLE}
NEW = {name: columns for name, columns in NEW.items() if columns}
SHEETS = tuple(name for step in STEPS for name in step.sheets)
GROWN = NEW | {name: EVERY_TABLE[name].headers for name in SHEETS}
NOTE = SetCell("Debtors", 2, "D-00001", "Notes", None, "called back")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return Path(shutil.copy(OLD, tmp_path / "ledger.xlsm"))


def write(path: Path, *edits: SetCell | AddRow) -> dict[str, tuple[str, ...]]:
    book = ClosedBook(path)
    return dict(book.write(edits, fingerprint=book.read().fingerprint, as_of=DAY).columns_added)


def test_the_steps_lead_to_the_version_of_today_and_name_real_columns() -> None:
    assert [step.version for step in STEPS] == list(range(2, SCHEMA_VERSION + 1))
    for step in STEPS:
        for table, columns in step.columns.items():
            assert set(columns) <= set(EVERY_TABLE[table].headers)
    assert not any(may_lack(table, SCHEMA_VERSION) for table in EVERY_TABLE)


def test_a_ledger_of_version_1_is_read_with_the_missing_columns_blank(old: Path) -> None:
    raw = ClosedBook(old).read()
    assert raw.schema_version == 1
    typed = type_ledger(raw, office_zone=UTC)
    assert [row.values["Shared contact"] for row in typed.tables["Debtors"]] == [None, None]
    assert not typed.refused
    told = [(fault.sheet, fault.found) for fault in typed.faults if fault.code == "W-SCHEMA"]
    assert sorted(told) == sorted([*((table, ", ".join(columns)) for table, columns in NEW.items()), *((name, "the whole sheet") for name in SHEETS)])


def test_the_next_write_grows_every_table_and_raises_the_version(old: Path) -> None:
    before = ClosedBook(old).read()
    assert write(old, NOTE) == GROWN
    after = ClosedBook(old).read()
    assert after.schema_version == SCHEMA_VERSION
    for name, table in after.tables.items():
        assert not lacking(name, table.headers)
        kept = [(number, {header: cells[header] for header in before.tables[name].headers}) for number, cells in table.rows]
        expected = [(number, dict(cells)) for number, cells in before.tables[name].rows]
        if name == "Debtors":
            expected[0][1]["Notes"] = "called back"
        assert kept == expected
    assert problems(old) == []
    backup = next((old.parent / "ledger-backups").iterdir())
    assert backup.read_bytes() == OLD.read_bytes()
    properties = {prop.name: prop.value for prop in openpyxl.load_workbook(old).custom_doc_props}
    assert properties["Schema steps"] == "; ".join(f"{step.version} on {DAY}: {step.what}" for step in STEPS)


def test_a_grown_ledger_looks_and_refuses_like_a_new_one(old: Path, tmp_path: Path) -> None:
    write(old, NOTE)
    fresh = tmp_path / "fresh.xlsm"
    make_ledger(fresh, ledger_id="FRESH")
    grown, new = openpyxl.load_workbook(old), openpyxl.load_workbook(fresh)
    for name, columns in NEW.items():
        for header in columns:
            mine, theirs = _column(grown[name], header), _column(new[name], header)
            assert _width(grown[name], mine) == pytest.approx(_width(new[name], theirs), abs=1), header
            one, other = grown[name][f"{mine}1"], new[name][f"{theirs}1"]
            assert (one.fill.fgColor.rgb, one.font.b, one.number_format) == (other.fill.fgColor.rgb, other.font.b, other.number_format), header
            rules = [_rule(book[name], letter) for book, letter in ((grown, mine), (new, theirs))]
            assert rules[0][0] == rules[1][0]
            assert rules[0][2] == rules[1][2]
    assert _rule(grown["Cases"], _column(grown["Cases"], "Risk"))[1] == "FALSE"
    assert _rule(grown["Levels"], _column(grown["Levels"], "Risk"))[1] == '"low,middle,high"'
    assert _rule(grown["Debtors"], _column(grown["Debtors"], "Shared contact"))[1] == "List_YesNo"
    assert grown["Debtors"].tables["Debtors"].ref == "A1:Y3"


def test_values_go_into_the_new_columns_in_the_same_write(old: Path) -> None:
    write(old, SetCell("Debtors", 3, "D-00002", "Address changed on", None, DAY), NOTE)
    book = openpyxl.load_workbook(old)
    cell = book["Debtors"][f"{_column(book['Debtors'], 'Address changed on')}3"]
    assert (cell.value.date(), cell.number_format) == (DAY, "yyyy-mm-dd")
    assert problems(old) == []


def test_nothing_grows_without_a_write_and_nothing_twice(old: Path) -> None:
    book = ClosedBook(old)
    book.write([], fingerprint=book.read().fingerprint, as_of=DAY)
    assert old.read_bytes() == OLD.read_bytes()
    write(old, NOTE)
    again = SetCell("Debtors", 2, "D-00001", "Notes", "called back", "and again")
    assert write(old, again) == {}


def test_a_clerks_column_inside_the_table_stays_and_the_new_ones_come_after_it(old: Path) -> None:
    def add(parts: dict[str, bytes]) -> None:
        sheet, table = sheet_part(old, "Cases"), table_part(old, "Cases")
        parts[sheet] = re.sub(
            rb'(<row r="(\d)"[^>]*>.*?)(</row>)', rb'\1<c r="AB\2" t="inlineStr"><is><t>mine \2</t></is></c>\3', parts[sheet], count=3
        ).replace(b'ref="A1:AA3"', b'ref="A1:AB3"')
        parts[table] = parts[table].replace(b'ref="A1:AA3"', b'ref="A1:AB3"').replace(b'count="27"', b'count="28"')
        parts[table] = parts[table].replace(b"</tableColumns>", b'<tableColumn id="28" name="mine 1"/></tableColumns>')

    rewrite(old, add)
    write(old, NOTE)
    sheet = openpyxl.load_workbook(old)["Cases"]
    assert [sheet[f"AB{row}"].value for row in (1, 2, 3)] == ["mine 1", "mine 2", "mine 3"]
    assert sheet["AC1"].value == "Risk"
    assert sheet.tables["Cases"].ref == "A1:AF3"
    assert problems(old) == []


def _put(path: Path, sheet: str, row: int, cell: str) -> None:
    def change(parts: dict[str, bytes]) -> None:
        part = sheet_part(path, sheet)
        text = f'<c r="{cell}{row}" t="inlineStr"><is><t>Risk</t></is></c></row>'.encode()
        parts[part] = re.sub(rb'(<row r="%d"[^>]*>.*?)</row>' % row, lambda match: match.group(1) + text, parts[part], count=1)

    rewrite(path, change)


@pytest.mark.parametrize(("sheet", "row", "cell"), [("Cases", 1, "AB"), ("Cases", 3, "AB"), ("Debtors", 2, "R"), ("Levels", 1, "K")])
def test_what_a_clerk_keeps_beside_the_table_is_never_overwritten(old: Path, sheet: str, row: int, cell: str) -> None:
    _put(old, sheet, row, cell)
    raw = ClosedBook(old).read()
    findings = [fault for fault in type_ledger(raw, office_zone=UTC).faults if fault.code == "W-SCHEMA" and fault.sheet == sheet]
    assert f"({cell}{row})" in findings[0].advice
    assert write(old, SetCell("Cases", 2, "C-00001", "Risk", None, "high"), NOTE) == {}
    after = ClosedBook(old).read()
    assert after.schema_version == 1
    assert "Risk" not in after.tables["Cases"].headers
    assert dict(after.tables["Debtors"].rows)[2]["Notes"] == "called back"
    assert openpyxl.load_workbook(old)[sheet][f"{cell}{row}"].value == "Risk"


def test_a_newer_ledger_than_this_program_knows_stops(old: Path) -> None:
    def raise_version(parts: dict[str, bytes]) -> None:
        parts["docProps/custom.xml"] = parts["docProps/custom.xml"].replace(b"<vt:r8>1<", b"<vt:r8>%d<" % (SCHEMA_VERSION + 1))

    rewrite(old, raise_version)
    with pytest.raises(Stop) as stop:
        ClosedBook(old).read()
    assert stop.value.fault.code == "X-NOT-LEDGER"
    assert "newer program" in stop.value.fault.advice


@pytest.mark.parametrize("name", SHEETS)
def test_a_new_sheet_looks_and_refuses_like_that_of_a_new_ledger(old: Path, tmp_path: Path, name: str) -> None:
    write(old, NOTE)
    fresh = tmp_path / "fresh.xlsm"
    make_ledger(fresh, ledger_id="FRESH")
    grown, new = openpyxl.load_workbook(old)[name], openpyxl.load_workbook(fresh)[name]
    first, last = new.tables[name].ref.split(":")
    rows = last.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")  # a new ledger's guideline figures come with it
    assert grown.tables[name].ref == f"{first}:{last.removesuffix(rows)}2"
    assert [cell.value for cell in grown[1]] == [cell.value for cell in new[1]]
    for mine, theirs in zip(grown[1], new[1], strict=True):
        letter = mine.column_letter
        assert (mine.fill.fgColor.rgb, mine.font.b, mine.number_format) == (theirs.fill.fgColor.rgb, theirs.font.b, theirs.number_format)
        assert grown[f"{letter}2"].number_format == new[f"{letter}2"].number_format
        assert _rule(grown, letter)[0] == _rule(new, letter)[0]
        assert _width(grown, letter) == pytest.approx(_width(new, letter), abs=1.5), mine.value
    assert (grown.freeze_panes, grown.sheet_view.showGridLines) == (new.freeze_panes, new.sheet_view.showGridLines)


def test_a_new_sheet_takes_rows_at_once(old: Path) -> None:
    line = AddRow("Bank", "B-000001", {"Bank line ID": "B-000001", "Statement": "A 1", "Value date": DAY, "Amount": Decimal("12.30"), "Currency": "EUR"})
    assert write(old, line)["Bank"] == EVERY_TABLE["Bank"].headers
    (row,) = type_ledger(ClosedBook(old).read(), office_zone=UTC).tables["Bank"]
    assert (row.row, row.values["Amount"], row.values["Value date"]) == (2, Decimal("12.30"), DAY)
    assert problems(old) == []


def test_a_clerks_own_sheet_of_that_name_stays_and_nothing_grows(old: Path) -> None:
    def rename(parts: dict[str, bytes]) -> None:
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'name="Read me"', b'name="Bank"')

    rewrite(old, rename)
    raw = ClosedBook(old).read()
    assert raw.tables["Bank"].rows == ()
    (told,) = [fault for fault in type_ledger(raw, office_zone=UTC).faults if fault.sheet == "Bank"]
    assert (told.code, told.found, "your own sheet Bank" in told.advice) == ("W-SCHEMA", "the whole sheet", True)
    assert write(old, NOTE) == {}
    with pytest.raises(Stop) as stop:
        write(old, AddRow("Bank", "B-000001", {"Bank line ID": "B-000001"}))
    assert (stop.value.fault.code, stop.value.fault.sheet) == ("X-NOT-LEDGER", "Bank")


def _width(sheet: openpyxl.worksheet.worksheet.Worksheet, letter: str) -> float:  # type: ignore[name-defined]
    """Neighbors of the same width stand as one group under the first letter."""
    number = column_index_from_string(letter)
    return next(float(group.width) for group in sheet.column_dimensions.values() if group.min <= number <= group.max)


def _column(sheet: openpyxl.worksheet.worksheet.Worksheet, header: str) -> str:  # type: ignore[name-defined]
    return next(cell.column_letter for cell in sheet[1] if cell.value == header)


def _rule(sheet: openpyxl.worksheet.worksheet.Worksheet, letter: str) -> tuple[str, str, str]:  # type: ignore[name-defined]
    for rule in sheet.data_validations.dataValidation:
        if any(letter == re.sub(r"\d", "", str(part).split(":")[0]) for part in str(rule.sqref).split()):
            return rule.type, str(rule.formula1), str(rule.prompt)
    raise AssertionError(f"no rule at {letter}")
