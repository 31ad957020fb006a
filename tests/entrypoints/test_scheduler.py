"""The weekly service: which slot is due, what a failing run does, how it ends."""

from __future__ import annotations

import os
import signal
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

import scheduler
from pyaddin.errors import Stop

PLAN = scheduler.Plan(Path("a.xlsm"), "monday", "08:00", "Asia/Shanghai", "09:30")
MONDAY = date(2026, 11, 23)


def at(text: str) -> datetime:
    """An instant typed in office time (Shanghai, UTC+8)."""
    return datetime.fromisoformat(text + "+08:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "kind", "day"),
    [
        ("2026-11-23T07:59", "weekly", date(2026, 11, 16)),
        ("2026-11-23T08:00", "weekly", MONDAY),
        ("2026-11-29T23:59", "weekly", MONDAY),
        ("2026-11-24T09:29", "daily", date(2026, 11, 22)),  # Monday belongs to the weekly run
        ("2026-11-24T09:30", "daily", date(2026, 11, 24)),
        ("2026-11-23T12:00", "daily", date(2026, 11, 22)),
    ],
)
def test_the_latest_slot(moment: str, kind: str, day: date) -> None:
    assert scheduler.slot(at(moment), PLAN, kind) == day


@pytest.mark.parametrize(
    ("moment", "done", "kind"),
    [
        ("2026-11-23T08:00", {"weekly": date(2026, 11, 16), "daily": date(2026, 11, 22)}, "weekly"),
        ("2026-11-23T08:01", {"weekly": MONDAY, "daily": date(2026, 11, 22)}, ""),
        ("2026-11-24T09:30", {"weekly": MONDAY, "daily": date(2026, 11, 22)}, "daily"),
        ("2026-11-24T09:31", {"weekly": MONDAY, "daily": date(2026, 11, 24)}, ""),
        ("2026-11-25T12:00", {"weekly": date(2026, 11, 2)}, "weekly"),
        ("2026-11-25T12:00", {}, ""),
        ("2026-11-25T12:00", {"weekly": date(2026, 11, 25), "daily": date(2026, 11, 22)}, ""),  # a weekly run by hand covers the day
    ],
)
def test_which_run_is_due(moment: str, done: dict[str, date], kind: str) -> None:
    assert scheduler.due(at(moment), PLAN, done) == kind


def test_without_daily_hour_there_is_no_daily_run() -> None:
    plan = scheduler.Plan(Path("a.xlsm"), "monday", "08:00", "Asia/Shanghai")
    assert scheduler.due(at("2026-11-24T12:00"), plan, {"weekly": MONDAY}) == ""


def test_three_missed_weeks_are_one_run_and_a_failure_does_not_end_the_service(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    calls: list[str] = []

    def fail(path: Path, **_: object) -> None:
        calls.append(path.name)
        raise RuntimeError("disk on fire")

    monkeypatch.setattr(scheduler, "weekly", SimpleNamespace(run=fail))
    done = {"weekly": date(2026, 11, 2), "daily": date(2026, 11, 22)}
    kinds = [scheduler.tick(PLAN, done, lambda moment=moment: at(moment)) for moment in ("2026-11-23T09:00", "2026-11-23T09:01", "2026-11-23T11:00")]
    assert kinds == ["weekly", "", ""]
    assert calls == ["a.xlsm"]
    assert "RuntimeError: disk on fire" in caplog.text


def test_once_hands_on_the_exit_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def stop(path: Path, **named: object) -> None:
        assert named["transport"] == "folder"
        raise Stop("X-NOT-FOUND", path.name)

    monkeypatch.setattr(scheduler, "weekly", SimpleNamespace(run=stop))
    assert scheduler.main([str(tmp_path / "none.xlsm"), "--once"]) == 2
    assert "none.xlsm" in caplog.text


def test_the_service_catches_up_and_ends_politely(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    ran: list[str] = []
    monkeypatch.setattr(scheduler, "run_once", lambda kind, plan, now: ran.append(kind))
    monkeypatch.setattr(scheduler, "last_runs", SimpleNamespace(run=lambda path: {"weekly": date(2026, 11, 9)}))
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        code = scheduler.serve(PLAN, sleep=lambda seconds: os.kill(os.getpid(), signal.SIGTERM), now=lambda: at("2026-11-23T10:00"))
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert code == 0
    assert ran == ["weekly"]


def test_an_unreadable_ledger_is_told_and_the_service_waits_for_its_slot(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def stop(path: Path) -> dict[str, date]:
        raise Stop("X-NOT-WORKBOOK", path.name)

    monkeypatch.setattr(scheduler, "last_runs", SimpleNamespace(run=stop))
    assert scheduler.last_done(PLAN, at("2026-11-23T10:00")) == {"weekly": MONDAY, "daily": date(2026, 11, 22)}
    assert "X-NOT-WORKBOOK" in caplog.text


@pytest.mark.parametrize("words", [["--at", "8 o'clock"], ["--zone", "Mars/Base"], ["--weekday", "someday"], ["--transport", "smtp"], ["--at", "25:00"]])
def test_bad_options(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        scheduler.main(["a.xlsm", *words])
    assert left.value.code == 2
    assert "Traceback" not in capsys.readouterr().err
