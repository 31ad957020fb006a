"""Sentences for the desk: figures as the task gave them, cell text shielded."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pyaddin.commands import COMMANDS
from pyaddin.entrypoints import say, say_talk
from pyaddin.entrypoints.line import table
from pyaddin.errors import Fault

RUN = {
    "run_id": "W-2026-11-23-1", "as_of": "2026-11-23", "assessed": 40, "flagged": 3, "moved": 2, "sent": 5, "queued": 1, "blocked": 2, "failed": 1,
    "parked": 0, "refused": 1, "out": "out/W-1", "report": "out/W-1/report.html",
    "faults": [{"code": "E-DATE", "sheet": "Cases", "row": 4, "column": "Opened on", "found": "1 March", "advice": "Type a real date."}],
    "changes": [
        {"table": "Cases", "key": "C-1", "column": "Stage", "old": "", "new": "CONTACT", "why": "T1: missed installment"},
        {"table": "Cases", "key": "C-2", "column": "Stage", "old": "CONTACT", "new": "DEEP", "why": "T2: no answer"},
        {"table": "Cases", "key": "C-2", "column": "Level", "old": "1", "new": "2", "why": "T2"},
        {"table": "Moves", "key": "C-1", "column": "", "old": "", "new": "new row", "why": "T1: In arrears since 2026-11-20: first contact opened."},
        {"table": "Moves", "key": "C-2", "column": "", "old": "", "new": "new row", "why": "T10: Nothing is owed any more: closed as paid."},
        {"table": "Moves", "key": "C-2", "column": "", "old": "", "new": "new row", "why": "T2: 9 days past due."},
    ],
    "messages": [
        {"case_id": "C-3", "result": "blocked", "why": "HOLD-DISPUTE: since 2026-11-14, the debt is disputed."},
        {"case_id": "C-4", "result": "blocked", "why": "HOLD-DISPUTE: since 2026-11-13, the debt is disputed."},
        {"case_id": "C-6", "result": "queued", "why": "LEVEL: Level 4 is due: 33 days past due. APPROVAL: Waits for a supervisor's release."},
        {"case_id": "C-5", "result": "failed", "why": "no address"},
    ],
}


def lines(command: str, data: dict[str, object]) -> list[str]:
    return say.lines(SimpleNamespace(command=command, data=data))  # type: ignore[arg-type]


def test_the_week_in_ten_lines() -> None:
    assert lines("weekly", RUN) == [
        "Run W-2026-11-23-1 as of 2026-11-23.",
        "Assessed 40 cases.",
        "Flagged 3 missed installments.",
        "Moved 2 cases: 1 x new -> CONTACT; 1 x CONTACT -> DEEP by T1, T2, T10",
        "Sent 5 messages: written to out/W-1",
        "Queued 1: 1 x APPROVAL (Waits for a supervisor's release)",
        "Blocked 2: 2 x HOLD-DISPUTE (since 2026-11-14, the debt is disputed)",
        "Failed 1, parked 0: 1 x no address",
        "Refused 1 row:",
        "  Cases, row 4, column 'Opened on': found '1 March'. Type a real date. [E-DATE]",
        "Report: out/W-1/report.html",
    ]


def test_a_run_stopped_in_the_middle_says_so() -> None:
    assert lines("daily", RUN | {"stopped": "disk full"})[-1] == "Stopped: disk full"


def test_a_dry_run_claims_nothing() -> None:
    said = lines("weekly", RUN | {"dry_run": True, "report": None})
    assert said[0] == "Dry run as of 2026-11-23: what a run would do. Nothing was written."
    assert "Sent 5 messages." in said
    assert said[-1] == "No report was written."


def test_a_fault_without_a_cell_says_what_it_means() -> None:
    row = Fault("W-JOURNAL").as_json()
    assert say.fault(row) == "Ledger and journal do not tell the same story. Read the finding; a supervisor decides which is right. [W-JOURNAL]"


def test_a_stop_is_two_lines() -> None:
    assert say.stopped(Fault("X-CASE", found="C-9", advice="Check the case id.")) == ["X-CASE: No such case in the ledger. Found: C-9", "Check the case id."]


@pytest.mark.parametrize("text", ["\x1b[2J", "a\r\nb", "\u202eevil", "\u200b", "\x00", "\u2028", "\udcff"])
def test_cell_text_cannot_steer_the_terminal(text: str) -> None:
    said = "\n".join(lines("check", {"faults": [{"code": "E-CODE", "sheet": text, "row": 2, "column": text, "found": text, "advice": "x"}]}))
    assert said.isprintable() or said.replace("\n", "").isprintable()
    assert len(said.splitlines()) == 2


def test_long_text_is_cut() -> None:
    assert say.plain("x" * 10_000) == "x" * 157 + "..."


def test_tables_count_wide_characters_double() -> None:
    assert table([["张伟", "1"], ["Li", "2"]], ["Name", "No"]) == ["Name  No", "张伟  1", "Li    2"]


def test_every_command_has_its_sentences() -> None:
    assert set(say._SENTENCES) == {command.name for command in COMMANDS}


@pytest.mark.parametrize(
    ("command", "data", "expected"),
    [
        ("new", {"path": "a.xlsm", "cases": 1}, ["Made a.xlsm with 1 case."]),
        ("check", {"faults": []}, ["Every sheet is in order."]),
        ("verify", {"faults": []}, ["Ledger, journal and audit chain agree."]),
        ("outbox", {"items": []}, ["Nothing is planned, queued, parked or failed."]),
        (
            "outbox",
            {"items": [{"key": "C-1|1|reminder|2", "kind": "reminder", "channel": "email", "state": "planned", "at": "2026-11-23T09:00:00+00:00", "why": "T2",
                        "planned_for": "2026-11-23 17:00", "note": ""}]},
            ["Key               Channel  State    Planned for       Why", "C-1|1|reminder|2  email    planned  2026-11-23 17:00  T2"],
        ),
        (
            "outbox", {"items": [], "done": {"action": "adopt", "as": "sent", "messages": 3, "by": "Li Na"}},
            ["Li Na says that they were sent: 3 messages count as sent and are not made again.", "Nothing is planned, queued, parked or failed."],
        ),
        (
            "outbox", {"items": [], "done": {"action": "cancel", "as": "", "messages": 1, "by": "Li Na"}},
            ["Cancelled by Li Na: 1 message.", "Nothing is planned, queued, parked or failed."],
        ),
        (
            "review",
            {"as_of": "2026-11-23", "warning": "No lawyer has read this.", "cases": [
                {"case_id": "C-1", "debtor": "Li", "outstanding": "9.00", "currency": "GBP", "ripe": [], "missing": [], "ready": True, "stage": "NEGOTIATE",
                 "limitation": {"words": "ends in 2029"}, "worth_words": "not known.", "exits": ["T8", "T9", "WRITTEN_OFF"]},
            ]},
            ["As of 2026-11-23: 1 case to review for final disposition.", "C-1 Li: 9.00 GBP outstanding.",
             "  Ready for disposition: a supervisor may hand it over.", "  Limitation: ends in 2029.", "  Worth suing: not known.",
             "  Open: To disposition, Settlement offer, WRITTEN_OFF.", "No lawyer has read this."],
        ),
        ("letters", {"printed": 0, "posted": 0, "withdrawn": 2}, ["Not posted, taken back: 2 letters. What is still due is made anew by the next run."]),
        ("letters", {"printed": 0, "posted": 0, "withdrawn": 0}, ["No printed letter waits for its posting."]),
        ("letters", {"printed": 0, "posted": 0, "withdrawn": 0, "printed_before": []}, ["No letter waits to be printed."]),
        ("remind", {"messages": []}, ["Nothing is due for these cases."]),
        (
            "explain",
            {"case_id": "C-1", "debtor": "Li", "as_of": "2026-11-23",
             "steps": [{"field": "arrears", "label": "Arrears", "value": "5.00", "note": "R5"}, {"field": "x", "label": "Stage", "value": "DEEP", "note": ""}]},
            ["Case C-1, Li, as of 2026-11-23:", "1. Arrears: 5.00 (R5)", "2. Stage: DEEP"],
        ),
        ("build", {"path": "w.xlsm", "sha256": "ab", "current": True}, ["w.xlsm: sha256 of its parts ab"]),
        ("build", {"path": "w.xlsm", "sha256": "ab", "current": False},
         ["w.xlsm: sha256 of its parts ab", "The committed workbook is not what the sources give: run `make workbook`."]),
        (
            "allocate",
            {"installments": [{"no": 1, "paid": {"penalty": "0.00", "fee": "1.00", "interest": "2.00", "principal": "3.00"}, "paid_total": "6.00",
                               "open_total": "4.00"}], "credit": "0.00", "open_total": "4.00"},
            ["No  Penalty  Fee   Interest  Principal  Paid  Open", "1   0.00     1.00  2.00      3.00       6.00  4.00", "Credit 0.00, still open 4.00."],
        ),
        (
            "schedule",
            {"installments": [{"no": 1, "due_on": "2026-12-01", "principal": "5.00", "interest": "0.00", "payment": "5.00", "balance": "0.00"}],
             "totals": {"principal": "5.00", "interest": "0.00", "payment": "5.00", "count": 1}},
            ["No  Due on      Principal  Interest  Payment  Balance", "1   2026-12-01  5.00       0.00      5.00     0.00",
             "1 installment: principal 5.00, interest 0.00, together 5.00."],
        ),
        (
            "assess",
            {"as_of": "2026-11-23", "cases": [{"case_id": "C-1", "currency": "CNY", "stage": "DEEP", "level": 2, "days_past_due": 40, "bucket": "31-60",
                                              "arrears": "10.00", "outstanding": "20.00", "next_action": "reminder", "why": "T2"}]},
            ["As of 2026-11-23:", "Case  Cur  Stage  Level  Days late  Bucket  Arrears  Outstanding  Next",
             "C-1   CNY  DEEP   2      40         31-60   10.00    20.00        reminder", "C-1: T2"],
        ),
    ],
)
def test_what_each_command_says(command: str, data: dict[str, object], expected: list[str]) -> None:
    assert lines(command, data) == expected


@pytest.mark.parametrize(("amounts", "english", "chinese"), [
    (["311.00"] * 8 + ["175.58"], "8 x 311.00, then 175.58", "8 × 311.00，末期 175.58"),
    (["887.86"] * 3, "3 x 887.86", "3 × 887.86"),
    (["527.88"], "1 x 527.88", "1 × 527.88"),
])  # fmt: skip
def test_the_payments_of_an_offer_name_another_last_one(amounts: list[str], english: str, chinese: str) -> None:
    row = {"available": True, "count": len(amounts), "amount": amounts[0], "rows": [{"amount": amount} for amount in amounts]}
    place = say_talk.COLUMNS.index("payments")
    assert [say_talk.offer_cells(row, language)[place] for language in ("en", "zh-CN", "zh-TW")] == [english, chinese, chinese]
