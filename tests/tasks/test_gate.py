"""``gate`` through the door: the clock and logical vectors of the compliance facts, and strict reading of the file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pyaddin.commands import BY_NAME
from pyaddin.entrypoints import cli

NY, LA, CN = "America/New_York", "America/Los_Angeles", "Asia/Shanghai"
Facts = dict[str, Any]


def facts(packs: list[str], at: str, zone: str, channel: str, **more: object) -> Facts:
    return {
        "packs": packs, "role": "agency", "debt_class": "consumer", "channel": channel, "class": "collection", "at": at, "zones": [zone],
        "debtor_id": "D-1", "case_id": "C-1", "history": [], "holds": [],
    } | more  # fmt: skip


def event(at: str, result: str = "no answer", case: str = "C-1", direction: str = "out", channel: str = "call", **more: str) -> dict[str, str]:
    return {"at": at, "channel": channel, "direction": direction, "result": result, "case_id": case, "debtor_id": "D-1"} | more


def ask(capsys: pytest.CaptureFixture[str], tmp_path: Path, question: Facts | str, code: int = 0) -> Facts:
    file = tmp_path / "facts.json"
    file.write_text(question if isinstance(question, str) else json.dumps(question), encoding="utf-8")
    assert cli.main(["gate", "--file", str(file), "--json"]) == code
    answer: Facts = json.loads(capsys.readouterr().out)
    return answer


TALKS = [event(f"2026-11-24T0{hour}:00:00Z", "reached", f"C-{hour}") for hour in (1, 2, 3)]
SEVEN = [event(f"2026-11-{day}T15:00:00Z") for day in (17, 17, 18, 18, 19, 20, 20)]
TALK = [event("2026-04-08T03:50:00Z", "reached")]
DISPUTE = [{"type": "DISPUTE", "scope": "case", "start": "2026-11-20", "end": None}]

VECTORS = {
    "1": (facts(["CN"], "2026-11-23T23:59:00Z", CN, "call"), {"CN-WIN-GBT", "CN-WIN-CBA"}, "2026-11-24T00:00:00Z", "2026-11-24T08:00:00+08:00"),
    "2": (facts(["CN"], "2026-11-24T14:00:00Z", CN, "sms"), {"CN-WIN-GBT", "CN-WIN-CBA"}, "2026-11-25T00:00:00Z", "2026-11-25T08:00:00+08:00"),
    "3": (facts(["CN"], "2026-11-24T08:00:00Z", CN, "call", history=TALKS), {"CN-FREQ-3PD"}, "2026-11-25T00:00:00Z", "2026-11-25T08:00:00+08:00"),
    "5": (facts(["CN"], "2026-10-10T02:00:00Z", CN, "call"), set(), None, None),
    "7": (facts(["US-REGF"], "2026-11-23T14:00:00Z", LA, "call"), {"US-WIN"}, "2026-11-23T16:00:00Z", "2026-11-23T08:00:00-08:00"),
    "9": (facts(["US-REGF"], "2026-11-23T15:00:00Z", NY, "call", history=SEVEN), {"US-7IN7"}, "2026-11-24T13:00:00Z", "2026-11-24T08:00:00-05:00"),
    "10": (facts(["US-REGF"], "2026-04-13T19:00:00Z", LA, "call", history=TALK), {"US-CONV7"}, "2026-04-14T15:00:00Z", "2026-04-14T08:00:00-07:00"),
    "11": (facts(["US-REGF"], "2027-03-14T02:30:00Z", NY, "email"), {"US-WIN"}, "2027-03-14T12:00:00Z", "2027-03-14T08:00:00-04:00"),
    "16": (facts(["IE"], "2026-11-29T12:00:00Z", "Europe/Dublin", "call"), {"IE-WIN"}, "2026-11-30T09:00:00Z", "2026-11-30T09:00:00+00:00"),
    "18": (facts(["TW"], "2026-02-14T02:00:00Z", "Asia/Taipei", "sms"), {"TW-LNY"}, "2026-02-23T00:00:00Z", "2026-02-23T08:00:00+08:00"),
    "20": (facts([], "2026-11-29T02:00:00Z", CN, "sms"), {"STRICT-WIN"}, "2026-11-30T01:00:00Z", "2026-11-30T09:00:00+08:00"),
    "21": (facts(["US-REGF"], "2026-11-24T15:00:00Z", NY, "call", holds=DISPUTE), {"US-DISP", "HOLD-DISPUTE"}, None, None),
}  # fmt: skip


@pytest.mark.parametrize("number", VECTORS)
def test_vectors_with_a_clock(number: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    question, rules, utc, local = VECTORS[number]
    answer = ask(capsys, tmp_path, question)
    assert set(BY_NAME["gate"].json_keys) <= set(answer)
    assert answer["verdict"] == ("blocked" if rules else "allowed")
    assert {rule["id"] for rule in answer["rules"]} == rules
    assert (answer["next_lawful_utc"], answer["next_lawful_local"]) == (utc, local)
    assert all(set(rule) == {"id", "pack", "version", "confidence", "reason"} for rule in answer["rules"])
    assert ("verification" in (answer["needs"] or "")) == (number == "21")


@pytest.mark.parametrize(
    ("country", "role", "number"), [("CN", "creditor", "1"), ("US", "debt_buyer", "9"), ("IE", "creditor", "16"), ("TW", "creditor", "18")]
)
def test_packs_are_found_from_the_country(country: str, role: str, number: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    question, rules, utc, _ = VECTORS[number]
    left = {key: value for key, value in question.items() if key != "packs"} | {"country": country, "role": role}
    answer = ask(capsys, tmp_path, left)
    assert {rule["id"] for rule in answer["rules"]} == rules
    assert answer["next_lawful_utc"] == utc


def held(kind: str, message_class: str, packs: list[str], zone: str, **more: object) -> Facts:
    hold = {"type": kind, "scope": "debtor", "start": "2026-11-01", "end": None}
    return facts(packs, "2026-11-24T12:00:00Z", zone, "email", holds=[hold], **{"class": message_class}, **more)


@pytest.mark.parametrize(
    ("kind", "message_class", "packs", "zone", "rules"),
    [
        ("SIGNED_PLAN", "collection", ["CN"], CN, {"HOLD-SIGNED_PLAN", "CN-CARD-HOLD"}),
        ("AGREEMENT", "collection", ["CN"], CN, {"HOLD-SIGNED_PLAN", "CN-CARD-HOLD"}),
        ("SIGNED_PLAN", "service", ["CN"], CN, set()),
        ("MORATORIUM", "service", ["UK"], "Europe/London", set()),
        ("BREATHING", "collection", ["UK"], "Europe/London", {"HOLD-MORATORIUM", "UK-BS60"}),
        ("BREATHING", "statutory", ["UK"], "Europe/London", set()),
        ("CEASE", "statutory", ["US-REGF"], NY, set()),
        ("CEASE", "collection", ["US-REGF"], NY, {"HOLD-CEASE", "US-CEASE"}),
        ("CEASE", "service", ["US-REGF"], NY, {"HOLD-CEASE", "US-CEASE"}),
        ("COUNSEL", "legal", ["US-REGF"], NY, set()),
        ("COUNSEL", "statutory", ["US-REGF"], NY, {"HOLD-COUNSEL", "US-ATTY"}),
        ("BANKRUPT", "collection", ["HK"], "Asia/Hong_Kong", {"HOLD-INSOLVENCY", "HK-BKR"}),
        ("OPT_OUT", "collection", ["US-REGF"], NY, {"HOLD-OPT_OUT", "US-OPTOUT-STOP"}),
        ("SUNSPOTS", "service", ["CN"], CN, {"HOLD-DATA"}),
    ],
)
def test_logical_vectors_of_holds(
    kind: str, message_class: str, packs: list[str], zone: str, rules: set[str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    question = held(kind, message_class, packs, zone)
    question["at"] = "2026-11-24T13:00:00Z" if zone != NY else "2026-11-24T15:00:00Z"
    answer = ask(capsys, tmp_path, question)
    assert {rule["id"] for rule in answer["rules"]} == rules
    assert answer["next_lawful_utc"] is None
    assert bool(answer["needs"]) == bool(rules)


def test_the_plan_hold_lifts_when_the_installment_is_missed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    question = facts(["CN"], "2026-11-24T04:00:00Z", CN, "call", holds=[{"type": "SIGNED_PLAN", "scope": "case", "start": "2026-09-01", "end": "2026-11-23"}])
    assert ask(capsys, tmp_path, question)["verdict"] == "allowed"
    question["holds"][0]["end"] = "2026-11-24"
    answer = ask(capsys, tmp_path, question)
    assert answer["next_lawful_local"] == "2026-11-25T08:00:00+08:00"


def test_a_contact_person_who_refused_is_never_contacted(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    answer = ask(capsys, tmp_path, facts(["CN"], "2026-11-24T04:00:00Z", CN, "call", recipient="contact_person"))
    assert {rule["id"] for rule in answer["rules"]} == {"THIRD-PARTY", "CN-3P", "CN-3P-CBA"}
    assert answer["next_lawful_utc"] is None


def test_a_wrong_party_blocks_the_address_for_every_case(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    met = [event("2026-10-01T04:00:00Z", "wrong party", "C-9", address="+86 138 0000 0000") | {"debtor_id": "D-9"}]
    question = facts(["CN"], "2026-11-24T04:00:00Z", CN, "call", history=met, address="+86-138-0000-0000")
    answer = ask(capsys, tmp_path, question)
    assert {rule["id"] for rule in answer["rules"]} == {"HOLD-WRONG_PARTY"}
    assert ask(capsys, tmp_path, question | {"address": "+86 139 0000 0000"})["verdict"] == "allowed"


@pytest.mark.parametrize("pack", ["CN", "TW", "HK", "US-REGF", "US-MA", "UK", "IE", "EU", "STRICT"])
@pytest.mark.parametrize("address", ["hr@firm.example", "Info@firm.example", "personnel+x@firm.example", "office.2@firm.example"])
def test_role_mailboxes_are_blocked_in_every_pack(pack: str, address: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    question = facts([pack], "2026-11-24T18:00:00Z", NY, "letter" if pack == "TW" else "email", address=address)
    answer = ask(capsys, tmp_path, question)
    assert {rule["id"] for rule in answer["rules"]} == {"ROLE-ADDRESS"}
    assert ask(capsys, tmp_path, question | {"address": "ada.inform@firm.example"})["verdict"] == "allowed"


@pytest.mark.parametrize(
    "change",
    [{"zones": []}, {"zones": ["Mars/Base"]}, {"zones": ["Factory"]}, {"channel": "pigeon"}, {"channel": ""}, {"packs": ["XX"]}, {"packs": ["CN", "XX"]},
     {"class": "gossip"}],
)  # fmt: skip
def test_what_is_unknown_blocks(change: Facts, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    answer = ask(capsys, tmp_path, facts(["CN"], "2026-11-24T04:00:00Z", CN, "call") | change)
    assert answer["verdict"] == "blocked"
    assert "HOLD-DATA" in {rule["id"] for rule in answer["rules"]}
    assert answer["next_lawful_utc"] is None
    assert answer["needs"]


def test_a_calendar_without_the_year_blocks_where_a_rule_needs_it(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    answer = ask(capsys, tmp_path, facts(["STRICT"], "2027-03-02T04:00:00Z", CN, "call"))
    assert {rule["id"] for rule in answer["rules"]} == {"HOLD-DATA"}
    assert "CN" in answer["needs"]
    assert ask(capsys, tmp_path, facts(["CN"], "2027-03-02T04:00:00Z", CN, "call"))["verdict"] == "allowed"


@pytest.mark.parametrize(("clock", "verdict"), [("15:59", "blocked"), ("16:00", "allowed"), ("01:59", "allowed"), ("02:00", "blocked")])
def test_us_location_unknown_means_all_zones_of_the_48_states(clock: str, verdict: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    question = facts(["US-REGF"], f"2026-11-24T{clock}:00Z", NY, "call", country="US") | {"zones": []}
    assert ask(capsys, tmp_path, question)["verdict"] == verdict


def test_rows_that_are_not_law_never_say_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for pack, zone, law in (("CN", CN, True), ("TW", "Asia/Taipei", False), ("STRICT", CN, False)):
        answer = ask(capsys, tmp_path, facts([pack], "2026-11-24T22:00:00Z", zone, "call"))
        assert all(rule["reason"].startswith("The rule says") == law for rule in answer["rules"])
        assert any("not law" in warning for warning in answer["warnings"]) != law


def test_the_last_place_of_a_cap_and_old_packs_are_warned_of(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    answer = ask(capsys, tmp_path, facts(["CN"], "2026-11-24T08:00:00Z", CN, "call", history=TALKS[:2]))
    assert answer["verdict"] == "allowed"
    assert any("CN-FREQ-3PD" in warning for warning in answer["warnings"])
    late = ask(capsys, tmp_path, facts(["CN"], "2027-06-24T08:00:00Z", CN, "call"))
    assert sum("CN" in warning for warning in late["warnings"]) == 2


def test_a_pack_that_nobody_checked_for_a_year_falls_to_strict(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    question = facts([], "2027-11-24T13:30:00Z", CN, "call", country="CN", role="creditor")
    answer = ask(capsys, tmp_path, question)
    assert "STRICT-WIN" in {rule["id"] for rule in answer["rules"]}
    assert any("year" in warning for warning in answer["warnings"])


def test_policy_of_the_house_may_be_overridden_and_law_may_not(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    passed = [{"rule": rule, "by": "Ines", "reason": "asked for an evening call"} for rule in ("UK-WIN", "CN-WIN-GBT", "STRICT-WIN", "HOLD-DISPUTE")]
    answer = ask(capsys, tmp_path, facts(["UK"], "2026-11-24T20:30:00Z", "Europe/London", "call", overrides=passed))
    assert answer["verdict"] == "allowed"
    assert any("Ines" in warning for warning in answer["warnings"])
    assert ask(capsys, tmp_path, facts(["CN"], "2026-11-24T15:00:00Z", CN, "call", overrides=passed))["verdict"] == "blocked"
    assert ask(capsys, tmp_path, facts(["STRICT"], "2026-11-24T15:00:00Z", CN, "call", overrides=passed))["verdict"] == "blocked"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"surprise": 1}, "surprise"), ({"at": "2026-11-24T04:00:00"}, "at"), ({"at": None}, "at"), ({"at": "2026-13-24T04:00:00Z"}, "at"), ({"at": 5}, "at"),
        ({"history": [{"at": "yesterday", "channel": "call"}]}, "history[0].at"),
        ({"history": [{"at": "2026-11-24T04:00:00Z", "channel": "drum"}]}, "history[0].channel"),
        ({"history": [{"at": "2026-11-24T04:00:00Z", "channel": "call", "who": "x"}]}, "history[0]"), ({"holds": [{"scope": "case"}]}, "type"),
        ({"holds": [{"type": "CEASE", "scope": "planet"}]}, "holds[0].scope"), ({"holds": [{"type": "CEASE", "start": "24.11.2026"}]}, "holds[0].start"),
        ({"holds": 5}, "holds"), ({"zones": "Asia/Shanghai"}, "zones"), ({"zones": [5]}, "zones[0]"),
        ({"channel": 7}, "channel"), ({"packs": [""]}, "packs[0]"),
        ({"overrides": [{"rule": "UK-WIN"}]}, "by"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_stops_and_says_where(change: Facts, place: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    error = ask(capsys, tmp_path, facts(["CN"], "2026-11-24T04:00:00Z", CN, "call") | change, code=2)["error"]
    assert error["code"] == "X-OPTION"
    assert place in error["found"]


def test_by_options(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["gate", "--country", "CN", "--role", "creditor", "--debt-class", "consumer", "--channel", "call", "--zone", "Asia/Shanghai"]
    words += ["--at", "2026-11-23T23:59:00Z"]
    assert cli.main(words) == 0
    said = capsys.readouterr().out
    assert said.startswith("No:")
    assert "2026-11-24T08:00:00+08:00" in said
    assert "CN-WIN-GBT (CN, version 2026.11.0, checked 2026-11-23)" in said
    assert "not legal advice" in said
    assert cli.main([*words[:-1], "2026-11-24T00:00:00Z"]) == 0
    assert capsys.readouterr().out.startswith("Yes:")


@pytest.mark.parametrize(
    "words", [["--channel", "call"], ["--at", "2026-11-24T00:00:00Z"], ["--at", "now", "--channel", "call"], ["--file", "x.json", "--country", "CN"]]
)
def test_options_that_do_not_fit(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["gate", *words, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] in {"X-OPTION", "X-NOT-FOUND"}


def test_without_a_zone_the_options_block_as_a_file_does(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["gate", "--country", "CN", "--role", "creditor", "--debt-class", "consumer", "--channel", "call", "--at", "2026-11-24T02:00:00Z", "--json"]
    assert cli.main(words) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["verdict"], [rule["id"] for rule in answer["rules"]]) == ("blocked", ["HOLD-DATA"])
    assert cli.main([*words, "--zone", "Asia/Shanghai"]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "allowed"
