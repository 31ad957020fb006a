"""The job as a systemd user timer: two small files in the user's own folder, no administrator."""

from __future__ import annotations

import os
from pathlib import Path

from pyaddin.entrypoints.service.job import EVERY_MINUTES, Job

ENABLE = ("systemctl", "--user", "enable", "--now")
RELOAD = ("systemctl", "--user", "daemon-reload")


def folder() -> Path:
    """Where systemd looks for a user's own units."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"


def files(job: Job) -> dict[str, str]:
    """File name -> content."""
    words = " ".join(_word(word) for word in (job.python, *job.words))
    ledger = _specifiers(" ".join(job.ledger.split()))
    service = f"""[Unit]
Description=Collections ledger {ledger}: the follow-up run that is due

[Service]
Type=oneshot
WorkingDirectory={_specifiers(job.folder)}
ExecStart={words}
TimeoutStartSec=infinity
TimeoutStopSec=300
KillMode=mixed
Nice=5
"""
    timer = f"""[Unit]
Description=Collections ledger {ledger}: looks every {EVERY_MINUTES} minutes whether a run is due

[Timer]
OnCalendar=*:0/{EVERY_MINUTES}
AccuracySec=1min
Persistent=true

[Install]
WantedBy=timers.target
"""
    return {f"{job.name}.service": service, f"{job.name}.timer": timer}


def _word(text: str) -> str:
    """One word of a command: quoted, so that blanks, quotes, backslashes, $ and % mean nothing."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t").replace("$", "$$")
    return f'"{_specifiers(quoted)}"'


def _specifiers(text: str) -> str:
    return text.replace("%", "%%")
