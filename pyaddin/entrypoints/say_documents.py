"""What a clerk reads after a statement, an agreement or a dossier was made."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.entrypoints.line import plain, plural, rows_of, table


def _document(data: Mapping[str, object]) -> list[str]:
    """Where the document lies, and what was left out of its texts."""
    said = [f"Made {plain(row.get('path'), 300)} ({plural(row.get('pages'), 'page', 'pages')})." for row in rows_of(data, "documents")]
    return said + _warned(data)


def _warned(data: Mapping[str, object]) -> list[str]:
    warnings = data.get("warnings")
    return [f"Note: {plain(text, 400)}" for text in (warnings if isinstance(warnings, list) else [])]


def legal(data: Mapping[str, object]) -> list[str]:
    """Where the dossier lies, and everything that counsel will still ask for."""
    lacking = [f"Missing: {plain(row.get('item'), 200)}" + (f" ({plain(row['why'], 400)})" if row.get("why") else "") for row in rows_of(data, "missing")]
    return [*_document(data), *lacking]


def agreement(data: Mapping[str, object]) -> list[str]:
    """What is owed, waived and to be paid by the agreement, and where it lies."""
    currency, notes = plain(data.get("currency")), data.get("notes")
    sums = f"{plain(data.get('balance'))} owed on {data.get('as_of')}, {plain(data.get('waived'))} waived, {plain(data.get('total'))} to be paid"
    said = [f"Agreement {plain(data.get('plan_id'))}, version {plain(data.get('version'))}: {sums} ({currency}). Digest {plain(data.get('digest'))}."]
    return [*said, *_document(data), *(plain(note, 300) for note in (notes if isinstance(notes, list) else []))]


def statement(data: Mapping[str, object]) -> list[str]:
    """The sums of each case on the statement, and where it lies."""
    keys = ("case_id", "currency", "arrears", "interest", "fees", "outstanding", "credit")
    header = ("Case", "Cur", "Past due", "Interest", "Fees", "Outstanding", "Credit")
    rows = table(([row.get(key) for key in keys] for row in rows_of(data, "cases")), header)
    return [f"As of {data['as_of']}:", *rows, *_document(data)]
