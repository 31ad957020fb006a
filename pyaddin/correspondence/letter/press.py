"""The press: a page layout and its data in, a finished PDF out. The one home of Typst.

Only the shipped fonts are used, so every computer prints the same page, and the same input gives the same bytes: the date in the file is the date of
the page. Data reach a layout as one JSON text, ``sys.inputs.data``; nothing in them is ever code, and a layout can read no file but its neighbors.
Pages are tagged PDF/A-2a. That makes a character that no font has an error instead of a blank: ``Unprintable``.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import fontpkg_noto_sans
import manimgx_fonts_cjk
import pikepdf
import typst

from pyaddin.errors import Stop
from pyaddin.records import dataclass

LAYOUTS = Path(__file__).resolve().parents[3] / "templates" / "layout"
Standard = Literal["a-2a", "a-2u", "a-3a", "ua-1"]
ARCHIVE: tuple[Standard, ...] = ("a-2a",)
PREVIEW_PPI = 110
ANY_DAY = date(2000, 1, 1)
"""The day of a page that nobody keeps."""
_FONT_FOLDERS = (Path(fontpkg_noto_sans.__file__).parent / "files", Path(manimgx_fonts_cjk.__file__).parent)
_NO_GLYPH = re.compile(r'the text `"(?P<text>.+?)"` could not be displayed', re.DOTALL)
_REFUSED = re.compile(r'panicked with: "?refused (?P<what>[a-z-]+)(?: (?P<size>[^"\n]*))?')
_WORDS = {
    "address": (
        "the address does not fit into the window of the envelope",
        "Shorten Name, Address or City in the debtor's row, so that they take fewer or shorter lines.",
    ),
    "signatures": ("the signatures do not fit on one page with the last clause", "Shorten the last clause of the wording."),
}


class Unprintable(ValueError):
    """This one page cannot be printed as it stands; others are not touched. ``found`` and ``advice`` are words for a clerk."""

    def __init__(self, found: str, advice: str) -> None:
        self.found = found
        self.advice = advice
        super().__init__(f"{found}: {advice}")


@dataclass(frozen=True, slots=True)
class Page:
    """A finished document: its bytes and how many sheets of one side it takes."""

    pdf: bytes
    pages: int


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """The shipped fonts, read once per process: Noto Sans, and Noto Sans CJK for Chinese."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(_FONT_FOLDERS))


@lru_cache(maxsize=16)
def _compiler(layout: str, root: Path) -> typst.Compiler:
    source = root / f"{layout}.typ"
    if not source.is_file():
        raise Stop("X-LAYOUT", f"{layout}.typ", advice="Restore the folder templates/layout from the installation.")
    return typst.Compiler(str(source), root=str(root), font_paths=_fonts())


def _inputs(data: Mapping[str, Any]) -> dict[str, str]:
    """The data as the one text that a layout reads. Raises ``Unprintable`` for text that is no Unicode."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Unprintable(f"half a character (U+{ord(text[error.start]):04X})", "Type the text again.") from None
    return {"data": text}


def _told(layout: str, error: typst.TypstError) -> Exception:
    """What a clerk should be told: a page that cannot be printed, or a layout that is broken."""
    glyph = _NO_GLYPH.search(error.message)
    if glyph:
        char = glyph["text"][0]
        name = unicodedata.name(char, "no name")
        advice = "The fonts that come with the program do not have it. Write the name or address in another way."
        return Unprintable(f"the character {char} (U+{ord(char):04X}, {name.lower()}) cannot be printed", advice)
    refused = _REFUSED.search(error.message)
    if refused and refused["what"] in _WORDS:
        found, advice = _WORDS[refused["what"]]
        return Unprintable(f"{found} ({refused['size']})" if refused["size"] else found, advice)
    return Stop("X-LAYOUT", f"{layout}.typ: {error.message.splitlines()[0][:200]}")


def compile(
    layout: str,
    data: Mapping[str, Any],
    *,
    on: date,
    standards: tuple[Standard, ...] = ARCHIVE,
    tagged: bool = True,
    exhibits: Mapping[str, Path] | None = None,
) -> Page:
    """The document that ``templates/layout/<layout>.typ`` makes of ``data`` (JSON values only), dated ``on``.

    ``exhibits`` lays files under the given names beside the layout, for ``image("name.pdf", page: 1)``; PDF/A takes no embedded PDF, so pass
    ``standards=()`` with them. Without a standard a missing character prints as a blank: set the page without exhibits first.

    Raises ``Unprintable`` when this page cannot be printed, ``Stop`` X-LAYOUT when the layout itself is missing or broken.
    """
    if exhibits is None:
        pdf = _set(layout, LAYOUTS, data, standards, tagged, on)
    else:
        with tempfile.TemporaryDirectory(prefix="pages-") as folder:
            root = Path(folder)
            for source in LAYOUTS.glob("*.typ"):
                shutil.copyfile(source, root / source.name)
            for name, path in exhibits.items():
                shutil.copyfile(path, root / name)
            pdf = _set(layout, root, data, standards, tagged, on)
            _compiler.cache_clear()
    with pikepdf.open(BytesIO(pdf)) as opened:
        return Page(pdf, len(opened.pages))


def _set(layout: str, root: Path, data: Mapping[str, Any], standards: tuple[Standard, ...], tagged: bool, on: date) -> bytes:
    stamp = datetime.combine(on, time(), UTC)
    try:
        made = _compiler(layout, root).compile(sys_inputs=_inputs(data), pdf_standards=list(standards), timestamp=stamp, pdf_tags=tagged)
    except typst.TypstError as error:
        raise _told(layout, error) from None
    assert isinstance(made, bytes)
    return made


def picture(layout: str, data: Mapping[str, Any], ppi: int = PREVIEW_PPI) -> tuple[bytes, ...]:
    """Each page as a PNG picture, for a look on the screen. Raises as ``compile``, but a missing character shows as a blank."""
    try:
        made = _compiler(layout, LAYOUTS).compile(sys_inputs=_inputs(data), format="png", ppi=ppi)
    except typst.TypstError as error:
        raise _told(layout, error) from None
    return (made,) if isinstance(made, bytes) else tuple(made or ())
