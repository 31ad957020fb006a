"""A task that needs the ledger closed, asked for at the open workbook.

``python -m pyaddin.entrypoints.later LEDGER LANGUAGE FILE COMMAND ...`` is started by a click and left alone. It waits until the workbook is closed, does
the command by the command line's own door, and leaves what came of it in FILE, in the ledger's language. The click has told where that file will be.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from datetime import datetime, timedelta
from pathlib import Path

from pyaddin import clock
from pyaddin.entrypoints import apart, cli
from pyaddin.entrypoints.live.closed_words import told, waited_in_vain
from pyaddin.ledger.closed import opened_by

LOOK_SECONDS = 5.0
PATIENCE = timedelta(hours=12)
"""How long the workbook may stay open; after that nothing is done, and it is told."""
_STILL_OPEN = ("X-OPEN", "X-LOCKED", "X-CHANGED")
"""Somebody opened or saved it again in the very moment: nothing is lost, it is tried again."""


def start(ledger: Path, language: str, file: Path, words: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start it for a ledger. Returns at once."""
    return apart.start("pyaddin.entrypoints.later", str(ledger.resolve()), language, str(file.resolve()), *words)


def run(ledger: Path, language: str, file: Path, words: Sequence[str], *, now: Callable[[], datetime], pause: Callable[[float], None]) -> int:
    """Wait, do it once, write the file. ``pause`` waits some seconds. The exit code is that of the command line; 2 when the workbook stayed open."""
    until = now() + PATIENCE
    while now() < until:
        if opened_by(ledger) is None:
            code, data = _done(words)
            error = data.get("error")
            if not isinstance(error, Mapping) or error["code"] not in _STILL_OPEN:
                _write(file, told(words[0], data, language))
                return code
        pause(LOOK_SECONDS)
    _write(file, [waited_in_vain(language)])
    return 2


def _done(words: Sequence[str]) -> tuple[int, Mapping[str, object]]:
    """The command's exit code and its answer."""
    answer = io.StringIO()
    with redirect_stdout(answer):
        code = cli.main([*words, "--json"])
    found = json.loads(answer.getvalue())
    assert isinstance(found, dict)
    return code, found


def _write(file: Path, lines: Sequence[str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")  # Notepad of older Windows takes text without the mark for the office's code page


def main(argv: Sequence[str] | None = None) -> int:
    """There is nobody to read what it says, so it says nothing."""
    words = sys.argv[1:] if argv is None else list(argv)
    if len(words) < 4:
        return 2
    return run(Path(words[0]), words[1], Path(words[2]), words[3:], now=clock.now, pause=time.sleep)


if __name__ == "__main__":
    sys.exit(main())
