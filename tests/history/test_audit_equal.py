"""The chain in its fast way and in the plainest one: the same rows, lines, digests and hashes, whatever stands in cells and names."""

from __future__ import annotations

import sqlite3
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyaddin.history import audit_blocks, audit_buckets, audit_held
from pyaddin.history.audit import Author, Chain, Change
from pyaddin.history.audit_blocks import block_cells, block_text
from pyaddin.history.audit_check import check
from pyaddin.history.audit_lines import ColumnLines, Lines, RowLines, Together, lines_of, packed, quoted_all, split_quoted, unpacked
from tests.history import plain

ME = Author("2026-11-23T08:30:00Z", "Mary Webb", "mary", "desk-1", "weekly", "W-2026-11-23")
TOGETHER = 2
"""Blocks of two rows, so that a handful of rows makes some."""
COLUMNS = ("Arrears", "Case ID", "ID", "Notes")
text = st.lists(st.sampled_from(list('sn19aZ\\"\t\n\x1f\x7f:,{}[]\u00a0\u4e00\ud800') + ['"ID":"s1"', "\u2028", '","']), max_size=6).map("".join)
cell = text.map(lambda rest: f"s{rest}") | st.sampled_from(["n1", "n19", "d2026-11-23", "b1", 's","ID":"n1', 's\\","ID":"n1'])
row = st.dictionaries(st.sampled_from(COLUMNS), cell, min_size=1)
name = st.sampled_from(["C-1", "C-2", "C-3", "C-3\x1f2", "C-10", "C-11", 'C"4', "C\\5", "#7", "案件-8", "\ud800"])
tables = st.fixed_dictionaries({"Cases": st.dictionaries(name, row), "Payments": st.dictionaries(name, row)})
Made = dict[str, dict[str, dict[str, str]]]
of_cell = st.builds(Change, st.sampled_from(["Cases", "Payments"]), name, st.sampled_from(COLUMNS), cell | st.just(""), cell | st.just(""), text)
of_row = st.builds(Change, st.sampled_from(["Cases", "Payments"]), name, st.just(""), st.just(""), row.map(plain.row_text) | st.just(""), text)
of_column = st.builds(
    lambda column, lines: ColumnLines("Cases", column, *([one[at] for one in lines] for at in range(4))),  # type: ignore[arg-type]
    st.sampled_from(COLUMNS),
    st.lists(st.tuples(name, cell | st.just(""), cell | st.just(""), text), max_size=5),
)
of_rows = st.builds(
    lambda rows, whys: RowLines("Payments", list(rows), {header: [row.get(header, "") for row in rows.values()] for header in COLUMNS}, whys[: len(rows)]),
    st.dictionaries(name, row, max_size=4),
    st.lists(text, min_size=4, max_size=4),
)
changes = st.lists(of_cell | of_row | of_column | of_rows, max_size=12)


@pytest.fixture(autouse=True, scope="module")
def _small_blocks() -> Iterator[None]:
    with patch.object(audit_blocks, "TOGETHER", TOGETHER), patch.object(audit_held, "TOGETHER", TOGETHER):
        yield


def as_it_stands(made: Made, change: Change | Together) -> Change | Together:
    """The line with the old value that stands there, as most lines have it."""
    rows = made.get(change.sheet, {})
    if isinstance(change, ColumnLines):
        olds = [rows.get(key, {}).get(change.column, "") for key in change.keys]
        return ColumnLines(change.sheet, change.column, change.keys, olds, change.news, change.whys)
    if isinstance(change, RowLines):
        return change
    row = rows.get(change.key, {})
    return change._replace(old=row.get(change.column, "") if change.column else plain.row_text(row))


@settings(max_examples=150, deadline=None)
@given(tables, changes, st.booleans(), tables)
def test_a_chain_is_the_same_to_the_hash_as_one_made_plainly(one: Made, told: list[Change | Together], fitting: bool, two: Made) -> None:
    """A first look, a write and a look that finds hand edits: rows seen last, states, lines and the chain's own check."""
    lines = Lines(as_it_stands(one, change) for change in told) if fitting else Lines(told)
    with tempfile.TemporaryDirectory() as folder, Chain.open(Path(folder) / "ledger.xlsm", "L-1", create=True) as chain:
        first = chain.noticed(ME, plain.picture(one), "f1")
        assert first is not None
        assert first.state == plain.state(one, TOGETHER)
        assert list(chain.changes(first)) == [Change(sheet, key, "", "", plain.row_text(row)) for sheet, rows in one.items() for key, row in rows.items()]
        chain.intend("act", ME, lines, "f1")
        assert next(iter(chain.intents().values()), (None, None, []))[2] == list(lines)
        head = chain.commit("act", ME, lines, "f2")
        after, done = plain.carried_out(one, lines)
        assert head is not None
        assert head.state == plain.state(after, TOGETHER)
        assert list(chain.changes(head)) == done if done else head.kind == "first"
        assert seen(chain.db) == plain.blocks(after, TOGETHER)
        found = chain.differences(plain.picture(two))
        assert set(found) == plain.differences(after, two)
        assert len(found) == len(set(found))
        chain.noticed(ME, plain.picture(two), "f3")
        head = chain.head()
        assert head is not None
        assert head.state == plain.state(two, TOGETHER)
        assert seen(chain.db) == plain.blocks(two, TOGETHER)
        assert all(chain.row(sheet, key) == row for sheet, rows in two.items() for key, row in rows.items())
        assert all(entry.hash == entry.sealed("L-1") for entry in chain.entries())
        assert check(chain) == []


@given(tables)
def test_differences_come_as_they_stand_on_the_sheet(made: Made) -> None:
    with tempfile.TemporaryDirectory() as folder, Chain.open(Path(folder) / "ledger.xlsm", "L-1", create=True) as chain:
        chain.noticed(ME, plain.picture({"Cases": {"C-1": {"ID": "s?"}}}), "f1")
        found = [change.key for change in chain.differences(plain.picture(made)) if change.sheet == "Cases" and change.new and not change.old]
        assert list(dict.fromkeys(found)) == [key for key, row in made["Cases"].items() if key in found]


@given(tables)
def test_the_state_of_earlier_versions_is_reckoned_as_they_did(made: Made) -> None:
    assert audit_buckets.state_of(plain.picture(made)) == plain.state_of_buckets(made)


@given(st.lists(text), name)
def test_a_block_is_read_as_it_was_written(cells: list[str], header: str) -> None:
    place = ("Cases", 3, header)
    assert block_text(place, cells) == plain.as_json(["Cases", 3, header, cells])
    assert block_cells(place, block_text(place, cells)) == cells
    assert split_quoted(quoted_all(cells)) == cells
    with pytest.raises(ValueError, match="not a block"):
        block_cells(("Cases", 4, header), block_text(place, cells))


def mentions(line: Change, sought: str) -> bool:
    """Whether the text stands in a line, or in the JSON of a row as it is spelled there."""
    value = sought if line.column else plain.as_json(sought)[1:-1]
    return any(value in part for part in (line.old, line.new)) or any(sought in part for part in (line.sheet, line.key, line.column, line.why))


@given(st.lists(of_cell | of_row | of_column | of_rows, max_size=6), text)
def test_lines_that_mention_a_text_are_found(told: list[Change | Together], sought: str) -> None:
    lines = Lines(told)
    written = unpacked(lines.content.packed)
    assert list(lines_of(written)) == list(lines)
    assert list(lines_of(written, sought)) == [line for line in lines if mentions(line, sought)]


@pytest.mark.parametrize("case", ["A\\12", 'A"12', "A 12"])
def test_a_new_row_that_mentions_a_case_is_found_whatever_its_id(case: str) -> None:
    row = {"Payment ID": "sP-1", "Case ID": f"s{case}"}
    single = Change("Payments", "P-1", "", "", plain.row_text(row))
    beside = RowLines("Payments", ["P-1"], {header: [cell] for header, cell in row.items()}, [""])
    for told in (single, beside):
        assert list(lines_of(unpacked(Lines([told]).content.packed), case)) == [single]


@given(text)
def test_what_is_packed_is_a_zlib_stream_and_older_ones_are_unpacked(words: str) -> None:
    data = words.encode("utf-8", "surrogatepass")
    assert zlib.decompress(packed(words)) == data
    assert unpacked(zlib.compress(data, 3)) == words


def seen(db: sqlite3.Connection) -> Mapping[plain.Place, str]:
    """The rows seen last as they lie in the file, each block with the digest that stands beside it."""
    found = {
        (sheet, number, header): (digest, zlib.decompress(data).decode("utf-8", "surrogatepass"))
        for sheet, number, header, digest, data in db.execute("SELECT sheet, number, header, digest, cells FROM seen")
    }
    assert all(digest == plain.digest(block) for digest, block in found.values())
    return {place: block for place, (_, block) in found.items()}
