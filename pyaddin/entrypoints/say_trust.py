"""What the commands of trust say: a case explained figure by figure, a practice ledger made."""

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
