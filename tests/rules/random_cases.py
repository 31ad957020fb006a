"""Case files of every kind, drawn from a seed: untouched, late, agreed, promised, disputed, written to, closed and reopened, in many places."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from pyaddin.rules.case import Advice, CaseFile, Contact, Debtor, Hold, Installment, Move, Payment, Plan, Promise
from pyaddin.rules.interest import RatePeriod
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import phrase
from tests.rules.build_cases import LEVELS, adjusted, at, day, debtor, file, office, reminded, talk

AS_OF = day("10-15")
HOLDS = ("DISPUTE", "MORATORIUM", "INSOLVENCY", "DECEASED", "VULNERABLE", "COMPLAINT", "CEASE", "MANUAL", "LITIGATION")
RESULTS = ("no answer", "voicemail left", "reached", "promise", "refused", "hardship", "sent", "delivered", "failed", "queued", "unknown", "bounced")
PLACES = (("GB", "", "Europe/London"), ("GB", "SCT", "Europe/London"), ("US", "NY", "America/New_York"), ("CN", "", "Asia/Shanghai"), ("TW", "", "Asia/Taipei"))
STEPS = (("T1", "CONTACT"), ("T2", "DEEP"), ("T3", "NEGOTIATE"), ("T4", "MONITOR"), ("T7", "DEEP"))
ENDS = (("T10", "PAID"), ("T11", "CURED"), ("T11b", "CURED"), ("T12", "WRITTEN_OFF"))
RATES = {"loan": (RatePeriod(AS_OF - timedelta(200), AS_OF - timedelta(31), Decimal("0.1")), RatePeriod(AS_OF - timedelta(30), None, Decimal("0.175")))}
OFFICES: tuple[Policy, ...] = (
    office(rates=RATES),
    office(grace_days=3, tolerance_amount=Decimal(40), tolerance_percent=Decimal(5), level_mode="highest", min_gap_days=2),
    office(jurisdiction="", language="zh-TW", order=("principal", "interest"), levels=(*LEVELS, replace(LEVELS[1], from_day=5, risk="high", tone="firm"))),
    office(future="last", missing_settings=("office_name",), notice_days=5, watch_days=0),
    office(order_late=("principal", "interest"), late_from=31, bank_data_max_age_days=3, bank_data_until=AS_OF - timedelta(9), rates=RATES),
)


def random_cases(seed: int, count: int) -> list[CaseFile]:
    """``count`` files; every fourth debtor has two of them."""
    draw = Random(f"cases {seed}")
    return [_case(draw, f"C-{number}", f"D-{number - (number % 4 == 1)}") for number in range(1, count + 1)]


def _money(draw: Random, high: int) -> Decimal:
    return Decimal(draw.randint(0, high * 100)).scaleb(-2) if draw.random() < 0.8 else Decimal(draw.randint(1, high))


def _day(draw: Random, low: int, high: int) -> date:
    return AS_OF + timedelta(draw.randint(low, high))


def _case(draw: Random, case_id: str, debtor_id: str) -> CaseFile:
    busy = draw.random()  # how much has happened in the case
    rows = _contract(draw)
    moves = _moves(draw) if busy > 0.35 else ()
    plans, planned = _agreements(draw) if busy > 0.75 else ((), ())
    ended = bool(moves) and moves[-1].to_stage == "CLOSED"
    outcome = dict(ENDS).get(moves[-1].rule, "") if ended else "INVALID" if busy > 0.98 else ""
    promises = [Promise(f"PR-{n}", on := _day(draw, -40, 0), _money(draw, 200), on + timedelta(draw.randint(0, 20))) for n in range(draw.choice((0, 1, 2)))]
    fees = [adjusted(_day(draw, -60, 2), *draw.choice((("fee", "12"), ("waiver", "-20"), ("cost", "5.55"), ("write-off", "-30"))), f"A-{n}") for n in (1, 2)]
    one = file(
        *rows, *planned, case_id=case_id, owner=_debtor(draw, debtor_id), moves=moves, plans=plans, payments=_payments(draw, rows),
        contacts=_contacts(draw, case_id, busy), holds=_holds(draw, case_id), promises=tuple(promises) if busy > 0.6 else (),
        adjustments=tuple(fees) if draw.random() < 0.15 else (), annual_rate=draw.choice((None, None, Decimal("0.12"), Decimal(0))),
        product=draw.choice(("Loan", "Other")), day_count=draw.choice(("act/365", "act/360", "30/360", "act/actual")), outcome=outcome,
        outcome_on=_day(draw, -20, 0) if outcome else None, approved_by=draw.choice(("", "Li Na")) if outcome else "",
        budget_on=draw.choice((None, _day(draw, -40, 2))), currency=draw.choice(("GBP", "JPY")),
    )  # fmt: skip
    if draw.random() < 0.1:
        one = replace(one, advice=Advice(final_demand_delivered_on=_day(draw, -30, 0), proof="receipt", filed_on=draw.choice((None, _day(draw, -9, 9)))))
    return replace(one, data_faults=(phrase("no-zone", debtor=debtor_id),)) if draw.random() < 0.05 else one


def _contract(draw: Random) -> tuple[Installment, ...]:
    first, step = draw.randint(-120, 40), draw.choice((7, 30))
    rows = [
        Installment(
            "", no, AS_OF + timedelta(first + step * no), _money(draw, 300), draw.choice((Decimal(0), Decimal(0), _money(draw, 20))),
            draw.choice((Decimal(0), Decimal(3))), flagged_on=draw.choice((None, None, AS_OF - timedelta(7))),
        )
        for no in range(1, draw.randint(0, 4) + 1)
    ]  # fmt: skip
    if draw.random() < 0.2:
        draw.shuffle(rows)
    return tuple(rows)


def _payments(draw: Random, rows: tuple[Installment, ...]) -> tuple[Payment, ...]:
    money = [row.due for row in rows] if draw.random() < 0.5 else [_money(draw, 300) for _ in range(draw.randint(0, 4))]
    return tuple(
        Payment(f"P-{number}", _day(draw, -100, 3), amount, _day(draw, -20, 5) if draw.random() < 0.1 else None)
        for number, amount in enumerate(money)
        if draw.random() < 0.8
    )


def _debtor(draw: Random, debtor_id: str) -> Debtor:
    country, region, zone = draw.choice(PLACES)
    return debtor(
        debtor_id=debtor_id, country=country if draw.random() < 0.95 else "", region=region, time_zone=zone if draw.random() < 0.95 else "",
        kind=draw.choice(("consumer", "consumer", "business")), preferred_channel=draw.choice(("", "email", "call", "letter")),
        opted_out=draw.choice(((), (), ("email",))), email=draw.choice(("ann@debtor.example", "")), address=draw.choice(("", "1 Mill Lane")),
        address_changed_on=draw.choice((None, None, _day(draw, -30, 0))),
    )  # fmt: skip


def _moves(draw: Random) -> tuple[Move, ...]:
    moves: list[Move] = []
    on = AS_OF - timedelta(90)
    for rule, to in STEPS[: draw.randint(1, len(STEPS))]:
        on = min(AS_OF, on + timedelta(draw.randint(0, 25)))
        moves.append(Move(on, moves[-1].to_stage if moves else "", to, 0, 0, 1, rule))
    if draw.random() < 0.25:
        rule = draw.choice(ENDS)[0]
        moves.append(Move(min(AS_OF, on + timedelta(draw.randint(0, 20))), moves[-1].to_stage, "CLOSED", 0, 0, 1, rule))
    return tuple(moves)


def _agreements(draw: Random) -> tuple[tuple[Plan, ...], tuple[Installment, ...]]:
    plans: list[Plan] = []
    rows: list[Installment] = []
    for version in range(1, draw.choice((1, 1, 2)) + 1):
        on, name, amount = _day(draw, -70, 0), f"L-{version}", _money(draw, 150)
        status, waived = draw.choice(("signed", "signed", "broken", "kept", "proposed")), draw.choice((Decimal(0), Decimal(5)))
        plans.append(Plan(name, version, on, amount * 2, status=status, waived=waived, debtor_signed_on=on, creditor_signed_on=draw.choice((on, on, None))))
        rows += [Installment(name, no, on + timedelta(draw.randint(1, 20) + 20 * (no - 1)), amount) for no in (1, 2)]
    return tuple(plans), tuple(rows)


def _contacts(draw: Random, case_id: str, busy: float) -> tuple[Contact, ...]:
    ways, levels = ("call", "email", "sms", "letter"), (1, 2)[: draw.randint(0, 2)] if busy > 0.3 else ()
    words = [
        replace(
            talk(on := _day(draw, -60, 0), draw.choice(RESULTS), channel=draw.choice(ways), direction=draw.choice(("out", "out", "in"))), case_id=case_id,
            at=at(on, f"{8 + number:02d}:30"), sentiment=draw.choice(("", "", "upset", "hostile")) if busy > 0.4 else "",
            reason_code=draw.choice(("", "", "ILLNESS", "REFUSES")) if busy > 0.5 else "", follow_up_on=draw.choice((None, None, _day(draw, -9, 5))),
            message_class=draw.choice(("collection", "service")),
        )
        for number in range(draw.choice((0, 0, 2, 5)))
    ]  # fmt: skip
    results = ("sent", "sent", "delivered", "queued", "failed")
    words += [reminded(level, _day(draw, -40, 0), draw.choice(results), case_id=case_id) for level in levels]
    if draw.random() < 0.8:
        words.sort(key=lambda contact: contact.at)
    return tuple(words)


def _holds(draw: Random, case_id: str) -> tuple[Hold, ...]:
    return tuple(
        Hold(draw.choice(HOLDS), start := _day(draw, -50, 5), draw.choice((None, start + timedelta(draw.randint(0, 40)))), "case", case_id)
        for _ in range(draw.choice((0, 0, 0, 0, 1, 2)))
    )
