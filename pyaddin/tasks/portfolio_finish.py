"""The last step of a part: its cases take their place among all of the portfolio. The balance adds its points by the same rule as in a ledger."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from pyaddin.portfolio import tables
from pyaddin.records import dataclass
from pyaddin.rules.score import Score, decile_of, with_balance
from pyaddin.tasks.look import Steps
from pyaddin.tasks.portfolio_part import file_of
from pyaddin.tasks.today import points_text

FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Finish:
    """One part, the rounds in which its cases were decided (oldest first), and the deciles of all balances after the day's messages."""

    place: str
    part: int
    rounds: tuple[str, ...]
    steps: Steps
    language: str


def finish_part(job: Finish) -> int:
    """Writes the finished cases of the part; returns their number."""
    decided = tables.that_count([file_of(Path(job.place), name, job.part, "cases.parquet") for name in job.rounds])
    rows = decided.select(["Currency", "score_points", "score_parts", "excluded", "open_after", "balance_after", "risk_text", "queue", "q_points"]).to_pylist()
    scores = [_score(row, job.steps) for row in rows]
    said = [score.says(job.language) for score in scores]
    new: dict[str, list[object]] = {
        "score_points": [score.points for score in scores],
        "Priority": [score.points if row["open_after"] else None for score, row in zip(scores, rows, strict=True)],
        "Points": list(said),
        "q_points": [_queue_points(row, words, job.language) for row, words in zip(rows, said, strict=True)],
    }
    decided = tables.with_columns(decided, new)
    path = file_of(Path(job.place), FINISHED, job.part, "cases.parquet")
    path.parent.mkdir(parents=True, exist_ok=True)
    tables.write(path, decided)
    return len(rows)


def _score(row: dict[str, Any], steps: Steps) -> Score:
    score = Score(row["score_points"], tuple((name, points) for name, points in json.loads(row["score_parts"])), row["excluded"] or "")
    if not row["open_after"] or score.excluded:
        return score
    balance: Decimal = row["balance_after"]
    return with_balance(score, decile_of(balance, steps.get(row["Currency"], ())))


def _queue_points(row: dict[str, Any], points: str, language: str) -> str | None:
    """As the queue shows it: a case that is out of the order says why."""
    if row["queue"] != "due":
        return row["q_points"] or None
    return points_text(points, row["risk_text"] or "", language) or None
