"""The chain alone: what goes in comes out, rows seen last follow every entry, a write that was cut off is entered once."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyaddin.history.audit import BY_HAND, Author, Chain, Change, Damaged
from pyaddin.history.audit_check import check
from pyaddin.history.audit_lines import NOTHING_BEFORE, lines_of, lines_text, packed, sha256
from pyaddin.history.audit_rows import picture_of, row_text

ME = Author("2026-11-23T08:30:00Z", "Mary Webb", "mary", "desk-1", "pay")
CASE = {"Case ID": "sC-1", "Arrears": "n100"}
FIRST = picture_of({"Cases": {"C-1": CASE}, "Payments": {}})


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "ledger.xlsm"


def chain_of(ledger: Path) -> Chain:
    return Chain.open(ledger, "L-1", create=True)


def test_the_first_look_begins_the_chain_with_every_row(ledger: Path) -> None:
    with chain_of(ledger) as chain:
        entry = chain.noticed(ME, FIRST, "f1")
        assert entry is not None
        assert (entry.seq, entry.kind, entry.prev, entry.count) == (1, "first", NOTHING_BEFORE, 1)
        assert list(chain.changes(entry)) == [Change("Cases", "C-1", "", "", row_text(CASE))]
        assert chain.noticed(ME, FIRST, "f1") is None
        assert chain.fingerprint() == "f1"


def test_an_entry_is_sealed_with_the_one_before_the_ledger_and_all_of_its_content(ledger: Path) -> None:
    with chain_of(ledger) as chain:
        chain.noticed(ME, FIRST, "f1")
        chain.commit("act-2", ME, [Change("Cases", "C-1", "Arrears", "n100", "n90", "R8")], "f2")
        one, two = chain.entries()
    assert two.prev == one.hash
    assert two.hash == two.sealed("L-1") != two.sealed("L-2")
    assert two.digest == sha256('["Cases","C-1","Arrears","n100","n90","R8"]')


def test_what_differs_from_the_rows_seen_last_was_done_by_hand(ledger: Path) -> None:
    payment = {"P-1": {"Payment ID": "sP-1"}}
    now = picture_of({"Cases": {"C-1": {"Case ID": "sC-1", "Arrears": "n1"}}, "Payments": payment})
    with chain_of(ledger) as chain:
        chain.noticed(ME, FIRST, "f1")
        entry = chain.noticed(ME, now, "f2")
        assert entry is not None
        assert (entry.kind, entry.author.by, entry.author.login) == ("hand", BY_HAND, "mary")
        assert list(chain.changes(entry)) == [Change("Cases", "C-1", "Arrears", "n100", "n1"), Change("Payments", "P-1", "", "", row_text(payment["P-1"]))]
        gone = chain.noticed(ME, picture_of({"Cases": {}, "Payments": payment}), "f3")
        assert gone is not None
        assert [(c.key, c.column, c.new) for c in chain.changes(gone)] == [("C-1", "", "")]


def test_a_ledger_that_stands_as_it_stood_before_says_after_which_entry(ledger: Path) -> None:
    with chain_of(ledger) as chain:
        chain.noticed(ME, FIRST, "f1")
        chain.commit("act-2", ME, [Change("Cases", "C-1", "Arrears", "n100", "n90")], "f2")
        entry = chain.noticed(ME, FIRST, "f1")
        assert entry is not None
        assert [change.why for change in chain.changes(entry)] == ["as after entry 1"]


@pytest.mark.parametrize("written", [True, False])
def test_a_write_that_was_cut_off_is_entered_once_if_it_took_place(ledger: Path, written: bool) -> None:
    changes = [Change("Cases", "C-1", "Arrears", "n100", "n90"), Change("Payments", "P-1", "", "", row_text({"Payment ID": "sP-1"}))]
    after = picture_of({"Cases": {"C-1": {"Case ID": "sC-1", "Arrears": "n90"}}, "Payments": {"P-1": {"Payment ID": "sP-1"}}})
    with chain_of(ledger) as chain:
        chain.noticed(ME, FIRST, "f1")
        chain.intend("act-2", ME, changes, "f1")
    with chain_of(ledger) as chain:  # the program died in between
        assert chain.noticed(ME, after if written else FIRST, "f2" if written else "f1") is None
        assert [entry.kind for entry in chain.entries()] == ["first", "write"][: 1 + written]
        assert not chain.intents()
        chain.commit("act-2", ME, changes, "f2")  # it had not died, it was only slow
        assert [entry.kind for entry in chain.entries()] == ["first", "write"]
        assert chain.noticed(ME, after, "f2") is None


def test_a_write_that_was_cut_off_before_it_began_is_not_entered_when_somebody_saved_the_ledger_since(ledger: Path) -> None:
    changes = [Change("Cases", "C-1", "Arrears", "n100", "n90"), Change("Payments", "P-1", "", "", row_text({"Payment ID": "sP-1"}))]
    typed = picture_of({"Cases": {"C-1": {**CASE, "Owner": "sMary"}}, "Payments": {}})
    with chain_of(ledger) as chain:
        chain.noticed(ME, FIRST, "f1")
        chain.intend("act-2", ME, changes, "f1")
        entry = chain.noticed(ME, typed, "f2")
        assert entry is not None
        assert list(chain.changes(entry)) == [Change("Cases", "C-1", "Owner", "", "sMary")]
        assert [one.kind for one in chain.entries()] == ["first", "hand"]


def test_what_was_typed_over_a_cut_off_write_is_a_hand_edit_of_its_own(ledger: Path) -> None:
    changes = [Change("Cases", "C-1", name, "", "n1") for name in ("Level", "Priority", "Arrears")]
    after = picture_of({"Cases": {"C-1": {"Case ID": "sC-1", "Level": "n1", "Priority": "n1", "Arrears": "n7"}}})
    with chain_of(ledger) as chain:
        chain.noticed(ME, FIRST, "f1")
        chain.intend("act-2", ME, changes, "f1")
        entry = chain.noticed(ME, after, "f2")
        assert entry is not None
        assert list(chain.changes(entry)) == [Change("Cases", "C-1", "Arrears", "n1", "n7")]


def test_a_refused_write_leaves_nothing(ledger: Path) -> None:
    with chain_of(ledger) as chain:
        chain.noticed(ME, FIRST, "f1")
        chain.intend("act-2", ME, [Change("Cases", "C-1", "Arrears", "n100", "n90")], "f1")
        chain.abandon("act-2")
        assert not chain.intents()
        assert len(chain.entries()) == 1


def test_entries_refuse_to_be_changed_or_deleted(ledger: Path) -> None:
    with chain_of(ledger) as chain:
        chain.noticed(ME, FIRST, "f1")
        for statement in ("UPDATE entries SET by = 'x'", "DELETE FROM entries"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                chain.db.execute(statement)


def test_another_ledgers_chain_is_not_used(ledger: Path) -> None:
    chain_of(ledger).db.close()
    with pytest.raises(Damaged, match="another ledger"):
        Chain.open(ledger, "L-2")


def test_looking_changes_no_byte_and_no_file(ledger: Path) -> None:
    with chain_of(ledger) as chain:
        chain.noticed(ME, FIRST, "f1")
    before = {file.name: file.read_bytes() for file in ledger.parent.iterdir()}
    with Chain.look(ledger, "L-1") as chain:
        assert chain.head() is not None
    assert {file.name: file.read_bytes() for file in ledger.parent.iterdir()} == before


cell = st.text('sn1\u4e00"', min_size=1, max_size=3)
row = st.dictionaries(st.sampled_from("abc"), cell, min_size=1, max_size=3)
rows = st.dictionaries(st.text("PC-123", min_size=1, max_size=3), row, max_size=6)
tables = st.fixed_dictionaries({"Cases": rows, "Payments": rows})
Tables = dict[str, dict[str, dict[str, str]]]


@settings(deadline=None)
@given(tables, tables)
def test_the_differences_lead_from_one_picture_to_the_other_and_back(one: Tables, two: Tables) -> None:
    with tempfile.TemporaryDirectory() as folder, chain_of(Path(folder) / "ledger.xlsm") as chain:
        chain.noticed(ME, picture_of(one), "f1")
        forward = chain.differences(picture_of(two))
        chain.commit("there", ME, forward, "f2")
        assert chain.differences(picture_of(two)) == []
        chain.commit("back", ME, [Change(c.sheet, c.key, c.column, c.new, c.old) for c in reversed(forward)], "f3")
        assert chain.differences(picture_of(one)) == []
        assert check(chain) == []


word = st.text(max_size=3)
of_cell = st.builds(Change, word, word, st.text(min_size=1, max_size=3), word, word, word)
of_row = st.builds(Change, word, word, st.just(""), row.map(row_text) | st.just(""), row.map(row_text) | st.just(""), word)


@given(st.lists(of_cell | of_row, max_size=4))
def test_lines_are_read_as_they_were_written(changes: list[Change]) -> None:
    assert list(lines_of(lines_text(changes))) == changes


@pytest.mark.parametrize(
    "text",
    [
        "no line", "5", "{}", "[]", '["Cases"]', '["Cases","C-1","Arrears","n1"]', '["Cases","C-1","Arrears","n1",5,""]', '["Cases","C-1","","","5",""]',
        '["Cases","C-1","","","{",""]', '["Cases","C-1","","{\\"Arrears\\":5}","",""]', '["Cases",["C-1"],"Arrears",["n1"],["n2"],[0]]',
        '[["R8"]]\n["Cases",["C-1"],"Arrears",["n1"],["n2"],[1]]', '["Cases",["C-1"],5,["n1"]]', '[["R8"]]\n["Cases",["C-1"],[],[0]]',
        '["Cases",0,"",["C-1"]]\n["Cases",0,"Arrears"]', '["Cases",0,"",["C-1"]]\n["Cases",0,"Arrears",[5]]',
        '["Cases",0,"",["C-1"]]\n["Cases",0,"Arrears",[]]',
    ],
)  # fmt: skip
def test_what_somebody_has_put_in_place_of_lines_is_told_as_such(ledger: Path, text: str) -> None:
    """Whatever stands there: an error that is caught, never another one."""
    with pytest.raises(ValueError, match=r"."):
        list(lines_of(text))
    with chain_of(ledger) as chain:
        chain.noticed(ME, FIRST, "f1")
        chain.intend("act-2", ME, [Change("Cases", "C-1", "Arrears", "n100", "n90")], "f1")
        chain.open_entries()
        chain.db.execute("UPDATE entries SET lines = ?", (packed(text),))
        chain.db.execute("UPDATE intents SET lines = ?", (packed(text),))
        chain.close_entries()
        with pytest.raises(Damaged):
            list(chain.changes(chain.entries()[0]))
        with pytest.raises(Damaged):
            chain.intents()


def cells_of(header: str, text: str) -> str:
    return f"UPDATE seen SET digest = 'x', cells = x'{packed(text).hex()}' WHERE header = '{header}'"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM seen WHERE header = ''",
        "UPDATE seen SET number = 3 WHERE header = ''",
        "UPDATE seen SET number = 1000000000 WHERE header = ''",
        cells_of("", '["Cases",0,"",[]]'),
        cells_of("", '["Cases",0,"",["C-1",5]]'),
        cells_of("Arrears", '["Cases",0,"Arrears",["n1","n2"]]'),
        cells_of("Arrears", '["Cases",0,"Arrears",[1]]'),
        cells_of("Arrears", '["Cases",0,"Arrears",["n1"'),
    ],
)
def test_rows_seen_last_that_somebody_has_broken_are_told_as_damaged(ledger: Path, statement: str) -> None:
    with chain_of(ledger) as chain:
        chain.noticed(ME, FIRST, "f1")
        chain.db.execute(statement)
        assert check(chain) != []
        with pytest.raises(Damaged):
            chain.row("Cases", "C-1")
        with pytest.raises(Damaged):
            chain.commit("act-2", ME, [Change("Cases", "C-1", "Arrears", "n100", "n90")], "f2")
        with pytest.raises(Damaged):
            chain.noticed(ME, picture_of({"Cases": {"C-1": {**CASE, "Arrears": "n90"}}}), "f2")
        assert chain.count() == 1
