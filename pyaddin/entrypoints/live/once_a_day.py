"""What a click tells a clerk once a day and not every time. Remembered in the clerk's own folder: nothing new lies beside the ledger."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import date
from pathlib import Path


def memory_path() -> Path:
    """Below APPDATA on Windows, below the XDG folder elsewhere, as the user's other files."""
    home = os.environ.get("APPDATA") or Path.home() if os.name == "nt" else os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(home) / "collections" / "told.json"


def first_today(topic: str, today: date) -> bool:
    """True once a day for a topic. What cannot be remembered is told again."""
    path = memory_path()
    known: dict[str, object] = {}
    with suppress(OSError, ValueError):
        found = json.loads(path.read_text(encoding="utf-8"))
        known = found if isinstance(found, dict) else {}
    if known.get(topic) == today.isoformat():
        return False
    part = path.with_name(f".told.{os.getpid()}.part")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps({name: day for name, day in known.items() if day == today.isoformat()} | {topic: today.isoformat()}), encoding="utf-8")
        os.replace(part, path)
    return True
