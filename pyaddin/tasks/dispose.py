"""Final disposition: hand a case over (T8), offer a settlement instead (T9), end it by an outcome (T12), or take an outcome back. A supervisor decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Book, SetCell, Value
from pyaddin.ledger.cells import instant_text
from pyaddin.ledger.proposal import Entry as Typed
from pyaddin.records import dataclass
from pyaddin.rules.arrears import ENDED_BY_A_PERSON
from pyaddin.rules.case import CONFIRMED_RESULTS, CaseFile
from pyaddin.rules.decide import Decision, decide
from pyaddin.rules.disposition import EFFECT_HOLD, EXITS, MOVES_BY_HAND, exit_facts, lacking, move_facts, write_offs
from pyaddin.rules.hold import in_force
from pyaddin.rules.limitation import words as limit_words
from pyaddin.rules.money import cent, money_text
from pyaddin.rules.reason import Phrase, Reason, because, clauses, phrase
from pyaddin.tasks.entering import Entry, case_of, enter, open_for_entry, row_of, set_cell
from pyaddin.tasks.entries import Numbers
from pyaddin.tasks.moves import move_rows
from pyaddin.tasks.opening import Opened, require_four_eyes
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.recompute import BY_HAND
from pyaddin.tasks.writing_off import Decided, rows_of

_CELLS = ("Outcome", "Outcome on", "Outcome by", "Approved by", "Outcome document", "Outcome reason")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be done with a case, on which day, by whom proposed and approved, on what paper and why."""

    opened: Opened
    decision: Decision
    on: date
    by: str
    approved_by: str
    document: str
    reason: str
    at: datetime

    @property
    def file(self) -> CaseFile:
        return self.decision.file

    def money(self, amount: Decimal) -> str:
        """An amount in the currency of the case."""
        currency = self.file.case.currency
        return money_text(amount.quantize(cent(currency)), currency)

    def says(self, words: Phrase | Reason) -> str:
        """The words in the ledger's language."""
        return words.says(self.opened.policy.language)


def run(
    path: Path,
    *,
    case: str,
    outcome: str | None,
    to_disposition: bool,
    settlement_offer: bool,
    withdraw: bool,
    on: date | None,
    approved_by: str | None,
    document: str | None,
    reason: str | None,
    as_of: date | None,
    by: str,
    now: Callable[[], datetime],
    book: Book | None = None,
) -> Outcome:
    """One step of final disposition, of the day ``on`` (None = the as-of date), proposed by ``by`` and approved by a supervisor of another name.

    ``outcome`` without an approval is a proposal: nothing is sent any more and nothing is written off until it is approved, by the same command with
    ``approved_by`` (and no outcome, or the same one). An approved outcome closes the case and writes off the remainder, to the cent. The outcome of a case
    that is closed already, given again, writes off what came back since (a payment reversed). ``withdraw`` takes a proposal back, or a closing outcome.

    Raises ``Stop``: X-DISPOSE naming what stands in the way, X-FOUR-EYES, X-OPTION (no supervisor, or not exactly one thing asked), X-CASE, and what
    ``enter`` raises.
    """
    opened = open_for_entry(path, as_of=as_of, now=now, book=book)
    file = case_of(opened, case)
    decision = decide(file, opened.policy, opened.as_of, "weekly")
    asked = Asked(
        opened, decision, on or opened.as_of, by, (approved_by or "").strip(), (document or file.case.outcome_document).strip(),
        (reason or file.case.outcome_reason).strip(), now(),
    )  # fmt: skip
    wanted = [name for name, given in (("outcome", outcome), ("T8", to_disposition), ("T9", settlement_offer), ("withdraw", withdraw)) if given]
    if len(wanted) > 1:
        raise Stop("X-OPTION", ", ".join(wanted), column="outcome", advice="Give one of --outcome, --to-disposition, --settlement-offer, --withdraw.")
    if wanted in (["T8"], ["T9"]):
        entry = _moved(asked, "DISPOSITION" if to_disposition else "NEGOTIATE", wanted[0])
    elif wanted == ["withdraw"]:
        entry = _withdrawn(asked)
    else:
        if outcome is None and on is None and file.case.outcome_on is not None:
            asked = replace(asked, on=file.case.outcome_on)
        entry = _ended(asked, outcome or _proposed(asked))
    return enter(opened, "dispose", entry, by=by, now=now)


def _refuse(asked: Asked, line: str, **facts: object) -> Stop:
    return Stop("X-DISPOSE", asked.says(phrase(f"refuse {line}", **facts)), sheet="Cases", column="Outcome")


# moves


def _moved(asked: Asked, wanted: str, rule: str) -> Entry:
    """The move T8 or T9, after the moves that the day's facts call for anyway."""
    opened, decision = asked.opened, asked.decision
    state, plan = decision.state, decision.plan
    line = MOVES_BY_HAND.first(move_facts(wanted, asked.file, opened.policy, decision.position, decision.promises, plan, state, asked.on))
    if line is None or line.then == "refuse":
        missing = lacking(asked.file, opened.policy, asked.on, decision.promises, plan)
        raise _refuse(
            asked, line.id if line else "T8-STAGE", on=asked.on, as_of=opened.as_of, since=state.since, stage=state.stage or phrase("explain no-stage"),
            plan=plan.plan.plan_id if plan.plan else "", missing=missing, deadline=decision.promises[-1].deadline if decision.promises else None,
        )  # fmt: skip
    require_four_eyes(opened, asked.approved_by, asked.by)
    earlier = move_rows(decision, decision.level, asked.at, BY_HAND, asked.by)
    row = _move_row(asked, rule, state.stage, wanted, because(rule, by=asked.approved_by))
    period = phrase("limit told", what=clauses(limit_words(decision.limit, opened.as_of), opened.policy.language))
    notes = (asked.says(period), asked.says(phrase("limit warning"))) if rule == "T8" else ()
    return Entry((*earlier, row), frozenset({decision.case_id}), notes, waits=False)


def _move_row(asked: Asked, rule: str, stage: str, to: str, why: Reason) -> AddRow:
    decision = asked.decision
    words = why.text(asked.opened.policy.language)
    more = " ".join(part for part in (asked.reason, asked.document) if part)
    values: dict[str, Value] = {
        "Case ID": decision.case_id, "At": instant_text(asked.at), "As of": asked.on, "From": stage or None, "To": to, "Level from": decision.level,
        "Level to": decision.level, "Episode": decision.state.episode, "Rule": rule, "By": asked.approved_by or asked.by, "Run ID": None,
        "Why": f"{words} {more}".strip(),
    }  # fmt: skip
    return AddRow("Moves", decision.case_id, values, words)


# outcomes


def _proposed(asked: Asked) -> str:
    """The outcome that waits for an approval. Raises ``Stop`` X-OPTION when none does, or nobody approves."""
    case = asked.file.case
    if case.outcome in ENDED_BY_A_PERSON and asked.decision.state.stage != "CLOSED" and asked.approved_by:
        return case.outcome
    raise Stop("X-OPTION", "no outcome", column="outcome", advice="Give --outcome, or --approved-by for an outcome that was proposed before.")


def _ended(asked: Asked, outcome: str) -> Entry:
    """The outcome entered: a proposal, or approved, with what follows from it."""
    opened, decision, file, case = asked.opened, asked.decision, asked.file, asked.file.case
    facts = exit_facts(outcome, file, decision.position, decision.plan, decision.state, decision.limit, asked.on, asked.document)
    line = EXITS.first(facts)
    assert line is not None  # the last lines name every outcome
    if line.then == "refuse":
        raise _refuse(
            asked, line.id, on=asked.on, as_of=opened.as_of, since=decision.state.since if facts["closed"] else case.opened_on, outcome=case.outcome,
            plan=decision.plan.plan.plan_id if decision.plan.plan else "",
        )  # fmt: skip
    proposer = case.outcome_by if case.outcome == outcome and case.outcome_by else asked.by
    if asked.approved_by:
        require_four_eyes(opened, asked.approved_by, proposer)
        if facts["closed"]:
            return _rest(asked, outcome)
    elif facts["closed"]:
        require_four_eyes(opened, "", proposer)
    edits: list[Typed] = list(_cells(asked, dict(zip(_CELLS, (
        outcome, asked.on, proposer, asked.approved_by or None, asked.document or None, asked.reason or None), strict=True))))  # fmt: skip
    cases = frozenset({decision.case_id})
    if not asked.approved_by:
        return Entry(tuple(edits), cases, (asked.says(phrase("note proposed", outcome=outcome)),))
    owed = -sum((one.amount for one in write_offs(file, opened.policy, asked.on, opened.as_of)), Decimal(0))
    notes = [phrase("note written-off", amount=asked.money(owed), currency=case.currency, outcome=outcome)]
    hold = _hold(asked, outcome)
    if hold is not None:
        edits.append(hold)
        cases = frozenset(other.case.case_id for other in opened.files if other.case.debtor_id == case.debtor_id)
        notes.append(phrase("note held", hold=EFFECT_HOLD[outcome], debtor=case.debtor_id))
    return Entry(tuple(edits), cases, tuple(asked.says(words) for words in (*notes, *_told(asked, outcome))))


def _told(asked: Asked, outcome: str) -> list[Phrase]:
    """What the clerk should think of after this outcome."""
    paid = sum((p.amount for p in asked.file.payments if p.reversed_on is None), Decimal(0))
    if outcome == "INVALID" and paid > 0:
        return [phrase("note pay-back", amount=asked.money(paid), currency=asked.file.case.currency)]
    if outcome == "SETTLED" and paid == 0:
        return [phrase("note no-money")]
    told = any("|handover|" in c.key and c.result in CONFIRMED_RESULTS for c in asked.file.contacts)
    return [phrase("note handover")] if outcome == "TRANSFERRED" and not told else []


def _cells(asked: Asked, values: dict[str, Value]) -> list[SetCell]:
    """The cells of the case that do not say so yet."""
    row = row_of(asked.opened, "Cases", "Case ID", asked.decision.case_id)
    return [set_cell(asked.opened, row, column, new, "Outcome entered") for column, new in values.items() if row.values[column] != new]


def _hold(asked: Asked, outcome: str) -> AddRow | None:
    """The hold that an insolvency or a death puts on the person; ``None`` when it is there."""
    kind, file = EFFECT_HOLD.get(outcome, ""), asked.file
    if not kind or any(hold.type == kind and hold.scope == "debtor" for hold in in_force(file.holds, asked.on)):
        return None
    key = Numbers(asked.opened.typed).take("Holds")
    values: dict[str, Value] = {
        "Hold ID": key, "Scope": "debtor", "Applies to": file.case.debtor_id, "Type": kind, "Start": asked.on, "Reason": asked.reason or asked.document,
        "By": asked.by,
    }  # fmt: skip
    return AddRow("Holds", key, values, "Set with the outcome")


def _rest(asked: Asked, outcome: str) -> Entry:
    """What came back on a closed case, written off as well."""
    opened, case = asked.opened, asked.file.case
    amounts = write_offs(asked.file, opened.policy, asked.on, opened.as_of)
    by = Decided(outcome, asked.by, asked.approved_by, asked.document, asked.reason)
    require_four_eyes(opened, asked.approved_by, asked.by)
    rows = rows_of(case, amounts, by, Numbers(opened.typed).take, opened.policy.language)
    owed = -sum((one.amount for one in amounts), Decimal(0))
    note = asked.says(phrase("note written-off", amount=asked.money(owed), currency=case.currency, outcome=outcome))
    return Entry(tuple(rows), frozenset({case.case_id}), (note,), waits=False)


# taken back


def _withdrawn(asked: Asked) -> Entry:
    """A proposal is taken back by anyone; what closed the case only by a supervisor: its write-offs are reversed and it stands where it stood."""
    opened, file, case = asked.opened, asked.file, asked.file.case
    if case.outcome not in ENDED_BY_A_PERSON:
        raise Stop("X-OPTION", case.outcome or "no outcome", column="withdraw", advice="The case has no outcome that a person entered.")
    cleared: list[Typed] = list(_cells(asked, dict.fromkeys(_CELLS)))
    if case.stage != "CLOSED":
        return Entry(tuple(cleared), frozenset({case.case_id}), (asked.says(phrase("note proposal-gone")),))
    require_four_eyes(opened, asked.approved_by, asked.by)
    stage = next((move.from_stage for move in reversed(file.moves) if move.to_stage == "CLOSED"), "") or "CONTACT"
    prefix = f"{case.case_id}|{case.episode}|write-off|"
    taken = Decimal(0)
    for row in opened.typed.tables["Adjustments"]:
        if str(row.values["Key"] or "").startswith(prefix) and row.values["Reversed on"] is None:
            cleared.append(set_cell(opened, row, "Reversed on", opened.as_of, "The outcome was taken back"))
            amount = row.values["Amount"]
            taken -= amount if isinstance(amount, Decimal) else 0
    why = because("T13", "T13-TAKEN-BACK", outcome=case.outcome, by=asked.approved_by)
    move = _move_row(replace(asked, on=opened.as_of, document=""), "T13", "CLOSED", stage, why)
    note = phrase("note taken-back", stage=stage, amount=asked.money(taken), currency=case.currency)
    return Entry((*cleared, move), frozenset({case.case_id}), (asked.says(note),), waits=False)
