"""The KPIs, the reports and a play as lines for the desk."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from pyaddin.entrypoints.line import Row, plain, rows_of, table
from pyaddin.entrypoints.speech import Data, Speech, Table

_WORDS: Table = {
    "period": ("After {since} up to {until}:", "{since} 之后至 {until}：", "{since} 之後至 {until}："),
    "figure": ("Figure", "指标", "指標"), "by": ("By", "分组", "分組"), "currency": ("Cur", "币种", "幣別"), "value": ("Value", "数值", "數值"),
    "variant-count": ("count", "件数", "件數"), "variant-amount": ("amount", "金额", "金額"),
    "made-of": ("Made of", "构成", "構成"),
    "table": ("Table", "工作表", "工作表"), "key": ("Key", "键", "鍵"), "case": ("Case", "案件", "案件"), "counted": ("Counted", "计入分子", "計入分子"),
    "amount": ("Amount", "金额", "金額"), "yes": ("yes", "是", "是"),
    "closed": ("{month}, closed by {by}:", "{month}，已由 {by} 结账：", "{month}，已由 {by} 結帳："),
    "open": ("{month}, not closed yet:", "{month}，尚未结账：", "{month}，尚未結帳："),
    "line": ("Line", "项目", "項目"),
    "since": ("Entered since the close: {amount} {currency}", "结账后录入：{amount} {currency}", "結帳後登錄：{amount} {currency}"),
    "play": (
        "A play under assumptions, not a forecast; the ledger was not touched.",
        "这是假设下的推演，不是预测；台账未被改动。",
        "這是假設下的推演，不是預測；台帳未被更動。",
    ),
    "as-is": ("As the policy is:", "按现行规定：", "依現行規定："), "changed": ("Changed:", "更改后：", "變更後："),
    "run-of": ("Run of", "运行日", "執行日"), "sent": ("Sent", "已发送", "已寄送"), "to-people": ("To people", "交人办理", "交人辦理"),
    "not-sent": ("Not sent", "未发送", "未寄送"), "past-due": ("Past due", "逾期", "逾期"),
    "expected": ("Expected {currency}", "预计 {currency}", "預計 {currency}"),
}  # fmt: skip
_MATRIX = ("roll", "fate", "cash")
"""Figures of which there are hundreds: --json and the sheet Figures have them."""


def _value(row: Row) -> str:
    """A share as percent, anything else as the number it is; a dash where there is none."""
    value = row.get("value")
    if value is None:
        return "–"
    number = Decimal(str(value))
    return f"{number * 100:.1f} %" if row.get("unit") == "share" else f"{number:,.2f}" if number != number.to_integral_value() else f"{number:,.0f}"


def kpis(data: Data, language: str) -> list[str]:
    """A line per figure: what it is, its value, and numerator / denominator; then the rows that were asked for."""
    say = Speech(_WORDS, language)
    body = []
    for row in (row for row in rows_of(data, "kpis") if row.get("id") not in _MATRIX):
        made_of = f"{row.get('numerator')} / {row.get('denominator')}" if row.get("denominator") is not None else ""
        variant = say(f"variant-{row['variant']}") if row.get("variant") in ("count", "amount") else plain(row.get("variant"))
        body.append((plain(row.get("name")), variant, row.get("currency"), _value(row), made_of))
    lines = [say("period", since=data["since"], until=data["until"]), *table(body, say.header("figure", "by", "currency", "value", "made-of"))]
    behind = []
    for row in rows_of(data, "rows"):
        counted = say("yes") if row.get("counted") else ""
        behind.append([say.sheet(row.get("table")), plain(row.get("key")), plain(row.get("case_id")), counted, row.get("amount")])
    lines += table(behind, say.header("table", "key", "case", "counted", "amount")) if behind else []
    return lines + say.notes(data, longest=300)


def report(data: Data, language: str) -> list[str]:
    """Where the report lies; of a month its lines from opening to closing, and what was entered since it was closed."""
    say, files, lines = Speech(_WORDS, language), data["files"], data.get("lines")
    said = [say("made-file", path=plain(file, 300)) for file in (files if isinstance(files, list) else [])]
    if isinstance(lines, Mapping):
        closed, since = data.get("closed"), data.get("since_close")
        said.append(say("closed", month=data["month"], by=plain(closed.get("by"))) if isinstance(closed, Mapping) else say("open", month=data["month"]))
        said += _month(lines, say)
        said += [say("since", amount=amount, currency=currency) for currency, amount in (since.items() if isinstance(since, Mapping) else ())]
    return said + say.notes(data, longest=300)


def _month(lines: Mapping[str, Mapping[str, object]], say: Speech) -> list[str]:
    """The lines of a month in the words of its page, a column for each currency."""
    from pyaddin.correspondence.reports.words import word  # only a month's report has them
    from pyaddin.rules.month_end import LINES

    currencies = list(lines)
    rows = [[word(f"l-{name}", say.language), *(lines[currency].get(name) for currency in currencies)] for name in (*LINES, "recovered")] if currencies else []
    return table(rows, (say("line"), *currencies))


def simulate(data: Data, language: str) -> list[str]:
    """A line a week of each play, the totals, and where the page lies."""
    say = Speech(_WORDS, language)
    lines = [say("play")]
    for title, played in (("as-is", data), ("changed", data.get("changed"))):
        if isinstance(played, Mapping):
            rows = rows_of(played, "weeks")
            currencies = sorted({currency for row in rows for currency in _amounts(row)})
            counts = ("as_of", "sent", "queued", "blocked", "past_due")
            body = [(*(row[name] for name in counts), *(_amounts(row).get(currency, "") for currency in currencies)) for row in rows]
            header = say.header("run-of", "sent", "to-people", "not-sent", "past-due")
            lines += [say(title), *table(body, (*header, *(say("expected", currency=currency) for currency in currencies)))]
    files = data.get("files")
    return lines + [say("made-file", path=plain(file, 300)) for file in (files if isinstance(files, list) else [])]


def _amounts(row: Row) -> Mapping[str, object]:
    found = row.get("expected")
    return found if isinstance(found, Mapping) else {}
