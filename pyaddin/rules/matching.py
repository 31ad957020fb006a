"""Whose money a line of the bank statement is: points with names, from 0 to 100, and no answer where two debts are near each other.

What speaks for a case is what people at the desk look at, in this order: the number that the debtor was asked to write, the account that he paid from
before, his name, the amount. Collection systems that pair payments by hand look at the same (field notes 4.18; Odoo's and ERPNext's reconciliation pair
by reference, partner and amount). "Leave unmatched" is the default: a suggestion books nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from pyaddin.records import dataclass
from pyaddin.rules.reason import Phrase, phrase

REFERENCE, ACCOUNT, NAME_SURE, NAME_LIKE, NAME_FAINT, AMOUNT = 60, 50, 50, 30, 10, 25
SURE, LIKE, FAINT = 95, 88, 80
"""From which likeness of names on (0 to 100) each of the three steps counts."""
LEAST = 50
"""The least confidence that is suggested: a number, an account, the very name, or a name like it with the amount."""
NEAR = 15
"""Two debts this near each other: nothing is suggested."""
COULD_BE = 35
"""From which confidence on a reminder waits until a person has said whose money it is: the very name alone is enough, a faint one with the amount."""
_PART = re.compile(r"[0-9A-Z]+|[^\W0-9A-Z_]+")
_LONGEST_RUN, _SHORTEST_KEY = 6, 3


@dataclass(frozen=True, slots=True)
class Incoming:
    """Money on the bank's statement that nobody has booked yet. ``text`` is all that payer and bank wrote."""

    line_id: str
    value_date: date
    amount: Decimal
    currency: str
    text: str = ""
    payer_account: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One debt that the money may belong to.

    ``likeness`` of the payer's name to the debtor's (0 to 100); ``paid_from``: the payer's account stands on an earlier booked line of this debtor;
    ``amounts``: what he may be paying (rows due, arrears, outstanding, an open promise).
    """

    case_id: str
    debtor_id: str
    currency: str
    opened_on: date
    likeness: int = 0
    paid_from: bool = False
    amounts: tuple[Decimal, ...] = ()
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Scored:
    """What speaks for one debt: the sum of the points, at most 100, and the words of each."""

    candidate: Candidate
    confidence: int
    points: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """The answer for one line: the case that is suggested (blank = none) with its confidence, and why, or why none."""

    case_id: str
    confidence: int
    why: tuple[Phrase, ...]
    near: tuple[Scored, ...] = ()


def names_case(text: str, case_id: str) -> bool:
    """Whether the case's number stands in the text as a whole, in whatever spelling: C-00012 is also C00012, c 00012, C/00012; 1C-00012 is not."""
    key = case_key(case_id)
    return bool(key) and key in numbers_in(text)


@lru_cache(maxsize=16_384)
def case_key(case_id: str) -> str:
    """A case's number as it is looked for: capitals and figures only. Blank for one that any text may hold (shorter than three, or without figures)."""
    key = "".join(_parts(case_id))
    return key if len(key) >= _SHORTEST_KEY and any(char.isdigit() for char in key) else ""


@lru_cache(maxsize=1_024)
def numbers_in(text: str) -> frozenset[str]:
    """Every run of neighboring words and figures of the text, written as ``case_key`` writes a number."""
    parts = _parts(text)
    return frozenset("".join(parts[at : at + length]) for at in range(len(parts)) for length in range(1, _LONGEST_RUN + 1) if at + length <= len(parts))


def _parts(text: str) -> list[str]:
    """Runs of letters and figures, in capitals and narrow forms."""
    return _PART.findall(unicodedata.normalize("NFKC", text).upper())


def scored(line: Incoming, candidate: Candidate) -> Scored:
    """The points of one debt. Money of another currency, or from before the debt began, is never his payment: no points at all."""
    if line.amount <= 0 or line.currency != candidate.currency or line.value_date < candidate.opened_on:
        return Scored(candidate, 0, ())
    found: list[tuple[int, Phrase]] = []
    if names_case(line.text, candidate.case_id):
        found.append((REFERENCE, phrase("match-reference", case=candidate.case_id)))
    if candidate.paid_from:
        found.append((ACCOUNT, phrase("match-account", debtor=candidate.debtor_id)))
    for step, points in ((SURE, NAME_SURE), (LIKE, NAME_LIKE), (FAINT, NAME_FAINT)):
        if candidate.likeness >= step:
            found.append((points, phrase("match-name", percent=candidate.likeness)))
            break
    if found and line.amount in candidate.amounts:
        found.append((AMOUNT, phrase("match-amount", amount=str(line.amount))))
    return Scored(candidate, min(100, sum(points for points, _ in found)), tuple(words for _, words in found))


def _none(line: Incoming, candidates: Sequence[Candidate]) -> Phrase:
    """Why no debt has a point: a case whose number stands in the text may be in another currency, or younger than the money."""
    named = next((candidate for candidate in candidates if line.amount > 0 and names_case(line.text, candidate.case_id)), None)
    if named is None:
        return phrase("match-none")
    if named.currency != line.currency:
        return phrase("match-currency", case=named.case_id, currency=named.currency)
    return phrase("match-before", case=named.case_id, on=named.opened_on)


def match(line: Incoming, candidates: Sequence[Candidate]) -> Match:
    """The debt that the line most likely pays; none below ``LEAST``, none where the next one is ``NEAR`` it. An open case goes before an ended one."""
    every = sorted((scored(line, candidate) for candidate in candidates), key=lambda item: (-item.confidence, item.candidate.ended, item.candidate.case_id))
    some = [item for item in every if item.confidence]
    if not some:
        return Match("", 0, (_none(line, candidates),))
    best, rest = some[0], [item for item in some[1:] if item.candidate.ended == some[0].candidate.ended]
    if best.confidence < LEAST:
        return Match("", best.confidence, (phrase("match-weak", case=best.candidate.case_id, points=best.points),), tuple(some[:3]))
    rivals = [item for item in rest if best.confidence - item.confidence < NEAR]
    if rivals:
        cases = tuple(item.candidate.case_id for item in (best, *rivals[:3]))
        one = len({item.candidate.debtor_id for item in (best, *rivals)}) == 1
        return Match("", best.confidence, (phrase("match-several" if one else "match-near", cases=cases, points=best.points),), (best, *rivals))
    return Match(best.candidate.case_id, best.confidence, best.points, (best,))


def could_belong(line: Incoming, candidates: Collection[Candidate]) -> bool:
    """Whether the money may be this debtor's: his case's number, an account of his, his name, or a name like it with an amount that he owes."""
    return any(scored(line, candidate).confidence >= COULD_BE for candidate in candidates)
