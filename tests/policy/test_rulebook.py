"""The packs as data: linted row by row, refused when a row is unclear, chosen by place, role and debt."""

from __future__ import annotations

import subprocess
import sys
import zoneinfo
from datetime import date, timedelta
from importlib import metadata
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pyaddin.policy import rulebook as room
from pyaddin.policy.packfile import BadPack, read_pack
from pyaddin.policy.public_holidays import PublicHolidays
from pyaddin.policy.rulebook import choice_warnings, expired, pack_named, packs_for, required_content, rulebook
from pyaddin.policy.zones import countries_of, tzdata_version, us_zones
from pyaddin.rules.packs import CHANNELS, CLASSES, CONFIDENCES, KINDS, RECIPIENTS, Cap, Content, Pack, Rule, Window

ROOT = Path(__file__).resolve().parents[2]
NAMES = {"CN", "TW", "HK", "US-REGF", "US-MA", "UK", "IE", "EU", "STRICT"}
ROWS = [(pack, rule) for pack in rulebook().values() for rule in pack.rules]
COUNTRIES = sorted({country for pack in rulebook().values() for country in pack.countries})


def test_the_packs_of_the_issue_are_there() -> None:
    assert set(rulebook()) == NAMES
    ids = [rule.id for _, rule in ROWS]
    assert len(ids) == len(set(ids))
    for pack in rulebook().values():
        assert pack.review_due - pack.reviewed_on <= timedelta(days=183)
        assert pack.version == "2026.11.0"
        assert pack.source


@pytest.mark.parametrize(("pack", "rule"), ROWS, ids=lambda value: getattr(value, "id", getattr(value, "name", "")))
def test_every_row_is_complete(pack: Pack, rule: Rule) -> None:
    assert rule.confidence in CONFIDENCES
    assert len(rule.cite) >= 10
    assert date(2026, 1, 1) <= rule.seen_on <= pack.reviewed_on
    assert rule.kind in KINDS
    assert rule.channels <= set(CHANNELS)
    assert rule.channels
    assert rule.classes <= set(CLASSES)
    assert rule.to <= set(RECIPIENTS)
    assert not rule.override or (rule.confidence == "P" and pack.name != "STRICT")
    if isinstance(rule.params, Window):
        assert "letter" not in rule.channels  # no hours for letters were found anywhere


@pytest.mark.parametrize("name", sorted(NAMES - {"STRICT"}))
def test_every_pack_applies_to_something_and_holds_what_blocks(name: str) -> None:
    pack = rulebook()[name]
    assert pack.countries
    combinations = [(country, region, role, "consumer") for country in pack.countries for region in ("", "MA") for role in ("creditor", "agency")]
    assert any(pack in packs_for(*combination) for combination in combinations)
    outsiders = {recipient for rule in pack.rules if isinstance(rule.params, Cap) and rule.params.most == 0 for recipient in rule.to}
    assert outsiders >= {"third_party", "employer"} or name in {"EU", "US-MA"}  # these two come with another pack, and the house rule holds anyway


@pytest.mark.parametrize("country", [*COUNTRIES, "", "JP", "ZZ", "china"])
@pytest.mark.parametrize("role", ["creditor", "agency", "debt_buyer", ""])
@pytest.mark.parametrize("debt_class", ["consumer", "business", ""])
def test_hours_bind_every_contact_by_phone(country: str, role: str, debt_class: str) -> None:
    packs = packs_for(country, "", role, debt_class)
    assert any(isinstance(rule.params, Window) and "call" in rule.channels for pack in packs for rule in pack.rules)
    if not role or not debt_class or country not in COUNTRIES:
        assert rulebook()["STRICT"] in packs


@pytest.mark.parametrize(
    ("country", "region", "role", "debt_class", "names"),
    [
        ("CN", "", "creditor", "consumer", {"CN"}),
        ("cn", "", "agency", "business", {"CN"}),
        ("TW", "", "creditor", "consumer", {"TW"}),
        ("HK", "", "creditor", "consumer", {"HK"}),
        ("GB", "", "creditor", "consumer", {"UK"}),
        ("UK", "SCT", "agency", "consumer", {"UK"}),
        ("IE", "", "creditor", "consumer", {"IE", "EU"}),
        ("DE", "", "creditor", "consumer", {"EU", "STRICT"}),
        ("US", "", "agency", "consumer", {"US-REGF"}),
        ("US", "MA", "debt_buyer", "consumer", {"US-REGF", "US-MA"}),
        ("US", "US-MA", "creditor", "consumer", {"US-MA"}),
        ("US", "CA", "creditor", "consumer", {"STRICT"}),
        ("US", "CA", "agency", "business", {"STRICT"}),
        ("US", "", "", "consumer", {"US-REGF", "STRICT"}),
        ("CN", "", "", "", {"CN", "STRICT"}),
        ("", "", "creditor", "consumer", {"STRICT"}),
        ("JP", "", "creditor", "consumer", {"STRICT"}),
    ],
)
def test_choice(country: str, region: str, role: str, debt_class: str, names: set[str]) -> None:
    assert {pack.name for pack in packs_for(country, region, role, debt_class)} == names


def test_age() -> None:
    pack = rulebook()["CN"]
    assert not expired(pack, date(2027, 11, 23))
    assert expired(pack, date(2027, 11, 24))
    assert {found.name for found in packs_for("CN", "", "creditor", "consumer", on=date(2027, 11, 24))} == {"CN", "STRICT"}
    said = choice_warnings("CN", "", "creditor", "consumer", packs_for("CN", "", "creditor", "consumer", on=date(2027, 11, 24)), date(2027, 11, 24))
    assert {note.key for note in said} == {"PACK-EXPIRED"}


def test_other_names() -> None:
    assert pack_named("us") is rulebook()["US-REGF"]
    assert pack_named("gb") is rulebook()["UK"]
    assert pack_named("nowhere") is None


def test_required_content() -> None:
    packs = packs_for("US", "", "agency", "consumer")
    first = {rule for rule, _, _ in required_content(packs, "sms", "US", first=True)}
    later = {rule for rule, _, _ in required_content(packs, "sms", "US", first=False)}
    assert first - later == {"US-VALID"}
    assert {"US-OPTOUT", "US-MINI"} <= later
    german = {rule for rule, _, _ in required_content(packs_for("DE", "", "creditor", "consumer"), "email", "DE", first=True)}
    assert "DE-REM" in german
    assert "DE-REM" not in {rule for rule, _, _ in required_content(packs_for("FR", "", "creditor", "consumer"), "email", "FR", first=True)}
    assert all(rule.params.must_have or rule.params.must_not for _, rule in ROWS if isinstance(rule.params, Content))


GOOD = (ROOT / "pyaddin" / "policy" / "packs" / "IE.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('cite = "Consumer Credit Act 1995 s.46"\n', "", "cite is missing"),
        ('confidence = "A"', 'confidence = "Z"', "'Z' is not one of"),
        ('confidence = "A"', "", "confidence is missing"),
        ('kind = "window"', 'kind = "wish"', "'wish' is not one of"),
        ('kind = "window"', 'kind = "window"\nopen = "08:00"', "unknown key 'open'"),
        ('opens = "09:00"', 'opens = "9"', "not a clock time"),
        ('opens = "09:00"', 'opens = "22:00"', "opens is not before closes"),
        ('channels = ["call",', 'channels = ["carrier",', "'carrier' is not usable"),
        ('holidays = "IE"', 'holidays = "Ireland"', "neither a country code nor debtor"),
        ("seen_on = 2026-11-23", 'seen_on = "lately"', "seen_on"),
        ('id = "IE-3P"', 'id = "IE-WIN"', "stands twice"),
        ("max = 0", "max = -1", "out of range"),
        ("max = 0", "max = true", "not usable"),
        ("max = 0", "max = 0\noverride = true", "only policy of the house"),
        ('per = ["person"]', 'per = ["planet"]', "'planet' is not usable"),
        ('countries = ["IE"]', 'countries = ["Ireland"]', "not a country code"),
        ('version = "2026.11.0"', "", "version is missing"),
        ('version = "2026.11.0"', 'version = "2026.11.0"\nauthor = "x"', "unknown key 'author'"),
        ("review_due = 2027-05-23", "review_due = 2026-05-23", "review_due is not after"),
        ("[applies]", "[[applies", "IE.toml"),
    ],
)
def test_unclear_packs_are_refused_with_their_place(old: str, new: str, told: str) -> None:
    assert old in GOOD
    with pytest.raises(BadPack, match="IE.toml") as refused:
        read_pack("IE.toml", GOOD.replace(old, new, 1))
    assert told in str(refused.value)


def test_a_pack_without_rows_is_refused() -> None:
    with pytest.raises(BadPack, match="at least one"):
        read_pack("X.toml", GOOD.split("[[rules]]")[0])


def test_the_pinned_zone_data_answers() -> None:
    assert zoneinfo.TZPATH == ()
    assert tzdata_version() == "2026f"
    assert metadata.version("tzdata") == "2026.6"
    code = "import pyaddin, zoneinfo, datetime as d; z = zoneinfo.ZoneInfo('America/Vancouver');"
    code += "print(zoneinfo.TZPATH, d.datetime(2026, 11, 24, 4, 30, tzinfo=d.UTC).astimezone(z).strftime('%H:%M'))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "() 21:30\n"  # 20:30 with the zone files of an older system


def test_zones() -> None:
    assert us_zones("MA") == ("America/New_York",)
    assert us_zones("US-AK") == ("America/Anchorage", "America/Adak")
    assert len(us_zones("")) == 5
    assert countries_of("Asia/Calcutta") == ("IN",)
    assert countries_of("Etc/UTC") == ()
    states = "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA"
    for state in [*states.split(), "WV", "WI", "WY", "PR", "GU"]:
        assert all(ZoneInfo(zone).key in us_zones(state) for zone in us_zones(state))
        assert set(us_zones(state)) < set(us_zones("")) or state in {"AK", "HI", "PR", "GU"}


def test_public_holidays() -> None:
    calendars = PublicHolidays({"TW": {date(2026, 12, 25): False, date(2026, 10, 10): True}})
    assert calendars.day_off("IE", "", date(2026, 10, 26)) is True
    assert calendars.day_off("IE", "", date(2026, 11, 29)) is False  # a Sunday is no public holiday
    assert calendars.day_off("GB", "", date(2026, 4, 6)) is True  # Easter Monday, not in Scotland
    assert calendars.day_off("GB", "SCT", date(2026, 4, 6)) is False
    assert calendars.day_off("CN", "", date(2026, 10, 1)) is True
    assert calendars.day_off("CN", "", date(2026, 10, 10)) is False  # a Saturday made a workday
    assert calendars.day_off("CN", "", date(2027, 3, 2)) is None
    assert calendars.day_off("ZZ", "", date(2026, 3, 2)) is None
    assert calendars.day_off("", "", date(2026, 3, 2)) is None
    assert calendars.day_off("TW", "", date(2026, 12, 25)) is True
    assert calendars.day_off("TW", "", date(2026, 10, 10)) is False
    assert calendars.official("IE", 2026)
    assert not calendars.official("IE", 2027)


def test_the_rulebook_without_strict_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "IE.toml").write_text(GOOD, encoding="utf-8")
    monkeypatch.setattr(room.resources, "files", lambda _: tmp_path)
    room.rulebook.cache_clear()
    with pytest.raises(BadPack, match="STRICT"):
        room.rulebook()
    monkeypatch.undo()
    room.rulebook.cache_clear()
    assert set(room.rulebook()) == NAMES
