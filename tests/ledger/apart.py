"""Steps of a test in a process of their own: what kills a LibreOffice, or dies with it, does not take the test worker along.

A process whose LibreOffice was killed still holds what LibreOffice's bridge keeps of the dead one. The bridge has been seen to crash on that
minutes later, in another test, with all that the worker still had to do. At the desk that process ends too: every press has its own.
"""

from __future__ import annotations

import importlib
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from tests.ledger.calc import Calc

P = ParamSpec("P")
R = TypeVar("R")
SECONDS = 240
"""A start of LibreOffice and a few presses on a machine that has much else to do."""


def apart(steps: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> R:
    """What ``steps``, a function of a module, gives in a new process. Its failure, its crash and its silence fail the test with its last words."""
    with tempfile.TemporaryDirectory(prefix="apart-") as folder:
        answer = Path(folder, "answer")
        order = pickle.dumps((steps.__module__, steps.__qualname__, arguments, named))
        done = subprocess.run([sys.executable, "-m", __name__, str(answer)], input=order, capture_output=True, timeout=SECONDS, check=False)
        assert done.returncode == 0, f"{steps.__qualname__} ended with {done.returncode}\n{done.stderr.decode(errors='replace')}"
        given: R = pickle.loads(answer.read_bytes())
        return given


def main(answer: Path) -> None:
    """The other side: carry out the order, write the answer down, and end without a look back at what LibreOffice has left behind."""
    module, name, arguments, named = pickle.loads(sys.stdin.buffer.read())
    answer.write_bytes(pickle.dumps(getattr(importlib.import_module(module), name)(*arguments, **named)))
    os._exit(0)


class OwnCalc:
    """``with OwnCalc() as calc:`` is a LibreOffice of this process; what is left of it goes afterwards."""

    def __enter__(self) -> Calc:
        self._folder = tempfile.TemporaryDirectory(prefix="calc-")
        self._calc = Calc(Path(self._folder.name))
        return self._calc

    def __exit__(self, *_: object) -> None:
        self._calc.end()
        self._folder.cleanup()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
