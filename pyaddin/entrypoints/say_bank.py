"""What a bank statement and the booking of its lines say, in the language of the reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pyaddin.entrypoints.line import fault, plain, rows_of
from pyaddin.labels import language_index

_WORDS: Mapping[str, tuple[str, str, str]] = {
    "preview": ("Preview: nothing was written.", "预览：未写入任何内容。", "預覽：未寫入任何內容。"),
    "read": (
        "{name} ({form}): lines new {added}, known already {known}, refused {refused}.",
        "{name}（{form}）：新增 {added} 笔，已有 {known} 笔，未接受 {refused} 笔。",
        "{name}（{form}）：新增 {added} 筆，已有 {known} 筆，未接受 {refused} 筆。",
    ),
    "statement": ("Account {account}: {first} to {last}, lines {count}{ties}.", "账户 {account}：{first} 至 {last}，{count} 笔{ties}。",
                  "帳戶 {account}：{first} 至 {last}，{count} 筆{ties}。"),
    "ties": (", from {opening} to {closing}", "，期初 {opening}，期末 {closing}", "，期初 {opening}，期末 {closing}"),
    "suggested": ("suggested {case} ({confidence})", "建议 {case}（{confidence}）", "建議 {case}（{confidence}）"),
    "unmatched": ("left unmatched", "未匹配", "未配對"),
    "waits": ("{count} lines wait for a person:", "{count} 笔待人工处理：", "{count} 筆待人工處理："),
    "wait-one": ("1 line waits for a person:", "1 笔待人工处理：", "1 筆待人工處理："),
    "none": ("No line waits.", "没有待处理的银行流水。", "沒有待處理的銀行明細。"),
    "nothing": ("Nothing was booked.", "未入账任何一笔。", "未入帳任何一筆。"),
    "booked": (
        "{line}: {amount} booked on {case} as {payments}.", "{line}：{amount} 已记入 {case}（{payments}）。", "{line}：{amount} 已記入 {case}（{payments}）。",
    ),
    "joined": (
        "{line}: {amount} is payment {payments} of {case}.", "{line}：{amount} 与 {case} 的还款 {payments} 合并。",
        "{line}：{amount} 與 {case} 的還款 {payments} 合併。",
    ),
    "reversed": ("{line}: payment {payments} of {case} was taken back ({amount}).", "{line}：{case} 的还款 {payments} 已被退回（{amount}）。",
                 "{line}：{case} 的還款 {payments} 已被退回（{amount}）。"),
    "ignored": ("{line}: {amount} ignored.", "{line}：{amount} 已忽略。", "{line}：{amount} 已忽略。"),
    "taken-out": ("{line}: {amount} waits again.", "{line}：{amount} 重新待处理。", "{line}：{amount} 重新待處理。"),
    "stands": (
        "{case} ({debtor}): arrears {arrears}, outstanding {outstanding} {currency}.",
        "{case}（{debtor}）：逾期 {arrears}，未还总额 {outstanding} {currency}。",
        "{case}（{debtor}）：逾期 {arrears}，未還總額 {outstanding} {currency}。",
    ),
    "until": ("Bank data count up to {on}.", "银行数据计至 {on}。", "銀行資料計至 {on}。"),
}  # fmt: skip
_ACTS = {"unmatched": "taken-out"}


def bank(data: Mapping[str, object], language: str = "en") -> list[str]:
    """What was read and suggested, what was booked, what waits, and what must be looked at."""
    place = language_index(language)

    def say(word: str, **values: object) -> str:
        return _WORDS[word][place].format(**values)

    said = [say("preview")] if data.get("preview") else []
    if data.get("from"):
        said += _read(data, say)
    said += [_done(row, say) for row in rows_of(data, "done")]
    waiting = rows_of(data, "waiting")
    if waiting:
        said += [say("wait-one") if len(waiting) == 1 else say("waits", count=len(waiting)), *(_line(row, say) for row in waiting)]
    elif not data.get("from") and not rows_of(data, "done"):
        said.append(say("nothing") if rows_of(data, "faults") else say("none"))
    for row in rows_of(data, "cases"):
        values = {name: plain(row.get(name)) for name in ("debtor", "arrears", "outstanding", "currency")}
        said.append(say("stands", case=plain(row.get("case_id")), **values))
    said += [f"  {fault(row, language)}" for row in rows_of(data, "faults")]
    notes = data.get("notes")
    said += [plain(note, 400) for note in notes] if isinstance(notes, list) else []
    return said


_Say = Callable[..., str]


def _read(data: Mapping[str, object], say: _Say) -> list[str]:
    """The statements of the file, and each new line with what is suggested for it."""
    added = rows_of(data, "added")
    said = [say("read", name=plain(data["from"]), form=plain(data.get("form")), added=len(added), known=data.get("known"), refused=data.get("refused"))]
    for row in rows_of(data, "statements"):
        balances = say("ties", opening=row.get("opening"), closing=row.get("closing")) if row.get("ties") else ""
        account = ", ".join(part for part in (plain(row.get("account")) or "-", plain(row.get("number"))) if part)
        said.append(say("statement", account=account, first=row.get("from"), last=row.get("to"), count=row.get("lines"), ties=balances))
    return said + [_line(row, say) for row in added]


def _line(row: Mapping[str, object], say: _Say) -> str:
    found = say("suggested", case=plain(row["suggested"]), confidence=row.get("confidence")) if row.get("suggested") else say("unmatched")
    money = f"{plain(row.get('on'))} {plain(row.get('amount'))} {plain(row.get('currency'))}"
    payer = f" {plain(row.get('payer'), 60)}" if row.get("payer") else ""
    return f"  {plain(row.get('line'))} {money}{payer}: {found}" + (f" ({plain(row['why'], 300)})" if row.get("why") else "")


def _done(row: Mapping[str, object], say: _Say) -> str:
    payments = row.get("payments")
    act = str(row.get("act"))
    return say(
        _ACTS.get(act, act), line=plain(row.get("line")), amount=plain(row.get("amount")), case=plain(row.get("case_id")),
        payments=", ".join(str(key) for key in payments) if isinstance(payments, list) else "",
    )  # fmt: skip
