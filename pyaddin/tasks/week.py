"""What a weekly report is made from: the ledger as it stands on the day, facts and figures of the period, and how the report says things."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from pyaddin.correspondence import formats
from pyaddin.correspondence.reports.words import word
from pyaddin.practice import paper_words
from pyaddin.records import dataclass
from pyaddin.rules.decide import Decision
from pyaddin.rules.kpi_rows import Facts, Figure
from pyaddin.tasks.opening import Opened

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Week:
    """What the report is made from: every case as a run of ``until`` would leave it, the facts and figures of the period, reminders due in the coming week."""

    opened: Opened
    facts: Facts
    figures: Sequence[Figure]
    decisions: Sequence[Decision]
    due_next: Sequence[Decision]

    @property
    def language(self) -> str:
        return self.opened.policy.language

    def say(self, key: str, **facts: object) -> str:
        """A sentence of the report in the ledger's language."""
        return word(key, self.language, **facts)

    def money(self, amount: Decimal, currency: str) -> str:
        """An amount without its currency, which the caption names."""
        return formats.figure(amount, currency, self.language)

    def name(self, case_id: str) -> str:
        """The debtor's name; blank for a case that is refused."""
        file = self.opened.by_case.get(case_id)
        return file.debtor.name if file is not None else ""

    def owner(self, case_id: str) -> str:
        """The clerk whose case it is; blank for a case that is refused."""
        file = self.opened.by_case.get(case_id)
        return file.case.owner if file is not None else ""


def warned(opened: Opened, words: str = "") -> str:
    """What stands in the frame at the top: that it is practice paper, and whatever else must be seen first."""
    practiced = paper_words(opened.policy.language) if opened.settings.practice else ""
    return " ".join(part for part in (practiced, words) if part)
