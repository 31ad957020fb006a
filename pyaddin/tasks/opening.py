"""Opening a ledger for a task: read, typed, checked, with the policy of the day and one file per case."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import field, replace
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from pyaddin import archive, settings
from pyaddin.errors import Fault, Stop
from pyaddin.ledger.beyond import Beyond
from pyaddin.ledger.book import Book, RawLedger, Untidy
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.limits import growing
from pyaddin.ledger.once import ReadOnce
from pyaddin.ledger.rows import TypedLedger, type_ledger
from pyaddin.ledger.snapshot import blocks_every_send, case_files, shared_faults
from pyaddin.policy.office import policy_on
from pyaddin.practice import is_practice, overridden
from pyaddin.records import dataclass
from pyaddin.rules.case import CaseFile
from pyaddin.rules.decide import Decision
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import phrase
from pyaddin.rules.request import Override
from pyaddin.rules.roles import approves, named
from pyaddin.rules.windows import zone_of
from pyaddin.settings import Settings
from pyaddin.tasks.archived import unknown_case, with_places

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Opened:
    """One ledger as a task sees it. ``blocked_by`` says why no message of this run may go; empty = none."""

    book: Book
    raw: RawLedger
    typed: TypedLedger
    settings: Settings
    policy: Policy
    zone: tzinfo
    as_of: date
    files: tuple[CaseFile, ...]
    faults: tuple[Fault, ...]
    blocked_by: str
    by_case: Mapping[str, CaseFile]
    untidy: tuple[Untidy, ...] = ()
    told: tuple[str, ...] = ()
    """What is to be told about cells that people changed while a run waited to be entered (``tasks.kept_runs``)."""
    decided: dict[tuple[str, date], tuple[Policy, dict[str, Decision]]] = field(default_factory=dict, compare=False, repr=False)

    def seen(self, kind: str) -> dict[str, Decision]:
        """What ``decide_all`` remembers of runs of this kind on this ledger, day and policy: a second question in one click decides no case twice."""
        policy, known = self.decided.get((kind, self.as_of), (self.policy, {}))
        if policy is not self.policy:
            known = {}
        self.decided[(kind, self.as_of)] = (self.policy, known)
        return known

    def file_of(self, case_id: str) -> CaseFile:
        """The file of an accepted case."""
        return self.by_case[case_id]

    def zone_of(self, case_id: str) -> tzinfo:
        """The debtor's time zone; the office's where none is known."""
        name = self.by_case[case_id].debtor.time_zone
        return ZoneInfo(name) if name else self.zone

    @property
    def refused(self) -> int:
        """How many rows count nowhere because something in them is wrong."""
        return len(self.typed.refused)

    @property
    def plan_rows(self) -> dict[str, int]:
        """Excel row of each accepted plan."""
        return {str(row.values["Plan ID"]): row.row for row in self.typed.tables["Plans"]}

    @property
    def last_run(self) -> date | None:
        """As-of date of the latest run entered in the ledger."""
        return max((row.values["As of"] for row in self.typed.tables["Runs"] if isinstance(row.values["As of"], date)), default=None)


def read_settings(raw: RawLedger) -> tuple[Settings, list[Fault]]:
    """The Settings sheet, typed; of a practice ledger as ``practice.overridden`` has them."""
    rows: dict[str, tuple[int, Any]] = {}
    for number, cells in raw.tables["Settings"].rows:
        key = cells.get("Key")
        if isinstance(key, str) and key.strip():
            value = cells.get("Value")
            if isinstance(value, datetime):
                value = value.date()
            elif isinstance(value, float) and value.is_integer():
                value = int(value)
            rows.setdefault(key.strip(), (number, value))
    values, faults = settings.read(rows)
    if is_practice(raw.ledger_id):
        return Settings(overridden(values.values), practice=True), faults
    if archive.is_archive(raw.ledger_id):
        return Settings(archive.overridden(values.values)), faults
    return values, faults


def office_zone(values: Settings) -> tuple[tzinfo, list[Fault]]:
    """The office's time zone; the default one, with a fault, when Settings name none that exists."""
    name = values.text("time_zone")
    zone = zone_of(name)
    if zone is not None:
        return zone, []
    default = settings.BY_NAME["time_zone"].default
    return ZoneInfo(default), [Fault("W-SETTING", "Settings", None, "Value", f"time_zone = {name}", f"Default used: {default}")]


def open_book(book: Book, *, as_of: date | None, now: Callable[[], datetime]) -> Opened:
    """Read and check the ledger behind ``book``. ``as_of`` None = today in the office's time zone."""
    return opened_from(book, book.read(), as_of=as_of, now=now)


def opened_from(book: Book, raw: RawLedger, *, as_of: date | None, now: Callable[[], datetime]) -> Opened:
    """As ``open_book`` for what was read from the book before. A book that is read once is typed, checked and opened once, too."""
    values, faults = read_settings(raw)
    zone, zone_faults = office_zone(values)
    day = as_of or now().astimezone(zone).date()
    once = book if isinstance(book, ReadOnce) and book.read() is raw else _Unshared()
    beyond: Beyond | None = getattr(book, "beyond", None)  # of a book that holds a part of a portfolio
    typed = once.made("typed", lambda: type_ledger(raw, office_zone=zone, beyond=beyond))
    files = once.made("files", lambda: tuple(case_files(typed, zone, beyond)))
    return once.made(("opened", day), lambda: _opened(book, typed, files, values, zone, day, (*faults, *zone_faults), beyond))


def opened_part(book: Book, raw: RawLedger, *, as_of: date, beyond: Beyond) -> Opened:
    """As ``opened_from`` for the rows of a part of a portfolio, with what the part must know of the rest."""
    values, faults = read_settings(raw)
    zone, zone_faults = office_zone(values)
    typed = type_ledger(raw, office_zone=zone, beyond=beyond)
    return _opened(book, typed, tuple(case_files(typed, zone, beyond)), values, zone, as_of, (*faults, *zone_faults), beyond)


class _Unshared:
    """Of a book that anybody may read, everything is made anew."""

    def made(self, key: Hashable, make: Callable[[], T]) -> T:
        return make()


def _opened(
    book: Book,
    typed: TypedLedger,
    files: tuple[CaseFile, ...],
    values: Settings,
    zone: tzinfo,
    day: date,
    faults: tuple[Fault, ...],
    beyond: Beyond | None = None,
) -> Opened:
    policy, policy_faults = policy_on(
        day,
        values,
        levels=[row.values for row in typed.tables["Levels"]],
        rates=[row.values for row in typed.tables["Rates"]],
        holidays=[row.values for row in typed.tables["Holidays"]],
        guidelines=[row.values for row in typed.tables["Guidelines"]],
    )
    unreadable = next((phrase("bad-setting", found=f.found) for f in (*faults, *policy_faults) if f.column == "Value"), None)
    kept = phrase("archive-ledger") if archive.is_archive(typed.raw.ledger_id) else None
    stops = kept or blocks_every_send(typed) or unreadable
    found = with_places(typed.faults, book.path, typed.raw.ledger_id, policy.language)
    every = (*found, *shared_faults(typed, beyond), *growing(typed.raw), *faults, *policy_faults)
    by_case = {file.case.case_id: file for file in files}
    return Opened(book, typed.raw, typed, values, policy, zone, day, files, every, stops.says(policy.language) if stops else "", by_case)


def open_ledger(path: Path, *, as_of: date | None, now: Callable[[], datetime], book: Book | None = None) -> Opened:
    """As ``open_book`` for the given book (an open workbook), by default the closed file at ``path``."""
    return open_book(book or ClosedBook(path), as_of=as_of, now=now)


def open_about(path: Path, case: str, *, now: Callable[[], datetime], book: Book | None = None) -> Opened:
    """Today's ledger for a question about one case, with the files of its debtor only, where an open workbook can be read so far; else all of it.

    For tasks that ask nothing of the rest: neither ``faults`` nor ``blocked_by``, the debtor's shared addresses, or money on the bank statement.
    """
    raw = book.about(case) if isinstance(book, ReadOnce) else None
    if raw is None or book is None:
        return open_ledger(path, as_of=None, now=now, book=book)
    day = now().astimezone(office_zone(read_settings(raw)[0])[0]).date()
    opened = opened_part(book, raw, as_of=day, beyond=Beyond())
    mine = opened.by_case.get(case)
    files = tuple([file for file in opened.files if mine is not None and file.case.debtor_id == mine.case.debtor_id])
    return replace(opened, files=files, by_case={file.case.case_id: file for file in files})


def chosen(opened: Opened, cases: tuple[str, ...]) -> tuple[CaseFile, ...]:
    """The files of the named cases, all when none is named. Raises ``Stop`` X-CASE for an unknown id, with the yearly ledger that holds it if one does."""
    for case_id in cases:
        if case_id not in opened.by_case:
            raise unknown_case(opened.book.path, opened.raw.ledger_id, case_id, opened.policy.language)
    return tuple(file for file in opened.files if not cases or file.case.case_id in cases)


def require_account(opened: Opened, account: str, *, parked: bool, leaves: bool) -> None:
    """The login must stand in the setting supervisors where a release lets mail really leave, or a run that the brake parked.

    A name given with --by is only a claim; the login is what the operating system vouches for. Raises ``Stop`` X-OPTION. With nobody named, files for
    a folder may be released by anyone; mail by nobody.
    """
    names = {name.casefold() for name in opened.settings.words("supervisors")}
    if (not leaves and not (parked and names)) or account.casefold() in names:
        return
    advice = "Put the login names of those who may release into the setting supervisors; one of them does it, logged in as such."
    raise Stop("X-OPTION", f"the login {account or '(none)'} is not a supervisor", sheet="Settings", column="Value", advice=advice)


def require_supervisor(opened: Opened, by: str) -> None:
    """Raises ``Stop`` X-OPTION for a person whom the setting supervisors does not name; a blank setting names nobody yet and lets anyone."""
    names = opened.settings.words("supervisors")
    if names and not named(by, names):
        raise Stop(
            "X-OPTION",
            f"{by} is not a supervisor",
            sheet="Settings",
            column="Value",
            advice="A person named in the setting supervisors must do this.",
        )


def require_four_eyes(opened: Opened, approver: str, proposer: str) -> None:
    """An act that needs approval by a second person: a supervisor approves, and is not who proposed or entered it (``rules.roles``).

    Raises ``Stop``: X-FOUR-EYES without an approver or when both are one person, X-OPTION for an approver who is no supervisor.
    """
    if not approves(approver, proposer):
        raise Stop("X-FOUR-EYES", f"{approver.strip() or '-'} / {proposer}", column="Approved by")
    require_supervisor(opened, approver)


def passing(opened: Opened, overrides: tuple[Override, ...]) -> Opened:
    """The ledger with the rules that a supervisor passes in this run. Raises ``Stop`` X-OPTION for a person who is none."""
    keeper = opened.policy.keeper
    if not overrides or keeper is None:
        return opened
    require_supervisor(opened, overrides[0].by)
    return replace(opened, policy=replace(opened.policy, keeper=replace(keeper, overrides=overrides)))
