"""What new ledgers, new cases, imported lists, setup and tidy answer: the same lines in a terminal and on the sheet Result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from pyaddin.entrypoints.line import Row, fault, plain, rows_of, table
from pyaddin.entrypoints.say_run import faults_tail
from pyaddin.entrypoints.speech import Data, Speech, Table

_WORDS: Table = {
    "new": ("Made {path} with {cases}.", "已新建 {path}，含 {cases}。", "已新建 {path}，含 {cases}。"),
    "in-order": ("Everything is in order; nothing was changed.", "一切正常，未作任何更改。", "一切正常，未作任何變更。"),
    "cell": ("{place}: {old} -> {new}", "{place}：{old} → {new}", "{place}：{old} → {new}"),
    "new-row": ("{place}: new row", "{place}：新增一行", "{place}：新增一列"),
    "restored": ("Restored {places}:", "已恢复 {places}：", "已還原 {places}："),
    "gap": ("; delete the blank rows above them.", "；请删除其上方的空行。", "；請刪除其上方的空列。"),
    "was-blank": ("blank", "（空）", "（空白）"),
    "preview": ("Preview of {name}: nothing was written.", "预览 {name}：未写入任何内容。", "預覽 {name}：未寫入任何內容。"),
    "imported": ("Imported {name} into {path}.", "已将 {name} 导入 {path}。", "已將 {name} 匯入 {path}。"),
    "left": ("not taken: {columns}", "未采用：{columns}", "未採用：{columns}"),
    "added": ("New: {tables}.", "新增：{tables}。", "新增：{tables}。"),
    "changed": ("Changed cells: {tables}.", "更改的单元格：{tables}。", "變更的儲存格：{tables}。"),
    "same": ("Unchanged: {tables}.", "未变：{tables}。", "未變：{tables}。"),
    "refused": ("Refused rows: {tables}.", "未接受的行：{tables}。", "未接受的列：{tables}。"),
    "none": ("none", "无", "無"), "list": ("list", "清单", "清單"),
    "missing": (
        "In the ledger, not in the list: {tables}. They stay.",
        "台账中有而清单中没有：{tables}。这些行保留不动。",
        "台帳中有而清單中沒有：{tables}。這些列保留不動。",
    ),
    "sum": (
        "Sum of {column}: list {listed} = taken {taken} + refused {refused}.", "“{column}”合计：清单 {listed} = 导入 {taken} + 未接受 {refused}。",
        "「{column}」合計：清單 {listed} = 匯入 {taken} + 未接受 {refused}。",
    ),
    "mapping": ("How the headers are read: {path}", "表头的读法记在：{path}", "標題的讀法記在：{path}"),
    "settings": ("Settings of {path}: {cells} written.", "{path} 的设置：写入 {cells}。", "{path} 的設定：寫入 {cells}。"),
    "is-new": (" (new)", "（新）", "（新）"),
    "packs": (
        "Rule packs for a debtor without a country of their own (a debtor's own country decides first):",
        "债务人未填写国家/地区时适用的规则包（债务人自己的国家/地区优先）：", "債務人未填寫國家/地區時適用的規則包（債務人自己的國家/地區優先）：",
    ),
    "pack": (
        "{pack}, version {version}, checked {on}: {source}", "{pack}，版本 {version}，核对于 {on}：{source}", "{pack}，版本 {version}，核對於 {on}：{source}",
    ),
    "strictest": (
        "Without these answers the strictest pack holds. This is not legal advice.", "不回答则适用最严规则包。本结果不构成法律意见。",
        "不回答則適用最嚴規則包。本結果不構成法律意見。",
    ),
    "written": ("Written to {path}.", "已写入 {path}。", "已寫入 {path}。"),
}  # fmt: skip
_HOW: Mapping[str, tuple[str, str]] = {
    "exact": ("一致", "一致"), "normalised": ("写法略异", "寫法略異"), "contains": ("包含", "包含"), "by context": ("按上下文", "依上下文"),
    "remembered": ("上次的读法", "上次的讀法"), "given": ("已指定", "已指定"), "computed": ("计算列", "計算欄"), "other person": ("他人的资料", "他人的資料"),
    "ambiguous": ("含义不明", "含義不明"), "not ours": ("与台账无关", "與台帳無關"), "unknown": ("未知", "未知"), "left out": ("不采用", "不採用"),
}  # fmt: skip
_PARTS = ("No", "Due on", "Principal", "Interest", "Fee")


def _how(word: object, say: Speech) -> str:
    """How a header of the list was understood."""
    known = _HOW.get(str(word))
    return plain(word) if known is None or not say.chinese else known[0 if say.language == "zh-CN" else 1]


def _field(name: object, say: Speech) -> str:
    """``Cases.Opened on`` with what the header shows."""
    sheet, dot, header = plain(name).partition(".")
    return f"{sheet}{dot}{say.column(sheet, header) if header else ''}"


def new(data: Data, language: str) -> list[str]:
    """Where the new ledger lies, and how many cases it holds."""
    say = Speech(_WORDS, language)
    return [say("new", path=plain(data["path"], 300), cases=say.count(data["cases"], "case"))]


def tidy(data: Data, language: str) -> list[str]:
    """Every cell with its old and its new content: nothing is put right behind a clerk's back."""
    say = Speech(_WORDS, language)
    restored, changes, told = rows_of(data, "restored"), rows_of(data, "changes"), rows_of(data, "told")
    if not restored and not changes and not told:
        return [say("in-order"), *faults_tail(data, language)]
    said = []
    for row in restored:
        place = f"{plain(row['table'])} {say.column(row['table'], row['column'])} {plain(row['place'])}"
        said.append(say("cell", place=place, old=plain(row["old"]), new=plain(row["new"])))
    for row in (row for row in changes if "old" in row):
        table, column, place = str(row.get("table")), row.get("column"), f"{plain(row.get('table'))} {plain(row.get('key'))}"
        if not column:
            said.append(say("new-row", place=place))
            continue
        old, new = (say.any_code(table, str(column), row[name]) or say("was-blank") for name in ("old", "new"))
        said.append(say("cell", place=f"{place} {say.column(table, column)}", old=old, new=new))
    said += [f"{plain(row['table'])} {plain(row['place'])}: {plain(row['old'])}{say('gap')}" for row in told]
    return [say("restored", places=say.count(len(restored) + len(changes), "place")), *said, *faults_tail(data, language)]


def _columns(data: Data, say: Speech) -> list[str]:
    """What each header of the list was taken for, and which were left."""
    columns = rows_of(data, "columns")
    said = [f"  {plain(row.get('header'))} -> {_field(row.get('field'), say)} ({_how(row.get('how'), say)})" for row in columns if row.get("field")]
    left = [f"{plain(row.get('header'))} ({_how(row.get('how'), say)})" for row in columns if not row.get("field")]
    return said + ([f"  {say('left', columns=say.join(left))}"] if left else [])


def _counts(data: Data, say: Speech) -> list[str]:
    """How many rows of which sheet are new, changed, unchanged and refused."""
    same = data.get("unchanged")
    kept = {str(name): number for name, number in same.items() if number} if isinstance(same, Mapping) else {}
    counts: dict[str, Mapping[str, object]] = {key: Counter(str(row.get("table")) for row in rows_of(data, key)) for key in ("added", "changed", "refused")}
    said = []
    for key in ("added", "changed", "same", "refused"):
        tables = kept if key == "same" else counts[key]
        words = [f"{name if name not in ('', 'None') else say('list')} {number}" for name, number in tables.items()]
        said.append(say(key, tables=say.join(words) or say("none")))
    return said


def imported(data: Data, language: str) -> list[str]:
    """Columns, then what is new, changed (old value and new one), unchanged and refused, then what must be looked at and where the money went."""
    say, name = Speech(_WORDS, language), plain(data.get("from"))
    said = [say("preview", name=name) if data.get("preview") else say("imported", name=name, path=plain(data.get("path"), 300))]
    said += [*_columns(data, say), *_counts(data, say)]
    for row in rows_of(data, "changed"):
        place = f"{plain(row.get('table'))} {plain(row.get('key'))}, {say.column(row.get('table'), row.get('column'))}"
        said.append(f"  {place}: {say.cell(row.get('old'))} -> {say.cell(row.get('new'))}")
    said += [f"  {fault(row, language)}" for row in rows_of(data, "faults")]
    missing = Counter(str(row.get("table")) for row in rows_of(data, "missing"))
    said += [say("missing", tables=say.join([f"{table} {number}" for table, number in missing.items()]))] if missing else []
    said += say.notes(data)
    for row in rows_of(data, "sums"):
        said.append(say("sum", column=plain(row.get("column")), **{key: row.get(key) for key in ("listed", "taken", "refused")}))
    return [*said, say("mapping", path=plain(data["mapping"], 300))] if data.get("mapping") else said


def setup(data: Data, language: str) -> list[str]:
    """What Settings now hold, and the packs that follow from it."""
    say = Speech(_WORDS, language)
    found, changed = data.get("settings"), data.get("changed")
    values = found if isinstance(found, Mapping) else {}
    wrote = changed if isinstance(changed, list) else []
    said = [say("settings", path=plain(data["path"], 300), cells=say.count(len(wrote), "cell"))]
    said += [f"  {plain(key)} = {say.cell(value)}{say('is-new') if key in wrote else ''}" for key, value in values.items()]
    said.append(say("packs"))
    for row in rows_of(data, "packs"):
        words = {name: plain(row.get(name)) for name in ("pack", "version")}
        said.append("  " + say("pack", **words, on=plain(row.get("reviewed_on")), source=plain(row.get("source"), 300)))
    return [*said, *say.notes(data, "warnings"), say("strictest")]


def case(data: Data, language: str) -> list[str]:
    """What was written, a line for debtor and case, a table of the installments."""
    say = Speech(_WORDS, language)
    said: list[str] = []
    lines: list[Row] = []
    for row in rows_of(data, "rows"):
        values = row.get("values")
        facts = values if isinstance(values, Mapping) else {}
        if row.get("table") == "Installments":
            lines.append(facts)
        else:
            words = say.join([say.any_code(plain(row.get("table")), str(name), value) for name, value in facts.items() if not str(name).endswith(" ID")])
            said.append(f"{plain(row.get('table'))} {plain(row.get('key'))}: {words}")
    said += table(([line.get(part) for part in _PARTS] for line in lines), [say.column("Installments", part) for part in _PARTS]) if lines else []
    saved = [say("written", path=plain(data.get("path"), 300))] if data.get("backup") else []  # an open workbook is saved by the clerk
    return [*said, *say.notes(data), *saved]
