"""What a clerk reads of the review list."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.entrypoints.line import plain, plural, rows_of

Row = Mapping[str, object]


def review(data: Mapping[str, object]) -> list[str]:
    """A few lines per case: why it is listed, what is missing, limitation and the figures of a suit, which ways are open; the warning is always there."""
    cases = rows_of(data, "cases")
    said = [f"As of {data['as_of']}: {plural(len(cases), 'case', 'cases')} to review for final disposition."]
    for row in cases:
        said += _case(row)
    closed = [row for key in ("came_back", "recovered") for row in rows_of(data, key)]
    said += [f"{plain(row.get('case_id'))} {plain(row.get('debtor'))}: {plain(row.get('why'))}" for row in closed]
    said += [f"Recovered after closing in all: {plain(row.get('amount'))} {plain(row.get('currency'))}." for row in rows_of(data, "recoveries")]
    return [*said, plain(data.get("warning"), 400)]


def _case(row: Row) -> list[str]:
    head = f"{plain(row.get('case_id'))} {plain(row.get('debtor'))}: {plain(row.get('outstanding'))} {plain(row.get('currency'))} outstanding"
    because = "; ".join(plain(one.get("why")) for one in rows_of(row, "ripe"))
    missing, ways, limit = row.get("missing"), row.get("exits"), row.get("limitation")
    lacks = "; ".join(plain(text) for text in missing) if isinstance(missing, list) else ""
    lines = [f"{head} ({because})." if because else f"{head}."]
    handed = row.get("stage") == "DISPOSITION"
    if not handed:
        lines.append(f"  Lacks: {lacks}." if lacks else "  Ready for T8: a supervisor may hand it over." if row.get("ready") else "  Lacks nothing.")
    if row.get("counsel"):
        hearing = f"; next hearing {plain(row['next_hearing'])}" if row.get("next_hearing") else ""
        lines.append(f"  Counsel: {plain(row['counsel'])}; recommends: {plain(row.get('recommendation')) or 'nothing yet'}{hearing}.")
    lines.append(f"  Limitation: {plain(limit.get('words') if isinstance(limit, Mapping) else '', 300)}.")
    lines.append(f"  Worth suing: {plain(row.get('worth_words'), 400)}")
    if isinstance(ways, list) and ways:
        lines.append(f"  Open: {', '.join(map(plain, ways))}.")
    return lines
