"""Reading a ledger's tables: ours with all its checks beside python-calamine's plain lists of the same sheets.

``python -m benchmarks.reading LEDGER ours|calamine`` prints CPU seconds and peak memory as JSON.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from pathlib import Path

from benchmarks.our_run import peak, used
from pyaddin.entrypoints.at_one_go import at_one_go
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.schema import EVERY_TABLE


def main() -> None:
    """Read and tell; the imports are not counted."""
    from python_calamine import CalamineWorkbook

    path = Path(sys.argv[1])
    with at_one_go():
        start = used()
        if sys.argv[2] == "ours":
            rows = sum(len(table.rows) for table in ClosedBook(path).read().tables.values())
        else:
            book = CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))
            rows = sum(len(book.get_sheet_by_name(name).to_python()) - 1 for name in EVERY_TABLE)
        print(json.dumps({"cpu": used() - start, "peak": peak(), "rows": rows}))


if __name__ == "__main__":
    main()
