"""Directions that import-linter does not see: the scheduler is a single file, and Windows must not pay for its imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_the_scheduler_knows_its_service_and_its_one_library() -> None:
    ours = {name for name in imported(ROOT / "scheduler.py") if name.split(".")[0] not in sys.stdlib_module_names}
    allowed = ("schedule", "pyaddin.clock", "pyaddin.entrypoints.service", "pyaddin.entrypoints.where", "pyaddin.errors.Stop", "pyaddin.settings.WEEKDAYS")
    assert ours
    assert not [name for name in ours if not name.startswith(allowed)]


def test_only_the_clock_file_is_excused_from_the_clock_rule() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert text.count("TID251") == 1
    assert '"pyaddin/clock.py" = ["TID251"]' in text
    excused = [path for path in [*ROOT.glob("pyaddin/**/*.py"), ROOT / "scheduler.py"] if "noqa: TID251" in path.read_text(encoding="utf-8")]
    assert excused == []


def test_asking_for_help_loads_no_library() -> None:
    heavy = "{'xlwings', 'xlsxwriter', 'openpyxl', 'jinja2', 'babel', 'lxml', 'holidays', 'yagmail'}"
    code = f"import sys, pyaddin.entrypoints.cli; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[]\n"


def test_tasks_write_a_ledger_in_one_way_only_so_that_every_change_is_in_the_audit_chain() -> None:
    """``recorded.write`` (or ``audited.write`` beneath it); a call of a book's own ``write`` names its ``fingerprint``."""
    callers = [
        path.relative_to(ROOT).as_posix()
        for room in ("tasks", "entrypoints")
        for path in (ROOT / "pyaddin" / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "write"
        if any(keyword.arg == "fingerprint" for keyword in node.keywords)
    ]
    assert set(callers) == {"pyaddin/tasks/audited.py", "pyaddin/tasks/simulate.py"}  # a simulation plays on a copy that is thrown away
