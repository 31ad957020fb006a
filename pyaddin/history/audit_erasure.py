"""One debtor's data in the audit chain: read out, and erased in a way that the chain still verifies.

What is erased is the content of lines; the entries with who, when, task, count and hashes stay. The last entry, of kind ``erased``, is sealed like every other
and says for each entry that lost content which digest its lines had and have now: an entry whose lines were changed in any other way is found as before.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from pyaddin.history.audit import Chain
from pyaddin.history.audit_lines import Author, Change, Entry, dense, lines_of, lines_text, packed, sha256

KIND = "erased"
Redact = Callable[[Change], Change]
"""A line as it may stay."""


def lines_about(chain: Chain, mine: Callable[[Change], bool]) -> Iterator[tuple[Entry, Change]]:
    """Every line of every entry that is about the debtor."""
    for entry in chain.entries():
        for change in chain.changes(entry):
            if mine(change):
                yield entry, change


def erase(chain: Chain, author: Author, redact: Redact, why: str) -> int:
    """Rewrites the lines that ``redact`` changes and enters that it was done. Returns the number of entries that lost content; 0 enters nothing."""
    chain.db.execute("PRAGMA secure_delete = ON")
    with chain.commit_together():
        vouched: list[Change] = []
        chain.open_entries()
        for entry in chain.entries():
            before = chain.text(entry.seq)
            lines = list(lines_of(before))
            left = list(map(redact, lines))
            if left != lines:
                text = lines_text(left)
                chain.db.execute("UPDATE entries SET lines = ? WHERE seq = ?", (packed(text), entry.seq))
                vouched.append(Change("", str(entry.seq), "", sha256(before), sha256(text), why))
        chain.close_entries()
        if vouched:
            chain.append(KIND, sha256(f"{KIND}\n{author.at}\n{len(vouched)}")[:20], author, vouched)
    chain.db.execute("VACUUM")
    return len(vouched)


Stays = Callable[[str, str], bool]
"""Whether this text of this column may stay: it names nobody, or was erased already."""


def without(change: Change, private: frozenset[str], stays: Stays) -> Change:
    """A line of the debtor without personal text: a cell of a private column loses its values, a row those cells."""
    if not change.column:
        return change._replace(old=_row(change.old, private, stays), new=_row(change.new, private, stays), why="")
    if change.column not in private:
        return change._replace(why="")
    old, new = (value if stays(change.column, value) else "" for value in (change.old, change.new))
    return change._replace(old=old, new=new, why="")


def _row(text: str, private: frozenset[str], stays: Stays) -> str:
    if not text:
        return text
    return dense({name: cell for name, cell in json.loads(text).items() if name not in private or stays(name, cell)})
