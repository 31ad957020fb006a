"""Which origin an address means: the path of a ledger, the folder of a portfolio, or ``postgresql://...`` for the shared store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.portfolio import require_packages
from pyaddin.tasks.slice_origin import FileOrigin, Origin

STORE = ("postgresql://", "postgres://")
DUCKDB = "duckdb:"


@contextmanager
def origin_of(address: str, now: Callable[[], datetime]) -> Iterator[Origin]:
    """The origin, open for one command. Raises ``Stop``: X-PACKAGES, X-STORE when the shared store cannot be reached, X-SLICE for a DuckDB file."""
    if address.casefold().startswith(DUCKDB):
        advice = "Write its tables as Parquet files into a folder (COPY ... TO) and cut from there; nothing was changed."
        raise Stop("X-SLICE", "a DuckDB file takes one program at a time and keeps no journal: it is only read, by portfolio", advice=advice)
    if Path(address).is_dir():
        require_packages()
        from pyaddin.tasks.slice_folder import FolderOrigin  # so are DuckDB and Arrow

        yield FolderOrigin(Path(address), now)
        return
    if not address.startswith(STORE):
        yield FileOrigin(Path(address))
        return
    require_packages()
    from pyaddin.tasks.slice_store import StoreOrigin  # psycopg is an extra: a ledger file needs none of it

    with StoreOrigin.opened(address) as origin:
        yield origin
