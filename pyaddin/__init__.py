"""A debt-collection ledger in Excel and the tasks behind its buttons. docs/architecture.md shows the rooms."""

from __future__ import annotations

import zoneinfo

# the pinned tzdata wheel answers on every machine: system zone files are years apart and would change what is lawful
zoneinfo.reset_tzpath(to=())
zoneinfo.ZoneInfo.clear_cache()

__version__ = "0.11.0"
