"""One part of a portfolio on a worker: its rows through the same reading, checking and deciding as a ledger's, and what came of every case as a file.

Some of it depends on the whole portfolio: the decile of a balance, the brake, the cap of a day. A part is decided first as if these did not matter;
``tasks.portfolio_rounds`` then knows the whole and has the few debtors decided again for whom they do.
"""

from __future__ import annotations

import gc
import json
import os
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from pyaddin.errors import Fault
from pyaddin.history.snapshots import Snapshots
from pyaddin.ledger.beyond import Beyond
from pyaddin.ledger.schema import EVERY_TABLE
from pyaddin.ledger.snapshot import blocks_every_send
from pyaddin.portfolio import tables
from pyaddin.portfolio.rows import PartBook, read_part
from pyaddin.records import dataclass
from pyaddin.rules.decide import Decision
from pyaddin.rules.kpi_rows import Figure
from pyaddin.rules.reason import rules_in
from pyaddin.rules.score import without_balance
from pyaddin.tasks.corrections import plan_faults
from pyaddin.tasks.daily_cap import gone_on
from pyaddin.tasks.entries import case_values
from pyaddin.tasks.kpis import PERIOD, figures
from pyaddin.tasks.look import Whole, picture
from pyaddin.tasks.moves import moves_of
from pyaddin.tasks.opening import Opened, opened_part
from pyaddin.tasks.snapshots import snapshot_of
from pyaddin.tasks.today import due_today, excluded_today, out_of_order, queue_row, risk_text

LEDGER_ID = "portfolio"
FIRST = "first"
QUIET, SINGLE, CONTESTED = "quiet", "single", "contested"
"""Groups of cases by their debtor: nothing is to be sent; something is, about his only case; something is, and his cases compete for it."""


@dataclass(frozen=True, slots=True)
class Job:
    """What one worker is to do: decide the debtors of a part (``only`` these, where given) and leave the files of this ``round``.

    ``stop``: why no message of the whole portfolio may go; blank = none.
    """

    place: str
    part: int
    round: str
    as_of: date
    beyond: Beyond
    whole: Whole = Whole()
    stop: str = ""
    only: tuple[str, ...] | None = None

    def file(self, kind: str) -> Path:
        """A file of this part and round."""
        return file_of(Path(self.place), self.round, self.part, kind)


def file_of(place: Path, round_name: str, part: int, kind: str) -> Path:
    """Where the files of a part and round lie; ``kind`` done is written last."""
    return place / round_name / f"{part:06d}.{kind}"


def open_part(job: Job) -> Opened:
    """The ledger of the part."""
    raw = read_part(Path(job.place), job.part, LEDGER_ID, job.only)
    return opened_part(PartBook(raw, Path(job.place) / "portfolio.xlsm"), raw, as_of=job.as_of, beyond=job.beyond)


def decide_part(job: Job) -> int:
    """Decides the part and leaves its files; returns the number of cases that it decided. A part that was cut off in the middle has no file ``done``."""
    if job.file("done").is_file():
        return 0  # its worker died after it was done
    _note_begin(job)
    gc.disable()  # nothing of a part is garbage before its end, and looking for it takes a fifth of the time
    try:
        return _decided(job)
    finally:
        gc.enable()
        gc.collect()


def _decided(job: Job) -> int:
    opened = open_part(job)
    before, after = picture(replace(opened, blocked_by=job.stop), whole=job.whole)
    groups = _groups(before)
    rows = [row_of(one, then, groups) for one, then in zip(before, after, strict=True)]
    _number_rows(opened, rows, job.part)
    tables.write(job.file("cases.parquet"), tables.table_of(rows, tables.CASES))
    moves = [
        {**values, "debtor": one.file.case.debtor_id} for one, then in zip(before, after, strict=True) for values in moves_of(one, then.level)
    ]
    tables.write(job.file("moves.parquet"), tables.table_of(moves, tables.MOVES | {"debtor": tables.TEXT}))
    tables.write(job.file("figures.parquet"), tables.table_of(_figures(opened, after, groups), tables.FIGURES))
    if job.only is None:
        faults = [_fault(fault) for fault in (*opened.faults, *plan_faults(after, opened.policy, opened.plan_rows))]
        tables.write(job.file("faults.parquet"), tables.table_of(faults, tables.FAULTS))
    _done(job, opened, before)
    return len(rows)


def _note_begin(job: Job) -> None:
    """Who began which part: so that a run can say what was done twice because a worker died."""
    job.file("x").parent.mkdir(parents=True, exist_ok=True)
    (job.file("x").parent / f"{job.part:06d}.begun.{os.getpid()}.{uuid.uuid4().hex[:8]}").touch()


def begun_again(place: Path, round_name: str) -> list[int]:
    """Parts of a round that were begun more than once: their worker died, or the run was stopped."""
    begun = Counter(int(path.name.split(".")[0]) for path in (place / round_name).glob("*.begun.*"))
    return sorted(part for part, times in begun.items() if times > 1)


def _done(job: Job, opened: Opened, before: Sequence[Decision]) -> None:
    blocks = None
    if opened.blocked_by and (words := blocks_every_send(opened.typed)) is not None:
        facts = dict(words.facts)
        blocks = [list(EVERY_TABLE).index(str(facts["table"])), facts["row"], words.says(opened.policy.language)]
    data = {"cases": len(before), "blocks": blocks, "gone": gone_on(before, opened.as_of), "refused": opened.refused}
    path = job.file("done")
    path.with_suffix(".tmp").write_text(json.dumps(data), encoding="utf-8")
    path.with_suffix(".tmp").replace(path)


def _groups(before: Sequence[Decision]) -> dict[str, str]:
    """The group of each debtor."""
    cases = Counter(decision.file.case.debtor_id for decision in before)
    wanting = {decision.file.case.debtor_id for decision in before if decision.send is not None}
    return {debtor: QUIET if debtor not in wanting else SINGLE if count == 1 else CONTESTED for debtor, count in cases.items()}


def row_of(before: Decision, after: Decision, groups: dict[str, str]) -> dict[str, object]:
    """The line of a case: what a run would write on the sheet Cases, and what its place among the others will be found by."""
    case, send, score = after.file.case, before.send, without_balance(after.score)
    contested = groups[case.debtor_id] == CONTESTED
    values: dict[str, object] = dict(case_values(after))
    return values | _queue_part(after) | {
        "Case ID": case.case_id, "Debtor ID": case.debtor_id, "Owner": case.owner, "Currency": case.currency, "Stage now": before.file.case.stage,
        "Points": score.says(after.language), "Next action rule": after.action.rule, "Rules": ", ".join(rules_in(after.why)),
        "debtor": case.debtor_id, "contested": contested, "contested_after": contested and after.send is not None, "wanting": send is not None,
        "driven": send is not None and bool(send.route.driver), "open_before": before.in_collection,
        "open_after": after.in_collection, "balance_before": before.position.outstanding, "balance_after": after.position.outstanding,
        "points_before": without_balance(before.score).points, "scored_before": before.in_collection and not before.score.excluded,
        "arrears_before": before.position.arrears, "days_before": before.position.days_past_due,
        "score_points": score.points, "score_parts": json.dumps(score.parts), "excluded": score.excluded, "risk_text": risk_text(after),
        "q_arrears": after.position.arrears,
    }  # fmt: skip


def _queue_part(after: Decision) -> dict[str, object]:
    """What the queue shows of the case; nothing where it is not on it."""
    if due_today([after]):
        kind = "due"
    elif excluded_today([after]):
        kind = "out"
    else:
        return {"queue": ""}
    row = queue_row(after, 0)
    points = out_of_order(after) if kind == "out" else ""
    return {"queue": kind, "q_debtor": row["Debtor"], "q_channel": row["Channel"], "q_reach": row["Reach at"], "q_points": points}


def _number_rows(opened: Opened, rows: Sequence[dict[str, object]], part: int) -> None:
    numbers = {str(row.values["Case ID"]): row.row for row in opened.typed.tables["Cases"]}
    for row in rows:
        row["row"], row["part"] = numbers[str(row["Case ID"])], part


def _fault(fault: Fault) -> dict[str, object]:
    return {name: value for name, value in fault.as_json().items() if name in tables.FAULTS} | {"owner": fault.owner}


def _figures(opened: Opened, after: Sequence[Decision], groups: dict[str, str]) -> list[dict[str, object]]:
    """The figures of the day and of the four weeks before it, of each group of cases by itself: sums of them are the portfolio's."""
    rows: list[dict[str, object]] = []
    for group in dict.fromkeys(groups.values()):
        mine = [decision for decision in after if groups[decision.file.case.debtor_id] == group]
        now = snapshot_of(mine, opened.as_of, LEDGER_ID)
        alone = Snapshots(opened.book.path, LEDGER_ID, now=now)
        rows += [_figure(figure, group) for figure in figures(opened, alone, opened.as_of - PERIOD, opened.as_of, mine)]
    return rows


def _figure(figure: Figure, group: str) -> dict[str, object]:
    return {
        "group": group, "id": figure.id, "variant": figure.variant, "currency": figure.currency, "subject": figure.subject, "to": figure.to,
        "unit": figure.unit, "factor": figure.factor, "since": figure.since, "until": figure.until, "numerator": figure.numerator,
        "denominator": figure.denominator,
    }  # fmt: skip
