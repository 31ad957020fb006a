"""What a clerk reads after looking at a wording, or after trying all of them."""

from __future__ import annotations

import unicodedata

from pyaddin.entrypoints.line import plain, rows_of
from pyaddin.entrypoints.speech import Data, Speech, Table

_WORDS: Table = {
    "subject": ("Subject: {text}", "主题：{text}", "主旨：{text}"), "preheader": ("Preheader: {text}", "预览文字：{text}", "預覽文字：{text}"),
    "heading": ("Heading: {text}", "标题：{text}", "標題：{text}"),
    "source": (
        "{template}, as {channel}, tone {tone}, sha256 {sha256}. Nothing was sent.",
        "{template}，渠道 {channel}，语气 {tone}，sha256 {sha256}。未发送任何内容。",
        "{template}，管道 {channel}，語氣 {tone}，sha256 {sha256}。未寄送任何內容。",
    ),
    "wrote": ("Wrote {file}.", "已写入 {file}。", "已寫入 {file}。"),
    "line": ("{file}, line {line}", "{file} 第 {line} 行", "{file} 第 {line} 行"),
    "found": ("{place}: {found}", "{place}：{found}", "{place}：{found}"),
    "tried": ("Tried {files}; {mistakes}.", "已试用 {files}；{mistakes}。", "已試用 {files}；{mistakes}。"),
}  # fmt: skip
_LONGEST = 4000


def _kept(line: str) -> str:
    """A line of a message made safe for a terminal; the blanks that set its tables in columns stay."""
    safe = "".join(" " if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else char for char in line[:_LONGEST])
    return safe.rstrip()


def _strings(data: Data, key: str) -> list[str]:
    found = data.get(key)
    return [str(value) for value in found] if isinstance(found, list) else []


def preview(data: Data, language: str) -> list[str]:
    """The message as it would be, then the file that it was worded from, and what the clerk should know.

    ``language`` is that of the clerk; the message has its debtor's.
    """
    say = Speech(_WORDS, language)
    front = [say(key, text=plain(data[key], 300)) for key in ("subject", "preheader", "heading") if data.get(key)]
    body = [_kept(line) for line in str(data.get("text") or "").splitlines()]
    words = {"channel": say.code("Channel", data.get("channel")), "tone": say.code("Tone", data.get("tone"))}
    source = say("source", template=plain(data.get("template")), sha256=plain(data.get("sha256")), **words)
    files = [say("wrote", file=plain(file, 300)) for file in _strings(data, "files")]
    return [*front, *([""] if front else []), *body, "", source, *files, *say.notes(data, "warnings")]


def check(data: Data, language: str) -> list[str]:
    """Each finding with its place; what is only to be known comes as a note."""
    say, said = Speech(_WORDS, language), []
    for row in rows_of(data, "findings"):
        file = plain(row.get("file"))
        place = say("line", file=file, line=row["line"]) if row.get("line") else file
        found = say("found", place=place, found=say.note(row.get("found")))
        said.append(found if row.get("wrong") else say("note", text=found))
    wrong = sum(bool(row.get("wrong")) for row in rows_of(data, "findings"))
    return [*said, say("tried", files=say.count(len(_strings(data, "files")), "wording"), mistakes=say.count(wrong, "mistake"))]
