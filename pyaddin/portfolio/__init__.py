"""Portfolios that no workbook holds: tables in Parquet files or a database, cut by debtor, worked on by many processes, summed again."""

from __future__ import annotations

from importlib.util import find_spec

from pyaddin.errors import Stop

NEEDED = ("duckdb", "pyarrow", "dask", "distributed", "psycopg")


def require_packages() -> None:
    """Raises ``Stop`` X-PACKAGES where the packages of portfolios are not installed; a ledger in a workbook needs none of them."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise Stop("X-PACKAGES", ", ".join(missing))
