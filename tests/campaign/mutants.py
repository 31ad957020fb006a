"""Small wrong versions of a module, one change each, and whether its tests notice.

Changed are comparisons (``<`` to ``<=`` ...), ``and`` and ``or``, ``not``, plus and minus, ``min`` and ``max``, and whole numbers by one.
Annotations, decorators, defaults of dataclass fields and what only goes into an error's words are left alone.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_COMPARE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_SWAPPED = {"min": "max", "max": "min"}


@dataclass(frozen=True)
class Mutant:
    """One change: the function it is in, the line in the module, what stood there and what stands there now."""

    place: str
    line: int
    before: str
    after: str
    source: str

    @property
    def name(self) -> str:
        return f"{self.place}: {self.before} -> {self.after}"


def _replacements(node: ast.AST) -> Iterator[ast.expr]:
    """The wrong versions of one node."""
    if isinstance(node, ast.Compare):
        for place, op in enumerate(node.ops):
            changed = deepcopy(node)
            changed.ops[place] = _COMPARE[type(op)]()
            yield changed
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        yield ast.BinOp(node.left, ast.Sub() if isinstance(node.op, ast.Add) else ast.Add(), node.right)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _SWAPPED:
        yield ast.Call(ast.Name(_SWAPPED[node.func.id], ast.Load()), node.args, node.keywords)
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield ast.Constant(node.value + 1)


def _sites(tree: ast.Module) -> Iterator[tuple[str, ast.AST, str, int | None]]:
    """Every expression that may be changed: its function, its parent, and where in the parent it stands."""

    def walk(node: ast.AST, place: str) -> Iterator[tuple[str, ast.AST, str, int | None]]:
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list", "type_params") or isinstance(node, ast.Raise | ast.ClassDef) and name in ("exc", "bases"):
                continue
            for number, child in enumerate(value) if isinstance(value, list) else ((None, value),):
                if isinstance(child, ast.expr):
                    yield place, node, name, number
                if isinstance(child, ast.AST):
                    yield from walk(child, child.name if isinstance(child, ast.FunctionDef) else place)

    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef):
            yield from walk(statement, statement.name)
        elif isinstance(statement, ast.ClassDef):
            for method in statement.body:
                if isinstance(method, ast.FunctionDef):
                    yield from walk(method, f"{statement.name}.{method.name}")


def mutants(module: Path) -> list[Mutant]:
    """Every mutant of the functions of a module, in the order of its lines."""
    source = module.read_text(encoding="utf-8")
    tree = ast.parse(source)
    found: list[Mutant] = []
    for place, parent, name, number in _sites(tree):
        node = getattr(parent, name) if number is None else getattr(parent, name)[number]
        for changed in _replacements(node):
            _put(parent, name, number, changed)
            found.append(Mutant(place, node.lineno, ast.unparse(node), ast.unparse(changed), ast.unparse(ast.fix_missing_locations(tree))))
            _put(parent, name, number, node)
    return found


def _put(parent: ast.AST, name: str, number: int | None, node: ast.AST) -> None:
    if number is None:
        setattr(parent, name, node)
    else:
        getattr(parent, name)[number] = node


class Bench:
    """A copy of program and tests in which one file may be wrong."""

    def __init__(self, folder: Path, module: str, tests: Sequence[str]) -> None:
        self.folder, self.module, self.tests = folder, module, tests
        for name in ("pyaddin", "tests", "templates"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", folder)

    def noticed(self, source: str | None) -> bool:
        """Whether some test fails with this source of the module (``None`` = as it is)."""
        target = self.folder / self.module
        target.write_text((ROOT / self.module).read_text(encoding="utf-8") if source is None else source, encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:randomly", *self.tests]
        environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
        try:
            return subprocess.run(command, cwd=self.folder, capture_output=True, timeout=240, check=False, env=environment).returncode != 0
        except subprocess.TimeoutExpired:
            return True  # it runs for ever: nobody could miss that
