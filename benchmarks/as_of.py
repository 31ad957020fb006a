"""The day on which every measured run takes place; a module of its own, so that a measured run loads nothing of what makes its ledger."""

from datetime import date

AS_OF = date(2026, 11, 23)
