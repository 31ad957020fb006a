"""Bank statements read from MT940, CAMT.053 in all versions, and lists: the same movements, whatever the format; broken and hostile files in words."""

from __future__ import annotations

from datetime import UTC, date
from decimal import Decimal
from pathlib import Path

import pytest

from pyaddin.errors import Stop
from pyaddin.ledger.imports.mapping import Section
from pyaddin.ledger.imports.source import read_source
from pyaddin.ledger.imports.statements.balances import balance_faults, ties
from pyaddin.ledger.imports.statements.list_file import read_list
from tests.imports.statements.bank_files import OURS, camt, entry, listed, move, mt940, only, plain, read, transaction

MOVES = (move("11-03", "100.00"), move("11-04", "-30.00", "Rates Office", "bill 7"), move("11-05", "250.55", "Bob Ray", "thank you"))
PLAIN = [("11-03", "100.00", "Ann Lee"), ("11-04", "-30.00", "Rates Office"), ("11-05", "250.55", "Bob Ray")]


def test_mt940_gives_day_amount_payer_account_and_text(tmp_path: Path) -> None:
    statement = only(read(tmp_path / "a.sta", mt940(MOVES)))
    assert plain(statement.lines) == PLAIN
    first = statement.lines[0]
    assert (first.currency, first.payer_account, first.reference) == ("GBP", "GB29NWBK60161331926819", "C-00001 CREDIT")
    assert (statement.account, statement.number, statement.last, ties(statement)) == (OURS, "12/1", date(2026, 11, 6), True)


@pytest.mark.parametrize("version", range(1, 13))
def test_camt_is_read_in_every_version(tmp_path: Path, version: int) -> None:
    statement = only(read(tmp_path / "a.xml", camt(MOVES, version=version)))
    assert plain(statement.lines) == PLAIN
    first = statement.lines[0]
    assert (first.currency, first.payer_account, first.reference) == ("GBP", "GB29NWBK60161331926819", "C-00001")
    assert (statement.account, statement.number, statement.last, ties(statement)) == (OURS, "12", date(2026, 11, 6), True)


def test_a_list_of_the_banks_page_gives_the_same(tmp_path: Path) -> None:
    statement = only(read(tmp_path / "a.csv", listed(MOVES)))
    assert plain(statement.lines) == PLAIN
    assert (statement.opening and statement.opening.amount, statement.closing and statement.closing.amount) == (Decimal("1000.00"), Decimal("1320.55"))


def test_a_broken_line_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    statement = only(read(tmp_path / "a.sta", mt940(MOVES, broken=1)))
    assert [line.payer for line in statement.lines] == ["Ann Lee", "Bob Ray"]
    assert [(fault.code, fault.row) for fault in statement.faults] == [("E-STATEMENT", 2)]
    assert [fault.code for fault in balance_faults(statement, "a.sta")] == ["W-BALANCE"]

    extra = "<Ntry><Amt Ccy='GBP'>12,50</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts></Ntry><Ntry><Amt Ccy='GBP'>1</Amt><Sts/></Ntry>"
    statement = only(read(tmp_path / "a.xml", camt(MOVES, extra=extra)))
    assert plain(statement.lines) == PLAIN
    assert [(fault.code, fault.found) for fault in statement.faults] == [("E-STATEMENT", "entry 4: 12,50"), ("E-STATEMENT", "entry 5: 1")]


def test_what_the_bank_has_not_booked_yet_is_left_out_and_a_batch_is_taken_apart(tmp_path: Path) -> None:
    ann, bob = move("11-05", "60.00"), move("11-05", "40.00", "Bob Ray", "C-00002")
    inside = transaction(ann, amount="60.00") + transaction(bob, amount="40.00")
    unsaid = transaction(ann) + transaction(bob)
    extra = (
        entry(move("11-05", "5.00"), status="PDNG") + entry(move("11-05", "100.00"), details=inside) + entry(move("11-05", "80.00"), details=unsaid)
        + entry(move("11-06", "-60.00", "Ann Lee"), reversal=True)
    )  # fmt: skip
    statement = only(read(tmp_path / "a.xml", camt((), extra=extra)))
    lines = [("11-05", "60.00", "Ann Lee"), ("11-05", "40.00", "Bob Ray"), ("11-05", "80.00", "Ann Lee"), ("11-06", "-60.00", "Ann Lee")]
    assert plain(statement.lines) == lines
    assert statement.lines[2].reference == "C-00001 C-00002"
    assert [line.returns for line in statement.lines] == [False, False, False, True]
    assert [fault.found for fault in statement.skipped] == ["entry 1: PDNG", "entry 3: 2 payments in one"]


def test_reversals_of_mt940_have_the_sign_of_the_money(tmp_path: Path) -> None:
    text = mt940(MOVES).replace(":61:2611031103C100,00", ":61:2611031103RC100,00").replace(":61:2611041104D30,00", ":61:2611041104RD30,00")
    assert [(str(line.amount), line.returns) for line in only(read(tmp_path / "a.sta", text)).lines[:2]] == [("-100.00", True), ("30.00", True)]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("bomb.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>', "X-UNSAFE"),
        ("bomb16.xml", '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "x">]><a>&b;</a>'.encode("utf-16"), "X-UNSAFE"),
        ("cut.xml", camt(MOVES)[:1500], "X-NOT-STATEMENT"),
        ("new.xml", camt(MOVES, version=13), "X-NOT-STATEMENT"),
        ("note.xml", camt(MOVES).replace("camt.053.001.08", "camt.054.001.08"), "X-NOT-STATEMENT"),
        ("page.xml", "<?xml version='1.0'?><feed/>", "X-NOT-STATEMENT"),
        ("head.sta", ":20:X\r\n:25:\r\n", "X-NOT-STATEMENT"),
        ("names.csv", "Name,Phone\nAnn,1\n", "X-NOT-STATEMENT"),
        ("empty.csv", "", "X-NOT-LIST"),
        ("scan.pdf", "%PDF-1.7", "X-NOT-LIST"),
        ("noise.csv", bytes(range(0x80, 0x100)) * 5, "X-ENCODING"),
    ],
)
def test_what_is_no_statement_is_refused_in_words(tmp_path: Path, name: str, data: str | bytes, code: str) -> None:
    with pytest.raises(Stop) as stop:
        read(tmp_path / name, data)
    assert (stop.value.fault.code, bool(stop.value.fault.advice)) == (code, True)


def test_a_cut_mt940_file_keeps_what_is_whole_and_does_not_tie(tmp_path: Path) -> None:
    statement = only(read(tmp_path / "a.sta", mt940(MOVES)[:310]))
    assert plain(statement.lines)[:1] == PLAIN[:1]
    assert statement.closing is None


CHINESE = (
    "交易日期,对方户名,对方账号,收入,支出,余额,摘要\n2026-11-03,王伟,6222000011112222,\"1,200.50\",,2200.50,还款 C-00001\n"
    "2026-11-04,电力公司,,,300.00,1900.50,电费\n"
)
TAIWAN = "帳務日期,對方戶名,存入金額,提出金額,備註\n115/11/03,王小明,1200,,還款\n民國115年11月4日,張三,500,,謝謝\n"


@pytest.mark.parametrize(("encoding", "named"), [("gb18030", None), ("utf-8-sig", None), ("utf-16", None), ("gb18030", "gb18030")])
def test_lists_of_chinese_banks_in_their_character_sets(tmp_path: Path, encoding: str, named: str | None) -> None:
    path = tmp_path / "流水.csv"
    options = {"encoding": named} if named else {}
    statement = only(read(path, CHINESE.encode(encoding), currency="CNY", **options))
    found = [(str(line.amount), line.payer, line.payer_account) for line in statement.lines]
    assert found == [("1200.50", "王伟", "6222000011112222"), ("-300.00", "电力公司", "")]
    assert ties(statement) is True


def test_a_list_in_big5_with_days_of_the_minguo_calendar(tmp_path: Path) -> None:
    statement = only(read(tmp_path / "a.csv", TAIWAN.encode("big5"), currency="TWD"))
    assert plain(statement.lines) == [("11-04", "500.00", "張三")]
    assert [(fault.code, fault.row) for fault in statement.faults] == [("E-DATE", 2)]  # 115 without 民國 may be anything


def test_decimal_commas_day_first_and_two_columns(tmp_path: Path) -> None:
    text = (
        "Buchungstag;Auftraggeber;Verwendungszweck;Soll;Haben;Währung\n25.11.2026;Jäger GmbH;C-00001;;1.234,50;EUR\n03.11.2026;Stadtwerke;Strom;80,1;;EUR\n"
        "Summe;;;80,1;1.234,50;\n"
    )
    statement = only(read(tmp_path / "a.csv", text.encode("cp1252"), encoding="windows-1252"))
    assert plain(statement.lines) == [("11-25", "1234.50", "Jäger GmbH"), ("11-03", "-80.10", "Stadtwerke")]
    assert [fault.code for fault in statement.skipped] == ["W-SKIPPED", "W-DAY-ORDER"]


def test_a_list_whose_days_prove_no_order_takes_the_one_of_its_mapping(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Date,Name,Amount,Currency\n03/04/2026,Ann,10.00,GBP\n", encoding="utf-8")
    fields = {"Date": "Bank.Value date", "Name": "Bank.Payer", "Amount": "Bank.Amount", "Currency": "Bank.Currency"}
    for said, on in (("day first", "04-03"), ("month first", "03-04")):
        found, kept = read_list(read_source(path, None), [Section("a", fields, {"Date order": said})], UTC, "", told=False)
        assert [plain(statement.lines) for statement in found] == [[(on, "10.00", "Ann")]]
        assert [section.fixed for section in kept] == [{"Date order": said}]


def test_direction_words_negative_amounts_and_formulas(tmp_path: Path) -> None:
    text = (
        "Date,Name,Type,Amount,Currency\n2026-11-03,Ann,CR,10.00,GBP\n2026-11-03,Bob,DR,4.00,GBP\n2026-11-04,Cy,,(2.50),GBP\n2026-11-04,Di,CR,=1+1,GBP\n"
        '2026-11-05,"=HYPERLINK(""x"")",CR,1.00,USD\n'
    )
    statement = only(read(tmp_path / "a.csv", text))
    assert [(str(line.amount), line.currency) for line in statement.lines] == [("10.00", "GBP"), ("-4.00", "GBP"), ("-2.50", "GBP"), ("1.00", "USD")]
    assert statement.lines[-1].payer == '=HYPERLINK("x")'  # a text, written as a text
    assert [(fault.code, fault.row, fault.column) for fault in statement.faults] == [("E-NUMBER", 5, "Amount")]


def test_a_gap_in_the_running_balance_is_told_at_its_row(tmp_path: Path) -> None:
    rows = listed(MOVES).splitlines()
    statement = only(read(tmp_path / "a.csv", "\n".join([*rows[:2], *rows[3:]])))
    assert [(fault.code, fault.row) for fault in statement.skipped] == [("W-BALANCE", 3)]
    newest_first = only(read(tmp_path / "b.csv", "\n".join([rows[0], *reversed(rows[1:])])))
    assert [fault.code for fault in newest_first.skipped] == []
    assert ties(newest_first) is True
