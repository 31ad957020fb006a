"""A new ledger: empty, or with a sample portfolio to try everything on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pyaddin.build.sample import sample_rows, sample_settings
from pyaddin.build.workbook import write_workbook
from pyaddin.correspondence.journal import journal_path
from pyaddin.correspondence.outbox import Outbox
from pyaddin.errors import Stop
from pyaddin.history.audit_file import audit_path
from pyaddin.history.store import snapshots_path
from pyaddin.ledger.book import Value
from pyaddin.settings import BY_NAME
from pyaddin.tasks.outcome import Outcome

SUFFIX = ".xlsm"
SAMPLE_MAKER = "sample"


def run(path: Path, *, sample: int | None, seed: int, language: str, as_of: date | None, now: Callable[[], datetime]) -> Outcome:
    """Writes the ledger and its outbox journal; a sample's history of sent messages is known to the journal from the start.

    Raises ``Stop``: X-EXISTS (``require_free``), X-OPTION for another suffix than .xlsm, X-WRITE.
    """
    if path.suffix.lower() != SUFFIX:
        raise Stop("X-OPTION", path.name, advice=f"A ledger is a {SUFFIX} file; give it that ending.")
    require_free(path)
    day = as_of or now().astimezone(ZoneInfo(BY_NAME["time_zone"].default)).date()
    rows = sample_rows(sample, seed, day, language) if sample else {}
    values: dict[str, Value] = sample_settings(day, language) if sample else {"ledger_language": language}
    ledger_id = _ledger_id(path, seed, sample or 0, day, now())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_workbook(path, rows, ledger_id=ledger_id, language=language, settings=values)
    except OSError as error:
        raise Stop("X-WRITE", f"{path.name}: {error.strerror}") from error
    try:
        Outbox.create(path, ledger_id, at=now())
    except Stop:
        path.unlink(missing_ok=True)  # a ledger without its journal would send nothing
        raise
    keys = {str(row["Key"]): str(row["Case ID"]) for row in rows.get("Contacts", ()) if row.get("Key") and row["Result"] != "queued"}
    if keys:
        with Outbox.open(path, ledger_id, ledger_keys=(), ledger_runs=(), now=now, create=True) as box:
            box.adopt(keys, [str(row["Run ID"]) for row in rows.get("Runs", ())], SAMPLE_MAKER, "sent")
    return Outcome("new", {"path": str(path), "cases": len(rows.get("Cases", ())), "ledger_id": ledger_id, "as_of": day.isoformat()})


def require_free(path: Path) -> None:
    """Raises ``Stop`` X-EXISTS when the file is there, or what an earlier ledger of that name has left beside it: the new one would take it for its own."""
    for target in (path, journal_path(path), audit_path(path), snapshots_path(path)):
        if target.exists():
            raise Stop("X-EXISTS", target.name)


def _ledger_id(path: Path, seed: int, sample: int, day: date, at: datetime) -> str:
    """An id of its own for each ledger; a sample's is fixed by how it was asked for, so that it can be made again."""
    text = f"sample|{sample}|{seed}|{day}" if sample else f"{path.absolute()}|{at.isoformat()}"
    return hashlib.sha256(text.encode()).hexdigest()[:24]
