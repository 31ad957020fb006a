"""Check this computer: is it ready for the buttons, what to do where it is not, and what can be mended at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pyaddin.build import renew
from pyaddin.build.vba import packed_version
from pyaddin.correspondence import secrets
from pyaddin.correspondence.send.account import PASSWORD, account
from pyaddin.errors import Stop
from pyaddin.ledger.book import Book
from pyaddin.ledger.closed import ClosedBook
from pyaddin.machine import look
from pyaddin.machine.checks import CHECKS, Check
from pyaddin.machine.mend import MENDS
from pyaddin.machine.view import Machine
from pyaddin.machine.words import advice
from pyaddin.tasks.opening import read_settings
from pyaddin.tasks.outcome import Outcome


def run(path: Path | None = None, *, book: Book | None = None, mend: bool = False, language: str | None = None) -> Outcome:
    """Every check that fits this system, in order. Exit code 1 when one fails.

    ``path``: also check this ledger. ``book``: it is open in the Excel that asks. ``mend``: first put right what is safe, then check again.
    ``language`` is that of the advice; default: the ledger's, without one the desktop's. Raises ``Stop``: X-NOT-FOUND when the ledger is not there.
    """
    if path is not None and not path.exists():
        raise Stop("X-NOT-FOUND", str(path))

    def now_seen() -> Machine:
        file = None
        if path is not None:
            file = look.ledger_file(
                path, xlwings=packed_version(path), newest=renew.stamp(), encoding=look.code_page(), held_by_us=book is not None
            )
            file = file if file.problem else replace(file, mail=_mail(book or ClosedBook(path)))
        return look.machine(file)

    machine = now_seen()
    mended: list[str] = []
    if mend:
        mended = _mend(machine)
        machine = now_seen() if mended else machine
    spoken = language or (machine.ledger.condition.language if machine.ledger else "") or machine.language
    found = [(check, check.look(machine)) for check in _fitting(machine)]
    rows = [{"name": check.name, "ok": bad is None, "advice": "" if bad is None else advice(check.name, bad, spoken)} for check, bad in found]
    return Outcome("doctor", {"checks": rows, "mended": mended}, 0 if all(row["ok"] for row in rows) else 1)


def _mail(book: Book) -> str:
    """Why the mail account of a ledger that sends by smtp is not ready: a setting, or no password for this user. Nobody logs in."""
    try:
        settings, _ = read_settings(book.read())
        if settings.text("transport") == "smtp":
            mine = account(settings)
            if mine.login == PASSWORD:
                secrets.password("SMTP", mine.host, mine.user)
    except Stop as stop:
        return f"{stop.fault.found}. {stop.fault.advice}"
    return ""


def _fitting(machine: Machine) -> list[Check]:
    return [check for check in CHECKS if machine.system in check.systems]


def _mend(machine: Machine) -> list[str]:
    """Mend what fails and may be mended; gives the names. What the system refuses stays as it is and fails the check again."""
    mends = {**MENDS, "ribbon": _renew_ribbon}
    mended = []
    for check in _fitting(machine):
        if check.mend and check.look(machine) is not None:
            try:
                mends[check.name](machine)
            except (Stop, OSError, UnicodeError):
                continue
            mended.append(check.name)
    return mended


def _renew_ribbon(machine: Machine) -> None:
    """Put the buttons of this program into the closed ledger. Stops as writing a ledger does, for example X-OPEN."""
    if machine.ledger is not None:
        ClosedBook(Path(machine.ledger.path)).put_parts(renew.parts)
