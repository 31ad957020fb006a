"""What a clerk spells in another way still means the same: addresses under a hold, and a time zone that is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.desk import Office, case, debtor, hold, installments


def late(tmp_path: Path, **more: str) -> Office:
    return Office(tmp_path).new({"Debtors": [debtor(**more)], "Cases": [case()], "Installments": installments(1, ["11-02"])})


@pytest.mark.parametrize("upper", [False, True])
def test_an_address_under_a_hold_is_not_written_to_in_any_spelling(tmp_path: Path, upper: bool) -> None:
    office = late(tmp_path)
    email = str(debtor()["Email"])
    office.type("Holds", hold(1, "H-00001", "WRONG_PARTY", "11-01", Scope="address", Applies_to=email.upper() if upper else email))
    assert office.weekly("11-09")["sent"] == 0


@pytest.mark.parametrize("name", ["America", "Asia/", "Mars/Base"])
def test_a_time_zone_that_is_none_is_told_and_the_default_holds(tmp_path: Path, name: str) -> None:
    office = late(tmp_path)
    office.set("Settings", {"Key": "time_zone"}, Value=name)
    assert any(name in str(fault["found"]) for fault in office.run("check")["faults"])
