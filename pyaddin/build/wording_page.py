"""The tables of ``docs/wording.md``: the fields of each kind of message, and what no message may say. The words around them are written by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pyaddin.correspondence.fields import FIELDS, KIND_WORDS
from pyaddin.correspondence.forbidden import FORBIDDEN

BEGIN = "<!-- Made by `make docs` from pyaddin/correspondence/fields.py and forbidden.py; changes up to the end mark are overwritten. -->"
END = "<!-- End of the made part. -->"
Table = Callable[[Sequence[str], Sequence[Sequence[object]]], list[str]]


def _in_every() -> dict[str, str]:
    """The fields that each kind of message has."""
    first, *others = FIELDS.values()
    return {name: means for name, means in first.items() if all(name in fields for fields in others)}


def _fields(table: Table) -> list[str]:
    every = _in_every()
    lines = ["### Fields of every message", "", *table(("Field", "Means"), [(f"`{name}`", means) for name, means in every.items()]), ""]
    for kind, fields in FIELDS.items():
        own = [(f"`{name}`", means) for name, means in fields.items() if name not in every]
        lines += [f"### `{kind}`: {KIND_WORDS[kind]}", ""]
        lines += [*table(("Field", "Means"), own), ""] if own else ["No fields of its own.", ""]
    return lines


def _forbidden(table: Table) -> list[str]:
    rows = [(f"`{row.name}`", row.means, row.source) for row in FORBIDDEN]
    return ["### What no message may say", "", *table(("Name", "A wording that", "Source"), rows), ""]


def page(written: str, table: Table) -> str:
    """The page with current tables between its marks, or at the end where it has none."""
    made = "\n".join([BEGIN, "", *_fields(table), *_forbidden(table), END])
    before, begin, rest = written.partition(BEGIN)
    _, end, after = rest.partition(END)
    return before + made + after if begin and end else written + made + "\n"
