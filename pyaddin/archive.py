"""Yearly ledgers: what makes a ledger an archive for good, where it lies, and that nothing is ever sent from it. Plain data for every room.

A ledger is an archive by its id, which stands in the file and names the ledger that its cases came from (``archive-<origin>-<own>``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

PREFIX = "archive-"
IDS_KEY = "archived_ids"
"""The setting in which a ledger keeps the largest ids that ever stood in it before rows left: no number is given twice."""
_OFF = ("smtp_host", "imap_host")
_IDS = re.compile(r"([A-Z])-(\d{1,9})")


def _of(origin_id: str) -> str:
    return PREFIX + sha256(origin_id.encode()).hexdigest()[:12] + "-"


def new_id(origin_id: str, path: Path, at: str) -> str:
    """The id of a new archive of this ledger."""
    return _of(origin_id) + sha256(f"{path.absolute()}|{at}".encode()).hexdigest()[:12]


def is_archive(ledger_id: str) -> bool:
    """Whether this ledger holds archived cases."""
    return ledger_id.startswith(PREFIX)


def is_archive_of(ledger_id: str, origin_id: str) -> bool:
    """Whether its cases came from that ledger."""
    return ledger_id.startswith(_of(origin_id))


def yearly_path(ledger: Path, year: int) -> Path:
    """``ledger-2025.xlsm`` beside ``ledger.xlsm``."""
    return ledger.with_name(f"{ledger.stem}-{year}{ledger.suffix}")


def yearly_files(ledger: Path) -> list[Path]:
    """The yearly ledgers that lie beside it, by year."""
    return sorted(file for file in ledger.parent.glob("*" + ledger.suffix) if re.fullmatch(re.escape(ledger.stem) + r"-\d{4}", file.stem))


def overridden(values: Mapping[str, object]) -> dict[str, object]:
    """The settings of an archive: no way out, whatever is typed."""
    return {**values, "transport": "folder", **{key: None for key in _OFF if key in values}}


def last_ids(text: object) -> dict[str, int]:
    """Prefix of a table -> largest number that was ever given, from the setting ``archived_ids``."""
    return {prefix: int(number) for prefix, number in _IDS.findall(str(text or ""))}
