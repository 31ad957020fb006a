"""How a ledger of an earlier version becomes one of today: numbered steps, each adding columns at the right end of tables, or whole sheets.

A ledger that has not taken a step yet is read all the same: the columns it lacks are blank. The next write by a run takes the
steps first: the old file is kept as a backup, tables, headers, formats, widths and validations grow, the document property
``Schema version`` is raised, and the property ``Schema steps`` says which step ran on which as-of date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyaddin.ledger.book import RawTable
from pyaddin.ledger.columns import Column
from pyaddin.ledger.schema import EVERY_TABLE
from pyaddin.records import dataclass

STEPS_PROPERTY = "Schema steps"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the version it leads to, what it is for, the columns that it adds to each table, and whole new sheets."""

    version: int
    what: str
    columns: Mapping[str, tuple[str, ...]]
    sheets: tuple[str, ...] = ()


STEPS = (
    Step(
        2,
        "shared and changed addresses, risk classes",
        {
            "Debtors": ("Shared contact", "Address confirmed on", "Address on file", "Address changed on"),
            "Cases": ("Risk",),
            "Levels": ("Risk",),
        },
    ),
    Step(
        3,
        "new contact data, who proposed, owed to others, suit estimates, limitation restarts, bank lines, figures, guideline figures",
        {
            "Debtors": ("New email", "New phone", "New address", "New data source", "New data on", "New data confirmed"),
            "Cases": ("Outcome by", "Outcome document", "Outcome reason"),
            "Payments": ("Bank line",),
            "Adjustments": ("Entered by",),
            "Plans": ("Proposed by",),
            "Promises": ("Entered before",),
            "Budgets": ("Owed to others", "Notes"),
            "Runs": ("Audit head",),
            "Legal": ("Expected costs", "Expected months", "Chance", "Limitation restarted on", "Restart event", "Restart proof"),
        },
        ("Bank", "Figures", "Guidelines"),
    ),
)


def may_lack(table: str, version: int) -> frozenset[str]:
    """The columns that a ledger of this version need not have yet."""
    return frozenset(name for step in STEPS if step.version > version for name in step.columns.get(table, ()))


def may_be_missing(table: str, version: int) -> bool:
    """Whether a ledger of this version need not have the sheet yet; it then reads as an empty table."""
    return any(table in step.sheets for step in STEPS if step.version > version)


def missing_table(table: str, in_the_way: str = "") -> RawTable:
    """What is read of a sheet that an earlier version has not got: nothing. ``in_the_way``: what keeps it from being added."""
    return RawTable(table, (), (), in_the_way=in_the_way)


def lacking(table: str, headers: Iterable[str]) -> tuple[Column, ...]:
    """The contract columns that the table has not got, in the order of the schema."""
    known = set(headers)
    return tuple(column for column in EVERY_TABLE[table].columns if column.name not in known)


def steps_after(version: int) -> tuple[Step, ...]:
    """The steps that a ledger of this version has still to take."""
    return tuple(step for step in STEPS if step.version > version)
