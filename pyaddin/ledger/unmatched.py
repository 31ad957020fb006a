"""Money on the sheet Bank that nobody has booked, and the debtors whose it may be: what the rules look at before anybody is reminded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from pyaddin.ledger.beyond import WaitingLine
from pyaddin.ledger.imports.statements.likeness import Names
from pyaddin.ledger.imports.statements.lines import account_form
from pyaddin.ledger.rows import TypedLedger, TypedRow
from pyaddin.records import dataclass
from pyaddin.rules.matching import Candidate, Incoming, case_key, could_belong, numbers_in

UNMATCHED, BOOKED, IGNORED = "unmatched", "booked", "ignored"
_SHORTEST_ACCOUNT = 6


def takes_back(row: TypedRow) -> str:
    """The payment that a booked line of money out has taken back (R8, R25); blank for every other line."""
    amount = row.values["Amount"]
    out = isinstance(amount, Decimal) and amount < 0 and row.values["State"] == BOOKED
    return str(row.values["Payment ID"] or "") if out else ""


def returns(typed: TypedLedger) -> dict[str, str]:
    """By each payment that the bank took back with a line of the sheet Bank that line."""
    return {paid: str(row.values["Bank line ID"]) for row in typed.tables.get("Bank", ()) if (paid := takes_back(row))}


def booked_by(typed: TypedLedger) -> dict[str, list[str]]:
    """The payments that stand for each line of the sheet Bank. One that was taken back stands for its line only where the bank did it by a line of its own:
    that money came and went. One that a person marked as reversed does not, and its line waits again."""
    returned = returns(typed)
    found: dict[str, list[str]] = defaultdict(list)
    for row in typed.tables["Payments"]:
        line, paid = row.values.get("Bank line"), str(row.values["Payment ID"])
        if line and (row.values["Reversed on"] is None or paid in returned):
            found[str(line)].append(paid)
    return dict(found)


def waits(row: TypedRow, booked: Mapping[str, Sequence[str]]) -> bool:
    """Whether a line still waits for a person: not ignored, and no payment stands for it or was taken back by it, whatever was typed as its state."""
    return row.values["State"] != IGNORED and str(row.values["Bank line ID"]) not in booked and not takes_back(row)


def incoming(row: TypedRow) -> Incoming:
    """A row of the sheet Bank as the rule sees it."""
    value = row.values
    on, amount = value["Value date"], value["Amount"]
    assert isinstance(on, date)
    assert isinstance(amount, Decimal)
    text = " ".join(str(value[name]) for name in ("Payer", "Reference") if value[name])
    return Incoming(str(value["Bank line ID"]), on, amount, str(value["Currency"] or ""), text, str(value["Payer account"] or ""))


@dataclass(frozen=True, slots=True)
class _Debt:
    case_id: str
    debtor_id: str
    currency: str
    opened_on: date
    ended: bool


class Debts:
    """Every debt of the ledger, ready to be held against lines of a bank statement. ``owed`` adds figures that only a computation knows (arrears)."""

    def __init__(self, typed: TypedLedger, owed: Callable[[str], Sequence[Decimal]] | None = None) -> None:
        self.names = Names({str(row.values["Debtor ID"]): str(row.values["Name"] or "") for row in typed.tables["Debtors"]})
        self._debts = {debt.case_id: debt for debt in map(_debt, typed.tables["Cases"])}
        self._by_key: dict[str, list[str]] = defaultdict(list)
        self._of_debtor: dict[str, list[_Debt]] = defaultdict(list)
        for debt in self._debts.values():
            self._of_debtor[debt.debtor_id].append(debt)
            if key := case_key(debt.case_id):
                self._by_key[key].append(debt.case_id)
        self._accounts = self._paid_from(typed)
        self._amounts: dict[str, set[Decimal]] = defaultdict(set)
        self._owed = owed
        for row in typed.tables["Installments"]:
            parts = [value for name in ("Principal", "Interest", "Fee") if isinstance(value := row.values[name], Decimal)]
            self._amounts[str(row.values["Case ID"])].add(sum(parts, Decimal(0)))
        for row in typed.tables["Promises"]:
            if isinstance(amount := row.values["Amount"], Decimal):
                self._amounts[str(row.values["Case ID"])].add(amount)

    def _paid_from(self, typed: TypedLedger) -> dict[str, set[str]]:
        """Account -> the debtors on whose cases a line from it was booked."""
        found: dict[str, set[str]] = defaultdict(set)
        booked = booked_by(typed)
        for row in typed.tables.get("Bank", ()):
            account, case_id = account_form(str(row.values["Payer account"] or "")), str(row.values["Case ID"] or "")
            if str(row.values["Bank line ID"]) in booked and len(account) >= _SHORTEST_ACCOUNT and case_id in self._debts:
                found[account].add(self._debts[case_id].debtor_id)
        return found

    def candidates(self, line: Incoming, payer: str, reference: str) -> list[Candidate]:
        """The debts for which anything speaks, with what it is; the rule gives the points."""
        like = self.names.likeness(payer, f"{payer} {reference}")
        paid = self._accounts.get(account_form(line.payer_account), set()) if line.payer_account else set()
        named = {case_id for key in numbers_in(line.text) for case_id in self._by_key.get(key, ())}
        some = {debt.case_id: debt for debtor_id in like.keys() | paid for debt in self._of_debtor.get(debtor_id, ())}
        some |= {case_id: self._debts[case_id] for case_id in named}
        return [
            Candidate(
                debt.case_id, debt.debtor_id, debt.currency, debt.opened_on, like.get(debt.debtor_id, 0), debt.debtor_id in paid,
                (*self._amounts.get(debt.case_id, ()), *(self._owed(debt.case_id) if self._owed else ())), debt.ended,
            )
            for debt in some.values()
        ]  # fmt: skip

    def cases_of(self, debtor_id: str) -> set[str]:
        """Every case of the debtor."""
        return {debt.case_id for debt in self._of_debtor.get(debtor_id, ())}

    def owner(self, case_id: str) -> str:
        """The debtor of a case; blank for an unknown one."""
        debt = self._debts.get(case_id)
        return debt.debtor_id if debt else ""


def _debt(row: TypedRow) -> _Debt:
    value = row.values
    opened = value["Opened on"]
    assert isinstance(opened, date)
    ended = value["Outcome"] not in (None, "CURED")
    return _Debt(str(value["Case ID"]), str(value["Debtor ID"]), str(value["Currency"] or ""), opened, ended)


def unmatched_money(typed: TypedLedger) -> dict[str, tuple[Incoming, ...]]:
    """The lines that wait, by each debtor whose money they may be: the case that a person wrote beside them counts, and what speaks for him."""
    return whose_money(typed, waiting_lines(typed))


def waiting_lines(typed: TypedLedger) -> tuple[WaitingLine, ...]:
    """The lines of money in that wait for a person."""
    came = [row for row in typed.tables.get("Bank", ()) if isinstance(row.values["Amount"], Decimal) and row.values["Amount"] > 0]
    booked = booked_by(typed) if came else {}
    return tuple(
        WaitingLine(incoming(row), *(str(row.values[name] or "") for name in ("Case ID", "Payer", "Reference"))) for row in came if waits(row, booked)
    )


def unbooked(typed: TypedLedger) -> tuple[Incoming, ...]:
    """Every line of the sheet Bank that waits for a person, money that the bank took back among them; the oldest first."""
    rows = typed.tables.get("Bank", ())
    booked = booked_by(typed) if rows else {}
    return tuple(sorted((incoming(row) for row in rows if waits(row, booked)), key=lambda line: (line.value_date, line.line_id)))


def whose_money(typed: TypedLedger, lines: Sequence[WaitingLine]) -> dict[str, tuple[Incoming, ...]]:
    """These lines by each debtor of the ledger whose money they may be."""
    if not lines:
        return {}
    debts = Debts(typed)
    found: dict[str, list[Incoming]] = defaultdict(list)
    for waiting in lines:
        mine = {debts.owner(waiting.case_id)} if waiting.case_id else set()
        for candidate in debts.candidates(waiting.line, waiting.payer, waiting.reference):
            if candidate.debtor_id not in mine and could_belong(waiting.line, (candidate,)):
                mine.add(candidate.debtor_id)
        for debtor_id in mine - {""}:
            found[debtor_id].append(waiting.line)
    return {debtor_id: tuple(money) for debtor_id, money in found.items()}
