"""Lines of the sheet Bank as the tasks work with them: what is suggested for each, which payment is the same money, which one a line takes back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from pyaddin.errors import Stop
from pyaddin.ledger.imports.statements.lines import account_form, says_return
from pyaddin.ledger.rows import TypedRow
from pyaddin.ledger.unmatched import BOOKED, Debts, booked_by, incoming, takes_back
from pyaddin.records import dataclass
from pyaddin.rules.arrears import position
from pyaddin.rules.matching import LIKE, Candidate, Incoming, case_key, could_belong, match, names_case, numbers_in
from pyaddin.rules.reason import Phrase, phrase
from pyaddin.tasks.archived_money import ArchivedMoney
from pyaddin.tasks.opening import Opened

TWIN_DAYS = 3
"""A payment entered by hand this many days before or after the line, of the same case and amount, is taken for the same money."""
RETURN_DAYS = 180
"""A bank takes money back at the longest this long after it came (13 months for an unauthorized debit are looked up by hand)."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the program would do with a line: the case (blank = none), how sure, and why, in the ledger's language.

    ``twin``: a payment entered by hand that seems to be this money. ``takes_back``: the payment that a line of money going out takes back;
    ``exact`` when the line names that payment itself.
    """

    case_id: str
    confidence: int
    why: str
    twin: str = ""
    takes_back: str = ""
    exact: bool = False


class Lines:
    """The sheet Bank and the payments of the ledger, with the debts to hold new lines against."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.rows: dict[str, TypedRow] = {str(row.values["Bank line ID"]): row for row in opened.typed.tables.get("Bank", ())}
        self.payment_ids = {str(row.values["Payment ID"]) for row in opened.typed.tables["Payments"]}
        self._paid: dict[Decimal, list[TypedRow]] = defaultdict(list)
        for row in opened.typed.tables["Payments"]:
            if isinstance(amount := row.values["Amount"], Decimal):
                self._paid[amount].append(row)
        self.same_money: dict[tuple[object, object], list[str]] = defaultdict(list)
        for key, row in self.rows.items():
            self.same_money[(row.values["Value date"], row.values["Amount"])].append(key)
        self.by_line = booked_by(opened.typed)
        self._debts: Debts | None = None
        self._archived: ArchivedMoney | None = None
        self._computed: dict[str, tuple[Decimal, ...]] = {}

    @property
    def debts(self) -> Debts:
        """What each case owes, held beside the lines; made at the first question."""
        if self._debts is None:
            self._debts = Debts(self.opened.typed, self._owed)
        return self._debts

    @property
    def archived(self) -> ArchivedMoney:
        """The cases of the yearly ledgers."""
        if self._archived is None:
            self._archived = ArchivedMoney(self.opened.book.path, self.opened.raw.ledger_id)
        return self._archived

    def row(self, line_id: str) -> TypedRow:
        """The accepted row of a line. Raises ``Stop`` E-ORPHAN."""
        found = self.rows.get(line_id)
        if found is None:
            raise Stop("E-ORPHAN", line_id, sheet="Bank", column="Bank line ID", advice=f"The sheet Bank has no accepted row {line_id}.")
        return found

    def _owed(self, case_id: str) -> Sequence[Decimal]:
        """Arrears and outstanding of the day, which only a computation knows."""
        if case_id not in self._computed:
            file = self.opened.by_case.get(case_id)
            now = position(file, self.opened.policy, self.opened.as_of) if file else None
            self._computed[case_id] = (now.arrears, now.arrears + now.interest + now.fees, now.outstanding) if now else ()
        return self._computed[case_id]

    # suggestions

    def suggest_row(self, row: TypedRow) -> Suggestion:
        """As ``suggest`` for a line that stands in the sheet."""
        reference = str(row.values["Reference"] or "")
        return self.suggest(incoming(row), str(row.values["Payer"] or ""), reference, returns=says_return(reference))

    def suggest(self, line: Incoming, payer: str, reference: str, *, returns: bool) -> Suggestion:
        """What is to be said of a line; nothing is done by it."""
        if line.amount < 0:
            return self._return(line, payer, returns)
        candidates = self.debts.candidates(line, payer, reference)
        found = match(line, candidates)
        if (gone := self._for_archived(line, payer, candidates)) is not None:
            return Suggestion("", found.confidence, self._said([gone, *found.why] if found.near or found.case_id else [gone]))
        words: list[Phrase] = list(found.why)
        twin = self.twin(line, {found.case_id} if found.case_id else {item.candidate.case_id for item in found.near})
        if twin is not None:
            words.insert(0, phrase("match-twin", payment=twin.values["Payment ID"], on=twin.values["Value date"]))
        case_id = found.case_id or (str(twin.values["Case ID"]) if twin is not None and len(found.near) > 1 else "")
        return Suggestion(case_id, found.confidence, self._said(words), twin=str(twin.values["Payment ID"]) if twin is not None else "")

    def _for_archived(self, line: Incoming, payer: str, candidates: Sequence[Candidate]) -> Phrase | None:
        """That the money is for an archived case: its number is written and that of no case here; or nothing here is sure and the payer's name is there."""
        if any(names_case(line.text, candidate.case_id) for candidate in candidates):
            return None
        gone = self.archived.named(line.text)
        return gone if gone is not None or any(could_belong(line, (candidate,)) for candidate in candidates) else self.archived.alike(payer, line.text)

    def twin(self, line: Incoming, cases: Iterable[str]) -> TypedRow | None:
        """A payment of one of these cases that was entered by hand and seems to be this money: same amount, about the same day, no line of its own."""
        wanted, near = set(cases), timedelta(days=TWIN_DAYS)
        return next(
            (
                row for row in self._paid.get(line.amount, ())
                if row.values["Case ID"] in wanted and abs(day_of(row) - line.value_date) <= near
                and row.values["Reversed on"] is None and not row.values.get("Bank line")
            ),
            None,
        )  # fmt: skip

    def _return(self, line: Incoming, payer: str, returns: bool) -> Suggestion:
        """The payment that money going out takes back: the one that the line names; else the only one of that amount from that account or name."""
        since = line.value_date - timedelta(days=RETURN_DAYS)
        same = [
            row for row in self._paid.get(-line.amount, ())
            if since <= day_of(row) <= line.value_date and row.values["Reversed on"] is None and self._currency(row) in ("", line.currency)
        ]  # fmt: skip
        numbers = numbers_in(line.text)
        exact = [row for row in same if case_key(str(row.values["Payment ID"])) in numbers]
        like = self.debts.names.likeness(payer, line.text)
        mine = [row for row in same if self._from(row, line) or like.get(self.debts.owner(str(row.values["Case ID"])), 0) >= LIKE]
        chosen = exact if len(exact) == 1 else mine if len(mine) == 1 else same if returns and len(same) == 1 else []
        if not chosen:
            return Suggestion("", 0, self._said([phrase("match-out")]))
        payment_id, case_id = str(chosen[0].values["Payment ID"]), str(chosen[0].values["Case ID"])
        why = self._said([phrase("match-return", payment=payment_id, on=day_of(chosen[0]))])
        return Suggestion(case_id, 100 if exact else 60, why, takes_back=payment_id, exact=len(exact) == 1)

    def _from(self, payment: TypedRow, line: Incoming) -> bool:
        """Whether the payment came from the account to which the money goes back."""
        row = self.rows.get(str(payment.values.get("Bank line") or ""))
        account = account_form(line.payer_account)
        return row is not None and bool(account) and account_form(str(row.values["Payer account"] or "")) == account

    def _currency(self, payment: TypedRow) -> str:
        file = self.opened.by_case.get(str(payment.values["Case ID"]))
        return file.case.currency if file else ""

    def _said(self, words: Iterable[Phrase]) -> str:
        language = self.opened.policy.language
        return ("; " if language == "en" else "；").join(word.says(language) for word in words)

    def state(self, row: TypedRow) -> str:
        """booked when a payment stands for it or was taken back by it, whatever the column says; else the column, blank = unmatched."""
        if str(row.values["Bank line ID"]) in self.by_line or takes_back(row):
            return BOOKED
        state = str(row.values["State"] or "unmatched")
        return "to be booked" if state == BOOKED else state


def day_of(row: TypedRow) -> date:
    """The day that a payment counts from."""
    on = row.values["Value date"]
    assert isinstance(on, date)
    return on
