"""One debtor with several debts hears of them in one message; chosen cases are reminded under the same rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.desk import SUPERVISOR, Office, case, day, debtor, hold, installments, money, payment, words_of


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Ann has two debts, late since the same day; Bob has one."""
    rows = {
        "Debtors": [debtor(1), debtor(2)],
        "Cases": [case(1, Late_fee=money(5)), case(2, 1, Product="Table", Late_fee=money(7)), case(3, 2)],
        "Installments": [*installments(1, ["11-20"]), *installments(2, ["11-20"], 300), *installments(3, ["11-20"])],
    }
    return Office(tmp_path).new(rows)


def test_two_debts_at_one_level_go_in_one_message_and_both_climb(office: Office) -> None:
    answer = office.weekly("11-23")
    assert len(office.emails()) == 2
    told = [m["case_id"] for m in answer["messages"] if m["result"] == "sent"]
    assert told in (["C-00002", "C-00003"], ["C-00003", "C-00002"])
    text = words_of(office.mail(answer, 2))
    assert "Table" in text
    assert "C-00001" in text
    assert "100.00" in text
    assert "300.00" in text
    assert (office.stage(1), office.stage(2)) == (("CONTACT", 1), ("CONTACT", 1))
    rows = {row["Key"]: row for row in office.sheet("Contacts")}
    assert rows["C-00001|1|reminder|1"]["Message ID"] == rows["C-00002|1|reminder|1"]["Message ID"]
    assert rows["C-00001|1|reminder|1"]["Why"].endswith("Listed in the message about case C-00002.")
    assert office.clean()


def test_each_debts_late_fee_is_charged_once_and_named(office: Office) -> None:
    office.weekly("11-23")
    answer = office.weekly("11-30")
    assert sorted((row["Key"], row["Amount"]) for row in office.sheet("Adjustments")) == [("C-00001|1|fee|2", 5), ("C-00002|1|fee|2", 7)]
    text = words_of(office.mail(answer, 2))
    assert "307.00" in text
    assert "105.00" in text
    office.weekly("11-30")
    office.weekly("12-01")
    assert len(office.sheet("Adjustments")) == 2
    assert office.clean()


def test_a_debt_under_a_hold_is_not_mentioned(office: Office) -> None:
    office.type("Holds", hold(1, "H-00001", "DISPUTE", "11-21"))
    answer = office.weekly("11-23")
    text = words_of(office.mail(answer, 2))
    assert "C-00001" not in text
    assert office.stage(1) == ("CONTACT", 0)


def test_debts_at_two_levels_take_turns(office: Office) -> None:
    office.weekly("11-23")
    office.type("Cases", case(4, 1, Product="Lamp"))
    office.type("Installments", *installments(4, ["11-28"], 50))
    answer = office.weekly("11-30")
    mine = {m["case_id"]: m["result"] for m in answer["messages"] if m["case_id"] in ("C-00001", "C-00002", "C-00004")}
    assert sorted(mine.values()) == ["blocked", "sent"]
    assert len([path for path in office.emails() if "W-2026-11-30" in str(path)]) == 2
    assert office.weekly("12-01").results[0][3] in ("sent", "blocked")


def test_a_released_demand_and_a_new_reminder_are_still_one_message_a_run(tmp_path: Path) -> None:
    rows = {"Debtors": [debtor()], "Cases": [case(1), case(2, 1, Product="Table")], "Installments": [*installments(1, ["11-02"]), *installments(2, ["12-06"])]}
    office = Office(tmp_path).new(rows)
    for on in ("11-09", "11-16", "11-23", "12-02"):
        office.weekly(on)
    office.run("outbox", "approve", "--key", "C-00001|1|reminder|4", "--by", SUPERVISOR)
    before = len(office.emails())
    office.weekly("12-07")
    assert len(office.emails()) == before + 1
    assert office.clean()


def test_a_dispute_about_one_debt_stops_a_released_message_about_both(office: Office) -> None:
    for on in ("11-23", "11-30", "12-07", "12-21"):
        office.weekly(on)
    items = office.run("outbox", "list")["items"]
    key = next(item["key"] for item in items if item["key"].startswith("C-00002"))
    assert office.run("outbox", "approve", "--key", key, "--by", SUPERVISOR).code == 0
    office.type("Holds", hold(1, "H-00001", "DISPUTE", "12-22"))
    answer = office.weekly("12-22")
    assert not [m for m in answer["messages"] if m["level"] == 4 and m["result"] == "sent"]
    rows = [row for row in office.sheet("Contacts") if row["Key"] == key]
    assert [row["Result"] for row in rows] == ["blocked", "queued"]  # made anew, without the disputed debt
    assert "HOLD-DISPUTE" in rows[0]["Why"]
    assert office.clean()


# --- remind ---------------------------------------------------------------------------------------------------------


def test_remind_sends_for_the_named_case_only(office: Office) -> None:
    answer = office.run("remind", "--case", "C-00003", "--as-of", "2026-11-23")
    assert answer.results == [("C-00003", "reminder", 1, "sent")]
    assert office.stage(3) == ("CONTACT", 1)
    assert (office.stage(1), office.stage(2)) == ((None, None), (None, None))
    run = office.sheet("Runs")[0]
    assert (run["Run ID"], run["Kind"]) == ("B-2026-11-23", "button")
    weekly = office.weekly("11-23")
    assert [m["case_id"] for m in weekly["messages"] if m["result"] == "sent"] == ["C-00002"]
    assert office.clean()


def test_remind_of_the_smaller_debt_still_reminds(office: Office) -> None:
    answer = office.run("remind", "--case", "C-00001", "--as-of", "2026-11-23")
    assert answer.results == [("C-00001", "reminder", 1, "sent")]
    assert office.stage(1) == ("CONTACT", 1)
    assert office.clean()


def test_remind_of_two_debts_of_one_debtor_is_one_message(office: Office) -> None:
    answer = office.run("remind", "--case", "C-00001", "--case", "C-00002", "--as-of", "2026-11-23")
    assert [m["result"] for m in answer["messages"]] == ["sent"]
    assert (office.stage(1), office.stage(2)) == (("CONTACT", 1), ("CONTACT", 1))


def test_remind_obeys_gap_hold_and_order_of_levels(office: Office) -> None:
    office.weekly("11-23")
    answer = office.run("remind", "--case", "C-00003", "--as-of", "2026-11-28")
    assert [m for m in answer["messages"] if m["result"] == "sent"] == []
    assert "gap of 6 days" in office.run("assess", "--case", "C-00003", "--as-of", "2026-11-28")["cases"][0]["why"]
    office.type("Holds", hold(3, "H-00001", "DISPUTE", "11-29"))
    answer = office.run("remind", "--case", "C-00003", "--as-of", "2026-11-30")
    assert answer.results == [("C-00003", "reminder", 2, "blocked")] or answer.results == []
    assert len(office.emails()) == 2


def test_remind_uses_the_channel_that_is_asked_for(office: Office) -> None:
    answer = office.run("remind", "--case", "C-00003", "--channel", "call", "--as-of", "2026-11-23")
    assert [(m["channel"], m["result"]) for m in answer["messages"]] == [("call", "queued")]
    assert office.emails() == []
    assert office.today(3) == ["Contact by phone call"]
    before = office.bytes()
    office.run("remind", "--case", "C-00003", "--channel", "call", "--as-of", "2026-11-23", "--dry-run")
    assert office.bytes() == before


def test_remind_never_uses_a_channel_that_was_refused(office: Office) -> None:
    office.set("Debtors", {"Debtor ID": "D-00002"}, Opted_out_channels="call")
    answer = office.run("remind", "--case", "C-00003", "--channel", "call", "--as-of", "2026-11-23")
    assert [m["result"] for m in answer["messages"]] == ["blocked"]


def test_remind_needs_a_known_case(office: Office) -> None:
    before = office.bytes()
    assert office.run("remind", "--case", "C-00099", "--as-of", "2026-11-23").error == "X-CASE"
    assert office.run("remind", "--as-of", "2026-11-23").error == "X-OPTION"
    assert office.bytes() == before


@pytest.mark.parametrize("word", ["--preview", "--dry-run"])
def test_a_preview_writes_nothing(office: Office, word: str) -> None:
    before = office.bytes()
    answer = office.run("remind", "--case", "C-00003", "--as-of", "2026-11-23", word)
    assert answer.results == [("C-00003", "reminder", 1, "sent")]
    assert office.bytes() == before


def test_a_payment_is_thanked_for_once(office: Office) -> None:
    office.weekly("11-23")
    office.type("Payments", payment(3, "11-24", 30), payment(3, "11-25", 20))
    answer = office.daily("11-26")
    assert answer.results == [("C-00003", "thanks", 0, "sent")]
    assert sorted(key for key, _ in office.keyed(3)) == ["C-00003|1|reminder|1", "C-00003|1|thanks|P-000001", "C-00003|1|thanks|P-000002"]
    assert office.daily("11-27").results == []
    assert office.case(3)["Arrears"] == 50
    assert office.case(3)["Next action on"] >= day("11-24")
