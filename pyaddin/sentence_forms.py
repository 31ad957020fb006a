"""English sentences known by their form, said again in Chinese: what stands in braces is what the cell, file or option gave, and stays as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyaddin.labels import language_index

Pair = tuple[str, str]
"""A sentence in zh-CN and zh-TW."""

SHAPES: Mapping[str, str] = {"day": r"\d{4}-\d\d-\d\d", "n": r"-?[\d.,]+", "m": r"-?[\d.,]+", "amount": r"[-+]?[\d.,E+]+", "episode": r"\d+"}
"""Gaps that take only a date or a figure; any other takes whatever stands there."""

_NAMED = re.compile(r"\{(\w+)\}")
_GAP = re.compile(r"\\\{(\w+)\\\}")


def _group(gap: re.Match[str]) -> str:
    return f"(?P<{gap[1]}>{SHAPES.get(gap[1], '.+?')})"


class Forms:
    """A table of sentences by their English form. They are compiled when the first one is asked for."""

    def __init__(self, table: Mapping[str, Pair]) -> None:
        self._table = table
        self._compiled: tuple[tuple[re.Pattern[str], Pair], ...] = ()

    def in_chinese(self, text: str, language: str) -> str:
        """The sentence in zh-CN or zh-TW; blank when its form is not known, and for English."""
        place = language_index(language)
        if place == 0 or not text:
            return ""
        words, gaps = self._form_of(text)
        return words[place - 1].format(**gaps) if words else ""

    def gaps(self, text: str) -> Mapping[str, str]:
        """What stands in the gaps of a sentence; nothing where its form is not known."""
        return self._form_of(text)[1]

    def _form_of(self, text: str) -> tuple[Pair | None, Mapping[str, str]]:
        if not self._compiled:  # the sentence that says most itself first: "expected ..., found ..." before "expected ..."
            known = sorted(self._table.items(), key=lambda item: len(_NAMED.sub("", item[0])), reverse=True)
            self._compiled = tuple((re.compile(_GAP.sub(_group, re.escape(english)), re.DOTALL), words) for english, words in known)
        for form, words in self._compiled:
            found = form.fullmatch(text)
            if found:
                return words, found.groupdict()
        return None, {}
