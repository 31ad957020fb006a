"""Rows entered in a workbook that somebody else has: kept in the journal, entered once by the next task that may write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pyaddin.correspondence.deskbook import Deskbook
from pyaddin.errors import Stop
from pyaddin.ledger.closed import ClosedBook
from pyaddin.tasks import agree, log, pay, pending, promise
from tests.stories.desk import LEDGER_ID, Office, case, day, debtor, installments, money
from tests.tasks.open_desk import OpenDesk


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OpenDesk:
    """Amy has the ledger open read-only: Bob has it."""
    rows = {"Debtors": [debtor(1)], "Cases": [case(1)], "Installments": installments(1, ["11-02"])}
    desk = OpenDesk(Office(tmp_path).new(rows))

    def refuse(*_: object, **__: object) -> None:
        raise Stop("X-READ-ONLY", "Excel (Bob)")

    monkeypatch.setattr(desk.book, "write", refuse)
    return desk


def enter_all(desk: OpenDesk) -> list[Any]:
    shared: dict[str, Any] = {"case": "C-00001", "as_of": day("11-09"), "by": "Amy", "now": desk.now, "book": desk.book}
    return [
        pay.run(desk.path, amount=money("60"), on=day("11-09"), method="cash", reference=None, payment_id=None, reverse=None, **shared),
        promise.run(desk.path, withdraw=None, amount=money("40"), due_on=day("11-20"), made_on=None, grace_days=None, **shared),
        log.run(
            desk.path, channel="call", direction="out", result="reached", at="2026-11-09 09:30", message_class=None, reason_code=None, notes="will pay",
            follow_up_on=None, sentiment=None, **shared,
        ),
    ]  # fmt: skip


def test_a_plan_is_not_kept_for_later(desk: OpenDesk) -> None:
    """It would take over what was owed then: it is agreed again when the ledger can be written."""
    terms: dict[str, Any] = {"offer": None, "count": 2, "amount": None, "first_due": day("12-15"), "frequency": "monthly", "working_day": None}
    nothing = dict.fromkeys(("plan", "plan_kind", "waive", "debtor_signed", "creditor_signed", "evidence", "payment_method", "reason", "approved_by"))
    with pytest.raises(Stop) as stop:
        agree.run(desk.path, case="C-00001", **terms, **nothing, withdraw=False, as_of=day("11-09"), by="Amy", now=desk.now, book=desk.book)  # type: ignore[arg-type]
    assert stop.value.fault.code == "X-READ-ONLY"
    assert pending.kept(desk.path, LEDGER_ID) == []


def test_kept_told_and_entered_once(desk: OpenDesk) -> None:
    before = desk.path.read_bytes()
    outcomes = enter_all(desk)
    assert ["Excel (Bob)" in outcome.data["notes"][0] for outcome in outcomes] == [True] * 3
    assert [outcome.data["rows"] for outcome in outcomes] == [[], [], []]
    assert desk.path.read_bytes() == before
    assert [row.table for row in pending.kept(desk.path, LEDGER_ID)] == ["Payments", "Promises", "Contacts"]
    desk.close()
    assert desk.office.weekly("11-09").code == 0
    assert [(row["Amount"], row["Method"]) for row in desk.office.sheet("Payments")] == [(60, "cash")]
    assert [row["Amount"] for row in desk.office.sheet("Promises")] == [40]
    assert [row["Notes"] for row in desk.office.sheet("Contacts") if row["Channel"] == "call"] == ["will pay"]
    assert desk.office.case()["Arrears"] == 40
    desk.office.weekly("11-10")
    assert len(desk.office.sheet("Payments")) == 1
    assert pending.kept(desk.path, LEDGER_ID) == []
    assert desk.office.clean()


def test_a_crash_between_ledger_and_journal_enters_nothing_twice(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    enter_all(desk)
    desk.close()

    class Died(BaseException):
        pass

    def die(*_: object) -> None:
        raise Died

    monkeypatch.setattr(Deskbook, "entered", die)
    with pytest.raises(Died):
        pending.enter_kept(ClosedBook(desk.path), now=desk.now)
    monkeypatch.undo()
    assert len(pending.kept(desk.path, LEDGER_ID)) == 3
    assert pending.enter_kept(ClosedBook(desk.path), now=desk.now) == ()
    assert pending.kept(desk.path, LEDGER_ID) == []
    assert [len(desk.office.sheet(name)) for name in ("Payments", "Promises", "Contacts")] == [1, 1, 1]


def test_while_it_cannot_be_written_they_wait(desk: OpenDesk) -> None:
    enter_all(desk)
    assert pending.enter_kept(desk.book, now=desk.now) == ()
    assert pending.enter_kept(ClosedBook(desk.path), now=desk.now) == ()  # Bob still has it
    assert len(pending.kept(desk.path, LEDGER_ID)) == 3


def test_an_entry_that_changes_a_row_is_refused_as_before(desk: OpenDesk) -> None:
    enter_all(desk)
    desk.close()
    desk.office.weekly("11-09")
    again = OpenDesk(desk.office)
    key = str(again.rows("Payments")[0]["Payment ID"])

    def refuse(*_: object, **__: object) -> None:
        raise Stop("X-READ-ONLY", "Excel (Bob)")

    again.book.write = refuse  # type: ignore[method-assign, assignment]
    with pytest.raises(Stop, match="X-READ-ONLY"):
        pay.run(
            again.path, case=None, amount=None, on=day("11-09"), method=None, reference=None, payment_id=None, reverse=key, as_of=day("11-09"), by="Amy",
            now=again.now, book=again.book,
        )  # fmt: skip
    assert pending.kept(again.path, LEDGER_ID) == []
