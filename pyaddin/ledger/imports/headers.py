"""What one header means: the ledger column behind a clerk's word, how sure that is, and to which repeated group the column belongs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

from pyaddin.labels import LANGUAGES
from pyaddin.ledger.captions import caption
from pyaddin.ledger.cells import folded
from pyaddin.ledger.columns import Type
from pyaddin.ledger.imports.words import AMBIGUOUS, AMOUNT_DUE, COMPUTED, NOT_OURS, OTHER_PEOPLE, OTHERWISE, WORDS
from pyaddin.ledger.schema import EVERY_TABLE, TABLES
from pyaddin.records import dataclass

IMPORTED = ("Debtors", "Cases", "Installments", "Payments")
EXACT, NORMALISED, CONTAINS = "exact", "normalised", "contains"
_ASIDE = re.compile(r"[(（\[【<〈].*?[)）\]】>〉]")
_MARKS = re.compile(r"[\s_\-–—:：.,，。;；*＊#'\"`/\\|·、()（）\[\]【】]+")
_TOKEN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_LEAST_CJK, _LEAST_LATIN = 2, 4
_CHINESE_DIGITS = {word: number for number, word in enumerate("零一二三四五六七八九")}
# 第1期应还日期, 首期金额, 1期本金; Inst 1 due, Installment #2 amount, Due date 3, Amount 3, 金额1
_GROUP_FIRST = re.compile(r"(?:第\s*)?([0-9]{1,3}|[一二三四五六七八九十]{1,3}|首)\s*期\s*(.*)")
_GROUP_ENGLISH = re.compile(
    r"(?:(?:inst(?:all?ment)?|pmt|payment|term|period|emi|debt|loan|contract|account)s?\.?|)\s*(?:no\.?|#)?\s*(?:(\d{1,3})(?:st|nd|rd|th)?)"
    r"\s*(?:inst(?:all?ment)?\.?|pmt|payment)?[\s\-_:.]+(.+)", re.IGNORECASE,
)
_GROUP_ALONE = re.compile(r"(?:inst(?:all?ment)?\.?|pmt|payment|emi)\s*(?:no\.?|#)?\s*(\d{1,3})", re.IGNORECASE)
_GROUP_LAST = re.compile(r"(.*?[^\d\s])[\s\-_#.]*\(?([0-9]{1,3})\)?")
_GROUP_PARTS: dict[str, str] = {
    "due": "Installments.Due on", "duedate": "Installments.Due on", "date": "Installments.Due on", "日期": "Installments.Due on", "日": "Installments.Due on",
    "时间": "Installments.Due on", "時間": "Installments.Due on", "amount": AMOUNT_DUE, "amt": AMOUNT_DUE, "金额": AMOUNT_DUE, "金額": AMOUNT_DUE,
    "": AMOUNT_DUE,
    "额": AMOUNT_DUE, "額": AMOUNT_DUE, "应还": AMOUNT_DUE, "應還": AMOUNT_DUE, "應繳": AMOUNT_DUE,
}  # fmt: skip
@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header may mean. ``fields`` has one entry where it is plain, several where the other columns must decide, none where it is not ours.

    ``how``: exact, normalised, contains, or why it is not taken: computed, other person, ambiguous, not ours, unknown. ``group`` numbers repeated columns.
    """

    fields: tuple[str, ...]
    how: str
    group: int | None = None


def plain_header(text: str) -> str:
    """The header without case, width, blanks, marks and what stands in brackets."""
    word = unicodedata.normalize("NFKC", text).casefold()
    bare = _MARKS.sub("", _ASIDE.sub("", word))
    return bare or _MARKS.sub("", word)


@cache
def shared_captions() -> frozenset[str]:
    """Captions of days and amounts that stand over different columns (日期, 金额): plain beside its neighbors on a sheet, in a list it names none of them."""
    columns: dict[str, set[str]] = {}
    for name, table in EVERY_TABLE.items():
        for column in (column for column in table.columns if column.type in (Type.DATE, Type.MONEY)):
            for language in LANGUAGES[1:]:
                columns.setdefault(caption(name, column.name, language), set()).add(column.name)
    return frozenset(word for word, names in columns.items() if len(names) > 1)


@cache
def _exact() -> dict[str, tuple[str, ...]]:
    """Folded word -> fields: the contract's headers, the captions that sheets show, the words of lists. Computed ones are left to ``_computed``."""
    found: dict[str, list[str]] = {}
    captions: dict[str, list[str]] = {}
    for name in IMPORTED:
        for column in TABLES[name].columns:
            if not column.computed and not (column.refers and name != column.refers and column.name in ("Case ID", "Debtor ID")):
                found.setdefault(folded(column.name), []).append(f"{name}.{column.name}")
                shown = (caption(name, column.name, language) for language in LANGUAGES[1:])
                captions[f"{name}.{column.name}"] = [word for word in shown if word not in shared_captions()]
    for field, words in (*captions.items(), *WORDS.items()):
        for word in words:
            if plain_header(word) in _asked():
                continue
            fields = found.setdefault(folded(word), [])
            if field not in fields:
                fields.append(field)
    return {word: tuple(fields) for word, fields in found.items()}


@cache
def _normalised() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word, fields in _exact().items():
        bare = plain_header(word)
        found[bare] = tuple(dict.fromkeys((*found.get(bare, ()), *fields)))
    return found


@cache
def _computed() -> frozenset[str]:
    columns = [(name, column.name) for name in IMPORTED for column in TABLES[name].columns if column.computed]
    captions = {caption(*column, language) for column in columns for language in LANGUAGES} - shared_captions()
    return frozenset(plain_header(word) for word in (*captions, *COMPUTED))


@cache
def _plain(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(plain_header(word) for word in words)


@lru_cache(maxsize=4096)
def meaning(text: str) -> Meaning:
    """What the header means by itself, whatever stands beside it."""
    bare = plain_header(text)
    if not bare:
        return Meaning((), "unknown")
    whole = _single(text, bare)
    if whole.how in (EXACT, NORMALISED, "other person", "ambiguous", "computed"):
        return whole
    grouped = _grouped(text)
    if grouped is not None:
        return grouped
    return whole


def _single(text: str, bare: str) -> Meaning:
    fields = _exact().get(folded(text))
    if fields is not None:
        return Meaning(fields, EXACT)
    if any(word in bare for word in _plain(OTHER_PEOPLE)):
        return Meaning((), "other person")
    asked = _asked().get(bare)
    if asked is not None:
        return Meaning(asked, "ambiguous")
    if bare in _normalised():
        return Meaning(_normalised()[bare], NORMALISED)
    if bare in _computed():
        return Meaning((), "computed")
    if bare in _plain(NOT_OURS) or folded(text) in {folded(word) for word in NOT_OURS}:
        return Meaning((), "not ours")
    return _contained(text, bare)


@cache
def _asked() -> dict[str, tuple[str, ...]]:
    return {plain_header(word): fields for word, fields in AMBIGUOUS.items()}


def _contained(text: str, bare: str) -> Meaning:
    """The longest known word inside the header; words of equal length that mean different columns leave it open."""
    inside = _inside(text, bare)
    if any(inside(word) for word in OTHERWISE):
        return Meaning((), "computed" if any(_long_enough(word) and inside(word) for word in _computed()) else "unknown")
    best = 0
    fields: tuple[str, ...] = ()
    rivals: set[str] = set()
    blocked = [word for word in (*_computed(), *_asked(), *_plain(NOT_OURS)) if _long_enough(word) and inside(word)]
    for word, found in _normalised().items():
        weight = _weight(word, found)
        if weight >= best and _long_enough(word) and inside(word):
            rivals = rivals | set(found) if weight == best else set(found)
            best, fields = weight, found
    if blocked and max(map(len, blocked)) >= best:
        return Meaning((), "computed" if any(word in _computed() for word in blocked) else "unknown")
    if not best:
        return Meaning((), "unknown")
    if rivals != set(fields):
        return Meaning(tuple(sorted(rivals)), "ambiguous")
    return Meaning(fields, CONTAINS)


def _weight(word: str, fields: tuple[str, ...]) -> int:
    """How much of a header the word explains; a bare customer or 客户 only says whose phone or address the column holds."""
    return 1 if fields == ("Debtors.Name",) and not any(mark in word for mark in ("name", "名")) else len(word)


def _inside(text: str, bare: str) -> Callable[[str], bool]:
    """Whether a word stands in the header: a Chinese one anywhere, an English one as whole words (state is no part of Statement)."""
    tokens = _TOKEN.findall(_ASIDE.sub("", unicodedata.normalize("NFKC", text)))
    whole = {"".join(tokens[at:to]).casefold() for at in range(len(tokens)) for to in range(at + 1, len(tokens) + 1)}
    whole |= {word.removesuffix("s") for word in whole}
    return lambda word: word in whole if word.isascii() else word in bare


def _long_enough(word: str) -> bool:
    return len(word) >= (_LEAST_LATIN if word.isascii() else _LEAST_CJK)


def _grouped(text: str) -> Meaning | None:
    """A column of a repeated group: installment 1, 2, 3 ... or debt 1, 2, 3 ... of the same row."""
    word = unicodedata.normalize("NFKC", text).strip()
    alone = _GROUP_ALONE.fullmatch(word)
    if alone:
        return Meaning((AMOUNT_DUE,), NORMALISED, int(alone.group(1)))
    for pattern, number_at, rest_at in ((_GROUP_FIRST, 1, 2), (_GROUP_ENGLISH, 1, 2), (_GROUP_LAST, 2, 1)):
        match = pattern.fullmatch(word)
        number = _number(match.group(number_at)) if match else None
        if match is None or number is None:
            continue
        rest = match.group(rest_at)
        part = _GROUP_PARTS.get(plain_header(rest)) if pattern is not _GROUP_LAST or rest.strip() else None
        if part is not None:
            return Meaning((part,), NORMALISED, number)
        inner = _single(rest, plain_header(rest)) if rest.strip() else Meaning((), "unknown")
        due = tuple(field for field in inner.fields if field.startswith("Installments."))
        if inner.fields or inner.how in ("computed", "other person"):
            return Meaning(due or inner.fields, inner.how, number)
    return None


def _number(text: str) -> int | None:
    """1, 12, 首, 三, 十二."""
    if text.isdigit():
        return int(text)
    if text == "首":
        return 1
    tens, mark, ones = text.rpartition("十")
    if mark:
        return 10 * (_CHINESE_DIGITS.get(tens, 1) if tens else 1) + (_CHINESE_DIGITS.get(ones, 0) if ones else 0)
    return _CHINESE_DIGITS.get(ones)


def known_words(text: str) -> int:
    """How many cells of the first lines are known headers: the sign that a text was decoded rightly."""
    cells = {cell for line in text.splitlines()[:30] for cell in re.split("[,;\t|，]", line) if not cell.isascii()}
    return sum(1 for cell in list(cells)[:500] if plain_header(cell) in _normalised() or plain_header(cell) in _computed())
