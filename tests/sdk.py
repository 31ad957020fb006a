"""Microsoft's Open XML SDK validator, as a second opinion on every workbook that the program writes."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

PROGRAM = Path(__file__).parent / "tools" / "node_modules" / "@xarsh" / "ooxml-validator-linux-x64" / "ooxml-validator"
TIMEOUT_SECONDS = 120


def schema_errors(path: Path) -> list[str]:
    """One line per error, empty for a valid file. The validator knows the schema, not the rules by which Excel repairs (``repair_rules``)."""
    done = subprocess.run([str(PROGRAM), str(path)], capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False)
    assert done.returncode in (0, 1), done.stderr
    answer = json.loads(done.stdout)
    found = [f"{error.get('part', '')} {error.get('path', '')}: {error.get('description', error)}" for error in answer["errors"]]
    assert answer["ok"] == (not found), done.stdout[:500]
    return found
