"""A whole ledger in memory without Python's search for garbage in between."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MANY = 50_000
"""So many objects left over by a piece of work are not worth looking through at its end."""


@contextmanager
def at_one_go() -> Iterator[None]:
    """Python looks through all its objects for garbage again and again; with a whole ledger in memory that takes longer than a click, and a fifth of a run.

    What refers to itself in a circle is freed after the work, of a large one when the next piece of work begins or with the process: one that ends
    has no use for it, and one that goes on has let go of the ledger by then. Everything else is freed at once as ever.
    """
    was_on = gc.isenabled()
    gc.disable()
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
    try:
        yield
    finally:
        if was_on:
            if gc.get_count()[0] > _MANY:
                gc.freeze()  # else the first object made after the work has all of them looked through
            gc.enable()
