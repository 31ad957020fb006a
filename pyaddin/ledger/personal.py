"""Which cells of a ledger may say something about a person: free text and contact data. What a practice copy leaves out and an erasure blanks.

Fail closed: every text or note of a typed table is personal unless it is named here as neutral, so that a column added later is covered without a word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyaddin.ledger.schema import EVERY_TABLE, Table, Type
from pyaddin.rules.reason import rules_in

NEUTRAL = frozenset({
    "Country", "Region", "Time zone", "Product", "Currency", "Owner", "Bucket", "Next action", "Approved by", "Outcome by", "Entered by", "Proposed by", "By",
    "Method", "Payment method", "Key", "Template", "Run ID", "Transport", "Version",
})  # fmt: skip
"""Texts that are codes, keys or names of the office's own people."""


ERASED = "(erased)"
"""What stands in a cell that must be filled and whose text was erased."""
_OUR_MAIL = re.compile(r"<[0-9a-f]{40}@[^<>@\s]+>")
"""The Message-ID of a message of ours: a digest, which names nobody (``email.message_id``)."""


def personal_columns(table: Table) -> tuple[str, ...]:
    """The columns of a sheet whose text may be about a person; none of policy sheets."""
    if table.kind == "policy":
        return ()
    return tuple(column.name for column in table.columns if column.type in (Type.TEXT, Type.NOTE) and column.name not in NEUTRAL)


PERSONAL: Mapping[str, tuple[str, ...]] = {name: personal_columns(table) for name, table in EVERY_TABLE.items()}
"""By sheet."""


def rules_only(why: str) -> str:
    """A Why cell without its words: the rule ids, which later runs read."""
    return " ".join(f"{rule}: -" for rule in rules_in(why))


def stays(column: str, text: str) -> bool:
    """Whether a text of a personal column may stay after an erasure: it was erased already, or names nobody."""
    if column == "Message ID":
        return bool(_OUR_MAIL.fullmatch(text))
    return text == ERASED or (column == "Why" and text == rules_only(text))
