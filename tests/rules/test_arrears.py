"""What is owed on a day: R1-R7, R12, R14, R16, R21a, and plans that break (R26)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from pyaddin.rules.arrears import plan_broken_since, rate_periods
from pyaddin.rules.case import Hold
from pyaddin.rules.hold import ageing_pauses
from pyaddin.rules.interest import RatePeriod
from pyaddin.rules.policy import bucket_of, parse_buckets
from tests.rules.build_cases import BUCKETS, D, adjusted, agreed, day, file, hold, office, paid, rows, stand

ONE = rows("10-05")


@pytest.mark.parametrize(("as_of", "days"), [("10-04", 0), ("10-05", 0), ("10-06", 1), ("11-04", 30)])
def test_r1_days_past_due_count_calendar_days_from_the_day_after(as_of: str, days: int) -> None:
    seen = stand(file(*ONE), as_of)
    assert (seen.days_past_due, seen.in_arrears, seen.arrears) == (days, days > 0, D(100) if days else D(0))


def test_r1_the_oldest_row_short_beyond_tolerance_is_the_anchor() -> None:
    three = file(*rows("08-05", "09-05", "10-05"), payments=(paid("09-01", "99.50"),))
    seen = stand(three, "10-10")
    assert seen.anchor == ("", 2)
    assert (seen.days_past_due, seen.arrears) == (35, D("200.50"))


def test_r2_when_the_oldest_is_paid_the_anchor_and_the_bucket_move_at_once() -> None:
    two = rows("09-05", "10-05")
    before, after = stand(file(*two), "10-10"), stand(file(*two, payments=(paid("10-10", "100"),)), "10-10")
    assert (before.days_past_due, before.bucket) == (35, "31-60")
    assert (after.days_past_due, after.bucket, after.anchor) == (5, "4-7", ("", 2))


@pytest.mark.parametrize(("as_of", "delinquent", "status"), [("10-06", 0, "due"), ("10-08", 0, "due"), ("10-09", 1, "missed")])
def test_r3_grace_lowers_delinquent_days_only(as_of: str, delinquent: int, status: str) -> None:
    seen = stand(file(*ONE), as_of, office(grace_days=3))
    assert seen.delinquent_days == delinquent
    assert seen.days_past_due == seen.ripe_days == (day(as_of) - day("10-05")).days
    assert seen.rows[0].status == status


@pytest.mark.parametrize(("money", "arrears", "late"), [("99.00", "1.00", False), ("98.99", "1.01", True)])
def test_r4_r7_a_shortfall_up_to_the_tolerance_is_not_past_due(money: str, arrears: str, late: bool) -> None:
    seen = stand(file(*ONE, payments=(paid("10-05", money),)), "10-20")
    assert (seen.in_arrears, seen.arrears) == (late, D(arrears))
    assert seen.days_past_due == (15 if late else 0)
    assert seen.rows[0].status == ("missed" if late else "paid")


def test_r4_small_shortfalls_add_up_and_the_oldest_of_them_is_the_anchor() -> None:
    two = rows("08-05", "09-05", amount="0.60")
    seen = stand(file(*two), "09-05")
    assert not seen.in_arrears
    seen = stand(file(*two), "09-06")
    assert (seen.in_arrears, seen.anchor, seen.arrears, seen.missed) == (True, ("", 1), D("1.20"), ())


@pytest.mark.parametrize(("shortfall", "late"), [("5.00", False), ("5.01", True)])
def test_r7_the_larger_of_amount_and_percentage_is_tolerated(shortfall: str, late: bool) -> None:
    """5 % of 100.00 is more than the fixed 4.00."""
    rule = office(tolerance_percent=D(5), tolerance_amount=D("4.00"))
    row = stand(file(*ONE, payments=(paid("10-05", str(D(100) - D(shortfall))),)), "10-20", rule).rows[0]
    assert row.short == late


def test_r5_a_pause_counts_for_ripe_days_and_bucket_and_never_for_days_past_due() -> None:
    paused = file(*ONE, holds=(hold("MORATORIUM", "10-06", "10-30"),))
    seen = stand(paused, "11-05")
    assert (seen.days_past_due, seen.ripe_days, seen.bucket, seen.delinquent_days) == (31, 7, "4-7", 7)
    assert seen.arrears_by_bucket == {"4-7": D(100)}


def test_r5_each_row_is_paused_by_its_own_days_and_an_open_hold_runs_on() -> None:
    paused = file(*rows("09-05", "10-05"), holds=(hold("MORATORIUM", "10-01"),))
    seen = stand(paused, "10-20")
    assert [(row.days, row.bucket) for row in seen.rows] == [(26, "8-30"), (0, "1-3")]
    assert seen.arrears == sum(seen.arrears_by_bucket.values()) == 200


@pytest.mark.parametrize("type", ["DISPUTE", "INSOLVENCY", "MANUAL", "CEASE", "VULNERABLE"])
def test_only_a_moratorium_stops_ageing(type: str) -> None:
    assert stand(file(*ONE, holds=(hold(type, "10-06", "10-30"),)), "11-05").ripe_days == 31


def test_a_hold_on_one_address_stops_neither_ageing_nor_interest() -> None:
    held = hold("MORATORIUM", "10-06", scope="address", applies_to="ann@debtor.example")
    seen = stand(file(*ONE, annual_rate=D("0.365"), holds=(held,)), "10-15")
    assert (seen.ripe_days, seen.interest) == (10, D("1.00"))


@pytest.mark.parametrize(("days", "name"), [(0, ""), (1, "1-3"), (3, "1-3"), (4, "4-7"), (30, "8-30"), (31, "31-60"), (180, "121-180"), (181, ">180")])
def test_r6_buckets_include_both_ends(days: int, name: str) -> None:
    assert bucket_of(days, BUCKETS) == name


def test_days_beyond_closed_buckets_have_none() -> None:
    assert bucket_of(9, BUCKETS[:2]) == ""


@pytest.mark.parametrize("text", ["1-3,3-7,>7", "1-3,5-7,>7", "2-3,>3", "1-3", ">0,1-3", "1-3,7-4,>7", "1-x,>3", "five", "", ">x"])
def test_r6_buckets_with_gaps_overlaps_or_no_end_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"bucket|invalid literal"):
        parse_buckets(text)


def test_a_row_that_is_paid_stands_in_no_range() -> None:
    assert stand(file(*rows("08-05", "10-05"), payments=(paid("08-05", "100"),)), "10-10").arrears_by_bucket == {"4-7": D(100)}


def test_statuses_of_rows_on_a_day() -> None:
    """Paid, missed, due today, partly paid ahead, open: money goes to the oldest first, the rest to the future."""
    five = rows("08-05", "09-05", "10-05", "11-05")
    assert [row.status for row in stand(file(*five, payments=(paid("08-05", "150"),)), "10-05").rows] == ["paid", "missed", "due", "open"]
    assert stand(file(*rows("10-05"), payments=(paid("10-01", "99.50"),)), "10-05").rows[0].status == "paid"
    ahead = file(*five, payments=(paid("09-30", "350"),))
    assert [row.status for row in stand(ahead, "10-01").rows] == ["paid", "paid", "paid", "partly paid"]


def test_missed_wins_over_partly_paid_and_a_day_of_grace_shows_partly_paid() -> None:
    part = file(*ONE, payments=(paid("10-05", "40"),))
    assert stand(part, "10-06").rows[0].status == "missed"
    assert stand(part, "10-06", office(grace_days=1)).rows[0].status == "partly paid"


@pytest.mark.parametrize("money", ["0.50", "99.50"])
def test_before_the_due_date_anything_short_of_all_is_partly_paid(money: str) -> None:
    assert stand(file(*ONE, payments=(paid("10-01", money),)), "10-02").rows[0].status == "partly paid"


def test_a_tolerated_row_is_paid_once_a_penny_has_come() -> None:
    row = stand(file(*rows("10-05", amount="0.80"), payments=(paid("10-01", "0.50"),)), "10-05").rows[0]
    assert (row.status, row.open) == ("paid", D("0.30"))


def test_a_row_due_today_stands_in_no_range_yet() -> None:
    assert [(row.bucket, row.short) for row in stand(file(*rows("10-04", "10-05")), "10-05").rows] == [("1-3", True), ("", False)]


def test_the_first_day_has_a_range_of_its_own_where_the_office_wants_one() -> None:
    assert stand(file(*ONE), "10-06", office(buckets=parse_buckets("1-1,2-7,>7"))).rows[0].bucket == "1-1"


def test_r21a_a_row_that_a_correction_took_off_was_paid_on_no_day() -> None:
    half = file(*PLANNED, plans=(agreed("L-1", "10-01", "200"),), payments=(paid("09-30", "100"), paid("10-20", "40", "P-2")))
    seen = stand(half, "10-21")
    assert [(row.status, row.paid_on, row.corrected) for row in seen.rows[2:]] == [("partly paid", None, D(0)), ("paid", None, D(-100))]
    assert [row.paid_on for row in stand(file(*rows("10-05", amount="0")), "10-21").rows] == [day("10-05")]
    both = file(*PLANNED, plans=(agreed("L-1", "10-01", "200"),), payments=(paid("09-30", "50"), paid("10-20", "150", "P-2")))
    assert [(row.paid_on, row.corrected) for row in stand(both, "10-21").rows[2:]] == [(day("10-20"), D(0)), (day("10-20"), D(-50))]


def test_a_tiny_row_nobody_paid_is_due_and_not_missed() -> None:
    assert stand(file(*rows("10-05", amount="0.80")), "12-05").rows[0].status == "due"


def test_paid_on_is_the_day_the_row_was_full() -> None:
    row = stand(file(*ONE, payments=(paid("10-01", "40"), paid("10-09", "60", "P-2"))), "10-20").rows[0]
    assert (row.status, row.paid, row.paid_on) == ("paid", D(100), day("10-09"))


def test_r8_a_reversed_payment_counts_until_the_day_it_was_taken_back() -> None:
    back = file(*ONE, payments=(paid("10-05", "100", reversed_on="10-15"),))
    assert stand(back, "10-14").arrears == 0
    assert (stand(back, "10-15").arrears, stand(back, "10-15").days_past_due) == (D(100), 10)


def test_r12_money_left_over_is_credit_and_pays_what_comes_later() -> None:
    much = file(*ONE, payments=(paid("10-05", "130"),))
    assert (stand(much, "10-10").credit, stand(much, "10-10").outstanding) == (D(30), D(0))
    charged = file(*ONE, payments=(paid("10-05", "130"),), adjustments=(adjusted("10-12", "fee", "20"),))
    assert (stand(charged, "10-12").credit, stand(charged, "10-12").fees) == (D(10), D(0))


def test_outstanding_is_open_rows_future_ones_too_and_interest_and_fees() -> None:
    whole = file(*rows("10-05", "11-05"), annual_rate=D("0.365"), adjustments=(adjusted("10-10", "cost", "7.50"),))
    seen = stand(whole, "10-15")
    assert (seen.arrears, seen.interest, seen.fees, seen.outstanding) == (D(100), D("1.00"), D("7.50"), D("208.50"))


def test_interest_is_none_at_rate_zero_and_follows_the_product_otherwise() -> None:
    rate = RatePeriod(day("01-01"), None, D("0.73"))
    dated = office(rates={"sofa": (rate,)})
    assert stand(file(*ONE, product="Sofa"), "10-15", dated).interest == D("2.00")
    assert stand(file(*ONE, product="Sofa", annual_rate=D(0)), "10-15", dated).interest == 0
    assert rate_periods(file(*ONE, product="Desk"), dated) == ()


@pytest.mark.parametrize(("runs", "interest"), [(True, "1.00"), (False, "0.50")])
def test_a_dispute_stops_interest_only_where_the_office_says_so(runs: bool, interest: str) -> None:
    disputed = file(*ONE, annual_rate=D("0.365"), holds=(hold("DISPUTE", "10-10"),))
    assert stand(disputed, "10-15", office(interest_during_dispute=runs)).interest == D(interest)


@pytest.mark.parametrize("type", ["MORATORIUM", "INSOLVENCY", "DECEASED"])
def test_interest_stops_under_these_holds_from_the_day_after_they_begin(type: str) -> None:
    assert stand(file(*ONE, annual_rate=D("0.365"), holds=(hold(type, "10-10"),)), "10-30").interest == D("0.50")


def test_round_money_makes_interest_coarser() -> None:
    assert stand(file(*ONE, annual_rate=D("0.365")), "10-20", office(round_money=D(1))).interest == D(2)


def test_a_waiver_lowers_what_is_owed_and_is_no_money() -> None:
    seen = stand(file(*ONE, adjustments=(adjusted("10-10", "waiver", "-40", component="principal"),)), "10-15")
    assert (seen.arrears, seen.rows[0].paid, seen.rows[0].open) == (D(60), D(0), D(60))


def test_a_reversed_adjustment_no_longer_counts() -> None:
    fee = adjusted("10-10", "fee", "20", reversed_on=day("10-12"))
    assert [stand(file(*ONE, adjustments=(fee,)), on).fees for on in ("10-09", "10-11", "10-12")] == [0, 20, 0]


@pytest.mark.parametrize(("outcome", "by", "recovered"), [("WRITTEN_OFF", "Li Na", "20"), ("WRITTEN_OFF", "", "0"), ("CURED", "Li Na", "0")])
def test_t12_money_after_the_day_a_supervisor_ended_the_case_is_recovered(outcome: str, by: str, recovered: str) -> None:
    ended = {"outcome": outcome, "outcome_on": day("10-05"), "approved_by": by}
    both = file(*rows("08-05"), payments=(paid("10-05", "30"), paid("10-06", "20", "P-2")), **ended)
    assert stand(both, "10-10").recovered == D(recovered)
    assert stand(both, "10-04").recovered == 0


def test_money_for_what_was_written_off_is_recovered_before_the_case_is_ended_too() -> None:
    lost = {"adjustments": (adjusted("10-01", "write-off", "-100"),), "payments": (paid("10-03", "40"),)}
    ended = {"outcome": "WRITTEN_OFF", "outcome_on": day("10-05"), "approved_by": "Li Na"}
    assert [stand(file(*rows("08-05"), **lost, **more), "10-10").recovered for more in ({}, ended)] == [40, 40]
    more_than_owed = file(*rows("08-05", amount="60"), adjustments=lost["adjustments"], payments=(paid("10-03", "80"),))
    assert (stand(more_than_owed, "10-10").recovered, stand(more_than_owed, "10-10").credit) == (60, 20), "only what was there to write off"
    other = file(*rows("08-05"), payments=(paid("10-03", "40"),))
    assert stand(other, "10-10").recovered == 0


def test_r16_a_judgment_replaces_principal_and_interest_and_unpaid_fees_go_on() -> None:
    sued = file(*rows("08-05", "09-05"), annual_rate=D("0.12"), adjustments=(adjusted("09-10", "cost", "30"), adjusted("10-01", "judgment", "180", "A-2")))
    seen = stand(sued, "10-01")
    assert (seen.regime, seen.outstanding, seen.fees, seen.days_past_due) == ("JUDGMENT", D("210"), D(30), 0)
    assert [(row.installment.plan_id, row.status) for row in seen.rows] == [("", "superseded"), ("", "superseded"), ("JUDGMENT", "due")]
    later = stand(sued, "10-11")
    assert (later.arrears, later.days_past_due) == (D(180), 10)


def test_r16_fees_paid_after_the_judgment_are_paid_once() -> None:
    sued = file(*rows("08-05"), adjustments=(adjusted("09-10", "cost", "30"), adjusted("10-01", "judgment", "90", "A-2")), payments=(paid("10-02", "120"),))
    seen = stand(sued, "10-05")
    assert (seen.outstanding, seen.credit, sum(s.amount for s in seen.shares)) == (0, 0, 120)


def test_r16_what_was_corrected_in_the_principal_before_is_replaced_too() -> None:
    sued = file(*rows("08-05"), adjustments=(adjusted("09-10", "correction", "25"), adjusted("10-01", "judgment", "90", "A-2")))
    assert (stand(sued, "10-02").outstanding, stand(sued, "10-02").fees) == (D(90), D(0))


PLANNED = (*rows("08-05", "09-05"), *rows("11-05", "12-05", plan="L-1"))


def test_r21a_from_the_agreement_on_only_the_plan_counts() -> None:
    agreement = agreed("L-1", "10-01", "200")
    before, on = (stand(file(*PLANNED, plans=(agreement,)), date) for date in ("09-30", "10-01"))
    assert (before.regime, before.outstanding, before.arrears) == ("", D(200), D(200))
    assert (on.regime, on.outstanding, on.arrears, on.days_past_due) == ("L-1", D(200), D(0), 0)
    assert [row.status for row in on.rows] == ["superseded", "superseded", "open", "open"]


def test_r21a_money_up_to_the_agreement_belongs_to_the_rows_before() -> None:
    half = (*rows("08-05", "09-05"), *rows("11-05", "12-05", plan="L-1", amount="50"))
    both = file(*half, plans=(agreed("L-1", "10-01", "100"),), payments=(paid("10-01", "100"), paid("10-02", "20", "P-2")))
    assert [row.paid for row in stand(both, "10-10").rows] == [100, 0, 20, 0]
    assert [row.status for row in stand(both, "10-10").rows] == ["paid", "superseded", "partly paid", "open"]


def test_r21a_the_later_signature_is_the_day_of_the_agreement() -> None:
    plan = agreed("L-1", "10-01", "200")
    late = [plan.__class__(**{n: getattr(plan, n) for n in plan.__dataclass_fields__} | {"creditor_signed_on": day("10-08")})]
    assert stand(file(*PLANNED, plans=tuple(late)), "10-07").regime == ""
    assert stand(file(*PLANNED, plans=tuple(late)), "10-08").regime == "L-1"


@pytest.mark.parametrize("status", ["proposed", "withdrawn"])
def test_rows_of_an_unsigned_plan_are_listed_and_count_in_no_sum(status: str) -> None:
    seen = stand(file(*PLANNED, plans=(agreed("L-1", "10-01", "200", status=status),)), "12-20")
    assert (seen.outstanding, seen.regime) == (D(200), "")
    assert [(row.status, row.counts, row.days, row.paid) for row in seen.rows[2:]] == [("open", False, 0, D(0))] * 2


def test_r21a_a_plan_without_rows_changes_nothing() -> None:
    assert stand(file(*PLANNED[:2], plans=(agreed("L-1", "10-01", "200"),)), "10-10").regime == ""


def test_r21a_a_fee_of_the_time_before_moved_into_the_plan() -> None:
    fee = adjusted("09-20", "fee", "20")
    assert stand(file(*PLANNED, plans=(agreed("L-1", "10-01", "220"),), adjustments=(fee,)), "10-02").fees == 0


@pytest.mark.parametrize("plan_id", ["L-1", ""])
def test_r21a_a_correction_of_the_agreement_day_changes_the_plan_once_whether_it_names_it_or_not(plan_id: str) -> None:
    fixed = adjusted("10-01", "correction", "-10", plan_id=plan_id)
    assert stand(file(*PLANNED, plans=(agreed("L-1", "10-01", "200"),), adjustments=(fixed,)), "10-02").outstanding == D(190)


def test_credit_of_the_rows_before_stays_credit_after_the_agreement() -> None:
    """The 200 were paid before they were agreed anew: the plan has nothing to take over, and 30 were too much."""
    both = file(*PLANNED, plans=(agreed("L-1", "10-01", "200"),), payments=(paid("09-30", "230"),))
    seen = stand(both, "10-02")
    assert (seen.outstanding, seen.credit, sum(share.amount for share in seen.shares)) == (D(0), D(30), D(200))


def test_a_second_plan_takes_the_place_of_the_first() -> None:
    both = (agreed("L-1", "10-01", "200", status="superseded"), agreed("L-2", "11-10", "200", version=2))
    seen = stand(file(*PLANNED, *rows("12-10", amount="200", plan="L-2"), plans=both), "11-10")
    assert (seen.regime, seen.outstanding, [row.status for row in seen.rows if row.installment.plan_id == "L-1"]) == ("L-2", D(200), ["superseded"] * 2)


@pytest.mark.parametrize(("as_of", "broken"), [("11-05", None), ("12-05", None), ("12-06", "12-06"), ("12-20", "12-06")])
def test_r26_two_rows_missed_break_a_plan(as_of: str, broken: str | None) -> None:
    """Row 1, missed from 7 November on, alone would break the plan on 7 December; row 2 is missed from 6 December on."""
    seen = stand(file(*rows("11-06", "12-05", plan="L-1"), plans=(agreed("L-1", "10-01", "200"),)), as_of)
    since = plan_broken_since(seen.rows, office())
    assert (since if since and since <= day(as_of) else None) == (day(broken) if broken else None)


@pytest.mark.parametrize(("after", "broken"), [(30, False), (31, True)])
def test_r26_one_row_missed_for_more_than_thirty_days_breaks_a_plan(after: int, broken: bool) -> None:
    due = day("11-05")
    plan = file(*rows(due, due + timedelta(days=90), plan="L-1"), plans=(agreed("L-1", "10-01", "200"),))
    since = plan_broken_since(stand(plan, due + timedelta(days=after)).rows, office())
    assert (since is not None and since <= due + timedelta(days=after)) == broken


@pytest.mark.parametrize(("after", "broken"), [(7, False), (8, True)])
def test_r26_a_plan_of_one_row_breaks_after_seven_days(after: int, broken: bool) -> None:
    due = day("11-05")
    plan = file(*rows(due, plan="L-1"), plans=(agreed("L-1", "10-01", "100"),))
    since = plan_broken_since(stand(plan, due + timedelta(days=after)).rows, office())
    assert (since is not None and since <= due + timedelta(days=after)) == broken


def test_r26_grace_puts_the_missed_day_off_and_a_tolerated_shortfall_never_breaks() -> None:
    short = file(*rows("11-05", "12-05", plan="L-1"), plans=(agreed("L-1", "10-01", "200"),), payments=(paid("11-05", "99.50"), paid("12-05", "99.60", "P-2")))
    assert plan_broken_since(stand(short, "2027-03-01").rows, office()) is None
    one = file(*rows("11-05", plan="L-1"), plans=(agreed("L-1", "10-01", "100"),))
    assert plan_broken_since(stand(one, "11-20", office(grace_days=5)).rows, office(grace_days=5)) == day("11-18")


BREATHING = hold("MORATORIUM", "11-10", "2027-01-09")
"""60 days, 11 November to 9 January."""


@pytest.mark.parametrize(("as_of", "status"), [("12-06", "due"), ("2027-01-09", "due"), ("2027-01-10", "missed")])
def test_r26_an_installment_that_falls_due_in_a_moratorium_is_not_missed_before_it_ends(as_of: str, status: str) -> None:
    seen = stand(file(*rows("12-05", plan="L-1"), plans=(agreed("L-1", "10-01", "100"),), holds=(BREATHING,)), as_of)
    assert (seen.rows[0].status, len(seen.missed)) == (status, int(status == "missed"))
    plain = stand(file(*rows("12-05"), holds=(BREATHING,)), as_of)
    assert plain.rows[0].status == status


@pytest.mark.parametrize(("grace", "as_of", "status"), [(3, "2027-01-12", "due"), (3, "2027-01-13", "missed")])
def test_r26_grace_runs_on_when_the_moratorium_has_ended(grace: int, as_of: str, status: str) -> None:
    assert stand(file(*rows("12-05"), holds=(BREATHING,)), as_of, office(grace_days=grace)).rows[0].status == status


def test_r26_what_was_missed_before_the_moratorium_stays_missed() -> None:
    assert stand(file(*rows("11-05"), holds=(BREATHING,)), "12-20").rows[0].status == "missed"


@pytest.mark.parametrize(
    ("dues", "holds", "as_of", "broken"),
    [
        (("11-06", "12-05"), (BREATHING,), "2027-01-09", "2027-02-05"),  # the second falls due in the moratorium: by the age of the first alone
        (("11-06", "12-05"), (BREATHING,), "2027-01-10", "2027-02-05"),  # and on the first day after it as well
        (("11-15", "12-15"), (BREATHING,), "2027-01-10", "2027-02-09"),  # both in it: the usual 30 days after it
        (("11-10", "12-10"), (BREATHING,), "2027-01-10", "2027-02-09"),  # its first day is a day of it
        (("11-15", "12-15", "2027-01-15"), (BREATHING,), "2027-01-16", "2027-01-16"),  # with one that falls due after it: two, as usual
        (("12-15",), (BREATHING,), "2027-01-17", "2027-01-17"),  # a plan of one row: its 7 days after it
        (("11-15", "12-15"), (hold("MORATORIUM", "11-10"),), "2027-12-31", None),
        (("11-06", "2027-03-05"), (BREATHING,), "2027-02-04", "2027-02-05"),  # missed from 7 November: 3 days before, 27 after
        (("11-06",), (BREATHING,), "2027-01-13", "2027-01-13"),  # a plan of one row: 7 days, 3 of them before
        (("11-06", "2027-03-05"), (hold("MORATORIUM", "11-10"),), "2027-12-31", None),
        (("11-06", "12-05"), (hold("DISPUTE", "11-10"),), "12-06", "12-06"),
    ],
)
def test_r26_a_moratorium_breaks_no_plan(dues: tuple[str, ...], holds: tuple[Hold, ...], as_of: str, broken: str | None) -> None:
    one = file(*rows(*dues, plan="L-1"), plans=(agreed("L-1", "10-01", str(100 * len(dues))),), holds=holds)
    assert plan_broken_since(stand(one, as_of).rows, office(), ageing_pauses(holds)) == (day(broken) if broken else None)


def test_a_case_without_rows_owes_nothing() -> None:
    seen = stand(file(), "10-05")
    assert (seen.outstanding, seen.days_past_due, seen.rows, seen.arrears_by_bucket) == (Decimal(0), 0, (), {})


@pytest.mark.parametrize(("by_hand", "matches"), [("20", True), ("15", False), (None, False)])
def test_a_plan_for_less_than_was_owed_is_told_unless_a_clerk_entered_exactly_the_difference(by_hand: str | None, matches: bool) -> None:
    """R21a: Total + Waived is what was outstanding that day."""
    entered = (adjusted("10-20", "correction", by_hand, plan_id="L-1"),) if by_hand else ()
    one = file(*rows("10-05", amount="200"), *rows("11-20", "12-20", amount="90", plan="L-1"), plans=(agreed("L-1", "10-20", "180"),), adjustments=entered)
    seen = stand(one, "10-21")
    assert not seen.mismatches if matches else [(lack.owed, lack.agreed) for lack in seen.mismatches] == [(D(200), D(180))]


@pytest.mark.parametrize(
    ("amount", "percent", "mode", "tolerance"),
    [
        ("3", "5", "max", "5"), ("3", "5", "min", "3"), ("8", "5", "max", "8"), ("8", "5", "min", "5"), ("0", "5", "min", "5"), ("3", "0", "min", "3"),
        ("0", "0", "max", "0"),
    ],
)  # fmt: skip
def test_r7_the_tolerance_of_a_row_of_a_hundred(amount: str, percent: str, mode: str, tolerance: str) -> None:
    """A figure of 0 is none in mode ``min``: the other one holds."""
    policy = office(tolerance_amount=D(amount), tolerance_percent=D(percent), tolerance_mode=mode)
    assert policy.tolerance_of(D(100)) == D(tolerance)
