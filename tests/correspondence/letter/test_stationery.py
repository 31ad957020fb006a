"""The office's paper: accounts whose checksum is right, pictures that can be shown, payment pages that are one address; all else is told."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pyaddin import settings
from pyaddin.correspondence.letter import account, code, logo, stationery
from tests.correspondence.letter.papers import IBAN


@pytest.mark.parametrize("typed", [IBAN, "de89 3704 0044 0532 0130 00", " GB29 NWBK 6016 1331 9268 19 ", "NO9386011117947", "MT84MALT011000012345MTLCAST001S"])
def test_a_right_iban_is_taken_as_it_is_written(typed: str) -> None:
    assert account.iban(typed) == "".join(typed.split()).upper()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("DE00370400440532013000", "checksum"),
        ("DE89370400440532013001", "checksum"),
        ("DE8937040044053201300", "has 22 characters, this one 21"),
        ("XX89370400440532013000", "no country XX"),
        ("0012 3456 7890", "two letters"),
        ("DE89370400440532013000; DROP", "two letters"),
        ("=1+1", "two letters"),
        ("ＤＥ89370400440532013000", "two letters"),
    ],
)
def test_a_wrong_iban_is_told_with_what_is_wrong(typed: str, found: str) -> None:
    with pytest.raises(ValueError, match=found):
        account.iban(typed)


@given(st.integers(4, 21), st.sampled_from("0123456789"))
def test_one_mistyped_digit_is_always_found(place: int, digit: str) -> None:
    typed = IBAN[:place] + digit + IBAN[place + 1 :]
    if typed == IBAN:
        assert account.iban(typed) == IBAN
    else:
        with pytest.raises(ValueError, match="checksum"):
            account.iban(typed)


@pytest.mark.parametrize("typed", ["COBADEFF", "COBADEFFXXX", "cobadeff xxx"])
def test_a_bic_has_eight_or_eleven_characters(typed: str) -> None:
    assert account.bic(typed) == "".join(typed.split()).upper()


@pytest.mark.parametrize("typed", ["COBADEF", "COBADEFFXX", "12345678", "COBADEFF\nXXXY"])
def test_a_wrong_bic_is_told(typed: str) -> None:
    with pytest.raises(ValueError, match="8 or 11"):
        account.bic(typed)


@pytest.mark.parametrize(
    "typed",
    ["http://pay.example", "javascript:alert(1)", "https://", "https://a b", "https://user@evil.example", "https://pay.example/{debtor}", "https://x/{",
     "https://x/{reference.__class__}", "https://x/" + "a" * 400, "https://пример.example"],
)  # fmt: skip
def test_a_payment_page_is_one_address_with_known_fields(typed: str) -> None:
    with pytest.raises(ValueError, match="https|braces|longer"):
        code.payment_url(typed)


def test_the_reference_is_escaped_in_the_payment_page() -> None:
    made = code.page("https://pay.example/?r={reference}&a={amount}", Decimal("12.50"), "USD", "C 1&a=0")
    assert made is not None
    assert made.text == "https://pay.example/?r=C%201%26a%3D0&a=12.50"
    assert code.page("https://pay.example/", Decimal(0), "USD", "C-1") is None


@pytest.mark.parametrize("amount", ["0", "0.00", "-1", "1000000000.00"])
def test_no_transfer_code_for_amounts_that_none_can_carry(amount: str) -> None:
    assert code.transfer("Harbor", IBAN, "", Decimal(amount), "C-1") is None


def test_a_long_payee_is_cut_for_the_code_only() -> None:
    assert code.transfer("N" * 200, IBAN, "COBADEFF", Decimal("1.00"), "R" * 300) is not None


def image(folder: Path, name: str, size: tuple[int, int] = (40, 20), kind: str = "PNG") -> Path:
    path = folder / name
    Image.new("RGB", size, "navy").save(path, kind)
    return path


@pytest.mark.parametrize(("name", "kind"), [("logo.png", "PNG"), ("logo.jpg", "JPEG")])
def test_a_picture_beside_the_ledger_is_taken(name: str, kind: str, tmp_path: Path) -> None:
    image(tmp_path, name, kind=kind)
    text = logo.read(name, tmp_path)
    assert 'width="40" height="20"' in text


def test_pictures_that_cannot_be_used_are_told(tmp_path: Path) -> None:
    office = tmp_path / "office"
    office.mkdir()
    image(tmp_path, "outside.png")
    whole = image(office, "whole.png", (300, 200)).read_bytes()
    (office / "cut.png").write_bytes(whole[: len(whole) // 2])
    (office / "short.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (office / "large.png").write_bytes(whole + b"0" * logo.MOST_BYTES)
    image(office, "wide.png", (logo.MOST_PIXELS + 1, 1))
    (office / "text.png").write_text("<svg onload='x'/>", encoding="utf-8")
    found = {
        "none.png": "no file", "../outside.png": "in the folder", str(tmp_path / "outside.png"): "in the folder", "cut.png": "broken",
        "short.jpg": "broken", "large.png": "larger", "wide.png": "wider", "text.png": "neither", "": "no file", "\x00": "no file",
    }  # fmt: skip
    for name, words in found.items():
        with pytest.raises(ValueError, match=words):
            logo.read(name, office)


def test_what_settings_cannot_be_used_for_is_told_once(tmp_path: Path) -> None:
    typed = {"iban": "DE00370400440532013000", "bic": "X", "payment_url": "ftp://x", "logo": "none.png", "letter_paper": "US letter", "letter_window": "us-10"}
    values, faults = settings.read({name: (number, value) for number, (name, value) in enumerate(typed.items(), 2)})
    made = stationery.read(values, tmp_path)
    assert not faults
    assert (made.iban, made.bic, made.payment_url, made.logo) == ("", "", "", "")
    assert (made.paper, made.window) == ("us-letter", "us-10")
    assert [line.split(":")[0] for line in made.told] == ["Setting iban", "Setting bic", "Setting payment_url", "Setting logo"]


def test_an_old_ledger_without_the_keys_prints_on_a4(tmp_path: Path) -> None:
    made = stationery.read(settings.read({})[0], tmp_path)
    assert made == stationery.Stationery()


def test_the_logo_is_on_the_page(tmp_path: Path) -> None:
    from dataclasses import replace

    from pyaddin.correspondence import wording
    from pyaddin.correspondence.letter import sheet
    from tests.correspondence.letter.papers import PAPERS, TO
    from tests.correspondence.letters import letter

    image(tmp_path, "logo.png", (80, 40))
    paper = replace(PAPERS["din"], logo=logo.read("logo.png", tmp_path))
    made = sheet.compose(letter(), wording.render(letter()), TO["en"], paper)
    with Image.open(io.BytesIO(sheet.pictures(made)[0])) as page:
        colors = page.convert("RGB").getcolors(maxcolors=1_000_000) or []
    assert any(count > 500 for count, color in colors if color == (0, 0, 128))
