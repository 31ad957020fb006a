"""What a clerk reads after a row was entered, a list was read back, answers were filed, or something was taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pyaddin.entrypoints import say_lists, say_talk
from pyaddin.entrypoints.line import plain, rows_of
from pyaddin.entrypoints.speech import Data, Speech, Table

_WORDS: Table = {
    "row": ("{table} {key}: {cells}", "{table} {key}：{cells}", "{table} {key}：{cells}"),
    "filed": (
        "Filed {answers}, {bounced} returned; {holds} until somebody has read them.", "已登记 {answers}，退信 {bounced} 封；待阅读前 {holds}。",
        "已登錄 {answers}，退信 {bounced} 封；待閱讀前 {holds}。",
    ),
    "one-other": ("1 other message in the mailbox was left alone.", "邮箱中其他 1 封未处理。", "信箱中其他 1 封未處理。"),
    "others": ("{n} other messages in the mailbox were left alone.", "邮箱中其他 {n} 封未处理。", "信箱中其他 {n} 封未處理。"),
    "none-waits": ("No message waits: nothing to take back.", "没有待发消息，无需撤回。", "沒有待寄訊息，無須收回。"),
    "stopped-sends": ("{messages} taken back; nothing of it leaves.", "已撤回 {messages}，不会再发出。", "已收回 {messages}，不會再寄出。"),
    "to": ("{kind} to {recipient}", "{kind}，收件人 {recipient}", "{kind}，收件人 {recipient}"),
    "next-click": (
        "The rows of the ledger say so after the next click or run.", "台账中的行在下一次按按钮或运行后更新。", "台帳中的列在下一次按按鈕或執行後更新。",
    ),
    "no-action": ("There is no recorded action to take back.", "没有可撤回的操作记录。", "沒有可收回的動作紀錄。"),
    "undone": (
        "Taken back: {task} of {at} by {by}. {cells} put back, {rows} taken away.", "已撤回：{by} 于 {at} 的 {task}。恢复 {cells}，移除 {rows}。",
        "已收回：{by} 於 {at} 的 {task}。還原 {cells}，移除 {rows}。",
    ),
    "somebody": ("somebody", "某人", "某人"),
    "taken-back": ("{messages} taken back.", "已撤回 {messages}。", "已收回 {messages}。"),
    "has-left": (
        "Cannot be taken back: {message} has left by {channel}.", "无法撤回：{message} 已通过{channel}发出。", "無法收回：{message} 已透過{channel}寄出。",
    ),
    "of-case": ("{message} ({case})", "{message}（{case}）", "{message}（{case}）"),
    "stays": ("Stays: {place}: {why}", "保留：{place}：{why}", "保留：{place}：{why}"),
    "refresh": ("Refresh brings the queue up to date.", "请用“更新”（refresh）更新待办队列。", "請用「更新」（refresh）更新待辦佇列。"),
}  # fmt: skip


def entered(data: Data, language: str) -> list[str]:
    """The rows that were entered, then where each case stands now, then what the clerk should know."""
    say = Speech(_WORDS, language)
    said = []
    for row in rows_of(data, "rows"):
        values, name = row.get("values"), plain(row.get("table"))
        if name not in ("Cases", "Installments", "Moves") and isinstance(values, Mapping):
            cells = [f"{say.column(name, header)} {say.any_code(name, str(header), value)}" for header, value in values.items() if value is not None]
            said.append(say("row", table=name, key=plain(row.get("key")), cells=say.join(cells)))
    return [*said, *(say.standing(row) for row in rows_of(data, "cases")), *say.plain_notes(data, longest=300)]


def _listed(made: Callable[[Data, str], list[str]], data: Data, language: str) -> list[str]:
    """A list that was made, or one that was read back with the rows that came of it."""
    if "entered" in data:
        return [*say_lists.read_back(data, language), *entered(data, language)]
    return [*made(data, language), *Speech(_WORDS, language).notes(data, longest=300)]


def calls(data: Data, language: str) -> list[str]:
    """A call list that was made, or what of a filled-in one was entered."""
    return _listed(say_lists.calls, data, language)


def sms(data: Data, language: str) -> list[str]:
    """A batch of texts that was made, or what became of it."""
    return _listed(say_lists.sms, data, language)


def talked(data: Data, language: str) -> list[str]:
    """What a talk entered, then words for the talk and what to ask next."""
    return [*entered(data, language), *say_talk.talk(data, language)]


def answers(data: Data, language: str) -> list[str]:
    """How many were filed and what they stopped; then the rows and what nobody could place."""
    say, others = Speech(_WORDS, language), data["others"]
    head = say("filed", answers=say.count(data["filed"], "answer"), bounced=data["bounced"], holds=say.count(data["holds"], "hold"))
    return [head, *entered(data, language), *([say("one-other" if others == 1 else "others", n=others)] if others else [])]


def stop(data: Data, language: str) -> list[str]:
    """Which messages do not leave."""
    say, rows = Speech(_WORDS, language), rows_of(data, "items")
    said = [say("stopped-sends", messages=say.count(len(rows), "notice")) if rows else say("none-waits")]
    for row in rows:
        said.append(f"  {plain(row.get('case_id'))}: {say('to', kind=say.code('MessageKind', row.get('kind')), recipient=plain(row.get('recipient')))}")
    return said if data.get("entered") else [*said, say("next-click")]


def undo(data: Data, language: str) -> list[str]:
    """What was put back, what stays and why; mail that has left is named, because it cannot be taken back."""
    say, action = Speech(_WORDS, language), data.get("action")
    if not isinstance(action, Mapping):
        return [say("no-action")]
    counts = {"cells": say.count(data["cells"], "cell"), "rows": say.count(data["rows"], "row")}
    said = [say("undone", task=plain(action.get("task")), at=say.minute(action.get("at")), by=plain(action.get("by")) or say("somebody"), **counts)]
    if data.get("stopped_sends"):
        said.append(say("taken-back", messages=say.count(data["stopped_sends"], "waiting")))
    for row in rows_of(data, "sent"):
        message = say("to", kind=say.code("MessageKind", row.get("kind")), recipient=plain(row.get("recipient")))
        named = say("of-case", message=message, case=plain(row.get("case_id")))
        said.append(say("has-left", message=named, channel=say.code("Channel", row.get("channel"))))
    for row in rows_of(data, "stays"):
        place = " ".join(part for part in (plain(row.get("table")), plain(row.get("key")), say.column(row.get("table"), row.get("column"))) if part)
        said.append(say("stays", place=place, why=plain(row.get("why"), 200)))
    return [*said, say("refresh")]
