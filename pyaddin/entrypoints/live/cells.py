"""Cells as the sheet Result tells them: columns by their captions, codes by their labels, tasks by their buttons."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyaddin.buttons import BUTTONS
from pyaddin.labels import LANGUAGES, label, language_index
from pyaddin.ledger.captions import CAPTIONS, caption, list_of
from pyaddin.ledger.schema import EVERY_TABLE

_TASKS: Mapping[str, tuple[str, str, str]] = {
    "entry": ("entry", "录入", "登錄"), "case": ("case", "新建案件", "新增案件"), "run": ("run", "运行", "執行"), "sender": ("sender", "发送", "寄送"),
    "first": ("first look", "首次记录", "首次記錄"), "restore": ("restore", "恢复备份", "還原備份"), "merge": ("merge", "并回分册", "併回分冊"),
    "slice": ("slice", "切出分册", "切出分冊"),
}  # fmt: skip
_FACTS: Mapping[str, tuple[str, str]] = {
    "Open": ("未付", "未繳"), "tolerance": ("容差", "容許差額"), "Days": ("天数", "天數"), "buckets": ("区间", "區間"),
    "Answered": ("接通", "接通"), "Tried": ("尝试", "嘗試"), "Lawful hours of calls": ("可致电时段", "可致電時段"),
    "Agreed on": ("约定日", "約定日"), "Broken since": ("违约始于", "違約始於"),
    "Key": ("编号", "編號"),
}  # fmt: skip
_CODED: Mapping[str, str] = {"Preferred channel": "Preferred", "Language": "Language", "Kind": "AdjustmentKind", "Day count": "DayCount"}
_EVENT = re.compile(r"(demand|acknowledgment|part payment|agreement|suit) (\d{4}-\d\d-\d\d)")


def task_word(task: str, language: str) -> str:
    """A task as its button is called; the name of the command where no button has it."""
    words = _TASKS.get(task)
    if words is None and language_index(language):
        found = [button for button in BUTTONS if button.command == task and (not button.fixed or button.id == task)]
        return found[0].labels[language] if found else task
    return words[language_index(language)] if words and language in LANGUAGES[1:] else task


def fact(name: str, value: str, language: str) -> str:
    """What was read from the ledger, behind the name of its column; names of settings stay as they stand on Settings."""
    place = language_index(language)
    if place == 0:
        return f"{name} {value}"
    if event := _EVENT.fullmatch(name):
        return f"{label('RestartEvent', event[1], language)} {event[2]} {value}"
    words = _FACTS.get(name) or CAPTIONS.get(name)
    shown = label(_CODED[name], value, language) if name in _CODED else value
    if name in ("allocation_order", "allocation_order_late"):
        shown = "、".join(label("Component", code, language) for code in value.split(", "))
    return f"{words[place - 1] if words else name} {shown}"


def cell(table: str, column: str, value: str, language: str) -> str:
    """A cell's text; a code as the sheet shows it."""
    if language_index(language) == 0 or table not in EVERY_TABLE or column not in EVERY_TABLE[table].headers:
        return value
    name = list_of(EVERY_TABLE[table].column(column))
    return label(name, value, language) if name else value


def row(table: str, text: str, language: str) -> str:
    """A whole row, ``Header value, Header value``, with the captions of its columns and the labels of its codes."""
    if language_index(language) == 0 or table not in EVERY_TABLE:
        return text
    headers = "|".join(re.escape(header) for header in sorted(EVERY_TABLE[table].headers, key=len, reverse=True))
    parts = re.split(rf"(?:^|, )({headers}) ", text)
    pairs = zip(parts[1::2], parts[2::2], strict=True)
    return "，".join(f"{caption(table, header, language)} {cell(table, header, value, language)}" for header, value in pairs) or text
