"""The weekly service at work: what is due is made once, whatever the clock, the laptop, the file or a second scheduler do."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import schedule

import scheduler
from pyaddin.correspondence.lock import Lock
from pyaddin.entrypoints.service import memory
from pyaddin.entrypoints.service.asked import Asked
from pyaddin.entrypoints.service.plan import Options
from pyaddin.entrypoints.service.watch import Watch
from pyaddin.errors import Stop
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.timetable import Timetable
from tests.stories.desk import Office, case, debtor, installments
from tests.tasks.open_desk import OpenDesk

MONDAY = date(2026, 11, 23)
ROOT = Path(scheduler.__file__).parent


def at(text: str) -> datetime:
    """An instant typed in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@dataclass
class Desk:
    """A ledger with a clock that the test sets, and runs that are only counted; each may be told what to do."""

    path: Path
    now: datetime
    ran: list[tuple[str, date]] = field(default_factory=list)
    last: dict[str, date] = field(default_factory=dict)
    does: Callable[[str], Outcome] | None = None
    daily_at: str = ""
    zone: str = "Europe/Berlin"
    answers: list[object] = field(default_factory=list)
    report_to: str = ""

    def table(self, path: Path) -> Timetable:
        hour = time.fromisoformat(self.daily_at) if self.daily_at else None
        return Timetable("L-1", "monday", time(8), hour, self.zone, self.report_to, bool(self.answers), self.last)

    def run(self, kind: str) -> Outcome:
        self.ran.append((kind, self.now.date()))
        if self.path.exists():
            os.utime(self.path, ns=(len(self.ran), len(self.ran)))  # a run writes the ledger
        if self.does is not None:
            return self.does(kind)
        self.last = {**self.last, kind: self.now.date()}
        return finished(kind)

    def watch(self, **options: str) -> Watch:
        """A scheduler that has just been started."""
        return Watch(Options(self.path, **options), Asked(), mode="service", now=lambda: self.now)

    def look(self, watch: Watch, text: str) -> str:
        """The kinds that one look at this moment makes."""
        self.now, before = at(text), len(self.ran)
        watch.look()
        return "+".join(kind for kind, _ in self.ran[before:])


def finished(kind: str, **more: object) -> Outcome:
    data: dict[str, object] = {"run_id": f"{kind[0].upper()}-1", "as_of": "2026-11-23", "report": None, **more}
    return Outcome(kind, data, 1 if more.get("stopped") else 0)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Desk:
    path = tmp_path / "ledger.xlsm"
    path.write_bytes(b"ledger")
    desk = Desk(path, at("2026-11-20T10:00"), last={"weekly": date(2026, 11, 16)})
    monkeypatch.setattr("pyaddin.tasks.timetable.run", desk.table)
    for kind in ("weekly", "daily"):
        monkeypatch.setattr(f"pyaddin.tasks.{kind}.run", lambda path, kind=kind, **_: desk.run(kind))
    caplog.set_level("INFO", "scheduler")
    return desk


def test_a_weekly_run_at_its_hour_once(desk: Desk) -> None:
    watch = desk.watch()
    assert [desk.look(watch, f"2026-11-{moment}") for moment in ("20T10:00", "23T06:59", "23T07:00", "23T07:01", "29T23:00", "30T07:00")] == [
        "", "", "weekly", "", "", "weekly",
    ]  # fmt: skip


def test_asleep_over_three_slots_is_one_run(desk: Desk) -> None:
    watch = desk.watch()
    assert desk.look(watch, "2026-11-20T10:00") == ""
    assert [desk.look(watch, f"2026-12-{moment}") for moment in ("09T11:17", "09T11:18", "14T07:00")] == ["weekly", "", "weekly"]


def test_switched_off_over_the_slot_is_made_up_for_at_the_start(desk: Desk) -> None:
    desk.look(desk.watch(), "2026-11-20T10:00")
    assert desk.look(desk.watch(), "2026-11-25T09:00") == "weekly"
    assert desk.look(desk.watch(), "2026-11-25T09:01") == ""


def test_a_new_ledger_waits_for_its_first_slot_also_over_restarts(desk: Desk) -> None:
    desk.last = {}
    assert desk.look(desk.watch(), "2026-11-20T10:00") == ""
    assert desk.look(desk.watch(), "2026-11-24T10:00") == "weekly"  # off on Monday: its first slot was missed and is made up for


def test_daily_checks_on_the_other_days_and_the_weekly_run_goes_first(desk: Desk) -> None:
    desk.daily_at = "09:30"
    watch = desk.watch()
    desk.look(watch, "2026-11-20T08:00")
    assert [desk.look(watch, f"2026-11-{moment}") for moment in ("20T08:30", "21T08:30", "23T08:30", "24T08:29", "24T08:30")] == [
        "daily", "daily", "weekly", "", "daily",
    ]  # fmt: skip
    assert desk.look(watch, "2026-12-02T12:00") == "weekly"  # which does the work of the missed checks, too


def test_a_run_longer_than_the_next_slot_is_followed_by_one(desk: Desk) -> None:
    desk.daily_at = "09:30"

    def long(kind: str) -> Outcome:
        desk.last = {**desk.last, kind: desk.now.date()}
        desk.now += timedelta(days=2) if kind == "weekly" else timedelta()
        return finished(kind)

    desk.does = long
    watch = desk.watch()
    desk.look(watch, "2026-11-20T07:00")
    assert desk.look(watch, "2026-11-23T07:00") == "weekly+daily"  # it ended on Wednesday at 08:00 in Berlin: Tuesday's check is made up for
    assert [desk.look(watch, f"2026-11-{moment}") for moment in ("25T08:30", "26T08:29", "26T08:30")] == ["", "", "daily"]


SPRING, AUTUMN = "spring", "autumn"
CHANGES = {
    ("Europe/Berlin", SPRING): ("2026-03-29", ["00:59", "01:00", "01:30", "02:00"], [0, 1, 0, 0]),
    ("Europe/Berlin", AUTUMN): ("2026-10-25", ["00:29", "00:30", "01:10", "01:30", "02:30"], [0, 1, 0, 0, 0]),
    ("America/New_York", SPRING): ("2026-03-08", ["06:59", "07:00", "07:30", "08:00"], [0, 1, 0, 0]),
    ("America/New_York", AUTUMN): ("2026-11-01", ["06:29", "06:30", "07:00", "07:30"], [0, 1, 0, 0]),
}


@pytest.mark.parametrize(("zone", "season"), CHANGES)
def test_summer_time_skips_or_repeats_the_hour_and_the_run_is_made_once(desk: Desk, zone: str, season: str) -> None:
    """Weekly on Sunday at 02:30 (01:30 in New York's autumn), an hour that the change skips or repeats; moments in UTC."""
    changing, moments, expected = CHANGES[(zone, season)]
    hour = "01:30" if zone.startswith("America") and season == AUTUMN else "02:30"
    if season == AUTUMN and zone.startswith("America"):
        moments, expected = ["05:29", "05:30", "06:29", "06:30", "07:00"], [0, 1, 0, 0, 0]
    sunday = date.fromisoformat(changing)
    desk.last, desk.zone = {"weekly": sunday - timedelta(days=7)}, zone
    watch = desk.watch(weekday="sunday", at=hour)
    made = [desk.look(watch, f"{changing}T{moment}") for moment in moments]
    assert made == ["weekly" if one else "" for one in expected]
    assert desk.look(watch, f"{sunday + timedelta(days=6)}T12:00") == ""


def test_a_clock_set_back_makes_nothing_twice_and_one_that_was_wrong_blocks_nothing(desk: Desk) -> None:
    watch = desk.watch()
    assert desk.look(watch, "2026-11-23T07:00") == "weekly"
    assert [desk.look(watch, moment) for moment in ("2026-11-23T06:30", "2026-11-16T07:00", "2026-11-23T07:00")] == ["", "", ""]
    assert desk.look(watch, "2031-01-06T07:00") == "weekly"  # the battery was empty
    assert [desk.look(watch, moment) for moment in ("2026-11-24T07:00", "2026-11-30T07:00")] == ["", "weekly"]


def test_a_raising_run_is_told_once_tried_every_hour_and_starves_nobody(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.daily_at = "09:30"

    def fail(kind: str) -> Outcome:
        if kind == "weekly":
            raise RuntimeError("disk on fire")
        desk.last = {**desk.last, kind: desk.now.date()}
        return finished(kind)

    desk.does, watch = fail, desk.watch()
    moments = ("23T07:00", "23T07:30", "23T07:59", "23T08:00", "23T09:00", "24T08:30", "24T08:31")
    assert [desk.look(watch, f"2026-11-{moment}") for moment in moments] == ["weekly", "", "", "weekly", "weekly", "weekly+daily", ""]
    assert caplog.text.count("disk on fire") == 1
    desk.does = None
    assert desk.look(watch, "2026-11-24T09:30") == "weekly"
    assert desk.look(watch, "2026-11-24T12:00") == ""
    assert "done at last" in caplog.text


def test_a_ledger_that_is_away_at_the_hour_is_told_once_and_tried_again(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    watch = desk.watch()
    desk.look(watch, "2026-11-20T10:00")
    hidden = desk.path.rename(desk.path.with_suffix(".away"))

    def missing(kind: str) -> Outcome:
        raise Stop("X-NOT-FOUND", "ledger.xlsm")

    desk.does = missing
    assert [desk.look(watch, f"2026-11-{moment}") for moment in ("23T07:00", "23T07:20", "23T08:00", "23T09:00")] == ["weekly", "", "weekly", "weekly"]
    assert caplog.text.count("weekly run: X-NOT-FOUND") == 1
    assert caplog.text.count("is not there") == 1
    hidden.rename(desk.path)
    desk.does = None
    assert desk.look(watch, "2026-11-23T10:00") == "weekly"
    assert desk.look(watch, "2026-11-23T11:00") == ""


def test_an_open_ledger_is_tried_every_hour_until_the_run_could_be_entered(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    watch = desk.watch()
    desk.does = lambda kind: finished(kind, open_in="Excel (Mary)")
    assert [desk.look(watch, f"2026-11-{moment}") for moment in ("23T07:00", "23T07:30", "23T08:00")] == ["weekly", "", "weekly"]
    assert caplog.text.count("the ledger is open (Excel (Mary))") == 1
    desk.does = None
    assert [desk.look(watch, f"2026-11-{moment}") for moment in ("23T09:00", "23T10:00")] == ["weekly", ""]


def test_a_stopped_run_is_taken_up_at_the_next_start(desk: Desk) -> None:
    asked = Asked()

    def stopped(kind: str) -> Outcome:
        desk.last = {**desk.last, kind: desk.now.date()}  # its row stands in Runs although messages were left
        asked(signal.SIGTERM, None)
        return finished(kind, stopped="2 messages were left to the next run")

    desk.does = stopped
    watch = Watch(Options(desk.path), asked, mode="service", now=lambda: desk.now)
    assert desk.look(watch, "2026-11-23T07:00") == "weekly"
    desk.does = None
    assert desk.look(desk.watch(), "2026-11-23T07:05") == "weekly"
    assert desk.look(desk.watch(), "2026-11-23T07:06") == ""


def test_answers_are_read_before_the_run_and_a_mailbox_that_is_away_stops_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    desk.answers = [Outcome("answers", {"filed": 2, "bounced": 1, "holds": 1}), Stop("X-MAILBOX", "mail.example:993"), OSError("reset")]

    def read(path: Path, **_: object) -> Outcome:
        assert len(desk.ran) == 3 - len(desk.answers)  # before the run of that slot
        found = desk.answers.pop(0)
        desk.answers = desk.answers or [None]
        if isinstance(found, Exception):
            raise found
        assert isinstance(found, Outcome)
        return found

    monkeypatch.setattr("pyaddin.tasks.answers.run", read)
    watch = desk.watch()
    assert [desk.look(watch, f"2026-{moment}") for moment in ("11-23T07:00", "11-30T07:00", "12-07T07:00")] == ["weekly"] * 3
    assert "Answers: 2 filed, 1 bounced, 1 holds." in caplog.text
    assert caplog.text.count("Answers were not read: ") == 2


def test_answers_are_left_for_later_while_the_ledger_is_open(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.answers = [None]
    monkeypatch.setattr("pyaddin.tasks.answers.run", lambda path, **_: pytest.fail("read"))
    desk.path.with_name(f"~${desk.path.name}").write_bytes(b"\x04Mary")
    assert desk.look(desk.watch(), "2026-11-23T07:00") == "weekly"


def test_messages_that_nobody_takes_care_of_any_more_are_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plain_signals: None
) -> None:
    """A click on the open workbook queued a message; the computer went down with its sender before the message could leave."""
    office = Office(tmp_path).new({"Debtors": [debtor(1)], "Cases": [case(1)], "Installments": installments(1, ["11-02"])})
    desk = OpenDesk(office)
    assert desk.click("weekly").data["pending"] == 1
    assert scheduler.run(Options(office.path), "due", now=lambda: at("2026-11-09T09:30")) == 0
    assert office.emails() == []  # the workbook is open: its own sender's business
    desk.close()
    assert scheduler.run(Options(office.path), "due", now=lambda: at("2026-11-09T09:45")) == 0
    assert office.keyed() == [("C-00001|1|reminder|1", "sent")]
    assert len(office.emails()) == 1
    assert scheduler.run(Options(office.path), "due", now=lambda: at("2026-11-09T10:00")) == 0
    assert len(office.emails()) == 1
    assert office.clean()


@pytest.mark.parametrize("trouble", ["deferred: AWAY: no answer in time", Stop("X-MAIL-LOGIN", "mail.example refuses amy"), OSError("reset")])
def test_a_report_that_could_not_be_mailed_is_told_and_changes_nothing_about_the_run(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, trouble: object
) -> None:
    def mail(path: Path, data: object, **_: object) -> str:
        if isinstance(trouble, Exception):
            raise trouble
        return str(trouble)

    monkeypatch.setattr("pyaddin.tasks.run_mail.run", mail)
    desk.report_to = "boss@oakmere.example"
    desk.does = lambda kind: finished(kind, report="report.html")
    watch = desk.watch()
    assert [desk.look(watch, f"2026-11-23T{moment}") for moment in ("07:00", "08:00")] == ["weekly", ""]
    assert "The report of W-1 was not mailed" in caplog.text
    assert "was not mailed" in memory.recalled(desk.path).last_error["text"]


def test_a_run_that_asks_a_supervisor_says_so(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.does = lambda kind: finished(kind, queued=12, brake=[{"rule": "BRAKE-MEDIAN", "why": "12 messages, usual are 4"}])
    assert desk.look(desk.watch(), "2026-11-23T07:00") == "weekly"
    assert "queued 12, blocked 0, failed 0, parked 0, refused 0. Its messages wait for a supervisor: BRAKE-MEDIAN." in caplog.text


def test_settings_changed_meanwhile_count_at_the_next_look(desk: Desk) -> None:
    watch = desk.watch()
    assert desk.look(watch, "2026-11-23T06:00") == ""
    desk.zone = "Asia/Shanghai"
    os.utime(desk.path, (1, 1))
    assert desk.look(watch, "2026-11-23T06:00") == "weekly"


def test_options_win_over_settings(desk: Desk) -> None:
    watch = desk.watch(weekday="friday", at="18:00", zone="UTC")
    assert [desk.look(watch, f"2026-11-{moment}") for moment in ("20T17:59", "20T18:00", "23T09:00")] == ["", "weekly", ""]


# --- the program ---------------------------------------------------------------------------------------------------


@pytest.fixture
def plain_signals() -> Any:
    """Signals as they were, whatever the test does."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    assert {number: signal.getsignal(number) for number in before} == before


def test_two_schedulers_at_once_the_second_stops_with_a_clear_word(desk: Desk, capsys: pytest.CaptureFixture[str], plain_signals: None) -> None:
    lock = Lock.take(memory.lock_path(desk.path), desk.now)
    try:
        assert scheduler.run(Options(desk.path), "", now=lambda: desk.now) == 2
        assert scheduler.run(Options(desk.path), "weekly", now=lambda: desk.now) == 2
        assert scheduler.run(Options(desk.path), "due", now=lambda: desk.now) == 0  # the system's timer must not count as failed
    finally:
        lock.release()
    assert desk.ran == []
    assert capsys.readouterr().out.count(f"Another scheduler works for this ledger: computer {os.uname().nodename}, process {os.getpid()}") == 3


def test_once_makes_the_run_and_hands_on_its_exit_code(desk: Desk, plain_signals: None) -> None:
    desk.does = lambda kind: Outcome(kind, {"run_id": "W-1", "as_of": "2026-11-20", "report": None}, 1)
    assert scheduler.run(Options(desk.path), "weekly", now=lambda: desk.now) == 1
    assert scheduler.run(Options(desk.path), "daily", now=lambda: desk.now) == 1
    assert [kind for kind, _ in desk.ran] == ["weekly", "daily"]
    assert memory.recalled(desk.path).heartbeat is None  # a run by hand is no scheduler that is alive
    assert not memory.lock_path(desk.path).exists()


def test_once_due_makes_only_what_is_due(desk: Desk, plain_signals: None) -> None:
    assert scheduler.run(Options(desk.path), "due", now=lambda: at("2026-11-20T10:00")) == 0
    assert desk.ran == []
    assert memory.recalled(desk.path).heartbeat == at("2026-11-20T10:00")
    assert scheduler.run(Options(desk.path), "due", now=lambda: at("2026-11-23T07:10")) == 0
    assert scheduler.run(Options(desk.path), "due", now=lambda: at("2026-11-23T07:25")) == 0
    assert [kind for kind, _ in desk.ran] == ["weekly"]


def test_a_missing_ledger_is_exit_2(tmp_path: Path, capsys: pytest.CaptureFixture[str], plain_signals: None) -> None:
    assert scheduler.main([str(tmp_path / "none.xlsm"), "--once"]) == 2
    assert "none.xlsm" in capsys.readouterr().out


def test_serving_looks_and_ends_politely(desk: Desk, plain_signals: None) -> None:
    def sleep(seconds: float) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    desk.now = at("2026-11-23T10:00")
    assert scheduler.run(Options(desk.path), "", sleep=sleep, now=lambda: desk.now) == 0
    assert [kind for kind, _ in desk.ran] == ["weekly"]


def test_a_wall_clock_set_back_does_not_put_the_looks_off(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """schedule plans its next look by the wall clock: after the end of summer time it would wait an hour."""
    wall = [datetime(2026, 10, 25, 2, 59)]  # noqa: DTZ001 - schedule's own clock is naive

    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return wall[0]

    monkeypatch.setattr(schedule.datetime, "datetime", Clock)
    asked, looks, slept = Asked(), list[datetime](), 0

    class Eye:
        def look(self) -> None:
            looks.append(wall[0])

    def sleep(seconds: float) -> None:
        nonlocal slept
        slept += 1
        wall[0] += timedelta(seconds=seconds)
        if slept == 5:
            wall[0] -= timedelta(hours=1)
        if slept == 40:
            asked(signal.SIGINT, None)

    assert scheduler.serve(Eye(), asked, sleep=sleep) == 0  # type: ignore[arg-type]
    assert len(looks) >= 4


def test_a_raising_look_does_not_end_the_service(caplog: pytest.LogCaptureFixture) -> None:
    asked = Asked()

    class Eye:
        def look(self) -> None:
            asked(signal.SIGINT, None)
            raise RuntimeError("no such share")

    assert scheduler.serve(Eye(), asked, sleep=lambda seconds: None) == 0  # type: ignore[arg-type]
    assert "RuntimeError: no such share" in caplog.text


def test_a_second_signal_interrupts_at_once() -> None:
    asked = Asked()
    asked(signal.SIGTERM, None)
    assert asked.by == "SIGTERM"
    with pytest.raises(KeyboardInterrupt):
        asked(signal.SIGTERM, None)


def test_asked_twice_it_ends_at_once_without_a_traceback(desk: Desk, capsys: pytest.CaptureFixture[str], plain_signals: None) -> None:
    def sleep(seconds: float) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGTERM)

    assert scheduler.run(Options(desk.path), "", sleep=sleep, now=lambda: desk.now) == 1
    assert "Stopped at once" in capsys.readouterr().out
    assert not memory.lock_path(desk.path).exists()


@pytest.mark.parametrize("words", [["--at", "8 o'clock"], ["--zone", "Mars/Base"], ["--weekday", "someday"], ["--transport", "pigeon"], ["--once", "x"]])
def test_bad_options(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        scheduler.main(["a.xlsm", *words])
    assert left.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


SLOW = """
import sys, time
from pathlib import Path
sys.path.insert(0, {root!r})
from pyaddin.correspondence import handing
from pyaddin.correspondence.send import FolderTransport
handing._CHUNK = 1
real = FolderTransport.send_together
def send_together(self, messages):
    answer = real(self, messages)
    Path({mark!r}).touch()
    time.sleep(0.4)
    return answer
FolderTransport.send_together = send_together
import scheduler
sys.exit(scheduler.main([{ledger!r}, "--once", "weekly"]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of another kind")
def test_sigterm_in_the_middle_of_a_real_run_ends_it_between_two_messages(tmp_path: Path) -> None:
    numbers = range(1, 9)
    rows = [row for number in numbers for row in installments(number, ["11-02"])]
    office = Office(tmp_path / "台账 2026").new(
        {"Debtors": [debtor(n, Email=f"reader{n}@debtor.example") for n in numbers], "Cases": [case(n, n) for n in numbers], "Installments": rows}
    )
    mark = tmp_path / "first"
    words = [sys.executable, "-c", SLOW.format(root=str(ROOT), mark=str(mark), ledger=str(office.path))]
    program = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8")
    try:
        waiter = subprocess.run(["sh", "-c", f"for i in $(seq 600); do [ -e '{mark}' ] && exit 0; sleep 0.1; done; exit 1"], check=False)
        assert waiter.returncode == 0
        program.send_signal(signal.SIGTERM)
        said, _ = program.communicate(timeout=120)
    finally:
        program.kill()
    assert program.returncode == 1, said
    sent = len(office.emails())
    assert 1 <= sent < 8
    assert "left to the next run" in said
    assert [row["Result"] for row in office.sheet("Contacts")] == ["sent"] * sent
    assert office.sheet("Runs")[0]["Sent"] == sent
    assert office.clean()
    remembered = json.loads(memory.memory_path(office.path).read_text(encoding="utf-8"))
    assert remembered["retry"]["weekly"]["told"]
    last = office.sheet("Runs")[0]["As of"]
    answer = office.run("weekly", "--as-of", last.isoformat())
    assert (answer["sent"], len(office.emails())) == (8 - sent, 8)
    assert office.clean()


def test_the_log_names_no_debtor(tmp_path: Path, plain_signals: None) -> None:
    office = Office(tmp_path).new(
        {"Debtors": [debtor(1, Email="not an address")], "Cases": [case(1)], "Installments": installments(1, ["11-02"])}, {"report_to": "boss@oakmere.example"}
    )
    assert scheduler.run(Options(office.path), "weekly", now=lambda: at("2026-11-09T09:00")) in (0, 1)
    text = (tmp_path / "ledger.scheduler.log").read_text(encoding="utf-8")
    assert "Run W-2026-11-09 as of 2026-11-09: assessed 1" in text
    assert not any(word in text for word in ("Ann", "debtor.example", "not an address", "boss@"))
