"""A week of a small office whose debtors are called and texted: the run asks, lists go out, come back, and the levels move on by themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from pyaddin.entrypoints.cli import main
from tests.stories.desk import Office, case, day, debtor, installments
from tests.tasks.filled import fill, grid, typed

CALLER, TEXTER = "C-00001", "C-00002"


def office(tmp_path: Path) -> Office:
    """Ann wants calls, Bob text messages, Cai is written to; each owes 100 since the second of November."""
    rows = {
        "Debtors": [
            debtor(1, Preferred_channel="call", Phone="+44 7400 123451"), debtor(2, Preferred_channel="sms", Phone="07400 123452"), debtor(3),
        ],
        "Cases": [case(1, 1), case(2, 2), case(3, 3)], "Installments": [row for n in (1, 2, 3) for row in installments(n, ["11-02", "12-02"])],
    }  # fmt: skip
    return Office(tmp_path).new(rows)


def test_a_week_of_calls_and_texts(tmp_path: Path) -> None:
    made = office(tmp_path)
    run = made.weekly("11-09")
    assert {(m["case_id"], m["channel"], m["result"]) for m in run["messages"]} == {
        (CALLER, "call", "queued"), (TEXTER, "sms", "queued"), ("C-00003", "email", "sent"),
    }  # fmt: skip
    report = Path(run["report"]).read_text(encoding="utf-8")
    assert "Calls that wait for a person: 1." in report
    assert "Text messages that wait for a person: 1." in report

    calls = Path(made.run("calls", "--as-of", "2026-11-09", "--by", "Mary Webb")["file"])
    assert [row["case"] for row in grid(calls)] == [CALLER]
    fill(calls, CALLER, result="No answer", called_at=typed("2026-11-09 09:10"))
    assert made.run("calls", "--from", str(calls), "--as-of", "2026-11-10", "--by", "Mary Webb").code == 0
    assert made.stage(1) == ("CONTACT", 0)  # nobody was reached: nothing counts as said

    texts = made.run("sms", "--as-of", "2026-11-09", "--by", "Mary Webb")
    (text,) = texts["listed"]
    assert (text["case_id"], text["number"]) == (TEXTER, "+447400123452")
    assert not any(word in text["text"].lower() for word in ("debt", "100", "overdue", "arrears"))  # it is read on a locked phone
    fill(Path(texts["file"]), TEXTER, result="Delivered")
    assert made.run("sms", "--sent", texts["file"], "--as-of", "2026-11-10", "--by", "Mary Webb").code == 0
    assert made.stage(2) == ("CONTACT", 1)

    week = made.weekly("11-16")
    assert (CALLER, "reminder", 1, "sent") in week.results  # the next channel follows
    assert (TEXTER, "reminder", 2, "queued") in week.results
    again = made.run("sms", "--as-of", "2026-11-16", "--by", "Mary Webb")
    assert [row["case_id"] for row in again["listed"]] == [TEXTER]
    assert made.clean()


def test_a_promise_on_the_phone_rests_the_case_and_comes_back_to_the_list_when_it_is_broken(tmp_path: Path) -> None:
    made = office(tmp_path)
    made.weekly("11-09")
    calls = Path(made.run("calls", "--as-of", "2026-11-09", "--by", "Mary Webb")["file"])
    fill(calls, CALLER, result="Promised to pay", promise_amount=100, promise_on=typed("2026-11-13"), reason="Forgot", called_at=typed("2026-11-09 09:10"))
    made.run("calls", "--from", str(calls), "--as-of", "2026-11-10", "--by", "Mary Webb")
    assert made.row("Promises", "R-000001")["Due on"] == day("11-13")
    quiet = made.weekly("11-12")
    told = [m["kind"] for m in quiet["messages"] if m["case_id"] == CALLER and m["result"] in ("sent", "queued")]
    assert told == ["promise"]  # confirmed in writing, and no reminder meanwhile
    made.weekly("11-20")
    assert made.row("Promises", "R-000001")["Status"] == "broken"
    later = made.run("calls", "--as-of", "2026-11-20", "--by", "Mary Webb")
    assert CALLER in [row["case_id"] for row in [*later["listed"], *later["blocked"]]]


def test_in_sentences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = office(tmp_path)
    made.weekly("11-09")
    words = ["--as-of", "2026-11-09", "--by", "Mary Webb"]
    assert main(["calls", str(made.path), *words]) == 0
    said = capsys.readouterr().out
    assert "1 person to call as of 2026-11-09." in said
    assert "C-00001 (Ann Lee): Contact by phone call" in said
    assert main(["sms", str(made.path), "--csv", *words]) == 0
    said = capsys.readouterr().out
    assert "1 text message as of 2026-11-09" in said
    assert "C-00002 to +447400123452" in said
    assert "For the gateway: " in said
    (file,) = (tmp_path / "ledger-out" / "calls").glob("*.xlsx")
    assert main(["calls", str(made.path), "--from", str(file), *words]) == 0
    said = capsys.readouterr().out
    assert "0 rows entered, 0 refused." in said
    assert "Rows without a result, which stay open: 1." in said
