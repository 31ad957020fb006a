"""Do the tests of the rules notice small mistakes? Every mutant of a module, or is it known to change nothing (docs/reliability.md)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.campaign.mutants import ROOT, Bench, mutants

TESTS = {"promise": ("tests/rules/test_promise.py",)}
SAME: dict[str, dict[str, str]] = {}
"""Mutants that change nothing that anybody could see, by module and name, each with the reason."""


def module_of(name: str) -> str:
    return f"pyaddin/rules/{name}.py"


def test_each_kind_of_change_is_made_once_and_nothing_else(tmp_path: Path) -> None:
    module = tmp_path / "small.py"
    module.write_text(
        'def f(a: int, b: int) -> bool:\n    """Words 1 < 2."""\n    if not a and b < 3:\n        raise ValueError(f"{a + 1}")\n'
        "    return max(a, b) - 1 in (a,)\n",
        encoding="utf-8",
    )
    assert [(each.place, each.before, each.after) for each in mutants(module)] == [
        ("f", "not a and b < 3", "not a or b < 3"),
        ("f", "not a", "a"),
        ("f", "b < 3", "b <= 3"),
        ("f", "3", "4"),
        ("f", "max(a, b) - 1 in (a,)", "max(a, b) - 1 not in (a,)"),
        ("f", "max(a, b) - 1", "max(a, b) + 1"),
        ("f", "max(a, b)", "min(a, b)"),
        ("f", "1", "2"),
    ]
    assert len({each.source for each in mutants(module)}) == 8


def test_one_mutant_is_noticed(tmp_path: Path) -> None:
    bench = Bench(tmp_path, module_of("promise"), TESTS["promise"])
    assert not bench.noticed(None)
    every = [each for each in mutants(ROOT / module_of("promise")) if each.name not in SAME.get("promise", {})]
    mutant = every[len(every) // 2]
    assert bench.noticed(mutant.source), mutant.name


@pytest.mark.campaign
@pytest.mark.parametrize("name", TESTS)
def test_every_mutant_is_noticed(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    bench = Bench(tmp_path, module_of(name), TESTS[name])
    assert not bench.noticed(None)
    every = mutants(ROOT / module_of(name))
    known = SAME.get(name, {})
    survivors = [each for each in every if each.name not in known and not bench.noticed(each.source)]
    with capsys.disabled():
        print(f"\n{name}: {len(every)} mutants, {len(every) - len(survivors) - len(known)} noticed, {len(known)} change nothing, {len(survivors)} survive")
        for each in survivors:
            print(f"  line {each.line}, {each.name}")
    assert survivors == []
