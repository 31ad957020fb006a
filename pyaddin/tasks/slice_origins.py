"""Which origin an address means."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyaddin.tasks.slice_origin import FileOrigin, Origin


@contextmanager
def origin_of(address: str) -> Iterator[Origin]:
    """The origin, open for one command."""
    yield FileOrigin(Path(address))
