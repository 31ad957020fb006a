"""The door of the sender: ``python -m pyaddin.entrypoints.sender LEDGER``, started by a click and left alone.

It outlives the click and the workbook. There is nobody to read what it says, so it says nothing: what it did stands in the journal,
and the next click or run tells it.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from pyaddin import clock
from pyaddin.entrypoints import apart
from pyaddin.errors import Stop
from pyaddin.tasks import sender


def start(ledger: Path) -> subprocess.Popen[bytes]:
    """Start the sender of a ledger. Returns at once."""
    return apart.start("pyaddin.entrypoints.sender", str(ledger.resolve()))


def main(argv: Sequence[str] | None = None) -> int:
    """Wait and send; the exit code is that of the command line."""
    words = sys.argv[1:] if argv is None else list(argv)
    if len(words) != 1:
        return 2
    try:
        sender.run(Path(words[0]), now=clock.now, pause=time.sleep)
    except Stop:
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
