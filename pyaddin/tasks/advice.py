"""Legal advice and suit of a case, recorded on the sheet Legal: counsel, delivery of the final demand, advice, court, judgment, figures of a suit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from pyaddin.errors import Fault, Stop
from pyaddin.ledger.book import AddRow, Book, Value
from pyaddin.ledger.proposal import Entry as Typed
from pyaddin.ledger.rows import TypedRow
from pyaddin.rules.case import CONFIRMED_RESULTS, CaseFile
from pyaddin.rules.limitation import ANEW, NOTHING, SIX_MONTHS, effect_of, period_for, six_months_after, years_later
from pyaddin.rules.money import cent, money_text
from pyaddin.rules.reason import Phrase, phrase
from pyaddin.tasks.entering import Entry, case_of, enter, open_for_entry, set_cell, to_the_cent
from pyaddin.tasks.entries import Numbers
from pyaddin.tasks.opening import Opened, require_four_eyes
from pyaddin.tasks.outcome import Outcome

_TOGETHER = (
    ("Final demand delivered on", "Proof"), ("Judgment on", "Judgment amount"), ("Judgment amount", "Judgment on"), ("Recommendation", "Advice on"),
    ("Limitation restarted on", "Restart event"), ("Limitation restarted on", "Restart proof"), ("Restart event", "Limitation restarted on"),
)  # fmt: skip
"""A column that says nothing without the other one."""
_PAST = ("Asked on", "Advice on", "Final demand delivered on", "Filed on", "Judgment on", "Limitation restarted on")
"""Days of what has happened: none of them lies ahead."""


def run(
    path: Path,
    *,
    case: str,
    counsel: str | None,
    asked_on: date | None,
    advice_on: date | None,
    recommendation: str | None,
    demand_delivered_on: date | None,
    proof: str | None,
    court: str | None,
    filed_on: date | None,
    court_number: str | None,
    next_hearing: date | None,
    costs: Decimal | None,
    expected_costs: Decimal | None,
    expected_months: int | None,
    chance: Decimal | None,
    restarted_on: date | None,
    restart_event: str | None,
    restart_proof: str | None,
    judgment_on: date | None,
    judgment_amount: Decimal | None,
    debtor_legal_id: str | None,
    approved_by: str | None,
    document: str | None,
    as_of: date | None,
    by: str,
    now: Callable[[], datetime],
    book: Book | None = None,
) -> Outcome:
    """What is given is entered in the case's row of Legal; what is left out stays.

    A judgment (approved by a supervisor of another name than ``by``) also becomes an Adjustment of kind judgment: from its day on its amount takes the
    place of principal and interest (R16); a later one takes the place of an earlier one, and the same day given again corrects it.

    Raises ``Stop``: E-REQUIRED for a column that says nothing without another one, E-ORDER for a day that lies ahead, X-OPTION when nothing is given or
    the chance is no share, X-FOUR-EYES, X-CASE, and what ``enter`` raises.
    """
    opened = open_for_entry(path, as_of=as_of, now=now, book=book)
    file = case_of(opened, case)
    currency = file.case.currency
    given: dict[str, Value] = {
        "Counsel": counsel, "Asked on": asked_on, "Advice on": advice_on, "Recommendation": recommendation, "Final demand delivered on": demand_delivered_on,
        "Proof": proof, "Court": court, "Filed on": filed_on, "Court number": court_number, "Next hearing": next_hearing, "Costs": _amount(costs, currency),
        "Judgment on": judgment_on, "Judgment amount": _amount(judgment_amount, currency), "Debtor legal ID": debtor_legal_id,
        "Expected costs": _amount(expected_costs, currency), "Expected months": expected_months, "Chance": chance,
        "Limitation restarted on": restarted_on, "Restart event": restart_event, "Restart proof": restart_proof,
    }  # fmt: skip
    values = {column: value for column, value in given.items() if value is not None}
    row = next((row for row in opened.typed.tables["Legal"] if row.values["Case ID"] == case), None)
    _check(opened, row, values)
    edits: list[Typed] = _row_edits(opened, row, case, values)
    notes = _notes(file, values)
    if "Judgment on" in values or "Judgment amount" in values:
        require_four_eyes(opened, (approved_by or "").strip(), by)
        on, amount = (values.get(column, row.values[column] if row else None) for column in ("Judgment on", "Judgment amount"))
        assert isinstance(on, date)
        assert isinstance(amount, Decimal)
        edits += _judgment(opened, file, on, amount, by=by, approved_by=approved_by or "", document=document or "")
        notes.append(phrase("note judgment", on=on, amount=money_text(amount.quantize(cent(currency)), currency), currency=currency))
    language = opened.policy.language
    return enter(opened, "advice", Entry(tuple(edits), frozenset({case}), tuple(words.says(language) for words in notes), waits=False), by=by, now=now)


def _amount(value: Decimal | None, currency: str) -> Decimal | None:
    return None if value is None else to_the_cent(value, currency)


def _check(opened: Opened, row: TypedRow | None, values: Mapping[str, Value]) -> None:
    if not values:
        raise Stop("X-OPTION", "nothing given", column="counsel", advice="Give at least one thing to record.")
    stands = {column for column, value in (row.values.items() if row else ()) if value not in (None, "")} | set(values)
    blank = [Fault("E-REQUIRED", "Legal", None, other) for column, other in _TOGETHER if column in values and other not in stands]
    if blank:
        raise Stop("E-REQUIRED", sheet="Legal", column=blank[0].column, others=tuple(blank[1:]))
    for column in _PAST:
        day = values.get(column)
        if isinstance(day, date) and day > opened.as_of:
            raise Stop("E-ORDER", day.isoformat(), sheet="Legal", column=column, advice=f"{column} lies after {opened.as_of}: enter it when it has happened.")
    chance = values.get("Chance")
    if isinstance(chance, Decimal) and not 0 <= chance <= 1:
        raise Stop("X-OPTION", f"{chance}", column="chance", advice="The chance is a share: 0.6 = 60 %.")


def _row_edits(opened: Opened, row: TypedRow | None, case_id: str, values: Mapping[str, Value]) -> list[Typed]:
    if row is None:
        return [AddRow("Legal", case_id, {"Case ID": case_id, **values}, "Recorded by a clerk")]
    return [set_cell(opened, row, column, value, "Recorded by a clerk") for column, value in values.items() if row.values[column] != value]


def _notes(file: CaseFile, values: Mapping[str, Value]) -> list[Phrase]:
    """What the entry means for the limitation period, and a delivery of what was never sent."""
    notes: list[Phrase] = []
    case_id = file.case.case_id
    sent = any(c.key.startswith(f"{case_id}|") and ("|demand|" in c.key or "|reminder|4" in c.key) and c.result in CONFIRMED_RESULTS for c in file.contacts)
    if "Final demand delivered on" in values and not sent:
        notes.append(phrase("note no-demand-sent"))
    period = period_for(file.debtor.country, file.debtor.region, file.debtor.kind)
    for kind, on in (("demand", values.get("Final demand delivered on")), (str(values.get("Restart event") or ""), values.get("Limitation restarted on"))):
        if not kind or not isinstance(on, date):
            continue
        effect = effect_of(period, kind) if period is not None else ""
        if effect == ANEW and period is not None:
            notes.append(phrase("note restart-anew", on=years_later(on, period.years)))
        elif effect == SIX_MONTHS:
            notes.append(phrase("note restart-six", on=six_months_after(on)))
        else:
            notes.append(phrase("note restart-none" if effect == NOTHING else "note restart-ask", event=phrase(f"event {kind}")))
    return [*notes, phrase("limit warning")] if notes else notes


def _judgment(opened: Opened, file: CaseFile, on: date, amount: Decimal, *, by: str, approved_by: str, document: str) -> list[Typed]:
    """The Adjustment of the judgment; a row of the same day that says otherwise is reversed with it."""
    mine = [row for row in opened.typed.tables["Adjustments"] if row.values["Case ID"] == file.case.case_id and row.values["Kind"] == "judgment"]
    same_day = [row for row in mine if row.values["On"] == on and row.values["Reversed on"] is None]
    if any(row.values["Amount"] == amount for row in same_day):
        return []
    edits: list[Typed] = [set_cell(opened, row, "Reversed on", on, "Corrected by a judgment of the same day") for row in same_day]
    number = Numbers(opened.typed).take("Adjustments")
    values: dict[str, Value] = {
        "Adjustment ID": number, "Case ID": file.case.case_id, "On": on, "Kind": "judgment", "Amount": amount, "Approved by": approved_by,
        "Entered by": by, "Document": document or None,
    }  # fmt: skip
    return [*edits, AddRow("Adjustments", number, values, "Judgment")]
