"""Preview: every kind of message from the rows of a ledger, nothing written, nothing made up, and what a clerk should know told."""

from __future__ import annotations

from pathlib import Path

import pytest

from pyaddin.correspondence.fields import FIELDS
from tests.stories.desk import Answer, Office, case, contact, day, debtor, installments, money, payment, plan, promise

AS_OF = "2026-11-23"
HOSTILE = "{{ 7*7 }} **Ann** [[plan_table]] <script>\u202e"


def office_of(tmp_path: Path, **more: str) -> Office:
    """Six debts: overdue with a promise, an offered plan, a plan that is kept, one that is broken, paid in full, and handed over."""
    rows = [
        *installments(1, ["10-01", "11-01", "12-01"]),
        *installments(2, ["10-01"], 300), *installments(2, ["12-15", "12-31"], 150, plan="L-00002"),
        *installments(3, ["05-01"], 300), *installments(3, ["10-15", "11-15", "12-15"], 100, plan="L-00003"),
        *installments(4, ["05-01"], 300), *installments(4, ["07-15", "08-15", "12-15"], 100, plan="L-00004"),
        *installments(5, ["09-01", "10-01"]),
        *installments(6, ["06-01"], 500),
    ]  # fmt: skip
    plans = [
        plan(2, "L-00002", 300, "11-20", Waived=money("12.50")), plan(3, "L-00003", 300, "09-10", "09-12"), plan(4, "L-00004", 300, "07-01", "07-02"),
    ]  # fmt: skip
    payments = [payment(3, "10-15", 100), payment(3, "11-15", 100), payment(4, "07-15", 100), payment(5, "09-01", 100), payment(5, "11-02", 100)]
    legal = {"Case ID": "C-00006", "Counsel": "Moss & Partners", "Asked on": day("11-10")}
    return Office(tmp_path).new(
        {
            "Debtors": [debtor(number, **(more if number == 1 else {})) for number in (1, 2, 3, 4, 5)],
            "Cases": [case(1), case(2, 2), case(3, 3), case(4, 4), case(5, 5), case(6, 1, Product="Lamp")],
            "Installments": rows, "Payments": payments, "Plans": plans, "Legal": [legal],
            "Promises": [promise(1, "R-00001", "11-20", 150, "12-01")],
            "Contacts": [contact(1, "2026-11-20 15:00", "call", "promise", Reason_code="ILLNESS")],
        }
    )  # fmt: skip


def seen(office: Office, template: str, number: int = 1, *words: str) -> Answer:
    return office.run("preview", template, "--case", f"C-{number:05d}", "--as-of", AS_OF, *words)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return office_of(tmp_path_factory.mktemp("office"))


WHAT = (
    ("reminder_1", 1, ("October 1, 2026", "£200.00")),
    ("reminder_4", 1, ("final demand", "£200.00")),
    ("missed", 1, ("Installment no. 1 of £100.00",)),
    ("notice", 1, ("installment no. 3 of £100.00", "December 1, 2026", "in 8 days")),
    ("thanks", 3, ("£100.00", "November 15, 2026")),
    ("promise", 1, ("November 20, 2026", "£150.00", "December 1, 2026")),
    ("agreement", 2, ("L-00002", "2 installments, together £300.00", "December 15, 2026", "we give up £12.50", "way to pay: Bank transfer")),
    ("checkin", 3, ("2 of 3 installments", "£100.00 is left", "no. 3 of £100.00 on December 15, 2026")),
    ("broken", 4, ("1 of 3 installments are overdue", "signed on July 2, 2026", "£100.00")),
    ("hardship", 1, ("What comes in each month",)),
    ("demand", 1, ("final demand", "£200.00", "Lamp")),
    ("handover", 6, ("Since November 10, 2026, Moss & Partners", "£500.00")),
    ("paid", 5, ("paid in full", "£100.00, received on November 2, 2026", "Balance: £0.00")),
)


@pytest.mark.parametrize(("template", "number", "facts"), WHAT, ids=[row[0] for row in WHAT])
def test_every_kind_is_worded_from_the_rows_of_the_ledger_and_nothing_is_written(office: Office, template: str, number: int, facts: tuple[str, ...]) -> None:
    before = office.bytes()
    answer = seen(office, template, number)
    assert answer.code == 0, answer.data
    assert office.bytes() == before
    text = answer["text"].replace("\u00a0", " ")
    for fact in facts:
        assert fact in text
    assert answer["template"].endswith(f"/{template}.txt")
    assert (len(answer["sha256"]), answer["files"]) == (64, [])


def test_every_kind_is_tried_here() -> None:
    assert {row[0].partition("_")[0] for row in WHAT} | {"cured", "validation"} == set(FIELDS)


def test_nothing_overdue_is_certified_only_where_it_is_so(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    assert seen(office, "cured").error == "X-OPTION"
    office.weekly("11-23")
    office.type("Payments", payment(1, "11-24", 200))
    office.weekly("11-25")
    answer = office.run("preview", "cured", "--case", "C-00001", "--as-of", "2026-11-25")
    assert answer.code == 0, answer.data
    assert "since November 2" in answer["text"]
    assert "no. 3 of £100.00, falls due on December 1, 2026" in answer["text"]
    assert office.run("preview", "cured", "--case", "C-00005", "--as-of", "2026-11-25").error == "X-OPTION"


def test_a_fact_that_the_case_lacks_is_not_made_up_and_cases_that_have_it_are_named(office: Office) -> None:
    answer = seen(office, "promise", 2)
    assert (answer.code, answer.error) == (2, "X-OPTION")
    assert answer["error"]["advice"] == "Cases that have it: C-00001."
    assert "C-00004" in seen(office, "broken", 1)["error"]["advice"]
    assert seen(office, "paid", 1).error == "X-OPTION"


@pytest.mark.parametrize("channel", ["email", "letter", "sms", "call"])
def test_each_channel_has_its_own_wording(office: Office, channel: str) -> None:
    answer = seen(office, "reminder_2", 1, "--channel", channel)
    assert (answer.code, answer["channel"]) == (0, channel)
    end = {"email": ".txt", "letter": ".txt", "sms": ".sms.txt", "call": ".call.txt"}[channel]
    assert answer["template"] == f"en/deep/reminder_2{end}"
    if channel == "sms":
        assert "£" not in answer["text"]
        assert answer["parts"] == 2
        assert any("2 parts" in warning for warning in answer["warnings"])
    if channel == "call":
        assert answer["text"].index("STOP. Go on only") < answer["text"].index("£200.00")
        assert "Reason noted last time: Illness." in answer["text"]


@pytest.mark.parametrize(
    ("template", "file"),
    [
        ("deep/reminder_2", "en/deep/reminder_2.txt"),
        ("reminder_2.sms", "en/deep/reminder_2.sms.txt"),
        ("zh-TW/deep/reminder_2.call.txt", "zh-TW/deep/reminder_2.call.txt"),
        ("any/missed", "en/any/missed.txt"),
        ("monitor/missed", "en/monitor/missed.txt"),
        ("negotiate/reminder_4", "en/negotiate/reminder_4.txt"),
        ("deep\\reminder_3", "en/deep/reminder_3.txt"),
    ],
)
def test_a_wording_is_named_as_its_file_is(office: Office, template: str, file: str) -> None:
    assert seen(office, template)["template"] == file


@pytest.mark.parametrize("template", ["poem", "../../etc/passwd", "en/deep/secret/reminder_1", "reminder_1.loud", "reminder_x", "reminder_²"])
def test_a_name_that_is_no_wording_is_refused_with_the_names_that_are(office: Office, template: str) -> None:
    answer = seen(office, template)
    assert (answer.code, answer.error) == (2, "X-OPTION")
    assert "reminder_1 to reminder_4, missed" in answer["error"]["advice"]


def test_a_level_and_a_channel_without_a_file_are_named(office: Office) -> None:
    assert seen(office, "reminder_9").error == "X-TEMPLATE"
    assert "no such wording file" in seen(office, "paid", 5, "--channel", "sms")["error"]["found"]


def test_the_debtors_channel_and_language_are_used_and_an_unknown_case_is_refused(tmp_path: Path) -> None:
    office = office_of(tmp_path, Language="zh-CN", Preferred_channel="letter")
    answer = seen(office, "reminder_1")
    assert (answer["language"], answer["channel"]) == ("zh-CN", "letter")
    assert seen(office, "reminder_1", 1, "--language", "en", "--channel", "email")["template"] == "en/contact/reminder_1.txt"
    assert seen(office, "reminder_1", 77).error == "X-CASE"


def test_the_files_hold_what_was_shown(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    answer = seen(office, "reminder_3", 1, "--out", str(tmp_path / "look"))
    text, page = (Path(file) for file in answer["files"])
    assert text.read_text(encoding="utf-8").endswith(answer["text"])
    assert "<html" in page.read_text(encoding="utf-8")
    answer = seen(office, "demand", 1, "--channel", "letter", "--out", str(tmp_path / "look"))
    text, pdf = (Path(file) for file in answer["files"])
    assert answer["text"] == text.read_text(encoding="utf-8").split("\n\n", 1)[1]
    assert pdf.read_bytes().startswith(b"%PDF")


def test_hostile_names_stay_names(tmp_path: Path) -> None:
    office = office_of(tmp_path, Name=HOSTILE)
    answer = seen(office, "promise", 1, "--out", str(tmp_path / "look"))
    assert "{{ 7*7 }} **Ann** [[plan_table]] <script>" in answer["text"]
    assert "\u202e" not in answer["text"]
    assert "<script>" not in Path(answer["files"][1]).read_text(encoding="utf-8")


def test_what_a_rule_pack_would_miss_is_told(tmp_path: Path) -> None:
    office = office_of(tmp_path, Country="US")
    office.setting("actor_role", "agency")
    assert seen(office, "reminder_1")["warnings"] == []  # the program adds by itself that it is from a debt collector
    assert "US-SMS60" in " ".join(seen(office, "reminder_1", 1, "--channel", "sms")["warnings"])


def test_a_validation_notice_is_shown_to_an_agency_and_to_no_creditor(tmp_path: Path) -> None:
    office = office_of(tmp_path, Country="US")
    assert "nothing that this message could be about" in seen(office, "validation").data["error"]["found"]
    for key, value in (("actor_role", "agency"), ("current_creditor", "Bank of Rockville"), ("itemization_creditor", "Main Street Stores")):
        office.setting(key, value)
    office.set("Cases", {"Case ID": "C-00001"}, Product="Store card 4000 1234 5678 9010")
    answer = seen(office, "validation")
    assert answer["warnings"] == []
    for said in ("Bank of Rockville", "Main Street Stores", "account number ending in 9010", "Total amount of the debt now"):
        assert said in answer["text"]
