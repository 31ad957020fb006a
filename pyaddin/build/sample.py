"""A realistic, seeded portfolio as an earlier weekly run would have left it a week before the as-of date. Every name in it is invented."""

from __future__ import annotations

from collections import Counter
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from pyaddin.build import scenarios as early
from pyaddin.build import scenarios_plan as late
from pyaddin.build.contracts import Frame, overdue
from pyaddin.build.histories import CLERKS, SUPERVISOR, Agreement, History, Money, Row, cents, instant, run_id, weekly_runs
from pyaddin.build.notices import missed, thanks
from pyaddin.build.people import Person, person
from pyaddin.build.sample_words import in_words, spoken
from pyaddin.build.scenarios import HOLDS, Scenario
from pyaddin.build.schedules import installments
from pyaddin.ledger.book import Value
from pyaddin.settings import DEFAULT_BUCKETS

RUNS_BACK = 26
NO_END = 100_000
BUCKETS = {
    name: (int(name[1:]) + 1, NO_END) if name.startswith(">") else (int(name.split("-")[0]), int(name.split("-")[1])) for name in DEFAULT_BUCKETS.split(",")
}
STORIES: dict[str, Scenario] = {
    "current": early.current, "fresh": early.fresh, "new_late": early.new_late, "contacted": early.contacted, "deep": early.deep,
    "deep_reached": early.deep_reached, "final": early.final, "final_sent": early.final_sent, "partial": early.partial, "cures_now": early.cures_now,
    "pays_off_now": early.pays_off_now, "closed_paid": early.closed_paid, "closed_cured": early.closed_cured, "reversed_now": early.reversed_now,
    "returned": early.returned, "promise_open": early.promise_open, "promise_kept": early.promise_kept, "promise_partly": early.promise_partly,
    "promise_broken": early.promise_broken, "promise_again": early.promise_again, **HOLDS,
    "negotiate": late.negotiate, "negotiate_lapsed": late.negotiate_lapsed, "monitor": late.monitor, "monitor_missed": late.monitor_missed,
    "monitor_breaking": late.monitor_breaking, "plan_broken": late.plan_broken, "plan_kept": late.plan_kept, "settled": late.settled,
    "disposition": late.disposition, "written_off": late.written_off, "fee_and_waiver": late.fee_and_waiver,
    "no_email": early.contacted, "opted_out": early.contacted, "no_zone": early.contacted,
}  # fmt: skip
TRAITS = ("no_email", "opted_out", "no_zone")
# stories told more than once in a hundred cases; every other one is told once
OFTEN = {
    "current": 28,
    "fresh": 6,
    "new_late": 6,
    "contacted": 7,
    "deep": 5,
    "deep_reached": 3,
    "final": 2,
    "negotiate": 3,
    "monitor": 4,
    "monitor_missed": 2,
    "disposition": 2,
}


def _order(seed: int, count: int) -> list[str]:
    """Which story each case tells: first every story once among current cases, then by their weights."""
    random = Random(f"order {seed}")
    first = list(STORIES) + ["current"] * 9
    rest = [name for name, times in OFTEN.items() for _ in range(times - (10 if name == "current" else 1))]
    told: list[str] = []
    for block in (first, rest):
        random.shuffle(block)
        told += block
    return [told[index % len(told)] for index in range(count)]


def _make(count: int, seed: int, as_of: date, language: str) -> list[History]:
    last = as_of - timedelta(days=7)
    runs = weekly_runs(last, RUNS_BACK)
    random = Random(f"sample {seed}")
    histories: list[History] = []
    debtor: Person | None = None
    debtors = cases_of = 0
    for number, story in enumerate(_order(seed, count), start=1):
        alone = story in TRAITS or story in HOLDS
        if debtor is None or alone or cases_of >= 3 or random.random() > 0.12:
            debtors += 1
            debtor, cases_of = person(random, debtors, language, trait=story if story in TRAITS else ""), 0
        cases_of += 1
        history = STORIES[story](Frame(number, debtor, random, as_of, last))
        history.language = language
        history.replay(runs)
        histories.append(history)
        if alone:
            debtor = None
    return histories


def _late_interest(history: History, last: date) -> Decimal:
    """Simple interest on the unpaid principal of each late row, actual days over 365, each to the cent."""
    total = Decimal(0)
    rows, money = history.active(last)
    for row in rows:
        shortfall = row.amount - min(money, row.amount)
        money -= min(money, row.amount)
        if history.rate and shortfall > 0 and row.on < last:
            interest = cents(min(shortfall, row.principal)) * history.rate * (last - row.on).days / 365
            total += interest.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return total + Decimal("0.00")


def _fees(history: History, last: date) -> Decimal:
    """Fees and costs charged less what was waived of them."""
    rows = [row for row in history.extra.get("Adjustments", []) if row["Component"] == "fee"]
    return sum((row["Amount"] for row in rows if isinstance(row["Amount"], Decimal) and isinstance(row["On"], date) and row["On"] <= last), Decimal("0.00"))


def _figures(history: History, last: date) -> Row:
    """The computed columns as the last run left them: the next run computes them anew."""
    days = history.days_past_due(last)
    outstanding = history.outstanding(last)
    late = _late_interest(history, last)
    if history.outcome == "WRITTEN_OFF":
        days, outstanding = 0, 0
    arrears = overdue(history, last) if outstanding else 0
    bucket = next((name for name, (low, high) in BUCKETS.items() if low <= days <= high), None)
    fees = _fees(history, last)
    return {
        "Days past due": days, "Bucket": bucket, "Arrears": cents(arrears), "Interest due": late, "Fees due": fees,
        "Outstanding": cents(outstanding) + late + fees,
    }  # fmt: skip


def _case(history: History, last: date) -> Row:
    return _figures(history, last) | {
        "Case ID": history.case_id, "Debtor ID": history.person.id, "Product": history.product, "Currency": history.person.country.currency,
        "Opened on": history.opened, "Owner": history.owner, "Annual rate": history.rate, "Day count": "act/365" if history.rate else None,
        "Late fee": None if history.late_fee is None else cents(history.late_fee), "Stage": history.stage, "Stage since": history.since,
        "Level": history.level if history.stage else None, "Outcome": history.outcome, "Outcome on": history.outcome_on, "Approved by": history.approved_by,
        "Episode": 1 if history.stage else None, "Notes": history.notes,
    }  # fmt: skip


def _plan(history: History, plan: Agreement, plan_id: str) -> Row:
    signed = plan.signed is not None
    return {
        "Plan ID": plan_id, "Case ID": history.case_id, "Version": 1, "Kind": plan.kind, "Status": plan.status, "Proposed on": plan.proposed,
        "Total": cents(plan.total), "Waived": cents(plan.waived) if plan.waived else None, "Count": len(plan.rows), "First due": plan.rows[0].on,
        "Frequency": plan.frequency if plan.frequency == "monthly" or plan.rows[1].on - plan.rows[0].on == timedelta(days=7) else "15-day",
        "Debtor signed on": plan.signed, "Creditor signed on": plan.signed, "Evidence": f"agreements/{plan_id}.pdf" if signed else None,
        "Approved by": SUPERVISOR if plan.waived else None, "Reason": plan.reason, "Payment method": "Bank transfer",
    }  # fmt: skip


def _received(histories: list[History], as_of: date) -> list[tuple[str, Money, History]]:
    """All payments with their ids, oldest first."""
    found = [(money, history) for history in histories for money in history.payments if money.on <= as_of]
    found.sort(key=lambda pair: (pair[0].on, pair[1].case_id))
    return [(f"P-{number:06d}", money, history) for number, (money, history) in enumerate(found, start=1)]


def _payment(payment_id: str, money: Money, history: History) -> Row:
    return {
        "Payment ID": payment_id, "Case ID": history.case_id, "Value date": money.on, "Amount": cents(money.amount),
        "Method": "Card" if payment_id.endswith(("0", "5")) else "Bank transfer", "Reference": f"Ref {history.case_id}", "Reversed on": money.reversed,
        "Notes": "Taken back by the bank." if money.reversed else None,
    }  # fmt: skip


def _numbered(rows: list[Row], column: str, form: str) -> list[Row]:
    return [{column: form.format(number), **row} for number, row in enumerate(rows, start=1)]


def _runs(last: date, histories: list[History], contacts: list[Row], flagged: Counter[date]) -> list[Row]:
    moved = Counter(row["As of"] for history in histories for row in history.moves if row["By"] == "program")
    mine = [row for row in contacts if row["By"] == "program" or row.get("Key")]
    by_day: dict[str, Counter[str]] = {}
    for row in mine:
        by_day.setdefault(str(row["At"])[:10], Counter())[str(row["Result"])] += 1
    made: list[Row] = []
    for day in weekly_runs(last, RUNS_BACK):
        results = by_day.get(day.isoformat(), Counter())
        made.append({
            "Run ID": run_id(day), "Kind": "weekly", "As of": day, "Started at": instant(day, "Asia/Shanghai", time(8, 30)),
            "Ended at": instant(day, "Asia/Shanghai", time(8, 31)), "Transport": "folder", "Assessed": sum(1 for item in histories if item.opened <= day),
            "Flagged": flagged[day], "Moved": moved[day], "Sent": results["sent"], "Queued": results["queued"], "Blocked": 0, "Failed": 0, "Parked": 0,
            "Refused": 0, "By": "schedule", "Version": "0.1.0",
        })  # fmt: skip
    return made


def sample_rows(count: int, seed: int, as_of: date, language: str) -> dict[str, list[dict[str, Value]]]:
    """``count`` cases with everything that belongs to them, ready for ``write_workbook``; the same arguments give the same rows.

    The stored state (stage, level, moves, contacts, runs) is that of the weekly run seven days before ``as_of``; what happened since
    is there as facts: payments, reversals, rows that fell due.
    """
    last = as_of - timedelta(days=7)
    histories = _make(count, seed, as_of, language)
    tables: dict[str, list[Row]] = {"Debtors": list({item.person.id: item.person.row for item in histories}.values())}
    tables["Cases"] = [_case(history, last) for history in histories]
    plans = [history for history in histories if history.agreement is not None]
    plan_ids = {history.case_id: f"L-{number:06d}" for number, history in enumerate(plans, start=1)}
    tables["Plans"] = [_plan(history, history.agreement, plan_ids[history.case_id]) for history in plans if history.agreement is not None]
    schedules = [(history, installments(history, plan_ids.get(history.case_id, ""), last)) for history in histories]
    tables["Installments"] = [row for _, rows in schedules for row in rows]
    received = _received(histories, as_of)
    tables["Payments"] = [_payment(*item) for item in received]
    notices = thanks(received, last) + [row for history, rows in schedules for row in missed(history, rows, last)]
    contacts = sorted(notices + [row for history in histories for row in history.contacts], key=lambda row: (str(row["At"]), str(row["Case ID"])))
    tables["Contacts"] = _numbered(contacts, "Contact ID", "K-{:06d}")
    tables["Moves"] = sorted((row for history in histories for row in history.moves), key=lambda row: (str(row["At"]), str(row["Case ID"])))
    flagged: Counter[date] = Counter(row["Flagged on"] for row in tables["Installments"] if isinstance(row["Flagged on"], date))
    tables["Runs"] = _runs(last, histories, contacts, flagged)
    for table, column, form in (("Promises", "Promise ID", "R-{:06d}"), ("Holds", "Hold ID", "H-{:06d}"), ("Adjustments", "Adjustment ID", "A-{:06d}")):
        tables[table] = _numbered(_extra(histories, table), column, form)
    tables["Legal"] = _extra(histories, "Legal")
    tables["Budgets"] = list({(row["Debtor ID"], row["Taken on"]): row for row in _extra(histories, "Budgets")}.values())
    return spoken(tables, language)


def _extra(histories: list[History], table: str) -> list[Row]:
    """Rows that the stories made for one sheet; those of a case get its id."""
    owned = table not in ("Holds", "Budgets")
    return [{**({"Case ID": history.case_id} if owned else {}), **row} for history in histories for row in history.extra.get(table, [])]


def sample_settings(as_of: date, language: str) -> dict[str, Value]:
    """Settings of the sample office; its last run was seven days before ``as_of``."""
    return {
        "as_of": as_of - timedelta(days=7),
        "ledger_language": language,
        "office_language": language,
        "creditor_name": {"zh-CN": "港湾信贷（示例）", "zh-TW": "港灣信貸（範例）"}.get(language, "Harbor Lane Credit (sample)"),
        "actor_role": "creditor",
        "debt_class": "consumer",
        "creditor_address": in_words("1 Sample Quay, 00000 Exampleton", language),
        "creditor_phone": "+1 202 555 0100",
        "contact_person": CLERKS[0],
        "reply_to": "collections@example.com",
        "payment_instructions": in_words("Bank transfer to account EX00 0000 0000 0000 (sample); please give the case number as reference.", language),
        "complaint_line": "complaints@example.com",
        "payment_url": "https://pay.example.com/{reference}?amount={amount}&currency={currency}",
        "letter_window": "china" if language.startswith("zh") else "din-b",
        "bank_data_until": as_of - timedelta(days=1),
        "supervisors": SUPERVISOR,
    }
