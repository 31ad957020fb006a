"""What no program can avoid: unpack every part of the ledger, pack the parts that a run changed, and word the emails.

``python -m benchmarks.io_floor BEFORE AFTER [zlib]`` takes the ledger before and after a run and prints CPU seconds as JSON.
"""

from __future__ import annotations

import json
import sys
import zipfile
import zlib

from benchmarks.our_run import peak, used


def main() -> None:
    """Unpack and pack."""
    level6 = sys.argv[3:] == ["zlib"]
    if not level6:
        from isal import isal_zlib
    start = used()
    total, packed = 0, 0
    with zipfile.ZipFile(sys.argv[1]) as before, zipfile.ZipFile(sys.argv[2]) as after:
        known = {entry.filename: entry.CRC for entry in before.infolist()}
        changed = [entry for entry in after.infolist() if known.get(entry.filename) != entry.CRC]
        for entry in before.infolist():
            total += len(before.read(entry))
        unpacked = used()
        parts = [after.read(entry) for entry in changed]
        read_again = used()
        for part in parts:
            packed += len(zlib.compress(part, 6) if level6 else isal_zlib.compress(part, 1))
    print(json.dumps({"cpu": used() - read_again + unpacked - start, "peak": peak(), "inflated": total, "packed": packed, "parts": len(parts)}))


if __name__ == "__main__":
    main()
