"""A mail server in a process of its own, for senders that are killed: what it took over is written down before it answers.

``python -m tests.stories.post_office FOLDER`` serves until it is ended; ``ready.json`` in the folder tells settings and environment.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.correspondence import mailserver

ROOT = Path(__file__).resolve().parents[2]
_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
PAUSE = 0.003  # before and after taking a message over, so that kills come there, too


@dataclass(frozen=True, slots=True)
class PostOffice:
    """The running server as the test sees it."""

    folder: Path
    settings: dict[str, Any]
    environment: dict[str, str]

    @property
    def taken(self) -> list[dict[str, str]]:
        """To, Message-ID and digest of everything taken over, in that order."""
        lines = (self.folder / "taken.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]


@contextmanager
def open_post_office(folder: Path) -> Iterator[PostOffice]:
    """Start the server and wait until it answers; it ends with the block."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "taken.jsonl").touch()
    process = subprocess.Popen([sys.executable, "-m", "tests.stories.post_office", str(folder)], cwd=ROOT, stdin=subprocess.PIPE)
    try:
        ready, until = folder / "ready.json", time.monotonic() + 60
        while not ready.exists():
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.02)
        told = json.loads(ready.read_text(encoding="utf-8"))
        yield PostOffice(folder, told["settings"], told["environment"])
    finally:
        process.kill()
        process.communicate()


def serve(folder: Path) -> None:
    """Until the starter closes its end of our input."""

    def write_down(taken: mailserver.Taken) -> None:
        found = _ID.search(taken.body)
        line = {"to": taken.rcpt_to, "id": found.group(1).decode() if found else "", "sha256": hashlib.sha256(taken.body).hexdigest()}
        time.sleep(PAUSE)
        with (folder / "taken.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        time.sleep(PAUSE)

    with mailserver.running(folder, on_taken=write_down) as server:
        part = folder / "ready.part"
        part.write_text(json.dumps({"settings": server.settings, "environment": server.environment}), encoding="utf-8")
        os.replace(part, folder / "ready.json")
        sys.stdin.read()


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
