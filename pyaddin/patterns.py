"""Regular expressions that most runs never need: compiled when they are first used.

A run loads some two hundred patterns, and compiling one takes longer than most of what they look for. Those that stand at the door of a rare case (a day
typed as text, a wording that was edited, what a mail server said) wait here until the case comes. A pattern that every run needs is compiled as ever.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from functools import cached_property


class Pattern:
    """What ``re.compile`` makes of the same words, made when somebody first looks for it."""

    def __init__(self, words: str, flags: int = 0) -> None:
        self._words = words
        self._flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self._words, self._flags)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self.compiled.search(text, start, end)

    def match(self, text: str) -> re.Match[str] | None:
        return self.compiled.match(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self.compiled.fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self.compiled.finditer(text)

    def sub(self, to: str | Callable[[re.Match[str]], str], text: str) -> str:
        return self.compiled.sub(to, text)
