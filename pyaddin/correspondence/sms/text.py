"""A wording as the one line of a text message."""

from __future__ import annotations

from pyaddin.correspondence.clean import cleaned
from pyaddin.correspondence.message import Wording
from pyaddin.correspondence.sms.segments import GSM7, segments

_TYPEWRITTEN = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "−": "-", "…": "...", "•": "-", "\u2009": " ", "\u202f": " "}
)


def one_line(words: Wording) -> str:
    """The text to send. Curly quotes and dashes give way to typewritten ones where that alone brings the text into the cheaper alphabet."""
    parts = ("".join(span.text for span in item) for block in words.blocks for item in block.items)
    text = cleaned(" ".join(part for part in parts if part))
    plain = text.translate(_TYPEWRITTEN)
    return plain if segments(plain).encoding == GSM7 else text
