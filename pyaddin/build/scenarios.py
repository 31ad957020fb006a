"""The stories of the sample before a plan: current, newly late, written to, talked to, held, paid, reversed, promised."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pyaddin.build.contracts import Frame, contract, overdue, pay, plus
from pyaddin.build.histories import SUPERVISOR, History, cents
from pyaddin.ledger.book import Value

Scenario = Callable[[Frame], History]


def add(history: History, table: str, **values: Value) -> None:
    """A further row of the case on another sheet; ids are given at the end."""
    row = {name.replace("_", " "): value for name, value in values.items()}
    history.extra.setdefault(table, []).append(row)


def current(frame: Frame) -> History:
    """Paid up to date; one in seven has a late fee in its contract."""
    history = contract(frame, plus(frame.as_of, frame.between(1, 27)), rate=True)
    if history.random.random() < 0.15:
        history.late_fee = 5 * frame.person.country.scale
    return history


def fresh(frame: Frame) -> History:
    """A new contract whose first installment is to come."""
    return contract(frame, plus(frame.as_of, frame.between(2, 30)), before=0, rate=True)


def new_late(frame: Frame) -> History:
    """One to three days past due."""
    return contract(frame, plus(frame.as_of, -frame.between(1, 3)), rate=True)


def contacted(frame: Frame) -> History:
    """In first contact; half of them were called in vain."""
    history = contract(frame, frame.back(1, 6), rate=True)
    if history.random.random() < 0.5:
        history.contact(plus(frame.last, 2), "call", "out", history.random.choice(("no answer", "voicemail left")))
    return history


def deep(frame: Frame) -> History:
    """Level 2 sent; level 3 comes due now."""
    history = contract(frame, frame.back(8, 13), rate=True)
    history.contact(plus(frame.last, -3), "call", "out", "no answer", Notes="Rang twice, no answer.")
    return history


def deep_reached(frame: Frame) -> History:
    """Level 3 sent; reason and mood known."""
    history = contract(frame, frame.back(15, 22), rate=True)
    reason, mood, note = history.random.choice(REASONS)
    history.contact(plus(frame.last, -2), "call", "out", "reached", Reason_code=reason, Sentiment=mood, Notes=note)
    _spaces(history)
    return history


REASONS = (
    ("INCOME_LOSS", "worried", "Hours were cut in September; expects a full month's pay from December."),
    ("ILLNESS", "calm", "Was in hospital; asks for smaller parts."),
    ("FORGOT", "calm", "Changed bank and forgot the standing order."),
    ("OVER_INDEBTED", "worried", "Has three more debts; wants to see what is possible."),
    ("FAMILY", "upset", "Cares for a parent; asked us to speak slowly and not to ring in the evening."),
    ("REFUSES", "hostile", "Says he will not pay; ended the call."),
)


def _spaces(history: History) -> None:
    for row in history.contacts:
        for name in [name for name in row if "_" in name]:
            row[name.replace("_", " ")] = row.pop(name)


def final(frame: Frame) -> History:
    """Level 3 long ago; the final demand waits for a supervisor."""
    return contract(frame, frame.back(31, 50), rate=True)


def final_sent(frame: Frame) -> History:
    """The last reminder was released by a supervisor and went out."""
    history = contract(frame, frame.back(40, 60))
    history.hold_level_4 = False
    return history


def partial(frame: Frame) -> History:
    """Half of the oldest row came in; the rest is late."""
    history = contract(frame, frame.back(9, 20))
    pay(history, plus(frame.last, -frame.between(2, 8)), history.rows[-1].amount // 2)
    return history


def cures_now(frame: Frame) -> History:
    """All arrears were paid since the last run."""
    history = contract(frame, frame.back(3, 20))
    pay(history, plus(frame.last, frame.between(2, 5)), overdue(history, frame.as_of))
    return history


def pays_off_now(frame: Frame) -> History:
    """Late, then everything is paid."""
    history = contract(frame, frame.back(3, 12), after=1)
    pay(history, plus(frame.last, frame.between(2, 5)), history.outstanding(frame.as_of))
    return history


def closed_paid(frame: Frame) -> History:
    """Paid off weeks ago."""
    anchor = frame.back(50, 110)
    history = contract(frame, anchor, after=1)
    pay(history, plus(anchor, frame.between(9, 25)), history.outstanding(frame.as_of))
    return history


def closed_cured(frame: Frame) -> History:
    """Paid up after a reminder; the later rows were paid in time."""
    anchor = frame.back(22, 60)
    history = contract(frame, anchor)
    pay(history, plus(anchor, frame.between(9, 18)), history.rows[0].amount)
    for row in history.rows:
        if anchor < row.on <= frame.as_of:
            pay(history, row.on, row.amount)
    return history


def reversed_now(frame: Frame) -> History:
    """Cured by a payment that the bank has now taken back."""
    anchor = frame.back(18, 24)
    history = contract(frame, anchor)
    pay(history, plus(anchor, 10), history.rows[0].amount, reversed=plus(frame.last, frame.between(1, 4)))
    for row in history.rows:
        if anchor < row.on <= frame.as_of:
            pay(history, row.on, row.amount)
    return history


def returned(frame: Frame) -> History:
    """A direct debit came back weeks ago and the row is still unpaid."""
    anchor = frame.back(16, 21)
    history = contract(frame, anchor)
    pay(history, anchor, history.rows[0].amount, reversed=plus(anchor, 2))
    history.notes = "Direct debit came back unpaid."
    return history


def _hold(kind: str, reason: str, *, scope: str = "case", days: int | None = None, start: int = 2, by: str = "") -> Scenario:
    def story(frame: Frame) -> History:
        history = contract(frame, frame.back(10, 40))
        begin = plus(frame.last, -start)
        end = None if days is None else plus(begin, days)
        history.blocked.append((begin, end or date.max))
        target = history.case_id if scope == "case" else frame.person.id
        history.contact(begin, "call", "in", "dispute" if kind == "DISPUTE" else "wrong party" if kind == "WRONG_PARTY" else "reached", Notes=reason)
        add(history, "Holds", Scope=scope, Applies_to=target, Type=kind, Start=begin, End=end, Reason=reason, By=by or history.owner)
        return history

    return story


def _promise(history: History, made: date, due: date, amount: int, status: str | None, level: int, judged: date | None, notes: str) -> None:
    add(history, "Promises", Made_on=made, Amount=cents(amount), Due_on=due, Status=status, Level=level, Judged_on=judged, Notes=notes)
    history.contact(made, "call", "out", "promise", Notes=notes)


def promise_open(frame: Frame) -> History:
    """A promise whose day is to come."""
    history = contract(frame, frame.back(10, 20))
    made, due = plus(frame.last, -2), plus(frame.as_of, frame.between(3, 9))
    history.blocked.append((made, date.max))
    _promise(history, made, due, overdue(history, frame.as_of), "open", 1, None, "Will pay after payday.")
    return history


def promise_kept(frame: Frame) -> History:
    """Promised part came in; to be judged now."""
    history = contract(frame, frame.back(12, 20), after=3)
    made, due = plus(frame.last, -6), plus(frame.last, 1)
    history.blocked.append((made, date.max))
    half = history.rows[-1].amount // 2
    _promise(history, made, due, half, "open", 1, None, "Half on Tuesday, the rest with the next wage.")
    pay(history, due, half)
    return history


def promise_partly(frame: Frame) -> History:
    """A promise that was kept in part."""
    history = contract(frame, frame.back(12, 20), after=2)
    made, due = plus(frame.last, -6), plus(frame.last, 0)
    history.blocked.append((made, date.max))
    amount = history.rows[-1].amount
    _promise(history, made, due, amount, "open", 1, None, "Pays everything that is late.")
    pay(history, plus(due, 1), amount * 2 // 5)
    return history


def promise_broken(frame: Frame) -> History:
    """Nothing came; to be judged now."""
    history = contract(frame, frame.back(14, 26))
    made = plus(frame.last, -8)
    history.blocked.append((made, date.max))
    _promise(history, made, plus(frame.last, -1), history.rows[-1].amount, "open", 1, None, "Pays by bank transfer this week.")
    return history


def promise_again(frame: Frame) -> History:
    """A first promise was broken weeks ago; the second is open."""
    history = contract(frame, frame.back(36, 44))
    first = plus(frame.last, -25)
    history.blocked += [(first, plus(first, 12)), (plus(frame.last, -3), date.max)]
    amount = history.rows[-1].amount
    _promise(history, first, plus(first, 5), amount, "broken", 1, plus(frame.last, -7), "Waits for a refund.")
    _promise(history, plus(frame.last, -3), plus(frame.as_of, 2), amount, "open", 2, None, "Refund has arrived, pays this week.")
    return history


HOLDS: dict[str, Scenario] = {
    "dispute": _hold("DISPUTE", "Says two of the chairs were never delivered; delivery note requested.", days=30),
    "moratorium": _hold("MORATORIUM", "Breathing space notice of a debt adviser.", days=60),
    "deceased": _hold("DECEASED", "Daughter called: debtor died in October; certificate to follow.", scope="debtor"),
    "vulnerable": _hold("VULNERABLE", "Told us of a serious illness; supervisor releases each message.", days=30),
    "cease": _hold("CEASE", "Written request to stop contact, received by post.", scope="debtor"),
    "wrong_party": _hold("WRONG_PARTY", "Person at this number does not know the debtor.", scope="debtor"),
    "manual": _hold("MANUAL", "Waiting for the bank's answer on a missing transfer.", days=21),
    "lawyer": _hold("COUNSEL", "Lawyer's letter: all contact through counsel.", scope="debtor"),
    "hold_ended": _hold("MANUAL", "Debtor abroad until the weekend.", days=12, start=9, by=SUPERVISOR),
}
