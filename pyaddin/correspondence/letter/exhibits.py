"""Exhibits of a dossier: files that are looked at before they are embedded, so that one that cannot be is named and the rest goes on."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pikepdf

from pyaddin.correspondence.letter import logo, press
from pyaddin.correspondence.letter.press import ANY_DAY, Unprintable
from pyaddin.errors import Stop
from pyaddin.records import dataclass

MOST_BYTES = 50_000_000
MOST_PAGES = 500
"""Pages of one exhibit; a longer one is handed over beside the dossier."""
MOST_IN_ALL = 1_500
MOST_PIXELS = 20_000
_WORDS = {
    "gone": ("the file is not there or cannot be read", "文件不存在或无法读取", "檔案不存在或無法讀取"),
    "empty": ("the file is empty", "文件为空", "檔案是空的"),
    "large": ("the file is larger than {most} MB", "文件超过 {most} MB", "檔案超過 {most} MB"),
    "kind": ("it is neither PDF nor PNG nor JPEG; print it to PDF", "不是 PDF、PNG 或 JPEG；请先打印为 PDF", "不是 PDF、PNG 或 JPEG；請先列印為 PDF"),
    "password": ("the PDF is protected by a password", "PDF 受密码保护", "PDF 受密碼保護"),
    "broken": ("the file is damaged", "文件已损坏", "檔案已損毀"),
    "long": (
        "it has {pages} pages, more than {most}; hand it over beside the dossier", "共 {pages} 页，超过 {most} 页；请另行提交",
        "共 {pages} 頁，超過 {most} 頁；請另行提交",
    ),
    "full": ("the dossier would exceed {most} pages; hand it over beside it", "案卷将超过 {most} 页；请另行提交", "案卷將超過 {most} 頁；請另行提交"),
    "pixels": ("the picture is wider or higher than {most} pixels", "图片宽或高超过 {most} 像素", "圖片寬或高超過 {most} 像素"),
}  # fmt: skip


class NotIncluded(ValueError):
    """Why a file cannot be an exhibit; ``says`` tells it in each language."""

    def __init__(self, key: str, **values: object) -> None:
        self.key, self.values = key, values
        super().__init__(self.says(0))

    def says(self, place: int) -> str:
        """The reason in the language at this place of (en, zh-CN, zh-TW)."""
        return _WORDS[self.key][place].format(**self.values)


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A file that can be embedded: what it is called in the dossier, where it lies, its kind (pdf, png, jpg), pages and hash."""

    title: str
    path: Path
    kind: str
    pages: int
    sha256: str

    @property
    def digest(self) -> str:
        """The part of the hash that is printed."""
        return self.sha256[:16]


def look(title: str, path: Path) -> Exhibit:
    """The exhibit. Raises ``NotIncluded`` with the reason: gone, empty, too large, of another kind, damaged, protected, too long."""
    try:
        size = path.stat().st_size if path.is_file() else -1
        if size > MOST_BYTES:
            raise NotIncluded("large", most=MOST_BYTES // 1_000_000)
        data = path.read_bytes() if size >= 0 else b""
    except OSError:
        raise NotIncluded("gone") from None
    if not data:
        raise NotIncluded("gone" if size < 0 else "empty")
    kind, pages = _kind(data, path)
    made = Exhibit(title, path, kind, pages, hashlib.sha256(data).hexdigest())
    _try(made)
    return made


def _kind(data: bytes, path: Path) -> tuple[str, int]:
    if logo.kind_of(data):
        if max(logo.size_of(data)) > MOST_PIXELS:
            raise NotIncluded("pixels", most=MOST_PIXELS)
        return logo.kind_of(data), 1
    if b"%PDF-" not in data[:1024]:
        raise NotIncluded("kind")
    try:
        with pikepdf.open(path) as opened:
            pages = len(opened.pages)
    except pikepdf.PasswordError:
        raise NotIncluded("password") from None
    except (pikepdf.PdfError, ValueError, RuntimeError):
        raise NotIncluded("broken") from None
    if pages > MOST_PAGES:
        raise NotIncluded("long", pages=pages, most=MOST_PAGES)
    if not pages:
        raise NotIncluded("broken")
    return "pdf", pages


def _try(exhibit: Exhibit) -> None:
    """Set all its pages once: what the press cannot embed would otherwise end the whole dossier."""
    data = {"paper": "a4", "exhibits": [as_data(exhibit, 1, "", "")]}
    try:
        press.compile("exhibit", data, on=ANY_DAY, standards=(), exhibits={name_of(exhibit, 1): exhibit.path})
    except (Stop, Unprintable):
        raise NotIncluded("broken") from None


def name_of(exhibit: Exhibit, number: int) -> str:
    """Its name beside the layout: never one that a person chose."""
    return f"exhibit-{number}.{exhibit.kind}"


def as_data(exhibit: Exhibit, number: int, heading: str, page_words: str) -> dict[str, object]:
    """The exhibit as a layout takes it. ``page_words``: the line over each page, with {page} and {pages}."""
    return {"file": name_of(exhibit, number), "pages": exhibit.pages, "heading": heading, "page_words": page_words}
