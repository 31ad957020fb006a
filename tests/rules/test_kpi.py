"""KPIs against published worked figures, against a slow recomputation from the rows, and on the days at the edge (domain-rules 5.11)."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyaddin.labels import LANGUAGES
from pyaddin.rules.kpi import figures
from pyaddin.rules.kpi_money import cei
from pyaddin.rules.kpi_roll import FATES, cure_rate, matrix, relapse_rate
from pyaddin.rules.kpi_rows import ContactLine, EntryLine, Facts, Figure, MoneyLine, PlanRowLine, PromiseLine, StageEntry
from pyaddin.rules.kpi_words import KPIS, title_of
from pyaddin.rules.kpi_work import NOBODY, contact_rate, first_contact, plan_kept, promise_kept, touches, workload
from tests.rules.kpi_facts import BUCKETS, SINCE, UNTIL, D, ended, facts, happenings, line, snapshots, taken


def by_key(found: Any) -> dict[str, Figure]:
    return {figure.key: figure for figure in found}


@pytest.mark.parametrize(
    ("begin", "sales", "end_total", "end_current", "published"),
    [
        # creditguru.com, Collection Effectiveness Index: Jan-Mar, monthly credit sales = 10,890 / 3
        (6200, 3630, 6340, 3590, "55.9"),
        # gaviti.com, Collection Effectiveness Index: (100,000 + 1 million - 120,000) / (100,000 + 1 million - 100,000)
        (100_000, 1_000_000, 120_000, 100_000, "98.0"),
    ],
)
def test_cei_as_published(begin: int, sales: int, end_total: int, end_current: int, published: str) -> None:
    top, bottom = cei(D(begin), D(sales), D(end_total), D(end_current))
    assert round(100 * top / bottom, 1) == D(published)
    start = taken(SINCE, line("C-1", outstanding=str(begin)))
    end = taken(UNTIL, line("C-1", 40, str(end_total), arrears=D(end_total - end_current), not_yet_due=D(end_current)))
    new = [MoneyLine("C-2", "C-2", "GBP", UNTIL, D(sales))]
    found = by_key(figures(facts(start, end, new_debt=new)))["cei|amount|GBP"]
    assert found.value is not None
    assert round(found.value, 1) == D(published)


@pytest.mark.parametrize(
    ("receivables", "sales", "days", "published"),
    [
        ("18000", "20000", 30, "27"),  # fool.com, days sales outstanding of an April
        ("50000", "200000", 365, "91.25"),  # bit1024.com, DSO calculator
    ],
)
def test_dso_as_published(receivables: str, sales: str, days: int, published: str) -> None:
    start = taken(UNTIL - timedelta(days=days))
    end = taken(UNTIL, line("C-1", outstanding=receivables))
    new = [MoneyLine("C-1", "C-1", "GBP", UNTIL, D(sales))]
    found = by_key(figures(Facts(start.as_of, UNTIL, BUCKETS, start, end, new_debt=new)))["dso|amount|GBP"]
    assert found.value == D(published)


def test_roll_rate_as_published() -> None:
    """costcalculator.calculator.city: of 1,000,000 that is 30-59 days late, 200,000 is 60-89 days late a month on: 20 %."""
    start = taken(SINCE, line("C-1", 45, "200000"), line("C-2", 45, "500000"), line("C-3", 45, "300000"))
    end = taken(UNTIL, line("C-1", 75, "200000"), line("C-2", 45, "500000"), ended("C-3"))
    found = by_key(matrix(facts(start, end)))
    assert found["roll|31-60|61-90|amount|GBP"].value == D("0.2")
    assert found["roll|31-60|current|amount|GBP"].value == D("0.3")
    assert found["fate|31-60|worse|count"].numerator == 1


def test_roll_rate_of_current_cases_as_published() -> None:
    """listendata.com, roll rate analysis: of 26,000 customers with nothing due, 22,000 stay so and 1,670 are up to a month late (here a thousandth of it)."""
    start = taken(SINCE, *(line(f"C-{n}") for n in range(2600)))
    after = [0] * 2200 + [20] * 167 + [50] * 100 + [80] * 67 + [120] * 66
    end = taken(UNTIL, *(line(f"C-{n}", days) for n, days in enumerate(after)))
    found = by_key(matrix(facts(start, end)))
    assert round(100 * (found["roll|current|current|count"].value or 0), 1) == D("84.6")
    assert round(100 * (found["roll|current|1-30|count"].value or 0), 1) == D("6.4")


def test_each_fate() -> None:
    start = taken(SINCE, *(line(f"C-{n}", 45) for n in range(8)), ended("C-9", "WRITTEN_OFF"))
    end = taken(
        UNTIL, line("C-0", 50), line("C-1", 61), line("C-2", 30), ended("C-3"), ended("C-4", "SETTLED"), ended("C-5", "WRITTEN_OFF"),
        line("C-6", 0, stage="MONITOR"), ended("C-9", "WRITTEN_OFF"),
    )  # fmt: skip
    found = by_key(cure_rate(facts(start, end)))
    counts = {one: found[f"fate|all|{one}|count"].numerator for one in FATES}
    assert counts == {"stable": 1, "worse": 1, "back": 1, "cured": 2, "closed": 1, "written off": 1, "missing": 1}
    assert found["cure_rate|count"].value == D("0.25")
    assert found["cured_by_plan|count"].numerator == 1
    assert {row.case_id for row in found["cure_rate|count"].behind if row.counted} == {"C-3", "C-6"}


def test_no_denominator_is_blank() -> None:
    start, end = taken(SINCE), taken(UNTIL)
    for figure in figures(facts(start, end)):
        assert figure.value is None if figure.denominator is not None else figure.value == 0
    assert not matrix(facts(None, end))
    assert not matrix(facts(end, end))


@pytest.mark.parametrize(("back", "relapsed"), [(60, 1), (61, 0)])
def test_relapse_counts_sixty_days_after_the_cure(back: int, relapsed: int) -> None:
    cured = UNTIL - timedelta(days=60)
    trail = [
        taken(cured - timedelta(days=7), line("C-1", 20, "80")), taken(cured, line("C-1")), taken(cured + timedelta(days=7), line("C-1")),
        taken(cured + timedelta(days=back), line("C-1", 9)),
    ]  # fmt: skip
    found = by_key(relapse_rate(Facts(SINCE, UNTIL + timedelta(days=5), BUCKETS, trail=trail)))
    assert found["relapse_rate|count"].numerator == relapsed
    assert found["relapse_rate|count"].denominator == 1
    assert found["relapse_rate|amount|GBP"].denominator == 80


def test_a_cure_that_has_not_had_its_sixty_days_is_in_no_relapse_rate() -> None:
    trail = [taken(UNTIL - timedelta(days=20), line("C-1", 20)), taken(UNTIL - timedelta(days=10), line("C-1")), taken(UNTIL, line("C-1", 3))]
    assert by_key(relapse_rate(Facts(SINCE, UNTIL, BUCKETS, trail=trail)))["relapse_rate|count"].value is None


def test_promises_by_their_deadline() -> None:
    lines = [
        PromiseLine("R-1", "C-1", "GBP", UNTIL, UNTIL, "kept", D(100), D(120)), PromiseLine("R-2", "C-2", "GBP", UNTIL, UNTIL, "partly kept", D(100), D(30)),
        PromiseLine("R-3", "C-3", "GBP", UNTIL, SINCE, "broken", D(100), D(0)), PromiseLine("R-4", "C-4", "GBP", UNTIL, UNTIL, "withdrawn", D(100), D(0)),
        PromiseLine("R-5", "C-5", "JPY", UNTIL, SINCE + timedelta(days=1), "broken", D(500), D(0)),
    ]  # fmt: skip
    found = by_key(promise_kept(facts(None, None, promises=lines)))
    assert (found["promise_kept|count"].numerator, found["promise_kept|count"].denominator) == (1, 3)
    assert (found["promise_kept|amount|GBP"].numerator, found["promise_kept|amount|GBP"].denominator) == (150, 200)
    assert found["promise_kept|amount|JPY"].value == 0


def test_cases_reached_and_the_work_of_each_clerk_by_hand() -> None:
    """A word from the debtor reaches a case that nobody tried; a blank Owner and a blank By stand as a dash."""
    contacts = [
        ContactLine("K-1", "C-1", UNTIL, "Mary", True, False, True, True), ContactLine("K-2", "C-2", UNTIL, "", False, True, True, False),
        ContactLine("K-3", "C-3", UNTIL, "program", False, False, False, False),
    ]  # fmt: skip
    found = by_key(contact_rate(facts(None, None, contacts=contacts)))
    assert (found["contact_rate|count"].value, found["cases_reached|count"].value) == (D(0), D("0.5"))
    end = taken(UNTIL, line("C-1", 5), line("C-2", 5, owner=""))
    work = workload(facts(None, end, contacts=contacts))
    assert {(figure.id, figure.subject) for figure in work if figure.variant == "count"} == {
        ("workload", "Mary"), ("workload", NOBODY), ("clerk_contacts", "Mary"), ("clerk_contacts", NOBODY)
    }  # fmt: skip


def test_touches_are_counted_for_cases_that_were_cured_alone() -> None:
    contacts = [ContactLine(f"K-{n}", f"C-{n}", UNTIL, "Mary", True, True, True, True) for n in (1, 2)]
    start, end = taken(SINCE, line("C-1", 5), line("C-2", 5)), taken(UNTIL, line("C-1", 0), line("C-2", 40))
    (found,) = touches(facts(start, end, contacts=contacts))
    assert found.value == D(1)


def test_a_case_that_nobody_tried_was_not_tried_in_time() -> None:
    entries = [EntryLine("C-1", "GBP", UNTIL, UNTIL, None, D(10))]
    assert by_key(first_contact(facts(None, None, entries=entries)))["first_contact|count"].value == 0


def test_plan_rows_and_first_contacts_by_their_deadline() -> None:
    rows = [PlanRowLine("C-1/L-1/1", "C-1", "GBP", UNTIL, D(50), D(50), True), PlanRowLine("C-1/L-1/2", "C-1", "GBP", UNTIL, D(50), D(20), False)]
    found = by_key(plan_kept(facts(None, None, plan_rows=rows)))
    assert (found["plan_kept|count"].value, found["plan_kept|amount|GBP"].value) == (D("0.5"), D("0.7"))
    entries = [
        EntryLine("C-1", "GBP", UNTIL, UNTIL, UNTIL, D(10)), EntryLine("C-2", "GBP", UNTIL, UNTIL - timedelta(days=1), UNTIL, D(30)),
        EntryLine("C-3", "GBP", UNTIL, UNTIL + timedelta(days=1), None, D(30)),
    ]  # fmt: skip
    tried = by_key(first_contact(facts(None, None, entries=entries)))
    assert (tried["first_contact|count"].value, tried["first_contact|amount|GBP"].value) == (D("0.5"), D("0.25"))


def test_money_belongs_to_the_stage_in_which_it_came() -> None:
    stays = [
        StageEntry("a", "C-1", "GBP", SINCE, "CONTACT", D(400)), StageEntry("b", "C-1", "GBP", UNTIL, "DEEP", D(300)),
        StageEntry("c", "C-2", "GBP", UNTIL, "DEEP", D(100)),
    ]  # fmt: skip
    paid = [
        MoneyLine("P-1", "C-1", "GBP", UNTIL, D(100), "CONTACT"), MoneyLine("P-2", "C-1", "GBP", SINCE, D(7), "CONTACT"),
        MoneyLine("P-3", "C-2", "GBP", UNTIL, D(40), "DEEP"),
    ]  # fmt: skip
    found = by_key(figures(facts(None, None, stage_entries=stays, payments=paid)))
    assert found["recovery|CONTACT|amount|GBP"].value == D("0.25")
    assert found["recovery|DEEP|amount|GBP"].value == D("0.1")
    assert found["recovery|DEEP|count"].value == D("0.5")


@given(snapshots(SINCE), snapshots(UNTIL))
def test_every_row_of_the_matrix_sums_to_the_whole(start: Any, end: Any) -> None:
    sums: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    whole: dict[tuple[str, ...], Decimal] = {}
    for figure in [*matrix(facts(start, end)), *cure_rate(facts(start, end))]:
        if figure.id in ("roll", "fate"):
            row = (figure.id, figure.subject, figure.variant, figure.currency)
            sums[row] += figure.numerator
            assert figure.denominator is not None
            assert whole.setdefault(row, figure.denominator) == figure.denominator
    assert sums == whole


@pytest.mark.parametrize(("on", "counts"), [(SINCE, False), (SINCE + timedelta(days=1), True), (UNTIL, True), (UNTIL + timedelta(days=1), False)])
def test_write_offs_and_new_debt_count_after_the_first_snapshot_up_to_the_second(on: date, counts: bool) -> None:
    start, end = taken(SINCE, line("C-1", 91, "60"), line("C-2", 31, "140")), taken(UNTIL, line("C-2", 61, "140"))
    gone, new = [MoneyLine("A-1", "C-1", "GBP", on, D(60))], [MoneyLine("C-3", "C-3", "GBP", on, D(70))]
    found = by_key(figures(facts(start, end, write_offs=gone, new_debt=new)))
    rate = found["write_off_rate|amount|GBP"]
    assert (rate.numerator, rate.denominator) == (60 if counts else 0, 200)
    assert found["write_off_rate|count"].numerator == counts
    assert found["cei|amount|GBP"].denominator == (270 if counts else 200)
    assert found["dso|amount|GBP"].denominator == (70 if counts else 0)


@given(snapshots(SINCE), snapshots(UNTIL), happenings())
def test_every_figure_from_its_rows_and_from_a_slow_recomputation(start: Any, end: Any, more: dict[str, Any]) -> None:
    found = figures(facts(start, end, **more))
    for figure in found:
        if figure.id not in ("recovery", "cei", "dso", "write_off_rate", "cost_per_1000", "contacts_per_1000"):
            assert figure.numerator == sum((row.amount for row in figure.behind if row.counted), D(0)), figure.key
    named = by_key(found)
    assert len(named) == len(found)
    was_late = {c: x for c, x in start.cases.items() if x.days_past_due > 0 and x.outcome not in ("WRITTEN_OFF", "SETTLED", "TRANSFERRED")}
    fine = [c for c in was_late if c in end.cases and end.cases[c].outcome in ("", "PAID", "CURED") and end.cases[c].days_past_due == 0]
    assert (named["cure_rate|count"].numerator, named["cure_rate|count"].denominator) == (len(fine), len(was_late))
    for currency in ("GBP", "JPY"):
        mine = [x for x in was_late.values() if x.currency == currency]
        if mine:
            amount = named[f"cure_rate|amount|{currency}"]
            assert amount.denominator == sum(x.outstanding for x in mine)
            assert amount.numerator == sum(x.outstanding for x in mine if x.case_id in fine)
    judged = Counter(p.status for p in more["promises"] if SINCE < p.deadline <= UNTIL)
    assert named["promise_kept|count"].numerator == judged["kept"]
    assert named["promise_kept|count"].denominator == judged["kept"] + judged["partly kept"] + judged["broken"]
    tries = [c for c in more["contacts"] if c.attempt and SINCE < c.on <= UNTIL]
    assert named["contact_rate|count"].value == (D(sum(c.reached for c in tries)) / len(tries) if tries else None)
    late = [x for x in end.cases.values() if x.days_past_due > 0 and x.outcome == ""]
    assert sum(f.numerator for f in found if f.id == "ageing" and f.variant == "count") == len(late)
    for currency in {p.currency for p in more["payments"]}:
        weeks = [f for f in found if f.id == "cash" and f.currency == currency]
        in_time = [p for p in more["payments"] if p.currency == currency and UNTIL - timedelta(days=91) < p.on <= UNTIL]
        assert sum(f.numerator for f in weeks) == sum((p.amount for p in in_time), D(0))
        assert date.fromisoformat(weeks[-1].subject) == UNTIL


@given(st.sampled_from(sorted(KPIS)), st.sampled_from(LANGUAGES))
def test_every_figure_has_words(id: str, language: str) -> None:
    assert title_of(Figure(id, "count", D(1), D(2), SINCE, UNTIL), language)
    for texts in (KPIS[id].name, KPIS[id].formula):
        assert len(set(texts)) > 1
        assert all(texts)
