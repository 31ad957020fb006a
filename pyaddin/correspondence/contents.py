"""What a rule pack demands of a finished message, checked on the rendered text: a name in a pack, a thing that must be found.

Fail closed: a demand that nothing here knows how to find counts as lacking, so the message is not sent until its wording carries it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import lru_cache

from pyaddin.correspondence import collector
from pyaddin.correspondence.clean import cleaned, lines
from pyaddin.correspondence.formats import day, figure
from pyaddin.correspondence.message import Letter, Validation

ASK_FOR_NOTHING = frozenset(("thanks", "paid", "cured"))
"""Kinds of message that no pack demands anything of."""
OPT_OUT_WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "email": {"en": ("no longer by email",), "zh-CN": ("不再接收邮件",), "zh-TW": ("不再收到電子郵件",)},
    "letter": {"en": ("no longer by letter",), "zh-CN": ("不再接收信函",), "zh-TW": ("不再收到紙本信件",)},
    "sms": {"en": ("you want no texts",), "zh-CN": ("不希望再收到短信",), "zh-TW": ("不想再收到簡訊",)},
    "call": {"en": ("not be called",), "zh-CN": ("不再接听电话",), "zh-TW": ("不再接聽電話",)},
}
"""Words that offer to stop a channel, by channel and language."""
CONFIDENTIAL_WORDS = {"en": ("Private and confidential",), "zh-CN": ("私人密件",), "zh-TW": ("私人密件",)}
_ACCOUNT = re.compile(r"(?<![0-9])[0-9](?:[ -]?[0-9]){6,}[ -]?([0-9]{4})(?![0-9])")


@lru_cache(maxsize=1_024)
def masked(text: str) -> str:
    """Account and card numbers (eleven digits or more) shown by their last four digits only."""
    return _ACCOUNT.sub(r"…\1", text)


def _says(text: str, wanted: str) -> bool:
    return bool(wanted) and " ".join(wanted.split()) in text


def _identity(letter: Letter, text: str, language: str) -> bool:
    return _says(text, cleaned(letter.sender.name))


def _asked(letter: Letter) -> tuple[Decimal, ...]:
    """The amounts that a message of this kind is about; none = it asks for no money."""
    statement = letter.statements[0]
    if letter.kind == "missed" and letter.missed is not None:
        return (letter.missed.open,)
    if letter.kind == "notice" and letter.upcoming is not None:
        return (letter.upcoming.open,)
    if letter.kind == "promise" and letter.promise is not None:
        return (letter.promise.amount,)
    if letter.kind == "agreement" and letter.plan is not None:
        return (letter.plan.total, *(row.amount for row in letter.plan.rows))
    if letter.kind == "checkin" or letter.kind == "hardship":
        return ()
    if letter.validation is not None:
        return (letter.validation.now,)
    if letter.channel == "call":
        return (statement.arrears,) if letter.kind == "broken" else (statement.total_due,)
    return (statement.total_due, statement.principal)


def _sums(letter: Letter, text: str, language: str) -> bool:
    """The amount asked for and, in a reminder, the parts that make it. A text message names no amount, so there is none to break down."""
    if letter.channel == "sms":
        return True
    currency = letter.statements[0].currency
    return all(figure(value, currency, language) in text for value in _asked(letter))


def _reply(letter: Letter, text: str, language: str) -> bool:
    """An address for answers; in a text message the phone will do, in a talk the answer is given at once."""
    by_phone = letter.channel == "sms" and _says(text, cleaned(letter.sender.phone))
    return letter.channel == "call" or by_phone or _says(text, letter.sender.reply_to.strip())


def _complaint(letter: Letter, text: str, language: str) -> bool:
    """Where to complain. A text message only asks to get in touch: the place to do so must stand in it, the complaint line is told there."""
    if letter.channel == "sms":
        return _reply(letter, text, language)
    said = lines(letter.sender.complaint_line) or (letter.sender.reply_to.strip(),)
    return all(_says(text, line) for line in said)


def _opt_out(letter: Letter, text: str, language: str) -> bool:
    return any(words in text for words in OPT_OUT_WORDS.get(letter.channel, {}).get(language, ()))


def _confidential(letter: Letter, text: str, language: str) -> bool:
    """On a letter; ``text`` is then all that the sheet shows, its address window included (UK-ENVELOPE)."""
    return any(words in text for words in CONFIDENTIAL_WORDS.get(language, ()))


def _from_collector(letter: Letter, text: str, language: str) -> bool:
    """That the message is from a debt collector (12 CFR 1006.18(e)); where it is owed, ``collector`` puts the sentence there."""
    return any(words in text for words in collector.WORDS.get(language, ()))


def _reference(letter: Letter, text: str, language: str) -> bool:
    return _says(text, cleaned(letter.statements[0].case_id))


RESPONSES = (
    "I want to dispute the debt because I think:", "This is not my debt.", "The amount is wrong.", "Other (please describe",
    "I want you to send me the name and address of the original creditor",
)  # fmt: skip
"""The prompts of the form at the end of a validation notice, in the words of 12 CFR 1006.34(c)(4)."""
CFPB = "cfpb.gov/debt-collection"


def _of_notice(check: Callable[[Letter, Validation, str, str], bool]) -> Callable[[Letter, str, str], bool]:
    """A check of what only a validation notice can say: anything else lacks it."""
    return lambda letter, text, language: letter.validation is not None and check(letter, letter.validation, text, language)


def _addresses(text: str, *parts: str) -> bool:
    return all(_says(text, cleaned(part)) for part in parts)


def _creditors(letter: Letter, text: str, language: str) -> bool:
    """Who writes; in a validation notice also whom the debt is owed to now, and was owed to on the itemization date."""
    found = letter.validation
    named = found is None or _addresses(text, found.creditor_now, found.creditor_then)
    return named and _identity(letter, text, language)


def _itemized(letter: Letter, found: Validation, text: str, language: str) -> bool:
    currency = letter.statements[0].currency
    parts = (found.then, found.interest, found.fees, -found.payments, -found.credits)
    return all(figure(value, currency, language) in text for value in parts)


CHECKS: dict[str, Callable[[Letter, str, str], bool]] = {
    "creditor_identity": _creditors,
    "sender_identity": _identity,
    "amount": _sums,
    "amount_breakdown": _sums,
    "reply_channel": _reply,
    "complaint_line": _complaint,
    "opt_out_line": _opt_out,
    "invoice_number": _reference,
    "private_and_confidential": _confidential,
    "from_debt_collector": _from_collector,
    "collector_name_address": _of_notice(lambda letter, found, text, _: _addresses(text, letter.sender.name, letter.sender.address)),
    "consumer_name_address": _of_notice(lambda letter, found, text, _: _addresses(text, letter.debtor_name, found.debtor_address)),
    "account_last_four": _of_notice(lambda _, found, text, __: not found.account or found.account in text),
    "itemization_date": _of_notice(lambda _, found, text, language: day(found.on, language) in text),
    "itemization": _of_notice(_itemized),
    "amount_now": _of_notice(lambda letter, found, text, language: figure(found.now, letter.statements[0].currency, language) in text),
    "validation_end_date": _of_notice(lambda _, found, text, language: day(found.ends, language) in text),
    "dispute_prompts": _of_notice(lambda _, __, text, ___: all(words in text for words in RESPONSES)),
    "cfpb_link": _of_notice(lambda _, __, text, ___: CFPB in text),
}


def lacking(letter: Letter, text: str, language: str, wanted: Iterable[str]) -> tuple[str, ...]:
    """The demanded contents that the rendered text does not carry. ``language`` is that of the wording."""
    found = ""
    missing = []
    for name in wanted:
        if name in CHECKS and CHECKS[name](letter, text, language):  # no blank of what is sought is more than one, so it stands in the text made even, too
            continue
        found = found or " ".join(text.split())
        if name not in CHECKS or not CHECKS[name](letter, found, language):
            missing.append(name)
    return tuple(missing)
