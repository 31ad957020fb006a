"""Buttons of final disposition: the review list on the sheet Result, and the messages that only a person sends."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.entrypoints.live import result, sending
from pyaddin.entrypoints.live.desk import Desk
from pyaddin.labels import LABELS, label


def review(desk: Desk) -> None:
    """A row per case, the most urgent first; what came back on closed cases and what was recovered stand below. The warning is always on top."""
    data = desk.call("review").data
    cases, came_back, recovered = (rows if isinstance(rows := data[key], list) else [] for key in ("cases", "came_back", "recovered"))
    lines = [_line(desk, row) for row in cases]
    lines += [result.Line(_closed(row), kind) for rows, kind in ((came_back, "kept"), (recovered, "")) for row in rows]
    headers = tuple(desk.word(key) for key in ("case", "debtor", "outstanding", "why", "missing", "limitation", "worth-suing", "open-ways"))
    page = result.Page(desk.titled(data["as_of"]), str(data["warning"]), headers, lines, (12, 24, 18, 44, 44, 50, 60, 40), desk.button_id)
    result.show(desk.screen, page)


def by_hand(desk: Desk) -> None:
    """The final demand or the handover notice to the selected cases: shown first, then asked, then sent. Raises ``NoSelection``."""
    picked, name = desk.chosen(), desk.command.name
    told = picked.told(desk.language)
    messages = _messages(desk.call(name, {"cases": picked.cases, "dry_run": True}).data)
    count = sum(1 for message in messages if message["result"] in ("sent", "queued"))
    if not count:
        sending.page(desk, {}, messages, told)
        desk.tell(told, desk.word("none-due"))
    elif desk.screen.ask("\n".join(part for part in (told, desk.word("would-go", n=count, on=desk.today), "", desk.word("send-them")) if part), desk.title):
        desk.fresh()
        data = desk.call(name, {"cases": picked.cases}).data
        desk.computed()
        sending.page(desk, {}, _messages(data), told, data)
        counts = {key: data[key] for key in ("sent", "queued", "blocked", "failed")}
        desk.tell(told, desk.word("sent-line", **counts), sending.handed_over(desk, data), desk.word("see-result"))
    else:
        desk.tell(desk.word("kept"))


def _messages(data: Mapping[str, object]) -> list[Mapping[str, object]]:
    found = data["messages"]
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def _closed(row: Mapping[str, object]) -> tuple[str, ...]:
    return str(row["case_id"]), str(row["debtor"]), f"{row['amount']} {row['currency']}", str(row["why"]), "", "", "", ""


def _line(desk: Desk, row: Mapping[str, object]) -> result.Line:
    ripe, missing, ways, limit = row["ripe"], row["missing"], row["exits"], row["limitation"]
    assert isinstance(ripe, list)
    assert isinstance(missing, list)
    assert isinstance(ways, list)
    assert isinstance(limit, dict)
    lacks = desk.word("semicolon").join(map(str, missing)) or desk.word("r-ready" if row["ready"] else "all-here")
    shown = desk.word("and").join(_way(str(way), desk.language) for way in ways)
    cells = (
        str(row["case_id"]), str(row["debtor"]), f"{row['outstanding']} {row['currency']}", desk.word("semicolon").join(str(one["why"]) for one in ripe), lacks,
        str(limit["words"]), str(row["worth_words"]), shown,
    )  # fmt: skip
    return result.Line(cells, "allowed" if row["ready"] else "failed" if limit["near"] else "")


def _way(way: str, language: str) -> str:
    """An outcome or a move of the stage table by its label."""
    return label("Outcome" if way in LABELS["Outcome"] else "Rule", way, language)
