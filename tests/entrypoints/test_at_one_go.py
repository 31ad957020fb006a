"""The search for garbage around a piece of work."""

from __future__ import annotations

import gc
import weakref

from pyaddin.entrypoints import at_one_go as room
from pyaddin.entrypoints.at_one_go import at_one_go


class _Ring:
    """Something that refers to itself."""

    def __init__(self) -> None:
        self.me = self


def test_garbage_of_small_work_is_looked_for_after_it_and_that_of_large_work_when_the_next_begins() -> None:
    small = _ring_left_by([])
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
    gc.collect()
    assert small() is None
    large = _ring_left_by(list(range(2 * room._MANY)))
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
    gc.collect()
    assert large() is not None
    with at_one_go():
        assert large() is None
        assert not gc.isenabled()
        assert gc.get_freeze_count() == 0


def test_work_within_work_leaves_the_search_off() -> None:
    with at_one_go():
        with at_one_go():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def _ring_left_by(held: list[object]) -> weakref.ref[_Ring]:
    """A ring of which nothing is left but itself, after work at whose end ``held`` is alive."""
    with at_one_go():
        ring = _Ring()
        seen = weakref.ref(ring)
        del ring
        made = [[one] for one in held]
    del made
    return seen
