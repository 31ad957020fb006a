"""*Talk*: the guided note of a talk. One step writes the contact, the budget and new contact data; the answer says what to ask and to do next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from pyaddin.correspondence import prompts, wording
from pyaddin.ledger.book import Book, Value
from pyaddin.ledger.cells import BadCell, instant_text
from pyaddin.ledger.codes import LOGGED_RESULTS
from pyaddin.ledger.schema import TABLES
from pyaddin.rules.affordability import latest_budget
from pyaddin.rules.case import REACHED_RESULTS, CaseFile
from pyaddin.rules.decide import Decision
from pyaddin.rules.offers import afford
from pyaddin.rules.reason import phrase
from pyaddin.tasks import talk_questions as ask
from pyaddin.tasks.asking import Answers, question, typed_cell
from pyaddin.tasks.case_words import Asked
from pyaddin.tasks.debtor_known import best_time_json, information_json, information_of
from pyaddin.tasks.dialog import Dialog
from pyaddin.tasks.entering import Entry, case_of, enter, given, open_for_entry
from pyaddin.tasks.log import contact_entry
from pyaddin.tasks.offers import budget_json, other_debts
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.talk_rows import BUDGET, NEW, budget_rows, new_data

_NOT_ANSWERS = frozenset(("path", "book", "now", "dialog", "as_of", "by", "case"))


def run(
    path: Path, *, case: str, channel: str | None, direction: str | None, result: str | None, at: str | None, message_class: str | None,
    reason_code: str | None, sentiment: str | None, notes: str | None, follow_up_on: date | None, income: Decimal | None, housing: Decimal | None,
    utilities: Decimal | None, food: Decimal | None, transport: Decimal | None, health: Decimal | None, dependents: int | None,
    other_debts: Decimal | None, other_costs: Decimal | None, agreed_saving: Decimal | None, owed_to_others: Decimal | None, evidence: str | None,
    budget_notes: str | None, new_email: str | None, new_phone: str | None, new_address: str | None, new_data_source: str | None,
    new_data_on: date | None, new_data_confirmed: str | None, as_of: date | None, by: str, now: Callable[[], datetime], dialog: Dialog,
    book: Book | None = None,
) -> Outcome:  # fmt: skip
    """A talk about one case, written as one step or not at all; in a terminal what is missing is asked for.

    Amounts are a month, in the case's currency. New contact data that are not confirmed stand in the columns New ... of Debtors and are never used to
    send; confirmed ones take the place of the old, which the contact's notes keep. Besides the rows the answer holds sentences for the talk, what is
    known and missing, what the debtor can pay, and when he answers. Raises ``Stop``: the ledger's own fault with its column, X-CASE, X-OPTION.
    """
    arguments = dict(locals())
    answers: Answers = {name: value for name, value in arguments.items() if name not in _NOT_ANSWERS and value not in (None, "")}
    opened = open_for_entry(path, as_of=as_of, now=now, book=book)
    file = case_of(opened, case)
    if dialog.live:
        _guide(answers, opened, file, dialog)
    given({name: answers.get(name.lower()) for name in ("Channel", "Direction", "Result")}, "Contacts")
    entry = _entry(opened, file, answers, at=str(answers.get("at") or instant_text(now())), by=by)
    return enter(opened, "talk", entry, by=by, now=now, also=lambda later, decisions: _known(later, decisions, case, answers))


def _entry(opened: Opened, file: CaseFile, answers: Answers, *, at: str, by: str) -> Entry:
    """Contact, budget and new data as one entry. What changes cells of Debtors is never kept for later: it could meet other values then."""
    fresh = new_data(opened, file, answers)
    budget = budget_rows(opened, file, answers)
    notes = " ".join(str(part) for part in (answers.get("notes"), *fresh.notes) if part)
    values: dict[str, Value] = {
        "At": at, "Channel": _text(answers, "channel"), "Direction": _text(answers, "direction"), "Class": _text(answers, "message_class"),
        "Result": _text(answers, "result"), "Reason code": _text(answers, "reason_code"), "By": by, "Notes": notes or None,
        "Follow up on": _day(answers.get("follow_up_on")), "Sentiment": _text(answers, "sentiment"),
    }  # fmt: skip
    contact = contact_entry(opened, file, values)
    cases = contact.cases | {other.case.case_id for other in opened.files if other.case.debtor_id == file.case.debtor_id}
    return Entry((*contact.edits, *budget, *fresh.edits), cases if budget or fresh.edits else contact.cases, contact.notes, waits=not (budget or fresh.edits),
                 instead=contact.instead)  # fmt: skip


def _text(answers: Answers, name: str) -> str | None:
    value = answers.get(name)
    return str(value) if value not in (None, "") else None


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


# what the clerk reads


def _known(opened: Opened, decisions: Sequence[Decision], case_id: str, answers: Answers) -> Mapping[str, object]:
    """Sentences for the talk, what is known and missing, what can be paid, and when to call."""
    decision = next(one for one in decisions if one.case_id == case_id)
    file, language, currency = decision.file, opened.policy.language, decision.file.case.currency
    budget = latest_budget(file.budgets, opened.as_of)
    left = None if budget is None else afford(file, opened.policy, budget, opened.as_of, other_debts(opened, file))
    return {
        "case_id": case_id,
        "debtor": file.debtor.name,
        "currency": currency,
        "language": language,
        "prompts": _prompts(file, answers, language),
        "information": information_json(information_of(opened, decision), language),
        "affordability": None if left is None else budget_json(left, currency, language),
        "best_time": best_time_json(opened, decision),
        "next_step": decision.action.says(language) or None,
        "next_step_on": decision.action.on.isoformat() if decision.action.on else None,
    }


def _prompts(file: CaseFile, answers: Answers, language: str) -> list[str]:
    """How to listen, in the clerk's language, and a sentence of empathy for the reason, in the debtor's."""
    said = []
    if answers.get("sentiment"):
        said.append(phrase(f"listen {answers['sentiment']}").says(language))
    if answers.get("reason_code"):
        sentences = prompts.read(wording.TEMPLATES, file.debtor.language or language).sentences
        said += [sentences[str(answers["reason_code"])]] if answers["reason_code"] in sentences else []
    return said


# asking in a terminal


def _guide(answers: Answers, opened: Opened, file: CaseFile, dialog: Dialog) -> None:
    """Question after question; what was said already is not asked, and what follows from an answer is told at once."""
    language = opened.policy.language
    _all(ask.FIRST, answers, language, dialog)
    if answers.get("result") in REACHED_RESULTS:
        _all(ask.REASON, answers, language, dialog)
        for sentence in _prompts(file, answers, language):
            dialog.tell(sentence)
        _all((ask.INCOME,), answers, language, dialog)
        if "income" in answers:
            _all(ask.COSTS, answers, language, dialog)
        _all(ask.NEW_DATA, answers, language, dialog)
        if answers.keys() & NEW.keys():
            _all(ask.OF_NEW_DATA, answers, language, dialog)
    _all(ask.LAST, answers, language, dialog)


def _all(questions: Sequence[Asked], answers: Answers, language: str, dialog: Dialog) -> None:
    for asked in questions:
        question(asked, answers, language, dialog, _read)


_CELLS: Mapping[str, tuple[str, str]] = {
    "channel": ("Contacts", "Channel"), "direction": ("Contacts", "Direction"), "result": ("Contacts", "Result"), "sentiment": ("Contacts", "Sentiment"),
    "reason_code": ("Contacts", "Reason code"), "notes": ("Contacts", "Notes"), "follow_up_on": ("Contacts", "Follow up on"),
    **{option: ("Budgets", column) for option, column in BUDGET.items()}, **{option: ("Debtors", columns[0]) for option, columns in NEW.items()},
    "new_data_source": ("Debtors", "New data source"), "new_data_confirmed": ("Debtors", "New data confirmed"),
}  # fmt: skip
"""The cell that an answer fills, by whose rules its line is read."""


def _read(option: str, typed: str) -> object:
    table, column = _CELLS[option]
    value = typed_cell(TABLES[table], column, typed)
    if option == "result" and value not in LOGGED_RESULTS:
        raise BadCell("E-CODE")
    return value
