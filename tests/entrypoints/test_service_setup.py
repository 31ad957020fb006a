"""--install, --uninstall and --status: files per system as golden texts, nothing doubled, paths with blanks, signs and Chinese characters."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import xml.etree.ElementTree as xml
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from pyaddin.correspondence.outbox import Outbox
from pyaddin.entrypoints.service import cron, memory, setup, status, systemd, windows
from pyaddin.entrypoints.service import log as service_log
from pyaddin.entrypoints.service.job import Job, job
from pyaddin.entrypoints.service.plan import Options
from pyaddin.entrypoints.service.setup import Said
from pyaddin.errors import Stop
from pyaddin.tasks.timetable import Timetable

GOLDEN = Path(__file__).parents[1] / "golden" / "service"
PROGRAM = Path("/opt/催收 tools/scheduler.py")
JOB = Job(
    "collections-ledger-1a2b3c4d", "/usr/bin/python3", ("/opt/催收 tools/scheduler.py", '/data/100% "本年" $HOME/台账 \'A\'.xlsm', "--once", "due"),
    "/opt/催收 tools", '/data/100% "本年" $HOME/台账 \'A\'.xlsm',
)  # fmt: skip


class System:
    """A computer whose scheduler only writes down what it is asked."""

    def __init__(self, crontab: str | None = None, *, fails: str = "") -> None:
        self.crontab, self.fails, self.asked = crontab, fails, list[tuple[str, ...]]()

    def __call__(self, words: Sequence[str], given: str = "") -> Said:
        self.asked.append(tuple(words))
        if self.fails and self.fails in words:
            return Said(1, "access is denied")
        if tuple(words) == ("crontab", "-l"):
            return Said(1, "no crontab for amy") if self.crontab is None else Said(0, self.crontab)
        if tuple(words) == ("crontab", "-"):
            self.crontab = given
        return Said(0, "")


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    path = tmp_path / "my ledgers" / "台账 100%.xlsm"
    path.parent.mkdir()
    path.write_bytes(b"ledger")
    return path


def golden(name: str, text: str) -> None:
    path = GOLDEN / name
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_systemd_files() -> None:
    for name, text in systemd.files(JOB).items():
        golden(name, text)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
def test_systemd_takes_its_files(tmp_path: Path) -> None:
    program = tmp_path / "催收 100%" / "scheduler.py"
    program.parent.mkdir()
    program.touch()
    wanted = job(Options(tmp_path / "台账 $A.xlsm"), program)
    for name, text in systemd.files(wanted).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    units = [str(tmp_path / name) for name in systemd.files(wanted)]
    home = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)}
    done = subprocess.run(["systemd-analyze", "--user", "verify", *units], capture_output=True, text=True, env=home, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_cron_line_and_what_a_shell_makes_of_it() -> None:
    golden("cron.txt", cron.line(JOB) + "\n")
    command = cron.line(JOB).removeprefix("*/15 * * * * ").split(" >/dev/null")[0].replace("\\%", "%")  # cron takes the backslash away
    assert tuple(shlex.split(command)) == (JOB.python, *JOB.words)


def test_windows_task() -> None:
    python, folder, file = r"C:\Program Files\Python\pythonw.exe", r"C:\催收 & tools", r"\\server\share\台账 <A>.xlsm"
    wanted = Job("collections-ledger-1a2b3c4d", python, (rf"{folder}\scheduler.py", file, "--once", "due"), folder, file)
    text = windows.task(wanted, r"OFFICE\Amy")
    golden("task.xml", text)
    task = xml.fromstring(text.replace('encoding="UTF-16"', 'encoding="UTF-8"').encode())
    space = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    assert task.findtext(".//t:Arguments", None, space) == r'"C:\催收 & tools\scheduler.py" "\\server\share\台账 <A>.xlsm" --once due'
    assert task.findtext(".//t:RunLevel", None, space) == "LeastPrivilege"
    assert windows.create(wanted, "t.xml") == ("schtasks", "/Create", "/TN", wanted.name, "/XML", "t.xml", "/F")


def test_one_ledger_one_name_and_the_options_that_were_typed() -> None:
    first = job(Options(Path("/a/台账 1.xlsm"), weekday="friday", zone="UTC"), PROGRAM, "/usr/bin/python3")
    assert first.name == job(Options(Path("/a/台账 1.xlsm")), PROGRAM).name
    assert first.name != job(Options(Path("/b/台账 1.xlsm")), PROGRAM).name
    assert first.name.isascii()
    assert first.words == (str(PROGRAM), "/a/台账 1.xlsm", "--once", "due", "--weekday", "friday", "--zone", "UTC")


def test_cron_twice_is_once_and_others_lines_stay(ledger: Path) -> None:
    system, said = System("0 5 * * * backup\n"), list[str]()
    for _ in range(2):
        assert setup.run(Options(ledger), PROGRAM, system="cron", ask=system, say=said.append) == 0
    assert system.crontab is not None
    assert system.crontab.startswith("0 5 * * * backup\n")
    assert system.crontab.count("scheduler.py") == 1
    setup.run(Options(ledger), PROGRAM, system="cron", remove=True, ask=system, say=said.append)
    assert system.crontab == "0 5 * * * backup\n"
    setup.run(Options(ledger), PROGRAM, system="cron", remove=True, ask=system, say=said.append)
    assert system.crontab == "0 5 * * * backup\n"


def test_a_first_crontab(ledger: Path) -> None:
    system = System()
    setup.run(Options(ledger), PROGRAM, system="cron", ask=system, say=lambda text: None)
    assert system.crontab is not None
    assert len(system.crontab.splitlines()) == 1


def test_systemd_twice_and_away(ledger: Path) -> None:
    system = System()
    for _ in range(2):
        setup.run(Options(ledger), PROGRAM, system="systemd", ask=system, say=lambda text: None)
    assert sorted(path.suffix for path in systemd.folder().iterdir()) == [".service", ".timer"]
    assert [words[2] for words in system.asked] == ["daemon-reload", "enable"] * 2
    setup.run(Options(ledger), PROGRAM, system="systemd", remove=True, ask=system, say=lambda text: None)
    assert list(systemd.folder().iterdir()) == []


def test_windows_gives_the_task_as_utf_16(ledger: Path) -> None:
    stored: list[bytes] = []

    def ask(words: Sequence[str], given: str = "") -> Said:
        if "/Create" in words:
            stored.append(Path(words[words.index("/XML") + 1]).read_bytes())
        return Said(0, "")

    setup.run(Options(ledger), PROGRAM, system="windows", ask=ask, say=lambda text: None)
    assert stored[0].startswith(b"\xff\xfe")
    assert "台账 100%.xlsm" in stored[0].decode("utf-16")


@pytest.mark.parametrize("system", setup.SYSTEMS)
@pytest.mark.parametrize("remove", [False, True])
def test_a_dry_run_shows_and_changes_nothing(ledger: Path, system: str, remove: bool) -> None:
    computer, said = System("0 5 * * * backup\n"), list[str]()
    setup.run(Options(ledger), PROGRAM, system=system, remove=remove, dry_run=True, ask=computer, say=said.append)
    assert computer.crontab == "0 5 * * * backup\n"
    assert not systemd.folder().exists()
    assert {words[0] for words in computer.asked if words != ("crontab", "-l") and "/Query" not in words} == set()
    assert said[-1] == "Nothing was changed (--dry-run)."
    assert remove or "台账 100" in "".join(said)


def test_a_refusal_is_told_in_the_systems_words(ledger: Path) -> None:
    with pytest.raises(Stop, match="X-SYSTEM.*access is denied"):
        setup.run(Options(ledger), PROGRAM, system="windows", ask=System(fails="/Create"), say=lambda text: None)


def test_a_ledger_that_is_not_there_is_not_set_up(ledger: Path) -> None:
    with pytest.raises(Stop, match="X-NOT-FOUND"):
        setup.run(Options(ledger.with_name("none.xlsm")), PROGRAM, system="cron", ask=System(), say=lambda text: None)


def test_the_log_turns_over_and_never_fills_the_disk(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_log, "SIZE", 2_000)
    handlers = service_log.start(ledger)
    try:
        for number in range(300):
            service_log.log.info("Run W-%s: 台账", number)
    finally:
        service_log.end(handlers)
    files = list(ledger.parent.glob("*.scheduler.log*"))
    assert len(files) == 1 + service_log.KEPT
    assert all(file.stat().st_size <= 2_000 for file in files)
    assert "Run W-299: 台账" in service_log.log_path(ledger).read_text(encoding="utf-8")


def test_a_folder_that_is_away_costs_the_log_not_the_run(tmp_path: Path) -> None:
    handlers = service_log.start(tmp_path / "no such share" / "ledger.xlsm")
    try:
        service_log.log.info("still here")
    finally:
        service_log.end(handlers)
    assert list(tmp_path.iterdir()) == []


# --- status --------------------------------------------------------------------------------------------------------

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


def shown(ledger: Path, monkeypatch: pytest.MonkeyPatch, ask: setup.Command | None = None) -> tuple[int, str]:
    table = Timetable("L-1", "monday", time(8), time(9, 30), "Europe/Berlin", "", False, {"weekly": date(2026, 11, 16), "daily": date(2026, 11, 19)})
    monkeypatch.setattr("pyaddin.tasks.timetable.run", lambda path: table)
    said: list[str] = []
    code = status.show(Options(ledger), NOW, PROGRAM, ask=ask or (lambda words, given="": Said(127, "not here")), say=said.append)
    return code, "\n".join(said)


def test_status_of_a_ledger_that_nobody_looks_after(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, text = shown(ledger, monkeypatch)
    assert code == 1
    assert "none has worked for this ledger yet" in text
    assert "Set up: no" in text
    assert "weekly: last run as of 2026-11-16, next on Monday 2026-11-23 08:00 (Europe/Berlin)." in text
    assert "daily: last run as of 2026-11-19, next on Saturday 2026-11-21 09:30 (Europe/Berlin)." in text
    assert "Outbox: nothing waits." in text


@pytest.mark.parametrize(("mode", "minutes", "alive"), [("service", 4, True), ("service", 6, False), ("due", 30, True), ("due", 40, False)])
def test_status_knows_who_is_alive(ledger: Path, monkeypatch: pytest.MonkeyPatch, mode: str, minutes: int, alive: bool) -> None:
    memory.remember(ledger, memory.Memory("desk-7", 42, mode, NOW - timedelta(minutes=minutes)))
    code, text = shown(ledger, monkeypatch)
    assert ("Scheduler: alive" in text, "NOT alive" in text, code) == (alive, not alive, 0 if alive else 1)


def test_status_tells_what_waits_and_what_went_wrong(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    retry = {"weekly": memory.Retry(date(2026, 11, 16), NOW + timedelta(minutes=20), "the ledger is open (Excel)")}
    memory.remember(ledger, memory.Memory("desk-7", 42, "service", NOW, {}, retry, {}, {"kind": "weekly", "at": NOW.isoformat(), "text": "X-LOCKED: busy"}))
    Outbox.create(ledger, "L-1", at=NOW)
    code, text = shown(ledger, monkeypatch, System("x # other\n"))
    assert code == 1
    assert "tried again at 2026-11-20T10:20+00:00: the ledger is open (Excel)" in text
    assert "Last error (2026-11-20T10:00): X-LOCKED: busy" in text


def test_a_memory_that_cannot_be_read_is_an_empty_one(ledger: Path) -> None:
    for content in ("", "{", "[]", '{"host": 1}'):
        memory.memory_path(ledger).write_text(content, encoding="utf-8")
        assert memory.recalled(ledger) == memory.Memory()


def test_memory_comes_back_as_it_was(ledger: Path) -> None:
    kept = memory.Memory("a", 1, "due", NOW, {"weekly": date(2026, 11, 16)}, {"daily": memory.Retry(date(2026, 11, 17), NOW, "why")}, {"kind": "daily"}, {})
    memory.remember(ledger, kept)
    assert memory.recalled(ledger) == kept
