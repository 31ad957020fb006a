"""Take back last action: what the last button wrote is put back, and what cannot be is named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pyaddin.buttons import BUTTONS
from pyaddin.entrypoints.live import result
from pyaddin.entrypoints.live.desk import Desk, label_of
from pyaddin.tasks import undo as taking_back


def undo(desk: Desk) -> None:
    """The latest action taken back; pressed again, the one before it."""
    data = taking_back.run(desk.ledger.path, by=desk.screen.user, now=desk.now, book=desk.ledger).data
    action = data["action"]
    if not isinstance(action, Mapping):
        desk.tell(desk.word("nothing-to-undo"))
        return
    at = datetime.fromisoformat(str(action["at"])).astimezone(desk.zone)
    lines = [desk.word("undone", task=_button(str(action["task"]), desk.language), at=f"{at:%Y-%m-%d %H:%M}", cells=data["cells"], rows=data["rows"])]
    if data["stopped_sends"]:
        lines.append(desk.word("taken-back", n=data["stopped_sends"]))
    if recalled := desk.recall():
        lines.append(recalled)
    stays, sent = _rows(data["stays"]), _rows(data["sent"])
    if sent:
        lines.append(desk.word("undo-sent", n=len(sent)))
    if stays or sent:
        lines.append(desk.word("undo-stays", n=len(stays)))
        _show(desk, lines[0], stays, sent)
    desk.tell(*lines)


def _show(desk: Desk, summary: str, stays: list[Mapping[str, object]], sent: list[Mapping[str, object]]) -> None:
    rows = [
        result.Line((f"{row['table']} {row.get('column') or ''}".strip(), str(row["key"]), desk.word("r-stays"), str(row["why"])), "kept") for row in stays
    ]
    for row in sent:
        what = " ".join(str(row.get(name) or "") for name in ("kind", "channel", "recipient"))
        rows.append(result.Line((desk.word("case"), str(row.get("case_id") or ""), desk.word("r-sent"), what), "sent"))
    headers = tuple(desk.word(key) for key in ("sheet", "key", "result", "why"))
    result.show(desk.screen, result.Page(desk.title, summary, headers, rows, (24, 30, 14, 80)))


def _button(task: str, language: str) -> str:
    """What stands on the task's button; the task's name where none belongs to it alone."""
    ids = [button.id for button in BUTTONS if button.command == task and (not button.fixed or button.id == task)]
    return label_of(ids[0], language) if ids else task


def _rows(found: object) -> list[Mapping[str, object]]:
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []
