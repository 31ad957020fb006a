"""A chain that version 0.8 has begun: it verifies, tells its lines, finds what was done since, and goes on; looking at it changes no byte."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from pyaddin.history.audit import AS_AFTER, Author, Chain, Change, Damaged, audit_path
from pyaddin.history.audit_check import check
from pyaddin.history.audit_erasure import erase
from pyaddin.history.audit_rows import picture_of, row_text

ME = Author("2026-11-30T08:30:00Z", "Mary Webb", "mary", "desk-1", "weekly", "W-2026-11-30")
GOLDEN = Path(__file__).parent.parent / "golden" / "audit" / "chain-0.8.sql"
"""What version 0.8 left in the file: a first look, a write, a hand, and a write that was cut off."""
NOTES = 's"\\ 案'
CASES = {name: {"Case ID": f"s{name}", "Arrears": arrears, "Notes": NOTES} for name, arrears in (("C-1", "n90"), ("C-2", "n200"), ("C-3", "n1"))}
CASES["C-2"]["Stage"] = "sCONTACT"
PAYMENTS = {
    "P-1": {"Payment ID": "sP-1", "Amount": "n40"},
    "P-1\x1f2": {"Payment ID": "sP-1", "Amount": "n41"},
    "P-2": {"Payment ID": "sP-2", "Amount": "n7"},
}
SEEN = picture_of({"Cases": CASES, "Payments": PAYMENTS})
OLDER = {"C-3": {**CASES["C-3"], "Arrears": "n300"}, "C-10": {"Case ID": "sC-10", "Arrears": "n1000", "Notes": NOTES}}
BEFORE = picture_of({"Cases": {**CASES, **OLDER}, "Payments": PAYMENTS})
"""The ledger as it stood after entry 2."""


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    db = sqlite3.connect(audit_path(tmp_path / "ledger.xlsm"))
    db.executescript(GOLDEN.read_text(encoding="utf-8"))
    db.close()
    return tmp_path / "ledger.xlsm"


def version(ledger: Path) -> str:
    db = sqlite3.connect(audit_path(ledger))
    try:
        return str(db.execute("SELECT value FROM meta WHERE name = 'version'").fetchone()[0])
    finally:
        db.close()


def test_it_is_read_and_verified_and_not_a_byte_changes(ledger: Path) -> None:
    before = audit_path(ledger).read_bytes()
    with Chain.look(ledger, "L-1") as chain:
        assert [broken.kind for broken in check(chain)] == ["unfinished"]
        assert [(entry.kind, entry.count) for entry in chain.entries()] == [("first", 6), ("write", 3), ("hand", 2)]
        assert chain.differences(SEEN) == []
        assert list(chain.changes(chain.entries()[1]))[0] == Change("Cases", "C-1", "Arrears", "n100", "n90", "R8")
        assert next(iter(chain.intents().values()))[2] == [Change("Cases", "C-3", "Arrears", "n1", "n2", "R8")]
        assert chain.row("Cases", "C-2") == CASES["C-2"]
    assert audit_path(ledger).read_bytes() == before


@pytest.mark.parametrize("took_place", [True, False])
def test_it_goes_on(ledger: Path, took_place: bool) -> None:
    """The write that 0.8 was about to make is entered if it took place; then a write and a hand of now."""
    cases = {**CASES, "C-3": {**CASES["C-3"], "Arrears": "n2"}} if took_place else CASES
    with Chain.open(ledger, "L-1") as chain:
        assert chain.noticed(ME, picture_of({"Cases": cases, "Payments": PAYMENTS}), "f4" if took_place else "f3") is None
        assert len(chain.entries()) == 3 + took_place
        gone = Change("Payments", "P-2", "", row_text(PAYMENTS["P-2"]), "")
        chain.commit("act-5", ME, [Change("Cases", "C-1", "Arrears", "n90", "n80", "R8"), gone], "f5")
        hand = chain.noticed(ME, picture_of({"Cases": cases, "Payments": PAYMENTS}), "f6")
        assert hand is not None
        assert chain.entries()[-1].prev == chain.entries()[-2].hash
        assert check(chain) == []
    assert version(ledger) == "2"


def test_a_ledger_that_went_back_to_a_day_of_that_version_says_after_which_entry(ledger: Path) -> None:
    with Chain.open(ledger, "L-1") as chain:
        chain.noticed(ME, SEEN, "f3")
        chain.commit("act-5", ME, [Change("Cases", "C-1", "Arrears", "n90", "n80", "R8")], "f5")
        hand = chain.noticed(ME, BEFORE, "f2")
        assert hand is not None
        assert {change.why for change in chain.changes(hand)} == {f"{AS_AFTER}2"}


def test_a_debtor_is_erased_from_its_entries(ledger: Path) -> None:
    with Chain.open(ledger, "L-1") as chain:
        chain.noticed(ME, SEEN, "f3")
        assert erase(chain, ME, lambda change: change._replace(old="", new="sx") if change.column == "Arrears" else change, "asked for") == 2
        assert [broken.kind for broken in check(chain)] == ["rows"]  # of the ledger nothing was erased
        assert "n90" not in chain.text(2)


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE seen SET rows = (SELECT rows FROM seen ORDER BY bucket DESC LIMIT 1) WHERE sheet = 'Cases'", "rows"),
        ("DELETE FROM seen WHERE sheet = 'Payments'", "rows"),
    ],
)
def test_rows_that_somebody_changed_in_the_file_are_found(ledger: Path, statement: str, kind: str) -> None:
    db = sqlite3.connect(audit_path(ledger))
    db.execute(statement)
    db.commit()
    db.close()
    with Chain.look(ledger, "L-1") as chain:
        assert kind in [broken.kind for broken in check(chain)]


def test_rows_that_cannot_be_read_are_told_and_the_file_stays(ledger: Path) -> None:
    db = sqlite3.connect(audit_path(ledger))
    db.execute("UPDATE seen SET rows = x'00' WHERE sheet = 'Cases'")
    db.commit()
    db.close()
    before = audit_path(ledger).read_bytes()
    for opened in (Chain.look, Chain.open):
        with pytest.raises(Damaged, match="rows seen last"):
            opened(ledger, "L-1")
    assert audit_path(ledger).read_bytes() == before
