"""What a run, a refresh and chosen reminders answer, in the language of the ledger. Only words are made here: every figure comes from the task's answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pyaddin.entrypoints import say_lists
from pyaddin.entrypoints.line import SHOWN, changes_in, fault, headed, plain, rows_of
from pyaddin.entrypoints.speech import Data, Speech, Table
from pyaddin.errors import KINDS
from pyaddin.rules.reason import rules_in, told

_WORDS: Table = {
    "dry": (
        "Dry run as of {on}: what a run would do. Nothing was written.", "试运行，基准日 {on}：仅列出将会做什么，未写入任何内容。",
        "試執行，基準日 {on}：僅列出將會做什麼，未寫入任何內容。",
    ),
    "run": ("Run {run} as of {on}.", "运行 {run}，基准日 {on}。", "執行 {run}，基準日 {on}。"),
    "assessed": ("Assessed {cases}.", "已评估 {cases}。", "已評估 {cases}。"),
    "flagged": ("Flagged {missed}.", "新标记 {missed}。", "新標記 {missed}。"),
    "moved": ("Moved {cases}", "阶段变更 {cases}", "階段變更 {cases}"),
    "sent": ("Sent {messages}", "已发送 {messages}", "已寄送 {messages}"),
    "queued": ("Queued {n}", "待处理 {n} 条", "待處理 {n} 則"), "blocked": ("Blocked {n}", "被阻止 {n} 条", "被阻止 {n} 則"),
    "failed": ("Failed {n}, parked {parked}", "失败 {n} 条，搁置 {parked} 条", "失敗 {n} 則，擱置 {parked} 則"),
    "refused": ("Refused {rows}", "未接受 {rows}", "未接受 {rows}"),
    "report": ("Report: {path}", "报告：{path}", "報告：{path}"), "no-report": ("No report was written.", "未生成报告。", "未產生報告。"),
    "smtp": ("handed to the mail server, copies in {out}", "已交给邮件服务器，副本在 {out}", "已交給郵件伺服器，副本在 {out}"),
    "folder": ("written to {out}", "已写入 {out}", "已寫入 {out}"),
    "new": ("new", "新案", "新案"), "out": ("out", "退出催收", "退出催收"), "by": (" by {rules}", "（依据 {rules}）", "（依據 {rules}）"),
    "why": ("{rule} ({words})", "{rule}（{words}）", "{rule}（{words}）"),
    "times": ("{n} x {word}", "{n} × {word}", "{n} × {word}"),
    "others": ("; {n} others", "；其他 {n}", "；其他 {n}"), "one-other": ("; 1 other", "；其他 1", "；其他 1"),
    "more-faults": ("  ... and {n} more; `check` lists them all.", "  ……另有 {n} 条，“检查”会全部列出。", "  ……另有 {n} 則，「檢查」會全部列出。"),
    "refreshed": (
        "Refreshed {cases} as of {on}; nothing was sent.", "已按 {on} 更新 {cases}，未发送任何内容。", "已依 {on} 更新 {cases}，未寄送任何內容。",
    ),
    "none-due": ("Nothing is due for these cases.", "这些案件目前没有需要发送的内容。", "這些案件目前沒有需要寄送的內容。"),
    "level": ("level {n}", "第 {n} 级", "第 {n} 級"),
}  # fmt: skip


def _counted(words: Iterable[str], say: Speech) -> str:
    """The most frequent words with their numbers, the rest as a number."""
    counts = Counter(words).most_common()
    shown = ("；" if say.chinese else "; ").join(say("times", n=number, word=word) for word, number in counts[:SHOWN])
    rest = sum(number for _, number in counts[SHOWN:])
    return shown + (say("one-other" if rest == 1 else "others", n=rest) if rest else "")


def _moves(data: Data, say: Speech) -> str:
    """Which ways the cases went, and by which rules of the stage machine."""
    ways = [
        f"{say.code('Stage', change.get('old')) or say('new')} -> {say.code('Stage', change.get('new')) or say('out')}"
        for change in changes_in(data, "Cases", "Stage")
    ]
    rules = {rule for change in changes_in(data, "Moves") for rule in rules_in(str(change.get("why") or ""))[:1]}
    by = say("by", rules=say.join(sorted(rules, key=lambda rule: (len(rule), rule)))) if rules else ""
    return _counted(ways, say) + by


def _reasons(data: Data, result: str, say: Speech) -> str:
    """Messages of this result by the rule that decided, with its words for the first of them: ``2 x HOLD-DISPUTE (the debt is disputed)``."""
    words: dict[str, str] = {}
    rules = []
    for row in rows_of(data, "messages"):
        if row.get("result") == result:
            why = plain(row.get("why"), 300)
            rule, text = (told(why) or [("", why)])[-1]
            words.setdefault(rule, text.strip(" .。"))
            rules.append(rule)
    return _counted((say("why", rule=rule, words=words[rule]) if rule else words[rule] for rule in rules), say)


def refused(data: Data, say: Speech) -> list[str]:
    """How many rows were refused, and the first of them."""
    head = say("refused", rows=say.count(data["refused"], "row"))
    if not data["refused"]:
        return [headed(head, "", say.language), *faults_tail(data, say.language)]
    return [f"{head}{'：' if say.chinese else ':'}", *faults_tail(data, say.language)]


def faults_tail(data: Data, language: str) -> list[str]:
    """The first faults that refuse a row, and how many more there are."""
    rows = [row for row in rows_of(data, "faults") if KINDS[str(row["code"])].refuses]
    more = [Speech(_WORDS, language)("more-faults", n=len(rows) - SHOWN)] if len(rows) > SHOWN else []
    return [*(f"  {fault(row, language)}" for row in rows[:SHOWN]), *more]


def _where(data: Data, say: Speech) -> str:
    return say("smtp" if data.get("transport") == "smtp" else "folder", out=plain(data.get("out"), 300))


def run(data: Data, language: str) -> list[str]:
    """The ten lines of a weekly or daily run."""
    say = Speech(_WORDS, language)
    out, page, dry = data.get("out"), data.get("report"), data.get("dry_run")
    heads = (
        (say("moved", cases=say.count(data["moved"], "case")), _moves(data, say)),
        (say("sent", messages=say.count(data["sent"], "notice")), _where(data, say) if out and data["sent"] and not dry else ""),
        (say("queued", n=data["queued"]), _reasons(data, "queued", say)),
        (say("blocked", n=data["blocked"]), _reasons(data, "blocked", say)),
        (say("failed", n=data["failed"], parked=data["parked"]), _reasons(data, "failed", say)),
    )
    moved, sent, queued, blocked, failed = (headed(head, detail, language) for head, detail in heads)
    return [
        say("dry", on=data["as_of"]) if dry else say("run", run=plain(data.get("run_id")), on=data["as_of"]),
        say("assessed", cases=say.count(data["assessed"], "case")),
        say("flagged", missed=say.count(data["flagged"], "missed")),
        moved, sent, queued,
        *say_lists.waiting(data, language),
        blocked, failed,
        *refused(data, say),
        *say.notes(data, longest=300),
        say("report", path=plain(page, 300)) if page else say("no-report"),
    ]  # fmt: skip


def refresh(data: Data, language: str) -> list[str]:
    """What a refresh found; it never sends."""
    say = Speech(_WORDS, language)
    return [
        say("refreshed", cases=say.count(data["assessed"], "case"), on=data["as_of"]),
        say("flagged", missed=say.count(data["flagged"], "missed")),
        headed(say("moved", cases=say.count(data["moved"], "case")), _moves(data, say), language),
        *refused(data, say),
    ]


def remind(data: Data, language: str) -> list[str]:
    """A line for each message of chosen cases with its reason; a preview with its text."""
    say = Speech(_WORDS, language)
    rows = rows_of(data, "messages")
    lists = (("kind", "MessageKind"), ("level", ""), ("channel", "Channel"), ("result", "Result"))
    lines = []
    for row in rows:
        words = [say("level", n=row.get(key)) if key == "level" and say.chinese and row.get(key) else say.code(name, row.get(key)) for key, name in lists]
        lines.append(f"{plain(row.get('case_id'))} {' '.join(words)}{'：' if say.chinese else ': '}{plain(row.get('why'), 300)}")
    for row in rows:  # a preview carries its text; its own line breaks are kept
        lines += [plain(line, 400) for line in str(row.get("text") or "").splitlines()]
    return lines or [say("none-due")]
