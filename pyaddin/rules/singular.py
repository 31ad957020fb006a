"""One day, one message: how an English sentence of the tables speaks of a single thing. Chinese has no plural."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_NOUNS: Mapping[str, str] = {
    "days": "day", "months": "month", "years": "year", "messages": "message", "installments": "installment", "lines": "line", "cases": "case", "rows": "row",
}  # fmt: skip
_COUNTED = re.compile(r"\{(\w+)\} ((?:parked )?)(" + "|".join(_NOUNS) + r")\b")
_WHOLE: Mapping[str, str] = {
    "{count} messages that left since then are entered again at the next run; they are not sent again.":
        "{count} message that left since then is entered again at the next run; it is not sent again.",
    "{count} lines of money that went out and take nothing back were left out.": "{count} line of money that went out and takes nothing back was left out.",
    "{count} messages are queued; they are asked again and leave": "{count} message is queued; it is asked again and leaves",
    "{count} messages were left": "{count} message was left",
    "{count} messages are parked and wait": "{count} message is parked and waits",
    "Release them": "Release it",
    "These {count} messages would be": "This {count} message would be",
    "{count} messages were written to a folder and count as sent": "{count} message was written to a folder and counts as sent",
    "{count} installments are too many": "{count} installment is too many",
    "{months} months are more": "{months} month is more",
    "{count} installments that fall due from {first} on, up to {largest}, are above": "{count} installment, due on {first}, of {largest}, is above",
    "whose money {count} lines are, the first of {on}": "whose money {count} line of {on} is",
    "there are {rows} rows": "there is {rows} row",
}  # fmt: skip
"""Where more than the noun changes: the words of many, and of one."""


@lru_cache(maxsize=4096)
def counts(words: str) -> frozenset[str]:
    """The facts of a sentence that count something; empty for most sentences."""
    return frozenset(found.group(1) for found in _COUNTED.finditer(words))


@lru_cache(maxsize=512)
def of_one(words: str, ones: frozenset[str]) -> str:
    """The sentence where each of these facts is 1: ``{days} days past due`` -> ``{days} day past due``."""
    for many, one in _WHOLE.items():
        if many in words and (counts(many) & ones or (not counts(many) and "count" in ones)):
            words = words.replace(many, one)

    def noun(found: re.Match[str]) -> str:
        name, before, many = found.groups()
        return f"{{{name}}} {before}{_NOUNS[many]}" if name in ones else found.group()

    return _COUNTED.sub(noun, words)
