"""The sentences of one command in one language: a table of words, numbers with their noun, codes by their label.

Every ``say_*`` module has a table of its own; what several of them need stands here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyaddin.advice_words import in_chinese
from pyaddin.entrypoints.line import Row, column_words, plain
from pyaddin.labels import LABELS, Words, label, language_index
from pyaddin.ledger.captions import list_of, sheet_caption
from pyaddin.ledger.schema import EVERY_TABLE

Data = Mapping[str, object]
_INSTANT = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::[\d.]+)?(?:\+00:00|Z)")
Table = Mapping[str, Words]

_COMMON: Table = {
    "note": ("Note: {text}", "注意：{text}", "注意：{text}"),
    "made": ("Made {path} ({pages}).", "已生成 {path}（{pages}）。", "已產生 {path}（{pages}）。"),
    "made-file": ("Made {path}", "已生成 {path}", "已產生 {path}"),
    "blank": ("(blank)", "（空）", "（空白）"),
    "stopped": ("Stopped: {text}", "已停止：{text}", "已停止：{text}"),
    "not-in-collection": ("not in collection", "未在催收", "未在催收"),
    "stands": (
        "{case} ({debtor}): {stage}, arrears {arrears}, outstanding {outstanding} {currency}{next}.",
        "{case}（{debtor}）：{stage}，拖欠 {arrears}，未清总额 {outstanding} {currency}{next}。",
        "{case}（{debtor}）：{stage}，積欠 {arrears}，未清總額 {outstanding} {currency}{next}。",
    ),
    "next": ("; next: {action} on {on}", "；下一步：{action}（{on}）", "；下一步：{action}（{on}）"),
}  # fmt: skip
NOUNS: Mapping[str, tuple[str, str, str, str]] = {
    "case": ("case", "cases", "个案件", "個案件"), "closed": ("closed case", "closed cases", "个已结案件", "個已結案件"),
    "simple": ("simple case", "simple cases", "个简单案件", "個簡單案件"), "open": ("open case", "open cases", "个未结案件", "個未結案件"),
    "debtor": ("debtor", "debtors", "名债务人", "名債務人"), "person": ("person", "people", "人", "人"),
    "row": ("row", "rows", "行", "列"), "cell": ("cell", "cells", "个单元格", "個儲存格"), "place": ("place", "places", "处", "處"),
    "part": ("part", "parts", "个", "個"), "finding": ("finding", "findings", "条问题", "則問題"), "mistake": ("mistake", "mistakes", "处错误", "處錯誤"),
    "installment": ("installment", "installments", "期", "期"), "missed": ("missed installment", "missed installments", "期逾期未付", "期逾期未繳"),
    "message": ("message", "messages", "封信函", "封信函"), "notice": ("message", "messages", "条消息", "則訊息"),
    "waiting": ("waiting message", "waiting messages", "条待发消息", "則待寄訊息"), "text": ("text message", "text messages", "条短信", "則簡訊"),
    "sms-part": ("part", "parts", "条", "則"), "answer": ("answer", "answers", "封回信", "封回信"), "hold": ("hold", "holds", "项暂停", "項暫停"),
    "letter": ("letter", "letters", "封信函", "封信函"), "page": ("page", "pages", "页", "頁"), "file": ("file", "files", "个文件", "個檔案"),
    "wording": ("wording file", "wording files", "个文案文件", "個文案檔"), "change": ("earlier change", "earlier changes", "项较早的更改", "項較早的變更"),
    "check": ("check", "checks", "项检查", "項檢查"),
}  # fmt: skip
"""One, many, Simplified and Traditional Chinese with the measure word."""


def counted(number: object, noun: str, language: str) -> str:
    """``1 case``, ``2,000 cases``, ``2,000 个案件``."""
    one, many, simplified, traditional = NOUNS[noun]
    amount = int(str(number))
    unit = (many if amount != 1 else one, simplified, traditional)[language_index(language)]
    return f"{amount:,} {unit}"


class Speech:
    """The table of one command in the language of the reader; English for any language without words."""

    def __init__(self, words: Table, language: str) -> None:
        self.language = language
        self._words = words
        self._place = language_index(language)

    @property
    def chinese(self) -> bool:
        return self._place > 0

    def __call__(self, key: str, /, **values: object) -> str:
        """The sentence of this key, from the command's own table or else from the common one."""
        return (self._words.get(key) or _COMMON[key])[self._place].format(**values)

    def count(self, number: object, noun: str) -> str:
        """A number with its noun."""
        return counted(number, noun, self.language)

    def header(self, *keys: str) -> list[str]:
        """The heads of a table's columns."""
        return [self(key) for key in keys]

    def code(self, name: str, code: object) -> str:
        """A code of a list: by its label in Chinese, as it is in English, where commands take it so."""
        word = plain(code)
        return label(name, word, self.language) if self.chinese and name in LABELS else word

    def any_code(self, table: str, header: str, value: object) -> str:
        """A cell of a ledger sheet: a code by its label, anything else as it is."""
        if not self.chinese or table not in EVERY_TABLE:
            return plain(value)
        found = next((column for column in EVERY_TABLE[table].columns if column.name == header), None)
        return self.code(list_of(found), value) if found is not None else plain(value)

    def column(self, sheet: object, header: object) -> str:
        """What a header of a sheet shows."""
        return column_words(plain(sheet), plain(header), self.language)

    def sheet(self, name: object) -> str:
        """What a sheet is called."""
        return sheet_caption(plain(name), self.language) if self.chinese else plain(name)

    def join(self, parts: list[str]) -> str:
        """Words of a list."""
        return ("、" if self.chinese else ", ").join(parts)

    @staticmethod
    def minute(instant: object) -> str:
        """``2026-11-27T12:36:11.36+00:00`` -> ``2026-11-27 12:36 UTC``; anything else as it is."""
        found = _INSTANT.fullmatch(plain(instant))
        return f"{found[1]} {found[2]} UTC" if found else plain(instant)

    def cell(self, value: object) -> str:
        """A cell's content, or that it is blank."""
        return plain(value) or self("blank")

    def note(self, text: object, longest: int = 400) -> str:
        """A remark of the task, which speaks the ledger's language or is known by its form."""
        words = str(text)
        return plain((in_chinese(words, self.language) or words) if self.chinese else words, longest)

    def notes(self, data: Data, key: str = "notes", longest: int = 400) -> list[str]:
        """Each remark behind *Note*."""
        return [self("note", text=text) for text in self.plain_notes(data, key, longest)]

    def plain_notes(self, data: Data, key: str = "notes", longest: int = 400) -> list[str]:
        """Each remark as it is."""
        found = data.get(key)
        return [self.note(text, longest) for text in found] if isinstance(found, list) else []

    def standing(self, case: Row) -> str:
        """Where a case stands now, in one line."""
        action = self("next", action=plain(case["next_action"]), on=plain(case.get("next_action_on"))) if case.get("next_action") else ""
        stage = self.code("Stage", case.get("stage")) or self("not-in-collection")
        words = {name: plain(case.get(name)) for name in ("debtor", "arrears", "outstanding", "currency")}
        return self("stands", case=plain(case.get("case_id")), stage=stage, next=action, **words)
