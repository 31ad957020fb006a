"""When and how a debtor answers: counts of what happened, inside the hours of the law."""

from __future__ import annotations

from datetime import datetime

from pyaddin.rules.best_time import AnsweredChannel, AnsweredHour, answered_channels, answered_hour, best_channel
from pyaddin.rules.case import Contact

at = datetime.fromisoformat


def call(when: str, result: str, channel: str = "call", direction: str = "out") -> Contact:
    instant = at(when)
    return Contact("C-1", instant, instant.date(), channel, direction, result)


def test_the_hour_with_the_most_talks_at_the_debtors_place() -> None:
    log = (
        call("2026-11-02T10:15:00+08:00", "no answer"), call("2026-11-03T10:30:00+08:00", "reached"), call("2026-11-04T18:05:00+08:00", "promise"),
        call("2026-11-05T18:45:00+08:00", "reached"), call("2026-11-06T18:45:00+08:00", "no answer"),
        call("2026-11-07T08:00:00+08:00", "reached", "call", "in"),
        call("2026-11-07T09:00:00+08:00", "sent", "email"),
    )  # fmt: skip
    assert answered_hour(log, "Asia/Shanghai") == AnsweredHour(18, 2, 3)


def test_of_equal_hours_the_latest_used() -> None:
    log = (call("2026-11-02T10:15:00+00:00", "reached"), call("2026-11-03T15:15:00+00:00", "reached"))
    assert answered_hour(log, "UTC") == AnsweredHour(15, 1, 1)


def test_nobody_who_never_answered_and_nobody_without_a_place() -> None:
    assert answered_hour((call("2026-11-02T10:15:00+00:00", "no answer"),), "UTC") is None
    assert answered_hour((call("2026-11-02T10:15:00+00:00", "reached"),), "") is None


def test_only_hours_that_are_lawful_there() -> None:
    log = (call("2026-11-02T21:15:00+08:00", "reached"), call("2026-11-03T21:15:00+08:00", "reached"), call("2026-11-04T09:40:00+08:00", "reached"))
    opens, closes = at("2026-11-05T00:00:00+00:00"), at("2026-11-05T13:30:00+00:00")  # 08:00 to 21:30 in Shanghai
    assert answered_hour(log, "Asia/Shanghai", opens, closes) == AnsweredHour(9, 1, 1)
    assert answered_hour(log[:2], "Asia/Shanghai", opens, closes) is None


def test_the_channel_that_brought_answers_with_its_counts() -> None:
    log = (
        call("2026-11-02T10:15:00+00:00", "no answer"), call("2026-11-03T10:15:00+00:00", "reached"), call("2026-11-03T11:15:00+00:00", "queued"),
        call("2026-11-04T10:15:00+00:00", "sent", "email"), call("2026-11-05T10:15:00+00:00", "sent", "email"),
        call("2026-11-06T10:15:00+00:00", "delivered", "email", "in"), call("2026-11-07T10:15:00+00:00", "delivered", "email", "in"),
        call("2026-11-08T10:15:00+00:00", "sent", "sms"), call("2026-11-08T10:15:00+00:00", "delivered", "im", "in"),
    )  # fmt: skip
    assert answered_channels(log) == (
        AnsweredChannel("email", 2, 2), AnsweredChannel("im", 1, 1), AnsweredChannel("call", 1, 2), AnsweredChannel("sms", 0, 1),
    )  # fmt: skip
    assert best_channel(log, ("email", "im")) == AnsweredChannel("call", 1, 2)
    assert best_channel(log[:1]) is None
