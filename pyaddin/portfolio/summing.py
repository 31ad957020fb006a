"""What the parts found, summed by DuckDB: the deciles of balances, who competes for the day's messages, and the result tables of the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import duckdb

from pyaddin.portfolio import tables
from pyaddin.portfolio.source import quoted, text
from pyaddin.records import dataclass
from pyaddin.rules.decide import URGENCY
from pyaddin.rules.score import BALANCE_POINTS, step_ranks

Steps = dict[str, tuple[Decimal, ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """The files of the rounds of a run, oldest first: what a later round says of a debtor counts instead of what an earlier one said."""

    db: duckdb.DuckDBPyConnection
    place: Path
    rounds: tuple[str, ...]

    def view(self, kind: str) -> str:
        """The SQL of the rows of a kind (cases, moves) that count."""
        parts = [f"SELECT *, {number} AS round FROM {self._files(name, kind)}" for number, name in enumerate(self.rounds)]
        if len(parts) == 1:
            return f"({parts[0]})"
        last = " UNION ALL ".join(
            f"SELECT DISTINCT debtor, {number} AS round FROM {self._files(name, 'cases')}" for number, name in enumerate(self.rounds) if number
        )
        newest = f"SELECT debtor, max(round) AS newest FROM ({last}) GROUP BY debtor"
        return f"(SELECT r.* FROM ({' UNION ALL '.join(parts)}) AS r LEFT JOIN ({newest}) AS n USING (debtor) WHERE r.round = coalesce(n.newest, 0))"

    def _files(self, round_name: str, kind: str) -> str:
        return f"read_parquet({text(str(self.place / round_name / f'*.{kind}.parquet'))}, hive_partitioning = false)"

    def steps(self, when: str) -> Steps:
        """By currency the least balance of each decile among the cases in collection, ``when`` = before or after the day's messages."""
        rows = self.view("cases")
        ranked = (
            f"SELECT Currency AS currency, balance_{when} AS amount, dense_rank() OVER (PARTITION BY Currency ORDER BY balance_{when}) AS rank"
            f" FROM (SELECT DISTINCT Currency, balance_{when} FROM {rows} WHERE open_{when})"
        )
        self.db.execute(f"CREATE OR REPLACE TEMP TABLE ranked AS {ranked}")
        found: Steps = {}
        for currency, most in self.db.execute("SELECT currency, max(rank) FROM ranked GROUP BY currency").fetchall():
            ranks = step_ranks(most)
            wanted = ", ".join(map(str, sorted(set(ranks))))
            amounts = dict(self.db.execute(f"SELECT rank, amount FROM ranked WHERE currency = ? AND rank IN ({wanted})", [currency]).fetchall())
            found[currency] = tuple(amounts[rank] for rank in ranks)
        return found

    def debtors(self, flag: str) -> dict[int, tuple[str, ...]]:
        """By part, the debtors of cases that are marked so."""
        found: dict[int, list[str]] = {}
        query = f"SELECT DISTINCT part, debtor FROM {self.view('cases')} WHERE {flag} ORDER BY 1, 2"
        for part, debtor in self.db.execute(query).fetchall():
            found.setdefault(part, []).append(debtor)
        return {part: tuple(names) for part, names in found.items()}

    def wanting(self, steps: Mapping[str, Sequence[Decimal]]) -> list[str]:
        """The cases whose message leaves by a channel of the program, the most urgent first."""
        decile = _decile_sql(steps, "Currency", "balance_before")
        points = f"points_before + CASE WHEN scored_before THEN {BALANCE_POINTS} * ({decile}) ELSE 0 END"
        order = order_sql(points, "arrears_before", "days_before", '"Case ID"')
        return [row[0] for row in self.db.execute(f'SELECT "Case ID" FROM {self.view("cases")} WHERE driven ORDER BY {order}').fetchall()]

    def count(self, flag: str) -> int:
        """How many cases are marked so."""
        return int(self.db.execute(f"SELECT count(*) FROM {self.view('cases')} WHERE {flag}").fetchall()[0][0])


def order_sql(points: str, arrears: str, days: str, case_id: str) -> str:
    """The order of the queue (``rules.decide.URGENCY``) over these expressions."""
    named = {"points": points, "arrears": arrears, "days_past_due": days, "case_id": case_id}
    return ", ".join(f"{named[name]} {'DESC' if falling else 'ASC'}" for name, falling in URGENCY)


def _decile_sql(steps: Mapping[str, Sequence[Decimal]], currency: str, amount: str) -> str:
    """The decile of an amount in SQL: the number of steps that it reaches."""
    lines = [
        f"WHEN {currency} = {text(name)} THEN " + " + ".join(f"CAST({amount} >= {step:f} AS INTEGER)" for step in amounts)
        for name, amounts in steps.items()
        if amounts
    ]
    return f"CASE {' '.join(lines)} ELSE 0 END" if lines else "0"


def write_results(found: Found, finished: Path, out: Path, groups: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """The result tables of the whole; returns their numbers of rows. ``groups``: which figures of which round are summed."""
    db = found.db
    cases = f"read_parquet({text(str(finished / '*.cases.parquet'))}, hive_partitioning = false)"
    queries = {
        "assessment": f"SELECT {_names(tables.ASSESSMENT)} FROM {cases} ORDER BY row",
        "queue": _queue(cases),
        "moves": f'SELECT {_names(tables.MOVES)} FROM {found.view("moves")} ORDER BY "Case ID", "As of"',
        "faults": f"SELECT DISTINCT {_names(tables.FAULTS)} FROM read_parquet({text(str(found.place / found.rounds[0] / '*.faults.parquet'))},"
        ' hive_partitioning = false) ORDER BY sheet, "row" NULLS LAST, "column", code, found',
        "kpis": _figures(found, groups),
    }
    out.mkdir(parents=True)
    for name, query in queries.items():
        db.execute(f"COPY ({query}) TO {text(str(out / f'{name}.parquet'))} (FORMAT parquet, COMPRESSION zstd)")
    return {name: int(db.execute(f"SELECT count(*) FROM {text(str(out / f'{name}.parquet'))}").fetchall()[0][0]) for name in queries}


def _names(columns: Mapping[str, object]) -> str:
    return ", ".join(quoted(name) for name in columns)


def _queue(cases: str) -> str:
    """Due cases first, then what is taken out of the order by the day on which it comes back; ranked for the office and for each clerk."""
    urgency = order_sql("score_points", "q_arrears", '"Days past due"', '"Case ID"')
    order = f"(queue = 'out'), CASE WHEN queue = 'out' THEN \"Next action on\" END, {urgency}"
    ranked = (
        f"SELECT *, row_number() OVER (ORDER BY {order}) AS office, row_number() OVER (PARTITION BY coalesce(Owner, '') ORDER BY {order}) AS own"
        f" FROM {cases} WHERE coalesce(queue, '') <> ''"
    )
    return (
        'SELECT Owner, CAST(own AS INTEGER) AS "Rank", CAST(office AS INTEGER) AS "Office rank", "Case ID", q_debtor AS "Debtor",'
        ' "Next action" AS "Action", "Next action on" AS "On", q_channel AS "Channel", q_reach AS "Reach at", "Days past due", "Arrears",'
        ' Currency AS "Currency",'
        " CASE WHEN queue = 'due' THEN score_points END AS \"Priority\", q_points AS \"Points\", \"Why\""
        f" FROM ({ranked}) ORDER BY coalesce(Owner, ''), own"
    )


def _figures(found: Found, groups: Mapping[str, Sequence[str]]) -> str:
    """Numerators and denominators of the same figure added over all parts; a rate is the quotient of the sums, a blank where the denominator is 0."""
    rows = " UNION ALL ".join(
        f"SELECT * FROM read_parquet({text(str(found.place / name / '*.figures.parquet'))}, hive_partitioning = false)"
        f' WHERE "group" IN ({", ".join(text(group) for group in wanted)})'
        for name, wanted in groups.items()
    )
    keys = 'id, coalesce(subject, \'\') AS subject, coalesce("to", \'\') AS "to", variant, coalesce(currency, \'\') AS currency'
    summed = (
        f"SELECT {keys}, any_value(unit) AS unit, any_value(factor) AS factor, any_value(since) AS since, any_value(until) AS until,"
        f" sum(numerator) AS numerator, sum(denominator) AS denominator FROM ({rows}) GROUP BY ALL"
    )
    return (
        "SELECT concat_ws('|', id, nullif(subject, ''), nullif(\"to\", ''), variant, nullif(currency, '')) AS \"Figure\", id AS \"Measure\","
        ' nullif(subject, \'\') AS "Subject", variant AS "Variant", nullif(currency, \'\') AS "Currency", since AS "Since", until AS "Until",'
        ' CAST(numerator AS DECIMAL(38, 4)) AS "Numerator", CAST(denominator AS DECIMAL(38, 4)) AS "Denominator",'
        " CASE WHEN denominator IS NULL THEN CAST(numerator AS DOUBLE) WHEN denominator = 0 THEN NULL"
        ' ELSE CAST(factor AS DOUBLE) * CAST(numerator AS DOUBLE) / CAST(denominator AS DOUBLE) END AS "Value", unit AS "Unit"'
        f" FROM ({summed}) ORDER BY 1"
    )
