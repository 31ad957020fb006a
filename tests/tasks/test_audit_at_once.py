"""Two tasks on one ledger at once: the slower one is refused, and the audit chain takes the other's work for no hand edit and for no older copy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pyaddin.tasks import audited
from tests.stories.desk import Answer, Office, case, debtor, installments


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path).new({"Debtors": [debtor(1), debtor(2)], "Cases": [case(1, 1), case(2, 2)], "Installments": installments(1, ["10-05"])})
    assert office.weekly("10-12").code == 0
    return office


def _pay(office: Office, amount: str, reference: str) -> Answer:
    return office.run("pay", "--case", "C-00001", "--amount", amount, "--on", "2026-10-12", "--reference", reference, "--by", "Mary")


def test_what_another_task_wrote_meanwhile_is_not_laid_to_anybodys_hand(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    real, others = audited.write, list[Answer]()

    def overtaken(*words: Any, **more: Any) -> Any:
        if not others:
            others.append(Answer(0, "{}"))
            others[0] = _pay(office, "11", "quick")
        return real(*words, **more)

    monkeypatch.setattr(audited, "write", overtaken)
    slow = _pay(office, "12", "slow")
    assert (others[0].code, slow.error) == (0, "X-CHANGED")
    assert [fault["code"] for fault in office.run("verify")["faults"]] == []
    assert office.run("changes", "--by-hand").data["changes"] == []
    assert [row["Reference"] for row in office.sheet("Payments")] == ["quick"]
    assert _pay(office, "12", "slow").code == 0
    assert office.clean()


def test_what_was_typed_between_is_still_entered(office: Office) -> None:
    office.set("Debtors", {"Debtor ID": "D-00001"}, City="York")
    assert _pay(office, "12", "later").code == 0
    assert "York" in str(office.run("changes", "--by-hand")["changes"])
