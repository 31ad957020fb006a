"""What a clerk reads after a letter was shown, printed or confirmed."""

from __future__ import annotations

from pyaddin.entrypoints.line import plain, rows_of
from pyaddin.entrypoints.speech import Data, Speech, Table

_WORDS: Table = {
    "of-case": ("{case}: {what}", "{case}：{what}", "{case}：{what}"),
    "letter": ("{case} ({debtor}): {kind}{level}, {pages}.", "{case}（{debtor}）：{kind}{level}，{pages}。", "{case}（{debtor}）：{kind}{level}，{pages}。"),
    "level": (" {n}", "第 {n} 级", "第 {n} 級"),
    "not-now": ("It may not go now: {why}", "现在不得寄出：{why}", "現在不得寄出：{why}"),
    "posted": ("Confirmed as posted on {on}: {letters}.", "已确认于 {on} 寄出：{letters}。", "已確認於 {on} 寄出：{letters}。"),
    "withdrawn": (
        "Not posted, taken back: {letters}. What is still due is made anew by the next run.", "未寄出，已撤回：{letters}。仍应寄发的由下次运行另行制作。",
        "未寄出，已撤回：{letters}。仍應寄發的由下次執行另行製作。",
    ),
    "printed": (
        "Printed {letters} on {pages}; none counts until it is confirmed.", "已打印 {letters}，共 {pages}；确认寄出前不计为已发送。",
        "已列印 {letters}，共 {pages}；確認寄出前不計為已寄送。",
    ),
    "none": ("No letter waits to be printed.", "没有待打印的信函。", "沒有待列印的信函。"),
    "none-printed": ("No printed letter waits for its posting.", "没有已打印待寄出的信函。", "沒有已列印待寄出的信函。"),
    "again": (
        "Not printed again: {case} was printed on {on}, not confirmed. {why}", "不再打印：{case} 已于 {on}打印，尚未确认。{why}",
        "不再列印：{case} 已於 {on}列印，尚未確認。{why}",
    ),
    "earlier": ("an earlier day", "较早的日期", "較早的日期"),
    "held": ("Held back: {case}: {why}", "暂不寄出：{case}：{why}", "暫不寄出：{case}：{why}"),
    "unprintable": ("Cannot be printed: {case}: {found}. {advice}", "无法打印：{case}：{found}。{advice}", "無法列印：{case}：{found}。{advice}"),
}  # fmt: skip


def _files(data: Data) -> list[str]:
    files = data.get("files")
    return [plain(name, 300) for name in (files if isinstance(files, list) else [])]


def letter(data: Data, language: str) -> list[str]:
    """Where the letter lies, and what was left out of it."""
    say = Speech(_WORDS, language)
    level = say("level", n=data["level"]) if data.get("level") else ""
    kind = say.code("MessageKind", data.get("kind"))
    pages = say.count(data["pages"], "page")
    said = [say("letter", case=plain(data.get("case_id")), debtor=plain(data.get("debtor")), kind=kind, level=level, pages=pages)]
    said += [*_files(data), *say.notes(data, "told", 300)]
    return [*said, say("not-now", why=plain(data["blocked"], 400))] if data.get("blocked") else said


def letters(data: Data, language: str) -> list[str]:
    """What was printed or confirmed, then each letter that was not, with its reason."""
    say = Speech(_WORDS, language)
    if data.get("on"):
        said = [say("posted", on=data["on"], letters=say.count(data["posted"], "letter"))]
    elif data.get("withdrawn"):
        said = [say("withdrawn", letters=say.count(data["withdrawn"], "letter"))]
    elif not data["printed"]:
        said = [say("none-printed" if "withdrawn" in data and "printed_before" not in data else "none")]
    else:
        said = [say("printed", letters=say.count(data["printed"], "letter"), pages=say.count(data["pages"], "page"))]
    said += _files(data)
    for row in rows_of(data, "printed_before"):
        words = {"case": plain(row.get("case_id")), "on": plain(row.get("on")) or say("earlier"), "why": plain(row.get("why"), 400)}
        said.append(say("again", **words).rstrip())
    said += [say("held", case=plain(row.get("case_id")), why=plain(row.get("why"), 400)) for row in rows_of(data, "blocked")]
    for row in rows_of(data, "refused"):
        said.append(say("unprintable", case=plain(row.get("case_id")), found=say.note(row.get("found"), 300), advice=say.note(row.get("advice"), 300)))
    for row in rows_of(data, "told"):  # what was left out or could not be used, each with the case it is about
        what = say.note(row.get("what"), 300)
        said.append(say("note", text=say("of-case", case=plain(row["case_id"]), what=what) if row.get("case_id") else what))
    return said
