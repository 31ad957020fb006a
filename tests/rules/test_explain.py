"""Explain this number: every figure with what makes it, and the parts add up."""

from __future__ import annotations

from decimal import Decimal

from pyaddin.rules.explain import Step, explain
from pyaddin.rules.interest import RatePeriod
from tests.rules.build_cases import (
    DEEP,
    MONITOR,
    OFFICE,
    D,
    adjusted,
    agreed,
    day,
    file,
    hold,
    look,
    office,
    paid,
    reminded,
    rows,
)

CASE = file(
    *rows("09-05", "10-05", "12-05", interest=D("5")),
    moves=DEEP, annual_rate=D("0.365"), contacts=(reminded(1, "10-06"),), payments=(paid("10-15", "150"),), adjustments=(adjusted("10-20", "fee", "12"),),
)  # fmt: skip


def steps(one: object = CASE, on: str = "10-21") -> dict[str, list[Step]]:
    found: dict[str, list[Step]] = {}
    for step in explain(look(one, on), OFFICE):  # type: ignore[arg-type]
        found.setdefault(step.field, []).append(step)
    return found


def amount(step: Step) -> Decimal:
    return Decimal(step.value.removesuffix(" GBP"))


def test_what_was_paid_where_adds_up_to_the_money() -> None:
    found = steps()["Paid"]
    pieces = [step for step in found if step.label.startswith("Payment P-1")]
    assert sum(amount(step) for step in pieces) == 150
    assert pieces[0].label == "Payment P-1 of 2026-10-15"
    assert [step.note for step in pieces] == [
        "to interest of installment 1 (R10, R11)",
        "to late interest of installment 1 (R10, R11)",
        "to principal of installment 1 (R10, R11)",
        "to interest of installment 2 (R10, R11)",
        "to late interest of installment 2 (R10, R11)",
        "to principal of installment 2 (R10, R11)",
    ]
    first = found[0]
    assert (first.label, first.value) == ("Installment 1, due 2026-09-05", "105.00 GBP")
    assert first.note == "due 105.00 GBP (principal 100.00, interest 5.00), open 0.00 GBP: paid"


def test_arrears_interest_fees_and_outstanding_tie() -> None:
    found = steps()
    arrears, interest, fees = (amount(found[name][0]) for name in ("Arrears", "Interest due", "Fees due"))
    assert found["Arrears"][0].note == "open parts of 1 installment due before 2026-10-21 (R4)"
    assert found["Interest due"][0].note.startswith("36.5 % a year, act/365, simple")
    assert fees == 12
    assert amount(found["Outstanding"][0]) == arrears + 105 + interest + fees
    assert "not yet overdue 105.00 GBP" in found["Outstanding"][0].note


def test_days_stage_level_priority_and_why() -> None:
    found = steps()
    assert (found["Days past due"][0].value, found["Days past due"][0].note) == ("16", "2026-10-21 less 2026-10-05, the oldest unpaid installment (R1)")
    assert (found["Bucket"][0].value, found["Stage"][0].value, found["Level"][0].value) == ("8-30", "deep communication", "1")
    assert found["Stage"][0].note == "since 2026-10-13: T2: moved."
    assert found["Holds"][0].value == "none"
    assert found["Priority"][0].note.startswith("missed installment +25")


def test_pauses_and_holds_are_named() -> None:
    held = file(*rows("10-05"), moves=DEEP, holds=(hold("MORATORIUM", "10-06", "10-30"),))
    found = steps(held, "10-21")
    assert found["Bucket"][0].note == "16 days less 15 paused (R5, R6)"
    assert found["Holds"][0].value == "moratorium since 2026-10-06 (a moratorium is in force)"
    assert found["Priority"][0].note == "excluded: moratorium"


def test_a_case_with_nothing_due_says_so() -> None:
    found = steps(file(*rows("12-05")), "10-21")
    assert "Paid" not in found
    assert found["Days past due"][0].note == "no installment is past due beyond tolerance (R1, R4)"
    assert found["Bucket"][0].value == "none"
    assert (found["Stage"][0].value, found["Stage"][0].note) == ("not in collection", "no move was made yet")
    assert found["Interest due"][0].note == "no rate is agreed or published: no late interest"
    assert (found["Why"][0].note, found["Next action"][0].value, found["Priority"][0].note) == ("nothing is to be done", "none", "not in the queue")


def test_credit_charges_and_plans_are_named() -> None:
    planned = file(
        *rows("08-05"), *rows("11-05", plan="L-1"), plans=(agreed("L-1", "10-01", "0"),), moves=MONITOR,
        payments=(paid("09-01", "130"), paid("10-10", "120", "P-2")), adjustments=(adjusted("10-09", "fee", "5"),),
    )  # fmt: skip
    found = steps(planned, "10-21")
    labels = [(step.label, step.note) for step in found["Paid"]]
    assert ("Credit used on 2026-10-01", "to principal of installment L-1 1 (R10, R11)") in labels
    assert ("Payment P-2 of 2026-10-10", "to fee of charge A-1 (R10, R11)") in labels
    assert ("Installment L-1 1, due 2026-11-05", "due 100.00 GBP (principal 100.00), open 0.00 GBP: paid") in labels
    assert amount(found["Credit"][0]) == 45


def test_a_correction_of_the_plan_and_a_recovery_are_explained() -> None:
    planned = file(
        *rows("08-05", "09-05"), *rows("11-05", "12-05", plan="L-1"), plans=(agreed("L-1", "10-01", "200"),), moves=MONITOR,
        payments=(paid("09-30", "30"), paid("11-02", "20", "P-2")),
    )  # fmt: skip
    found = steps(planned, "11-21")
    (fixed,) = [step for step in found["Outstanding"] if step.label.startswith("Correction")]
    assert (fixed.label, fixed.value) == ("Correction of plan L-1", "-30.00 GBP")
    assert fixed.note == "170.00 GBP were owed on 2026-10-01 by what is entered now, the plan took over 200.00 GBP; last installments first (R21a)"
    lost = file(*rows("08-05"), moves=MONITOR, adjustments=(adjusted("10-01", "write-off", "-100"),), payments=(paid("10-20", "130"),))
    found = steps(lost, "10-21")
    assert [(s.label, s.value) for s in found["Outstanding"][1:]] == [("Waiver or write-off A-1 of 2026-10-01", "-100.00 GBP")]
    assert [(s.label, s.value) for name in ("Credit", "Recovered") for s in found[name]] == [("Credit", "30.00 GBP"), ("Recovered", "100.00 GBP")]
    assert ("Payment P-1 of 2026-10-20", "to the recovery of write-off A-1 (T12)") in [(s.label, s.note) for s in found["Paid"]]


def test_the_rate_is_the_one_in_force() -> None:
    dated = office(rates={"sofa": (RatePeriod(day("2025-01-01"), day("2025-12-31"), D("0.05")), RatePeriod(day("01-01"), None, D("0.06")))})
    one = look(file(*rows("10-05"), moves=DEEP, product="Sofa"), "10-21", policy=dated)
    step = next(step for step in explain(one, dated) if step.field == "Interest due")
    assert step.note.startswith("5 % from 2025-01-01, 6 % from 2026-01-01 a year, act/365")
    later = office(rates={"sofa": (RatePeriod(day("01-01"), None, D("0.06")), RatePeriod(day("11-01"), None, D("0.07")))})
    step = next(step for step in explain(one, later) if step.field == "Interest due")
    assert step.note.startswith("6 % a year")
