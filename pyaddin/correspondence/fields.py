"""The fields that a wording file may use: every one a finished text, so that a clerk writes ``{{ amount_due }}`` and nothing more.

Which fields exist depends on the kind of message; ``FIELDS`` lists them with their meaning and is what the files are checked against
(``lint``), what ``field_values`` fills, and what docs/wording.md shows.
"""

from __future__ import annotations

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
    "channel": "email, letter, sms or call: for a sentence that only one of them carries",
    "tone": "first, firm or final: for a sentence in the tone that the sheet Levels asks for",
    "reason": "code of the reason noted last in Contacts, for example ILLNESS; may be empty",
    "reason_words": "that reason in words, for example Illness",
    "empathy": "in call scripts, the sentence of prompts.txt for that reason; may be empty",
    "empathy_prompts": "in call scripts, every sentence of prompts.txt, for a list",
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
_PAY_BY = {"pay_by": "date asked for"}
_REMINDER = _EVERY | _SUMS | _PAY_BY | {
    "due_on": "due date of the oldest unpaid installment",
    "days_late": "days since then, with the word: 12 days",
    "other_references": "number of the debtor's other overdue references; 0 = none",
}
_MISSED = _EVERY | _PAY_BY | {
    "missed_no": "number of the installment",
    "missed_due_on": "its due date",
    "missed_days_late": "days since then, with the word",
    "missed_amount": "its full amount",
    "missed_paid": "what was received for it",
    "missed_open": "what is still open of it",
}
_NEXT = {
    "next_no": "number of the next installment; empty when none is left",
    "next_due_on": "its due date; may be empty",
    "next_days": "days until then, with the word; may be empty",
    "next_amount": "what is to be paid of it; may be empty",
    "next_of_plan": "true when it belongs to an agreed plan",
}
_RECEIVED = {
    "received_amount": "the payment",
    "received_on": "its date",
}
_THANKS = _EVERY | _RECEIVED | _NEXT | {"closes_case": "true when nothing is left to pay"}
_PAID = _EVERY | _RECEIVED | {
    "settled_on": "day since when nothing is owed",
    "balance": "what is still owed: zero, with the currency",
    "by_settlement": "true when the debt was settled by an agreement on part of it",
}
_CURED = _EVERY | _NEXT | {"settled_on": "day since when nothing is overdue"}
_PROMISE = _EVERY | {
    "promise_amount": "amount that was promised",
    "promise_made_on": "day on which it was promised",
    "promise_due_on": "day for which it was promised",
}
_PLAN = {
    "plan_id": "number of the agreement",
    "plan_total": "sum of its installments",
    "plan_count": "number of installments",
    "plan_first_due": "first due date",
    "plan_last_due": "last due date",
    "plan_agreed_on": "day of the later signature; empty while one is missing",
    "plan_waived": "what the creditor gives up; empty when nothing",
    "plan_method": "how the debtor pays; may be empty",
    "plan_settled": "number of installments paid in full",
    "plan_open": "what is still open of the whole agreement",
}
_BROKEN = _EVERY | _SUMS | _PAY_BY | _PLAN | {"plan_missed": "number of installments that are overdue"}
_HANDOVER = _EVERY | _SUMS | {
    "handover_to": "who deals with it from now on",
    "handover_on": "day of the hand-over",
}
_VALIDATION = _EVERY | {
    "debtor_address": "mailing address of the debtor",
    "creditor_now": "whom the debt is owed to now (Settings: current_creditor)",
    "creditor_then": "whom it was owed to on the itemization date (Settings: itemization_creditor)",
    "account": "last four digits of the account number; empty when the debt has none",
    "itemized_on": "itemization date",
    "itemized_by": "what that date is: payment, contract or judgment",
    "amount_then": "amount owed on that date",
    "amount_now": "amount owed now",
    "period_end": "last day of the validation period",
}
FIELDS: dict[str, dict[str, str]] = {
    "validation": _VALIDATION,
    "reminder": _REMINDER,
    "missed": _MISSED,
    "notice": _EVERY | _NEXT,
    "thanks": _THANKS,
    "paid": _PAID,
    "cured": _CURED,
    "promise": _PROMISE,
    "agreement": _EVERY | _PAY_BY | _PLAN,
    "broken": _BROKEN,
    "hardship": _EVERY | _PAY_BY,
    "demand": _REMINDER,
    "handover": _HANDOVER,
    "checkin": _EVERY | _PLAN | _NEXT,
}
"""Kind of message -> its fields with their meaning. A reminder's files are called reminder_1 to reminder_4, every other kind's file like the kind."""

KIND_WORDS: dict[str, str] = {
    "validation": "validation notice of an agency in the United States: the first message about a debt",
    "reminder": "reminder of the levels 1 to 4",
    "missed": "one installment has not come",
    "notice": "an installment falls due soon",
    "thanks": "thank-you for a payment",
    "paid": "confirmation that everything is paid or settled, to be shown to others",
    "cured": "confirmation that nothing is overdue any more, to be shown to others",
    "promise": "confirmation of a promise to pay",
    "agreement": "cover of an agreement that is sent for signature",
    "broken": "an agreed plan was not kept",
    "hardship": "questions about income and costs, so that a plan fits",
    "demand": "final demand, a supervisor releases it",
    "handover": "someone else deals with the case from now on",
    "checkin": "a friendly word while a plan is kept",
}


def kind_of(template: str) -> str:
    """The kind of message that a wording file of this name is for; empty for a name that is none: ``reminder_2`` -> ``reminder``."""
    stem, _, level = template.partition("_")
    if stem == "reminder":
        return "reminder" if level.isdecimal() and level.isascii() else ""
    return template if template in FIELDS else ""
