"""Which origin an address means: the path of a ledger, or ``postgresql://...`` for the shared store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyaddin.portfolio import require_packages
from pyaddin.tasks.slice_origin import FileOrigin, Origin

STORE = ("postgresql://", "postgres://")


@contextmanager
def origin_of(address: str) -> Iterator[Origin]:
    """The origin, open for one command. Raises ``Stop``: X-PACKAGES, X-STORE when the shared store cannot be reached."""
    if not address.startswith(STORE):
        yield FileOrigin(Path(address))
        return
    require_packages()
    from pyaddin.tasks.slice_store import StoreOrigin  # psycopg is an extra: a ledger file needs none of it

    with StoreOrigin.opened(address) as origin:
        yield origin
