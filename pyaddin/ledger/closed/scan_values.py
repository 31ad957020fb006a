"""What a cell's XML says: shared texts decoded once, numbers and days by their style, everything unusual asked of the reference reader.

A *piece* is the XML of one cell behind its place, without its closing tag: `` s="67" t="s"><v>5298</v>``. The same piece always means the same value,
so each distinct one is understood once. What is not plain (fractions of days, escaped or spaced text, truth values) is put into a workbook of its own
with the ledger's styles, and python-calamine says what it is: the two ways of reading cannot differ there.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time, timedelta
from io import BytesIO
from typing import Any, NamedTuple
from xml.parsers import expat

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from pyaddin.ledger.book import Cell, CellError, Formula
from pyaddin.ledger.closed.layout import Layout, relations
from pyaddin.ledger.closed.package import Package
from pyaddin.records import dataclass

MOST_STYLES = 20_000
FIRST_DAY, LAST_DAY = 61, 2_958_465  # 1900-03-01 and 9999-12-31: in between a whole number of days is a date and nothing else
REMEMBERED = 50_000
SAMPLE = 256
OFTEN = 4
"""A content that comes so often is cheaper looked up than understood anew."""
_ORDINAL = date(1899, 12, 30).toordinal()
_PIECE = re.compile(
    rb"""(?: s="(\d{1,5})")?"""
    rb"""(?:((?: t="n")?/?>)| t="s"><v>(\d{1,9})</v>|(?: t="n")?><v>(-?\d{1,20}(?:\.\d{1,20})?(?:[Ee][+-]?\d{1,3})?)</v>"""
    rb"""| t="inlineStr"><is><t(?: xml:space="preserve")?>([^<]*)</t></is>| t="e"><v>(#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!))</v>)"""
)
_STYLE = re.compile(rb' s="(\d{1,5})"')
_ASKED = re.compile(rb'(?: s="\d{1,5}")?(?: t="(?:n|b|str|d|inlineStr)")?>(?:<v>[^<]*</v>|<is><t(?: xml:space="preserve")?>[^<]*</t></is>)')
_FORMULA = re.compile(rb'(?: s="\d{1,5}")?(?: t="(?:n|b|str|e)")?><f[ >/].*', re.DOTALL)
_PLAIN = rb"[^<>&\x00-\x1f]++"
"""A text in which nothing is escaped and no line ends: well-formed XML wherever it stands."""
_TEXT = re.compile('<si>(<t(?: xml:space="preserve")?>([^<]*)</t>(?:<phoneticPr [^<>]*/>)?|(?:[^<]|<(?!/si>))*+)</si>')
_ITEM = re.compile("<si[ >/]")
_ITEM_OPENS, _ITEM_CLOSES = "<si><t>", "</t></si>"
_TAGS_OF_AN_ITEM = 4
_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OPENING = f'<worksheet xmlns="{_NAMESPACE}"><sheetData>'.encode()
_FRAME = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_NAMESPACE}" xmlns:r="{_RELATIONS}"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId3" Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}


class Unusual(Exception):
    """The XML is not of the kind that the scanner knows: the reference reads this sheet, or this file."""


def odd_time(value: time | timedelta) -> Cell:
    """A time of day as text (settings take it), a duration as the number that it is in the file."""
    return value.isoformat("minutes") if isinstance(value, time) else value / timedelta(days=1)


def _ask(pieces: Sequence[bytes], styles: bytes, texts: str = "") -> list[Any]:
    """What the reference reads in these cells."""
    rows = b"".join(b'<row r="%d"><c r="A%d"%b%b<c r="B%d"><v>1</v></c></row>' % (at, at, piece, closing(piece), at) for at, piece in enumerate(pieces, 1))
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in _FRAME.items():
            file.writestr(name, content)
        file.writestr("xl/styles.xml", styles)
        file.writestr("xl/sharedStrings.xml", f'<sst xmlns="{_NAMESPACE}">{texts}</sst>')
        file.writestr("xl/worksheets/sheet1.xml", _OPENING + rows + b"</sheetData></worksheet>")
    try:
        answer = CalamineWorkbook.from_filelike(BytesIO(out.getvalue())).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as problem:
        raise Unusual(str(problem)) from None
    if len(answer) != len(pieces):
        raise Unusual("the reference left out a cell")
    return [row[0] for row in answer]


def closing(piece: bytes) -> bytes:
    """The closing tag that a piece of a cell lacks."""
    return b"" if piece.endswith(b"/>") else b"</c>"


def check_well_formed(content: bytes) -> None:
    """Raises ``Unusual`` for XML that a parser refuses."""
    try:
        expat.ParserCreate().Parse(content, True)
    except expat.ExpatError as problem:
        raise Unusual(str(problem)) from None


@dataclass(slots=True)
class Meanings:
    """What pieces of one ledger mean: its shared texts, and which of its cell styles show days (``True``), plain numbers (``False``) or else (absent)."""

    texts: Sequence[str | None]
    days: Mapping[bytes | None, bool]
    styles: bytes

    @classmethod
    def of(cls, package: Package, plan: Layout) -> Meanings:
        """Those of a ledger. Raises ``Unusual`` when its texts or styles are of a kind not known here."""
        if plan.from_1904 or plan.styles not in package.names():
            raise Unusual("days from 1904, or no styles")
        styles = package.read(plan.styles)
        strings = shared_texts(package, plan)
        texts = [text or None for text in _texts(package.read(strings), styles)] if strings in package.names() else []
        count = styles.count(b"<xf ") + styles.count(b"<xf>")
        if count > MOST_STYLES:
            raise Unusual("too many styles")
        names: list[bytes | None] = [None, *(b"%d" % number for number in range(count))]
        shown = _ask([b"><v>46000</v>" if name is None else b' s="%b"><v>46000</v>' % name for name in names], styles)
        return cls(texts, {name: type(value) is date for name, value in zip(names, shown, strict=True) if type(value) in (date, float)}, styles)

    def text(self, number: bytes) -> str | None:
        """A shared text by its number; ``None`` for an empty one. Raises ``Unusual``."""
        at = int(number)
        if at >= len(self.texts):
            raise Unusual("no such text")
        return self.texts[at]

    def asked(self, pieces: Iterable[bytes]) -> dict[bytes, Cell]:
        """What the reference says to pieces that are not plain."""
        wanted = list(pieces)
        answers: dict[bytes, Cell] = {}
        for piece, value in zip(wanted, _ask(wanted, self.styles), strict=True):
            plain = odd_time(value) if type(value) in (time, timedelta) else None if value == "" else value
            answers[piece] = _formula(piece) if b"<f" in piece else plain
        return answers


def shared_texts(package: Package, plan: Layout) -> str:
    """The part of the texts that cells name by number; blank where the workbook names none."""
    return next((target for kind, target in relations(package, plan.workbook).values() if kind == "sharedStrings"), "")


def _texts(content: bytes, styles: bytes) -> list[str]:
    """Every shared text by its number. Those with markup, escapes or blanks at an end are asked of the reference, all at once."""
    try:
        source = content.decode()
    except UnicodeDecodeError:
        raise Unusual("texts that are not UTF-8") from None
    if "<!" in source:
        raise Unusual("a comment among the texts")
    texts, marked = _items(source)
    odd = [at for at, plain in enumerate(texts) if not plain or "&" in plain or "_x" in plain or "\r" in plain or plain.strip() != plain]
    if odd:
        items = "".join([f"<si>{marked.get(at) or f'<t>{texts[at]}</t>'}</si>" for at in odd])
        for at, value in zip(odd, _ask([b' t="s"><v>%d</v>' % number for number in range(len(odd))], styles, items), strict=True):
            texts[at] = value
    if not all(type(texts[at]) is str for at in odd):
        raise Unusual("a shared text that is none")
    return texts


def _items(source: str) -> tuple[list[str], dict[int, str]]:
    """The plain text of every item of the shared texts, and the XML of those items that are more than that, whose text is blank or between other tags."""
    first, last = source.find(_ITEM_OPENS), source.rfind(_ITEM_CLOSES)
    if first < 0 or _ITEM.search(source, 0, first) or _ITEM.search(source, last):
        whole = _items_one_by_one(source)
        return [plain for _, plain in whole], {at: item for at, (item, _) in enumerate(whole)}
    texts = source[first + len(_ITEM_OPENS) : last].split(_ITEM_CLOSES + _ITEM_OPENS)
    if source.count("<", first, last) == len(texts) * _TAGS_OF_AN_ITEM - 2:
        return texts, {}
    plain: list[str] = []
    marked: dict[int, str] = {}
    for text in texts:
        if "<" not in text:
            plain.append(text)
            continue
        for item, within in _items_one_by_one(f"{_ITEM_OPENS}{text}{_ITEM_CLOSES}"):
            marked[len(plain)] = item
            plain.append(within)
    return plain, marked


def _items_one_by_one(source: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = _TEXT.findall(source)
    if len(found) != len(_ITEM.findall(source)):
        raise Unusual("a shared text of an unknown kind")
    return found


class Form(NamedTuple):
    """How most cells of a column are written: their style, and what stands before the content of those that are not blank."""

    style: bytes
    before: bytes
    met: bool = True
    """False where no cell of the column was met: then nothing is of this form."""

    @property
    def shared(self) -> bool:
        return self.before.startswith(b' t="s"')

    @property
    def inline(self) -> bool:
        """Whether the content is the text itself, as this program and openpyxl write it."""
        return self.before.startswith(b' t="inlineStr"')

    @property
    def behind(self) -> bytes:
        """What stands behind the content, less the end of the cell."""
        return b"</t></is>" if self.inline else b"</v>"

    def pattern(self) -> bytes:
        """For the bytes behind the place of such a cell, with one group: the content."""
        if not self.met:
            return b"(?!)()"
        content = rb"\d{1,9}" if self.shared else _PLAIN if self.inline else rb"-?\d{1,15}(?:\.\d{1,15})?+"
        return rb' s="' + self.style + rb'"(?:/>|' + self.before + b"(" + content + b")" + self.behind + b"</c>)"


class ColumnCells:
    """From XML to value for the cells of one column, with the styles met in it."""

    def __init__(self, meanings: Meanings, form: Form) -> None:
        self._meanings = meanings
        self._pieces = _Pieces(meanings)
        self._contents = _Contents(self._pieces, form)

    @property
    def styles(self) -> set[int]:
        return self._pieces.styles

    def values(self, contents: Sequence[bytes | None], pieces: Sequence[bytes | None]) -> list[Cell]:
        """The values of these cells: content where a cell has the form of its column, else its piece, both ``None`` for none. Raises ``Unusual``.

        One of the two may be blank: then there is none of that kind in any row.
        """
        for known in (self._pieces, self._contents):
            if len(known) > REMEMBERED:
                known.clear()
                known[None] = None
        found = self._found(contents, pieces)
        self._pieces.prove()
        if not self._pieces.to_ask:
            return found
        self._pieces.update(self._meanings.asked(self._pieces.to_ask).items())
        self._pieces.to_ask.clear()
        return self._found(contents, pieces)

    def _found(self, contents: Sequence[bytes | None], pieces: Sequence[bytes | None]) -> list[Cell]:
        if not any(contents):
            return list(map(self._pieces.__getitem__, pieces)) if any(pieces) else [None] * max(len(contents), len(pieces))
        if not any(pieces):
            return self._contents.values_of(contents)
        return [self._pieces[piece] if piece else self._contents[content] for content, piece in zip(contents, pieces, strict=True)]


class _Contents(dict[bytes | None, Cell]):
    """From the bare content of a cell in its column's form to its value."""

    def __init__(self, pieces: _Pieces, form: Form) -> None:
        super().__init__()
        self[None] = None
        self._pieces, self._shared, self._texts, self._inline = pieces, form.shared, pieces.meanings.texts, form.inline
        self._style, self._before, self._behind = form.style, b' s="' + form.style + b'"' + form.before, form.behind
        self._plain = pieces.meanings.days.get(form.style) is False
        if form.met:
            pieces.styles.add(int(form.style))

    def values_of(self, contents: Sequence[bytes | None]) -> list[Cell]:
        """The values of these cells. Where few come twice, as in a column of ids or amounts, none is looked for among those known: that takes longer."""
        seldom_twice = len(set(contents[:SAMPLE])) * OFTEN > min(SAMPLE, len(contents))
        if not seldom_twice or not self._shared and not self._inline and not self._plain:
            return list(map(self.__getitem__, contents))
        filled = list(filter(None, contents))
        found: Sequence[Cell]
        if self._inline:
            found = _texts_in(filled)
            if not found:
                return list(map(self.__getitem__, contents))
        elif self._shared:
            try:
                found = list(map(self._texts.__getitem__, map(int, filled)))
            except IndexError:
                raise Unusual("no such text") from None
        else:
            found = list(map(float, filled))
        if len(filled) == len(contents):
            return [*found]
        following = iter(found)
        return [None if content is None else next(following) for content in contents]

    def __missing__(self, content: bytes) -> Cell:
        value: Cell
        if self._shared:
            value = self._pieces.meanings.text(content)
        else:
            value = _inline(content) if self._inline else self._pieces.number(float(content), self._style)
            if value is None:
                piece = self._before + content + self._behind
                value = self._pieces[piece]
                if piece in self._pieces.to_ask:
                    return None
        self[content] = value
        return value


class _Pieces(dict[bytes | None, Cell]):
    """From the piece of a cell to its value, with the styles met, the pieces that are to be asked, and those not known to be well-formed."""

    def __init__(self, meanings: Meanings) -> None:
        super().__init__()
        self[None] = None
        self.meanings = meanings
        self.styles: set[int] = set()
        self.to_ask: set[bytes] = set()
        self._unproven: list[bytes] = []

    def prove(self) -> None:
        """Has a parser look at the pieces that are more than digits. Raises ``Unusual``."""
        if self._unproven:
            check_well_formed(b"<r>" + b"".join([b"<c" + piece + closing(piece) for piece in self._unproven]) + b"</r>")
            self._unproven.clear()

    def __missing__(self, piece: bytes) -> Cell:
        match = _PIECE.fullmatch(piece)
        if match is None:
            return self._unusual(piece)
        style, blank, shared, number, inline, error = match.groups()
        self.styles.add(int(style or b"0"))
        value: Cell = None
        if shared is not None:
            value = self.meanings.text(shared)
        elif number is not None:
            value = self.number(float(number), style)
        elif inline is not None:
            value = _inline(inline)
            self._unproven.append(piece)
        elif error is not None:
            value = CellError(error.decode())
        if value is None and blank is None and shared is None:
            self.to_ask.add(piece)
            return None
        self[piece] = value
        return value

    def number(self, number: float, style: bytes | None) -> Cell:
        """A number under this style; ``None`` when the reference must be asked."""
        days = self.meanings.days.get(style)
        if days is False:
            return number
        if days and FIRST_DAY <= number <= LAST_DAY and number.is_integer():
            return date.fromordinal(_ORDINAL + int(number))
        return None

    def _unusual(self, piece: bytes) -> Cell:
        style = _STYLE.match(piece)
        self.styles.add(int(style.group(1)) if style else 0)
        if not _ASKED.fullmatch(piece) and not _FORMULA.fullmatch(piece):
            raise Unusual("a cell of an unknown kind")
        self.to_ask.add(piece)
        self._unproven.append(piece)
        return None


def _inline(text: bytes) -> str | None:
    """A text that stands in its cell as it is; ``None`` when the reference must be asked."""
    if not text or b"&" in text or b"_x" in text or b"\r" in text:
        return None
    try:
        plain = text.decode()
    except UnicodeDecodeError:
        raise Unusual("a text that is not UTF-8") from None
    return plain if plain.strip() == plain else None


def _texts_in(contents: Sequence[bytes]) -> Sequence[str]:
    """``_inline`` of each of these, which hold no line end; none where one of them is to be asked of the reference."""
    try:
        joined = b"\n".join(contents).decode()
    except UnicodeDecodeError:
        raise Unusual("a text that is not UTF-8") from None
    texts = joined.split("\n")
    return texts if "_x" not in joined and list(map(str.strip, texts)) == texts else ()


def _formula(piece: bytes) -> Formula:
    """The formula of a cell, as the reference tells it."""
    try:
        cell = etree.fromstring(b"<c" + piece + closing(piece), etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as problem:
        raise Unusual(str(problem)) from None
    formula = cell.find("f")
    return Formula(f"={formula.text if formula is not None and formula.text else '(shared formula)'}")
