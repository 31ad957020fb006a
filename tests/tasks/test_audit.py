"""The audit chain through the doors: each task's writes, what was typed in between, crashes, and a chain that is gone or damaged."""

from __future__ import annotations

import html
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from pyaddin.history.audit import Chain, Entry, audit_path
from pyaddin.history.audit_lines import Change
from pyaddin.ledger.closed import ClosedBook
from pyaddin.tasks import pay, undo
from pyaddin.tasks.audit_picture import Pictured
from tests.stories.desk import LEDGER_ID, Office, case, day, debtor, installments, money, payment


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["10-20", "11-20"]), "Payments": []})


def entries(office: Office) -> list[Entry]:
    with Chain.look(office.path, LEDGER_ID) as chain:
        return chain.entries()


def lines(office: Office, seq: int = 0) -> list[Change]:
    with Chain.look(office.path, LEDGER_ID) as chain:
        entry = chain.entries()[seq - 1] if seq else chain.head()
        assert entry is not None
        return list(chain.changes(entry))


def follows(office: Office) -> bool:
    """Whether the chain knows the ledger exactly as an independent look at the file finds it."""
    with Chain.look(office.path, LEDGER_ID) as chain:
        return not chain.differences(Pictured(ClosedBook(office.path).read()).picture())


class Died(BaseException):
    """The computer went out."""


def hand(answer: Any) -> list[tuple[str, str, str]]:
    return [(f["sheet"], f["column"] or "", f["found"]) for f in answer["faults"] if f["code"] == "W-HAND"]


def test_every_task_leaves_who_when_what_and_why(office: Office) -> None:
    office.weekly("11-23")
    office.run("pay", "--case", "C-00001", "--amount", "40", "--on", "2026-11-24", "--as-of", "2026-11-24", "--by", "Mary Webb")
    office.run("hold", "--case", "C-00001", "--type", "DISPUTE", "--reason", "Says it is paid", "--by", "Mary Webb")
    office.run("undo", "--by", "Mary Webb")
    office.run("refresh", "--as-of", "2026-11-25")
    told = [(e.kind, e.author.task, e.author.run_id) for e in entries(office)]
    assert told == [
        ("first", "weekly", ""), ("write", "weekly", "W-2026-11-23"), ("write", "pay", ""), ("write", "hold", ""), ("write", "undo", ""),
        ("write", "refresh", ""),
    ]  # fmt: skip
    pay = lines(office, 3)
    assert ("Payments", "P-000001", "", "") in [(c.sheet, c.key, c.column, c.old) for c in pay]
    assert ("Cases", "C-00001", "Outstanding", "n200", "n160") in [(c.sheet, c.key, c.column, c.old, c.new) for c in pay]
    assert all(c.why for c in pay if c.column)
    assert entries(office)[2].author.by == "Mary Webb"
    assert follows(office)


def test_typing_facts_is_recorded_and_not_told(office: Office) -> None:
    office.weekly("11-23")
    office.type("Payments", payment(1, "11-24", 30))
    office.set("Debtors", {"Debtor ID": "D-00001"}, Phone="+44 113 496 0999")
    answer = office.weekly("11-30")
    assert hand(answer) == []
    by_hand = entries(office)[2]
    assert (by_hand.kind, by_hand.author.by) == ("hand", "hand")
    typed = {(c.sheet, c.key, c.column): (c.old, c.new) for c in lines(office, 3)}
    assert typed[("Debtors", "D-00001", "Phone")] == ("s+44 113 496 0101", "s+44 113 496 0999")
    assert ("Payments", "#2", "") in typed  # a row without an id goes by its place until the run names it
    assert ("Payments", "P-000001", "") in [(c.sheet, c.key, c.old) for c in lines(office)]
    assert follows(office)


@pytest.mark.parametrize(
    ("table", "match", "values", "told"),
    [
        ("Payments", {"Payment ID": "P-000001"}, {"Amount": money(400)}, ("Payments", "Amount", "P-000001: 40 -> 400")),
        ("Payments", {"Payment ID": "P-000001"}, {"Value_date": day("10-21")}, ("Payments", "Value date", "P-000001: 2026-11-22 -> 2026-10-21")),
        ("Installments", {"No": 1}, {"Paid": money(100)}, ("Installments", "Paid", "C-00001|ORIG|1: 40 -> 100")),
        ("Installments", {"No": 1}, {"Status": "paid"}, ("Installments", "Status", "C-00001|ORIG|1: missed -> paid")),
        ("Cases", {"Case ID": "C-00001"}, {"Stage": "CLOSED"}, ("Cases", "Stage", "C-00001: CONTACT -> CLOSED")),
        ("Contacts", {"Result": "sent"}, {"Result": "failed"}, ("Contacts", "Result", "K-000001: sent -> failed")),
        ("Contacts", {"Result": "sent"}, {"Key": None}, ("Contacts", "Key", "K-000001: C-00001|1|reminder|1 -> -")),
        ("Runs", {"Run ID": "W-2026-11-23"}, {"Sent": 0}, ("Runs", "Sent", "W-2026-11-23: 1 -> 0")),
    ],
)
def test_a_changed_paid_computed_or_sent_cell_is_told_with_its_old_value(
    office: Office, table: str, match: dict[str, Any], values: dict[str, Any], told: tuple[str, str, str]
) -> None:
    office.type("Payments", payment(1, "11-22", 40, "P-000001"))
    office.weekly("11-23")
    office.set(table, match, **values)
    assert told in hand(office.weekly("11-30", "--dry-run"))
    answer = office.daily("11-24")
    assert hand(answer) == [told]
    page = Path(answer["report"]).read_text(encoding="utf-8")
    assert html.escape(told[2]) in page
    assert "Audit chain after this run: " in page
    assert hand(office.weekly("11-30")) == []  # told once by a run; verify goes on telling


@pytest.mark.parametrize("table", ["Payments", "Contacts", "Moves", "Runs"])
def test_a_deleted_row_of_what_stays_is_told_with_what_stood_there(office: Office, table: str) -> None:
    office.type("Payments", payment(1, "11-22", 40, "P-000001"))
    office.weekly("11-23")
    row = office.sheet(table)[0]
    office.set(table, {name: value for name, value in row.items() if value is not None}, **{name.replace(" ", "_"): None for name in row})
    ((sheet, column, found),) = hand(office.run("refresh", "--as-of", "2026-11-24"))
    assert (sheet, column) == (table, "")
    assert found.endswith("-> -")
    assert str(next(iter(row.values()))) in found


def test_a_clerks_own_words_are_no_finding(office: Office) -> None:
    office.type("Payments", payment(1, "11-22", 40, "P-000001"))
    office.run("promise", "--case", "C-00001", "--amount", "50", "--due-on", "2026-12-20", "--made-on", "2026-11-23", "--as-of", "2026-11-23", "--by", "M")
    office.set("Promises", {"Promise ID": "R-000001"}, Status="withdrawn")
    office.set("Payments", {"Payment ID": "P-000001"}, Reversed_on=day("11-23"), Notes="came back")
    assert hand(office.weekly("11-23")) == []


def test_a_click_tells_it_in_a_sentence(office: Office) -> None:
    office.type("Payments", payment(1, "11-22", 40, "P-000001"))
    office.weekly("11-23")
    office.set("Payments", {"Payment ID": "P-000001"}, Amount=money(400))
    answer = office.run("pay", "--case", "C-00001", "--amount", "5", "--on", "2026-11-24", "--as-of", "2026-11-24", "--by", "M")
    assert any("P-000001: 40 -> 400" in note for note in answer["notes"])


@pytest.mark.parametrize("moment", ["before the ledger", "after the ledger"])
def test_a_crash_around_the_write_loses_nothing_and_doubles_nothing(office: Office, moment: str) -> None:
    office.weekly("11-23")
    name = "pyaddin.ledger.closed.ClosedBook.write" if moment == "before the ledger" else "pyaddin.history.audit.Chain.commit"
    with mock.patch(name, side_effect=Died), pytest.raises(Died):
        office.run("pay", "--case", "C-00001", "--amount", "40", "--on", "2026-11-24", "--as-of", "2026-11-24", "--by", "Mary Webb")
    office.run("refresh", "--as-of", "2026-11-25")
    told = [(e.kind, e.author.task) for e in entries(office)[2:]]
    assert told == [("write", "pay"), ("write", "refresh")][moment == "before the ledger" :]
    assert len([c for e in range(3, len(entries(office)) + 1) for c in lines(office, e) if c.sheet == "Payments"]) == (moment == "after the ledger")
    assert follows(office)


def test_the_same_entry_made_undone_and_made_again_is_three_entries(office: Office) -> None:
    office.weekly("11-23")
    at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    for _ in range(2):  # all within one instant
        pay.run(
            office.path, case="C-00001", amount=money(5), on=day("11-24"), method=None, reference=None, payment_id=None, reverse=None,
            as_of=day("11-24"), by="M", now=lambda: at,
        )  # fmt: skip
        undo.run(office.path, by="M", now=lambda: at)
    assert [e.author.task for e in entries(office)[2:]] == ["pay", "undo", "pay", "undo"]
    assert follows(office)


def gone(path: Path) -> None:
    path.unlink()


def damaged(path: Path) -> None:
    path.write_bytes(b"not a database at all, not at all" * 50)


@pytest.mark.parametrize(("harm", "words"), [(gone, "no longer beside the ledger"), (damaged, "cannot be read")])
def test_a_chain_that_is_gone_or_damaged_stops_nothing_and_a_new_one_says_so(office: Office, harm: Callable[[Path], None], words: str) -> None:
    office.weekly("11-23")
    harm(audit_path(office.path))
    answer = office.weekly("11-30")
    assert answer.code == 0
    assert [words in f["advice"] for f in answer["faults"] if f["code"] == "W-AUDIT"] == [True]
    kinds = [(e.seq, e.kind) for e in entries(office)]
    assert kinds == [(3, "link"), (4, "first"), (5, "write")]
    assert lines(office, 1)[0].why.startswith("the earlier chain is ")
    assert follows(office)


def test_a_chain_whose_rows_cannot_be_read_is_put_aside_and_told_once(office: Office) -> None:
    """It opens as a database; what it saw last is no text of this program."""
    office.weekly("11-23")
    with sqlite3.connect(audit_path(office.path)) as db:
        db.execute("UPDATE seen SET cells = 'none'")
    db.close()
    office.type("Cases", case(2, 1, Product="Lamp"))
    answer = office.weekly("11-30")
    assert answer.code == 0
    assert ["cannot be read" in f["advice"] for f in answer["faults"] if f["code"] == "W-AUDIT"] == [True]
    assert audit_path(office.path).with_name("ledger.audit.aside-1.sqlite").exists()
    assert [(e.seq, e.kind) for e in entries(office)] == [(3, "link"), (4, "first"), (5, "write")]
    assert follows(office)
    assert not [f for f in office.weekly("12-07")["faults"] if f["code"] == "W-AUDIT"]


def test_an_older_copy_of_the_chain_is_put_aside(office: Office) -> None:
    office.weekly("11-23")
    kept = shutil.copy(audit_path(office.path), office.path.with_name("old.copy"))
    office.weekly("11-30")
    shutil.copy(kept, audit_path(office.path))
    answer = office.weekly("12-07")
    assert ["older copy" in f["advice"] for f in answer["faults"] if f["code"] == "W-AUDIT"] == [True]
    assert entries(office)[0].kind == "link"
    assert audit_path(office.path).with_name("ledger.audit.aside-1.sqlite").exists()


def test_an_older_copy_of_the_ledger_is_one_finding(office: Office) -> None:
    office.weekly("11-23")
    kept = shutil.copy(office.path, office.path.with_name("copy.xlsm.bak"))
    office.run("pay", "--case", "C-00001", "--amount", "40", "--on", "2026-11-24", "--as-of", "2026-11-24", "--by", "Mary Webb")
    shutil.copy(kept, office.path)
    answer = office.run("refresh", "--as-of", "2026-11-25")
    assert [f["advice"][:41] for f in answer["faults"] if f["code"] == "W-HAND"] == ["The ledger stands as it stood then: an ol"]


def test_looking_leaves_no_chain(office: Office) -> None:
    for command in ("assess", "check", "verify"):
        office.run(command)
    office.weekly("11-23", "--dry-run")
    assert not audit_path(office.path).exists()
