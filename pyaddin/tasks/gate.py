"""``gate``: may this debtor be contacted now? From a JSON file with every fact, or from a few options; without a ledger."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.policy.public_holidays import PublicHolidays
from pyaddin.policy.rulebook import choice_warnings, country_code, pack_named, packs_for
from pyaddin.policy.zones import tzdata_version, us_zones
from pyaddin.rules.case import Hold
from pyaddin.rules.contact import Verdict, verdict
from pyaddin.rules.contact_words import Note, note
from pyaddin.rules.counting import Consent, Event
from pyaddin.rules.packs import CHANNELS, DEBT_CLASSES, RECIPIENTS, ROLES, Pack
from pyaddin.rules.request import Override, Request
from pyaddin.rules.windows import zone_of
from pyaddin.tasks.jsonfile import Place, load
from pyaddin.tasks.outcome import Outcome

_TOP = (
    "packs", "role", "debt_class", "country", "region", "channel", "class", "at", "zones", "debtor_id", "case_id", "address", "history", "holds",
    "consents", "overrides", "opted_out", "recipient", "kind",
)  # fmt: skip
_EVENT = ("at", "channel", "direction", "result", "case_id", "debtor_id", "address")
_HOLD = ("type", "scope", "start", "end", "applies_to")
_SCOPES = ("case", "debtor", "address")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})", re.ASCII)
_LONGEST = 200
_RESULTS = {
    "conversation": "reached", "talk": "reached", "talked": "reached", "answered": "reached", "connected": "reached", "spoke": "reached",
    "unanswered": "no answer", "noanswer": "no answer", "busy": "no answer", "not connected": "failed", "voicemail": "voicemail left",
    "left voicemail": "voicemail left",
}  # fmt: skip
"""Other words for results of the contact log, as dialers write them."""


def run(
    *,
    file: Path | None = None,
    country: str | None = None,
    region: str | None = None,
    role: str | None = None,
    debt_class: str | None = None,
    channel: str | None = None,
    message_class: str = "collection",
    at: str | None = None,
    zones: tuple[str, ...] = (),
) -> Outcome:
    """The gate's answer as the command contract has it; a blocked contact is a good answer (exit code 0).

    With ``file`` nothing else may be given. Without it ``at`` and ``channel`` are needed. Without a zone the answer is HOLD-DATA, as
    in a file and in a run; only in the United States all candidate zones are asked.

    Raises ``Stop``: X-NOT-FOUND, and X-OPTION naming the place in the file, or the option, that cannot be used.
    """
    if file is not None:
        if any((country, region, role, debt_class, channel, at, zones)) or message_class != "collection":
            raise Stop("X-OPTION", "--file already says everything", advice="Leave the other options out, or leave --file out.")
        return _from_file(load(file))
    if at is None or channel is None:
        raise Stop("X-OPTION", f"{'--at' if at is None else '--channel'} is missing", advice="Give --file, or at least --channel and --at.")
    place = country_code(country or "")
    guessed = us_zones(region or "") if not zones and place == "US" else ()
    request = Request(
        at=_instant(Place("--at", at)), channel=channel, message_class=message_class, role=role or "", debt_class=debt_class or "", country=place,
        region=region or "", zones=zones or guessed,
    )  # fmt: skip
    return _answer(request, None, guessed, [note("NO-HISTORY")])


def _from_file(top: Place) -> Outcome:
    top.only(_TOP)
    country = country_code(_text(top, "country"))
    region = _text(top, "region")
    named = _words(top, "packs")
    packs = [pack_named(name) for name in named]
    zones = _words(top, "zones")
    guessed = us_zones(region) if not zones and country == "US" else ()
    first = next((zone for name in zones if (zone := zone_of(name)) is not None), None)
    request = Request(
        at=_instant(top.at("at")),
        channel=_text(top, "channel"),
        message_class=_text(top, "class") or "collection",
        role=_known(_text(top, "role").casefold(), ROLES),
        debt_class=_known(_text(top, "debt_class").casefold(), DEBT_CLASSES),
        country=country,
        region=region,
        zones=zones or guessed,
        debtor_id=_id(top, "debtor_id"),
        case_id=_id(top, "case_id"),
        address=_text(top, "address"),
        history=tuple(_event(row) for row in top.items("history", optional=True)),
        holds=tuple(_hold(row, first or UTC) for row in top.items("holds", optional=True)),
        consents=tuple(_consent(row) for row in top.items("consents", optional=True)),
        overrides=tuple(_override(row) for row in top.items("overrides", optional=True)),
        opted_out=frozenset(_words(top, "opted_out")),
        recipient=top.at("recipient").word(RECIPIENTS) if top.has("recipient") else "debtor",
        message_kind=_text(top, "kind"),
        missing=tuple(f"pack {name[:40]!r} is not known" for name, pack in zip(named, packs, strict=True) if pack is None),
    )
    chosen = tuple(dict.fromkeys(pack for pack in packs if pack is not None)) if named else None
    return _answer(request, chosen, guessed, [] if top.has("history") else [note("NO-HISTORY")])


def _answer(request: Request, chosen: tuple[Pack, ...] | None, guessed: tuple[str, ...], said: list[Note]) -> Outcome:
    """The verdict under the chosen packs, or under those that bind; what was assumed is told among the warnings."""
    if chosen is None:
        facts = (request.country, request.region, request.role, request.debt_class)
        packs = packs_for(*facts, on=request.at.date())
        said = [*choice_warnings(*facts, packs, request.at.date()), *said]
    else:
        packs = chosen
    if guessed:
        said = [*said, note("ZONES-CANDIDATE", what=", ".join(guessed))]
    return Outcome("gate", _data(verdict(request, packs, PublicHolidays()), packs, said))


def _data(found: Verdict, packs: tuple[Pack, ...], said: list[Note]) -> dict[str, object]:
    return {
        "verdict": found.verdict,
        "rules": [
            {"id": block.id, "pack": block.pack, "version": block.version, "confidence": block.confidence, "reason": block.why.says()}
            for block in found.rules
        ],
        "next_lawful_utc": _utc(found.next_lawful_utc) if found.next_lawful_utc is not None else None,
        "next_lawful_local": found.next_lawful_local.isoformat() if found.next_lawful_local is not None else None,
        "zone": found.zone or None,
        "needs": "; ".join(need.says() for need in found.needs) or None,
        "warnings": [warning.says() for warning in (*found.warnings, *said)],
        "packs": [{"pack": pack.name, "version": pack.version, "reviewed_on": pack.reviewed_on.isoformat()} for pack in packs],
        "inputs_hash": found.inputs_hash,
        "tzdata_version": tzdata_version(),
    }


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _text(top: Place, name: str) -> str:
    """A text, blank when the key is missing or null."""
    if not top.has(name):
        return ""
    place = top.at(name)
    if not isinstance(place.value, str) or len(place.value) > _LONGEST:
        place.refuse("a text is needed")
    return place.value.strip()


def _id(top: Place, name: str) -> str:
    return top.id(name).strip() if top.has(name) and top.at(name).value != "" else ""


def _words(top: Place, name: str) -> tuple[str, ...]:
    words = []
    for place in top.items(name, optional=True):
        if not isinstance(place.value, str) or not place.value.strip() or len(place.value) > _LONGEST:
            place.refuse("a text is needed")
        words.append(place.value.strip())
    return tuple(words)


def _known(word: str, known: tuple[str, ...]) -> str:
    """A word of the list; any other is as good as none, so that the strictest pack holds."""
    return word if word in known else ""


def _instant(place: Place) -> datetime:
    """An instant with Z or an offset, between 1990 and 2100."""
    text = place.value if isinstance(place.value, str) else ""
    try:
        moment = datetime.fromisoformat(text).astimezone(UTC) if _INSTANT.fullmatch(text) else None
    except (ValueError, OverflowError):
        moment = None
    if moment is None or not 1990 <= moment.year <= 2100:
        place.refuse(f"{str(place.value)[:40]!r} is not an instant such as 2026-11-24T02:00:00Z")
    return moment


def _event(row: Place) -> Event:
    row.only(_EVENT)
    result = _text(row, "result").casefold().replace("_", " ").replace("-", " ") or "unknown"
    return Event(
        at=_instant(row.at("at")),
        channel=row.at("channel").word(CHANNELS),
        direction=row.at("direction").word(("out", "in")) if row.has("direction") else "out",
        result=_RESULTS.get(result, result),
        case_id=_id(row, "case_id"),
        debtor_id=_id(row, "debtor_id"),
        address=_text(row, "address"),
    )


def _hold(row: Place, zone: tzinfo) -> Hold:
    row.only(_HOLD)
    return Hold(
        type=row.id("type"),
        start=_day(row, "start", zone) or date.min,
        end=_day(row, "end", zone),
        scope=row.at("scope").word(_SCOPES) if row.has("scope") else "debtor",
        applies_to=_text(row, "applies_to"),
    )


def _day(row: Place, name: str, zone: tzinfo) -> date | None:
    """A date; an instant counts as its date at the debtor's place; blank = open."""
    if not row.has(name) or row.at(name).value == "":
        return None
    place = row.at(name)
    if isinstance(place.value, str) and "T" in place.value:
        return _instant(place).astimezone(zone).date()
    return row.day(name)


def _consent(row: Place) -> Consent:
    row.only(("kind", "given_at"))
    return Consent(row.at("kind").word(("hours", "calls")), _instant(row.at("given_at")))


def _override(row: Place) -> Override:
    row.only(("rule", "by", "reason"))
    return Override(row.id("rule"), row.id("by"), row.id("reason"))
