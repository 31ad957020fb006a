"""Where in a column something differs: a program tells nothing of a range whose cells differ, so halves of it are asked until they tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

T = TypeVar("T")


def halved(ask: Callable[[int, int], T | None], top: int, bottom: int, left: list[int]) -> Iterator[tuple[int, int, T | None]]:
    """Spans of rows with their answer, from the top. ``None``: a single row that does not tell, or a span for which no question was ``left``."""
    left[0] -= 1
    answer = ask(top, bottom) if left[0] >= 0 else None
    if answer is not None or top == bottom or left[0] < 0:
        yield top, bottom, answer
        return
    middle = (top + bottom) // 2
    yield from halved(ask, top, middle, left)
    yield from halved(ask, middle + 1, bottom, left)
