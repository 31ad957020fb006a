"""The press: the same page for the same input, only shipped fonts, nothing in the data is code, a missing character is an error."""

from __future__ import annotations

import hashlib
from contextlib import nullcontext
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from pyaddin.correspondence.letter import press
from pyaddin.correspondence.letter.boundary import Boundary
from pyaddin.errors import Stop
from tests.correspondence.letters import HOSTILE

DAY = date(2026, 11, 23)


def proof(text: str, language: str = "en") -> press.Page:
    return press.compile("proof", {"lang": language, "title": "Proof", "text": text}, on=DAY)


@pytest.mark.parametrize(("language", "text"), [("en", "Zoë 李小明 1,234.50"), ("zh-CN", "您好，“世界”"), ("zh-TW", "您好，「世界」")])
def test_the_same_input_gives_the_same_bytes(language: str, text: str) -> None:
    digests = {hashlib.sha256(proof(text, language).pdf).hexdigest() for _ in range(3)}
    assert len(digests) == 1


def test_the_page_is_tagged_and_dated_by_the_letter() -> None:
    with pikepdf.open(BytesIO(proof("x").pdf)) as opened:
        assert bool(opened.Root.MarkInfo.Marked)
        assert str(opened.docinfo["/CreationDate"]).startswith("D:20261123")
        assert opened.open_metadata()["pdfaid:part"] == "2"


@pytest.mark.parametrize(("language", "family"), [("zh-CN", "NotoSansCJKsc"), ("zh-TW", "NotoSansCJKtc")])
def test_the_chinese_family_follows_the_language(language: str, family: str) -> None:
    with pikepdf.open(BytesIO(proof("骨", language).pdf)) as opened:
        fonts = [str(font.BaseFont) for font in opened.pages[0].Resources.Font.values()]
    assert any(family in font for font in fonts), fonts


@pytest.mark.parametrize(("text", "named"), [("𪚥", "U+2A6A5"), ("מרים", "U+05"), ("ไทย", "U+0E")])
def test_a_character_without_a_glyph_is_refused_and_named(text: str, named: str) -> None:
    with pytest.raises(press.Unprintable) as refusal:
        proof(text)
    assert named in refusal.value.found


def test_half_a_character_is_refused() -> None:
    with pytest.raises(press.Unprintable, match="U\\+D800"):
        proof("a\ud800")


@pytest.mark.parametrize("text", ["#panic(1)", '#read("/etc/passwd")', "$x$", "*a* _b_ `c`", "= head", "\\u{41}", "@ref <label>", "// no comment"])
def test_text_is_never_typst(text: str) -> None:
    assert proof(text).pages == 1


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_text_prints_after_the_boundary_or_is_refused_by_name(typed: str) -> None:
    refused = typed == "מרים"  # no shipped font writes Hebrew
    with pytest.raises(press.Unprintable, match="U\\+05") if refused else nullcontext():
        assert proof(Boundary().line("debtor's name", typed)).pages == 1


def test_a_layout_reads_no_file_outside_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "layout").mkdir()
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (tmp_path / "layout" / "thief.typ").write_text('#read("../secret.txt")', encoding="utf-8")
    monkeypatch.setattr(press, "LAYOUTS", tmp_path / "layout")
    with pytest.raises(Stop) as stop:
        press.compile("thief", {}, on=DAY)
    assert stop.value.fault.code == "X-LAYOUT"


def test_a_missing_layout_is_told() -> None:
    with pytest.raises(Stop) as stop:
        press.compile("no-such", {}, on=DAY)
    assert stop.value.fault.code == "X-LAYOUT"


def test_exhibits_are_laid_beside_the_layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layouts = tmp_path / "layout"
    layouts.mkdir()
    (layouts / "show.typ").write_text('#set page(paper: "a5")\n#image("a.pdf", page: 1)', encoding="utf-8")
    exhibit = tmp_path / "exhibit.pdf"
    exhibit.write_bytes(proof("an exhibit").pdf)
    monkeypatch.setattr(press, "LAYOUTS", layouts)
    assert press.compile("show", {}, on=DAY, standards=(), exhibits={"a.pdf": exhibit}).pages == 1


def test_a_picture_of_each_page() -> None:
    (page,) = press.picture("proof", {"lang": "en", "title": "x", "text": "x"})
    assert page.startswith(b"\x89PNG")


def test_the_boundary_tells_what_it_left_out_and_breaks_long_words() -> None:
    boundary = Boundary()
    assert boundary.line("debtor's name", "a\u202eb\x07 😀 c") == "ab c"
    assert boundary.told == ["Left out of the debtor's name: U+202E, U+0007, U+1F600."]
    assert max(map(len, boundary.line("product", "X" * 300).split("\u200b"))) == 40
    assert boundary.line("product", "很长的名字" * 60) == "很长的名字" * 60


def test_the_window_takes_no_endless_word() -> None:
    with pytest.raises(press.Unprintable, match="300 characters in the debtor's name"):
        Boundary().window_line("debtor's name", "X" * 300)
