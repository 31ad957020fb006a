"""Simulation: the coming weeks played on a copy, under stated assumptions, so that a policy change can be tried before it is made."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from pyaddin.correspondence.journal import journal_path
from pyaddin.correspondence.outbox import Outbox
from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Edit, Value
from pyaddin.rules.decide import Decision, decide_all
from pyaddin.rules.money import cent, money_text
from pyaddin.rules.simulation import PAY_BY_DAYS, Assumptions, Dice, Drawn, money_of_week
from pyaddin.tasks import follow_up, outbox, posting, simulation_page
from pyaddin.tasks.entering import set_cell
from pyaddin.tasks.entries import Numbers
from pyaddin.tasks.opening import Opened, open_ledger
from pyaddin.tasks.outcome import Outcome

WHO = "simulation"
HOUR = time(8, 0, tzinfo=UTC)
LONGEST = 52
COUNTED = ("sent", "queued", "blocked", "moved", "flagged")
_DONE = {"letter": "posted", "sms": "sent"}


@dataclass
class WeekPlayed:
    """One week: what the run did, and what came in until the next one. ``expected`` = amounts times their chances."""

    as_of: date
    counts: dict[str, int]
    messages: Counter[str]
    received: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    expected: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    arrears: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    past_due: int = 0


def run(
    path: Path,
    *,
    weeks: int,
    seed: int,
    pay: Decimal,
    kept: Decimal,
    reached: Decimal,
    no_release: bool,
    changes: tuple[str, ...],
    as_of: date | None,
    out: Path | None,
    now: Callable[[], datetime],
    progress: Callable[[int, int, str], None],
) -> Outcome:
    """Weekly runs of the coming weeks with payments, promises and talks drawn between them; the ledger itself is not touched and nothing is sent.

    ``changes`` are settings ``KEY=VALUE`` tried on a second copy with the same draws. Raises ``Stop``: X-OPTION for a number out of range or an unknown
    setting, X-BACKDATED, and what reading raises.
    """
    opened = open_ledger(path, as_of=as_of, now=now)
    assumed = Assumptions(pay=_chance("pay", pay, 10), kept=_chance("kept", kept, 1), reached=_chance("reached", reached, 1), released=not no_release)
    if not 1 <= weeks <= LONGEST:
        raise Stop("X-OPTION", f"weeks {weeks}", advice=f"1 to {LONGEST} weeks.")
    if opened.last_run is not None and opened.as_of < opened.last_run:
        raise Stop("X-BACKDATED", f"{opened.as_of} is before the run of {opened.last_run}", sheet="Runs", column="As of")
    tried = dict(_change(text, opened) for text in changes)
    plays = 2 if tried else 1
    total = plays * weeks
    base = _play(path, opened.as_of, weeks, seed, assumed, {}, lambda done: progress(done, total, "playing"))
    other = _play(path, opened.as_of, weeks, seed, assumed, tried, lambda done: progress(weeks + done, total, "playing")) if tried else None
    data: dict[str, Any] = {
        "as_of": opened.as_of.isoformat(),
        "weeks": [_told(week) for week in base],
        "totals": _totals(base),
        "changed": {"settings": tried, "weeks": [_told(week) for week in other], "totals": _totals(other)} if other is not None else None,
        "assumptions": {**asdict(assumed), "pay_by_days": [list(line) for line in PAY_BY_DAYS], "seed": seed},
    }
    files = simulation_page.write(opened, data, out)
    return Outcome("simulate", {**data, "files": [str(file) for file in files], "notes": []})


def _chance(name: str, value: Decimal, most: int) -> float:
    if not 0 <= value <= most:
        raise Stop("X-OPTION", f"{name} {value}", advice=f"A number from 0 to {most}.")
    return float(value)


def _change(text: str, opened: Opened) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    known = {str(row.values["Key"]) for row in opened.typed.tables["Settings"]}
    if not sign or key.strip() not in known:
        advice = "Give KEY=VALUE with a key of the sheet Settings, for example min_gap_days=10."
        raise Stop("X-OPTION", f"set {text}", sheet="Settings", column="Key", advice=advice)
    return key.strip(), value.strip()


def _play(
    path: Path, start: date, weeks: int, seed: int, assumed: Assumptions, tried: Mapping[str, str], progress: Callable[[int], None]
) -> list[WeekPlayed]:
    """All weeks on a fresh copy in a folder of its own, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="simulation-") as folder:
        copy = Path(folder) / f"ledger{path.suffix}"
        shutil.copyfile(path, copy)
        if journal_path(path).exists():
            shutil.copyfile(journal_path(path), journal_path(copy))
        _made_ours(copy, start, tried)
        played = []
        for number in range(weeks):
            progress(number)
            played.append(_week(copy, start + timedelta(days=7 * number), Dice(seed, number), assumed, first=number == 0))
        return played


def _made_ours(copy: Path, start: date, tried: Mapping[str, str]) -> None:
    """The copy answers for itself: it sends to a folder only, its journal was moved here, the settings to be tried are entered."""
    opened = open_ledger(copy, as_of=start, now=lambda: _at(start))
    wanted = {"transport": "folder", "supervisors": WHO, "redirect_all_to": "", **tried}
    edits: list[Edit] = [
        set_cell(opened, row, "Value", _typed(row.values["Value"], wanted[str(row.values["Key"])]), WHO)
        for row in opened.typed.tables["Settings"]
        if str(row.values["Key"]) in wanted
    ]
    opened.book.write(edits, fingerprint=opened.raw.fingerprint, as_of=start)
    opened = open_ledger(copy, as_of=start, now=lambda: _at(start))
    keys, runs = posting.ledger_keys(opened), posting.ledger_runs(opened)
    with Outbox.open(copy, opened.raw.ledger_id, ledger_keys=keys, ledger_runs=runs, now=lambda: _at(start), create=True) as box:
        if box.in_doubt.kind == "moved":
            box.moved_here(WHO)
        elif box.in_doubt.kind:
            box.adopt({key: "" for key in keys}, runs, WHO, "sent")


def _typed(now: object, value: str) -> str | Decimal | None:
    """A number where the setting holds one, else the text as it was typed; blank empties the cell."""
    if not value:
        return None
    return Decimal(value) if isinstance(now, int | float | Decimal) and value.replace(".", "", 1).replace("-", "", 1).isdigit() else value


def _at(day: date) -> datetime:
    return datetime.combine(day, HOUR)


def _week(copy: Path, day: date, dice: Dice, assumed: Assumptions, *, first: bool) -> WeekPlayed:
    now = _at(day)
    if assumed.released and not first:
        _release(copy, now)
    answer = follow_up.run(
        copy, kind="weekly", command="weekly", as_of=day, out=None, transport="folder", dry_run=False, by=WHO, now=lambda: now,
        progress=lambda done, total, label: None,
    )  # fmt: skip
    found = answer.data["messages"]
    messages: list[Mapping[str, object]] = found if isinstance(found, list) else []
    counted = {name: int(str(answer.data[name])) for name in COUNTED}
    kinds = Counter(f"{m['kind']}{' ' + str(m['level']) if m['level'] else ''}" for m in messages if m["result"] in ("sent", "queued"))
    played = WeekPlayed(day, counted, kinds)
    told = {str(m["case_id"]) for m in messages if m["result"] == "sent"}
    _live(copy, day, dice, assumed, told, played)
    return played


def _release(copy: Path, now: datetime) -> None:
    """What waits for a supervisor is released; nothing waiting is no trouble."""
    try:
        outbox.run(copy, action="approve", keys=(), by=WHO, adopt_as=None, now=lambda: now, everything=True, account=WHO)
    except Stop as stop:
        if stop.fault.code != "X-OPTION":
            raise


def _live(copy: Path, day: date, dice: Dice, assumed: Assumptions, told: set[str], played: WeekPlayed) -> None:
    """The seven days until the next run: people do their tasks, debtors pay or promise. Everything is entered in one step."""
    opened = open_ledger(copy, as_of=day, now=lambda: _at(day))
    decisions = decide_all(opened.files, opened.policy, day, "weekly")
    numbers = Numbers(opened.typed)
    edits: list[Edit] = _tasks(opened, day, dice, assumed, numbers, decisions) if assumed.done else []
    for decision in decisions:
        currency = decision.file.case.currency
        if decision.in_collection:
            played.arrears[currency] += decision.position.arrears
            played.past_due += decision.position.in_arrears
        for drawn in money_of_week(decision, decision.case_id in told, dice, assumed):
            played.expected[currency] += drawn.expected
            if drawn.comes:
                played.received[currency] += drawn.amount
                edits.append(_payment(drawn, numbers))
    if edits:
        opened.book.write(edits, fingerprint=opened.raw.fingerprint, as_of=day)


def _payment(drawn: Drawn, numbers: Numbers) -> AddRow:
    number = numbers.take("Payments")
    values: dict[str, Value] = {"Payment ID": number, "Case ID": drawn.case_id, "Value date": drawn.on, "Amount": drawn.amount, "Method": WHO}
    return AddRow("Payments", number, values, WHO)


def _tasks(opened: Opened, day: date, dice: Dice, assumed: Assumptions, numbers: Numbers, decisions: Sequence[Decision]) -> list[Edit]:
    """Letters are posted, texts sent, calls made: some reach the debtor, and some of these talks end in a promise for the week after."""
    by_case = {decision.case_id: decision for decision in decisions}
    edits: list[Edit] = []
    for row in opened.typed.tables["Contacts"]:
        if row.values["Result"] != "queued" or row.values["Channel"] not in (*_DONE, "call") or row.values["Message ID"]:
            continue
        case_id, channel = str(row.values["Case ID"]), str(row.values["Channel"])
        result = _DONE.get(channel) or ("reached" if dice.roll(case_id, "reached") < assumed.reached else "no answer")
        decision = by_case.get(case_id)
        if result == "reached" and decision is not None and decision.position.in_arrears and dice.roll(case_id, "promises") < assumed.promises:
            result = "promise"
            number = numbers.take("Promises")
            amount = decision.position.arrears
            promised: dict[str, Value] = {"Promise ID": number, "Case ID": case_id, "Made on": day, "Amount": amount, "Due on": day + timedelta(days=7)}
            edits.append(AddRow("Promises", number, promised, WHO))
        edits.append(set_cell(opened, row, "Result", result, WHO))
    return edits


def _texts(amounts: Mapping[str, Decimal]) -> dict[str, str]:
    return {currency: money_text(amount.quantize(cent(currency)), currency) for currency, amount in sorted(amounts.items())}


def _told(week: WeekPlayed) -> dict[str, Any]:
    return {
        "as_of": week.as_of.isoformat(), **week.counts, "messages": dict(sorted(week.messages.items())), "past_due": week.past_due,
        "arrears": _texts(week.arrears), "expected": _texts(week.expected), "received": _texts(week.received),
    }  # fmt: skip


def _totals(weeks: Sequence[WeekPlayed]) -> dict[str, Any]:
    sums: dict[str, dict[str, Decimal]] = {"expected": defaultdict(Decimal), "received": defaultdict(Decimal)}
    for week in weeks:
        for name, amounts in (("expected", week.expected), ("received", week.received)):
            for currency, amount in amounts.items():
                sums[name][currency] += amount
    return {**{name: sum(week.counts[name] for week in weeks) for name in COUNTED}, **{name: _texts(amounts) for name, amounts in sums.items()}}
