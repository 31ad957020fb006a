"""xlwings' settings of one user: lines ``"KEY","value"``, read by VBA in the system's code page.

They belong to the user, not to the ledger: two clerks who share a file each keep the Python of their own computer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyaddin.machine.view import MAC, Machine

_LINE = re.compile(r'\s*"([^"]*)"\s*,\s*"([^"]*)"\s*')


def parse(text: str) -> dict[str, str]:
    """Keys in capitals; of a key that stands twice the first counts, as in VBA."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if match:
            found.setdefault(match.group(1).upper(), match.group(2))
    return found


def wanted(machine: Machine) -> dict[str, str]:
    """What the buttons need: this Python, this program, nothing taken from the workbook's folder, no resident server."""
    interpreter = "INTERPRETER_MAC" if machine.system == MAC else "INTERPRETER_WIN"
    return {
        interpreter: machine.python_text,
        "PYTHONPATH": _with_project(machine),
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",
        "USE UDF SERVER": "False",
    }


def search_path(text: str) -> list[str]:
    """The folders of a PYTHONPATH setting."""
    return [part.strip() for part in text.split(";") if part.strip()]


def _with_project(machine: Machine) -> str:
    """Our folder first; folders that the user's other workbooks need stay."""
    others = [part for part in search_path(machine.setting("PYTHONPATH")) if part.casefold() != machine.project_text.casefold()]
    return ";".join([machine.project_text, *others])


def merged(text: str, values: Mapping[str, str]) -> str:
    """The settings with ``values`` in them; every other line stays as it is, in its place. Lines end as VBA writes them."""
    lines: list[str] = []
    left = dict(values)
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        key = match.group(1).upper() if match else ""
        if key not in values:
            lines.append(line)
        elif key in left:
            lines.append(f'"{match.group(1)}","{left.pop(key)}"' if match else line)
    lines += [f'"{key}","{value}"' for key, value in left.items()]
    return "".join(f"{line}\r\n" for line in lines)
