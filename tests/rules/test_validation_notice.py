"""When the validation notice is owed, what it lacks, by which way it goes, and what its period forbids."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from pyaddin.policy.public_holidays import PublicHolidays
from pyaddin.policy.rulebook import packs_for
from pyaddin.rules.case import Advice, CaseFile, Contact
from pyaddin.rules.decide import Decision, decide
from pyaddin.rules.disposition import ripeness
from pyaddin.rules.keyed import over
from pyaddin.rules.lawful import Gatekeeper
from pyaddin.rules.notices import Asked
from pyaddin.rules.policy import NoticeTerms, Policy
from pyaddin.rules.validation_notice import account_of, outdated, standing, told
from tests.rules.build_cases import CASE, DEEP, LEVELS, at, day, debtor, file, office, paid, rows

TERMS = NoticeTerms("P.O. Box 1, Pasadena", "Bank of Rockville", "Main Street Stores")
DOE = debtor(country="US", region="NY", time_zone="America/New_York", address="1 Park Street", city="Bethesda", postal_code="20815")
PRODUCT = "Store card 4000 1234 5678 9010"


def agency(role: str = "agency", **more: Any) -> Policy:
    keeper = Gatekeeper(lambda country, region, debt_class, on: packs_for(country, region, role, debt_class, on), PublicHolidays(), role, "consumer", time(10))
    firm = tuple(replace(row, tone="final") if row.level == 4 else row for row in LEVELS)
    return office(**({"keeper": keeper, "notice": None if role == "creditor" else TERMS, "levels": firm} | more))


def owing(*contacts: Contact, **more: Any) -> CaseFile:
    return file(*rows("10-05"), contacts=contacts, **({"owner": DOE, "product": PRODUCT, "opened_on": day("01-05")} | more))


def notice(on: str, ends: str, result: str = "sent", channel: str = "email") -> Contact:
    return Contact(CASE, at(on), day(on), channel, "out", result, "collection", key=f"{CASE}|1|validation|{ends}")


def seen(one: CaseFile, on: str = "11-20", policy: Policy | None = None, asked: Asked | None = None) -> Decision:
    return decide(one, policy or agency(), day(on), "weekly", asked=asked)


def sent(found: Decision) -> tuple[str, str, str]:
    assert found.send is not None, found.blocked
    return found.send.call.kind, found.send.route.channel, found.send.call.keys[0].rpartition("|")[2]


def words(found: Decision) -> str:
    return " ".join(reason.text("en") for reason in (*found.blocked, found.ladder))


def test_the_notice_goes_first_and_names_the_end_of_its_period() -> None:
    """Thanksgiving is skipped; the letter may be posted within a week, so its period is counted from the last of these days."""
    assert sent(seen(owing())) == ("validation", "email", "2026-12-30")
    assert sent(seen(owing(owner=replace(DOE, email="")))) == ("validation", "letter", "2027-01-03")


@pytest.mark.parametrize(("role", "kind"), [("agency", "validation"), ("debt_buyer", "validation"), ("creditor", "reminder")])
def test_it_binds_those_who_collect_for_others(role: str, kind: str) -> None:
    assert sent(seen(owing(), policy=agency(role)))[0] == kind


@pytest.mark.parametrize("owner", [replace(DOE, country="GB", time_zone="Europe/London"), replace(DOE, kind="business")])
def test_it_binds_consumers_in_the_united_states(owner: Any) -> None:
    assert sent(seen(owing(owner=owner)))[0] == "reminder"


@pytest.mark.parametrize(
    ("one", "terms", "cell"),
    [
        (owing(), replace(TERMS, address=""), "creditor_address"), (owing(), replace(TERMS, creditor_now=""), "current_creditor"),
        (owing(), replace(TERMS, creditor_then=""), "itemization_creditor"), (owing(owner=replace(DOE, city="")), TERMS, "D-1 has no full mailing address"),
        (owing(product="Store card"), TERMS, "Product of case C-1"), (owing(opened_on=day("12-24")), TERMS, "Opened on (2026-12-24)"),
    ],
)  # fmt: skip
def test_what_the_ledger_does_not_know_is_named_with_its_cell(one: CaseFile, terms: NoticeTerms, cell: str) -> None:
    found = seen(one, policy=agency(notice=terms))
    assert found.send is None
    assert found.call is not None
    assert found.call.kind == "validation"
    assert cell in words(found)


@pytest.mark.parametrize(
    ("product", "known"),
    [
        (PRODUCT, ("Store card", "9010")), ("Loan no. 12-345", ("Loan no.", "2345")), ("Visa 12345678 gold", ("Visa gold", "5678")),
        ("Dentist (no account number)", ("Dentist", "")), ("no account", ("", "")), ("Car of 2024", None), ("", None),
    ],
)
def test_the_account_number_is_told_by_its_last_digits(product: str, known: tuple[str, str] | None) -> None:
    assert account_of(product) == known


@pytest.mark.parametrize("result", ["bounced", "failed"])
def test_a_notice_that_came_back_opens_no_period_and_goes_by_letter(result: str) -> None:
    back = owing(notice("11-20", "2026-12-30", result))
    assert told(back, agency(), day("11-23")) is None
    assert sent(seen(back, "11-23")) == ("validation", "letter", "2027-01-06")


def test_a_notice_that_waits_is_not_made_again() -> None:
    found = seen(owing(notice("11-20", "2027-01-05", "queued", "letter")), "11-23")
    assert found.send is None
    assert "LEVEL-PENDING" in words(found)


def test_a_letter_posted_too_late_for_its_date_is_no_notice() -> None:
    assert told(owing(notice("11-27", "2027-01-05", "posted", "letter")), agency(), day("12-01")) is not None
    late = owing(notice("12-04", "2027-01-05", "posted", "letter"))
    assert told(late, agency(), day("12-07")) is None
    assert outdated(f"{CASE}|1|validation|2027-01-05", day("12-04"), agency()) is not None
    assert outdated(f"{CASE}|1|validation|2027-01-05", day("11-27"), agency()) is None
    assert outdated(f"{CASE}|1|reminder|1", day("12-04"), agency()) is None


def test_after_a_first_talk_it_goes_by_letter_within_five_days() -> None:
    """Email is for the very first message only: the ledger knows no consent to electronic notices."""
    talked = owing(Contact(CASE, at("11-19"), day("11-19"), "call", "out", "reached"))
    found = seen(talked)
    assert sent(found)[:2] == ("validation", "letter")
    assert "must go by 2026-11-24" in found.send.why if found.send else False


@pytest.mark.parametrize(("channel", "result"), [("email", "sent"), ("call", "reached")])
def test_a_message_of_an_earlier_version_is_a_first_talk_too(channel: str, result: str) -> None:
    """Its reminder went without a notice: the notice is no first message any more."""
    reminded = owing(Contact(CASE, at("10-20"), day("10-20"), channel, "out", result, key=f"{CASE}|1|reminder|1"))
    assert sent(seen(reminded))[:2] == ("validation", "letter")
    in_vain = owing(Contact(CASE, at("10-20"), day("10-20"), channel, "out", "failed", key=f"{CASE}|1|reminder|1"))
    assert sent(seen(in_vain))[:2] == ("validation", "email")


def test_a_paper_of_a_year_without_a_calendar_is_no_notice() -> None:
    paper = Contact(CASE, at("10-20"), date(1985, 10, 1), "letter", "out", "posted", "statutory", document="validation notice.pdf")
    assert told(owing(paper), agency(), day("11-20")) is None
    assert sent(seen(owing(paper)))[:2] == ("validation", "letter")


def test_a_notice_sent_without_the_program_counts() -> None:
    paper = Contact(CASE, at("10-20"), day("10-20"), "letter", "out", "posted", "statutory", document="validation notice.pdf")
    known = told(owing(paper), agency(), day("11-20"))
    assert known is not None
    assert (known.on, known.ends) == (day("10-20"), day("11-26"))
    assert sent(seen(owing(paper)))[0] == "reminder"
    assert told(owing(replace(paper, message_class="collection")), agency(), day("11-20")) is None


def test_no_last_demand_while_the_period_runs() -> None:
    """Friendly reminders go; what is of final tone, a final demand and a hand-over wait for the day after."""
    told_then = notice("10-20", "2026-11-26")
    levels = tuple(Contact(CASE, at(on), day(on), "email", "out", "sent", key=f"{CASE}|1|reminder|{n}") for n, on in ((1, "10-27"), (2, "11-03"), (3, "11-10")))
    assert sent(seen(owing(told_then), "10-27"))[0] == "reminder"
    quiet, after = (seen(owing(told_then, *levels, moves=DEEP), on) for on in ("11-26", "11-27"))
    assert quiet.send is None
    assert "VALIDATION-PERIOD: The validation period runs until 2026-11-26" in words(quiet)
    assert after.send is not None
    assert after.send.call.level == 4
    for kind in ("demand", "handover"):
        assert "VALIDATION-PERIOD" in words(seen(owing(told_then), "11-26", asked=Asked(kind, released=True)))
        assert seen(owing(told_then), "11-27", asked=Asked(kind, released=True)).send is not None
        assert "No validation notice has gone out" in words(seen(owing(), "11-20", asked=Asked(kind, released=True)))


@pytest.mark.parametrize(
    "told_then", [notice("10-20", "2026-11-26"), Contact(CASE, at("10-20"), day("10-20"), "letter", "out", "posted", "statutory", document="validation.pdf")]
)
def test_no_case_moves_to_disposition_while_the_period_runs(told_then: Contact) -> None:
    """Whether the program sent the notice or a person did."""
    ready = owing(told_then, advice=Advice(day("11-01"), day("11-01"), "receipt"), moves=DEEP)
    for on, lacks in (("11-26", ["the validation period runs until 2026-11-26"]), ("11-27", [])):
        seen_then = seen(ready, on)
        found = ripeness(ready, seen_then.position, (), seen_then.plan, seen_then.state, agency(), seen_then.limit)
        assert [one.says("en") for one in found.missing] == lacks
        assert found.ready is (not lacks)


@pytest.mark.parametrize(
    ("role", "lacks"), [(role, ["the validation notice, which has not gone out"]) for role in ("agency", "debt_buyer")] + [("creditor", [])]
)
def test_no_case_moves_to_disposition_before_its_notice_went(role: str, lacks: list[str]) -> None:
    """Although the final demand, its proof and the advice stand in Legal: a supervisor may have typed them of a demand that went without the program."""
    ready, policy = owing(advice=Advice(day("11-01"), day("11-01"), "receipt"), moves=DEEP), agency(role)
    seen_then = seen(ready, "11-20", policy)
    found = ripeness(ready, seen_then.position, (), seen_then.plan, seen_then.state, policy, seen_then.limit)
    assert [one.says("en") for one in found.missing] == lacks
    assert found.ready is (not lacks)
    came_back = replace(ready, contacts=(notice("10-20", "2026-11-26", "bounced"),))
    again = seen(came_back, "11-27", policy)
    found = ripeness(came_back, again.position, (), again.plan, again.state, policy, again.limit)
    assert [one.says("en") for one in found.missing] == lacks


def test_what_was_decided_stands_beside_the_next_action() -> None:
    assert "(the validation notice has not gone yet)" in seen(owing(product="Card")).action.says("en")
    talked = Contact(CASE, at("11-19"), day("11-19"), "call", "out", "reached")
    assert "(the validation notice must go by 2026-11-24)" in seen(owing(talked, product="Card")).action.says("en")
    assert "(validation period until 2026-12-30)" in seen(owing(notice("11-20", "2026-12-30")), "11-23").action.says("en")
    assert "validation" not in seen(owing(notice("11-20", "2026-12-30")), "12-31").action.says("en")


def test_where_a_case_stands_with_its_notice() -> None:
    def said(one: CaseFile, on: str, policy: Policy | None = None) -> str:
        found = standing(one, policy or agency(), day(on))
        return "" if found is None else found.says("en")

    assert said(owing(), "11-20") == "No validation notice has gone out; it goes first."
    assert said(owing(notice("11-20", "2026-12-30")), "12-30").endswith("its period runs until 2026-12-30.")
    assert said(owing(notice("11-20", "2026-12-30")), "12-31").endswith("its period ended on 2026-12-30.")
    assert said(owing(), "11-20", agency("creditor")) == ""


def test_a_waiting_notice_is_over_when_the_debt_is_paid() -> None:
    key = (f"{CASE}|1|validation|2026-12-30",)
    assert over(key, seen(owing())) is None
    assert over(key, seen(owing(payments=(paid("11-01", "100"),)))) is not None


def test_without_a_calendar_no_end_can_be_told() -> None:
    policy = agency()
    assert policy.keeper is not None

    class NoYear(PublicHolidays):
        def day_off(self, country: str, region: str, day: Any) -> None:
            return None

    found = seen(owing(), policy=replace(policy, keeper=replace(policy.keeper, calendars=NoYear())))
    assert found.send is None
    assert "no public holidays are known for 2026" in words(found)
