"""Money at the bank for a case that was archived: told with the yearly ledger that holds it, so that nobody looks for it among the open debts."""

from __future__ import annotations

from pathlib import Path

from pyaddin.ledger.imports.statements.likeness import Names
from pyaddin.rules.matching import SURE, numbers_in
from pyaddin.rules.reason import Phrase, phrase
from pyaddin.tasks.archived import yearly


class ArchivedMoney:
    """The yearly ledgers beside a ledger, ready to be held against bank lines."""

    def __init__(self, ledger: Path, ledger_id: str) -> None:
        self._files = [(held, Names(held.names)) for held in yearly(ledger, ledger_id)]

    def named(self, line_text: str) -> Phrase | None:
        """By the case's number, where the payer wrote it."""
        for held, _ in self._files:
            for key in sorted(numbers_in(line_text) & held.by_key.keys()):
                return phrase("match-archived", case=held.by_key[key], file=held.name)
        return None

    def alike(self, payer: str, line_text: str) -> Phrase | None:
        """By the payer's name, where it is an archived debtor's very name."""
        for held, names in self._files:
            sure = {debtor_id for debtor_id, likeness in names.likeness(payer, line_text).items() if likeness >= SURE}
            cases = sorted(case_id for case_id, debtor_id in held.debtor_of.items() if debtor_id in sure)
            if cases:
                return phrase("match-archived-name", cases=tuple(cases), file=held.name)
        return None
