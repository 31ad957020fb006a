"""The gate once more, slowly and by brute force, from the words of the rules: shares no code with ``pyaddin/rules/desk`` or ``counting``.

``blocked`` names the rules that block at one instant.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pyaddin.rules.packs import Blackout, Cap, Cooldown, Pack, Rule, Stopped, Window
from pyaddin.rules.request import Calendars, Request

TALKED = ("reached", "promise", "refused", "dispute", "hardship")
UNSURE = ("unknown", "")
HOLD_PASSES: dict[str, set[str]] = {"CEASE": {"statutory", "legal"}, "COUNSEL": {"legal"}, "DATA": set()}


def digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def local_date(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def counts(rule: Rule, request: Request, zone: str, day: date) -> int:
    """How many log rows the cap or cooldown counts on the dates that end with ``day``."""
    params = rule.params
    assert isinstance(params, Cap | Cooldown)
    what = params.counts if isinstance(params, Cap) else params.after
    number = 0
    for event in request.history:
        if event.channel not in params.counted or event.result in ("blocked", "queued"):
            continue
        talked = event.result in TALKED
        if what == "conversation" and not (talked or event.result in UNSURE):
            continue
        if what != "conversation" and event.direction == "in":
            continue
        if what == "unanswered" and talked:
            continue
        if isinstance(params, Cap) and params.spares_failed and event.result in ("failed", "bounced"):
            continue
        same_number = bool(request.address) and digits(event.address) == digits(request.address)
        if "person" in params.per and "" not in (event.debtor_id, request.debtor_id) and event.debtor_id != request.debtor_id and not same_number:
            continue
        if "debt" in params.per and "" not in (event.case_id, request.case_id) and event.case_id != request.case_id:
            continue
        if "address" in params.per and "" not in (event.address, request.address) and not same_number:
            continue
        age = (day - local_date(event.at, zone)).days
        if 0 <= age < params.days:
            number += 1
    return number


def closed(window: Window, request: Request, calendars: Calendars, moment: datetime, zone: str) -> bool:
    local = moment.astimezone(ZoneInfo(zone))
    clock = f"{local:%H:%M}"
    opens, closes = (f"{minutes // 60:02d}:{minutes % 60:02d}" for minutes in (window.opens, window.closes))
    if clock < opens or clock >= closes or local.weekday() not in window.days:
        return True
    if not window.holidays:
        return False
    where = [window.holidays] if window.holidays != "debtor" else [request.country] if request.country else sorted(calendars.countries_of(zone)) or [""]
    return any(calendars.day_off(country, "", local.date()) is not False for country in where)


def answered_first(request: Request, moment: datetime) -> bool:
    """The debtor wrote last on this channel, at most a day ago, and got no answer yet."""
    came = [event.at for event in request.history if (event.channel, event.direction) == (request.channel, "in") and event.at <= request.at]
    came = [at for at in came if any(event.at == at and event.direction == "in" and event.debtor_id == request.debtor_id for event in request.history)]
    went = [event.at for event in request.history if (event.channel, event.direction) == (request.channel, "out")]
    return bool(came) and moment - max(came) <= timedelta(hours=24) and all(at < max(came) for at in went)


def paused(blackout: Blackout, day: date) -> bool:
    if any(first <= day <= last for first, last in blackout.ranges):
        return True
    if blackout.season is None or day.year in {first.year for first, _ in blackout.ranges}:
        return False
    return blackout.season[0] <= (day.month, day.day) <= blackout.season[1]


def rule_blocks(rule: Rule, request: Request, calendars: Calendars, moment: datetime) -> bool:
    params = rule.params
    if request.channel not in rule.channels or request.message_class not in rule.classes or request.recipient not in rule.to:
        return False
    days = {zone: local_date(moment, zone) for zone in request.zones}
    if isinstance(params, Window):
        if params.answer_once and request.message_class == "service" and answered_first(request, moment):
            return False
        return any(closed(params, request, calendars, moment, zone) for zone in request.zones)
    if isinstance(params, Cap):
        return params.most == 0 or any(counts(rule, request, zone, day) >= params.most for zone, day in days.items())
    if isinstance(params, Cooldown):
        return any(counts(rule, request, zone, day) > 0 for zone, day in days.items())
    if isinstance(params, Blackout):
        return any(paused(params, day) for day in days.values())
    if isinstance(params, Stopped):
        return any(hold in params.on and request.message_class not in params.passes for hold in held(request, moment))
    return False


def held(request: Request, moment: datetime) -> set[str]:
    found = set()
    for hold in request.holds:
        for zone in request.zones:
            day = local_date(moment, zone)
            if hold.start <= day and (hold.end is None or day <= hold.end):
                found.add(hold.type)
    return found


def blocked(request: Request, packs: tuple[Pack, ...], calendars: Calendars, moment: datetime) -> set[str]:
    """The ids of the rules that block at this instant."""
    found = {rule.id for pack in packs for rule in pack.rules if rule_blocks(rule, request, calendars, moment)}
    for hold in held(request, moment):
        if request.message_class not in HOLD_PASSES.get(hold, {"service", "statutory"}):
            found.add(f"HOLD-{hold}")
    return found
