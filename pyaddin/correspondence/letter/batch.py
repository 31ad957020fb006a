"""Many letters at once: one file for the printer, an archive copy of each, and a manifest that says which is which.

The letters are set in chunks by child processes (``chunk``), so memory stays that of one chunk. A letter that cannot be printed is listed with its
reason, the rest goes on. Whoever stops the run keeps the chunks that are done.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf

from pyaddin.correspondence.letter.sheet import Sheet
from pyaddin.errors import Stop
from pyaddin.records import dataclass

CHUNK = 100
PRINT_FILE = "print.pdf"
ARCHIVE = "archive"
MANIFEST = "manifest"
_ROOT = Path(__file__).resolve().parents[3]
_COLUMNS = ("sequence", "case_id", "contact_ids", "keys", "kind", "level", "language", "first_page", "pages", "file", "sha256", "wording", "wording_sha256")
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


@dataclass(frozen=True, slots=True)
class Item:
    """One letter to print: its page, and what the manifest says of it. ``keys`` are outbox keys, ``contact_ids`` the task rows that it settles."""

    sheet: Sheet
    case_id: str
    contact_ids: tuple[str, ...]
    keys: tuple[str, ...]
    kind: str
    level: int
    wording: str
    wording_sha256: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A letter of the print run, as the manifest lists it. ``first_page`` counts the pages of the print file, ``file`` is the archive copy."""

    sequence: int
    case_id: str
    contact_ids: tuple[str, ...]
    keys: tuple[str, ...]
    kind: str
    level: int
    language: str
    first_page: int
    pages: int
    file: str
    sha256: str
    wording: str
    wording_sha256: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A letter that could not be printed, and what to do about it."""

    case_id: str
    found: str
    advice: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What was printed. ``pages`` of the print file, blank backs included; ``stopped``: somebody ended the run before the last chunk."""

    copies: tuple[Copy, ...]
    refused: tuple[Refused, ...]
    pages: int
    stopped: bool


@dataclass(slots=True)
class _Printed:
    """The run so far."""

    copies: list[Copy]
    refused: list[Refused]
    parts: list[Path]
    pages: int = 0
    stopped: bool = False


def print_all(
    items: Sequence[Item],
    folder: Path,
    *,
    on: date,
    duplex: bool,
    progress: Callable[[int, int, str], None],
    chunk: int = CHUNK,
) -> Batch:
    """Print the letters into ``folder``: ``print.pdf``, ``archive/L-0001.pdf`` and so on. The caller writes the manifest once the run stands.

    ``duplex`` begins every letter on a front page. ``progress`` is told after each chunk and may raise ``KeyboardInterrupt`` to stop.
    Raises ``Stop``: X-LAYOUT, X-WRITE, X-INTERNAL when a child process dies.
    """
    archive = folder / ARCHIVE
    archive.mkdir(parents=True, exist_ok=True)
    done = _Printed([], [], [])
    for start in range(0, len(items), chunk):
        try:
            progress(start, len(items), "printing")
            _chunk(items[start : start + chunk], start, archive, done, on, duplex)
        except KeyboardInterrupt:
            done.stopped = True
            break
    pages = _join(done.parts, folder / PRINT_FILE, duplex=duplex) if done.parts else 0
    for part in done.parts:
        part.unlink()
    return Batch(tuple(done.copies), tuple(done.refused), pages, done.stopped)


def _chunk(items: Sequence[Item], start: int, archive: Path, done: _Printed, on: date, duplex: bool) -> None:
    part = f"part-{start:06d}.pdf"
    names = [f"L-{start + number:04d}.pdf" for number in range(1, len(items) + 1)]
    job = {
        "on": on.isoformat(),
        "duplex": duplex,
        "part": part,
        "letters": [{"file": name, "data": item.sheet.data} for name, item in zip(names, items, strict=True)],
    }
    answer = _child(job, archive)
    page = done.pages + 1
    for number, (name, item, told) in enumerate(zip(names, items, answer["letters"], strict=True), start=start + 1):
        if "found" in told:
            done.refused.append(Refused(item.case_id, str(told["found"]), str(told["advice"])))
            continue
        done.copies.append(
            Copy(
                number, item.case_id, item.contact_ids, item.keys, item.kind, item.level, str(item.sheet.data["lang"]), page, int(told["pages"]),
                f"{ARCHIVE}/{name}", str(told["sha256"]), item.wording, item.wording_sha256,
            )
        )  # fmt: skip
        page += int(told["pages"])
        page += duplex and page % 2 == 0
    if answer["pages"]:
        done.parts.append(archive / part)
    done.pages = page - 1


def _child(job: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """The chunk set by a process of its own. Ctrl-C at the terminal ends it, too."""
    paths = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH", ""))))
    ended = subprocess.run(
        [sys.executable, "-m", "pyaddin.correspondence.letter.chunk", str(folder)],
        input=json.dumps(job, ensure_ascii=False).encode("utf-8"),
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": paths},
        creationflags=_NO_WINDOW,
    )
    try:
        answer: dict[str, Any] = json.loads(ended.stdout.decode("utf-8"))
    except ValueError:
        last = ended.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or [f"ended with {ended.returncode}"]
        raise Stop("X-INTERNAL", f"the process that sets letters: {last[0][:200]}") from None
    if "stop" in answer:
        raise Stop(*answer["stop"])
    return answer


def _join(parts: Sequence[Path], target: Path, *, duplex: bool) -> int:
    """The parts as one file, and its number of pages; each part begins on a front page where that is asked for."""
    with ExitStack() as open_files:
        joined = open_files.enter_context(pikepdf.new())
        for number, part in enumerate(parts):
            pages = open_files.enter_context(pikepdf.open(part)).pages
            if number and duplex and len(joined.pages) % 2:
                width, height = (float(edge) for edge in joined.pages[-1].mediabox[2:])
                joined.add_blank_page(page_size=(width, height))
            joined.pages.extend(pages)
        joined.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        return len(joined.pages)


def _safe(text: str) -> str:
    """A cell of a CSV file that Excel takes for text."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def write_manifest(batch: Batch, folder: Path, facts: Mapping[str, object]) -> None:
    """``manifest.json`` with the facts of the run and every copy, ``manifest.csv`` with the copies for the eye."""
    data = {**facts, "pages": batch.pages, "letters": [asdict(copy) for copy in batch.copies], "refused": [asdict(item) for item in batch.refused]}
    (folder / f"{MANIFEST}.json").write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    with (folder / f"{MANIFEST}.csv").open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(_COLUMNS)
        for copy in batch.copies:
            cells = asdict(copy)
            writer.writerow([_safe(" ".join(cells[name]) if isinstance(cells[name], tuple) else str(cells[name])) for name in _COLUMNS])
