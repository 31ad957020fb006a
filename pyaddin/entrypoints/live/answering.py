"""The button Read answers: what came back by email, a row each, and what it stopped."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.entrypoints.line import rows_of
from pyaddin.entrypoints.live import result
from pyaddin.entrypoints.live.desk import Desk
from pyaddin.labels import label


def answers(desk: Desk) -> None:
    """File what the mailbox holds, show it on the sheet Result, and take back waiting messages that it forbids."""
    data = desk.call("answers").data
    debtors = desk.debtors()
    lines = [_line(row, debtors, desk.language) for row in rows_of(data, "rows") if row.get("table") in ("Contacts", "Holds")]
    unmatched = data["unmatched"]
    lines += [result.Line(("", "", "", str(words)), "kept") for words in (unmatched if isinstance(unmatched, list) else [])]
    summary = desk.word("answers", filed=data["filed"], bounced=data["bounced"], holds=data["holds"], others=data["others"])
    recalled = desk.recall() if data["holds"] or data["bounced"] else ""
    headers = tuple(desk.word(key) for key in ("case", "debtor", "result", "note"))
    result.show(desk.screen, result.Page(desk.title, " ".join(filter(None, (summary, recalled))), headers, lines, (14, 28, 14, 100)))


def _line(row: Mapping[str, object], debtors: Mapping[str, str], language: str) -> result.Line:
    values = row.get("values")
    cells = values if isinstance(values, Mapping) else {}
    if row.get("table") == "Holds":
        target = str(cells.get("Applies to") or "")
        return result.Line((target, debtors.get(target, ""), label("Hold", str(cells.get("Type") or ""), language), str(cells.get("Reason") or "")), "blocked")
    case_id, found = str(cells.get("Case ID") or row.get("key") or ""), str(cells.get("Result") or "")
    words = (case_id, debtors.get(case_id, ""), label("Result", found, language), str(cells.get("Notes") or ""))
    return result.Line(words, "failed" if found == "bounced" else "")
