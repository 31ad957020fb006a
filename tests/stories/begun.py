"""How an office came to where a test takes it up: the same runs and typing are gone through once, and put back for every later test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

from tests.ledger.made import FOLDER
from tests.stories.desk import Office

Begin = Callable[[Path], Office]
_left: dict[str, tuple[str, date, int]] = {}
"""Per beginning that this worker has gone through: which file is the ledger, and the office's clock."""


def once(begin: Begin) -> Office:
    """The office that ``begin`` makes in a folder: made for the first test of this worker, and put back into the same folder for the others.

    With it come all files beside the ledger (journal, outbox, backups, letters) and the office's clock. The journal is the very same file on the
    disk, whatever a test did to it: one that finds itself to be another file lets nothing leave.
    """
    name = f"{begin.__module__}.{begin.__qualname__}"
    own = Path(os.environ[FOLDER], f"{name}.{os.getpid()}")
    folder, kept, journal = own / "desk", own / "kept", own / "journal"
    if name not in _left:
        folder.mkdir(parents=True)
        office = begin(folder)
        shutil.copytree(folder, kept)
        journal.hardlink_to(office.journal)
        _left[name] = str(office.path.relative_to(folder)), office._today, office._seconds
        return office
    ledger, today, seconds = _left[name]
    shutil.rmtree(folder)
    shutil.copytree(kept, folder)
    office = Office((folder / ledger).parent, Path(ledger).name)
    office._today, office._seconds = today, seconds
    shutil.copyfile(office.journal, journal)
    office.journal.unlink()
    office.journal.hardlink_to(journal)
    return office
