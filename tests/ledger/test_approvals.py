"""Typed rows without buttons are judged by four eyes too: what nobody else approved changes no sum and moves no case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest

from pyaddin.ledger.approvals import check_approvals
from pyaddin.ledger.drafts import Draft, Drafts
from pyaddin.ledger.schema import EVERY_TABLE


def rows_of(sheet: str, rows: Sequence[Mapping[str, object]]) -> Drafts:
    """These rows of the sheet, from row 2 on; what is not named is blank."""
    return Drafts(EVERY_TABLE[sheet], range(2, 2 + len(rows)), {header: [row.get(header) for row in rows] for header in EVERY_TABLE[sheet].headers})


def judged(sheet: str, limit: object = None, **cells: object) -> Draft:
    """One row of the sheet, judged beside the setting waiver_limit."""
    settings = [] if limit is None else [{"Key": "waiver_limit", "Value": limit}]
    drafts = {name: rows_of(name, ()) for name in ("Adjustments", "Plans", "Cases")} | {"Settings": rows_of("Settings", settings)}
    drafts[sheet] = rows_of(sheet, [{name.replace("_", " "): value for name, value in cells.items()}])
    check_approvals(drafts)
    return drafts[sheet].draft(0)


@pytest.mark.parametrize("kind", ["waiver", "write-off"])
def test_own_approval_of_an_adjustment_refuses_the_row(kind: str) -> None:
    row = judged("Adjustments", Kind=kind, Amount=Decimal(-50), Entered_by="Li Wei", Approved_by="li wei ")
    assert row.code == "E-FOUR-EYES"
    assert row.faults[0].advice == "li wei  entered or proposed it; a supervisor of another name must approve it."


@pytest.mark.parametrize("kind", ["waiver", "write-off"])
def test_without_approval_it_is_refused_and_with_anothers_it_counts(kind: str) -> None:
    assert judged("Adjustments", Kind=kind, Amount=Decimal(-50), Entered_by="Li Wei").code == "E-FOUR-EYES"
    assert judged("Adjustments", Kind=kind, Amount=Decimal(-50), Entered_by="Li Wei", Approved_by="Ana").accepted
    assert judged("Adjustments", Kind=kind, Amount=Decimal(-50), Approved_by="Ana").accepted


@pytest.mark.parametrize(("limit", "accepted"), [(50, True), ("50.00", True), (49, False), (None, False), ("much", False)])
def test_a_waiver_up_to_the_limit_needs_nobody(limit: object, accepted: bool) -> None:
    assert judged("Adjustments", limit, Kind="waiver", Amount=Decimal(-50)).accepted is accepted
    assert not judged("Adjustments", limit, Kind="write-off", Amount=Decimal(-50)).accepted


@pytest.mark.parametrize("cells", [{"Kind": "fee", "Amount": Decimal(5)}, {"Kind": "write-off", "Amount": Decimal(-5), "Reversed on": "2026-01-01"}])
def test_fees_and_what_was_taken_back_are_not_asked(cells: dict[str, object]) -> None:
    assert judged("Adjustments", **cells).accepted


def test_of_a_plan_or_outcome_only_the_approval_is_set_aside() -> None:
    plan = judged("Plans", 10, Waived=Decimal(20), Proposed_by="Ana", Approved_by="ANA")
    case = judged("Cases", Outcome="WRITTEN_OFF", Outcome_by="王小明", Approved_by="王 小明")
    for row in (plan, case):
        assert row.accepted
        assert row.values["Approved by"] is None
        assert [fault.code for fault in row.faults] == ["W-FOUR-EYES"]


def test_an_open_approval_or_a_small_waiver_is_no_fault() -> None:
    assert not judged("Plans", 10, Waived=Decimal(20), Proposed_by="Ana").faults
    assert not judged("Plans", 10, Waived=Decimal(5), Proposed_by="Ana", Approved_by="Ana").faults
    assert judged("Cases", Outcome="SETTLED", Outcome_by="Li", Approved_by="Ana").values["Approved by"] == "Ana"
