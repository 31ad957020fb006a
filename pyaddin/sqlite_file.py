"""A file of SQLite beside a ledger: how it is opened where it lies, and changes that are made together or not at all. For every room that keeps one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from urllib.parse import quote


def address(path: PurePath, mode: str) -> str:
    """An absolute path as SQLite opens it. A share keeps four slashes: ``Path.as_uri`` would make its server an authority, which SQLite refuses."""
    return f"file://{quote('/' + path.as_posix().removeprefix('/'), safe='/:')}?mode={mode}"


@contextmanager
def together(db: sqlite3.Connection) -> Iterator[None]:
    """All that happens inside is recorded together, and durable, when the block ends; or not at all. Nobody else writes meanwhile."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
