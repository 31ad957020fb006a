"""Properties of the contact gate: exact next instants, monotone rules, any order of packs, every zone over its clock changes."""

from __future__ import annotations

import importlib.util
import zoneinfo
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyaddin.policy.public_holidays import PublicHolidays
from pyaddin.policy.rulebook import rulebook
from pyaddin.rules.case import Hold
from pyaddin.rules.contact import Verdict, blocking, verdict
from pyaddin.rules.counting import Event
from pyaddin.rules.desk import Desk
from pyaddin.rules.hold import EFFECTS
from pyaddin.rules.packs import CHANNELS, CLASSES, RECIPIENTS, Pack, Rule, Window
from pyaddin.rules.request import Request
from pyaddin.rules.windows import moments as moments_of
from pyaddin.rules.windows import next_opening

_spec = importlib.util.spec_from_file_location("slow_gate", Path(__file__).with_name("slow_gate.py"))
assert _spec is not None
assert _spec.loader is not None
slow: Any = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(slow)

CALENDARS = PublicHolidays()
MINUTE = timedelta(minutes=1)
ZONES = (
    "Asia/Shanghai", "Asia/Taipei", "America/New_York", "America/Los_Angeles", "Europe/Dublin", "Europe/London", "America/St_Johns", "Pacific/Apia",
    "Australia/Lord_Howe", "America/Havana", "Asia/Beirut", "America/Santiago", "Pacific/Kiritimati", "Pacific/Niue",
)  # fmt: skip
RESULTS = (
    "reached", "promise", "no answer", "voicemail left", "failed", "bounced", "blocked", "queued", "sent", "delivered", "unknown", "", "refused",
)  # fmt: skip
moments = st.integers(0, 900_000).map(lambda minutes: datetime(2026, 1, 20, tzinfo=UTC) + minutes * MINUTE)
packs_of = st.sets(st.sampled_from(sorted(rulebook())), min_size=1, max_size=3).map(lambda names: tuple(rulebook()[name] for name in sorted(names)))


@st.composite
def requests(draw: st.DrawFn) -> Request:
    at = draw(moments)
    event = st.builds(
        Event,
        at=st.integers(-9 * 1440, 1440).map(lambda minutes: at + minutes * MINUTE),
        channel=st.sampled_from((*CHANNELS, "call", "call", "sms")),
        direction=st.sampled_from(("out", "out", "out", "in")),
        result=st.sampled_from(RESULTS),
        case_id=st.sampled_from(("C-1", "C-1", "C-2", "")),
        debtor_id=st.sampled_from(("D-1", "D-1", "D-2", "")),
        address=st.sampled_from(("+1 555 0100", "15550100", "+1 555 0199", "")),
    )
    hold = st.builds(
        lambda kind, start, length: Hold(kind, at.date() + timedelta(days=start), None if length is None else at.date() + timedelta(days=start + length)),
        st.sampled_from(sorted(EFFECTS)), st.integers(-5, 4), st.one_of(st.integers(0, 6), st.integers(0, 6), st.none()),
    )  # fmt: skip
    return Request(
        at=at,
        channel=draw(st.sampled_from(("call", "call", *CHANNELS))),
        message_class=draw(st.sampled_from(("collection", "collection", *CLASSES))),
        country=draw(st.sampled_from(("", "CN", "IE", "US", "GB"))),
        zones=tuple(draw(st.lists(st.sampled_from(ZONES), min_size=1, max_size=3, unique=True))),
        debtor_id="D-1",
        case_id="C-1",
        address=draw(st.sampled_from(("+1 555 0100", ""))),
        recipient=draw(st.sampled_from(("debtor",) * 8 + RECIPIENTS)),
        history=tuple(draw(st.lists(event, max_size=14))),
        holds=tuple(draw(st.lists(hold, max_size=2))),
    )


def ask(request: Request, packs: tuple[Pack, ...]) -> Verdict:
    return verdict(request, packs, CALENDARS)


@settings(max_examples=150, deadline=None)
@given(requests(), packs_of)
def test_the_slow_gate_says_the_same(request_: Request, packs: tuple[Pack, ...]) -> None:
    desk = Desk(request_, packs, CALENDARS)
    for hours in range(0, 72, 5):
        moment = request_.at + timedelta(hours=hours)
        ours = {finding.block.id for finding in desk.findings(moment)} - {"THIRD-PARTY"}
        gaps = {finding.block.why for finding in desk.findings(moment) if finding.block.id == "HOLD-DATA" and finding.block.why.key == "NO-CALENDAR"}
        ours |= {dict(why.facts)["rule"] for why in gaps}
        expected = slow.blocked(request_, packs, CALENDARS, moment) | ({"HOLD-DATA"} if gaps else set())
        assert ours == expected


@settings(max_examples=80, deadline=None)
@given(requests(), packs_of)
def test_next_lawful_is_lawful_and_nothing_earlier_is(request_: Request, packs: tuple[Pack, ...]) -> None:
    answer = ask(request_, packs)
    desk = Desk(request_, packs, CALENDARS)
    lawful = answer.next_lawful_utc
    assert answer.allowed == (not answer.rules)
    if answer.allowed:
        assert lawful is None
        return
    assert (lawful is None) == bool(answer.needs)
    if lawful is not None:
        assert answer.next_lawful_local == lawful
        assert not desk.findings(lawful)
        assert request_.recipient not in ("contact_person", "third_party", "employer")
        assert not slow.blocked(request_, packs, CALENDARS, lawful)
    end = min(lawful or datetime.max.replace(tzinfo=UTC), request_.at + timedelta(days=3))
    grid = request_.at
    while grid < end:
        assert desk.findings(grid), grid
        grid += MINUTE


@settings(max_examples=150, deadline=None)
@given(requests(), packs_of, packs_of)
def test_more_rules_never_allow_more_and_their_order_is_nothing(request_: Request, packs: tuple[Pack, ...], more: tuple[Pack, ...]) -> None:
    one, both = ask(request_, packs), ask(request_, packs + more)
    assert ask(request_, (packs + more)[::-1]) == both
    assert {(block.pack, block.id) for block in one.rules} <= {(block.pack, block.id) for block in both.rules}
    assert one.allowed or not both.allowed
    assert one.next_lawful_utc is None or both.next_lawful_utc is None or one.next_lawful_utc <= both.next_lawful_utc


@settings(max_examples=150, deadline=None)
@given(requests(), packs_of, st.sampled_from(sorted(EFFECTS)))
def test_a_further_hold_never_allows_more(request_: Request, packs: tuple[Pack, ...], kind: str) -> None:
    held = replace(request_, holds=(*request_.holds, Hold(kind, request_.at.date() - timedelta(days=3))))
    before, after = set(blocking(request_, packs, CALENDARS)), set(blocking(held, packs, CALENDARS))
    assert before <= after
    assert request_.message_class in EFFECTS[kind].passes or after


@settings(max_examples=100, deadline=None)
@given(requests(), packs_of, st.sampled_from(ZONES))
def test_a_further_zone_never_allows_more(request_: Request, packs: tuple[Pack, ...], zone: str) -> None:
    wider = replace(request_, zones=(*request_.zones, zone))
    assert not blocking(request_, packs, CALENDARS) or blocking(wider, packs, CALENDARS)


@settings(max_examples=60, deadline=None)
@given(requests(), packs_of)
def test_the_plain_answer_is_the_full_one(request_: Request, packs: tuple[Pack, ...]) -> None:
    full = ask(request_, packs)
    assert blocking(request_, packs, CALENDARS) == full.rules
    assert ask(request_, packs) == full
    assert ask(replace(request_, case_id="C-77"), packs).inputs_hash != full.inputs_hash


def changes(zone: ZoneInfo) -> list[datetime]:
    """The instants, to the hour before, at which the zone's clock changes in 2026 and 2027."""
    day = datetime(2026, 1, 1, tzinfo=UTC)
    found = []
    while day.year < 2028:
        after = day + timedelta(days=1)
        if day.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            found.append(day)
        day = after
    return found


HOURS = Window(8 * 60, 21 * 60)
EVERY_DAY = lambda _: True  # noqa: E731


def test_every_zone_over_its_clock_changes() -> None:
    names = sorted(zoneinfo.available_timezones() - {"Factory"})
    assert len(names) > 590
    seen: set[tuple[object, ...]] = set()
    for name in names:
        zone = ZoneInfo(name)
        days = changes(zone)
        shape = tuple((day, day.astimezone(zone).utcoffset()) for day in days)
        if not days or shape in seen:  # names that share a clock
            continue
        seen.add(shape)
        for day in days:
            for quarter in range(0, 3 * 96, 7):
                moment = day + timedelta(minutes=15 * quarter - 1440 + 1)
                opening = next_opening(HOURS, moment, zone, EVERY_DAY)
                assert opening is not None
                local = moment.astimezone(zone)
                if 8 <= local.hour < 21:
                    assert opening == moment
                    continue
                wall = opening.astimezone(zone)
                assert (wall.hour, wall.minute, wall.second) == (8, 0, 0)
                assert wall.date() == (local.date() if local.hour < 8 else local.date() + timedelta(days=1))
    assert len(seen) > 30


@pytest.mark.parametrize(
    ("zone", "window", "start", "opens"),
    [
        # Cuba leaves out 00:00-01:00 on 2026-03-08: a window from 00:30 opens where the clock lands
        ("America/Havana", Window(30, 1380), "2026-03-08T04:40:00Z", "2026-03-08T05:00:00Z"),
        # New York shows 01:30 twice on 2026-11-01: shut between the two
        ("America/New_York", Window(60, 105), "2026-11-01T05:50:00Z", "2026-11-01T06:00:00Z"),
        # Lord Howe moves by half an hour
        ("Australia/Lord_Howe", Window(120, 1380), "2026-10-03T15:10:00Z", "2026-10-03T15:30:00Z"),
        ("Pacific/Apia", Window(480, 1260), "2026-03-31T10:00:00Z", "2026-03-31T19:00:00Z"),
    ],
)
def test_gaps_and_folds(zone: str, window: Window, start: str, opens: str) -> None:
    moment = datetime.fromisoformat(start)
    found = next_opening(window, moment, ZoneInfo(zone), EVERY_DAY)
    assert found == datetime.fromisoformat(opens)


def test_wall_clock_times_that_come_twice_or_not_at_all() -> None:
    new_york = ZoneInfo("America/New_York")
    assert moments_of(date(2026, 11, 1), 90, new_york) == (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), datetime(2026, 11, 1, 6, 30, tzinfo=UTC))
    assert moments_of(date(2026, 3, 8), 150, new_york) == (datetime(2026, 3, 8, 7, tzinfo=UTC),)
    assert moments_of(date(2026, 3, 8), 180, new_york) == (datetime(2026, 3, 8, 7, tzinfo=UTC),)


def test_windows_that_never_meet_have_no_next_instant() -> None:
    pack = rulebook()["CN"]
    rule = next(rule for rule in pack.rules if rule.id == "CN-WIN-GBT")
    both = Pack("X", "1", date(2026, 1, 1), date(2026, 1, 1), date(2027, 1, 1), (rule, Rule(
        "X-WIN", rule.channels, rule.classes, "P", "test", date(2026, 1, 1), Window(22 * 60, 24 * 60))))  # fmt: skip
    answer = ask(Request(datetime(2026, 11, 24, 4, tzinfo=UTC), "call", zones=("Asia/Shanghai",)), (both,))
    assert answer.next_lawful_utc is None
    assert answer.needs[0].key == "NEEDS-TIME"
