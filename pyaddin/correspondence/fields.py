"""The fields that a wording file may use: every one a finished text, so that a clerk writes ``{{ amount_due }}`` and nothing more.

Which fields exist depends on the kind of message; ``FIELDS`` lists them with their meaning and is what the files are checked against.
"""

from __future__ import annotations

from pyaddin.correspondence import clean, formats
from pyaddin.correspondence.message import Letter, Statement
from pyaddin.correspondence.tables import oldest

_EVERY = {
    "debtor": "name of the debtor",
    "creditor": "who writes (Settings: creditor_name)",
    "reference": "case id, for example C-00012",
    "product": "product in the debtor's words; may be empty",
    "letter_date": "date of the message",
    "counted_until": "payments received up to this date are counted",
    "contact": "who the debtor can talk to; the creditor's name if none is set",
    "phone": "phone of the creditor; may be empty",
    "reply_to": "email address for answers",
    "address": "postal address of the creditor; may be empty",
    "complaints": "where to complain; the email address for answers if none is set",
    "payment_ways": "the lines of payment_instructions, for a list; may be empty",
}
_SUMS = {
    "arrears": "unpaid installments together",
    "principal": "principal in them",
    "contract_interest": "contract interest in them",
    "installment_fees": "fees in them",
    "late_interest": "late interest up to today",
    "fees": "fees and costs charged",
    "amount_due": "everything due on this reference",
}
_REMINDER = _EVERY | _SUMS | {
    "pay_by": "date asked for",
    "due_on": "due date of the oldest unpaid installment",
    "days_late": "days since then, with the word: 12 days",
    "other_references": "number of the debtor's other overdue references; 0 = none",
}
_MISSED = _EVERY | {
    "pay_by": "date asked for",
    "missed_no": "number of the installment",
    "missed_due_on": "its due date",
    "missed_days_late": "days since then, with the word",
    "missed_amount": "its full amount",
    "missed_paid": "what was received for it",
    "missed_open": "what is still open of it",
}
_THANKS = _EVERY | {
    "received_amount": "the payment",
    "received_on": "its date",
    "closes_case": "true when nothing is left to pay",
}
FIELDS: dict[str, dict[str, str]] = {"reminder": _REMINDER, "missed": _MISSED, "thanks": _THANKS}

Field = str | int | bool | tuple[str, ...]


def _safe(text: str) -> str:
    return clean.shield(clean.cleaned(text))


def _common(letter: Letter, language: str) -> dict[str, Field]:
    sender, statement = letter.sender, letter.statements[0]
    return {
        "debtor": _safe(letter.debtor_name),
        "creditor": _safe(sender.name),
        "reference": _safe(statement.case_id),
        "product": _safe(statement.product),
        "letter_date": clean.shield(formats.day(letter.as_of, language)),
        "counted_until": clean.shield(formats.day(letter.counted_until, language)),
        "contact": _safe(sender.contact_person) or _safe(sender.name),
        "phone": _safe(sender.phone),
        "reply_to": _safe(sender.reply_to),
        "address": _safe(sender.address),
        "complaints": _safe(sender.complaint_line) or _safe(sender.reply_to),
        "payment_ways": tuple(clean.shield(line) for line in clean.lines(sender.payment_instructions)),
    }


def _sums(statement: Statement, language: str) -> dict[str, Field]:
    sums = {
        "arrears": statement.arrears,
        "principal": statement.principal,
        "contract_interest": statement.contract_interest,
        "installment_fees": statement.installment_fees,
        "late_interest": statement.late_interest,
        "fees": statement.fees,
        "amount_due": statement.total_due,
    }
    return {name: clean.shield(formats.amount(value, statement.currency, language)) for name, value in sums.items()}


def context(letter: Letter, language: str) -> dict[str, Field]:
    """The fields of this letter in the language of the wording file; every text cleaned and shielded."""
    statement = letter.statements[0]
    fields = _common(letter, language)
    if letter.kind == "reminder":
        due_on, days_late = oldest(statement, letter.as_of)
        fields |= _sums(statement, language)
        fields["due_on"] = clean.shield(formats.day(due_on, language))
        fields["days_late"] = formats.days(days_late, language)
        fields["other_references"] = len(letter.statements) - 1
    if letter.kind in ("reminder", "missed"):
        fields["pay_by"] = clean.shield(formats.day(letter.pay_by, language))
    if letter.missed is not None and letter.kind == "missed":
        missed = letter.missed
        fields["missed_no"] = str(missed.no)
        fields["missed_due_on"] = clean.shield(formats.day(missed.due_on, language))
        fields["missed_days_late"] = formats.days(missed.days_late, language)
        for name, value in (("missed_amount", missed.due), ("missed_paid", missed.paid), ("missed_open", missed.open)):
            fields[name] = clean.shield(formats.amount(value, statement.currency, language))
    if letter.received is not None and letter.kind == "thanks":
        received = letter.received
        fields["received_amount"] = clean.shield(formats.amount(received.amount, received.currency, language))
        fields["received_on"] = clean.shield(formats.day(received.on, language))
        fields["closes_case"] = received.closes_case
    return fields


def left_out(letter: Letter) -> tuple[str, ...]:
    """A sentence for each typed text that lost characters in cleaning."""
    texts = [("debtor's name", letter.debtor_name), ("creditor's name", letter.sender.name)]
    texts += [(f"product of {clean.cleaned(statement.case_id)}", statement.product) for statement in letter.statements]
    found = ((name, clean.clean(text)[1]) for name, text in texts)
    return tuple(f"Left out of the {name}: {', '.join(lost)}." for name, lost in found if lost)
