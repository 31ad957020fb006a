"""Buttons that show or go somewhere: nothing on them sends a message."""

from __future__ import annotations

import webbrowser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pyaddin import __version__
from pyaddin.entrypoints import say
from pyaddin.entrypoints.live import cells, entering, form, result
from pyaddin.entrypoints.live.desk import Desk
from pyaddin.entrypoints.say_upkeep import state
from pyaddin.labels import folded, label, spellings
from pyaddin.ledger.captions import caption, sheet_caption
from pyaddin.rules.explain import field_of
from pyaddin.tasks import may_contact as gate

_CASES, _TODAY = "Cases", "Today"
_CLOSED = frozenset(spellings("Stage", ("CLOSED",)))
_LINES = 300
"""So many changes are shown; the command of the same name has all of them."""


def refresh(desk: Desk) -> None:
    """Every figure brought up to date; nothing is sent."""
    data = desk.call("refresh").data
    desk.computed()
    figures = {name: data[name] for name in ("flagged", "moved", "refused")}
    desk.tell(desk.word("refreshed", n=data["assessed"], on=data["as_of"], **figures), desk.recall(), desk.earlier())


def queue(desk: Desk) -> None:
    """The sheet Today."""
    _go(desk, "Today")


def dashboard(desk: Desk) -> None:
    """The sheet Dashboard."""
    _go(desk, "Dashboard")


def settings(desk: Desk) -> None:
    """The sheet Settings."""
    desk.screen.go("Settings")


def _go(desk: Desk, sheet: str) -> None:
    desk.screen.go(sheet)
    if desk.age():
        desk.tell()


def explain(desk: Desk) -> None:
    """How the figures of the selected case came about, in groups; those of the selected cell's column stand first. Raises ``NoSelection``."""
    case_id = desk.chosen().only(desk.language)
    data = desk.call("explain", {"case": case_id}).data
    steps = data["steps"]
    assert isinstance(steps, list)
    column = _column(desk)
    mine = [step for step in steps if column and step["field"] == field_of(column)]
    lines = [result.Line(("", desk.word("this-column", name=column)), result.HEADING)] if mine else []
    lines += [_explained(number, step, desk) for number, step in enumerate(mine, 1)]
    group = ""
    for number, step in enumerate(steps, 1):
        if step["group"] != group:
            group = str(step["group"])
            lines.append(result.Line(("", group), result.HEADING))
        lines.append(_explained(number, step, desk))
    headers = tuple(desk.word(key) for key in ("step", "figure", "figure-value", "note", "arithmetic", "rule", "facts"))
    page = result.Page(desk.titled(case_id), desk.word("of-day", debtor=data["debtor"], on=data["as_of"]), headers, lines, (6, 44, 30, 80, 50, 44, 50))
    result.show(desk.screen, page)


def _explained(number: int, step: Mapping[str, Any], desk: Desk) -> result.Line:
    """One step as a row: what, how much, why, and how to compute it again."""
    rule = desk.word("colon").join(part for part in (str(step["rule"]), str(step["source"])) if part)
    facts = desk.word("semicolon").join(cells.fact(name, str(value), desk.language) for name, value in step["facts"].items())
    return result.Line((str(number), str(step["label"]), str(step["value"]), str(step["note"] or ""), str(step["arithmetic"]), rule, facts))


def changes(desk: Desk) -> None:
    """Who changed what of the selected case, the latest first. Raises ``NoSelection``."""
    case_id = desk.chosen().only(desk.language)
    rows = desk.call("changes", {"case": case_id}).data["changes"]
    assert isinstance(rows, list)
    headers = tuple(desk.word(key) for key in ("when", "who", "task", "sheet", "row", "column", "old", "new", "why"))
    summary = desk.word("changes", n=len(rows), m=min(len(rows), _LINES))
    lines = [_changed(row, desk) for row in reversed(rows[-_LINES:])]
    page = result.Page(desk.titled(case_id), summary, headers, lines, (16, 20, 12, 14, 26, 18, 30, 30, 60))
    result.show(desk.screen, page)


def _changed(row: Mapping[str, Any], desk: Desk) -> result.Line:
    """One cell or row that changed; what no task has written is colored."""
    by_hand = row["kind"] == "hand"
    who = desk.word("by-hand") if by_hand else str(row["by"] or row["login"])
    sheet, column = str(row["table"]), str(row["column"] or "")
    place = (sheet_caption(sheet, desk.language), str(row["key"]), caption(sheet, column, desk.language) if column else "") if sheet else ("", "", "")
    task = cells.task_word(str(row["kind"] if row["kind"] in ("first", "restore") else row["task"]), desk.language)
    texts = [str(row[name] or "") for name in ("old", "new")]
    shown = [cells.cell(sheet, column, text, desk.language) if column else cells.row(sheet, text, desk.language) for text in texts]
    return result.Line((str(row["local"]), who, task, *place, *shown, str(row["why"] or "")), "kept" if by_hand else "")


def _column(desk: Desk) -> str:
    """The header over the selected cell; blank when cells of several columns are selected, or none of a table."""
    selected = desk.selected()
    table = desk.raw.tables.get(selected.sheet)
    return table.headers[selected.column - 1] if table is not None and 0 < selected.column <= len(table.headers) else ""


def may_contact(desk: Desk) -> None:
    """Every channel of the selected case asked at the gate now. Raises ``NoSelection``."""
    case_id = desk.chosen().only(desk.language)
    data = gate.run(desk.ledger.path, case=case_id, now=desk.now, book=desk.ledger).data
    channels = data["channels"]
    assert isinstance(channels, list)
    lines = [] if data["notice"] is None else [result.Line(("", "", "", str(data["notice"])))]
    language = desk.language
    for row in channels:
        kind = "allowed" if row["verdict"] == "allowed" else "kept"
        texts = (label("Channel", str(row["channel"]), language), desk.word(f"r-{kind}"), str(row["next_lawful_local"] or ""), str(row["why"]))
        lines.append(result.Line(texts, kind))
    headers = tuple(desk.word(key) for key in ("channel", "result", "next-lawful", "why"))
    title = f"{desk.title} {case_id} {data['debtor']}"
    result.show(desk.screen, result.Page(title, desk.word("not-legal"), headers, lines, (12, 14, 20, 100)))


def my_cases(desk: Desk) -> None:
    """Only the cases of the user, or of the owner of the selected row: on Today where it is open, else on Cases. Pressed once more, all of them."""
    sheet = _TODAY if desk.screen.active == _TODAY else _CASES
    table = desk.raw.tables[sheet]
    rows = [number for number, _ in table.rows]
    if desk.screen.active == sheet and table.hidden_rows and rows:
        desk.screen.show_all(sheet, sheet, rows[0], rows[-1])
        desk.tell(desk.word("all-cases"))
        return
    name = _owner_asked(desk) or desk.screen.user
    others = [number for number, cells in table.rows if folded(str(cells.get("Owner") or "")) != folded(name)]
    if len(others) == len(rows):
        owners = sorted(_owners(desk) - {""})
        desk.tell(desk.word("no-owner", name=name), *([desk.word("owners", names=desk.word("and").join(owners))] if owners else []))
        return
    column = table.headers.index("Owner") + 1
    words = next(str(cells["Owner"]) for _, cells in table.rows if folded(str(cells.get("Owner") or "")) == folded(name))
    desk.screen.show_only(sheet, sheet, column, words, others)
    desk.screen.go(sheet)
    desk.tell(desk.word("owner", name=words), _load(desk, words))


def _load(desk: Desk, owner: str) -> str:
    """How much this clerk has: open cases, and lines of the queue as the last run or Refresh left them."""
    cases = [cells for _, cells in desk.raw.tables[_CASES].rows if folded(str(cells.get("Owner") or "")) == folded(owner)]
    due = [cells for _, cells in desk.raw.tables[_TODAY].rows if folded(str(cells.get("Owner") or "")) == folded(owner) and cells.get("Priority") is not None]
    stages = [str(cells.get("Stage") or "") for cells in cases]
    return desk.word("workload", open=sum(1 for stage in stages if stage and folded(stage) not in _CLOSED), due=len(due))


def _owner_asked(desk: Desk) -> str:
    """The owner of the selected case's row, when exactly one case of another owner is selected on Cases or Today; blank otherwise."""
    selected = desk.selected()
    table = desk.raw.tables.get(selected.sheet)
    if table is None or "Owner" not in table.headers or desk.screen.user in _owners(desk):
        return ""
    owners = {str(cells.get("Owner") or "") for number, cells in table.rows if number in selected.rows} - {""}
    return owners.pop() if len(owners) == 1 else ""


def _owners(desk: Desk) -> set[str]:
    return {str(cells.get("Owner") or "") for _, cells in desk.raw.tables[_CASES].rows}


def report(desk: Desk) -> None:
    """The page of the newest run, in the browser."""
    path = desk.ledger.path
    pages = sorted((path.parent / f"{path.stem}-out").glob("*/report.html"), key=lambda page: page.stat().st_mtime)
    if not pages:
        desk.tell(desk.word("no-report"))
        return
    webbrowser.open(pages[-1].resolve().as_uri())


def outbox(desk: Desk) -> None:
    """What waits or failed; with rows of that list selected, the Form to release or cancel them."""
    if desk.screen.active == form.SHEET:
        entering.with_form(desk)
        return
    if desk.screen.active == result.SHEET and (rows := result.listed(desk.screen, desk.button_id, desk.selected().rows)):
        entering.open_form(desk, {"keys": ", ".join(row[0] for row in rows if row[0])}, ())
        return
    items = desk.call("outbox", {"action": "list"}).data["items"]
    assert isinstance(items, list)
    debtors = desk.debtors()
    lines = [_item(item, debtors, desk.language) for item in items]
    headers = tuple(desk.word(key) for key in ("key", "debtor", "state", "why"))
    summary = desk.word("outbox-act", label=desk.title) if items else desk.word("outbox-empty")
    result.show(desk.screen, result.Page(desk.title, summary, headers, lines, (34, 26, 14, 80), desk.button_id))


def _item(item: Mapping[str, object], debtors: Mapping[str, str], language: str) -> result.Line:
    why = " ".join(str(item[name]) for name in ("why", "note") if item.get(name))
    return result.Line((str(item["key"]), debtors.get(str(item["case_id"]), ""), state(str(item["state"]), language), why), str(item["state"]))


def said(desk: Desk) -> None:
    """A task without questions: its own sentences on the sheet Result."""
    outcome = desk.call(desk.command.name)
    entering.shown(desk, say.lines(outcome, desk.language))


def about(desk: Desk) -> None:
    """What to tell someone who helps."""
    on = desk.settings.day("as_of")
    desk.tell(desk.word("about", version=__version__, path=Path(desk.ledger.path), ledger=desk.raw.ledger_id, on=on.isoformat() if on else "-"))
