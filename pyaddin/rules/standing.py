"""A case on a day, as figures: its rows and what they add up to (R1-R16, R21a). Filled by ``arrears``, read by every rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from pyaddin.rules.allocation_facts import Share
from pyaddin.rules.case import ORIGINAL, Installment
from pyaddin.rules.correction import Correction, Mismatch
from pyaddin.rules.policy import Policy

ZERO = Decimal(0)


class Row(NamedTuple):
    """One installment as it stands on the as-of date.

    ``status``: open = not yet due, due = due today or within grace, partly paid, missed = unpaid beyond tolerance after due + grace,
    paid, superseded. ``days`` are days past due less this row's own paused days; ``counts`` is false for rows of superseded or unsigned plans.
    ``corrected`` = what a correction of the agreement added to this row (below zero: took off); ``installment`` has it in already (R21a).
    """

    installment: Installment
    paid: Decimal
    paid_on: date | None
    open: Decimal
    open_parts: Mapping[str, Decimal]
    late_interest: Decimal
    status: str
    days: int
    bucket: str
    counts: bool
    short: bool
    corrected: Decimal = ZERO

    @property
    def key(self) -> tuple[str, int]:
        """Plan (blank = contract) and number of the installment."""
        return (self.installment.plan_id, self.installment.no)


class Position(NamedTuple):
    """A case on the as-of date. Days are calendar days; money is exact in the case's currency.

    ``days_past_due`` is never reduced; ``ripe_days`` = days past due less paused days (levels, stage guards and the case's
    bucket use it); ``delinquent_days`` takes grace off as well (R3). ``arrears`` = unpaid parts of counting rows due before the
    as-of date; ``arrears_by_bucket`` sums to it. ``in_arrears`` is false while the shortfall stays within tolerance (R4).
    ``recovered`` = money that came after a write-off or after a supervisor ended the case (T12); ``written_off`` = what a write-off took off
    the books and no money has recovered. ``corrections``: what money entered or taken back later changes in signed plans; ``mismatches``: plans
    that took over another amount than was owed (R21a). ``anchor`` is the row that the days are counted from, ``anchored_on`` its due date; ``missed`` are
    the missed rows of a case in arrears (a missed row is short beyond tolerance). ``unpaid_since``: due date of the oldest counting row of which anything is
    unpaid, past due or not.
    """

    as_of: date
    rows: tuple[Row, ...]
    regime: str
    days_past_due: int
    ripe_days: int
    delinquent_days: int
    bucket: str
    in_arrears: bool
    arrears: Decimal
    arrears_by_bucket: dict[str, Decimal]
    interest: Decimal
    fees: Decimal
    outstanding: Decimal
    credit: Decimal
    anchor: tuple[str, int] | None
    shares: tuple[Share, ...]
    recovered: Decimal = ZERO
    written_off: Decimal = ZERO
    corrections: tuple[Correction, ...] = ()
    mismatches: tuple[Mismatch, ...] = ()

    anchored_on: date | None = None
    unpaid_since: date | None = None
    missed: tuple[Row, ...] = ()


def missed_of(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows that count and are missed."""
    return tuple([row for row in rows if row.status == "missed" and row.counts])


def position_of(
    as_of: date,
    policy: Policy,
    rows: tuple[Row, ...],
    anchor: Row | None,
    *,
    arrears: Decimal,
    by_bucket: dict[str, Decimal],
    open_total: Decimal,
    shares: tuple[Share, ...],
    credit: Decimal,
    unpaid_since: date | None,
    interest: Decimal = ZERO,
    fees: Decimal = ZERO,
    regime: str = ORIGINAL,
    recovered: Decimal = ZERO,
    written_off: Decimal = ZERO,
    corrections: tuple[Correction, ...] = (),
    mismatches: tuple[Mismatch, ...] = (),
) -> Position:
    """The position that these rows and sums make; ``anchor`` is ``None`` while the case is not in arrears."""
    ripe = anchor.days if anchor is not None else 0
    since = anchor.installment.due_on if anchor is not None else None
    return Position(
        as_of,
        rows,
        regime,
        (as_of - since).days if since is not None else 0,
        ripe,
        max(0, ripe - policy.grace_days),
        policy.bucket_name(ripe),
        anchor is not None,
        arrears,
        by_bucket,
        interest,
        fees,
        open_total + interest + fees,
        credit,
        anchor.key if anchor is not None else None,
        shares,
        recovered,
        written_off,
        corrections,
        mismatches,
        since,
        unpaid_since,
        missed_of(rows) if anchor is not None else (),
    )


def with_rows(position: Position, rows: tuple[Row, ...]) -> Position:
    """The same position with its rows as they stand after something was entered in them that no figure hangs on."""
    as_of, _, *figures, _ = position
    return tuple.__new__(Position, (as_of, rows, *figures, missed_of(rows) if position.in_arrears else ()))
