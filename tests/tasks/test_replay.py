"""A past date, twice: from the facts known now and from those known then; the same question gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from pyaddin.history.audit import audit_path
from tests.stories.desk import Office, case, contact, day, debtor, installments, money, payment, plan, promise

START = date(2026, 11, 23)


class Month:
    """A sample ledger through four weeks of runs, entries and typing, and what assess said on each day when it was today."""

    def __init__(self, folder: Path) -> None:
        self.office = Office(folder)
        assert self.office.run("new", "--sample", "20", "--seed", "1", "--as-of", START.isoformat()).code == 0
        self.said: dict[str, Mapping[str, Any]] = {}
        for week in range(4):
            monday, thursday = START + timedelta(days=7 * week), START + timedelta(days=7 * week + 3)
            self.office.run("weekly", "--as-of", monday.isoformat(), "--by", "T")
            self._remember(monday)
            owing = [case["case_id"] for case in self.said[monday.isoformat()]["cases"] if case["arrears"] not in ("0", "0.00")]
            one, two = owing[week % len(owing)], owing[(week + 3) % len(owing)]
            self.office.run("pay", "--case", one, "--amount", "20", "--on", thursday.isoformat(), "--as-of", thursday.isoformat(), "--by", "M")
            self.office.type("Payments", {"Payment ID": None, "Case ID": two, "Value date": monday - timedelta(days=2), "Amount": money(7)})  # entered late
            self.office.run("daily", "--as-of", thursday.isoformat(), "--by", "T")
            self._remember(thursday)
        self.late = owing
        self.days = [*self.said, *((START + timedelta(days=7 * week + 5)).isoformat() for week in range(4))]
        assert len(self.days) == 12

    def _remember(self, on: date) -> None:
        self.said[on.isoformat()] = self.office.run("assess", "--as-of", on.isoformat()).data


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    return Month(tmp_path_factory.mktemp("month"))


def told(answer: Any) -> str:
    return json.dumps(answer.data, ensure_ascii=False, sort_keys=True)


def test_as_known_then_every_day_comes_out_as_it_came_out_then(month: Month) -> None:
    for on, said in month.said.items():
        again = month.office.run("assess", "--as-of", on, "--known-on", on)
        assert again["cases"] == said["cases"], on


def test_as_known_now_a_payment_entered_later_counts_from_its_value_date(month: Month) -> None:
    differ = [on for on, said in month.said.items() if owed(month.office.run("assess", "--as-of", on)["cases"]) != owed(said["cases"])]
    assert differ == [(START + timedelta(days=7 * week)).isoformat() for week in range(4)]  # money of the Saturday before, typed after the Monday


def owed(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without what is to be done: a message that waited for its release on that day and was taken back since waits no longer, as known now."""
    return [{name: value for name, value in one.items() if name not in {"next_action", "next_action_on", "why", "rules"}} for one in cases]


def test_twelve_past_dates_asked_twice_give_the_same_bytes(month: Month, tmp_path: Path) -> None:
    before = month.office.bytes()
    for on in month.days:
        for words in (("--as-of", on), ("--known-on", on)):
            assert told(month.office.run("assess", *words)) == told(month.office.run("assess", *words)), (on, words)
        one = month.late[0]
        assert told(month.office.run("explain", "--case", one, "--known-on", on)) == told(month.office.run("explain", "--case", one, "--known-on", on))
    assert month.office.bytes() == before


def test_letters_previews_and_statements_of_a_past_day_are_the_same_bytes(month: Month, tmp_path: Path) -> None:
    one, papers = month.late[0], list[dict[str, bytes]]()
    days = month.days[::3]  # two Mondays, a Thursday and a Saturday; that all twelve give the same figures is shown above
    for time in ("first", "second"):
        out = tmp_path / time
        for on in days:
            for command, words in (
                ("statement", ()), ("letter", ("--template", "reminder_1")), ("preview", ("--channel", "letter")),
            ):  # fmt: skip
                template = ("reminder_1",) if command == "preview" else ()
                answer = month.office.run(command, *template, "--case", one, "--known-on", on, "--out", str(out / on / command), *words)
                assert answer.code == 0, answer.data
        papers.append({str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()})
    assert papers[0] == papers[1]
    assert sum(name.endswith(".pdf") for name in papers[0]) == 3 * len(days) == 12


def test_an_instant_and_days_before_the_chain(month: Month) -> None:
    first = month.office.run("changes", "--since", "2026-11-23")["changes"][0]
    assert (first["seq"], first["kind"]) == (1, "first")
    at_once = month.office.run("assess", "--known-on", first["at"])
    assert at_once["as_of"] == "2026-11-23"
    evening = month.office.run("assess", "--known-on", "2026-11-23")
    assert [case["level_now"] for case in at_once["cases"]] != [case["level_now"] for case in evening["cases"]]  # the run of the day came in between
    for known_on, code in (("2026-11-01", "X-HISTORY"), ("yesterday", "X-OPTION"), ("2026-11-24T08:00", "X-OPTION")):
        assert month.office.run("assess", "--known-on", known_on).error == code


def test_without_a_chain_what_was_known_cannot_be_told(tmp_path: Path) -> None:
    office = Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["10-20"])})
    answer = office.run("assess", "--known-on", "2026-11-23")
    assert (answer.code, answer.error) == (2, "X-HISTORY")
    assert not audit_path(office.path).exists()


# the facts known now, as of an earlier day


def dated(folder: Path, **tables: Any) -> Office:
    rows = {"Debtors": [debtor()], "Cases": [case(Opened_on=day("01-05"))], "Installments": installments(1, ["10-20", "11-20"])}
    return Office(folder).new(rows | tables)


def test_a_payment_counts_from_its_value_date_and_until_it_was_reversed(tmp_path: Path) -> None:
    office = dated(tmp_path, Payments=[payment(1, "11-10", 100, "P-1", Reversed_on=day("11-25"))])
    assert [office.assess(on)["arrears"] for on in ("11-09", "11-10", "11-24", "11-25")] == ["100.00", "0.00", "100.00", "200.00"]


def test_moves_contacts_and_levels_of_later_do_not_count(tmp_path: Path) -> None:
    office = dated(tmp_path)
    office.weekly("11-23")
    office.type("Contacts", contact(1, "2026-11-25 15:00", "call", "reached", Reason_code="FORGOT"))
    office.weekly("11-30")
    office.weekly("12-07")
    early, late = office.assess("11-24"), office.assess("12-08")
    assert (early["stage_now"], early["level_now"]) == ("CONTACT", 1)
    assert (late["stage_now"], late["level_now"]) != ("CONTACT", 1)
    assert (office.assess("11-22")["stage_now"], office.assess("11-22")["level_now"]) == ("", 0)


def test_a_promise_judged_later_is_open_and_one_made_later_is_not_there(tmp_path: Path) -> None:
    office = dated(tmp_path, Promises=[promise(1, "R-1", "11-16", 50, "11-24")])
    office.weekly("11-23")
    office.weekly("12-07")
    assert office.row("Promises", "R-1")["Status"] == "broken"
    assert [p["status"] for p in office.assess("11-24")["promises"]] == ["open"]
    assert office.assess("11-15")["promises"] == []


def test_a_plan_signed_later_is_only_proposed_and_an_outcome_of_later_is_not_known(tmp_path: Path) -> None:
    rows = installments(1, ["12-01", "12-15"], 100, plan="L-1")
    office = dated(tmp_path, Plans=[plan(1, "L-1", 200, "11-21", "11-25")], Installments=installments(1, ["10-20", "11-20"]) + rows)
    assert office.assess("11-24")["plan"] is None or office.assess("11-24")["plan"]["status"] == "proposed"
    assert office.assess("11-26")["plan"] == {"id": "L-1", "status": "performing"}
    assert {row["plan_id"] for row in office.assess("11-20")["installments"]} == {""}
    office.set("Cases", {"Case ID": "C-00001"}, Outcome="WRITTEN_OFF", Outcome_on=day("12-01"), Approved_by="Li Na", Outcome_by="Mary Webb")
    assert office.assess("11-30")["outcome"] == ""
