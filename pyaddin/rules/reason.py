"""Why: each decision carries the rule that made it and a sentence a clerk can read, in the language of the ledger.

A ``Reason`` keeps its rule id and facts; the words are made when a language is known. Programs look at rule ids, never at words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from string import Formatter
from typing import Protocol

from pyaddin.labels import LANGUAGES, label, language_index
from pyaddin.records import dataclass, often
from pyaddin.rules.phrases import PHRASES
from pyaddin.rules.sentences import SENTENCES
from pyaddin.rules.singular import counts, of_one

_LIST_OF_FACT = {
    "stage": "Stage", "outcome": "Outcome", "channel": "Channel", "channels": "Channel", "asked": "Channel", "hold": "Hold", "status": "InstallmentStatus",
    "risk": "Risk", "promise_status": "PromiseStatus", "contact_result": "Result", "message": "MessageKind", "recommendation": "Recommendation",
}  # fmt: skip
"""Facts that are codes: said by their label of this list."""
_RULE = re.compile(r"(?:^|(?<=\s))([A-Z][A-Z0-9_]*(?:-[0-9]*[A-Za-z_][A-Za-z0-9_]*)*[a-z]?): ")


class Says(Protocol):
    """Anything that can be said in a language of the ledger."""

    def says(self, language: str) -> str:
        """The words in this language."""
        ...


Fact = object
"""A text, number, date or amount, something that ``Says``, or a sequence of these."""


def _joint(name: str, facts: Sequence[Fact], place: int) -> str:
    """How a sequence is written: names and parts with commas, the clauses of ``what`` with semicolons."""
    if name == "what" and not all(isinstance(fact, str) for fact in facts):
        return ("; ", "；", "；")[place]
    return (", ", "、", "、")[place]


def clauses(words: Iterable[Says], language: str) -> str:
    """Parts of one sentence with semicolons between them, as the language writes them."""
    return ("; ", "；", "；")[language_index(language)].join([one.says(language) for one in words])


def _said(name: str, fact: Fact, language: str, place: int) -> str:
    if fact is None:
        return ""
    if isinstance(fact, str):
        return _code(name, fact, place) if name in _LIST_OF_FACT else fact
    if isinstance(fact, Decimal):
        return format(fact, "f")
    if isinstance(fact, date):
        return fact.isoformat()
    if isinstance(fact, Sequence):
        return _joint(name, fact, place).join([_said(name, part, language, place) for part in fact])
    return str(fact) if isinstance(fact, int) else _words(fact, language)


def _words(fact: Fact, language: str) -> str:
    says = getattr(fact, "says", None)
    return str(says(language)) if callable(says) else str(fact)


def _code(name: str, code: str, place: int) -> str:
    """The label of a code inside a sentence; in English it begins small."""
    words = label(_LIST_OF_FACT[name], code, LANGUAGES[place])
    return words[:1].lower() + words[1:] if place == 0 and words != code else words


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of a sentence: its row in ``PHRASES`` and the facts that go into it."""

    key: str
    facts: tuple[tuple[str, Fact], ...] = ()

    def says(self, language: str) -> str:
        """The sentence in this language, with its facts filled in."""
        return _filled(PHRASES[self.key], self.facts, language)

    def everywhere(self) -> frozenset[str]:
        """The phrase in each language: how it may stand in a ledger whose language was changed since."""
        return frozenset(self.says(language) for language in LANGUAGES)


@often
@dataclass(frozen=True, slots=True)
class Reason:
    """A rule id and its sentence: a row of ``SENTENCES`` with its facts, or the words of a rule pack."""

    rule: str
    sentence: str = ""
    facts: tuple[tuple[str, Fact], ...] = ()
    words: Says | None = None

    def says(self, language: str) -> str:
        """The sentence alone."""
        return self.words.says(language) if self.words is not None else _filled(SENTENCES[self.sentence or self.rule], self.facts, language)

    def text(self, language: str) -> str:
        """What stands in a Why cell: the rule id, then the sentence."""
        return f"{self.rule}: {self.says(language)}"


def _filled(words: tuple[str, str, str], facts: tuple[tuple[str, Fact], ...], language: str) -> str:
    place = language_index(language)
    said = words[place]
    if place == 0 and facts and (counted := counts(said)):
        ones = frozenset(name for name, fact in facts if name in counted and fact == 1)
        said = of_one(said, ones) if ones else said
    named = _named(said)
    return said.format(**{name: _said(name, fact, language, place) for name, fact in facts if name in named}) if facts else said.format()


@lru_cache(maxsize=4096)
def _named(words: str) -> frozenset[str]:
    """The facts that a sentence names: others of its reason are not put into words."""
    return frozenset(re.split(r"[.\[]", field)[0] for _, field, _, _ in Formatter().parse(words) if field)


def because(rule: str, sentence: str = "", /, **facts: Fact) -> Reason:
    """The reason for ``rule`` with its facts. ``sentence`` names another row of ``SENTENCES`` than the rule's own."""
    return Reason(rule, sentence, tuple(facts.items()))


def phrase(key: str, /, **facts: Fact) -> Phrase:
    """A row of ``PHRASES`` with its facts."""
    return Phrase(key, tuple(facts.items()))


def text_of(reasons: Iterable[Reason], language: str) -> str:
    """Several reasons as one Why cell holds them."""
    return " ".join(reason.text(language) for reason in reasons)


@lru_cache(maxsize=1_024)
def rules_in(why: str) -> tuple[str, ...]:
    """The rule ids of a Why cell in their order, whatever its language."""
    return tuple(found.group(1) for found in _RULE.finditer(why))


def told(why: str) -> list[tuple[str, str]]:
    """A Why cell as pairs of rule id and words; words that no rule id opens have a blank one."""
    parts = _RULE.split(why)
    pairs = [("", parts[0].strip())] if parts[0].strip() else []
    return pairs + [(rule, words.strip()) for rule, words in zip(parts[1::2], parts[2::2], strict=True)]
