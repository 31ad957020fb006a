"""The letter: what stands on it, where it stands, and what is refused."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from pyaddin.correspondence import formats, wording
from pyaddin.correspondence.letter import sheet
from pyaddin.correspondence.letter.address import Addressee
from pyaddin.correspondence.letter.press import Unprintable
from pyaddin.correspondence.message import Letter
from pyaddin.labels import LANGUAGES
from tests.correspondence.letter.papers import IBAN, PAPERS, TO, composed, printed, text_of
from tests.correspondence.letters import HOSTILE, OFFICES, every_letter, hostile, letter, statement


def squeezed(text: str) -> str:
    return "".join(text.split())


def facts(written: Letter) -> list[str]:
    """Every amount and date that the letter must show."""
    language, debt = written.language, written.statements[0]
    days = [written.as_of, written.counted_until]
    figures: list[Decimal] = []
    if written.kind == "reminder":
        days += [written.pay_by, *(line.due_on for line in debt.lines)]
        figures += [debt.principal, debt.contract_interest, debt.installment_fees, debt.arrears, debt.late_interest, debt.fees, debt.total_due]
        figures += [value for line in debt.lines for value in (line.due, line.paid, line.open)]
    if written.missed is not None:
        days += [written.pay_by, written.missed.due_on]
        figures.append(written.missed.open)
    if written.received is not None:
        days.append(written.received.on)
        figures.append(written.received.amount)
    return [*(formats.day(day, language) for day in days), *(formats.figure(value, debt.currency, language) for value in figures)]


@pytest.mark.poppler
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", ["din", "us", "china"])
def test_the_text_layer_carries_every_fact(language: str, paper: str, tmp_path: Path) -> None:
    for name, written in every_letter(language).items():
        text = squeezed(text_of(printed(written, paper).pdf, tmp_path))
        to = TO[language]
        for fact in (*facts(written), written.debtor_name, to.address, to.city, to.postal_code, written.sender.name, written.statements[0].case_id):
            assert squeezed(fact) in text, (name, fact)


@pytest.mark.parametrize("paper", ["din", "us", "china", "plain"])
def test_the_same_letter_is_the_same_file(paper: str) -> None:
    written = letter("zh-TW", "DEEP", "reminder_2", level=2)
    assert printed(written, paper).pdf == printed(written, paper).pdf


def boxes(pdf: bytes, folder: Path, word: str) -> list[tuple[float, float]]:
    """Left and top edge in millimeters of a word on the first page."""
    html = text_of(pdf, folder, "-bbox", "-l", "1")
    rows = [line for line in html.splitlines() if f">{word}<" in line]
    return [(float(row.split('xMin="')[1].split('"')[0]) * 25.4 / 72, float(row.split('yMin="')[1].split('"')[0]) * 25.4 / 72) for row in rows]


@pytest.mark.poppler
@pytest.mark.parametrize(
    ("paper", "left", "top", "bottom"),
    [
        ("din", 20.0, 45.0 + 17.7, 90.0),  # DIN 5008 form B: field 45 to 90 mm from the top, its upper 17.7 mm for the sender
        ("us", 0.875 * 25.4, 2.042 * 25.4, 3.167 * 25.4),  # a number 10 left window over a sheet that rests on the envelope's bottom
    ],
)
def test_the_address_stands_in_the_window(paper: str, left: float, top: float, bottom: float, tmp_path: Path) -> None:
    page = printed(letter(), paper).pdf
    (name_x, name_y), *_ = boxes(page, tmp_path, "Alex")
    (_, town_y), *_ = boxes(page, tmp_path, "62701")
    assert left <= name_x <= left + 10, name_x
    assert top - 2 <= name_y < town_y < bottom - 4


@pytest.mark.poppler
def test_pages_are_counted(tmp_path: Path) -> None:
    debt = statement(count=60, days=900)
    page = printed(replace(letter("en", "DEEP", "reminder_2", level=2), statements=(debt,)))
    text = text_of(page.pdf, tmp_path)
    assert page.pages >= 2
    assert [f"Page {number} of {page.pages}" in text for number in range(1, page.pages + 1)] == [True] * page.pages


def seen(written: Letter, paper: str, folder: Path) -> list[str]:
    """What a phone reads from the printed pages."""
    path = folder / "slip.pdf"
    path.write_bytes(printed(written, paper).pdf)
    subprocess.run(["pdftoppm", "-r", "150", "-png", str(path), str(folder / "slip")], check=True)
    found: list[str] = []
    for picture in sorted(folder.glob("slip*.png")):
        with Image.open(picture) as image:
            found += [code.text for code in zxingcpp.read_barcodes(image.convert("L"))]
    return found


@pytest.mark.poppler
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_printed_code_is_a_transfer_for_euros(language: str, tmp_path: Path) -> None:
    written = letter(language, "DEEP", "reminder_2", level=2)
    debt = replace(written.statements[0], currency="EUR")
    (code,) = seen(replace(written, statements=(debt,)), "din", tmp_path)
    lines = code.splitlines()
    assert lines[0] == "BCD"
    assert lines[3] == "SCT"
    assert lines[4] == "COBADEFFXXX"
    assert lines[5] == written.sender.name
    assert lines[6] == IBAN
    assert Decimal(lines[7].removeprefix("EUR")) == debt.total_due
    assert debt.case_id in lines


@pytest.mark.poppler
def test_the_printed_code_is_the_payment_page_for_other_money(tmp_path: Path) -> None:
    assert seen(letter("zh-CN"), "china", tmp_path) == ["https://pay.harbor.example/d?ref=C-00012&a=1065.67&c=CNY"]


def test_a_code_is_left_out_where_there_is_nothing_to_pay_or_no_way() -> None:
    nothing = replace(letter(), statements=(replace(statement(), total_due=Decimal(0)),))
    assert composed(nothing, "us").data["slip"] is None
    assert composed(letter(), "plain").data["slip"] is None
    assert composed(letter(template="thanks", kind="thanks", level=0), "us").data["slip"] is None
    dollars = composed(letter(), "din").data["slip"]
    assert dollars["code"] == ""  # an IBAN without a transfer code: dollars cannot be paid by one
    assert ["IBAN", "DE89 3704 0044 0532 0130 00"] in dollars["rows"]
    assert composed(replace(letter(), statements=(replace(statement(currency="EUR"), total_due=Decimal(10**9)),)), "din").data["slip"]["code"] == ""


def test_a_missed_notice_asks_for_the_missed_installment() -> None:
    written = letter("en", "MONITOR", "missed", "missed", 0)
    assert written.missed is not None
    assert sheet.asked(written) == written.missed.open


@pytest.mark.parametrize(
    ("to", "found"),
    [
        (replace(TO["en"], address=""), "no postal address"),
        (replace(TO["en"], address=" \n\u200b "), "no postal address"),
        (replace(TO["en"], name="\u202e"), "name is empty"),
        (replace(TO["en"], address="X" * 41), "41 characters in the address"),
        (replace(TO["en"], name="Long " * 60), "does not fit into the window"),
        (replace(TO["en"], address="\n".join(["Some Street 1"] * 9)), "does not fit into the window"),
        (replace(TO["en"], name="很长的名字" * 60), "does not fit into the window"),
        (replace(TO["en"], name="מרים"), "U+05"),
        (replace(TO["en"], name="𪚥"), "U\\+2A6A5"),
    ],
)
def test_an_address_that_cannot_be_printed_is_refused(to: Addressee, found: str) -> None:
    with pytest.raises(Unprintable, match=found.replace("U+05", "U\\+05")):
        printed(letter(), "din", to)


def test_the_creditor_must_have_a_name() -> None:
    with pytest.raises(Unprintable, match="creditor_name"):
        printed(replace(letter(), sender=replace(letter().sender, name=" ")))


def expected_refusal(typed: str) -> str:
    """What a letter to this name is refused for."""
    return "U+05" if typed == "מרים" else "window" if len(typed) >= 300 else "not expected"


@pytest.mark.poppler
@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_texts_are_printed_as_text_or_refused_by_name(typed: str, tmp_path: Path) -> None:
    written = hostile(letter("en", "DEEP", "reminder_3", level=3), typed)
    to = replace(TO["en"], name=typed, city=typed)
    try:
        made = composed(written, "us", to)
        page = sheet.printed(made, written)
    except Unprintable as refused:
        assert expected_refusal(typed) in f"{refused.found} {refused.advice}"  # noqa: PT017
        return
    text = squeezed(text_of(page.pdf, tmp_path))
    lost = any(ord(char) in range(0xE000, 0xF900) or char in "\u202e\x00\x07\ud800\U000f0000" for char in typed) or "👨" in typed
    assert bool(made.told) == (lost or any(end in typed for end in "\r\n\u2028"))
    assert "\u202e" not in text
    if not lost:
        shown = squeezed(typed)
        assert shown in text


def test_rare_han_is_printed() -> None:
    assert printed(letter("zh-CN"), "china", replace(TO["zh-CN"], name="𠮷野㐂")).pages >= 1


def test_the_country_stands_in_letters_abroad_only() -> None:
    assert composed(letter(), "din").data["to"][-1] == "UNITED STATES"
    assert composed(letter(), "us").data["to"][-1] == "Springfield, IL 62701"


def test_our_name_stays_out_of_the_window_where_a_pack_says_so() -> None:
    paper = replace(PAPERS["din"], nameless=True)
    made = sheet.compose(letter(), wording.render(letter()), TO["en"], paper)
    assert made.data["sender_line"] == "12 Quay Street, Springfield"
    assert composed(letter(), "din").data["sender_line"] == "Harbor Home Finance · 12 Quay Street, Springfield"


@pytest.mark.parametrize(
    ("country", "town"),
    [("DE", ["10115 Berlin"]), ("GB", ["Berlin", "10115"]), ("US", ["Berlin, BE 10115"]), ("", ["10115 Berlin"])],
)
def test_the_town_stands_as_its_post_office_wants_it(country: str, town: list[str]) -> None:
    to = Addressee("Alex Miller", "Hauptstrasse 1", "Berlin", "10115", "BE", country)
    made = sheet.compose(letter(), wording.render(letter()), to, replace(PAPERS["din"], country=country))
    assert made.data["to"] == ["Alex Miller", "Hauptstrasse 1", *town]


def test_a_chinese_address_goes_from_large_to_small() -> None:
    assert composed(letter("zh-TW"), "china").data["to"] == ["104", "台灣", "臺北市中山區濱江路 12 號 3 樓", "李小明 收"]
    assert composed(letter("zh-CN"), "china").data["to"] == ["100022", "北京市朝阳区建国路 88 号 3 号楼 1201 室", "李小明 收"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_preview_is_a_picture_of_each_page(language: str) -> None:
    made = composed(letter(language), "china")
    pictures = sheet.pictures(made)
    assert len(pictures) == sheet.printed(made, letter(language)).pages
    with Image.open(io.BytesIO(pictures[0])) as image:
        assert image.width > 800


def test_offices_of_every_language_are_tested() -> None:
    assert tuple(OFFICES) == LANGUAGES
