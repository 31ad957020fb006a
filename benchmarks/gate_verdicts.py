"""Verdicts of the contact gate per minute on one core: every question has its own debtor with a log of 20 contacts.

Run: python -m benchmarks.gate_verdicts [questions]. The plain answer (allowed, or every rule that blocks) is what a batch asks; the full
answer adds the earliest lawful instant, warnings and the fingerprint, for the messages that are shown to a person.
"""

from __future__ import annotations

import cProfile
import pstats
import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from pyaddin.policy.public_holidays import PublicHolidays
from pyaddin.policy.rulebook import packs_for
from pyaddin.rules.contact import blocking, verdict
from pyaddin.rules.counting import Event
from pyaddin.rules.packs import Pack
from pyaddin.rules.request import Request

PLACES = {
    "CN": (("CN", "", "creditor", "consumer"), "Asia/Shanghai"),
    "US agency": (("US", "", "agency", "consumer"), "America/New_York"),
    "US agency, Massachusetts": (("US", "MA", "agency", "consumer"), "America/New_York"),
    "UK": (("GB", "", "creditor", "consumer"), "Europe/London"),
    "STRICT": (("", "", "creditor", "consumer"), "Asia/Shanghai"),
}
RESULTS = ("reached", "no answer", "no answer", "no answer", "voicemail left", "failed", "sent", "delivered", "promise")
CHANNELS = ("call", "call", "call", "sms", "email", "letter")
LOG = 20


def questions(number: int, zone: str, country: str, chance: random.Random) -> list[Request]:
    """Questions spread over a day, each with a busy log: all its contacts within 14 days."""
    start = datetime(2026, 11, 24, tzinfo=UTC)
    made = []
    for debtor in range(number):
        at = start + timedelta(minutes=chance.randrange(1440))
        log = tuple(
            Event(at - timedelta(minutes=chance.randrange(14 * 1440)), chance.choice(CHANNELS), "out", chance.choice(RESULTS), f"C-{debtor}", f"D-{debtor}",
                  f"+1 555 {debtor:07d}")
            for _ in range(LOG)
        )  # fmt: skip
        made.append(Request(at, chance.choice(("call", "email", "sms")), country=country, zones=(zone,), debtor_id=f"D-{debtor}", case_id=f"C-{debtor}",
                            address=f"+1 555 {debtor:07d}", history=log))  # fmt: skip
    return made


def cpu(ask: Callable[[Request, tuple[Pack, ...], PublicHolidays], object], asked: list[Request], packs: tuple[Pack, ...], calendars: PublicHolidays) -> float:
    """CPU seconds for all questions."""
    begun = time.process_time()
    for request in asked:
        ask(request, packs, calendars)
    return time.process_time() - begun


def main() -> int:
    """Print the table and where the time of the slowest place goes."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    calendars = PublicHolidays()
    print(f"{number} questions per place, {LOG} contacts in each log, one core, CPU time")
    print(f"{'place':<26} {'blocked':>8} {'plain us':>9} {'plain per minute':>17} {'full us':>9} {'full per minute':>16}")
    worst: tuple[float, str] = (0.0, "CN")
    for place, (facts, zone) in PLACES.items():
        packs = packs_for(*facts)
        asked = questions(number, zone, facts[0], random.Random(7))
        few = asked[: max(1, number // 20)]
        cpu(blocking, few, packs, calendars)
        plain = cpu(blocking, asked, packs, calendars) / number
        full = cpu(verdict, few, packs, calendars) / len(few)
        blocked = sum(bool(blocking(request, packs, calendars)) for request in asked) / number
        print(f"{place:<26} {blocked:>8.0%} {plain * 1e6:>9.1f} {60 / plain:>17,.0f} {full * 1e6:>9.1f} {60 / full:>16,.0f}")
        worst = max(worst, (plain, place))
    facts, zone = PLACES[worst[1]]
    asked = questions(number // 4, zone, facts[0], random.Random(7))
    profile = cProfile.Profile()
    profile.runcall(cpu, blocking, asked, packs_for(*facts), calendars)
    print(f"\nwhere the time goes: plain answers, {worst[1]}")
    pstats.Stats(profile).sort_stats("tottime").print_stats(12)
    return 0


if __name__ == "__main__":
    sys.exit(main())
