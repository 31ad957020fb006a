"""An archive that is killed (SIGKILL) at a file it opens to write, renames or removes, and counted over afterwards from the sheets of both ledgers."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections import Counter
from pathlib import Path

from pyaddin.ledger.closed import ClosedBook
from tests.stories.desk import Office
from tests.stories.killing import in_child
from tests.stories.outgrown import BY, outgrown

OF_A_CASE = ("Cases", "Installments", "Payments", "Contacts", "Moves", "Holds")
_WRITES = os.O_WRONLY | os.O_RDWR
_STEPS = ("os.rename", "os.remove", "os.mkdir", "os.link", "sqlite3.connect")
Rows = Counter[tuple[str, ...]]


class KilledArchive:
    """One office, put back as it was before each archive: journals know the folder in which they lie."""

    def __init__(self, folder: Path) -> None:
        self.office = outgrown(Office(folder / "office"))
        self.saved = folder / "saved"
        shutil.copytree(self.office.path.parent, self.saved)
        self.before = self.rows(self.office.path)
        self.steps = self._count()

    @property
    def year(self) -> Path:
        return self.office.path.with_name("ledger-2025.xlsm")

    def put_back(self) -> None:
        """Each file with its old content; the journal stays the very file that this machine knows."""
        folder = self.office.path.parent
        kept = {file.relative_to(self.saved): file for file in self.saved.rglob("*") if file.is_file()}
        for file in list(folder.rglob("*")):
            if file.is_file() and file.relative_to(folder) not in kept:
                file.unlink()
        for name, file in kept.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(file.read_bytes())

    def archive(self) -> int:
        return self.office.run("archive", "--as-of", "2026-10-12", *BY).code

    def killed_at(self, step: int) -> int:
        """The archive in a process that kills itself at this step; its exit code (-9 when it was killed)."""
        return in_child(lambda: _until(step, self.archive))

    def _count(self) -> int:
        """The steps of an archive that nobody kills: a pipe tells how many there were."""
        reading, writing = os.pipe()
        assert in_child(lambda: _counted(writing, self.archive)) == 0
        os.close(writing)
        steps = int(os.read(reading, 20))
        os.close(reading)
        self.put_back()
        return steps

    def rows(self, path: Path) -> Rows:
        """Every row of a case as texts, without what the program computes: that may be computed anew."""
        raw = ClosedBook(path).read()
        return Counter(
            (name, *(f"{key}={cell}" for key, cell in sorted(cells.items()) if cell is not None and not _formula(cell)))
            for name in OF_A_CASE for _, cells in raw.tables[name].rows
        )  # fmt: skip

    def lost(self) -> list[tuple[str, ...]]:
        """Rows of before that stand in neither ledger."""
        there = self.rows(self.office.path) | (self.rows(self.year) if self.year.exists() and _whole(self.year) else Counter())
        return sorted((self.before - there).elements())

    def judged(self) -> list[str]:
        """What is wrong after an archive that came to its end; empty = each row stands in one ledger, once, and both verify."""
        here, there = self.rows(self.office.path), self.rows(self.year)
        wrong = [f"twice: {row}" for row in (here & there).elements()]
        wrong += [f"lost: {row}" for row in (self.before - (here + there)).elements()]
        wrong += [f"new: {row}" for row in ((here + there) - self.before).elements()]
        cases = [sum(1 for row in rows if row[0] == "Cases") for rows in (here, there)]
        wrong += [] if cases == [3, 2] else [f"cases {cases}"]
        wrong += [f"{path.name} does not verify" for path in (self.office.path, self.year) if not Office(path.parent, path.name).clean()]
        return wrong


def _formula(cell: object) -> bool:
    return type(cell).__name__ in ("Formula", "CellError")


def _whole(path: Path) -> bool:
    """Whether the file can be read as a ledger; one that was being made may not be."""
    try:
        ClosedBook(path).read()
    except Exception:
        return False
    return True


def _is_step(event: str, words: tuple[object, ...]) -> bool:
    if event == "open":
        return isinstance(words[2], int) and bool(words[2] & _WRITES) and "pytest-" in str(words[0])
    return event in _STEPS


def _until(step: int, work: object) -> int:
    seen = 0

    def hook(event: str, words: tuple[object, ...]) -> None:
        nonlocal seen
        if _is_step(event, words):
            seen += 1
            if seen == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    assert callable(work)
    return int(work())


def _counted(writing: int, work: object) -> int:
    seen = 0

    def hook(event: str, words: tuple[object, ...]) -> None:
        nonlocal seen
        seen += _is_step(event, words)

    sys.addaudithook(hook)
    assert callable(work)
    code = int(work())
    os.write(writing, str(seen).encode())
    return code
