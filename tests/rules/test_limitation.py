"""Limitation: sourced rows only, the earlier day where a date can be read in two ways, and no word for places whose tables contradict."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pyaddin.rules.case import Advice, CaseFile
from pyaddin.rules.limitation import (
    EVENTS,
    PERIODS,
    RESTARTS,
    Clock,
    Estimate,
    clock,
    effect_of,
    last_demand,
    period_for,
    six_months_after,
    words,
    years_later,
)
from tests.rules.build_cases import agreed, day, debtor, file, maybe, paid, reminded, rows, stand, talk


@pytest.mark.parametrize(
    ("country", "region", "kind", "years"),
    [
        ("CN", "", "consumer", 3), ("TW", "", "business", 15), ("HK", "", "consumer", 6), ("GB", "", "consumer", 6), ("GB", "Leeds", "consumer", 6),
        ("GB", "Scotland", "consumer", 5), ("GB", "sct", "consumer", 5), ("US", "NY", "consumer", 3), ("US", "NY", "business", 6), ("US", "CA", "consumer", 4),
        ("US", "TX", "business", 4), ("US", "KY", "consumer", None), ("US", "", "consumer", None), ("DE", "", "consumer", None), ("", "", "consumer", None),
    ],
)  # fmt: skip
def test_which_row_applies(country: str, region: str, kind: str, years: int | None) -> None:
    found = period_for(country, region, kind)
    assert (found.years if found else None) == years


def legal(delivered: str | None = None, proof: str = "RL 1", **more: Any) -> Advice:
    return Advice(final_demand_delivered_on=maybe(delivered), proof=proof if delivered else "", **more)


def found(one: CaseFile, on: str) -> Estimate:
    result = clock(one, stand(one, on)).estimate
    assert result is not None
    return result


def test_mainland_china_counts_from_the_last_installment_and_anew_from_a_proven_demand() -> None:
    one = file(*rows("2024-01-31", "2024-02-29"), owner=debtor(country="CN"), advice=legal("2025-02-28"))
    seen = found(one, "2026-11-20")
    assert (seen.start, seen.end, seen.after_demand, seen.ends_on) == (day("2024-02-29"), day("2027-02-28"), day("2028-02-28"), day("2028-02-28"))
    unproven = found(replace(one, advice=legal("2025-02-28", proof="")), "2026-11-20")
    assert (unproven.after_demand, unproven.ends_on) == (None, day("2027-02-28"))


def test_mainland_china_counts_anew_from_part_payments_agreements_and_acknowledgments_but_not_beyond_twenty_years() -> None:
    one = file(*rows("2024-01-31", "2024-02-29"), owner=debtor(country="CN"), payments=(paid("2025-03-01", "10"),))
    assert found(one, "2026-11-20").ends_on == day("2028-03-01")
    assert found(one, "2025-02-28").ends_on == day("2027-02-28")  # the day before the payment
    signed = replace(one, plans=(agreed("L-1", "2025-06-01", "190", evidence="l1.pdf"),))
    assert found(signed, "2026-11-20").ends_on == day("2028-06-01")
    said = replace(one, advice=Advice(restarted_on=day("2026-01-05"), restart_event="acknowledgment", restart_proof="letter"))
    assert found(said, "2026-11-20").ends_on == day("2029-01-05")
    long = replace(one, payments=tuple(paid(f"{year}-03-01", "1", f"P-{year}") for year in range(2025, 2044, 2)))
    assert found(long, "2043-11-20").ends_on == day("2044-02-29")


def test_a_period_that_is_over_is_not_counted_anew() -> None:
    one = file(*rows("2020-01-31"), owner=debtor(country="CN"), payments=(paid("2023-02-01", "10"),))
    assert found(one, "2026-11-20").ends_on == day("2023-01-31")
    on_its_last_day = replace(one, payments=(paid("2023-01-31", "10"),))
    assert found(on_its_last_day, "2026-11-20").ends_on == day("2026-01-31"), "the last day belongs to the period"


@pytest.mark.parametrize(
    ("demand", "until"), [("2026-03-10", "2026-09-10"), ("2026-08-31", "2027-02-28"), ("2025-12-31", "2026-06-30"), ("2027-08-29", "2028-02-29")]
)
def test_taiwan_shows_the_six_months_after_a_demand(demand: str, until: str) -> None:
    one = file(*rows("2024-01-31", "2024-02-29"), owner=debtor(country="TW"), payments=(paid("2024-02-01", "100"),), advice=legal(demand))
    seen = found(one, "2027-11-20")
    assert (seen.start, seen.end, seen.after_demand, seen.ends_on) == (day("2024-02-29"), day("2039-02-28"), day(until), day("2039-02-28"))
    assert six_months_after(day(demand)) == day(until)


def test_taiwan_the_six_months_keep_a_period_open_that_ends_before_them() -> None:
    one = file(*rows("2012-01-10"), owner=debtor(country="TW"), advice=legal("2026-12-20"))
    assert found(one, "2026-12-21").ends_on == day("2027-06-20")


def test_taiwan_the_six_months_keep_a_period_open_that_an_acknowledgment_began_anew() -> None:
    """Art. 129, 130: counted anew to 10 January 2026, and a demand of its last weeks holds it open for a suit within six months."""
    advice = legal("2025-12-01", restarted_on=day("2011-01-10"), restart_event="acknowledgment", restart_proof="letter.pdf")
    one = file(*rows("2005-03-01"), owner=debtor(country="TW"), advice=advice)
    seen = found(one, "2026-03-01")
    assert (seen.end, seen.after, seen.after_demand, seen.ends_on) == (day("2020-03-01"), day("2026-01-10"), day("2026-06-01"), day("2026-06-01"))
    late = replace(one, advice=replace(advice, final_demand_delivered_on=day("2026-01-11")))
    assert found(late, "2026-03-01").ends_on == day("2026-01-10"), "a demand after the last day keeps nothing open"


def test_nothing_unpaid_or_nowhere_sourced_is_no_estimate() -> None:
    settled = file(*rows("09-01"), payments=(paid("09-01", "100"),))
    assert clock(settled, stand(settled, "11-20")) == Clock("none")
    elsewhere = file(*rows("09-01"), owner=debtor(country="DE"))
    assert clock(elsewhere, stand(elsewhere, "11-20")) == Clock("ask")


@pytest.mark.parametrize(("country", "region"), [("GB", ""), ("GB", "Scotland"), ("HK", ""), ("US", "NY"), ("US", "CA"), ("US", "TX")])
def test_a_demand_extends_nothing_where_no_row_says_so(country: str, region: str) -> None:
    plain = file(*rows("09-01"), owner=debtor(country=country, region=region))
    one = replace(plain, advice=legal("11-01"))
    assert (found(one, "11-20").demand_on, found(one, "11-20").ends_on) == (None, found(plain, "11-20").end)
    period = period_for(country, region, "consumer")
    assert period is not None
    assert effect_of(period, "demand") == "nothing"


@pytest.mark.parametrize(
    ("country", "region", "event", "anew"),
    [
        ("GB", "", "part payment", True), ("GB", "", "acknowledgment", True), ("GB", "Scotland", "acknowledgment", True), ("HK", "", "acknowledgment", True),
        ("HK", "", "part payment", False), ("US", "NY", "part payment", False), ("US", "NY", "acknowledgment", False), ("US", "CA", "acknowledgment", False),
        ("TW", "", "acknowledgment", True), ("GB", "", "suit", False),
    ],
)  # fmt: skip
def test_what_counts_anew_where(country: str, region: str, event: str, anew: bool) -> None:
    said = Advice(restarted_on=day("2026-10-05"), restart_event=event, restart_proof="letter")
    one = file(*rows("09-01"), owner=debtor(country=country, region=region), advice=said)
    seen = found(one, "11-20")
    assert (seen.ends_on > seen.end) == anew
    assert seen.ends_on == (years_later(day("2026-10-05"), seen.period.years) if anew else seen.end)


def test_every_event_is_answered_everywhere_and_only_by_known_words() -> None:
    assert {effect_of(row, event) for row in PERIODS for event in EVENTS} == {"anew", "six-months", "counsel", "nothing"}
    assert set(RESTARTS) == {row.note for row in PERIODS}


@pytest.mark.parametrize(
    ("on", "near", "over"), [("2026-12-03", False, False), ("2026-12-04", True, False), ("2027-03-04", True, False), ("2027-03-05", False, True)]
)
def test_the_warning_begins_ninety_days_before_and_ends_with_the_last_day(on: str, near: bool, over: bool) -> None:
    one = file(*rows("2024-03-04"), owner=debtor(country="CN"))
    limit = clock(one, stand(one, on))
    assert (limit.state, limit.near(day(on)), limit.over(day(on))) == ("running", near, over)


def test_a_suit_or_a_judgment_ends_the_period_of_the_claim() -> None:
    one = file(*rows("2024-03-04"), owner=debtor(country="CN"), advice=Advice(filed_on=day("2026-11-01")))
    assert [clock(one, stand(one, on)).state for on in ("10-31", "11-01", "11-20")] == ["running", "filed", "filed"]
    judged = replace(one, advice=Advice(filed_on=day("2026-11-01"), judgment_on=day("2026-11-10")))
    assert [clock(judged, stand(judged, on)) for on in ("11-09", "11-10", "11-20")] == [Clock("filed"), Clock("judged"), Clock("judged")]
    hong_kong = replace(judged, debtor=debtor(country="HK"))
    limit = clock(hong_kong, stand(hong_kong, "11-20"))
    assert (limit.state, limit.estimate.ends_on if limit.estimate else None) == ("judged", day("2038-11-10"))


def test_a_delivered_letter_with_its_paper_is_a_proven_demand() -> None:
    key = {"key": "C-1|1|reminder|4", "message_class": "collection"}
    letter = replace(talk("2025-05-05", "delivered", "letter"), document="receipts/9.pdf", **key)
    one = file(*rows("2024-02-29"), owner=debtor(country="CN"), contacts=(letter,))
    assert found(one, "2026-11-20").ends_on == day("2028-05-05")
    assert found(one, "2025-05-05").ends_on == day("2028-05-05"), "on the day of its delivery already"
    assert found(one, "2025-05-04").ends_on == day("2027-02-28"), "and not before it"
    for other in (replace(letter, document=""), replace(letter, result="posted"), replace(letter, channel="email"), replace(letter, direction="in")):
        assert found(replace(one, contacts=(other,)), "2026-11-20").ends_on == day("2027-02-28")


def test_an_agreement_counts_once_both_sides_signed_and_money_until_it_is_taken_back() -> None:
    one = file(*rows("2024-02-29"), *rows("2026-02-28", plan="L-1"), owner=debtor(country="CN"))
    signed = agreed("L-1", "2025-06-10", "100", evidence="plan.pdf")
    ends = {"both": (signed, "2028-06-10"), "debtor": (replace(signed, creditor_signed_on=None), "2027-02-28")}
    ends |= {"withdrawn": (replace(signed, status="withdrawn"), "2027-02-28"), "proposed": (replace(signed, status="proposed"), "2027-02-28")}
    for name, (plan, until) in ends.items():
        assert found(replace(one, plans=(plan,)), "2025-11-20").ends_on == day(until), name
    money = replace(one, payments=(paid("2025-07-07", "10", reversed_on="2025-07-20"),))
    assert [found(money, on).ends_on for on in ("2025-07-19", "2025-07-20")] == [day("2028-07-07"), day("2027-02-28")]


@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-TW"])
def test_the_words_say_the_day_the_source_and_the_restart(language: str) -> None:
    one = file(*rows("2024-02-29"), owner=debtor(country="CN"), advice=legal("2025-05-05"))
    said = " ".join(part.says(language) for part in words(clock(one, stand(one, "2026-11-20")), day("2026-11-20")))
    assert "2028-05-05" in said
    assert "2025-05-05" in said
    assert {"en": "art. 188", "zh-CN": "《民法典》第 188", "zh-TW": "中國大陸《民法典》第 188"}[language] in said


def test_the_latest_letter_that_went_out() -> None:
    one = file(*rows("09-01"), contacts=(reminded(1, "09-04"), reminded(2, "09-11"), reminded(3, "09-18", "failed")))
    assert last_demand(one) == date(2026, 9, 11)


def test_every_row_names_its_source_and_the_leap_day_is_read_as_the_earlier_one() -> None:
    assert all(row.source and row.years > 0 for row in PERIODS)
    assert years_later(date(2024, 2, 29), 4) == date(2028, 2, 29)
    assert years_later(date(2024, 2, 29), 3) == date(2027, 2, 28)


@pytest.mark.parametrize("region", ["NIR", "GB-NIR", " northern ireland ", "NI", "N. Ireland", "UK-NIR", "Ulster", "北爱尔兰", "北愛爾蘭"])
def test_northern_ireland_has_a_law_of_its_own_that_was_not_read(region: str) -> None:
    """The rows are those of England and Wales and of Scotland (compliance facts 3)."""
    assert period_for("GB", region, "consumer") is None


@pytest.mark.parametrize("region", ["SCT", "GB-SCT", " scotland ", "UK-SCT", "苏格兰", "蘇格蘭"])
def test_scotland_has_five_years_under_any_of_its_names(region: str) -> None:
    found = period_for("GB", region, "consumer")
    assert found is not None
    assert found.years == 5
