"""The chain in its fast way and in the plainest one: the same rows, lines, digests and hashes, whatever stands in cells and names."""

from __future__ import annotations

import sqlite3
import tempfile
import zlib
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pyaddin.history.audit import Author, Chain, Change
from pyaddin.history.audit_check import check
from pyaddin.history.audit_entering import entered
from pyaddin.history.audit_lines import added, lines_text, packed, unpacked
from pyaddin.history.audit_rows import Picture, bucket_rows, bucket_text, buckets
from tests.history import plain

ME = Author("2026-11-23T08:30:00Z", "Mary Webb", "mary", "desk-1", "weekly", "W-2026-11-23")
COLUMNS = ("Arrears", "Case ID", "ID", "Notes")
text = st.lists(st.sampled_from(list('sn19aZ\\"\t\n\x1f:,{}\u00a0\u4e00\ud800') + ['"ID":"s1"', "\u2028"]), max_size=6).map("".join)
cell = text.map(lambda rest: f"s{rest}") | st.sampled_from(["n1", "n19", "d2026-11-23", "b1", 's","ID":"n1', 's\\","ID":"n1'])
row = st.dictionaries(st.sampled_from(COLUMNS), cell, min_size=1).map(plain.row_text)
name = st.sampled_from(["C-1", "C-2", "C-3", "C-3\x1f2", 'C"4', "C\\5", "#7", "案件-8", "\ud800"])
pictures = st.fixed_dictionaries({"Cases": st.dictionaries(name, row), "Payments": st.dictionaries(name, row)})
of_cell = st.builds(Change, st.sampled_from(["Cases", "Payments"]), name, st.sampled_from(COLUMNS), cell | st.just(""), cell | st.just(""), text)
of_row = st.builds(Change, st.sampled_from(["Cases", "Payments"]), name, st.just(""), st.just(""), row | st.just(""), text)
changes = st.lists(of_cell | of_row, max_size=12)


@given(pictures, st.lists(st.tuples(name, st.sampled_from(COLUMNS), cell | st.just("")), max_size=6), changes)
def test_lines_carried_out_lead_to_the_same_rows_and_the_same_lines(
    picture: dict[str, dict[str, str]], seen: list[tuple[str, str, str]], more: list[Change]
) -> None:
    """Most lines name the old value that stands there; some do not."""
    known = [Change("Cases", key, column, plain_cell(picture, key, column), new) for key, column, new in seen] + more
    held: dict[plain.Place, dict[str, str]] = {plain.place_of(c.sheet, c.key): {} for c in known} | buckets(picture)
    done = entered(known, held)
    after, lines = plain.carried_out(picture, known)
    assert done == lines
    assert {place: bucket_text(rows) for place, rows in held.items() if rows} == plain.bucket_texts(after)


def plain_cell(picture: Picture, key: str, column: str) -> str:
    rows = plain.carried_out(picture, [Change("Cases", key, column, "", "s?")])[1]
    return rows[0].old if rows else "s?"


@given(pictures)
def test_the_lines_of_a_first_look_are_those_of_each_row(picture: dict[str, dict[str, str]]) -> None:
    lines = [Change(sheet, key, "", "", row) for sheet, rows in picture.items() for key, row in rows.items()]
    content = added(picture)
    assert unpacked(content.packed) == lines_text(lines) == plain.lines_text(lines)
    assert (content.count, content.digest) == (len(lines), plain.digest(plain.lines_text(lines)))


@given(pictures)
def test_a_bucket_is_read_as_it_was_written(picture: dict[str, dict[str, str]]) -> None:
    for place, rows in buckets(picture).items():
        assert bucket_text(rows) == plain.bucket_texts(picture)[place]
        assert bucket_rows(bucket_text(rows)) == rows


@given(text)
def test_what_is_packed_is_a_zlib_stream_and_older_ones_are_unpacked(words: str) -> None:
    data = words.encode("utf-8", "surrogatepass")
    assert zlib.decompress(packed(words)) == data
    assert unpacked(zlib.compress(data, 3)) == words


@settings(max_examples=25, deadline=None)
@given(pictures, changes, pictures)
def test_a_chain_is_the_same_to_the_hash_as_one_made_plainly(one: dict[str, dict[str, str]], lines: list[Change], two: dict[str, dict[str, str]]) -> None:
    """A first look, a write and a look that finds hand edits: rows seen last, states, lines and the chain's own check."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "ledger.xlsm"
        with Chain.open(ledger, "L-1", create=True) as chain:
            first = chain.noticed(ME, one, "f1")
            assert first is not None
            assert first.state == plain.state(one)
            chain.intend("act", ME, lines, "f1")
            chain.commit("act", ME, lines, "f2")
            after, done = plain.carried_out(one, lines)
            head = chain.head()
            assert head is not None
            assert head.state == plain.state(after)
            if done:
                assert (head.count, head.digest, chain.text(head.seq)) == (len(done), plain.digest(plain.lines_text(done)), plain.lines_text(done))
            assert seen(chain.db) == plain.bucket_texts(after)
            chain.noticed(ME, two, "f3")
            head = chain.head()
            assert head is not None
            assert head.state == plain.state(two)
            assert seen(chain.db) == plain.bucket_texts(two)
            assert all(entry.hash == entry.sealed("L-1") for entry in chain.entries())
            assert check(chain) == []


def seen(db: sqlite3.Connection) -> dict[plain.Place, str]:
    """The rows seen last as they lie in the file, each with the digest that stands beside it."""
    found = {
        (sheet, number): (digest, zlib.decompress(data).decode("utf-8", "surrogatepass")) for sheet, number, digest, data in db.execute("SELECT * FROM seen")
    }
    assert all(digest == plain.digest(text) for digest, text in found.values())
    return {place: text for place, (_, text) in found.items()}
