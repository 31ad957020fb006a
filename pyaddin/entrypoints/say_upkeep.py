"""What check, assess, outbox, verify, restore and doctor answer, in the language of the ledger."""

from __future__ import annotations

from collections import Counter

from pyaddin.entrypoints.line import fault, plain, rows_of, table
from pyaddin.entrypoints.speech import Data, Speech, Table
from pyaddin.fault_words import meaning

_WORDS: Table = {
    "findings": ("{findings}.", "共 {findings}。", "共 {findings}。"),
    "kind": ("  {n} x {code}: {meaning}", "  {n} x {code}：{meaning}", "  {n} x {code}：{meaning}"),
    "not-listed": ("Of each kind the first {most} are listed; --json has all of them.", "每种问题只列出前 {most} 条；--json 会全部列出。",
                   "每種問題只列出前 {most} 則；--json 會全部列出。"),
    "in-order": ("Every sheet is in order.", "各工作表一切正常。", "各工作表一切正常。"),
    "as-of": ("As of {on}:", "截至 {on}：", "截至 {on}："),
    "case": ("Case", "案件", "案件"), "currency": ("Cur", "币种", "幣別"), "stage": ("Stage", "阶段", "階段"), "level": ("Level", "级别", "級別"),
    "days": ("Days late", "逾期天数", "逾期天數"), "bucket": ("Bucket", "账龄区间", "帳齡區間"), "arrears": ("Arrears", "拖欠金额", "積欠金額"),
    "outstanding": ("Outstanding", "未清总额", "未清總額"), "action": ("Next", "下一步", "下一步"),
    "why": ("{case}: {why}", "{case}：{why}", "{case}：{why}"),
    "nothing-waits": ("Nothing is planned, queued, parked or failed.", "没有计划中、待处理、搁置或失败的消息。", "沒有計畫中、待處理、擱置或失敗的訊息。"),
    "key": ("Key", "编号", "編號"), "channel": ("Channel", "渠道", "管道"), "state": ("State", "状态", "狀態"), "at": ("Planned for", "计划时间", "計畫時間"),
    "because": ("Why", "理由", "理由"),
    "done approve": ("Released by {by}: {messages}. What was released leaves with the next run, after the rules of contact were asked again.",
                     "由 {by} 放行：{messages}。放行的消息在再次核对联系规则后随下次运行发出。",
                     "由 {by} 放行：{messages}。放行的訊息在再次查核聯絡規則後隨下次執行寄出。"),
    "done cancel": ("Cancelled by {by}: {messages}.", "由 {by} 取消：{messages}。", "由 {by} 取消：{messages}。"),
    "done retry": ("Released again by {by}: {messages}. The same bytes leave with the next run.",
                   "由 {by} 再次放行：{messages}。同样的内容随下次运行发出。", "由 {by} 再次放行：{messages}。同樣的內容隨下次執行寄出。"),
    "done resolve sent": ("{by} says that it arrived: {messages}. It counts as sent from the next run on.",
                          "{by} 确认已送达：{messages}。自下次运行起按已发送计。", "{by} 確認已送達：{messages}。自下次執行起按已寄送計。"),
    "done resolve not-sent": ("{by} says that it did not arrive: {messages}. The same bytes leave with the next run.",
                              "{by} 确认未送达：{messages}。同样的内容随下次运行发出。", "{by} 確認未送達：{messages}。同樣的內容隨下次執行寄出。"),
    "done adopt sent": ("{by} says that they were sent: {messages} count as sent and are not made again.",
                        "{by} 确认均已发出：{messages}按已发送计，不再生成。", "{by} 確認均已寄出：{messages}按已寄送計，不再產生。"),
    "done adopt not-sent": ("{by} says that they were not sent: {messages}. The next run makes anew what is still due.",
                            "{by} 确认均未发出：{messages}。仍应发送的由下次运行重新生成。", "{by} 確認均未寄出：{messages}。仍應寄送的由下次執行重新產生。"),
    "done adopt moved": ("{by} says that ledger and journal were moved here: the old place sends nothing any more.",
                         "{by} 确认台账和日志已搬到此处：原处不再发送。", "{by} 確認台帳和日誌已搬到此處：原處不再寄送。"),
    "agree": ("Ledger, journal and audit chain agree.", "台账、日志和审计链相符。", "台帳、日誌和稽核鏈相符。"),
    "backup": ("{name}  {at}  {bytes} bytes", "{name}  {at}  {bytes} 字节", "{name}  {at}  {bytes} 位元組"),
    "no-backup": ("There is no backup yet.", "还没有备份。", "尚無備份。"),
    "brought-back": ("{name} was brought back.", "已恢复 {name}。", "已還原 {name}。"),
    "kept": ("The file as it was is kept as {name}.", "原来的文件另存为 {name}。", "原來的檔案另存為 {name}。"),
    "no-file": ("There was no file in its place.", "原位置没有文件。", "原位置沒有檔案。"),
    "again": ("  {key}: {result}", "  {key}：{result}", "  {key}：{result}"),
    "lost": ("  {at} {by}: {task}, {cells}", "  {at} {by}：{task}，{cells}", "  {at} {by}：{task}，{cells}"),
    "mended": ("Put right: {names}.", "已修正：{names}。", "已修正：{names}。"),
    "checks": ("{good} of {checks} are in order.", "共 {checks}，{good} 项正常。", "共 {checks}，{good} 項正常。"),
}  # fmt: skip
_SHOWN, _FEW = 200, 20
"""So many findings of one kind are listed; from so many in all on the kinds are counted below them."""
_STATES: Table = {
    "planned": ("planned", "计划中", "計畫中"), "approved": ("approved", "已放行", "已放行"), "queued": ("queued", "待处理", "待處理"),
    "envelope": ("envelope", "发送中", "寄送中"), "data": ("data", "发送中", "寄送中"), "failed": ("failed", "发送失败", "寄送失敗"),
    "deferred": ("deferred", "稍后重试", "稍後重試"), "unknown": ("unknown", "结果不明", "結果不明"), "held": ("held", "搁置", "擱置"),
}  # fmt: skip
"""The states of the journal in which a message still asks for somebody."""


def check(data: Data, language: str) -> list[str]:
    """Each finding with its place and what to do, and how many there are."""
    say, rows = Speech(_WORDS, language), rows_of(data, "faults")
    if not rows:
        return [say("in-order")]
    met: Counter[str] = Counter()
    said = []
    for row in rows:
        code = str(row["code"])
        met[code] += 1
        if met[code] <= _SHOWN:
            said.append(fault(row, language))
    kinds = [say("kind", code=code, n=f"{number:,}", meaning=meaning(code, language)) for code, number in met.most_common()]
    if len(said) < len(rows):
        kinds = [*kinds, say("not-listed", most=_SHOWN)]
    return [*said, say("findings", findings=say.count(len(rows), "finding")), *(kinds if len(rows) > _FEW else [])]


def assess(data: Data, language: str) -> list[str]:
    """A line for each case; of a single one the reason, too."""
    say, rows = Speech(_WORDS, language), rows_of(data, "cases")
    keys = ("case_id", "currency", "stage", "level", "days_past_due", "bucket", "arrears", "outstanding", "next_action")
    header = say.header("case", "currency", "stage", "level", "days", "bucket", "arrears", "outstanding", "action")
    lines = table(([say.code("Stage", row.get(key)) if key == "stage" else row.get(key) for key in keys] for row in rows), header)
    told = [say("why", case=plain(row.get("case_id")), why=plain(row["why"], 300)) for row in rows if len(rows) == 1 and row.get("why")]
    return [say("as-of", on=data["as_of"]), *lines, *told]


def outbox(data: Data, language: str) -> list[str]:
    """What waits or failed, by the key that approve, cancel, resolve and retry take; ``--json`` has the rest of it."""
    say, rows = Speech(_WORDS, language), rows_of(data, "items")
    said = [say.note(data["doubt"])] if data.get("doubt") else []
    done = data.get("done")
    if isinstance(done, dict):
        word = " ".join(part for part in ("done", plain(done.get("action")), plain(done.get("as"))) if part)
        said.append(say(word, by=plain(done.get("by")), messages=say.count(done.get("messages") or 0, "message")))
    if not rows:
        return [*said, say("nothing-waits")]
    lines = []
    for row in rows:
        shown = state(plain(row.get("state")), language)
        lines.append([row.get("key"), say.code("Channel", row.get("channel")), shown, plain(row.get("planned_for")), row.get("note") or row.get("why")])
    return [*said, *table(lines, say.header("key", "channel", "state", "at", "because"))]


def state(name: str, language: str) -> str:
    """A state of the journal in words."""
    return Speech(_STATES, language)(name) if name in _STATES else name


def verify(data: Data, language: str) -> list[str]:
    """Where ledger, journal and audit chain differ."""
    return [fault(row, language) for row in rows_of(data, "faults")] or [Speech(_WORDS, language)("agree")]


def restore(data: Data, language: str) -> list[str]:
    """The list of backups, or what was brought back and what is no longer in the ledger."""
    say = Speech(_WORDS, language)
    if not data.get("restored"):
        found = [say("backup", name=plain(row.get("name")), at=say.minute(row.get("at")), bytes=plain(row.get("bytes"))) for row in rows_of(data, "backups")]
        return found or [say("no-backup")]
    kept = say("kept", name=plain(data["kept"])) if data.get("kept") else say("no-file")
    again = [say("again", key=plain(row.get("key")), result=say.code("Result", row.get("result"))) for row in rows_of(data, "entered_again")]
    lost = []
    for row in rows_of(data, "lost"):
        words = {name: plain(row.get(name)) for name in ("by", "task")}
        lost.append(say("lost", at=say.minute(row.get("at")), cells=say.count(row.get("cells") or 0, "cell"), **words))
    return [say("brought-back", name=plain(data["restored"])), kept, *say.plain_notes(data), *again, *lost]


def doctor(data: Data, language: str) -> list[str]:
    """What was put right, each check that fails with what to do, and how many are in order."""
    say, checks = Speech(_WORDS, language), rows_of(data, "checks")
    bad = [row for row in checks if not row["ok"]]
    mended = data.get("mended")
    said = [say("mended", names=say.join([str(name) for name in mended]))] if isinstance(mended, list) and mended else []
    said += [f"- {plain(row['name'])}: {plain(row['advice'], 600)}" for row in bad]
    return [*said, say("checks", good=len(checks) - len(bad), checks=say.count(len(checks), "check"))]
