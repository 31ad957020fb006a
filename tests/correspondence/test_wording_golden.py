"""Every wording file of every language against the text that a person has read and approved. UPDATE_GOLDEN=1 rewrites the files."""

from __future__ import annotations

import os
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import letters  # noqa: E402

from pyaddin.correspondence import checking, wording  # noqa: E402
from pyaddin.correspondence.wording import TEMPLATES  # noqa: E402

GOLDEN = Path(__file__).parents[1] / "golden" / "wording"
LANGUAGES = sorted(folder.name for folder in TEMPLATES.iterdir() if (folder / "any").is_dir())
EVERY = {language: letters.all_letters(language) for language in LANGUAGES}
CASES = [(language, name) for language in LANGUAGES for name in EVERY[language]]


class _Text(HTMLParser):
    """What a reader of the page sees, one line per block; cells parted by a bar."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = [""]
        self.quiet = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.quiet += tag in ("style", "title")
        if tag in ("p", "li", "tr", "caption", "div"):
            self.lines.append("- " if tag == "li" else "")

    def handle_endtag(self, tag: str) -> None:
        self.quiet -= tag in ("style", "title")
        if tag in ("td", "th"):
            self.lines[-1] += " | "

    def handle_data(self, data: str) -> None:
        if not self.quiet:
            self.lines[-1] += data.replace("\n", "")


def seen(page: str) -> str:
    """The text of an HTML page."""
    parser = _Text()
    parser.feed(page)
    return "\n".join(line.removesuffix(" | ").strip() for line in parser.lines if line.strip(" |")) + "\n"


def _same(path: Path, text: str) -> None:
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(("language", "name"), CASES)
def test_text_and_page_read_as_approved(language: str, name: str) -> None:
    letter = EVERY[language][name]
    found = wording.render(letter)
    front = f"Channel: {letter.channel}\nFile: {found.template}\n"
    if letter.channel in ("email", "letter"):
        front = f"Subject: {found.subject}\nPreheader: {found.preheader}\nHeading: {found.heading}\n{front}"
    _same(GOLDEN / language / f"{name}.txt", f"{front}\n{wording.plain_text(found, letter)}")
    if letter.channel == "email":
        _same(GOLDEN / language / f"{name}.page.txt", seen(wording.html(found, letter)))


def test_every_wording_file_is_shown_by_a_golden_text_and_no_other_is_kept() -> None:
    files = {file for language in LANGUAGES for file in checking.files(TEMPLATES, language)}
    assert {wording.render(letter).template for language in LANGUAGES for letter in EVERY[language].values()} == files
    wanted = {f"{language}/{name}.txt" for language, name in CASES}
    wanted |= {f"{language}/{name}.page.txt" for language, name in CASES if EVERY[language][name].channel == "email"}
    assert {path.relative_to(GOLDEN).as_posix() for path in GOLDEN.glob("*/*.txt")} == wanted


def test_every_language_has_the_same_files() -> None:
    files = {language: {path.relative_to(TEMPLATES / language).as_posix() for path in (TEMPLATES / language).rglob("*.txt")} for language in LANGUAGES}
    assert set(LANGUAGES) == set(letters.OFFICES)
    assert all(found | checking.ENGLISH_ONLY == files["en"] for found in files.values())
