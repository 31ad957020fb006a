"""The training at the desk: twenty questions "may I contact?", answered by the gate itself and explained in the clerk's language.

The same seed gives the same situations in every language. No answer is written anywhere: a changed pack changes the answers with it.
"""

from __future__ import annotations

from random import Random
from zoneinfo import ZoneInfo

from pyaddin.labels import LANGUAGES, language_index
from pyaddin.policy.public_holidays import PublicHolidays
from pyaddin.policy.question_words import CHANNELS, CLASSES, DEBTS, MARKS, NOUNS, PLACES, RECIPIENTS, RESULTS, ROLES, TEXT, WEEKDAYS, Words
from pyaddin.policy.rulebook import choice_warnings, packs_for
from pyaddin.policy.situations import ALWAYS, SOMETIMES, Maker, Past, Situation, request_of
from pyaddin.records import dataclass
from pyaddin.rules.citations import cited
from pyaddin.rules.contact import ALLOWED, BLOCKED, Verdict, blocking, verdict
from pyaddin.rules.contact_words import note
from pyaddin.rules.packs import Blackout, Cap, Content, Cooldown, Pack, Retention, Rule, Stopped, Window
from pyaddin.rules.request import HOUSE

NUMBER = 20
PASS_MARK = 18
ANSWERS = (ALLOWED, BLOCKED)
_DRAWS = 14
"""Situations made of each topic, of which the training takes one."""
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Decisive:
    """A rule that blocks: where it stands, how sure it is, and its sentence."""

    id: str
    pack: str
    version: str
    confidence: str
    cite: str
    reason: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question in one language. ``answer`` is the gate's verdict, allowed or blocked; ``rules`` are those that block."""

    topic: str
    text: str
    answer: str
    rules: tuple[Decisive, ...]
    explanation: str


def questions(seed: int, language: str) -> tuple[Question, ...]:
    """Twenty questions, ten of them allowed. Reproducible: the seed alone decides the situations and their order."""
    return tuple(_question(case, language) for case in situations(seed))


def situations(seed: int) -> tuple[Situation, ...]:
    """The situations behind the questions of a seed."""
    rng = Random(f"may I contact? {seed}")
    makers = [*ALWAYS, *rng.sample(SOMETIMES, NUMBER - len(ALWAYS))]
    drawn = [_both(maker, rng) for maker in makers]
    rng.shuffle(drawn)
    allowed = sum(1 for yes, no in drawn if no is None)
    taken: list[Situation] = []
    for yes, no in sorted(drawn, key=lambda pair: pair[0] is not None and pair[1] is not None):
        if yes is not None and (no is None or allowed < NUMBER // 2):
            allowed += no is not None
            taken.append(yes)
        elif no is not None:
            taken.append(no)
    rng.shuffle(taken)
    return tuple(taken)


def _both(maker: Maker, rng: Random) -> tuple[Situation | None, Situation | None]:
    """An allowed and a blocked situation of a topic, where its draws hold one."""
    yes: Situation | None = None
    no: Situation | None = None
    for _ in range(_DRAWS):
        case = maker(rng)
        if blocking(request_of(case), _packs(case), _CALENDARS):
            no = no or case
        else:
            yes = yes or case
    return yes, no


_CALENDARS = PublicHolidays()


def _packs(case: Situation) -> tuple[Pack, ...]:
    return packs_for(case.country, case.region, case.role, case.debt_class)


def _question(case: Situation, language: str) -> Question:
    packs = _packs(case)
    found = verdict(request_of(case), packs, _CALENDARS)
    cites = {(pack.name, rule.id): rule.cite for pack in packs for rule in pack.rules}
    rules = tuple(
        Decisive(block.id, block.pack, block.version, block.confidence, cites.get((block.pack, block.id), ""), block.why.says(language))
        for block in found.rules
    )
    return Question(case.topic, _told(case, language), found.verdict, rules, " ".join(_explained(case, packs, found, rules, language)))


# the question


def _told(case: Situation, language: str) -> str:
    place = language_index(language)

    def say(words: Words, **facts: object) -> str:
        return words[place].format(**facts)

    role, debt, where = ROLES[case.role][place], DEBTS[case.debt_class][place], PLACES[case.region or case.country][place]
    parts = [say(TEXT["who"], role=role, debt=debt, place=where)]
    shown = case.local.replace(tzinfo=ZoneInfo(case.zone)).astimezone(ZoneInfo(case.desk_zone)) if case.desk_zone else case.local
    weekday = WEEKDAYS[shown.weekday()][place]
    key = "desk" if case.desk_zone else "clock"
    parts.append(say(TEXT[key], zone=case.zone, desk=case.desk_zone, weekday=weekday, day=shown.date(), clock=f"{shown:%H:%M}"))
    if case.changed_on:
        parts.append(say(TEXT["changed"], day=case.changed_on))
    if case.hold:
        hold = note("HOLD", type=case.hold.type, since=case.hold.start, says=case.hold.type).says(language).rstrip(".。")
        parts.append(say(TEXT["hold"], hold=hold, end=say(TEXT["hold-end"], day=case.hold.end) if case.hold.end else ""))
    if case.opted_out:
        parts.append(say(TEXT["opted-out"], channels=", ".join(NOUNS[channel][place] for channel in sorted(case.opted_out))))
    if case.topic == "agreed-hours":
        parts.append(TEXT["agreed" if case.agreed_hours else "not-agreed"][place])
    if case.past:
        parts.append(say(TEXT["log"], rows=("; ", "；", "；")[place].join(_row(row, case, place) for row in case.past)))
    if case.recipient in RECIPIENTS:
        parts.append(RECIPIENTS[case.recipient][place])
    if case.address:
        parts.append(say(TEXT["address"], address=case.address))
    parts.append(say(TEXT["ask"], channel=CHANNELS[case.channel][place], purpose=CLASSES[case.message_class][place]))
    return (" " if place == 0 else "").join(parts)


def _row(row: Past, case: Situation, place: int) -> str:
    key = "row-in" if row.direction == "in" else "row-out"
    text = TEXT[key][place].format(
        day=row.at.date(), clock=f"{row.at:%H:%M}", channel=NOUNS[row.channel][place], result=RESULTS[row.result][place] if row.result else ""
    )
    if row.other_debt:
        text += TEXT["other-debt"][place]
    return text + (TEXT["at-address"][place].format(address=row.address) if row.address and case.address else "")


# the explanation


def _explained(case: Situation, packs: tuple[Pack, ...], found: Verdict, rules: tuple[Decisive, ...], language: str) -> list[str]:
    place = language_index(language)
    said = [TEXT["blocked" if rules else "allowed"][place]]
    if case.desk_zone:
        said.append(TEXT["local"][place].format(local=f"{case.local:%Y-%m-%d %H:%M}", zone=case.zone))
    if rules:
        said += [_because(rule, place) for rule in rules]
        if found.next_lawful_local is not None:
            said.append(TEXT["next"][place].format(local=f"{found.next_lawful_local:%Y-%m-%d %H:%M}", zone=found.zone))
        if found.needs:
            said.append(TEXT["needs"][place].format(needs="; ".join(need.says(language).rstrip(".。") for need in found.needs)))
    else:
        said += [*_why_not(case, packs, place), _looked_at(case, packs, place)]
    warnings = choice_warnings(case.country, case.region, case.role, case.debt_class, packs, case.local.date())
    return said + [warning.says(language) for warning in warnings if warning.key == "STRICT"]


def _because(rule: Decisive, place: int) -> str:
    """A rule with its pack and cite. Its own sentence says "the rule says" only for what was read or reported twice."""
    house = rule.pack == HOUSE
    cite = f"; {cited(rule.cite, LANGUAGES[place])}" if rule.cite else ""
    return TEXT["why"][place].format(id=rule.id, pack=TEXT["house"][place] if house else rule.pack, version=rule.version, cite=cite, text=rule.reason)


def _why_not(case: Situation, packs: tuple[Pack, ...], place: int) -> list[str]:
    """What a clerk might have taken for a reason to refuse, and why it is none."""
    said = []
    if case.hold:
        covers = case.hold.covers(case.local.date())
        said.append(TEXT["passes" if covers else "ended"][place].format(what=case.message_class))
    if case.recipient != "debtor":
        said.append(TEXT["bound"][place])
    if case.opted_out:
        said.append(TEXT["other-channel"][place])
    if case.agreed_hours and _outside(case, packs):
        said.append(TEXT["lifted"][place])
    if case.past and case.past[-1].direction == "in" and _outside(case, packs):
        said.append(TEXT["answered"][place])
    return said


def _outside(case: Situation, packs: tuple[Pack, ...]) -> bool:
    minute = case.local.hour * 60 + case.local.minute
    windows = [rule.params for rule in _speaking(case, packs) if isinstance(rule.params, Window)]
    return any(not window.opens <= minute < window.closes for window in windows)


def _speaking(case: Situation, packs: tuple[Pack, ...]) -> list[Rule]:
    """The rows that look at a contact of this channel, class and recipient."""
    rows = [rule for pack in packs for rule in pack.rules if not isinstance(rule.params, Content | Retention)]
    rows = [rule for rule in rows if case.channel in rule.channels and case.message_class in rule.classes and case.recipient in rule.to]
    return [rule for rule in rows if not isinstance(rule.params, Stopped) or (case.hold is not None and case.hold.type in rule.params.on)]


def _looked_at(case: Situation, packs: tuple[Pack, ...], place: int) -> str:
    rows = _speaking(case, packs)
    if not rows:
        return TEXT["silent"][place].format(packs=", ".join(pack.name for pack in packs))
    counted = bool(case.past) and case.past[0].direction == "out"
    rows.sort(key=lambda rule: isinstance(rule.params, Window) if counted else not isinstance(rule.params, Window))
    return TEXT["looked"][place].format(rules="; ".join(_described(rule, place) for rule in rows[:_SHOWN]))


def _described(rule: Rule, place: int) -> str:
    params = rule.params
    if isinstance(params, Window):
        text = TEXT["window"][place].format(opens=_clock(params.opens), closes=_clock(params.closes))
    elif isinstance(params, Cap):
        text = TEXT["cap"][place].format(most=params.most, days=params.days)
    elif isinstance(params, Cooldown):
        text = TEXT["cooldown"][place].format(days=params.days)
    else:
        text = TEXT["blackout" if isinstance(params, Blackout) else "hold-row"][place]
    mark = "" if rule.cite.startswith("House policy") else f"{MARKS[rule.confidence][place]}; "
    return f"{rule.id} ({text}; {mark}{cited(rule.cite, LANGUAGES[place])})"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
