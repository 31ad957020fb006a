"""What archiving and erasing say in the ledger's language: before it is done on the sheet Result, afterwards in a file beside the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pyaddin.entrypoints.line import rows_of, stopped
from pyaddin.entrypoints.live.words import say
from pyaddin.errors import Fault
from pyaddin.ledger.captions import caption, sheet_caption
from pyaddin.ledger.schema import EVERY_TABLE

Data = Mapping[str, object]


def figure_name(figure: str, language: str) -> str:
    """``Payments Amount GBP`` as the sheets of this language call it."""
    table, _, rest = figure.partition(" ")
    if table not in EVERY_TABLE:
        return f"{say(language, 'written-off')} {rest}".strip()
    column, _, currency = rest.rpartition(" ")
    what = f"{caption(table, column, language)} {currency}" if column else say(language, "rows")
    return f"{sheet_caption(table, language)}: {what}"


def archive_lines(data: Data, language: str) -> list[str]:
    """How many cases go or went into which file, every figure before and after, and why others stay."""
    lines = [say(language, "would-archive" if data["dry_run"] else "archived", n=data["archived"])]
    lines += [f"  {Path(str(row['path'])).name}: {row['cases']}" for row in rows_of(data, "files")]
    for row in rows_of(data, "totals"):
        lines.append(f"  {figure_name(str(row['figure']), language)}: {row['before']} = {row['after']} + {row['moved']}")
    return lines + [f"  {say(language, 'stays')} {row['case_id']}: {row['why']}" for row in rows_of(data, "staying")]


def erased_lines(data: Data, language: str) -> list[str]:
    """What was erased, what stays and why, and what a person must look at."""
    erased, notes = data["erased"], data["notes"]
    counts = erased if isinstance(erased, Mapping) else {}
    lines = [say(language, "erased", debtor=data["debtor"])]
    lines += [f"  {say(language, f'erased-{name}')}: {count}" for name, count in counts.items()]
    lines += [f"  {say(language, 'stays')} {row['what']}: {row['why']} ({row['source']})" for row in rows_of(data, "kept")]
    return lines + [f"  {note}" for note in (notes if isinstance(notes, list) else [])]


def told(command: str, data: Data, language: str) -> list[str]:
    """The answer of the command, or why nothing was done."""
    error = data.get("error")
    if isinstance(error, Mapping):
        return [say(language, "not-done"), *_stopped(error, language), *(line for row in rows_of(data, "faults")[1:] for line in _stopped(row, language))]
    return archive_lines(data, language) if command == "archive" else erased_lines(data, language)


def _stopped(error: Data, language: str) -> list[str]:
    parts = (str(error[name] or "") for name in ("found", "advice"))
    return stopped(Fault(str(error["code"]), str(error["sheet"] or ""), None, str(error["column"] or ""), *parts), language)


def waited_in_vain(language: str) -> str:
    """That the workbook stayed open."""
    return say(language, "stayed-open")
