"""The form in which earlier versions kept the rows seen last: row by row, in buckets by key. Such a file is taken over when it is first opened.

Their entries go on in the chain as they were sealed; only the state that they tell was reckoned over buckets.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Mapping

from pyaddin.history.audit_blocks import TABLE, kept_of, put
from pyaddin.history.audit_lines import dense, encoded, quoted, sha256, unpacked
from pyaddin.history.audit_rows import Picture, cells, picture_of
from pyaddin.sqlite_file import together

_BUCKETS = 64


def state_of(picture: Picture) -> str:
    """One text for the whole ledger, as earlier versions reckoned it."""
    held: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for sheet, rows in picture.items():
        for name, text in zip(rows.names, rows.texts(range(len(rows.names))), strict=True):
            held[(sheet, zlib.crc32(encoded(name)) % _BUCKETS)].append(f"{quoted(name)}\t{text}")
    return sha256(dense([[sheet, bucket, sha256("\n".join(sorted(lines)))] for (sheet, bucket), lines in sorted(held.items())]))


def bucket_rows(text: str) -> Mapping[str, Mapping[str, str]]:
    """The rows of a bucket: a line for each, its name and its filled cells."""
    pairs = [line.partition("\t") for line in text.split("\n")] if text else []
    return {json.loads(name): cells(row) for name, _, row in pairs}


def take_over(db: sqlite3.Connection, version: int) -> None:
    """Bring a file with buckets into the form of now, all of it or nothing; what is sealed stays as it is. Raises ``ValueError`` for rows that cannot be read.

    Rows that somebody changed in the file are taken over as they are: ``audit_check`` finds that the entries do not lead to them.
    """
    with together(db):
        if db.execute("SELECT value FROM meta WHERE name = 'version'").fetchone()[0] == "1":  # another program may have been quicker
            tables: defaultdict[str, dict[str, Mapping[str, str]]] = defaultdict(dict)
            for sheet, data in db.execute("SELECT sheet, rows FROM seen ORDER BY sheet, bucket"):
                tables[sheet].update(bucket_rows(unpacked(data)))
            db.execute("DROP TABLE seen")
            db.execute(TABLE)
            put(db, kept_of(picture_of(tables)))
            db.execute("UPDATE meta SET value = ? WHERE name = 'version'", (str(version),))
