"""``python -m pyaddin ...`` is the same as ``collections ...``."""

from __future__ import annotations

import sys

from pyaddin.entrypoints.cli import main

if __name__ == "__main__":
    sys.exit(main())
