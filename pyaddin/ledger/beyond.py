"""What a part of a portfolio must know of the rest: keys that stand elsewhere, ids that are free everywhere, addresses and money that others share.

A ledger in one workbook is whole and looks at itself for all of this. A part holds some debtors with everything of theirs, and only these few
things reach from one debtor to another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from pyaddin.records import dataclass
from pyaddin.rules.case import Shared
from pyaddin.rules.matching import Incoming


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A bank line that nobody has booked, with the case that a person wrote beside it (blank = none), payer and reference."""

    line: Incoming
    case_id: str
    payer: str
    reference: str


@dataclass(frozen=True, slots=True)
class Beyond:
    """``first_rows``: by table, keys that stand more than once in the portfolio, with the row in which each stands first. ``numbers``: by table, the
    id of each row whose own id is blank. ``shared``: by debtor, what stands on another debtor too. ``waiting``: bank lines without a payment. ``highest``:
    by table, the largest number among the ids of the portfolio: a new row gets a higher one."""

    first_rows: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    numbers: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    shared: Mapping[str, tuple[Shared, ...]] = field(default_factory=dict)
    waiting: tuple[WaitingLine, ...] = ()
    highest: Mapping[str, int] = field(default_factory=dict)
