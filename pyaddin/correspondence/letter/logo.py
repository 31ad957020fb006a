"""The picture in the letterhead: a PNG or JPEG beside the ledger, looked at before it is used."""

from __future__ import annotations

import base64
from pathlib import Path

from pyaddin.correspondence.letter import press
from pyaddin.errors import Stop

MOST_BYTES = 1_000_000
MOST_PIXELS = 4_000
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # the JPEG markers that begin with the picture's size


def read(name: str, folder: Path) -> str:
    """The picture as an SVG text that layouts take. Only files in ``folder`` or below it are looked at.

    Raises ``ValueError`` with what is wrong: not there, elsewhere, too large, of another kind, broken.
    """
    try:
        place = (folder / name.strip()).resolve()
        inside = place.is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        raise ValueError(f"there is no file {name.strip()[:60]!r} beside the ledger") from None
    if not inside:
        raise ValueError("the picture must lie in the folder of the ledger or below it")
    try:
        if place.stat().st_size > MOST_BYTES:
            raise ValueError(f"the picture is larger than {MOST_BYTES // 1000:,} kB")
        data = place.read_bytes()
    except OSError:
        raise ValueError(f"there is no file {name.strip()[:60]!r} beside the ledger") from None
    return _svg(data)


def _svg(data: bytes) -> str:
    kind, (width, height) = kind_of(data).replace("jpg", "jpeg"), size_of(data)
    if not kind:
        raise ValueError("the picture is neither PNG nor JPEG")
    if not 0 < width <= MOST_PIXELS or not 0 < height <= MOST_PIXELS:
        raise ValueError(f"the picture is wider or higher than {MOST_PIXELS:,} pixels" if width and height else "the picture is broken")
    try:
        press.compile("proof", {"lang": "en", "title": "logo", "text": "", "logo": list(data)}, on=press.ANY_DAY)
    except Stop:
        raise ValueError("the picture is broken") from None
    text = base64.b64encode(data).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/{kind};base64,{text}"/></svg>'
    )


def kind_of(data: bytes) -> str:
    """``png`` or ``jpg`` by the first bytes; empty for anything else."""
    return "png" if data.startswith(_PNG) else "jpg" if data.startswith(_JPEG) else ""


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height of the picture; (0, 0) for anything else."""
    return {"png": _png_size, "jpg": _jpeg_size}[kind_of(data)](data) if kind_of(data) else (0, 0)


def _png_size(data: bytes) -> tuple[int, int]:
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Width and height from the frame header; (0, 0) when there is none."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        if data[at + 1] in _FRAMES:
            return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
        at += 2 + max(2, int.from_bytes(data[at + 2 : at + 4], "big"))
    return 0, 0
