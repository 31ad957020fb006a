"""How long a debtor's data are kept and what forbids erasing them now: each reason with its nearest negative example."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from pyaddin.policy.public_holidays import PublicHolidays
from pyaddin.policy.rulebook import packs_for
from pyaddin.rules.case import CaseFile
from pyaddin.rules.lawful import Gatekeeper
from pyaddin.rules.packs import Pack
from pyaddin.rules.retention import STILL_NEEDED, Kept, hindrances, kept_until
from tests.rules.build_cases import DEEP, adjusted, closed, day, debtor, file, hold, look, office, paid, rows, talk

AS_OF = "11-20"
PAID: dict[str, Any] = {"moves": closed(DEEP, "10-26", "T10"), "outcome": "PAID", "outcome_on": day("10-26"), "payments": (paid("10-25", "100"),)}
DONE = file(*rows("10-05"), **PAID)


def why(one: CaseFile) -> list[str]:
    return [phrase.key for phrase in hindrances([look(one, AS_OF)], day(AS_OF))]


def test_what_forbids_erasing_now() -> None:
    assert why(DONE) == []
    assert why(file(*rows("10-05"), moves=DEEP)) == ["privacy open-case"]
    assert why(file(*rows("12-05"))) == ["privacy open-case"], "never in collection, and a debt all the same"
    ended: dict[str, Any] = {"moves": closed(DEEP, "10-26", "T12"), "outcome": "SETTLED", "outcome_on": day("10-26"), "approved_by": "Li Na"}
    written_off = adjusted("10-26", "write-off", "-100", component="principal")
    assert why(file(*rows("10-05"), adjustments=(written_off,), **ended)) == []
    assert why(file(*rows("10-05"), adjustments=(replace(written_off, amount=-rows("10-05")[0].due / 2),), **ended)) == ["privacy still-owed"]
    assert why(replace(DONE, payments=(paid("10-25", "100.01"),))) == ["privacy credit"], "a cent that is the debtor's"


@pytest.mark.parametrize("kind", ["DISPUTE", "LITIGATION", "COMPLAINT", "INSOLVENCY", "MORATORIUM", "COUNSEL", "MANUAL", "CEASE", "DECEASED"])
def test_a_hold_about_the_matter_itself_up_to_its_last_day(kind: str) -> None:
    for end, needed in (("11-19", False), ("11-20", True), (None, True)):
        one = replace(DONE, holds=(hold(kind, "10-27", end),))
        assert why(one) == (["privacy held"] if needed and kind in STILL_NEEDED else []), end


def every_rule(*files: CaseFile, role: str = "creditor", months: int | None = None) -> list[Kept]:
    def packs(country: str, region: str, debt_class: str, on: date) -> tuple[Pack, ...]:
        return packs_for(country, region, role, debt_class, on)

    policy = office(keeper=Gatekeeper(packs, PublicHolidays({}), role, "consumer", time(10)))
    return kept_until([look(one, AS_OF) for one in files], policy, day(AS_OF), months)


def kept(one: CaseFile, role: str = "creditor", months: int | None = None) -> dict[str, tuple[date, bool]]:
    return {found.rule: (found.until, found.binding) for found in every_rule(one, role=role, months=months)}


def test_regulation_f_counts_three_years_from_the_last_contact_or_payment_and_binds() -> None:
    """12 CFR 1006.100: three years after the last collection activity."""
    one = replace(DONE, debtor=debtor(country="US", region="TX", time_zone="America/Chicago"))
    assert kept(one, "agency")["US-KEEP"] == (day("2029-10-26"), True)
    assert kept(replace(one, contacts=(talk("11-03", direction="in"),)), "agency")["US-KEEP"] == (day("2029-11-03"), True)
    assert kept(replace(one, payments=(*one.payments, paid("11-10", "5", "P-2"))), "agency")["US-KEEP"] == (day("2029-11-10"), True)
    assert "US-KEEP" not in kept(one, "creditor"), "it does not bind the creditor"


def test_five_years_from_closing_are_told_where_no_law_was_read_and_the_office_may_bind_itself() -> None:
    one = replace(DONE, debtor=debtor(country="CN", time_zone="Asia/Shanghai"), contacts=(talk("11-03"),))
    assert kept(one)["CN-KEEP-CFC"] == (day("2031-10-26"), False), "from the closing, whatever was said later"
    assert kept(one, months=24)["retention_months"] == (day("2028-10-26"), True)
    assert "retention_months" not in kept(one)


def test_the_rule_that_keeps_longest_stands_first_and_a_debtor_of_several_cases_is_kept_by_the_latest() -> None:
    other = file(*rows("10-05"), case_id="C-2", **(PAID | {"moves": closed(DEEP, "11-02", "T10"), "outcome_on": day("11-02")}))
    found = every_rule(DONE, other, months=24)
    assert (found[0].until, [one.until for one in found]) == (max(one.until for one in found), sorted((one.until for one in found), reverse=True))
    assert {one.until for one in found if one.rule == "retention_months"} == {day("2028-10-26"), day("2028-11-02")}
