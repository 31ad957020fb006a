"""Charts of bars and columns as plain geometry: a template draws them as inline SVG, so every label is escaped where it is printed.

One chart shows one currency, or numbers of cases. Lengths are exact decimals of SVG units; bars are scaled to the longest one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from pyaddin.records import dataclass

WIDTH = 480
ROW = 26
THICK = 16
LETTER = Decimal("7.4")
LEAST = Decimal("2.0")


@dataclass(frozen=True, slots=True)
class Point:
    """One value to show: the label before the bar, its size, and the words after the bar."""

    label: str
    size: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One drawn bar. ``y`` is its upper edge, ``base`` the baseline of its labels."""

    label: str
    text: str
    y: int
    base: int
    length: Decimal


@dataclass(frozen=True, slots=True)
class Chart:
    """A horizontal bar chart; ``summary`` says all its values in words for those who do not see it."""

    key: str
    title: str
    summary: str
    width: int
    height: int
    start: int
    thick: int
    bars: tuple[Bar, ...]


def bars(key: str, title: str, points: Sequence[Point]) -> Chart:
    """The chart of ``points`` in their order. Sizes below zero are drawn as nothing; every other size above zero is visible."""
    start = 12 + _room(point.label for point in points)
    longest = max(WIDTH - start - 10 - _room(point.text for point in points), 60)
    top = max((point.size for point in points), default=Decimal(0))
    drawn = tuple(
        Bar(point.label, point.text, number * ROW + (ROW - THICK) // 2, number * ROW + ROW // 2 + 5, _length(point.size, top, longest))
        for number, point in enumerate(points)
    )
    summary = "; ".join(f"{point.label}: {point.text}" for point in points)
    return Chart(key, title, summary, WIDTH, len(points) * ROW, start, THICK, drawn)


@dataclass(frozen=True, slots=True)
class Column:
    """One drawn column: left edge, upper edge, height, and the middle under which its label stands."""

    label: str
    text: str
    x: Decimal
    y: Decimal
    height: Decimal
    middle: Decimal


@dataclass(frozen=True, slots=True)
class Columns:
    """A chart of columns over time; ``thick`` is their width, ``floor`` the line that they stand on."""

    key: str
    title: str
    summary: str
    width: int
    height: int
    thick: Decimal
    floor: int
    columns: tuple[Column, ...]


TALL = 150
"""Height of the drawing above its floor, the figures over the columns included."""


def columns(key: str, title: str, points: Sequence[Point]) -> Columns:
    """The chart of ``points`` from left to right. Sizes below zero are drawn as nothing; every other size above zero is visible."""
    room = TALL - 20
    step = Decimal(WIDTH) / max(len(points), 1)
    thick = min(step * Decimal("0.66"), Decimal(46)).quantize(Decimal("0.1"))
    top = max((point.size for point in points), default=Decimal(0))
    drawn = []
    for number, point in enumerate(points):
        height = _length(point.size, top, room)
        middle = (step * number + step / 2).quantize(Decimal("0.1"))
        drawn.append(Column(point.label, point.text, (middle - thick / 2).quantize(Decimal("0.1")), TALL - height, height, middle))
    summary = "; ".join(f"{point.label}: {point.text}" for point in points)
    return Columns(key, title, summary, WIDTH, TALL + 22, thick, TALL, tuple(drawn))


def _room(words: Iterable[str]) -> int:
    """Room for the longest of these words; a Chinese sign takes that of two letters."""
    return int(max((sum(2 if ord(sign) > 0x2E7F else 1 for sign in word) for word in words), default=0) * LETTER) + 1


def _length(size: Decimal, top: Decimal, longest: int) -> Decimal:
    if size <= 0 or top <= 0:
        return Decimal("0.0")
    return max((size / top * longest).quantize(Decimal("0.1")), LEAST)
