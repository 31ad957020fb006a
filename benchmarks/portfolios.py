"""Seeded portfolios of any size as Parquet: sample ledgers of different seeds, repeated under other ids, emails and phone numbers.

``python -m benchmarks.portfolios FOLDER --cases N``. A block is one sample of 2,500 cases (holds, promises, plans, disputes, reversed payments, five
currencies ...); up to ten seeds make the base, and the portfolio is the base as often as needed. So what the row rules say of the base they must say of
every repetition, and a million cases can be proven with the base alone (``benchmarks.portfolio_run``).
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import date
from pathlib import Path

import duckdb

from pyaddin.build.defaults import POLICY
from pyaddin.build.sample import sample_rows, sample_settings
from pyaddin.ledger.book import Value
from pyaddin.ledger.columns import Type
from pyaddin.ledger.schema import TABLES
from pyaddin.portfolio.export import write_tables

DAY = date(2026, 11, 23)
BLOCK, SEEDS = 2_500, 10
POLICY_TABLES = ("Settings", "Levels", "Rates", "Guidelines", "Holidays", "Packs", "Runs")
_ID = r"\b([A-Z])-(\d{5,6})\b"


def block_rows(seed: int, cases: int) -> dict[str, list[dict[str, Value]]]:
    """One sample with its policy."""
    rows = {name: [dict(row) for row in some] for name, some in sample_rows(cases, seed, DAY, "en").items()}
    for name, some in POLICY.items():
        rows.setdefault(name, [dict(row) for row in some])
    rows["Settings"] = [{"Key": key, "Value": value} for key, value in sample_settings(DAY, "en").items()]
    return rows


def shape(cases: int) -> tuple[int, int, int]:
    """Cases of a block, number of different blocks, and how often they are repeated: at least ``cases`` together."""
    block = min(BLOCK, cases)
    blocks = -(-cases // block)
    base = min(SEEDS, blocks)
    return block, base, -(-blocks // base)


def _shifted(table: str, column: str, number: str) -> str:
    """The SQL of a column in the repetition whose block has this number."""
    name = f'"{column}"'
    kind = TABLES[table].column(column).type
    if kind is Type.ID or column in ("Key", "Evidence", "Document"):
        return rf"regexp_replace({name}, '{_ID}', '\1-' || {number} || '\2', 'g') AS {name}"
    if column == "Email":
        return rf"regexp_replace({name}, '^debtor', 'debtor' || {number} || '.') AS {name}"
    if column == "Phone":
        return f"{name} || {number} AS {name}"
    return name


def generate(folder: Path, cases: int) -> int:
    """Writes the portfolio into the folder, when it is not there yet; returns the number of its cases."""
    block, base, repeats = shape(cases)
    done = folder / "complete"
    if done.is_file():
        return block * base * repeats
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="portfolio-blocks-") as name, duckdb.connect() as db:
        for seed in range(base):
            place = Path(name) / str(seed)
            write_tables(block_rows(seed + 1, block), place)
            for path in sorted(place.glob("*.parquet")):
                _repeat(db, path, folder, seed, base, repeats)
    done.touch()
    return block * base * repeats


def _repeat(db: duckdb.DuckDBPyConnection, path: Path, folder: Path, seed: int, base: int, repeats: int) -> None:
    table = path.stem
    if table in POLICY_TABLES:
        if seed == 0:
            (folder / path.name).write_bytes(path.read_bytes())
        return
    (folder / table).mkdir(exist_ok=True)
    number = f"lpad(CAST(r.n * {base} + {seed} AS VARCHAR), 4, '0')"
    columns = ", ".join(_shifted(table, column, number) for column in TABLES[table].headers)
    rows = f"SELECT {columns} FROM (SELECT *, file_row_number AS place FROM read_parquet('{path}', file_row_number = true)) CROSS JOIN range({repeats}) AS r(n)"
    db.execute(f"COPY ({rows} ORDER BY r.n, place) TO '{folder / table / f'{seed:02d}.parquet'}' (FORMAT parquet, COMPRESSION zstd)")


def base_ledger(cases: int) -> dict[str, list[dict[str, Value]]]:
    """The rows of the base under the ids of its first repetition, as one ledger."""
    block, base, _ = shape(cases)
    with tempfile.TemporaryDirectory(prefix="portfolio-base-") as name, duckdb.connect() as db:
        found: dict[str, list[dict[str, Value]]] = {}
        together = Path(name) / "base"
        together.mkdir()
        for seed in range(base):
            place = Path(name) / str(seed)
            write_tables(block_rows(seed + 1, block), place)
            for path in sorted(place.glob("*.parquet")):
                _repeat(db, path, together, seed, base, 1)
        for table in TABLES:
            files = [together / f"{table}.parquet", *sorted((together / table).glob("*.parquet"))]
            for path in (path for path in files if path.is_file()):
                result = db.execute(f"SELECT * FROM read_parquet('{path}')")
                headers = [column[0] for column in result.description]
                found.setdefault(table, []).extend(dict(zip(headers, row, strict=True)) for row in result.fetchall())
    return found


def main() -> None:
    """The command line."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path)
    words.add_argument("--cases", type=int, default=20_000)
    given = words.parse_args()
    print(f"{generate(given.folder, given.cases)} cases in {given.folder}")


if __name__ == "__main__":
    main()
