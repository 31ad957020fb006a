"""The ledger as the audit chain knew it at an instant: every line up to then carried out, from the first look on."""

from __future__ import annotations

from dataclasses import dataclass, field

from pyaddin.history.audit import Chain, Entry
from pyaddin.history.audit_lines import Change
from pyaddin.history.audit_rows import cells

Rows = dict[str, dict[str, str]]


@dataclass
class Known:
    """Sheet -> name of the row -> its filled cells, and the last entry that counted; ``None`` when the chain began later."""

    tables: dict[str, Rows] = field(default_factory=dict)
    last: Entry | None = None

    def take(self, change: Change) -> None:
        """Carry out one line. Rows stay in the order in which the chain met them."""
        if not change.sheet:
            return
        rows = self.tables.setdefault(change.sheet, {})
        if not change.column:
            if change.new:
                rows[change.key] = cells(change.new)
            else:
                rows.pop(change.key, None)
            return
        row = rows.setdefault(change.key, {})
        if change.new:
            row[change.column] = change.new
        else:
            row.pop(change.column, None)
        if not row:
            del rows[change.key]


def known_at(chain: Chain, instant: str = "") -> Known:
    """What the chain knew at the end of ``instant`` (UTC ISO text ending in Z); blank = all of it.

    A clock that was set back does not bring an entry before those that were there already. Raises ``Damaged``.
    """
    known, latest = Known(), ""
    for entry in chain.entries():
        latest = max(latest, _comparable(entry.author.at))
        if instant and latest > _comparable(instant):
            break
        for change in chain.changes(entry):
            known.take(change)
        if entry.kind != "link":
            known.last = entry
    return known


def begins(chain: Chain) -> Entry | None:
    """The entry from which on the chain knows the ledger."""
    return next(iter(chain.entries("first")), None)


def _comparable(instant: str) -> str:
    """Instants with and without fractions of a second in one order."""
    whole, _, rest = instant.removesuffix("Z").partition(".")
    return f"{whole}.{rest:0<9}"
