"""A debt-collection ledger in Excel and the tasks behind its buttons. docs/architecture.md shows the rooms."""

from __future__ import annotations

__version__ = "0.1.0"
