"""What a clerk reads after a statement, an agreement or a dossier was made."""

from __future__ import annotations

import re

from pyaddin.entrypoints.line import plain, rows_of, table
from pyaddin.entrypoints.speech import Data, Speech, Table

_WORDS: Table = {
    "missing": ("Missing: {item}", "缺少：{item}", "缺少：{item}"), "because": (" ({why})", "（{why}）", "（{why}）"),
    "agreement": (
        "Agreement {plan}, version {version}: {balance} owed on {on}, {waived} waived, {total} to be paid ({currency}). Digest {digest}.",
        "协议 {plan}，版本 {version}：{on} 欠款 {balance}，减免 {waived}，应付 {total}（{currency}）。摘要值 {digest}。",
        "協議 {plan}，版本 {version}：{on} 欠款 {balance}，減免 {waived}，應付 {total}（{currency}）。摘要值 {digest}。",
    ),
    "as-of": ("As of {on}:", "截至 {on}：", "截至 {on}："),
    "case": ("Case", "案件", "案件"), "currency": ("Cur", "币种", "幣別"), "arrears": ("Past due", "拖欠金额", "積欠金額"),
    "interest": ("Interest", "利息", "利息"),
    "fees": ("Fees", "费用", "費用"), "outstanding": ("Outstanding", "未清总额", "未清總額"), "credit": ("Credit", "余额", "餘額"),
}  # fmt: skip
_CODE = re.compile(r"[a-z]+(?:-[a-z]+)*")


def _document(data: Data, say: Speech) -> list[str]:
    """Where the document lies, and what was left out of its texts."""
    said = [say("made", path=plain(row.get("path"), 300), pages=say.count(row.get("pages"), "page")) for row in rows_of(data, "documents")]
    return said + say.notes(data, "warnings")


def legal(data: Data, language: str) -> list[str]:
    """Where the dossier lies, and everything that counsel will still ask for."""
    say, lacking = Speech(_WORDS, language), []
    for row in rows_of(data, "missing"):
        item, why = say.note(row.get("item"), 200), say.note(row["why"]) if row.get("why") else ""
        if why and _CODE.fullmatch(item):  # a mark for programs: the words behind it say the same
            item, why = why, ""
        lacking.append(say("missing", item=item) + (say("because", why=why) if why else ""))
    return [*_document(data, say), *lacking]


def agreement(data: Data, language: str) -> list[str]:
    """What is owed, waived and to be paid by the agreement, and where it lies."""
    say, words = Speech(_WORDS, language), {"plan": "plan_id"} | {name: name for name in ("version", "balance", "waived", "total", "currency", "digest")}
    said = say("agreement", on=data.get("as_of"), **{name: plain(data.get(key)) for name, key in words.items()})
    return [said, *_document(data, say), *say.plain_notes(data, longest=300)]


def statement(data: Data, language: str) -> list[str]:
    """The sums of each case on the statement, and where it lies."""
    say = Speech(_WORDS, language)
    keys = ("case_id", "currency", "arrears", "interest", "fees", "outstanding", "credit")
    header = say.header("case", *keys[1:])
    rows = table(([row.get(key) for key in keys] for row in rows_of(data, "cases")), header)
    return [say("as-of", on=data["as_of"]), *rows, *_document(data, say)]
