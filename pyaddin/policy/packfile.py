"""One rule pack read from its TOML file: every key known, every row cited, or an error that names file and row.

Packs are data that a lawyer can read and a person reviews; a pack that cannot be read exactly must not be used at all.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NoReturn

from pyaddin.rules.hold import EFFECTS
from pyaddin.rules.packs import (
    CHANNELS,
    CLASSES,
    CONFIDENCES,
    COUNTS,
    DEBT_CLASSES,
    KINDS,
    PERS,
    RECIPIENTS,
    ROLES,
    Blackout,
    Cap,
    Content,
    Cooldown,
    Pack,
    Params,
    Retention,
    Rule,
    Stopped,
    Window,
)  # fmt: skip

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00")
_SEASON = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9])")
_CODE = re.compile(r"[A-Z]{2}")
_NOTICES = ("validation",)
_TOP = ("pack", "version", "effective_from", "reviewed_on", "review_due", "source", "applies", "rules")


class BadPack(ValueError):
    """A pack file that cannot be used; the text names the file and the row."""


class _Row:
    """One table of the file; ``take`` hands a key out once, ``done`` refuses what is left."""

    def __init__(self, where: str, values: Mapping[str, Any]) -> None:
        self.where = where
        self._left = dict(values)

    def refuse(self, reason: str) -> NoReturn:
        raise BadPack(f"{self.where}: {reason}")

    def has(self, key: str) -> bool:
        return key in self._left

    def take(self, key: str, kind: type, default: object = None) -> Any:
        if key not in self._left:
            if default is None:
                self.refuse(f"{key} is missing")
            return default
        value = self._left.pop(key)
        if type(value) is not kind or value == "":
            self.refuse(f"{key} = {value!r} is not usable")
        return value

    def word(self, key: str, known: tuple[str, ...], default: str | None = None) -> str:
        value: str = self.take(key, str, default)
        if value not in known and value != default:
            self.refuse(f"{key} = {value!r} is not one of {', '.join(known)}")
        return value

    def words(self, key: str, known: tuple[str, ...] | None = None, *, optional: bool = False, all_word: bool = False) -> tuple[str, ...]:
        """A list of words, each once; ``["all"]`` = every known one where ``all_word``."""
        values: list[object] = self.take(key, list, [] if optional else None)
        if all_word and known is not None and values == ["all"]:
            return known
        if not values and not optional:
            self.refuse(f"{key} is empty")
        for value in values:
            if not isinstance(value, str) or not value or (known is not None and value not in known) or values.count(value) > 1:
                self.refuse(f"{key}: {value!r} is not usable")
        return tuple(str(value) for value in values)

    def whole(self, key: str, least: int, default: int | None = None) -> int:
        value: int = self.take(key, int, default)
        if not least <= value <= 1000:
            self.refuse(f"{key} = {value} is out of range")
        return value

    def minutes(self, key: str) -> int:
        text: str = self.take(key, str)
        if not _CLOCK.fullmatch(text):
            self.refuse(f"{key} = {text!r} is not a clock time such as 08:00")
        return int(text[:2]) * 60 + int(text[3:])

    def done(self) -> None:
        if self._left:
            self.refuse(f"unknown key {next(iter(self._left))!r}")


def read_pack(name: str, text: str) -> Pack:
    """The pack in a file's text. Raises ``BadPack`` naming the file and the row."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as reason:
        raise BadPack(f"{name}: {reason}") from None
    rows = values.get("rules")
    for key in values:
        if key not in _TOP:
            raise BadPack(f"{name}: unknown key {key!r}")
    if not isinstance(rows, list) or not rows or not isinstance(values.get("applies"), dict):
        raise BadPack(f"{name}: [applies] and at least one [[rules]] row are needed")
    rules = tuple(_rule(name, number, row) for number, row in enumerate(rows, 1))
    ids = [rule.id for rule in rules]
    for rule_id in ids:
        if ids.count(rule_id) > 1:
            raise BadPack(f"{name}: the id {rule_id} stands twice")
    return _pack(name, values, rules)


def _pack(name: str, values: Mapping[str, Any], rules: tuple[Rule, ...]) -> Pack:
    top = _Row(name, {key: value for key, value in values.items() if key not in ("applies", "rules")})
    applies = _Row(f"{name}, applies", values["applies"])
    countries, regions = applies.words("countries", optional=True), applies.words("regions", optional=True)
    for code in countries:
        if not _CODE.fullmatch(code):
            applies.refuse(f"{code!r} is not a country code")
    pack = Pack(
        name=top.take("pack", str),
        version=top.take("version", str),
        effective_from=top.take("effective_from", date),
        reviewed_on=top.take("reviewed_on", date),
        review_due=top.take("review_due", date),
        source=top.take("source", str),
        rules=rules,
        countries=frozenset(countries),
        regions=frozenset(regions),
        roles=frozenset(applies.words("roles", ROLES, optional=True)),
        debt_classes=frozenset(applies.words("debt_classes", DEBT_CLASSES, optional=True)),
    )
    top.done()
    applies.done()
    if pack.review_due <= pack.reviewed_on:
        top.refuse("review_due is not after reviewed_on")
    return pack


def _rule(name: str, number: int, values: object) -> Rule:
    if not isinstance(values, dict):
        raise BadPack(f"{name}, row {number}: a table is needed")
    row = _Row(f"{name}, row {number} ({values.get('id', 'without id')})", values)
    kind = row.word("kind", tuple(KINDS))
    channels = row.words("channels", CHANNELS, all_word=True)
    rule = Rule(
        id=row.take("id", str),
        channels=frozenset(channels),
        classes=frozenset(row.words("classes", CLASSES, optional=True) or CLASSES),
        confidence=row.word("confidence", CONFIDENCES),
        cite=row.take("cite", str),
        seen_on=row.take("seen_on", date),
        to=frozenset(row.words("to", RECIPIENTS, optional=True) or RECIPIENTS),
        override=row.take("override", bool, False),
        params=_READERS[kind](row, channels),
    )
    row.done()
    if rule.override and rule.confidence != "P":
        row.refuse("only policy of the house (confidence P) may be overridden")
    return rule


def _window(row: _Row, _: tuple[str, ...]) -> Params:
    opens, closes = row.minutes("opens"), row.minutes("closes")
    if opens >= closes:
        row.refuse("opens is not before closes")
    days = row.words("days", _DAYS, optional=True) or _DAYS
    holidays: str = row.take("holidays", str) if row.has("holidays") else ""
    if holidays and holidays != "debtor" and not _CODE.fullmatch(holidays):
        row.refuse(f"holidays = {holidays!r} is neither a country code nor debtor")
    return Window(
        opens, closes, frozenset(_DAYS.index(day) for day in days), holidays,
        row.word("lifted_by", ("hours", "calls"), ""), row.take("answer_once", bool, False),
    )  # fmt: skip


def _cap(row: _Row, channels: tuple[str, ...]) -> Params:
    return Cap(
        counts=row.word("counts", COUNTS),
        counted=frozenset(row.words("counted", CHANNELS, optional=True) or channels),
        per=frozenset(row.words("per", PERS)),
        days=row.whole("days", 1),
        most=row.whole("max", 0),
        spares_failed=row.take("spares_failed", bool, False),
        lifted_by=row.word("lifted_by", ("hours", "calls"), ""),
        consent_days=row.whole("consent_days", 0, 0),
    )


def _cooldown(row: _Row, channels: tuple[str, ...]) -> Params:
    return Cooldown(
        after=row.word("after", COUNTS),
        counted=frozenset(row.words("counted", CHANNELS, optional=True) or channels),
        per=frozenset(row.words("per", PERS)),
        days=row.whole("days", 1),
        lifted_by=row.word("lifted_by", ("hours", "calls"), ""),
        consent_days=row.whole("consent_days", 0, 0),
    )


def _stopped(row: _Row, _: tuple[str, ...]) -> Params:
    return Stopped(
        frozenset(row.words("on", tuple(EFFECTS))), frozenset(row.words("passes", CLASSES, optional=True)),
        frozenset(row.words("passes_kinds", optional=True)),
    )  # fmt: skip


def _content(row: _Row, _: tuple[str, ...]) -> Params:
    must_have, must_not = row.words("must_have", optional=True), row.words("must_not", optional=True)
    if not must_have and not must_not:
        row.refuse("neither must_have nor must_not")
    countries, roles = row.words("countries", optional=True), row.words("roles", ROLES, optional=True)
    first_only, kind = row.take("first_only", bool, False), row.word("notice", _NOTICES, "")
    return Content(must_have, must_not, first_only, frozenset(countries), frozenset(roles), kind)


def _blackout(row: _Row, _: tuple[str, ...]) -> Params:
    ranges: list[tuple[date, date]] = []
    for pair in row.take("ranges", list):
        if not isinstance(pair, list) or len(pair) != 2 or any(type(day) is not date for day in pair) or pair[0] > pair[1]:
            row.refuse(f"ranges: {pair!r} is not [first date, last date]")
        ranges.append((pair[0], pair[1]))
    season = row.words("season", optional=True)
    if season and (len(season) != 2 or not all(_SEASON.fullmatch(day) for day in season) or season[0] > season[1]):
        row.refuse('season is not ["MM-DD", "MM-DD"] with days up to 29')
    months = [(int(day[:2]), int(day[3:])) for day in season]
    if any(month == (2, 29) for month in months):
        row.refuse("season: 29 February is not in every year")
    return Blackout(tuple(ranges), (months[0], months[1]) if months else None)


def _retention(row: _Row, _: tuple[str, ...]) -> Params:
    return Retention(row.whole("months", 1), row.word("since", ("closing", "last_activity", "recording")))


_READERS: Mapping[str, Callable[[_Row, tuple[str, ...]], Params]] = {
    "window": _window, "cap": _cap, "cooldown": _cooldown, "hold": _stopped, "content": _content, "blackout": _blackout, "retention": _retention,
}  # fmt: skip
