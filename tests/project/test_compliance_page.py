"""docs/compliance.md says plainly what the gate does not do, and shows every rule as the packs hold it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pyaddin.build import compliance
from pyaddin.policy.rulebook import rulebook

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "compliance.md").read_text(encoding="utf-8")


def test_every_rule_stands_with_kind_mark_and_cite() -> None:
    for pack in rulebook().values():
        assert f"### {pack.name}\n" in PAGE
        for rule in pack.rules:
            line = next(line for line in PAGE.splitlines() if line.startswith(f"| `{rule.id}` |"))
            assert f"| {rule.kind} |" in line
            assert line.endswith(f"| {rule.confidence} | {rule.cite} |")


PLAIN = ("not legal advice", "rule, pack version", "strictest pack", "house policy, not law", "estimates", "only contacts that are logged", "outside the packs")


@pytest.mark.parametrize("said", PLAIN)
def test_the_plain_words_stand_in_it(said: str) -> None:
    assert said in " ".join(PAGE.split())


def test_only_the_part_between_the_marks_is_made() -> None:
    written = f"by hand\n\n{compliance.BEGIN}\nold\n{compliance.END}\n\nbelow\n"
    made = compliance.page(written)
    assert made == f"by hand\n\n{compliance.table()}\n\nbelow\n"
    assert compliance.page(made) == made


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_readme_leads_to_it(page: str) -> None:
    assert "(docs/compliance.md)" in (ROOT / page).read_text(encoding="utf-8")
