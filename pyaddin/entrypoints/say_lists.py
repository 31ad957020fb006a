"""What call lists and batches of texts say: made, read back, and which of them a run calls for."""

from __future__ import annotations

from collections import Counter

from pyaddin.entrypoints.line import Row, fault, plain, rows_of
from pyaddin.entrypoints.speech import Data, Speech, Table
from pyaddin.rules.reason import rules_in

_WORDS: Table = {
    "to-call": ("{people} to call as of {on}.", "截至 {on}，须致电 {people}。", "截至 {on}，須致電 {people}。"),
    "call": ("  {case} ({debtor}): {action}, {hours}", "  {case}（{debtor}）：{action}，{hours}", "  {case}（{debtor}）：{action}，{hours}"),
    "texts": ("{texts} as of {on}, {parts} to pay for.", "截至 {on} 有 {texts}，按 {parts}计费。", "截至 {on} 有 {texts}，按 {parts}計費。"),
    "text": ("  {case} to {number} ({parts}): {text}", "  {case} 发往 {number}（{parts}）：{text}", "  {case} 傳往 {number}（{parts}）：{text}"),
    "due": ("{cases} due as of {on}{whose}.", "截至 {on}{whose}，待办 {cases}。", "截至 {on}{whose}，待辦 {cases}。"),
    "due-one": ("{cases} is", "{cases}", "{cases}"), "due-many": ("{cases} are", "{cases}", "{cases}"),
    "whose": (" for {owner}", "（经办人 {owner}）", "（承辦人 {owner}）"),
    "no-points": ("no points", "无加分", "無加分"),
    "out": ("Out of the order: {n}.", "不在待办顺序中：{n}。", "不在待辦順序中：{n}。"),
    "out-on": ("  {queued}, on {on} [{points}]", "  {queued}，{on} [{points}]", "  {queued}，{on} [{points}]"),
    "queued": ("{case} ({debtor}): {action}", "{case}（{debtor}）：{action}", "{case}（{debtor}）：{action}"),
    "workload": ("Workload:", "工作量：", "工作量："),
    "load": ("  {owner}: {cases}, {due} due", "  {owner}：{cases}，待办 {due}", "  {owner}：{cases}，待辦 {due}"),
    "no-owner": ("(no owner)", "（无经办人）", "（無承辦人）"),
    "read": (
        "Read {file}: {rows} entered, {refused} refused.", "已读取 {file}：登记 {rows}，未接受 {refused}。", "已讀取 {file}：登錄 {rows}，未接受 {refused}。",
    ),
    "call-waits": (
        "1 call waits for a person: `calls` makes the list.", "1 通电话待人工拨打：用 `calls` 生成清单。", "1 通電話待人工撥打：用 `calls` 產生清單。",
    ),
    "calls-wait": (
        "{n} calls wait for a person: `calls` makes the list.", "{n} 通电话待人工拨打：用 `calls` 生成清单。", "{n} 通電話待人工撥打：用 `calls` 產生清單。",
    ),
    "text-waits": (
        "1 text message waits for a person: `sms` makes the batch.", "1 条短信待人工发送：用 `sms` 生成批次。", "1 則簡訊待人工傳送：用 `sms` 產生批次。",
    ),
    "texts-wait": (
        "{n} text messages wait for a person: `sms` makes the batch.", "{n} 条短信待人工发送：用 `sms` 生成批次。", "{n} 則簡訊待人工傳送：用 `sms` 產生批次。",
    ),
    "letter-waits": ("1 letter waits to be printed: `letters` prints it.", "1 封信函待打印：用 `letters` 打印。", "1 封信函待列印：用 `letters` 列印。"),
    "letters-wait": (
        "{n} letters wait to be printed: `letters` prints them.", "{n} 封信函待打印：用 `letters` 打印。", "{n} 封信函待列印：用 `letters` 列印。",
    ),
    "not-called": ("Not to be called: {n}.", "不得致电：{n}。", "不得致電：{n}。"), "not-sent": ("Not to be sent: {n}.", "不得发送：{n}。", "不得傳送：{n}。"),
    "why": ("  {case} ({debtor}): {why}", "  {case}（{debtor}）：{why}", "  {case}（{debtor}）：{why}"),
    "list": ("List: {file}", "清单：{file}", "清單：{file}"), "batch": ("Batch: {file}", "批次：{file}", "批次：{file}"),
    "csv": ("For the gateway: {file}", "供短信平台使用：{file}", "供簡訊平台使用：{file}"),
}  # fmt: skip


def _person(row: Row) -> dict[str, str]:
    return {"case": plain(row.get("case_id")), "debtor": plain(row.get("debtor"))}


def calls(data: Data, language: str) -> list[str]:
    """Whom to call within which hours, and who may not be called."""
    say, rows = Speech(_WORDS, language), rows_of(data, "listed")
    said = [say("to-call", people=say.count(len(rows), "person"), on=data["as_of"])]
    said += [say("call", **_person(row), action=plain(row.get("action")), hours=plain(row.get("hours"))) for row in rows]
    return [*said, *_not_contacted(data, "not-called", say), *_file("list", data.get("file"), say)]


def sms(data: Data, language: str) -> list[str]:
    """Texts, numbers, parts to pay for, and what may not be sent."""
    say, rows = Speech(_WORDS, language), rows_of(data, "listed")
    said = [say("texts", texts=say.count(len(rows), "text"), parts=say.count(data["parts"], "sms-part"), on=data["as_of"])]
    for row in rows:
        words = {"number": plain(row.get("number")), "parts": plain(row.get("parts")), "text": plain(row.get("text"), 400)}
        said.append(say("text", case=plain(row.get("case_id")), **words))
    return [*said, *_not_contacted(data, "not-sent", say), *_file("batch", data.get("file"), say), *_file("csv", data.get("csv"), say)]


def queue(data: Data, language: str) -> list[str]:
    """What is due, what is out of the order, and how much each clerk has."""
    say = Speech(_WORDS, language)
    due, out, loads = rows_of(data, "queue"), rows_of(data, "excluded"), rows_of(data, "workload")
    whose = say("whose", owner=plain(data["owner"])) if data.get("owner") else ""
    cases = say("due-one" if len(due) == 1 else "due-many", cases=say.count(len(due), "case"))
    said = [say("due", cases=cases, on=data["as_of"], whose=whose)]
    said += [f"  {row['rank']}. {_queued(row, say)} [{plain(row.get('priority'))}: {plain(row.get('points'), 300) or say('no-points')}]" for row in due]
    said += [say("out", n=len(out))] if out else []
    said += [say("out-on", queued=_queued(row, say), on=plain(row.get("on")), points=plain(row.get("points"), 300)) for row in out]
    said += [say("workload")] if loads else []
    for load in loads:
        said.append(say("load", owner=plain(load.get("owner")) or say("no-owner"), cases=say.count(load["open"], "open"), due=load["due"]))
    return said


def _queued(row: Row, say: Speech) -> str:
    return say("queued", **_person(row), action=plain(row.get("action"), 200))


def read_back(data: Data, language: str) -> list[str]:
    """How many rows of the file were entered, and why the others were not."""
    say, refused = Speech(_WORDS, language), rows_of(data, "faults")
    said = say("read", file=plain(data["file"], 300), rows=say.count(data["entered"], "row"), refused=len(refused))
    return [said, *(f"  {fault(row, language)}" for row in refused)]


def waiting(data: Data, language: str) -> list[str]:
    """Which command makes the list of the tasks that a run left for people."""
    say = Speech(_WORDS, language)
    tasks = (row for row in rows_of(data, "messages") if row.get("result") == "queued" and "TASK" in rules_in(str(row.get("why") or "")))
    queued = Counter(str(row.get("channel")) for row in tasks)
    said = []
    for channel, one, many in (("call", "call-waits", "calls-wait"), ("sms", "text-waits", "texts-wait"), ("letter", "letter-waits", "letters-wait")):
        if queued[channel]:
            said.append(say(one if queued[channel] == 1 else many, n=queued[channel]))
    return said


def _not_contacted(data: Data, key: str, say: Speech) -> list[str]:
    rows = rows_of(data, "blocked")
    return ([say(key, n=len(rows))] if rows else []) + [say("why", **_person(row), why=plain(row.get("why"), 300)) for row in rows]


def _file(key: str, file: object, say: Speech) -> list[str]:
    return [say(key, file=plain(file, 300))] if file else []
