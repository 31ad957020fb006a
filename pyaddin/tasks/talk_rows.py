"""From the answers of a talk to ledger rows: the budget, and new contact data that wait or are taken over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, SetCell, Value
from pyaddin.ledger.captions import caption
from pyaddin.records import dataclass
from pyaddin.rules.case import COST_LINES, CaseFile
from pyaddin.rules.reason import Phrase, phrase
from pyaddin.tasks.entering import given, row_of, set_cell, to_the_cent
from pyaddin.tasks.opening import Opened

Answers = Mapping[str, object]
Edit = AddRow | SetCell
MONEY: Mapping[str, str] = {
    "income": "Income", **{line.replace(" ", "_"): line.capitalize() for line in COST_LINES}, "agreed_saving": "Agreed saving",
    "owed_to_others": "Owed to others",
}  # fmt: skip
"""Option -> column of Budgets that holds an amount."""
BUDGET: Mapping[str, str] = {**MONEY, "dependents": "Dependents", "evidence": "Evidence", "budget_notes": "Notes"}
NEW: Mapping[str, tuple[str, str]] = {"new_email": ("New email", "Email"), "new_phone": ("New phone", "Phone"), "new_address": ("New address", "Address")}
"""Option -> the column in which new data wait, and the one that they are taken over into."""
_WHY = "Talk"


@dataclass(frozen=True, slots=True)
class NewData:
    """The cells of Debtors that change, and what is to be kept of the old ones in the contact's notes."""

    edits: tuple[SetCell, ...] = ()
    notes: tuple[str, ...] = ()


def budget_rows(opened: Opened, file: CaseFile, answers: Answers) -> list[Edit]:
    """The row of Budgets of this day: a new one, or the one that stands there already with the answers in it.

    Raises ``Stop`` E-REQUIRED for costs without an income.
    """
    told = {option: answers.get(option) for option in BUDGET if answers.get(option) not in (None, "")}
    if not told:
        return []
    values = {BUDGET[option]: _value(option, value, file.case.currency) for option, value in told.items()}
    debtor = file.case.debtor_id
    for row in opened.typed.tables["Budgets"]:
        if (row.values["Debtor ID"], row.values["Taken on"]) == (debtor, opened.as_of):
            return [set_cell(opened, row, column, value, _WHY) for column, value in values.items()]
    given({"Income": values.get("Income")}, "Budgets")
    key = f"{debtor}|{opened.as_of.isoformat()}"
    return [AddRow("Budgets", key, {"Debtor ID": debtor, "Taken on": opened.as_of, **values}, _WHY)]


def _value(option: str, value: object, currency: str) -> Value:
    if option in MONEY and isinstance(value, Decimal):
        return to_the_cent(value, currency)
    return value if isinstance(value, str | int | Decimal) else str(value)


def new_data(opened: Opened, file: CaseFile, answers: Answers) -> NewData:
    """Unconfirmed data wait in the columns New ...; confirmed ones, said now or waiting there, are taken over and the old value is kept in words.

    Raises ``Stop`` E-REQUIRED for data without a source, X-OPTION for a confirmation of nothing.
    """
    debtor, language = file.debtor, opened.policy.language
    said = {option: str(answers[option]) for option in NEW if answers.get(option)}
    waiting = {"new_email": debtor.new_email, "new_phone": debtor.new_phone, "new_address": debtor.new_address}
    confirmed = answers.get("new_data_confirmed") == "yes"
    if not said and not answers.get("new_data_confirmed"):
        return NewData()
    taken = (said or {option: text for option, text in waiting.items() if text}) if confirmed else {}
    if confirmed and not taken:
        raise Stop("X-OPTION", "new data confirmed", column="new_data_confirmed", advice="No new contact data wait, and none are named.")
    source = answers.get("new_data_source") or (debtor.new_source if not said else None)
    given({"New data source": source}, "Debtors")
    row = row_of(opened, "Debtors", "Debtor ID", debtor.debtor_id)
    values: dict[str, Value] = {NEW[option][0]: text for option, text in said.items() if option not in taken}
    values |= {NEW[option][0]: None for option in taken if waiting[option]}
    left = any(text for option, text in waiting.items() if option not in taken) or len(taken) < len(said)
    values |= {"New data source": str(source), "New data on": _day(answers, debtor.new_on if not said else None, opened.as_of)}
    values["New data confirmed"] = "yes" if confirmed and not left else "no"
    old = {column: row.values[column] for _, column in NEW.values()}
    values |= {NEW[option][1]: text for option, text in taken.items()}
    if taken:
        values["Address confirmed on"] = opened.as_of
    edits = [set_cell(opened, row, column, value, _WHY) for column, value in values.items() if opened.raw.takes("Debtors", column)]
    notes = [_old_words(NEW[option][1], old[NEW[option][1]], str(source), language).says(language) for option in taken]
    notes += [
        phrase("note new-data", what=caption("Debtors", NEW[option][1], language), new=text, source=str(source)).says(language)
        for option, text in said.items()
        if option not in taken
    ]
    return NewData(tuple(edits), tuple(notes))


def _old_words(column: str, old: object, source: str, language: str) -> Phrase:
    """What stood in the column until now, for the notes of the talk."""
    what = caption("Debtors", column, language)
    return phrase("note old-data", what=what, old=str(old), source=source) if old else phrase("note first-data", what=what, source=source)


def _day(answers: Answers, standing: date | None, as_of: date) -> date:
    day = answers.get("new_data_on")
    return day if isinstance(day, date) else standing or as_of
