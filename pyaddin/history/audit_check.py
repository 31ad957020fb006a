"""Does the audit chain hold together? Each entry's content, the link to the one before, the rows seen last, and the protection of the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pyaddin.history import audit_buckets
from pyaddin.history.audit import Chain, Damaged, Entry
from pyaddin.history.audit_blocks import digests_of, is_of_blocks, state_of
from pyaddin.history.audit_file import TRIGGERS
from pyaddin.history.audit_lines import NOTHING_BEFORE, sha256
from pyaddin.history.audit_replay import known_at
from pyaddin.history.audit_rows import picture_of
from pyaddin.records import dataclass


@dataclass(frozen=True, slots=True)
class Broken:
    """One thing that is wrong. ``kind``: changed, exchanged, missing, replaced, cut, rewritten, rows, open (no triggers), damaged, unfinished."""

    kind: str
    found: str


def check(chain: Chain) -> list[Broken]:
    """Everything in the file alone that is not as the program leaves it. Raises ``Damaged`` when it cannot be read at all."""
    found = [*_protection(chain), *_links(chain), *_seen(chain)]
    found += [Broken("unfinished", f"{author.task} {author.at}") for author, _, _ in chain.intents().values()]
    return found


def check_heads(chain: Chain, known: Mapping[int, str]) -> list[Broken]:
    """Heads that were written down elsewhere (number -> hash, or its beginning) against the chain; those of an earlier chain are passed over."""
    head, first = chain.head(), chain.first()
    last = head.seq if head else 0
    entries = {entry.seq: entry.hash for entry in chain.entries()}
    beyond = [seq for seq in known if seq > last and seq >= first]
    found = [Broken("cut", f"{last} < {max(beyond)}")] if beyond else []
    other = [seq for seq in sorted(known) if seq in entries and not entries[seq].startswith(known[seq])]
    return found + [Broken("rewritten", f"{seq}: {entries[seq][:16]}, {known[seq][:16]}") for seq in other]


def _protection(chain: Chain) -> list[Broken]:
    names = {row[0] for row in chain.db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    missing = sorted(TRIGGERS - names)
    return [Broken("open", ", ".join(missing))] if missing else []


def _links(chain: Chain) -> list[Broken]:
    """Each entry is what was sealed, and follows the one before."""
    found: list[Broken] = []
    changed: list[Entry] = []
    before: Entry | None = None
    for entry in chain.entries():
        expected = before.seq + 1 if before else chain.first()
        if entry.seq != expected:
            found.append(Broken("missing", f"{expected}" if entry.seq == expected + 1 else f"{expected}-{entry.seq - 1}"))
        elif entry.prev != (before.hash if before else NOTHING_BEFORE):
            found.append(Broken("replaced", f"{entry.seq - 1}"))
        if entry.hash != entry.sealed(chain.ledger_id) or not _is_whole(chain, entry):
            changed.append(entry)
        before = entry
    return found + _named(changed, chain.ledger_id)


def _is_whole(chain: Chain, entry: Entry) -> bool:
    try:
        return sha256(chain.text(entry.seq)) == chain.digest(entry)
    except ValueError:
        return False


def _named(changed: Iterable[Entry], ledger_id: str) -> list[Broken]:
    """Entries that are not what was sealed; two that only stand in each other's place are named as such."""
    left = list(changed)
    found: list[Broken] = []
    while left:
        entry = left.pop(0)
        other = next((one for one in left if _sealed_as(entry, one, ledger_id) and _sealed_as(one, entry, ledger_id)), None)
        if other is not None:
            left.remove(other)
            found.append(Broken("exchanged", f"{entry.seq}, {other.seq}"))
        else:
            found.append(Broken("changed", f"{entry.seq}: {entry.author.at} {entry.author.task}"))
    return found


def _sealed_as(entry: Entry, other: Entry, ledger_id: str) -> bool:
    return replace(entry, seq=other.seq).sealed(ledger_id) == entry.hash


def _seen(chain: Chain) -> list[Broken]:
    """The rows seen last are those to which the entries lead, and the last entry says so."""
    head, digests = chain.head(), chain.digests()
    if head is None:
        return []
    try:
        wrong = {place[0] for place, digest in digests.items() if sha256(chain.block(place)) != digest}
        known = picture_of(known_at(chain).tables)
    except Damaged as damage:
        return [Broken("damaged", str(damage))]
    led = digests_of(known)
    wrong |= {place[0] for place in led.keys() | digests.keys() if led.get(place) != digests.get(place)}
    state = state_of(digests) if is_of_blocks(head.state) else audit_buckets.state_of(known)
    if wrong or state != head.state:
        return [Broken("rows", ", ".join(sorted(wrong)) or f"{head.seq}")]
    return []
