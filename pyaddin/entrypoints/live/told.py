"""What tidy, import, setup and new case say on the sheet Result, in the ledger's language; the command line says it in English (``entrypoints.say``)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from pyaddin.advice_words import in_chinese
from pyaddin.entrypoints import say as sentences
from pyaddin.entrypoints import say_bank, say_talk
from pyaddin.entrypoints.line import SHOWN, column_words, fault, plain, rows_of, table
from pyaddin.errors import KINDS
from pyaddin.labels import language_index

if TYPE_CHECKING:
    from pyaddin.tasks.outcome import Outcome

Data = Mapping[str, object]
Pair = tuple[str, str]

_WORDS: Mapping[str, Pair] = {
    "in-order": ("一切正常，未作任何更改。", "一切正常，未作任何變更。"),
    "restored": ("已恢复 {n} 处：", "已還原 {n} 處："),
    "gap": ("；请删除其上方的空行。", "；請刪除其上方的空列。"),
    "blank": ("（空）", "（空白）"),
    "more-faults": ("……另有 {n} 条，“检查”会全部列出。", "……另有 {n} 則，「檢查」會全部列出。"),
    "preview": ("预览 {name}：未写入任何内容。", "預覽 {name}：未寫入任何內容。"),
    "imported": ("已将 {name} 导入 {path}。", "已將 {name} 匯入 {path}。"),
    "left": ("未采用：{columns}", "未採用：{columns}"),
    "added": ("新增", "新增"), "changed": ("更改的单元格", "變更的儲存格"), "same": ("未变", "未變"), "refused": ("未接受的行", "未接受的列"),
    "none": ("无", "無"), "list": ("清单", "清單"),
    "missing": ("台账中有而清单中没有：{tables}。这些行保留不动。", "台帳中有而清單中沒有：{tables}。這些列保留不動。"),
    "note": ("注意：{text}", "注意：{text}"),
    "sum": ("“{column}”合计：清单 {listed} = 导入 {taken} + 未接受 {refused}。", "「{column}」合計：清單 {listed} = 匯入 {taken} + 未接受 {refused}。"),
    "mapping": ("表头的读法记在：{path}", "標題的讀法記在：{path}"),
    "settings": ("{path} 的设置：写入 {n} 个单元格。", "{path} 的設定：寫入 {n} 個儲存格。"),
    "new": ("（新）", "（新）"),
    "packs": ("债务人未填写国家/地区时适用的规则包（债务人自己的国家/地区优先）：", "債務人未填寫國家/地區時適用的規則包（債務人自己的國家/地區優先）："),
    "pack": ("{pack}，版本 {version}，核对于 {on}：{source}", "{pack}，版本 {version}，核對於 {on}：{source}"),
    "strictest": ("不回答则适用最严规则包。本结果不构成法律意见。", "不回答則適用最嚴規則包。本結果不構成法律意見。"),
    "written": ("已写入 {path}。", "已寫入 {path}。"),
}  # fmt: skip
_HOW: Mapping[str, Pair] = {
    "exact": ("一致", "一致"), "normalised": ("写法略异", "寫法略異"), "contains": ("包含", "包含"), "by context": ("按上下文", "依上下文"),
    "remembered": ("上次的读法", "上次的讀法"), "given": ("已指定", "已指定"), "computed": ("计算列", "計算欄"), "other person": ("他人的资料", "他人的資料"),
    "ambiguous": ("含义不明", "含義不明"), "not ours": ("与台账无关", "與台帳無關"), "unknown": ("未知", "未知"), "left out": ("不采用", "不採用"),
}  # fmt: skip


class _Speech:
    """The sentences of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._place = language_index(language) - 1

    def word(self, key: str, **values: object) -> str:
        return _WORDS[key][self._place].format(**values)

    def how(self, word: object) -> str:
        return _HOW[str(word)][self._place] if str(word) in _HOW else plain(word)

    def field(self, name: object) -> str:
        """``Cases.Opened on`` with what the header shows."""
        sheet, _, header = plain(name).partition(".")
        return f"{sheet}.{column_words(sheet, header, self.language)}" if header else sheet

    def cell(self, value: object) -> str:
        return plain(value) or self.word("blank")

    def notes(self, data: Data, key: str = "notes") -> list[str]:
        found = data.get(key)
        texts = [str(note) for note in found] if isinstance(found, list) else []
        return [self.word("note", text=plain(in_chinese(text, self.language) or text, 400)) for text in texts]

    def refused(self, data: Data) -> list[str]:
        rows = [row for row in rows_of(data, "faults") if KINDS[str(row["code"])].refuses]
        more = [self.word("more-faults", n=len(rows) - SHOWN)] if len(rows) > SHOWN else []
        return [*(f"  {fault(row, self.language)}" for row in rows[:SHOWN]), *more]


def _tidy(data: Data, speech: _Speech) -> list[str]:
    restored, changes, told = rows_of(data, "restored"), rows_of(data, "changes"), rows_of(data, "told")
    if not restored and not changes and not told:
        return [speech.word("in-order"), *speech.refused(data)]
    said = [
        f"{plain(row['table'])} {column_words(plain(row['table']), plain(row['column']), speech.language)} {plain(row['place'])}: "
        f"{plain(row['old'])} -> {plain(row['new'])}"
        for row in restored
    ]
    for row in (row for row in changes if "old" in row):
        header = column_words(plain(row.get("table")), plain(row.get("column")), speech.language)
        said.append(f"{plain(row.get('table'))} {plain(row.get('key'))} {header}: {speech.cell(row['old'])} -> {speech.cell(row['new'])}")
    said += [f"{plain(row['table'])} {plain(row['place'])}: {plain(row['old'])}{speech.word('gap')}" for row in told]
    return [speech.word("restored", n=len(restored) + len(changes)), *said, *speech.refused(data)]


def _import(data: Data, speech: _Speech) -> list[str]:
    name, columns = plain(data.get("from")), rows_of(data, "columns")
    said = [speech.word("preview", name=name) if data.get("preview") else speech.word("imported", name=name, path=plain(data.get("path"), 300))]
    said += [f"  {plain(row.get('header'))} -> {speech.field(row.get('field'))} ({speech.how(row.get('how'))})" for row in columns if row.get("field")]
    left = [f"{plain(row.get('header'))} ({speech.how(row.get('how'))})" for row in columns if not row.get("field")]
    said += [f"  {speech.word('left', columns='、'.join(left))}"] if left else []
    same = data.get("unchanged")
    kept = {str(table): int(str(number)) for table, number in same.items() if number} if isinstance(same, Mapping) else {}
    counts = {key: Counter(str(row.get("table")) for row in rows_of(data, key)) for key in ("added", "changed", "refused")}
    for key, found in (("added", counts["added"]), ("changed", counts["changed"]), ("same", kept), ("refused", counts["refused"])):
        words = "、".join(f"{table if table not in ('', 'None') else speech.word('list')} {number}" for table, number in found.items())
        said.append(f"{speech.word(key)}：{words or speech.word('none')}。")
    for row in rows_of(data, "changed"):
        header = column_words(plain(row.get("table")), plain(row.get("column")), speech.language)
        said.append(f"  {plain(row.get('table'))} {plain(row.get('key'))} {header}: {speech.cell(row.get('old'))} -> {speech.cell(row.get('new'))}")
    said += [f"  {fault(row, speech.language)}" for row in rows_of(data, "faults")]
    missing = Counter(str(row.get("table")) for row in rows_of(data, "missing"))
    said += [speech.word("missing", tables="、".join(f"{table} {number}" for table, number in missing.items()))] if missing else []
    said += speech.notes(data)
    for row in rows_of(data, "sums"):
        said.append(speech.word("sum", column=plain(row.get("column")), **{key: row.get(key) for key in ("listed", "taken", "refused")}))
    return [*said, speech.word("mapping", path=plain(data["mapping"], 300))] if data.get("mapping") else said


def _setup(data: Data, speech: _Speech) -> list[str]:
    found, changed = data.get("settings"), data.get("changed")
    values = found if isinstance(found, Mapping) else {}
    wrote = changed if isinstance(changed, list) else []
    said = [speech.word("settings", path=plain(data["path"], 300), n=len(wrote))]
    said += [f"  {plain(key)} = {speech.cell(value)}{speech.word('new') if key in wrote else ''}" for key, value in values.items()]
    said.append(speech.word("packs"))
    for row in rows_of(data, "packs"):
        words = {name: plain(row.get(name)) for name in ("pack", "version")}
        said.append("  " + speech.word("pack", **words, on=plain(row.get("reviewed_on")), source=plain(row.get("source"), 300)))
    return [*said, *speech.notes(data, "warnings"), speech.word("strictest")]


def _case(data: Data, speech: _Speech) -> list[str]:
    rows = rows_of(data, "rows")
    said, lines = [], []
    for row in rows:
        values = row.get("values")
        facts = values if isinstance(values, Mapping) else {}
        if row.get("table") == "Installments":
            lines.append(facts)
        else:
            words = "、".join(plain(value) for name, value in facts.items() if not str(name).endswith(" ID"))
            said.append(f"{plain(row.get('table'))} {plain(row.get('key'))}: {words}")
    parts = ("No", "Due on", "Principal", "Interest", "Fee")
    said += table(([line.get(part) for part in parts] for line in lines), [column_words("Installments", part, speech.language) for part in parts])
    return [*said, *speech.notes(data), speech.word("written", path=plain(data.get("path"), 300))]


def _offers(data: Data, speech: _Speech) -> list[str]:
    return say_talk.offers(data, speech.language)


_SAID: Mapping[str, Callable[[Data, _Speech], list[str]]] = {"tidy": _tidy, "import": _import, "setup": _setup, "case": _case, "offers": _offers}


def lines(outcome: Outcome, language: str) -> list[str]:
    """What the clerk reads after the task, line by line, in the ledger's language; English where no other wording is known."""
    if outcome.command == "bank":
        return say_bank.bank(outcome.data, language)
    if language_index(language) == 0 or outcome.command not in _SAID:
        return sentences.lines(outcome)
    return _SAID[outcome.command](outcome.data, _Speech(language))
