"""The table of all rule packs and rules in ``docs/compliance.md``, between two marks; the words around it are written by hand."""

from __future__ import annotations

from pyaddin.policy.rulebook import rulebook
from pyaddin.rules.packs import CHANNELS, Pack, Rule

BEGIN = "<!-- Made by `make docs` from pyaddin/policy/packs; changes up to the end mark are overwritten. -->"
END = "<!-- End of the made part. -->"
_HEADER = ("Rule", "Kind", "Channels", "Mark", "Cite")


def _channels(rule: Rule) -> str:
    return "all" if rule.channels == frozenset(CHANNELS) else ", ".join(channel for channel in CHANNELS if channel in rule.channels)


def _pack(pack: Pack) -> list[str]:
    rows = [(f"`{rule.id}`", rule.kind, _channels(rule), rule.confidence, rule.cite) for rule in pack.rules]
    dates = f"in force from {pack.effective_from}, checked on {pack.reviewed_on}, review due on {pack.review_due}"
    head = f"Version {pack.version}, {dates}. Source: {pack.source}."
    lines = [_HEADER, ("---",) * len(_HEADER), *rows]
    return [f"### {pack.name}", "", head, "", *("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines), ""]


def table() -> str:
    """Every pack with its rules, ready to stand between the marks."""
    return "\n".join([BEGIN, "", *(line for pack in rulebook().values() for line in _pack(pack)), END])


def page(written: str) -> str:
    """The page with a current table: between its marks, or at the end where it has none."""
    before, begin, rest = written.partition(BEGIN)
    _, end, after = rest.partition(END)
    return before + table() + after if begin and end else written + table() + "\n"
