"""What a rule pack demands of a finished message, checked on the rendered text: a name in a pack, a thing that must be found.

Fail closed: a demand that nothing here knows how to find counts as lacking, so the message is not sent until its wording carries it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from pyaddin.correspondence.clean import cleaned, lines
from pyaddin.correspondence.formats import amount, figure
from pyaddin.correspondence.message import Letter

OPT_OUT_WORDS = {"en": ("no longer by email",), "zh-CN": ("不再接收邮件",), "zh-TW": ("不再收到電子郵件",)}
_ACCOUNT = re.compile(r"(?<![0-9])[0-9](?:[ -]?[0-9]){6,}[ -]?([0-9]{4})(?![0-9])")


def masked(text: str) -> str:
    """Account and card numbers (eleven digits or more) shown by their last four digits only."""
    return _ACCOUNT.sub(r"…\1", text)


def _says(text: str, wanted: str) -> bool:
    return bool(wanted) and " ".join(wanted.split()) in text


def _identity(letter: Letter, text: str, language: str) -> bool:
    return _says(text, cleaned(letter.sender.name))


def _sums(letter: Letter, text: str, language: str) -> bool:
    """The amount asked for and, in a reminder, the parts that make it."""
    statement = letter.statements[0]
    if letter.kind == "missed" and letter.missed is not None:
        return _says(text, amount(letter.missed.open, statement.currency, language))
    return all(figure(value, statement.currency, language) in text for value in (statement.total_due, statement.principal))


def _reply(letter: Letter, text: str, language: str) -> bool:
    return _says(text, letter.sender.reply_to.strip())


def _complaint(letter: Letter, text: str, language: str) -> bool:
    said = lines(letter.sender.complaint_line) or (letter.sender.reply_to.strip(),)
    return all(_says(text, line) for line in said)


def _opt_out(letter: Letter, text: str, language: str) -> bool:
    return any(words in text for words in OPT_OUT_WORDS.get(language, ()))


def _reference(letter: Letter, text: str, language: str) -> bool:
    return _says(text, cleaned(letter.statements[0].case_id))


CHECKS: dict[str, Callable[[Letter, str, str], bool]] = {
    "creditor_identity": _identity,
    "sender_identity": _identity,
    "amount": _sums,
    "amount_breakdown": _sums,
    "reply_channel": _reply,
    "complaint_line": _complaint,
    "opt_out_line": _opt_out,
    "invoice_number": _reference,
}


def lacking(letter: Letter, text: str, language: str, wanted: Iterable[str]) -> tuple[str, ...]:
    """The demanded contents that the rendered text does not carry. ``language`` is that of the wording."""
    found = " ".join(text.split())
    return tuple(name for name in wanted if name not in CHECKS or not CHECKS[name](letter, found, language))
