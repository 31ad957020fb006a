"""One chunk of a print run, in a process of its own: the press keeps what it has set in memory, and a process that ends gives it back.

``python -m pyaddin.correspondence.letter.chunk FOLDER`` reads a job from standard input and answers on standard output, both JSON. Each letter is set
alone first (its archive copy, tagged PDF/A); the good ones together are the chunk's part of the print file, untagged and with fonts shared.
"""

from __future__ import annotations

import hashlib
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from pyaddin.correspondence.letter import press
from pyaddin.correspondence.letter.press import Unprintable
from pyaddin.correspondence.letter.sheet import LAYOUT, Sheet, document
from pyaddin.errors import Stop


def run(job: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Set the letters of ``job``: ``{on, duplex, part, letters: [{file, data}]}``.

    The answer has for each letter ``{pages, sha256}`` or ``{found, advice}``, and the number of pages of ``part``, the chunk's print file.
    """
    on = date.fromisoformat(job["on"])
    told: list[dict[str, Any]] = []
    good: list[Sheet] = []
    for letter in job["letters"]:
        sheet = Sheet(letter["data"], ())
        try:
            page = press.compile(LAYOUT, document([sheet]), on=on)
        except Unprintable as refused:
            told.append({"found": refused.found, "advice": refused.advice})
            continue
        (folder / letter["file"]).write_bytes(page.pdf)
        told.append({"pages": page.pages, "sha256": hashlib.sha256(page.pdf).hexdigest()})
        good.append(sheet)
    pages = 0
    if good:
        together = press.compile(LAYOUT, document(good, duplex=job["duplex"]), on=on, standards=(), tagged=False)
        (folder / job["part"]).write_bytes(together.pdf)
        pages = together.pages
    return {"letters": told, "pages": pages}


def main() -> int:
    """0 with the answer; 2 with ``{"stop": [code, found]}`` when the layout itself cannot be used or a file cannot be written."""
    try:
        answer: dict[str, Any] = run(json.loads(sys.stdin.buffer.read().decode("utf-8")), Path(sys.argv[1]))
    except Stop as stop:
        answer = {"stop": [stop.fault.code, stop.fault.found]}
    except OSError as error:
        answer = {"stop": ["X-WRITE", error.strerror or str(error)]}
    sys.stdout.buffer.write(json.dumps(answer).encode("utf-8"))
    return 2 if "stop" in answer else 0


if __name__ == "__main__":
    sys.exit(main())
