"""What a clerk reads after a letter was shown, printed or confirmed."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.entrypoints.line import plain, plural, rows_of


def _told(data: Mapping[str, object]) -> list[str]:
    """What was left out or could not be used, each with the case it is about."""
    said = []
    for row in rows_of(data, "told"):
        of = f"{plain(row['case_id'])}: " if row.get("case_id") else ""
        said.append(f"Note: {of}{plain(row.get('what'), 300)}")
    return said


def letter(data: Mapping[str, object]) -> list[str]:
    """Where the letter lies, and what was left out of it."""
    files, told = data.get("files"), data.get("told")
    level = f" {data['level']}" if data.get("level") else ""
    said = [f"{plain(data.get('case_id'))} ({plain(data.get('debtor'))}): {plain(data.get('kind'))}{level}, {plural(data['pages'], 'page', 'pages')}."]
    said += [plain(name, 300) for name in (files if isinstance(files, list) else [])]
    said += [f"Note: {plain(text, 300)}" for text in (told if isinstance(told, list) else [])]
    return [*said, f"It may not go now: {plain(data['blocked'], 400)}"] if data.get("blocked") else said


def letters(data: Mapping[str, object]) -> list[str]:
    """What was printed or confirmed, then each letter that was not, with its reason."""
    files = data.get("files")
    said = []
    if data.get("on"):
        said.append(f"Confirmed as posted on {data['on']}: {plural(data['posted'], 'letter', 'letters')}.")
    else:
        said.append(f"Printed {plural(data['printed'], 'letter', 'letters')} on {plural(data['pages'], 'page', 'pages')}; none counts until it is confirmed.")
    said += [plain(name, 300) for name in (files if isinstance(files, list) else [])]
    for row in rows_of(data, "printed_before"):
        on = plain(row.get("on")) or "an earlier day"
        said.append(f"Not printed again: {plain(row.get('case_id'))} was printed on {on}, not confirmed. {plain(row.get('why'), 400)}".rstrip())
    said += [f"Held back: {plain(row.get('case_id'))}: {plain(row.get('why'), 400)}" for row in rows_of(data, "blocked")]
    for row in rows_of(data, "refused"):
        said.append(f"Cannot be printed: {plain(row.get('case_id'))}: {plain(row.get('found'), 300)}. {plain(row.get('advice'), 300)}")
    return said + _told(data)
