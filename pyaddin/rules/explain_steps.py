"""What one line of an explanation is made of: figure, value, words, rule, source, facts, and arithmetic that a calculator can repeat."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pyaddin.records import dataclass
from pyaddin.rules.citations import cited
from pyaddin.rules.decide import Decision
from pyaddin.rules.money import cent, money_text
from pyaddin.rules.reason import Says, phrase
from pyaddin.rules.sources import source_of


@dataclass(frozen=True, slots=True)
class Step:
    """One line in the ledger's language. ``field`` names the ledger column that it explains, ``group`` the part of the explanation.

    ``arithmetic`` is what a calculator or a cell of Excel repeats: numbers, dates in ISO form (less one another: days), ``+ - * / ( )``,
    ``max(a, b)`` and ``round(x, unit)`` half-up; its result is ``value``. Blank where nothing is computed. ``rule`` is the rule id, ``source`` the
    paper, law or table it comes from, ``facts`` what was read from the ledger, by name.
    """

    field: str
    label: str
    value: str
    note: str
    rule: str = ""
    source: str = ""
    arithmetic: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A step before its language is known."""

    field: str
    label: Says | str
    value: Says | str = ""
    note: Says | str = ""
    rule: str = ""
    arithmetic: str = ""
    facts: tuple[tuple[str, object], ...] = ()
    group: str = ""
    source: str = ""

    def says(self, language: str) -> Step:
        """The line in words."""
        facts = tuple((name, _spoken(value, language)) for name, value in self.facts if value not in (None, ""))
        source = cited(self.source or source_of(self.rule), language)
        label, value, note = (_spoken(words, language) for words in (self.label, self.value, self.note))
        return Step(self.field, label, value, note, self.rule, source, self.arithmetic, facts, phrase(f"explain group {self.group}").says(language))


def grouped(group: str, lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines as members of one part of an explanation, in the order in which a clerk asks: ``time`` since when, ``owed`` how much, ``interest``, ``paid``,
    ``work`` what we do, ``sending`` what we sent, ``debtor`` what we know of the debtor."""
    return tuple(replace(line, group=group) for line in lines)


def _spoken(value: object, language: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    says = getattr(value, "says", None)
    return str(says(language)) if callable(says) else str(value)


def plain(decision: Decision, value: Decimal) -> str:
    """The amount to the currency's cent, without the currency: as arithmetic takes it."""
    currency = decision.file.case.currency
    return money_text(value.quantize(cent(currency)), currency)


def amount(decision: Decision, value: Decimal) -> str:
    """The amount with its currency."""
    return f"{plain(decision, value)} {decision.file.case.currency}"


def added(terms: Iterable[str]) -> str:
    """``a + b - c``: terms that begin with a minus sign are taken off; ``0`` for none."""
    text = ""
    for term in terms:
        if term.startswith("-"):
            text += f" - {term[1:]}" if text else term
        else:
            text += f" + {term}" if text else term
    return text or "0"


def less(first: str, *others: tuple[Decimal, str]) -> str:
    """``first`` less every other amount that is not zero; each comes with its text."""
    return first + "".join(f" - {text}" for value, text in others if value)
