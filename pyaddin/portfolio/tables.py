"""The tables that a portfolio run writes: their columns and types, and how rows become a Parquet file in one step."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

TEXT, DAY, WHOLE, FLAG = pa.string(), pa.date32(), pa.int32(), pa.bool_()
MONEY = pa.decimal128(20, 4)
EXACT = pa.decimal128(38, 12)
"""Balances before they are rounded to the cent: the deciles compare them as they are."""

ASSESSMENT: Mapping[str, Any] = {
    "Case ID": TEXT, "Debtor ID": TEXT, "Owner": TEXT, "Currency": TEXT, "Stage now": TEXT, "Stage": TEXT, "Stage since": DAY, "Level": WHOLE,
    "Days past due": WHOLE, "Bucket": TEXT, "Arrears": MONEY, "Interest due": MONEY, "Fees due": MONEY, "Outstanding": MONEY, "Priority": WHOLE,
    "Points": TEXT, "Next action": TEXT, "Next action on": DAY, "Next action rule": TEXT, "Why": TEXT, "Rules": TEXT, "Outcome": TEXT, "Outcome on": DAY,
    "Episode": WHOLE, "Risk": TEXT,
}  # fmt: skip
MOVES: dict[str, Any] = {
    "Case ID": TEXT, "As of": DAY, "From": TEXT, "To": TEXT, "Level from": WHOLE, "Level to": WHOLE, "Episode": WHOLE, "Rule": TEXT, "Why": TEXT,
}  # fmt: skip
FAULTS: Mapping[str, Any] = {
    "code": TEXT, "sheet": TEXT, "row": WHOLE, "column": TEXT, "found": TEXT, "advice": TEXT, "owner": TEXT,
}  # fmt: skip
SUM = pa.decimal128(38, 12)
FIGURES: Mapping[str, Any] = {
    "group": TEXT, "id": TEXT, "variant": TEXT, "currency": TEXT, "subject": TEXT, "to": TEXT, "unit": TEXT, "factor": SUM, "since": DAY, "until": DAY,
    "numerator": SUM, "denominator": SUM,
}  # fmt: skip
"""Figures of a part. ``group``: which cases they are of, for some cases are decided again when the whole is known."""

CASES: Mapping[str, Any] = {
    **ASSESSMENT,
    "debtor": TEXT, "part": WHOLE, "row": WHOLE, "contested": FLAG, "contested_after": FLAG, "wanting": FLAG, "driven": FLAG,
    "open_before": FLAG, "open_after": FLAG, "balance_before": EXACT, "balance_after": EXACT, "points_before": WHOLE, "scored_before": FLAG,
    "arrears_before": EXACT, "days_before": WHOLE,
    "score_points": WHOLE, "score_parts": TEXT, "excluded": TEXT, "risk_text": TEXT, "queue": TEXT, "q_debtor": TEXT, "q_channel": TEXT, "q_reach": TEXT,
    "q_arrears": EXACT, "q_points": TEXT,
}  # fmt: skip
"""A decided case of a part, before its place among all cases of the portfolio is known."""


def schema(columns: Mapping[str, Any]) -> Any:
    """The Arrow schema of these columns."""
    return pa.schema(list(columns.items()))


def table_of(rows: Sequence[Mapping[str, object]], columns: Mapping[str, Any]) -> Any:
    """Rows as an Arrow table of these columns; a blank text is no value."""
    return pa.table([pa.array([_value(row.get(name)) for row in rows], kind) for name, kind in columns.items()], schema=schema(columns))


def _value(value: object) -> object:
    return None if value == "" else value


def write(path: Path, table: Any) -> None:
    """The whole file or none: it takes its name when it is complete."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    pq.write_table(table, unfinished, compression="zstd")
    unfinished.replace(path)


def read(path: Path, columns: Iterable[str] | None = None) -> Any:
    """A file of the run."""
    return pq.read_table(path, columns=list(columns) if columns else None, partitioning=None)


def that_count(paths: Sequence[Path]) -> Any:
    """The cases of a part from the files of its rounds, the oldest first: each as the last round has it that decided its debtor."""
    found: Any = None
    for path in paths:
        if path.is_file():
            later = read(path)
            if found is not None:
                found = found.filter(pc.invert(pc.is_in(pc.fill_null(found["debtor"], ""), value_set=pc.unique(pc.fill_null(later["debtor"], "")))))
            found = later if found is None else pa.concat_tables([found, later])
    return found


def with_columns(table: Any, new: Mapping[str, Sequence[object]]) -> Any:
    """The table of decided cases with other values in these columns."""
    for name, values in new.items():
        table = table.set_column(table.column_names.index(name), name, pa.array(list(map(_value, values)), CASES[name]))
    return table
