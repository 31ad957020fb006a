"""A compact snapshot of every case at each weekly and daily run, kept beside the ledger for the KPIs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from pyaddin.errors import Fault, Stop
from pyaddin.history import snapshots as kept
from pyaddin.history.snapshots import Snapshots
from pyaddin.rules.decide import Decision
from pyaddin.rules.hold import stops_escalation
from pyaddin.rules.kpi_rows import CaseLine, Snapshot
from pyaddin.rules.kpi_words import note
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.slicing import SLICE, made_in_slice

KINDS = ("weekly", "daily")
"""Runs that keep a snapshot: those over the whole ledger."""
FIRST_VERSION = (0, 4)
"""The version from which on they do."""


def line_of(decision: Decision) -> CaseLine:
    """A case as the run leaves it."""
    position, state, case = decision.position, decision.state, decision.file.case
    later = sum((row.open for row in position.rows if row.counts and row.installment.due_on >= position.as_of), Decimal(0))
    return CaseLine(
        case_id=case.case_id,
        currency=case.currency,
        stage=state.stage,
        level=decision.level,
        episode=state.episode,
        days_past_due=position.days_past_due,
        bucket=position.bucket,
        arrears=position.arrears,
        outstanding=position.outstanding,
        not_yet_due=later,
        owner=case.owner,
        outcome=state.outcome or case.outcome,
        held=stops_escalation(decision.holds),
    )


def snapshot_of(decisions: Sequence[Decision], as_of: date, run_id: str) -> Snapshot:
    """Every case as the run leaves it."""
    return Snapshot(as_of, run_id, {decision.case_id: line_of(decision) for decision in decisions})


def ledger_runs(opened: Opened) -> tuple[Mapping[str, date], frozenset[str]]:
    """Weekly and daily runs that the ledger shows with their days, and those made here by a version that keeps snapshots."""
    rows = [row.values for row in opened.typed.tables["Runs"]]
    mine = [row for row in rows if row["Kind"] in KINDS and isinstance(row["As of"], date)]
    keeping = frozenset(str(row["Run ID"]) for row in mine if _version(str(row["Version"] or "")) >= FIRST_VERSION and not made_in_slice(row))
    return {str(row["Run ID"]): row["As of"] for row in mine if isinstance(row["As of"], date)}, keeping


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdigit())


def known(opened: Opened) -> Snapshots:
    """The snapshots beside the ledger that belong to runs it shows. Never raises: what is wrong stands in ``doubt``.

    A slice shows the runs of the ledger that it was cut from; their snapshots lie beside that one, and none is looked for beside the slice.
    """
    runs, keeping = ledger_runs(opened)
    cut_out = opened.raw.ledger_id.rpartition(".")[2].startswith(SLICE)
    return kept.look(opened.book.path, opened.raw.ledger_id, runs, frozenset() if cut_out else keeping)


def doubt_told(snapshots: Snapshots, language: str) -> str:
    """What is wrong with the file of snapshots, in words; blank when nothing is."""
    return note(snapshots.doubt, snapshots.doubted, language) if snapshots.doubt else ""


def keep(opened: Opened, snapshot: Snapshot, *, kind: str, at: datetime) -> list[str]:
    """Put the run's snapshot into the file, before the run's row in Runs makes it count. Returns what is to be told of that file: that it is lost, older
    or another ledger's, or that this one could not be kept; the run goes on all the same.
    """
    language = opened.policy.language
    doubt = doubt_told(known(opened), language)
    try:
        kept.add(opened.book.path, opened.raw.ledger_id, snapshot, kind=kind, at=at)
    except Stop as stop:
        return [doubt or note("not-kept", stop.fault.found, language)]
    return [doubt] if doubt else []


def faults(opened: Opened) -> list[Fault]:
    """What ``verify`` finds: a file that is damaged, another ledger's or older than the ledger, and runs whose rows were changed."""
    found = known(opened)
    listed = [] if not found.doubt else [Fault("W-SNAPSHOTS", "Runs", None, "Run ID", doubt_told(found, "en"))]
    if found.doubt == "damaged":
        return listed
    try:
        changed = kept.damaged_runs(opened.book.path, opened.raw.ledger_id)
    except Stop as stop:
        return [*listed, Fault("W-SNAPSHOTS", "Runs", None, "Run ID", stop.fault.found)]
    return [*listed, *(Fault("W-SNAPSHOTS", "Runs", None, "Run ID", f"the snapshot of {run_id} is not what was written") for run_id in changed)]
