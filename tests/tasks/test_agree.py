"""``agree`` and ``versions``: from terms to a plan row with its installments, signatures, approvals, re-plans, withdrawals, and every refusal."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pyaddin.ledger.closed import ClosedBook
from tests.stories.desk import SUPERVISOR, Answer, Office, case, day, debtor, hold, installments, money, payment, plan

C1 = "C-00001"
TERMS = ("--count", "4", "--first-due", "2026-12-15", "--frequency", "monthly")
SIGNED = ("--debtor-signed", "2026-11-18", "--creditor-signed", "2026-11-18", "--evidence", "agreements/1.pdf")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Ann owes 100 since 2 November and 100 more on 2 December."""
    return Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["11-02", "12-02"])})


def agree(office: Office, *words: str, on: str = "11-18", by: str = "Mary Webb") -> Answer:
    return office.run("agree", *words, "--as-of", day(on).isoformat(), "--by", by)


def proposed(office: Office, *words: str, on: str = "11-18") -> Answer:
    answer = agree(office, "--case", C1, *TERMS, *words, on=on)
    assert answer.code == 0, answer.data
    return answer


def refused(office: Office, answer: Answer, code: str, column: str) -> str:
    """The refusal names code and column, nothing was written. Returns its words."""
    assert (answer.code, answer.error, answer.data["error"]["column"]) == (2, code, column), answer.data
    return str(answer.data["error"]["found"])


def rows_of(office: Office, plan_id: str) -> list[tuple[Any, ...]]:
    return [(r["No"], r["Due on"], r["Principal"], r["Status"]) for r in office.sheet("Installments") if r["Plan ID"] == plan_id]


def test_terms_become_a_plan_and_its_installments_and_count_in_no_sum_before_the_signatures(office: Office) -> None:
    answer = proposed(office)
    row = office.row("Plans", "L-000001")
    assert (row["Version"], row["Kind"], row["Status"], row["Total"], row["Count"], row["Proposed by"]) == (1, "installment", "proposed", 200, 4, "Mary Webb")
    due = [day(text) for text in ("12-15", "2027-01-15", "2027-02-15", "2027-03-15")]
    assert rows_of(office, "L-000001") == [(no, on, 50, "open") for no, on in enumerate(due, start=1)]
    assert (office.case()["Arrears"], office.case()["Outstanding"], office.sheet("Holds")) == (100, 200, [])
    assert (answer["plan"]["balance"], answer["plan"]["needs"], answer["notes"]) == ("200.00", [], [])
    assert office.clean()


def test_both_signatures_and_evidence_make_it_count(office: Office) -> None:
    proposed(office)
    agree(office, "--plan", "L-000001", "--debtor-signed", "2026-11-18")
    assert (office.row("Plans", "L-000001")["Status"], office.case()["Outstanding"], office.case()["Arrears"]) == ("proposed", 200, 100)
    assert refused(office, agree(office, "--plan", "L-000001", "--creditor-signed", "2026-11-18"), "E-PLAN-DATES", "Evidence") == ""
    answer = agree(office, "--plan", "L-000001", "--creditor-signed", "2026-11-18", "--evidence", "call 4711")
    assert answer.code == 0, answer.data
    assert (office.row("Plans", "L-000001")["Status"], office.case()["Arrears"], office.case()["Stage"]) == ("signed", 0, "MONITOR")
    assert [(h["Type"], h["Start"]) for h in office.sheet("Holds")] == [("SIGNED_PLAN", day("11-18"))]
    assert [r["Status"] for r in office.sheet("Installments")][:2] == ["superseded", "superseded"]
    assert office.clean()


def test_a_plan_signed_at_once_and_money_of_its_day_counts_for_the_rows_before(office: Office) -> None:
    office.type("Payments", payment(1, "11-18", "33.34"))
    answer = agree(office, "--case", C1, "--amount", "50", "--first-due", "2026-12-15", "--frequency", "monthly", *SIGNED)
    assert answer["plan"] | {"needs": None} == {
        "plan_id": "L-000001", "version": 1, "kind": "installment", "status": "signed", "currency": "GBP", "balance": "166.66", "total": "166.66",
        "waived": "0.00", "count": 4, "first_due": "2026-12-15", "ends_on": "2027-03-15", "agreed_on": "2026-11-18", "needs": None,
    }  # fmt: skip
    assert [row[2] for row in rows_of(office, "L-000001")] == [50, 50, 50, 16.66]
    assert office.assess("11-18")["outstanding"] == "166.66"


def test_a_due_date_on_a_day_off_moves_and_is_told(office: Office) -> None:
    answer = agree(office, "--case", C1, "--count", "2", "--first-due", "2026-12-12", "--frequency", "monthly")
    assert [row[1] for row in rows_of(office, "L-000001")] == [day("12-14"), day("2027-01-12")]
    assert answer["notes"] == ["2026-12-12 is no working day: the first installment falls due on 2026-12-14."]


def test_what_the_paper_still_lacks_is_told_with_the_proposal_and_refuses_the_signature(office: Office) -> None:
    office.setting("complaint_line", None)
    answer = proposed(office)
    assert answer["plan"]["needs"] == ["where to complain (complaint_line)"]
    assert "where to complain" in answer["notes"][0]
    assert "where to complain" in refused(office, agree(office, "--plan", "L-000001", *SIGNED), "X-AGREEMENT", "complaint_line")
    assert office.row("Plans", "L-000001")["Status"] == "proposed"


# --- waivers and long terms


def test_a_waiver_needs_a_supervisor_who_did_not_propose_it(office: Office) -> None:
    answer = proposed(office, "--waive", "50")
    assert (answer["plan"]["total"], answer["plan"]["waived"], answer["plan"]["kind"]) == ("150.00", "50.00", "settlement")
    assert answer["plan"]["needs"] == ["a supervisor's approval of the waiver of 50.00 (limit 0)"]
    assert "approval of the waiver" in refused(office, agree(office, "--plan", "L-000001", *SIGNED), "X-AGREEMENT", "Approved by")
    refused(office, agree(office, "--plan", "L-000001", *SIGNED, "--approved-by", "mary  WEBB"), "X-FOUR-EYES", "Approved by")
    assert agree(office, "--plan", "L-000001", *SIGNED, "--approved-by", "Bob").error == "X-OPTION"
    assert agree(office, "--plan", "L-000001", *SIGNED, "--approved-by", SUPERVISOR).code == 0
    assert (office.row("Plans", "L-000001")["Approved by"], office.assess("11-18")["outstanding"]) == (SUPERVISOR, "150.00")


def test_a_typed_plan_with_a_waiver_that_nobody_approved_counts_nowhere_and_is_told(office: Office) -> None:
    """The rows are listed, in no sum; no message goes while both sides have signed and a supervisor has not."""
    office.type("Plans", plan(1, "L-00001", 150, "11-17", "11-18", Waived=money(50), Kind="settlement"))
    office.type("Installments", *installments(1, ["12-15", "2027-01-15", "2027-02-15"], 50, plan="L-00001"))
    answer = office.weekly("11-23")
    shown = office.assess("11-23")
    assert (shown["outstanding"], shown["arrears"], shown["plan"]) == ("200.00", "100.00", None)
    assert [(r["plan_id"], r["status"]) for r in shown["installments"]] == [("", "missed"), ("", "open"), *[("L-00001", "open")] * 3]
    told = "plan L-00001 is signed but counts nowhere before it has a supervisor's approval of the waiver of 50.00 (limit 0)"
    assert [(f["code"], f["row"], f["found"]) for f in answer["faults"] if f["sheet"] == "Plans"] == [("W-PLAN-APPROVAL", 2, told)]
    assert (answer.results[0][3], office.today()) == ("blocked", ["Supervisor: approve or withdraw plan L-00001"])
    assert told in office.case()["Why"]
    refused(office, agree(office, "--plan", "L-00001", "--debtor-signed", "2026-11-20", on="11-24"), "X-PLAN", "Status")
    refused(office, agree(office, "--plan", "L-00001", "--reason", "x", on="11-24"), "E-REQUIRED", "Approved by")
    assert agree(office, "--plan", "L-00001", "--approved-by", SUPERVISOR, on="11-24").code == 0
    assert (office.assess("11-24")["outstanding"], office.case()["Stage"]) == ("150.00", "MONITOR")
    assert not [f for f in office.weekly("11-30")["faults"] if f["sheet"] == "Plans"]
    assert office.clean()


def test_a_signed_plan_that_nobody_approves_is_withdrawn_one_that_counts_is_not(office: Office) -> None:
    office.type("Plans", plan(1, "L-00001", 150, "11-17", "11-18", Waived=money(50)))
    office.type("Installments", *installments(1, ["12-15", "2027-01-15", "2027-02-15"], 50, plan="L-00001"))
    refused(office, agree(office, "--plan", "L-00001", "--withdraw"), "E-REQUIRED", "Reason")
    assert agree(office, "--plan", "L-00001", "--withdraw", "--reason", "not approved").code == 0
    assert (office.row("Plans", "L-00001")["Status"], office.row("Plans", "L-00001")["Reason"]) == ("withdrawn", "not approved")
    agree(office, "--case", C1, *TERMS, *SIGNED)
    assert "it counts" in refused(office, agree(office, "--plan", "L-000002", "--withdraw", "--reason", "x"), "X-PLAN", "Status")


def test_sixty_months_are_the_most_in_mainland_china_elsewhere_a_supervisor_decides(tmp_path: Path) -> None:
    long = ("--count", "61", "--first-due", "2026-12-15", "--frequency", "monthly")
    for country, language, zone in (("CN", "zh-CN", "Asia/Shanghai"), ("GB", "en", "Europe/London")):
        person = debtor(Country=country, Time_zone=zone, Language=language)
        office = Office(tmp_path / country).new({"Debtors": [person], "Cases": [case()], "Installments": installments(1, ["11-02"], 6100)})
        answer = agree(office, "--case", C1, *long, *SIGNED)
        if country == "CN":
            assert "61 months" in refused(office, answer, "X-TERM", "Count")
            assert agree(office, "--case", C1, "--count", "60", *long[2:], *SIGNED).code == 0
        else:
            assert "a term of 61 months" in refused(office, answer, "X-AGREEMENT", "Approved by")
            assert agree(office, "--case", C1, *long, *SIGNED, "--approved-by", SUPERVISOR).code == 0


# --- balance


def test_interest_that_grew_before_the_signature_is_waived_in_words_or_agreed_anew(tmp_path: Path) -> None:
    office = Office(tmp_path).new(
        {"Debtors": [debtor()], "Cases": [case(Annual_rate=Decimal("0.365"))], "Installments": installments(1, ["11-02", "12-02"])}, {"waiver_limit": money(5)}
    )
    assert proposed(office)["plan"]["total"] == "201.60"  # 16 days at 0.10
    later = ("--debtor-signed", "2026-11-20", "--creditor-signed", "2026-11-19", "--evidence", "x")
    words = refused(office, agree(office, "--plan", "L-000001", *later, on="11-20"), "X-AGREEMENT", "Total")
    assert words == "Plan L-000001 takes over 201.60, but on 2026-11-20 201.80 is owed. Sign it with Waived 0.20, or agree anew on that day."
    assert agree(office, "--plan", "L-000001", *later, "--waive", "0.20", on="11-20").code == 0
    assert office.assess("11-20")["outstanding"] == "201.60"
    assert [f for f in office.weekly("11-23")["faults"] if f["code"] == "W-PLAN-TOTAL"] == []


def test_money_between_proposal_and_signature_asks_for_a_new_proposal(office: Office) -> None:
    proposed(office)
    office.type("Payments", payment(1, "11-19", 30))
    later = ("--debtor-signed", "2026-11-20", "--creditor-signed", "2026-11-20", "--evidence", "x")
    words = refused(office, agree(office, "--plan", "L-000001", *later, on="11-20"), "X-AGREEMENT", "Total")
    assert "take over 200.00, while 170.00 is owed on 2026-11-20" in words
    assert agree(office, "--case", C1, *TERMS, *later, on="11-20")["plan"]["total"] == "170.00"
    first = office.row("Plans", "L-000001")
    assert (first["Status"], first["Reason"]) == ("withdrawn", "Another plan was signed: L-000002")


# --- versions and re-plans


def test_a_new_version_keeps_the_old_one_beside_it(office: Office) -> None:
    agree(office, "--case", C1, *TERMS, *SIGNED)
    office.type("Payments", payment(1, "12-15", 50))
    office.weekly("12-16")
    assert refused(office, agree(office, "--case", C1, *TERMS, on="12-20"), "E-REQUIRED", "Reason") == ""
    new = ("--count", "3", "--first-due", "2027-01-20", "--frequency", "monthly", "--reason", "lost work", "--evidence", "2.pdf")
    answer = agree(office, "--case", C1, *new, "--debtor-signed", "2026-12-20", "--creditor-signed", "2026-12-20", on="12-20")
    assert answer.code == 0, answer.data
    assert [(p["Version"], p["Status"], p["Total"]) for p in office.sheet("Plans")] == [(1, "superseded", 200), (2, "signed", 150)]
    assert [row[3] for row in rows_of(office, "L-000001")] == ["paid", "superseded", "superseded", "superseded"]
    assert [m["Rule"] for m in office.sheet("Moves")][-2:] == ["T6", "T4"]
    seen = office.run("versions", "--case", C1, "--as-of", "2026-12-20")
    assert seen["versions"] == answer["versions"]
    assert [(v["plan_id"], v["version"], v["status"], v["counts"]) for v in seen["versions"]] == [
        ("", 0, "", False), ("L-000001", 1, "superseded", False), ("L-000002", 2, "signed", True),
    ]  # fmt: skip
    sums = [(v["totals"]["original"], v["totals"]["revised"], v["totals"]["paid"], v["totals"]["difference"]) for v in seen["versions"]]
    assert sums == [("200.00", "200.00", "0.00", "200.00"), ("200.00", "200.00", "50.00", "150.00"), ("150.00", "150.00", "0.00", "150.00")]
    assert seen["versions"][1]["rows"][0] == {
        "no": 1, "due_on": "2026-12-15", "original": "50.00", "revised": "50.00", "paid": "50.00", "difference": "0.00", "status": "paid",
    }  # fmt: skip
    assert (seen["versions"][2]["reason"], office.assess("12-20")["outstanding"]) == ("lost work", "150.00")
    assert [(h["Start"], h["End"]) for h in office.sheet("Holds") if h["Type"] == "SIGNED_PLAN"][-1] == (day("12-20"), None)
    assert office.clean()


def test_a_correction_of_the_agreement_shows_as_revised(office: Office) -> None:
    agree(office, "--case", C1, *TERMS, *SIGNED)
    office.type("Payments", payment(1, "11-10", 70))
    rows = office.run("versions", "--case", C1, "--as-of", "2026-11-23")["versions"][1]["rows"]
    assert [(r["original"], r["revised"], r["difference"]) for r in rows] == [
        ("50.00", "50.00", "50.00"), ("50.00", "50.00", "50.00"), ("50.00", "30.00", "30.00"), ("50.00", "0.00", "0.00"),
    ]  # fmt: skip


def test_two_new_agreements_in_twelve_months_are_the_most(office: Office) -> None:
    for number, on in enumerate(("11-18", "11-19", "11-20")):
        signed = ("--debtor-signed", day(on).isoformat(), "--creditor-signed", day(on).isoformat(), "--evidence", "x")
        assert agree(office, "--case", C1, *TERMS, *signed, *(("--reason", "ill") if number else ()), on=on).code == 0
    assert "2 new agreements" in refused(office, agree(office, "--case", C1, *TERMS, "--reason", "ill", on="11-21"), "X-REPLANS", "Version")


def test_a_broken_plan_is_replaced_by_a_new_one(office: Office) -> None:
    agree(office, "--case", C1, *TERMS, *SIGNED)
    office.weekly("2027-01-18")
    assert office.row("Plans", "L-000001")["Status"] == "broken"
    new = ("--count", "2", "--first-due", "2027-02-15", "--frequency", "monthly", "--reason", "new work", "--evidence", "x")
    assert agree(office, "--case", C1, *new, "--debtor-signed", "2027-01-20", "--creditor-signed", "2027-01-20", on="2027-01-20").code == 0
    assert [p["Status"] for p in office.sheet("Plans")] == ["broken", "signed"]  # what became of the first stays on record
    assert {row[3] for row in rows_of(office, "L-000001")} == {"superseded"}
    assert (office.case()["Stage"], office.case()["Days past due"]) == ("MONITOR", 0)


# --- refusals


@pytest.mark.parametrize(
    ("words", "code", "column"),
    [
        (("--case", "C-9", *TERMS), "X-CASE", "Case ID"),
        (("--case", C1), "E-REQUIRED", "Count"),
        (("--case", C1, "--count", "3"), "E-REQUIRED", "First due"),
        (("--case", C1, "--count", "3", "--first-due", "2026-12-15"), "E-REQUIRED", "Frequency"),
        (("--case", C1, *TERMS, "--amount", "50"), "X-OPTION", ""),
        (("--case", C1, "--count", "4", "--first-due", "2026-11-17", "--frequency", "monthly"), "X-AGREEMENT", "Due on"),
        (("--case", C1, "--count", "30000", "--first-due", "2026-12-15", "--frequency", "monthly"), "X-SCHEDULE", ""),
        (("--case", C1, *TERMS, "--waive", "200"), "X-OPTION", "Waived"),
        (("--case", C1, *TERMS, "--offer", "3"), "X-OPTION", "Offer"),
        (("--case", C1, "--offer", "99"), "X-OPTION", "Offer"),
        (("--case", C1, "--offer", "1"), "X-OPTION", "Offer"),
        (("--case", C1, *TERMS, "--debtor-signed", "2026-11-19"), "E-ORDER", "Debtor signed on"),
        (("--case", C1, *TERMS, "--withdraw"), "E-REQUIRED", "Plan ID"),
        (("--plan", "L-9", "--debtor-signed", "2026-11-18"), "X-PLAN", "Plan ID"),
        (("--plan", "L-00009"), "E-REQUIRED", "Debtor signed on"),
        (("--plan", "L-00009", "--debtor-signed", "2026-11-16"), "E-ORDER", "Debtor signed on"),
        (("--plan", "L-00009", "--count", "2"), "X-OPTION", ""),
    ],
)
def test_every_refusal_has_its_reason_and_nothing_is_written(office: Office, words: tuple[str, ...], code: str, column: str) -> None:
    office.type("Plans", plan(1, "L-00009", 200, "11-17", None))
    office.type("Installments", *installments(1, ["12-15", "2027-01-15"], 100, plan="L-00009"))
    before = office.path.read_bytes()
    refused(office, agree(office, *words), code, column)
    assert office.path.read_bytes() == before


def test_nobody_agrees_for_the_dead_and_not_on_a_closed_case(office: Office) -> None:
    office.type("Holds", hold(1, "H-1", "DECEASED", "11-10"))
    assert "nobody to agree with" in refused(office, agree(office, "--case", C1, *TERMS), "X-AGREEMENT", "Type")
    office.set("Holds", {"Hold ID": "H-1"}, End=day("11-11"))
    office.type("Payments", payment(1, "11-12", 200))
    office.weekly("11-16")
    assert refused(office, agree(office, "--case", C1, *TERMS), "X-AGREEMENT", "Stage") == "Case C-00001 is closed."


# --- two clerks


def test_two_clerks_at_one_case_nothing_is_half_written(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bob's file is saved between Mary's reading and her writing: hers is refused whole, and done again it is the next version."""
    write, raced = ClosedBook.write, list[bool]()

    def late(self: ClosedBook, *given: Any, **named: Any) -> Any:
        if not raced:
            raced.append(True)
            assert agree(office, "--case", C1, *TERMS, by="Bob Ray").code == 0
        return write(self, *given, **named)

    monkeypatch.setattr(ClosedBook, "write", late)
    assert agree(office, "--case", C1, "--count", "2", *TERMS[2:]).error == "X-CHANGED"
    assert [(p["Plan ID"], p["Proposed by"]) for p in office.sheet("Plans")] == [("L-000001", "Bob Ray")]
    assert len(office.sheet("Installments")) == 6
    assert agree(office, "--case", C1, "--count", "2", *TERMS[2:])["plan"]["version"] == 2
    assert office.clean()
