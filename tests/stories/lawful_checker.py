"""A second opinion on what left the office: plain counting over email files, Contacts rows and debtor data.

It shares nothing with the gate: its own table of hours and closed days, its own holds, files read with the standard library and sheets
with openpyxl. The days are those of 23 November 2026 to 22 November 2027, for a first-party creditor of consumers and firms.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email.utils import getaddresses
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.stories.desk import read_mail

SPOKEN = ("call", "robo", "voicemail")
WRITTEN = ("sms", "email", "im")
SUNDAY = 6
MIN_GAP = 6
MISSED_THE_DEBTOR = ("failed", "bounced", "no answer", "wrong party")
"""An attempt that did not arrive: the same message may follow on another channel."""
THANKS_ONLY = {"DISPUTE", "MORATORIUM", "VULNERABLE", "COMPLAINT", "MANUAL", "WRONG_PARTY"}
"""Holds under which nothing about paying may go; a receipt may, except to a stranger's address."""
ASKS_NOTHING_OVERDUE = ("|thanks|", "|notice|", "|promise|", "|checkin|")
"""A receipt, a word before a date of a signed plan, a promise in writing, a friendly word while a plan is kept."""
SUPERVISED = {"VULNERABLE", "COMPLAINT"}
STOPS_ALL = {"INSOLVENCY", "DECEASED", "CEASE", "COUNSEL", "MINOR", "WRONG_PARTY", "IDENTITY", "LITIGATION"}


def _days(*texts: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(text) for text in texts)


US = _days(
    "2026-11-26", "2026-12-25", "2027-01-01", "2027-01-18", "2027-02-15", "2027-05-31", "2027-06-18", "2027-06-19", "2027-07-04", "2027-07-05", "2027-09-06",
    "2027-10-11", "2027-11-11",
)  # fmt: skip
DE = _days("2026-12-25", "2026-12-26", "2027-01-01", "2027-03-26", "2027-03-29", "2027-05-01", "2027-05-06", "2027-05-17", "2027-10-03")
GB = _days("2026-12-25", "2026-12-26", "2026-12-28", "2027-01-01", "2027-03-26", "2027-03-29", "2027-05-03", "2027-05-31", "2027-08-30")


@dataclass(frozen=True, slots=True)
class Hours:
    """From the first hour up to, not including, the last; on these channels."""

    channels: tuple[str, ...]
    opens: int
    closes: int
    sundays: bool = True
    closed: frozenset[date] = frozenset()


STRICTEST = (*SPOKEN, *WRITTEN, "visit")
HOURS: Mapping[str, Hours] = {
    "CN": Hours(STRICTEST, 8, 22),
    "TW": Hours((*SPOKEN, "sms", "visit"), 8, 21),
    "HK": Hours(SPOKEN, 9, 21),
    "GB": Hours((*SPOKEN, "sms", "visit"), 8, 20, False, GB),
    "US": Hours(STRICTEST, 9, 20, False, US),
    "DE": Hours(STRICTEST, 9, 20, False, DE),
}
PAUSE = {"TW": (date(2027, 1, 20), date(2027, 2, 28))}
"""The season of the Lunar New Year, closed as a whole until the year's days are published."""


@dataclass(slots=True)
class Findings:
    """Messages counted and every violation in words."""

    messages: int = 0
    emails: int = 0
    by_country: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)


Rows = list[dict[str, Any]]


def _whole(value: Any) -> datetime:
    return datetime.fromisoformat(str(value).replace("Z", "+00:00"))


def _date(value: Any) -> date | None:
    return value.date() if isinstance(value, datetime) else value


def check(folder: Path, *, contacts: Rows, debtors: Rows, holds: Rows, start: date, opted_since: Mapping[tuple[str, str], date] | None = None) -> Findings:
    """Everything that left or was asked of a clerk from ``start`` on. ``opted_since``: opt-outs typed on the way; those of the sheet count from the start."""
    found = Findings()
    people = {str(row["Debtor ID"]): row for row in debtors}
    keyed = [row for row in contacts if row["Key"] and row["Direction"] == "out" and row["Result"] not in ("blocked", "failed")]
    recent = [row for row in keyed if _whole(row["At"]).date() >= start]
    gone = [row for row in recent if not _waits(row)]
    found.messages = len({row["Message ID"] or row["Key"] for row in gone})
    for row in gone:
        person = people[str(row["Debtor ID"])]
        found.by_country[str(person["Country"])] += 1
        found.violations += _hours(row, person) + _opted(row, person, opted_since or {}) + _held(row, person, holds)
    found.violations += _files(folder, gone, people, found)
    arrived = [row for row in keyed if row["Result"] not in MISSED_THE_DEBTOR]
    found.violations += [f"key twice: {key}" for key, times in Counter(row["Key"] for row in arrived).items() if times > 1]
    waiting = {row["Contact ID"] for row in recent} - {row["Contact ID"] for row in gone}
    found.violations += _gaps([row for row in arrived if row["Contact ID"] not in waiting], start)
    found.violations += _crowds(gone)
    return found


def _waits(row: Mapping[str, Any]) -> bool:
    """Still in the house: an email in the outbox, or a task that a supervisor has to release first."""
    return row["Result"] == "queued" and (row["Channel"] == "email" or "APPROVAL: " in str(row["Why"]))


def _label(row: Mapping[str, Any]) -> str:
    return f"{row['Key']} by {row['Channel']} at {row['At']}"


def _local(at: datetime, person: Mapping[str, Any]) -> datetime:
    return at.astimezone(ZoneInfo(str(person["Time zone"])))


def _closed(local: datetime, country: str, channel: str) -> str:
    """Why the hour is wrong; empty when it is right."""
    if country in PAUSE and PAUSE[country][0] <= local.date() <= PAUSE[country][1]:
        return "in the pause"
    hours = HOURS[country]
    if channel not in hours.channels:
        return ""
    if not hours.opens <= local.hour < hours.closes:
        return "outside hours"
    if (local.weekday() == SUNDAY and not hours.sundays) or local.date() in hours.closed:
        return "closed day"
    return ""


def _hours(row: Mapping[str, Any], person: Mapping[str, Any]) -> list[str]:
    if not person["Time zone"] or not person["Country"]:
        return [f"place not known: {_label(row)}"]
    why = _closed(_local(_whole(row["At"]), person), str(person["Country"]), str(row["Channel"]))
    return [f"{why}: {_label(row)}"] if why else []


def _opted(row: Mapping[str, Any], person: Mapping[str, Any], opted_since: Mapping[tuple[str, str], date]) -> list[str]:
    channels = [word.strip() for word in str(person["Opted out channels"] or "").split(",")]
    since = opted_since.get((str(row["Debtor ID"]), str(row["Channel"])), date.min)
    return [f"opted out: {_label(row)}"] if row["Channel"] in channels and _whole(row["At"]).date() >= since else []


def _held(row: Mapping[str, Any], person: Mapping[str, Any], holds: Rows) -> list[str]:
    """Holds that a clerk typed; those that the program writes for itself are not looked at."""
    on = _local(_whole(row["At"]), person).date() if person["Time zone"] else _whole(row["At"]).date()
    thanks = "|thanks|" in str(row["Key"])
    said = []
    for hold in holds:
        first, last = _date(hold["Start"]), _date(hold["End"])
        if hold["By"] == "program" or hold["Applies to"] not in (row["Case ID"], row["Debtor ID"]) or first is None or not first <= on <= (last or date.max):
            continue
        released = hold["Type"] in SUPERVISED and "RELEASED: " in str(row["Why"])
        if hold["Type"] in STOPS_ALL or (hold["Type"] in THANKS_ONLY and not thanks and not released):
            said.append(f"held by {hold['Hold ID']} {hold['Type']}: {_label(row)}")
    return said


def _files(folder: Path, gone: Rows, people: Mapping[str, dict[str, Any]], found: Findings) -> list[str]:
    """Each email that the ledger shows is one file, to that debtor's address, dated in the hours; and no file is without a row."""
    said = []
    rows = {str(row["Message ID"]): row for row in gone if row["Channel"] == "email"}
    files = sorted(folder.rglob("*.eml"))
    found.emails = len(files)
    seen: Counter[str] = Counter()
    for path in files:
        mail = read_mail(path)
        identity = str(mail["Message-ID"])
        seen[identity] += 1
        row = rows.get(identity)
        if row is None:
            said.append(f"no row for {path.name}")
            continue
        person = people[str(row["Debtor ID"])]
        reached = [address for _, address in getaddresses([str(value) for name in ("To", "Cc", "Bcc") for value in mail.get_all(name, [])])]
        if reached != [person["Email"]]:
            said.append(f"{path.name} went to {reached}")
        why = _closed(_local(mail["Date"].datetime, person), str(person["Country"]), "email")
        said += [f"{why}: {path.name} dated {mail['Date']}"] if why else []
    said += [f"file twice: {identity}" for identity, times in seen.items() if times > 1]
    return said + [f"no file for {_label(row)}" for identity, row in rows.items() if identity not in seen]


def _gaps(rows: Rows, start: date) -> list[str]:
    """Two messages about paying on one case must lie six days apart; what asks for nothing overdue does not count."""
    cases: dict[str, list[tuple[date, dict[str, Any]]]] = defaultdict(list)
    for row in rows:
        if not any(kind in str(row["Key"]) for kind in ASKS_NOTHING_OVERDUE):
            cases[str(row["Case ID"])].append((_whole(row["At"]).date(), row))
    said = []
    for mine in cases.values():
        mine.sort(key=lambda pair: pair[0])
        for (earlier, _), (later, row) in zip(mine, mine[1:], strict=False):
            if later >= start and later - earlier < timedelta(days=MIN_GAP):
                said.append(f"only {(later - earlier).days} days after the last: {_label(row)}")
    return said


def _crowds(rows: Iterable[dict[str, Any]]) -> list[str]:
    """One message per debtor and run: all runs of a day count as one. Validation notices are one for each debt."""
    days: dict[tuple[str, date], set[str]] = defaultdict(set)
    for row in rows:
        if "|validation|" in str(row["Key"]):
            continue
        days[str(row["Debtor ID"]), _whole(row["At"]).date()].add(str(row["Message ID"] or row["Key"]))
    return [f"{len(messages)} messages to {debtor} on {on}" for (debtor, on), messages in days.items() if len(messages) > 1]
