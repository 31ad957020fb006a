"""What the commands of trust say: a case explained figure by figure, who changed what, a practice ledger made."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.entrypoints.line import plain, plural, rows_of


def explain(data: Mapping[str, object]) -> list[str]:
    """Each figure with its words, beneath it the arithmetic and the source of its rule; a heading begins each group."""
    lines = [f"Case {plain(data.get('case_id'))}, {plain(data.get('debtor'))}, as of {data.get('as_of')}:"]
    group = ""
    for number, step in enumerate(rows_of(data, "steps"), 1):
        if step.get("group") and step["group"] != group:
            group = str(step["group"])
            lines.append(f"-- {plain(group, 200)} --")
        label, value, note = plain(step.get("label"), 200), plain(step.get("value"), 400), plain(step.get("note"), 400)
        lines.append(f"{number}. {label}: " + (f"{value} ({note})" if value and note else value or note))
        if step.get("arithmetic"):
            lines.append(f"   = {plain(step['arithmetic'], 2000)}")
        if step.get("source"):
            rule, source = plain(step.get("rule"), 80), plain(step["source"], 400)
            lines.append(f"   {rule}: {source}" if rule and rule != label else f"   {source}")
    return lines


def practice(data: Mapping[str, object]) -> list[str]:
    """Where the practice ledger lies, and what it is."""
    return [
        f"Practice ledger: {plain(data['path'], 300)}, {plural(data['cases'], 'case', 'cases')} with invented people.",
        "Nothing ever leaves it, every paper of it is marked, and it never becomes a real ledger.",
    ]


_SHOWN = 200
"""So many lines of changes are said; --json has all of them."""


def changes(data: Mapping[str, object]) -> list[str]:
    """One heading for each act, with who did it, and a line for each cell or row; the latest stand last."""
    rows = rows_of(data, "changes")
    left = len(rows) - _SHOWN
    lines = ["Accepted: what verify listed until now counts as explained."] if data.get("accepted") else []
    if not rows:
        return [*lines, "The audit chain knows of no such change."]
    if left > 0:
        lines.append(f"{left} earlier changes are not shown; --since, --field or --case names fewer.")
    act: object = None
    for row in rows[-_SHOWN:]:
        if row.get("seq") != act:
            act = row.get("seq")
            lines.append(_act(row))
        lines.append(f"   {_change(row)}")
    return lines


def _act(row: Mapping[str, object]) -> str:
    said = {"first": "first look of the chain at the ledger", "hand": "changed by hand, noticed", "restore": "a backup was brought back"}
    what = said.get(str(row.get("kind")), str(row.get("task")))
    run = f", run {plain(row['run_id'])}" if row.get("run_id") else ""
    by = "" if row.get("kind") == "hand" else f" {plain(row.get('by'), 60)}"
    return f"{plain(row.get('local'))}{by} ({plain(row.get('login'), 60)} at {plain(row.get('host'), 60)}): {plain(what)}{run} [{plain(row.get('seq'))}]"


def _change(row: Mapping[str, object]) -> str:
    place = f"{plain(row.get('table'))} {plain(row.get('key'), 80)}".strip()
    old, new, why = plain(row.get("old"), 300), plain(row.get("new"), 300), plain(row.get("why"), 300)
    tail = f" ({why})" if why else ""
    if row.get("column"):
        return f"{place}, {plain(row['column'])}: {old or '(blank)'} -> {new or '(blank)'}{tail}"
    if not place:
        return why
    return f"{place} added: {new}{tail}" if new else f"{place} gone; it was: {old}{tail}"


def privacy(data: Mapping[str, object]) -> list[str]:
    """What was handed out or erased, what stays and why, and what a person must look at."""
    ripe = rows_of(data, "due")
    if data.get("debtor") is None:
        said = [f"{plain(row.get('debtor'))}: kept until {row.get('since')} ({plain(row.get('rule'))}: {plain(row.get('source'), 300)})" for row in ripe]
        return said or ["No debtor's data have been kept long enough."]
    erased = data.get("erased")
    if isinstance(erased, Mapping) and erased:
        said = [f"{plain(data['debtor'])}: erased. " + ", ".join(f"{plain(name)} {count}" for name, count in erased.items())]
        said += [f"  stays: {plain(row.get('what'), 200)}: {plain(row.get('why'), 300)} ({plain(row.get('source'), 300)})" for row in rows_of(data, "kept")]
    else:
        files = data.get("files")
        said = [f"{plain(data['debtor'])}: {plural(len(files) if isinstance(files, list) else 0, 'file', 'files')} written; begin with index.html."]
    notes = data.get("notes")
    return said + [f"  {plain(note, 600)}" for note in (notes if isinstance(notes, list) else [])]
