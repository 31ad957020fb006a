"""The stories of the sample that reach an agreement, a court, or a supervisor's decision."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pyaddin.build.contracts import Frame, contract, months_after, overdue, pay, plus
from pyaddin.build.histories import SUPERVISOR, Agreement, Due, History, cents
from pyaddin.build.scenarios import add
from pyaddin.ledger.book import Value


def _budget(history: History, taken: date, monthly: int) -> None:
    """Income and costs that leave a little more than the plan asks for."""
    if history.person.business:
        return  # a budget sheet is a household's
    usual = history.random.randint(150, 320) * 10 * history.person.country.scale
    income = max(monthly * 8, usual) // 1000 * 1000
    parts = {"Housing": 38, "Utilities": 7, "Food": 20, "Transport": 6, "Health": 4, "Other_debts": 6, "Other_costs": 5, "Agreed_saving": 2}
    costs = {name: income * share // 100 for name, share in parts.items()}
    surplus = income - sum(costs.values())
    values: dict[str, Value] = {name: cents(amount) for name, amount in costs.items()}
    add(history, "Budgets", Debtor_ID=history.person.id, Taken_on=taken, Income=cents(income), Dependents=history.random.randint(0, 3), **values,
        Surplus=cents(surplus), Evidence="Payslip and account statement")  # fmt: skip


def _talk(history: History, day: date) -> None:
    history.contact(
        day,
        "call",
        "out",
        "hardship",
        **{"Reason code": "INCOME_LOSS", "Sentiment": "worried", "Notes": "Explained the situation openly; asks for monthly parts."},
    )


def _split(total: int, count: int) -> list[int]:
    part = total // count
    return [part] * (count - 1) + [total - part * (count - 1)]


def _negotiating(frame: Frame, since: int, start: int = 29) -> History:
    history = contract(frame, frame.back(22, start))
    talk = plus(frame.last, -since)
    _talk(history, talk)
    _budget(history, talk, max(100, overdue(history, frame.as_of) // 3))
    history.events.append((talk, "T3", "NEGOTIATE"))
    return history


def negotiate(frame: Frame) -> History:
    """Talks are going on; some have an offer on the table."""
    history = _negotiating(frame, frame.between(1, 5))
    if frame.number % 4:
        total = overdue(history, frame.last)
        first = plus(frame.as_of, 14)
        rows = [Due(index + 1, months_after(first, index), amount) for index, amount in enumerate(_split(total, 3))]
        proposed = plus(frame.last, -1)
        history.agreement = Agreement("installment", "proposed", proposed, None, rows, 0, "monthly", "First offer after the talk about income")
    return history


def negotiate_lapsed(frame: Frame) -> History:
    """Two weeks without an answer to the offer."""
    return _negotiating(frame, frame.between(8, 12), 50)


def _signed(frame: Frame, signed: date, count: int, step: int, first: date, waived_percent: int = 0) -> History:
    """A signed plan over everything that was outstanding on the day of the signatures."""
    history = contract(frame, plus(signed, -frame.between(22, 28)))
    _talk(history, plus(signed, -6))
    outstanding = history.outstanding(signed)
    waived = outstanding * waived_percent // 100
    parts = _split(outstanding - waived, count)
    dates = [months_after(first, index) if step == 30 else plus(first, step * index) for index in range(count)]
    rows = [Due(index + 1, on, amount) for index, (on, amount) in enumerate(zip(dates, parts, strict=True))]
    kind, frequency = "settlement" if waived else "installment", "monthly" if step == 30 else "weekly"
    history.agreement = Agreement(kind, "signed", plus(signed, -2), signed, rows, waived, frequency, "Income fell; smaller parts agreed")
    _budget(history, plus(signed, -6), max(100, parts[0] * (1 if step == 30 else 4)))
    history.events += [(plus(signed, -6), "T3", "NEGOTIATE"), (signed, "T4", "MONITOR")]
    return history


def _pay_plan(history: History, until: date, skip: int = 0) -> None:
    plan = history.agreement
    assert plan is not None
    due = [row for row in plan.rows if row.on <= until]
    for row in due[: len(due) - skip]:
        pay(history, row.on, row.amount)


def monitor(frame: Frame) -> History:
    """A plan that is being kept."""
    signed = frame.back(24, 40)
    history = _signed(frame, signed, frame.between(4, 8), 30, plus(signed, 10))
    _pay_plan(history, frame.as_of)
    history.contact(plus(frame.last, -4), "call", "out", "reached", Sentiment="calm", Notes="Check-in: all is well, standing order is set up.")
    return history


def monitor_missed(frame: Frame) -> History:
    """The row of this week did not come."""
    signed = frame.back(24, 30)
    history = _signed(frame, signed, frame.between(4, 6), 30, plus(frame.last, frame.between(1, 4)))
    _pay_plan(history, frame.last)
    return history


def monitor_breaking(frame: Frame) -> History:
    """Two weekly rows in a row are missing now."""
    signed = frame.back(24, 28)
    history = _signed(frame, signed, 8, 7, plus(frame.last, -16))
    _pay_plan(history, plus(frame.last, 5), skip=2)
    return history


def plan_broken(frame: Frame) -> History:
    """A plan broke weeks ago; the case is back in deep communication."""
    signed = plus(frame.last, -91)
    history = _signed(frame, signed, 6, 30, plus(signed, 10))
    _pay_plan(history, plus(signed, 15))
    history.blocked.append((signed, plus(frame.last, -8)))
    history.events.append((plus(frame.last, -7), "T7", "DEEP"))
    return history


def plan_kept(frame: Frame) -> History:
    """Every row of the plan was paid."""
    signed = plus(frame.last, -84)
    history = _signed(frame, signed, 3, 15, plus(signed, 7))
    _pay_plan(history, frame.last)
    return history


def settled(frame: Frame) -> History:
    """A settlement for less, approved, paid in two rows."""
    signed = plus(frame.last, -70)
    history = _signed(frame, signed, 2, 15, plus(signed, 7), waived_percent=25)
    _pay_plan(history, frame.last)
    return history


def _legal(history: History, asked: date, recommendation: str, delivered: date, **more: Value) -> None:
    add(history, "Legal", Counsel="Fennel & Rue (sample)", Asked_on=asked, Advice_on=plus(asked, 6), Recommendation=recommendation,
        Final_demand_delivered_on=delivered, Proof=f"Receipt {history.case_id}", **more)  # fmt: skip


def disposition(frame: Frame) -> History:
    """Final demand delivered, legal advice in; a supervisor handed it over."""
    history = contract(frame, frame.back(112, 138))
    history.hold_level_4 = False
    handed = frame.back(8, 20)
    history.events.append((handed, "T8", "DISPOSITION"))
    court: dict[str, Value] = {}
    if history.random.random() < 0.5:
        court = {"Court": "District court (sample)", "Filed_on": plus(handed, 4), "Court_number": f"S-{frame.number:04d}/26", "Costs": Decimal("180.00"),
                 "Next_hearing": plus(frame.last, 24)}  # fmt: skip
    court |= {"Expected_costs": cents(60 * frame.person.country.scale), "Expected_months": 9, "Chance": Decimal("0.65")}
    _legal(history, plus(handed, -12), "sue" if "Court" in court else "wait", plus(handed, -14), **court)
    return history


def written_off(frame: Frame) -> History:
    """No assets; the remainder is written off with a document."""
    history = contract(frame, frame.back(140, 165))
    history.hold_level_4 = False
    handed, decided = frame.back(40, 48), frame.back(10, 20)
    history.events += [(handed, "T8", "DISPOSITION"), (decided, "T12", "WRITTEN_OFF")]
    _legal(history, plus(handed, -12), "write off", plus(handed, -14))
    rows, money = history.active(decided)
    open_rows: list[Due] = []
    for row in rows:
        if money < row.amount:
            open_rows.append(row)
        money -= min(money, row.amount)
    for component, amount in (("interest", sum(row.interest for row in open_rows)), ("principal", sum(row.principal for row in open_rows))):
        if amount:
            add(history, "Adjustments", On=decided, Kind="write-off", Component=component, Amount=cents(-amount), Approved_by=SUPERVISOR,
                Document=f"WO-{history.case_id}", Notes="No seizable income or assets found.")  # fmt: skip
    return history


def fee_and_waiver(frame: Frame) -> History:
    """A returned-debit cost that was charged and then waived as goodwill."""
    history = contract(frame, frame.back(9, 13))
    cost = 8 * frame.person.country.scale
    add(history, "Adjustments", On=frame.back(8, 8), Kind="cost", Component="fee", Amount=cents(cost), Document="Bank advice", Notes="Returned direct debit.")
    add(history, "Adjustments", On=plus(frame.last, 1), Kind="waiver", Component="fee", Amount=cents(-cost), Approved_by=SUPERVISOR,
        Document="Note of the call", Notes="Goodwill: first time.")  # fmt: skip
    return history
