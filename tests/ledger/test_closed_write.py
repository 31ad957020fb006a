"""Writing by patching: what must change changes, everything else keeps its bytes, and other programs read the result."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from pyaddin.build.workbook import write_workbook
from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Edit, ReplaceRows, SetCell, Value
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.rows import type_ledger
from pyaddin.ledger.schema import EVERY_TABLE
from pyaddin.settings import NEVER_RUN
from tests.ledger.ledger_files import DAY, edit_sheet, parts_of, rewrite, sheet_part, small_ledger, through_libreoffice

TEXTS = ("张伟 😀", "  two\n lines ", "<b>&amp;", "=1+1", "_x000D_", "{{ x }}", "'", "-5", "007")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return small_ledger(tmp_path)


def payment(number: int, **cells: Value) -> AddRow:
    key = f"P-{number:06d}"
    return AddRow("Payments", key, {"Payment ID": key, "Case ID": "C-00001", "Value date": DAY, "Amount": Decimal("5.05"), **cells})


def many(count: int) -> list[Edit]:
    return [payment(number + 2) for number in range(count)]


def run(path: Path, edits: list[Edit]) -> None:
    book = ClosedBook(path)
    book.write(edits, fingerprint=book.read().fingerprint, as_of=DAY)


def packed(path: Path) -> dict[str, tuple[bytes, int, int]]:
    found = {}
    data = path.read_bytes()
    with zipfile.ZipFile(path) as file:
        for info in file.infolist():
            start = info.header_offset + 30 + int.from_bytes(data[info.header_offset + 26 : info.header_offset + 28], "little")
            start += int.from_bytes(data[info.header_offset + 28 : info.header_offset + 30], "little")
            found[info.filename] = (data[start : start + info.compress_size], info.CRC, info.compress_type)
    return found


def table_part(path: Path, table: str) -> bytes:
    return next(content for content in parts_of(path).values() if f'displayName="{table}"'.encode() in content)


def test_only_what_must_change_changes(path: Path) -> None:
    before = packed(path)
    run(path, [SetCell("Cases", 2, "C-00001", "Level", None, 1), payment(2)])
    after = packed(path)
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    payments = next(name for name, content in parts_of(path).items() if b'displayName="Payments"' in content)
    assert changed == {sheet_part(path, "Cases"), sheet_part(path, "Payments"), payments, "xl/styles.xml"}
    with zipfile.ZipFile(path) as file:
        assert file.testzip() is None


def test_untouched_rows_keep_their_bytes(path: Path) -> None:
    part = sheet_part(path, "Installments")
    before = re.findall(rb"<row .*?</row>", parts_of(path)[part])
    run(path, [SetCell("Installments", 3, "C-00001|ORIG|2", "Paid", None, Decimal("1.10"))])
    after = re.findall(rb"<row .*?</row>", parts_of(path)[part])
    assert [number for number, (old, new) in enumerate(zip(before, after, strict=True)) if old != new] == [2]


def test_captions_show_the_date_of_the_run(path: Path) -> None:
    run(path, [payment(2)])
    book = openpyxl.load_workbook(path)
    assert book["Cases"]["A1"].value == "Case ID"
    assert book["Cases"]["A1"].number_format == ';;;"Case ID · computed as of 2026-11-23"'
    assert book["Today"]["A1"].number_format == ';;;"Rank · computed as of 2026-11-23"'


@pytest.mark.parametrize(("language", "said"), [("en", "Case ID · computed as of "), ("zh-CN", "案件编号 · 计算截至 "), ("zh-TW", "案件編號 · 計算截至 ")])
def test_a_ledger_that_never_ran_shows_a_dash_until_a_run_has_computed_it(tmp_path: Path, language: str, said: str) -> None:
    path = tmp_path / "new.xlsm"
    write_workbook(path, ledger_id="TEST", language=language)

    def shown() -> str:
        return str(openpyxl.load_workbook(path)["Cases"]["A1"].number_format)

    assert shown() == f';;;"{said}–"'
    for day, then in ((NEVER_RUN, "–"), (DAY, "2026-11-23")):
        book = ClosedBook(path)
        book.write([payment(day.year)], fingerprint=book.read().fingerprint, as_of=day)
        assert shown() == f';;;"{said}{then}"'


def test_styles_without_captions_stay_as_they_are(path: Path) -> None:
    rewrite(path, lambda parts: parts.update({"xl/styles.xml": parts["xl/styles.xml"].replace(b"computed as of", b"stand")}))
    before = packed(path)["xl/styles.xml"]
    run(path, [payment(2)])
    assert packed(path)["xl/styles.xml"] == before


def test_tables_filters_and_dimension_grow(path: Path) -> None:
    run(path, many(3))
    sheet = openpyxl.load_workbook(path)["Payments"]
    assert (sheet.tables["Payments"].ref, sheet.dimensions) == ("A1:I5", "A1:I5")
    assert sheet.tables["Payments"].autoFilter.ref == "A1:I5"
    assert [row[3].value for row in sheet.iter_rows(min_row=2)] == [40.1, 5.05, 5.05, 5.05]
    assert [row[2].number_format for row in sheet.iter_rows(min_row=2)] == ["yyyy-mm-dd"] * 4
    assert [row[0].style_id for row in sheet.iter_rows(min_row=3)] == [sheet["A2"].style_id] * 3


def test_rules_that_end_with_the_table_grow_and_others_stay(path: Path) -> None:
    part = sheet_part(path, "Payments")
    extension = (
        b'<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        b'<x14:conditionalFormattings><x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        b"<xm:sqref>D2:D2 H9:H9</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst></worksheet>"
    )

    def narrow(parts: dict[str, bytes]) -> None:
        content = parts[part].replace(b'sqref="D2:D5000"', b'sqref="D2"').replace(b'sqref="C2:C5000"', b'sqref="C2:C3 K2:K2"')
        parts[part] = content.replace(b"</worksheet>", extension)

    rewrite(path, narrow)
    run(path, many(2))
    content = parts_of(path)[part]
    assert b'sqref="D2:D4"' in content
    assert b'sqref="C2:C5000 K2:K2"' in content  # it reached below the table, and does again
    assert b"<xm:sqref>D2:D4 H9</xm:sqref>" in content or b"<xm:sqref>D2:D4 H9:H9</xm:sqref>" in content
    assert b'sqref="E2:E5000"' in content


def test_a_rule_for_the_last_row_alone_stays_there(path: Path) -> None:
    part = sheet_part(path, "Installments")
    rewrite(path, lambda parts: parts.update({part: parts[part].replace(b'sqref="D2:D5000"', b'sqref="D7"').replace(b'sqref="E2:E5000"', b'sqref="E2:E7"')}))
    run(path, [AddRow("Installments", "x", {"Case ID": "C-00001", "No": 4, "Due on": DAY, "Principal": 1})])
    content = parts_of(path)[part]
    assert b'sqref="D7"' in content
    assert b'sqref="E2:E8"' in content


def test_an_empty_table_is_filled_from_its_blank_row(path: Path) -> None:
    before = openpyxl.load_workbook(path)["Moves"].tables["Moves"].ref
    move: dict[str, Value] = {"Case ID": "C-00001", "At": "2026-11-23T02:00:00Z", "As of": DAY, "Rule": "T2"}
    run(path, [AddRow("Moves", "a", move)])
    sheet = openpyxl.load_workbook(path)["Moves"]
    assert sheet.tables["Moves"].ref == before == "A1:L2"
    run(path, [AddRow("Moves", "b", move | {"Rule": "T3"})])
    sheet = openpyxl.load_workbook(path)["Moves"]
    assert sheet.tables["Moves"].ref == "A1:L3"
    assert [sheet["C2"].value, sheet["C3"].value] == [datetime.combine(DAY, datetime.min.time())] * 2
    assert sheet["C3"].number_format == "yyyy-mm-dd"


def test_the_queue_shrinks_and_grows_and_drops_its_filter(path: Path) -> None:
    def filtered(parts: dict[str, bytes]) -> None:
        name = next(name for name, content in parts.items() if b'displayName="Today"' in content)
        column = b'<autoFilter ref="A1:N3"><filterColumn colId="3"><filters><filter val="Amy"/></filters></filterColumn></autoFilter>'
        parts[name] = parts[name].replace(b'<autoFilter ref="A1:N3"/>', column)

    rewrite(path, filtered)
    edit_sheet(path, "Today", b'<row r="2"', b'<row r="2" hidden="1"')
    run(path, [ReplaceRows("Today", ({"Rank": 1, "Case ID": "C-9"},))])
    assert b"filterColumn" not in table_part(path, "Today")
    sheet = openpyxl.load_workbook(path)["Today"]
    assert sheet.tables["Today"].ref == "A1:N2"
    assert [cell.value for row in sheet.iter_rows(min_row=2, max_row=4) for cell in row if cell.value is not None] == [1, "C-9"]
    assert ClosedBook(path).read().tables["Today"].hidden_rows == frozenset()
    run(path, [ReplaceRows("Today", ())])
    assert openpyxl.load_workbook(path)["Today"].tables["Today"].ref == "A1:N2"
    run(path, [ReplaceRows("Today", tuple({"Rank": number, "On": DAY} for number in range(1, 7)))])
    sheet = openpyxl.load_workbook(path)["Today"]
    assert sheet.tables["Today"].ref == "A1:N7"
    assert {sheet.cell(row, 6).number_format for row in range(2, 8)} == {"yyyy-mm-dd"}


def test_decimals_are_written_as_they_are(path: Path) -> None:
    run(path, [payment(2, Amount=Decimal("123456789.10"))])
    assert b"<v>123456789.10</v>" in parts_of(path)[sheet_part(path, "Payments")]


@pytest.mark.parametrize("text", TEXTS)
def test_texts_read_back_alike_in_openpyxl(path: Path, text: str) -> None:
    run(path, [SetCell("Cases", 2, "C-00001", "Why", None, text)])
    # openpyxl leaves Excel's escape of an underscore as it is
    assert openpyxl.load_workbook(path)["Cases"]["V2"].value == text.replace("_x000D_", "_x005F_x000D_")
    assert ClosedBook(path).read().tables["Cases"].rows[0][1]["Why"] == text


def test_recalculation_is_asked_for_once(path: Path) -> None:
    rewrite(path, lambda parts: parts.update({"xl/workbook.xml": parts["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")}))
    run(path, [payment(2)])
    assert parts_of(path)["xl/workbook.xml"].count(b'fullCalcOnLoad="1"') == 1
    before = packed(path)["xl/workbook.xml"]
    run(path, [payment(3)])
    assert packed(path)["xl/workbook.xml"] == before


def with_calculation_chain(parts: dict[str, bytes]) -> None:
    parts["xl/calcChain.xml"] = b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="L2" i="4"/></calcChain>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    relation = f'<Relationship Id="rId999" Type="{kind}" Target="calcChain.xml"/></Relationships>'
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(b"</Relationships>", relation.encode())
    content = '<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", content.encode())


def test_a_formula_in_a_computed_column_gives_way_and_its_chain_goes(path: Path) -> None:
    rewrite(path, with_calculation_chain)
    part = sheet_part(path, "Cases")

    def formulas(parts: dict[str, bytes]) -> None:
        for row, formula in ((2, b'<f t="shared" ref="L2:L3" si="0">1+1</f><v>2</v>'), (3, b'<f t="shared" si="0"/><v>2</v>')):
            parts[part] = re.sub(rb'(<c r="L%d" s="\d+")/>' % row, rb"\1>" + formula + b"</c>", parts[part])

    rewrite(path, formulas)
    assert [fault.code for fault in type_ledger(ClosedBook(path).read(), office_zone=ZoneInfo("UTC")).faults] == ["W-COMPUTED", "W-COMPUTED"]
    run(path, [payment(2)])
    assert "xl/calcChain.xml" in parts_of(path)
    run(path, [SetCell("Cases", 2, "C-00001", "Level", None, 3)])
    parts = parts_of(path)
    assert "xl/calcChain.xml" not in parts
    assert not any(b"calcChain" in content for content in parts.values())
    assert re.search(rb"<f[ >]", parts[part]) is None
    assert [row[1]["Level"] for row in ClosedBook(path).read().tables["Cases"].rows] == [3, 2]


def test_a_typed_cell_that_holds_a_formula_is_never_overwritten(path: Path) -> None:
    edit_sheet(path, "Payments", b"<v>40.10</v>", b"<f>20+20.1</f><v>40.10</v>")
    with pytest.raises(Stop, match="X-CHANGED"):
        run(path, [SetCell("Payments", 2, "P-000001", "Amount", 40.1, Decimal(41))])


@pytest.mark.parametrize("last", [2, 4], ids=["rows on end", "a gap between rows"])
def test_a_clerks_own_calculated_column_goes_on_in_new_rows(path: Path, last: int) -> None:
    part = sheet_part(path, "Payments")

    def own_column(parts: dict[str, bytes]) -> None:
        name = next(name for name, content in parts.items() if b'displayName="Payments"' in content)
        table = parts[name].replace(b"A1:I2", b"A1:J%d" % last).replace(b'count="9"', b'count="10"')
        formula = b"<calculatedColumnFormula>Payments[[#This Row],[Amount]]*2</calculatedColumnFormula>"
        parts[name] = table.replace(b"</tableColumns>", b'<tableColumn id="10" name="Twice">' + formula + b"</tableColumn></tableColumns>")
        head = parts[part].replace(b'<c r="I1"', b'<c r="J1" t="inlineStr"><is><t>Twice</t></is></c><c r="I1"', 1)
        sheet = re.sub(rb'(<c r="J1".*?</c>)(<c r="I1".*?</c>)', rb"\2\1", head)
        parts[part] = re.sub(rb'(<row|<c) r="([A-I]?)2"', rb'\1 r="\g<2>%d"' % last, sheet)

    rewrite(path, own_column)
    run(path, [payment(2)])
    sheet = openpyxl.load_workbook(path)["Payments"]
    assert sheet[f"J{last + 1}"].value == "=Payments[[#This Row],[Amount]]*2"
    assert sheet.tables["Payments"].ref == f"A1:J{last + 1}"


def test_columns_are_found_by_header_wherever_they_stand(path: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(path, keep_vba=True)
    for name in ("Payments", "Cases"):
        sheet = book[name]
        headers = list(EVERY_TABLE[name].headers)
        values = [[cell.value for cell in row] for row in sheet.iter_rows()]
        del sheet.tables[name]
        sheet.delete_rows(1, sheet.max_row)
        sheet.column_dimensions.clear()  # their formats belong to the columns that stood there
        order = ["My mark", *reversed(headers), "My sum"]
        for number, row in enumerate(values):
            known = dict(zip(headers, row, strict=True))
            sheet.append(order if number == 0 else [known.get(header, "own") for header in order])
        sheet.insert_rows(1, 3)
    other = tmp_path / "other.xlsm"
    book.save(other)
    run(other, [payment(2), SetCell("Cases", 5, "C-00001", "Level", None, 2)])
    raw = ClosedBook(other).read()
    assert [row for row, _ in raw.tables["Payments"].rows] == [5, 6]
    assert raw.tables["Cases"].rows[0][1]["Level"] == 2
    assert openpyxl.load_workbook(other)["Payments"]["A5"].value == "own"


def test_a_ledger_that_openpyxl_saved_in_between(path: Path) -> None:
    fresh = ClosedBook(path).read()
    book = openpyxl.load_workbook(path, keep_vba=True)
    book.save(path)
    assert ClosedBook(path).read().tables == fresh.tables
    check_run_on(path)


@pytest.mark.libreoffice
def test_a_ledger_that_libreoffice_saved_in_between(path: Path, tmp_path: Path) -> None:
    fresh = ClosedBook(path).read()
    saved = through_libreoffice(path, tmp_path)
    zone = ZoneInfo("UTC")
    assert ClosedBook(saved).read().ledger_id == "LEDGER-1"
    assert type_ledger(ClosedBook(saved).read(), office_zone=zone).tables == type_ledger(fresh, office_zone=zone).tables
    check_run_on(saved)


@pytest.mark.libreoffice
def test_libreoffice_reads_what_was_written(path: Path, tmp_path: Path) -> None:
    run(path, [payment(number + 2, Notes=text) for number, text in enumerate(TEXTS)])
    saved = through_libreoffice(path, tmp_path)
    rows = [row for _, row in ClosedBook(saved).read().tables["Payments"].rows[1:]]
    assert [row["Notes"] for row in rows] == list(TEXTS)
    assert {row["Amount"] for row in rows} == {5.05}
    assert {row["Value date"] for row in rows} == {DAY}


@pytest.mark.libreoffice
def test_the_dashboard_tells_of_the_time_after_the_run(path: Path, tmp_path: Path) -> None:
    def shown(file: Path) -> list[object]:
        return [cell.value for row in openpyxl.load_workbook(file, data_only=True)["Dashboard"].iter_rows() for cell in row]

    saved = through_libreoffice(path, tmp_path)
    before = shown(saved)
    run(saved, [SetCell("Cases", 2, "C-00001", "Stage", None, "DEEP")])
    again = saved.rename(tmp_path / "again.xlsm")
    after = shown(through_libreoffice(again, tmp_path))
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert sorted(changed, key=str) == [(0, 1), (1, 0)]


def check_run_on(path: Path) -> None:
    """A whole run's worth of edits, read back by this reader and by openpyxl."""
    edits: list[Edit] = [
        SetCell("Cases", 2, "C-00001", "Arrears", None, Decimal("7.70")),
        SetCell("Cases", 2, "C-00001", "Stage since", None, DAY),
        payment(2, Notes="from a run"),
        AddRow("Moves", "a", {"Case ID": "C-00001", "At": "2026-11-23T02:00:00Z", "As of": DAY, "Rule": "T2"}),
        ReplaceRows("Today", ({"Rank": 1, "Case ID": "C-00001", "On": DAY},)),
    ]
    run(path, edits)
    result = type_ledger(ClosedBook(path).read(), office_zone=ZoneInfo("UTC"))
    assert result.faults == ()
    values = result.tables["Cases"][0].values
    assert (values["Arrears"], values["Stage since"]) == (Decimal("7.70"), DAY)
    sheet = openpyxl.load_workbook(path)["Payments"]
    assert sheet.tables["Payments"].ref == "A1:I3"
    assert (sheet["D3"].value, sheet["H3"].value) == (5.05, "from a run")
    assert sheet["C3"].value.date() == DAY
    assert [row.values["Rank"] for row in result.tables["Today"]] == [1]


def test_rich_text_and_preserved_blanks_of_excel(path: Path) -> None:
    def rich(parts: dict[str, bytes]) -> None:
        strings = parts["xl/sharedStrings.xml"]
        name = "张伟 &lt;&amp;&gt;".encode()
        runs = "<r><t>张</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\">伟 </t></r><r><t>Ltd</t></r><rPh sb=\"0\" eb=\"1\"><t>zhang</t></rPh>".encode()
        assert name in strings
        parts["xl/sharedStrings.xml"] = re.sub(rb"<t[^>]*>" + name + b"</t>", runs, strings)

    rewrite(path, rich)
    edit_sheet(path, "Debtors", b'<row r="2"', b'<row xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" x14ac:dyDescent="0.25" r="2"')
    assert ClosedBook(path).read().tables["Debtors"].rows[0][1]["Name"] == "张伟 Ltd"
    run(path, [SetCell("Debtors", 2, "D-00001", "Notes", None, "seen")])
    assert ClosedBook(path).read().tables["Debtors"].rows[0][1]["Notes"] == "seen"


def test_the_sheet_limit(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pyaddin.ledger.closed.change.MAX_ROWS", 3)
    with pytest.raises(Stop, match="X-LIMIT"):
        run(path, many(2))
    run(path, many(1))
    assert date(2026, 11, 23) == ClosedBook(path).read().tables["Payments"].rows[1][1]["Value date"]
