"""``--install`` and ``--uninstall``: the job given to the system's own scheduler, for this user, as often as one likes."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from pyaddin.entrypoints.service import cron, systemd, windows
from pyaddin.entrypoints.service.job import EVERY_MINUTES, Job, job
from pyaddin.entrypoints.service.plan import Options
from pyaddin.errors import Stop
from pyaddin.records import dataclass

SYSTEMS = ("windows", "systemd", "cron")
LINGER = "It runs while you are logged in; `loginctl enable-linger` once lets it run after logging out, too."


@dataclass(frozen=True, slots=True)
class Said:
    """What a command of the system answered."""

    code: int
    text: str


def command(words: Sequence[str], given: str = "") -> Said:
    """Run one command of the system. One that is not there answers 127."""
    try:
        done = subprocess.run(words, input=given, capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired) as problem:
        return Said(127, str(problem))
    return Said(done.returncode, done.stdout if done.returncode == 0 else (done.stderr or done.stdout).strip())


Command = Callable[..., Said]


def found_system(ask: Command = command) -> str:
    """Which scheduler this computer has. Raises ``Stop`` X-OPTION where there is none."""
    if sys.platform == "win32":
        return "windows"
    if ask(("systemctl", "--user", "show-environment")).code == 0:
        return "systemd"
    if shutil.which("crontab"):
        return "cron"
    advice = "Start `python scheduler.py LEDGER` when you log in, or let whoever looks after this computer install cron."
    raise Stop("X-OPTION", "neither systemd for users nor cron is here", advice=advice)


def run(
    options: Options, program: Path, *, system: str = "", remove: bool = False, dry_run: bool = False, ask: Command = command,
    say: Callable[[str], None] = print,
) -> int:  # fmt: skip
    """Set the job up, or take it away. Says what it does, or with ``dry_run`` only what it would do.

    Raises ``Stop``: X-NOT-FOUND for a ledger that is not there, X-OPTION, X-WRITE, and X-SYSTEM with the system's own words.
    """
    if not remove and not options.ledger.is_file():
        raise Stop("X-NOT-FOUND", str(options.ledger))
    wanted = job(options, program)
    do = {"windows": _windows, "systemd": _systemd, "cron": _cron}[system or found_system(ask)]
    do(wanted, remove, dry_run, ask, say)
    if dry_run:
        say("Nothing was changed (--dry-run).")
    elif remove:
        say(f"Taken away: {wanted.name}. Runs are no longer made by themselves.")
    else:
        say(f"Set up: {wanted.name}. Every {EVERY_MINUTES} minutes it looks whether a run is due. See `--status`.")
    return 0


def installed(options: Options, program: Path, ask: Command = command) -> str:
    """Where the job is set up on this computer; blank when it is not."""
    wanted = job(options, program)
    if sys.platform == "win32":
        return "windows" if ask(windows.query(wanted)).code == 0 else ""
    if ask(("systemctl", "--user", "is-enabled", f"{wanted.name}.timer")).code == 0:
        return "systemd"
    table = ask(("crontab", "-l"))
    return "cron" if table.code == 0 and cron.has_line(table.text, wanted) else ""


def _windows(wanted: Job, remove: bool, dry_run: bool, ask: Command, say: Callable[[str], None]) -> None:
    xml = windows.task(wanted, windows.user())
    if remove:
        _do(windows.delete(wanted), dry_run, ask, say, may_fail=ask(windows.query(wanted)).code != 0 and not dry_run)
        return
    say(f"Task {wanted.name}:\n{xml}")
    if dry_run:
        _do(windows.create(wanted, f"{wanted.name}.xml"), dry_run, ask, say)
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{wanted.name}.xml"
        file.write_bytes(xml.replace("\n", "\r\n").encode("utf-16"))
        _do(windows.create(wanted, str(file)), dry_run, ask, say)


def _systemd(wanted: Job, remove: bool, dry_run: bool, ask: Command, say: Callable[[str], None]) -> None:
    folder, timer = systemd.folder(), f"{wanted.name}.timer"
    if remove:
        _do(("systemctl", "--user", "disable", "--now", timer), dry_run, ask, say, may_fail=not (folder / timer).exists())
        for name in systemd.files(wanted):
            say(f"Remove {folder / name}")
            if not dry_run:
                (folder / name).unlink(missing_ok=True)
        _do(systemd.RELOAD, dry_run, ask, say)
        return
    for name, text in systemd.files(wanted).items():
        say(f"{folder / name}:\n{text}")
        if not dry_run:
            _write(folder / name, text)
    _do(systemd.RELOAD, dry_run, ask, say)
    _do((*systemd.ENABLE, timer), dry_run, ask, say)
    say(LINGER)


def _cron(wanted: Job, remove: bool, dry_run: bool, ask: Command, say: Callable[[str], None]) -> None:
    found = ask(("crontab", "-l"))
    if found.code != 0 and "no crontab" not in found.text.lower() and not dry_run:
        raise Stop("X-SYSTEM", f"crontab -l: {found.text}")
    table = found.text if found.code == 0 else ""
    after = cron.without_line(table, wanted) if remove else cron.with_line(table, wanted)
    say(f"Crontab without the line # {wanted.name}" if remove else f"Crontab gets this line:\n{cron.line(wanted)}")
    if not dry_run and after != table:
        said = ask(("crontab", "-"), after)
        if said.code != 0:
            raise Stop("X-SYSTEM", f"crontab -: {said.text}")


def _do(words: Sequence[str], dry_run: bool, ask: Command, say: Callable[[str], None], *, may_fail: bool = False) -> None:
    """One command of the system, shown and run."""
    say(subprocess.list2cmdline(words))
    said = Said(0, "") if dry_run else ask(words)
    if said.code != 0 and not may_fail:
        raise Stop("X-SYSTEM", f"{words[0]}: {said.text}")


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise Stop("X-WRITE", f"{path}: {problem.strerror}") from None
