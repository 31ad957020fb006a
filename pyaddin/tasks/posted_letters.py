"""A clerk's word that printed letters were posted: the task rows become ``posted``, the level advances, a late fee of the level is charged. Or that they were
not: then the tasks are taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Book, SetCell, Value
from pyaddin.ledger.cells import instant_text
from pyaddin.rules.reason import because, text_of
from pyaddin.tasks import letters
from pyaddin.tasks.entering import Entry, enter, open_for_entry, set_cell
from pyaddin.tasks.entries import Numbers
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.waiting_letters import Waiting, by_case_of, chosen_letters, find, names_too_much, objections

_ASKED_FOR = ("demand", "handover")
"""Kinds that a person asks for; no run makes them."""


def printed(path: Path, *, now: Callable[[], datetime], book: Book | None = None) -> list[str]:
    """Names of the debtors whose letters are printed and not confirmed, for a question before they are. Raises what reading the ledger raises."""
    opened = open_for_entry(path, as_of=None, now=now, book=book)
    return [opened.by_case[waiting.case_id].debtor.name for waiting in find(opened) if waiting.document and waiting.case_id in opened.by_case]


def confirm(
    opened: Opened, *, on: date | None, manifest: Path | None, keys: tuple[str, ...], by: str, now: Callable[[], datetime]
) -> Outcome:
    """Confirm the posting of what ``manifest`` or ``keys`` name, else of everything that is printed, on the day ``on`` (default: the as-of date).

    The gate is asked again: a letter that may no longer go is named, to be taken out of the pile, and stays a task. Raises ``Stop`` X-OPTION for a day
    in the future or before the print, a manifest that cannot be read or is of another ledger, or a key that no waiting letter has.
    """
    day = on or opened.as_of
    if day > opened.as_of:
        raise Stop("X-OPTION", f"{day} is in the future", advice="A posting is confirmed on its day or later.")
    pile = _named(opened, manifest, keys)
    by_case = by_case_of(opened)
    going: list[Waiting] = []
    blocked: list[dict[str, object]] = []
    for waiting in pile:
        if waiting.printed_on is not None and day < waiting.printed_on:
            raise Stop("X-OPTION", f"{waiting.case_id} was printed on {waiting.printed_on}, after {day}", advice="Correct the day of the posting.")
        reasons = objections(waiting, by_case, opened, day) + (names_too_much(waiting, by_case) if day == opened.as_of else ())
        if reasons:
            blocked.append({"case_id": waiting.case_id, "key": waiting.keys[0], "why": text_of(reasons, opened.policy.language)})
        else:
            going.append(waiting)
    data: dict[str, object] = {
        "as_of": opened.as_of.isoformat(), "on": day.isoformat(), "run_id": None, "printed": 0, "pages": 0, "files": [], "posted": 0, "withdrawn": 0,
        "refused": [], "blocked": blocked, "rows": [], "cases": [], "notes": [],
    }  # fmt: skip
    if going:
        entered = enter(opened, "letters", _entry(opened, going, day, by), by=by, now=now)
        data |= {"posted": len(going), "rows": entered.data["rows"], "cases": entered.data["cases"], "notes": entered.data["notes"]}
    return Outcome("letters", data)


def take_back(opened: Opened, *, manifest: Path | None, keys: tuple[str, ...], by: str, now: Callable[[], datetime]) -> Outcome:
    """A person's word that what was printed (all of it, or what ``manifest`` or ``keys`` name) was not posted: the tasks are taken back, and a later run makes
    anew what is still due, but for what a person asks for. Raises ``Stop`` X-OPTION as ``confirm`` does."""
    pile = [waiting for waiting in _named(opened, manifest, keys) if waiting.document]
    asked = [waiting for waiting in pile if waiting.kind in _ASKED_FOR]
    why, ask = (because("NOT-POSTED", sentence, by=by).text(opened.policy.language) for sentence in ("", "NOT-POSTED-ASKED"))
    data: dict[str, object] = {
        "as_of": opened.as_of.isoformat(), "run_id": None, "printed": 0, "pages": 0, "files": [], "posted": 0, "withdrawn": len(pile), "refused": [],
        "blocked": [], "rows": [], "cases": [], "notes": [], "told": [{"case_id": waiting.case_id, "what": ask} for waiting in asked],
    }  # fmt: skip
    if pile:
        edits: list[SetCell] = []
        for waiting in pile:
            cells: dict[str, Value] = {"Result": "blocked", "By": by, "Why": ask if waiting in asked else why}
            edits += [set_cell(opened, row, name, value, "Not posted") for row in waiting.rows for name, value in cells.items()]
        entry = Entry(tuple(edits), frozenset(case_id for waiting in pile for case_id in waiting.cases))
        entered = enter(opened, "letters", entry, by=by, now=now)
        data |= {name: entered.data[name] for name in ("rows", "cases", "notes")}
    return Outcome("letters", data)


def _named(opened: Opened, manifest: Path | None, keys: tuple[str, ...]) -> list[Waiting]:
    if keys:
        return chosen_letters(opened, keys)
    printed = [waiting for waiting in find(opened) if waiting.document]
    if manifest is None:
        return printed
    run_id, wanted = _manifest(opened, manifest)
    return [waiting for waiting in printed if waiting.document.startswith(f"{run_id}/") and set(waiting.contact_ids) & wanted]


def _manifest(opened: Opened, manifest: Path) -> tuple[str, set[str]]:
    """The print run of the manifest and the task rows in it."""
    try:
        data = json.loads(manifest.read_text(encoding="utf-8-sig"))
        ledger_id, run_id = str(data["ledger_id"]), str(data["run_id"])
        wanted = {str(contact) for copy in data["letters"] for contact in copy["contact_ids"]}
    except FileNotFoundError:
        raise Stop("X-NOT-FOUND", manifest.name) from None
    except (OSError, ValueError, KeyError, TypeError):
        raise Stop("X-OPTION", manifest.name, advice="Give the manifest.json of the print run.") from None
    if ledger_id != opened.raw.ledger_id:
        raise Stop("X-OPTION", f"{manifest.name} is of another ledger", advice="Give the manifest.json of a print run of this ledger.")
    return run_id, wanted


def _entry(opened: Opened, going: list[Waiting], day: date, by: str) -> Entry:
    numbers = Numbers(opened.typed)
    edits: list[SetCell | AddRow] = []
    for waiting in going:
        for row in waiting.rows:
            case_id = str(row.values["Case ID"])
            values: dict[str, Value] = {"Result": "posted", "At": _instant(opened, case_id, day), "By": by}
            edits += [set_cell(opened, row, column, value, "Posting confirmed") for column, value in values.items()]
            edits += late_fee_rows(opened, str(row.values["Key"]), day, numbers)
    return Entry(tuple(edits), frozenset(case_id for waiting in going for case_id in waiting.cases))


def _instant(opened: Opened, case_id: str, day: date) -> str:
    """The day at the sending hour at the debtor's place: posting has a day, and the log an instant."""
    zone = opened.zone_of(case_id)
    return instant_text(datetime.combine(day, opened.settings.clock_time("send_time"), tzinfo=zone).astimezone(ZoneInfo("UTC")))


def late_fee_rows(opened: Opened, key: str, on: date, numbers: Numbers) -> list[AddRow]:
    """The contract's late fee that the posted reminder names, once per level (R15)."""
    case_id, episode, kind, subject = key.rsplit("|", 3)
    file = opened.by_case.get(case_id)
    if kind != "reminder" or file is None or not (subject.isdigit() and episode.isdigit()):
        return []
    fee = letters.late_fee(file, int(episode), int(subject))
    if fee <= 0:
        return []
    number = numbers.take("Adjustments")
    why = because("R15", level=int(subject)).text(opened.policy.language)
    values: dict[str, Value] = {
        "Adjustment ID": number, "Case ID": case_id, "On": on, "Kind": "fee", "Component": "fee", "Amount": fee, "Level": int(subject),
        "Key": letters.fee_key(case_id, int(episode), int(subject)), "Notes": why,
    }  # fmt: skip
    return [AddRow("Adjustments", number, values, why)]
