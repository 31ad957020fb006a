"""A second, deliberately slow reckoning of a ledger, written from the papers and not from the program.

Every case is walked day by day with exact fractions: interest of the day, adjustments of the day, payments of the day, a plan
that takes over in the evening of the day of its later signature. It shares no code with ``pyaddin``; openpyxl reads the file.
It knows what the sample portfolio and the small ledgers of the tests hold, and refuses anything else with ``NotImplementedError``:
allocation in the order penalty, fee, interest, principal with ``future`` = next, no judgment, refund or correction typed by a clerk.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import chinese_calendar
import holidays
import openpyxl

Record = dict[str, Any]
Tables = dict[str, list[Record]]
DAY = timedelta(days=1)
TABLES = ("Cases", "Debtors", "Installments", "Payments", "Adjustments", "Plans", "Promises", "Holds", "Settings", "Rates")
COMPONENTS = ("fee", "interest", "principal")
DIGITS = {"JPY": 0, "KRW": 0}
SIGNED = ("signed", "kept", "broken", "superseded")


def read_tables(path: Path) -> Tables:
    """Sheet rows by header; dates without a time of day; numbers as the fraction that their shortest text says."""
    book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    tables: Tables = {}
    for name in TABLES:
        rows = book[name].iter_rows(values_only=True)
        headers = [str(cell) for cell in next(rows)]
        records = [dict(zip(headers, (_plain(cell) for cell in row), strict=False)) for row in rows]
        tables[name] = [record for record in records if record[headers[0]] is not None]
    book.close()
    return tables


def _plain(cell: object) -> object:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, (int, float)):
        return Fraction(str(cell))
    return cell or None


@dataclass
class Line:
    """One installment as it stands in the evening of the day that was last walked."""

    no: int
    plan_id: str
    due_on: date
    due: Fraction
    open: dict[str, Fraction]
    paid: Fraction = Fraction(0)
    late: Fraction = Fraction(0)
    """Late interest of its whole life, exact."""
    late_gone: Fraction = Fraction(0)
    """Late interest paid or waived, in cents."""

    @property
    def short(self) -> Fraction:
        return sum(self.open.values(), Fraction(0))


@dataclass
class State:
    """A case in the evening of one day."""

    currency: str
    active: list[Line] = field(default_factory=list)
    shelved: list[Line] = field(default_factory=list)
    waiting: list[Line] = field(default_factory=list)
    case_fees: Fraction = Fraction(0)
    credit: Fraction = Fraction(0)
    written_off: Fraction = Fraction(0)
    recovered: Fraction = Fraction(0)

    def cents(self, amount: Fraction) -> Fraction:
        """Half-up to the minor unit; amounts here are never negative."""
        unit = 10 ** DIGITS.get(self.currency, 2)
        return Fraction((amount * unit * 2 + 1) // 2, unit)

    @property
    def owed(self) -> Fraction:
        """Everything of the rows that count, future ones included."""
        return sum((line.short + self.late_open(line) for line in self.active), self.case_fees)

    def late_open(self, line: Line) -> Fraction:
        return self.cents(line.late) - line.late_gone


class Ledger:
    """All cases of one file, to be asked for any day."""

    def __init__(self, path: Path) -> None:
        self.tables = read_tables(path)
        self.settings = {row["Key"]: row["Value"] for row in self.tables["Settings"]}
        self.debtors = {row["Debtor ID"]: row for row in self.tables["Debtors"]}
        self.by_case: dict[str, dict[str, list[Record]]] = {name: defaultdict(list) for name in TABLES}
        for name in ("Installments", "Payments", "Adjustments", "Plans", "Promises"):
            for row in self.tables[name]:
                self.by_case[name][row["Case ID"]].append(row)
        if self.settings.get("allocation_order_late") or self.settings["future_payments"] != "next" or self.settings.get("round_money"):
            raise NotImplementedError("only the house allocation")

    def of(self, name: str, case_id: str) -> list[Record]:
        return self.by_case[name].get(case_id, [])

    def number(self, key: str) -> Fraction:
        return Fraction(str(self.settings.get(key) or 0))

    def counts(self, plan: Record) -> bool:
        """T4: a plan counts that was signed, and approved where it waives more than the office lets a clerk waive."""
        return plan["Status"] in SIGNED and ((plan["Waived"] or 0) <= self.number("waiver_limit") or bool(plan["Approved by"]))

    def holds(self, case: Record, types: tuple[str, ...]) -> list[tuple[date, date]]:
        """Start and end of the holds of these types on the case, its debtor or the debtor's addresses."""
        debtor = self.debtors.get(case["Debtor ID"], {})
        targets = {("case", case["Case ID"]), ("debtor", case["Debtor ID"]), ("address", debtor.get("Email")), ("address", debtor.get("Phone"))}
        return [(row["Start"], row["End"] or date.max) for row in self.tables["Holds"] if row["Type"] in types and (row["Scope"], row["Applies to"]) in targets]

    def rate_on(self, case: Record, day: date) -> Fraction:
        """The case's own rate, else the dated rate named like its product, that holds on a day."""
        if case["Annual rate"] is not None:
            return Fraction(case["Annual rate"])
        mine = [row for row in self.tables["Rates"] if row["Name"].casefold() == (case["Product"] or "").casefold() and row["Valid from"] <= day]
        last = max(mine, key=lambda row: row["Valid from"], default=None)
        return Fraction(0) if last is None or (last["Valid to"] and last["Valid to"] < day) else Fraction(last["Value"])

    def walk(self, case: Record, as_of: date, before_plan: Any = None, without_money_until: date = date.min) -> State:
        """From the first event to the evening of the as-of date; with ``before_plan`` to the moment at which that plan takes over."""
        case_id, state = case["Case ID"], State(case["Currency"])
        for row in self.of("Installments", case_id):
            parts = {"fee": row["Fee"] or Fraction(0), "interest": row["Interest"] or Fraction(0), "principal": row["Principal"]}
            line = Line(int(row["No"]), row["Plan ID"] or "", row["Due on"], sum(parts.values(), Fraction(0)), parts)
            (state.waiting if line.plan_id else state.active).append(line)
        state.active.sort(key=lambda line: (line.due_on, line.no))
        payments = [row for row in self.of("Payments", case_id) if not (row["Reversed on"] and row["Reversed on"] <= as_of)]
        adjustments = [row for row in self.of("Adjustments", case_id) if not (row["Reversed on"] and row["Reversed on"] <= as_of)]
        payments = [row for row in payments if row["Value date"] > without_money_until]
        adjustments = [row for row in adjustments if row["On"] > without_money_until or row["Amount"] > 0]
        starts = {_agreed_on(row): row["Plan ID"] for row in self.of("Plans", case_id) if _agreed_on(row) and self.counts(row)}
        frozen = self.holds(case, ("MORATORIUM", "INSOLVENCY", "DECEASED", *(() if self.settings["interest_during_dispute"] == "yes" else ("DISPUTE",))))
        events = [line.due_on for line in state.active] + [row["Value date"] for row in payments] + [row["On"] for row in adjustments]
        day = min([*events, *(on for on in starts if on), as_of])
        while day <= as_of:
            if not any(start < day <= end for start, end in frozen):
                _accrue(state, day, self.rate_on(case, day), case["Day count"] or "act/365")
            for row in sorted((row for row in adjustments if row["On"] == day), key=lambda row: row["Amount"] < 0):
                _adjust(state, row)
            # the house lets an overpayment settle a later charge on its day (R12 would leave the carry to a clerk)
            _carry(state, day)
            for row in sorted((row for row in payments if row["Value date"] == day), key=lambda row: str(row["Payment ID"])):
                _pay(state, row["Amount"], day)
            if day in starts:
                if starts[day] == before_plan:
                    return state
                _supersede(state, starts[day], Fraction(0) if without_money_until >= day else self._correction(case, starts[day], day, as_of, state.owed))
                _carry(state, day)
            day += DAY
        return state

    def _correction(self, case: Record, plan_id: str, signed: date, as_of: date, owed: Fraction) -> Fraction:
        """R21a: the later signature fixed what the plan took over; money entered late takes off, money and relief taken back after that evening add."""
        plan = next(row for row in self.of("Plans", case["Case ID"]) if row["Plan ID"] == plan_id)
        that_evening = self.walk(case, signed, plan_id).owed if as_of > signed else owed
        took_over = plan["Total"] + max((plan["Waived"] or 0) - self._waived_apart(plan, signed), Fraction(0))
        bare = self.walk(case, signed, plan_id, without_money_until=signed).owed
        return owed - that_evening - min(max(took_over - that_evening, Fraction(0)), max(bare - that_evening, Fraction(0)))

    def _waived_apart(self, plan: Record, signed: date) -> Fraction:
        """Waivers entered between proposal and signature are the plan's own and count once."""
        mine = [row for row in self.of("Adjustments", plan["Case ID"]) if row["Kind"] == "waiver" and plan["Proposed on"] <= row["On"] <= signed]
        return sum((-row["Amount"] for row in mine if not (row["Reversed on"] and row["Reversed on"] <= signed)), Fraction(0))

    def reckon(self, as_of: date) -> dict[str, Record]:
        """The figures of every case on a day, by case id; amounts as exact numbers of the currency."""
        return {case["Case ID"]: self._figures(case, as_of) for case in self.tables["Cases"]}

    def _figures(self, case: Record, as_of: date) -> Record:
        state, grace = self.walk(case, as_of), int(self.number("grace_days"))
        past = [line for line in state.active if line.due_on < as_of]
        arrears = sum((line.short for line in past), Fraction(0))
        late = any(line.short > self.tolerance(line) for line in past) or arrears > self.number("tolerance_amount")
        # R1 where a row is short beyond its tolerance, R4's oldest shortfall where only the sum is
        anchor = next((line for line in past if line.short > self.tolerance(line)), next((line for line in past if line.short), None)) if late else None
        dpd = (as_of - anchor.due_on).days if anchor else 0
        paused = self.paused(case, anchor.due_on, as_of) if anchor else 0
        by_bucket: dict[str, Fraction] = defaultdict(Fraction)
        for line in past:
            if line.short:
                # a row whose every day was paused stands in the lowest range, or the ranges would not sum to the arrears
                days = (as_of - line.due_on).days - self.paused(case, line.due_on, as_of)
                by_bucket[self.bucket(max(days, 1))] += line.short
        interest = sum((state.late_open(line) for line in state.active), Fraction(0))
        offered = {row["Plan ID"] for row in self.of("Plans", case["Case ID"]) if row["Proposed on"] <= as_of}
        lines = [line for line in [*state.active, *state.shelved, *state.waiting] if line.plan_id in {"", *offered}]
        rows = {(line.plan_id, line.no): (line.paid, self.status(case, state, line, as_of)) for line in lines}
        return {
            "days_past_due": dpd,
            "delinquent_days": max(0, dpd - grace - paused),
            "bucket": self.bucket(dpd - paused) if anchor else "",
            "arrears": arrears,
            "arrears_by_bucket": dict(by_bucket),
            "interest": interest,
            "fees": state.case_fees,
            "outstanding": sum((line.short for line in state.active), Fraction(0)) + interest + state.case_fees,
            "credit": state.credit,
            "recovered": state.recovered,
            "rows": rows,
            "missed": {key for key, (_, status) in rows.items() if status == "missed"},
            "promises": self.promises(case, as_of),
            "plan": self.plan(case, state, as_of),
        }

    def tolerance(self, line: Line) -> Fraction:
        return max(self.number("tolerance_percent") / 100 * line.due, self.number("tolerance_amount"))

    def paused(self, case: Record, due_on: date, as_of: date) -> int:
        holds = self.holds(case, ("MORATORIUM",))
        days = [due_on + DAY * step for step in range(1, (as_of - due_on).days + 1)]
        return sum(any(start < day <= end for start, end in holds) for day in days)

    def protected(self, case: Record, on: date) -> bool:
        """Whether what falls due on this day falls due in a moratorium, its first day included."""
        return any(start <= on <= end for start, end in self.holds(case, ("MORATORIUM",)))

    def unpaused(self, case: Record, line: Line, as_of: date) -> int:
        """Days since the line fell due that no moratorium covers; negative before."""
        return (as_of - line.due_on).days - self.paused(case, line.due_on, as_of)

    def bucket(self, days: int) -> str:
        for words in str(self.settings["buckets"]).split(","):
            low, _, high = words.partition("-")
            if words.startswith(">") and days > int(words[1:]) or high and int(low) <= days <= int(high):
                return words
        return ""

    def status(self, case: Record, state: State, line: Line, as_of: date) -> str:
        if line.short == 0:
            return "paid"
        if line in state.shelved:
            return "superseded"
        if line in state.waiting:
            return "open"
        if self.unpaused(case, line, as_of) > self.number("grace_days") and line.short > self.tolerance(line):
            return "missed"
        if line.paid:
            return "paid" if line.due_on < as_of and line.short <= self.tolerance(line) else "partly paid"
        return "open" if line.due_on > as_of else "due"

    def plan(self, case: Record, state: State, as_of: date) -> tuple[str, str] | None:
        """The latest signed plan and how it stands: kept, broken or performing."""
        signed = [row for row in self.of("Plans", case["Case ID"]) if self.counts(row) and (_agreed_on(row) or date.max) <= as_of]
        if not signed:
            return None
        row = max(signed, key=lambda row: _agreed_on(row) or date.min)
        lines = [line for line in state.active if line.plan_id == row["Plan ID"]]
        late = [self.unpaused(case, line, as_of) for line in lines if self.status(case, state, line, as_of) == "missed"]
        missed = sorted(line.due_on for line in lines if self.status(case, state, line, as_of) == "missed")
        pair = any(not self.protected(case, due_on) for due_on in missed[1:])
        broken = pair or any(days - self.number("grace_days") > (7 if len(lines) == 1 else 30) for days in late)
        if all(self.status(case, state, line, as_of) == "paid" for line in lines):
            return row["Plan ID"], "kept"
        return row["Plan ID"], "broken" if broken or row["Status"] == "broken" else "performing"

    def promises(self, case: Record, as_of: date) -> dict[str, str]:
        """Each promise's status on a day, judged after due date + grace in working days."""
        works = _working_days(str(self.debtors[case["Debtor ID"]]["Country"] or ""))
        found: dict[str, str] = {}
        rows = sorted((row for row in self.of("Promises", case["Case ID"]) if row["Made on"] <= as_of), key=lambda row: (row["Made on"], row["Promise ID"]))
        for place, row in enumerate(rows):
            grace, last = int(row["Grace days"] if row["Grace days"] is not None else self.number("promise_grace_days")), row["Due on"]
            while self.protected(case, last) and last < as_of + DAY:
                last += DAY
            while grace:
                last += DAY
                grace -= works(last) and not self.paused(case, last - DAY, last)
                if last > as_of + 400 * DAY:
                    break
            live = [p for p in self.of("Payments", case["Case ID"]) if not (p["Reversed on"] and p["Reversed on"] <= as_of)]
            here = [p for p in live if row["Made on"] <= p["Value date"] <= min(last, as_of) and p["Payment ID"] not in str(row.get("Entered before") or "")]
            came = sum((p["Amount"] for p in here), Fraction(0))
            if row["Status"] == "withdrawn" or any(later["Made on"] <= last for later in rows[place + 1 :]):
                found[row["Promise ID"]] = "withdrawn" if row["Status"] == "withdrawn" else "superseded"
            elif as_of <= last:
                found[row["Promise ID"]] = "open"
            else:
                enough = came > 0 and came >= row["Amount"] - self.number("tolerance_amount")
                found[row["Promise ID"]] = "kept" if enough else "partly kept" if came else "broken"
        return found


@cache
def _calendar(country: str) -> Any:
    return holidays.country_holidays(country, subdiv="ENG" if country == "GB" else None)


def _working_days(country: str) -> Any:
    if country == "CN":
        return lambda day: chinese_calendar.is_workday(day) if day.year <= 2026 else day.weekday() < 5
    return _calendar(country).is_working_day if country else lambda day: day.weekday() < 5


def _agreed_on(plan: Record) -> date | None:
    signatures = (plan["Debtor signed on"], plan["Creditor signed on"])
    return max(signatures) if all(signatures) else None


def _accrue(state: State, day: date, rate: Fraction, day_count: str) -> None:
    """The interest of one day on what is unpaid of each row's principal in the morning; it runs from the day after the due date."""
    eve = day - DAY
    # the night that a day of interest spans belongs to the year in which it begins (ISDA)
    leap = eve.year % 4 == 0 and (eve.year % 100 != 0 or eve.year % 400 == 0)
    for line in state.active:
        if line.due_on < day and rate and line.open["principal"]:
            days = _thirty(line.due_on, day) - _thirty(line.due_on, eve) if day_count == "30/360" else 1
            base = {"act/365": 365, "act/360": 360, "30/360": 360, "act/actual": 366 if leap else 365}[day_count]
            line.late += line.open["principal"] * rate * Fraction(days, base)


def _thirty(start: date, end: date) -> int:
    """Days between two dates of a year of twelve thirties, as Excel's DAYS360 counts them by the US method."""
    if start == end:
        return 0
    first = 30 if (start + DAY).day == 1 else start.day
    last = 30 if end.day == 31 and first == 30 else end.day
    return (end.year - start.year) * 360 + (end.month - start.month) * 30 + last - first


def _take(state: State, line: Line, component: str, money: Fraction, paid: bool) -> Fraction:
    """Money into one component of one row (contract part first, then late interest); what is left of the money."""
    part = min(money, line.open[component])
    line.open[component] -= part
    line.paid += part if paid else 0
    money -= part
    if component == "interest":
        part = min(money, state.late_open(line))
        line.late_gone += part
        money -= part
    return money


def _pay(state: State, money: Fraction, day: date) -> None:
    part = min(money, state.case_fees)
    state.case_fees, money = state.case_fees - part, money - part
    past = [line for line in state.active if line.due_on < day]
    today = [line for line in state.active if line.due_on == day]
    future = [line for line in state.active if line.due_on > day]
    for line in [*past, *today, *future]:
        for component in COMPONENTS:
            money = _take(state, line, component, money, paid=True)
    back = min(money, state.written_off)
    state.written_off, state.recovered = state.written_off - back, state.recovered + back
    state.credit += money - back


def _adjust(state: State, row: Record) -> None:
    """A fee or cost raises the case's fees; a waiver or write-off lowers its component, oldest row first."""
    amount, component = row["Amount"], row["Component"] or "fee"
    if row["Kind"] in ("fee", "cost") and amount > 0:
        state.case_fees += amount
        return
    if row["Kind"] not in ("waiver", "write-off") or amount > 0 or row["Plan ID"]:
        raise NotImplementedError(f"adjustment {row['Adjustment ID']}: {row['Kind']} {amount}")
    left = -amount
    if component in ("fee", "penalty"):
        part = min(left, state.case_fees)
        state.case_fees, left = state.case_fees - part, left - part
        component = "fee"
    for line in state.active:
        left = _take(state, line, component, left, paid=False)
    if row["Kind"] == "write-off":
        state.written_off += -amount - left


def _carry(state: State, day: date) -> None:
    if state.credit:
        money, state.credit = state.credit, Fraction(0)
        _pay(state, money, day)


def _supersede(state: State, plan_id: str, correction: Fraction) -> None:
    """The open parts move to the plan: from tomorrow only its rows count. A correction takes off from the last row first, or adds to it."""
    state.shelved += state.active
    state.active = sorted((line for line in state.waiting if line.plan_id == plan_id), key=lambda line: (line.due_on, line.no))
    state.waiting = [line for line in state.waiting if line.plan_id != plan_id]
    state.case_fees = state.written_off = Fraction(0)
    for line in reversed(state.active):
        part = correction if correction > 0 else max(correction, -line.open["principal"])
        line.open["principal"] += part
        line.due += part
        correction -= part
