"""Dates and amounts that stand as text: read when they can mean one thing, refused when two, and never another thing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyaddin.ledger.amount_text import COMMA_PARTS_THOUSANDS, amount_of, rate_of
from pyaddin.ledger.book import Cell
from pyaddin.ledger.cells import Understood, converter
from pyaddin.ledger.day_text import day_of, moment_of
from pyaddin.ledger.memory import MemoryBook
from pyaddin.ledger.rows import TypedLedger, type_ledger
from pyaddin.ledger.schema import TABLES
from pyaddin.ledger.texts import BadCell, narrow, printable

DAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-05", "2026.3.5", "2026/3/5", "2026-3-5", "2026.03.05.", "2026 / 3 / 5", "20260305", "2026年3月5日", "2026年03月05號", "2026 年 3 月 5 日",
        "民國115年3月5日", "民国115年3月5日", "中華民國115年3月5日", "民國115.3.5", "民國 115/03/05", "5 Mar 2026", "05-Mar-2026", "5 March 2026",


        "5th March, 2026", "Mar 5, 2026", "March 5 2026",
        "MAR. 5, 2026", "２０２６／３／５", "２０２６年３月５日", "2026-03-05 00:00:00", "2026-03-05T00:00:00",
        "\u200b2026/3/5 ",
    ],
)  # fmt: skip
def test_days_that_can_only_be_one(text: str) -> None:
    assert day_of(text) == DAY


@pytest.mark.parametrize(
    ("text", "day"),
    [("25/03/2026", date(2026, 3, 25)), ("03/25/2026", date(2026, 3, 25)), ("31.12.2026", date(2026, 12, 31)), ("5/5/2026", date(2026, 5, 5))],
)
def test_day_and_month_in_figures_when_one_order_is_no_day(text: str, day: date) -> None:
    assert day_of(text) == day


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("03/04/2026", "2026-04-03 or 2026-03-04"), ("3.4.2026", "2026-04-03 or 2026-03-04"), ("12-11-2026", "2026-11-12 or 2026-12-11"),
        ("115.3.5", "民國"), ("115/3/5", "民國"), ("115年3月5日", "2026-03-05"), ("03/04/26", "four digits"), ("5 Mar 26", "four digits"),
        ("26.3.5", "four digits"), ("2026.2.30", "no such day"), ("31/02/2026", "no such day"),
        ("2026-13-01", "no such day"), ("民國115年2月30日", "no such day"),
        ("5 March", "2026-11-23"), ("tomorrow", "2026-11-23"), ("2026.3/5", "2026-11-23"), ("2026-03-05 14:30", "2026-11-23"), ("2026年3月", "2026-11-23"),
    ],
)  # fmt: skip
def test_days_that_are_refused_and_what_is_said(text: str, advice: str) -> None:
    with pytest.raises(BadCell) as problem:
        day_of(text)
    assert problem.value.code == "E-DATE"
    assert advice in problem.value.advice


@pytest.mark.parametrize("text", ["1066-10-14", "2101/1/1", "民國1年1月1日"])
def test_days_outside_the_years_of_a_ledger(text: str) -> None:
    with pytest.raises(BadCell):
        day_of(text)


def test_a_moment_is_a_day_with_a_time_behind_it() -> None:
    assert moment_of("2026年3月5日 14:30") == datetime(2026, 3, 5, 14, 30)  # noqa: DTZ001
    assert moment_of("2026/3/5 9:05:07") == datetime(2026, 3, 5, 9, 5, 7)  # noqa: DTZ001
    with pytest.raises(BadCell):
        moment_of("03/04/2026 14:30")


@pytest.mark.parametrize(
    ("text", "currency", "number"),
    [
        ("1200", "", "1200"), ("1200.50", "", "1200.50"), ("￥1,200.00", "CNY", "1200.00"), ("¥1200", "CNY", "1200"), ("¥ 1,200", "CNY", "1200"),
        ("NT$1,200", "TWD", "1200"), ("US$ 1,200.5", "USD", "1200.5"), ("RMB 1,200", "CNY", "1200"), ("1,200元", "CNY", "1200"), ("1,200元", "", "1200"),
        ("1,200 元整", "TWD", "1200"), ("１，２００．５０", "CNY", "1200.50"), ("￥１２００", "CNY", "1200"), ("1.200,50", "EUR", "1200.50"),
        ("1.200,50", "CNY", "1200.50"), ("1.234.567,89", "", "1234567.89"), ("1,234,567", "", "1234567"), ("1.234.567", "", "1234567"),
        ("1 200,50", "EUR", "1200.50"), ("1\u00a0200,50 €", "EUR", "1200.50"), ("1\u202f200.50", "", "1200.50"), ("1'200.50", "CHF", "1200.50"),
        ("1’200.50 CHF", "CHF", "1200.50"), ("12,50", "EUR", "12.50"), ("12,50 €", "", "12.50"), ("(1,200.00)", "USD", "-1200.00"),
        ("（1,200.00）", "CNY", "-1200.00"), ("-1,200", "CNY", "-1200"), ("−50", "", "-50"), ("1,200.00-", "USD", "-1200.00"), ("-¥50", "CNY", "-50"),
        ("¥-50", "CNY", "-50"), ("¥(50)", "CNY", "-50"), ("(50)元", "CNY", "-50"), ("+50", "", "50"), ("0.125", "", "0.125"), (".50", "", "0.50"),
        ("1200.125", "", "1200.125"), ("USD 12", "USD", "12"), ("12 usd", "USD", "12"), ("0", "", "0"), ("0.00", "", "0.00"), ("1,200", "CNY", "1200"),
    ],
)  # fmt: skip
def test_amounts_that_can_only_be_one(text: str, currency: str, number: str) -> None:
    assert amount_of(text, currency).number == Decimal(number)


@pytest.mark.parametrize(
    ("text", "currency", "advice"),
    [
        ("1.200", "CNY", "1200 or 1.200"), ("1.200", "EUR", "1200 or 1.200"), ("1,200", "EUR", "1200 or 1.200"), ("1,200", "", "1200 or 1.200"),
        ("12,50", "CNY", "1250 or 12.50"), (",50", "CNY", "or 0.50"), ("1,20,000", "", "plain number"), ("1,2.3,4", "", "plain number"),
        ("1.200.50", "", "plain number"), ("12 50", "", "plain number"), ("1,200.50.1", "", "plain number"), ("100(200)", "", "plain number"),
        ("-(5)", "", "plain number"), ("-5-", "", "plain number"), ("NT$5€", "", "plain number"), ("00123", "", "begin with a zero"),
        ("5²", "", "plain number"), ("①", "", ""), ("5 apples", "", "plain number"), ("five", "", ""), ("NaN", "", ""), ("12%", "", "plain number"),
        ("٣", "", "plain number"), ("0,200,300", "", "plain number"), ("3.5万", "", "plain number"),
    ],
)  # fmt: skip
def test_amounts_that_are_refused_and_what_is_said(text: str, currency: str, advice: str) -> None:
    with pytest.raises(BadCell) as problem:
        amount_of(text, currency)
    assert problem.value.code == "E-NUMBER"
    assert advice in problem.value.advice


def test_rates_are_read_as_shares() -> None:
    assert [rate_of(text) for text in ("12%", "１２％", "4.35 %", "0.12")] == [Decimal("0.12"), Decimal("0.12"), Decimal("0.0435"), Decimal("0.12")]
    for text in ("¥12", "1.200%", "12 per cent"):
        with pytest.raises(BadCell):
            rate_of(text)


def _grouped(number: Decimal, thousands: str, point: str) -> str:
    return f"{number:,.2f}".replace(",", "\0").replace(".", point).replace("\0", thousands)


FORMATS = [
    (",", ".", ""), (",", ".", "¥"), (",", ".", "NT$"), (",", ".", "US$ "), (".", ",", ""), (" ", ",", ""), ("\u00a0", ",", ""), ("'", ".", ""), ("", ".", ""),
]  # fmt: skip
AMOUNTS = st.decimals(min_value=Decimal("0.00"), max_value=Decimal("999999999.99"), places=2)


@given(AMOUNTS, st.sampled_from(FORMATS), st.booleans(), st.booleans())
def test_an_amount_to_the_cent_comes_back_from_every_format_or_is_refused(number: Decimal, form: tuple[str, str, str], wide: bool, bracketed: bool) -> None:
    thousands, point, word = form
    text = word + _grouped(number, thousands, point)
    if bracketed:
        text = f"({text})"
    if wide:
        text = "".join(chr(ord(mark) + 0xFEE0) if "!" <= mark <= "~" else mark for mark in text)
    try:
        read = amount_of(text)
    except BadCell:
        assert point == ","  # what a lone comma parts is not known without a currency
        assert number < 1000
        return
    assert read.number == (-number if bracketed else number)


def readings(text: str) -> set[Decimal]:
    """Every number that some office in the world could mean by digits, points, commas and blanks: an independent, generous reading."""
    found: set[Decimal] = set()
    for grouping, point in ((",", "."), (".", ","), (" ", "."), (" ", ","), ("'", ".")):
        whole, mark, cents = text.partition(point)
        if mark and not cents.isdigit() or cents and set(cents) - set("0123456789"):
            continue
        groups = whole.split(grouping)
        well_formed = all(len(group) == 3 for group in groups[1:]) and 0 < len(groups[0]) <= 3 and all(group.isdigit() for group in groups)
        if well_formed or len(groups) == 1 and (whole.isdigit() or not whole and cents):
            found.add(Decimal(f"{''.join(groups) or '0'}.{cents or '0'}"))
    return found


@given(st.text("0123456789., '", min_size=1, max_size=12), st.sampled_from(["", "EUR", "CNY"]))
def test_no_figures_are_read_that_could_mean_another_number(text: str, currency: str) -> None:
    try:
        read = amount_of(text, currency).number
    except BadCell:
        return
    possible = readings(narrow(text))
    if currency in COMMA_PARTS_THOUSANDS and text.count(",") == 1:
        possible = {number for number in possible if number == read or "." in text or " " in text or "'" in text}
    assert possible == {read}, text


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.sampled_from(["-", "/", "."]))
def test_figures_before_the_year_are_never_read_the_wrong_way_round(day: date, mark: str) -> None:
    text = f"{day.day:02d}{mark}{day.month:02d}{mark}{day.year}"
    try:
        assert day_of(text) == day
    except BadCell:
        assert day.day <= 12
        assert day.day != day.month
    figures, minguo = f"{day.year}{mark}{day.month}{mark}{day.day}", f"民國{day.year - 1911}年{day.month}月{day.day}日"
    for written in (figures, minguo, f"{day:%d %b %Y}", f"{day:%B} {day.day}, {day.year}"):
        assert day_of(written) == day


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_and_never_breaks_the_reader(text: str) -> None:
    for table, name in (("Payments", "Amount"), ("Payments", "Value date"), ("Contacts", "At"), ("Cases", "Annual rate")):
        try:
            value = converter(TABLES[table].column(name), UTC)(text, 2, "CNY")
        except BadCell:
            continue
        assert value is None or isinstance(value, Understood | date | Decimal)


# in a ledger


def typed(case: dict[str, Cell] | None = None, **payment: Cell) -> TypedLedger:
    cells = {key.replace("_", " "): cell for key, cell in payment.items()}
    rows = {
        "Debtors": [{"Debtor ID": "D-1", "Name": "Li"}],
        "Cases": [{"Case ID": "C-1", "Debtor ID": "D-1", "Currency": "CNY", "Opened on": DAY, **(case or {})}],
        "Payments": [{"Payment ID": "P-1", "Case ID": "C-1", "Value date": DAY, "Amount": 5.0, **cells}],
    }
    return type_ledger(MemoryBook(rows).read(), office_zone=UTC)


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("Amount", "￥1,200.00", Decimal("1200.00")), ("Amount", "1,200", Decimal("1200.00")), ("Value date", "民國115年3月5日", DAY),
        ("Value date", 20260305.0, DAY), ("Reversed on", "2026.3.6", date(2026, 3, 6)),
    ],
)  # fmt: skip
def test_a_row_with_plain_text_counts_and_the_clerk_is_told(column: str, cell: Cell, value: object) -> None:
    ledger = typed(**{column: cell})
    assert ledger.tables["Payments"][0].values[column] == value
    assert [(fault.code, fault.column) for fault in ledger.faults] == [("W-TEXT", column)]
    assert str(value) in ledger.faults[0].advice


def test_what_a_comma_parts_follows_the_currency_of_the_case() -> None:
    assert typed(Amount="1,200").tables["Payments"][0].values["Amount"] == 1200
    refused = typed({"Currency": "EUR"}, Amount="1,200")
    assert [fault.code for fault in refused.faults] == ["E-NUMBER"]
    assert "1200 or 1.200" in refused.faults[0].advice


def test_an_amount_in_another_currency_than_the_case_is_refused() -> None:
    for text in ("US$100", "100 USD", "€100", "HK$100"):
        faults = typed(Amount=text).faults
        assert [fault.code for fault in faults] == ["E-NUMBER"]
        assert "in CNY" in faults[0].advice


def test_a_rate_of_the_case_typed_with_a_percent_sign() -> None:
    assert typed({"Annual rate": "12%"}).tables["Cases"][0].values["Annual rate"] == Decimal("0.12")


@pytest.mark.parametrize("cell", [1e15, 6.22202123456789e17, 622202123456789012, "6.22202E+17", "6,22202e+17"])
def test_a_number_of_sixteen_digits_has_lost_some_and_is_refused(cell: Cell) -> None:
    faults = typed(Reference=cell).faults
    assert [(fault.code, fault.column) for fault in faults] == [("E-DIGITS", "Reference")]
    assert "as text" in faults[0].as_json()["advice"]  # type: ignore[operator]


@pytest.mark.parametrize(("cell", "text"), [(999999999999999.0, "999999999999999"), (13800000001, "13800000001"), ("622202123456789012", "622202123456789012")])
def test_shorter_numbers_and_long_texts_are_whole(cell: Cell, text: str) -> None:
    ledger = typed(Reference=cell)
    assert ledger.tables["Payments"][0].values["Reference"] == text
    assert ledger.faults == ()


@given(st.text(st.characters(max_codepoint=300)) | st.text(st.characters(max_codepoint=128)))
def test_what_shows_is_told_alike_of_ascii_and_of_other_texts(text: str) -> None:
    assert printable(text) == text.isprintable()
