"""An office at work for weeks on end: runs on their days, and between them payments, releases, holds and opt-outs typed from a seed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from tests.stories.desk import Office
from tests.stories.lawful_checker import Findings, check

FIRST_MONDAY = date(2026, 11, 23)
DONE = {"letter": ("posted", "failed"), "call": ("reached", "no answer", "failed"), "sms": ("sent", "failed")}
"""What a clerk writes into the row of a task."""


@dataclass(slots=True)
class Replay:
    """A sample ledger and what is typed into it; the same seed types the same."""

    office: Office
    cases: int
    seed: int = 11
    runs: int = 0
    sent: int = 0
    blocked: int = 0
    released: int = 0
    payments: int = 0
    holds: int = 0
    opted_since: dict[tuple[str, str], date] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path, cases: int, seed: int = 11) -> Replay:
        office = Office(folder)
        made = office.run("new", "--sample", str(cases), "--seed", str(seed), "--as-of", FIRST_MONDAY.isoformat())
        assert made.code == 0, made.data
        return cls(office, cases, seed)

    def play(self, weeks: int) -> Findings:
        """A weekly run each Monday, a daily run each Thursday, a weekly run on one Sunday of four; then everything that left is checked."""
        random = Random(f"replay {self.seed}")
        for week in range(weeks):
            monday = FIRST_MONDAY + timedelta(weeks=week)
            self._run("weekly", monday)
            self._type(random, monday + timedelta(days=1))
            self._run("daily", monday + timedelta(days=3))
            self._release()
            if week % 4 == 1:
                self._run("weekly", monday + timedelta(days=6))
        return self.findings()

    def findings(self) -> Findings:
        sheets = {name: self.office.sheet(name) for name in ("Contacts", "Debtors", "Holds")}
        return check(
            self.office.path.parent,
            contacts=sheets["Contacts"],
            debtors=sheets["Debtors"],
            holds=sheets["Holds"],
            start=FIRST_MONDAY,
            opted_since=self.opted_since,
        )

    def _run(self, kind: str, on: date) -> None:
        answer = self.office.run(kind, "--as-of", on.isoformat(), "--by", "replay")
        assert answer.code in (0, 1), answer.data
        assert not answer.error, answer.data
        self.runs += 1
        self.sent += answer["sent"]
        self.blocked += answer["blocked"]

    def _type(self, random: Random, on: date) -> None:
        """Tuesday at the desk: money came in, tasks were done, now and then somebody objects, opts out or is a stranger."""
        open_cases = [row for row in self.office.sheet("Cases") if row["Stage"] in ("CONTACT", "DEEP", "NEGOTIATE", "MONITOR")]
        for row in random.sample(open_cases, min(len(open_cases), random.randint(1, 3))):
            part = random.choice((1, 1, 2, 4))
            amount = round((row["Arrears"] or row["Outstanding"] or 0) / part, 2)
            if amount > 0:
                self.office.type("Payments", {"Case ID": row["Case ID"], "Value date": on, "Amount": amount, "Method": "Bank transfer"})
                self.payments += 1
        for row in self._tasks():
            if random.random() < 0.5:
                self.office.set("Contacts", {"Contact ID": row["Contact ID"]}, Result=random.choice(DONE[row["Channel"]]))
        if open_cases and random.random() < 0.6:
            self._hold(random, random.choice(open_cases), on)
        if open_cases and random.random() < 0.2:
            self._opt_out(random.choice(open_cases), on)

    def _tasks(self) -> list[dict[str, Any]]:
        """Tasks that a clerk may do by herself."""
        waiting = [row for row in self.office.sheet("Contacts") if row["Key"] and row["Result"] == "queued" and row["Channel"] != "email"]
        return [row for row in waiting if "APPROVAL: " not in str(row["Why"])]

    def _hold(self, random: Random, row: dict[str, Any], on: date) -> None:
        kind = random.choice(("DISPUTE", "VULNERABLE", "COMPLAINT", "MORATORIUM", "CEASE", "COUNSEL", "MANUAL"))
        end = None if random.random() < 0.2 else on + timedelta(days=random.randint(3, 40))
        by_debtor = random.random() < 0.5
        target = row["Debtor ID"] if by_debtor else row["Case ID"]
        if any(hold["Applies to"] == target for hold in self.office.sheet("Holds")):
            return  # two of a type that overlap are a fault of the sheet
        self.office.type(
            "Holds",
            {
                "Scope": "debtor" if by_debtor else "case", "Applies to": target, "Type": kind, "Start": on, "End": end,
                "Reason": "Asked for it by phone", "By": "Replay Clerk",
            },
        )  # fmt: skip
        self.holds += 1

    def _opt_out(self, row: dict[str, Any], on: date) -> None:
        person = self.office.row("Debtors", row["Debtor ID"])
        if not person["Opted out channels"]:
            self.office.set("Debtors", {"Debtor ID": row["Debtor ID"]}, Opted_out_channels="email")
            self.opted_since[str(row["Debtor ID"]), "email"] = on

    def _release(self) -> None:
        """The supervisor releases what waits, after the Thursday run: on a Sunday or Monday it goes."""
        for item in self.office.run("outbox", "list")["items"]:
            if item["needs_approval"] and item["state"] == "planned" and item["channel"] == "email":
                assert self.office.run("outbox", "approve", "--key", item["key"], "--by", self._supervisor()).code == 0
                self.released += 1

    def _supervisor(self) -> str:
        return str(self.office.row("Settings", "supervisors")["Value"]).split(",")[0].strip()
