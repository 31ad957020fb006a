"""Looking at finished pages: their text layer as a reader that is not ours sees it, and the texts that a person has approved."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from pathlib import Path

GOLDEN = Path(__file__).parents[2] / "golden" / "documents"


def text_of(pdf: bytes | Path) -> str:
    """The text layer, page by page, as laid out. Raises when poppler finds fault with the file."""
    with tempfile.TemporaryDirectory() as folder:
        file = pdf if isinstance(pdf, Path) else Path(folder) / "page.pdf"
        if isinstance(pdf, bytes):
            file.write_bytes(pdf)
        done = subprocess.run(["pdftotext", "-layout", "-enc", "UTF-8", str(file), "-"], capture_output=True, check=True, timeout=60)
    return done.stdout.decode("utf-8")


def words_of(pdf: bytes | Path) -> str:
    """The same as one line of words, however the page breaks them."""
    return " ".join(text_of(pdf).split())


def unspaced(pdf: bytes | Path) -> str:
    """The same without any blank: Chinese text has none, and a reader may find some at the edge of Latin letters."""
    return "".join(text_of(pdf).split())


def approved(name: str, text: str) -> None:
    """The text is the one that a person has read; how wide the gaps between columns and blocks are is not part of it. UPDATE_GOLDEN=1 rewrites the file."""
    path = GOLDEN / f"{name}.txt"
    found = (re.sub(" {3,}", "   ", line.strip()) for line in text.replace("\f", "\n--- page ---\n").splitlines())
    lines = "\n".join(line for line in found if line) + "\n"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(lines, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == lines
