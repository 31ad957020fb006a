"""The door of the sender: ``python -m pyaddin.entrypoints.sender LEDGER``, started by a click and left alone.

It outlives the click and the workbook. There is nobody to read what it says, so it says nothing: what it did stands in the journal,
and the next click or run tells it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from pyaddin import clock
from pyaddin.errors import Stop
from pyaddin.tasks import sender

_ROOT = Path(__file__).resolve().parents[2]


def start(ledger: Path) -> subprocess.Popen[bytes]:
    """Start the sender of a ledger: no console window on Windows, a session of its own elsewhere. Returns at once."""
    search = os.pathsep.join(part for part in (str(_ROOT), os.environ.get("PYTHONPATH", "")) if part)
    return subprocess.Popen(
        [sys.executable, "-m", "pyaddin.entrypoints.sender", str(ledger.resolve())],
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": search},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        close_fds=True,
        start_new_session=sys.platform != "win32",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )


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
