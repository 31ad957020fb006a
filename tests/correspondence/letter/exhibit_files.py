"""Files that people lay beside a ledger as exhibits, good and bad."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
from PIL import Image

from pyaddin.correspondence.letter import press


def paper(text: str = "Contract of sale", pages: int = 1) -> bytes:
    """A PDF of our own press; further pages are copies of the first."""
    made = press.compile("proof", {"lang": "en", "title": text, "text": text}, on=date(2026, 1, 5)).pdf
    with pikepdf.open(BytesIO(made)) as opened:
        for _ in range(pages - 1):
            opened.pages.append(opened.pages[0])
        out = BytesIO()
        opened.save(out, deterministic_id=True)
    return out.getvalue()


def protected(user: str) -> bytes:
    """With a user password nobody can read it; with an owner password alone everybody can."""
    with pikepdf.open(BytesIO(paper())) as opened:
        out = BytesIO()
        opened.save(out, encryption=pikepdf.Encryption(user=user, owner="boss"))
    return out.getvalue()


def picture(kind: str, size: tuple[int, int] = (40, 30)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "#224466").save(out, kind)
    return out.getvalue()


GOOD: dict[str, Callable[[], bytes]] = {
    "contract.pdf": lambda: paper(pages=3), "owner.pdf": lambda: protected(""), "scan.png": lambda: picture("PNG"), "photo.jpg": lambda: picture("JPEG"),
}  # fmt: skip
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "locked.pdf": (lambda: protected("secret"), "protected by a password"), "cut.pdf": (lambda: paper()[:4_000], "damaged"),
    "junk.pdf": (lambda: b"%PDF-1.7\nnothing", "damaged"), "half.png": (lambda: picture("PNG")[:40], "damaged"), "empty.pdf": (lambda: b"", "empty"),
    "letter.docx": (lambda: b"PK\x03\x04", "neither PDF nor PNG nor JPEG"), "long.pdf": (lambda: paper(pages=501), "501 pages"),
}  # fmt: skip


def lay(folder: Path, files: dict[str, Callable[[], bytes]]) -> None:
    """Put files into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in files.items():
        (folder / name).write_bytes(make())
