"""What the commands of trust say: a case explained figure by figure, who changed what, a practice ledger made."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.entrypoints.line import Row, plain, rows_of
from pyaddin.entrypoints.speech import Data, Speech, Table
from pyaddin.rules.citations import cited

_WORDS: Table = {
    "case": ("Case {case}, {debtor}, as of {on}:", "案件 {case}，{debtor}，截至 {on}：", "案件 {case}，{debtor}，截至 {on}："),
    "practice": (
        "Practice ledger: {path}, {cases} with invented people.", "练习台账：{path}，{cases}，人物均为虚构。", "演練台帳：{path}，{cases}，人物均為虛構。",
    ),
    "never-leaves": (
        "Nothing ever leaves it, every paper of it is marked, and it never becomes a real ledger.",
        "不会从中发出任何内容，每份文件均有标记，也永远不会成为正式台账。",
        "不會從中寄出任何內容，每份文件均有標記，也永遠不會成為正式台帳。",
    ),
    "accepted": (
        "Accepted: what verify listed until now counts as explained.",
        "已接受：verify 至今列出的内容视为已有说明。",
        "已接受：verify 至今列出的內容視為已有說明。",
    ),
    "no-change": ("The audit chain knows of no such change.", "审计链中没有这样的更改。", "稽核鏈中沒有這樣的變更。"),
    "not-shown": (
        "{changes} not shown; --since, --field or --case names fewer.", "未列出 {changes}；可用 --since、--field 或 --case 缩小范围。",
        "未列出 {changes}；可用 --since、--field 或 --case 縮小範圍。",
    ),
    "first": ("first look of the chain at the ledger", "审计链首次记录台账", "稽核鏈首次記錄台帳"),
    "hand": ("changed by hand, noticed", "发现手工改动", "發現手動更改"), "restore": ("a backup was brought back", "恢复了备份", "還原了備份"),
    "run": (", run {run}", "，运行 {run}", "，執行 {run}"),
    "act": (
        "{at}{by} ({login} at {host}): {what}{run} [{seq}]",
        "{at}{by}（{login}，{host}）：{what}{run} [{seq}]",
        "{at}{by}（{login}，{host}）：{what}{run} [{seq}]",
    ),
    "cell": ("{place}, {column}: {old} -> {new}{tail}", "{place}，{column}：{old} -> {new}{tail}", "{place}，{column}：{old} -> {new}{tail}"),
    "row-added": ("{place} added: {new}{tail}", "{place} 新增：{new}{tail}", "{place} 新增：{new}{tail}"),
    "step": ("{label}: {value} ({note})", "{label}：{value}（{note}）", "{label}：{value}（{note}）"),
    "step-bare": ("{label}: {value}", "{label}：{value}", "{label}：{value}"),
    "row-gone": ("{place} gone; it was: {old}{tail}", "{place} 已删除，原为：{old}{tail}", "{place} 已刪除，原為：{old}{tail}"),
    "kept-until": ("{debtor}: kept until {on} ({rule}: {source})", "{debtor}：保存至 {on}（{rule}：{source}）", "{debtor}：保存至 {on}（{rule}：{source}）"),
    "none-ripe": ("No debtor's data have been kept long enough.", "没有保存期已满的债务人数据。", "沒有保存期已滿的債務人資料。"),
    "erased": ("{debtor}: erased. {counts}", "{debtor}：已删除。{counts}", "{debtor}：已刪除。{counts}"),
    "cells": ("cells of the ledger", "台账单元格", "台帳儲存格"), "messages": ("messages", "消息", "訊息"),
    "clicks": ("cells that buttons remember", "按钮的记忆", "按鈕的記憶"),
    "kept_rows": ("rows to be entered", "待录入的行", "待輸入的列"), "audit_entries": ("entries of the audit chain", "审计链条目", "稽核鏈項目"),
    "files": ("files", "文件", "文件"),
    "slices": ("slices", "拆分记录行", "拆分紀錄列"), "backups": ("backups", "备份", "備份"),
    "stays": ("  stays: {what}: {why} ({source})", "  保留：{what}：{why}（{source}）", "  保留：{what}：{why}（{source}）"),
    "package": (
        "{debtor}: {files} written; begin with index.html.",
        "{debtor}：已写入 {files}；请从 index.html 看起。",
        "{debtor}：已寫入 {files}；請從 index.html 看起。",
    ),
}  # fmt: skip


def explain(data: Data, language: str) -> list[str]:
    """Each figure with its words, beneath it the arithmetic and the source of its rule; a heading begins each group."""
    say = Speech(_WORDS, language)
    lines = [say("case", case=plain(data.get("case_id")), debtor=plain(data.get("debtor")), on=data.get("as_of"))]
    group = ""
    for number, step in enumerate(rows_of(data, "steps"), 1):
        if step.get("group") and step["group"] != group:
            group = str(step["group"])
            lines.append(f"-- {plain(group, 200)} --")
        label, value, note = plain(step.get("label"), 200), plain(step.get("value"), 400), plain(step.get("note"), 400)
        lines.append(f"{number}. " + say("step" if value and note else "step-bare", label=label, value=value or note, note=note))
        if step.get("arithmetic"):
            lines.append(f"   = {plain(step['arithmetic'], 2000)}")
        if step.get("source"):
            rule, source = plain(step.get("rule"), 80), plain(step["source"], 400)
            lines.append(f"   {say('step-bare', label=rule, value=source)}" if rule and rule != label else f"   {source}")
    return lines


def practice(data: Data, language: str) -> list[str]:
    """Where the practice ledger lies, and what it is."""
    say = Speech(_WORDS, language)
    return [say("practice", path=plain(data["path"], 300), cases=say.count(data["cases"], "case")), say("never-leaves")]


_SHOWN = 200
"""So many lines of changes are said; --json has all of them."""


def changes(data: Data, language: str) -> list[str]:
    """One heading for each act, with who did it, and a line for each cell or row; the latest stand last."""
    say, rows = Speech(_WORDS, language), rows_of(data, "changes")
    left = len(rows) - _SHOWN
    lines = [say("accepted")] if data.get("accepted") else []
    if not rows:
        return [*lines, say("no-change")]
    if left > 0:
        lines.append(say("not-shown", changes=say.count(left, "change")))
    act: object = None
    for row in rows[-_SHOWN:]:
        if row.get("seq") != act:
            act = row.get("seq")
            lines.append(_act(row, say))
        lines.append(f"   {_change(row, say)}")
    return lines


def _act(row: Row, say: Speech) -> str:
    kind = str(row.get("kind"))
    what = say(kind) if kind in ("first", "hand", "restore") else plain(row.get("task"))
    run = say("run", run=plain(row["run_id"])) if row.get("run_id") else ""
    by = "" if kind == "hand" else f" {plain(row.get('by'), 60)}"
    who = {"login": plain(row.get("login"), 60), "host": plain(row.get("host"), 60), "seq": plain(row.get("seq"))}
    return say("act", at=plain(row.get("local")), by=by, what=what, run=run, **who)


def _change(row: Row, say: Speech) -> str:
    place = f"{plain(row.get('table'))} {plain(row.get('key'), 80)}".strip()
    old, new, why = plain(row.get("old"), 300), plain(row.get("new"), 300), plain(row.get("why"), 300)
    tail = f" ({why})" if why else ""
    if row.get("column"):
        blank = say("blank")
        return say("cell", place=place, column=say.column(row.get("table"), row["column"]), old=old or blank, new=new or blank, tail=tail)
    if not place:
        return why
    return say("row-added", place=place, new=new, tail=tail) if new else say("row-gone", place=place, old=old, tail=tail)


def privacy(data: Data, language: str) -> list[str]:
    """What was handed out or erased, what stays and why, and what a person must look at."""
    say = Speech(_WORDS, language)
    if data.get("debtor") is None:
        said = []
        for row in rows_of(data, "due"):
            words = {"debtor": plain(row.get("debtor")), "rule": plain(row.get("rule")), "source": cited(plain(row.get("source"), 300), language)}
            said.append(say("kept-until", on=row.get("since"), **words))
        return said or [say("none-ripe")]
    erased, files = data.get("erased"), data.get("files")
    if isinstance(erased, Mapping) and erased:
        counts = say.join([f"{say(name) if name in _WORDS else plain(name)} {count}" for name, count in erased.items()])
        said = [say("erased", debtor=plain(data["debtor"]), counts=counts)]
        for row in rows_of(data, "kept"):
            said.append(say("stays", what=plain(row.get("what"), 200), why=plain(row.get("why"), 300), source=cited(plain(row.get("source"), 300), language)))
    else:
        said = [say("package", debtor=plain(data["debtor"]), files=say.count(len(files) if isinstance(files, list) else 0, "file"))]
    return said + [f"  {note}" for note in say.plain_notes(data, longest=600)]
