"""A sample of the campaign, and proof that its judge can find what it looks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pyaddin.entrypoints import cli
from pyaddin.tasks import check
from tests.hostile.campaign import play
from tests.hostile.judge import judge
from tests.hostile.mutants import Mutant, mutant
from tests.hostile.template import template
from tests.ledger.ledger_files import rewrite, sheet_part
from tests.stories import desk

SAMPLE = 32
GROUPS = 4
# openpyxl leaves a damaged file open when it gives up; that is its affair
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.mark.parametrize("group", range(GROUPS))
def test_a_sample_of_the_mutants(group: int) -> None:
    tally = play(range(group, SAMPLE, GROUPS), parallel=False)
    assert tally.violations == []
    assert tally.mutants == SAMPLE // GROUPS
    assert any("run" in outcome for outcome in tally.outcomes)
    assert any("X-" in outcome for outcome in tally.outcomes)


@pytest.mark.parametrize("seed", [26, 286, 1192, 1215, 1386, 1629, 2207, 2223, 2241, 23100339])
def test_mutants_that_once_found_something(seed: int) -> None:
    assert play([seed], parallel=False).violations == []


def test_a_seed_gives_one_file() -> None:
    assert mutant(7, template()) == mutant(7, template())
    assert mutant(7, template()).data != mutant(8, template()).data


def _whole(closed: tuple[tuple[str, int], ...] = ()) -> Mutant:
    return Mutant(0, "cells: none", template(), closed)


def test_the_undamaged_ledger_writes_to_everyone_who_is_due(tmp_path: Path) -> None:
    verdict = judge(_whole(), tmp_path)
    assert verdict.violations == []
    assert (verdict.outcome, verdict.sent, verdict.judged) == ("run", 5, 5)


# --- the judge can find ---------------------------------------------------------------------------------------------


def _after_the_run(monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], object]) -> None:
    """Whenever a weekly run has ended, ``damage`` happens to the ledger's folder."""

    def main(words: Sequence[str]) -> int:
        code = cli.main(words)
        if words[0] == "weekly" and "--dry-run" not in words:
            damage(Path(words[1]))
        return code

    monkeypatch.setattr(desk, "main", main)


def _in_mails(pattern: str, new: str) -> Callable[[Path], object]:
    def damage(ledger: Path) -> None:
        for path in ledger.parent.rglob("*.eml"):
            path.write_bytes(re.sub(pattern.encode(), new.encode(), path.read_bytes()))

    return damage


def _doubled_cell(ledger: Path) -> None:
    part = sheet_part(ledger, "Debtors")

    def change(parts: dict[str, bytes]) -> None:
        parts[part] = re.sub(rb'(<c r="A2".*?</c>)', rb"\1\1", parts[part], count=1)

    rewrite(ledger, change)


def _empty_text(ledger: Path) -> None:
    for path in ledger.parent.rglob("*.eml"):
        message = desk.read_mail(path)
        message.clear_content()
        message.set_content("Nothing.")
        path.write_bytes(bytes(message))


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "another address": (_in_mails("ann@debtor.example", "eve@elsewhere.example"), "the row says"),
    "another amount": (_empty_text, "does not stand in the email"),
    "a mail too many": (lambda ledger: (next(ledger.parent.rglob("*.eml")).with_name("more.eml")).write_bytes(b"To: a@b.example\r\n\r\nx"), "no row tells of"),
    "a lost mail": (lambda ledger: next(ledger.parent.rglob("*.eml"), ledger.with_name("none")).unlink(missing_ok=True), "no file for"),
    "a cut ledger": (lambda ledger: ledger.write_bytes(ledger.read_bytes()[:5000]), "cannot read the ledger any more"),
    "a doubled cell": (_doubled_cell, "repair rules"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_the_judge_sees(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    damage, said = DAMAGE[name]
    _after_the_run(monkeypatch, damage)
    verdict = judge(_whole(), tmp_path)
    assert any(said in line for line in verdict.violations), verdict.violations


def test_the_judge_sees_a_message_about_a_row_that_may_not_count(tmp_path: Path) -> None:
    verdict = judge(_whole(closed=(("Installments", 2),)), tmp_path)
    assert [line.split(":")[0] for line in verdict.violations] == ["C-00001"]


def test_the_judge_sees_a_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(words: Sequence[str]) -> int:
        raise KeyError("x")

    monkeypatch.setattr(desk, "main", crash)
    assert any("KeyError" in line for line in judge(_whole(), tmp_path).violations)


def test_the_judge_sees_a_crash_behind_the_door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object, **__: object) -> None:
        raise ValueError("x")

    monkeypatch.setattr(check, "run", crash)
    assert any("X-INTERNAL" in line for line in judge(_whole(), tmp_path).violations)


def test_the_judge_sees_a_refused_file_that_was_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _after_the_run(monkeypatch, lambda ledger: ledger.write_bytes(b"PK"))
    verdict = judge(Mutant(0, "bytes: cut", template()[:9000]), tmp_path)
    assert verdict.violations == ["refused, and yet something was written"]
