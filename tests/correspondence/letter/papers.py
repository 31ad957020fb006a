"""Offices and addressees for the tests of letters, and what a printed page says."""

from __future__ import annotations

import subprocess
from pathlib import Path

from pyaddin.correspondence import wording
from pyaddin.correspondence.letter import sheet
from pyaddin.correspondence.letter.address import Addressee
from pyaddin.correspondence.letter.press import Page
from pyaddin.correspondence.letter.stationery import Stationery
from pyaddin.correspondence.message import Letter

IBAN = "DE89370400440532013000"
URL = "https://pay.harbor.example/d?ref={reference}&a={amount}&c={currency}"
TO = {
    "en": Addressee("Alex Miller", "1200 Long Avenue, Apartment 7", "Springfield", "62701", "IL", "US"),
    "zh-CN": Addressee("李小明", "建国路 88 号 3 号楼 1201 室", "北京市朝阳区", "100022", "", "CN"),
    "zh-TW": Addressee("李小明", "濱江路 12 號 3 樓", "中山區", "104", "臺北市", "TW"),
}
PAPERS = {
    "din": Stationery("a4", "din-b", "DE", "", IBAN, "COBADEFFXXX"),
    "us": Stationery("us-letter", "us-10", "US", "", "", "", URL),
    "china": Stationery("a4", "china", "CN", "", "", "", URL),
    "plain": Stationery(),
}


def composed(letter: Letter, paper: str = "din", to: Addressee | None = None) -> sheet.Sheet:
    return sheet.compose(letter, wording.render(letter), to or TO[letter.language], PAPERS[paper])


def printed(letter: Letter, paper: str = "din", to: Addressee | None = None) -> Page:
    return sheet.printed(composed(letter, paper, to), letter)


def text_of(pdf: bytes, folder: Path, *options: str) -> str:
    """The text layer, one line a line, hard spaces as blanks."""
    path = folder / "page.pdf"
    path.write_bytes(pdf)
    shown = subprocess.run(["pdftotext", *options, "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True).stdout.decode("utf-8")
    return shown.replace("\u00a0", " ").replace("\u200b", "")
