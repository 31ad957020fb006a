"""Which character set a text file is in: a mark at its start, else strict decoding and what the characters look like.

Offices in mainland China save CSV in GB18030, in Taiwan and Hong Kong in Big5, elsewhere in the Windows set; Excel's "CSV UTF-8" has a mark.
The three legacy sets accept almost any bytes, so the sound sign is not that a set can decode a file but that headers and characters make sense in it.
"""

from __future__ import annotations

from pyaddin.errors import Stop
from pyaddin.ledger.imports.headers import known_words
from pyaddin.records import dataclass

NAMES: dict[str, str] = {
    "utf-8": "utf-8-sig", "utf8": "utf-8-sig", "utf-16": "utf-16", "utf16": "utf-16", "gb18030": "gb18030", "gbk": "gb18030", "gb2312": "gb18030",
    "big5": "cp950", "cp950": "cp950", "big5-hkscs": "big5hkscs", "windows-1252": "cp1252", "cp1252": "cp1252",
}  # fmt: skip
SHOWN = {"utf-8-sig": "utf-8", "cp950": "big5", "big5hkscs": "big5-hkscs", "cp1252": "windows-1252"}
_SAMPLE = 60_000
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SURE = 0.15
_LATIN = frozenset("àâäáãåçéèêëíìîïñóòôöõøœùúûüýÿßæÀÂÄÁÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØŒÙÚÛÜÝŸÆ€£§°–—’‘“”…·¿¡")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text and the set it was in."""

    text: str
    encoding: str


def decode(data: bytes, named: str | None) -> Decoded:
    """The text of the file. ``named`` is the set the clerk gave; ``None`` = find out.

    Raises ``Stop``: X-OPTION for an unknown name, X-ENCODING when the bytes are not of the named set, or fit two sets equally well.
    """
    if named is not None:
        codec = NAMES.get(named.strip().lower().replace("_", "-"))
        if codec is None:
            raise Stop("X-OPTION", f"encoding {named}", advice=f"Known are: {', '.join(sorted({SHOWN.get(c, c) for c in NAMES.values()}))}.")
        return _strict(data, codec)
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _strict(data, codec)
    if b"\x00" in data[:_SAMPLE]:
        return _without_mark(data)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _judged(data)


def _strict(data: bytes, codec: str) -> Decoded:
    try:
        return Decoded(data.decode(codec).removeprefix("\ufeff"), SHOWN.get(codec, codec))
    except UnicodeDecodeError as problem:
        advice = "Name the character set with --encoding, or save the list as .xlsx or as CSV UTF-8."
        raise Stop("X-ENCODING", f"byte {problem.start + 1} is not {SHOWN.get(codec, codec)}", advice=advice) from None


def _without_mark(data: bytes) -> Decoded:
    """UTF-16 without a mark: zero bytes stand on one side of the ASCII characters."""
    even, odd = data[:_SAMPLE:2].count(0), data[1:_SAMPLE:2].count(0)
    if len(data) % 2 == 0 and even != odd:
        codec = "utf-16-le" if odd > even else "utf-16-be"
        try:
            text = data.decode(codec)
            if not any(char < " " and char not in "\t\r\n" for char in text[:_SAMPLE]):
                return Decoded(text, "utf-16")
        except UnicodeDecodeError:
            pass
    raise Stop("X-NOT-LIST", "bytes that are no text", advice="Choose an .xlsx, .xlsm, .csv, .tsv or .txt file.")


def _judged(data: bytes) -> Decoded:
    found: list[tuple[float, str, str]] = []
    for codec in ("gb18030", "cp950", "big5hkscs", "cp1252"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if codec == "big5hkscs" and any(name == "cp950" for _, name, _ in found):
            continue
        found.append((_plausible(text[:_SAMPLE], codec), codec, text))
    if not found:
        raise Stop("X-ENCODING", "neither UTF-8, GB18030, Big5 nor Windows-1252", advice="Save the list as .xlsx or as CSV UTF-8.")
    found.sort(key=lambda item: -item[0])
    best = found[0]
    if best[0] <= 0 or len(found) > 1 and best[0] - found[1][0] < _SURE:
        names = " or ".join(SHOWN.get(codec, codec) for _, codec, _ in found[:2])
        raise Stop("X-ENCODING", f"it could be {names}", advice=f"Name it: --encoding {SHOWN.get(best[1], best[1])} (look at the names in --preview).")
    return Decoded(best[2], SHOWN.get(best[1], best[1]))


def _plausible(text: str, codec: str) -> float:
    """Known header words count most, then the share of characters that people write in this set."""
    foreign = [char for char in text if char > "\x7f"]
    if not foreign:
        return 0.0
    usual = _latin(text) if codec == "cp1252" else sum(_usual(char, codec) for char in foreign)
    return min(known_words(text), 6) + usual / len(foreign)


def _usual(char: str, codec: str) -> bool:
    """A frequent character: level 1 of the set, its punctuation, or full-width forms."""
    if "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef" or char in "￥·—…“”‘’×":
        return True
    try:
        code = char.encode(codec)
    except UnicodeEncodeError:
        return False
    if len(code) != 2:
        return False
    if codec == "gb18030":
        return 0xB0 <= code[0] <= 0xD7 and code[1] >= 0xA1
    return 0xA4 <= code[0] <= 0xC6


def _latin(text: str) -> int:
    """Accented letters that stand alone or in pairs between plain ones; long runs of them are another set."""
    usual, run = 0, 0
    for char in text:
        if char <= "\x7f":
            usual += run if run <= 2 else 0
            run = 0
        else:
            run = run + 1 if char in _LATIN else 9
    return usual + (run if run <= 2 else 0)
