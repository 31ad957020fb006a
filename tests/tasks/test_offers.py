"""``offers`` at its door: figures as the contract writes them, what-ifs, several debts of one debtor, and words in the ledger's language."""

from __future__ import annotations

from pathlib import Path

import pytest

from pyaddin.entrypoints import say, say_talk
from pyaddin.tasks.outcome import Outcome
from tests.stories.desk import Answer, Office, case, contact, day, debtor, hold, installments, money

C1 = "C-00001"
BUDGET = {"Debtor ID": "D-00001", "Taken on": day("11-09"), "Income": money(1800), "Housing": money(1100), "Food": money(600), "Evidence": "payslip"}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Ann owes 600 since 2 November, and 300 in a second case that is not due yet."""
    rows = {
        "Debtors": [debtor()], "Cases": [case(), case(2)], "Installments": [*installments(1, ["11-02"], 600), *installments(2, ["2027-03-01"], 300)],
        "Contacts": [contact(1, "2026-11-04 10:00", "call", "reached", Reason_code="ILLNESS")], "Budgets": [BUDGET],
    }  # fmt: skip
    return Office(tmp_path).new(rows)


def ask(office: Office, *words: str) -> Answer:
    return office.run("offers", "--case", C1, "--as-of", "2026-11-10", *words)


def test_the_surplus_is_shared_between_the_debtors_cases(office: Office) -> None:
    answer = ask(office)
    budget = answer["budget"]
    assert (budget["surplus"], budget["share"], budget["costs"]) == ("100.00", "66.67", "1700.00")
    assert [(share["name"], share["amount"]) for share in budget["shares"]] == [("case", "66.67"), ("C-00002", "33.33")]
    assert answer["outstanding"] == "600.00"
    assert answer["valid_until"] == "2026-11-24"
    third = answer["offers"][2]
    assert {name: third[name] for name in ("number", "kind", "plan_kind", "amount", "count", "total", "waived", "cost", "surplus_left", "needs_approval")} == {
        "number": 3, "kind": "installment", "plan_kind": "installment", "amount": "66.00", "count": 10, "total": "600.00", "waived": "0.00", "cost": "0.00",
        "surplus_left": "34.00", "needs_approval": False,
    }  # fmt: skip
    assert third["rows"][-1] == {"no": 10, "due_on": "2027-09-10", "amount": "6.00", "principal": "6.00", "interest": "0.00"}
    assert third["chance"]["word"] == "good"
    assert [offer["number"] for offer in answer["offers"]] == list(range(1, len(answer["offers"]) + 1))
    settlement = next(offer for offer in answer["offers"] if offer["kind"] == "settlement")
    assert (settlement["available"], settlement["total"], settlement["rows"]) == (False, None, [])
    assert "from 90 days on" in settlement["why"]


def test_nothing_is_written(office: Office) -> None:
    before = office.path.read_bytes()
    ask(office, "--count", "4", "--income-change", "5%")
    assert office.path.read_bytes() == before
    assert [path.name for path in office.path.parent.iterdir()] == [office.path.name]


def test_what_if_and_counts(office: Office) -> None:
    answer = ask(office, "--count", "4", "--count", "9", "--income-change", "60", "--first-due", "2026-12-15")
    assert answer["budget"]["surplus"] == "40.00"
    assert answer["notes"][0] == "A what-if: the ledger's budget is unchanged."
    counts = [(offer["count"], offer["amount"], offer["first_due"]) for offer in answer["offers"] if offer["kind"] == "installment"]
    assert counts[1:] == [(4, "150.00", "2026-12-15"), (9, "66.67", "2026-12-15")]
    assert counts[0][1] == "26.00"


def test_what_fails_if_less_comes_in_is_named(office: Office) -> None:
    office.type("Installments", *installments(1, ["12-02", "2027-01-02"], 90, first=2))
    assert ask(office)["out_of_reach"] == []
    less = ask(office, "--income-change", "20")
    assert [(row["no"], row["due_on"], row["open"]) for row in less["out_of_reach"]] == [(2, "2026-12-02", "90.00"), (3, "2027-01-02", "90.00")]
    assert less["notes"][-1] == "2 installments that fall due from 2026-12-02 on, up to 90.00, are above the surplus of 80.00 a month."


@pytest.mark.parametrize(
    ("words", "column"), [(("--income-change", "a lot"), "income_change"), (("--count", "0"), "counts")]
)
def test_what_cannot_be_asked_names_its_option(office: Office, words: tuple[str, ...], column: str) -> None:
    answer = ask(office, *words)
    assert (answer.code, answer.error, answer["error"]["column"]) == (2, "X-OPTION", column)


def test_a_case_that_is_not_there(office: Office) -> None:
    assert office.run("offers", "--case", "C-9").error == "X-CASE"


def test_nobody_is_offered_anything_while_insolvent(office: Office) -> None:
    office.type("Holds", hold(1, "H-00001", "INSOLVENCY", "11-05"))
    assert {offer["why"] for offer in ask(office)["offers"]} == {"there is nobody to agree with: insolvency was notified"}


def test_the_clerk_reads_them_side_by_side_in_the_ledgers_language(office: Office) -> None:
    english = say_talk.offers(ask(office).data, "en")
    assert english[0] == "Offers for C-00001 (Ann Lee) as of 2026-11-10: 600.00 GBP is owed. Good until 2026-11-24."
    assert english[2] == "Shares: this case 66.67, C-00002 33.33."
    assert any(line.startswith("3    Monthly installments") and "9 x 66.00, then 6.00" in line for line in english)
    assert any(line.startswith("3. good (") and "within" in line for line in english)
    assert any(line.startswith("8. Not possible: ") for line in english)
    office.setting("ledger_language", "zh-TW")
    chinese = say.lines(Outcome("offers", ask(office).data))
    assert chinese[0].startswith("C-00001（Ann Lee）的還款方案，截至 2026-11-10：欠款 600.00 GBP")
    assert any(line.startswith("8. 不可用：逾期 8 天") for line in chinese)
